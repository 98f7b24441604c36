//! Lists that leave the desk: plain rows in, a table out, the table as CSV, XLSX or JSON.
//!
//! Law: domain and format crates only; no SQL, no files, no clock: it writes into whatever the caller gives it. What a list shows is
//! decided in `lists`; how a table is written down, in `csv`, `xlsx`, `json`. Printed pages: `statement`, set by `pdf`. `import` reads `open-items` and `accounts` back unchanged
//! (`profiles/bywhen-*.toml`).

mod csv;
mod guide;
mod json;
mod lists;
mod package;
mod pdf;
mod reports;
mod sheet;
mod statement;
mod xlsx;

pub use guide::guide;
pub use lists::{accounts, activity, open_items, promises};
pub use package::{Cover, FILES, PackageFile, package, zipped};
pub use reports::report;
pub use sheet::{Cell, Sheet};
pub use statement::statement;

use std::io::{self, Write};

/// How a table is written down.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Format {
    /// Comma-separated text, UTF-8.
    Csv,
    /// A workbook with one sheet.
    Xlsx,
    /// One document; money in minor units.
    Json,
}

impl Format {
    /// The name on the command line and in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Json => "json",
        }
    }
}

/// Writes a table.
///
/// # Errors
/// When the writer fails, or a workbook cannot hold the table.
pub fn write(sheet: &Sheet, format: Format, to: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::write(sheet, to),
        Format::Xlsx => xlsx::write(sheet, to),
        Format::Json => json::write(sheet, to),
    }
}
