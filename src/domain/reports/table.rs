//! A report as rows and columns: what the desk shows under its picture, and what `bywhen report` writes in four formats.
//!
//! Law: values keep their kind (money, count, day, tenths), so that every format writes them as what they are.

use super::drill::Figure;
use crate::domain::clean::harmless;
use crate::domain::metrics::tenths;
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;

/// One value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Words: may come from outside.
    Text(String),
    /// An amount.
    Money(Minor, Currency),
    /// A count.
    Count(i64),
    /// A civil day.
    Day(NaiveDate),
    /// Tenths of a percent; `None` = n/a.
    Percent(Option<i64>),
    /// Tenths of something, mostly days; `None` = n/a.
    Tenths(Option<i64>),
    /// Nothing.
    Empty,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// In files, snake case.
    pub name: &'static str,
    /// On screen.
    pub label: &'static str,
    /// Amounts and counts stand at the right.
    pub right: bool,
    /// The first to go where there is no room; 9 = stays.
    pub keep: u8,
}

/// How a line is to be read.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Role {
    /// A line like others.
    #[default]
    Plain,
    /// A sum of others.
    Total,
    /// Kept, improved.
    Good,
    /// Due, late.
    Warn,
    /// Broken.
    Bad,
}

/// A line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// As many as columns.
    pub cells: Vec<Cell>,
    /// How it is to be read.
    pub role: Role,
    /// What lies behind it.
    pub figure: Option<Figure>,
}

impl Line {
    /// A plain line.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Line {
        Line {
            cells,
            role: Role::Plain,
            figure: None,
        }
    }

    /// With what lies behind it.
    #[must_use]
    pub fn behind(mut self, figure: Figure) -> Line {
        self.figure = Some(figure);
        self
    }

    /// To be read so.
    #[must_use]
    pub fn role(mut self, role: Role) -> Line {
        self.role = role;
        self
    }
}

/// A report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name in files.
    pub name: &'static str,
    /// The line above it: what, as of when, which days.
    pub title: String,
    /// The day that it is of.
    pub as_of: NaiveDate,
    /// The days that it measures.
    pub days: (NaiveDate, NaiveDate),
    /// The currency of its amounts.
    pub currency: Currency,
    /// The columns.
    pub columns: Vec<Column>,
    /// The lines.
    pub lines: Vec<Line>,
    /// What has to be known to read it rightly.
    pub notes: Vec<String>,
}

impl Table {
    /// The table as lines of tab-separated text, for a spreadsheet: amounts plain, words that begin like a formula made harmless.
    #[must_use]
    pub fn tabbed(&self) -> String {
        let one_line = |text: &str| harmless(text.trim()).replace(['\t', '\n', '\r'], " ");
        let mut out: String = self
            .columns
            .iter()
            .map(|c| c.name)
            .collect::<Vec<_>>()
            .join("\t");
        for line in &self.lines {
            let cells: Vec<String> = line
                .cells
                .iter()
                .map(|cell| match cell {
                    Cell::Text(text) => one_line(text),
                    Cell::Money(amount, currency) => amount.show(*currency).replace(',', ""),
                    Cell::Count(n) => n.to_string(),
                    Cell::Day(day) => day.to_string(),
                    Cell::Percent(n) | Cell::Tenths(n) => tenths(*n),
                    Cell::Empty => String::new(),
                })
                .collect();
            out.push('\n');
            out.push_str(&cells.join("\t"));
        }
        out
    }
}

/// A column of words.
#[must_use]
pub const fn words(name: &'static str, label: &'static str, keep: u8) -> Column {
    Column {
        name,
        label,
        right: false,
        keep,
    }
}

/// A column of amounts, counts or days.
#[must_use]
pub const fn right(name: &'static str, label: &'static str, keep: u8) -> Column {
    Column {
        name,
        label,
        right: true,
        keep,
    }
}
