//! The reports: which one, a picture first, the table under it, what to know to read it.
//!
//! Law: everything comes laid out (`domain::reports`); here are places, roles and glyphs. Each picture reads without colour and in ASCII: length,
//! glyph and word say what the colour says.

mod bars;
mod credit;
mod people;
mod pictures;
mod plots;
mod table;

use super::pen::{Pen, width, wrap};
use crate::app::Model;
use crate::app::action::Context;
use crate::app::msg::Target;
use crate::app::reports::ReportsDesk;
use crate::domain::reports::{ReportName, Table};
use ratatui::layout::Rect;

impl Pen<'_> {
    /// The screen.
    pub fn reports(&mut self, model: &Model, area: Rect) {
        let r = &model.reports;
        let t = self.theme;
        self.hit(area, Target::List);
        self.report_names(model, area);
        let mut area = Rect::new(
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(2),
            area.height.saturating_sub(1),
        );
        if let Some(progress) = &r.progress {
            let words = match progress.total {
                0 => "reading the accounts …".to_owned(),
                total => format!("reading account {} of {total} …", progress.done),
            };
            let share = progress.done.saturating_mul(30) / progress.total.max(1);
            let used = self.text(area.x, area.y, area.width, &words, t.warn);
            let done = "█".repeat(usize::try_from(share).unwrap_or(0));
            let x = area.x + used + 1;
            let drawn = self.text(
                x,
                area.y,
                area.width.saturating_sub(used + 1),
                &done,
                t.accent,
            );
            let rest = "░".repeat(30_usize.saturating_sub(usize::from(drawn)));
            let room = area.width.saturating_sub(used + 1 + drawn);
            self.text(x + drawn, area.y, room, &rest, t.rule);
            area = below(area, 1);
        } else if r.old && r.data.is_some() {
            let key = model
                .keymap
                .label(Context::Reports, crate::app::action::Action::ReadAgain);
            let words = format!("somebody saved since this was read: {key} reads it again");
            self.text(area.x, area.y, area.width, &words, t.warn);
            area = below(area, 1);
        }
        let (front, depth) = match &r.depth {
            Some(depth) => (depth.table.as_ref(), true),
            None => (r.table.as_ref(), false),
        };
        let Some(table) = front else {
            if r.progress.is_none() {
                self.text(area.x, area.y, area.width, "reading the ledger …", t.dim);
            }
            return;
        };
        for (n, line) in wrap(&table.title, area.width).into_iter().enumerate() {
            let style = if n == 0 { t.heading } else { t.text };
            self.text(area.x, area.y, area.width, &line, style);
            area = below(area, 1);
        }
        if table.lines.is_empty() {
            self.empty(r, depth, area);
            return;
        }
        if !depth && let Some(data) = &r.data {
            let most = picture_height(r.name, area.height, table);
            if most >= 3 {
                let at = Rect::new(area.x, area.y + 1, area.width, most);
                let used = self.picture(r, data, at);
                area = below(area, used + 2);
            }
        }
        self.report_table(model, table, area);
    }

    /// The names of the reports, the one in front set off; those around it where not all fit.
    fn report_names(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let names: Vec<&str> = ReportName::ALL.iter().map(|n| n.words()).collect();
        let here = ReportName::ALL
            .iter()
            .position(|n| *n == model.reports.name)
            .unwrap_or(0);
        let room = area.width.saturating_sub(2);
        let mut first = 0;
        let size = |from: usize, to: usize| -> u16 {
            names[from..=to].iter().map(|n| width(n) + 2).sum::<u16>()
        };
        while first < here && size(first, here) + 2 > room {
            first += 1;
        }
        let mut x = area.x + 1;
        if first > 0 {
            x += self.text(x, area.y, 2, "… ", t.dim);
        }
        for (n, name) in names.iter().enumerate().skip(first) {
            let left = (area.right().saturating_sub(1)).saturating_sub(x);
            if width(name) + 2 > left {
                self.text(x, area.y, left, "…", t.dim);
                break;
            }
            let style = if n == here {
                t.accent.patch(t.heading)
            } else {
                t.dim
            };
            // Which one is in front is said without colour too.
            let shown = if n == here {
                format!("▸{name}")
            } else {
                format!(" {name}")
            };
            x += self.text(x, area.y, left, &shown, style) + 1;
        }
    }

    fn empty(&mut self, r: &ReportsDesk, depth: bool, area: Rect) {
        let t = self.theme;
        let words = match (depth, r.name) {
            (true, _) => "No rows: nothing is behind this figure.",
            (_, ReportName::Barriers) => {
                "Nobody named a barrier in these days: b in a call says what stands in the way."
            }
            (_, ReportName::Broken) => "No promise of these days is light or broken.",
            (_, ReportName::Promises | ReportName::Forecast) => {
                "No promise in these days: one is taken in a call, with d."
            }
            (_, ReportName::Activity) => {
                "Nobody was called in these days: Enter in the queue begins a call."
            }
            (_, ReportName::Disputes) => {
                "Nothing was contested or kept back in these days: q in a call, or R, writes it down."
            }
            (_, ReportName::Credit) => {
                "No account has a credit limit, a hold or terms of its own: R sets one, or the list of customers brings them."
            }
            _ => "Nothing is open: 5 imports your receivables.",
        };
        for (n, line) in wrap(words, area.width).into_iter().enumerate() {
            self.text(area.x, area.y + 1 + n as u16, area.width, &line, t.dim);
        }
    }
}

/// How many lines a picture gets: enough to be read, and most of the table stays.
fn picture_height(name: ReportName, height: u16, table: &Table) -> u16 {
    let lines = u16::try_from(table.lines.len() + table.notes.len()).unwrap_or(u16::MAX);
    let wish = match name {
        ReportName::Activity => 9,
        ReportName::Metrics => 7,
        ReportName::RollRates => 8,
        _ => 14,
    };
    let spare = height.saturating_sub(lines.saturating_add(4));
    wish.min(spare.max(height * 45 / 100))
}

/// What is left below some lines.
fn below(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect::new(area.x, area.y + lines, area.width, area.height - lines)
}
