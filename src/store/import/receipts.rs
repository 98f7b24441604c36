//! Money that names no invoice, in a book whose balances come from complete lists (IMPORT §3.9).
//!
//! Law: the list states every balance, so such money moves none. It explains what the lists made us presume, oldest first and equal amounts
//! before others, where it came within the span; what it does not explain is kept as a receipt that is used up on its own day. A fall
//! that is seen later takes it from there. So the order of the files does not matter, and no cent counts twice.

use super::explain::{self, Presumption};
use super::known::Seen;
use super::payments::apply_on;
use super::plan::{Node, Plan, Presumed, ReversalPlan, Whose};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{Covers, FileKind};
use crate::store::documents;
use crate::store::fault::Res;
use crate::store::types::Day;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Money of one account.
struct Receipt {
    node: Node,
    on: NaiveDate,
    left: Minor,
    /// In the ledger: how much of it was used up without a known cause, and by which rows.
    used_by: Vec<(DocumentId, Minor, NaiveDate)>,
    /// Is in the files for the first time.
    is_new: bool,
}

/// A fall that the plan or the ledger presumes to be cash.
enum Fall {
    /// Position in `Plan::presumed`.
    Planned(usize),
    /// Of an earlier import.
    Earlier(AccountId, Presumption),
    /// What was left of one of an earlier import: position in `Plan::presumed`, and its invoice.
    Rest(usize, DocumentId),
    /// Wholly explained.
    Gone,
}

/// Settles what came without links.
pub(super) fn settle(conn: &Connection, plan: &mut Plan<'_>, seen: &Seen) -> Res<()> {
    if plan.prior_as_of.is_none() && !plan.is_snapshot {
        // Balances come from documents and payments themselves: unapplied money is unapplied.
        return Ok(());
    }
    for (account, mut receipts) in gather(conn, plan, seen)? {
        receipts.sort_by_key(|r| (r.on, r.node));
        let mut falls = falls(conn, plan, account, &receipts)?;
        for equal_only in [true, false] {
            for receipt in &mut receipts {
                for fall in &mut falls {
                    explain(conn, plan, receipt, fall, equal_only)?;
                }
            }
        }
        for receipt in receipts {
            put_away(plan, account, receipt)?;
        }
    }
    plan.presumed.retain(|p| p.amount.is_positive());
    Ok(())
}

/// The money of every account that may explain something or must be used up.
fn gather(conn: &Connection, plan: &Plan<'_>, seen: &Seen) -> Res<BTreeMap<Whose, Vec<Receipt>>> {
    let mut out: BTreeMap<Whose, Vec<Receipt>> = BTreeMap::new();
    let whose = |slot: u32| match plan.slots[slot as usize].known {
        Some(account) => Whose::Known(account),
        None => Whose::Slot(slot),
    };
    let newest = plan
        .as_of
        .filter(|_| plan.is_snapshot)
        .max(plan.prior_as_of);
    for (i, p) in plan.payments.iter().enumerate().filter(|(_, p)| !p.known) {
        let left = p.row.amount.less(p.applied);
        // What a payment with links leaves over is later money unless a list has spoken of that day.
        let stated = p.row.applications.is_empty() || newest.is_some_and(|day| p.row.on <= day);
        if left.is_positive() && stated {
            out.entry(whose(p.slot)).or_default().push(Receipt {
                node: Node::Payment(i as u32),
                on: p.row.on,
                left,
                used_by: Vec::new(),
                is_new: true,
            });
        }
    }
    if plan.first {
        return Ok(out);
    }
    let mut accounts: BTreeSet<AccountId> = plan
        .presumed
        .iter()
        .filter(|p| is_fall(p))
        .filter_map(|p| account_of(plan, p.account))
        .collect();
    let complete = plan.files.iter().any(|f| f.kind == FileKind::Snapshot)
        && plan
            .files
            .iter()
            .filter(|f| f.kind == FileKind::Snapshot)
            .all(|f| f.covers != Covers::Nothing && f.rejects.is_empty());
    if complete {
        let mut statement = conn.prepare_cached(
            "SELECT DISTINCT account_id FROM document
             WHERE open_minor > 0 AND kind = 'payment' AND batch_id IS NOT NULL AND in_snapshot = 0 AND voided_by IS NULL",
        )?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            accounts.insert(r.get(0)?);
        }
    }
    for account in accounts {
        let held = held(conn, plan, account, seen, complete)?;
        out.entry(Whose::Known(account)).or_default().extend(held);
    }
    Ok(out)
}

fn account_of(plan: &Plan<'_>, whose: Whose) -> Option<AccountId> {
    match whose {
        Whose::Known(account) => Some(account),
        Whose::Slot(slot) => plan.slots[slot as usize].known,
    }
}

/// A fall between two lists that is presumed to be cash.
fn is_fall(p: &Presumed) -> bool {
    p.fell && p.kind == DocumentKind::PresumedCash && matches!(p.target, Node::Known(_))
}

/// Receipts of earlier imports: what of them is used up without a cause, and what is open although a complete list does not hold it.
fn held(
    conn: &Connection,
    plan: &Plan<'_>,
    account: AccountId,
    seen: &Seen,
    complete: bool,
) -> Res<Vec<Receipt>> {
    let mut out: BTreeMap<DocumentId, Receipt> = BTreeMap::new();
    let receipt = |id, on| Receipt {
        node: Node::Known(id),
        on,
        left: Minor::ZERO,
        used_by: Vec::new(),
        is_new: false,
    };
    let mut statement = conn.prepare_cached(
        "SELECT d.id, d.issued_on, u.id, a.amount_minor, u.issued_on FROM document d
           JOIN application a ON a.from_doc = d.id AND a.voided_by IS NULL
           JOIN document u ON u.id = a.to_doc AND u.kind = 'presumed_use' AND u.reference IS NULL AND u.voided_by IS NULL
         WHERE d.account_id = ?1 AND d.kind = 'payment' AND d.batch_id IS NOT NULL AND d.in_snapshot = 0 AND d.voided_by IS NULL
           AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id IN (d.id, u.id) AND r.voided_by IS NULL)
         ORDER BY d.id, u.id",
    )?;
    let mut rows = statement.query(params![account])?;
    while let Some(r) = rows.next()? {
        let (id, on): (DocumentId, Day) = (r.get(0)?, r.get(1)?);
        let (by, amount): (DocumentId, Minor) = (r.get(2)?, r.get(3)?);
        if seen.contains(&id) || plan.reversals.iter().any(|rev| rev.id == by) {
            continue;
        }
        let found = out.entry(id).or_insert_with(|| receipt(id, on.0));
        found.left = found.left.plus(amount)?;
        found.used_by.push((by, amount, r.get::<_, Day>(4)?.0));
    }
    if complete {
        let mut statement = conn.prepare_cached(
            "SELECT id, issued_on, open_minor FROM document
             WHERE account_id = ?1 AND open_minor > 0 AND kind = 'payment' AND batch_id IS NOT NULL AND in_snapshot = 0 AND voided_by IS NULL
             ORDER BY id",
        )?;
        let mut rows = statement.query(params![account])?;
        while let Some(r) = rows.next()? {
            let (id, on): (DocumentId, Day) = (r.get(0)?, r.get(1)?);
            let used = plan.used.get(&id).copied().unwrap_or_default();
            let left = r.get::<_, Minor>(2)?.less(used);
            if left.is_positive() && !seen.contains(&id) {
                let found = out.entry(id).or_insert_with(|| receipt(id, on.0));
                found.left = found.left.plus(left)?;
            }
        }
    }
    Ok(out.into_values().collect())
}

/// What the money of an account may explain: falls of this plan; for new money also those of earlier imports.
fn falls(
    conn: &Connection,
    plan: &Plan<'_>,
    account: Whose,
    receipts: &[Receipt],
) -> Res<Vec<Fall>> {
    let Some(account) = account_of(plan, account) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    if receipts.iter().any(|r| r.is_new) {
        let found = explain::presumptions(
            conn,
            plan,
            " AND f.account_id = ?1 AND f.kind = 'presumed_cash' ORDER BY f.id",
            params![account],
        )?;
        let stands = |p: &Presumption| !plan.reversals.iter().any(|r| r.id == p.id);
        out.extend(
            found
                .into_iter()
                .filter(|(_, p)| stands(p))
                .map(|(account, p)| Fall::Earlier(account, p)),
        );
    }
    let planned = plan.presumed.iter().enumerate();
    out.extend(
        planned
            .filter(|(_, p)| is_fall(p) && account_of(plan, p.account) == Some(account))
            .map(|(i, _)| Fall::Planned(i)),
    );
    Ok(out)
}

/// Takes as much of a fall for the receipt's as both allow.
fn explain(
    conn: &Connection,
    plan: &mut Plan<'_>,
    receipt: &mut Receipt,
    fall: &mut Fall,
    equal_only: bool,
) -> Res<()> {
    let (left, from, to) = match fall {
        Fall::Planned(i) | Fall::Rest(i, _) => {
            let p = &plan.presumed[*i];
            (p.amount, p.from_on, p.on)
        }
        Fall::Earlier(_, p) => (p.amount, p.from_on, p.on),
        Fall::Gone => return Ok(()),
    };
    if !receipt.is_new && !matches!(fall, Fall::Planned(_)) {
        // It had its chance when it came.
        return Ok(());
    }
    let within = from.is_none_or(|from| from <= receipt.on) && receipt.on <= to;
    let amount = receipt.left.min(left);
    if !within || !amount.is_positive() || (equal_only && receipt.left != left) {
        return Ok(());
    }
    release(plan, receipt, amount);
    let target = match fall {
        Fall::Planned(i) => {
            plan.presumed[*i].amount = left.less(amount);
            plan.presumed[*i].target
        }
        Fall::Rest(i, invoice) => {
            plan.presumed[*i].amount = left.less(amount);
            Node::Known(*invoice)
        }
        Fall::Earlier(account, p) => {
            let (rest, invoice) = (plan.presumed.len(), p.invoice);
            explain::give_way(plan, *account, p, amount)?;
            *fall = if plan.presumed.len() > rest {
                Fall::Rest(rest, invoice)
            } else {
                Fall::Gone
            };
            Node::Known(invoice)
        }
        Fall::Gone => return Ok(()),
    };
    let issued = match target {
        Node::Known(id) => documents::known(conn, id)?.issued,
        Node::Row(_) | Node::Payment(_) => receipt.on,
    };
    apply_on(plan, receipt.node, target, amount, receipt.on.max(issued))?;
    receipt.left = receipt.left.less(amount);
    Ok(())
}

/// Frees part of a receipt that was used up: the row that used it is reversed on its own day, and what is left of that row stays.
fn release(plan: &mut Plan<'_>, receipt: &mut Receipt, amount: Minor) {
    let mut need = amount;
    for (by, used, _) in &mut receipt.used_by {
        let part = need.min(*used);
        if part.is_positive() {
            *used = used.less(part);
            need = need.less(part);
            plan.gave_way.insert(*by);
        }
    }
}

/// What is left of a receipt is used up on its own day.
fn put_away(plan: &mut Plan<'_>, account: Whose, receipt: Receipt) -> Res<()> {
    let Some(owner) = account_of(plan, account)
        .map(Whose::Known)
        .or(Some(account))
    else {
        return Ok(());
    };
    let mut unused = receipt.left;
    for (by, rest, on) in receipt.used_by {
        unused = unused.less(rest);
        if !plan.gave_way.contains(&by) {
            continue;
        }
        if let Whose::Known(account) = owner {
            plan.reversals.push(ReversalPlan {
                id: by,
                account,
                on,
                reason: "explained by what came",
            });
        }
        plan.use_up(owner, receipt.node, rest, on, None);
    }
    plan.use_up(owner, receipt.node, unused, receipt.on, None);
    if let Node::Payment(p) = receipt.node {
        let p = &mut plan.payments[p as usize];
        p.applied = p.applied.plus(unused)?;
    }
    Ok(())
}
