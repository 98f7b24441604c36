//! HTML tables, often under a name that ends in `.xls`: the page as one grid, from its first line to its last.
//!
//! Every row of a table is a row, text outside of tables is a row of one cell (that is where titles stand), and tables in cells
//! give their rows where they end. So nothing of the page is left out, and pages that repeat their heading are one list. A merged
//! cell has its text where it begins, as in a spreadsheet.

use super::container::Unreadable;
use super::grid::{Grid, Kind, Packer};
use super::markup::{Token, Tokens, attribute, plain};
use super::xml_guard::{MAX_TEXT, too_long};

/// How deep tables may stand in tables.
const MAX_NESTED: usize = 32;
/// The widest merged cell, in columns or rows.
const MAX_SPAN: u32 = 1024;

/// A table that is open.
#[derive(Default)]
struct Table {
    /// The row that is open.
    row: Vec<(u32, String)>,
    in_row: bool,
    column: u32,
    /// The text of the open cell, and how far it reaches right and down.
    cell: Option<(String, u32, u32)>,
    /// For each column, how many rows below are still taken by a merged cell.
    taken: Vec<u32>,
}

struct Page {
    packer: Packer,
    line: u64,
    tables: Vec<Table>,
    /// Text outside of tables.
    loose: String,
}

/// Reads a page.
pub(crate) fn read(text: &str) -> Result<Vec<Grid>, Unreadable> {
    let mut page = Page {
        packer: Packer::default(),
        line: 0,
        tables: Vec::new(),
        loose: String::new(),
    };
    page.packer.sheet("", false, false);
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { name, rest, .. } => match name.as_str() {
                "script" | "style" | "title" | "xml" => tokens.skip_to_close(&name),
                _ => page.open(&name, rest)?,
            },
            Token::Close(name) => page.close(&name)?,
            Token::Text(text) => page.text(&plain(text))?,
            Token::Verbatim(text) => page.text(text)?,
        }
    }
    if !page.tables.is_empty() {
        return Err(Unreadable::new(
            "the page ends within a table: it was cut off on its way; export it again".to_owned(),
        ));
    }
    page.end_loose()?;
    Ok(vec![page.packer.finish()])
}

impl Page {
    fn open(&mut self, name: &str, rest: &str) -> Result<(), Unreadable> {
        match name {
            "table" => {
                self.end_loose()?;
                if self.tables.len() == MAX_NESTED {
                    return Err(Unreadable::new(format!(
                        "tables stand in tables more than {MAX_NESTED} deep: this is no report"
                    )));
                }
                self.tables.push(Table::default());
            }
            "tr" => {
                self.end_row()?;
                if let Some(table) = self.tables.last_mut() {
                    table.in_row = true;
                }
            }
            "td" | "th" => {
                self.end_cell();
                let span = |name| {
                    let said = attribute(rest, name).and_then(|n| n.trim().parse::<u32>().ok());
                    said.unwrap_or(1).clamp(1, MAX_SPAN)
                };
                if let Some(table) = self.tables.last_mut() {
                    table.in_row = true;
                    table.skip_taken();
                    table.cell = Some((String::new(), span("colspan"), span("rowspan")));
                }
            }
            "br" => self.text("\n")?,
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "li" if self.tables.is_empty() => {
                self.end_loose()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "table" => {
                self.end_row()?;
                self.tables.pop();
            }
            "tr" => self.end_row()?,
            "td" | "th" => self.end_cell(),
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "li" if self.tables.is_empty() => {
                self.end_loose()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        let to = match self.tables.last_mut() {
            Some(Table {
                cell: Some((cell, _, _)),
                ..
            }) => cell,
            // What stands in a table outside of its cells is shown above it.
            _ => &mut self.loose,
        };
        to.push_str(text);
        if to.len() > MAX_TEXT * 4 {
            return Err(too_long());
        }
        Ok(())
    }

    fn end_loose(&mut self) -> Result<(), Unreadable> {
        let text = squeeze(&std::mem::take(&mut self.loose));
        if !text.is_empty() {
            self.line += 1;
            self.packer.cell(self.line, 0, Kind::Text, &text)?;
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.end_cell();
        }
    }

    fn end_row(&mut self) -> Result<(), Unreadable> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        table.end_cell();
        if !std::mem::take(&mut table.in_row) {
            return Ok(());
        }
        for taken in &mut table.taken {
            *taken = taken.saturating_sub(1);
        }
        table.column = 0;
        let row = std::mem::take(&mut table.row);
        self.line += 1;
        for (column, text) in row {
            self.packer.cell(self.line, column, Kind::Text, &text)?;
        }
        Ok(())
    }
}

impl Table {
    fn skip_taken(&mut self) {
        while self.taken.get(self.column as usize).is_some_and(|n| *n > 0) {
            self.column += 1;
        }
    }

    fn end_cell(&mut self) {
        let Some((text, right, down)) = self.cell.take() else {
            return;
        };
        let text = squeeze(&text);
        if !text.is_empty() {
            self.row.push((self.column, text));
        }
        let end = self.column.saturating_add(right);
        if down > 1 && end <= MAX_SPAN {
            if self.taken.len() < end as usize {
                self.taken.resize(end as usize, 0);
            }
            for taken in &mut self.taken[self.column as usize..end as usize] {
                // This row counts as well: it is taken off when the row ends.
                *taken = down;
            }
        }
        self.column = end;
    }
}

/// As a browser shows it: runs of white space are one space.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(html: &str) -> Vec<(u64, Vec<String>)> {
        let grids = read(html).expect("a page");
        let mut rows = grids[0].rows();
        let mut out = Vec::new();
        while let Some(row) = rows.next() {
            out.push((row.line, row.cells.iter().map(str::to_owned).collect()));
        }
        out
    }

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|t| (*t).to_owned()).collect()
    }

    #[test]
    fn titles_rows_and_tables_in_cells_come_in_the_order_of_the_page() {
        let html = "<html><head><title>no</title><style>td{x}</style></head><body>\
            <h1>Open&nbsp;items</h1><p>As of <b>Nov 20</b>, 2026</p>\
            <table><tr><th>Customer<th>Open\n balance<tr><td>R&amp;D <br>Ltd<td align=right>5,00</table>\
            <table><tr><td><table><tr><td>in<td>ner</table></td></tr></table></body></html>";
        assert_eq!(
            rows(html),
            [
                (1, cells(&["Open items"])),
                (2, cells(&["As of Nov 20, 2026"])),
                (3, cells(&["Customer", "Open balance"])),
                (4, cells(&["R&D Ltd", "5,00"])),
                (5, cells(&["in", "ner"])),
            ]
        );
    }

    #[test]
    fn merged_cells_have_their_text_where_they_begin() {
        let html = "<table><tr><td colspan=2>ab</td><td>c</td></tr>\
            <tr><td rowspan=2>x</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>\
            <tr><td>y</td><td>5</td></tr></table>";
        assert_eq!(
            rows(html),
            [
                (1, cells(&["ab", "", "c"])),
                (2, cells(&["x", "1", "2"])),
                (3, cells(&["", "3", "4"])),
                (4, cells(&["y", "5"])),
            ]
        );
    }

    #[test]
    fn a_page_that_was_cut_off_and_one_made_to_harm_are_refused() {
        let cut = read("<table><tr><td>1").expect_err("cut");
        assert!(cut.message.contains("cut off"), "{}", cut.message);
        assert!(read(&"<table><tr><td>".repeat(40)).is_err());
        let wide = "<table><tr><td colspan=1024>a</td><td>b</td></tr></table>";
        assert!(read(wide).is_err());
        let long = format!("<table><tr><td>{}</table>", "x".repeat(MAX_TEXT * 5));
        assert!(read(&long).is_err());
    }
}
