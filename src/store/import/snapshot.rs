//! What a complete list of open items says by silence: a document that it does not hold any more was closed in between (IMPORT §3.7).
//!
//! Only documents whose newest sight was such a list, and only the side that the files list completely. Cash, credit, write-off and
//! void look alike from here, so the closing is *presumed*, dated at the new list, with the older list's day as the other end.

use super::known::Seen;
use super::payments::apply_on;
use super::plan::{Closed, Node, Plan, Presumed, Whose, age};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::staged::{Covers, FileKind, Issue, Severity, StagedFile};
use crate::store::fault::Res;
use crate::store::types::Day;
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Plans the closing of what is missing. A list with rows held back is not complete, so it closes nothing: the row that could not be read
/// may be the very document that seems to be absent. Nor does one whose total is off, unless the user says that it is complete.
pub(super) fn close(
    conn: &Connection,
    plan: &mut Plan<'_>,
    seen: &Seen,
    said_complete: bool,
) -> Res<()> {
    let complete = |f: &StagedFile| {
        f.rejects.is_empty()
            && (said_complete || !f.issues.iter().any(|i| i.code == "total_mismatch"))
    };
    let lists = |f: &&StagedFile| f.kind == FileKind::Snapshot;
    let complete = plan.files.iter().filter(lists).all(complete);
    let mut kept = 0;
    let covers = |side: Covers| {
        plan.files
            .iter()
            .filter(lists)
            .any(|f| f.covers == side || f.covers == Covers::Both)
    };
    let (debits, credits) = (covers(Covers::Receivables), covers(Covers::Credits));
    let mut statement = conn.prepare(
        "SELECT id, account_id, kind, number, open_minor, due_on FROM document WHERE open_minor > 0 AND in_snapshot = 1 ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let (id, kind): (DocumentId, DocumentKind) = (r.get(0)?, r.get(2)?);
        let open: Minor = r.get(4)?;
        if !(if kind.raises() { debits } else { credits }) {
            continue;
        }
        if !complete {
            kept += u64::from(!seen.contains(&id));
            continue;
        }
        let account: AccountId = r.get(1)?;
        let age = age(r.get::<_, Day>(5)?.0, plan.day);
        plan.closable.money += i128::from(open.get());
        plan.closable.count += 1;
        plan.closable.accounts.insert(account);
        if kind.raises() {
            plan.closable.ages[age] += 1;
        }
        let open = open.less(plan.used.get(&id).copied().unwrap_or_default());
        if seen.contains(&id) {
            continue;
        }
        plan.closed.push(Closed {
            number: r.get(3)?,
            open,
            raises: kind.raises(),
            account,
            age,
        });
        if open.is_positive() {
            plan.presumed.push(Presumed {
                kind: if kind.raises() {
                    DocumentKind::PresumedCash
                } else {
                    DocumentKind::PresumedUse
                },
                account: Whose::Known(account),
                target: Node::Known(id),
                amount: open,
                on: plan.day,
                from_on: plan.prior_as_of,
                fell: true,
                awaited: None,
            });
        }
    }
    tell_kept(plan, kept);
    Ok(())
}

/// Says how many documents stay open although the list does not hold them, because it is not complete.
fn tell_kept(plan: &mut Plan<'_>, kept: u64) {
    let file = plan.files.iter().position(|f| f.kind == FileKind::Snapshot);
    if kept > 0
        && let Some(report) = file.and_then(|f| plan.report.files.get_mut(f))
    {
        let issue = Issue {
            line: 0,
            severity: Severity::Info,
            code: "kept_open".to_owned(),
            field: None,
            value: None,
            message: format!(
                "{} that the list does not show stay open, because it is not complete: the next complete one closes them",
                say::plural(kept, "document")
            ),
        };
        // It has no line, so it stands before those that have one.
        report.issues.insert(0, issue);
    }
}

/// A credit and an invoice of one account that fell between the same two lists: the credit was used on the invoice. So the
/// invoice's fall is no cash as far as the credit goes, and keeps no promise.
pub(super) fn pair(plan: &mut Plan<'_>) -> Res<()> {
    let mut fell: BTreeMap<Whose, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (i, p) in plan.presumed.iter().enumerate() {
        if p.fell && matches!(p.target, Node::Known(_)) {
            let (debits, credits) = fell.entry(p.account).or_default();
            if p.kind == DocumentKind::PresumedCash {
                debits.push(i);
            } else {
                credits.push(i);
            }
        }
    }
    let day = plan.day;
    for (debits, credits) in fell.into_values() {
        for credit in credits {
            for debit in &debits {
                let (from, to) = (plan.presumed[credit], plan.presumed[*debit]);
                let amount = from.amount.min(to.amount);
                if !amount.is_positive() {
                    continue;
                }
                apply_on(plan, from.target, to.target, amount, day)?;
                plan.presumed[credit].amount = from.amount.less(amount);
                plan.presumed[*debit].amount = to.amount.less(amount);
            }
        }
    }
    plan.presumed.retain(|p| p.amount.is_positive());
    Ok(())
}
