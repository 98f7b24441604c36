//! What a payment or credit explains of what had to be presumed: the presumption is reversed on its own day, so that no cent counts twice.
//!
//! A stated balance holds all that had come by the day it was stated. Money of that day or before is therefore part of what was
//! settled by then, whichever file came first; only money after it lowers what is open.

use super::plan::{Node, Plan, Presumed, ReversalPlan, Whose};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::store::fault::Res;
use crate::store::types::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// A presumption on a known invoice.
pub(super) struct Presumption {
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub invoice: DocumentId,
    pub amount: Minor,
    pub on: NaiveDate,
    pub from_on: Option<NaiveDate>,
    /// The day as of which the balance was stated that it stands for.
    pub seen_on: NaiveDate,
}

/// Columns of a presumption: `f` the presumed row, `a` its application, `e` its event, `b` its batch.
const COLUMNS: &str = "f.id, f.kind, a.to_doc, a.amount_minor, f.issued_on, f.from_on, f.account_id, coalesce(b.as_of, e.on_day)
   FROM application a JOIN document f ON f.id = a.from_doc JOIN event e ON e.seq = f.event_seq LEFT JOIN batch b ON b.id = f.batch_id
   WHERE a.voided_by IS NULL AND f.voided_by IS NULL
     AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = f.id AND r.voided_by IS NULL)";

/// The invoice of an account with that number: what is open on it, and since when it exists. Open ones first.
pub(super) fn invoice(
    conn: &Connection,
    account: AccountId,
    number: &str,
) -> Res<Option<(DocumentId, Minor, NaiveDate)>> {
    Ok(conn
        .prepare_cached(
            "SELECT id, open_minor, issued_on FROM document WHERE number = ?1 AND account_id = ?2
               AND kind IN ('invoice', 'debit_note', 'journal_debit', 'refund') AND voided_by IS NULL AND number <> ''
             ORDER BY open_minor > 0 DESC, due_on LIMIT 1",
        )?
        .query_row(params![number, account], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get::<_, Day>(2)?.0))
        })
        .optional()?)
}

/// How much of `wanted`, money of the day `on`, can settle a known invoice of which `left` is free: first what was presumed as of that day or
/// later, then what is free, then older presumptions.
pub(super) fn room(
    conn: &Connection,
    plan: &mut Plan<'_>,
    invoice: DocumentId,
    left: Minor,
    on: NaiveDate,
    wanted: Minor,
) -> Res<Minor> {
    let mut room = unpresume(conn, plan, invoice, wanted, |seen| seen >= on)?.plus(left)?;
    if room < wanted {
        let more = wanted.less(room);
        room = room.plus(unpresume(conn, plan, invoice, more, |_| true)?)?;
    }
    Ok(room)
}

/// Takes back what was presumed on an invoice, newest first, until `wanted` is free.
fn unpresume(
    conn: &Connection,
    plan: &mut Plan<'_>,
    invoice: DocumentId,
    wanted: Minor,
    fits: impl Fn(NaiveDate) -> bool,
) -> Res<Minor> {
    if plan.first {
        return Ok(Minor::ZERO);
    }
    let mut freed = Minor::ZERO;
    for (i, seen) in plan.left_over.get(&invoice).cloned().unwrap_or_default() {
        let part = plan.presumed[i].amount.min(wanted.less(freed));
        if fits(seen) && part.is_positive() {
            plan.presumed[i].amount = plan.presumed[i].amount.less(part);
            let adjusted = plan.adjusted.entry(invoice).or_default();
            *adjusted = adjusted.plus(part)?;
            freed = freed.plus(part)?;
        }
    }
    let filter =
        " AND a.to_doc = ?1 AND f.kind IN ('presumed_cash', 'settled_earlier') ORDER BY f.id DESC";
    for (account, p) in presumptions(conn, plan, filter, params![invoice])? {
        if freed >= wanted {
            break;
        }
        if fits(p.seen_on) {
            let part = wanted.less(freed).min(p.amount);
            give_way(plan, account, &p, part)?;
            freed = freed.plus(part)?;
        }
    }
    Ok(freed)
}

/// Reverses a presumption on its own day; what of it is not explained is presumed again.
pub(super) fn give_way(
    plan: &mut Plan<'_>,
    account: AccountId,
    p: &Presumption,
    explained: Minor,
) -> Res<()> {
    let adjusted = plan.adjusted.entry(p.invoice).or_default();
    *adjusted = adjusted.plus(explained)?;
    plan.gave_way.insert(p.id);
    plan.reversals.push(ReversalPlan {
        id: p.id,
        account,
        on: p.on,
        reason: "explained by what came",
    });
    let rest = p.amount.less(explained);
    if rest.is_positive() {
        let at = plan.presumed.len();
        plan.left_over
            .entry(p.invoice)
            .or_default()
            .push((at, p.seen_on));
        plan.presumed.push(Presumed {
            kind: p.kind,
            account: Whose::Known(account),
            target: Node::Known(p.invoice),
            amount: rest,
            on: p.on,
            from_on: p.from_on,
            fell: false,
            awaited: None,
        });
    }
    Ok(())
}

/// The presumptions that a filter finds and that have not given way in this plan.
pub(super) fn presumptions(
    conn: &Connection,
    plan: &Plan<'_>,
    filter: &str,
    values: impl rusqlite::Params,
) -> Res<Vec<(AccountId, Presumption)>> {
    // Both parts are this file's and its callers' own text; every value is bound.
    let mut statement = conn.prepare_cached(&format!("SELECT {COLUMNS}{filter}"))?;
    let rows = statement.query_map(values, |r| {
        Ok((
            r.get(6)?,
            Presumption {
                id: r.get(0)?,
                kind: r.get(1)?,
                invoice: r.get(2)?,
                amount: r.get(3)?,
                on: r.get::<_, Day>(4)?.0,
                from_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
                seen_on: r.get::<_, Day>(7)?.0,
            },
        ))
    })?;
    let all: Vec<(AccountId, Presumption)> = rows.collect::<Result<_, _>>()?;
    Ok(all
        .into_iter()
        .filter(|(_, p)| !plan.gave_way.contains(&p.id))
        .collect())
}
