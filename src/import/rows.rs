//! One kind of rows out of two sources: text that is cut into records, and sheets of cells.

use super::grid::GridRows;
use super::records::{Broken, Records, Row};

/// The rows of a file, one after the other.
pub(crate) enum Rows<'t> {
    /// Delimited text.
    Text(Records<'t>),
    /// A sheet.
    Grid(GridRows<'t>),
}

impl Rows<'_> {
    /// The next row. Blank lines before it are counted, not given.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, Broken> {
        match self {
            Rows::Text(records) => records.next(),
            Rows::Grid(rows) => Ok(rows.next()),
        }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> usize {
        match self {
            Rows::Text(records) => records.position(),
            Rows::Grid(rows) => rows.position(),
        }
    }

    /// After the last row: physical lines in all, and the empty ones at the end.
    pub(crate) fn at_end(&mut self) -> (u64, u64) {
        match self {
            Rows::Text(records) => records.at_end(),
            Rows::Grid(rows) => rows.at_end(),
        }
    }
}
