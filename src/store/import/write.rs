//! Carries a plan out: accounts, corrections, documents, payments, applications, presumed rows, in that order.
//!
//! A first import works the caches out itself and builds triggers and secondary indexes of the money tables again when it is
//! done, inside the same transaction (PERFORMANCE, design 5); every later one goes through the triggers row by row.

use super::plan::{Action, Node, Plan, Presumed, SlotNo, Whose};
use super::{customers, doubt, report};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, BatchId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{Covers, FileKind, StagedFile};
use crate::store::accounts::{self, NewAccount};
use crate::store::act::Act;
use crate::store::document_rows::{Row, Rows, Settles, WIDE};
use crate::store::documents::{self, NewDocument};
use crate::store::fault::{Fault, Res};
use crate::store::fields::{self, Field};
use crate::store::protocol::{ImportOrder, Progress};
use crate::store::staff;
use crate::store::table::Table;
use crate::store::types::{Day, iso};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// An import whose rows are written.
pub(super) struct Written {
    /// Its batch.
    pub batch: BatchId,
    bulk: Option<Bulk>,
    touched: BTreeSet<AccountId>,
}

/// Writes every row.
pub(super) fn carry_out(
    act: &mut Act<'_>,
    order: &ImportOrder,
    plan: &Plan<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Res<Written> {
    let names: Vec<&str> = order.files.iter().map(|f| f.file.as_str()).collect();
    let summary = report::summary(plan);
    let what = format!("import of {}: {summary}", names.join(", "));
    act.event("import", None, what, &body(order, plan, &summary))?;
    let batch = batch(act, order, plan, &summary)?;
    let ids = slots(act, plan)?;
    customers::write(act, plan, &ids)?;
    let bulk = if plan.first {
        Some(Bulk::begin(act)?)
    } else {
        None
    };
    let all_new = plan.slots.iter().all(|slot| slot.known.is_none());
    if plan.first && all_new && accounts(act.conn)? == plan.slots.len() as u64 {
        act.all_is_new();
    }
    let mut writer = Writer {
        sql: if plan.first {
            Rows::many(act.conn)?
        } else {
            Rows::new(act.conn)?
        },
        ids: &ids,
        batch,
        first: plan.first,
        rows: vec![NOT_YET; plan.documents.len()],
        payments: vec![NOT_YET; plan.payments.len()],
        touched: BTreeSet::new(),
    };
    writer.corrections(act, plan)?;
    writer.documents(act, plan, progress)?;
    writer.applications(act, plan)?;
    Ok(Written {
        batch,
        bulk,
        touched: writer.touched,
    })
}

impl Written {
    /// Makes the indexes again and says whose facts change.
    pub fn finish(self, act: &mut Act<'_>, progress: &mut dyn FnMut(Progress)) -> Res<()> {
        let first = self.bulk.is_some();
        if let Some(bulk) = self.bulk {
            progress(Progress {
                stage: "indexing",
                done: 0,
                total: 0,
            });
            bulk.end(act)?;
        }
        // Of a first import everything is new, and its digests are worked out of what it writes: `collectors apply` shares it out.
        if !first {
            staff::take_in(act)?;
        }
        // Streaming all accounts costs less than going to a large part of them one by one.
        if first || self.touched.len() as u64 * 4 > accounts(act.conn)? {
            act.touch_all();
        } else {
            for account in self.touched {
                act.touch(account);
            }
        }
        Ok(())
    }
}

/// How many accounts there are.
fn accounts(conn: &Connection) -> Res<u64> {
    let count: i64 = conn.query_row("SELECT count(*) FROM account", [], |r| r.get(0))?;
    Ok(count.unsigned_abs())
}

/// The event's body: which files, how they were taken, what they came to.
fn body(order: &ImportOrder, plan: &Plan<'_>, summary: &str) -> String {
    let files: Vec<serde_json::Value> = order
        .files
        .iter()
        .map(|f| {
            serde_json::json!({
                "file": f.file, "sha256": f.sha256, "profile": f.profile, "kind": f.kind.name(), "rows": f.rows,
            })
        })
        .collect();
    serde_json::json!({
        "files": files,
        "as_of": plan.as_of.map(iso),
        "skip_errors": order.skip_errors,
        "accept_mismatch": order.accept_mismatch,
        "close_missing": order.close_missing,
        "summary": summary,
    })
    .to_string()
}

fn batch(act: &mut Act<'_>, order: &ImportOrder, plan: &Plan<'_>, summary: &str) -> Res<BatchId> {
    let (count, sum) = plan.totals();
    let sum = i64::try_from(sum).map_err(|_| {
        Fault::refused("the files hold more money than a ledger can count: nothing was imported")
    })?;
    let mismatch = order
        .files
        .iter()
        .any(|f| f.issues.iter().any(|i| i.code == "total_mismatch"));
    let seq = act.seq;
    let id = act.insert(
        Table::Batch,
        "INSERT INTO batch (event_seq, as_of, is_snapshot, mismatch_taken, summary, documents_count, documents_minor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, plan.as_of.map(Day), plan.is_snapshot, mismatch, summary, count, sum],
    )?;
    for file in &order.files {
        act.insert(
            Table::BatchFile,
            "INSERT INTO batch_file (event_seq, batch_id, file, sha256, profile, kind, scope, has_total) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                seq,
                id,
                clip(&file.file, 400),
                file.sha256,
                file.profile,
                file.kind,
                scope(file),
                file.declared_total.is_some()
            ],
        )?;
    }
    Ok(BatchId(id))
}

/// What a file says of its scope.
fn scope(file: &StagedFile) -> Option<&str> {
    match file.covers {
        Covers::Nothing => Some(doubt::MENDED),
        Covers::Both | Covers::Receivables | Covers::Credits => {
            file.scope.as_deref().map(|text| clip(text, 1000))
        }
    }
}

/// The id of every slot: known, or written now.
fn slots(act: &mut Act<'_>, plan: &Plan<'_>) -> Res<Vec<AccountId>> {
    let mut ids = Vec::with_capacity(plan.slots.len());
    let mut stated = customers::stated(plan);
    for (slot, no) in plan.slots.iter().zip(0..) {
        if let Some(id) = slot.known {
            if slot.attach_number {
                fields::change(act, Field::AccountNumber, id.0, slot.number)?;
                act.touch(id);
            }
            ids.push(id);
            continue;
        }
        let name = clip(slot.name, 400);
        let name = if name.is_empty() { "(no name)" } else { name };
        let second = slot
            .second
            .then(|| format!("{} ({})", clip(name, 390), slot.currency));
        let name = second.as_deref().unwrap_or(name);
        let id = accounts::insert(
            act,
            &NewAccount {
                number: slot.number,
                name,
                currency: slot.currency,
                fields: stated.remove(&no).unwrap_or_default(),
            },
        )?;
        act.touch(id);
        ids.push(id);
    }
    Ok(ids)
}

/// The first `limit` characters: a book's text that is too long is cut, an identity never is.
pub(super) fn clip(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Where a row of the files has no document yet: ids count from 1.
const NOT_YET: DocumentId = DocumentId(0);

struct Writer<'a, 'c> {
    sql: Rows<'c>,
    ids: &'a [AccountId],
    batch: BatchId,
    first: bool,
    rows: Vec<DocumentId>,
    payments: Vec<DocumentId>,
    touched: BTreeSet<AccountId>,
}

impl Writer<'_, '_> {
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
        for (i, d) in plan.documents.iter().enumerate() {
            match d.action {
                Action::Skip => {}
                Action::Known { id, .. } => self.rows[i] = id,
                Action::New => new.push((d.slot, i as u32)),
            }
        }
        for group in by_slot(new).chunks(WIDE) {
            tell(group.len());
            let rows: Vec<Row<'_>> = group.iter().map(|i| self.document(plan, *i)).collect();
            let first = self.sql.documents(act, &rows)?;
            for ((i, row), id) in group.iter().zip(&rows).zip(first.0..) {
                self.rows[*i as usize] = DocumentId(id);
                self.touch(row.new.account);
            }
        }
        let payments = plan.payments.iter().zip(0..).filter(|(p, _)| !p.known);
        for group in by_slot(payments.map(|(p, i)| (p.slot, i)).collect()).chunks(WIDE) {
            tell(group.len());
            let rows: Vec<Row<'_>> = group.iter().map(|i| self.payment(plan, *i)).collect();
            let first = self.sql.documents(act, &rows)?;
            for ((i, row), id) in group.iter().zip(&rows).zip(first.0..) {
                self.payments[*i as usize] = DocumentId(id);
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
            job: d.row.job.as_deref().map(|t| clip(t, 400)),
            reason: d.row.reason,
            memo: d.row.memo.as_deref().map(|t| clip(t, 2000)),
            method: None,
            reference: d.row.reference.as_deref().map(|t| clip(t, 200)),
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
                    from: self.node(a.from.node())?,
                    to: self.node(a.to.node())?,
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
        let target = self.node(p.target)?;
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

    fn node(&self, node: Node) -> Res<DocumentId> {
        let found = match node {
            Node::Known(id) => id,
            Node::Row(d) => self.rows[d as usize],
            Node::Payment(p) => self.payments[p as usize],
        };
        if found == NOT_YET {
            return Err(Fault::damaged(
                "an import that refers to a row which it skips",
            ));
        }
        Ok(found)
    }
}

/// Positions by account, in the files' order within one: what is read together then lies together. The accounts lie beside the positions
/// while they are sorted, for the rows themselves are all over memory.
fn by_slot(mut order: Vec<(SlotNo, u32)>) -> Vec<u32> {
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// Whose a row of the files is.
fn slot_of(plan: &Plan<'_>, node: Node) -> Option<SlotNo> {
    match node {
        Node::Row(d) => Some(plan.documents[d as usize].slot),
        Node::Payment(p) => Some(plan.payments[p as usize].slot),
        Node::Known(_) => None,
    }
}

/// Triggers and secondary indexes of the money tables, while a first import goes without them.
struct Bulk {
    again: Vec<String>,
}

impl Bulk {
    fn begin(act: &Act<'_>) -> Res<Bulk> {
        let mut statement = act.conn.prepare(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN ('document', 'application')
               AND type IN ('index', 'trigger') ORDER BY type, name",
        )?;
        let found: Vec<(String, String, String)> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<Result<_, _>>()?;
        drop(statement);
        // Pages that do not fit are written and read again: for the one large transaction there is more room.
        act.conn.execute_batch("PRAGMA cache_size = -131072")?;
        let mut again = Vec::with_capacity(found.len());
        for (kind, name, sql) in found {
            // Both words come from the schema itself: `index` or `trigger`, and a name that this program gave.
            act.conn.execute_batch(&format!("DROP {kind} \"{name}\""))?;
            again.push(sql);
        }
        Ok(Bulk { again })
    }

    fn end(self, act: &Act<'_>) -> Res<()> {
        for sql in self.again {
            act.conn.execute_batch(&sql)?;
        }
        act.conn.execute_batch("PRAGMA cache_size = -16000")?;
        Ok(())
    }
}
