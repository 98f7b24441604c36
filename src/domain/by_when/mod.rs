//! By-when entry: reads a day the way people say it (PRODUCT §3).
//!
//! `parse` understands, `describe` echoes, `lint` warns. What is echoed is what is stored: parsing an echo gives the same
//! day. Nothing is guessed: what can mean two things is an error which says what to type. `read` holds the grammar,
//! this file what a phrase means on a given day.
//!
//! A bare weekday is the next such day strictly after today (on a Friday, `fri` is a week on: for today say `today`);
//! `next fri` is the Friday of next week, weeks beginning on Monday; `this fri` is the one of this week.
//! A month and day without a year, or a day of the month, is the next such date from today on.

mod dates;
mod error;
mod lint;
mod read;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use words::MONTHS;

pub use error::ByWhenError;
pub use lint::{Draft, Lint, LintKind, LintSeverity, lint, lint_day};

use super::calendar::Calendar;
use super::say;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, Weekday};
use read::{Phrase, Point, Unit, Which};
use serde::{Deserialize, Serialize};

/// The order in which a person here writes dates in figures. A year of four figures in front always means year, month, day.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `11/28`, `11/28/26`.
    #[default]
    Mdy,
    /// `28/11`, `28/11/26`.
    Dmy,
    /// `11/28`, `26/11/28`.
    Ymd,
}

impl DateOrder {
    /// The order of that name (`mdy`, `dmy`, `ymd`).
    #[must_use]
    pub fn from_name(name: &str) -> Option<DateOrder> {
        match name {
            "mdy" => Some(DateOrder::Mdy),
            "dmy" => Some(DateOrder::Dmy),
            "ymd" => Some(DateOrder::Ymd),
            _ => None,
        }
    }

    /// How 28 November is typed in this order, for messages.
    const fn example(self) -> &'static str {
        match self {
            DateOrder::Mdy => "month/day, like 11/28",
            DateOrder::Dmy => "day/month, like 28/11",
            DateOrder::Ymd => "month/day, like 11/28 or 2026-11-28",
        }
    }
}

/// A day, and the hour where one was said.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ByWhen {
    /// The day. It may lie in the past when it was said outright (`2026-01-05`, `yesterday`): `lint` tells.
    pub date: NaiveDate,
    /// `mon 9am`: the hour, on the desk's clock.
    pub time: Option<NaiveTime>,
}

/// Reads a day ahead: for promises and dates to come back. Case, spaces, commas and words like `by`, `on`, `the` do not matter.
///
/// # Errors
/// When the text is not a day, can mean two, or names a day that does not exist.
pub fn parse(
    text: &str,
    today: NaiveDate,
    order: DateOrder,
    calendar: &Calendar,
) -> Result<ByWhen, ByWhenError> {
    Leaning {
        today,
        calendar,
        back: false,
    }
    .read(text, order)
}

/// Reads a day behind: for the day that a check was mailed. `mon` is the last Monday before today, `15` and `nov 18` the
/// last such date up to today, `3d` three days ago; what says its own direction (`+3d`, `next mon`, a year) keeps it.
///
/// # Errors
/// As `parse`.
pub fn parse_back(
    text: &str,
    today: NaiveDate,
    order: DateOrder,
    calendar: &Calendar,
) -> Result<ByWhen, ByWhenError> {
    Leaning {
        today,
        calendar,
        back: true,
    }
    .read(text, order)
}

/// The day as it is echoed: `Fri 27 Nov`, with the year when it is not the one of `as_of`.
#[must_use]
pub fn describe(date: NaiveDate, as_of: NaiveDate) -> String {
    say::day(date, as_of)
}

/// The day with its hour where it has one: `Mon 23 Nov 09:00`.
#[must_use]
pub fn describe_at(when: ByWhen, as_of: NaiveDate) -> String {
    match when.time {
        Some(time) => format!("{} {}", describe(when.date, as_of), say::time(time)),
        None => describe(when.date, as_of),
    }
}

/// What a phrase is read against: today, and whether days without a direction lie ahead or behind.
struct Leaning<'a> {
    today: NaiveDate,
    calendar: &'a Calendar,
    back: bool,
}

impl Leaning<'_> {
    fn read(&self, text: &str, order: DateOrder) -> Result<ByWhen, ByWhenError> {
        let phrase = read::phrase(text, order)?;
        let date = self.resolve(&phrase)?;
        if !(2000..=2099).contains(&date.year()) {
            return Err(ByWhenError::TooFar);
        }
        Ok(ByWhen {
            date,
            time: phrase.time,
        })
    }

    fn resolve(&self, phrase: &Phrase) -> Result<NaiveDate, ByWhenError> {
        let date = match (&phrase.point, phrase.weekday) {
            (Some(point), _) => self.point(point)?,
            (None, Some((weekday, which))) => return self.weekday(weekday, which),
            // Only an hour: today's.
            (None, None) => self.today,
        };
        match phrase.weekday {
            Some((said, _)) if said != date.weekday() => Err(mismatch(date, said, self.today)),
            _ => Ok(date),
        }
    }

    fn weekday(&self, weekday: Weekday, which: Which) -> Result<NaiveDate, ByWhenError> {
        let today = self.today;
        let ahead = i64::from(weekday.days_since(today.weekday()));
        let in_this_week = i64::from(weekday.num_days_from_monday())
            - i64::from(today.weekday().num_days_from_monday());
        let last = if ahead == 0 { -7 } else { ahead - 7 };
        let days = match which {
            Which::Coming if self.back => last,
            Which::Coming if ahead == 0 => 7,
            Which::Coming => ahead,
            Which::NextWeek => in_this_week + 7,
            Which::ThisWeek => in_this_week,
            Which::Last => last,
        };
        let date = shift(today, days)?;
        if which == Which::ThisWeek && date < today && !self.back {
            let name = say::weekday(date);
            return Err(ByWhenError::AlreadyGone {
                weekday: name,
                date: say::short_day(date, today),
                typed: name.to_lowercase(),
            });
        }
        Ok(date)
    }

    fn point(&self, point: &Point) -> Result<NaiveDate, ByWhenError> {
        let today = self.today;
        match *point {
            Point::Shift {
                count,
                unit,
                directed,
            } => {
                let sign = if self.back && !directed { -1 } else { 1 };
                self.shift_by(count * sign, unit)
            }
            Point::Date { year, month, day } => date_in(year, month, day),
            Point::MonthDay { month, day } => {
                let (this, that) = ((today.month(), today.day()), (month, day));
                let year = match self.back {
                    false if that < this => today.year() + 1,
                    true if that > this => today.year() - 1,
                    _ => today.year(),
                };
                date_in(year, month, day)
            }
            Point::Day(day) => self.day_of_month(day),
            Point::DayIn { day, months } => {
                let first = add_months(first_of_month(today), months)?;
                date_in(first.year(), first.month(), day)
            }
            Point::MonthEnd { months } => {
                let first = add_months(first_of_month(today), months)?;
                date_in(
                    first.year(),
                    first.month(),
                    last_day(first.year(), first.month()),
                )
            }
            Point::WeekEnd { weeks } => week_end(today, weeks, self.calendar),
            Point::YearEnd => date_in(today.year(), 12, 31),
        }
    }

    fn day_of_month(&self, day: u32) -> Result<NaiveDate, ByWhenError> {
        if !(1..=31).contains(&day) {
            return Err(ByWhenError::NotADay(day));
        }
        let first = first_of_month(self.today);
        // Of two months in a row one has 31 days.
        for months in 0..3 {
            let month = if self.back {
                sub_months(first, months)?
            } else {
                add_months(first, months)?
            };
            match NaiveDate::from_ymd_opt(month.year(), month.month(), day) {
                Some(date) if self.back && date <= self.today => return Ok(date),
                Some(date) if !self.back && date >= self.today => return Ok(date),
                _ => {}
            }
        }
        Err(ByWhenError::NotADay(day))
    }

    fn shift_by(&self, count: i32, unit: Unit) -> Result<NaiveDate, ByWhenError> {
        let size = count.unsigned_abs();
        match unit {
            Unit::Days => shift(self.today, i64::from(count)),
            Unit::Weeks => shift(self.today, i64::from(count) * 7),
            Unit::Months if count >= 0 => add_months(self.today, size),
            Unit::Months => sub_months(self.today, size),
            Unit::BusinessDays if count >= 0 => Ok(self.calendar.add(self.today, size)),
            Unit::BusinessDays => {
                let mut day = self.today;
                let mut left = size;
                while left > 0 {
                    day = shift(day, -1)?;
                    left -= u32::from(self.calendar.is_business_day(day));
                }
                Ok(day)
            }
        }
    }
}

/// The last business day of the week; at a weekend, when that is gone, of the week that follows.
fn week_end(today: NaiveDate, weeks: u32, calendar: &Calendar) -> Result<NaiveDate, ByWhenError> {
    let monday = shift(
        today,
        -i64::from(today.weekday().num_days_from_monday()) + 7 * i64::from(weeks),
    )?;
    for week in 0..3 {
        for back in (0..7).rev() {
            let day = shift(monday, week * 7 + back)?;
            if day >= today && calendar.is_business_day(day) {
                return Ok(day);
            }
        }
    }
    shift(monday, 4)
}

fn date_in(year: i32, month: u32, day: u32) -> Result<NaiveDate, ByWhenError> {
    if !(1..=31).contains(&day) {
        return Err(ByWhenError::NotADay(day));
    }
    if !(2000..=2099).contains(&year) {
        return Err(ByWhenError::TooFar);
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let at = (month as usize).saturating_sub(1) % 12;
        ByWhenError::NoSuchDay {
            month: say::MONTHS[at],
            year,
            last: last_day(year, month),
            lower: say::MONTHS[at].to_lowercase(),
            after: say::MONTHS[(at + 1) % 12].to_lowercase(),
        }
    })
}

fn last_day(year: i32, month: u32) -> u32 {
    (28..=31)
        .rev()
        .find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
        .unwrap_or(28)
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn add_months(day: NaiveDate, months: u32) -> Result<NaiveDate, ByWhenError> {
    day.checked_add_months(Months::new(months))
        .ok_or(ByWhenError::TooFar)
}

fn sub_months(day: NaiveDate, months: u32) -> Result<NaiveDate, ByWhenError> {
    day.checked_sub_months(Months::new(months))
        .ok_or(ByWhenError::TooFar)
}

fn shift(day: NaiveDate, days: i64) -> Result<NaiveDate, ByWhenError> {
    let size = Days::new(days.unsigned_abs());
    let moved = if days < 0 {
        day.checked_sub_days(size)
    } else {
        day.checked_add_days(size)
    };
    moved.ok_or(ByWhenError::TooFar)
}

fn mismatch(date: NaiveDate, said: Weekday, today: NaiveDate) -> ByWhenError {
    let after = i64::from(said.days_since(date.weekday()));
    let nearest = if after > 3 { after - 7 } else { after };
    let other = match shift(date, nearest) {
        Ok(day) if day >= today => day,
        _ => shift(date, after).unwrap_or(date),
    };
    ByWhenError::WeekdayMismatch {
        date: say::short_day(date, today),
        is: say::weekday(date),
        said: say::WEEKDAYS[said.num_days_from_monday() as usize],
        date_typed: say::short_day(date, today).to_lowercase(),
        other: say::short_day(other, today).to_lowercase(),
    }
}
