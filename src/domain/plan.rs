//! A payment plan: instalments with their days, each of them a promise with its place in the plan.
//!
//! Law: the instalments add up to the plan, to the cent; their days ascend. What became of a plan is worked out from its promises.

use super::calendar::Calendar;
use super::ids::PlanId;
use super::money::{Minor, MoneyError};
use super::named::named;
use super::verdict::Verdict;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The most instalments of one plan.
pub const MOST: usize = 60;

/// One instalment.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instalment {
    /// How much.
    pub amount: Minor,
    /// By when.
    pub by_when: NaiveDate,
}

/// The place of a promise in a plan.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Which plan.
    pub plan: PlanId,
    /// Its number in it, from 1.
    pub sequence: u32,
    /// Of so many.
    pub of: u32,
}

/// The time between two instalments.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Every so many days.
    Days(u32),
    /// Every so many weeks.
    Weeks(u32),
    /// Every so many months, on the day of the first (or the last of a shorter month).
    Months(u32),
}

/// Why a plan cannot be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlanError {
    /// Fewer than two or too many.
    #[error("a plan has 2 to {MOST} instalments")]
    Count,
    /// Less than a cent each.
    #[error("each instalment must be above zero")]
    Zero,
    /// The days do not ascend.
    #[error("each instalment has a later day than the one before")]
    Order,
    /// The interval leads nowhere.
    #[error("the interval must be at least a day")]
    Interval,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// `total` in `count` equal parts; the odd cents go to the first ones, so that nothing is left over at the end.
///
/// # Errors
/// When there would be no two instalments of a cent each.
pub fn equal(total: Minor, count: usize) -> Result<Vec<Minor>, PlanError> {
    if !(2..=MOST).contains(&count) {
        return Err(PlanError::Count);
    }
    let n = i64::try_from(count).map_err(|_| PlanError::Count)?;
    let (each, odd) = (total.get() / n, total.get() % n);
    if each < 1 {
        return Err(PlanError::Zero);
    }
    Ok((0..n)
        .map(|i| Minor::new(each + i64::from(i < odd)))
        .collect())
}

/// The days of `count` instalments from `first` on; a day off moves to the next business day, always counted from the first, so that the
/// months do not drift.
///
/// # Errors
/// When the interval is nothing, or the days do not ascend (every day, over a weekend).
pub fn days(
    first: NaiveDate,
    every: Interval,
    count: usize,
    calendar: &Calendar,
) -> Result<Vec<NaiveDate>, PlanError> {
    let step = |n: u32| -> Option<NaiveDate> {
        match every {
            Interval::Days(d) => first.checked_add_days(Days::new(u64::from(d) * u64::from(n))),
            Interval::Weeks(w) => {
                first.checked_add_days(Days::new(u64::from(w) * 7 * u64::from(n)))
            }
            Interval::Months(m) => first.checked_add_months(Months::new(m.checked_mul(n)?)),
        }
    };
    if matches!(
        every,
        Interval::Days(0) | Interval::Weeks(0) | Interval::Months(0)
    ) {
        return Err(PlanError::Interval);
    }
    let mut out = Vec::with_capacity(count.min(MOST));
    for n in (0..).take(count.min(MOST)) {
        let day = step(n).ok_or(PlanError::Interval)?;
        // The first day is what they said, whatever day it is.
        let day = if n == 0 { day } else { calendar.next_open(day) };
        if out.last().is_some_and(|last| *last >= day) {
            return Err(PlanError::Order);
        }
        out.push(day);
    }
    Ok(out)
}

/// Instalments that can be a plan: two or more, each above zero, on ascending days.
///
/// # Errors
/// Says what is wrong.
pub fn check(instalments: &[Instalment]) -> Result<Minor, PlanError> {
    if !(2..=MOST).contains(&instalments.len()) {
        return Err(PlanError::Count);
    }
    if instalments.iter().any(|i| !i.amount.is_positive()) {
        return Err(PlanError::Zero);
    }
    if instalments.windows(2).any(|w| w[1].by_when <= w[0].by_when) {
        return Err(PlanError::Order);
    }
    Ok(Minor::sum(instalments.iter().map(|i| i.amount))?)
}

named! {
    /// What became of a plan.
    pub enum PlanState {
        /// Instalments are ahead and none has failed.
        OnTrack => "on_track", "on track";
        /// An instalment is late, light or broken and not made good.
        Behind => "behind", "behind";
        /// Every instalment came, some of them perhaps late.
        Done => "done", "done";
        /// Nothing of it is left to come, and not all of it came: replaced or taken back.
        Ended => "ended", "ended";
    }
}

/// What became of a plan, given what became of its instalments.
#[must_use]
pub fn state(instalments: &[Verdict]) -> PlanState {
    let any = |test: fn(&Verdict) -> bool| instalments.iter().any(test);
    if any(|v| v.is_failed() || *v == Verdict::InGrace) {
        PlanState::Behind
    } else if any(|v| v.is_live()) {
        PlanState::OnTrack
    } else if any(|v| {
        matches!(
            v,
            Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided
        )
    }) {
        PlanState::Ended
    } else {
        PlanState::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn on(first: &str, every: Interval, count: usize) -> Vec<String> {
        days(d(first), every, count, &Calendar::default())
            .expect("days")
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn equal_instalments_add_up_and_differ_by_a_cent_at_most() {
        let parts = equal(Minor::new(100_000), 3).expect("a plan");
        let cents: Vec<i64> = parts.iter().map(|p| p.get()).collect();
        assert_eq!(cents, [33_334, 33_333, 33_333]);
        assert_eq!(equal(Minor::new(1), 2), Err(PlanError::Zero));
        assert_eq!(equal(Minor::new(100), 1), Err(PlanError::Count));
        assert_eq!(equal(Minor::new(100_000), 61), Err(PlanError::Count));
    }

    #[test]
    fn monthly_days_keep_the_day_of_the_first_through_short_months_and_weekends() {
        // 31 Jan 2027 is a Sunday: said so, kept so; 28 Feb is a Sunday too and moves to Monday 1 Mar.
        assert_eq!(
            on("2027-01-31", Interval::Months(1), 4),
            ["2027-01-31", "2027-03-01", "2027-03-31", "2027-04-30"]
        );
        assert_eq!(
            on("2026-11-27", Interval::Weeks(2), 3),
            ["2026-11-27", "2026-12-11", "2026-12-25"]
        );
        assert_eq!(on("2024-02-29", Interval::Months(12), 2)[1], "2025-02-28");
    }

    #[test]
    fn days_that_would_fall_together_are_refused() {
        let daily = days(d("2026-11-27"), Interval::Days(1), 4, &Calendar::default());
        assert_eq!(daily, Err(PlanError::Order), "Sat and Sun both move to Mon");
        let none = days(d("2026-11-27"), Interval::Weeks(0), 2, &Calendar::default());
        assert_eq!(none, Err(PlanError::Interval));
    }

    #[test]
    fn typed_instalments_need_ascending_days_and_amounts() {
        let of = |rows: &[(i64, &str)]| {
            let rows: Vec<Instalment> = rows
                .iter()
                .map(|(c, day)| Instalment {
                    amount: Minor::new(*c),
                    by_when: d(day),
                })
                .collect();
            check(&rows)
        };
        assert_eq!(
            of(&[(100, "2026-11-23"), (900, "2026-12-04")]),
            Ok(Minor::new(1_000))
        );
        assert_eq!(
            of(&[(100, "2026-11-23"), (0, "2026-12-04")]),
            Err(PlanError::Zero)
        );
        assert_eq!(
            of(&[(1, "2026-12-04"), (1, "2026-12-04")]),
            Err(PlanError::Order)
        );
        assert_eq!(of(&[(1, "2026-12-04")]), Err(PlanError::Count));
    }

    #[test]
    fn a_plan_is_behind_when_one_instalment_is() {
        use Verdict::{Broken, CuredLate, InGrace, Kept, Open, Superseded};
        assert_eq!(state(&[Kept, Open]), PlanState::OnTrack);
        assert_eq!(state(&[InGrace, Open]), PlanState::Behind);
        assert_eq!(state(&[Broken, Open]), PlanState::Behind);
        assert_eq!(state(&[Kept, CuredLate]), PlanState::Done);
        assert_eq!(state(&[Kept, Superseded]), PlanState::Ended);
    }
}
