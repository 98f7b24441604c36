//! What an import tells: per file what it holds, and what is new, changed, closed or as it was.

use super::plan::{Action, Node, Plan, SlotNo};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::staged::{Covers, FileKind, StagedDocument, StagedFile};
use crate::store::accounts;
use crate::store::fault::Res;
use crate::store::fields::Field;
use crate::store::protocol::{ChangedDocument, Counts, CurrencyReport, FileReport};
use rusqlite::Connection;
use std::collections::HashSet;

/// The difference panel shows so many changes of a file, the largest; the counts are of all.
const CHANGES_SHOWN: usize = 2_000;

/// What the files hold by themselves.
pub(super) fn begin(plan: &mut Plan<'_>) {
    plan.report.currency = plan.files.first().map(|f| f.currency);
    plan.report.files = plan.files.iter().map(FileReport::of).collect();
    let files = plan.files;
    for (file, report) in files.iter().zip(&mut plan.report.files) {
        sums(report, file, file.documents.iter().map(|d| (d, d.currency)));
    }
}

/// The same once the accounts are known: rows that do not say their currency are in their account's.
pub(super) fn money(plan: &mut Plan<'_>) {
    let (files, slots) = (plan.files, &plan.slots);
    for (f, (file, report)) in files.iter().zip(&mut plan.report.files).enumerate() {
        let rows = plan.documents.iter().filter(|d| usize::from(d.file) == f);
        sums(
            report,
            file,
            rows.map(|d| (d.row, slots[d.slot as usize].currency)),
        );
    }
}

/// What the open rows of one currency come to.
struct Sum {
    currency: Currency,
    open: (u64, i128),
    credits: (u64, i128),
    past_due: i128,
}

/// Open amounts by currency; the report's own fields are of the book's currency only.
fn sums<'a>(
    report: &mut FileReport,
    file: &StagedFile,
    rows: impl Iterator<Item = (&'a StagedDocument, Currency)>,
) {
    // A file has few currencies, and mostly that of the row before.
    let mut all: Vec<Sum> = Vec::new();
    let mut here = 0;
    for (d, currency) in rows.filter(|(d, _)| d.open.is_positive()) {
        if all.get(here).is_none_or(|sum| sum.currency != currency) {
            here = all
                .iter()
                .position(|sum| sum.currency == currency)
                .unwrap_or(all.len());
            if here == all.len() {
                all.push(Sum {
                    currency,
                    open: (0, 0),
                    credits: (0, 0),
                    past_due: 0,
                });
            }
        }
        let sum = &mut all[here];
        let amount = i128::from(d.open.get());
        if d.kind.is_receivable() {
            sum.open = (sum.open.0 + 1, sum.open.1 + amount);
            if file.as_of.is_some_and(|day| d.due < day) {
                sum.past_due += amount;
            }
        } else if !d.kind.raises() {
            sum.credits = (sum.credits.0 + 1, sum.credits.1 + amount);
        }
    }
    let fit = |n: i128| Minor::new(i64::try_from(n).unwrap_or(i64::MAX));
    report.currencies = all
        .into_iter()
        .map(|sum| CurrencyReport {
            currency: sum.currency,
            open_invoices: sum.open.0,
            total_open: fit(sum.open.1),
            credits: sum.credits.0,
            total_credits: fit(sum.credits.1),
            past_due: fit(sum.past_due),
        })
        .collect();
    report
        .currencies
        .sort_by_key(|c| c.currency != file.currency);
    let own = report
        .currencies
        .iter()
        .find(|c| c.currency == file.currency);
    report.open_invoices = own.map_or(0, |c| c.open_invoices);
    report.total_open = own.map_or(Minor::ZERO, |c| c.total_open);
    report.credits = own.map_or(0, |c| c.credits);
    report.total_credits = own.map_or(Minor::ZERO, |c| c.total_credits);
    report.past_due = own.map_or(Minor::ZERO, |c| c.past_due);
}

/// The same files again: everything is as it was.
pub(super) fn unchanged(plan: &mut Plan<'_>) {
    for (file, report) in plan.files.iter().zip(&mut plan.report.files) {
        let all = |unchanged: usize| Counts {
            unchanged: unchanged as u64,
            ..Counts::default()
        };
        let names: HashSet<_> = file.documents.iter().map(|d| &d.account).collect();
        report.accounts = all(file.accounts.len().max(names.len()));
        report.documents = all(file.documents.len());
        report.payments = all(file.payments.len());
    }
}

/// Which accounts were counted: in which file last (rows of one file stand together), and whether any file named it.
struct Counted(Vec<(Option<u16>, bool)>);

impl Counted {
    /// Counts an account for a file, once.
    fn count(&mut self, plan: &Plan<'_>, report: &mut FileReport, file: u16, slot: SlotNo) {
        let Some((last, named)) = self.0.get_mut(slot as usize) else {
            return;
        };
        if last.replace(file) == Some(file) {
            return;
        }
        let first = !std::mem::replace(named, true);
        if first && plan.slots[slot as usize].known.is_none() {
            report.accounts.new += 1;
        } else {
            report.accounts.unchanged += 1;
        }
    }
}

/// Counts what the plan does.
pub(super) fn finish(conn: &Connection, plan: &mut Plan<'_>) -> Res<()> {
    let moved = moved(plan);
    let mut counted = Counted(vec![(None, false); plan.slots.len()]);
    for (_, _, slot) in &plan.customers {
        counted.0[*slot as usize].1 = true;
    }
    let mut files = std::mem::take(&mut plan.report.files);
    for d in &plan.documents {
        let report = &mut files[d.file as usize];
        counted.count(plan, report, d.file, d.slot);
        let counts = &mut report.documents;
        match plan.action(d) {
            Action::Skip => {}
            Action::New => counts.new += 1,
            Action::Known { id, .. } if moved.contains(&id) => counts.changed += 1,
            Action::Known { .. } => counts.unchanged += 1,
        }
    }
    for p in &plan.payments {
        let report = &mut files[p.file as usize];
        counted.count(plan, report, p.file, p.slot);
        if p.known {
            report.payments.unchanged += 1;
        } else {
            report.payments.new += 1;
        }
    }
    plan.report.files = files;
    closings(plan);
    changes(conn, plan, &moved)
}

/// Known documents that the plan changes in a way that a person would call a change.
fn moved(plan: &Plan<'_>) -> HashSet<DocumentId> {
    let known = |node: Node| match node {
        Node::Known(id) => Some(id),
        Node::Row(d) => match plan.action(&plan.documents[d as usize]) {
            Action::Known { id, .. } => Some(id),
            Action::New | Action::Skip => None,
        },
        Node::Payment(_) => None,
    };
    let mut out: HashSet<DocumentId> = HashSet::new();
    out.extend(plan.presumed.iter().filter_map(|p| known(p.target)));
    out.extend(
        plan.applications
            .iter()
            .flat_map(|a| [a.from.node(), a.to.node()])
            .filter_map(known),
    );
    out.extend(plan.restatements.iter().map(|r| r.id));
    out.extend(&plan.risen);
    out.extend(
        plan.changes
            .iter()
            .filter(|c| c.field != Field::DocumentInSnapshot)
            .map(|c| c.id),
    );
    out
}

/// A document that was here before and is changed, as the plan knows it.
struct Change {
    file: usize,
    /// How far its balance moves, whatever the direction.
    by: u64,
    of: Changed,
}

#[derive(Copy, Clone)]
enum Changed {
    /// A row of the plan.
    Row(usize),
    /// One that a complete list closed.
    Closed(usize),
}

/// The largest changes of each file, with whose they are; the counts are of all.
fn changes(conn: &Connection, plan: &mut Plan<'_>, moved: &HashSet<DocumentId>) -> Res<()> {
    let by = |before: Minor, after: Minor| before.get().abs_diff(after.get());
    let rows = plan.documents.iter().enumerate().filter_map(|(i, d)| {
        let Action::Known { id, open } = plan.action(d) else {
            return None;
        };
        moved.contains(&id).then(|| Change {
            file: usize::from(d.file),
            by: by(open, d.row.open),
            of: Changed::Row(i),
        })
    });
    let closed = plan.closed.iter().enumerate().filter_map(|(i, c)| {
        Some(Change {
            file: lists(plan.files, c.raises)?,
            by: by(c.open, Minor::ZERO),
            of: Changed::Closed(i),
        })
    });
    let mut all: Vec<Change> = rows.chain(closed).collect();
    all.sort_by_key(|c| (c.file, std::cmp::Reverse(c.by)));
    for change in all {
        let Some(report) = plan.report.files.get_mut(change.file) else {
            continue;
        };
        if report.changes.len() >= CHANGES_SHOWN {
            continue;
        }
        report.changes.push(match change.of {
            Changed::Row(i) => {
                let d = &plan.documents[i];
                let slot = &plan.slots[d.slot as usize];
                let before = match d.step.action(&plan.known) {
                    Action::Known { open, .. } => open,
                    Action::New | Action::Skip => Minor::ZERO,
                };
                ChangedDocument {
                    customer: match slot.known {
                        Some(id) => accounts::get(conn, id)?.name,
                        None => slot.name.to_owned(),
                    },
                    number: d.row.number.to_string(),
                    before,
                    after: d.row.open,
                }
            }
            Changed::Closed(i) => {
                let closed = &plan.closed[i];
                ChangedDocument {
                    customer: accounts::get(conn, closed.account)?.name,
                    number: closed.number.clone(),
                    before: closed.open,
                    after: Minor::ZERO,
                }
            }
        });
    }
    Ok(())
}

/// The file that lists a side, which is the one that closes it.
fn lists(files: &[StagedFile], raises: bool) -> Option<usize> {
    let side = match raises {
        true => Covers::Receivables,
        false => Covers::Credits,
    };
    files.iter().position(|f| {
        f.kind == FileKind::Snapshot && (f.covers == side || f.covers == Covers::Both)
    })
}

/// What a complete list closed is told with the file that lists that side.
fn closings(plan: &mut Plan<'_>) {
    for closed in &plan.closed {
        let file = lists(plan.files, closed.raises);
        if let Some(report) = file.and_then(|i| plan.report.files.get_mut(i)) {
            report.documents.closed += 1;
        }
    }
}

/// All documents and payments of an import in a few words: `1 new, 7 changed, 6 closed`, `11 new payments`.
pub(super) fn summary(plan: &Plan<'_>) -> String {
    let mut all = Counts::default();
    let mut payments = Counts::default();
    let mut accounts = Counts::default();
    for file in &plan.report.files {
        all.add(file.documents);
        payments.add(file.payments);
        accounts.new += file.accounts.new;
        accounts.changed += file.accounts.changed;
    }
    let mut parts = Vec::new();
    // A file of payments, or of customers, has no documents of which none would be new.
    let others = accounts.new + accounts.changed + payments.new + payments.changed;
    if all.new + all.changed + all.closed > 0 || others == 0 {
        parts.push(say::brought(all.new, all.changed, all.closed));
    }
    for (count, what) in [
        (payments.new, "new payment"),
        (payments.changed, "changed payment"),
        (accounts.new, "new account"),
        (accounts.changed, "changed account"),
    ] {
        if count > 0 {
            parts.push(say::plural(count, what));
        }
    }
    parts.join(", ")
}
