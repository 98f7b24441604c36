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
mod lint;
mod read;
#[cfg(test)]
mod tests;
mod words;

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

/// Why a text is not a day; the message says what to type instead.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ByWhenError {
    /// Nothing was typed.
    #[error("type a day: fri, 15, nov 28, +5d")]
    Empty,
    /// It is no way to say a day that the desk knows.
    #[error("'{0}' is not a day: type fri, 15, nov 28, +5d or 2026-12-01")]
    NotUnderstood(String),
    /// It names a stretch of time, not a day.
    #[error("'{0}' is no date yet: ask which day, then type mon, 15 or nov 28")]
    Vague(String),
    /// Two days, or two hours, in one text.
    #[error("'{0}' says two things: type one day, and at most one hour")]
    TwoDays(String),
    /// The month is shorter.
    #[error("{month} {year} has {last} days: type {lower} {last} or {after} 1")]
    NoSuchDay {
        /// `Feb`.
        month: &'static str,
        /// The year it would have been.
        year: i32,
        /// Its last day.
        last: u32,
        /// `feb`, as it is typed.
        lower: String,
        /// `mar`: the month after it, as it is typed.
        after: String,
    },
    /// No month has such a day.
    #[error("there is no day {0} in a month: type 1 to 31, or a day like fri")]
    NotADay(u32),
    /// No such month; most often the other order of day and month.
    #[error("there is no month {month}: dates here are {example}")]
    NotAMonth {
        /// What stood in the month's place.
        month: u32,
        /// How dates are written here.
        example: &'static str,
    },
    /// The year comes last although dates here begin with the year: day and month cannot be told apart.
    #[error("'{0}' could be two dates: type it like 2026-11-28 or 28 nov 2026")]
    TwoWays(String),
    /// The weekday and the date do not fit each other.
    #[error("{date} is a {is}, not a {said}: type {date_typed} for it, or {other} for that {said}")]
    WeekdayMismatch {
        /// `27 Nov`.
        date: String,
        /// `Fri`.
        is: &'static str,
        /// `Thu`.
        said: &'static str,
        /// `27 nov`, as it is typed.
        date_typed: String,
        /// `26 nov`: the nearest day that is what they said.
        other: String,
    },
    /// `this tue`, said on a Friday.
    #[error("this {weekday} was {date}: type {typed} for the coming one")]
    AlreadyGone {
        /// `Tue`.
        weekday: &'static str,
        /// `17 Nov`.
        date: String,
        /// `tue`.
        typed: String,
    },
    /// No such hour.
    #[error("'{0}' is not an hour: type 9am or 14:30")]
    NotATime(String),
    /// Before 2000 or after 2099.
    #[error("that is too far away: type a date between 2000 and 2099")]
    TooFar,
}

/// Reads a day. Case, spaces, commas and words like `by`, `on`, `the` do not matter.
///
/// # Errors
/// When the text is not a day, can mean two, or names a day that does not exist.
pub fn parse(
    text: &str,
    today: NaiveDate,
    order: DateOrder,
    calendar: &Calendar,
) -> Result<ByWhen, ByWhenError> {
    let phrase = read::phrase(text, order)?;
    let date = resolve(&phrase, today, calendar)?;
    if !(2000..=2099).contains(&date.year()) {
        return Err(ByWhenError::TooFar);
    }
    Ok(ByWhen {
        date,
        time: phrase.time,
    })
}

/// The day as it is echoed: `Fri 27 Nov`, with the year when it is not the one of `as_of`.
#[must_use]
pub fn describe(date: NaiveDate, as_of: NaiveDate) -> String {
    say::day(date, as_of)
}

/// The day with its hour where it has one: `Mon 23 Nov 9:00`.
#[must_use]
pub fn describe_at(when: ByWhen, as_of: NaiveDate) -> String {
    match when.time {
        Some(time) => format!("{} {}", describe(when.date, as_of), say::time(time)),
        None => describe(when.date, as_of),
    }
}

fn resolve(
    phrase: &Phrase,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<NaiveDate, ByWhenError> {
    let date = match (&phrase.point, phrase.weekday) {
        (Some(point), _) => resolve_point(point, today, calendar)?,
        (None, Some((weekday, which))) => return resolve_weekday(weekday, which, today),
        // Only an hour: today's.
        (None, None) => today,
    };
    match phrase.weekday {
        Some((said, _)) if said != date.weekday() => Err(mismatch(date, said, today)),
        _ => Ok(date),
    }
}

fn resolve_weekday(
    weekday: Weekday,
    which: Which,
    today: NaiveDate,
) -> Result<NaiveDate, ByWhenError> {
    let ahead = i64::from(weekday.days_since(today.weekday()));
    let in_this_week = i64::from(weekday.num_days_from_monday())
        - i64::from(today.weekday().num_days_from_monday());
    let days = match which {
        Which::Coming if ahead == 0 => 7,
        Which::Coming => ahead,
        Which::NextWeek => in_this_week + 7,
        Which::ThisWeek => in_this_week,
        Which::Last if ahead == 0 => -7,
        Which::Last => ahead - 7,
    };
    let date = shift(today, days)?;
    if which == Which::ThisWeek && date < today {
        let name = say::weekday(date);
        return Err(ByWhenError::AlreadyGone {
            weekday: name,
            date: say::short_day(date, today),
            typed: name.to_lowercase(),
        });
    }
    Ok(date)
}

fn resolve_point(
    point: &Point,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<NaiveDate, ByWhenError> {
    match *point {
        Point::Shift { count, unit } => shift_by(today, count, unit, calendar),
        Point::Date { year, month, day } => date_in(year, month, day),
        Point::MonthDay { month, day } => {
            let gone = (month, day) < (today.month(), today.day());
            date_in(today.year() + i32::from(gone), month, day)
        }
        Point::Day(day) => next_day_of_month(day, today),
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
        Point::WeekEnd { weeks } => week_end(today, weeks, calendar),
        Point::YearEnd => date_in(today.year(), 12, 31),
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

fn shift_by(
    today: NaiveDate,
    count: i32,
    unit: Unit,
    calendar: &Calendar,
) -> Result<NaiveDate, ByWhenError> {
    match unit {
        Unit::Days => shift(today, i64::from(count)),
        Unit::Weeks => shift(today, i64::from(count) * 7),
        Unit::Months if count >= 0 => add_months(today, count.unsigned_abs()),
        Unit::Months => today
            .checked_sub_months(Months::new(count.unsigned_abs()))
            .ok_or(ByWhenError::TooFar),
        // A year holds about 260; more cannot end inside the reach, so the walk stays short.
        Unit::BusinessDays if !(0..=30_000).contains(&count) => Err(ByWhenError::TooFar),
        Unit::BusinessDays => Ok(calendar.add(today, count.unsigned_abs())),
    }
}

fn next_day_of_month(day: u32, today: NaiveDate) -> Result<NaiveDate, ByWhenError> {
    if !(1..=31).contains(&day) {
        return Err(ByWhenError::NotADay(day));
    }
    let first = first_of_month(today);
    // Of two months in a row one has 31 days.
    for months in 0..3 {
        let month = add_months(first, months)?;
        match NaiveDate::from_ymd_opt(month.year(), month.month(), day) {
            Some(date) if date >= today => return Ok(date),
            _ => {}
        }
    }
    Err(ByWhenError::NotADay(day))
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
