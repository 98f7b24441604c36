//! The close of a day: what the ledger said that evening, kept so that a later import cannot change what a trend showed.
//!
//! Law: pure sums by currency, collector and segment; narrow on purpose. What can be derived is derived; a close is a witness beside it.

use super::scope::Scope;
use super::sum::AgingSum;
use crate::domain::money::Currency;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The close of one day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CloseDay {
    /// Which day.
    pub day: NaiveDate,
    /// It was made later than on the day after, from what the ledger says of that day now.
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
