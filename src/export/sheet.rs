//! A table on its way out: columns, rows, and the one rule that every format of text must follow.

pub(super) use crate::domain::clean::harmless;
use crate::domain::metrics::tenths;
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Words: from outside, so never trusted.
    Text(String),
    /// An amount in its currency.
    Money(Minor, Currency),
    /// A count or an id.
    Number(i64),
    /// Tenths: a rate in percent, or days.
    Tenths(i64),
    /// A civil date.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// Words that may be missing.
    pub(super) fn maybe(text: Option<&str>) -> Cell {
        match text {
            Some(text) if !text.is_empty() => Cell::Text(text.to_owned()),
            _ => Cell::Empty,
        }
    }

    /// The value as a line of text holds it; `None` = nothing.
    pub(super) fn as_text(&self) -> Option<String> {
        match self {
            Cell::Text(text) => Some(harmless(text)),
            Cell::Money(amount, currency) => Some(plain(*amount, *currency)),
            Cell::Number(n) => Some(n.to_string()),
            Cell::Tenths(n) => Some(tenths(Some(*n))),
            Cell::Day(day) => Some(day.to_string()),
            Cell::Flag(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
            Cell::Empty => None,
        }
    }
}

/// A table with its headings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// What it is, as a name: `open-items`.
    pub name: &'static str,
    /// The line above it, with its day.
    pub title: String,
    /// The day that it is of.
    pub as_of: NaiveDate,
    /// The headings, in snake case.
    pub columns: Vec<&'static str>,
    /// Rows, as wide as the headings.
    pub rows: Vec<Vec<Cell>>,
    /// What else the document says of itself, by name (JSON only).
    pub meta: Vec<(&'static str, String)>,
    /// What has to be known to read it (JSON only).
    pub notes: Vec<String>,
    /// The last row, where the amounts add up: a checksum for whoever reads it back.
    pub total: Option<Vec<Cell>>,
}

/// An amount without grouping: `-1234.50`.
pub(super) fn plain(amount: Minor, currency: Currency) -> String {
    let places = currency.exponent() as usize;
    let minor = amount.get();
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (units, cents) = digits.split_at(digits.len() - places);
    if places == 0 {
        format!("{sign}{units}")
    } else {
        format!("{sign}{units}.{cents}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_gets_exactly_one_apostrophe() {
        for (text, out) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("+1 503 555 0142", "'+1 503 555 0142"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("'=1", "''=1"),
            ("O'Neil & Sons", "O'Neil & Sons"),
            ("'quoted'", "''quoted'"),
            ("two\nlines", "two\nlines"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(harmless(text), out);
        }
    }

    #[test]
    fn an_amount_is_written_with_the_places_of_its_currency() {
        let say = |minor, code| plain(Minor::new(minor), Currency::parse(code).expect("known"));
        assert_eq!(say(-5, "USD"), "-0.05");
        assert_eq!(say(123_456, "USD"), "1234.56");
        assert_eq!(say(1_234, "JPY"), "1234");
        assert_eq!(say(1_234, "KWD"), "1.234");
        assert_eq!(say(0, "USD"), "0.00");
    }
}
