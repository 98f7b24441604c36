//! The list of remedies of an account, and what is on file about it.
//!
//! Law: shows every remedy; one that is not possible now is dim and says why. `app::remedies` has the rows.

use super::pen::{Pen, width};
use super::queue::top_for;
use super::sheet::{Row as Line, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::remedies::{Group, Remedies, rows};
use crate::domain::view::{Prep, Tone};
use ratatui::layout::Rect;

impl Pen<'_> {
    /// The list over the screen.
    pub(super) fn remedies(&mut self, model: &Model, list: &Remedies) {
        let t = self.theme;
        let name = model
            .prep_of(list.account)
            .map_or("", |p| p.account.name.as_str());
        // Headings stand between the rows of the groups that have any.
        let mut lines: Vec<(Option<Group>, Option<usize>)> = Vec::new();
        let mut n = 0;
        for group in Group::ALL {
            if group.rows().is_empty() {
                continue;
            }
            lines.push((Some(group), None));
            for _ in group.rows() {
                lines.push((None, Some(n)));
                n += 1;
            }
        }
        let area = self.center(84, lines.len() as u16 + 2);
        let inner = self.frame(area, &format!("Remedies · {name}"));
        let page = usize::from(inner.height);
        let at = lines.iter().position(|(_, row)| *row == Some(list.cursor));
        let top = top_for(at.unwrap_or(0), model.seen.over, page, lines.len());
        self.seen.page = page;
        self.seen.over = top;
        let all: Vec<_> = rows().collect();
        let title = all.iter().map(|r| width(r.title)).max().unwrap_or(0);
        let title = title.min(inner.width / 2);
        for (y, (group, row)) in (inner.y..inner.bottom()).zip(lines.iter().skip(top)) {
            if let Some(group) = group {
                let used = self.text(inner.x, y, inner.width, group.title(), t.heading);
                self.rule(inner.x + used + 1, y, inner.width.saturating_sub(used + 1));
            }
            let Some((i, row)) = row.and_then(|i| Some((i, *all.get(i)?))) else {
                continue;
            };
            let state = model.remedy_state(list.account, row);
            let line = Rect::new(inner.x, y, inner.width, 1);
            let key = model
                .keymap
                .label(Context::Remedies, Action::Remedy(row.kind));
            let (letter, head, rest) = match &state {
                Ok(_) => (t.accent.patch(t.heading), t.text, t.text),
                Err(_) => (t.dim, t.dim, t.dim),
            };
            self.text(line.x + 2, y, 2, &key, letter);
            self.text(line.x + 5, y, title, row.title, head);
            let x = line.x + 5 + title + 2;
            let words = match &state {
                Ok(words) => words.clone(),
                Err(why) => format!("– {why}"),
            };
            self.text(x, y, line.right().saturating_sub(x), &words, rest);
            self.hit(line, Target::Row(i));
            if i == list.cursor {
                self.lay(line, t.selected);
                let style = t.accent.patch(t.selected);
                self.text(line.x, y, 1, "▌", style);
            }
        }
    }
}

/// What is on file, section by section.
pub(super) fn file(pen: &Pen<'_>, prep: &Prep, w: u16, sheet: &mut Sheet) {
    let t = pen.theme;
    for (i, section) in prep.file.iter().enumerate() {
        if i > 0 {
            sheet.gap();
        }
        sheet.push(Line::default().left(0, w, section.kind.words(), t.heading));
        for line in &section.lines {
            let mark = match line.tone {
                Tone::Bad => "✗ ",
                Tone::Warn => "! ",
                Tone::Good => "✓ ",
                Tone::Plain => "· ",
            };
            sheet.wrapped((mark, pen.tone(line.tone)), w, &line.text, t.text);
        }
    }
}
