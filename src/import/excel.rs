//! Excel and OpenDocument workbooks to grids, through calamine: cell by cell where the format allows it.
//!
//! calamine gives values and where they stand; what a value means as text is `numbers`' to say. Dimensions are checked as
//! the sheet declares them and counted as they come.

use super::archive::{Inside, look_through};
use super::container::Unreadable;
use super::grid::{Grid, Kind, MAX_CELLS, Packer};
use super::numbers;
use super::workbook::{Workbook, damaged};
use super::xml_guard::{MAX_TEXT, too_long};
use calamine::{
    Data, DataRef, Ods, OdsError, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError,
    Xlsx, XlsxError,
};
use std::io::Cursor;

/// An xlsx or ods workbook.
pub(crate) fn zipped(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    match look_through(bytes)? {
        Inside::Xlsx { recalculate } => xlsx(bytes, recalculate),
        Inside::Ods => ods(bytes),
    }
}

fn xlsx(bytes: &[u8], recalculate: bool) -> Result<Workbook, Unreadable> {
    let fault = |e: XlsxError| match e {
        XlsxError::Password => protected(),
        _ => damaged(),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let from_1904 = book.has_1904_epoch();
    let mut packer = Packer::default();
    let mut grids = Vec::new();
    for (name, hidden) in sheets(book.sheets_metadata()) {
        let mut cells = book.worksheet_cells_reader(&name).map_err(fault)?;
        let declared = cells.dimensions();
        let rows = u64::from(declared.end.0.saturating_sub(declared.start.0)) + 1;
        let columns = u64::from(declared.end.1.saturating_sub(declared.start.1)) + 1;
        if rows.saturating_mul(columns) > MAX_CELLS {
            return Err(Unreadable::too_large(format!(
                "the sheet '{name}' claims {} cells, at most {MAX_CELLS} are read; delete the unused rows and columns, or export CSV",
                rows.saturating_mul(columns)
            )));
        }
        packer.sheet(&name, hidden, from_1904);
        let mut at = (0, 0);
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(fault)? {
            // Cells out of order would make two rows of one.
            if cell.pos < at {
                return Err(damaged());
            }
            at = cell.pos;
            let empty = cell.value == DataRef::Empty;
            let (kind, text) = value(cell.value.into(), from_1904);
            let kind = match (cell.formula.is_some(), kind) {
                (true, Kind::Text) if empty => Kind::Uncached,
                (true, Kind::Number) if text == "0" && recalculate => Kind::Uncached,
                (true, Kind::Number) if text == "0" => Kind::FormulaZero,
                (_, kind) => kind,
            };
            let text = if kind == Kind::Uncached { "" } else { &*text };
            put(&mut packer, cell.pos, kind, text)?;
        }
        grids.push(packer.finish());
    }
    Ok(Workbook::new("xlsx", grids))
}

/// An xls workbook.
pub(crate) fn compound(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsError::Password => protected(),
        // A compound file holds protected xlsx workbooks, old text documents and mails as well.
        XlsError::Cfb(_) => Unreadable::new(
            "this is no Excel workbook that can be read (it may be protected by a password); save it as xlsx or CSV UTF-8"
                .to_owned(),
        ),
        _ => damaged(),
    })?;
    let from_1904 = book.has_1904_epoch();
    let mut packer = Packer::default();
    let mut grids = Vec::new();
    for (name, hidden) in sheets(book.sheets_metadata()) {
        let values = book.worksheet_range(&name).map_err(|_| damaged())?;
        let formulas = book.worksheet_formula(&name).map_err(|_| damaged())?;
        packer.sheet(&name, hidden, from_1904);
        grids.push(dense(&mut packer, &values, &formulas, from_1904)?);
    }
    Ok(Workbook::new("xls", grids))
}

fn ods(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        OdsError::Password => protected(),
        OdsError::CellLimitExceeded { .. } => Unreadable::too_large(format!(
            "a sheet repeats its cells beyond {MAX_CELLS}: this is not a list of open items"
        )),
        _ => damaged(),
    })?;
    let mut packer = Packer::default();
    let mut grids = Vec::new();
    for (name, hidden) in sheets(book.sheets_metadata()) {
        let values = book.worksheet_range(&name).map_err(|_| damaged())?;
        let formulas = book.worksheet_formula(&name).map_err(|_| damaged())?;
        packer.sheet(&name, hidden, false);
        grids.push(dense(&mut packer, &values, &formulas, false)?);
    }
    Ok(Workbook::new("ods", grids))
}

/// Sheets with cells, in their order: the name, and whether the spreadsheet hides it.
fn sheets(all: &[Sheet]) -> Vec<(String, bool)> {
    all.iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect()
}

/// A sheet that calamine gives as a rectangle, with its formulas beside it.
fn dense(
    packer: &mut Packer,
    values: &Range<Data>,
    formulas: &Range<String>,
    from_1904: bool,
) -> Result<Grid, Unreadable> {
    let start = |range: Option<(u32, u32)>| range.unwrap_or((u32::MAX, u32::MAX));
    let end = |a: Option<(u32, u32)>, b: Option<(u32, u32)>| match (a, b) {
        (Some(a), Some(b)) => (a.0.max(b.0), a.1.max(b.1)),
        (one, other) => one.or(other).unwrap_or((0, 0)),
    };
    let (a, b) = (start(values.start()), start(formulas.start()));
    let first = (a.0.min(b.0), a.1.min(b.1));
    let last = end(values.end(), formulas.end());
    if first.0 > last.0 || first.1 > last.1 {
        return Ok(packer.finish());
    }
    let area = (u64::from(last.0 - first.0) + 1) * (u64::from(last.1 - first.1) + 1);
    if area > MAX_CELLS * 4 {
        return Err(Unreadable::too_large(format!(
            "a sheet spans {area} cells: this is not a list of open items"
        )));
    }
    for row in first.0..=last.0 {
        for column in first.1..=last.1 {
            let at = (row, column);
            let formula = formulas.get_value(at).is_some_and(|f| !f.is_empty());
            let data = values.get_value(at).cloned().unwrap_or_default();
            let empty = data == Data::Empty;
            let (kind, text) = value(data, from_1904);
            let kind = match (formula, kind) {
                (true, Kind::Text) if empty => Kind::Uncached,
                (true, Kind::Number) if text == "0" => Kind::FormulaZero,
                (_, kind) => kind,
            };
            put(packer, at, kind, &text)?;
        }
    }
    Ok(packer.finish())
}

fn put(packer: &mut Packer, at: (u32, u32), kind: Kind, text: &str) -> Result<(), Unreadable> {
    if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
        return Err(too_long());
    }
    Ok(packer.cell(u64::from(at.0) + 1, at.1, kind, text)?)
}

/// A cell's value as text.
fn value(value: Data, from_1904: bool) -> (Kind, String) {
    match value {
        Data::Empty => (Kind::Text, String::new()),
        Data::String(text) | Data::DurationIso(text) => (Kind::Text, text),
        // Whole numbers of old workbooks have 30 bits.
        #[allow(clippy::cast_precision_loss)]
        Data::Int(n) => numbers::number(n as f64),
        Data::Float(v) => numbers::number(v),
        Data::Bool(true) => (Kind::Text, "TRUE".to_owned()),
        Data::Bool(false) => (Kind::Text, "FALSE".to_owned()),
        Data::DateTime(span) if span.is_duration() => numbers::number(span.as_f64()),
        Data::DateTime(day) => numbers::day(day.as_f64(), from_1904),
        Data::DateTimeIso(text) => (Kind::Text, iso_day(&text).to_owned()),
        Data::Error(error) => (Kind::Error, error.to_string()),
    }
}

/// `2026-11-20T00:00:00` without its time.
fn iso_day(text: &str) -> &str {
    match text.split_once('T') {
        Some((day, _)) if day.len() == 10 => day,
        _ => text,
    }
}

fn protected() -> Unreadable {
    Unreadable::new(
        "the workbook is protected by a password; save it without one and import that".to_owned(),
    )
}
