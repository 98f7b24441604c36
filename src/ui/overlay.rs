//! What lies over a screen: why, find, commands, keys, questions, forms outside a call.
//!
//! Law: one frame at most; what is below stays visible around it.

use super::form::form_height;
use super::pen::{Pen, width, wrap};
use super::queue::top_for;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::Context;
use crate::app::form::FormKind;
use crate::app::keymap::Keymap;
use crate::app::lookup::Lookup;
use crate::app::msg::Target;
use crate::app::overlay::{Overlay, commands};
use crate::app::prep::gate_words;
use crate::app::queue::reason_words;
use crate::domain::queue::money_line;
use crate::domain::say;
use crate::domain::view::Tone;
use crate::store::protocol::{Hit, Why};
use ratatui::layout::Rect;

impl Pen<'_> {
    pub(super) fn center(&self, w: u16, h: u16) -> Rect {
        let s = self.screen();
        let (w, h) = (
            w.min(s.width.saturating_sub(2)),
            h.min(s.height.saturating_sub(4)),
        );
        Rect::new(
            s.x + (s.width - w) / 2,
            s.y + 2 + (s.height.saturating_sub(4) - h) / 3,
            w,
            h,
        )
    }

    /// Whatever lies on top.
    pub fn overlay(&mut self, model: &Model) {
        let Some(overlay) = &model.overlay else {
            return;
        };
        // What lies below is not clicked through.
        self.seen.hits.clear();
        match overlay {
            Overlay::Help { of, scroll } => self.help(model, *of, *scroll),
            Overlay::Palette { of, text, cursor } => {
                let inner = self.center(72, 18);
                let inner = self.frame(inner, "Commands");
                self.text(inner.x, inner.y, 2, ": ", self.theme.accent);
                self.field(
                    inner.x + 2,
                    inner.y,
                    inner.width.saturating_sub(2),
                    text,
                    true,
                );
                let found = commands(&model.keymap, *of, text.text());
                let list = Rect::new(
                    inner.x,
                    inner.y + 2,
                    inner.width,
                    inner.height.saturating_sub(2),
                );
                self.hits(list, *cursor, found.len(), model.seen.over, |pen, i, y| {
                    let Some(c) = found.get(i) else { return };
                    let t = pen.theme;
                    pen.text(list.x + 2, y, 18, c.name, t.text);
                    let keys = width(&c.keys);
                    pen.text(
                        list.x + 21,
                        y,
                        list.width.saturating_sub(24 + keys),
                        c.help,
                        t.dim,
                    );
                    pen.right(list.x, y, list.width - 1, &c.keys, t.accent);
                });
            }
            Overlay::Find { lookup, inbound } => {
                let Lookup {
                    text,
                    hits,
                    answered,
                    cursor,
                } = lookup;
                let title = if *inbound {
                    "They call: who is it?"
                } else {
                    "Find an account"
                };
                let area = self.center(84, 18);
                let inner = self.frame(area, title);
                self.text(inner.x, inner.y, 2, "/ ", self.theme.accent);
                self.field(
                    inner.x + 2,
                    inner.y,
                    inner.width.saturating_sub(2),
                    text,
                    true,
                );
                let list = Rect::new(
                    inner.x,
                    inner.y + 2,
                    inner.width,
                    inner.height.saturating_sub(2),
                );
                if hits.is_empty() {
                    let words = if *answered {
                        "nothing found: try part of the name, an invoice number, the phone's last digits, an amount"
                    } else {
                        "name, account or invoice number, phone, amount"
                    };
                    for (i, line) in wrap(words, list.width).into_iter().enumerate() {
                        self.text(list.x, list.y + i as u16, list.width, &line, self.theme.dim);
                    }
                }
                self.hits(list, *cursor, hits.len(), model.seen.over, |pen, i, y| {
                    if let Some(hit) = hits.get(i) {
                        pen.found(hit, list, y);
                    }
                });
            }
            Overlay::Notes(lookup) => self.notes_found(model, lookup),
            Overlay::People(people) => self.people(model, people),
            Overlay::Remedies(list) => self.remedies(model, list),
            Overlay::Letter(editor) => self.letter_editor(model, editor),
            Overlay::TheirMail(mail) => self.their_mail(model, mail),
            Overlay::Why { data, scroll, .. } => self.why(model, data.as_deref(), *scroll),
            Overlay::Confirm { text, .. } => self.question(model, "Sure?", text, Context::Confirm),
            Overlay::Resume { text, .. } => {
                self.question(model, "Unfinished call", text, Context::Resume)
            }
            Overlay::Form(form) => {
                let prep = model.prep_of(form.account);
                let about = form.about.as_ref().map(|a| a.name());
                let name = about.unwrap_or(prep.map_or("", |p| p.account.name.as_str()));
                let width = self.center(76, 1).width.saturating_sub(4);
                let air = if matches!(form.kind, FormKind::Note) {
                    4
                } else {
                    2
                };
                let area = self.center(76, form_height(model, form, width) + air);
                let title = match name.is_empty() {
                    true => form.kind.title().to_owned(),
                    false => format!("{} · {name}", form.kind.title()),
                };
                let inner = self.frame(area, &title);
                self.form(model, form, inner);
                if form.saving {
                    self.right(
                        inner.x,
                        inner.bottom().saturating_sub(1),
                        inner.width,
                        "saving …",
                        self.theme.dim,
                    );
                }
            }
        }
    }

    /// A list of hits under a line of text.
    pub(super) fn hits(
        &mut self,
        list: Rect,
        cursor: usize,
        n: usize,
        was: usize,
        mut row: impl FnMut(&mut Self, usize, u16),
    ) {
        let page = usize::from(list.height);
        let top = top_for(cursor, was, page, n);
        self.seen.page = page;
        self.seen.over = top;
        for (y, i) in (list.y..list.bottom()).zip(top..n) {
            row(self, i, y);
            let line = Rect::new(list.x, y, list.width, 1);
            self.hit(line, Target::Row(i));
            if i == cursor {
                self.lay(line, self.theme.selected);
                let style = self.theme.accent.patch(self.theme.selected);
                self.text(list.x, y, 1, "▌", style);
            }
        }
    }

    fn found(&mut self, hit: &Hit, list: Rect, y: u16) {
        let t = self.theme;
        let due = width(&hit.past_due.show(hit.currency)).max(10);
        let end = list.right() - 1;
        self.money(end - due, y, due, hit.past_due, hit.currency, t.text);
        let room = list.width.saturating_sub(due + 5);
        let name = (room / 2).max(12);
        self.text(list.x + 2, y, name, &hit.name, t.text);
        self.text(
            list.x + 3 + name,
            y,
            room.saturating_sub(name + 1),
            &hit.matched,
            t.dim,
        );
    }

    fn question(&mut self, model: &Model, title: &str, text: &str, context: Context) {
        let w = 64.min(self.screen().width.saturating_sub(4));
        let lines = wrap(text, w.saturating_sub(4));
        let area = self.center(w, lines.len() as u16 + 4);
        let inner = self.frame(area, title);
        for (i, line) in lines.iter().enumerate() {
            self.text(
                inner.x,
                inner.y + i as u16,
                inner.width,
                line,
                self.theme.text,
            );
        }
        let y = inner.bottom().saturating_sub(1);
        let mut x = inner.x;
        for hint in model.keymap.hints(context) {
            let t = self.theme;
            let used = self.pieces(
                x,
                y,
                inner.right().saturating_sub(x),
                &[
                    (&hint.key, t.accent.patch(t.heading)),
                    (" ", t.text),
                    (hint.word, t.dim),
                ],
            );
            self.hit(Rect::new(x, y, used, 1), Target::Do(hint.action));
            x += used + 3;
        }
    }

    fn help(&mut self, model: &Model, of: Context, scroll: usize) {
        let t = self.theme;
        let mut sheet = Sheet::default();
        let area = self.center(78, self.screen().height);
        let w = area.width.saturating_sub(4);
        let rows: Vec<_> = model
            .keymap
            .rows(of)
            .map(|(binding, keys)| (Keymap::spell(keys), binding.help))
            .collect();
        let most = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
        let x = most.clamp(8, 20) + 2;
        for (keys, help) in rows {
            let mut first = Row::default().left(0, x - 1, keys, t.accent);
            for line in wrap(help, w.saturating_sub(x)) {
                sheet.push(first.left(x, w.saturating_sub(x), line, t.text));
                first = Row::default();
            }
        }
        let h = (sheet.len() as u16 + 2).min(area.height);
        let title = format!("Keys: {}", of.title());
        let inner = self.frame(Rect::new(area.x, area.y, area.width, h), &title);
        self.scrolled(inner, &sheet, scroll);
        let below = sheet
            .len()
            .saturating_sub(scroll + usize::from(inner.height));
        if below > 0 {
            let more = format!(" +{below}: j ");
            self.right(area.x, area.y + h - 1, w + 2, &more, t.dim);
        }
    }

    fn why(&mut self, model: &Model, why: Option<&Why>, scroll: usize) {
        let t = self.theme;
        let Some(why) = why else { return };
        let today = model.now.today;
        let area = self.center(78, self.screen().height);
        let w = area.width.saturating_sub(4);
        let mut sheet = Sheet::default();
        match (&why.gate, why.rank) {
            (Some(gate), _) => {
                let words = gate_words(gate, today);
                sheet.wrapped(
                    ("✗ ", t.bad),
                    w,
                    &format!("not in the queue: {words}"),
                    t.heading,
                );
            }
            (None, Some(rank)) => {
                let words = format!(
                    "{} in the queue, {} points",
                    say::ordinal(rank),
                    why.reasons.iter().map(|r| r.points).sum::<i64>()
                );
                sheet.wrapped(("✓ ", t.good), w, &words, t.heading);
            }
            (None, None) => sheet.wrapped(
                ("· ", t.dim),
                w,
                "not in the queue: nothing speaks for calling today",
                t.heading,
            ),
        }
        if !why.reasons.is_empty() {
            sheet.gap();
            if why.gate.is_some() {
                sheet.push(Row::default().left(0, w, "without that, these would count:", t.dim));
            }
        }
        for r in &why.reasons {
            let mark = format!("{:>5}  ", r.points);
            let name = reason_words(r.reason);
            let style = self.reason_style(r.reason);
            sheet.push(Row::default().left(0, 7, mark, t.heading).left(
                7,
                w.saturating_sub(7),
                name,
                style,
            ));
            sheet.wrapped(("       ", t.dim), w, &r.detail, t.dim);
        }
        let f = &why.facts;
        sheet.gap();
        if let Some(mail) = &why.mail {
            sheet.wrapped(("✉ ", self.tone(mail.tone)), w, &mail.text, t.text);
        }
        let words = money_line(f, today);
        sheet.wrapped(("", self.tone(Tone::Plain)), w, &words, t.dim);
        let h = (sheet.len() as u16 + 2).min(area.height);
        let title = format!("Why · {}", why.account.name);
        let inner = self.frame(Rect::new(area.x, area.y, area.width, h), &title);
        self.scrolled(inner, &sheet, scroll);
    }

    /// A sheet from line `scroll` on; how far it can be scrolled is remembered for the next key.
    fn scrolled(&mut self, inner: Rect, sheet: &Sheet, scroll: usize) {
        self.seen.page = usize::from(inner.height);
        self.seen.over = sheet.len().saturating_sub(self.seen.page);
        self.sheet(inner, sheet, scroll);
    }
}
