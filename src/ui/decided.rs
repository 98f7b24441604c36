//! What was decided about promises that were not kept: the list, and the selected decision in words.
//!
//! Law: draws only; `app::review` has the window of rows.

use super::amounts::Amounts;
use super::pen::Pen;
use super::review::BESIDE;
use super::sheet::Sheet;
use crate::app::Model;
use crate::app::promises::verdict_words;
use crate::domain::say;
use crate::store::protocol::DecidedRow;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Stands before a state over which something lies; the lines below say what.
const OVER: &str = "°";

impl Pen<'_> {
    pub(super) fn decided(&mut self, model: &Model, list: Rect) {
        let r = &model.review.decided;
        if r.loaded && r.page.total == 0 {
            let words = match r.mine {
                true => {
                    "Nothing that was decided waits for you. m shows everything that was decided."
                }
                false => {
                    "What you decide about promises that were not kept is listed here for 90 days, with what came of it."
                }
            };
            self.nothing(list, "Nothing here.", words);
            return;
        }
        let t = self.theme;
        let today = model.now.today;
        let wide = list.width >= BESIDE;
        let rows = r.page.rows.iter();
        let money = Amounts::of(model.book(), rows.map(|d| (d.review.short, d.currency)), 10);
        let what = list.x + 2;
        let account = what + 22;
        let name = if wide { 26 } else { 18 };
        let short = account + name + 1;
        let who = short + money.w + 2;
        let state = who + 10;
        let again = state + 17;
        self.text(what, list.y, 21, "decided", t.dim);
        self.text(account, list.y, name, "account", t.dim);
        self.right(short, list.y, money.w, "short", t.dim);
        self.text(who, list.y, 9, "who acts", t.dim);
        self.text(state, list.y, 16, "state", t.dim);
        let room = list.right().saturating_sub(again + 1);
        self.text(again, list.y, room, "look again", t.dim);
        let (top, n) = self.review_rows(model, list, r.page.total);
        for i in 0..n {
            let y = list.y + 1 + i as u16;
            let selected = top + i == r.cursor;
            let Some(d) = r.row(top + i) else {
                self.text(what, y, 3, "…", t.dim);
                self.review_mark(model, Rect::new(list.x, y, list.width, 1), top + i);
                continue;
            };
            self.text(what, y, 21, &d.review.words(), t.text);
            let style = if selected { t.heading } else { t.text };
            self.text(account, y, name, &d.name, style);
            self.amount((short, y), &money, d.review.short, d.currency, t.text);
            let acts = d.review.who.as_deref().unwrap_or("-");
            self.text(who, y, 9, acts, t.dim);
            let (words, style) = self.state(d, today);
            self.text(state, y, 16, &words, style);
            if d.overlay.is_some() {
                self.text(state - 1, y, 1, OVER, t.accent);
            }
            let day = d
                .review
                .again_on
                .map_or_else(|| "-".to_owned(), |day| say::day(day, today));
            self.text(again, y, room, &day, t.dim);
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), top + i);
        }
    }

    /// Where a decision stands.
    fn state(&self, d: &DecidedRow, today: chrono::NaiveDate) -> (String, Style) {
        let t = self.theme;
        match (d.verdict, d.review.act_on) {
            (Some(v), _) if !v.is_failed() && !v.is_live() => (verdict_words(v).to_owned(), t.good),
            (_, Some(day)) if d.open && day < today => {
                (format!("late, {}", say::short_day(day, today)), t.bad)
            }
            (_, Some(day)) if d.open => (format!("by {}", say::day(day, today)), t.warn),
            (_, Some(_)) => ("done, not paid".to_owned(), t.text),
            (_, None) => ("not paid".to_owned(), t.dim),
        }
    }

    pub(super) fn explain_decided(&self, model: &Model, d: &DecidedRow, w: u16) -> Sheet {
        let today = model.now.today;
        let r = &d.review;
        let head = format!("{} · {}", d.name, r.words());
        let mut facts = vec![format!(
            "decided {} by {}",
            say::near_day(r.decided_on, today),
            r.by
        )];
        if let (Some(who), Some(day)) = (&r.who, r.act_on) {
            facts.push(format!("{who} by {}", say::day(day, today)));
        }
        if let Some(day) = d.done_on {
            facts.push(format!("done {}", say::near_day(day, today)));
        }
        if let Some(v) = d.verdict {
            let over = d.overlay.as_ref();
            let over = over.map_or(String::new(), |over| format!(" ({OVER} {over})"));
            facts.push(format!("the promise is {}{over}", verdict_words(v)));
        }
        self.in_words(w, &head, &r.reason, &facts)
    }
}
