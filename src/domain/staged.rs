//! What an import has understood of files, before anything is written: plain data between `import` and `store`.
//!
//! `import` fills it (exactly, or with issues that say why not); `store` compares it with the ledger and applies it in
//! one transaction.

use super::document::CreditReason;
use super::document::DocumentKind;
use super::money::{Currency, Minor};
use super::parts::Parts;
use super::short_text::ShortText;
use super::words::Said;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::Arc;

/// How grave an issue is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Counted, nothing to do.
    Info,
    /// Imported, worth a look.
    Warning,
    /// The row is held back; nothing is written unless `--skip-errors`.
    Error,
    /// The file cannot be imported.
    Fatal,
}

impl Severity {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
            Severity::Fatal => "fatal",
        }
    }
}

/// One finding in a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issue {
    /// Physical line, from 1; 0 = the file as a whole.
    pub line: u64,
    /// How grave.
    pub severity: Severity,
    /// The code of IMPORT §3.10: `bad_date`, `total_mismatch` …
    pub code: String,
    /// The field, where it is about one.
    pub field: Option<String>,
    /// What stood there.
    pub value: Option<String>,
    /// What is wrong and what was done or should be done.
    pub message: String,
}

/// What the absence of a document from a file means (IMPORT §3.7-3.9).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A complete list of what is open as of a day: what is absent was closed.
    Snapshot,
    /// Documents with their own balance or status: absence means nothing.
    List,
    /// Payments or credits with or without their applications.
    Payments,
    /// Accounts and contacts.
    Customers,
}

impl FileKind {
    /// The name in JSON and in profiles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            FileKind::Snapshot => "snapshot",
            FileKind::List => "list",
            FileKind::Payments => "payments",
            FileKind::Customers => "customers",
        }
    }
}

/// Which side of the ledger a snapshot lists completely: only that side can be closed by absence.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// Open invoices and credits.
    Both,
    /// Open invoices only.
    Receivables,
    /// Open credits only.
    Credits,
    /// Rows that were held back before and are mended now: what is not among them says nothing.
    Nothing,
}

/// The column that a rejects file adds: the code of what is wrong with the row. A file that has it holds rows out of a report, never the
/// whole of it.
pub const REJECT_COLUMN: &str = "bywhen_code";

/// How a row names its account: a number where the book has one, a name where not; at least one is there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct AccountKey {
    /// The number verbatim, trimmed.
    pub number: Option<String>,
    /// The name as written.
    pub name: Option<String>,
}

/// The key of a row, shared by all rows of a file that name their account alike: millions of rows name few accounts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(from = "AccountKey", into = "AccountKey")]
pub struct SharedKey(Arc<AccountKey>);

impl Deref for SharedKey {
    type Target = AccountKey;

    fn deref(&self) -> &AccountKey {
        &self.0
    }
}

// Equal keys hash alike, whether shared or not: both are derived.
impl Borrow<AccountKey> for SharedKey {
    fn borrow(&self) -> &AccountKey {
        &self.0
    }
}

impl From<AccountKey> for SharedKey {
    fn from(key: AccountKey) -> SharedKey {
        SharedKey(Arc::new(key))
    }
}

impl From<SharedKey> for AccountKey {
    fn from(key: SharedKey) -> AccountKey {
        Arc::unwrap_or_clone(key.0)
    }
}

/// A row of a customers file. `None` = the file does not say, so nothing is overwritten.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct StagedAccount {
    /// Where it stood.
    pub line: u64,
    /// Who.
    pub key: AccountKey,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Days from invoice to due date.
    pub terms_days: Option<u32>,
    /// The most that it may owe.
    pub credit_limit: Option<Minor>,
    /// Who sells to it.
    pub salesperson: Option<String>,
    /// Two-letter state or region.
    pub state: Option<String>,
    /// The person there.
    pub contact: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// Their phone.
    pub phone: Option<String>,
    /// Their mobile phone, where the book keeps it apart.
    #[serde(default)]
    pub mobile: Option<String>,
    /// The second person there.
    #[serde(default)]
    pub other_contact: Option<String>,
    /// Where bills go, in one line.
    #[serde(default)]
    pub address: Option<String>,
}

/// A document row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StagedDocument {
    /// Where it stood.
    pub line: u64,
    /// Whose.
    pub account: SharedKey,
    /// What; receivable kinds and credit kinds, and `Payment` for unapplied cash in an open list.
    pub kind: DocumentKind,
    /// The number verbatim, trimmed; may be empty on the credit side.
    pub number: ShortText,
    /// Its own date.
    pub issued: NaiveDate,
    /// Due date; the own date on the credit side.
    pub due: NaiveDate,
    /// Worked out from terms.
    pub due_derived: bool,
    /// Face amount, above zero; where the file has none, the open amount (zero for a document that a list shows as settled).
    pub amount: Minor,
    /// The file gave a face amount.
    pub amount_known: bool,
    /// What is open, at least zero.
    pub open: Minor,
    /// Its currency.
    pub currency: Currency,
    /// Purchase order.
    pub po: Option<ShortText>,
    /// Why a credit was given.
    pub reason: Option<CreditReason>,
    /// What else it says: terms, job, memo, reference, the invoice it is for.
    #[serde(flatten)]
    pub said: Said,
}

/// Part of a payment that goes to an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StagedApplication {
    /// The invoice's number, of the same account.
    pub invoice: ShortText,
    /// How much.
    pub amount: Minor,
    /// Where it stood.
    pub line: u64,
}

/// A payment, its rows put together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StagedPayment {
    /// Where its first row stood.
    pub line: u64,
    /// Whose.
    pub account: SharedKey,
    /// Its number verbatim, may be empty.
    pub number: ShortText,
    /// Its day.
    pub on: NaiveDate,
    /// How.
    pub method: Option<ShortText>,
    /// Check or trace number.
    pub reference: Option<ShortText>,
    /// The whole of it, above zero.
    pub amount: Minor,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Where it went; the rest is unapplied.
    pub applications: Parts,
}

/// A row that is held back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reject {
    /// Where it stood.
    pub line: u64,
    /// The record as it stood, cell by cell.
    pub cells: Vec<String>,
    /// Why, as a code.
    pub code: String,
    /// The customer in whose group it stood, where the report is grouped by customer.
    pub group: Option<String>,
}

/// One file, understood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StagedFile {
    /// The file's name without its folder.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// The profile's id (`qbo-aging-detail`).
    pub profile: String,
    /// What absence means.
    pub kind: FileKind,
    /// Which side a snapshot lists.
    pub covers: Covers,
    /// `utf-8`, `utf-8-bom`, `utf-16le`, `windows-1252` …
    pub encoding: String,
    /// The day of the report: its own, else the one given.
    pub as_of: Option<NaiveDate>,
    /// Physical rows that are data.
    pub rows: u64,
    /// The currency of the book that the file was read for.
    pub currency: Currency,
    /// Its rows say their currencies; where not, an account's own currency holds.
    #[serde(default)]
    pub states_currency: bool,
    /// Header cells of the file, for the rejects file.
    pub header: Vec<String>,
    /// Titles that name a filter or a part of the book (`Customer: Harbor`, `Filtered by …`), in one line.
    #[serde(default)]
    pub scope: Option<String>,
    /// The report's own net total, where it prints one.
    pub declared_total: Option<Minor>,
    /// The net total of its rows.
    pub summed_total: Minor,
    /// Customers.
    pub accounts: Vec<StagedAccount>,
    /// Documents.
    pub documents: Vec<StagedDocument>,
    /// Documents that the source took back (voided, cancelled, written off): nothing of them is owed, and nothing was paid for it.
    #[serde(default)]
    pub voided: Vec<StagedDocument>,
    /// Payments.
    pub payments: Vec<StagedPayment>,
    /// Findings, by line.
    pub issues: Vec<Issue>,
    /// Rows held back.
    pub rejects: Vec<Reject>,
}

impl StagedFile {
    /// The gravest severity among its issues.
    #[must_use]
    pub fn gravest(&self) -> Option<Severity> {
        self.issues.iter().map(|i| i.severity).max()
    }
}
