//! Which of `.` and `,` is the decimal mark of a column, decided once over the whole file. A column in which nothing decides is
//! asked about, never guessed cell by cell.

use super::amounts::core;
use crate::domain::imports::DecimalMark;
use serde::Deserialize;

/// The decimal mark of a column.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// `1,234.50`
    Dot,
    /// `1.234,50`
    Comma,
}

impl Mark {
    #[must_use]
    pub(crate) const fn char(self) -> char {
        match self {
            Mark::Dot => '.',
            Mark::Comma => ',',
        }
    }
}

impl From<DecimalMark> for Mark {
    fn from(mark: DecimalMark) -> Mark {
        match mark {
            DecimalMark::Dot => Mark::Dot,
            DecimalMark::Comma => Mark::Comma,
        }
    }
}

/// What a column's cells say about its decimal mark, with the first line for each.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Evidence {
    dot: u64,
    comma: u64,
    first_dot: u64,
    first_comma: u64,
    /// A lone separator before exactly three digits: `1.234`, `1,234`.
    unclear: u64,
    /// How many of these have a comma.
    unclear_commas: u64,
    first_unclear: u64,
}

/// What the evidence comes to.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Decision {
    /// The column's cells decide.
    Decided(Mark),
    /// No cell has a separator: both readings are the same.
    Either,
    /// Cells such as `1.234`, and nothing that decides; the line of the first.
    Unclear(u64),
    /// Cells for both; the first line of each.
    Both(u64, u64),
}

impl Evidence {
    /// Looks at one cell.
    pub(crate) fn see(&mut self, cell: &str, line: u64) {
        let Some(core) = core(cell) else { return };
        let mut saw = |mark: Mark| {
            let (count, first) = match mark {
                Mark::Dot => (&mut self.dot, &mut self.first_dot),
                Mark::Comma => (&mut self.comma, &mut self.first_comma),
            };
            if *count == 0 {
                *first = line;
            }
            *count += 1;
        };
        let digits = core.digits;
        let (dots, commas) = (digits.matches('.').count(), digits.matches(',').count());
        match (dots, commas) {
            (0, 0) => {}
            // Both: the one that stands last, once, is the decimal mark.
            (1, 1..) if digits.rfind('.') > digits.rfind(',') => saw(Mark::Dot),
            (1.., 1) if digits.rfind(',') > digits.rfind('.') => saw(Mark::Comma),
            // One of them several times: it groups, so the other is the mark.
            (2.., 0) => saw(Mark::Comma),
            (0, 2..) => saw(Mark::Dot),
            (1, 0) | (0, 1) => {
                let at = digits.find(['.', ',']).unwrap_or(0);
                let (before, after) = (&digits[..at], &digits[at + 1..]);
                let mark = if dots == 1 { Mark::Dot } else { Mark::Comma };
                let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
                let could_group = after.len() == 3
                    && (1..=3).contains(&before.len())
                    && !before.starts_with('0')
                    && plain(before);
                if !plain(after) {
                    // `1.234 567`: no amount; its row will say so.
                } else if could_group {
                    if self.unclear == 0 {
                        self.first_unclear = line;
                    }
                    self.unclear += 1;
                    self.unclear_commas += commas as u64;
                } else {
                    saw(mark);
                }
            }
            _ => {}
        }
    }

    /// The evidence of two columns together.
    pub(crate) fn and(self, other: Evidence) -> Evidence {
        let first = |a: u64, b: u64| if a == 0 || (b != 0 && b < a) { b } else { a };
        Evidence {
            dot: self.dot + other.dot,
            comma: self.comma + other.comma,
            first_dot: first(self.first_dot, other.first_dot),
            first_comma: first(self.first_comma, other.first_comma),
            unclear: self.unclear + other.unclear,
            unclear_commas: self.unclear_commas + other.unclear_commas,
            first_unclear: first(self.first_unclear, other.first_unclear),
        }
    }

    /// The decimal mark of a column in a currency without decimals: what parts three digits off there groups them.
    pub(crate) fn without_decimals(self) -> Option<Mark> {
        match self.unclear_commas {
            0 => Some(Mark::Comma),
            all if all == self.unclear => Some(Mark::Dot),
            _ => None,
        }
    }

    /// What it comes to. One stray cell does not overrule a column: with at least nine of ten on one side that side
    /// decides, and the stray cells are errors of their rows.
    pub(crate) fn decide(self) -> Decision {
        match (self.dot, self.comma) {
            (0, 0) if self.unclear > 0 => Decision::Unclear(self.first_unclear),
            (0, 0) => Decision::Either,
            (d, c) if d >= c.saturating_mul(9) => Decision::Decided(Mark::Dot),
            (d, c) if c >= d.saturating_mul(9) => Decision::Decided(Mark::Comma),
            _ => Decision::Both(self.first_dot, self.first_comma),
        }
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
    fn the_decimal_mark_is_decided_over_the_column() {
        use Decision::{Both, Decided, Either, Unclear};
        assert_eq!(decision(&["1,234.56", "1,234"]), Decided(Mark::Dot));
        assert_eq!(decision(&["1.234,56", "1.234"]), Decided(Mark::Comma));
        assert_eq!(decision(&["12,5", "1.234"]), Decided(Mark::Comma));
        assert_eq!(decision(&["1.234.567", "1.234"]), Decided(Mark::Comma));
        assert_eq!(decision(&["1,23,456", "5"]), Decided(Mark::Dot));
        assert_eq!(decision(&["0.125"]), Decided(Mark::Dot));
        assert_eq!(decision(&["1234.567"]), Decided(Mark::Dot));
        assert_eq!(decision(&["5", "1 234", "(7)"]), Either);
        assert_eq!(decision(&["5", "$1.234", "2.345"]), Unclear(2));
        assert_eq!(decision(&["5", "1,234"]), Unclear(2));
        assert_eq!(decision(&["1.50", "1,50"]), Both(1, 2));
        let mut many = vec!["1.50"; 20];
        many.push("1,50");
        assert_eq!(
            decision(&many),
            Decided(Mark::Dot),
            "one stray cell is an error of its row"
        );
    }
}
