//! The kinds of values that the settings file has beyond plain numbers: weekdays, days, amounts, percentages.
//!
//! Each refuses what it does not understand with a message that names the right form; `read` adds file, line and column.

use crate::domain::money::{Currency, Minor, MoneyError};
use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the week, written `sat` or `saturday`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeekDay(pub Weekday);

impl WeekDay {
    /// Saturday.
    pub const SAT: WeekDay = WeekDay(Weekday::Sat);
    /// Sunday.
    pub const SUN: WeekDay = WeekDay(Weekday::Sun);
}

impl TryFrom<String> for WeekDay {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse::<Weekday>()
            .map(WeekDay)
            .map_err(|_| format!("'{text}' is not a day of the week (write \"sat\")"))
    }
}

impl From<WeekDay> for String {
    fn from(day: WeekDay) -> String {
        day.0.to_string().to_lowercase()
    }
}

/// A date, written `2026-12-25`, with or without quotes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(from)? {
            toml::Value::String(text) => text,
            toml::Value::Datetime(when) => when.to_string(),
            other => other.to_string(),
        };
        text.parse().map(Day).map_err(|_| {
            de::Error::custom(format!("'{text}' is not a date (write \"2026-12-25\")"))
        })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// An hour of the day, written `"08:30"`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hour(pub NaiveTime);

impl TryFrom<String> for Hour {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map(Hour)
            .map_err(|_| format!("'{text}' is not an hour of the day (write \"08:30\")"))
    }
}

impl From<Hour> for String {
    fn from(hour: Hour) -> String {
        hour.0.format("%H:%M").to_string()
    }
}

/// An amount, written in quotes (`"1.00"`) because a number in TOML would be a float. Its currency is the book's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextAmount(String);

impl TextAmount {
    /// That amount, written out.
    #[must_use]
    pub fn of(amount: Minor, currency: Currency) -> TextAmount {
        TextAmount(amount.show(currency))
    }

    /// The amount in minor units.
    ///
    /// # Errors
    /// When the text is not an amount of that currency, or is below zero.
    pub fn minor(&self, currency: Currency) -> Result<Minor, MoneyError> {
        // The default "1.00" must not break a book whose currency has no cents.
        let text = match self.0.strip_suffix(".00") {
            Some(whole) if currency.exponent() < 2 => whole,
            _ => &self.0,
        };
        let amount = Minor::parse(text, currency)?;
        if amount.is_negative() {
            return Err(MoneyError::NotAnAmount(self.0.clone()));
        }
        Ok(amount)
    }
}

/// A percentage in hundredths, written in quotes: `"0.5"` is 50.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Percent(pub u32);

impl TryFrom<String> for Percent {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        // A percentage with two decimals is counted as dollars with cents are.
        Minor::parse(text.trim_end_matches('%').trim(), Currency::USD)
            .ok()
            .filter(|hundredths| hundredths.get() <= 10_000)
            .and_then(|hundredths| u32::try_from(hundredths.get()).ok())
            .map(Percent)
            .ok_or_else(|| format!("'{text}' is not a percentage from 0 to 100 (write \"0.5\")"))
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> String {
        Minor::new(i64::from(percent.0)).show(Currency::USD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_hundredths_and_never_a_float() {
        assert_eq!(Percent::try_from("0.5".to_owned()), Ok(Percent(50)));
        assert_eq!(Percent::try_from("2%".to_owned()), Ok(Percent(200)));
        assert!(Percent::try_from("101".to_owned()).is_err());
        assert!(Percent::try_from("-1".to_owned()).is_err());
    }

    #[test]
    fn the_default_tolerance_also_fits_a_currency_without_cents() {
        let yen = Currency::parse("JPY").expect("a code");
        let one = TextAmount("1.00".to_owned());
        assert_eq!(one.minor(Currency::USD), Ok(Minor::new(100)));
        assert_eq!(one.minor(yen), Ok(Minor::new(1)));
        assert!(TextAmount("-1".to_owned()).minor(yen).is_err());
    }
}
