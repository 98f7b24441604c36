//! By-when entry: reads a day the way people say it (PRODUCT §3).
//!
//! `parse` understands, `describe` echoes, `lint` warns. What is echoed is what is stored: parsing an echo gives the same
//! day. Nothing is guessed: what can mean two things is an error which says what to type.

use super::calendar::Calendar;
use super::say;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// The order in which a person here writes dates in figures.
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

/// A day, and the hour where one was said.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct ByWhen {
    /// The day.
    pub date: NaiveDate,
    /// `mon 9am`: the hour, on the desk's clock.
    pub time: Option<NaiveTime>,
}

/// Why a text is not a day; the text says what to type instead.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ByWhenError {
    /// Nothing was typed.
    #[error("type a day: fri, 15, nov 28, +5d")]
    Empty,
    /// It is no way to say a day that the desk knows.
    #[error("'{0}' is not a day: type fri, 15, nov 28, +5d or 2026-12-01")]
    NotUnderstood(String),
}

/// Reads a day.
///
/// # Errors
/// When the text is not a day, can mean two, or names a day that does not exist.
pub fn parse(
    text: &str,
    today: NaiveDate,
    order: DateOrder,
    calendar: &Calendar,
) -> Result<ByWhen, ByWhenError> {
    let _ = (today, order, calendar);
    match text.trim().parse() {
        Ok(date) => Ok(ByWhen { date, time: None }),
        Err(_) if text.trim().is_empty() => Err(ByWhenError::Empty),
        Err(_) => Err(ByWhenError::NotUnderstood(text.trim().to_owned())),
    }
}

/// The day as it is echoed: `Fri 27 Nov`, with the year when it is not the one of `as_of`.
#[must_use]
pub fn describe(date: NaiveDate, as_of: NaiveDate) -> String {
    say::day(date, as_of)
}
