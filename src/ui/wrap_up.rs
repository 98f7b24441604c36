//! The wrap-up: what came of the call on one page, what is still missing, one key that saves it.
//!
//! Law: says in words what will be recorded; `app::call` makes the record.

use super::pen::{Pen, wrap};
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::call::{BARRIERS, Call};
use crate::app::deed::Deed;
use crate::domain::by_when::describe;
use crate::domain::say;
use crate::domain::touch::Overstep;
use crate::domain::view::Prep;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Pen<'_> {
    /// The wrap-up; gives the lines used.
    pub fn wrap_up(&mut self, model: &Model, call: &Call, prep: &Prep, area: Rect) -> u16 {
        let t = self.theme;
        let key = |a: Action| model.keymap.label(Context::Wrap, a);
        self.text(area.x, area.y, area.width, "Wrap-up", t.heading);
        self.rule(area.x + 8, area.y, area.width.saturating_sub(8));
        let mut y = area.y + 1;
        let outcome = call.outcome().name().replace('_', " ");
        let said: Vec<&str> = call.agreed.iter().map(|a| a.answer.words()).collect();
        let said = if said.is_empty() {
            String::new()
        } else {
            let said = said.join(", ");
            // "voicemail: voicemail, left a message" says it twice.
            match said.contains(&outcome) {
                true => said,
                false => format!("{outcome}: {said}"),
            }
        };
        y += self.entry(
            area,
            y,
            "outcome",
            "",
            if said.is_empty() {
                "nothing yet"
            } else {
                &said
            },
            t.text,
        );
        for agreed in &call.agreed {
            let (label, words) = in_words(&agreed.deed, model, prep);
            y += self.entry(area, y, label, "", &words, t.heading);
        }
        if let Some(over) = &call.overstep {
            y += self.entry(area, y, "because", "", &in_spite(over), t.text);
        }
        if let Some(why) = call.missing() {
            y += self.entry(area, y, "missing", "", &format!("! {why}"), t.warn);
        }
        let barrier = call.barrier.and_then(|i| BARRIERS.get(i)).copied();
        y += self.entry(
            area,
            y,
            "barrier",
            &key(Action::Barrier),
            barrier.unwrap_or("none named"),
            if barrier.is_some() { t.text } else { t.dim },
        );
        y += self.entry(
            area,
            y,
            "told them",
            &key(Action::Told),
            call.told.as_deref().unwrap_or("-"),
            if call.told.is_some() { t.text } else { t.dim },
        );
        if call.note.is_blank() {
            y += self.entry(area, y, "note", &key(Action::CallNote), "-", t.dim);
        }
        y += 1;
        if y < area.bottom() {
            if call.saving {
                self.text(area.x, y, area.width, "saving …", t.dim);
            } else if call.missing().is_none() {
                self.pieces(
                    area.x,
                    y,
                    area.width,
                    &[
                        (&key(Action::Save), t.accent.patch(t.heading)),
                        (" saves all of it and brings the next account", t.dim),
                    ],
                );
            }
        }
        y + 2 - area.y
    }

    /// A labelled entry, wrapped; gives the lines used.
    fn entry(
        &mut self,
        area: Rect,
        y: u16,
        label: &str,
        key: &str,
        words: &str,
        style: Style,
    ) -> u16 {
        if y >= area.bottom() {
            return 0;
        }
        let t = self.theme;
        self.text(area.x, y, 11, label, t.dim);
        self.text(area.x + 11, y, 3, key, t.accent);
        let w = area.width.saturating_sub(14);
        let mut used = 0;
        for line in wrap(words, w) {
            if y + used < area.bottom() {
                self.text(area.x + 14, y + used, w, &line, style);
            }
            used += 1;
        }
        used
    }
}

/// What was agreed, in words.
/// Why the call was made in spite of a limit, and who allowed it.
fn in_spite(over: &Overstep) -> String {
    match &over.allowed_by {
        Some(name) => format!("{} (allowed by {name})", over.reason),
        None => format!("{} (a limit stood against it)", over.reason),
    }
}

fn in_words(deed: &Deed, model: &Model, prep: &Prep) -> (&'static str, String) {
    let today = model.now.today;
    let money = |m| say::money_signed(m, prep.account.currency);
    let numbers = |ids: &[crate::domain::ids::DocumentId]| {
        let named: Vec<String> = prep
            .invoices
            .iter()
            .filter(|i| ids.contains(&i.id))
            .map(|i| i.number.clone())
            .collect();
        match named.len() {
            0 => "for the account as a whole".into(),
            1..=4 => format!("for {}", say::list(&named)),
            n => format!("for {n} invoices"),
        }
    };
    match deed {
        Deed::Promise(p) => {
            let how = p
                .method
                .map_or(String::new(), |m| format!(" by {}", m.name()));
            let reference = p
                .reference
                .as_ref()
                .map_or(String::new(), |r| format!(" {r}"));
            let words = format!(
                "{} by {}{how}{reference}, {}",
                money(p.amount),
                describe(p.by_when, today),
                numbers(&p.invoices)
            );
            ("promise", words)
        }
        Deed::Claim(c) => {
            let days = model.rules.mail_days.of(c.method);
            let expected = model.rules.calendar.add(c.mailed_on, days);
            let reference = c
                .reference
                .as_ref()
                .map_or(String::new(), |r| format!(" {r}"));
            let words = format!(
                "{}{reference} for {}, left {}; expected by {}, then it is back in the queue",
                c.method.name(),
                money(c.amount),
                say::day(c.mailed_on, today),
                say::day(expected, today)
            );
            ("on its way", words)
        }
        Deed::FollowUp(f) => (
            "next date",
            format!("{}: {}", describe(f.due_on, today), f.reason),
        ),
        Deed::Note(text) => ("note", text.clone()),
        Deed::Told(text) => ("told them", text.clone()),
        Deed::CallAnyway(over) => ("because", over.reason.clone()),
    }
}
