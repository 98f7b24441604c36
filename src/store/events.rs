//! The event log: who did what, chained by hash, with the answer given and the rows written.
//!
//! Law: append-only, in the transaction of the rows themselves. `hash = SHA-256(prev_hash ‖ every other field, length first)`, so that
//! no two field splits give the same bytes (FAULTS L6). The digest of the rows themselves (L7) is in `seal`.

use super::fault::{Fault, Res};
use super::protocol::{Done, EventLine, Stamp};
use super::redaction;
use super::table::Table;
use super::types::{Day, instant, iso};
use crate::domain::ids::{AccountId, EventSeq};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, ToSql, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the first event is chained to.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An event to be written.
pub(super) struct NewEvent<'a> {
    /// Who, when, which day, which key.
    pub stamp: &'a Stamp,
    /// `payment`, `promise`, `import` …
    pub kind: &'a str,
    /// About whom.
    pub account: Option<AccountId>,
    /// In words.
    pub what: &'a str,
    /// The intention as JSON.
    pub body: &'a str,
    /// The event that it undoes.
    pub undoes: Option<EventSeq>,
}

/// The instant of the newest event.
pub(super) fn last_instant(conn: &Connection) -> Res<Option<DateTime<Utc>>> {
    let us: Option<i64> = conn
        .prepare_cached("SELECT at_us FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| r.get(0))
        .optional()?;
    Ok(us.and_then(DateTime::from_timestamp_micros))
}

/// Writes the next event and answers its position.
pub(super) fn append(conn: &Connection, event: &NewEvent<'_>) -> Res<EventSeq> {
    let last: Option<(i64, String, i64)> = conn
        .prepare_cached("SELECT seq, hash, at_us FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let (last_seq, prev_hash, last_us) = last.unwrap_or((0, GENESIS.to_owned(), i64::MIN));
    let row = Row {
        seq: last_seq + 1,
        // A clock that was set back must not put an entry before the one that it follows (FAULTS D3).
        at_us: event.stamp.at.timestamp_micros().max(last_us),
        on_day: iso(event.stamp.on),
        actor: event.stamp.by.clone(),
        kind: event.kind.to_owned(),
        account_id: event.account.map(|a| a.0),
        what: event.what.to_owned(),
        body: event.body.to_owned(),
        idem_key: event.stamp.key.clone(),
        undoes_seq: event.undoes.map(|u| u.0),
        prev_hash,
    };
    let hash = row.hash();
    conn.prepare_cached(
        "INSERT INTO event (seq, at_us, on_day, actor, kind, account_id, what, body, idem_key, undoes_seq, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        row.seq,
        row.at_us,
        row.on_day,
        row.actor,
        row.kind,
        row.account_id,
        row.what,
        row.body,
        row.idem_key,
        row.undoes_seq,
        row.prev_hash,
        hash
    ])?;
    Ok(EventSeq(row.seq))
}

/// The fields of an event that its hash covers.
struct Row {
    seq: i64,
    at_us: i64,
    on_day: String,
    actor: String,
    kind: String,
    account_id: Option<i64>,
    what: String,
    body: String,
    idem_key: String,
    undoes_seq: Option<i64>,
    prev_hash: String,
}

impl Row {
    fn read(r: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
        Ok(Row {
            seq: r.get(0)?,
            at_us: r.get(1)?,
            on_day: r.get(2)?,
            actor: r.get(3)?,
            kind: r.get(4)?,
            account_id: r.get(5)?,
            what: r.get(6)?,
            body: r.get(7)?,
            idem_key: r.get(8)?,
            undoes_seq: r.get(9)?,
            prev_hash: r.get(10)?,
        })
    }

    fn hash(&self) -> String {
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let fields = [
            self.prev_hash.clone(),
            self.seq.to_string(),
            self.at_us.to_string(),
            self.on_day.clone(),
            self.actor.clone(),
            self.kind.clone(),
            number(self.account_id),
            self.what.clone(),
            self.body.clone(),
            self.idem_key.clone(),
            number(self.undoes_seq),
        ];
        let mut sum = Sha256::new();
        for field in &fields {
            sum.update((field.len() as u64).to_be_bytes());
            sum.update(field.as_bytes());
        }
        sum.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }
}

/// The hash of an event.
pub(super) fn hash_at(conn: &Connection, seq: i64) -> Res<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT hash FROM event WHERE seq = ?1")?
        .query_row(params![seq], |r| r.get(0))
        .optional()?)
}

/// What the fields of an event come to as they are now.
pub(super) fn fields_sum(conn: &Connection, seq: i64) -> Res<Option<String>> {
    Ok(conn
        .prepare_cached(&format!("{FIELDS} WHERE seq = ?1"))?
        .query_row(params![seq], |r| Ok(Row::read(r)?.hash()))
        .optional()?)
}

/// What a hash covers, and the hash.
const FIELDS: &str = "SELECT seq, at_us, on_day, actor, kind, account_id, what, body, idem_key, undoes_seq, prev_hash, hash FROM event";

/// Walks the whole chain; answers how many events it holds, or the first that does not fit.
pub(super) fn verify_chain(conn: &Connection) -> Res<Result<u64, String>> {
    // Where a text was blacked out, the fields give what the redaction left; the act's own hash is still what the next one is chained to.
    let left = redaction::left(conn)?;
    let mut statement = conn.prepare(&format!("{FIELDS} ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let (mut prev, mut count) = (GENESIS.to_owned(), 0u64);
    while let Some(r) = rows.next()? {
        let row = Row::read(r)?;
        let hash: String = r.get(11)?;
        count += 1;
        if row.seq != count as i64 {
            return Ok(Err(format!(
                "event {count} is missing: the next one is {}",
                row.seq
            )));
        }
        if row.prev_hash != prev || row.hash() != *left.get(&row.seq).map_or(&hash, |l| &l.hash) {
            return Ok(Err(format!(
                "event {} was changed after it was written",
                row.seq
            )));
        }
        prev = hash;
    }
    Ok(Ok(count))
}

/// The answer that a key was given before, if it acted.
pub(super) fn done_before(conn: &Connection, key: &str) -> Res<Option<Done>> {
    let found: Option<Option<String>> = conn
        .prepare_cached(
            "SELECT r.done FROM event e LEFT JOIN event_result r ON r.event_seq = e.seq WHERE e.idem_key = ?1",
        )?
        .query_row(params![key], |r| r.get(0))
        .optional()?;
    match found {
        None => Ok(None),
        Some(None) => Err(Fault::damaged("an event without its answer")),
        Some(Some(json)) => {
            let mut done: Done = serde_json::from_str(&json)?;
            done.repeated = true;
            Ok(Some(done))
        }
    }
}

/// Keeps the answer and the id ranges of an event.
pub(super) fn store_result(
    conn: &Connection,
    seq: EventSeq,
    done: &Done,
    rows: &BTreeMap<Table, (i64, i64)>,
) -> Res<()> {
    let ranges: BTreeMap<&str, (i64, i64)> = rows.iter().map(|(t, r)| (t.name(), *r)).collect();
    conn.prepare_cached("INSERT INTO event_result (event_seq, done, rows) VALUES (?1, ?2, ?3)")?
        .execute(params![
            seq,
            serde_json::to_string(done)?,
            serde_json::to_string(&ranges)?
        ])?;
    Ok(())
}

/// The id ranges that an event wrote.
pub(super) fn rows_of(conn: &Connection, seq: EventSeq) -> Res<BTreeMap<Table, (i64, i64)>> {
    let json: Option<String> = conn
        .prepare_cached("SELECT rows FROM event_result WHERE event_seq = ?1")?
        .query_row(params![seq], |r| r.get(0))
        .optional()?;
    let named: BTreeMap<String, (i64, i64)> = match json {
        Some(json) => serde_json::from_str(&json)?,
        None => BTreeMap::new(),
    };
    named
        .into_iter()
        .map(|(name, range)| {
            Table::from_name(&name)
                .map(|t| (t, range))
                .ok_or_else(|| Fault::damaged(format!("table '{name}'")))
        })
        .collect()
}

/// The newest events.
pub(super) fn list(conn: &Connection, limit: usize) -> Res<Vec<EventLine>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    lines(conn, "ORDER BY e.seq DESC LIMIT ?1", limit)
}

/// One event.
pub(super) fn one(conn: &Connection, seq: EventSeq) -> Res<Option<EventLine>> {
    Ok(lines(conn, "WHERE e.seq = ?1", seq)?.pop())
}

/// The events after one, oldest first.
pub(super) fn acts_after(conn: &Connection, seq: i64) -> Res<Vec<EventLine>> {
    lines(
        conn,
        "WHERE e.seq > ?1 AND e.kind <> 'restore' ORDER BY e.seq",
        seq,
    )
}

fn lines(conn: &Connection, which: &str, value: impl ToSql) -> Res<Vec<EventLine>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT e.seq, e.at_us, e.on_day, e.actor, e.what, u.seq, e.undoes_seq
         FROM event e LEFT JOIN event u ON u.undoes_seq = e.seq {which}"
    ))?;
    let mut rows = statement.query(params![value])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(EventLine {
            seq: r.get(0)?,
            at: instant(r.get(1)?)?,
            on: r.get::<_, Day>(2)?.0,
            by: r.get(3)?,
            what: r.get(4)?,
            undone_by: r.get(5)?,
            is_undo: r.get::<_, Option<i64>>(6)?.is_some(),
        });
    }
    Ok(out)
}
