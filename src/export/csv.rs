//! A table as comma-separated text: UTF-8, CRLF, the title line first, quotes where they are needed.

use super::sheet::{Cell, Sheet, harmless};
use std::io::{self, Write};

/// Writes it.
pub(super) fn write(sheet: &Sheet, to: &mut impl Write) -> io::Result<()> {
    let mut out = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(to);
    out.write_record([harmless(&sheet.title)])?;
    out.write_record(&sheet.columns)?;
    for row in sheet.rows.iter().chain(&sheet.total) {
        out.write_record(row.iter().map(|c| Cell::as_text(c).unwrap_or_default()))?;
    }
    out.flush()
}
