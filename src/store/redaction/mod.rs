//! Blacking a text out for good: in the rows, in the log, in the index of words, and in what the file keeps of its past (FAULTS P2).
//!
//! Law: it is the one place that writes into rows that are there, so it does it alone with the ledger, proves the ledger to the last row before
//! and after in the same transaction, and keeps what proves the changed acts from then on (`left`). The triggers that hold history are lifted
//! for the tables concerned and put back to the letter before the transaction ends. Afterwards the log is emptied into the ledger and cut, so
//! that no page of the old text is left in either file. It cannot be undone.

mod copies;
mod find;
mod left;

pub(super) use left::{Left, all as left};

use super::act::Act;
use super::engine::Engine;
use super::fault::{Fault, Res, refuse};
use super::lease::{Lease, real_path};
use super::protocol::{CheckAsk, Depth, RedactAsk, Redacted, Stamp, StoreError};
use super::table::Table;
use super::{check, head, migrate, presence};
use crate::domain::ids::EventSeq;
use crate::domain::redaction::Wanted;
use crate::domain::rules::Rules;
use crate::domain::say;
use find::Spot;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The kind of its event.
pub(super) const REDACTION: &str = "redaction";

/// What may be wrong in a ledger that something is taken out of: what is to be taken out, and that it is an older copy.
const NO_MATTER: [&str; 2] = ["card numbers", "known head"];

/// Blacks out what is wanted, in a ledger that nobody else has open.
pub(super) fn redact(path: &Path, ask: &RedactAsk, stamp: &Stamp, rules: &Rules) -> Res<Redacted> {
    if let Some(why) = ask.wanted.refusal() {
        return refuse(why);
    }
    let reason = ask.reason.chars().count();
    if !(1..=400).contains(&reason) || ask.reason.contains('\0') {
        return refuse("why is it blacked out? a reason of 1 to 400 characters stays in the log");
    }
    if ask.wanted.black_out(&ask.reason).is_some() || Wanted::Cards.black_out(&ask.reason).is_some()
    {
        return refuse("the reason holds what is to be blacked out: nothing was changed");
    }
    let path = real_path(path);
    let lease = if ask.dry_run {
        Lease::shared(&path)?
    } else {
        Lease::exclusive(&path, "blacking out a text")?
            .ok_or_else(|| presence::in_use(&path, "a text can be taken out of it"))?
    };
    let mut engine = Engine::open(&path)?;
    if migrate::is_older(&engine)?.is_some() {
        return refuse("the ledger is of an earlier format: `bywhen check` brings it up first");
    }
    let done = if ask.dry_run {
        let tx = engine.conn.unchecked_transaction()?;
        found(&find::spots(&tx, &ask.wanted)?)
    } else {
        // Who reads now keeps the log from being cut afterwards: known before anything is written.
        if !is_log_cut(&engine.conn)? {
            return refuse(
                "another program reads the ledger, so its log could not be cut and would keep the text: close it; nothing was changed",
            );
        }
        let done = black_out(&mut engine, ask, stamp, rules)?;
        if !is_log_cut(&engine.conn)? {
            return Err(StoreError::Unknown(format!(
                "the text is blacked out, but {}-wal keeps it as long as another program reads the ledger: close that, then run `bywhen check`",
                path.display()
            ))
            .into());
        }
        head::keep(&engine);
        done
    };
    drop(engine);
    drop(lease);
    let (copies, unread) = copies::that_hold(&path, &ask.look_in, &ask.wanted);
    Ok(Redacted {
        copies,
        unread,
        ..done
    })
}

fn found(spots: &[Spot]) -> Redacted {
    let acts: BTreeSet<i64> = spots.iter().map(|spot| spot.of_seq).collect();
    Redacted {
        places: spots.iter().map(Spot::to_string).collect(),
        acts: acts.into_iter().map(EventSeq).collect(),
        event: None,
        copies: Vec::new(),
        unread: Vec::new(),
    }
}

fn black_out(engine: &mut Engine, ask: &RedactAsk, stamp: &Stamp, rules: &Rules) -> Res<Redacted> {
    let tx = engine.write()?;
    migrate::only_ours(&tx, None)?;
    let spots = find::spots(&tx, &ask.wanted)?;
    let mut done = found(&spots);
    if spots.is_empty() {
        return Ok(done);
    }
    // What is broken already must not come out of this as proven.
    proves(&tx, rules, "nothing was blacked out")?;
    let before = left::of_every_act(&tx)?;
    let body = serde_json::json!({ "wanted": ask.wanted.name(), "reason": ask.reason, "places": done.places })
        .to_string();
    let what = format!(
        "blacked out {} in {}: {}",
        ask.wanted.name(),
        say::plural(done.places.len() as u64, "place"),
        ask.reason
    );
    let mut act = Act::new(&tx, rules, stamp);
    act.event(REDACTION, None, what, &body)?;
    write(&tx, &spots)?;
    if !find::spots(&tx, &ask.wanted)?.is_empty() {
        return refuse("something of it is still there afterwards: nothing was blacked out");
    }
    let mut places: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for spot in &spots {
        places
            .entry(spot.of_seq)
            .or_default()
            .push(spot.to_string());
    }
    for (seq, now) in left::of_every_act(&tx)? {
        let changed = before.get(&seq).is_some_and(|was| *was != now);
        if changed {
            let places = places.remove(&seq).unwrap_or_default().join("; ");
            insert(&mut act, seq, &places, &now)?;
        }
    }
    done.event = act.finish(&mut |_, _| ())?.event;
    proves(
        &tx,
        rules,
        "nothing was blacked out; change what was named, or the field it stands in, first",
    )?;
    migrate::only_ours(&tx, None)?;
    tx.commit().map_err(|e| {
        StoreError::Unknown(format!(
            "the disk failed while saving ({e}): the text may or may not be blacked out; run the same without --yes, which says where it stands"
        ))
    })?;
    Ok(done)
}

fn insert(act: &mut Act<'_>, of_seq: i64, places: &str, now: &Left) -> Res<()> {
    let (seq, places) = (act.seq, places.chars().take(2000).collect::<String>());
    act.insert(
        Table::Redaction,
        "INSERT INTO redaction (event_seq, of_seq, places, hash, seal, digest, marks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, of_seq, places, now.hash, now.seal, now.digest, now.marks],
    )?;
    Ok(())
}

/// Every check holds that this may break.
fn proves(conn: &Connection, rules: &Rules, otherwise: &str) -> Res<()> {
    let ask = CheckAsk {
        depth: Depth::Strict,
        now: None,
    };
    let checked = check::run(conn, rules, &ask, &mut |_, _| ())?;
    let wrong = checked
        .lines
        .iter()
        .find(|line| !line.ok && !NO_MATTER.contains(&line.name.as_str()));
    match wrong {
        None => Ok(()),
        Some(line) => refuse(format!("{}: {}: {otherwise}", line.name, line.detail)),
    }
}

/// Writes the texts, with the triggers of their tables lifted meanwhile.
fn write(conn: &Connection, spots: &[Spot]) -> Res<()> {
    let tables: BTreeSet<&str> = spots.iter().map(|spot| spot.table).collect();
    for table in tables {
        let lifted = lift(conn, table)?;
        for spot in spots.iter().filter(|spot| spot.table == table) {
            in_the_words(conn, spot, Words::Out)?;
            conn.prepare_cached(&format!(
                "UPDATE {table} SET {} = ?1 WHERE {} = ?2",
                spot.column, spot.key
            ))?
            .execute(params![spot.text, spot.id])
            .map_err(|e| match e.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation) => Fault::refused(format!(
                    "{spot} is no free text: nothing was blacked out; name more of the text that is meant"
                )),
                _ => Fault::from(e),
            })?;
            in_the_words(conn, spot, Words::In)?;
        }
        for sql in lifted {
            conn.execute_batch(&sql)?;
        }
    }
    Ok(())
}

/// Takes the triggers off a table that let nobody change its rows; answers how they are made again.
fn lift(conn: &Connection, table: &str) -> Res<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 AND instr(sql, ' BEFORE UPDATE ') > 0 ORDER BY name",
    )?;
    let found: Vec<(String, String)> = statement
        .query_map([table], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<Result<_, _>>()?;
    drop(statement);
    for (name, _) in &found {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// What happens to a note in the index of words while its text is changed.
enum Words {
    /// The old text goes: FTS5 asks for it as it stands.
    Out,
    /// The new one comes.
    In,
}

/// Keeps the index of words with the notes, where the text is a note's.
fn in_the_words(conn: &Connection, spot: &Spot, how: Words) -> Res<()> {
    if spot.table != "touch" {
        return Ok(());
    }
    let (column, command) = match how {
        Words::Out => ("note_words, ", "'delete', "),
        Words::In => ("", ""),
    };
    conn.prepare_cached(&format!(
        "INSERT INTO note_words ({column}rowid, note, told) SELECT {command}id, note, told
         FROM touch WHERE id = ?1 AND voided_by IS NULL AND (note <> '' OR told IS NOT NULL)"
    ))?
    .execute(params![spot.id])?;
    Ok(())
}

/// Takes the log over into the ledger and cuts it to nothing, because its pages still hold the text; false while somebody reads.
fn is_log_cut(conn: &Connection) -> Res<bool> {
    // What was merged or deleted in the index of words is zeroed with its pages (`secure_delete`).
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
    Ok(busy == 0)
}
