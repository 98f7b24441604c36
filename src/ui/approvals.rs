//! What waits for a supervisor's yes or no: the list, and the selected question in words.
//!
//! Law: draws only; `app::review` has the rows.

use super::amounts::Amounts;
use super::pen::Pen;
use super::review::BESIDE;
use super::sheet::Sheet;
use crate::app::Model;
use crate::domain::approval::Approval;
use crate::domain::say;
use ratatui::layout::Rect;

impl Pen<'_> {
    pub(super) fn approvals(&mut self, model: &Model, list: Rect) {
        let r = &model.review;
        if r.approvals_loaded && r.approvals.is_empty() {
            let words = "Waivers above the collector's limit, promises beyond the policy range, placements and write-offs wait here for a yes or no.";
            self.nothing(list, "Nothing waits for an approval.", words);
            return;
        }
        let t = self.theme;
        let sums = r.approvals.iter();
        let sums = sums.filter_map(|a| Some((a.amount?, a.currency)));
        let money = Amounts::of(model.book(), sums, 10);
        let wide = list.width >= BESIDE;
        let (kind, account) = (list.x + 2, list.x + 16);
        let name = if wide { 30 } else { 22 };
        let amount = account + name + 1;
        let waits = amount + money.w + 1;
        let by = waits + 7;
        let words = by + 10;
        self.text(kind, list.y, 13, "asked for", t.dim);
        self.text(account, list.y, name, "account", t.dim);
        self.right(amount, list.y, money.w, "amount", t.dim);
        self.right(waits, list.y, 5, "waits", t.dim);
        self.text(by, list.y, 9, "asked by", t.dim);
        let room = list.right().saturating_sub(words + 1);
        self.text(words, list.y, room, "because", t.dim);
        let (top, n) = self.review_rows(model, list, r.approvals.len());
        for i in 0..n {
            let a = &r.approvals[top + i];
            let y = list.y + 1 + i as u16;
            let selected = top + i == r.approval_cursor;
            self.text(kind, y, 13, a.kind.words(), t.warn);
            let style = if selected { t.heading } else { t.text };
            self.text(account, y, name, &a.name, style);
            if let Some(sum) = a.amount {
                self.amount((amount, y), &money, sum, a.currency, t.text);
            }
            let days = model.now.today.signed_duration_since(a.asked_on).num_days();
            self.right(waits, y, 5, &format!("{days}d"), t.text);
            self.text(by, y, 9, &a.asked_by, t.dim);
            self.text(words, y, room, &a.reason, t.dim);
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), top + i);
        }
    }

    pub(super) fn explain_approval(&self, model: &Model, a: &Approval, w: u16) -> Sheet {
        let today = model.now.today;
        let money = a.amount.map_or(String::new(), |m| {
            format!(" of {}", say::money(m, a.currency))
        });
        let head = format!("{}{money} · {}", a.kind.words(), a.name);
        let mut facts = vec![format!(
            "asked {} by {}",
            say::near_day(a.asked_on, today),
            a.asked_by
        )];
        if let Some(day) = a.by_when {
            facts.push(format!("promised by {}", say::day(day, today)));
        }
        facts.push(a.id.to_string());
        self.in_words(w, &head, &a.reason, &facts)
    }
}
