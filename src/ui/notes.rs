//! The search over all notes: a line to type in, the notes it finds under it, all of the selected one below.

use super::pen::{Pen, wrap};
use crate::app::Model;
use crate::app::lookup::Lookup;
use crate::domain::say;
use crate::store::protocol::NoteHit;
use ratatui::layout::Rect;

/// Lines for the whole of the selected note.
const WHOLE: u16 = 5;

impl Pen<'_> {
    /// The box.
    pub fn notes_found(&mut self, model: &Model, lookup: &Lookup<NoteHit>) {
        let Lookup {
            text,
            hits,
            answered,
            cursor,
        } = lookup;
        let t = self.theme;
        let area = self.center(100, 24);
        let inner = self.frame(area, "Notes of all accounts");
        self.text(inner.x, inner.y, 2, "/ ", t.accent);
        let room = inner.width.saturating_sub(2);
        self.field(inner.x + 2, inner.y, room, text, true);
        let under = inner.height.saturating_sub(2);
        let whole = if under > WHOLE + 5 { WHOLE + 1 } else { 0 };
        let list = Rect::new(inner.x, inner.y + 2, inner.width, under - whole);
        if hits.is_empty() {
            let words = if *answered {
                "no note holds these words"
            } else {
                "words of the note, or how they begin: newest first"
            };
            self.text(list.x, list.y, list.width, words, t.dim);
        }
        self.hits(list, *cursor, hits.len(), model.seen.over, |pen, i, y| {
            if let Some(hit) = hits.get(i) {
                pen.note_hit(model, hit, list, y);
            }
        });
        let Some(hit) = hits.get(*cursor).filter(|_| whole > 0) else {
            return;
        };
        self.rule(inner.x, list.bottom(), inner.width);
        let mut lines = wrap(&hit.note, inner.width);
        if let Some(told) = &hit.told {
            lines.extend(wrap(&format!("told: {told}"), inner.width));
        }
        for (i, line) in lines.iter().take(usize::from(WHOLE)).enumerate() {
            self.text(
                inner.x,
                list.bottom() + 1 + i as u16,
                inner.width,
                line,
                t.text,
            );
        }
    }

    fn note_hit(&mut self, model: &Model, hit: &NoteHit, list: Rect, y: u16) {
        let t = self.theme;
        let day = say::day(hit.on, model.now.today);
        self.text(list.x + 2, y, 11, &day, t.dim);
        let name = (list.width / 4).clamp(12, 26);
        self.text(list.x + 14, y, name, &hit.name, t.text);
        let x = 15 + name;
        let note = match (hit.note.trim(), &hit.told) {
            ("", Some(told)) => told.clone(),
            (note, _) => note.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        self.text(
            list.x + x,
            y,
            list.width.saturating_sub(x + 1),
            &note,
            t.dim,
        );
    }
}
