//! A table as a workbook: text cells are strings, never formulas or links; amounts and dates are real numbers and dates.

use super::sheet::{Cell, Sheet, harmless, plain};
use crate::domain::money::{Currency, Minor};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// The most that a cell of text may hold.
const CELL_TEXT: usize = 32_767;
/// Rows that a sheet may have.
const SHEET_ROWS: usize = 1_048_576;

/// Writes it.
pub(super) fn write(sheet: &Sheet, to: &mut impl Write) -> io::Result<()> {
    if sheet.rows.len() + 3 > SHEET_ROWS {
        return Err(io::Error::other(format!(
            "a workbook holds {SHEET_ROWS} rows, this list has {}: export it as CSV",
            sheet.rows.len()
        )));
    }
    let mut book = Workbook::new();
    fill(book.add_worksheet(), sheet).map_err(io::Error::other)?;
    let bytes = book.save_to_buffer().map_err(io::Error::other)?;
    to.write_all(&bytes)
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let (strong, day) = (
        Format::new().set_bold(),
        Format::new().set_num_format("yyyy-mm-dd"),
    );
    page.set_name(sheet.name)?;
    page.write_string_with_format(0, 0, harmless(&sheet.title), &strong)?;
    for (column, name) in (0..).zip(&sheet.columns) {
        page.write_string_with_format(1, column, *name, &strong)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    page.set_freeze_panes(2, 0)?;
    for (row, cells) in (2..).zip(sheet.rows.iter().chain(&sheet.total)) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Money(amount, currency) => {
                    let shown = Format::new().set_num_format(pattern(*currency));
                    page.write_number_with_format(row, column, number(*amount, *currency), &shown)?;
                }
                Cell::Number(n) => {
                    page.write_string(row, column, n.to_string())?;
                }
                Cell::Tenths(n) => {
                    let shown = Format::new().set_num_format("0.0");
                    page.write_number_with_format(row, column, *n as f64 / 10.0, &shown)?;
                }
                Cell::Day(date) => match excel(*date) {
                    Some(at) => {
                        page.write_datetime_with_format(row, column, &at, &day)?;
                    }
                    None => {
                        page.write_string(row, column, date.to_string())?;
                    }
                },
                Cell::Text(_) | Cell::Flag(_) => {
                    let text = cell.as_text().unwrap_or_default();
                    page.write_string(row, column, cut(&text))?;
                }
            }
        }
    }
    Ok(())
}

/// The number that a spreadsheet shows as exactly this amount. Amounts of the ledger stay far below the 15 digits that it holds; this is
/// the only place where money is a float, and `import` reads it back by rounding with a proof.
fn number(amount: Minor, currency: Currency) -> f64 {
    plain(amount, currency).parse().unwrap_or_default()
}

fn pattern(currency: Currency) -> String {
    match currency.exponent() as usize {
        0 => "#,##0".to_owned(),
        places => format!("#,##0.{}", "0".repeat(places)),
    }
}

/// Excel knows dates from 1900-03-01 on without a trap.
fn excel(date: NaiveDate) -> Option<ExcelDateTime> {
    let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    if date < first {
        return None;
    }
    ExcelDateTime::from_ymd(
        u16::try_from(date.year()).ok()?,
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
    .ok()
}

fn cut(text: &str) -> String {
    text.chars().take(CELL_TEXT).collect()
}

/// Wide enough for the heading and the first rows, narrow enough to see the next column.
fn width(sheet: &Sheet, column: usize) -> u16 {
    let cells = sheet
        .rows
        .iter()
        .take(200)
        .filter_map(|row| row.get(column));
    let longest = cells
        .filter_map(Cell::as_text)
        .map(|text| text.chars().count())
        .max()
        .unwrap_or(0);
    let heading = sheet.columns.get(column).map_or(0, |name| name.len());
    u16::try_from(longest.max(heading).clamp(6, 40) + 2).unwrap_or(42)
}
