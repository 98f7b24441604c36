//! What a spreadsheet keeps as a binary number, as exact decimal text; and its days, counted from 1900 or 1904.
//!
//! The only place where an amount is met as a float. A sheet shows 15 digits and no more, so those are what was meant; noise
//! of sums beyond them is taken off only where it is far below a hundredth of the smallest coin. Nothing is rounded to fit:
//! 1.005 stays 1.005 and is refused where cents are kept.

use super::grid::Kind;
use chrono::{Days, NaiveDate};

/// From here on a number has more than 15 digits.
const LONG: f64 = 1e15;
/// Decimals that are taken as meant.
const DECIMALS: usize = 6;
/// How far from a whole number of minor units noise may be.
const NOISE: f64 = 1e-6;
/// Plain numbers that can be days where a column holds days: 1954 to 2119.
const DAYS: std::ops::RangeInclusive<u64> = 20_000..=80_000;
/// The last day that spreadsheets know, 9999-12-31.
const LAST: f64 = 2_958_465.0;

/// A number as text.
pub(crate) fn number(v: f64) -> (Kind, String) {
    if !v.is_finite() {
        return (Kind::Error, "#NUM!".to_owned());
    }
    if v.abs() >= LONG {
        return (Kind::LongNumber, format!("{v}"));
    }
    let text = fifteen_digits(v);
    let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
    if decimals <= DECIMALS {
        return (Kind::Number, text);
    }
    // 2^53: beyond it a float no longer knows its minor units.
    let whole = 9_007_199_254_740_992.0;
    for (places, scale) in [(2_usize, 100.0), (3, 1000.0)] {
        let scaled = v * scale;
        if (scaled - scaled.round()).abs() < NOISE && v.abs() < whole / scale {
            let near = format!("{:.places$}", scaled.round() / scale);
            return (Kind::Number, without_zeros(&near));
        }
    }
    (Kind::Number, text)
}

fn fifteen_digits(v: f64) -> String {
    let near: f64 = format!("{v:.14e}").parse().unwrap_or(v);
    without_zeros(&format!("{near}"))
}

fn without_zeros(text: &str) -> String {
    let short = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => text,
    };
    if short == "-0" { "0" } else { short }.to_owned()
}

/// A cell that its sheet shows as a day: ISO, the time cut off.
pub(crate) fn day(serial: f64, from_1904: bool) -> (Kind, String) {
    match day_of(serial, from_1904) {
        Some(day) => (Kind::Text, day.to_string()),
        None => (Kind::NoDay, fifteen_digits(serial)),
    }
}

/// A plain number in a column of days.
pub(crate) fn day_of_plain_number(text: &str, from_1904: bool) -> Option<NaiveDate> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let serial: u64 = whole.parse().ok()?;
    if !DAYS.contains(&serial) {
        return None;
    }
    let (first, offset) = (NaiveDate::from_ymd_opt(1899, 12, 30)?, serial);
    let day = first.checked_add_days(Days::new(offset))?;
    if from_1904 {
        day.checked_add_days(Days::new(1462))
    } else {
        Some(day)
    }
}

/// The sheet's calendar of 1900 has a 29 February (serial 60) that never was.
fn day_of(serial: f64, from_1904: bool) -> Option<NaiveDate> {
    if !(0.0..LAST + 1.0).contains(&serial) {
        return None;
    }
    // In range: the whole part is below three million.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let serial = serial.floor() as u64;
    let (first, offset) = match (from_1904, serial) {
        (true, n) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, n),
        (false, 0 | 60) => return None,
        (false, n @ 1..=59) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, n),
        (false, n) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, n),
    };
    first.checked_add_days(Days::new(offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn floats_become_what_the_sheet_shows() {
        for (v, text) in [
            (1234.56, "1234.56"),
            (1_234.560_000_000_000_2, "1234.56"),
            (0.1 + 0.2, "0.3"),
            (0.1, "0.1"),
            (7.0, "7"),
            (-0.0, "0"),
            (-1929.28, "-1929.28"),
            (1e2, "100"),
            (4.656_612_873e-10, "0"),
            (1.234, "1.234"),
            (1.005, "1.005"),
            (1_234_567_890_123.45, "1234567890123.45"),
            (999_999_999_999_999.0, "999999999999999"),
            (100.000_000_4, "100.0000004"),
            (0.000_000_5, "0.0000005"),
            (1.0 / 3.0, "0.333333333333333"),
        ] {
            assert_eq!(number(v), (Kind::Number, text.to_owned()), "{v}");
        }
    }

    #[test]
    fn numbers_that_a_sheet_cannot_hold_are_marked() {
        assert_eq!(number(123_456_789_012_345_678.0).0, Kind::LongNumber);
        assert_eq!(number(-1e15).0, Kind::LongNumber);
        assert_eq!(number(f64::NAN).0, Kind::Error);
    }

    #[test]
    fn days_follow_the_calendar_of_their_sheet() {
        let said = |serial, from_1904| day(serial, from_1904).1;
        assert_eq!(said(46_337.0, false), "2026-11-11");
        assert_eq!(said(46_053.999_99, false), "2026-01-31");
        assert_eq!(said(44_591.0, true), "2026-01-31");
        assert_eq!(said(59.0, false), "1900-02-28");
        assert_eq!(said(61.0, false), "1900-03-01");
        assert_eq!(said(1.0, false), "1900-01-01");
        assert_eq!(said(2_958_465.0, false), "9999-12-31");
        for bad in [60.0, 0.0, 0.5, -1.0, 2_958_466.0, f64::NAN] {
            assert_eq!(day(bad, false).0, Kind::NoDay, "{bad}");
        }
    }

    #[test]
    fn a_plain_number_is_a_day_only_in_the_range_of_days() {
        let day = |text| day_of_plain_number(text, false).map(|d| d.to_string());
        assert_eq!(day("46337").as_deref(), Some("2026-11-11"));
        assert_eq!(day("46337.25").as_deref(), Some("2026-11-11"));
        assert_eq!(
            day_of_plain_number("44591", true)
                .map(|d| d.to_string())
                .as_deref(),
            Some("2026-01-31")
        );
        for other in ["19999", "80001", "20260101", "-46337", ""] {
            assert_eq!(day(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_in_cents_survives_its_float(cents in -99_999_999_999_999_i64..=99_999_999_999_999) {
            let text = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
            let v: f64 = text.parse().expect("a number");
            prop_assert_eq!(number(v), (Kind::Number, without_zeros(&text)));
        }

        #[test]
        fn no_float_panics(v: f64, from_1904: bool) {
            let _ = number(v);
            let _ = day(v, from_1904);
        }
    }
}
