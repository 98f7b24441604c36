use super::*;
use crate::import::marks::{Decision, Evidence};
use proptest::prelude::*;

fn read(cell: &str, mark: Mark) -> Result<i64, NoAmount> {
    parse(cell, mark, Currency::USD, false).map(|m| m.0.get())
}

fn in_currency(cell: &str, mark: Mark, code: &str) -> Result<i64, NoAmount> {
    parse(cell, mark, Currency::parse(code).expect("code"), false).map(|m| m.0.get())
}

#[test]
fn every_notation_of_a_report_is_read_exactly() {
    for (cell, cents) in [
        ("1234.56", 123_456),
        ("1,234.56", 123_456),
        ("1 234.56", 123_456),
        ("1\u{a0}234.56", 123_456),
        ("1\u{202f}234.56", 123_456),
        ("1'234.56", 123_456),
        ("1\u{2019}234.56", 123_456),
        ("1,23,456.78", 12_345_678),
        ("12,34,56,789.00", 12_345_678_900),
        ("$1,234.56", 123_456),
        ("$ 1,234.56", 123_456),
        ("US$1,234.56", 123_456),
        ("USD 1,234.56", 123_456),
        ("1,234.56 USD", 123_456),
        ("-100.00", -10_000),
        ("\u{2212}100.00", -10_000),
        ("\u{2013}100.00", -10_000),
        ("1\u{b4}234.56", 123_456),
        ("100.00-", -10_000),
        ("(100.00)", -10_000),
        ("$(250.00)", -25_000),
        ("($250.00)", -25_000),
        ("( 250.00 )", -25_000),
        ("-$1,072.40", -107_240),
        ("$-1,072.40", -107_240),
        ("<100.00>", -10_000),
        ("100.00 CR", -10_000),
        ("100.00Cr", -10_000),
        ("100.00 DR", 10_000),
        ("+5", 500),
        ("5", 500),
        ("819.2", 81_920),
        ("0.0", 0),
        (".99", 99),
        ("-.99", -99),
        ("281.3000", 28_130),
        ("007.50", 750),
        ("-0.00", 0),
        (" 12.00 ", 1_200),
    ] {
        assert_eq!(read(cell, Mark::Dot), Ok(cents), "{cell}");
    }
    for (cell, cents) in [
        ("1.234,56", 123_456),
        ("20 160,0", 2_016_000),
        ("1.234.567,8", 123_456_780),
        ("1.234", 123_400),
        ("(7,5)", -750),
    ] {
        assert_eq!(read(cell, Mark::Comma), Ok(cents), "{cell}");
    }
    for (cell, mark, code, minor) in [
        ("Rs. 5,00,000.00", Mark::Dot, "INR", 50_000_000),
        ("R 1 234,50", Mark::Comma, "ZAR", 123_450),
        ("1 234,50 zł", Mark::Comma, "PLN", 123_450),
        ("kr -1.234,50", Mark::Comma, "DKK", -123_450),
        ("R$ (1.234,50)", Mark::Comma, "BRL", -123_450),
        ("CHF 1\u{2019}234.50", Mark::Dot, "CHF", 123_450),
        ("$1.234,50", Mark::Comma, "ARS", 123_450),
        ("₩1,234", Mark::Dot, "KRW", 1_234),
        ("12.500 KWD", Mark::Dot, "KWD", 12_500),
        ("1,234.500", Mark::Dot, "KWD", 1_234_500),
        ("DR 5.00", Mark::Dot, "USD", 500),
        ("Cr 5.00", Mark::Dot, "USD", -500),
        ("$5.00 CR", Mark::Dot, "USD", -500),
    ] {
        assert_eq!(in_currency(cell, mark, code), Ok(minor), "{cell}");
    }
    assert_eq!(in_currency("1.234,50 €", Mark::Comma, "EUR"), Ok(123_450));
    assert_eq!(in_currency("¥1,234", Mark::Dot, "JPY"), Ok(1_234));
    assert_eq!(in_currency("1.234", Mark::Dot, "KWD"), Ok(1_234));
    assert_eq!(in_currency("5,00,000 Dr", Mark::Dot, "INR"), Ok(50_000_000));
}

#[test]
fn a_dash_alone_is_nothing() {
    for cell in ["-", " - ", "\u{2013}", "\u{2014}", "\u{2212}", "$ -", "- €"] {
        assert!(is_nothing(cell), "{cell}");
    }
    for cell in ["", "$", "--", "-5", "- -", "0", "(-)", "-USD"] {
        assert!(!is_nothing(cell), "{cell}");
    }
}

#[test]
fn what_is_not_exactly_an_amount_is_refused() {
    for cell in [
        "",
        " ",
        "-",
        "$",
        "N/A",
        "1e3",
        "1E3",
        "٣",
        "１２",
        "1.2.3",
        "12,34",
        "1,2345",
        ",123.00",
        "1,,234",
        "1,234 567",
        "5.",
        "--5",
        "(-5)",
        "-5-",
        "-5 CR",
        "5 DR-",
        "12-34",
        "0x10",
        "1_000",
        "#N/A",
        "1.234,56",
        "1,23,45.00",
        "123,45,678",
        "=5",
        "5%",
        "NaN",
        "inf",
        "USD",
        "USD 5 EUR",
        "1 2",
    ] {
        assert_eq!(read(cell, Mark::Dot), Err(NoAmount::NotANumber), "{cell}");
    }
    assert_eq!(read("1.234", Mark::Dot), Err(NoAmount::TooManyDecimals));
    assert_eq!(read("$1.234", Mark::Dot), Err(NoAmount::TooManyDecimals));
    assert_eq!(
        read("99999999999999999999", Mark::Dot),
        Err(NoAmount::TooLarge)
    );
    assert_eq!(read("9000000000000.01", Mark::Dot), Err(NoAmount::TooLarge));
    assert_eq!(read("9000000000000.00", Mark::Dot), Ok(AMOUNT_LIMIT));
    assert_eq!(
        read("€5", Mark::Dot),
        Err(NoAmount::OtherCurrency("€".into()))
    );
    assert_eq!(
        read("CAD 5", Mark::Dot),
        Err(NoAmount::OtherCurrency("CAD".into()))
    );
}

#[test]
fn rounding_is_half_to_even_where_a_profile_allows_it() {
    let r = |cell| parse(cell, Mark::Dot, Currency::USD, true).map(|m| (m.0.get(), m.1));
    assert_eq!(r("0.125"), Ok((12, true)));
    assert_eq!(r("0.135"), Ok((14, true)));
    assert_eq!(r("0.1251"), Ok((13, true)));
    assert_eq!(r("-0.129"), Ok((-13, true)));
    assert_eq!(r("0.1200"), Ok((12, false)));
}

/// A number written in one of the notations.
fn written(cents: i64, mark: Mark, style: u8, sign: u8) -> String {
    let whole = (cents.abs() / 100).to_string();
    let n = whole.len();
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = n - i;
        let breaks = match style {
            1 => i > 0 && left.is_multiple_of(3),
            2 => i > 0 && (left == 3 || (left > 3 && left % 2 == 1)),
            _ => false,
        };
        if breaks {
            out.push(match mark {
                Mark::Dot => ',',
                Mark::Comma => '.',
            });
        }
        out.push(c);
    }
    out.push(mark.char());
    out.push_str(&format!("{:02}", cents.abs() % 100));
    match (cents < 0, sign) {
        (false, _) => out,
        (true, 0) => format!("-{out}"),
        (true, 1) => format!("{out}-"),
        (true, 2) => format!("({out})"),
        (true, 3) => format!("$({out})"),
        (true, _) => format!("{out} CR"),
    }
}

proptest! {
    #[test]
    fn amounts_written_in_any_notation_read_back_exactly(
        cents in -AMOUNT_LIMIT..=AMOUNT_LIMIT, comma: bool, style in 0u8..3, sign in 0u8..5,
    ) {
        let mark = if comma { Mark::Comma } else { Mark::Dot };
        let text = written(cents, mark, style, sign);
        prop_assert_eq!(read(&text, mark), Ok(cents), "{}", text);
        let mut seen = Evidence::default();
        seen.see(&text, 1);
        prop_assert_eq!(seen.decide(), Decision::Decided(mark), "{}", text);
    }

    #[test]
    fn no_cell_panics(cell in "\\PC*") {
        let _ = read(&cell, Mark::Dot);
        let _ = read(&cell, Mark::Comma);
        Evidence::default().see(&cell, 1);
    }
}
