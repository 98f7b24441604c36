//! The mapping screen: columns with their first values, the meaning of each, settings, and the rows as they would be read.
//!
//! Law: as `ui`.

use super::words;
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::imports::{MapEdit, Setting};
use crate::app::msg::Target;
use crate::domain::imports::kind_meaning;
use crate::domain::say;
use crate::domain::staged::Severity;
use crate::ui::pen::{Pen, width};
use crate::ui::queue::top_for;
use crate::ui::sheet::{Row, Sheet};
use ratatui::layout::Rect;

const WIDE: u16 = 108;

impl Pen<'_> {
    pub(super) fn import_map(&mut self, model: &Model, edit: &MapEdit, area: Rect) {
        let t = self.theme;
        let name = edit.path.rsplit('/').next().unwrap_or(&edit.path);
        let heading = format!("What do the columns of {name} mean?");
        self.text(area.x, area.y, area.width, &heading, t.heading);
        let missing = edit.mapping.missing();
        let key = model.keymap.label(Context::ImportMap, Action::MapSave);
        let (mark, text, style) = if missing.is_empty() {
            let text =
                format!("nothing is missing: {key} saves the mapping and reads the file by it");
            ("✓ ", text, t.good)
        } else {
            (
                "! ",
                format!("still missing: {}", say::list(&missing)),
                t.warn,
            )
        };
        let line = Rect::new(area.x, area.y + 1, area.width, 2);
        self.text(line.x, line.y, 2, mark, style);
        let beside = Rect::new(line.x + 2, line.y, line.width.saturating_sub(2), 2);
        let used = self.paragraph(beside, line.y, &text, style).min(2);
        let y = line.y + used + 1;
        let body = Rect::new(area.x, y, area.width, area.bottom().saturating_sub(y));
        if area.width >= WIDE {
            let left = area.width * 52 / 100;
            self.map_lines(
                model,
                edit,
                Rect::new(body.x, body.y, left - 2, body.height),
            );
            self.upright(body.x + left - 1, body.y, body.height);
            let w = area.width - left - 1;
            self.map_preview(
                model,
                edit,
                Rect::new(body.x + left + 1, body.y, w, body.height),
            );
        } else {
            let lower = (body.height / 3).max(4).min(body.height);
            let upper = body.height - lower;
            self.map_lines(model, edit, Rect::new(body.x, body.y, body.width, upper));
            self.rule(body.x, body.y + upper, body.width);
            let rest = Rect::new(
                body.x,
                body.y + upper + 1,
                body.width,
                lower.saturating_sub(1),
            );
            self.map_preview(model, edit, rest);
        }
    }

    fn map_lines(&mut self, model: &Model, edit: &MapEdit, area: Rect) {
        let t = self.theme;
        let page = usize::from(area.height);
        let top = top_for(edit.cursor, model.seen.top, page, edit.lines());
        self.seen.page = page;
        self.seen.top = top;
        self.hit(area, Target::List);
        let columns = edit.columns.len();
        let widest = edit.columns.iter().map(|c| width(&c.heading)).max();
        let head = widest.unwrap_or(0).clamp(12, area.width / 3);
        let settings = edit.settings();
        for (y, at) in (area.y..area.bottom()).zip(top..edit.lines()) {
            let line = Rect::new(area.x, y, area.width, 1);
            self.hit(line, Target::Row(at));
            let rest = area.width.saturating_sub(head + 3);
            let x = area.x + head + 3;
            if let Some(column) = edit.columns.get(at) {
                let meaning = edit.mapping.columns.get(at).copied().flatten();
                let heading = if column.heading.is_empty() {
                    "(no heading)"
                } else {
                    &column.heading
                };
                let style = if meaning.is_some() { t.text } else { t.dim };
                self.text(area.x + 1, y, head, heading, style);
                let (label, style) = match meaning {
                    Some(m) => (m.label(), t.accent),
                    None => ("not read", t.dim),
                };
                self.text(x, y, 22.min(rest), label, style);
                let samples = column.samples.join(" · ");
                self.text(x + 23, y, rest.saturating_sub(23), &samples, t.dim);
            } else if let Some(setting) = settings.get(at - columns) {
                let (label, value) = said(edit, *setting);
                self.text(area.x + 1, y, head, label, t.heading);
                self.text(x, y, rest, &value, t.text);
            }
            if at == edit.cursor {
                self.text(area.x, y, 1, "▸", t.accent);
                self.lay(line, t.selected);
            }
        }
    }

    fn map_preview(&mut self, model: &Model, edit: &MapEdit, area: Rect) {
        let t = self.theme;
        self.text(area.x, area.y, area.width, "As it would be read", t.heading);
        let body = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        let mut sheet = Sheet::default();
        match &edit.preview {
            Some(staged) => {
                let grave = staged.issues.iter().filter(|i| {
                    // The whole file will tell about its totals, and the day is asked for later.
                    i.severity >= Severity::Error
                        && !matches!(
                            i.code.as_str(),
                            "as_of_missing" | "truncated_file" | "total_mismatch"
                        )
                });
                let grave: Vec<_> = grave.collect();
                let most = if area.height < 9 { 1 } else { 3 };
                for issue in grave.iter().take(most) {
                    let said = words::at_the_desk(&model.keymap, &issue.message);
                    let place = if issue.line > 0 {
                        format!("line {}: ", issue.line)
                    } else {
                        String::new()
                    };
                    sheet.wrapped(("✗ ", t.bad), area.width, &format!("{place}{said}"), t.text);
                }
                if grave.len() > most {
                    let more = format!("and {} more", grave.len() - most);
                    sheet.push(Row::default().left(2, area.width, more, t.dim));
                }
                self.staged_rows(staged, area.width, &mut sheet);
                if sheet.len() == 0 {
                    sheet.push(Row::default().left(0, area.width, "no row is read", t.warn));
                }
            }
            None => {
                let text = "rows appear here as soon as nothing is missing";
                sheet.push(Row::default().left(0, area.width, text, t.dim));
            }
        }
        self.sheet(body, &sheet, 0);
    }
}

/// A setting's label and what it is set to.
fn said(edit: &MapEdit, setting: Setting) -> (&'static str, String) {
    let m = &edit.mapping;
    match setting {
        Setting::Kind => (
            "kind",
            format!("{}: {}", m.kind.name(), kind_meaning(m.kind)),
        ),
        Setting::Grouped => (
            "customer",
            match (m.grouped, m.carried) {
                (true, _) => "stands alone in a row above its documents",
                (false, true) => "stands in a column, only in the first of its rows",
                (false, false) => "stands in a column",
            }
            .to_owned(),
        ),
        Setting::Sign => ("signs", m.sign.label().to_owned()),
        Setting::Dates => (
            "dates",
            m.date_order
                .map_or("found out from the file", words::order)
                .to_owned(),
        ),
        Setting::Decimals => (
            "amounts",
            m.decimal
                .map_or("found out from the file", words::mark)
                .to_owned(),
        ),
        Setting::Name => ("name", format!("{} (profile {})", m.title, m.id())),
    }
}
