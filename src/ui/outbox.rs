//! The outbox: what is asked for and what is to be sent at the left, the letter word for word beside or below it.
//!
//! Law: a word stands beside every colour; addresses are never shortened in the letter itself.

use super::pen::{Pen, width};
use super::queue::top_for;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::outbox::{Editor, Pick, letter_tone};
use crate::domain::outbox::{LetterState, Part, Wanted};
use crate::domain::say;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns from which list and letter stand side by side.
const WIDE: u16 = 110;

/// A letter in its pane.
struct Shown<'a> {
    to_name: Option<&'a str>,
    to: &'a str,
    subject: &'a str,
    body: &'a str,
    parts: &'a [Part],
}

impl Pen<'_> {
    /// The screen.
    pub fn outbox(&mut self, model: &Model, area: Rect) {
        let wide = area.width >= WIDE;
        self.seen.wide = wide;
        if model.outbox.data.is_some() && model.outbox.lines().is_empty() {
            self.empty_outbox(model, area);
            return;
        }
        if wide {
            // The letter has 72 columns, as it goes out; the list takes the rest.
            let left = area.width.saturating_sub(77).clamp(38, 100);
            self.outbox_list(model, Rect::new(area.x, area.y, left, area.height));
            self.upright(area.x + left, area.y, area.height);
            let side = Rect::new(
                area.x + left + 2,
                area.y,
                area.width - left - 3,
                area.height,
            );
            self.letter(model, side);
        } else {
            let most = area.height / 2;
            let lines = u16::try_from(model.outbox.lines().len()).unwrap_or(u16::MAX);
            let list = lines.clamp(1, most.max(1));
            self.outbox_list(model, Rect::new(area.x, area.y, area.width, list));
            let y = area.y + list;
            self.rule(area.x + 1, y, area.width.saturating_sub(2));
            let rest = Rect::new(
                area.x + 2,
                y + 1,
                area.width.saturating_sub(4),
                area.bottom().saturating_sub(y + 1),
            );
            self.letter(model, rest);
        }
    }

    fn empty_outbox(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let room = area.width.saturating_sub(3);
        self.text(
            area.x + 2,
            area.y + 1,
            room,
            "The outbox is empty.",
            t.heading,
        );
        let lines = if model.sample {
            [
                "Copies, statements and confirmations that are asked for in a call come here.",
                "The sample desk writes letters; it sends nothing to anybody.",
            ]
        } else {
            [
                "Copies, statements and confirmations that are asked for in a call come here.",
                "What has gone is shown by bywhen outbox list --all.",
            ]
        };
        for (y, line) in (area.y + 2..).zip(lines) {
            self.text(area.x + 2, y, room, line, t.dim);
        }
    }

    fn outbox_list(&mut self, model: &Model, area: Rect) {
        self.hit(area, Target::List);
        let lines = model.outbox.lines();
        let page = usize::from(area.height);
        let top = top_for(model.outbox.cursor, model.seen.top, page, lines.len());
        self.seen.page = page;
        self.seen.top = top;
        for (y, (i, pick)) in (area.y..area.bottom()).zip(lines.iter().enumerate().skip(top)) {
            let row = Rect::new(area.x, y, area.width, 1);
            self.hit(row, Target::Row(i));
            let here = i == model.outbox.cursor;
            self.outbox_row(model, *pick, row, here);
            if here {
                self.lay(row, self.theme.selected);
                self.text(area.x, y, 1, "▌", self.theme.accent);
            }
        }
    }

    fn outbox_row(&mut self, model: &Model, pick: Pick, row: Rect, here: bool) {
        let t = self.theme;
        let Some(data) = &model.outbox.data else {
            return;
        };
        let name_style = if here { t.heading } else { t.text };
        let (state, style, name, what, to) = match pick {
            Pick::Draft(i) => {
                let Some(e) = model.outbox.drafts.get(i) else {
                    return;
                };
                let what = e.letter.kind.words();
                (
                    "in writing".to_owned(),
                    t.accent,
                    &e.name,
                    what,
                    &e.letter.to,
                )
            }
            Pick::Wanted(id) => {
                let Some(w) = data.wanted.iter().find(|w| w.id == id) else {
                    return;
                };
                let written = model.outbox.drafts.iter();
                let (state, style) = match written.clone().any(|e| e.letter.request == Some(id)) {
                    true => ("in writing".to_owned(), t.accent),
                    false => asked_for(model, w, t.warn, t.text),
                };
                (state, style, &w.name, w.kind.words(), &w.to)
            }
            Pick::Letter(id) => {
                let Some(l) = data.letters.iter().find(|l| l.id == id) else {
                    return;
                };
                let state = l.standing.state;
                let (words, style) = match l.held {
                    Some(_) => ("held", t.bad),
                    None => (short_state(state), self.tone(letter_tone(state))),
                };
                (words.to_owned(), style, &l.name, l.kind.words(), &l.to)
            }
        };
        let w = row.width.saturating_sub(3);
        let first = 14.min(w);
        self.text(row.x + 2, row.y, first, &state, style);
        let x = row.x + 2 + first + 1;
        let left = w.saturating_sub(first + 1);
        // What and where to stand in the letter beside it too: the name comes first.
        let what_w = if left >= 48 { 22 } else { 0 };
        let to_w = if left >= 80 { left - what_w - 32 } else { 0 };
        let name_w =
            left.saturating_sub(what_w + to_w + u16::from(what_w > 0) + u16::from(to_w > 0));
        self.text(x, row.y, name_w, name, name_style);
        let x = x + name_w + 1;
        self.text(x, row.y, what_w, what, t.dim);
        self.text(x + what_w + 1, row.y, to_w, to, t.dim);
    }

    fn letter(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let o = &model.outbox;
        let mut sheet = Sheet::default();
        let w = area.width;
        if let Some(wanted) = o.wanted() {
            if let Some(note) = &wanted.note {
                sheet.wrapped(("note     ", t.dim), w, note, t.dim);
            }
            match &o.draft {
                Some((id, Err(why))) if *id == wanted.id => {
                    sheet.wrapped(("", t.warn), w, why, t.warn);
                }
                _ => {}
            }
            if let Some(editor) = o.editor() {
                self.draft_sheet(model, &mut sheet, editor, w);
            } else if let Some(draft) = o.ready() {
                let shown = Shown {
                    to_name: draft.to_name.as_deref(),
                    to: &draft.to,
                    subject: &draft.subject,
                    body: &draft.body,
                    parts: &draft.parts,
                };
                self.letter_sheet(&mut sheet, &shown, w);
            }
        } else if let Some(editor) = o.editor() {
            self.draft_sheet(model, &mut sheet, editor, w);
        } else if let Some(letter) = o.letter() {
            if let Some(why) = &letter.held {
                sheet.wrapped(("✗ ", t.bad), w, &format!("It stays here: {why}."), t.bad);
            }
            let standing = &letter.standing;
            let style = self.tone(letter_tone(standing.state));
            let why = standing
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(": {why}"));
            let words = format!("{}{why}", standing.state.words());
            sheet.wrapped(("", style), w, &words, style);
            if let Some(next) = standing.next {
                let minutes = next.signed_duration_since(model.now.at).num_minutes();
                let words = match minutes {
                    i64::MIN..=0 => "It is due again: s sends it.".to_owned(),
                    1..=119 => format!(
                        "Tried again in {} by s or the next send.",
                        say::plural(minutes.unsigned_abs(), "minute")
                    ),
                    _ => format!(
                        "Tried again in {} by s or the next send.",
                        say::plural(minutes.unsigned_abs() / 60, "hour")
                    ),
                };
                sheet.wrapped(("", t.dim), w, &words, t.dim);
            }
            if standing.state == LetterState::Doubt {
                sheet.wrapped(("", t.dim), w, "The line was cut while it went out. Ask them whether they have it, then say so here: it is never sent again by itself.", t.dim);
            }
            sheet.gap();
            let shown = Shown {
                to_name: letter.to_name.as_deref(),
                to: &letter.to,
                subject: &letter.subject,
                body: &letter.body,
                parts: &letter.parts,
            };
            self.letter_sheet(&mut sheet, &shown, w);
        }
        self.seen.pane = (usize::from(area.height), sheet.len());
        self.sheet(area, &sheet, o.scroll);
    }

    /// A letter whose words were changed, as it would go out.
    fn draft_sheet(&self, model: &Model, sheet: &mut Sheet, editor: &Editor, w: u16) {
        let t = self.theme;
        let label = |action| model.keymap.label(Context::Outbox, action);
        let words = format!(
            "Changed and not kept yet: {} keeps it, {} goes on with it.",
            label(Action::WriteLetter),
            label(Action::EditLetter)
        );
        sheet.wrapped(("", t.accent), w, &words, t.accent);
        sheet.gap();
        let shown = Shown {
            to_name: None,
            to: editor.to.trimmed(),
            subject: editor.subject.trimmed(),
            body: &editor.text(),
            parts: &editor.letter.parts,
        };
        self.letter_sheet(sheet, &shown, w);
    }

    fn letter_sheet(&self, sheet: &mut Sheet, shown: &Shown<'_>, w: u16) {
        let t = self.theme;
        let name = shown.to_name.map_or_else(String::new, |n| format!("{n} "));
        sheet.wrapped(
            ("to       ", t.dim),
            w,
            &format!("{name}<{}>", shown.to),
            t.text,
        );
        sheet.wrapped(("subject  ", t.dim), w, shown.subject, t.heading);
        for part in parts(shown.parts) {
            sheet.wrapped(("with     ", t.dim), w, &part, t.text);
        }
        sheet.gap();
        for line in shown.body.lines() {
            if line.is_empty() {
                sheet.gap();
            } else if width(line) <= w {
                sheet.push(Row::default().left(0, w, line, t.text));
            } else {
                sheet.wrapped(("", t.text), w, line, t.text);
            }
        }
    }
}

/// What a request says in its first column: by when it was promised.
fn asked_for(model: &Model, wanted: &Wanted, late: Style, plain: Style) -> (String, Style) {
    let today = model.now.today;
    if wanted.due_on < today {
        (
            format!("late {}", say::short_day(wanted.due_on, today)),
            late,
        )
    } else if wanted.due_on == today {
        ("asked, today".to_owned(), late)
    } else {
        (
            format!("asked {}", say::short_day(wanted.due_on, today)),
            plain,
        )
    }
}

/// A letter's state where there is little room.
const fn short_state(state: LetterState) -> &'static str {
    match state {
        LetterState::Doubt => "in doubt",
        LetterState::Queued
        | LetterState::Waiting
        | LetterState::Sending
        | LetterState::Sent
        | LetterState::Refused => state.words(),
    }
}

/// What goes with a letter, in words.
pub(super) fn parts(parts: &[Part]) -> Vec<String> {
    let copies = parts
        .iter()
        .filter(|p| matches!(p, Part::Invoice { .. }))
        .count() as u64;
    let days = parts
        .iter()
        .filter(|p| matches!(p, Part::Calendar { .. }))
        .count() as u64;
    let mut out = Vec::new();
    if copies > 0 {
        out.push(say::plural(copies, "invoice copy"));
    }
    if days > 0 {
        out.push(format!("{} for a calendar", say::plural(days, "day")));
    }
    for part in parts {
        match part {
            Part::Statement => out.push("the statement as a PDF".to_owned()),
            Part::File { path } => {
                let name = path.rsplit('/').next().unwrap_or(path);
                out.push(name.to_owned());
            }
            Part::Guide { guide } => out.push(format!("the sheet \"{}\" as a PDF", guide.words())),
            Part::Invoice { .. } | Part::Calendar { .. } => {}
        }
    }
    out
}
