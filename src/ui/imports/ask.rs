//! Questions about a file: a box with what there is to choose, or a field, and what the answer means.
//!
//! Law: as `ui`. What can be read both ways is shown both ways, in its own cells.

use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::imports::{Ask, Typed, What};
use crate::app::msg::Target;
use crate::domain::imports::Sight;
use crate::domain::say;
use crate::ui::pen::Pen;
use crate::ui::queue::top_for;
use crate::ui::sheet::{Row, Sheet};
use ratatui::layout::Rect;

impl Pen<'_> {
    fn box_of(&mut self, w: u16, h: u16, title: &str) -> Rect {
        let s = self.screen();
        let w = w.min(s.width.saturating_sub(4));
        let h = h.min(s.height.saturating_sub(4));
        let x = s.x + (s.width - w) / 2;
        let y = s.y + 2 + (s.height.saturating_sub(4) - h) / 3;
        // What lies below is not clicked through.
        self.seen.hits.clear();
        self.frame(Rect::new(x, y, w, h), title)
    }

    pub(super) fn import_ask(&mut self, model: &Model, ask: &Ask) {
        match ask {
            Ask::Choose {
                what,
                options,
                cursor,
                ..
            } => {
                let sight = model.imports.shown().map(|f| &f.sight);
                let both = sight
                    .map(|s| self.both_ways(model, *what, s))
                    .unwrap_or_default();
                let title = match what {
                    What::Profile => "Read it as which format?",
                    What::Encoding => "In which encoding is it written?",
                    What::Dates => "Day first or month first?",
                    What::Decimals => "Decimal point or decimal comma?",
                    What::Column(_) => "What does this column mean?",
                };
                let inner = self.box_of(76, (options.len() + both.len()) as u16 + 3, title);
                let drawn = self.sheet(inner, &both, 0);
                let y = inner.y + drawn;
                let list = Rect::new(inner.x, y, inner.width, inner.bottom().saturating_sub(y));
                let page = usize::from(list.height);
                let top = top_for(*cursor, model.seen.top, page, options.len());
                self.seen.page = page;
                self.seen.top = top;
                let t = self.theme;
                self.hit(list, Target::List);
                for (y, at) in (list.y..list.bottom()).zip(top..options.len()) {
                    let option = &options[at];
                    let line = Rect::new(list.x, y, list.width, 1);
                    self.hit(line, Target::Row(at));
                    let key = self.direct(model, *what, at);
                    self.text(list.x + 2, y, 2, &key, t.accent);
                    self.text(list.x + 4, y, 26, &option.label, t.text);
                    let rest = list.width.saturating_sub(31);
                    self.text(list.x + 31, y, rest, &option.detail, t.dim);
                    if at == *cursor {
                        self.text(list.x, y, 1, "▸", t.accent);
                        self.lay(line, t.selected);
                    }
                }
            }
            Ask::Type { what, field, .. } => {
                let t = self.theme;
                let (title, text) = match what {
                    Typed::Day => (
                        "Of which day is this report?".to_owned(),
                        "It does not say so itself, and today is not assumed: on that day everything in it was open, and what it does not list was \
                         settled. Type it as you would say it: fri, 11/20, nov 20, 2026-11-20."
                            .to_owned(),
                    ),
                    Typed::Count(count) => (
                        format!("Close {}?", say::plural(*count, "document")),
                        format!(
                            "They are open in the ledger, and this report does not list them. If it is complete, they were settled: type {count} to close them. \
                             If it holds only some customers or some ages, Esc, and export all of it."
                        ),
                    ),
                    Typed::Name => (
                        "What is this report called?".to_owned(),
                        "The mapping is saved under this name, and `bywhen import --profile` takes its id.".to_owned(),
                    ),
                };
                let inner = self.box_of(70, 9, &title);
                let used = self.paragraph(inner, inner.y, &text, t.dim);
                let y = inner.y + used + 1;
                let wide = if *what == Typed::Name { 44 } else { 16 };
                self.field(inner.x, y, wide.min(inner.width), field, true);
                if *what == Typed::Day && !field.is_blank() {
                    let today = model.now.today;
                    let (said, style) = match model.day_typed(field.trimmed()) {
                        Ok(day) => (
                            format!("{} · {}", say::day(day, today), say::distance(day, today)),
                            t.good,
                        ),
                        Err(why) => (why, t.warn),
                    };
                    let below = Rect::new(
                        inner.x,
                        y + 1,
                        inner.width,
                        inner.bottom().saturating_sub(y + 1),
                    );
                    self.paragraph(below, y + 1, &said, style);
                }
            }
        }
    }

    /// The key that picks a line at once, where there is one.
    fn direct(&self, model: &Model, what: What, at: usize) -> String {
        let action = match (what, at) {
            (What::Dates, 0) => Action::DayFirst,
            (What::Dates, 1) => Action::MonthFirst,
            (What::Decimals, 0) => Action::PointDecimals,
            (What::Decimals, 1) => Action::CommaDecimals,
            _ => return String::new(),
        };
        model.keymap.label(Context::ImportAsk, action)
    }

    fn both_ways(&self, model: &Model, what: What, sight: &Sight) -> Sheet {
        let t = self.theme;
        let mut sheet = Sheet::default();
        let at = [0, 8, 26, 48];
        let line = |cells: [String; 4], style| {
            let mut row = Row::default();
            for (x, cell) in at.into_iter().zip(cells) {
                row = row.left(x, 20, cell, style);
            }
            row
        };
        let own = |text: &str| text.to_owned();
        match what {
            What::Dates if !sight.two_days.is_empty() => {
                sheet.push(line(
                    [
                        own("line"),
                        own("as written"),
                        own("day first"),
                        own("month first"),
                    ],
                    t.dim,
                ));
                for two in &sight.two_days {
                    let day = |d| {
                        format!(
                            "{d} {}",
                            say::day(d, model.now.today).split(' ').next().unwrap_or("")
                        )
                    };
                    let cells = [
                        two.line.to_string(),
                        two.cell.clone(),
                        day(two.dmy),
                        day(two.mdy),
                    ];
                    sheet.push(line(cells, t.text));
                }
                sheet.gap();
            }
            What::Decimals if !sight.two_amounts.is_empty() => {
                let book = model
                    .imports
                    .shown()
                    .map_or(crate::domain::money::Currency::USD, |f| f.staged.currency);
                sheet.push(line(
                    [
                        own("line"),
                        own("as written"),
                        own("decimal point"),
                        own("decimal comma"),
                    ],
                    t.dim,
                ));
                for two in &sight.two_amounts {
                    let cells = [
                        two.line.to_string(),
                        two.cell.clone(),
                        two.dot.show(book),
                        two.comma.show(book),
                    ];
                    sheet.push(line(cells, t.text));
                }
                sheet.gap();
            }
            _ => {}
        }
        sheet
    }
}
