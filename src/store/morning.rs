//! What the morning brief asks besides the reports: what waits for a supervisor's word, and money said to be under way.

use super::fault::Res;
use super::protocol::{Approval, AwaitedMoney, Morning};
use super::types::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// So many lines of each; the brief shows fewer.
const MOST: i64 = 50;

/// As of a day.
pub(super) fn morning(conn: &Connection, as_of: NaiveDate) -> Res<Morning> {
    let mut waivers = conn.prepare_cached(
        "SELECT a.id, a.name, a.currency, w.amount_minor, w.reason, w.made_on, p.by_when, p.taken_by FROM waiver w
         JOIN account a ON a.id = w.account_id JOIN promise p ON p.id = w.promise_id
         WHERE w.needs_approval = 1 AND w.voided_by IS NULL AND w.made_on <= ?1
           AND NOT EXISTS (SELECT 1 FROM waiver_decision d WHERE d.waiver_id = w.id AND d.voided_by IS NULL AND d.on_day <= ?1)
         ORDER BY w.made_on, w.id LIMIT ?2",
    )?;
    let mut rows = waivers.query(params![Day(as_of), MOST])?;
    let mut approvals = Vec::new();
    while let Some(r) = rows.next()? {
        approvals.push(Approval {
            account: r.get(0)?,
            name: r.get(1)?,
            currency: r.get(2)?,
            amount: r.get(3)?,
            reason: r.get(4)?,
            made_on: r.get::<_, Day>(5)?.0,
            by_when: r.get::<_, Day>(6)?.0,
            asked_by: r.get(7)?,
        });
    }
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
    Ok(Morning { approvals, awaited })
}
