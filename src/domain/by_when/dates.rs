//! Dates within a phrase: in figures (`11/28`), with the month's name (`28 nov`), or a day alone (`15th`).

use super::read::{Point, Reader};
use super::words::{full_year, month_named, quoted};
use super::{ByWhenError, DateOrder};

impl Reader<'_> {
    /// Dates in figures: `11/28`, `28.11.2026`, `2026-11-28`, `20261128`.
    pub(super) fn figures(&self, at: usize) -> Result<Option<(Point, usize)>, ByWhenError> {
        let Some((a, a_digits)) = self.number(at) else {
            return Ok(None);
        };
        if a_digits == 8 {
            let (year, month, day) = (a / 10_000, a / 100 % 100, a % 100);
            return self.full(year, month, day).map(|p| Some((p, 1)));
        }
        let Some(mark) = self.mark(at + 1).filter(|m| matches!(m, '/' | '-' | '.')) else {
            return Ok(None);
        };
        let Some((b, _)) = self.number(at + 2) else {
            return Ok(None);
        };
        let third = self
            .number(at + 4)
            .filter(|_| self.mark(at + 3) == Some(mark));
        let Some((c, c_digits)) = third else {
            if a_digits > 2 {
                return Err(ByWhenError::Vague(quoted(self.text)));
            }
            let (month, day) = match self.order {
                DateOrder::Mdy | DateOrder::Ymd => (a, b),
                DateOrder::Dmy => (b, a),
            };
            self.check_month(month)?;
            return Ok(Some((month_day(month, day)?, 3)));
        };
        let (year, year_digits, month, day) = match (a_digits, self.order) {
            (4, _) => (a, a_digits, b, c),
            (_, DateOrder::Mdy) => (c, c_digits, a, b),
            (_, DateOrder::Dmy) => (c, c_digits, b, a),
            (_, DateOrder::Ymd) if c_digits == 4 => {
                return Err(ByWhenError::TwoWays(quoted(self.text)));
            }
            (_, DateOrder::Ymd) => (a, a_digits, b, c),
        };
        let year = full_year(year, year_digits).ok_or_else(|| self.not_understood())?;
        self.full(year, month, day).map(|p| Some((p, 5)))
    }

    fn full(&self, year: u32, month: u32, day: u32) -> Result<Point, ByWhenError> {
        self.check_month(month)?;
        let year = i32::try_from(year).map_err(|_| ByWhenError::TooFar)?;
        Ok(Point::Date { year, month, day })
    }

    fn check_month(&self, month: u32) -> Result<(), ByWhenError> {
        if (1..=12).contains(&month) {
            return Ok(());
        }
        Err(ByWhenError::NotAMonth {
            month,
            example: self.order.example(),
        })
    }

    /// `nov 28`, `28 nov`, `28th of November, 2026`, `28-nov-26`.
    pub(super) fn named_month(&self, at: usize) -> Result<Option<(Point, usize)>, ByWhenError> {
        let mut next = at;
        let (month, day) = if let Some(month) = self.word_at(at).and_then(month_named) {
            next = self.skip_joint(next + 1);
            let Some((day, digits)) = self.number(next) else {
                return Err(ByWhenError::Vague(quoted(self.text)));
            };
            if digits > 2 || self.time(next)?.is_some() {
                return Err(ByWhenError::Vague(quoted(self.text)));
            }
            next = self.skip_ordinal(next + 1);
            (month, day)
        } else if let Some((day, 1..=2)) = self.number(at) {
            next = self.skip_joint(self.skip_ordinal(next + 1));
            let Some(month) = self.word_at(next).and_then(month_named) else {
                return Ok(None);
            };
            next += 1;
            (month, day)
        } else {
            return Ok(None);
        };
        let at_year = self.skip_joint(next);
        if let Some((value, digits)) = self.number(at_year)
            && self.time(at_year)?.is_none()
        {
            let year = full_year(value, digits).ok_or_else(|| self.not_understood())?;
            let point = self.full(year, month, day)?;
            return Ok(Some((point, at_year + 1 - at)));
        }
        Ok(Some((month_day(month, day)?, next - at)))
    }

    /// Past a mark or an `of` between the parts of one date.
    fn skip_joint(&self, at: usize) -> usize {
        let joint = matches!(self.mark(at), Some('-' | '/' | '.'))
            || matches!(self.word_at(at), Some("of" | "the"));
        if joint { self.skip_joint(at + 1) } else { at }
    }

    fn skip_ordinal(&self, at: usize) -> usize {
        at + usize::from(matches!(self.word_at(at), Some("st" | "nd" | "rd" | "th")))
    }

    /// `15`, `15th`.
    pub(super) fn day_of_month(&self, at: usize) -> Option<(Point, usize)> {
        let (day, digits) = self.number(at)?;
        (digits <= 2).then(|| (Point::Day(day), self.skip_ordinal(at + 1) - at))
    }
}

fn month_day(month: u32, day: u32) -> Result<Point, ByWhenError> {
    match day {
        1..=31 => Ok(Point::MonthDay { month, day }),
        _ => Err(ByWhenError::NotADay(day)),
    }
}
