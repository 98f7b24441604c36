//! The promises: the list grouped by what became of them, the month beside it, the selected one explained.
//!
//! Law: verdicts come with their words; a word stands beside every colour.

use super::pen::{Pen, width};
use super::queue::top_for;
use super::sheet::{Sheet, money_width};
use super::talks::group_style;
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::promises::{Group, verdict_words};
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::view::PromiseRow;
use ratatui::layout::Rect;

/// Columns from which list and calendar stand side by side.
const WIDE: u16 = 110;

impl Pen<'_> {
    /// The screen.
    pub fn promises(&mut self, model: &Model, area: Rect) {
        let wide = area.width >= WIDE;
        self.seen.wide = wide;
        if wide {
            let left = (area.width * 56 / 100).min(112);
            self.promise_list(model, Rect::new(area.x, area.y, left, area.height));
            self.upright(area.x + left, area.y, area.height);
            let side = Rect::new(
                area.x + left + 2,
                area.y,
                area.width - left - 3,
                area.height,
            );
            let used = self.calendar(model, side);
            let y = side.y + used + 1;
            let rest = Rect::new(side.x, y, side.width, side.bottom().saturating_sub(y));
            self.explained(model, rest);
        } else if model.promises.calendar {
            let inner = Rect::new(
                area.x + 1,
                area.y,
                area.width.saturating_sub(2),
                area.height,
            );
            self.calendar(model, inner);
        } else {
            let below = 4.min(area.height / 4);
            let list = Rect::new(area.x, area.y, area.width, area.height - below);
            self.promise_list(model, list);
            let y = list.bottom() + 1;
            let rest = Rect::new(
                area.x + 2,
                y,
                area.width.saturating_sub(3),
                area.bottom().saturating_sub(y),
            );
            self.explained(model, rest);
        }
    }

    fn promise_list(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let p = &model.promises;
        let book = model.status.as_ref().map_or(Currency::USD, |s| s.currency);
        self.hit(area, Target::List);
        if p.loaded && p.rows.is_empty() {
            self.text(
                area.x + 2,
                area.y + 1,
                area.width.saturating_sub(3),
                "No promise yet.",
                t.heading,
            );
            let words = "Take one in a call (Enter, then d), or with p on an account in the queue.";
            self.text(
                area.x + 2,
                area.y + 2,
                area.width.saturating_sub(3),
                words,
                t.dim,
            );
            return;
        }
        // Headings and rows in one run of lines, so that scrolling keeps both.
        let mut lines: Vec<Option<usize>> = Vec::new();
        let mut heads: Vec<(usize, Group)> = Vec::new();
        let mut last = None;
        for (i, row) in p.rows.iter().enumerate() {
            let group = Group::of(row.line.judgement.verdict);
            if last != Some(group) {
                heads.push((lines.len(), group));
                lines.push(None);
                last = Some(group);
            }
            lines.push(Some(i));
        }
        let at = lines.iter().position(|l| *l == Some(p.cursor)).unwrap_or(0);
        let page = usize::from(area.height);
        let mut top = top_for(at, model.seen.top, page, lines.len());
        // The heading of the first row is shown with it.
        if at == 1 {
            top = 0;
        }
        self.seen.page = page;
        self.seen.top = top;
        let money = money_width(p.rows.iter().map(|r| r.line.promise.amount), book, 10);
        for (y, i) in (area.y..area.bottom()).zip(top..lines.len()) {
            match lines[i] {
                None => {
                    let group = heads
                        .iter()
                        .find(|(n, _)| *n == i)
                        .map_or(Group::Ended, |(_, g)| *g);
                    let (count, sum) = p.count(group, book);
                    let words = format!("{count} · {}", sum.show_whole(book));
                    let mut x = area.x + 1;
                    x += self.pieces(
                        x,
                        y,
                        area.width.saturating_sub(2),
                        &[
                            (group.title(), group_style(self, group).patch(t.heading)),
                            ("  ", t.dim),
                            (&words, t.dim),
                        ],
                    ) + 1;
                    self.rule(x, y, area.right().saturating_sub(x + 1));
                }
                Some(n) => self.promise_row(
                    model,
                    &p.rows[n],
                    n,
                    Rect::new(area.x, y, area.width, 1),
                    money,
                ),
            }
        }
    }

    fn promise_row(
        &mut self,
        model: &Model,
        row: &PromiseRow,
        index: usize,
        area: Rect,
        money: u16,
    ) {
        let t = self.theme;
        let today = model.now.today;
        let (y, w) = (area.y, area.width);
        self.hit(area, Target::Row(index));
        let selected = index == model.promises.cursor;
        let verdict = row.line.judgement.verdict;
        let group = Group::of(verdict);
        let mut x = area.x + 2;
        self.text(x, y, 10, verdict_words(verdict), group_style(self, group));
        x += 11;
        let day = say::day(row.line.promise.by_when, today);
        self.text(x, y, 15, &day, t.text);
        x += 12.max(width(&day) + 2);
        let end = area.right() - 1;
        let level = row.line.judgement.level;
        let tail = if row.line.judgement.short.is_positive() && group == Group::Failed {
            Some(format!(
                "short {}",
                row.line.judgement.short.show(row.currency())
            ))
        } else if level > 1 {
            Some(format!("{} date", say::ordinal(level)))
        } else {
            None
        };
        let tail_room = if w >= 92 { 18 } else { 0 };
        let at = end.saturating_sub(money + tail_room);
        let name = if selected { t.heading } else { t.text };
        self.text(x, y, at.saturating_sub(x + 1), &row.account.name, name);
        self.money(
            at,
            y,
            money,
            row.line.promise.amount,
            row.currency(),
            t.text,
        );
        if let (Some(words), true) = (tail, tail_room > 0) {
            self.text(at + money + 2, y, tail_room - 2, &words, t.dim);
        }
        if selected {
            self.lay(area, t.selected);
            self.text(area.x, y, 1, "▌", t.accent.patch(t.selected));
        }
    }

    /// The selected promise in words: verdict, chain, which invoices.
    fn explained(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let Some(row) = model.promises.row() else {
            return;
        };
        if area.height == 0 {
            return;
        }
        let today = model.now.today;
        let mut sheet = Sheet::default();
        let group = Group::of(row.line.judgement.verdict);
        let style = group_style(self, group);
        sheet.wrapped(
            ("", style),
            area.width,
            &format!(
                "{} · {}",
                row.account.name,
                verdict_words(row.line.judgement.verdict)
            ),
            style.patch(t.heading),
        );
        sheet.wrapped(("", t.text), area.width, &row.line.explained, t.text);
        if let Some(chain) = &row.line.chain_line {
            sheet.wrapped(("", t.dim), area.width, chain, t.text);
        }
        let p = &row.line.promise;
        let mut facts = Vec::new();
        if !row.line.invoices.is_empty() {
            facts.push(row.line.invoices.join(", "));
        }
        let who = row
            .line
            .contact
            .as_deref()
            .map_or(String::new(), |c| format!(" with {c}"));
        facts.push(format!(
            "taken {} by {}{who}",
            say::day(p.taken_on, today),
            p.taken_by
        ));
        if let Some(m) = p.method {
            facts.push(format!(
                "by {} {}",
                m.name(),
                p.reference.as_deref().unwrap_or("")
            ));
        }
        sheet.wrapped(("", t.dim), area.width, &facts.join(" · "), t.dim);
        self.sheet(area, &sheet, 0);
    }
}
