//! What came of an import, file by file.

use super::merging::NearMatch;
use crate::domain::ids::BatchId;
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{FileKind, Issue, StagedFile};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What changed in one file's import.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FileReport {
    /// The file's name.
    pub file: String,
    /// The profile that read it.
    pub profile: String,
    /// What absence means.
    pub kind: Option<FileKind>,
    /// How it was encoded.
    pub encoding: String,
    /// The report's day.
    pub as_of: Option<NaiveDate>,
    /// Data rows.
    pub rows: u64,
    /// Accounts: new, changed, unchanged.
    pub accounts: Counts,
    /// Documents: new, changed, unchanged, closed.
    pub documents: Counts,
    /// Payments: new, unchanged.
    pub payments: Counts,
    /// Open amounts of the file in each currency, the book's first.
    pub currencies: Vec<CurrencyReport>,
    /// Open receivables in the file, in the book's currency; so are the sums below.
    pub open_invoices: u64,
    /// Their sum.
    pub total_open: Minor,
    /// Open credits in the file, counted.
    pub credits: u64,
    /// Their sum, above zero.
    pub total_credits: Minor,
    /// Past due in the file as of its day (gross).
    pub past_due: Minor,
    /// The report's own total.
    pub declared_total: Option<Minor>,
    /// Declared less summed; `None` without a declared total.
    pub difference: Option<Minor>,
    /// Differences from what a person typed that this file brought up.
    pub questions: u64,
    /// New accounts that read like known ones.
    pub near: Vec<NearMatch>,
    /// Findings.
    pub issues: Vec<Issue>,
    /// The largest changes of documents that were here before, for the difference panel (answers of earlier versions have another list).
    #[serde(default, rename = "changed_documents")]
    pub changes: Vec<ChangedDocument>,
}

/// A document that an import changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChangedDocument {
    /// Whose.
    pub customer: String,
    /// Its number; empty = it has none.
    pub number: String,
    /// Open before.
    pub before: Minor,
    /// Open after.
    pub after: Minor,
}

impl FileReport {
    /// What is known of a file by itself, before the ledger is asked.
    #[must_use]
    pub fn of(file: &StagedFile) -> FileReport {
        FileReport {
            file: file.file.clone(),
            profile: file.profile.clone(),
            kind: Some(file.kind),
            encoding: file.encoding.clone(),
            as_of: file.as_of,
            rows: file.rows,
            declared_total: file.declared_total,
            difference: file
                .declared_total
                .and_then(|declared| declared.minus(file.summed_total).ok()),
            issues: file.issues.clone(),
            ..FileReport::default()
        }
    }
}

/// Open amounts of a file in one currency.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CurrencyReport {
    /// Which.
    pub currency: Currency,
    /// Open receivables.
    pub open_invoices: u64,
    /// Their sum.
    pub total_open: Minor,
    /// Open credits, counted.
    pub credits: u64,
    /// Their sum, above zero.
    pub total_credits: Minor,
    /// Past due as of the file's day (gross).
    pub past_due: Minor,
}

/// A reason to doubt that a list is the whole of the book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Doubt {
    /// `mass_close`, `scope_changed`, `other_profile`, `total_absent`.
    pub code: String,
    /// In words, with its figures.
    pub text: String,
}

/// How many rows of a kind were new, changed, left, closed.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Were not there.
    pub new: u64,
    /// Were there with other values.
    pub changed: u64,
    /// Were there as they are.
    pub unchanged: u64,
    /// Were there and are not any more.
    pub closed: u64,
}

impl Counts {
    /// Counts those of another file as well.
    pub fn add(&mut self, other: Counts) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.closed += other.closed;
    }
}

/// What came of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// The batch, when something was written.
    pub batch: Option<BatchId>,
    /// Something was written (or would be: never true in a dry run).
    pub applied: bool,
    /// The book's currency.
    pub currency: Option<Currency>,
    /// File by file.
    pub files: Vec<FileReport>,
    /// Why nothing was written, in one line.
    pub refused: Option<String>,
    /// Why a list that closes documents may not be whole; without `close_missing` the first of them refuses it.
    pub doubts: Vec<Doubt>,
}
