//! The prep: who it is, what must be looked at before dialling, the brief, the aging bar, and the panes below.
//!
//! Law: shows only the prep of the selected account. The panes' tables are in `panes`.

use super::panes::{head_counts, panes_sheet};
use super::pen::{Pen, width, wrap};
use super::people::difference;
use super::sheet::{Row, Sheet};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::msg::Target;
use crate::app::prep::{Pane, gate_words};
use crate::domain::aging::BUCKETS;
use crate::domain::call_rules::There;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::{Prep, Tone};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The glyph of each age: the older, the taller, so that it reads without colour.
const SHADES: [&str; 6] = ["▂", "▃", "▄", "▅", "▆", "▇"];

impl Pen<'_> {
    /// The prep of the account that acts are about.
    pub fn prep(&mut self, model: &Model, area: Rect) {
        if area.height < 3 || area.width < 24 {
            return;
        }
        self.hit(area, Target::Prep);
        let Some(prep) = model.shown_prep() else {
            self.prep_waiting(model, area);
            return;
        };
        let mut y = self.prep_head(model, prep, area);
        let bottom = area.bottom();
        let sheet = self.brief(prep, area.width);
        // On a small screen the brief leaves room for what the account owes.
        let room = bottom.saturating_sub(y);
        let most = (sheet.len() as u16)
            .min(room.saturating_sub(8).max(3))
            .min(room);
        y += self.sheet(Rect::new(area.x, y, area.width, most), &sheet, 0);
        let airy = area.height >= 26;
        y += u16::from(airy);
        if y + 2 < bottom {
            y += self.aging_bar(prep, Rect::new(area.x, y, area.width, 2));
            y += u16::from(airy);
        }
        if y + 2 < bottom {
            self.panes(model, prep, Rect::new(area.x, y, area.width, bottom - y));
        }
    }

    /// Until the prep has come: only what the list knows already, never another account's numbers.
    fn prep_waiting(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        match model
            .queue
            .selected_row()
            .filter(|_| model.queue.visiting.is_none())
        {
            Some(row) => {
                self.text(area.x, area.y, area.width, &row.name, t.heading);
                self.text(area.x, area.y + 1, area.width, "…", t.dim);
            }
            None if model.queue.account().is_none() && model.queue.loaded => {
                self.text(area.x, area.y, area.width, "no account selected", t.dim);
            }
            None => {}
        }
    }

    fn prep_head(&mut self, model: &Model, prep: &Prep, area: Rect) -> u16 {
        let t = self.theme;
        let (x, w) = (area.x, area.width);
        let account = &prep.account;
        let currency = account.currency;
        let mut y = area.y;
        let due = prep.past_due.show(currency);
        let tail = " past due";
        let right = width(&due) + width(tail);
        self.money(
            x,
            y,
            w.saturating_sub(width(tail)),
            prep.past_due,
            currency,
            t.heading,
        );
        self.right(x, y, w, tail, t.dim);
        let label = account.number.as_deref().unwrap_or("");
        let room = w.saturating_sub(right + 2);
        let name = width(&account.name).min(room);
        self.text(x, y, name, &account.name, t.heading);
        self.text(x + name + 2, y, room.saturating_sub(name + 2), label, t.dim);
        y += 1;

        let person = prep
            .contacts
            .iter()
            .find(|c| c.preferred)
            .or(prep.contacts.first());
        let there = model.local_time(prep);
        match person {
            Some(c) => {
                let mut used = self.text(x, y, w, &c.name, t.text);
                if let Some(role) = &c.role {
                    used += self.pieces(x + used, y, w - used, &[(" · ", t.rule), (role, t.dim)]);
                }
                if let Some(phone) = &c.phone {
                    let (style, mark) = match c.phone_bad_on {
                        None => (t.accent, ""),
                        Some(_) => (t.dim, " ✗ wrong number"),
                    };
                    let pieces = [(" · ", t.rule), (phone.as_str(), style), (mark, t.bad)];
                    used += self.pieces(x + used, y, w - used, &pieces);
                }
                if let Some(there) = &there {
                    used += self.there(x + used, y, w - used, there);
                }
                if let Some(mail) = c.email.as_deref().filter(|m| width(m) + 3 <= w - used) {
                    used += self.pieces(x + used, y, w - used, &[(" · ", t.rule), (mail, t.dim)]);
                }
                let more = prep.contacts.len() - 1;
                if more > 0 {
                    self.text(x + used, y, w - used, &format!(" +{more}"), t.dim);
                }
            }
            None => {
                let used = self.text(x, y, w, "no contact on file", t.dim);
                if let Some(there) = &there {
                    self.there(x + used, y, w - used, there);
                }
            }
        }
        y += 1;
        if let Some(first) = prep.questions.first() {
            let key = model.keymap.label(Context::Queue, Action::People);
            let more = match prep.questions.len() {
                1 => String::new(),
                n => format!(" (1 of {n})"),
            };
            let text = format!("≠ {}{more}: {key} decides", difference(first));
            y += self
                .paragraph(Rect::new(x, y, w, 2), y, &text, t.warn)
                .min(2);
        }
        y += self.safety(model, prep, x, y, w);
        y + 1
    }

    /// ` · 09:12 there · ok`, shorter where there is little room; nothing where there is none.
    pub(super) fn there(&mut self, x: u16, y: u16, w: u16, there: &There) -> u16 {
        let t = self.theme;
        let style = if there.limit.is_some() { t.warn } else { t.dim };
        let forms = there.shorter();
        match forms.iter().find(|words| width(words) + 3 <= w) {
            Some(words) => self.pieces(x, y, w, &[(" · ", t.rule), (words, style)]),
            None => 0,
        }
    }

    /// The same at the right end of a line; the word `ok` gives way first.
    pub(super) fn there_right(&mut self, x: u16, y: u16, w: u16, there: &There) {
        let t = self.theme;
        let style = if there.limit.is_some() { t.warn } else { t.dim };
        let [words, marked, _] = there.shorter();
        let short = format!("{} there", there.clock);
        let all = [words, marked, short, there.clock.clone()];
        let fits = all.into_iter().find(|s| width(s) + 2 <= w);
        if let Some(fits) = fits {
            self.right(x, y, w, &fits, style);
        }
    }

    /// The safety line; a hold and warnings get lines of their own.
    fn safety(&mut self, model: &Model, prep: &Prep, x: u16, y: u16, w: u16) -> u16 {
        let t = self.theme;
        let s = &prep.safety;
        let currency = prep.account.currency;
        let mut parts = vec![format!(
            "{} this week",
            say::plural(u64::from(s.calls_this_week), "call")
        )];
        if s.talks_this_week > 0 {
            parts.push(say::plural(u64::from(s.talks_this_week), "talk"));
        }
        if let Some(limit) = prep.account.credit_limit {
            parts.push(format!("limit {}", limit.show_whole(currency)));
        }
        if s.unapplied_cash.is_positive() {
            parts.push(format!("unapplied {}", s.unapplied_cash.show(currency)));
        }
        if s.disputed.is_positive() {
            parts.push(format!("disputed {}", s.disputed.show(currency)));
        }
        if prep.collectible != prep.past_due {
            parts.push(format!("ask for {}", prep.collectible.show(currency)));
        }
        let mut used = 0;
        for (i, part) in parts.iter().enumerate() {
            if used + width(part) + 3 > w {
                break;
            }
            if i > 0 {
                used += self.text(x + used, y, w - used, " · ", t.rule);
            }
            used += self.text(x + used, y, w - used, part, t.dim);
        }
        let mut lines = 1;
        if let Some(why) = &s.blocked {
            let style = t.bad.patch(t.heading);
            lines += self.stop(x, y + lines, w, ("✗ ", &format!("no call: {why}")), style);
        } else if let Some(gate) = &prep.gate {
            let words = gate_words(gate, model.now.today);
            let words = format!("not in the queue: {words}");
            lines += self.stop(x, y + lines, w, ("! ", &words), t.warn);
        }
        let each = 2;
        let short = self.screen().height < 30;
        // On a short screen the call says them; here they would push out what is owed.
        let shown = if short { 0 } else { 2 };
        let limits = model.limits(prep).into_iter().map(|l| l.text);
        let limits = limits.filter(|_| s.blocked.is_none());
        let warnings: Vec<String> = limits.chain(s.warnings.iter().cloned()).collect();
        for warning in warnings.iter().take(shown) {
            let mut parts = wrap(warning, w.saturating_sub(2));
            if parts.len() > each {
                parts = vec![warning.clone()];
            }
            for (i, line) in parts.iter().enumerate() {
                self.text(x, y + lines, 2, if i == 0 { "! " } else { "  " }, t.warn);
                self.text(x + 2, y + lines, w.saturating_sub(2), line, t.warn);
                lines += 1;
            }
        }
        lines
    }

    /// A sentence behind its mark, whole; gives the lines used.
    pub(super) fn stop(&mut self, x: u16, y: u16, w: u16, said: (&str, &str), style: Style) -> u16 {
        let mut sheet = Sheet::default();
        sheet.wrapped((said.0, style), w, said.1, style);
        self.sheet(Rect::new(x, y, w, sheet.len() as u16), &sheet, 0)
    }

    /// The brief, wrapped, with its bullets. A stop is said above already.
    pub(super) fn brief(&self, prep: &Prep, w: u16) -> Sheet {
        let mut sheet = Sheet::default();
        let said = prep.safety.blocked.as_ref();
        for line in prep.brief.iter().filter(|l| Some(&l.text) != said) {
            let (mark, text) = match line.tone {
                // The glyph differs with the tone, so that it reads without colour.
                Tone::Bad => ("✗ ", self.theme.text),
                Tone::Warn => ("! ", self.theme.text),
                Tone::Good => ("✓ ", self.theme.text),
                Tone::Plain => ("· ", self.theme.dim),
            };
            sheet.wrapped((mark, self.tone(line.tone)), w, &line.text, text);
        }
        if prep.brief.is_empty() {
            sheet.push(Row::default().left(0, w, "nothing out of the ordinary", self.theme.dim));
        }
        sheet
    }

    /// A bar of the open money by age, and what its parts are.
    pub(super) fn aging_bar(&mut self, prep: &Prep, area: Rect) -> u16 {
        let t = self.theme;
        let styles = [t.dim, t.text, t.warn, t.bad, t.bad, t.bad];
        let currency = prep.account.currency;
        let total = prep.open.get().max(0);
        if total == 0 {
            self.text(area.x, area.y, area.width, "nothing is open", t.dim);
            return 1;
        }
        let open = prep.open.show(currency);
        let label = width(&open) + 5;
        let bar = i128::from(area.width.saturating_sub(label + 2).min(64));
        let (mut x, mut sum, mut drawn) = (area.x, 0i128, 0i128);
        for (i, part) in prep.buckets.0.iter().enumerate() {
            sum += i128::from(part.get().max(0));
            let upto = (sum * bar / i128::from(total)).max(drawn + i128::from(part.is_positive()));
            let cells = (upto - drawn).clamp(0, bar) as u16;
            drawn = upto;
            x += self.text(
                x,
                area.y,
                cells,
                &SHADES[i].repeat(usize::from(cells)),
                styles[i],
            );
        }
        self.money(x + 1, area.y, width(&open), prep.open, currency, t.text);
        self.text(x + 1 + width(&open), area.y, 5, " open", t.dim);
        let mut used = 0;
        for (i, part) in prep
            .buckets
            .0
            .iter()
            .enumerate()
            .filter(|(_, m)| !m.is_zero())
        {
            let name = if i == 0 { "current" } else { BUCKETS[i] };
            let amount = part.show_whole(currency);
            if used + width(&amount) + width(name) + 6 > area.width {
                break;
            }
            used += self.pieces(
                area.x + used,
                area.y + 1,
                area.width - used,
                &[
                    (SHADES[i], styles[i]),
                    (" ", t.dim),
                    (name, t.dim),
                    (" ", t.dim),
                    (&amount, t.text),
                    ("  ", t.dim),
                ],
            );
        }
        if prep.unapplied != Minor::ZERO && used + 24 < area.width {
            let credits = format!("credits {}", prep.unapplied.show(currency));
            self.text(
                area.x + used,
                area.y + 1,
                area.width - used,
                &credits,
                t.good,
            );
        }
        2
    }

    /// The line of panes, the chosen pane, and below it as much of the others as there is room for.
    fn panes(&mut self, model: &Model, prep: &Prep, area: Rect) {
        let t = self.theme;
        let counts = head_counts(prep, model);
        let active = model.prep.pane;
        // Where there is no room for every count, only the chosen pane says its own.
        let wordy: u16 = counts
            .iter()
            .map(|(p, n)| width(p.title()) + width(&n.to_string()) + 3)
            .sum();
        let brief = wordy > area.width + 4;
        // And where not even the names have room two cells apart, one has to do.
        let names: u16 = Pane::ALL.iter().map(|p| width(p.title()) + 2).sum();
        let apart = if names + 2 > area.width { 1 } else { 2 };
        let mut x = area.x;
        for pane in Pane::ALL {
            let here = pane == active;
            let name = if here && model.prep.focus {
                t.accent.patch(t.heading)
            } else if here {
                t.heading
            } else {
                t.dim
            };
            let count = counts
                .iter()
                .find(|(p, _)| *p == pane)
                .map_or(0, |(_, n)| *n);
            let count = if pane == Pane::Script || (brief && !here) {
                String::new()
            } else {
                format!(" {count}")
            };
            let used = self.pieces(
                x,
                area.y,
                area.right().saturating_sub(x),
                &[
                    (pane.title(), name),
                    (&count, if here { t.text } else { t.dim }),
                ],
            );
            self.hit(Rect::new(x, area.y, used, 1), Target::Pane(pane));
            x += used + apart;
        }
        if x < area.right() {
            self.rule(x, area.y, area.right() - x);
        }
        let body = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
        let (sheet, first) = panes_sheet(self, model, prep, body.width);
        // Whoever scrolls reads the chosen pane; the others only fill what would be empty.
        let lines = if model.prep.focus { sheet.len() } else { first };
        self.seen.pane = (usize::from(body.height), lines.max(first));
        self.sheet(body, &sheet, model.prep.scroll);
        let end = model.prep.scroll + usize::from(body.height);
        if first > end {
            let more = format!(" ↓{}", first - end);
            self.right(area.x, area.y, area.width, &more, t.accent);
        }
    }
}
