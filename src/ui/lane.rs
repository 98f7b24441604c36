//! The clocks of all accounts by day: the list of the supervisor's screen, and the selected one in words.
//!
//! Law: draws only; `app::lane` has the rows. What has passed says so in words, not by its color alone.

use super::amounts::Amounts;
use super::pen::Pen;
use super::review::BESIDE;
use super::sheet::Sheet;
use crate::app::Model;
use crate::domain::lien::COUNSEL;
use crate::domain::say;
use crate::store::protocol::{ClockKind, ClockRow};
use ratatui::layout::Rect;

/// The room that what a clock is about keeps beside a long name.
const WHAT: u16 = 44;

impl Pen<'_> {
    pub(super) fn clocks(&mut self, model: &Model, list: Rect) {
        let clocks = &model.review.clocks;
        let rows = clocks.rows();
        if clocks.lane.is_some() && rows.is_empty() {
            let words = "Lien dates, courtesy calls, ends of notice periods and placement windows stand here by day: R writes a job down or tells a step.";
            self.nothing(list, "No clock is near.", words);
            return;
        }
        let t = self.theme;
        let today = model.now.today;
        let wide = list.width >= BESIDE;
        let amounts = rows.iter().map(|r| (r.amount, r.currency));
        let money = Amounts::of(model.book(), amounts, 10);
        let day = list.x + 2;
        let away = day + 12;
        let kind = away + 13;
        let account = kind + 14;
        // On a narrow screen no room is left for what it is about: the lines below have it, and the name gets the room.
        let fits = list.width >= 78 + money.w;
        let spare = list.width.saturating_sub(45 + money.w);
        let name = match (wide, fits) {
            // As wide as the longest name, as long as what it is about keeps its room.
            (true, _) => {
                let longest = rows.iter().map(|r| r.name.chars().count()).max();
                let longest = longest.map_or(0, |n| u16::try_from(n).unwrap_or(u16::MAX));
                longest.clamp(26, spare.saturating_sub(WHAT).clamp(26, 48))
            }
            (false, true) => 18,
            (false, false) => spare.max(18),
        };
        let amount = account + name + 1;
        let what = amount + money.w + 2;
        let room = list.right().saturating_sub(what + 1);
        self.text(day, list.y, 11, "day", t.dim);
        self.text(kind, list.y, 13, "clock", t.dim);
        self.text(account, list.y, name, "account", t.dim);
        self.right(amount, list.y, money.w, "past due", t.dim);
        if fits {
            self.text(what, list.y, room, "what", t.dim);
        }
        let (top, n) = self.review_rows(model, list, rows.len());
        for (i, row) in rows.iter().enumerate().skip(top).take(n) {
            let y = list.y + 1 + (i - top) as u16;
            let left = row.day.signed_duration_since(today).num_days();
            let style = match (left, row.kind) {
                _ if row.stopped => t.dim,
                // A notice period that has ended forbids nothing any more.
                (_, ClockKind::Notice) => t.text,
                (i64::MIN..0, _) => t.bad,
                (0..=14, _) => t.warn,
                _ => t.text,
            };
            self.text(day, y, 11, &say::day(row.day, today), style);
            self.text(away, y, 12, &say::distance(row.day, today), style);
            self.text(kind, y, 13, row.kind.words(), t.text);
            let head = if i == clocks.cursor {
                t.heading
            } else {
                t.text
            };
            self.text(account, y, name, &row.name, head);
            self.amount((amount, y), &money, row.amount, row.currency, t.text);
            let held = if row.stopped {
                "stopped, on hold; "
            } else {
                ""
            };
            if fits {
                self.text(what, y, room, &format!("{held}{}", row.what), t.dim);
            }
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), i);
        }
    }

    pub(super) fn explain_clock(&self, model: &Model, row: &ClockRow, w: u16) -> Sheet {
        let t = self.theme;
        let today = model.now.today;
        let head = format!(
            "{} {}, {} · {}",
            row.kind.words(),
            say::day(row.day, today),
            say::distance(row.day, today),
            row.name
        );
        let mut facts = vec![format!("past due {}", say::money(row.amount, row.currency))];
        let whose = row.collector.as_deref();
        facts.push(whose.map_or("nobody's account".to_owned(), |c| format!("{c}'s account")));
        if row.stopped {
            facts.push("a hold is in force: nothing may be done".to_owned());
        }
        let mut sheet = self.in_words(w, &head, &row.what, &facts);
        if matches!(
            row.kind,
            ClockKind::Lien | ClockKind::Courtesy | ClockKind::Filing
        ) {
            sheet.wrapped(("", t.dim), w, COUNSEL, t.dim);
        }
        sheet
    }
}
