//! The contract's document of `bywhen import --json`.

use crate::domain::ids::BatchId;
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::Issue;
use crate::store::protocol::{Counts, CurrencyReport, Doubt, FileReport, ImportReport, NearMatch};
use chrono::NaiveDate;
use serde::Serialize;

/// The document.
#[derive(Serialize)]
pub struct Document<'a> {
    batch: Option<BatchId>,
    applied: bool,
    refused: Option<&'a str>,
    currency: Option<Currency>,
    /// Why a list that closes documents may not be whole.
    doubts: &'a [Doubt],
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    profile: &'a str,
    kind: Option<&'static str>,
    encoding: &'a str,
    as_of: Option<NaiveDate>,
    rows: u64,
    accounts: Accounts,
    documents: Counts,
    payments: Payments,
    open_invoices: u64,
    total_open: Minor,
    credits: u64,
    total_credits: Minor,
    past_due: Minor,
    declared_total: Option<Minor>,
    difference: Option<Minor>,
    currencies: &'a [CurrencyReport],
    /// New accounts that read like known ones.
    near: &'a [NearMatch],
    /// Differences from what was typed that it brought up.
    questions: u64,
    issues: &'a [Issue],
}

#[derive(Serialize)]
struct Accounts {
    new: u64,
    changed: u64,
    unchanged: u64,
}

#[derive(Serialize)]
struct Payments {
    new: u64,
    changed: u64,
    unchanged: u64,
}

impl<'a> Document<'a> {
    /// The report of an import, done or refused.
    pub fn new(report: &'a ImportReport) -> Self {
        Document {
            batch: report.batch,
            applied: report.applied,
            refused: report.refused.as_deref(),
            currency: report.currency,
            doubts: &report.doubts,
            files: report.files.iter().map(File::from).collect(),
        }
    }
}

impl<'a> From<&'a FileReport> for File<'a> {
    fn from(file: &'a FileReport) -> Self {
        File {
            file: &file.file,
            profile: &file.profile,
            kind: file.kind.map(|kind| kind.name()),
            encoding: &file.encoding,
            as_of: file.as_of,
            rows: file.rows,
            accounts: Accounts {
                new: file.accounts.new,
                changed: file.accounts.changed,
                unchanged: file.accounts.unchanged,
            },
            documents: file.documents,
            payments: Payments {
                new: file.payments.new,
                changed: file.payments.changed,
                unchanged: file.payments.unchanged,
            },
            open_invoices: file.open_invoices,
            total_open: file.total_open,
            credits: file.credits,
            total_credits: file.total_credits,
            past_due: file.past_due,
            declared_total: file.declared_total,
            difference: file.difference,
            currencies: &file.currencies,
            near: &file.near,
            questions: file.questions,
            issues: &file.issues,
        }
    }
}
