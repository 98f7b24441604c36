//! What came of decisions: how much of what was missing arrived within some days after (PRODUCT §2, Review).
//!
//! Law: pure. Only cash counts, applied to what was promised and effective after the day of the decision; the verdict is not asked, because a
//! new promise may have taken the old one's place since.

use super::{Decision, Review};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::DocumentKind;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::rules::Rules;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The days that a decision is given.
pub const PAID_WITHIN_DAYS: u32 = 14;

/// What came of one kind of decision.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub decision: Decision,
    /// Decisions of that kind.
    pub decided: u32,
    /// Of them those whose days are over: the denominator.
    pub over: u32,
    /// Of those the ones that were paid within their days.
    pub paid: u32,
}

impl Outcome {
    /// Paid of those that are over, in percent; `None` when none is.
    #[must_use]
    pub fn percent(&self) -> Option<u32> {
        (self.over > 0).then(|| (self.paid * 200 + self.over) / (self.over * 2))
    }
}

/// True when what was missing came within the days after the decision; `None` while these are not over and it has not.
///
/// # Errors
/// When an amount does not fit.
pub fn paid_within(
    review: &Review,
    promise: &Promise,
    book: &Book,
    days: u32,
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Option<bool>, MoneyError> {
    let last = review
        .decided_on
        .checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX);
    let balances = Balances::at(book, as_of)?;
    let named = |id| promise.items.is_empty() || promise.items.iter().any(|i| i.document == id);
    let came = book.applications.iter().filter(|a| {
        let cash = book.documents.iter().find(|d| d.id == a.from);
        let counts = cash.is_some_and(|d| {
            let is_cash = d.kind.is_cash() || d.kind == DocumentKind::PresumedCash;
            is_cash && balances.exists(d.id) && !balances.reversed(d.id)
        });
        counts
            && named(a.to)
            && a.effective_on > review.decided_on
            && a.effective_on <= last.min(as_of)
    });
    let came = Minor::sum(came.map(|a| a.amount))?;
    let enough = review.short.less(rules.tolerance.absolute);
    if came.is_positive() && came >= enough {
        return Ok(Some(true));
    }
    Ok((as_of >= last).then_some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AccountId, ReviewId};
    use crate::domain::testing::{BookMaker, d};

    fn made(paid: Option<(&str, i64)>) -> (BookMaker, Review) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        let p = b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        if let Some((day, cents)) = paid {
            b.pay(day, cents, &[(i, cents)]);
        }
        let review = Review {
            id: ReviewId(1),
            account: AccountId(1),
            promise: p,
            decision: Decision::CallBack,
            terms: None,
            reason: "x".into(),
            decided_on: d("2026-11-10"),
            decided_at: chrono::DateTime::UNIX_EPOCH,
            by: "Morgan".into(),
            short: Minor::new(100_000),
            who: None,
            act_on: None,
            again_on: None,
        };
        (b, review)
    }

    fn within(paid: Option<(&str, i64)>, as_of: &str) -> Option<bool> {
        let (b, review) = made(paid);
        let promise = &b.book.promises[0];
        paid_within(&review, promise, &b.book, 14, d(as_of), &Rules::default()).expect("fits")
    }

    #[test]
    fn money_within_the_days_counts_and_before_they_are_over_nothing_is_said() {
        assert_eq!(within(None, "2026-11-23"), None);
        assert_eq!(within(None, "2026-11-24"), Some(false));
        let paid = Some(("2026-11-20", 100_000));
        assert_eq!(within(paid, "2026-11-19"), None);
        assert_eq!(within(paid, "2026-11-20"), Some(true));
        assert_eq!(within(paid, "2026-12-20"), Some(true));
    }

    #[test]
    fn money_of_the_day_itself_late_or_too_little_is_no_success_of_the_decision() {
        for paid in [
            ("2026-11-10", 100_000),
            ("2026-11-25", 100_000),
            ("2026-11-20", 90_000),
        ] {
            assert_eq!(within(Some(paid), "2026-12-20"), Some(false), "{paid:?}");
        }
    }

    #[test]
    fn a_rate_without_a_denominator_is_none() {
        let outcome = |over, paid| Outcome {
            decision: Decision::Place,
            decided: 3,
            over,
            paid,
        };
        assert_eq!(outcome(0, 0).percent(), None);
        assert_eq!(outcome(3, 2).percent(), Some(67));
    }
}
