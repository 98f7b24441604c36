//! Payments and credits that name an invoice which the ledger does not hold (yet).
//!
//! Files of one book come in any order, and a book of open items leaves out what was settled before it began. So such money counts as
//! used on the invoice that it names, and the number is kept: when the invoice comes, it is settled by what was kept for it.

use super::payments::apply_on;
use super::plan::{Awaited, Node, Plan, ReversalPlan, Step, Whose};
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::store::fault::Res;
use crate::store::types::Day;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::HashMap;

/// Keeps part `k` of payment `i` for the invoice that it names.
pub(super) fn payment(plan: &mut Plan<'_>, i: usize, k: usize, amount: Minor) -> Res<()> {
    let p = &plan.payments[i];
    let (slot, on) = (p.slot, p.row.on);
    plan.payments[i].applied = p.applied.plus(amount)?;
    let target = Node::Payment(i as u32);
    let awaited = Some(Awaited::Part(i as u32, k as u32));
    plan.use_up(Whose::Slot(slot), target, amount, on, awaited);
    Ok(())
}

/// Keeps credit row `i` for the invoice that it names.
pub(super) fn credit(plan: &mut Plan<'_>, i: usize, amount: Minor) -> Res<()> {
    let d = &plan.documents[i];
    let (slot, on) = (d.slot, d.row.issued);
    plan.documents[i].applied = d.applied.plus(amount)?;
    let target = Node::Row(i as u32);
    let awaited = Some(Awaited::Credit(i as u32));
    plan.use_up(Whose::Slot(slot), target, amount, on, awaited);
    Ok(())
}

/// What the ledger keeps for an invoice.
struct Kept {
    id: DocumentId,
    money: DocumentId,
    amount: Minor,
    on: NaiveDate,
}

/// Settles new invoices with what was kept for them: money of the report's day or before as far as the stated balance says that
/// something was settled, later money in full.
pub(super) fn arrive(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    if plan.first {
        return Ok(());
    }
    let mut kept = load(conn)?;
    if kept.is_empty() {
        return Ok(());
    }
    for i in 0..plan.documents.len() {
        let document = &plan.documents[i];
        let row = document.row;
        let account = plan.slots[document.slot as usize].known;
        let (Step::NEW, true, Some(account)) = (document.step, row.kind.raises(), account) else {
            continue;
        };
        for k in kept
            .remove(&(account, row.number.to_string()))
            .unwrap_or_default()
        {
            settle(plan, i, account, &k)?;
        }
    }
    Ok(())
}

fn settle(plan: &mut Plan<'_>, i: usize, account: AccountId, kept: &Kept) -> Res<()> {
    let document = &plan.documents[i];
    let row = document.row;
    let left = document.amount().less(document.applied);
    let room = if kept.on > plan.day {
        left
    } else {
        left.less(row.open)
    };
    let amount = kept.amount.min(room);
    if !amount.is_positive() {
        return Ok(());
    }
    plan.reversals.push(ReversalPlan {
        id: kept.id,
        account,
        on: kept.on,
        reason: "its invoice has come",
    });
    let (money, invoice) = (Node::Known(kept.money), Node::Row(i as u32));
    apply_on(plan, money, invoice, amount, kept.on.max(row.issued))?;
    let rest = kept.amount.less(amount);
    let awaited = Some(Awaited::Row(i as u32));
    plan.use_up(Whose::Known(account), money, rest, kept.on, awaited);
    Ok(())
}

/// Everything that is kept, by account and number, oldest first.
fn load(conn: &Connection) -> Res<HashMap<(AccountId, String), Vec<Kept>>> {
    let mut statement = conn.prepare_cached(
        "SELECT u.account_id, u.reference, u.id, a.from_doc, a.amount_minor, u.issued_on
           FROM document u JOIN application a ON a.to_doc = u.id AND a.voided_by IS NULL
         WHERE u.kind = 'presumed_use' AND u.reference IS NOT NULL AND u.voided_by IS NULL
           AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = u.id AND r.voided_by IS NULL)
         ORDER BY u.issued_on, u.id",
    )?;
    let mut rows = statement.query([])?;
    let mut kept: HashMap<(AccountId, String), Vec<Kept>> = HashMap::new();
    while let Some(r) = rows.next()? {
        kept.entry((r.get(0)?, r.get(1)?)).or_default().push(Kept {
            id: r.get(2)?,
            money: r.get(3)?,
            amount: r.get(4)?,
            on: r.get::<_, Day>(5)?.0,
        });
    }
    Ok(kept)
}
