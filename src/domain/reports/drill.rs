//! The rows behind a figure.
//!
//! Law: rows are taken where the sum is made (`gather` offers them as it adds), so they add up to the figure by construction; only the largest are
//! kept, with the count and the sum of all.

use super::sum::Group;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::metrics::disputes::CaseSeen;
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A figure that can be gone into.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Figure {
    /// Accounts with something open, by how much is past due.
    Accounts(Group),
    /// Invoices open at the end, of one bucket or all.
    Open(Group, Option<usize>),
    /// Invoices open when the period began.
    Opening(Group),
    /// Past due at the end.
    PastDue(Group),
    /// Open and not past due at the end.
    Current(Group),
    /// Billed in the period.
    Billed(Group),
    /// Billed by its end, as far back as countback DSO may reach.
    Months(Group),
    /// Closed with cash in the period.
    Closed(Group),
    /// Cash of the period.
    Cash(Group),
    /// From a bucket on the eve of the period into a bucket at its end (or `SETTLED`).
    Rolled(usize, usize),
    /// Outgoing calls.
    Attempts(Group),
    /// Those that reached the right person.
    RightParty(Group),
    /// Of these with a dated commitment.
    Dated(Group),
    /// Promises with one of these verdicts, by their names; of the period.
    Promises(Group, Vec<String>),
    /// What came within the windows of the judged promises, of what they required.
    InWindow(Group),
    /// Namings of a barrier.
    Barrier(String),
    /// Disputes and deductions of one reason; none = of all.
    Disputes(Option<String>),
    /// What is expected on some days.
    Forecast(NaiveDate, NaiveDate),
    /// Everything of an account: its prep.
    Account(AccountId),
}

/// One row behind a figure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrillRow {
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// The document, whose number is looked up at the end.
    pub document: Option<DocumentId>,
    /// The document's number, or what it is in words.
    pub what: String,
    /// How a dispute ended, or that it is open; none for everything else.
    pub became: Option<String>,
    /// Its day: due, paid, called.
    pub day: Option<NaiveDate>,
    /// Days late, or to cash.
    pub days: Option<i64>,
    /// How much of the figure it is.
    pub amount: Minor,
    /// What it is a part of, where the figure is divided by it.
    #[serde(default)]
    pub of: Option<Minor>,
}

/// The rows behind a figure, the largest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drilled {
    /// Which figure.
    pub figure: Figure,
    /// In which currency.
    pub currency: Currency,
    /// The largest rows.
    pub rows: Vec<DrillRow>,
    /// How many there are in all.
    pub count: u64,
    /// What all of them come to.
    pub sum: i128,
}

/// Rows that are kept.
pub(super) const KEPT: usize = 1_000;

impl Drilled {
    /// Nothing yet.
    #[must_use]
    pub fn new(figure: Figure, currency: Currency) -> Drilled {
        Drilled {
            figure,
            currency,
            rows: Vec::new(),
            count: 0,
            sum: 0,
        }
    }

    /// Adds a row; the smallest go when there are many.
    pub fn add(&mut self, row: DrillRow) {
        self.count += 1;
        self.sum += i128::from(row.amount.get());
        self.rows.push(row);
        if self.rows.len() >= 2 * KEPT {
            self.settle();
        }
    }

    /// The largest first, no more than are kept.
    pub fn settle(&mut self) {
        self.rows.sort_by(|a, b| {
            (b.amount, a.day, &a.name, a.document).cmp(&(a.amount, b.day, &b.name, b.document))
        });
        self.rows.truncate(KEPT);
    }
}

impl super::Reports {
    /// The rows behind a figure whose rows are kept with the reports (barriers, the forecast); `None` = they have to be asked for.
    #[must_use]
    pub fn rows(&self, figure: &Figure, currency: Currency) -> Option<Drilled> {
        let mut out = Drilled::new(figure.clone(), currency);
        match figure {
            Figure::Disputes(reason) => {
                let fits = |c: &&CaseSeen| reason.as_ref().is_none_or(|r| c.reason == *r);
                let cases = self.cases.iter().filter(|c| c.currency == currency);
                for c in cases.filter(fits) {
                    let became = match (c.ended_on, c.how) {
                        (None, _) => "open",
                        (Some(_), Some(how)) => how.words(),
                        (Some(_), None) => "ended",
                    };
                    let last = c.ended_on.unwrap_or(self.scope.to);
                    out.add(DrillRow {
                        account: c.account,
                        name: c.name.clone(),
                        document: Some(c.document),
                        what: c.number.clone(),
                        became: Some(became.to_owned()),
                        day: Some(c.opened_on),
                        days: Some(last.signed_duration_since(c.opened_on).num_days()),
                        amount: c.amount,
                        of: None,
                    });
                }
            }
            Figure::Barrier(name) => {
                let named = self.namings.iter();
                let named = named.filter(|n| n.barrier == *name && n.currency == currency);
                // The newest namings stand first. What was past due is one sum for an account, however often it named the barrier.
                let mut counted: BTreeSet<AccountId> = BTreeSet::new();
                for n in named {
                    let newest = counted.insert(n.account);
                    out.add(DrillRow {
                        account: n.account,
                        name: n.name.clone(),
                        document: None,
                        became: None,
                        what: n.by.clone(),
                        day: Some(n.on),
                        days: n.days_to_cash,
                        amount: if newest { n.past_due } else { Minor::ZERO },
                        of: None,
                    });
                }
            }
            Figure::Forecast(from, to) => {
                let prior = self.forecast.prior();
                let due = self
                    .forecast
                    .items
                    .iter()
                    .filter(|i| i.currency == currency);
                for i in due.filter(|i| i.day >= *from && i.day <= *to) {
                    out.add(DrillRow {
                        account: i.account,
                        name: i.name.clone(),
                        document: None,
                        became: None,
                        what: crate::domain::say::day(i.by_when, self.scope.as_of),
                        day: Some(i.day),
                        days: Some(i.slip),
                        amount: i.expected(prior),
                        of: None,
                    });
                }
            }
            _ => return None,
        }
        out.settle();
        Some(out)
    }
}
