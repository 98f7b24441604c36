//! What the pass over the books came to: sums by currency and group, the trend, and the lists that are short enough to keep.
//!
//! Law: sums only; nothing is divided or worded here. Currencies are never mixed.

use super::scope::Scope;
use crate::domain::ids::AccountId;
use crate::domain::metrics::activity::ActivityTally;
use crate::domain::metrics::barriers::Naming;
use crate::domain::metrics::disputes::CaseSeen;
use crate::domain::metrics::forecast::{Forecast, PastWeek};
use crate::domain::metrics::promises::{PromiseFact, PromiseTally};
use crate::domain::metrics::sample::Sample;
use crate::domain::metrics::tally::MoneyTally;
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whose figures.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Group {
    /// Everybody's.
    All,
    /// Those of a collector's accounts (for promises: taken by them; for calls: made by them); `None` = nobody's.
    Collector(Option<String>),
    /// Those of accounts of a kind.
    Segment(String),
}

impl Group {
    /// As a person says it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Group::All => "all".to_owned(),
            Group::Collector(Some(name)) | Group::Segment(name) => name.clone(),
            Group::Collector(None) => "nobody's".to_owned(),
        }
    }
}

/// The aging of some accounts, added up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AgingSum {
    /// Accounts with something open, or with unapplied money.
    pub accounts: u64,
    /// Open receivables, counted.
    pub invoices: u64,
    /// Open by age.
    pub buckets: [i128; 6],
    /// Their sum.
    pub open: i128,
    /// Of it past due.
    pub past_due: i128,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: i128,
}

impl AgingSum {
    /// Adds one account.
    pub fn add(&mut self, s: &Sample) {
        self.accounts += u64::from(!s.open.is_zero() || !s.unapplied.is_zero());
        self.invoices += u64::from(s.invoices);
        for (sum, part) in self.buckets.iter_mut().zip(s.buckets.0) {
            *sum += i128::from(part.get());
        }
        self.open += i128::from(s.open.get());
        self.past_due += i128::from(s.past_due.get());
        self.unapplied += i128::from(s.unapplied.get());
    }

    /// Adds others' sums.
    pub fn absorb(&mut self, other: &AgingSum) {
        self.accounts += other.accounts;
        self.invoices += other.invoices;
        for (sum, part) in self.buckets.iter_mut().zip(other.buckets) {
            *sum += part;
        }
        self.open += other.open;
        self.past_due += other.past_due;
        self.unapplied += other.unapplied;
    }

    /// What is owed in all.
    #[must_use]
    pub fn balance(&self) -> i128 {
        self.open + self.unapplied
    }
}

/// One interval of the trend.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Point {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The aging on the last day.
    pub aging: AgingSum,
    /// Money over the interval.
    pub money: MoneyTally,
    /// Promises for these days.
    pub promises: PromiseTally,
    /// The aging is what the close of that day recorded, not what the ledger says now.
    pub recorded: bool,
    /// It is, and the ledger says otherwise of that day now.
    pub revised: bool,
}

/// An account among the largest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountShare {
    /// Which.
    pub account: AccountId,
    /// Its number, else its name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Who calls it.
    pub collector: Option<String>,
    /// Open.
    pub open: i128,
    /// Past due.
    pub past_due: i128,
    /// The oldest bucket with something in it.
    pub oldest: usize,
}

/// The credit of an account, or of a group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditShare {
    /// Which account; of a group its parent.
    pub account: AccountId,
    /// Its number, else its name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The group that it belongs to.
    pub parent: Option<AccountId>,
    /// So many accounts are in the group of this line; 0 = it is an account.
    pub members: u32,
    /// The limit.
    pub limit: Option<Minor>,
    /// What is owed in all.
    pub exposure: Minor,
    /// Shipments are stopped since.
    pub hold_since: Option<NaiveDate>,
    /// The terms: those set here, else those of the books.
    pub terms: Option<String>,
    /// Why: of the hold, else of the terms, else of the limit.
    pub reason: Option<String>,
    /// What the limit could be.
    pub suggested: Option<Minor>,
}

/// The column of the roll matrix for what is settled or credited since.
pub const SETTLED: usize = 6;

/// Everything in one currency.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    /// The aging on the last day of the period.
    pub aging: BTreeMap<Group, AgingSum>,
    /// Money over the period.
    pub money: BTreeMap<Group, MoneyTally>,
    /// Money over the period before.
    pub before: MoneyTally,
    /// Billed by calendar month, from the horizon on.
    pub sales: BTreeMap<i32, i128>,
    /// Promises for days of the period, by who took them.
    pub promises: BTreeMap<Group, PromiseTally>,
    /// Promises for days of the period before.
    pub promises_before: PromiseTally,
    /// Calls of the period, by who made them.
    pub activity: BTreeMap<Group, ActivityTally>,
    /// Calls of the period before.
    pub activity_before: ActivityTally,
    /// Calls by day, from the trend's first day on.
    pub days: BTreeMap<NaiveDate, ActivityTally>,
    /// The trend, oldest first.
    pub trend: Vec<Point>,
    /// What was in bucket `k` on the eve of the period, by where it is on its last day: the same buckets, then `SETTLED`.
    pub roll: [[i128; 7]; 6],
    /// The largest accounts, the largest first.
    pub top: Vec<AccountShare>,
    /// Accounts with a limit, a hold or terms of their own, and groups: over their limit first, then by what is used of it.
    pub credit: Vec<CreditShare>,
    /// Past weeks' forecasts and what came, oldest first.
    pub past_weeks: Vec<PastWeek>,
}

/// Every report of a scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reports {
    /// Which days, and whose.
    pub scope: Scope,
    /// The book's own currency.
    pub currency: Currency,
    /// The first day that the ledger knows lists of: figures of earlier days hold only what was still open then.
    pub since: Option<NaiveDate>,
    /// By currency.
    pub by_currency: BTreeMap<Currency, Figures>,
    /// Promises of the period, and all that are live.
    pub promises: Vec<PromiseFact>,
    /// Barriers named in the period.
    pub namings: Vec<Naming>,
    /// Disputes and deductions, open at the end of the period or ended in it.
    pub cases: Vec<CaseSeen>,
    /// What live promises should bring.
    pub forecast: Forecast,
    /// Accounts looked at.
    pub accounts: u64,
    /// Somebody saved while it was read: parts of it may be of different moments.
    pub mixed: bool,
}

/// The groups of a list that say more than `All` does: a single collector or a single segment is everybody.
pub(super) fn telling<'a>(groups: impl IntoIterator<Item = &'a Group>) -> Vec<&'a Group> {
    let all: Vec<&Group> = groups.into_iter().collect();
    let collectors = all
        .iter()
        .filter(|g| matches!(g, Group::Collector(_)))
        .count();
    let segments = all
        .iter()
        .filter(|g| matches!(g, Group::Segment(_)))
        .count();
    all.into_iter()
        .filter(|g| match g {
            Group::All => true,
            Group::Collector(_) => collectors > 1,
            Group::Segment(_) => segments > 1,
        })
        .collect()
}

impl Reports {
    /// The figures of a currency; empty ones where there are none.
    #[must_use]
    pub fn figures(&self, currency: Currency) -> Figures {
        self.by_currency.get(&currency).cloned().unwrap_or_default()
    }

    /// Puts what was recorded on the evenings of the trend in the place of what the ledger says of them now.
    pub fn recall(&mut self, closes: &[super::CloseDay]) {
        let scope = self.scope.clone();
        for (currency, figures) in &mut self.by_currency {
            for point in &mut figures.trend {
                let close = closes.iter().find(|c| c.day == point.to && !c.derived);
                if let Some(close) = close {
                    let then = close.aging(&scope, *currency);
                    point.revised = then != point.aging;
                    point.aging = then;
                    point.recorded = true;
                }
            }
        }
    }

    /// The currencies with figures, the book's own first.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let mut all = vec![self.currency];
        all.extend(self.by_currency.keys().filter(|c| **c != self.currency));
        all
    }
}
