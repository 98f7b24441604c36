//! The business calendar: which days count, and `bd(d, n)` (DOMAIN, opening lines).

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Weekend days and holidays. Dates are civil dates in the desk's time zone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Calendar {
    /// Days of the week on which nobody banks, Monday first.
    weekend: [bool; 7],
    /// Further days off.
    holidays: BTreeSet<NaiveDate>,
}

impl Default for Calendar {
    /// Saturday and Sunday off, no holidays.
    fn default() -> Self {
        Calendar::new(&[Weekday::Sat, Weekday::Sun], [])
    }
}

impl Calendar {
    /// A calendar with these days off. A week that is wholly off is treated as having none off, so that
    /// counting business days always ends.
    pub fn new<I: IntoIterator<Item = NaiveDate>>(weekend: &[Weekday], holidays: I) -> Calendar {
        let mut off = [false; 7];
        for day in weekend {
            off[day.num_days_from_monday() as usize] = true;
        }
        if off.iter().all(|d| *d) {
            off = [false; 7];
        }
        Calendar {
            weekend: off,
            holidays: holidays.into_iter().collect(),
        }
    }

    /// True on a weekend day.
    #[must_use]
    pub fn is_weekend(&self, day: NaiveDate) -> bool {
        self.weekend[day.weekday().num_days_from_monday() as usize]
    }

    /// True on a holiday.
    #[must_use]
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.contains(&day)
    }

    /// True when banks and offices are open.
    #[must_use]
    pub fn is_business_day(&self, day: NaiveDate) -> bool {
        !self.is_weekend(day) && !self.is_holiday(day)
    }

    /// `bd(day, n)`: the n-th business day after `day`. With n = 0 the day itself, whatever it is.
    #[must_use]
    pub fn add(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let mut at = day;
        let mut left = n;
        while left > 0 {
            match at.checked_add_days(Days::new(1)) {
                Some(next) => at = next,
                None => return at,
            }
            if self.is_business_day(at) {
                left -= 1;
            }
        }
        at
    }

    /// The last business day before a day.
    #[must_use]
    pub fn last_open(&self, day: NaiveDate) -> NaiveDate {
        let earlier = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
        // A calendar without any business day has none: a fortnight back is far enough to look.
        let found = earlier.take(14).find(|d| self.is_business_day(*d));
        found.unwrap_or(day.pred_opt().unwrap_or(day))
    }

    /// The day itself when it is a business day, else the next one.
    #[must_use]
    pub fn next_open(&self, day: NaiveDate) -> NaiveDate {
        if self.is_business_day(day) {
            day
        } else {
            self.add(day, 1)
        }
    }

    /// Business days in `(from, to]`; negative when `to` is before `from`.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        from.iter_days()
            .skip(1)
            .take_while(|d| *d <= to)
            .filter(|d| self.is_business_day(*d))
            .count() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_business_day_after_friday_is_monday() {
        let c = Calendar::default();
        assert_eq!(c.add(d("2026-11-20"), 1), d("2026-11-23"));
        assert_eq!(c.add(d("2026-11-21"), 1), d("2026-11-23"));
        assert_eq!(c.add(d("2026-11-21"), 0), d("2026-11-21"));
    }

    #[test]
    fn holidays_are_stepped_over() {
        let c = Calendar::new(&[Weekday::Sat, Weekday::Sun], [d("2026-11-26")]);
        assert_eq!(c.add(d("2026-11-25"), 1), d("2026-11-27"));
        assert_eq!(c.between(d("2026-11-25"), d("2026-11-30")), 2);
        assert_eq!(c.between(d("2026-11-30"), d("2026-11-25")), -2);
    }

    #[test]
    fn a_calendar_with_every_day_off_still_counts() {
        let all = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let c = Calendar::new(&all, []);
        assert_eq!(c.add(d("2026-11-20"), 1), d("2026-11-21"));
    }
}
