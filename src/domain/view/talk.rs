//! Lines about talking: notes, tasks, claims, follow-ups, whose word counts, what a report asks, and whether one may call now.

use super::super::answer::Answer;
use super::super::call_rules::{CallLimit, CallProfile};
use super::super::ids::{AccountId, ClaimId, ContactId, FollowUpId, QuestionId, TaskId, TouchId};
use super::super::local_time::Place;
use super::super::money::Minor;
use super::super::task::TaskKind;
use super::super::touch::{Channel, ClaimStep, Method, Overstep, Owner, TouchOutcome};
use super::super::verdict::{Credibility, Verdict};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

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
