//! Why a text is not a day, in words that say what to type instead.

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
