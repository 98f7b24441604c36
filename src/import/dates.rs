//! Dates in the notations of reports. One order of day and month holds for a whole file (`date_order` finds it over all its dates).

use super::DateOrder;
use super::months::month;
use chrono::{Datelike, NaiveDate};

/// Years that a ledger can mean; anything else is a slip of the finger.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// A date whose order of day and month is open.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Numeric {
    pub(super) first: u32,
    pub(super) second: u32,
    year: i32,
}

pub(super) enum Shape {
    /// One reading only.
    Clear(NaiveDate),
    /// Day and month in either order.
    Numeric(Numeric),
    /// All three parts have two digits: the year may stand first or last.
    Short(u32, u32, u32),
    /// No date, or not one that exists.
    Nothing,
}

/// A number that in a spreadsheet is a day of 1954 to 2119: what stands in a text where a column of dates was shown as numbers.
pub(crate) fn is_serial(cell: &str) -> bool {
    cell.len() == 5
        && cell
            .parse::<u32>()
            .is_ok_and(|n| (20_000..=80_000).contains(&n))
}

/// Reads a date; `order` decides numeric ones. `None` = not a date, one that does not exist, or one that needs an order.
pub(crate) fn parse(cell: &str, order: Option<DateOrder>) -> Option<NaiveDate> {
    let day = match shape(cell) {
        Shape::Clear(day) => day,
        Shape::Numeric(n) => n.read(order.or(n.alike())?)?,
        Shape::Short(a, b, c) => match order.or((a == b).then_some(DateOrder::Mdy))? {
            DateOrder::Ymd => NaiveDate::from_ymd_opt(pivot(a), b, c)?,
            other => Numeric {
                first: a,
                second: b,
                year: pivot(c),
            }
            .read(other)?,
        },
        Shape::Nothing => return None,
    };
    YEARS.contains(&day.year()).then_some(day)
}

/// The day, in UTC, of a second since 1970 as programs write it: ten digits.
pub(crate) fn of_second(cell: &str) -> Option<NaiveDate> {
    let cell = cell.trim();
    if cell.len() != 10 || !cell.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let day = chrono::DateTime::from_timestamp(cell.parse().ok()?, 0)?.date_naive();
    YEARS.contains(&day.year()).then_some(day)
}

impl Numeric {
    /// Any order will do for the fifth of May.
    fn alike(self) -> Option<DateOrder> {
        (self.first == self.second).then_some(DateOrder::Mdy)
    }

    fn read(self, order: DateOrder) -> Option<NaiveDate> {
        match order {
            DateOrder::Dmy => NaiveDate::from_ymd_opt(self.year, self.second, self.first),
            DateOrder::Mdy => NaiveDate::from_ymd_opt(self.year, self.first, self.second),
            // A year that stands last in a file with the year first.
            DateOrder::Ymd => None,
        }
    }
}

/// Two digits of a year: 70 and above are of the last century.
fn pivot(year: u32) -> i32 {
    let year = i32::try_from(year).unwrap_or(0);
    if year >= 70 { 1900 + year } else { 2000 + year }
}

pub(super) fn shape(cell: &str) -> Shape {
    let text = cell.trim();
    let bytes = text.as_bytes();
    // By far the commonest, without the general way: 2026-11-20, with or without a time.
    if bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && time_or_nothing(&bytes[10..]) {
        return clear(
            number(&bytes[..4]),
            number(&bytes[5..7]),
            number(&bytes[8..10]),
        );
    }
    if text.len() > 40 {
        return Shape::Nothing;
    }
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        return clear(
            number(&bytes[..4]),
            number(&bytes[4..6]),
            number(&bytes[6..]),
        );
    }
    let mut parts = text
        .split([' ', '/', '-', '.', ',', '\u{a0}'])
        .filter(|p| !p.is_empty() && !matches!(*p, "de" | "del"));
    let (Some(a), Some(b), Some(c)) = (parts.next(), parts.next(), parts.next()) else {
        return Shape::Nothing;
    };
    if parts
        .next()
        .is_some_and(|p| !p.as_bytes()[0].is_ascii_digit() || !p.contains(':'))
    {
        return Shape::Nothing;
    }
    if let Some(m) = month(b) {
        return with_word(a, m, c);
    }
    if let Some(m) = month(a) {
        return with_word(b, m, c);
    }
    let all = [a, b, c].map(|p| (p.len(), number(p.as_bytes())));
    match all {
        [(4, Some(y)), (1 | 2, Some(m)), (1 | 2, Some(d))] => clear(Some(y), Some(m), Some(d)),
        [(1 | 2, Some(first)), (1 | 2, Some(second)), (4, Some(y))] => Shape::Numeric(Numeric {
            first,
            second,
            year: i32::try_from(y).unwrap_or(0),
        }),
        [(1 | 2, Some(a)), (1 | 2, Some(b)), (2, Some(c))] => Shape::Short(a, b, c),
        _ => Shape::Nothing,
    }
}

fn with_word(day: &str, month: u32, year: &str) -> Shape {
    let day = ["st", "nd", "rd", "th", "er"]
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let y = number(year.as_bytes());
    let y = match (year.len(), y) {
        (4, y) => y,
        (2, Some(y)) => u32::try_from(pivot(y)).ok(),
        _ => None,
    };
    clear(y, Some(month), number(day.as_bytes()))
}

fn clear(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Shape {
    let day = match (year, month, day) {
        (Some(y), Some(m), Some(d)) => i32::try_from(y)
            .ok()
            .and_then(|y| NaiveDate::from_ymd_opt(y, m, d)),
        _ => None,
    };
    day.map_or(Shape::Nothing, Shape::Clear)
}

/// Up to nine ASCII digits.
fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0_u32, |n, b| {
        b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
    })
}

/// What may follow an ISO date: nothing, or `T` or a space and a time.
fn time_or_nothing(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b'T' | b' ', hour, ..] => hour.is_ascii_digit(),
        _ => false,
    }
}

/// True for a date in numbers that needs an order.
pub(crate) fn is_numeric(text: &str) -> bool {
    matches!(shape(text), Shape::Numeric(_) | Shape::Short(..))
}

/// True when a cell has the look of a date, be it one that does not exist: three parts, of which at least two are numbers.
/// Used to find the header.
pub(crate) fn looks_like_one(cell: &str) -> bool {
    if !matches!(shape(cell), Shape::Nothing) {
        return true;
    }
    let parts: Vec<&str> = cell
        .trim()
        .split([' ', '/', '-', '.', ',', 'T'])
        .filter(|p| !p.is_empty())
        .collect();
    let numbers = parts.iter().filter(|p| number(p.as_bytes()).is_some());
    (3..=4).contains(&parts.len()) && numbers.count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(cell: &str, order: Option<DateOrder>) -> Option<String> {
        parse(cell, order).map(|d| d.to_string())
    }

    #[test]
    fn a_day_with_the_number_of_its_month_needs_no_order() {
        assert_eq!(iso("05/05/2026", None).as_deref(), Some("2026-05-05"));
        assert_eq!(iso("5.5.26", None).as_deref(), Some("2026-05-05"));
        assert_eq!(iso("05/06/2026", None), None);
        assert_eq!(iso("13/13/2026", None), None);
    }

    #[test]
    fn dates_are_read_in_every_notation_of_a_report() {
        for cell in [
            "2026-11-05",
            "2026/11/05",
            "20261105",
            "2026-11-05T23:59:00Z",
            "2026-11-05 00:00:00",
            "5 Nov 2026",
            "05-NOV-26",
            "05-NOV-2026",
            "Nov 5, 2026",
            "November 5, 2026",
            "5 november 2026",
            "5.Nov.2026",
            "Nov 5th, 2026",
        ] {
            assert_eq!(iso(cell, None).as_deref(), Some("2026-11-05"), "{cell}");
        }
        for cell in [
            "11/05/2026",
            "11/5/2026",
            "11/05/26",
            "11-5-2026",
            "11.05.2026",
            "11/05/2026 12:00",
        ] {
            assert_eq!(
                iso(cell, Some(DateOrder::Mdy)).as_deref(),
                Some("2026-11-05"),
                "{cell}"
            );
        }
        assert_eq!(
            iso("05/11/2026", Some(DateOrder::Dmy)).as_deref(),
            Some("2026-11-05")
        );
        assert_eq!(
            iso("26-11-05", Some(DateOrder::Ymd)).as_deref(),
            Some("2026-11-05")
        );
        assert_eq!(
            iso("1/2/71", Some(DateOrder::Mdy)).as_deref(),
            Some("1971-01-02")
        );
    }

    #[test]
    fn what_is_no_date_or_needs_an_order_is_not_read() {
        for cell in [
            "",
            "2026-09-31",
            "2026-02-29",
            "31 Nov 2026",
            "tomorrow",
            "12345",
            "46053",
            "2026-13-01",
            "0000-00-00",
            "3026-01-01",
            "11/05",
            "1-2-3-4",
            "Net 30",
            "Friday, November 20, 2026",
            "2026-11-05x",
            "٢٠٢٦-١١-٠٥",
        ] {
            assert_eq!(iso(cell, Some(DateOrder::Mdy)), None, "{cell}");
        }
        assert_eq!(iso("11/05/2026", None), None);
        assert_eq!(iso("25/12/2026", Some(DateOrder::Mdy)), None);
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "\\PC*") {
            let _ = parse(&cell, Some(DateOrder::Dmy));
            crate::import::date_order::Evidence::default().see(&cell, 1);
        }

        #[test]
        fn a_date_reads_back_in_each_order(days in 0u32..80_000) {
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).and_then(|d| d.checked_add_days(chrono::Days::new(days.into()))).expect("day");
            for (format, order) in [("%d/%m/%Y", DateOrder::Dmy), ("%m/%d/%Y", DateOrder::Mdy), ("%Y-%m-%d", DateOrder::Ymd), ("%d-%b-%Y", DateOrder::Dmy), ("%B %e, %Y", DateOrder::Mdy)] {
                prop_assert_eq!(parse(&day.format(format).to_string(), Some(order)), Some(day));
            }
        }
    }
}
