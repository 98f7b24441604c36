//! The words of by-when entry: tokens, and the names of months, weekdays and small numbers.

use super::ByWhenError;
use crate::domain::clean;
use chrono::Weekday;

/// Longer than this is no day; nobody says more.
const LONGEST: usize = 60;

/// A piece of what was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Token {
    Number { value: u32, digits: usize },
    Word(String),
    Mark(char),
}

/// The text as it may be quoted in a message.
pub(super) fn quoted(text: &str) -> String {
    let short: String = text.trim().chars().take(LONGEST).collect();
    clean::clean(&short).into_owned()
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ByWhenError> {
    let no = || ByWhenError::NotUnderstood(quoted(text));
    if text.trim().is_empty() {
        return Err(ByWhenError::Empty);
    }
    if text.trim().chars().count() > LONGEST {
        return Err(no());
    }
    let lower = text.to_ascii_lowercase();
    let mut out = Vec::new();
    let mut rest = lower.trim_start();
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(&u8) -> bool| rest.bytes().take_while(is).count();
        let used = if first.is_ascii_digit() {
            let digits = run(u8::is_ascii_digit);
            // More than eight digits is no part of a date.
            let value = match digits {
                1..=8 => rest[..digits].parse().map_err(|_| no())?,
                _ => return Err(no()),
            };
            out.push(Token::Number { value, digits });
            digits
        } else if first.is_ascii_alphabetic() {
            let letters = run(u8::is_ascii_alphabetic);
            out.push(Token::Word(rest[..letters].to_owned()));
            letters
        } else if matches!(first, '/' | '-' | '.' | ':' | '+') {
            out.push(Token::Mark(first));
            1
        } else if first.is_whitespace() || matches!(first, ',' | '@' | '\u{2013}') {
            first.len_utf8()
        } else {
            return Err(no());
        };
        rest = &rest[used..];
    }
    if out.is_empty() {
        return Err(no());
    }
    Ok(out)
}

/// `26` is 2026; `2026` is itself.
pub(super) fn full_year(value: u32, digits: usize) -> Option<u32> {
    match digits {
        2 => Some(2000 + value),
        4 => Some(value),
        _ => None,
    }
}

/// A beginning of the name, at least three letters long.
pub(super) fn prefix_of(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

/// The months, as they are written out.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn month_named(word: &str) -> Option<u32> {
    (1..)
        .zip(MONTHS)
        .find(|(_, name)| prefix_of(word, name))
        .map(|(n, _)| n)
}

pub(super) fn weekday_named(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    NAMES
        .into_iter()
        // Two letters are enough for a weekday, three for a month.
        .find(|(name, _)| prefix_of(word, name) || (word.len() == 2 && name.starts_with(word)))
        .map(|(_, day)| day)
}

pub(super) fn count_named(word: &str) -> Option<u32> {
    match word {
        "a" | "an" | "one" => Some(1),
        "two" => Some(2),
        "three" => Some(3),
        "four" => Some(4),
        "five" => Some(5),
        "six" => Some(6),
        "seven" => Some(7),
        "ten" => Some(10),
        _ => None,
    }
}
