//! The rows of a plan: corrections, documents, payments, applications, presumed rows, in that order.
//!
//! A first import works the caches out itself; later the triggers do, row by row.

use super::plan::{Action, Node, Plan, Presumed, SlotNo, Whose};
use super::write::clip;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, BatchId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::FileKind;
use crate::store::act::Act;
use crate::store::document_rows::{Row, Rows, Settles, WIDE};
use crate::store::documents::{self, NewDocument};
use crate::store::fault::{Fault, Res};
use crate::store::fields::{self, Field};
use crate::store::protocol::Progress;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Where a row of the files has no document yet.
const NOT_YET: u32 = 0;

/// Writes them.
pub(super) struct Writer<'a, 'c> {
    sql: Rows<'c>,
    ids: &'a [AccountId],
    batch: BatchId,
    first: bool,
    /// The highest document before this import: ids of new rows are counted from it, so that four bytes are enough for each.
    before: DocumentId,
    rows: Vec<u32>,
    payments: Vec<u32>,
    touched: BTreeSet<AccountId>,
}

impl<'a, 'c> Writer<'a, 'c> {
    /// A writer of one batch, for the accounts of its slots.
    pub(super) fn new(
        act: &Act<'c>,
        plan: &Plan<'_>,
        ids: &'a [AccountId],
        batch: BatchId,
    ) -> Res<Writer<'a, 'c>> {
        Ok(Writer {
            sql: if plan.first {
                Rows::many(act.conn)?
            } else {
                Rows::new(act.conn)?
            },
            ids,
            batch,
            first: plan.first,
            before: documents::newest(act.conn)?,
            rows: vec![NOT_YET; plan.documents.len()],
            payments: vec![NOT_YET; plan.payments.len()],
            touched: BTreeSet::new(),
        })
    }

    /// Writes every row of the plan; the accounts whose facts change. A first import makes those of all accounts and names none.
    pub(super) fn write(
        mut self,
        act: &mut Act<'_>,
        plan: &Plan<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Res<BTreeSet<AccountId>> {
        self.corrections(act, plan)?;
        self.documents(act, plan, progress)?;
        self.applications(act, plan)?;
        Ok(self.touched)
    }

    /// The facts of this account change; a first import makes those of all accounts.
    fn touch(&mut self, account: AccountId) {
        if !self.first {
            self.touched.insert(account);
        }
    }

    fn corrections(&mut self, act: &mut Act<'_>, plan: &Plan<'_>) -> Res<()> {
        for r in &plan.reversals {
            documents::reverse(act, r.id, r.on, r.reason)?;
            self.touch(r.account);
        }
        for r in &plan.restatements {
            documents::restate(act, r.id, r.delta, r.on, r.what)?;
            self.touch(r.account);
        }
        for c in &plan.changes {
            fields::change(act, c.field, c.id.0, Some(&c.after))?;
            if c.field == Field::DocumentDue {
                self.touch(c.account);
            }
        }
        Ok(())
    }

    fn documents(
        &mut self,
        act: &mut Act<'_>,
        plan: &Plan<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Res<()> {
        let total = (plan.documents.len() + plan.payments.len()) as u64;
        let mut done = 0;
        let mut tell = |n: usize| {
            // Every 8,192 rows.
            if (done + n) / 8192 > done / 8192 || done == 0 {
                progress(Progress {
                    stage: "writing",
                    done: done as u64,
                    total,
                });
            }
            done += n;
        };
        let mut new = Vec::with_capacity(plan.documents.len());
        for (d, i) in plan.documents.iter().zip(0..) {
            match plan.action(d) {
                Action::Skip => {}
                Action::Known { .. } => {}
                Action::New => new.push((d.slot, i)),
            }
        }
        for group in by_slot(new).chunks(WIDE) {
            tell(group.len());
            fetch(group.iter().map(|i| plan.documents[*i as usize].row.line));
            let rows: Vec<Row<'_>> = group.iter().map(|i| self.document(plan, *i)).collect();
            let first = self.sql.documents(act, &rows)?;
            for ((i, row), id) in group.iter().zip(&rows).zip(first.0..) {
                self.rows[*i as usize] = self.written(id)?;
                self.touch(row.new.account);
            }
        }
        let payments = plan.payments.iter().zip(0..).filter(|(p, _)| !p.known);
        for group in by_slot(payments.map(|(p, i)| (p.slot, i)).collect()).chunks(WIDE) {
            tell(group.len());
            fetch(group.iter().map(|i| plan.payments[*i as usize].row.line));
            let rows: Vec<Row<'_>> = group.iter().map(|i| self.payment(plan, *i)).collect();
            let first = self.sql.documents(act, &rows)?;
            for ((i, row), id) in group.iter().zip(&rows).zip(first.0..) {
                self.payments[*i as usize] = self.written(id)?;
                self.touch(row.new.account);
            }
        }
        Ok(())
    }

    /// A new document row of the files.
    fn document<'p>(&self, plan: &'p Plan<'_>, i: u32) -> Row<'p> {
        let d = &plan.documents[i as usize];
        let new = NewDocument {
            account: self.ids[d.slot as usize],
            batch: Some(self.batch),
            kind: d.row.kind,
            number: &d.row.number,
            issued: d.row.issued,
            due: d.row.due,
            due_derived: d.row.due_derived,
            amount: d.amount(),
            amount_known: d.row.amount_known,
            currency: plan.slots[d.slot as usize].currency,
            from_on: None,
            po: d.row.po.as_deref().map(|t| clip(t, 200)),
            job: d.row.said.job.as_deref().map(|t| clip(t, 400)),
            reason: d.row.reason,
            memo: d.row.said.memo.as_deref().map(|t| clip(t, 2000)),
            method: None,
            reference: d.row.said.reference.as_deref().map(|t| clip(t, 200)),
            in_snapshot: plan.files[d.file as usize].kind == FileKind::Snapshot,
        };
        self.with_caches(new, d.applied, d.last_move)
    }

    /// A new payment of the files.
    fn payment<'p>(&self, plan: &'p Plan<'_>, i: u32) -> Row<'p> {
        let p = &plan.payments[i as usize];
        let (account, currency) = (
            self.ids[p.slot as usize],
            plan.slots[p.slot as usize].currency,
        );
        let kind = DocumentKind::Payment;
        let mut new = NewDocument::plain(account, kind, p.row.on, p.row.amount, currency);
        new.batch = Some(self.batch);
        new.number = &p.row.number;
        new.method = p.row.method.as_deref().map(|t| clip(t, 100));
        new.reference = p.row.reference.as_deref().map(|t| clip(t, 200));
        self.with_caches(new, p.applied, p.last_move)
    }

    /// A first import works the caches out itself; later the triggers do.
    fn with_caches<'p>(
        &self,
        new: NewDocument<'p>,
        applied: Minor,
        last_move: NaiveDate,
    ) -> Row<'p> {
        if !self.first {
            return Row::untouched(new);
        }
        Row {
            open: new.amount.less(applied),
            last_move,
            new,
        }
    }

    fn applications(&mut self, act: &mut Act<'_>, plan: &Plan<'_>) -> Res<()> {
        let order = if self.first {
            // By account, as the documents: their pages are then at hand. Rows of a first import are of accounts of the files.
            let slots = plan
                .applications
                .iter()
                .map(|a| slot_of(plan, a.from.node()).unwrap_or_default());
            by_slot(slots.zip(0..).collect())
        } else {
            (0..plan.applications.len() as u32).collect()
        };
        for group in order.chunks(WIDE) {
            let mut parts = Vec::with_capacity(WIDE);
            for i in group {
                let a = &plan.applications[*i as usize];
                parts.push(Settles {
                    from: self.node(plan, a.from.node())?,
                    to: self.node(plan, a.to.node())?,
                    amount: a.amount,
                    on: a.on,
                });
                self.touch_node(act, plan, a.from.node())?;
                self.touch_node(act, plan, a.to.node())?;
            }
            self.sql.settle(act, &parts)?;
        }
        for p in &plan.presumed {
            self.presume(act, plan, p)?;
        }
        Ok(())
    }

    /// A payment's account is touched already; an application between two known documents touches theirs.
    fn touch_node(&mut self, act: &Act<'_>, plan: &Plan<'_>, node: Node) -> Res<()> {
        if self.first {
            return Ok(());
        }
        let account = match (slot_of(plan, node), node) {
            (Some(slot), _) => self.ids[slot as usize],
            (None, Node::Known(id)) => documents::known(act.conn, id)?.account,
            (None, Node::Row(_) | Node::Payment(_)) => return Ok(()),
        };
        self.touch(account);
        Ok(())
    }

    fn presume(&mut self, act: &mut Act<'_>, plan: &Plan<'_>, p: &Presumed) -> Res<()> {
        let target = self.node(plan, p.target)?;
        let (account, currency) = match p.account {
            Whose::Slot(slot) => (self.ids[slot as usize], plan.slots[slot as usize].currency),
            Whose::Known(id) => (id, documents::account_currency(act.conn, id)?),
        };
        let mut new = NewDocument::plain(account, p.kind, p.on, p.amount, currency);
        new.batch = Some(self.batch);
        new.from_on = p.from_on;
        new.reference = p
            .awaited
            .and_then(|a| plan.awaited_number(a))
            .map(|number| clip(number, 200));
        let row = self.with_caches(new, p.amount, p.on);
        let id = self.sql.documents(act, &[row])?;
        let (from, to) = if p.kind.raises() {
            (target, id)
        } else {
            (id, target)
        };
        let part = Settles {
            from,
            to,
            amount: p.amount,
            on: p.on,
        };
        self.sql.settle(act, &[part])?;
        self.touch(account);
        Ok(())
    }

    /// The place of a document written now among those of this import.
    fn written(&self, id: i64) -> Res<u32> {
        u32::try_from(id - self.before.0)
            .map_err(|_| Fault::damaged("an import whose documents do not follow each other"))
    }

    fn node(&self, plan: &Plan<'_>, node: Node) -> Res<DocumentId> {
        let found = match node {
            Node::Known(id) => return Ok(id),
            Node::Row(d) => match plan.action(&plan.documents[d as usize]) {
                Action::Known { id, .. } => return Ok(id),
                Action::New | Action::Skip => self.rows[d as usize],
            },
            Node::Payment(p) => self.payments[p as usize],
        };
        if found == NOT_YET {
            return Err(Fault::damaged(
                "an import that refers to a row which it skips",
            ));
        }
        Ok(DocumentId(self.before.0 + i64::from(found)))
    }
}

/// Positions by account, in the files' order within one: what is read together then lies together. The accounts lie beside the positions
/// while they are sorted, for the rows themselves are all over memory.
pub(super) fn by_slot(mut order: Vec<(SlotNo, u32)>) -> Vec<u32> {
    order.sort_unstable();
    let mut order: Vec<u32> = order.into_iter().map(|(_, at)| at).collect();
    // It is made in the room of the pairs, and needs half of it.
    order.shrink_to_fit();
    order
}

/// Looks at rows that lie all over memory before they are needed: without anything to be worked out in between, the machine fetches many of
/// them at once, and nobody waits for each.
pub(super) fn fetch(lines: impl Iterator<Item = u64>) {
    std::hint::black_box(lines.fold(0, |all, line| all ^ line));
}

/// Whose a row of the files is.
fn slot_of(plan: &Plan<'_>, node: Node) -> Option<SlotNo> {
    match node {
        Node::Row(d) => Some(plan.documents[d as usize].slot),
        Node::Payment(p) => Some(plan.payments[p as usize].slot),
        Node::Known(_) => None,
    }
}
