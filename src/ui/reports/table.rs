//! The table of a report: columns that do not fit go, the least telling first; amounts are never cut, cents go before columns do.

use super::super::pen::{Pen, width, wrap};
use super::super::queue::top_for;
use crate::app::Model;
use crate::app::msg::Target;
use crate::domain::metrics::tenths;
use crate::domain::reports::{Cell, Column, Role, Table};
use crate::domain::say;
use chrono::NaiveDate;
use ratatui::layout::Rect;

/// Between columns.
const GAP: u16 = 2;
/// The least that is left of words.
const LEAST: u16 = 10;

/// Which columns are shown, and how wide.
struct Fit {
    columns: Vec<(usize, u16)>,
    whole: bool,
}

impl Pen<'_> {
    /// Head, lines around the cursor, notes where there is room.
    pub(super) fn report_table(&mut self, model: &Model, table: &Table, area: Rect) {
        let t = self.theme;
        if area.height < 2 {
            return;
        }
        let as_of = table.as_of;
        // The mark of the selected line stands in the first cell.
        let inner = Rect::new(
            area.x + 1,
            area.y,
            area.width.saturating_sub(1),
            area.height,
        );
        let fit = fit(table, inner.width, as_of);
        let notes: Vec<String> = table
            .notes
            .iter()
            .flat_map(|n| wrap(n, area.width))
            .collect();
        let lines = table.lines.len();
        let spare = usize::from(area.height).saturating_sub(lines + 2);
        let noted = notes
            .len()
            .min(spare.max(if lines + 1 > usize::from(area.height) {
                0
            } else {
                spare
            }));
        let mut x = inner.x;
        for (n, w) in &fit.columns {
            let column = &table.columns[*n];
            self.cell_text(x, inner.y, *w, column, column.label, t.dim);
            x += w + GAP;
        }
        let page = usize::from(area.height) - 1 - if noted > 0 { noted + 1 } else { 0 };
        let at = model.reports.at();
        let top = top_for(at, model.seen.top, page, lines);
        self.seen.page = page;
        self.seen.top = top;
        for (y, (n, line)) in
            (inner.y + 1..).zip(table.lines.iter().enumerate().skip(top).take(page))
        {
            let row = Rect::new(area.x, y, area.width, 1);
            self.hit(row, Target::Row(n));
            let role = match line.role {
                Role::Plain => t.text,
                Role::Total => t.heading,
                Role::Good => t.good,
                Role::Warn => t.warn,
                Role::Bad => t.text,
            };
            let mut x = inner.x;
            for (c, w) in &fit.columns {
                let column = &table.columns[*c];
                match &line.cells[*c] {
                    Cell::Money(amount, currency) if !fit.whole => {
                        self.money(x, y, *w, *amount, *currency, role);
                    }
                    cell => {
                        let style = match (cell, line.role) {
                            (Cell::Percent(None) | Cell::Tenths(None), _) => t.dim,
                            (Cell::Text(_), Role::Bad) if column.name == "verdict" => t.bad,
                            (Cell::Text(_), _) if column.name == "made_of" => t.dim,
                            _ => role,
                        };
                        self.cell_text(x, y, *w, column, &word(cell, as_of, fit.whole), style);
                    }
                }
                x += w + GAP;
            }
            if n == at {
                self.lay(row, t.selected);
                self.text(area.x, y, 1, "▌", t.accent.patch(t.selected));
            }
        }
        if noted > 0 {
            let y = inner.y + 1 + lines.min(page) as u16 + 1;
            for (n, note) in notes.iter().take(noted).enumerate() {
                self.text(area.x, y + n as u16, area.width, note, t.dim);
            }
        }
    }

    fn cell_text(
        &mut self,
        x: u16,
        y: u16,
        w: u16,
        column: &Column,
        text: &str,
        style: ratatui::style::Style,
    ) {
        if column.right {
            self.right(x, y, w, text, style);
        } else {
            self.text(x, y, w, text, style);
        }
    }
}

/// With cents where everything that matters fits so, else in whole units; then columns go.
fn fit(table: &Table, room: u16, as_of: NaiveDate) -> Fit {
    let shown = |keep: u8| -> Vec<usize> {
        (0..table.columns.len())
            .filter(|c| table.columns[*c].keep >= keep)
            .filter(|c| table.lines.iter().any(|l| l.cells[*c] != Cell::Empty))
            .collect()
    };
    let mut last = None;
    for whole in [false, true] {
        for keep in if whole { 1..=9 } else { 1..=5 } {
            let columns: Vec<(usize, u16)> = shown(keep)
                .into_iter()
                .map(|c| (c, natural(table, c, as_of, whole)))
                .collect();
            let (columns, fits) = squeeze(table, columns, room);
            if fits {
                return Fit { columns, whole };
            }
            last = Some(columns);
        }
    }
    Fit {
        columns: last.unwrap_or_default(),
        whole: true,
    }
}

fn natural(table: &Table, c: usize, as_of: NaiveDate, whole: bool) -> u16 {
    let head = width(table.columns[c].label);
    let cells = table
        .lines
        .iter()
        .map(|l| width(&word(&l.cells[c], as_of, whole)));
    cells.max().unwrap_or(0).max(head)
}

/// Words give way until everything fits, or none can any more.
fn squeeze(table: &Table, mut columns: Vec<(usize, u16)>, room: u16) -> (Vec<(usize, u16)>, bool) {
    loop {
        let all: u16 = columns
            .iter()
            .map(|(_, w)| w + GAP)
            .sum::<u16>()
            .saturating_sub(GAP);
        if all <= room {
            return (columns, true);
        }
        let widest = columns
            .iter_mut()
            .filter(|(c, w)| {
                let column = &table.columns[*c];
                !column.right && *w > LEAST.max(if column.name == "metric" { 22 } else { 0 })
            })
            .max_by_key(|(_, w)| *w);
        match widest {
            Some((_, w)) => *w -= 1,
            None => return (columns, false),
        }
    }
}

fn word(cell: &Cell, as_of: NaiveDate, whole: bool) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Money(amount, currency) if whole => amount.show_whole(*currency),
        Cell::Money(amount, currency) => amount.show(*currency),
        Cell::Count(n) => n.to_string(),
        Cell::Day(day) => say::day(*day, as_of),
        Cell::Percent(Some(n)) => format!("{} %", tenths(Some(*n))),
        Cell::Percent(None) | Cell::Tenths(None) => "n/a".to_owned(),
        Cell::Tenths(n) => tenths(*n),
        Cell::Empty => String::new(),
    }
}
