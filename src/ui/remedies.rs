//! The list of remedies of an account, and what is on file about it.
//!
//! Law: what is possible stands first in sight; what is not is folded into one line, or dim with its reason. `app::remedies` has the rows.

use super::pen::{Pen, width, wrap};
use super::queue::top_for;
use super::sheet::{Row as Line, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::remedies::{Remedies, Shown};
use crate::domain::say;
use crate::domain::view::{Prep, Tone};
use ratatui::layout::Rect;

/// Where the headings stand, to the left of their rows: a line of its own for each would cost a third of a small screen.
const HEADINGS: u16 = 10;

impl Pen<'_> {
    /// The list over the screen.
    pub(super) fn remedies(&mut self, model: &Model, list: &Remedies) {
        let t = self.theme;
        let name = model
            .prep_of(list.account)
            .map_or("", |p| p.account.name.as_str());
        let (shown, folded) = model.shown_remedies(list);
        let at = Model::remedy_at(list, &shown);
        // The line of the filter, the rows, and what is said below them.
        let filter = u16::from(list.filtering || !list.filter.is_blank());
        let rows = u16::try_from(shown.len().max(1)).unwrap_or(u16::MAX);
        let area = self.center(96, rows.saturating_add(filter + 5));
        let inner = self.frame(area, &format!("Remedies · {name}"));
        if filter > 0 {
            self.remedy_filter_line(list, shown.len(), inner);
        }
        let foot = inner.bottom().saturating_sub(3);
        let body = Rect::new(
            inner.x,
            inner.y + filter,
            inner.width,
            foot.saturating_sub(inner.y + filter),
        );
        let page = usize::from(body.height);
        let top = top_for(at, model.seen.over, page, shown.len());
        self.seen.page = page;
        self.seen.over = top;
        let title = shown.iter().map(|s| width(s.row.title)).max().unwrap_or(0);
        let title = title.min(body.width / 2);
        let mut group = None;
        for (y, (i, one)) in (body.y..body.bottom()).zip(shown.iter().enumerate().skip(top)) {
            let line = Rect::new(body.x, y, body.width, 1);
            if group != Some(one.group) {
                self.text(line.x + 1, y, HEADINGS - 1, one.group.title(), t.heading);
                group = Some(one.group);
            }
            self.remedy_row(model, one, title, line);
            if i == at {
                self.lay(line, t.selected);
                let style = t.accent.patch(t.selected);
                self.text(line.x, y, 1, "▌", style);
            }
            self.hit(line, Target::Row(i));
        }
        if shown.is_empty() && page > 0 {
            let words = match model.prep_of(list.account) {
                None => "the account is being read".to_owned(),
                Some(_) => "no remedy has these words: Esc clears the filter".to_owned(),
            };
            self.text(
                body.x + 1,
                body.y,
                body.width.saturating_sub(1),
                &words,
                t.dim,
            );
        }
        let out = Out {
            folded,
            below: shown.len().saturating_sub(top + page),
        };
        let room = body.width.saturating_sub(HEADINGS + title + 5);
        let foot = Rect::new(inner.x, foot, inner.width, 3);
        self.remedy_foot(model, shown.get(at).map(|one| (one, room)), out, foot);
    }

    fn remedy_filter_line(&mut self, list: &Remedies, n: usize, inner: Rect) {
        let t = self.theme;
        let count = say::plural(n as u64, "remedy");
        let w = width(&count);
        self.right(
            inner.x,
            inner.y,
            inner.width.saturating_sub(1),
            &count,
            t.accent,
        );
        self.text(inner.x + 1, inner.y, 2, "/ ", t.accent);
        let room = inner.width.saturating_sub(w + 6);
        self.field(inner.x + 3, inner.y, room, &list.filter, list.filtering);
    }

    /// One remedy: its letter, what it is, how it stands.
    fn remedy_row(&mut self, model: &Model, one: &Shown, title: u16, line: Rect) {
        let t = self.theme;
        let action = Action::Remedy(one.row.kind);
        let key = model.keymap.label(Context::Remedies, action);
        let (letter, head) = match &one.state {
            Ok(_) => (t.accent.patch(t.heading), t.text),
            Err(_) => (t.dim, t.dim),
        };
        let x = line.x + HEADINGS;
        self.text(x, line.y, 2, &key, letter);
        self.text(x + 3, line.y, title, one.row.title, head);
        let x = x + 3 + title + 2;
        let words = remedy_words(one);
        self.text(x, line.y, line.right().saturating_sub(x), &words, t.dim);
    }

    /// Under a thin line: how many are folded away or out of sight, what the selected one is for, and its state where the row cut it off.
    fn remedy_foot(&mut self, model: &Model, one: Option<(&Shown, u16)>, out: Out, area: Rect) {
        let t = self.theme;
        if area.height < 3 {
            return;
        }
        self.rule(area.x, area.y, area.width);
        let below = match out.below {
            0 => String::new(),
            n => format!(" {n} below "),
        };
        let room = area.width.saturating_sub(2);
        self.right(area.x, area.y, room, &below, t.dim);
        if out.folded > 0 {
            let key = model.keymap.label(Context::Remedies, Action::ShowAll);
            let long = format!(
                " {} more not possible now: {key} shows them and why ",
                out.folded
            );
            // Where both do not fit on the line, the key is enough: it shows the rest.
            let room = room.saturating_sub(HEADINGS + width(&below));
            let words = match width(&long) <= room {
                true => long,
                false => format!(" {} more not possible now: {key} ", out.folded),
            };
            self.text(area.x + HEADINGS, area.y, room, &words, t.dim);
        }
        let Some((one, room)) = one else { return };
        let most = area.width.saturating_sub(2);
        let mut lines = wrap(one.row.help, most);
        let words = remedy_words(one);
        if width(&words) > room {
            lines.extend(wrap(&words, most));
        }
        for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
            self.text(area.x + 1, y, most, &line, t.dim);
        }
    }
}

/// What the list does not show.
#[derive(Copy, Clone)]
struct Out {
    /// Not possible now, folded away.
    folded: usize,
    /// Below the last line.
    below: usize,
}

/// How a remedy stands, or why it is not possible.
fn remedy_words(one: &Shown) -> String {
    match &one.state {
        Ok(words) => words.clone(),
        Err(why) => format!("– {why}"),
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
