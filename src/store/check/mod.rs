//! `check`: proves the ledger. Each line names an invariant of FAULTS §3 and what was counted, or the first examples of what is wrong.
//!
//! Law: reads only, in one transaction, so that all lines speak of the same state. A check that cannot be carried out (a damaged page)
//! is a check that failed, and the others go on. What may be made anew is made by `repair`; nothing here writes.

mod caches;
mod money;
mod rows;
mod storage;
mod text;
mod time;
mod totals;

use super::canon;
use super::fault::Res;
use super::protocol::{CheckAsk, CheckLine, Checked, Depth, Head};
use super::table::Table;
use super::{events, migrate, seal};
use crate::domain::rules::Rules;
use rusqlite::Connection;

/// All checks of a depth.
pub(super) fn run(
    conn: &Connection,
    rules: &Rules,
    ask: &CheckAsk,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<Checked> {
    let mut lines = Vec::new();
    let mut add = |name: &str, made: Res<Vec<CheckLine>>| match made {
        Ok(made) => lines.extend(made),
        Err(fault) => lines.push(line(name, false, fault.said().to_string())),
    };
    let one = |made: Res<CheckLine>| made.map(|line| vec![line]);
    add("schema", one(storage::schema(conn)));
    add(
        "storage",
        one(storage::pages(conn, ask.depth == Depth::Strict)),
    );
    add("file", storage::file(conn));
    add("references", one(storage::foreign_keys(conn)));
    for (name, sql, good) in money::QUESTIONS {
        add(name, one(question(conn, name, sql, good)));
    }
    add("event chain", one(events_chain(conn)));
    add(
        "events and rows",
        one(question(
            conn,
            "events and rows",
            "SELECT 'event #' || e.seq FROM event e WHERE NOT EXISTS (SELECT 1 FROM event_result r WHERE r.event_seq = e.seq)",
            "every event has its answer",
        )),
    );
    add(
        "daily closes",
        one(question(
            conn,
            "daily closes",
            crate::store::closes::ODD,
            "buckets add up, and lines stand with their close",
        )),
    );
    add("seal chain", one(rows::chain(conn)));
    add("blacked out", rows::blacked_out(conn));
    add("dates", time::odd(conn, ask.now));
    if ask.depth >= Depth::Standard {
        add("row digests", rows::digests(conn));
        add("changed fields", one(rows::changed_fields(conn)));
        add("name keys", one(caches::name_keys(conn)));
        add("facts", one(caches::facts(conn, rules, progress)));
        add("texts", text::texts(conn, ask.depth == Depth::Strict));
    }
    let strict = ask.depth == Depth::Strict;
    let digest = match totals::digest(conn, strict) {
        Ok(digest) => digest,
        Err(fault) => {
            lines.push(line("ledger digest", false, fault.said().to_string()));
            None
        }
    };
    Ok(Checked {
        lines,
        format: migrate::version(conn)?,
        head: head(conn)?,
        counts: totals::counts(conn).unwrap_or_default(),
        sums: totals::sums(conn).unwrap_or_default(),
        digest,
    })
}

/// Checks that may fail in a copy that is kept: caches are made anew, and what a text holds is no matter of the copying.
const NO_MATTER_OF_COPYING: [&str; 5] = ["file", "facts", "name keys", "texts", "card numbers"];

/// As `run`, strictly, for a copy of a ledger.
pub(super) fn prove_copy(conn: &Connection, rules: &Rules) -> Res<Checked> {
    let ask = CheckAsk {
        depth: Depth::Strict,
        now: None,
    };
    let mut checked = run(conn, rules, &ask, &mut |_, _| ())?;
    checked
        .lines
        .retain(|line| !NO_MATTER_OF_COPYING.contains(&line.name.as_str()));
    Ok(checked)
}

/// Every page, index and reference of a file reads, and its log is unbroken, whatever its format.
pub(super) fn reads_whole(conn: &Connection) -> Res<bool> {
    Ok(storage::pages(conn, true)?.ok
        && storage::foreign_keys(conn)?.ok
        && events::verify_chain(conn)?.is_ok())
}

/// Rows by table, of events up to one.
pub(super) fn counts_up_to(conn: &Connection, seq: i64) -> Res<Vec<i64>> {
    let count = |table: Table| -> Res<i64> {
        // An older format does not have every table.
        let there: bool = conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
            [table.name()],
            |r| r.get(0),
        )?;
        if !there {
            return Ok(0);
        }
        let sql = format!(
            "SELECT count(*) FROM {} WHERE event_seq <= ?1",
            table.name()
        );
        Ok(conn.query_row(&sql, [seq], |r| r.get(0))?)
    };
    Table::ALL.into_iter().map(count).collect()
}

/// The facts equal a recount.
pub(super) fn facts_hold(conn: &Connection, rules: &Rules) -> Res<bool> {
    Ok(caches::facts(conn, rules, &mut |_, _| ())?.ok)
}

/// The newest event and its seal.
pub(super) fn head(conn: &Connection) -> Res<Head> {
    let seal::Head { seq, hash } = seal::head(conn)?;
    Ok(Head { seq, hash })
}

fn events_chain(conn: &Connection) -> Res<CheckLine> {
    Ok(match events::verify_chain(conn)? {
        Ok(n) => line("event chain", true, format!("{n} events, unbroken")),
        Err(why) => line("event chain", false, why),
    })
}

fn line(name: &str, ok: bool, detail: String) -> CheckLine {
    CheckLine {
        name: name.to_owned(),
        ok,
        warning: false,
        detail,
    }
}

/// It holds, and somebody should look.
fn warning(name: &str, detail: String) -> CheckLine {
    CheckLine {
        warning: true,
        ..line(name, true, detail)
    }
}

/// So many are broken, with the first three; or what is good when none is.
fn none(name: &str, broken: &[String], good: impl FnOnce() -> String) -> CheckLine {
    if broken.is_empty() {
        return line(name, true, good());
    }
    line(
        name,
        false,
        format!("{} broken: {}", broken.len(), some_of(broken)),
    )
}

/// The first three.
fn some_of(found: &[String]) -> String {
    let more = if found.len() > 3 { "; …" } else { "" };
    format!("{}{more}", found[..found.len().min(3)].join("; "))
}

/// A question that must have no answer.
fn question(conn: &Connection, name: &str, sql: &str, good: &str) -> Res<CheckLine> {
    let mut statement = conn.prepare(sql)?;
    let broken: Vec<String> = statement
        .query_map([], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(none(name, &broken, || good.to_owned()))
}
