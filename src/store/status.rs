//! The line at the top of the desk, and the list of imports.

use super::approvals;
use super::board::Board;
use super::fault::{Fault, Res};
use super::protocol::{BatchLine, Pulse, Status};
use super::types::{Day, instant};
use super::{events, meta};
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// The line at the top.
pub(super) fn status(
    conn: &Connection,
    board: &Board,
    as_of: NaiveDate,
    undecided: usize,
) -> Res<Status> {
    let count = |sql: &str| -> Res<u64> {
        let n: i64 = conn.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
        Ok(n.unsigned_abs())
    };
    Ok(Status {
        company: meta::get(conn, meta::COMPANY)?
            .ok_or_else(|| Fault::damaged("the ledger names no company"))?,
        currency: meta::currency(conn)?,
        // Every account that is not voided has its row of facts; the board has just read them, and the table of accounts is larger.
        accounts: count("SELECT count(*) FROM facts")?,
        thru: thru(conn, as_of)?,
        past_due: board.past_due,
        promised_this_week: board.promises.this_week,
        promises_live: board.promises.live,
        promises_alert: board.promises.alert,
        review: undecided as u64 + approvals::count(conn, as_of)?,
        calls_saved: count(
            "SELECT count(*) FROM touch WHERE channel = 'call' AND voided_by IS NULL",
        )?,
        pulses: pulses(conn, as_of, meta::currency(conn)?)?,
        last_entry: events::last_instant(conn)?,
    })
}

/// What each collector did on a day: both questions look at that day's rows alone.
fn pulses(conn: &Connection, on: NaiveDate, book: Currency) -> Res<Vec<Pulse>> {
    let mut out: Vec<Pulse> = Vec::new();
    let mut calls = conn.prepare_cached(
        "SELECT by_whom, count(*), sum(right_party) FROM touch
         WHERE channel = 'call' AND on_day = ?1 AND voided_by IS NULL GROUP BY by_whom ORDER BY by_whom",
    )?;
    let mut rows = calls.query(params![Day(on)])?;
    while let Some(row) = rows.next()? {
        let count = |i: usize| -> Res<u64> { Ok(row.get::<_, i64>(i)?.unsigned_abs()) };
        out.push(Pulse {
            by: row.get(0)?,
            calls: count(1)?,
            talks: count(2)?,
            ..Pulse::default()
        });
    }
    // A promise taken on a day is for that day or later: the index on its date finds those few.
    let mut promises = conn.prepare_cached(
        "SELECT p.taken_by, p.amount_minor, a.currency FROM promise p
         JOIN account a ON a.id = p.account_id
         WHERE p.by_when >= ?1 AND p.taken_on = ?1 AND p.voided_by IS NULL AND NOT EXISTS (SELECT 1 FROM promise_end e
         WHERE e.promise_id = p.id AND e.voided_by IS NULL)",
    )?;
    let mut rows = promises.query(params![Day(on)])?;
    while let Some(row) = rows.next()? {
        let by: String = row.get(0)?;
        let at = match out.iter().position(|p| p.by == by) {
            Some(at) => at,
            None => {
                out.push(Pulse {
                    by,
                    ..Pulse::default()
                });
                out.len() - 1
            }
        };
        out[at].promises += 1;
        let in_book: Currency = row.get(2)?;
        if in_book == book {
            let amount = Minor::new(row.get(1)?);
            out[at].promised = out[at].promised.plus(amount)?;
        }
    }
    Ok(out)
}

/// The day of the newest report that stands, of those that were there on a day.
pub(super) fn thru(conn: &Connection, as_of: NaiveDate) -> Res<Option<NaiveDate>> {
    let day: Option<Day> = conn
        .prepare_cached("SELECT max(as_of) FROM batch WHERE voided_by IS NULL AND as_of <= ?1")?
        .query_row(params![Day(as_of)], |r| r.get(0))?;
    Ok(day.map(|d| d.0))
}

/// Imports, newest first.
pub(super) fn batches(conn: &Connection, limit: usize) -> Res<Vec<BatchLine>> {
    let mut statement = conn.prepare_cached(
        "SELECT b.id, e.at_us, b.as_of, b.summary, b.event_seq, e.actor, b.documents_count, b.mismatch_taken, u.actor, u.at_us
         FROM batch b JOIN event e ON e.seq = b.event_seq LEFT JOIN event u ON u.seq = b.voided_by ORDER BY b.id DESC LIMIT ?1",
    )?;
    let mut files = conn
        .prepare_cached("SELECT file, profile FROM batch_file WHERE batch_id = ?1 ORDER BY id")?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![limit])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let id = r.get(0)?;
        let named: Vec<(String, String)> = files
            .query_map(params![id], |f| Ok((f.get(0)?, f.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let (files, profiles) = named.into_iter().unzip();
        let undone_by = match (r.get::<_, Option<String>>(8)?, r.get::<_, Option<i64>>(9)?) {
            (Some(who), Some(at)) => Some((who, instant(at)?)),
            _ => None,
        };
        out.push(BatchLine {
            id,
            at: instant(r.get(1)?)?,
            files,
            as_of: r.get::<_, Option<Day>>(2)?.map(|d| d.0),
            summary: r.get(3)?,
            undone: undone_by.is_some(),
            event: r.get(4)?,
            by: r.get(5)?,
            profiles,
            documents: u64::try_from(r.get::<_, i64>(6)?).unwrap_or(0),
            mismatch_taken: r.get::<_, i64>(7)? != 0,
            undone_by,
        });
    }
    Ok(out)
}
