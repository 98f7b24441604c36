//! A report of the desk as a sheet: every value as what it is, notes left out (they are words about the figures, not figures).

use super::sheet::{Cell, Sheet};
use crate::domain::reports::{Cell as Value, Table};

/// The sheet of a report.
#[must_use]
pub fn report(table: &Table) -> Sheet {
    let cell = |value: &Value| match value {
        Value::Text(text) => Cell::maybe(Some(text.trim())),
        Value::Money(amount, currency) => Cell::Money(*amount, *currency),
        Value::Count(n) => Cell::Number(*n),
        Value::Day(day) => Cell::Day(*day),
        Value::Percent(Some(n)) | Value::Tenths(Some(n)) => Cell::Tenths(*n),
        Value::Percent(None) | Value::Tenths(None) => Cell::Text("n/a".to_owned()),
        Value::Empty => Cell::Empty,
    };
    Sheet {
        name: table.name,
        title: table.title.clone(),
        as_of: table.as_of,
        columns: table.columns.iter().map(|c| c.name).collect(),
        rows: table
            .lines
            .iter()
            .map(|line| line.cells.iter().map(cell).collect())
            .collect(),
        total: None,
        meta: vec![
            ("report", table.name.to_owned()),
            ("from", table.days.0.to_string()),
            ("to", table.days.1.to_string()),
            ("currency", table.currency.to_string()),
            ("title", table.title.clone()),
        ],
        notes: table.notes.clone(),
    }
}
