//! Payments of the files: which the ledger has already, and what they settle.
//!
//! A payment with applications settles its invoices (IMPORT §3.9). What an open list had made us presume gives way to it: the
//! presumption is reversed on its own day, so that no cent counts twice. What names no invoice is left to `receipts`.

use super::index::NumberIndex;
use super::known::{Posted, Seen};
use super::plan::{Action, ApplicationPlan, Node, Plan, SlotNo};
use super::{awaited, explain};
use crate::domain::hashed::Mixed;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{Issue, Severity};
use crate::store::fault::Res;
use crate::store::types::Day;
use chrono::NaiveDate;
use foldhash::quality::RandomState as Seeded;
use rusqlite::{CachedStatement, Connection, params};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault};

/// Plans all payments. `posted`: those that the ledger has under their number, in the same order.
pub(super) fn plan(
    conn: &Connection,
    plan: &mut Plan<'_>,
    index: &NumberIndex,
    posted: &[Posted],
) -> Res<()> {
    let mut work = Work {
        conn,
        index,
        alike: conn.prepare_cached(
            "SELECT id FROM document WHERE account_id = ?1 AND kind = 'payment' AND voided_by IS NULL AND (number = '' OR ?3 = '') AND (
               amount_minor = ?2 AND issued_on = ?4 AND (reference IS NULL OR ?5 IS NULL OR reference = ?5)
               OR amount_minor < ?2 AND issued_on = ?4 AND amount_known = 0 AND in_snapshot = 1
               OR amount_minor = ?2 AND batch_id IS NULL AND reference = ?5)
             ORDER BY amount_minor = ?2 DESC, issued_on = ?4 DESC, id",
        )?,
        matched: Seen::default(),
        state: Seeded::default(),
        numbers: HashMap::default(),
    };
    // Nearly every part of a payment becomes one; growing by doubling would leave half of the room empty.
    let parts: usize = plan.payments.iter().map(|p| p.row.applications.len()).sum();
    plan.applications.reserve_exact(parts + parts / 16);
    let mut posted = posted.iter().peekable();
    for i in 0..plan.payments.len() {
        let slot = plan.payments[i].slot;
        let account = plan.slots[slot as usize].known;
        let posted = posted.next_if(|posted| posted.payment as usize == i);
        if work.repeats(plan, i) {
            plan.payments[i].known = true;
            continue;
        }
        if !plan.first
            && let Some(account) = account
            && work.is_known(plan, i, account, posted)?
        {
            plan.payments[i].known = true;
            continue;
        }
        work.applications(plan, i, account)?;
    }
    Ok(())
}

struct Work<'c> {
    conn: &'c Connection,
    index: &'c NumberIndex,
    alike: CachedStatement<'c>,
    /// Payments of the ledger that a row was matched with.
    matched: Seen,
    state: Seeded,
    /// Account, hash of the number, and day of the payments so far.
    numbers: HashMap<(SlotNo, u64, NaiveDate), u32, BuildHasherDefault<Mixed>>,
}

impl Work<'_> {
    /// The ledger has this payment, or an earlier row of the files is the same: by number and day; unnumbered ones by day and amount;
    /// one that was typed here also by amount and reference, whatever day was typed.
    fn is_known(
        &mut self,
        plan: &mut Plan<'_>,
        i: usize,
        account: AccountId,
        posted: Option<&Posted>,
    ) -> Res<bool> {
        let row = plan.payments[i].row;
        if let Some(posted) = posted {
            if posted.changed {
                let message = "the ledger holds this payment with another amount, which stays: reverse it there if it is wrong";
                warn(plan, i, row.line, "payment_changed", &row.number, message);
            }
            self.matched.insert(posted.id);
            return Ok(true);
        }
        let found: Vec<DocumentId> = self
            .alike
            .query_map(
                params![account, row.amount, row.number, Day(row.on), row.reference],
                |r| r.get(0),
            )?
            .collect::<Result<_, _>>()?;
        Ok(found.into_iter().any(|id| self.matched.insert(id)))
    }

    /// A row of the files that repeats the number of an earlier one of that account and day.
    fn repeats(&mut self, plan: &mut Plan<'_>, i: usize) -> bool {
        let p = &plan.payments[i];
        let (row, slot) = (p.row, p.slot);
        if row.number.is_empty() {
            return false;
        }
        let here = (slot, hash(&self.state, &row.number), row.on);
        let Some(earlier) = self.numbers.insert(here, i as u32) else {
            return false;
        };
        if plan.payments[earlier as usize].row.number != row.number {
            return false;
        }
        let message = "repeats the number of another payment of that account and day: left out";
        warn(plan, i, row.line, "duplicate_payment", &row.number, message);
        true
    }

    fn applications(
        &mut self,
        plan: &mut Plan<'_>,
        i: usize,
        account: Option<AccountId>,
    ) -> Res<()> {
        let row = plan.payments[i].row;
        let slot = plan.payments[i].slot;
        for (k, part) in row.applications.iter().enumerate() {
            let left = row.amount.less(plan.payments[i].applied);
            let wanted = part.amount.min(left);
            let target = {
                let docs = &plan.documents;
                self.index
                    .find(docs, slot, &part.invoice)
                    .find(|d| docs[*d as usize].row.kind.raises())
            };
            let applied = match (target, account) {
                (Some(d), _) => Some(self.apply_to_row(plan, i, d, wanted)?),
                (None, Some(account)) => {
                    self.apply_to_known(plan, i, account, &part.invoice, wanted)?
                }
                (None, None) => None,
            };
            let Some(applied) = applied else {
                // Money that names an invoice is used, whether we hold the invoice or not: it is no cash on account.
                awaited::payment(plan, i, k, wanted)?;
                let message = "no such invoice of this account here: the part counts as used on it, and settles it when it comes";
                warn(
                    plan,
                    i,
                    part.line,
                    "unknown_invoice",
                    &part.invoice,
                    message,
                );
                continue;
            };
            if applied < part.amount {
                let message = "more is applied to the invoice than its stated balance allows: the rest stays unapplied";
                warn(
                    plan,
                    i,
                    part.line,
                    "balance_conflict",
                    &part.invoice,
                    message,
                );
            }
        }
        Ok(())
    }

    /// To an invoice that the files state: at most what their own balance leaves room for.
    fn apply_to_row(&mut self, plan: &mut Plan<'_>, i: usize, d: u32, wanted: Minor) -> Res<Minor> {
        let document = &plan.documents[d as usize];
        let room = match plan.action(document) {
            Action::New => document.amount().less(document.applied),
            Action::Known { id, open } => {
                let adjusted = plan.adjusted.get(&id).copied().unwrap_or_default();
                let left = open.plus(adjusted)?.less(document.applied);
                let fall = left.less(document.row.open);
                let on = plan.payments[i].row.on;
                explain::room(self.conn, plan, id, fall, on, wanted)?
            }
            Action::Skip => Minor::ZERO,
        };
        let amount = wanted.min(room);
        apply(plan, Node::Payment(i as u32), Node::Row(d), amount)?;
        Ok(amount)
    }

    /// To an invoice that only the ledger has.
    fn apply_to_known(
        &mut self,
        plan: &mut Plan<'_>,
        i: usize,
        account: AccountId,
        number: &str,
        wanted: Minor,
    ) -> Res<Option<Minor>> {
        let Some((id, open, issued)) = explain::invoice(self.conn, account, number)? else {
            return Ok(None);
        };
        let used = plan.used.get(&id).copied().unwrap_or_default();
        let adjusted = plan.adjusted.get(&id).copied().unwrap_or_default();
        let left = open.plus(adjusted)?.less(used);
        let on = plan.payments[i].row.on;
        let room = explain::room(self.conn, plan, id, left, on, wanted)?;
        let amount = wanted.min(room);
        apply_on(
            plan,
            Node::Payment(i as u32),
            Node::Known(id),
            amount,
            on.max(issued),
        )?;
        Ok(Some(amount))
    }
}

fn hash(state: &Seeded, number: &str) -> u64 {
    state.hash_one(number)
}

/// Plans an application; it counts from the later of the two days on.
pub(super) fn apply(plan: &mut Plan<'_>, from: Node, to: Node, amount: Minor) -> Res<()> {
    let day = |node: Node| match node {
        Node::Row(d) => plan.documents[d as usize].row.issued,
        Node::Payment(p) => plan.payments[p as usize].row.on,
        Node::Known(_) => NaiveDate::MIN,
    };
    let on = day(from).max(day(to));
    apply_on(plan, from, to, amount, on)
}

/// Plans an application from a day on.
pub(super) fn apply_on(
    plan: &mut Plan<'_>,
    from: Node,
    to: Node,
    amount: Minor,
    on: NaiveDate,
) -> Res<()> {
    if !amount.is_positive() {
        return Ok(());
    }
    for node in [from, to] {
        match node {
            Node::Row(d) => {
                let d = &mut plan.documents[d as usize];
                d.applied = d.applied.plus(amount)?;
                d.last_move = d.last_move.max(on);
            }
            Node::Payment(p) => {
                let p = &mut plan.payments[p as usize];
                p.applied = p.applied.plus(amount)?;
                p.last_move = p.last_move.max(on);
            }
            Node::Known(id) => {
                let used = plan.used.entry(id).or_default();
                *used = used.plus(amount)?;
            }
        }
    }
    plan.applications.push(ApplicationPlan {
        from: from.into(),
        to: to.into(),
        amount,
        on,
    });
    Ok(())
}

fn warn(plan: &mut Plan<'_>, i: usize, line: u64, code: &str, value: &str, message: &str) {
    let file = plan.payments[i].file as usize;
    if let Some(report) = plan.report.files.get_mut(file) {
        report.issues.push(Issue {
            line,
            severity: Severity::Warning,
            code: code.to_owned(),
            field: Some("invoice".to_owned()),
            value: Some(value.to_owned()),
            message: message.to_owned(),
        });
    }
}
