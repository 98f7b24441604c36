//! The call: steps, the script in large, what they say, the invoices in question, the note.
//!
//! Law: the eye lands on the script first. `app::call_flow` moves the call on.

use super::form::form_height;
use super::panes::{late, remark};
use super::pen::{Pen, shorten, width, wrap};
use super::sheet::money_width;
use super::talks::recent;
use crate::app::Model;
use crate::app::action::{Action, Context};
use crate::app::call::{Call, Stage};
use crate::app::call_flow::said_by;
use crate::app::msg::Target;
use crate::app::script_text::step_of;
use crate::domain::view::Prep;
use crate::script::Step;
use ratatui::layout::Rect;

/// What they say, as the list has it: those who were reached first, in two columns.
const ANSWERS: [(Action, &str); 16] = [
    (Action::SayAlreadySent, "already sent it"),
    (Action::SayToday, "pays today"),
    (Action::SayDate, "names a date"),
    (Action::SayVague, "vague, no date"),
    (Action::SayFollowUp, "talk again"),
    (Action::SayNoInvoice, "no invoice here"),
    (Action::SayDisputes, "disputes it"),
    (Action::SayPaperwork, "paper is missing"),
    (Action::SayApproval, "approval/pay run"),
    (Action::SayCashShort, "cash is short"),
    (Action::SayWaiver, "take the fee off"),
    (Action::SayRetainage, "retainage / PWP"),
    (Action::SayWrongPerson, "wrong person"),
    (Action::SayAngry, "angry"),
    (Action::SayVoicemail, "left a message"),
    (Action::SayNoAnswer, "no answer"),
];
/// Lines of that list.
const ROWS: u16 = 8;
/// Cells of one of its columns: key, two blanks, words.
const COLUMN: u16 = 20;

impl Pen<'_> {
    /// The call's screen.
    pub fn call(&mut self, model: &Model, area: Rect) {
        let Some(call) = &model.call else { return };
        let Some(prep) = call.prep.as_deref() else {
            self.text(
                area.x + 1,
                area.y,
                area.width,
                &call.name,
                self.theme.heading,
            );
            return;
        };
        let x = area.x + 1;
        let w = area.width.saturating_sub(2);
        let mut y = area.y;
        let said = self.call_head(model, call, prep, x, y, w);
        y += 1;
        let steps = self.steps_line(call, x, y, w);
        // Their time stands beside the steps where the head has no room for it.
        if let Some(there) = model.local_time(prep).filter(|_| !said) {
            self.there_right(x + steps, y, w.saturating_sub(steps), &there);
        }
        y += 1;
        // They are for dialling; what is to be saved needs the room more, and so does a long form with its script.
        let warned = match &call.stage {
            Stage::Wrap if area.height < 30 => 0,
            Stage::Form(form) if area.height < 30 && form_height(model, form, w) > 8 => 0,
            _ => 2,
        };
        for warning in prep.safety.warnings.iter().take(warned) {
            let style = self.theme.warn;
            y += self.stop(x, y, w, ("! ", warning), style);
        }
        y += 1;
        // A form needs room for what was understood beside its fields; the answers need less.
        let left = match call.stage {
            Stage::Form(_) if w < 86 => w,
            Stage::Form(_) => (w * 46 / 100).clamp(58, 64),
            Stage::Talk | Stage::Wrap => (w * 46 / 100)
                .min(if w < 100 { 2 * COLUMN + 1 } else { 60 })
                .max(2 * COLUMN + 1),
        };
        let below = match &call.stage {
            Stage::Form(form) => form_height(model, form, left) + 1,
            Stage::Talk => 1 + ROWS,
            Stage::Wrap => self.wrap_sheet(model, call, prep, w).0.len() as u16 + 2,
        };
        // What was agreed stays in sight; a form on a small screen needs the room more.
        let agreed = match &call.stage {
            Stage::Wrap => 0,
            Stage::Form(_) if area.height < 30 => 0,
            Stage::Talk | Stage::Form(_) => match call.agreed.len() {
                0 => 0,
                // Every answer stays in sight on a small screen too.
                n => n.min(if area.height < 24 { 3 } else { 4 }) as u16 + 1,
            },
        };
        let below = below + agreed;
        let noted = call.noting || !call.note.is_blank();
        let tall = area.height >= 24;
        let script = wrap(&call.script, w.saturating_sub(4).min(96));
        // The script gives way to a form: the day that was understood is always seen, and so is what there is to think about.
        let free = area
            .bottom()
            .saturating_sub(y + 1 + below + u16::from(noted) * 2);
        let most = usize::from(free.clamp(1, 8));
        let mut script = script;
        if script.len() > most {
            // Paragraphs close up before anything is cut.
            script.retain(|line| !line.is_empty());
        }
        let cut = script.len() > most;
        for (i, line) in script.iter().take(most).enumerate() {
            let line = match cut && i + 1 == most {
                true => format!("{line} …"),
                false => line.clone(),
            };
            let line = line.as_str();
            self.text(x, y, 1, "▎", self.theme.accent);
            self.text(x + 2, y, w.saturating_sub(2), line, self.theme.text);
            y += 1;
        }
        if tall && !call.script_next.is_empty() {
            let next = wrap(&call.script_next, w.saturating_sub(4).min(96));
            for line in next.iter().take(2) {
                self.text(x + 2, y, w.saturating_sub(2), line, self.theme.dim);
                y += 1;
            }
        }
        y += 1;
        let rest = Rect::new(x, y, w, area.bottom().saturating_sub(y));
        let noted = if noted {
            let most = rest.height.saturating_sub(below);
            (rest.height / 3).clamp(2, 6).min(most.max(2))
        } else {
            0
        };
        let body = Rect::new(
            rest.x,
            rest.y,
            rest.width,
            rest.height.saturating_sub(noted + agreed),
        );
        let mut note_y = body.bottom();
        if matches!(call.stage, Stage::Wrap) {
            // The note stands right below what will be saved with it.
            let used = self.wrap_up(model, call, prep, body).min(body.height);
            note_y = body.y + used;
        } else {
            let gap = 3;
            let said = Rect::new(body.x, body.y, left, body.height);
            let used = self.they_say(model, call, said).max(9) + 1;
            let x = body.x + left + gap;
            let w = w.saturating_sub(left + gap);
            let lines = (prep.invoices.len() as u16 + 2).min(body.height);
            // Where there is room, what is worth knowing stands below: the brief on the left, what went before on the right.
            let spare = body.height.saturating_sub(lines + 1);
            let spare = if w < 44 { 0 } else { spare };
            let lines = if spare >= 5 { lines } else { body.height };
            if w > 0 {
                self.upright(body.x + left + 1, body.y, body.height);
            }
            self.in_question(call, prep, Rect::new(x, body.y, w, lines));
            if spare >= 5 && w > 0 {
                let y = body.y + lines + 1;
                self.section(x, y, w, "Before", "");
                let sheet = recent(self, prep, w);
                self.sheet(Rect::new(x, y + 1, w, spare - 1), &sheet, 0);
            }
            // Below the answers, or the form that took their place.
            if body.height > used + 4 {
                let y = body.y + used;
                self.section(body.x, y, left, "Worth knowing", "");
                let sheet = self.brief(prep, left);
                let room = Rect::new(body.x, y + 1, left, body.height - used - 1);
                self.sheet(room, &sheet, 0);
            }
        }
        if agreed > 0 {
            let w = rest.width.min(110);
            self.so_far(
                model,
                call,
                prep,
                Rect::new(rest.x, body.bottom(), w, agreed),
            );
            note_y += agreed;
        }
        if noted > 0 {
            let w = rest.width.min(100);
            self.call_note(call, Rect::new(rest.x, note_y, w, noted));
        }
    }

    fn call_head(
        &mut self,
        model: &Model,
        call: &Call,
        prep: &Prep,
        x: u16,
        y: u16,
        w: u16,
    ) -> bool {
        let t = self.theme;
        let s = call.seconds(model.now.at);
        let clock = format!("{}:{:02}", s / 60, s % 60);
        self.right(x, y, w, &clock, t.dim);
        let mut used = self.pieces(
            x,
            y,
            w.saturating_sub(8),
            &[
                (
                    if call.inbound {
                        "They call · "
                    } else {
                        "Call · "
                    },
                    t.accent,
                ),
                (&prep.account.name, t.heading),
            ],
        );
        let person = prep.contacts.iter().find(|c| Some(c.id) == call.contact());
        let mut parts = match person {
            Some(c) => [Some(c.name.as_str()), c.role.as_deref(), c.phone.as_deref()],
            None => [Some("no contact on file"), None, None],
        };
        // Where there is no room for all of it the role goes first; the number to dial is never cut.
        let all: u16 = parts.iter().flatten().map(|p| width(p) + 3).sum();
        if used + all + 8 > w {
            parts[1] = None;
        }
        let phone = parts[2].map_or(0, |p| width(p) + 3);
        let there = model.local_time(prep);
        for (i, part) in parts.into_iter().enumerate() {
            let Some(part) = part else { continue };
            let style = if i == 2 { t.accent } else { t.text };
            let part = match i {
                2 => part.to_owned(),
                _ => shorten(part, w.saturating_sub(used + phone + 11)),
            };
            let part = part.as_str();
            used += self.pieces(
                x + used,
                y,
                w.saturating_sub(used + 8),
                &[(" · ", t.rule), (part, style)],
            );
        }
        there.is_none_or(|there| self.there(x + used, y, w.saturating_sub(used + 8), &there) > 0)
    }

    fn steps_line(&mut self, call: &Call, x: u16, y: u16, w: u16) -> u16 {
        let t = self.theme;
        let now = step_of(call);
        let mut used = 0;
        for (i, step) in Step::FLOW.into_iter().enumerate() {
            if i > 0 {
                used += self.text(x + used, y, w.saturating_sub(used), " ─ ", t.rule);
            }
            let title = step.title();
            used += if step == now {
                self.text(
                    x + used,
                    y,
                    w.saturating_sub(used),
                    title,
                    t.accent.patch(t.heading),
                )
            } else {
                let passed = Step::FLOW
                    .iter()
                    .position(|s| *s == now)
                    .is_some_and(|n| i < n);
                self.text(
                    x + used,
                    y,
                    w.saturating_sub(used),
                    title,
                    if passed { t.text } else { t.dim },
                )
            };
        }
        if !Step::FLOW.contains(&now) {
            used += self.pieces(
                x + used,
                y,
                w.saturating_sub(used),
                &[("   ", t.dim), (now.title(), t.accent.patch(t.heading))],
            );
        }
        used
    }

    fn section(&mut self, x: u16, y: u16, w: u16, title: &str, count: &str) {
        let t = self.theme;
        let used = self.pieces(x, y, w, &[(title, t.heading), (" ", t.dim), (count, t.dim)]) + 1;
        let used = used - u16::from(count.is_empty());
        self.rule(x + used, y, w.saturating_sub(used));
    }

    fn they_say(&mut self, model: &Model, call: &Call, area: Rect) -> u16 {
        let t = self.theme;
        if let Stage::Form(form) = &call.stage {
            self.section(area.x, area.y, area.width, form.kind.title(), "");
            let body = Rect::new(
                area.x,
                area.y + 1,
                area.width,
                area.height.saturating_sub(1),
            );
            return self.form(model, form, body) + 1;
        }
        self.section(area.x, area.y, area.width, "They say", "");
        let column = (area.width / 2).max(COLUMN);
        for (i, (action, words)) in ANSWERS.into_iter().enumerate() {
            let (x, y) = (i as u16 / ROWS, i as u16 % ROWS);
            let (x, y) = (area.x + x * column, area.y + 1 + y);
            if y >= area.bottom() {
                continue;
            }
            let key = model.keymap.label(Context::Call, action);
            let said = call
                .agreed
                .iter()
                .any(|a| a.said.is_some() && a.said == said_by(action));
            let style = match (said, call.angry && action != Action::SayAngry) {
                (true, _) => t.good,
                // Nothing is asked until they are calmer.
                (false, true) => t.dim,
                (false, false) => t.text,
            };
            let pieces = [
                (key.as_str(), t.accent.patch(t.heading)),
                (if said { "✓ " } else { "  " }, t.good),
                (words, style),
            ];
            let room = column.saturating_sub(1).min(area.right().saturating_sub(x));
            self.pieces(x, y, room, &pieces);
            self.hit(Rect::new(x, y, room, 1), Target::Do(action));
        }
        1 + ROWS
    }

    fn in_question(&mut self, call: &Call, prep: &Prep, area: Rect) {
        let t = self.theme;
        if area.width < 20 || area.height < 3 {
            return;
        }
        let currency = prep.account.currency;
        let count = format!("{} of {}", call.checked.len(), prep.invoices.len());
        self.section(area.x, area.y, area.width, "Invoices in question", &count);
        if prep.invoices.is_empty() {
            self.text(area.x, area.y + 1, area.width, "no open invoice", t.dim);
            return;
        }
        let money = money_width(prep.invoices.iter().map(|i| i.open), currency, 9);
        let number = prep
            .invoices
            .iter()
            .map(|i| width(&i.number))
            .max()
            .unwrap_or(7)
            .clamp(6, 14);
        let page = usize::from(area.height.saturating_sub(2)).max(1);
        let top = call.cursor.saturating_sub(page.saturating_sub(1));
        self.seen.page = page;
        for (i, line) in prep.invoices.iter().enumerate().skip(top).take(page) {
            let y = area.y + 1 + (i - top) as u16;
            let on = call.checked.contains(&line.id);
            let style = if on { t.text } else { t.dim };
            let mut x = area.x + 1;
            x += self.text(
                x,
                y,
                4,
                if on { "[x] " } else { "[ ] " },
                if on { t.accent } else { t.dim },
            );
            self.text(x, y, number, &line.number, style);
            x += number + 1;
            let age = if line.days_late > 30 { t.warn } else { t.dim };
            self.right(x, y, 6, &late(line.days_late), age);
            x += 7;
            self.money(x, y, money, line.open, currency, style);
            x += money + 2;
            let rest = area.right().saturating_sub(x);
            let words = remark(line, prep, rest);
            let job = line.job.clone().unwrap_or_default();
            // Two letters of a word say less than a mark.
            let fits = |words: &str| rest >= 8 || width(words) <= rest;
            match words {
                Some(words) if fits(&words) => self.text(x, y, rest, &words, t.warn),
                Some(_) => self.text(x, y, rest, "!", t.warn),
                None if fits(&job) => self.text(x, y, rest, &job, t.dim),
                None => 0,
            };
            let row = Rect::new(area.x, y, area.width, 1);
            self.hit(row, Target::Row(i));
            if i == call.cursor && matches!(call.stage, Stage::Talk) && !call.noting {
                self.lay(row, t.selected);
                self.text(area.x, y, 1, "▌", t.accent.patch(t.selected));
            }
        }
        let shown = prep.invoices.len().min(page) as u16;
        let y = area.y + 1 + shown;
        if y < area.bottom() {
            let x = area.x + 5 + number + 1 + 7;
            self.text(area.x + 5, y, number + 7, "asked for", t.dim);
            self.money(x, y, money, call.asked_for(), currency, t.heading);
            let rest = area.right().saturating_sub(x + money + 2);
            let words = "without disputed and promised";
            let less = prep
                .invoices
                .iter()
                .filter(|i| call.checked.contains(&i.id))
                .any(|i| call.due(i) != i.open);
            if less && width(words) <= rest {
                self.text(x + money + 2, y, rest, words, t.dim);
            }
        }
    }

    fn call_note(&mut self, call: &Call, area: Rect) {
        self.section(area.x, area.y, area.width, "Note", "");
        let body = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        self.note(&call.note, body, call.noting);
    }
}
