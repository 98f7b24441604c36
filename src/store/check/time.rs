//! Dates that are possible and odd: acts of the future, promises far away, invoices due before they were issued (FAULTS L14, D5). Warnings.

use super::{line, some_of, warning};
use crate::store::fault::Res;
use crate::store::protocol::CheckLine;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Params};

/// A clock may be this far off before somebody should look at it.
const SKEW_HOURS: i64 = 36;

/// All that is odd; one line when nothing is.
pub(super) fn odd(conn: &Connection, now: Option<DateTime<Utc>>) -> Res<Vec<CheckLine>> {
    let mut out = Vec::new();
    let mut ask = |what: &str, sql: &str, values: &dyn Fn() -> Vec<i64>| -> Res<()> {
        let found = list(conn, sql, rusqlite::params_from_iter(values()))?;
        if !found.is_empty() {
            let detail = format!("{} {what}: {}", found.len(), some_of(&found));
            out.push(warning("dates", detail));
        }
        Ok(())
    };
    if let Some(now) = now {
        let limit = (now + chrono::Duration::hours(SKEW_HOURS)).timestamp_micros();
        ask(
            "acts are stamped with a time to come (was a clock wrong?)",
            "SELECT 'act #' || seq FROM event WHERE at_us > ?1 ORDER BY seq",
            &|| vec![limit],
        )?;
    }
    ask(
        "promises are for more than 180 days after they were taken",
        "SELECT 'promise #' || id || ' by ' || by_when FROM promise
         WHERE voided_by IS NULL AND julianday(by_when) - julianday(taken_on) > 180 ORDER BY id",
        &Vec::new,
    )?;
    ask(
        "invoices are due before they were issued",
        "SELECT 'document #' || id || ' ' || number FROM document
         WHERE voided_by IS NULL AND kind IN ('invoice', 'debit_note') AND due_on < issued_on ORDER BY id",
        &Vec::new,
    )?;
    if out.is_empty() {
        out.push(line("dates", true, "none is odd".into()));
    }
    Ok(out)
}

fn list(conn: &Connection, sql: &str, values: impl Params) -> Res<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let rows = statement.query_map(values, |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
