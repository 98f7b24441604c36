//! Titles that a report prints again at the top of every page.
//!
//! They are the report's own titles, word for word and in their order, with its header below: nothing else is left out, so a customer who
//! is called like a title stays one. Lists that need not end with a total are not looked at: there a second copy of the report would look
//! like its next page.

use super::clean::{heading, trim};
use super::header::Header;
use super::records::Row;

/// Follows the rows below the header.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    titles: Vec<Vec<String>>,
    header: Vec<String>,
    /// Lines of a page's titles whose header has not come yet.
    begun: Vec<u64>,
    /// Lines of titles that are repeated.
    lines: Vec<u64>,
}

impl Pages {
    /// Of a report with these rows above its header.
    pub(super) fn of(header: &Header<'_>, above: &[Vec<String>]) -> Pages {
        if !header.profile.layout.total_required {
            return Pages::default();
        }
        let titles = above
            .iter()
            .map(|row| words(row.iter().map(String::as_str)));
        Pages {
            titles: titles.filter(|words| !words.is_empty()).collect(),
            header: header.cells.iter().map(|cell| heading(cell)).collect(),
            begun: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Looks at the next row.
    pub(super) fn see(&mut self, row: &Row<'_>) {
        if self.titles.is_empty() {
            return;
        }
        if self.begun.is_empty() && !self.begins(row) {
            return;
        }
        if row.cells.iter().all(|cell| trim(cell).is_empty()) {
            return;
        }
        match self.titles.get(self.begun.len()) {
            Some(title) if words(row.cells.iter()) == *title => self.begun.push(row.line),
            Some(_) => self.begun.clear(),
            None => {
                if row
                    .cells
                    .iter()
                    .map(heading)
                    .eq(self.header.iter().cloned())
                {
                    self.lines.append(&mut self.begun);
                }
                self.begun.clear();
            }
        }
    }

    /// The cheap question, asked of every row.
    fn begins(&self, row: &Row<'_>) -> bool {
        let first = self.titles.first().and_then(|title| title.first());
        let mut cells = row.cells.iter().map(bare);
        first.is_some_and(|first| cells.find(|cell| !cell.is_empty()) == Some(first.as_str()))
    }

    /// The lines of the titles that are repeated, in their order.
    pub(super) fn into_lines(self) -> Vec<u64> {
        self.lines
    }
}

/// The cells that hold something.
fn words<'c>(cells: impl Iterator<Item = &'c str>) -> Vec<String> {
    let cells = cells.map(bare).filter(|cell| !cell.is_empty());
    cells.map(str::to_owned).collect()
}

/// A cell without what stands around it; pages begin with a form feed.
fn bare(cell: &str) -> &str {
    trim(trim(cell).trim_start_matches('\u{c}'))
}
