//! Compares files with the ledger: which rows are new, which changed, and what must have happened in between.
//!
//! Order: accounts, documents, payments with their applications, credits that name an invoice, then what is left of each stated
//! balance, then (for a complete list) what is missing. `settle` and `snapshot` are the later steps.

use super::directory::Directory;
use super::index::{NumberIndex, ordinary};
use super::plan::{Closable, DocumentChange, DocumentPlan, PaymentPlan, Plan, Step};
use super::{
    awaited, customers, doubt, guard, moved, near, payments, receipts, report, settle, snapshot,
    typed, voids,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::staged::{FileKind, StagedDocument, StagedFile};
use crate::store::fault::Res;
use crate::store::fields::Field;
use crate::store::protocol::{ImportOrder, ImportReport};
use crate::store::types::{Day, iso};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// Works out what an import would write. `today` is the day of the act.
pub(super) fn plan<'a>(
    conn: &Connection,
    order: &'a ImportOrder,
    today: NaiveDate,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<Plan<'a>> {
    let files: &'a [StagedFile] = &order.files;
    let is_snapshot = files.iter().any(|f| f.kind == FileKind::Snapshot);
    let as_of = files.iter().filter_map(|f| f.as_of).max();
    let mut plan = Plan {
        files,
        slots: Vec::new(),
        customers: Vec::new(),
        documents: Vec::new(),
        known: Vec::new(),
        payments: Vec::new(),
        applications: Vec::new(),
        presumed: Vec::new(),
        reversals: Vec::new(),
        gave_way: HashSet::new(),
        left_over: HashMap::new(),
        restatements: Vec::new(),
        voided: Vec::new(),
        changes: Vec::new(),
        adjusted: HashMap::new(),
        used: HashMap::new(),
        risen: HashSet::new(),
        ahead: Vec::new(),
        closed: Vec::new(),
        closable: Closable::default(),
        people: Vec::new(),
        same_files: false,
        is_snapshot,
        as_of,
        day: as_of.unwrap_or(today),
        prior_as_of: guard::newest_snapshot(conn)?,
        first: is_empty(conn)?,
        report: ImportReport::default(),
    };
    report::begin(&mut plan);
    if guard::same_files(conn, files)? {
        plan.same_files = true;
        report::unchanged(&mut plan);
        return Ok(plan);
    }
    if let Some(reason) = guard::before(conn, order, &plan)? {
        plan.report.refused = Some(reason);
        return Ok(plan);
    }
    let mut directory = Directory::load(conn)?;
    name_accounts(&mut plan, &mut directory);
    plan.slots = directory.into_slots();
    report::money(&mut plan);
    if let Some(reason) = guard::overlap(&plan) {
        plan.report.refused = Some(reason);
        return Ok(plan);
    }
    if let Some(reason) = guard::currencies(conn, order, &plan)? {
        plan.report.refused = Some(reason);
        return Ok(plan);
    }
    let index = NumberIndex::build(&mut plan.documents);
    let mut known = Known::new(conn, &plan);
    let total = plan.documents.len() as u64;
    for i in 0..plan.documents.len() {
        if i % 8192 == 0 {
            progress(i as u64, total);
        }
        known.matches(&mut plan, i)?;
    }
    payments::plan(conn, &mut plan, &index)?;
    settle::credits(conn, &mut plan, &index)?;
    awaited::arrive(conn, &mut plan)?;
    settle::balances(conn, &mut plan)?;
    voids::settle(conn, &mut plan, &mut known.seen)?;
    if let Some(reason) = moved::plan(conn, &mut plan, &mut known.seen, order.close_missing)? {
        plan.report.refused = Some(reason);
    }
    if is_snapshot {
        snapshot::close(conn, &mut plan, &known.seen, order.close_missing)?;
    }
    snapshot::pair(&mut plan)?;
    typed::settle(conn, &mut plan, &known.seen)?;
    receipts::settle(conn, &mut plan, &known.seen)?;
    typed::elsewhere(conn, &mut plan)?;
    customers::plan(conn, &mut plan)?;
    near::offer(conn, &mut plan)?;
    report::finish(conn, &mut plan)?;
    if plan.report.refused.is_none() {
        plan.report.refused = doubt::after(conn, order, &mut plan)?;
    }
    Ok(plan)
}

fn is_empty(conn: &Connection) -> Res<bool> {
    let any: Option<i64> = conn
        .query_row("SELECT 1 FROM document LIMIT 1", [], |r| r.get(0))
        .optional()?;
    Ok(any.is_none())
}

/// Finds the account of every row. Customers files go first: they know numbers and currencies.
fn name_accounts<'a>(plan: &mut Plan<'a>, directory: &mut Directory<'a>) {
    let files = plan.files;
    for (f, file) in files.iter().enumerate() {
        for row in &file.accounts {
            let currency = row.currency.unwrap_or(file.currency);
            let slot = directory.slot(&row.key, currency, row.currency.is_some());
            plan.customers.push((f as u16, row, slot));
        }
    }
    plan.documents
        .reserve_exact(files.iter().map(|f| f.documents.len()).sum());
    plan.payments
        .reserve_exact(files.iter().map(|f| f.payments.len()).sum());
    for (f, file) in files.iter().enumerate() {
        for row in &file.documents {
            let explicit = file.states_currency || row.currency != file.currency;
            let slot = directory.slot(&row.account, row.currency, explicit);
            plan.documents.push(DocumentPlan {
                row,
                file: f as u16,
                slot,
                step: Step::NEW,
                applied: Minor::ZERO,
                last_move: row.issued,
            });
        }
        for row in &file.voided {
            let explicit = file.states_currency || row.currency != file.currency;
            if let Some(account) = directory.known(&row.account, row.currency, explicit) {
                plan.voided.push((f as u16, account, row));
            }
        }
        for row in &file.payments {
            let currency = row.currency.unwrap_or(file.currency);
            let explicit = row
                .currency
                .is_some_and(|c| file.states_currency || c != file.currency);
            let slot = directory.slot(&row.account, currency, explicit);
            plan.payments.push(PaymentPlan {
                row,
                file: f as u16,
                slot,
                known: false,
                applied: Minor::ZERO,
                last_move: row.on,
            });
        }
    }
}

/// Matches rows with the ledger's documents.
struct Known<'c> {
    conn: &'c Connection,
    /// Documents that a row was matched with: each only once.
    seen: HashSet<DocumentId>,
    first: bool,
}

/// A document of the ledger that a row may mean.
struct Candidate {
    id: DocumentId,
    due: NaiveDate,
    amount: Minor,
    amount_known: bool,
    open: Minor,
    po: Option<String>,
    job: Option<String>,
    in_snapshot: bool,
    typed_here: bool,
}

impl<'c> Known<'c> {
    fn new(conn: &'c Connection, plan: &Plan<'_>) -> Known<'c> {
        Known {
            conn,
            seen: HashSet::new(),
            first: plan.first,
        }
    }

    fn matches(&mut self, plan: &mut Plan<'_>, i: usize) -> Res<()> {
        let document = &plan.documents[i];
        if document.step == Step::SKIP || self.first {
            return Ok(());
        }
        let Some(account) = plan.slots[document.slot as usize].known else {
            return Ok(());
        };
        let row = document.row;
        let candidates = if row.number.is_empty() {
            self.unnumbered(account, row)?
        } else {
            self.numbered(account, row)?
        };
        let mut found = self.choose(row, candidates);
        if found.is_none() && row.kind.is_receivable() && !row.number.is_empty() {
            let candidates = self.fees(account, row)?;
            found = self.choose(row, candidates);
        }
        if found.is_none() && row.kind == DocumentKind::Payment {
            let candidates = self.receipts(account, row)?;
            found = self.choose(row, candidates);
        }
        let Some(found) = found else {
            return Ok(());
        };
        self.seen.insert(found.id);
        plan.is_known(i, found.id, found.open);
        let snapshot = plan.files[plan.documents[i].file as usize].kind == FileKind::Snapshot;
        self.compare(plan, account, row, &found, snapshot)
    }

    /// Instalments and re-used numbers are told apart by the due date, unnumbered rows by the amount.
    fn choose(&self, row: &StagedDocument, candidates: Vec<Candidate>) -> Option<Candidate> {
        let mut free: Vec<Candidate> = candidates
            .into_iter()
            .filter(|c| !self.seen.contains(&c.id))
            // Many books number every payment `ACH`: one of another day and another amount is another one.
            .filter(|c| {
                row.kind != DocumentKind::Payment || c.due == row.due || c.amount == row.amount
            })
            .collect();
        let best = free
            .iter()
            .position(|c| c.due == row.due && (!row.number.is_empty() || c.amount == row.amount))
            .or_else(|| free.iter().position(|c| c.due == row.due))
            .unwrap_or(0);
        (best < free.len()).then(|| free.swap_remove(best))
    }

    fn numbered(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
             WHERE number = ?1 AND account_id = ?2 AND kind = ?3 AND voided_by IS NULL AND number <> '' ORDER BY due_on",
        )?;
        let rows = statement.query_map(params![row.number, account, row.kind], candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn unnumbered(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
             WHERE account_id = ?1 AND kind = ?3 AND issued_on = ?2 AND number = '' AND voided_by IS NULL ORDER BY id",
        )?;
        let rows = statement.query_map(params![account, Day(row.issued), row.kind], candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A fee of our own that the books have under its number: it is the same one, whatever they call it.
    fn fees(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT d.id, d.due_on, d.amount_minor, d.amount_known, d.open_minor, d.po, d.job, d.in_snapshot, d.batch_id IS NULL
             FROM document d JOIN fee f ON f.document_id = d.id AND f.voided_by IS NULL
             WHERE d.number = ?1 AND d.account_id = ?2 AND d.voided_by IS NULL ORDER BY d.due_on",
        )?;
        let rows = statement.query_map(params![row.number, account], candidate)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Payments of that day, where one of the two sources gives no number: of the same amount, or of at least what is left of it.
    fn receipts(&self, account: AccountId, row: &StagedDocument) -> Res<Vec<Candidate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, due_on, amount_minor, amount_known, open_minor, po, job, in_snapshot, batch_id IS NULL FROM document
             WHERE account_id = ?1 AND kind = 'payment' AND issued_on = ?2 AND voided_by IS NULL AND (number = '' OR ?3 = '')
               AND (amount_minor = ?4 OR (?5 = 0 AND amount_minor > ?4)) ORDER BY amount_minor <> ?4, id",
        )?;
        let rows = statement.query_map(
            params![
                account,
                Day(row.issued),
                row.number,
                row.amount,
                row.amount_known
            ],
            candidate,
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the source says otherwise than before: face amount, due date, order, job.
    fn compare(
        &self,
        plan: &mut Plan<'_>,
        account: AccountId,
        row: &StagedDocument,
        found: &Candidate,
        snapshot: bool,
    ) -> Res<()> {
        if row.amount_known && found.amount_known && ordinary(row.kind) {
            settle::restate_face(self.conn, plan, account, row, found.id, found.amount)?;
        }
        let mut change = |field, after: String| {
            plan.changes.push(DocumentChange {
                id: found.id,
                account,
                field,
                after,
            });
        };
        if row.due != found.due && row.kind.raises() {
            change(Field::DocumentDue, iso(row.due));
        }
        if row.po.is_some() && row.po.as_deref() != found.po.as_deref() {
            change(
                Field::DocumentPo,
                row.po.as_deref().unwrap_or_default().to_owned(),
            );
        }
        if row.said.job.is_some() && row.said.job.as_deref() != found.job.as_deref() {
            change(
                Field::DocumentJob,
                row.said.job.as_deref().unwrap_or_default().to_owned(),
            );
        }
        // What was typed here becomes the report's as soon as the report lists it.
        if snapshot != found.in_snapshot && (snapshot || !found.typed_here) {
            change(Field::DocumentInSnapshot, i32::from(snapshot).to_string());
        }
        Ok(())
    }
}

fn candidate(r: &rusqlite::Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        id: r.get(0)?,
        due: r.get::<_, Day>(1)?.0,
        amount: r.get(2)?,
        amount_known: r.get(3)?,
        open: r.get(4)?,
        po: r.get(5)?,
        job: r.get(6)?,
        in_snapshot: r.get(7)?,
        typed_here: r.get(8)?,
    })
}

/// A kind whose balance the plan follows (cash in an open list is one, presumed rows are not).
pub(super) fn followed(kind: DocumentKind) -> bool {
    !matches!(
        kind,
        DocumentKind::PresumedCash | DocumentKind::PresumedUse | DocumentKind::SettledEarlier
    )
}
