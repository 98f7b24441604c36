//! Forms: labels, fields, what was understood beside them (below, where there is no room beside), what to think twice about at the end.
//!
//! Law: shows what `app::deed` judged, judges nothing. Nothing of it is cut: a day misread is a promise missed.

use super::pen::{Pen, width, wrap};
use crate::app::Model;
use crate::app::deed::Judged;
use crate::app::form::{Field, FieldName, Form, FormKind, Value};
use crate::domain::touch::Method;
use crate::domain::view::Tone;
use ratatui::layout::Rect;

/// Cells of the labels.
const LABEL: u16 = 10;
/// Cells of a field that takes a day, an amount or a number.
const SHORT: u16 = 16;
/// Cells of a field of one sentence, where there is room for them.
const SENTENCE: u16 = 64;

/// A line of a form.
enum Line {
    /// A field, with what was understood when there is room beside it.
    Field(usize, Option<(Tone, String)>),
    /// What was understood, below its field.
    Echo(Tone, String),
    /// Air.
    Gap,
    /// What is missing (`bad`) or to be thought about; the first line of it has the mark.
    Remark {
        bad: bool,
        first: bool,
        text: String,
    },
}

/// Every method, as the choices of `how`: `None` = not said.
fn methods() -> impl Iterator<Item = (Option<Method>, &'static str)> {
    std::iter::once((None, "not said")).chain(Method::ALL.map(|m| (Some(m), m.name())))
}

/// Cells that a field takes in `room`.
fn field_width(form: &Form, field: &Field, room: u16) -> u16 {
    match &field.value {
        Value::Text(_) => {
            let sentence = matches!(form.kind, FormKind::Told)
                || matches!(field.name, FieldName::Reason | FieldName::WhyCall);
            room.min(if sentence { SENTENCE } else { SHORT })
        }
        Value::Method(_) => methods().map(|(_, name)| width(name) + 4).sum::<u16>() - 2,
        Value::Flag(_) => room,
    }
}

/// The lines of a form, `w` cells wide.
fn lines(form: &Form, judged: &Judged, w: u16) -> Vec<Line> {
    let room = w.saturating_sub(LABEL);
    let mut out = Vec::new();
    for (i, field) in form.fields.iter().enumerate() {
        let left = room.saturating_sub(field_width(form, field, room) + 2);
        match judged.echoes.get(i).cloned().flatten() {
            Some((tone, words)) if width(&words) > left => {
                out.push(Line::Field(i, None));
                let below = wrap(&words, room).into_iter();
                out.extend(below.map(|line| Line::Echo(tone, line)));
            }
            beside => out.push(Line::Field(i, beside)),
        }
    }
    let remarks = remarks(form, judged, w);
    if !remarks.is_empty() {
        out.push(Line::Gap);
    }
    out.extend(remarks);
    out
}

fn remarks(form: &Form, judged: &Judged, w: u16) -> Vec<Line> {
    let missing = match &judged.deed {
        Err((_, why)) if form.insisted => Some((true, why)),
        Ok(_) | Err(_) => None,
    };
    let lints = judged.lints.iter().map(|l| (false, l));
    let mut out = Vec::new();
    for (bad, words) in missing.into_iter().chain(lints) {
        for (n, text) in wrap(words, w.saturating_sub(2)).into_iter().enumerate() {
            let first = n == 0;
            out.push(Line::Remark { bad, first, text });
        }
    }
    out
}

/// Lines that a form needs, `w` cells wide.
pub fn form_height(model: &Model, form: &Form, w: u16) -> u16 {
    let judged = model.judged(form);
    match form.kind {
        FormKind::Note => 4 + remarks(form, &judged, w).len() as u16,
        _ => lines(form, &judged, w).len() as u16,
    }
}

impl Pen<'_> {
    /// A form; gives the lines used.
    pub fn form(&mut self, model: &Model, form: &Form, area: Rect) -> u16 {
        let judged = model.judged(form);
        let mut y = area.y;
        let mut lines = if matches!(form.kind, FormKind::Note) {
            let below = remarks(form, &judged, area.width);
            let room = area.height.saturating_sub((below.len() as u16).max(1));
            y += self.note_field(form, Rect::new(area.x, y, area.width, room));
            below
        } else {
            lines(form, &judged, area.width)
        };
        let room = usize::from(area.bottom().saturating_sub(y));
        if lines.len() > room {
            lines.retain(|l| !matches!(l, Line::Gap));
        }
        // Too little room for all of it: the fields behind go first, never the one being typed in nor what there is to think about.
        while lines.len() > room {
            let far = |l: &Line| matches!(l, Line::Field(i, _) if *i != form.focus);
            match lines.iter().rposition(far) {
                Some(at) => lines.remove(at),
                None => break,
            };
        }
        for line in lines.into_iter().take(room) {
            self.form_line(form, line, Rect::new(area.x, y, area.width, 1));
            y += 1;
        }
        y - area.y
    }

    fn form_line(&mut self, form: &Form, line: Line, area: Rect) {
        let t = self.theme;
        let (x, y) = (area.x + LABEL, area.y);
        let room = area.width.saturating_sub(LABEL);
        match line {
            Line::Field(i, beside) => {
                let Some(field) = form.fields.get(i) else {
                    return;
                };
                let here = i == form.focus;
                let label = if here { t.accent } else { t.dim };
                self.text(area.x, y, LABEL, field.name.label(), label);
                let used = self.value(form, field, here, Rect::new(x, y, room, 1));
                if let Some((tone, words)) = beside {
                    let left = room.saturating_sub(used + 2);
                    let style = self.tone(tone);
                    self.text(x + used + 2, y, left, &words, style);
                }
            }
            Line::Echo(tone, words) => {
                let style = self.tone(tone);
                self.text(x, y, room, &words, style);
            }
            Line::Gap => {}
            Line::Remark { bad, first, text } => {
                let (mark, style) = if bad { ("✗", t.bad) } else { ("!", t.warn) };
                self.text(area.x, y, 2, if first { mark } else { " " }, style);
                let w = area.width.saturating_sub(2);
                self.text(area.x + 2, y, w, &text, style);
            }
        }
    }

    /// What a field holds; gives the cells used.
    fn value(&mut self, form: &Form, field: &Field, here: bool, area: Rect) -> u16 {
        let t = self.theme;
        let (x, y, room) = (area.x, area.y, area.width);
        let need = field_width(form, field, room);
        match &field.value {
            Value::Text(text) => {
                self.field(x, y, need, text, here);
                need
            }
            Value::Method(chosen) => {
                let strong = if here {
                    t.accent.patch(t.heading)
                } else {
                    t.heading
                };
                if need > room {
                    let name = chosen.map_or("not said", |m| m.name());
                    return self.pieces(
                        x,
                        y,
                        room,
                        &[("◂ ", t.dim), (name, strong), (" ▸", t.dim)],
                    );
                }
                let mut used = 0;
                for (value, name) in methods() {
                    let on = value == *chosen;
                    let style = if on { strong } else { t.dim };
                    let mark = if on { "◉ " } else { "○ " };
                    let pieces = [(mark, style), (name, style), ("  ", t.dim)];
                    used += self.pieces(x + used, y, room.saturating_sub(used), &pieces);
                }
                used
            }
            Value::Flag(yes) => {
                let side = |on: bool| match on {
                    true => ("◉ ", t.heading),
                    false => ("○ ", t.dim),
                };
                let ((ours, a), (theirs, b)) = (side(!yes), side(*yes));
                let pieces = [
                    (ours, a),
                    ("we call them", a),
                    ("   ", t.dim),
                    (theirs, b),
                    ("they asked us to call", b),
                ];
                self.pieces(x, y, room, &pieces)
            }
        }
    }

    fn note_field(&mut self, form: &Form, area: Rect) -> u16 {
        let Some(Value::Text(text)) = form.fields.first().map(|f| &f.value) else {
            return 0;
        };
        self.note(text, area, true)
    }

    /// A note of several lines; its last lines when it is longer than the area. Gives the lines used.
    pub fn note(&mut self, text: &crate::app::text::TextField, area: Rect, active: bool) -> u16 {
        let h = usize::from(area.height);
        if h == 0 || area.width < 4 {
            return 0;
        }
        let t = self.theme;
        let lines = wrap(text.text(), area.width - 1);
        let before = wrap(text.before(), area.width - 1);
        let at = before.len().saturating_sub(1);
        let top = at.saturating_sub(h - 1);
        for i in 0..h {
            let y = area.y + i as u16;
            if active {
                let blank = " ".repeat(usize::from(area.width));
                self.text(area.x, y, area.width, &blank, t.field);
            }
            if let Some(line) = lines.get(top + i) {
                let style = if active { t.field } else { t.text };
                self.text(area.x, y, area.width, line, style);
            }
        }
        if active {
            let trailing = text
                .before()
                .chars()
                .rev()
                .take_while(|c| *c == ' ')
                .count() as u16;
            let x = before.last().map_or(0, |l| width(l)) + trailing;
            self.cursor = Some((area.x + x.min(area.width - 1), area.y + (at - top) as u16));
        }
        area.height
    }
}
