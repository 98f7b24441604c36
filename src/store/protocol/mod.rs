//! What the desk asks of the ledger, and what the ledger answers: plain data, no driver, no table.
//!
//! A write is a whole intention of the user (`FinishCall`, `Import`), never table-shaped: each is one transaction, so half a call
//! cannot be stored. Replies are facts. The store's worker is the other half of this file.

mod acts;
mod backup;
mod call;
mod cases;
mod check;
mod clocks;
mod credit;
mod done;
mod fees;
mod imports;
mod inbound;
mod merging;
mod outbox;
mod presence;
mod reads;
mod redaction;
mod reports;
mod review;
mod sales;
mod staff;

pub use acts::*;
pub use backup::*;
pub use call::*;
pub use cases::*;
pub use check::*;
pub use clocks::*;
pub use credit::*;
pub use done::*;
pub use fees::*;
pub use imports::*;
pub use inbound::*;
pub use merging::*;
pub use outbox::*;
pub use presence::*;
pub use reads::*;
pub use redaction::*;
pub use reports::*;
pub use review::*;
pub use sales::*;
pub use staff::*;

use crate::domain::account::Account;
use crate::domain::adds_up::Sums;
use crate::domain::aging::{AgeBy, AgingLine};
use crate::domain::approval::Approval;
use crate::domain::audit::AuditLine;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::listing::{AccountItems, Activity};
use crate::domain::money::Minor;
use crate::domain::view::{Prep, PromiseRow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

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
    /// A page of the promises with what they come to by group and by day.
    PromiseBoard(PromiseBoardAsk),
    /// One promise with its sentence, its history and whose word it is.
    PromiseDetail {
        /// Which.
        promise: PromiseId,
        /// The day.
        as_of: NaiveDate,
    },
    /// What either side has to do, the most urgent first.
    Tasks(TaskAsk),
    /// A page of what we promised, with how much there is by group and by day.
    TaskBoard(TaskBoardAsk),
    /// Notes of all accounts that hold all these words (or begin with them), newest first.
    SearchNotes {
        /// What was typed.
        text: String,
        /// Only this account's.
        account: Option<AccountId>,
        /// At most so many.
        limit: usize,
        /// The day.
        as_of: NaiveDate,
    },
    /// Which open invoices of an account add up to an amount: `bywhen find AMOUNT --account`.
    AddsUp {
        /// Whose.
        account: AccountId,
        /// To how much.
        amount: Minor,
        /// The day.
        as_of: NaiveDate,
    },
    /// Promises that were not kept and wait for a decision.
    Review(ReviewAsk),
    /// What was decided, and what came of it.
    Decided(DecidedAsk),
    /// Whose accounts are whose.
    Collectors {
        /// The day.
        as_of: NaiveDate,
    },
    /// What a plan to move accounts comes to, before it is done.
    PlanMove {
        /// The plan.
        plan: MovePlan,
        /// By what is open and past due on that day.
        as_of: NaiveDate,
    },
    /// What waits for a supervisor's yes or no, oldest first.
    Approvals {
        /// The day.
        as_of: NaiveDate,
        /// What was answered too.
        ended: bool,
    },
    /// Fees that may be posted: at one account, or wherever there is one.
    FeePreviews {
        /// Only this one.
        account: Option<AccountId>,
        /// The day.
        as_of: NaiveDate,
    },
    /// Disputes and deductions that are open, oldest first.
    Cases {
        /// The day.
        as_of: NaiveDate,
    },
    /// The audit trail.
    Audit(AuditAsk),
    /// Lien dates, filings, notice periods, placement windows, by day.
    Lane {
        /// The day.
        as_of: NaiveDate,
    },
    /// Every placement, newest first.
    Placements {
        /// The day.
        as_of: NaiveDate,
    },
    /// Letters, and requests that no letter answers yet.
    Outbox(OutboxAsk),
    /// Who sells, and where mail reaches them.
    Sellers,
    /// Which accounts and documents a mail is about.
    ReadMail(MailAsk),
    /// The aging report.
    Aging {
        /// The day.
        as_of: NaiveDate,
        /// By which date.
        by: AgeBy,
    },
    /// Every account with what is open on it, for an export.
    OpenItems {
        /// The day.
        as_of: NaiveDate,
    },
    /// Touches of some days, for an export.
    Activity {
        /// From this day on; `None` = from the first.
        from: Option<NaiveDate>,
        /// Up to this day.
        to: NaiveDate,
    },
    /// What can be undone, newest first.
    Events {
        /// At most so many.
        limit: usize,
    },
    /// The newest act of somebody that an undo would take back.
    LastAct {
        /// Whose.
        by: String,
    },
    /// Import batches, newest first.
    Batches {
        /// At most so many.
        limit: usize,
    },
    /// Other names of accounts: of one, or of all.
    Aliases {
        /// Only of this one.
        account: Option<AccountId>,
    },
    /// Accounts that read alike, of which nobody has said whether they are one customer.
    Alike,
    /// Differences between reports and what was typed, not decided yet: of one account, or of all.
    Questions {
        /// Only of this one.
        account: Option<AccountId>,
    },
    /// One step towards the reports of a scope, or the rows behind a figure: asked again until they are ready.
    Report(Box<ReportAsk>),
    /// One step towards the close of a day: asked again until it is ready, then written (`Intent::CloseDay`).
    CloseOf {
        /// Which day.
        day: NaiveDate,
        /// It is made later than on the day after.
        derived: bool,
    },
    /// Money said to be under way that should be here by now.
    Awaited {
        /// The day.
        as_of: NaiveDate,
    },
    /// Prove the ledger.
    Check(CheckAsk),
    /// Bring the facts to a day (the desk does so at start and at midnight).
    TurnDay {
        /// The day.
        to: NaiveDate,
    },
    /// Did another process write since the last question?
    Changed,
    /// Say who is here and with which account, and hear who else is.
    Here(Here),
    /// Make a backup of the ledger.
    Backup {
        /// The new file.
        to: PathBuf,
        /// Who, and when.
        stamp: Stamp,
    },
    /// Change the ledger.
    Write(Stamp, Intent),
    /// What would become of intentions, one after the other: all is done in a transaction that is never kept.
    Rehearse(Stamp, Vec<Intent>),
}

/// What the store answers.
#[derive(Clone, PartialEq, Debug)]
pub enum Reply {
    /// Why each intention of a rehearsal would be refused; none = it would be done.
    Rehearsed(Vec<Option<String>>),
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
    /// To `PromiseBoard`.
    PromiseBoard(Box<PromiseBoard>),
    /// To `PromiseDetail`; none when there is no such promise.
    PromiseDetail(Option<Box<PromiseDetail>>),
    /// To `Tasks`.
    Tasks(Vec<TaskRow>),
    /// To `TaskBoard`.
    TaskBoard(Box<TaskBoard>),
    /// To `SearchNotes`.
    Notes(Vec<NoteHit>),
    /// To `AddsUp`.
    Sums(Sums),
    /// To `Review`.
    Review(Box<ReviewPage>),
    /// To `Decided`.
    Decided(Box<DecidedPage>),
    /// To `Collectors`.
    Collectors(Box<CollectorsPage>),
    /// To `PlanMove`.
    Moves(Box<MovePreview>),
    /// To `Approvals`.
    Approvals(Vec<Approval>),
    /// To `FeePreviews`, by name.
    FeePreviews(Vec<FeePreview>),
    /// To `Cases`.
    Cases(Vec<CaseRow>),
    /// To `Audit`, newest first.
    Audit(Vec<AuditLine>),
    /// To `Lane`.
    Lane(Box<Lane>),
    /// To `Placements`.
    Placements(Vec<PlacementRow>),
    /// To `Outbox`.
    Outbox(Box<Outbox>),
    /// To `Sellers`, by name.
    Sellers(Vec<Seller>),
    /// To `ReadMail`, the likeliest account first.
    MailAccounts(Vec<MailAccount>),
    /// To `Aging`.
    Aging(Vec<AgingLine>),
    /// To `OpenItems`, in the order in which accounts came.
    OpenItems(Vec<AccountItems>),
    /// To `Activity`, by day.
    Activity(Vec<Activity>),
    /// To `Events`.
    Events(Vec<EventLine>),
    /// To `LastAct`.
    LastAct(Option<EventLine>),
    /// To `Batches`.
    Batches(Vec<BatchLine>),
    /// To `Aliases`, by account.
    Aliases(Vec<AliasLine>),
    /// To `Alike`, by name.
    Alike(Vec<NearMatch>),
    /// To `Questions`, oldest first.
    Questions(Vec<QuestionLine>),
    /// To `Awaited`, the newest first.
    Awaited(Vec<AwaitedMoney>),
    /// To `Report` and `CloseOf`.
    Reported(Reported),
    /// To `Check`.
    Checked(Box<Checked>),
    /// To `TurnDay`: so many accounts were brought up to date.
    Turned(u64),
    /// To `Changed`.
    Changed(bool),
    /// To `Here`.
    Others(Vec<Other>),
    /// To `Backup`.
    BackedUp(Box<Manifest>),
    /// To `Write`.
    Done(Box<Done>),
    /// Long work goes on; another reply with the same number follows.
    Progress(Progress),
    /// A write waits for somebody else's; another reply with the same number follows.
    Waiting(Waiting),
    /// It was not done.
    Failed(StoreError),
}
