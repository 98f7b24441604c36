//! Disputes and deductions by their reason: how many, how much, how they ended, and how long that took.
//!
//! Pure. A case that was opened again counts once, from its first day to its last end.

use crate::domain::dispute::DisputeEnd;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A case that was open or ended in a period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseSeen {
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// The invoice.
    pub document: DocumentId,
    /// Its number; looked up at the end where the pass did not read it.
    pub number: String,
    /// Why, by its code in words; `not said` where it has none.
    pub reason: String,
    /// How much was contested.
    pub amount: Minor,
    /// The first day.
    pub opened_on: NaiveDate,
    /// The day it ended for good, if it did by the end of the period.
    pub ended_on: Option<NaiveDate>,
    /// Which way.
    pub how: Option<DisputeEnd>,
    /// What they got of it.
    pub credited: Minor,
}

/// What cases of one reason come to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CaseTally {
    /// Cases.
    pub count: u64,
    /// Accounts.
    pub accounts: u64,
    /// What was contested in all, in minor units.
    pub amount: i128,
    /// Of them open at the end.
    pub open: u64,
    /// What is contested by those.
    pub open_amount: i128,
    /// Ended with a credit, whole or in part.
    pub credited: u64,
    /// What was credited.
    pub credited_amount: i128,
    /// Ended without one.
    pub upheld: u64,
    /// Median days from the first day to the end; none when nothing ended.
    pub days: Option<i64>,
}

/// Adds cases up.
#[must_use]
pub fn tally<'a>(cases: impl IntoIterator<Item = &'a CaseSeen>) -> CaseTally {
    let mut out = CaseTally::default();
    let mut accounts = BTreeSet::new();
    let mut days: Vec<i64> = Vec::new();
    for case in cases {
        out.count += 1;
        accounts.insert(case.account);
        out.amount += i128::from(case.amount.get());
        match case.ended_on {
            None => {
                out.open += 1;
                out.open_amount += i128::from(case.amount.get());
            }
            Some(on) => {
                days.push(on.signed_duration_since(case.opened_on).num_days());
                let gave = matches!(case.how, Some(DisputeEnd::Granted | DisputeEnd::Partial));
                out.credited += u64::from(gave);
                out.upheld += u64::from(!gave);
                out.credited_amount += i128::from(case.credited.get());
            }
        }
    }
    out.accounts = accounts.len() as u64;
    days.sort_unstable();
    out.days = days.get(days.len() / 2).copied();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn case(account: i64, opened: &str, ended: Option<(&str, DisputeEnd, i64)>) -> CaseSeen {
        CaseSeen {
            account: AccountId(account),
            name: "Harbor".into(),
            currency: Currency::USD,
            document: DocumentId(1),
            number: "SI-1".into(),
            reason: "pricing".into(),
            amount: Minor::new(1_000),
            opened_on: d(opened),
            ended_on: ended.map(|(on, _, _)| d(on)),
            how: ended.map(|(_, how, _)| how),
            credited: Minor::new(ended.map_or(0, |(_, _, m)| m)),
        }
    }

    #[test]
    fn open_credited_and_upheld_cases_are_counted_apart_and_time_is_the_median() {
        let cases = [
            case(1, "2026-11-01", None),
            case(
                1,
                "2026-11-01",
                Some(("2026-11-04", DisputeEnd::Granted, 1_000)),
            ),
            case(
                2,
                "2026-11-01",
                Some(("2026-11-11", DisputeEnd::Partial, 400)),
            ),
            case(
                3,
                "2026-11-01",
                Some(("2026-11-06", DisputeEnd::Rejected, 0)),
            ),
        ];
        let t = tally(&cases);
        assert_eq!(
            (t.count, t.accounts, t.open, t.credited, t.upheld),
            (4, 3, 1, 2, 1)
        );
        assert_eq!(
            (t.amount, t.open_amount, t.credited_amount),
            (4_000, 1_000, 1_400)
        );
        assert_eq!(t.days, Some(5));
        assert_eq!(tally(&[]).days, None);
    }
}
