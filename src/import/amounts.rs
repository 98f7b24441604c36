//! Amounts in every notation that reports use, read exactly: no float, no guess per cell.
//!
//! The decimal mark is given: `marks` decides it once per column over the whole file. A cell that does not fit the decision
//! is an error of its row.

use super::currencies::{self, Beside, beside};
use super::marks::Mark;
use crate::domain::money::{AMOUNT_LIMIT, Currency, Minor};

/// Why a cell is no amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum NoAmount {
    /// Not a number in any notation that is read.
    NotANumber,
    /// More decimals than the currency has, and not zeros.
    TooManyDecimals,
    /// Beyond the ledger's limit.
    TooLarge,
    /// It names another currency.
    OtherCurrency(String),
}

/// The number within a cell: sign words, currency and brackets taken off.
pub(crate) struct Core<'c> {
    negative: bool,
    pub(crate) digits: &'c str,
    currency: Option<&'c str>,
}

/// Reads an amount. With `round`, decimals beyond the currency's are rounded half to even; the second value says that this
/// changed the amount.
///
/// # Errors
/// See [`NoAmount`]. An empty cell is not zero and not a number.
pub(crate) fn parse(
    cell: &str,
    mark: Mark,
    currency: Currency,
    round: bool,
) -> Result<(Minor, bool), NoAmount> {
    if let Some(minor) = plain(cell, mark, currency) {
        return Ok((minor, false));
    }
    let core = core(cell).ok_or(NoAmount::NotANumber)?;
    if let Some(word) = core.currency
        && !currencies::fits(word, currency)
    {
        return Err(NoAmount::OtherCurrency(word.to_owned()));
    }
    let (whole, decimals) = core
        .digits
        .split_once(mark.char())
        .unwrap_or((core.digits, ""));
    let has_mark = whole.len() != core.digits.len();
    if has_mark && (decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit())) {
        return Err(NoAmount::NotANumber);
    }
    if whole.is_empty() && !has_mark {
        return Err(NoAmount::NotANumber);
    }
    let units = grouped(whole).ok_or(NoAmount::NotANumber)??;
    let exponent = currency.exponent() as usize;
    let mut minor = units;
    for i in 0..exponent {
        let digit = decimals
            .as_bytes()
            .get(i)
            .map_or(0, |b| i64::from(b - b'0'));
        minor = minor
            .checked_mul(10)
            .and_then(|m| m.checked_add(digit))
            .ok_or(NoAmount::TooLarge)?;
    }
    let beyond = decimals.get(exponent..).unwrap_or("");
    let mut rounded = false;
    if beyond.bytes().any(|b| b != b'0') {
        if !round {
            return Err(NoAmount::TooManyDecimals);
        }
        rounded = true;
        if rounds_up(beyond, minor) {
            minor += 1;
        }
    }
    if minor > AMOUNT_LIMIT {
        return Err(NoAmount::TooLarge);
    }
    let minor = Minor::new(minor);
    Ok((
        if core.negative {
            minor.negated()
        } else {
            minor
        },
        rounded,
    ))
}

/// A dash alone, with or without a currency beside it: how accounting formats write zero.
pub(crate) fn is_nothing(cell: &str) -> bool {
    let bare = cell.trim_matches(|c: char| {
        c.is_whitespace() || is_space(c) || matches!(c, '$' | '€' | '£' | '¥')
    });
    let mut marks = bare.chars();
    let dash = |c: char| MINUS.contains(&c) || c == '\u{2014}';
    marks.next().is_some_and(dash) && marks.next().is_none()
}

/// A whole number of the smallest coin: digits, and a sign before them.
///
/// # Errors
/// See [`NoAmount`]: a decimal mark says that it is not what was meant.
pub(crate) fn whole(cell: &str) -> Result<Minor, NoAmount> {
    let cell = cell.trim();
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NoAmount::NotANumber);
    }
    let minor: i64 = digits.parse().map_err(|_| NoAmount::TooLarge)?;
    if minor > AMOUNT_LIMIT {
        return Err(NoAmount::TooLarge);
    }
    let minor = Minor::new(minor);
    Ok(if digits.len() < cell.len() {
        minor.negated()
    } else {
        minor
    })
}

/// `1234.50` with exactly the decimals of its currency, as systems write it for each other: read without the general way.
fn plain(cell: &str, mark: Mark, currency: Currency) -> Option<Minor> {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let exponent = currency.exponent() as usize;
    // 14 digits stay below the ledger's limit.
    let point = digits.len().checked_sub(exponent + 1)?;
    if exponent == 0 || point == 0 || digits.len() > 15 {
        return None;
    }
    let mut minor = 0_i64;
    for (i, b) in digits.bytes().enumerate() {
        if i == point {
            if char::from(b) != mark.char() {
                return None;
            }
        } else if b.is_ascii_digit() {
            minor = minor * 10 + i64::from(b - b'0');
        } else {
            return None;
        }
    }
    let minor = Minor::new(minor);
    Some(if digits.len() < cell.len() {
        minor.negated()
    } else {
        minor
    })
}

/// Half to even, over the decimals that do not fit.
fn rounds_up(beyond: &str, minor: i64) -> bool {
    let (first, rest) = beyond.split_at(1);
    match first.as_bytes() {
        [b'6'..=b'9'] => true,
        [b'5'] => rest.bytes().any(|b| b != b'0') || minor % 2 != 0,
        _ => false,
    }
}

/// The whole part with its grouping: threes, or threes and twos as in India. `None` = not a number.
fn grouped(whole: &str) -> Option<Result<i64, NoAmount>> {
    let mut units: i64 = 0;
    let mut separator = None;
    let mut here = 0_usize;
    // Digits in the first group, then the shortest and longest of the groups between it and the last.
    let (mut first, mut shortest, mut longest) = (0_usize, 3_usize, 2_usize);
    for c in whole.chars() {
        if let Some(digit) = c.to_digit(10) {
            here += 1;
            units = match units.checked_mul(10) {
                Some(u) => u + i64::from(digit),
                None => return Some(Err(NoAmount::TooLarge)),
            };
            if units > AMOUNT_LIMIT {
                return Some(Err(NoAmount::TooLarge));
            }
            continue;
        }
        let c = match c {
            '.' | ',' => c,
            '\'' | '\u{2019}' | '\u{b4}' | '`' => '\'',
            c if is_space(c) => ' ',
            _ => return None,
        };
        if here == 0 || separator.is_some_and(|s| s != c) {
            return None;
        }
        if separator.is_none() {
            first = here;
        } else {
            shortest = shortest.min(here);
            longest = longest.max(here);
        }
        separator = Some(c);
        here = 0;
    }
    if separator.is_none() {
        return Some(Ok(units));
    }
    let western = first <= 3 && shortest == 3;
    let indian = first <= 2 && longest == 2 && shortest >= 2;
    (here == 3 && (western || indian)).then_some(Ok(units))
}

/// Signs below zero: a hyphen, a minus, and the dash that text programs make of either.
const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// Spaces that people and locales group digits with.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}')
}

/// Takes sign, brackets and currency off, each at most once.
pub(crate) fn core(cell: &str) -> Option<Core<'_>> {
    let trim = |s: &mut &str| *s = s.trim_matches(|c: char| c.is_whitespace() || is_space(c));
    let mut rest = cell;
    let (mut negatives, mut debit, mut currency) = (0_u8, false, None);
    loop {
        trim(&mut rest);
        let before = rest.len();
        if let Some(r) = rest.strip_prefix(MINUS) {
            (rest, negatives) = (r, negatives + 1);
        } else if let Some(r) = rest.strip_prefix('+') {
            if negatives > 0 || debit {
                return None;
            }
            (rest, debit) = (r, true);
        } else if let Some(r) = rest.strip_suffix(MINUS) {
            (rest, negatives) = (r, negatives + 1);
        } else if let Some(r) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
            (rest, negatives) = (r, negatives + 1);
        } else if let Some(r) = rest.strip_prefix('<').and_then(|r| r.strip_suffix('>')) {
            (rest, negatives) = (r, negatives + 1);
        } else if let Some((r, word)) = beside(rest) {
            rest = r;
            match word {
                Beside::Credit => negatives += 1,
                Beside::Debit => debit = true,
                Beside::Money(word) if currency.replace(word).is_some() => return None,
                Beside::Money(_) => {}
            }
        }
        if negatives > 1 || (negatives == 1 && debit) {
            return None;
        }
        if rest.len() == before {
            break;
        }
    }
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        .then_some(Core {
            negative: negatives == 1,
            digits: rest,
            currency,
        })
}

#[cfg(test)]
mod tests;
