//! Closes of days: written once per day, read back for trends, proven by `check`.
//!
//! Law: a close is an act of its own with its event, digest and undo; the same day is never closed twice. What it says is worked out by
//! `domain::reports::Closer`, a few accounts per question (`reports`), so that nothing waits for it.

use super::act::Act;
use super::fault::Res;
use super::table::Table;
use super::types::Day;
use crate::domain::money::Minor;
use crate::domain::reports::{AgingSum, CloseDay, CloseLine};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// The kind of the event: nobody's act, so the key that undoes the last act passes it by.
pub(super) const CLOSE: &str = "close";

/// The day was closed, and the close stands.
pub(super) fn is_closed(conn: &Connection, day: NaiveDate) -> Res<bool> {
    let found: Option<i64> = conn
        .prepare_cached("SELECT id FROM daily_close WHERE day = ?1 AND voided_by IS NULL")?
        .query_row(params![Day(day)], |r| r.get(0))
        .optional()?;
    Ok(found.is_some())
}

/// Writes the close of a day, unless it has one.
pub(super) fn write(act: &mut Act<'_>, close: &CloseDay, body: &str) -> Res<()> {
    if is_closed(act.conn, close.day)? {
        "closed already".clone_into(&mut act.done.what);
        return Ok(());
    }
    let what = format!("close of {}", say::day(close.day, act.on()));
    act.event(CLOSE, None, what, body)?;
    let seq = act.seq;
    let id = act.insert(
        Table::DailyClose,
        "INSERT INTO daily_close (event_seq, day, derived) VALUES (?1, ?2, ?3)",
        params![seq, Day(close.day), close.derived],
    )?;
    for line in &close.lines {
        let a = &line.aging;
        act.insert(
            Table::DailyCloseLine,
            "INSERT INTO daily_close_line (event_seq, close_id, currency, collector, segment, accounts, invoices, bucket_0_minor,
               bucket_1_minor, bucket_31_minor, bucket_61_minor, bucket_91_minor, bucket_121_minor, open_minor, past_due_minor,
               unapplied_minor, sales_minor, cash_minor, promised_minor, expected_minor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
            params![
                seq,
                id,
                line.currency,
                line.collector,
                line.segment,
                i64::try_from(a.accounts).unwrap_or(i64::MAX),
                i64::try_from(a.invoices).unwrap_or(i64::MAX),
                fit(a.buckets[0])?,
                fit(a.buckets[1])?,
                fit(a.buckets[2])?,
                fit(a.buckets[3])?,
                fit(a.buckets[4])?,
                fit(a.buckets[5])?,
                fit(a.open)?,
                fit(a.past_due)?,
                fit(a.unapplied)?,
                fit(line.sales)?,
                fit(line.cash)?,
                fit(line.promised)?,
                fit(line.expected)?,
            ],
        )?;
    }
    Ok(())
}

fn fit(amount: i128) -> Res<Minor> {
    i64::try_from(amount)
        .map(Minor::new)
        .map_err(|_| crate::domain::money::MoneyError::Overflow.into())
}

/// The closes of some days that stand, by day.
pub(super) fn of_days(conn: &Connection, days: &[NaiveDate]) -> Res<Vec<CloseDay>> {
    let mut head = conn.prepare_cached(
        "SELECT id, derived FROM daily_close WHERE day = ?1 AND voided_by IS NULL",
    )?;
    let mut lines = conn.prepare_cached(
        "SELECT currency, collector, segment, accounts, invoices, bucket_0_minor, bucket_1_minor, bucket_31_minor, bucket_61_minor,
           bucket_91_minor, bucket_121_minor, open_minor, past_due_minor, unapplied_minor, sales_minor, cash_minor, promised_minor, expected_minor
         FROM daily_close_line WHERE close_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    let mut out = Vec::new();
    for day in days {
        let found: Option<(i64, bool)> = head
            .query_row(params![Day(*day)], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((id, derived)) = found else { continue };
        let mut rows = lines.query(params![id])?;
        let mut close = CloseDay {
            day: *day,
            derived,
            lines: Vec::new(),
        };
        while let Some(r) = rows.next()? {
            let n = |i: usize| -> rusqlite::Result<i128> { Ok(i128::from(r.get::<_, i64>(i)?)) };
            close.lines.push(CloseLine {
                currency: r.get(0)?,
                collector: r.get(1)?,
                segment: r.get(2)?,
                aging: AgingSum {
                    accounts: r.get::<_, i64>(3)?.unsigned_abs(),
                    invoices: r.get::<_, i64>(4)?.unsigned_abs(),
                    buckets: [n(5)?, n(6)?, n(7)?, n(8)?, n(9)?, n(10)?],
                    open: n(11)?,
                    past_due: n(12)?,
                    unapplied: n(13)?,
                },
                sales: n(14)?,
                cash: n(15)?,
                promised: n(16)?,
                expected: n(17)?,
            });
        }
        out.push(close);
    }
    Ok(out)
}

/// Lines whose buckets do not add up to what is open, or whose close is gone.
pub(super) const ODD: &str = "SELECT 'close of ' || c.day || ', line ' || l.id FROM daily_close_line l JOIN daily_close c ON c.id = l.close_id
    WHERE l.bucket_0_minor + l.bucket_1_minor + l.bucket_31_minor + l.bucket_61_minor + l.bucket_91_minor + l.bucket_121_minor <> l.open_minor
       OR l.past_due_minor > l.open_minor OR (l.voided_by IS NULL) <> (c.voided_by IS NULL)";
