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

    fn absorb(&mut self, other: &AgingLine) -> Result<(), MoneyError> {
        self.accounts += other.accounts;
        self.open_invoices += other.open_invoices;
        for (sum, part) in self.buckets.0.iter_mut().zip(other.buckets.0) {
            *sum = sum.plus(part)?;
        }
        self.total_open = self.total_open.plus(other.total_open)?;
        self.past_due = self.past_due.plus(other.past_due)?;
        self.unapplied = self.unapplied.plus(other.unapplied)?;
        self.balance = self.balance.plus(other.balance)?;
        Ok(())
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

    /// Adds one account. An account with nothing open leaves no trace.
    ///
    /// # Errors
    /// When a total does not fit.
    pub fn add(&mut self, currency: Currency, balances: &Balances) -> Result<(), MoneyError> {
        let one = line_of(currency, balances, self.by)?;
        if one != AgingLine::empty(currency) {
            self.lines
                .entry(currency)
                .or_insert_with(|| AgingLine::empty(currency))
                .absorb(&one)?;
        }
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
    line_of(book.account.currency, balances, by)
}

fn line_of(currency: Currency, balances: &Balances, by: AgeBy) -> Result<AgingLine, MoneyError> {
    let as_of = balances.as_of();
    let mut line = AgingLine::empty(currency);
    for row in balances.receivables() {
        let from = match by {
            AgeBy::Due => row.due,
            AgeBy::Invoice => row.issued,
        };
        let bucket = &mut line.buckets.0[bucket_of(days_past_due(from, as_of))];
        *bucket = bucket.plus(row.open)?;
        line.open_invoices += 1;
    }
    // Money given back beyond every credit is owed, but nobody billed it: it never ages.
    line.buckets.0[0] = line.buckets.0[0].plus(balances.excess()?)?;
    line.total_open = Minor::sum(line.buckets.0)?;
    line.past_due = balances.past_due()?;
    line.unapplied = balances.unapplied()?;
    line.balance = line.total_open.plus(line.unapplied)?;
    line.accounts = u64::from(!line.total_open.is_zero() || !line.unapplied.is_zero());
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn the_boundary_day_belongs_to_the_lower_bucket() {
        let expect = [
            (-5, 0),
            (0, 0),
            (1, 1),
            (30, 1),
            (31, 2),
            (60, 2),
            (61, 3),
            (90, 3),
            (91, 4),
            (120, 4),
            (121, 5),
        ];
        for (days, bucket) in expect {
            assert_eq!(bucket_of(days), bucket, "{days} days");
        }
    }

    #[test]
    fn an_invoice_due_today_is_current_and_tomorrow_one_day_past_due() {
        let mut b = BookMaker::new();
        b.invoice("2026-10-01", "2026-11-20", 1_000);
        let at = |day| {
            let balances = Balances::at(&b.book, d(day)).expect("fits");
            age(&b.book, &balances, AgeBy::Due).expect("fits")
        };
        assert_eq!(at("2026-11-20").past_due, Minor::ZERO);
        assert_eq!(at("2026-11-20").buckets.0[0], Minor::new(1_000));
        assert_eq!(at("2026-11-21").past_due, Minor::new(1_000));
        assert_eq!(at("2026-11-21").buckets.0[1], Minor::new(1_000));
    }

    #[test]
    fn by_invoice_date_the_same_money_is_older_and_no_more_past_due() {
        let mut b = BookMaker::new();
        b.invoice("2026-09-01", "2026-11-20", 1_000);
        let balances = Balances::at(&b.book, d("2026-11-20")).expect("fits");
        let line = age(&b.book, &balances, AgeBy::Invoice).expect("fits");
        assert_eq!(line.buckets.0[3], Minor::new(1_000));
        assert_eq!(line.past_due, Minor::ZERO);
    }

    #[test]
    fn credits_stand_in_their_own_column_and_the_balance_is_exact() {
        let mut b = BookMaker::new();
        b.invoice("2026-09-01", "2026-10-01", 1_000);
        b.credit("2026-10-05", 300);
        b.pay("2026-10-06", 50, &[]);
        let mut totals = AgingTotals::new(AgeBy::Due);
        let balances = Balances::at(&b.book, d("2026-11-20")).expect("fits");
        totals.add(Currency::USD, &balances).expect("fits");
        totals.add(Currency::USD, &balances).expect("fits");
        let lines = totals.lines();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].accounts, 2);
        assert_eq!(lines[0].total_open, Minor::new(2_000));
        assert_eq!(lines[0].unapplied, Minor::new(-700));
        assert_eq!(lines[0].balance, Minor::new(1_300));
    }

    #[test]
    fn an_account_with_nothing_open_leaves_no_trace() {
        let mut b = BookMaker::new();
        let invoice = b.invoice("2026-09-01", "2026-10-01", 1_000);
        b.pay("2026-10-06", 1_000, &[(invoice, 1_000)]);
        let mut totals = AgingTotals::new(AgeBy::Due);
        let balances = Balances::at(&b.book, d("2026-11-20")).expect("fits");
        totals.add(Currency::USD, &balances).expect("fits");
        assert_eq!(totals.lines(), []);
    }
}
