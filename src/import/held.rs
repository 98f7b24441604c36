//! Rows that are held back, as they stood, so that they can be mended beside the file and imported from there.
//!
//! A file of such rows is known by the column that says what was wrong. The other half is `cli::import::rejects`, which writes it.

use super::clean::heading;
use super::findings::Code;
use super::layout::Tracker;
use super::plan::Plan;
use super::rows::Rows;
use crate::domain::staged::{REJECT_COLUMN, Reject};

/// True for the header of a file of rows that were held back.
pub(crate) fn is_mended(header: &[String]) -> bool {
    let column = heading(REJECT_COLUMN);
    header.iter().any(|cell| heading(cell) == column)
}

/// The rows that are held back, from a second walk: few files need one.
pub(crate) fn rejects(mut records: Rows<'_>, plan: &Plan<'_>, held: &[(u64, Code)]) -> Vec<Reject> {
    let header = &plan.header;
    let mut tracker = Tracker::new(header.profile, &header.columns, &header.cells);
    let mut out = Vec::with_capacity(held.len());
    let mut wanted = held.iter().peekable();
    let mut index = 0_usize;
    while let (Some((line, code)), Ok(Some(row))) = (wanted.peek().copied(), records.next()) {
        index += 1;
        if index > header.row + 1 {
            tracker.see(&row);
        }
        if row.line != *line {
            continue;
        }
        wanted.next();
        out.push(Reject {
            line: row.line,
            cells: row.cells.iter().map(str::to_owned).collect(),
            code: code.name().to_owned(),
            group: tracker.customer().map(str::to_owned),
        });
    }
    out
}
