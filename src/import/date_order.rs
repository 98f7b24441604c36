//! The order of day and month of a file, found over all its dates; what the file does not decide is asked for, never guessed.
//!
//! A date that is written with another mark than the rest (`02-09-2026` among `08/14/2026`) came from elsewhere, so the others say nothing
//! of it. And a spreadsheet that opens days first where it expects months first turns the days up to 12 into dates, with day and month
//! exchanged, and leaves the rest as text: then every date that has one reading only is of a day up to 12, and no other one is.

use super::DateOrder;
use super::dates::{Shape, parse, shape};
use chrono::{Datelike, NaiveDate};

/// Dates of either sort from which on such a split is no chance.
const SPLIT: u64 = 2;

/// What the dates of a file say about their order.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Evidence {
    day_first: u64,
    month_first: u64,
    first_day_first: u64,
    first_month_first: u64,
    unclear: u64,
    first_unclear: u64,
    /// The same by the mark between the parts.
    ways: [Way; 4],
    /// Dates that begin with their year, or are dates of a sheet, and could be the other way around; and those that could not.
    low: u64,
    first_low: u64,
    high: u64,
    /// Rows that make no sense with the day first: dated after the report, or due before they were issued.
    odd_if_dmy: u64,
    odd_if_mdy: u64,
}

/// What dates with one mark between their parts say.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
struct Way {
    decisive: bool,
    /// The first that can be read both ways.
    first_unclear: Option<u64>,
}

/// What the evidence comes to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    /// Some date has only one reading.
    Decided(DateOrder),
    /// Only one order gives dates that make sense together.
    Inferred(DateOrder),
    /// No date needs an order.
    NotNeeded,
    /// Nothing decides; the line of the first such date.
    Unclear(u64),
    /// Others tell the order, but this one is written in another way than they are: its line.
    Apart(u64),
    /// A spreadsheet has exchanged day and month of some: the first line of them, and one of those it left alone.
    Turned(u64, u64),
    /// Dates with the day first and dates with the month first: a line of each.
    Mixed(u64, u64),
}

impl Evidence {
    /// Looks at one cell.
    pub(crate) fn see(&mut self, cell: &str, line: u64) {
        let (first, second) = match shape(cell) {
            Shape::Numeric(n) => (n.first, n.second),
            Shape::Short(a, b, _) => (a, b),
            Shape::Clear(day) => return self.see_clear(cell, day, line),
            Shape::Nothing => return,
        };
        let note = |count: &mut u64, at: &mut u64| {
            if *count == 0 {
                *at = line;
            }
            *count += 1;
        };
        match (first, second) {
            (13..=31, 1..=12) => note(&mut self.day_first, &mut self.first_day_first),
            (1..=12, 13..=31) => note(&mut self.month_first, &mut self.first_month_first),
            (1..=12, 1..=12) if first != second => note(&mut self.unclear, &mut self.first_unclear),
            _ => {}
        }
        let way = &mut self.ways[way(cell)];
        match (first, second) {
            (13..=31, 1..=12) | (1..=12, 13..=31) => way.decisive = true,
            (1..=12, 1..=12) if first != second => {
                way.first_unclear.get_or_insert(line);
            }
            _ => {}
        }
    }

    /// Looks at the day of the report in a title: what it tells holds for every date, however they are written.
    pub(crate) fn see_title(&mut self, cell: &str) {
        self.see(cell, 0);
        let decisive = self.ways[way(cell)].decisive;
        for way in &mut self.ways {
            *way = Way {
                decisive: way.decisive || decisive,
                first_unclear: None,
            };
        }
    }

    /// A date that has one reading only, unless a spreadsheet has made it of another one.
    fn see_clear(&mut self, cell: &str, day: NaiveDate, line: u64) {
        let year_first = cell.trim().bytes().take(4).all(|b| b.is_ascii_digit());
        if !year_first || day.day() == day.month() {
            return;
        }
        if day.day() > 12 {
            self.high += 1;
            return;
        }
        if self.low == 0 {
            self.first_low = line;
        }
        self.low += 1;
    }

    /// Looks at a row under both orders.
    pub(crate) fn see_row(&mut self, issued: &str, due: &str, as_of: Option<NaiveDate>) {
        let odd = |order| {
            let issued = parse(issued, Some(order));
            let due = parse(due, Some(order));
            let late = matches!((issued, as_of), (Some(i), Some(a)) if i > a);
            let before = matches!((issued, due), (Some(i), Some(d)) if d < i);
            u64::from(late || before)
        };
        self.odd_if_dmy += odd(DateOrder::Dmy);
        self.odd_if_mdy += odd(DateOrder::Mdy);
    }

    /// What it comes to. Elimination needs two rows that are impossible under one order and none under the other: a single
    /// slip must not turn the dates of a whole file around.
    pub(crate) fn decide(self) -> Decision {
        match (self.day_first, self.month_first) {
            (0, 0) if self.unclear == 0 => Decision::NotNeeded,
            (0, 0) => match (self.odd_if_dmy, self.odd_if_mdy) {
                (0, 2..) => Decision::Inferred(DateOrder::Dmy),
                (2.., 0) => Decision::Inferred(DateOrder::Mdy),
                _ => Decision::Unclear(self.first_unclear),
            },
            (_, 0) => self.decided(DateOrder::Dmy, self.day_first, self.first_day_first),
            (0, _) => self.decided(DateOrder::Mdy, self.month_first, self.first_month_first),
            _ => Decision::Mixed(self.first_day_first, self.first_month_first),
        }
    }

    /// Some dates have one reading: whether it is that of the others.
    fn decided(self, order: DateOrder, count: u64, first: u64) -> Decision {
        let split = self.unclear == 0 && self.high == 0;
        if split && self.low >= SPLIT && count >= SPLIT {
            return Decision::Turned(self.first_low, first);
        }
        let apart = self.ways.iter().filter(|w| !w.decisive);
        match apart.filter_map(|w| w.first_unclear).min() {
            Some(line) => Decision::Apart(line),
            None => Decision::Decided(order),
        }
    }
}

/// The mark between the parts of a date.
fn way(cell: &str) -> usize {
    match cell.bytes().find(|b| matches!(b, b'/' | b'-' | b'.')) {
        Some(b'/') => 0,
        Some(b'-') => 1,
        Some(b'.') => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(cells: &[&str]) -> Decision {
        let mut seen = Evidence::default();
        for (i, cell) in cells.iter().enumerate() {
            seen.see(cell, i as u64 + 1);
        }
        seen.decide()
    }

    #[test]
    fn one_clear_date_decides_for_the_file() {
        assert_eq!(
            decision(&["03/04/2026", "25/12/2026"]),
            Decision::Decided(DateOrder::Dmy)
        );
        assert_eq!(
            decision(&["03/04/2026", "12/25/2026"]),
            Decision::Decided(DateOrder::Mdy)
        );
        assert_eq!(
            decision(&["2026-01-02", "5 Nov 2026", "04/04/2026"]),
            Decision::NotNeeded
        );
        assert_eq!(
            decision(&["x", "03/04/2026", "05/06/2026"]),
            Decision::Unclear(2)
        );
        assert_eq!(
            decision(&["25/12/2026", "12/25/2026"]),
            Decision::Mixed(1, 2)
        );
    }

    #[test]
    fn elimination_takes_two_impossible_rows_and_none_the_other_way() {
        let as_of = NaiveDate::from_ymd_opt(2026, 6, 30);
        let mut seen = Evidence::default();
        for (i, d) in [("01/02/2026", "01/03/2026"), ("03/11/2026", "04/10/2026")]
            .iter()
            .enumerate()
        {
            seen.see(d.0, i as u64 + 1);
            seen.see_row(d.0, d.1, as_of);
        }
        assert_eq!(
            seen.decide(),
            Decision::Unclear(1),
            "one slip decides nothing"
        );
        seen.see_row("02/12/2026", "03/11/2026", as_of);
        assert_eq!(seen.decide(), Decision::Inferred(DateOrder::Mdy));
    }

    #[test]
    fn a_date_that_is_written_otherwise_than_those_that_tell_the_order_is_asked_about() {
        assert_eq!(decision(&["08/14/2026", "02-09-2026"]), Decision::Apart(2));
        assert_eq!(
            decision(&["08/14/2026", "02-09-2026", "09-20-2026", "04-04-2026"]),
            Decision::Decided(DateOrder::Mdy)
        );
        // What the title says holds for all.
        let mut seen = Evidence::default();
        seen.see_title("11/20/2026");
        seen.see("02-09-2026", 5);
        assert_eq!(seen.decide(), Decision::Decided(DateOrder::Mdy));
    }

    #[test]
    fn days_that_a_spreadsheet_exchanged_with_their_months_are_known_by_those_that_it_left() {
        let turned = ["14/08/2026", "2026-02-09", "25/10/2026", "2026-02-10"];
        assert_eq!(decision(&turned), Decision::Turned(2, 1));
        // One that it would have left alone, or one text that it would have taken, speaks against it.
        for other in ["2026-09-13", "03/04/2026"] {
            let mut cells = turned.to_vec();
            cells.push(other);
            assert_eq!(
                decision(&cells),
                Decision::Decided(DateOrder::Dmy),
                "{other}"
            );
        }
        assert_eq!(
            decision(&["14/08/2026", "2026-02-09", "25/10/2026"]),
            Decision::Decided(DateOrder::Dmy)
        );
    }
}
