//! The supervisor's questions and acts: the inbox of promises that were not kept, what was decided, what waits for an approval.
//!
//! Plain data. The rules are in `domain::review` and `domain::approval`; `store::reviews` and `store::approvals` answer.

use crate::domain::account::Account;
use crate::domain::approval::{ApprovalKind, ApprovalRef};
use crate::domain::ids::{AccountId, PromiseId, ReviewId};
use crate::domain::money::{Currency, Minor};
use crate::domain::review::{Cause, Decision, Outcome, Review, Terms};
use crate::domain::verdict::Verdict;
use crate::domain::view::PromiseLine;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Which page of the inbox.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReviewAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// The first row, from 0.
    pub offset: usize,
    /// At most so many rows; 0 = all.
    pub limit: usize,
    /// Only this promise.
    pub promise: Option<PromiseId>,
}

/// A promise that was not kept and that nobody has decided about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReviewRow {
    /// Which account.
    pub account: Account,
    /// The promise, judged.
    pub line: PromiseLine,
    /// Since when it waits for a decision: the day after its window, or the day on which it was to be looked at again.
    pub since: NaiveDate,
    /// Kept and promised by that contact (by the account, where nobody is named), of promises whose outcome is known.
    pub kept: (u32, u32),
    /// The likely cause.
    pub cause: Cause,
    /// What was decided before, where it has come back.
    pub before: Option<Review>,
    /// A later promise on the same debt that is still live.
    pub new_date: Option<NaiveDate>,
}

/// A page of the inbox.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReviewPage {
    /// Its rows, what is missing most first.
    pub rows: Vec<ReviewRow>,
    /// All that wait.
    pub total: usize,
    /// What is missing in all, by currency.
    pub short: Vec<(Currency, Minor)>,
    /// Days that the oldest has waited; none when nothing waits.
    pub oldest: Option<i64>,
    /// Days that half of them have waited at least.
    pub median: Option<i64>,
}

/// Which decisions to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DecidedAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// Those made on this day or after.
    pub from: Option<NaiveDate>,
    /// Only those that this person must act on and that are not done.
    pub who: Option<String>,
    /// The first row, from 0.
    #[serde(default)]
    pub offset: usize,
    /// At most so many rows; 0 = all.
    pub limit: usize,
    /// The page alone: what came of each kind needs the book of every account that something was decided about.
    #[serde(default)]
    pub no_outcomes: bool,
}

/// A decision with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DecidedRow {
    /// What was decided.
    pub review: Review,
    /// The account's number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// What has become of the promise; `None` when it is no longer in the ledger.
    pub verdict: Option<Verdict>,
    /// What lies over its verdict: money said to be under way, a part on dispute.
    #[serde(default)]
    pub overlay: Option<String>,
    /// The day on which what was ordered was done; `None` = not yet, or nothing was ordered.
    pub done_on: Option<NaiveDate>,
    /// Something was ordered and is not done.
    pub open: bool,
}

/// Decisions, newest first, and what came of each kind.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DecidedPage {
    /// The decisions of the page.
    pub rows: Vec<DecidedRow>,
    /// The index of the first of them.
    #[serde(default)]
    pub offset: usize,
    /// How many fit in all.
    #[serde(default)]
    pub total: usize,
    /// What came of each kind was asked for.
    #[serde(default)]
    pub counted: bool,
    /// How each kind turned out.
    pub outcomes: Vec<Outcome>,
    /// Within how many days.
    pub within: u32,
}

/// A decision to record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewReview {
    /// About which promise.
    pub promise: PromiseId,
    /// The decision that the supervisor saw there: another one since makes this one refused.
    pub after: Option<ReviewId>,
    /// What.
    pub decision: Decision,
    /// The terms, for new terms.
    pub terms: Option<Terms>,
    /// Why.
    pub reason: String,
    /// Who must act; `None` = whoever usually does.
    pub who: Option<String>,
    /// By when; `None` = the proposed day.
    pub act_on: Option<NaiveDate>,
    /// When it is looked at again; `None` = never by itself.
    pub again_on: Option<NaiveDate>,
    /// Why now, although the honesty rule warns (a credit hold of which they were not told).
    #[serde(default)]
    pub anyway: Option<String>,
}

/// Something to put before a supervisor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewApproval {
    /// At which account.
    pub account: AccountId,
    /// A placement or a write-off; the others ask by themselves.
    pub kind: ApprovalKind,
    /// How much; a write-off needs it.
    pub amount: Option<Minor>,
    /// Why.
    pub reason: String,
}

/// What a supervisor answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewAnswer {
    /// To what.
    pub which: ApprovalRef,
    /// Yes or no.
    pub granted: bool,
    /// Why; a no needs it.
    pub reason: Option<String>,
    /// A no to a placement or a write-off: the day on which the question is put again by itself; `None` = not by itself.
    #[serde(default)]
    pub again_on: Option<NaiveDate>,
}

/// What is done in review.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReviewAct {
    /// Decide about a promise that was not kept.
    Decide(NewReview),
    /// Put something before a supervisor.
    Ask(NewApproval),
    /// Answer what waits.
    Answer(NewAnswer),
    /// Stop shipments.
    CreditHold {
        /// Where.
        account: AccountId,
        /// Why.
        reason: String,
        /// Why now, although the honesty rule warns.
        #[serde(default)]
        anyway: Option<String>,
    },
    /// Shipments may go on.
    LiftCreditHold {
        /// Where.
        account: AccountId,
        /// Why.
        reason: Option<String>,
    },
}
