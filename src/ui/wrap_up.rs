//! The wrap-up: what came of the call on one page, what is still missing, one key that saves it. And the same in short, on the call itself.
//!
//! Law: says in words what will be recorded; `app::call` makes the record.

use super::pen::{Pen, shorten, width};
use super::said::{in_spite, words_of};
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::call::Call;
use crate::domain::say;
use crate::domain::touch::Owner;
use crate::domain::view::Prep;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Cells of the labels.
const LABEL: u16 = 12;
/// Cells of the keys beside them.
const KEY: u16 = 4;

impl Pen<'_> {
    /// The wrap-up as lines, `w` cells wide, and the lines that the cursor is on.
    pub fn wrap_sheet(
        &self,
        model: &Model,
        call: &Call,
        prep: &Prep,
        w: u16,
    ) -> (Sheet, (usize, usize)) {
        let t = self.theme;
        let key = |a: Action| model.keymap.label(Context::Wrap, a);
        let mut sheet = Sheet::default();
        let outcome = call.outcome().name().replace('_', " ");
        let said: Vec<&str> = call.answers().iter().map(|s| s.words()).collect();
        let said = said.join(", ");
        let outcome = match (said.is_empty(), said.contains(&outcome)) {
            (true, _) => "nothing yet".to_owned(),
            // "no answer: no answer" says it twice.
            (false, true) => said,
            (false, false) => format!("{outcome}: {said}"),
        };
        self.entry(&mut sheet, w, "outcome", "", &outcome, t.text);
        let mut cursor = (0, 0);
        for (i, agreed) in call.agreed.iter().enumerate() {
            let from = sheet.len();
            for (label, words) in words_of(agreed, model, prep) {
                self.entry(&mut sheet, w, label, "", &words, t.heading);
            }
            if i == call.at {
                cursor = (from, sheet.len());
            }
        }
        if let Some(over) = &call.overstep {
            self.entry(&mut sheet, w, "because", "", &in_spite(over), t.text);
        }
        if let Some(why) = call.missing() {
            self.entry(&mut sheet, w, "missing", "", &format!("! {why}"), t.warn);
        }
        let barriers: Vec<String> = call
            .barriers()
            .iter()
            .map(|b| match &b.remedy {
                Some(task) => {
                    let whose = match task.owner {
                        Owner::Us => "we",
                        Owner::Them => "they",
                    };
                    let day = say::day(task.due_on, model.now.today);
                    format!("{} ({whose}: {} by {day})", b.name, task.what)
                }
                None => b.name.clone(),
            })
            .collect();
        let (words, style) = match barriers.is_empty() {
            true => ("none named".to_owned(), t.dim),
            false => (barriers.join(", "), t.text),
        };
        self.entry(
            &mut sheet,
            w,
            "barrier",
            &key(Action::Barrier),
            &words,
            style,
        );
        let (words, style) = match model.told() {
            Some((text, _)) if text.is_empty() => ("nothing".to_owned(), t.dim),
            Some((text, Some(on))) if !text.contains(&say::day(on, model.now.today)) => (
                format!("{text} ({})", say::day(on, model.now.today)),
                t.text,
            ),
            Some((text, _)) => (text, t.text),
            None => ("-".to_owned(), t.dim),
        };
        self.entry(
            &mut sheet,
            w,
            "told them",
            &key(Action::Told),
            &words,
            style,
        );
        if let Some(to) = call.mailbox() {
            let (words, style) = match call.confirm {
                true => (
                    format!("what was agreed, to {to}: noted as ours to send today"),
                    t.text,
                ),
                false => ("not asked for".to_owned(), t.dim),
            };
            let key = key(Action::ConfirmMail);
            self.entry(&mut sheet, w, "in writing", &key, &words, style);
        }
        if call.note.is_blank() {
            self.entry(&mut sheet, w, "note", &key(Action::CallNote), "-", t.dim);
        }
        (sheet, cursor)
    }

    /// The wrap-up; gives the lines used.
    pub fn wrap_up(&mut self, model: &Model, call: &Call, prep: &Prep, area: Rect) -> u16 {
        let t = self.theme;
        self.text(area.x, area.y, area.width, "Wrap-up", t.heading);
        self.rule(area.x + 8, area.y, area.width.saturating_sub(8));
        let (sheet, cursor) = self.wrap_sheet(model, call, prep, area.width);
        // The line that saves is always seen; what does not fit above it is scrolled.
        let room = area.height.saturating_sub(2);
        let lines = (sheet.len() as u16).min(room);
        let over = sheet.len().saturating_sub(usize::from(lines));
        let top = over.min(cursor.0);
        if over > 0 {
            let words = format!(" {} of {} lines", lines, sheet.len());
            self.right(area.x, area.y, area.width, &words, t.dim);
        }
        let body = Rect::new(area.x, area.y + 1, area.width, lines);
        self.sheet(body, &sheet, top);
        if call.agreed.len() > 1 {
            for line in cursor.0.max(top)..cursor.1.min(top + usize::from(lines)) {
                let y = body.y + (line - top) as u16;
                self.lay(Rect::new(area.x, y, area.width, 1), t.selected);
            }
        }
        let air = u16::from(area.height > lines + 2);
        let y = body.bottom() + air;
        if y < area.bottom() {
            let save = model.keymap.label(Context::Wrap, Action::Save);
            if call.saving {
                self.text(area.x, y, area.width, "saving …", t.dim);
            } else if call.missing().is_none() {
                let words = " saves all of it and brings the next account";
                let pieces = [(save.as_str(), t.accent.patch(t.heading)), (words, t.dim)];
                self.pieces(area.x, y, area.width, &pieces);
            }
        }
        y + 2 - area.y
    }

    /// A labelled entry, wrapped.
    fn entry(&self, sheet: &mut Sheet, w: u16, label: &str, key: &str, words: &str, style: Style) {
        let t = self.theme;
        let x = LABEL + KEY;
        let room = w.saturating_sub(x).min(100);
        for (n, line) in super::pen::wrap(words, room).into_iter().enumerate() {
            let mut row = Row::default();
            if n == 0 {
                row = row
                    .left(0, LABEL, label, t.dim)
                    .left(LABEL, KEY, key, t.accent);
            }
            sheet.push(row.left(x, room, line, style));
        }
    }

    /// What was agreed so far, on the call itself: a line for each.
    pub fn so_far(&mut self, model: &Model, call: &Call, prep: &Prep, area: Rect) {
        if area.height < 2 {
            return;
        }
        let t = self.theme;
        let back = model.keymap.label(Context::Call, Action::TakeBack);
        let hint = format!("{back} takes the last one out");
        let used = self.pieces(area.x, area.y, area.width, &[("So far ", t.heading)]);
        let room = area.width.saturating_sub(used + width(&hint) + 1);
        self.rule(area.x + used, area.y, room);
        self.right(area.x, area.y, area.width, &hint, t.dim);
        let lines: Vec<(&str, String)> = call
            .agreed
            .iter()
            .filter_map(|a| words_of(a, model, prep).into_iter().next())
            .collect();
        let most = usize::from(area.height) - 1;
        // The last ones are those that are being talked about.
        let from = lines.len().saturating_sub(most);
        for (n, (label, words)) in lines.iter().skip(from).enumerate() {
            let y = area.y + 1 + n as u16;
            let before = match n == 0 && from > 0 {
                true => format!("+{from} "),
                false => "✓ ".to_owned(),
            };
            let left = area.width.saturating_sub(LABEL + width(&before));
            let words = shorten(words, left);
            let label = format!("{label:<12}");
            let pieces = [(before.as_str(), t.good), (&label, t.dim), (&words, t.text)];
            self.pieces(area.x, y, area.width, &pieces);
        }
    }
}
