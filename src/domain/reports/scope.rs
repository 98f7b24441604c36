//! Which days a report is of, and whose accounts.
//!
//! Law: `as_of` says what is known, the period says what is measured; the period never looks beyond what is known. A forecast looks ahead from
//! `as_of`, four weeks or as far as was asked.

use crate::domain::account::{Account, AccountKind};
use crate::domain::metrics::tally::last_of_month;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days of a period that nobody named.
const USUAL_DAYS: u64 = 30;
/// Points of a trend.
const POINTS: usize = 12;
/// Days ahead that a forecast covers, today included.
const AHEAD: u64 = 28;
/// Past weeks whose forecast is compared with what came.
const PAST_WEEKS: u64 = 4;

/// Which days, and whose accounts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// What is known: everything recorded as effective up to this day.
    pub as_of: NaiveDate,
    /// The first day measured.
    pub from: NaiveDate,
    /// The last day measured, never after `as_of`.
    pub to: NaiveDate,
    /// The last day of a forecast.
    pub ahead: NaiveDate,
    /// Only accounts of this collector.
    pub collector: Option<String>,
    /// Only accounts of this kind.
    pub segment: Option<AccountKind>,
}

/// Days that do not make a period.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the period ends on {to}, before it begins on {from}: give the earlier day first")]
pub struct NoPeriod {
    from: NaiveDate,
    to: NaiveDate,
}

impl Scope {
    /// A period; what is not named is the thirty days up to today.
    ///
    /// # Errors
    /// When it ends before it begins.
    pub fn new(
        as_of: NaiveDate,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<Scope, NoPeriod> {
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(NoPeriod { from, to });
        }
        let end = to.unwrap_or(as_of).min(as_of);
        let usual = end - Days::new(USUAL_DAYS - 1);
        Ok(Scope {
            as_of,
            from: from.filter(|day| *day <= end).unwrap_or(usual),
            to: end,
            ahead: to
                .filter(|day| *day > as_of)
                .unwrap_or(as_of + Days::new(AHEAD - 1)),
            collector: None,
            segment: None,
        })
    }

    /// The thirty days up to today.
    #[must_use]
    pub fn usual(as_of: NaiveDate) -> Scope {
        Scope {
            as_of,
            from: as_of - Days::new(USUAL_DAYS - 1),
            to: as_of,
            ahead: as_of + Days::new(AHEAD - 1),
            collector: None,
            segment: None,
        }
    }

    /// The day before the period: what was open when it began.
    #[must_use]
    pub fn before(&self) -> NaiveDate {
        self.from.pred_opt().unwrap_or(self.from)
    }

    /// Days measured.
    #[must_use]
    pub fn days(&self) -> i64 {
        self.to.signed_duration_since(self.from).num_days() + 1
    }

    /// The period of the same length right before this one.
    #[must_use]
    pub fn previous(&self) -> Scope {
        let days = Days::new(self.days().unsigned_abs());
        Scope {
            from: self.from - days,
            to: self.before(),
            ..self.clone()
        }
    }

    /// The period of the same length right after this one, as far as days are known; `None` when none is.
    #[must_use]
    pub fn next(&self) -> Option<Scope> {
        let days = self.days().unsigned_abs();
        let to = (self.to + Days::new(days)).min(self.as_of);
        let from = to - Days::new(days.saturating_sub(1));
        (to > self.to).then(|| Scope {
            from,
            to,
            ..self.clone()
        })
    }

    /// A day is measured.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        day >= self.from && day <= self.to
    }

    /// The account belongs to it.
    #[must_use]
    pub fn takes(&self, account: &Account) -> bool {
        let mine = self
            .collector
            .as_ref()
            .is_none_or(|who| account.collector.as_ref() == Some(who));
        mine && self.segment.is_none_or(|kind| account.kind == kind)
    }

    /// The intervals of the trend, oldest first, the last one ending with the period: weeks for a period up to a month and a half, else
    /// calendar months.
    #[must_use]
    pub fn trend(&self) -> Vec<(NaiveDate, NaiveDate)> {
        let mut out = Vec::with_capacity(POINTS);
        let mut to = self.to;
        for _ in 0..POINTS {
            let from = if self.days() <= 45 {
                to - Days::new(6)
            } else {
                to.with_day(1).unwrap_or(to)
            };
            out.push((from, to));
            to = from - Days::new(1);
        }
        out.reverse();
        out
    }

    /// The Mondays of the last weeks that are over.
    #[must_use]
    pub fn past_weeks(&self) -> Vec<NaiveDate> {
        let this = self.as_of - Days::new(u64::from(self.as_of.weekday().num_days_from_monday()));
        (1..=PAST_WEEKS)
            .rev()
            .map(|n| this - Days::new(7 * n))
            .collect()
    }

    /// From this day on every movement matters: a year of months for countback DSO, the trend, the period before.
    #[must_use]
    pub fn horizon(&self) -> NaiveDate {
        let year = last_of_month(self.to)
            .with_day(1)
            .and_then(|first| first.checked_sub_months(Months::new(12)))
            .unwrap_or(self.from);
        let trend = self.trend().first().map_or(self.from, |(from, _)| *from);
        let day = year
            .min(trend)
            .min(self.previous().from)
            .min(self.past_weeks().first().copied().unwrap_or(self.from));
        day.pred_opt().unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    #[test]
    fn a_period_never_looks_beyond_what_is_known_and_a_forecast_does() {
        let as_of = d("2026-11-23");
        let usual = Scope::new(as_of, None, None).expect("a period");
        assert_eq!((usual.from, usual.to), (d("2026-10-25"), as_of));
        assert_eq!(usual.days(), 30);
        assert_eq!(usual, Scope::usual(as_of));
        let ahead = Scope::new(as_of, Some(d("2026-12-01")), Some(d("2026-12-31"))).expect("ok");
        assert_eq!((ahead.to, ahead.ahead), (as_of, d("2026-12-31")));
        assert_eq!(ahead.days(), 30);
        assert!(Scope::new(as_of, Some(as_of), Some(d("2026-11-01"))).is_err());
    }

    #[test]
    fn periods_follow_each_other_without_gap_or_overlap() {
        let scope = Scope::new(
            d("2026-11-23"),
            Some(d("2026-10-01")),
            Some(d("2026-10-31")),
        )
        .expect("ok");
        let before = scope.previous();
        assert_eq!((before.from, before.to), (d("2026-08-31"), d("2026-09-30")));
        assert_eq!(before.next(), Some(scope.clone()));
        // Only 23 days of the next are known: the last 31 of them are shown.
        let next = scope.next().expect("some days are known");
        assert_eq!((next.from, next.to), (d("2026-10-24"), d("2026-11-23")));
        assert_eq!(next.next(), None);
    }

    #[test]
    fn a_trend_is_of_weeks_or_of_months_and_ends_with_the_period() {
        let weeks = Scope::usual(d("2026-11-23")).trend();
        assert_eq!(weeks.len(), 12);
        assert_eq!(weeks[11], (d("2026-11-17"), d("2026-11-23")));
        assert_eq!(weeks[10].1, d("2026-11-16"));
        let long = Scope::new(d("2026-11-23"), Some(d("2026-01-01")), None)
            .expect("ok")
            .trend();
        assert_eq!(long[11], (d("2026-11-01"), d("2026-11-23")));
        assert_eq!(long[10], (d("2026-10-01"), d("2026-10-31")));
        assert_eq!(
            Scope::usual(d("2026-11-23")).past_weeks(),
            [
                d("2026-10-26"),
                d("2026-11-02"),
                d("2026-11-09"),
                d("2026-11-16")
            ]
        );
    }
}
