//! Money: whole minor units and a currency, never a float.
//!
//! `Minor` is a count of the currency's smallest unit (cents for USD). Arithmetic that could
//! overflow returns a `Result`; nothing wraps and nothing saturates silently, except `less`, which is the
//! floored subtraction that most receivables rules are written in (`open = amount less applied`).

use serde::{Deserialize, Serialize};
use std::fmt;

/// The largest amount of a single ledger row, in minor units (FAULTS M2: ±9·10^14).
pub const AMOUNT_LIMIT: i64 = 900_000_000_000_000;

/// Signs that people write before an amount.
const SIGNS: [char; 4] = ['$', '€', '£', '¥'];

/// An amount in minor units of some currency (cents for USD). The currency is kept beside it.
#[derive(
    Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minor(i64);

/// What can go wrong with money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit.
    #[error("the amount is too large for the ledger")]
    Overflow,
    /// The text is not an amount.
    #[error("'{0}' is not an amount (write 1234.50)")]
    NotAnAmount(String),
    /// More decimals than the currency has.
    #[error("'{text}' has more decimals than {currency} has")]
    TooManyDecimals {
        /// What was typed.
        text: String,
        /// The currency it was typed for.
        currency: Currency,
    },
    /// The sign of another currency.
    #[error(
        "'{text}' is not in {currency}, which the account is kept in: write the amount in {currency}"
    )]
    OtherCurrency {
        /// What was typed.
        text: String,
        /// The currency it was typed for.
        currency: Currency,
    },
    /// Not a three-letter code.
    #[error("'{0}' is not a currency code (write USD)")]
    NotACurrency(String),
}

impl Minor {
    /// Nothing.
    pub const ZERO: Minor = Minor(0);

    /// `units` minor units.
    #[must_use]
    pub const fn new(units: i64) -> Self {
        Minor(units)
    }

    /// The number of minor units.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// True below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True at zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `self + other`.
    ///
    /// # Errors
    /// When the sum does not fit.
    pub fn plus(self, other: Minor) -> Result<Minor, MoneyError> {
        self.0
            .checked_add(other.0)
            .map(Minor)
            .ok_or(MoneyError::Overflow)
    }

    /// `self - other`, which may be negative.
    ///
    /// # Errors
    /// When the difference does not fit.
    pub fn minus(self, other: Minor) -> Result<Minor, MoneyError> {
        self.0
            .checked_sub(other.0)
            .map(Minor)
            .ok_or(MoneyError::Overflow)
    }

    /// `max(0, self - other)`: what is left of an amount after some of it is gone.
    #[must_use]
    pub fn less(self, other: Minor) -> Minor {
        Minor(self.0.saturating_sub(other.0).max(0))
    }

    /// The same size with the other sign.
    #[must_use]
    pub fn negated(self) -> Minor {
        Minor(self.0.saturating_neg())
    }

    /// The size without the sign.
    #[must_use]
    pub fn abs(self) -> Minor {
        Minor(self.0.saturating_abs())
    }

    /// The exact sum of many amounts, counted in 128 bits.
    ///
    /// # Errors
    /// When the total does not fit in a `Minor`.
    pub fn sum<I: IntoIterator<Item = Minor>>(amounts: I) -> Result<Minor, MoneyError> {
        let total: i128 = amounts.into_iter().map(|m| i128::from(m.0)).sum();
        i64::try_from(total)
            .map(Minor)
            .map_err(|_| MoneyError::Overflow)
    }

    /// `1,234.50`: separators, the currency's decimals, a leading minus.
    #[must_use]
    pub fn show(self, currency: Currency) -> String {
        let digits = currency.exponent() as usize;
        let raw = self.0.unsigned_abs().to_string();
        let raw = format!("{raw:0>width$}", width = digits + 1);
        let (whole, cents) = raw.split_at(raw.len() - digits);
        let mut out = String::with_capacity(raw.len() + raw.len() / 3 + 2);
        if self.0 < 0 {
            out.push('-');
        }
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(c);
        }
        if digits > 0 {
            out.push('.');
            out.push_str(cents);
        }
        out
    }

    /// `1,234`: whole units only, cut (not rounded), for headings where cents are noise.
    #[must_use]
    pub fn show_whole(self, currency: Currency) -> String {
        let full = self.show(currency);
        match full.split_once('.') {
            Some((whole, _)) => whole.to_owned(),
            None => full,
        }
    }

    /// Reads what a person or a plain file writes: `1234`, `1,234.5`, `$1,234.50`, `-20`.
    /// Commas are thousands, the dot is the decimal mark. Files with other habits go through
    /// `import::values`, which decides per column.
    ///
    /// # Errors
    /// When it is not an amount, has too many decimals, or is beyond the ledger's limit.
    pub fn parse(text: &str, currency: Currency) -> Result<Minor, MoneyError> {
        let bad = || MoneyError::NotAnAmount(text.trim().to_owned());
        let t = text.trim();
        let (negative, t) = match t.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, t),
        };
        let t = match t.chars().next().filter(|c| SIGNS.contains(c)) {
            // Another currency's sign is another amount; nobody converts it here.
            Some(sign) if !currency.has_sign(sign) => {
                return Err(MoneyError::OtherCurrency {
                    text: text.trim().to_owned(),
                    currency,
                });
            }
            Some(sign) => t[sign.len_utf8()..].trim_start(),
            None => t,
        };
        let (whole, cents) = t.split_once('.').unwrap_or((t, ""));
        let groups: Vec<&str> = whole.split(',').collect();
        let grouped_well = groups.len() == 1
            || (groups[0].len() <= 3
                && !groups[0].is_empty()
                && groups[1..].iter().all(|g| g.len() == 3));
        let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let whole: String = groups.concat();
        if !grouped_well
            || !digits_only(&whole)
            || !digits_only(cents)
            || (whole.is_empty() && cents.is_empty())
        {
            return Err(bad());
        }
        let exponent = currency.exponent() as usize;
        if cents.len() > exponent {
            return Err(MoneyError::TooManyDecimals {
                text: text.trim().to_owned(),
                currency,
            });
        }
        let all = format!("{whole}{cents:0<exponent$}");
        let units: i64 = all.parse().map_err(|_| MoneyError::Overflow)?;
        if units > AMOUNT_LIMIT {
            return Err(MoneyError::Overflow);
        }
        Ok(Minor(if negative { -units } else { units }))
    }
}

/// A three-letter ISO 4217 code.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// US dollars, the default of a new book.
    pub const USD: Currency = Currency(*b"USD");

    /// Reads `USD` or `usd`.
    ///
    /// # Errors
    /// When it is not three ASCII letters.
    pub fn parse(code: &str) -> Result<Currency, MoneyError> {
        match <[u8; 3]>::try_from(code.trim().as_bytes()) {
            Ok(b) if b.iter().all(u8::is_ascii_alphabetic) => {
                Ok(Currency(b.map(|letter| letter.to_ascii_uppercase())))
            }
            _ => Err(MoneyError::NotACurrency(code.trim().to_owned())),
        }
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // Built only from ASCII capitals, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals the currency has (ISO 4217: most have 2).
    #[must_use]
    pub fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }

    /// People write that sign before an amount in it. Dollars and pesos share theirs, so do pounds, and yen with yuan.
    fn has_sign(self, sign: char) -> bool {
        match sign {
            '€' => self.code() == "EUR",
            '£' => matches!(self.code(), "GBP" | "EGP" | "GIP" | "LBP" | "SYP"),
            '¥' => matches!(self.code(), "JPY" | "CNY"),
            // `$` stands for too many to name them, but not for these.
            _ => !matches!(
                self.code(),
                "EUR" | "GBP" | "JPY" | "CNY" | "CHF" | "KWD" | "INR"
            ),
        }
    }

    /// `$` for the dollar; a code and a space for the rest.
    #[must_use]
    pub fn prefix(self) -> String {
        match &self.0 {
            b"USD" => "$".to_owned(),
            _ => format!("{} ", self.code()),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(s: String) -> Result<Self, MoneyError> {
        Currency::parse(&s)
    }
}

impl From<Currency> for String {
    fn from(c: Currency) -> String {
        c.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Result<i64, MoneyError> {
        Minor::parse(text, Currency::USD).map(Minor::get)
    }

    #[test]
    fn amounts_as_people_type_them_are_read_exactly() {
        assert_eq!(usd("5000"), Ok(500_000));
        assert_eq!(usd("5,000.5"), Ok(500_050));
        assert_eq!(usd("$1,234.56"), Ok(123_456));
        assert_eq!(usd("-20"), Ok(-2_000));
        assert_eq!(usd(".99"), Ok(99));
    }

    #[test]
    fn what_is_not_an_amount_is_refused_not_guessed() {
        for bad in [
            "", "-", "1e3", "1.2.3", "12,34", "1.234,56", "٣", "N/A", "1,2345", ",123",
        ] {
            assert!(usd(bad).is_err(), "{bad}");
        }
        assert!(matches!(
            usd("1.234"),
            Err(MoneyError::TooManyDecimals { .. })
        ));
        assert_eq!(usd("99999999999999999999"), Err(MoneyError::Overflow));
    }

    #[test]
    fn shown_amounts_have_separators_and_the_decimals_of_their_currency() {
        let jpy = Currency::parse("jpy").expect("code");
        let kwd = Currency::parse("KWD").expect("code");
        assert_eq!(Minor::new(1_842_055).show(Currency::USD), "18,420.55");
        assert_eq!(Minor::new(-5).show(Currency::USD), "-0.05");
        assert_eq!(Minor::new(1_234_567).show(jpy), "1,234,567");
        assert_eq!(Minor::new(1_234_567).show(kwd), "1,234.567");
        assert_eq!(Minor::new(100).show(Currency::USD), "1.00");
    }

    #[test]
    fn sums_and_differences_never_wrap() {
        let big = Minor::new(i64::MAX);
        assert_eq!(big.plus(Minor::new(1)), Err(MoneyError::Overflow));
        assert_eq!(Minor::sum([big, big]), Err(MoneyError::Overflow));
        assert_eq!(
            Minor::sum([big, big.negated(), Minor::new(7)]).map(Minor::get),
            Ok(7)
        );
        assert_eq!(Minor::new(3).less(Minor::new(5)), Minor::ZERO);
    }
}
