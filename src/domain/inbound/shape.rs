//! The shapes of words: what may be an amount, a number of a document, a day.
//!
//! Law: pure, and strict where a guess would cost money: an amount says its currency or its decimals, a day says its month.

use crate::domain::by_when::MONTHS;
use crate::domain::money::{Currency, Minor};

/// Stands between the kind of a payment and its number.
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word.to_lowercase().trim_end_matches('.'),
        "no" | "number"
            | "num"
            | "nr"
            | "#"
            | "ref"
            | "reference"
            | "trace"
            | "id"
            | "confirmation"
            | "payment"
            | "is"
            | ""
    )
}

/// What documents of ours are called.
pub(super) fn names_document(word: &str) -> bool {
    matches!(
        word.to_lowercase().trim_end_matches('.'),
        "invoice"
            | "invoices"
            | "inv"
            | "bill"
            | "bills"
            | "document"
            | "doc"
            | "#"
            | "no"
            | "number"
            | "reference"
            | "ref"
    )
}

pub(super) fn is_code(word: &str, currency: Currency) -> bool {
    word.eq_ignore_ascii_case(currency.code())
        || matches!(word, "$" | "€" | "£")
        || matches!(word.to_lowercase().as_str(), "dollars" | "euros" | "pounds")
}

/// A word that may be the number of a document: letters and digits with the usual marks, one digit at least; bare figures of less than four only
/// where the word before says so.
pub(super) fn is_number(word: &str, named: bool) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let fits = word
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | '#'));
    let length = word.chars().count();
    let ends = word.starts_with(|c: char| c.is_alphanumeric())
        && word.ends_with(|c: char| c.is_alphanumeric());
    let plain = word.chars().all(|c| c.is_ascii_digit());
    let enough = match (named, plain) {
        (true, _) => digits >= 1,
        (false, true) => digits >= 4,
        (false, false) => digits >= 2 || (digits == 1 && word.contains(['-', '/'])),
    };
    fits && ends && enough && (2..=40).contains(&length)
}

/// An amount: with a currency's mark or code beside it, or with its decimals written out.
pub(super) fn amount(raw: &str, coded: bool, currency: Currency) -> Option<Minor> {
    let word = raw.trim_end_matches([',', ';', ':', '!', '?', '.', '"', '\'', ']', '>', '*']);
    let word = word.trim_start_matches(['"', '\'', '[', '<', '*', ':', '=']);
    let (negative, word) = match word
        .strip_prefix('(')
        .map(|w| w.strip_suffix(')').unwrap_or(w))
    {
        Some(inner) if word.ends_with(')') => (true, inner),
        // A bracket that only opens the sentence.
        Some(inner) => (false, inner),
        None => (false, word.strip_suffix(')').unwrap_or(word)),
    };
    let (minus, word) = match word.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let code = currency.code();
    let (marked, word) = match word.strip_prefix(['$', '€', '£']) {
        Some(rest) => (true, rest),
        None => match word.get(..3).filter(|head| head.eq_ignore_ascii_case(code)) {
            Some(_) => (true, word.get(3..)?.trim_start_matches(['$', '€', '£'])),
            None => (false, word),
        },
    };
    let (marked, word) = match word.strip_suffix(['$', '€', '£']) {
        Some(rest) => (true, rest),
        None => (marked, word),
    };
    let plain = plain_figures(word, currency.exponent() as usize)?;
    let decimals = plain.contains('.');
    if !(marked || coded || decimals) {
        return None;
    }
    let amount = Minor::parse(&plain, currency)
        .ok()
        .filter(|m| m.is_positive())?;
    Some(if negative || minus {
        amount.negated()
    } else {
        amount
    })
}

/// `1,234.50` and `1.234,50` as `1234.50`; none when it is neither.
fn plain_figures(word: &str, exponent: usize) -> Option<String> {
    if word.is_empty() || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !word
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\''))
    {
        return None;
    }
    let last = word.rfind(['.', ',']);
    let (whole, cents) = match last {
        Some(at) if word.len() - at - 1 == exponent && exponent > 0 => {
            (&word[..at], Some(&word[at + 1..]))
        }
        _ => (word, None),
    };
    let groups: Vec<&str> = whole.split(['.', ',', '\'']).collect();
    let marks: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3
            && !groups[0].is_empty()
            && groups[1..].iter().all(|g| g.len() == 3)
            && marks.iter().all(|m| Some(m) == marks.first()));
    // `1.234.50` parts groups and decimals with the same mark: that is no amount.
    let same = last
        .is_some_and(|at| cents.is_some() && word[at..].chars().next() == marks.first().copied());
    if !grouped || same || cents.is_some_and(|c| !c.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let whole = groups.concat();
    Some(match cents {
        Some(cents) => format!("{whole}.{cents}"),
        None => whole,
    })
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    word == "sept"
        || MONTHS
            .iter()
            .any(|month| *month == word || (word.len() == 3 && month.starts_with(word)))
}

pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    let long = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "tues",
        "thurs",
    ];
    // `sat` and `sun` alone are other words too often, and `mon` is half a word.
    long.contains(&word.as_str())
        || (WEEKDAYS.contains(&word.as_str()) && !matches!(word.as_str(), "sat" | "sun"))
}

pub(super) fn says_month(text: &str) -> bool {
    text.split(' ').any(is_month) || text.contains('/')
}

/// Words that may be a day: nothing that the reader of dates would take a lone figure for.
pub(super) fn is_day_like(words: &[&str]) -> bool {
    let figure = |w: &str| {
        let w = w.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (1..=2).contains(&w.len()) && w.chars().all(|c| c.is_ascii_digit())
    };
    let year =
        |w: &str| w.len() == 4 && w.starts_with("20") && w.chars().all(|c| c.is_ascii_digit());
    match words {
        [one] => {
            let parts: Vec<&str> = one.split(['/', '-', '.']).collect();
            let figures = parts
                .iter()
                .all(|p| !p.is_empty() && p.chars().all(|c| c.is_ascii_digit()));
            let dated = figures
                && match parts.as_slice() {
                    [y, m, d] => {
                        (year(y) && m.len() <= 2 && d.len() <= 2)
                            || (y.len() <= 2 && m.len() <= 2 && (year(d) || d.len() == 2))
                    }
                    // `11/27`; `11-27` and `11.27` are numbers and amounts as well.
                    [m, d] => one.contains('/') && figure(m) && figure(d),
                    _ => false,
                };
            dated || is_weekday(one) || matches!(one.to_lowercase().as_str(), "today" | "tomorrow")
        }
        [a, b] => {
            (is_month(a) && figure(b))
                || (figure(a) && is_month(b))
                || (a.eq_ignore_ascii_case("next") && is_weekday(b))
        }
        [a, b, c] => year(c) && ((is_month(a) && figure(b)) || (figure(a) && is_month(b))),
        _ => false,
    }
}
