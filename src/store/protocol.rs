//! What the desk asks of the ledger, and what the ledger answers: plain data, no driver, no table.
//!
//! A write is a whole intention of the user (`FinishCall`, `Import`), never table-shaped: each is one transaction, so half a call
//! cannot be stored. Replies are facts. The store's worker is the other half of this file.

use crate::domain::account::{Account, AccountKind};
use crate::domain::aging::{AgeBy, AgingLine};
use crate::domain::document::CreditReason;
use crate::domain::facts::Facts;
use crate::domain::ids::{AccountId, BatchId, ContactId, DocumentId, EventSeq, PromiseId, TouchId};
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::{Gate, QueueRow, Reason, ReasonPoints};
use crate::domain::staged::{FileKind, Issue, StagedFile};
use crate::domain::touch::{Channel, HoldKind, Method, Owner, TouchOutcome};
use crate::domain::verdict::Verdict;
use crate::domain::view::{Prep, PromiseRow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who does something, when, and on which civil day. Made at the edge (`term`, `cli`): nothing below reads a clock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The civil day that the act counts for (`as_of`).
    pub on: NaiveDate,
    /// The collector.
    pub by: String,
    /// Made once per form or command: the same key never acts twice.
    pub key: String,
}

/// What to show of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueueAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// The first row, from 0.
    pub offset: usize,
    /// At most so many rows; 0 = all.
    pub limit: usize,
    /// Only accounts with this reason.
    pub reason: Option<Reason>,
    /// Only this collector's (accounts without one belong to everybody).
    pub collector: Option<String>,
    /// Only accounts whose name, number, phone or contact holds all these words.
    pub filter: String,
}

/// A page of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueuePage {
    /// Its rows.
    pub rows: Vec<QueueRow>,
    /// All rows that fit the question.
    pub total: usize,
    /// How many there are per reason (strongest reason), for the filter's counts.
    pub by_reason: Vec<(Reason, usize)>,
}

/// Why an account is or is not in the queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Why {
    /// Which account.
    pub account: Account,
    /// What keeps it out, if anything.
    pub gate: Option<Gate>,
    /// What speaks for it, strongest first.
    pub reasons: Vec<ReasonPoints>,
    /// Its rank, when it is in.
    pub rank: Option<u32>,
    /// What the queue knows of it.
    pub facts: Facts,
}

/// The line at the top of the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The ledger's name (the company's).
    pub company: String,
    /// The book's currency.
    pub currency: Currency,
    /// Accounts in the ledger; 0 = nothing imported yet.
    pub accounts: u64,
    /// The date of the newest report.
    pub thru: Option<NaiveDate>,
    /// Gross past due in the book's currency.
    pub past_due: Minor,
    /// What live promises bring by the end of this week (Sunday), the book's currency.
    pub promised_this_week: Minor,
    /// Live promises.
    pub promises_live: u64,
    /// Promises that are due today, late, light or broken and not made good.
    pub promises_alert: u64,
    /// Calls saved so far in this ledger (the first-use hint goes away after one).
    pub calls_saved: u64,
}

/// Which promises to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// Only with this verdict.
    pub verdict: Option<Verdict>,
    /// By-when date on or after.
    pub from: Option<NaiveDate>,
    /// By-when date on or before.
    pub to: Option<NaiveDate>,
    /// Only this account's.
    pub account: Option<AccountId>,
}

/// What a search has found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hit {
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// What matched: `invoice SI-10432`, `phone (503) 555-0142`, `9,200.00 open`.
    pub matched: String,
    /// Gross past due.
    pub past_due: Minor,
    /// Its currency.
    pub currency: Currency,
}

/// A payment that a text may mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentHit {
    /// Which payment.
    pub payment: DocumentId,
    /// From whom.
    pub name: String,
    /// Its number, may be empty.
    pub number: String,
    /// Check or trace number.
    pub reference: Option<String>,
    /// Its effective day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Minor,
    /// Its currency.
    pub currency: Currency,
    /// It was taken back already.
    pub reversed: bool,
}

/// An act that can be undone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EventLine {
    /// Its position in the log.
    pub seq: EventSeq,
    /// When.
    pub at: DateTime<Utc>,
    /// For which day.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// In words: `promise of 5,000.00 by Fri 27 Nov from Harbor Framing LLC`.
    pub what: String,
    /// Undone by that act.
    pub undone_by: Option<EventSeq>,
    /// It is itself an undo.
    pub is_undo: bool,
}

/// A promise to take.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPromise {
    /// Who gives it.
    pub account: AccountId,
    /// How much.
    pub amount: Minor,
    /// By when.
    pub by_when: NaiveDate,
    /// Named invoices; empty = the account as a whole.
    pub invoices: Vec<DocumentId>,
    /// Who gave it.
    pub contact: Option<ContactId>,
    /// How.
    pub method: Option<Method>,
    /// Check or trace number.
    pub reference: Option<String>,
    /// Promises that it replaces, said outright; the store adds those that it must replace (DOMAIN §3).
    pub supersedes: Vec<PromiseId>,
}

/// A claim to record: "already sent it".
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewClaim {
    /// How.
    pub method: Method,
    /// Check or trace number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Minor,
    /// When it left.
    pub mailed_on: NaiveDate,
    /// What for; empty = the account.
    pub invoices: Vec<DocumentId>,
}

/// A date to come back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewFollowUp {
    /// The day.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// They asked us to call.
    pub requested_by_them: bool,
}

/// A finished call or other touch with everything that came of it: one transaction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FinishCall {
    /// With whom.
    pub account: AccountId,
    /// Who answered.
    pub contact: Option<ContactId>,
    /// How.
    pub channel: Channel,
    /// They called.
    pub inbound: bool,
    /// The right person was reached.
    pub right_party: bool,
    /// What came of it.
    pub outcome: TouchOutcome,
    /// What stands in the way.
    pub barrier: Option<String>,
    /// What was typed.
    pub note: String,
    /// What next step was told.
    pub told: Option<String>,
    /// How long it took, in seconds.
    pub seconds: u32,
    /// Promises taken (their `account` is this one).
    pub promises: Vec<NewPromise>,
    /// Claims noted.
    pub claims: Vec<NewClaim>,
    /// When we come back.
    pub follow_up: Option<NewFollowUp>,
}

/// Part of a payment for one invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PayItem {
    /// Which invoice.
    pub document: DocumentId,
    /// How much; `None` = as much as is open and left of the payment.
    pub amount: Option<Minor>,
}

/// A payment to post. What names no invoice stays unapplied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPayment {
    /// From whom.
    pub account: AccountId,
    /// How much.
    pub amount: Minor,
    /// Its effective day.
    pub on: NaiveDate,
    /// How.
    pub method: Option<Method>,
    /// Check or trace number.
    pub reference: Option<String>,
    /// What it pays.
    pub items: Vec<PayItem>,
}

/// Records that the sample desk needs and later screens will write. One event each.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Record {
    /// Account fields that no report of these formats brings.
    Account {
        /// Which account.
        account: AccountId,
        /// Commercial, consumer, mixed.
        kind: Option<AccountKind>,
        /// Whose it is.
        collector: Option<String>,
        /// Who sells.
        salesperson: Option<String>,
        /// Two-letter state.
        state: Option<String>,
        /// The most that it may owe.
        credit_limit: Option<Minor>,
    },
    /// A person.
    Contact {
        /// Where.
        account: AccountId,
        /// Name.
        name: String,
        /// `AP`, `owner` …
        role: Option<String>,
        /// Phone as typed.
        phone: Option<String>,
        /// Mail as typed.
        email: Option<String>,
        /// Ask for this one first.
        preferred: bool,
    },
    /// Something that one side has to do.
    Task {
        /// Where.
        account: AccountId,
        /// Whose.
        owner: Owner,
        /// What.
        what: String,
        /// By when.
        due_on: NaiveDate,
    },
    /// A contested amount.
    Dispute {
        /// Which invoice.
        document: DocumentId,
        /// How much.
        amount: Minor,
        /// Why.
        reason: String,
    },
    /// A stop.
    Hold {
        /// Where.
        account: AccountId,
        /// Which.
        kind: HoldKind,
    },
    /// A dated construction remedy.
    LienStep {
        /// Where.
        account: AccountId,
        /// Which job.
        job: String,
        /// Which step.
        step: String,
        /// The last day for it.
        due_on: NaiveDate,
    },
    /// A credit memo typed by hand.
    Credit {
        /// For whom.
        account: AccountId,
        /// Its number.
        number: String,
        /// Its day.
        on: NaiveDate,
        /// How much.
        amount: Minor,
        /// Why.
        reason: CreditReason,
        /// In words.
        memo: Option<String>,
        /// The invoice that it lowers; none = stays open.
        invoice: Option<DocumentId>,
    },
    /// Money held back by contract on an invoice.
    Retainage {
        /// Which invoice.
        document: DocumentId,
        /// How much.
        amount: Minor,
        /// When it may be asked for.
        until: Option<NaiveDate>,
    },
    /// A promise was taken back.
    Withdraw {
        /// Which.
        promise: PromiseId,
    },
    /// A promise was an entry error.
    VoidPromise {
        /// Which.
        promise: PromiseId,
    },
}

/// How files are to be imported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ImportOrder {
    /// What was understood.
    pub files: Vec<StagedFile>,
    /// Compare and report, write nothing.
    pub dry_run: bool,
    /// Import the rest although rows are held back.
    pub skip_errors: bool,
    /// Import although the report's own total differs (recorded in the batch).
    pub accept_mismatch: bool,
    /// The typed confirmation that a snapshot may close much (IMPORT §3.7).
    pub close_missing: bool,
}

/// A whole intention that changes the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Intent {
    /// Save a call with all that came of it.
    FinishCall(Box<FinishCall>),
    /// Take a promise outside a call.
    MakePromise(NewPromise),
    /// Post a payment.
    Pay(NewPayment),
    /// Take a payment back from a day on.
    Reverse {
        /// Which payment.
        payment: DocumentId,
        /// `nsf`, `entry_error` …
        reason: String,
    },
    /// Write something down.
    AddNote {
        /// About whom.
        account: AccountId,
        /// What.
        text: String,
    },
    /// Set a date to come back.
    SetFollowUp {
        /// To whom.
        account: AccountId,
        /// When and why.
        follow_up: NewFollowUp,
    },
    /// Write one further record.
    Record(Record),
    /// Import files as one batch.
    Import(Box<ImportOrder>),
    /// Undo an act; `None` = the last one that can be.
    Undo {
        /// Which.
        seq: Option<EventSeq>,
    },
}

/// Something asked of the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// The line at the top.
    Status {
        /// The day.
        as_of: NaiveDate,
    },
    /// A page of the queue.
    Queue(QueueAsk),
    /// Why an account is or is not in the queue.
    Why {
        /// Which.
        account: AccountId,
        /// The day.
        as_of: NaiveDate,
    },
    /// The whole prep.
    Prep {
        /// Which.
        account: AccountId,
        /// The day.
        as_of: NaiveDate,
    },
    /// The account that a person means: number, then exact name, then the only one whose name starts so.
    Resolve {
        /// What was typed.
        text: String,
    },
    /// Accounts by name, number, invoice number, phone or amount.
    Find {
        /// What was typed.
        text: String,
        /// At most so many.
        limit: usize,
        /// The day.
        as_of: NaiveDate,
    },
    /// Payments by id, number, or check or trace number, exactly as typed.
    FindPayments {
        /// What was typed.
        text: String,
    },
    /// Promises with their verdicts.
    Promises(PromiseAsk),
    /// The aging report.
    Aging {
        /// The day.
        as_of: NaiveDate,
        /// By which date.
        by: AgeBy,
    },
    /// What can be undone, newest first.
    Events {
        /// At most so many.
        limit: usize,
    },
    /// Import batches, newest first.
    Batches {
        /// At most so many.
        limit: usize,
    },
    /// Prove the ledger.
    Check,
    /// Bring the facts to a day (the desk does so at start and at midnight).
    TurnDay {
        /// The day.
        to: NaiveDate,
    },
    /// Did another process write since the last question?
    Changed,
    /// Change the ledger.
    Write(Stamp, Intent),
}

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
    /// Open receivables in the file.
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
    /// Findings.
    pub issues: Vec<Issue>,
    /// What changed, document by document, for the difference panel: number, before, after (open amounts).
    pub changes: Vec<(String, Option<Minor>, Minor)>,
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
}

/// A past import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BatchLine {
    /// Which.
    pub id: BatchId,
    /// When.
    pub at: DateTime<Utc>,
    /// Its files.
    pub files: Vec<String>,
    /// The report's day.
    pub as_of: Option<NaiveDate>,
    /// In words: `12 new, 7 changed, 6 closed`.
    pub summary: String,
    /// It was undone.
    pub undone: bool,
}

/// One check of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckLine {
    /// Its name.
    pub name: String,
    /// It holds.
    pub ok: bool,
    /// What was counted, or what is wrong with the first examples.
    pub detail: String,
}

/// What a write left behind.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Done {
    /// Its position in the log: what `u` undoes.
    pub event: Option<EventSeq>,
    /// What was recorded, in words, for the message line.
    pub what: String,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// A touch that was written.
    pub touch: Option<TouchId>,
    /// Promises that were written.
    pub promises: Vec<PromiseId>,
    /// A payment or other document that was written.
    pub document: Option<DocumentId>,
    /// Promises that ended because of it.
    pub superseded: Vec<PromiseId>,
    /// The report of an import.
    pub import: Option<Box<ImportReport>>,
    /// The same key had acted before: this is what it did then.
    pub repeated: bool,
}

/// Why a request was not done. The text is for the user: what, where, what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// A rule forbids it; nothing was written.
    #[error("{0}")]
    Refused(String),
    /// Another process is writing; nothing was written.
    #[error("{0}")]
    Busy(String),
    /// An error at commit: it may or may not have been written; the key tells.
    #[error("{0}")]
    Unknown(String),
    /// The file is damaged, foreign, of another version, or the disk is full.
    #[error("{0}")]
    Storage(String),
}

/// How far long work is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// `reading`, `comparing`, `writing`, `indexing`.
    pub stage: &'static str,
    /// So much is done.
    pub done: u64,
    /// Of so much; 0 = unknown.
    pub total: u64,
}

/// What the store answers.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// To `Status`.
    Status(Box<Status>),
    /// To `Queue`.
    Queue(Box<QueuePage>),
    /// To `Why`.
    Why(Box<Why>),
    /// To `Prep`.
    Prep(Box<Prep>),
    /// To `Resolve`.
    Account(Box<Account>),
    /// To `Find`.
    Hits(Vec<Hit>),
    /// To `FindPayments`, newest first.
    Payments(Vec<PaymentHit>),
    /// To `Promises`, by date.
    Promises(Vec<PromiseRow>),
    /// To `Aging`.
    Aging(Vec<AgingLine>),
    /// To `Events`.
    Events(Vec<EventLine>),
    /// To `Batches`.
    Batches(Vec<BatchLine>),
    /// To `Check`.
    Checked(Vec<CheckLine>),
    /// To `TurnDay`: so many accounts were brought up to date.
    Turned(u64),
    /// To `Changed`.
    Changed(bool),
    /// To `Write`.
    Done(Box<Done>),
    /// Long work goes on; another reply with the same number follows.
    Progress(Progress),
    /// It was not done.
    Failed(StoreError),
}
