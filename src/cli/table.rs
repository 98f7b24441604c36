//! Plain text tables: aligned by cell width, amounts to the right, names shortened where a terminal is narrow.
//!
//! Every cell is cleaned here, so that no command can forget to.

use super::failure::Outcome;
use super::out::{Out, Style};
use crate::domain::clean::clean;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Between two columns.
const GAP: usize = 2;
/// The least that is left of a name.
const LEAST: usize = 12;

/// How a column stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Align {
    /// Words.
    Left,
    /// Amounts and counts.
    Right,
    /// Words that may be shortened with `…`; amounts never are.
    Shrink,
}

/// A table that is laid out when it is complete.
pub struct Table {
    heads: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
    /// How the words of a row are set off, by row and column.
    styles: Vec<(usize, usize, Style)>,
}

impl Table {
    /// A table with these columns.
    pub fn new(heads: &[(&'static str, Align)]) -> Table {
        Table {
            heads: heads.to_vec(),
            rows: Vec::new(),
            styles: Vec::new(),
        }
    }

    /// Adds a row. Missing cells are empty.
    pub fn row<I: IntoIterator<Item = S>, S: AsRef<str>>(&mut self, cells: I) {
        let mut row: Vec<String> = cells
            .into_iter()
            .map(|cell| clean(cell.as_ref()).into_owned())
            .collect();
        row.resize(self.heads.len(), String::new());
        self.rows.push(row);
    }

    /// Sets a cell of the last row off.
    pub fn set_off(&mut self, column: usize, style: Style) {
        if let Some(row) = self.rows.len().checked_sub(1) {
            self.styles.push((row, column, style));
        }
    }

    /// No rows yet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints it, without the columns that hold nothing.
    pub fn print(&self, out: &mut Out) -> Outcome {
        let text = self.text(out.columns(), &|style, word: &str| out.style(style, word));
        out.raw(text.as_bytes())
    }

    /// It in lines of text, without the columns that hold nothing.
    pub fn text(&self, columns: Option<usize>, set_off: &impl Fn(Style, &str) -> String) -> String {
        let used = |column: usize| self.rows.iter().any(|row| !row[column].is_empty());
        let kept: Vec<usize> = (0..self.heads.len()).filter(|c| used(*c)).collect();
        if kept.len() < self.heads.len() {
            return self.only(&kept).text(columns, set_off);
        }
        let widths = self.widths(columns);
        let heads: Vec<String> = self
            .heads
            .iter()
            .map(|(head, _)| (*head).to_owned())
            .collect();
        let mut text = String::new();
        if heads.iter().any(|head| !head.is_empty()) {
            let line = self.lay_out(&heads, &widths, |_, cell| cell.to_owned());
            text.push_str(&set_off(Style::Dim, line.trim_end()));
            text.push('\n');
        }
        for (index, row) in self.rows.iter().enumerate() {
            let line = self.lay_out(row, &widths, |column, cell| {
                let found = self
                    .styles
                    .iter()
                    .find(|(r, c, _)| (*r, *c) == (index, column));
                match found {
                    Some((_, _, style)) => set_off(*style, cell),
                    None => cell.to_owned(),
                }
            });
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// The least cells that it takes once names are shortened.
    pub fn least(&self) -> usize {
        let widths = self.widths(Some(0));
        widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
    }

    /// The table with these columns.
    fn only(&self, kept: &[usize]) -> Table {
        let place = |column: usize| kept.iter().position(|k| *k == column);
        Table {
            heads: kept.iter().map(|k| self.heads[*k]).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| kept.iter().map(|k| row[*k].clone()).collect())
                .collect(),
            styles: self
                .styles
                .iter()
                .filter_map(|(row, column, style)| Some((*row, place(*column)?, *style)))
                .collect(),
        }
    }

    /// The width of each column: its widest cell, less what a narrow terminal cannot show of names.
    fn widths(&self, columns: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = self.heads.iter().map(|(head, _)| head.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        let Some(columns) = columns else {
            return widths;
        };
        let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut over = all.saturating_sub(columns);
        // The widest name gives first, so that short ones stay whole.
        while over > 0 {
            let widest = self
                .heads
                .iter()
                .zip(widths.iter_mut())
                .filter(|((_, align), width)| *align == Align::Shrink && **width > LEAST)
                .map(|(_, width)| width)
                .max();
            match widest {
                Some(width) => {
                    *width -= 1;
                    over -= 1;
                }
                None => break,
            }
        }
        widths
    }

    fn lay_out(
        &self,
        cells: &[String],
        widths: &[usize],
        style: impl Fn(usize, &str) -> String,
    ) -> String {
        let mut line = String::new();
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            if column > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            let cell = shorten(cell, *width);
            let pad = " ".repeat(width.saturating_sub(cell.width()));
            match self.heads[column].1 {
                Align::Right => {
                    line.push_str(&pad);
                    line.push_str(&style(column, &cell));
                }
                Align::Left | Align::Shrink => {
                    line.push_str(&style(column, &cell));
                    line.push_str(&pad);
                }
            }
        }
        line
    }
}

/// `text` within `width` cells, cut between graphemes.
fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&[("account", Align::Shrink), ("open", Align::Right)]);
        table.row(["Harbor Framing LLC", "18,420.55"]);
        table.row(["株式会社さくら建設", "5.00"]);
        table
    }

    fn lines(table: &Table, columns: Option<usize>) -> Vec<String> {
        let widths = table.widths(columns);
        table
            .rows
            .iter()
            .map(|row| table.lay_out(row, &widths, |_, cell| cell.to_owned()))
            .collect()
    }

    #[test]
    fn amounts_end_in_one_column_whatever_script_the_names_are_in() {
        let lines = lines(&table(), None);
        assert_eq!(lines[0], "Harbor Framing LLC  18,420.55");
        assert_eq!(lines[0].width(), lines[1].width());
        assert!(lines[1].ends_with("     5.00"), "{}", lines[1]);
    }

    #[test]
    fn a_narrow_terminal_shortens_names_and_never_amounts() {
        let lines = lines(&table(), Some(25));
        assert_eq!(lines[0], "Harbor Framin…  18,420.55");
        assert!(lines.iter().all(|line| line.width() == 25), "{lines:?}");
    }

    #[test]
    fn cells_cannot_break_out_of_their_line() {
        let mut table = Table::new(&[("", Align::Left)]);
        table.row(["PAID\r\nDUE\u{1b}[2J"]);
        let line = lines(&table, None).concat();
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}
