//! What changes the ledger: whole intentions of the user, one transaction each.

use super::merging::Take;
use crate::domain::account::AccountKind;
use crate::domain::audit::NewAudit;
use crate::domain::document::CreditReason;
use crate::domain::ids::{AccountId, ContactId, DocumentId, EventSeq, PromiseId, QuestionId};
use crate::domain::money::Minor;
use crate::domain::split::Split;
use crate::domain::staged::StagedFile;
use crate::domain::touch::{HoldKind, Method};
use crate::domain::verdict::Verdict;

use super::{
    CaseDeed, ClockAct, CreditAct, FeeDeed, FinishCall, LetterDeed, NewHold, Remedy, ReviewAct,
    StaffAct,
};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

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
    /// How the amount is laid over the invoices.
    #[serde(default)]
    pub split: Split,
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
    /// The address that they sent it to, as they said it.
    #[serde(default)]
    pub mailed_to: Option<String>,
}

/// A date to come back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewFollowUp {
    /// The day.
    pub due_on: NaiveDate,
    /// At which hour, on the desk's clock.
    #[serde(default)]
    pub at: Option<NaiveTime>,
    /// Why.
    pub reason: String,
    /// They asked us to call.
    pub requested_by_them: bool,
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
        /// Its IANA time zone.
        #[serde(default)]
        zone: Option<String>,
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
        /// The IANA time zone, when it is not the account's.
        #[serde(default)]
        zone: Option<String>,
    },
    /// A stop.
    Hold {
        /// Where.
        account: AccountId,
        /// Which.
        kind: HoldKind,
    },
    /// The end of a stop.
    LiftHold {
        /// Where.
        account: AccountId,
        /// Which.
        kind: HoldKind,
        /// The supervisor who allows it; a bankruptcy is lifted by nobody else.
        allowed_by: Option<String>,
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
    /// Another name that reports use for an account.
    Alias {
        /// Whose.
        account: AccountId,
        /// The other name, as the report writes it.
        name: String,
    },
    /// A name that reads like an account's means another customer: not asked again.
    Apart {
        /// The account that it does not mean.
        account: AccountId,
        /// The name, as the report writes it.
        name: String,
    },
    /// A difference between a report and what was typed is decided.
    Answer {
        /// Which.
        question: QuestionId,
        /// Whose value holds.
        take: Take,
    },
    /// A promise was taken back.
    Withdraw {
        /// Which.
        promise: PromiseId,
    },
    /// A supervisor rules what a promise counts as, beside what the ledger says.
    Rule {
        /// Which.
        promise: PromiseId,
        /// Kept, kept late, broken, or voided (excused: in no rate). `None` = what the ledger says counts again.
        verdict: Option<Verdict>,
        /// Why.
        reason: String,
        /// The supervisor.
        ruled_by: String,
    },
    /// Where mail reaches a salesperson; none = nowhere (any more).
    Seller {
        /// As the accounts name them.
        name: String,
        /// The mailbox.
        mail: Option<String>,
    },
    /// A promise was an entry error.
    VoidPromise {
        /// Which.
        promise: PromiseId,
    },
}

/// A list that left the ledger: what, how much, and the fingerprint of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Exported {
    /// `accounts`, `open-items`, `promises`, `activity`.
    pub what: String,
    /// `csv`, `xlsx`, `json`.
    pub format: String,
    /// Its rows.
    pub rows: u64,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
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
    /// One remedy outside a call: a dispute, a task, a changed contact …
    Remedy {
        /// At which account.
        account: AccountId,
        /// What.
        remedy: Box<Remedy>,
    },
    /// What is done in review: decide, ask, answer, hold shipments.
    Review(ReviewAct),
    /// What is decided about credit: a limit, terms, a group.
    Credit(CreditAct),
    /// Stop all contact.
    Hold(Box<NewHold>),
    /// Write a stop or a warning into the audit trail.
    Audit(NewAudit),
    /// What is decided about collectors and whose accounts are whose.
    Staff(StaffAct),
    /// Write one further record.
    Record(Record),
    /// What is done about a dispute or deduction.
    Case(Box<CaseDeed>),
    /// Post a fee, give some of it up, take either back.
    Fee(Box<FeeDeed>),
    /// Write down that a list left the ledger.
    Exported(Exported),
    /// A day is closed: what was open that evening.
    CloseDay(Box<crate::domain::reports::CloseDay>),
    /// Something is done with the ladder, a placement or a job.
    Clock(Box<ClockAct>),
    /// Write, send or settle a letter.
    Letter(Box<LetterDeed>),
    /// Import files as one batch.
    Import(Box<ImportOrder>),
    /// Make anew what is worked out from rows (open amounts, keys, facts); never money, never the log.
    Repair,
    /// Undo an act; `None` = the last one that can be.
    Undo {
        /// Which.
        seq: Option<EventSeq>,
    },
}
