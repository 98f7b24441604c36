//! Lines that are made first and drawn later, so that they can be scrolled: tables, briefs, notes.
//!
//! Law: layout only. A sheet knows places and roles; the pen writes.

use super::pen::{Pen, width, wrap};
use crate::domain::money::{Currency, Minor};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A piece of a line.
enum Part {
    Left(u16, u16, String, Style),
    Right(u16, u16, String, Style),
    Money(u16, u16, Minor, Currency, Style),
    Rule(u16, u16),
}

/// A line.
#[derive(Default)]
pub struct Row {
    parts: Vec<Part>,
}

impl Row {
    /// Text from `x`, at most `w` cells.
    #[must_use]
    pub fn left(mut self, x: u16, w: u16, text: impl Into<String>, style: Style) -> Row {
        self.parts.push(Part::Left(x, w, text.into(), style));
        self
    }

    /// Text that ends at `x + w`.
    #[must_use]
    pub fn right(mut self, x: u16, w: u16, text: impl Into<String>, style: Style) -> Row {
        self.parts.push(Part::Right(x, w, text.into(), style));
        self
    }

    /// An amount that ends at `x + w`.
    #[must_use]
    pub fn money(mut self, x: u16, w: u16, amount: Minor, currency: Currency, style: Style) -> Row {
        self.parts.push(Part::Money(x, w, amount, currency, style));
        self
    }

    /// A thin rule.
    #[must_use]
    pub fn rule(mut self, x: u16, w: u16) -> Row {
        self.parts.push(Part::Rule(x, w));
        self
    }
}

/// Lines from top to bottom.
#[derive(Default)]
pub struct Sheet {
    /// The lines.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// Adds a line.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Adds an empty line.
    pub fn gap(&mut self) {
        self.rows.push(Row::default());
    }

    /// Adds text wrapped into `w` cells, its first line after `mark`.
    pub fn wrapped(&mut self, mark: (&str, Style), w: u16, text: &str, style: Style) {
        let indent = width(mark.0);
        for (i, line) in wrap(text, w.saturating_sub(indent)).into_iter().enumerate() {
            let row = Row::default().left(indent, w.saturating_sub(indent), line, style);
            self.push(if i == 0 {
                row.left(0, indent, mark.0, mark.1)
            } else {
                row
            });
        }
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Puts another sheet's lines below.
    pub fn extend(&mut self, other: Sheet) {
        self.rows.extend(other.rows);
    }
}

impl Pen<'_> {
    /// A line of a list in words: what it is, why, and the facts beside it.
    pub fn in_words(&self, w: u16, head: &str, why: &str, facts: &[String]) -> Sheet {
        let t = self.theme;
        let mut sheet = Sheet::default();
        sheet.wrapped(("", t.heading), w, head, t.heading);
        sheet.wrapped(("", t.text), w, why.trim(), t.text);
        sheet.wrapped(("", t.dim), w, &facts.join(" · "), t.dim);
        sheet
    }

    /// Draws the lines of a sheet that fit, from line `scroll` on; gives how many were drawn.
    pub fn sheet(&mut self, area: Rect, sheet: &Sheet, scroll: usize) -> u16 {
        let most = scroll.min(sheet.len().saturating_sub(usize::from(area.height)));
        let rows = sheet.rows.iter().skip(most).take(usize::from(area.height));
        let mut drawn = 0;
        for (y, row) in (area.y..).zip(rows) {
            drawn += 1;
            for part in &row.parts {
                self.part(area, y, part);
            }
        }
        drawn
    }

    fn part(&mut self, area: Rect, y: u16, part: &Part) {
        let room = |x: u16, w: u16| w.min(area.width.saturating_sub(x));
        match part {
            Part::Left(x, w, text, style) => {
                self.text(area.x + x, y, room(*x, *w), text, *style);
            }
            Part::Right(x, w, text, style) => {
                self.right(area.x + x, y, room(*x, *w), text, *style);
            }
            Part::Money(x, w, amount, currency, style) => {
                self.money(area.x + x, y, *w, *amount, *currency, *style);
            }
            Part::Rule(x, w) => self.rule(area.x + x, y, room(*x, *w)),
        }
    }
}

/// Cells that the widest of some amounts takes, at least `least`.
pub fn money_width<I: IntoIterator<Item = Minor>>(
    amounts: I,
    currency: Currency,
    least: u16,
) -> u16 {
    amounts
        .into_iter()
        .map(|m| width(&m.show(currency)))
        .max()
        .unwrap_or(0)
        .max(least)
}
