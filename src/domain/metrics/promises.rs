//! The kept rate, by count and by amount, with and without grace, and what was rolled beside it.
//!
//! Law: a promise is in a rate when its date is in the period and its window has closed. What was withdrawn, voided, or came to require nothing
//! is in no rate; what was moved before its date is counted on its own, and the rate is said both ways.

use super::ratio::Ratio;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::promise::Promise;
use crate::domain::verdict::{Judgement, Verdict, overlay};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A promise as a report needs it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseFact {
    /// Which.
    pub id: PromiseId,
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Who calls the account.
    pub collector: Option<String>,
    /// By when.
    pub by_when: NaiveDate,
    /// The day it was taken.
    pub taken_on: NaiveDate,
    /// Who took it.
    pub taken_by: String,
    /// How much.
    pub amount: Minor,
    /// What it takes.
    pub required: Minor,
    /// What came.
    pub received: Minor,
    /// What of it came within the window, at most what was required.
    pub in_window: Minor,
    /// What is missing.
    pub short: Minor,
    /// What became of it.
    pub verdict: Verdict,
    /// Business days late.
    pub slip: i64,
    /// Which time.
    pub level: u32,
    /// The last day of its window.
    pub window_ends: NaiveDate,
    /// How often this account's word was kept so far, in hundredths of a percent; `None` = nothing known.
    pub word: Option<u32>,
    /// What lies over the verdict: money said to be under way, a part on dispute.
    pub overlay: Option<String>,
}

impl PromiseFact {
    /// It is one of those that a rate is made of.
    #[must_use]
    pub fn is_rated(&self, as_of: NaiveDate) -> bool {
        as_of > self.window_ends && self.required.is_positive() && self.verdict.is_decided()
    }
}

/// What of a promise's receipts came within its window, at most what was required.
#[must_use]
pub fn in_window(judged: &Judgement) -> Minor {
    let came: i64 = judged
        .receipts
        .iter()
        .filter(|r| r.on <= judged.window_ends)
        .fold(0, |sum, r| sum.saturating_add(r.amount.get()));
    Minor::new(came).min(judged.required)
}

/// The promise and its verdict as a report needs them, without whose they are.
#[must_use]
pub fn fact(
    promise: &Promise,
    judged: &Judgement,
    account: &crate::domain::account::Account,
    word: Option<u32>,
    as_of: NaiveDate,
) -> PromiseFact {
    PromiseFact {
        id: promise.id,
        account: account.id,
        name: account.name.clone(),
        currency: account.currency,
        collector: account.collector.clone(),
        by_when: promise.by_when,
        taken_on: promise.taken_on,
        taken_by: promise.taken_by.clone(),
        amount: promise.amount,
        required: judged.required,
        received: judged.received,
        in_window: in_window(judged),
        short: judged.short,
        verdict: judged.verdict,
        slip: judged.slip,
        level: judged.level,
        window_ends: judged.window_ends,
        word,
        overlay: overlay(judged, account.currency, as_of),
    }
}

/// Promises of a period, counted.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseTally {
    /// Promises whose window has closed.
    pub all: u64,
    /// Of them kept by the date.
    pub kept: u64,
    /// Kept within the window.
    pub kept_late: u64,
    /// Some came within the window.
    pub light: u64,
    /// Nothing came within it.
    pub broken: u64,
    /// Light or broken, made good afterwards (counted among `light` and `broken` no more).
    pub cured: u64,
    /// What they required in all.
    pub required: i128,
    /// What of it came within the windows.
    pub received: i128,
    /// Moved before their date.
    pub rolled: u64,
    /// How much was moved.
    pub rolled_amount: i128,
}

impl PromiseTally {
    /// Counts a promise, as of a day. Whether it belongs to the period is the caller's to know.
    pub fn add(&mut self, fact: &PromiseFact, as_of: NaiveDate) {
        if fact.verdict == Verdict::Superseded {
            self.rolled += 1;
            self.rolled_amount += i128::from(fact.amount.get());
        }
        if !fact.is_rated(as_of) {
            return;
        }
        self.all += 1;
        self.required += i128::from(fact.required.get());
        self.received += i128::from(fact.in_window.get());
        match fact.verdict {
            Verdict::Kept => self.kept += 1,
            Verdict::KeptLate => self.kept_late += 1,
            Verdict::Light => self.light += 1,
            Verdict::Broken => self.broken += 1,
            Verdict::CuredLate => self.cured += 1,
            Verdict::Open
            | Verdict::DueToday
            | Verdict::InGrace
            | Verdict::Superseded
            | Verdict::Withdrawn
            | Verdict::Voided => {}
        }
    }

    /// Kept by the date / all.
    #[must_use]
    pub fn rate(&self) -> Ratio {
        Ratio::new(self.kept.into(), self.all.into())
    }

    /// Kept by the date or within the window / all.
    #[must_use]
    pub fn rate_with_grace(&self) -> Ratio {
        Ratio::new((self.kept + self.kept_late).into(), self.all.into())
    }

    /// Kept by the date / all and those that were moved before their date.
    #[must_use]
    pub fn rate_with_rolled(&self) -> Ratio {
        Ratio::new(self.kept.into(), (self.all + self.rolled).into())
    }

    /// Received within the windows / required.
    #[must_use]
    pub fn rate_by_amount(&self) -> Ratio {
        Ratio::new(self.received, self.required)
    }
}
