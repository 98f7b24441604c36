//! Compares files with the ledger: which rows are new, which changed, and what must have happened in between.
//!
//! Order: accounts, documents, payments with their applications, credits that name an invoice, then what is left of each stated
//! balance, then (for a complete list) what is missing. `settle` and `snapshot` are the later steps.

use super::bulk::Room;
use super::directory::Directory;
use super::index::NumberIndex;
use super::known::{Known, Seen};
use super::plan::{Closable, DocumentPlan, PaymentPlan, Plan, Step};
use super::{
    awaited, customers, doubt, guard, moved, near, payments, receipts, report, settle, snapshot,
    typed, voids,
};
use crate::domain::document::DocumentKind;
use crate::domain::money::Minor;
use crate::domain::staged::{FileKind, StagedFile};
use crate::store::fault::Res;
use crate::store::protocol::{ImportOrder, ImportReport};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};
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
    let mut seen = Seen::default();
    let _room = Room::of_rows(conn, plan.documents.len())?;
    // Of a first import there is nothing to look up.
    let posted = if plan.first {
        Vec::new()
    } else {
        Known::new(conn, &mut seen)?.matches(&mut plan, progress)?
    };
    payments::plan(conn, &mut plan, &index, &posted)?;
    settle::credits(conn, &mut plan, &index)?;
    awaited::arrive(conn, &mut plan)?;
    settle::balances(conn, &mut plan)?;
    voids::settle(conn, &mut plan, &mut seen)?;
    if let Some(reason) = moved::plan(conn, &mut plan, &mut seen, order.close_missing)? {
        plan.report.refused = Some(reason);
    }
    if is_snapshot {
        snapshot::close(conn, &mut plan, &seen, order.close_missing)?;
    }
    snapshot::pair(&mut plan)?;
    typed::settle(conn, &mut plan, &seen)?;
    receipts::settle(conn, &mut plan, &seen)?;
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

/// A kind whose balance the plan follows (cash in an open list is one, presumed rows are not).
pub(super) fn followed(kind: DocumentKind) -> bool {
    !matches!(
        kind,
        DocumentKind::PresumedCash | DocumentKind::PresumedUse | DocumentKind::SettledEarlier
    )
}
