//! Currencies as files write them: codes, symbols and short words beside amounts, and the cells of a currency column.
//!
//! A symbol that several currencies share fits each of them; it never tells which one is meant.

use super::codes;
use super::findings::{Code, Fault};
use crate::domain::money::Currency;

/// Symbols and short words with the currencies that they can mean; a longer one stands before one that is a part of it.
const WORDS: &[(&str, &[&str])] = &[
    ("US$", &["USD"]),
    ("CA$", &["CAD"]),
    ("C$", &["CAD", "NIO"]),
    ("AU$", &["AUD"]),
    ("A$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("SG$", &["SGD"]),
    ("S$", &["SGD"]),
    ("NT$", &["TWD"]),
    ("MX$", &["MXN"]),
    ("R$", &["BRL"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "BBD",
            "BMD", "BSD", "BZD", "FJD", "GYD", "JMD", "KYD", "NAD", "TTD", "UYU", "XCD",
        ],
    ),
    ("€", &["EUR"]),
    ("£", &["GBP", "GIP", "EGP", "FKP"]),
    ("¥", &["JPY", "CNY"]),
    ("￥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("₪", &["ILS"]),
    ("₫", &["VND"]),
    ("₱", &["PHP"]),
    ("₦", &["NGN"]),
    ("฿", &["THB"]),
    ("₴", &["UAH"]),
    ("₡", &["CRC"]),
    ("kr.", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("Ft", &["HUF"]),
    ("lei", &["RON", "MDL"]),
    ("Rs.", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR", "MUR"]),
    ("RM", &["MYR"]),
    ("SFr.", &["CHF"]),
    ("Fr.", &["CHF"]),
    ("R", &["ZAR"]),
];

/// Names of currencies, without case and plural.
const NAMES: &[(&str, &str)] = &[
    ("us dollar", "USD"),
    ("u.s. dollar", "USD"),
    ("united states dollar", "USD"),
    ("euro", "EUR"),
    ("british pound", "GBP"),
    ("british pound sterling", "GBP"),
    ("pound sterling", "GBP"),
    ("canadian dollar", "CAD"),
    ("australian dollar", "AUD"),
    ("new zealand dollar", "NZD"),
    ("swiss franc", "CHF"),
    ("japanese yen", "JPY"),
    ("mexican peso", "MXN"),
    ("indian rupee", "INR"),
    ("swedish krona", "SEK"),
    ("norwegian krone", "NOK"),
    ("danish krone", "DKK"),
];

/// What stands beside a number.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Beside<'t> {
    /// `CR`: it lowers.
    Credit,
    /// `DR`: it raises.
    Debit,
    /// A currency.
    Money(&'t str),
}

/// Takes a currency or `CR`/`DR` off the front or the end of a text.
pub(crate) fn beside(text: &str) -> Option<(&str, Beside<'_>)> {
    let letters = |c: char| c.is_ascii_alphabetic();
    let front = text.len() - text.trim_start_matches(letters).len();
    let back = text.trim_end_matches(letters).len();
    let (head, tail) = (&text[..front], &text[back..]);
    for (word, rest) in [(head, &text[front..]), (tail, &text[..back])] {
        if word.eq_ignore_ascii_case("cr") {
            return Some((rest, Beside::Credit));
        }
        if word.eq_ignore_ascii_case("dr") {
            return Some((rest, Beside::Debit));
        }
    }
    for (word, _) in WORDS {
        let cut = word.len();
        if text
            .get(..cut)
            .is_some_and(|t| t.eq_ignore_ascii_case(word))
            && ends(word, &text[cut..], front)
        {
            return Some((&text[cut..], Beside::Money(&text[..cut])));
        }
        let at = text.len().saturating_sub(cut);
        // `100R` is no amount of rand.
        if *word != "R"
            && at > 0
            && text.get(at..).is_some_and(|t| t.eq_ignore_ascii_case(word))
            && !text[..at].ends_with(letters)
        {
            return Some((&text[..at], Beside::Money(&text[at..])));
        }
    }
    if head.len() == 3 {
        return Some((&text[front..], Beside::Money(head)));
    }
    (tail.len() == 3).then(|| (&text[..back], Beside::Money(tail)))
}

/// A word of letters ends where the letters end: `R` is not the beginning of `RUB`.
fn ends(word: &str, rest: &str, letters: usize) -> bool {
    !word.ends_with(|c: char| c.is_alphabetic())
        || (!rest.starts_with(char::is_alphabetic) && letters <= word.len())
}

/// True when a currency's code, symbol or word can mean this currency.
pub(crate) fn fits(word: &str, currency: Currency) -> bool {
    word.eq_ignore_ascii_case(currency.code())
        || WORDS
            .iter()
            .find(|(w, _)| w.eq_ignore_ascii_case(word))
            .is_some_and(|(_, codes)| codes.contains(&currency.code()))
}

/// The currency that an amount most likely is in, by what stands beside its number: `£` is the pound of Britain, a dollar is nobody's.
pub(crate) fn usual(amount: &str) -> Option<Currency> {
    let bare = amount.trim_matches(|c: char| matches!(c, '-' | '(' | ')' | ' '));
    let Some((_, Beside::Money(word))) = beside(bare) else {
        return None;
    };
    let codes = WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word));
    let code = match codes.map(|(_, codes)| *codes) {
        Some([one]) => one,
        Some([first @ "GBP", ..]) => first,
        Some(_) => return None,
        None => word,
    };
    Currency::parse(code).ok()
}

/// A currency column's cell: `USD`, `Swedish Krona - SEK`, `Euro (EUR)`, `€`. `None` = empty.
///
/// # Errors
/// When it says a currency that it does not name clearly; `$` is the currency of the book where that is a dollar.
pub(crate) fn of_cell(cell: &str, book: Currency) -> Result<Option<Currency>, Fault> {
    if cell.is_empty() {
        return Ok(None);
    }
    let code = |text: &str| {
        let text = text.trim();
        (text.len() == 3)
            .then(|| Currency::parse(text).ok())
            .flatten()
            .filter(|currency| codes::is_in_use(*currency, book))
    };
    let within = |open: char| {
        let (_, rest) = cell.rsplit_once(open)?;
        code(rest.trim_end_matches(')'))
    };
    let by_word = || {
        let (_, codes) = WORDS.iter().find(|(w, _)| *w == cell)?;
        match codes {
            [one] => Currency::parse(one).ok(),
            several => several.contains(&book.code()).then_some(book),
        }
    };
    let by_name = || {
        let folded = cell.to_lowercase();
        let name = folded.trim_end_matches('s');
        let (_, code) = NAMES.iter().find(|(n, _)| *n == name)?;
        Currency::parse(code).ok()
    };
    // `USD United States Dollar`, `EUR - Euro`.
    let first = || {
        let (first, _) = cell.split_once(' ')?;
        code(first).filter(|_| first.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let found = code(cell)
        .or_else(|| within('-'))
        .or_else(|| within('('))
        .or_else(by_word)
        .or_else(by_name)
        .or_else(first);
    found.map(Some).ok_or_else(|| {
        Fault::new(
            Code::OtherCurrency,
            "currency",
            cell,
            format!("'{cell}' is no currency code; write USD"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).expect("code")
    }

    #[test]
    fn what_stands_beside_a_number_is_taken_off_at_either_end() {
        for (text, rest, word) in [
            ("$5", "5", "$"),
            ("5 kr", "5 ", "kr"),
            ("kr.5", "5", "kr."),
            ("Rs.5", "5", "Rs."),
            ("R5", "5", "R"),
            ("RUB5", "5", "RUB"),
            ("5zł", "5", "zł"),
            ("CHF 5", " 5", "CHF"),
            ("R$5", "5", "R$"),
            ("5€", "5", "€"),
        ] {
            assert_eq!(beside(text), Some((rest, Beside::Money(word))), "{text}");
        }
        assert_eq!(beside("5 Cr"), Some(("5 ", Beside::Credit)));
        assert_eq!(beside("DR 5"), Some((" 5", Beside::Debit)));
        for text in ["5", "", "5e3", "5R", "abcd5", "5%", "#N/A5"] {
            assert_eq!(beside(text), None, "{text}");
        }
    }

    #[test]
    fn a_shared_symbol_fits_each_of_its_currencies() {
        assert!(fits("$", currency("USD")) && fits("$", currency("CAD")));
        assert!(!fits("US$", currency("CAD")) && !fits("€", currency("USD")));
        assert!(fits("kr", currency("SEK")) && fits("sek", currency("SEK")));
    }

    #[test]
    fn a_currency_cell_names_one_currency_or_none() {
        let book = currency("CAD");
        let of = |cell| of_cell(cell, book).map(|c| c.map(|c| c.code().to_owned()));
        for (cell, code) in [
            ("usd", "USD"),
            ("Swedish Krona - SEK", "SEK"),
            ("Euro (EUR)", "EUR"),
            ("€", "EUR"),
            ("$", "CAD"),
            ("US Dollars", "USD"),
            ("Euro", "EUR"),
            ("USD United States Dollar", "USD"),
        ] {
            assert_eq!(of(cell), Ok(Some(code.to_owned())), "{cell}");
        }
        assert_eq!(of(""), Ok(None));
        for cell in ["¥", "Dollar", "US", "12"] {
            assert!(of(cell).is_err(), "{cell}");
        }
    }
}
