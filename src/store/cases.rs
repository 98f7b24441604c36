//! Open disputes and deductions of all accounts, the oldest first.
//!
//! Law: reads only. An amount is never more than what is open on its invoice; `disputes` writes.

use super::fault::Res;
use super::protocol::CaseRow;
use super::types::Day;
use crate::domain::dispute::DisputeCode;
use crate::domain::ids::DisputeId;
use crate::domain::money::Minor;
use crate::domain::rules::Rules;
use crate::domain::view::DisputeLine;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// The cases that are open on a day; what of their amounts is open is as of now.
pub(super) fn open(conn: &Connection, rules: &Rules, as_of: NaiveDate) -> Res<Vec<CaseRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT t.account_id, a.number, a.name, a.currency, a.collector, t.id, t.document_id, d.number,
           min(t.amount_minor, d.open_minor), t.code, t.reason,
           coalesce((SELECT h.owner FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL AND h.on_day <= ?1 ORDER BY h.id DESC LIMIT 1), t.owner),
           t.opened_on,
           coalesce((SELECT h.due_on FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL AND h.on_day <= ?1 ORDER BY h.id DESC LIMIT 1), t.due_on),
           t.kind, t.reopens_id IS NOT NULL
         FROM dispute t JOIN account a ON a.id = t.account_id JOIN document d ON d.id = t.document_id
         WHERE t.voided_by IS NULL AND t.opened_on <= ?1 AND d.open_minor > 0
           AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL AND c.on_day <= ?1)
         ORDER BY t.opened_on, t.id",
    )?;
    let rows = statement.query_map(params![Day(as_of)], |r| {
        let name: String = r.get(2)?;
        let number: Option<String> = r.get(1)?;
        let due_on = r.get::<_, Option<Day>>(13)?.map(|d| d.0);
        Ok(CaseRow {
            account: r.get(0)?,
            label: number.unwrap_or_else(|| name.clone()),
            name,
            currency: r.get(3)?,
            collector: r.get(4)?,
            line: DisputeLine {
                id: DisputeId(r.get(5)?),
                document: r.get(6)?,
                number: r.get(7)?,
                amount: r.get::<_, Minor>(8)?,
                code: r.get::<_, Option<DisputeCode>>(9)?,
                reason: r.get(10)?,
                owner: r.get(11)?,
                opened_on: r.get::<_, Day>(12)?.0,
                due_on,
                late: due_on.map_or(0, |due| rules.calendar.between(due, as_of).max(0)),
                kind: r.get(14)?,
                again: r.get(15)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
