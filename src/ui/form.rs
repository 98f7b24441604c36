//! Forms: labels, fields, what was understood beside them, what to think twice about below.
//!
//! Law: shows what `app::deed` judged, judges nothing.

use super::pen::{Pen, width, wrap};
use crate::app::Model;
use crate::app::form::{Form, FormKind, Value};
use ratatui::layout::Rect;

/// Cells of the labels.
const LABEL: u16 = 10;

impl Pen<'_> {
    /// A form; gives the lines used.
    pub fn form(&mut self, model: &Model, form: &Form, area: Rect) -> u16 {
        let t = self.theme;
        let judged = model.judged(form);
        let mut y = area.y;
        let bottom = area.bottom();
        if matches!(form.kind, FormKind::Note) {
            y += self.note_field(
                form,
                Rect::new(area.x, y, area.width, area.height.saturating_sub(2)),
            );
        } else {
            for (i, field) in form.fields.iter().enumerate() {
                if y >= bottom {
                    break;
                }
                let here = i == form.focus;
                let label = if here { t.accent } else { t.dim };
                self.text(area.x, y, LABEL, field.name.label(), label);
                let x = area.x + LABEL;
                let room = area.width.saturating_sub(LABEL);
                let used = match &field.value {
                    Value::Text(text) => {
                        let wide = matches!(form.kind, FormKind::Told)
                            || matches!(field.name, crate::app::form::FieldName::Reason);
                        let w = if wide { room } else { room.min(16) };
                        self.field(x, y, w, text, here);
                        w
                    }
                    Value::Method(chosen) => {
                        let mut used = 0;
                        let name = chosen.map_or("not said", |m| m.name());
                        if room < 48 {
                            let style = if here {
                                t.accent.patch(t.heading)
                            } else {
                                t.heading
                            };
                            self.pieces(x, y, room, &[("◂ ", t.dim), (name, style), (" ▸", t.dim)]);
                            y += 1;
                            continue;
                        }
                        let names = std::iter::once((None, "not said"))
                            .chain(crate::domain::touch::Method::ALL.map(|m| (Some(m), m.name())));
                        for (value, name) in names {
                            let style = match (value == *chosen, here) {
                                (true, true) => t.accent.patch(t.heading),
                                (true, false) => t.heading,
                                (false, _) => t.dim,
                            };
                            let mark = if value == *chosen { "◉ " } else { "○ " };
                            used += self.pieces(
                                x + used,
                                y,
                                room.saturating_sub(used),
                                &[(mark, style), (name, style), ("  ", t.dim)],
                            );
                        }
                        if here {
                            self.cursor = None;
                        }
                        used
                    }
                    Value::Flag(yes) => {
                        let (ours, theirs) = if *yes {
                            ("○ ", "◉ ")
                        } else {
                            ("◉ ", "○ ")
                        };
                        let (a, b) = if *yes {
                            (t.dim, t.heading)
                        } else {
                            (t.heading, t.dim)
                        };
                        self.pieces(
                            x,
                            y,
                            room,
                            &[
                                (ours, a),
                                ("we call them", a),
                                ("   ", t.dim),
                                (theirs, b),
                                ("they asked us to call", b),
                            ],
                        )
                    }
                };
                if let Some((tone, words)) = judged.echoes.get(i).cloned().flatten() {
                    let style = self.tone(tone);
                    let left = room.saturating_sub(used + 2);
                    if width(&words) <= left || left >= 20 {
                        self.text(x + used + 2, y, left, &words, style);
                    }
                }
                y += 1;
            }
        }
        let mut below: Vec<(String, bool)> =
            judged.lints.iter().map(|l| (l.clone(), false)).collect();
        if let (Err((_, why)), true) = (&judged.deed, form.insisted) {
            below.insert(0, (why.clone(), true));
        }
        if !below.is_empty() && y + 1 < bottom {
            y += 1;
        }
        for (words, bad) in below {
            let style = if bad { t.bad } else { t.warn };
            for (i, line) in wrap(&words, area.width.saturating_sub(2))
                .into_iter()
                .enumerate()
            {
                if y >= bottom {
                    return y - area.y;
                }
                self.text(
                    area.x,
                    y,
                    2,
                    if i > 0 {
                        "  "
                    } else if bad {
                        "✗ "
                    } else {
                        "! "
                    },
                    style,
                );
                self.text(area.x + 2, y, area.width.saturating_sub(2), &line, style);
                y += 1;
            }
        }
        y - area.y
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
