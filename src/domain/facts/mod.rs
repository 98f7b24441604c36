//! The facts of an account: the one narrow row per account that the queue is ranked from.
//!
//! They are valid for one day (`as_of`) and derived: `facts::gather(&Book, as_of, &Rules)` makes them, the store keeps a
//! copy per account and refreshes it when the account changes and when its `next_turn` comes. `bywhen check` makes
//! them anew and compares. `gather` reads the book, `coverage` nets the past-due money, `turn` finds the next day of change.

mod coverage;
mod gather;
mod turn;

pub(crate) use coverage::asked;
pub(crate) use gather::{EPOCH, debt_of};

use crate::domain::account::AccountKind;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::MoneyError;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::touch::HoldKind;
use crate::domain::verdict::Verdict;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// The promise that matters most for the queue today.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseFact {
    /// Which one.
    pub id: PromiseId,
    /// What became of it as of the day.
    pub verdict: Verdict,
    /// Its date.
    pub by_when: NaiveDate,
    /// What it takes to keep it.
    pub required: Minor,
    /// What came.
    pub received: Minor,
    /// What is missing.
    pub short: Minor,
    /// Which time (1 = first).
    pub level: u32,
}

/// What the queue knows of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Which account.
    pub account: AccountId,
    /// Commercial, consumer or mixed: which days of the week suit them.
    pub kind: AccountKind,
    /// Its currency.
    pub currency: Currency,
    /// Open receivables, gross.
    pub open: Minor,
    /// Open receivables, counted.
    pub open_count: u32,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// Gross past due, retainage before its release left out.
    pub past_due: Minor,
    /// Past-due receivables, counted.
    pub past_due_count: u32,
    /// `Σ open × due day` over the past-due receivables, days counted from 2000-01-01:
    /// `past_due × today − due_weight` is the dollar-days late, linear in today.
    pub due_weight: i64,
    /// The earliest due date among the past-due receivables.
    pub oldest_due: Option<NaiveDate>,
    /// Past-due money that is contested.
    pub disputed: Minor,
    /// Past-due money that a live promise covers.
    pub covered: Minor,
    /// Past-due money said to be under way, still in its mail days.
    pub in_transit: Minor,
    /// `past due − disputed − covered − in transit`, floored at 0 (retainage is already out of past due).
    pub collectible: Minor,
    /// The credit limit of the account.
    pub credit_limit: Option<Minor>,
    /// The newest touch that was more than a note of ours.
    pub last_touch: Option<NaiveDate>,
    /// The newest talk with a right person.
    pub last_talk: Option<NaiveDate>,
    /// The live follow-up's date.
    pub follow_up: Option<NaiveDate>,
    /// Its hour, where one was agreed.
    pub follow_up_at: Option<NaiveTime>,
    /// The day on which the live follow-up was agreed: what turned after it is not hidden by it.
    pub follow_up_made: Option<NaiveDate>,
    /// They asked to be called, and wait since.
    pub inbound_since: Option<NaiveDate>,
    /// The broken, light, late or due promise that brings the account up; else the next live one.
    pub promise: Option<PromiseFact>,
    /// The earliest `by_when` of a live promise.
    pub next_promise: Option<NaiveDate>,
    /// The earliest `expected_by` of a claim that has not come.
    pub claim_due: Option<NaiveDate>,
    /// The earliest due date of an open task of ours.
    pub owed_by_us: Option<NaiveDate>,
    /// The stop in force.
    pub hold: Option<HoldKind>,
    /// The nearest open lien or notice date, or day of the courtesy calls before a planned filing.
    pub lien_due: Option<NaiveDate>,
    /// A promise was kept, or one is live (keeps it out of the placement window).
    pub pays_or_promises: bool,
    /// With an agency, since.
    pub placed_on: Option<NaiveDate>,
    /// A supervisor declined to place it: not before that day.
    pub placement_again: Option<NaiveDate>,
    /// The first later day on which these facts would differ without any new record
    /// (an invoice falls due, a promise's date or window passes, a claim is overdue, …).
    pub next_turn: Option<NaiveDate>,
}

/// All facts of an account as of a day, with the exact day of the next turn.
///
/// # Errors
/// When an amount does not fit.
pub fn gather(book: &Book, as_of: NaiveDate, rules: &Rules) -> Result<Facts, MoneyError> {
    let mut facts = gather::still(book, as_of, rules)?;
    facts.next_turn = turn::next(book, &facts, as_of, rules)?;
    Ok(facts)
}
