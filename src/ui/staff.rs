//! The collectors: accounts, money and work of each, who is away, by which rule accounts of nobody are theirs.
//!
//! Law: draws only. `app::staff` moves the cursor.

use super::pen::Pen;
use super::sheet::{Sheet, money_width};
use crate::app::Model;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::store::protocol::CollectorRow;
use ratatui::layout::Rect;

impl Pen<'_> {
    /// The list.
    pub(super) fn collectors(&mut self, model: &Model, list: Rect) {
        let t = self.theme;
        let c = &model.review.collectors;
        let rows = c.rows();
        if c.page.is_some() && rows.is_empty() {
            let words = "Collectors appear here once accounts are assigned: A in an account's people sets one, `bywhen collectors assign` many.";
            self.nothing(list, "No collector yet.", words);
            return;
        }
        let book = c.page.as_ref().map_or(Currency::USD, |p| p.currency);
        let money = money_width(rows.iter().map(|r| r.past_due), book, 10);
        let name = 15;
        let accounts = list.x + 2 + name;
        let queue = accounts + 9;
        let due = queue + 11;
        let ask = due + money + 1;
        let ask_room = if list.width >= 76 { money + 1 } else { 0 };
        let touches = ask + ask_room;
        let open = touches + 9;
        let state = open + 12;
        let y = list.y;
        self.text(list.x + 2, y, name, "collector", t.dim);
        self.right(accounts, y, 8, "accounts", t.dim);
        self.right(queue, y, 9, "in queue", t.dim);
        self.right(due, y, money, "past due", t.dim);
        if ask_room > 0 {
            self.right(ask, y, money, "ask for", t.dim);
        }
        self.right(touches, y, 8, "touches", t.dim);
        self.right(open, y, 10, "to decide", t.dim);
        let (top, n) = self.review_rows(model, list, rows.len());
        for i in 0..n {
            let row = &rows[top + i];
            let y = list.y + 1 + i as u16;
            let style = if top + i == c.cursor {
                t.heading
            } else {
                t.text
            };
            let who = row.name.as_deref().unwrap_or("(nobody)");
            let narrow = list.right() < state + 24;
            let mark = if narrow && row.away.is_some() {
                ", away"
            } else {
                ""
            };
            let room = name - 1 - mark.len() as u16;
            let used = self.text(list.x + 2, y, room, who, style);
            self.text(list.x + 2 + used, y, 6, mark, t.warn);
            self.right(accounts, y, 8, &row.accounts.to_string(), t.text);
            self.right(queue, y, 9, &row.in_queue.to_string(), t.text);
            self.money(due, y, money, row.past_due, book, t.text);
            if ask_room > 0 {
                self.money(ask, y, money, row.collectible, book, t.text);
            }
            self.right(touches, y, 8, &row.touches.to_string(), t.dim);
            let waits = if row.undecided > 0 { t.warn } else { t.dim };
            self.right(open, y, 10, &row.undecided.to_string(), waits);
            if let Some(away) = &row.away {
                let room = list.right().saturating_sub(state + 1);
                let words = format!("away, {} covers", away.cover);
                self.text(state, y, room, &words, t.warn);
            }
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), top + i);
        }
    }

    /// The selected one in words.
    pub(super) fn explain_collector(&self, model: &Model, row: &CollectorRow, w: u16) -> Sheet {
        let t = self.theme;
        let today = model.now.today;
        let page = model.review.collectors.page.as_ref();
        let book = page.map_or(Currency::USD, |p| p.currency);
        let mut sheet = Sheet::default();
        let who = row.name.as_deref().unwrap_or("accounts of nobody");
        let head = format!(
            "{who}: {}, {} of them in the queue today",
            say::plural(row.accounts, "open account"),
            row.in_queue
        );
        sheet.wrapped(("", t.heading), w, &head, t.heading);
        if let Some(words) = row.elsewhere_words() {
            sheet.wrapped(("", t.text), w, &words, t.text);
        }
        let theirs = page.into_iter().flat_map(|p| &p.absences).filter(|a| {
            row.name.as_deref() == Some(&a.collector) || row.name.as_deref() == Some(&a.cover)
        });
        for away in theirs {
            let words = format!(
                "{} away {} to {}, {} covers",
                away.collector,
                say::day(away.from, today),
                say::day(away.to, today),
                away.cover
            );
            sheet.wrapped(("", t.warn), w, &words, t.warn);
        }
        if let Some(rule) = &row.rule {
            let words = format!(
                "accounts of nobody that fit: {}",
                rule.words(|m| say::money(m, book))
            );
            sheet.wrapped(("", t.text), w, &words, t.text);
        }
        let words = match row.name {
            Some(_) => "Enter shows this queue; what is done there is signed with your own name",
            None => "accounts of nobody are in everybody's queue",
        };
        sheet.wrapped(("", t.dim), w, words, t.dim);
        sheet
    }
}
