//! What is left of each stated balance once payments and credits are accounted for: settled earlier, presumed, or put up again.
//!
//! New rows: what lies between face and open was settled before we saw it. Known rows: a fall is presumed cash (debit side) or a
//! presumed use (credit side), dated at the report; a rise takes earlier presumptions back, and only what none explains restates
//! the document.

use super::compare::followed;
use super::index::NumberIndex;
use super::payments::{apply, apply_on};
use super::plan::{Action, Node, Plan, Presumed, RestatementPlan, ReversalPlan, Step, Whose};
use super::{awaited, explain};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{FileKind, Issue, Severity, StagedDocument};
use crate::store::fault::Res;
use crate::store::types::Day;
use rusqlite::{Connection, params};

/// Credits that name the invoice they are for. A complete list states what of a credit is used, other files leave that to us.
pub(super) fn credits(conn: &Connection, plan: &mut Plan<'_>, index: &NumberIndex) -> Res<()> {
    for i in 0..plan.documents.len() {
        let credit = &plan.documents[i];
        let (row, slot) = (credit.row, credit.slot);
        let (Some(invoice), Step::NEW) = (row.said.applies_to.as_deref(), credit.step) else {
            continue;
        };
        if row.kind.raises() {
            continue;
        }
        let listed = plan.files[credit.file as usize].kind == FileKind::Snapshot;
        let wanted = if listed {
            credit.amount().less(row.open)
        } else {
            credit.amount()
        }
        .less(credit.applied);
        let docs = &plan.documents;
        let target = index
            .find(docs, slot, invoice)
            .find(|d| docs[*d as usize].row.kind.raises());
        if let Some(d) = target {
            let invoice = &plan.documents[d as usize];
            let gap = match plan.action(invoice) {
                Action::New => invoice
                    .amount()
                    .less(invoice.row.open)
                    .less(invoice.applied),
                Action::Known { id, open } => {
                    let adjusted = plan.adjusted.get(&id).copied().unwrap_or_default();
                    let left = open.plus(adjusted)?.less(invoice.applied);
                    let fall = left.less(invoice.row.open);
                    explain::room(conn, plan, id, fall, row.issued, wanted)?
                }
                Action::Skip => Minor::ZERO,
            };
            apply(plan, Node::Row(i as u32), Node::Row(d), wanted.min(gap))?;
        } else if !listed {
            let found = match plan.slots[slot as usize].known {
                Some(account) => explain::invoice(conn, account, invoice)?,
                None => None,
            };
            let Some((id, open, issued)) = found else {
                awaited::credit(plan, i, wanted)?;
                continue;
            };
            let used = plan.used.get(&id).copied().unwrap_or_default();
            let adjusted = plan.adjusted.get(&id).copied().unwrap_or_default();
            let left = open.plus(adjusted)?.less(used);
            let room = explain::room(conn, plan, id, left, row.issued, wanted)?;
            let on = row.issued.max(issued);
            apply_on(
                plan,
                Node::Row(i as u32),
                Node::Known(id),
                wanted.min(room),
                on,
            )?;
        }
    }
    Ok(())
}

/// Brings every row to its stated balance.
pub(super) fn balances(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    for i in 0..plan.documents.len() {
        match plan.action(&plan.documents[i]) {
            Action::Skip => {}
            Action::New => fresh(plan, i)?,
            Action::Known { id, open } => known(conn, plan, i, id, open)?,
        }
    }
    Ok(())
}

/// A new row: what nothing of the set explains was settled or used before we saw it.
fn fresh(plan: &mut Plan<'_>, i: usize) -> Res<()> {
    let document = &plan.documents[i];
    let (row, amount) = (document.row, document.amount());
    if !amount.is_positive() || (row.open.is_zero() && document.applied.is_zero()) {
        // Paid before we saw it, and nothing refers to it: it has no place in a book of open items.
        plan.documents[i].step = Step::SKIP;
        return Ok(());
    }
    let listed = plan.files[document.file as usize].kind == FileKind::Snapshot;
    if !listed && unstated(row) {
        return Ok(());
    }
    let open = amount.less(document.applied);
    if open < row.open {
        conflict(plan, i);
        return Ok(());
    }
    let rest = open.less(row.open);
    if rest.is_zero() {
        return Ok(());
    }
    let kind = if row.kind.raises() {
        DocumentKind::SettledEarlier
    } else {
        DocumentKind::PresumedUse
    };
    plan.presumed.push(Presumed {
        kind,
        account: Whose::Slot(document.slot),
        target: Node::Row(i as u32),
        amount: rest,
        on: row.issued,
        from_on: None,
        fell: false,
        awaited: None,
    });
    plan.documents[i].applied = document.applied.plus(rest)?;
    Ok(())
}

/// A credit for an invoice whose file gives no balance of it: it says nothing about what is used.
fn unstated(row: &StagedDocument) -> bool {
    !row.kind.raises() && row.said.applies_to.is_some() && row.open == row.amount
}

/// A known row: fallen, risen, or as it was.
fn known(
    conn: &Connection,
    plan: &mut Plan<'_>,
    i: usize,
    id: DocumentId,
    stored: Minor,
) -> Res<()> {
    let document = &plan.documents[i];
    let row = document.row;
    let Some(account) = plan.slots[document.slot as usize].known else {
        return Ok(());
    };
    if !followed(row.kind) {
        return Ok(());
    }
    let adjusted = plan.adjusted.get(&id).copied().unwrap_or_default();
    let open = stored.plus(adjusted)?.less(document.applied);
    let listed = plan.files[document.file as usize].kind == FileKind::Snapshot;
    if !listed && unstated(row) {
        return Ok(());
    }
    if open > row.open {
        let kind = if row.kind.raises() {
            DocumentKind::PresumedCash
        } else {
            DocumentKind::PresumedUse
        };
        plan.presumed.push(Presumed {
            kind,
            account: Whose::Known(account),
            target: Node::Known(id),
            amount: open.less(row.open),
            on: plan.day.max(row.issued),
            from_on: plan.prior_as_of.filter(|_| listed),
            fell: listed,
            awaited: None,
        });
        Ok(())
    } else if open < row.open {
        rise(conn, plan, i, account, id, row.open.less(open))?;
        if plan.risen.contains(&id) {
            tell_risen(plan, i, stored);
        }
        Ok(())
    } else {
        Ok(())
    }
}

/// More is open than we thought: a bounced check, or a presumption that was wrong.
fn rise(
    conn: &Connection,
    plan: &mut Plan<'_>,
    i: usize,
    account: AccountId,
    id: DocumentId,
    amount: Minor,
) -> Res<()> {
    let on = plan.day;
    let raises = plan.documents[i].row.kind.raises();
    let mut statement = conn.prepare_cached(
        "SELECT p.id, a.amount_minor, p.kind, p.from_on FROM application a
           JOIN document p ON p.id = CASE WHEN a.to_doc = ?1 THEN a.from_doc ELSE a.to_doc END
         WHERE (a.to_doc = ?1 OR a.from_doc = ?1) AND a.voided_by IS NULL AND p.voided_by IS NULL
           AND p.kind IN ('presumed_cash', 'settled_earlier', 'presumed_use')
           AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = p.id AND r.voided_by IS NULL)
         ORDER BY p.id DESC",
    )?;
    let presumed: Vec<(DocumentId, Minor, DocumentKind, Option<Day>)> = statement
        .query_map(params![id], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut need = amount;
    for (presumption, part, kind, from_on) in presumed {
        if need.is_zero() {
            break;
        }
        if plan.reversals.iter().any(|r| r.id == presumption) {
            continue;
        }
        plan.reversals.push(ReversalPlan {
            id: presumption,
            account,
            on,
            reason: "open again in a later report",
        });
        plan.risen.insert(id);
        if part > need {
            plan.presumed.push(Presumed {
                kind,
                account: Whose::Known(account),
                target: Node::Known(id),
                amount: part.less(need),
                on,
                // What is left of it came when the whole of it was thought to.
                from_on: from_on.map(|day| day.0),
                fell: false,
                awaited: None,
            });
        }
        need = need.less(part);
    }
    if need.is_zero() {
        return Ok(());
    }
    if raises && posted_here(conn, id)? >= need {
        plan.ahead.push((i, account, need));
        note(
            plan,
            i,
            "ahead_of_report",
            "a payment was posted here that the report does not hold yet: what is open here stays",
        );
        return Ok(());
    }
    plan.restatements.push(RestatementPlan {
        id,
        account,
        delta: need,
        on,
        what: "balance",
    });
    plan.risen.insert(id);
    Ok(())
}

/// A balance that rose is for a person to look at: a check may have come back (IMPORT §3.7).
fn tell_risen(plan: &mut Plan<'_>, i: usize, stored: Minor) {
    let row = plan.documents[i].row;
    let money = |amount: Minor| amount.show(row.currency);
    let (code, message) = if !row.kind.raises() {
        (
            "increased",
            "more of this credit is open than before".to_owned(),
        )
    } else if stored.is_zero() {
        let open = money(row.open);
        (
            "reopened",
            format!("closed before, and {open} is open again: did a check come back?"),
        )
    } else {
        let (open, before) = (money(row.open), money(stored));
        (
            "increased",
            format!("{open} is open, and it was {before}: did a check come back?"),
        )
    };
    note(plan, i, code, &message);
}

/// What payments and credits that were typed here settle of an invoice.
fn posted_here(conn: &Connection, id: DocumentId) -> Res<Minor> {
    Ok(conn
        .prepare_cached(
            "SELECT coalesce(sum(a.amount_minor), 0) FROM application a JOIN document f ON f.id = a.from_doc
             WHERE a.to_doc = ?1 AND a.voided_by IS NULL AND f.batch_id IS NULL AND f.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = f.id AND r.voided_by IS NULL)",
        )?
        .query_row(params![id], |r| r.get(0))?)
}

/// The source states another face amount than last time.
pub(super) fn restate_face(
    plan: &mut Plan<'_>,
    account: AccountId,
    row: &StagedDocument,
    (id, face, open): (DocumentId, Minor, Minor),
) -> Res<()> {
    let mut delta = row.amount.minus(face)?;
    if delta.is_negative() {
        // Nothing falls below zero: what was settled beyond the new face stays a fall of the open amount.
        delta = delta.max(open.negated());
    }
    if !delta.is_zero() {
        let on = plan.day;
        let adjusted = plan.adjusted.entry(id).or_default();
        *adjusted = adjusted.plus(delta)?;
        plan.restatements.push(RestatementPlan {
            id,
            account,
            delta,
            on,
            what: "face",
        });
    }
    Ok(())
}

fn conflict(plan: &mut Plan<'_>, i: usize) {
    note(
        plan,
        i,
        "balance_conflict",
        "its payments come to more than its stated balance allows: the payments count",
    );
}

/// Tells something of a document row.
pub(super) fn note(plan: &mut Plan<'_>, i: usize, code: &str, message: &str) {
    let document = &plan.documents[i];
    let issue = Issue {
        line: document.row.line,
        severity: Severity::Warning,
        code: code.to_owned(),
        field: Some("number".to_owned()),
        value: Some(document.row.number.to_string()),
        message: message.to_owned(),
    };
    if let Some(report) = plan.report.files.get_mut(document.file as usize) {
        report.issues.push(issue);
    }
}
