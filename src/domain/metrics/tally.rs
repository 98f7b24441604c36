//! Money over a period, added up over accounts, and the formulas of DOMAIN §5 that are made of it.
//!
//! Law: AR is what is open on invoices, debit notes and journal debits, gross: credits and unapplied cash stand beside it, as in the aging
//! report. Billed is what of these was dated in the period. Current is what is not past due, so retainage before its release is current.

use super::ratio::Ratio;
use super::sample::Sample;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sums of one period, of one account or of many. Minor units of one currency.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MoneyTally {
    /// AR on the day before the period.
    pub opening: i128,
    /// AR on its last day.
    pub closing: i128,
    /// Of the closing AR, what is not past due.
    pub current: i128,
    /// Billed in the period, as restated by its end.
    pub sales: i128,
    /// Cash that came in the period, presumed cash too, less what bounced.
    pub cash: i128,
    /// Σ amount × days late of invoices closed in the period with cash. Early is below zero.
    pub late_weight: i128,
    /// Σ amount of these.
    pub closed: i128,
    /// How many these are.
    pub closed_count: u64,
}

impl MoneyTally {
    /// Adds another's sums.
    pub fn absorb(&mut self, other: &MoneyTally) {
        self.opening += other.opening;
        self.closing += other.closing;
        self.current += other.current;
        self.sales += other.sales;
        self.cash += other.cash;
        self.late_weight += other.late_weight;
        self.closed += other.closed;
        self.closed_count += other.closed_count;
    }

    /// Takes the balances of the day before and of the last day.
    pub fn ends(&mut self, before: &Sample, last: &Sample) {
        self.opening += i128::from(before.open.get());
        self.closing += i128::from(last.open.get());
        self.current += i128::from(last.open.get()) - i128::from(last.past_due.get());
    }

    /// Days of sales outstanding: closing AR / billed × days.
    #[must_use]
    pub fn dso(&self, days: i64) -> Ratio {
        Ratio::new(self.closing * i128::from(days), self.sales)
    }

    /// Best possible DSO: current AR / billed × days.
    #[must_use]
    pub fn best_possible_dso(&self, days: i64) -> Ratio {
        Ratio::new(self.current * i128::from(days), self.sales)
    }

    /// Average days delinquent: DSO − best possible DSO.
    #[must_use]
    pub fn average_days_delinquent(&self, days: i64) -> Ratio {
        Ratio::new((self.closing - self.current) * i128::from(days), self.sales)
    }

    /// Average days late of what was paid: Σ amount × (paid − due) / Σ amount.
    #[must_use]
    pub fn average_days_late(&self) -> Ratio {
        Ratio::new(self.late_weight, self.closed)
    }

    /// Collection effectiveness: (opening + billed − closing) / (opening + billed − closing current), as a share of one.
    #[must_use]
    pub fn effectiveness(&self) -> Ratio {
        let begun = self.opening + self.sales;
        Ratio::new(begun - self.closing, begun - self.current)
    }
}

/// A calendar month, counted from year 0.
#[must_use]
pub fn month_of(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0() as i32
}

/// Countback DSO on a day: months of sales taken off the AR backwards, whole months as their days, the last one in part. The month of the day
/// itself counts with its days so far. `sales` by month; `None`-like (denominator 0) when the months from `since` on do not reach.
#[must_use]
pub fn countback(ar: i128, sales: &BTreeMap<i32, i128>, day: NaiveDate, since: NaiveDate) -> Ratio {
    let mut left = ar;
    if left <= 0 {
        return Ratio::new(0, 1);
    }
    let mut days = 0_i128;
    let mut end = day;
    loop {
        let Some(first) = end.with_day(1) else {
            return Ratio::default();
        };
        if first < since {
            return Ratio::default();
        }
        let length = i128::from(end.signed_duration_since(first).num_days() + 1);
        let sold = sales.get(&month_of(first)).copied().unwrap_or(0);
        if sold > 0 && left <= sold {
            return Ratio::new(days * sold + left * length, sold);
        }
        left -= sold.max(0);
        days += length;
        match first.checked_sub_months(Months::new(1)).map(last_of_month) {
            Some(last) => end = last,
            None => return Ratio::default(),
        }
    }
}

/// The last day of a day's month.
#[must_use]
pub fn last_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.pred_opt())
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    #[test]
    fn the_worked_example_of_effectiveness_is_79_point_6() {
        let tally = MoneyTally {
            opening: 6_200,
            sales: 10_890,
            closing: 6_340,
            current: 3_590,
            ..MoneyTally::default()
        };
        assert_eq!(tally.effectiveness(), Ratio::new(10_750, 13_500));
        assert_eq!(tally.effectiveness().per_mille(), Some(796));
    }

    #[test]
    fn days_outstanding_are_their_three_divisions() {
        // 90,000 open, 54,000 of it current, 135,000 billed in 30 days: 20.0, 12.0 and the 8.0 between them.
        let tally = MoneyTally {
            closing: 90_000,
            current: 54_000,
            sales: 135_000,
            ..MoneyTally::default()
        };
        assert_eq!(tally.dso(30).scaled(10), Some(200));
        assert_eq!(tally.best_possible_dso(30).scaled(10), Some(120));
        assert_eq!(tally.average_days_delinquent(30).scaled(10), Some(80));
        assert_eq!(MoneyTally::default().dso(30).scaled(10), None, "n/a");
    }

    #[test]
    fn countback_takes_months_off_from_the_newest() {
        // 23 days of November with 40,000, October 62,000, September 30,000. 84,500 open:
        // 23 days + 44,500 of October's 62,000 = 23 + 31 × 44,500 / 62,000 = 45.25 days.
        let sales = BTreeMap::from([
            (month_of(d("2026-11-01")), 40_000),
            (month_of(d("2026-10-01")), 62_000),
            (month_of(d("2026-09-01")), 30_000),
        ]);
        let (day, since) = (d("2026-11-23"), d("2026-09-01"));
        assert_eq!(
            countback(84_500, &sales, day, since).scaled(100),
            Some(4_525)
        );
        // Half of the month so far.
        assert_eq!(countback(20_000, &sales, day, since).scaled(10), Some(115));
        assert_eq!(countback(0, &sales, day, since).scaled(10), Some(0));
        // More is open than was billed since the first known month.
        assert_eq!(countback(132_001, &sales, day, since).scaled(10), None);
        // A month without sales is passed with all its days: 23 + 31 + 30 of 30.
        let gap = BTreeMap::from([
            (month_of(d("2026-11-01")), 40_000),
            (month_of(d("2026-09-01")), 30_000),
        ]);
        assert_eq!(countback(70_000, &gap, day, since).scaled(10), Some(840));
    }
}
