//! Forms: labels, fields, what was understood beside them (below, where there is no room beside), what to think twice about at the end.
//!
//! Law: shows what `app::deed` judged, judges nothing. Nothing of it is cut: a day misread is a promise missed.

use super::pen::{Pen, width, wrap};
use crate::app::Model;
use crate::app::deed::Judged;
use crate::app::form::{Field, FieldName, Form, FormKind, Pick, Value};
use crate::domain::touch::Method;
use crate::domain::view::Tone;
use ratatui::layout::Rect;

/// Cells of the labels, where none of them is longer.
const LABEL: u16 = 10;
/// Lines of a long list that are shown.
const HITS: usize = 5;
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
    /// Choices from one to before another: those that have no room on the field's own line.
    Choices(usize, usize, usize),
    /// A line of a long list.
    Hit(usize, usize),
    /// What the form comes to.
    Note(String),
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
fn field_width(field: &Field, room: u16) -> u16 {
    match &field.value {
        Value::Text(_) => {
            let sentence = field.name.is_sentence() || field.name == FieldName::Text;
            room.min(if sentence { SENTENCE } else { SHORT })
        }
        Value::Search(_) => room.min(SENTENCE / 2),
        Value::Pick(pick) => pick_width(pick).min(room),
        Value::Method(_) => methods().map(|(_, name)| width(name) + 4).sum::<u16>() - 2,
        Value::Flag(_) => room,
    }
}

/// Cells of the labels of a form.
fn label_width(form: &Form) -> u16 {
    let shown = form.fields.iter().filter(|f| !f.hidden);
    let longest = shown.map(|f| width(f.label())).max().unwrap_or(0);
    (longest + 2).clamp(LABEL, 18)
}

/// Cells of all choices beside each other.
fn pick_width(pick: &Pick) -> u16 {
    let all = pick.options.iter().map(|(_, words)| width(words) + 4);
    all.sum::<u16>().saturating_sub(2)
}

/// Choices in lines of `room` cells: from one to before another.
fn packed(pick: &Pick, room: u16) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut from, mut used) = (0, 0);
    for (i, (_, words)) in pick.options.iter().enumerate() {
        let need = width(words) + 4;
        if i > from && used + need > room + 2 {
            out.push((from, i));
            (from, used) = (i, 0);
        }
        used += need;
    }
    out.push((from, pick.options.len()));
    out
}

/// The lines of a long list around its cursor: from one to before another.
fn window(at: usize, count: usize) -> (usize, usize) {
    let from = at.saturating_sub(HITS / 2).min(count.saturating_sub(HITS));
    (from, (from + HITS).min(count))
}

/// The lines of a form, `w` cells wide.
fn lines(form: &Form, judged: &Judged, w: u16) -> Vec<Line> {
    let room = w.saturating_sub(label_width(form));
    let mut out = Vec::new();
    for (i, field) in form.fields.iter().enumerate() {
        if field.hidden {
            continue;
        }
        let here = i == form.focus;
        if let (Value::Pick(pick), true) = (&field.value, here) {
            out.push(Line::Field(i, None));
            let more = packed(pick, room).into_iter().skip(1);
            out.extend(more.map(|(from, to)| Line::Choices(i, from, to)));
            continue;
        }
        if let (Value::Search(search), true) = (&field.value, here) {
            out.push(Line::Field(i, None));
            let (from, to) = window(search.at, search.hits().len());
            out.extend((from..to).map(|n| Line::Hit(i, n)));
            continue;
        }
        let left = room.saturating_sub(field_width(field, room) + 2);
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
    if !remarks.is_empty() || !judged.notes.is_empty() {
        out.push(Line::Gap);
    }
    let notes = judged.notes.iter().flat_map(|n| note_lines(n, w));
    out.extend(notes.map(Line::Note));
    out.extend(remarks);
    out
}

/// What a form comes to: columns stay columns, sentences are wrapped.
fn note_lines(note: &str, w: u16) -> Vec<String> {
    match note.starts_with(' ') {
        true => vec![note.to_owned()],
        false => wrap(note, w),
    }
}

/// An echo says the same.
fn said_beside(judged: &Judged, why: &str) -> bool {
    let mut echoes = judged.echoes.iter().flatten();
    echoes.any(|(_, words)| words == why)
}

fn remarks(form: &Form, judged: &Judged, w: u16) -> Vec<Line> {
    let missing = match &judged.deed {
        // What stands beside its field already is not said again below.
        Err((_, why)) if form.insisted && !said_beside(judged, why) => Some((true, why)),
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
            let far = |l: &Line| {
                matches!(l, Line::Field(i, _) if *i != form.focus)
                    || matches!(l, Line::Echo(Tone::Plain, _))
            };
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
        let label_width = label_width(form);
        let (x, y) = (area.x + label_width, area.y);
        let room = area.width.saturating_sub(label_width);
        match line {
            Line::Field(i, beside) => {
                let Some(field) = form.fields.get(i) else {
                    return;
                };
                let here = i == form.focus;
                let label = if here { t.accent } else { t.dim };
                let most = label_width.saturating_sub(1);
                self.text(area.x, y, most, field.label(), label);
                let used = self.value(field, here, Rect::new(x, y, room, 1));
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
            Line::Choices(i, from, to) => {
                if let Some(Value::Pick(pick)) = form.fields.get(i).map(|f| &f.value) {
                    self.choices(pick, (from, to), true, Rect::new(x, y, room, 1));
                }
            }
            Line::Hit(i, n) => {
                if let Some(Value::Search(search)) = form.fields.get(i).map(|f| &f.value) {
                    let hits = search.hits();
                    let Some(words) = hits.get(n) else { return };
                    let here = n == search.at.min(hits.len().saturating_sub(1));
                    let (mark, style) = if here {
                        ("▸ ", t.heading)
                    } else {
                        ("  ", t.dim)
                    };
                    self.pieces(x, y, room, &[(mark, t.accent), (words, style)]);
                }
            }
            Line::Note(words) => {
                self.text(area.x, y, area.width, &words, t.text);
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
    fn value(&mut self, field: &Field, here: bool, area: Rect) -> u16 {
        let t = self.theme;
        let (x, y, room) = (area.x, area.y, area.width);
        let need = field_width(field, room);
        match &field.value {
            Value::Search(search) if here => {
                self.field(x, y, need, &search.typed, true);
                need
            }
            Value::Search(search) => {
                let words = search.chosen().unwrap_or("none fits");
                self.text(x, y, room, words, t.heading)
            }
            Value::Pick(pick) => {
                let lines = packed(pick, room);
                match lines.as_slice() {
                    [all] => self.choices(pick, *all, here, area),
                    [first, ..] if here => self.choices(pick, *first, here, area),
                    _ => {
                        let words = pick.options.get(pick.at).map_or("", |(_, w)| w.as_str());
                        let more = format!("  ○ {} more", pick.options.len().saturating_sub(1));
                        let pieces = [("◉ ", t.heading), (words, t.heading), (&more, t.dim)];
                        self.pieces(x, y, room, &pieces)
                    }
                }
            }
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

    /// Some of the choices of a field, the chosen one marked.
    fn choices(&mut self, pick: &Pick, some: (usize, usize), here: bool, area: Rect) -> u16 {
        let t = self.theme;
        let strong = if here {
            t.accent.patch(t.heading)
        } else {
            t.heading
        };
        let mut used = 0;
        for i in some.0..some.1 {
            let Some((_, words)) = pick.options.get(i) else {
                break;
            };
            let on = i == pick.at;
            let style = if on { strong } else { t.dim };
            let mark = if on { "◉ " } else { "○ " };
            let gap = if i + 1 < some.1 { "  " } else { "" };
            let pieces = [(mark, style), (words.as_str(), style), (gap, t.dim)];
            let left = area.width.saturating_sub(used);
            used += self.pieces(area.x + used, area.y, left, &pieces);
        }
        used
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
