//! What only the morning brief asks: money said to be under way that should be here by now.
//!
//! Law: reads only; whether a claim is still expected is `domain::claim`'s word on a book, here it is that nothing has ended it.

use super::fault::Res;
use super::protocol::AwaitedMoney;
use super::types::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// So many lines of each; the brief shows fewer.
const MOST: i64 = 50;

/// As of a day, the newest first.
pub(super) fn awaited(conn: &Connection, as_of: NaiveDate) -> Res<Vec<AwaitedMoney>> {
    let mut claims = conn.prepare_cached(
        "SELECT a.id, a.name, a.currency, c.amount_minor, c.method, c.reference, c.expected_by FROM claim c
         JOIN account a ON a.id = c.account_id
         WHERE c.voided_by IS NULL AND c.made_on <= ?1 AND c.expected_by <= ?1
           AND NOT EXISTS (SELECT 1 FROM claim_end e WHERE e.claim_id = c.id AND e.voided_by IS NULL AND e.on_day <= ?1)
         ORDER BY c.expected_by DESC, c.amount_minor DESC LIMIT ?2",
    )?;
    let mut rows = claims.query(params![Day(as_of), MOST])?;
    let mut awaited = Vec::new();
    while let Some(r) = rows.next()? {
        awaited.push(AwaitedMoney {
            account: r.get(0)?,
            name: r.get(1)?,
            currency: r.get(2)?,
            amount: r.get(3)?,
            method: r.get(4)?,
            reference: r.get(5)?,
            expected_by: r.get::<_, Day>(6)?.0,
        });
    }
    Ok(awaited)
}
