//! Files as the reader would hand them over, made row by row: for imports whose point is the ledger and not the text.
#![allow(dead_code, reason = "each test file uses a part of it")]

use crate::store_common::{Desk, day};
use bywhen::domain::document::DocumentKind;
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::parts::Parts;
use bywhen::domain::staged::{
    AccountKey, Covers, FileKind, StagedAccount, StagedDocument, StagedFile, StagedPayment,
};
use bywhen::store::protocol::{ImportOrder, ImportReport, Intent};

/// `C1|Harbor`: a number and a name, either of which may be empty.
pub fn key(text: &str) -> AccountKey {
    let (number, name) = text.split_once('|').expect("number|name");
    let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    AccountKey {
        number: some(number),
        name: some(name),
    }
}

/// An invoice of 1 September 2026, due a month later.
pub fn invoice(account: &str, number: &str, cents: i64, open: i64) -> StagedDocument {
    StagedDocument {
        line: 2,
        account: key(account).into(),
        kind: DocumentKind::Invoice,
        number: number.into(),
        issued: day("2026-09-01"),
        due: day("2026-10-01"),
        due_derived: false,
        amount: Minor::new(cents),
        amount_known: true,
        open: Minor::new(open),
        currency: Currency::USD,
        po: None,
        reason: None,
        said: Default::default(),
    }
}

/// Cash that a list shows as unapplied: of it only what is left is known.
pub fn unapplied(account: &str, number: &str, on: &str, open: i64) -> StagedDocument {
    StagedDocument {
        kind: DocumentKind::Payment,
        issued: day(on),
        due: day(on),
        amount_known: false,
        ..invoice(account, number, open, open)
    }
}

/// A payment that names no invoice.
pub fn receipt(account: &str, number: &str, on: &str, cents: i64) -> StagedPayment {
    StagedPayment {
        line: 2,
        account: key(account).into(),
        number: number.into(),
        on: day(on),
        method: None,
        reference: None,
        amount: Minor::new(cents),
        currency: None,
        applications: Parts::default(),
    }
}

/// A row of a customers file that says nothing yet.
pub fn customers(account: &str) -> StagedAccount {
    StagedAccount {
        line: 2,
        key: key(account),
        ..StagedAccount::default()
    }
}

fn file(kind: FileKind) -> StagedFile {
    StagedFile {
        file: format!("{}.csv", kind.name()),
        sha256: String::new(),
        profile: format!("test-{}", kind.name()),
        kind,
        covers: Covers::Both,
        encoding: "utf-8".into(),
        as_of: None,
        rows: 0,
        currency: Currency::USD,
        header: Vec::new(),
        scope: None,
        states_currency: false,
        declared_total: None,
        summed_total: Minor::ZERO,
        accounts: Vec::new(),
        documents: Vec::new(),
        voided: Vec::new(),
        payments: Vec::new(),
        issues: Vec::new(),
        rejects: Vec::new(),
    }
}

/// A complete list of a day.
pub fn snapshot(as_of: &str, documents: Vec<StagedDocument>) -> StagedFile {
    StagedFile {
        as_of: Some(day(as_of)),
        rows: documents.len() as u64,
        documents,
        ..file(FileKind::Snapshot)
    }
}

/// Documents with their own balances.
pub fn list(documents: Vec<StagedDocument>) -> StagedFile {
    StagedFile {
        rows: documents.len() as u64,
        documents,
        ..file(FileKind::List)
    }
}

/// A payments file.
pub fn payments(payments: Vec<StagedPayment>) -> StagedFile {
    StagedFile {
        rows: payments.len() as u64,
        payments,
        ..file(FileKind::Payments)
    }
}

/// The order to import files.
pub fn order(files: Vec<StagedFile>) -> ImportOrder {
    ImportOrder {
        files,
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: false,
    }
}

/// Imports, and expects it to be done.
pub fn import(desk: &mut Desk, files: Vec<StagedFile>) -> ImportReport {
    let done = desk.done(Intent::Import(Box::new(order(files))));
    let report = *done.import.expect("a report");
    assert!(report.applied, "{:?}", report.refused);
    report
}

/// Imports, and expects it to be refused: the reason and the report.
pub fn refused(desk: &mut Desk, files: Vec<StagedFile>) -> (String, ImportReport) {
    let done = desk.done(Intent::Import(Box::new(order(files))));
    let report = *done.import.expect("a report");
    assert!(!report.applied);
    (report.refused.clone().expect("a reason"), report)
}
