//! A letter being changed: whom it goes to, its subject, what goes with it, and its text as it goes out.
//!
//! Law: what stands here goes out word for word; long lines are broken where `domain::outbox::wrap` breaks them.

use super::outbox::parts;
use super::pen::{Pen, width};
use super::queue::top_for;
use crate::app::Model;
use crate::app::outbox::{Editor, EditorField};
use crate::domain::outbox::COLUMNS;
use ratatui::layout::Rect;

/// Cells of the labels.
const LABEL: u16 = 9;

impl Pen<'_> {
    /// The editor over a screen.
    pub(super) fn letter_editor(&mut self, model: &Model, editor: &Editor) {
        let t = self.theme;
        let screen = self.screen();
        let columns = COLUMNS as u16;
        let area = self.center(columns + 6, screen.height);
        let title = format!(
            "{} · {} · not kept yet",
            editor.letter.kind.words(),
            editor.name
        );
        let inner = self.frame(area, &title);
        let mut y = inner.y;
        let room = inner.width.saturating_sub(LABEL);
        for (label, field, here) in [
            ("to", &editor.to, editor.focus == EditorField::To),
            (
                "subject",
                &editor.subject,
                editor.focus == EditorField::Subject,
            ),
            ("file", &editor.file, editor.focus == EditorField::File),
        ] {
            let style = if here { t.accent } else { t.dim };
            self.text(inner.x, y, LABEL, label, style);
            if here {
                self.field(inner.x + LABEL, y, room, field, true);
            } else {
                self.text(inner.x + LABEL, y, room, field.text(), t.text);
            }
            y += 1;
            if label == "to" {
                let (style, words) = match editor.about_address() {
                    Ok(words) => (t.dim, words),
                    Err(why) => (if editor.insisted { t.bad } else { t.warn }, why),
                };
                self.text(inner.x + LABEL, y, room, &words, style);
                y += 1;
            }
        }
        for part in parts(&editor.letter.parts) {
            if y + 6 >= inner.bottom() {
                break;
            }
            self.text(inner.x, y, LABEL, "with", t.dim);
            self.text(inner.x + LABEL, y, room, &part, t.text);
            y += 1;
        }
        self.rule(inner.x, y, inner.width);
        y += 1;
        let text = Rect::new(inner.x, y, inner.width, inner.bottom().saturating_sub(y));
        let (lines, (row, column)) = laid(editor.body.text(), editor.body.before().len());
        let page = usize::from(text.height);
        let top = top_for(row, model.seen.over, page, lines.len());
        self.seen.page = page;
        self.seen.over = top;
        let here = editor.focus == EditorField::Body;
        for (y, line) in (text.y..text.bottom()).zip(lines.iter().skip(top)) {
            self.text(text.x, y, text.width, line, t.text);
        }
        if here && row >= top && row - top < page {
            let y = text.y + u16::try_from(row - top).unwrap_or(0);
            self.cursor = Some((text.x + column.min(text.width.saturating_sub(1)), y));
        }
    }
}

/// The lines of a text as they go out, and where its byte `at` stands among them.
fn laid(text: &str, at: usize) -> (Vec<String>, (usize, u16)) {
    let mut out: Vec<String> = Vec::new();
    let mut cursor = (0, 0);
    let mut from = 0;
    for line in text.split('\n') {
        for (start, end) in pieces(line) {
            let piece = line.get(start..end).unwrap_or("");
            let hang = if start > 0 && line.trim_start().starts_with("- ") {
                "  "
            } else {
                ""
            };
            let (a, b) = (from + start, from + end);
            if (a..=b).contains(&at) {
                let before = text.get(a..at).unwrap_or("");
                cursor = (out.len(), width(before) + width(hang));
            }
            out.push(format!("{hang}{}", piece.trim_end()));
        }
        from += line.len() + 1;
    }
    (out, cursor)
}

/// Where a long line is broken: from one byte to before another, at blanks.
fn pieces(line: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut blank, mut count) = (0, None, 0);
    let list = line.trim_start().starts_with("- ");
    for (i, c) in line.char_indices() {
        let most = if list && start > 0 {
            COLUMNS - 2
        } else {
            COLUMNS
        };
        if c == ' ' {
            blank = Some(i + 1);
        }
        count += 1;
        if count > most
            && c != ' '
            && let Some(at) = blank.filter(|at| *at > start)
        {
            out.push((start, at));
            start = at;
            count = line.get(at..=i).map_or(0, |t| t.chars().count());
            blank = None;
        }
    }
    out.push((start, line.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbox::wrap;

    #[test]
    fn the_screen_breaks_lines_where_the_letter_does() {
        let long = "some words of different lengths stand here, one after another, ".repeat(5);
        for text in [
            long.clone(),
            format!("- {long}\n\nend"),
            "short\n\n\nlines".to_owned(),
            format!("{} tail", "x".repeat(90)),
        ] {
            let (lines, _) = laid(&text, 0);
            assert_eq!(lines.join("\n").trim_end(), wrap(&text), "{text}");
        }
    }

    #[test]
    fn the_cursor_stands_where_the_byte_is() {
        assert_eq!(laid("ab\ncd", 4).1, (1, 1));
        assert_eq!(laid("ab\n", 3).1, (1, 0));
        assert_eq!(laid("", 0).1, (0, 0));
    }
}
