//! What a collector sees of an account before dialling: derived lines, ready to show. No layout, no colour.

use super::account::{Account, Contact};
use super::aging::Buckets;
use super::answer::Answer;
use super::call_rules::{CallLimit, CallProfile};
use super::clocks::Clocks;
use super::credit::CreditFile;
use super::dispute::{CaseKind, DisputeCode, DisputeEnd};
use super::document::{CreditReason, DocumentKind};
use super::fee::FeesView;
use super::ids::{
    AccountId, ClaimId, ContactId, DisputeId, DocumentId, FollowUpId, PlanId, PromiseId,
    QuestionId, TaskId, TouchId, WaiverId,
};
use super::local_time::Place;
use super::money::{Currency, Minor};
use super::plan::PlanState;
use super::prep::file::FileSection;
use super::promise::Promise;
use super::queue::{Gate, ReasonPoints};
use super::retry::Attempt;
use super::script::ScriptFacts;
use super::task::TaskKind;
use super::touch::{Channel, ClaimStep, Hold, Method, Overstep, Owner, TouchOutcome};
use super::verdict::{Credibility, Judgement, Verdict};
use super::waiver::WaiverState;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// How a line of the brief should be read.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Broken, held.
    Bad,
    /// Due, late.
    Warn,
    /// Kept.
    Good,
    /// Just worth knowing.
    Plain,
}

/// One fact worth knowing before dialling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BriefLine {
    /// How to read it.
    pub tone: Tone,
    /// The fact, one sentence without a full stop.
    pub text: String,
}

/// An open invoice as the prep shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// Which document.
    pub id: DocumentId,
    /// Invoice, debit note or journal.
    pub kind: DocumentKind,
    /// The number verbatim.
    pub number: String,
    /// Invoice date.
    pub issued: NaiveDate,
    /// Due date.
    pub due: NaiveDate,
    /// Worked out from terms.
    pub due_derived: bool,
    /// Days past due; 0 or less when not.
    pub days_late: i64,
    /// Face amount.
    pub amount: Minor,
    /// What is open.
    pub open: Minor,
    /// Of it contested.
    pub disputed: Minor,
    /// Of it held back by contract.
    pub retainage: Minor,
    /// Until then; `None` = unknown, or nothing is held back.
    pub retainage_until: Option<NaiveDate>,
    /// Who pays them first, as they said.
    pub retainage_payer: Option<String>,
    /// Of it covered by promises whose date is today or ahead.
    pub promised: Minor,
    /// Of it given up, and not in the books yet: a credit that was agreed, a waiver that was earned.
    pub conceded: Minor,
    /// What cash has settled of it.
    pub paid: Minor,
    /// Job or project.
    pub job: Option<String>,
    /// Purchase order.
    pub po: Option<String>,
}

/// A credit with the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditLine {
    /// Which document.
    pub id: DocumentId,
    /// Credit memo, journal or write-off.
    pub kind: DocumentKind,
    /// The number verbatim.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Its size, above zero.
    pub amount: Minor,
    /// What of it is not used yet.
    pub open: Minor,
    /// Why it was given.
    pub reason: CreditReason,
    /// The book's own words.
    pub memo: Option<String>,
}

/// A payment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentLine {
    /// Which document.
    pub id: DocumentId,
    /// Cash, or presumed from a fall between two snapshots.
    pub kind: DocumentKind,
    /// Its number, may be empty.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// How.
    pub method: Option<String>,
    /// Check or trace number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Minor,
    /// Not applied to anything.
    pub unapplied: Minor,
    /// Taken back on that day.
    pub reversed_on: Option<NaiveDate>,
}

/// A promise with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseLine {
    /// The record.
    pub promise: Promise,
    /// The verdict with its reasons.
    pub judgement: Judgement,
    /// Numbers of its invoices, in the promise's order; empty = the account.
    pub invoices: Vec<String>,
    /// Who gave it.
    pub contact: Option<String>,
    /// The verdict in one sentence.
    pub explained: String,
    /// The chain of dates on one line, where there is more than one: `5 Sep > 19 Sep > 3 Oct: 3rd date, +28 d, 0.00 received`.
    pub chain_line: Option<String>,
}

/// A touch or note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoteLine {
    /// Which touch.
    pub id: TouchId,
    /// The civil day.
    pub on: NaiveDate,
    /// The instant, for the hour.
    pub at: DateTime<Utc>,
    /// How.
    pub channel: Channel,
    /// They came to us.
    pub inbound: bool,
    /// What came of it.
    pub outcome: TouchOutcome,
    /// Whose.
    pub by: String,
    /// With whom.
    pub contact: Option<String>,
    /// What stands in the way.
    pub barrier: Option<String>,
    /// The text.
    pub note: String,
    /// What next step was told.
    pub told: Option<String>,
    /// It was made in spite of a limit on calls.
    pub overstep: Option<Overstep>,
    /// For which day it was announced.
    pub told_for: Option<NaiveDate>,
    /// What they answered, in order.
    pub answers: Vec<Answer>,
    /// Every barrier that was named.
    pub barriers: Vec<String>,
}

/// Something promised that is not money.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaskLine {
    /// Which task.
    pub id: TaskId,
    /// Whose.
    pub owner: Owner,
    /// What kind of thing.
    pub kind: TaskKind,
    /// What.
    pub what: String,
    /// Who of that side.
    pub person: Option<String>,
    /// The day it was promised.
    pub made_on: NaiveDate,
    /// By when.
    pub due_on: NaiveDate,
    /// What became of it, judged by the dates of a promise.
    pub verdict: Verdict,
    /// The day it was done or dropped.
    pub ended_on: Option<NaiveDate>,
    /// Business days late; 0 when not.
    pub late: i64,
}

impl TaskLine {
    /// Whose it is, in words: a look of our own at something is owed to nobody.
    #[must_use]
    pub const fn whose(&self) -> &'static str {
        match self.owner {
            Owner::Us if self.kind.is_owed() => "we owe",
            Owner::Us => "to do",
            Owner::Them => "they owe",
        }
    }
}

/// A claim that money is under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Which claim.
    pub id: ClaimId,
    /// How.
    pub method: Method,
    /// Check or trace number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Minor,
    /// When it is said to have left.
    pub mailed_on: NaiveDate,
    /// When it should be here.
    pub expected_by: NaiveDate,
    /// It should have been here.
    pub overdue: bool,
    /// Where they sent it.
    pub mailed_to: Option<String>,
    /// What was done about it, oldest first.
    pub steps: Vec<ClaimStep>,
}

/// An open dispute.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DisputeLine {
    /// Which.
    pub id: DisputeId,
    /// Which invoice.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// What of its amount is still open on the invoice.
    pub amount: Minor,
    /// Why, by its code.
    pub code: Option<DisputeCode>,
    /// Why, in words.
    pub reason: String,
    /// Who answers it.
    pub owner: Option<String>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// By when it is to be answered.
    pub due_on: Option<NaiveDate>,
    /// Business days late with the answer; 0 when not.
    pub late: i64,
    /// Contested, or kept back of a payment.
    pub kind: CaseKind,
    /// It was settled before, and opened again.
    pub again: bool,
}

/// A dispute that has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SettledLine {
    /// Which.
    pub id: DisputeId,
    /// The invoice's number.
    pub number: String,
    /// What was contested.
    pub amount: Minor,
    /// Why, in words.
    pub reason: String,
    /// Contested, or kept back of a payment.
    pub kind: CaseKind,
    /// When it was first opened.
    pub opened_on: NaiveDate,
    /// When it ended.
    pub ended_on: NaiveDate,
    /// Which way; `None` = not said.
    pub how: Option<DisputeEnd>,
    /// What they get of it.
    pub credited: Minor,
    /// It was opened again.
    pub reopened: bool,
}

/// A waiver with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaiverLine {
    /// Which.
    pub id: WaiverId,
    /// How much.
    pub amount: Minor,
    /// Why.
    pub reason: String,
    /// The promise that it hangs on.
    pub promise: PromiseId,
    /// Its date.
    pub by_when: NaiveDate,
    /// The invoice or fee that it is about, where it is about one.
    pub document: Option<DocumentId>,
    /// What became of it.
    pub state: WaiverState,
}

/// A plan with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanLine {
    /// Which.
    pub id: PlanId,
    /// All of it.
    pub amount: Minor,
    /// What came for it within its windows or after.
    pub received: Minor,
    /// Its promises, in order, with their verdicts.
    pub instalments: Vec<(PromiseId, Verdict)>,
    /// The next day on which something of it is due.
    pub next: Option<NaiveDate>,
    /// What became of it.
    pub state: PlanState,
}

/// How far the word of one person goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContactWord {
    /// Who.
    pub contact: ContactId,
    /// Over the promises that they gave.
    pub credibility: Credibility,
    /// Claims of money under way that never came.
    pub claims_missing: u32,
}

/// The live follow-up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUpLine {
    /// Which.
    pub id: FollowUpId,
    /// The day.
    pub due_on: NaiveDate,
    /// The hour on the desk's clock, where one was agreed.
    pub at: Option<NaiveTime>,
    /// Why.
    pub reason: String,
    /// They asked for it.
    pub requested_by_them: bool,
}

/// What must be looked at before dialling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Safety {
    /// The date of the newest report in the ledger.
    pub ledger_thru: Option<NaiveDate>,
    /// Cash that is not applied to anything, above zero.
    pub unapplied_cash: Minor,
    /// Contested money.
    pub disputed: Minor,
    /// Calls in the last 7 days.
    pub calls_this_week: u32,
    /// Talks with a right person in the last 7 days.
    pub talks_this_week: u32,
    /// Why nobody may call: a hold.
    pub blocked: Option<String>,
    /// Soft limits that stand against a call: how often. The hours are told by `call_rules::there`, which needs an instant.
    pub limits: Vec<CallLimit>,
    /// When this account may be called.
    pub profile: CallProfile,
    /// By which rules: `consumer rules (12 CFR 1006)`.
    pub rules: String,
    /// Where the one to ask for is.
    pub place: Place,
    /// What should make one think twice.
    pub warnings: Vec<String>,
}

/// The whole prep of an account as of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prep {
    /// As of.
    pub as_of: NaiveDate,
    /// Who.
    pub account: Account,
    /// Gross open.
    pub open: Minor,
    /// Gross past due.
    pub past_due: Minor,
    /// What may be asked for.
    pub collectible: Minor,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// Gross by age.
    pub buckets: Buckets,
    /// Why it is in the queue, strongest first.
    pub reasons: Vec<ReasonPoints>,
    /// Why it is not.
    pub gate: Option<Gate>,
    /// Three to six facts, most important first.
    pub brief: Vec<BriefLine>,
    /// The people.
    pub contacts: Vec<Contact>,
    /// What reports say otherwise than it was typed here, not decided yet; the ledger fills it in.
    pub questions: Vec<QuestionLine>,
    /// Open invoices, oldest due first.
    pub invoices: Vec<InvoiceLine>,
    /// Credits, newest first.
    pub credits: Vec<CreditLine>,
    /// Payments, newest first.
    pub payments: Vec<PaymentLine>,
    /// Promises, newest first.
    pub promises: Vec<PromiseLine>,
    /// Touches and notes, newest first.
    pub notes: Vec<NoteLine>,
    /// Open tasks, ours first.
    pub tasks: Vec<TaskLine>,
    /// Claims that have not come.
    pub claims: Vec<ClaimLine>,
    /// The live follow-up.
    pub follow_up: Option<FollowUpLine>,
    /// Open disputes, oldest first.
    pub disputes: Vec<DisputeLine>,
    /// Disputes that have ended, newest first.
    pub settled: Vec<SettledLine>,
    /// Fees: posted, and what may be.
    pub fees: FeesView,
    /// Plans that are not done, newest first.
    pub plans: Vec<PlanLine>,
    /// Waivers, newest first.
    pub waivers: Vec<WaiverLine>,
    /// What is on file besides, section by section; empty sections are left out.
    pub file: Vec<FileSection>,
    /// What it may owe, what it owes, and on which terms it buys.
    pub credit: CreditFile,
    /// The stop in force with what is known of it.
    pub hold: Option<Hold>,
    /// How far the account's word goes.
    pub word: Credibility,
    /// How far the word of each person goes who gave a promise whose outcome is known.
    pub words: Vec<ContactWord>,
    /// Calls, for proposing another hour after one that reached nobody (`domain::retry`), newest first.
    pub attempts: Vec<Attempt>,
    /// The ladder, what they were told, placement, jobs.
    pub clocks: Clocks,
    /// What the script is filled from.
    pub script: ScriptFacts,
    /// The safety line.
    pub safety: Safety,
    /// The mail address of the salesperson; the ledger fills it in.
    pub sales_mail: Option<String>,
}

/// A report states a field otherwise than it was typed here, and nobody has decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuestionLine {
    /// Which.
    pub id: QuestionId,
    /// Whose.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The person whose field it is; `None` = the account's own.
    pub contact: Option<String>,
    /// Which field, in words: `phone`, `terms`.
    pub field: String,
    /// What stands here.
    pub mine: String,
    /// What the report says.
    pub theirs: String,
    /// The report.
    pub file: String,
}

/// A promise in the list of all promises.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseRow {
    /// Which account.
    pub account: Account,
    /// The promise, judged.
    pub line: PromiseLine,
}

impl PromiseRow {
    /// Which promise.
    #[must_use]
    pub fn id(&self) -> PromiseId {
        self.line.promise.id
    }

    /// The account's currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.account.currency
    }
}
