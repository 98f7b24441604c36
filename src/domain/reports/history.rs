//! The close of a day: what the ledger said that evening, kept so that a later import cannot change what a trend showed.
//!
//! Law: pure sums by currency, collector and segment; narrow on purpose. What can be derived is derived; a close is a witness beside it.

use super::gather::{billed, cash};
use super::scope::Scope;
use super::sum::AgingSum;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::metrics::forecast::{self, Forecast};
use crate::domain::metrics::sample::Sweep;
use crate::domain::money::{Currency, MoneyError};
use crate::domain::rules::Rules;
use crate::domain::verdict::{credibility, judge_plain};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days after the close in which its forecast looks.
const AHEAD: u64 = 7;

/// The close of one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CloseDay {
    /// Which day.
    pub day: NaiveDate,
    /// It was made later than on the day after, from what the ledger said of that day then.
    pub derived: bool,
    /// Its lines, by currency, collector and segment.
    pub lines: Vec<CloseLine>,
}

/// The accounts of one collector and segment in one currency, on the evening of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CloseLine {
    /// The currency.
    pub currency: Currency,
    /// Who calls them; `None` = nobody.
    pub collector: Option<String>,
    /// Their kind.
    pub segment: String,
    /// What was open, by age.
    pub aging: AgingSum,
    /// Billed that day.
    pub sales: i128,
    /// Cash of that day.
    pub cash: i128,
    /// Live promises: what they still lack.
    pub promised: i128,
    /// What of it was expected within the seven days after.
    pub expected: i128,
}

impl CloseDay {
    /// What the accounts of a scope had open that evening, in a currency.
    #[must_use]
    pub fn aging(&self, scope: &Scope, currency: Currency) -> AgingSum {
        let mut out = AgingSum::default();
        let mine = self.lines.iter().filter(|l| {
            l.currency == currency
                && scope
                    .collector
                    .as_ref()
                    .is_none_or(|c| l.collector.as_ref() == Some(c))
                && scope.segment.is_none_or(|k| l.segment == k.name())
        });
        for line in mine {
            out.absorb(&line.aging);
        }
        out
    }
}

type Key = (Currency, Option<String>, String);

/// A close under way.
#[derive(Debug)]
pub struct Closer {
    day: NaiveDate,
    rules: Rules,
    lines: BTreeMap<Key, CloseLine>,
    forecasts: BTreeMap<Key, Forecast>,
    desk: Forecast,
}

impl Closer {
    /// Of a day, before any account.
    #[must_use]
    pub fn new(day: NaiveDate, rules: Rules) -> Closer {
        Closer {
            day,
            rules,
            lines: BTreeMap::new(),
            forecasts: BTreeMap::new(),
            desk: Forecast::default(),
        }
    }

    /// The earliest day whose movements matter.
    #[must_use]
    pub fn horizon(&self) -> NaiveDate {
        self.day.pred_opt().unwrap_or(self.day)
    }

    /// Takes in one account.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn account(&mut self, book: &Book) -> Result<(), MoneyError> {
        let sample = Sweep::new(book).sample(self.day)?;
        let today = |rows: Vec<super::gather::Moved>| -> i128 {
            rows.into_iter()
                .filter(|(day, ..)| *day == self.day)
                .map(|(_, _, amount)| i128::from(amount.get()))
                .sum()
        };
        let (sales, cash) = (today(billed(book, self.day)), today(cash(book, self.day)));
        let key: Key = (
            book.account.currency,
            book.account.collector.clone(),
            book.account.kind.name().to_owned(),
        );
        if !book.promises.is_empty() {
            let balances = Balances::at(book, self.day)?;
            let claims = claim::states(book, &balances);
            let judged = judge_plain(book, &balances, &claims, &self.rules)?;
            self.desk.learn(&credibility(&judged, self.day));
            let first = self.day + Days::new(1);
            let missing = claim::never_came(book, &balances);
            let items = forecast::items(book, &judged, &missing, self.day, first, &self.rules);
            let of = self.forecasts.entry(key.clone()).or_default();
            of.items.extend(items);
        }
        let line = self.lines.entry(key.clone()).or_insert_with(|| CloseLine {
            currency: key.0,
            collector: key.1,
            segment: key.2,
            aging: AgingSum::default(),
            sales: 0,
            cash: 0,
            promised: 0,
            expected: 0,
        });
        line.aging.add(&sample);
        line.sales += sales;
        line.cash += cash;
        Ok(())
    }

    /// The close. Lines without anything in them are left out.
    #[must_use]
    pub fn finish(mut self, derived: bool) -> CloseDay {
        for (key, line) in &mut self.lines {
            if let Some(forecast) = self.forecasts.get_mut(key) {
                forecast.kept = self.desk.kept;
                forecast.promised = self.desk.promised;
                line.promised = forecast
                    .items
                    .iter()
                    .map(|i| i128::from(i.face.get()))
                    .sum();
                let last = self.day + Days::new(AHEAD);
                line.expected = forecast.between(self.day, last, line.currency).1;
            }
        }
        let says =
            |l: &CloseLine| l.aging.accounts > 0 || l.sales != 0 || l.cash != 0 || l.promised != 0;
        CloseDay {
            day: self.day,
            derived,
            lines: self.lines.into_values().filter(says).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn a_close_says_what_the_evening_said() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.invoice("2026-11-23", "2026-12-23", 40_000);
        b.pay("2026-11-23", 30_000, &[(i, 30_000)]);
        b.promise("2026-11-20", "2026-11-25", 50_000, &[i]);
        b.credit("2026-11-01", 2_500);
        let mut closer = Closer::new(d("2026-11-23"), Rules::default());
        closer.account(&b.book).expect("fits");
        let close = closer.finish(false);
        assert_eq!(close.lines.len(), 1);
        let line = &close.lines[0];
        assert_eq!(line.aging.buckets, [40_000, 0, 70_000, 0, 0, 0]);
        assert_eq!((line.aging.open, line.aging.past_due), (110_000, 70_000));
        assert_eq!(line.aging.unapplied, -2_500);
        assert_eq!((line.sales, line.cash), (40_000, 30_000));
        // 50,000 promised, 30,000 came; 70 % of the rest is expected while nothing is known of them.
        assert_eq!((line.promised, line.expected), (20_000, 14_000));
    }
}
