//! Payments that were typed here and not applied: when an invoice of the account falls in the next report, the payment is what it fell by.
//!
//! Without this the money would stand twice: once as unapplied cash, once as what is presumed from the fall. A payment that the report lists
//! as unapplied is left to the report.

use super::known::Seen;
use super::payments::apply_on;
use super::plan::{Node, Plan, Whose};
use super::settle;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::store::documents;
use crate::store::fault::Res;
use crate::store::types::Day;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;

/// A typed payment with what of it is unapplied.
struct Typed {
    id: DocumentId,
    left: Minor,
}

/// Applies typed payments to the falls of their accounts: where the amounts are equal first, then the oldest payment. `seen` are the
/// documents that the files list.
pub(super) fn settle(conn: &Connection, plan: &mut Plan<'_>, seen: &Seen) -> Res<()> {
    for (account, falls) in falls(plan) {
        let mut money = unapplied(conn, plan, account, seen)?;
        for equal_only in [true, false] {
            for typed in &mut money {
                for fall in &falls {
                    let presumed = plan.presumed[*fall];
                    let amount = typed.left.min(presumed.amount);
                    if !amount.is_positive() || (equal_only && typed.left != presumed.amount) {
                        continue;
                    }
                    let day = plan.day;
                    apply_on(plan, Node::Known(typed.id), presumed.target, amount, day)?;
                    plan.presumed[*fall].amount = presumed.amount.less(amount);
                    typed.left = typed.left.less(amount);
                }
            }
        }
    }
    plan.presumed.retain(|p| p.amount.is_positive());
    Ok(())
}

/// A payment typed to one invoice while another of the account fell by that very amount: the books may have put it there. It is told, not
/// moved, because another check of that amount may have come.
pub(super) fn elsewhere(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    for (i, account, amount) in plan.ahead.clone() {
        let fell = falls(plan).remove(&account).unwrap_or_default();
        let other = fell
            .into_iter()
            .map(|at| &plan.presumed[at])
            .find(|p| p.amount == amount);
        let Some(Node::Known(id)) = other.map(|p| p.target) else {
            continue;
        };
        let other = documents::known(conn, id)?;
        let money = amount.show(other.currency);
        let message = format!(
            "a payment of {money} was typed to it, and {} fell by {money}: if the books put it there, `bywhen reverse` the one typed here",
            other.number
        );
        settle::note(plan, i, "posted_elsewhere", &message);
    }
    Ok(())
}

/// The presumed cash of known invoices, by account. What only takes the place of an older presumption fell long ago.
fn falls(plan: &Plan<'_>) -> BTreeMap<AccountId, Vec<usize>> {
    let mut out: BTreeMap<AccountId, Vec<usize>> = BTreeMap::new();
    for (i, p) in plan.presumed.iter().enumerate() {
        let account = match p.account {
            Whose::Known(account) => Some(account),
            Whose::Slot(slot) => plan.slots[slot as usize].known,
        };
        if let (DocumentKind::PresumedCash, Node::Known(id), Some(account)) =
            (p.kind, p.target, account)
            && !plan.risen.contains(&id)
        {
            out.entry(account).or_default().push(i);
        }
    }
    out
}

fn unapplied(
    conn: &Connection,
    plan: &Plan<'_>,
    account: AccountId,
    seen: &Seen,
) -> Res<Vec<Typed>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, open_minor FROM document
         WHERE account_id = ?1 AND open_minor > 0 AND kind = 'payment' AND batch_id IS NULL AND in_snapshot = 0
           AND voided_by IS NULL AND issued_on <= ?2 ORDER BY issued_on, id",
    )?;
    let mut rows = statement.query(params![account, Day(plan.day)])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (id, open): (DocumentId, Minor) = (r.get(0)?, r.get(1)?);
        let used = plan.used.get(&id).copied().unwrap_or_default();
        if !seen.contains(&id) {
            out.push(Typed {
                id,
                left: open.less(used),
            });
        }
    }
    Ok(out)
}
