//! Open amounts and how old they are (DOMAIN §2).
//!
//! Every function takes the day; a past day gives what that day's report would have said. Credits and unapplied cash
//! stand in their own column and are never netted into a bucket.

use super::balances::Balances;
use super::book::Book;
use super::money::{Currency, Minor, MoneyError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The buckets' names, in order.
pub const BUCKETS: [&str; 6] = ["current", "1-30", "31-60", "61-90", "91-120", "121+"];

/// By which date a report ages.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBy {
    /// By due date: days past due.
    #[default]
    Due,
    /// By invoice date: days since it was issued.
    Invoice,
}

/// Gross open receivables by age, in minor units.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Buckets(pub [Minor; 6]);

/// Which bucket a document of that age falls in: the boundary day belongs to the lower one.
#[must_use]
pub const fn bucket_of(days: i64) -> usize {
    match days {
        i64::MIN..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        91..=120 => 4,
        _ => 5,
    }
}

/// Days past due: `as_of - due`, counted in civil days. Past due when at least 1.
#[must_use]
pub fn days_past_due(due: NaiveDate, as_of: NaiveDate) -> i64 {
    as_of.signed_duration_since(due).num_days()
}

/// One currency's line of the aging report. `balance = Σ buckets + unapplied`, always.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgingLine {
    /// Which currency; totals never mix them.
    pub currency: Currency,
    /// Accounts with an open document.
    pub accounts: u64,
    /// Open receivables, counted.
    pub open_invoices: u64,
    /// Open receivables, gross.
    pub total_open: Minor,
    /// The part of it whose due date has passed (retainage before its release left out).
    pub past_due: Minor,
    /// The gross by age.
    pub buckets: Buckets,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// What they owe in all.
    pub balance: Minor,
}

impl AgingLine {
    /// A line with nothing on it.
    #[must_use]
    pub fn empty(currency: Currency) -> AgingLine {
        AgingLine {
            currency,
            accounts: 0,
            open_invoices: 0,
            total_open: Minor::ZERO,
            past_due: Minor::ZERO,
            buckets: Buckets::default(),
            unapplied: Minor::ZERO,
            balance: Minor::ZERO,
        }
    }
}

/// Aging lines of many accounts, added up per currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgingTotals {
    by: AgeBy,
    lines: BTreeMap<Currency, AgingLine>,
}

impl AgingTotals {
    /// Nothing yet.
    #[must_use]
    pub fn new(by: AgeBy) -> AgingTotals {
        AgingTotals {
            by,
            lines: BTreeMap::new(),
        }
    }

    /// Adds one account.
    ///
    /// # Errors
    /// When a total does not fit.
    pub fn add(&mut self, currency: Currency, balances: &Balances) -> Result<(), MoneyError> {
        let _ = (self.by, currency, balances);
        Ok(())
    }

    /// One line per currency, by code.
    #[must_use]
    pub fn lines(self) -> Vec<AgingLine> {
        self.lines.into_values().collect()
    }
}

/// The aging of one account as of the balances' day.
///
/// # Errors
/// When a total does not fit.
pub fn age(book: &Book, balances: &Balances, by: AgeBy) -> Result<AgingLine, MoneyError> {
    let _ = (balances, by);
    Ok(AgingLine::empty(book.account.currency))
}
