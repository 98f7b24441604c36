//! The supervisor's screen: the list of the part with the keys over its whole width, the selected line explained below.
//!
//! Law: draws only the rows on screen; verdicts and causes come with their words. `app::review` moves the cursors.

use super::pen::{Pen, width};
use super::queue::top_for;
use super::review_details::side_style;
use super::sheet::money_width;
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::promises::verdict_words;
use crate::app::review::ReviewPane;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::verdict::Verdict;
use crate::store::protocol::{DecidedRow, ReviewRow};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns from which what came of decisions stands beside the explanation.
pub(super) const BESIDE: u16 = 100;

impl Pen<'_> {
    /// The screen.
    pub fn review(&mut self, model: &Model, area: Rect) {
        self.seen.wide = area.width >= BESIDE;
        self.review_panes(model, area);
        if model.review.pane == ReviewPane::Trends {
            let rest = Rect::new(
                area.x,
                area.y + 1,
                area.width,
                area.height.saturating_sub(1),
            );
            self.review_trends(model, rest);
            return;
        }
        let below = (area.height / 3).clamp(4, 15);
        let list = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(below + 2),
        );
        if list.height < 2 || list.width < 40 {
            return;
        }
        match model.review.pane {
            ReviewPane::Inbox => self.inbox(model, list),
            ReviewPane::Approvals => self.approvals(model, list),
            ReviewPane::Decided => self.decided(model, list),
            ReviewPane::Cases => self.cases(model, list),
            ReviewPane::Clocks => self.clocks(model, list),
            ReviewPane::Collectors => self.collectors(model, list),
            ReviewPane::Trends => {}
        }
        self.rule(area.x, list.bottom(), area.width);
        let rest = Rect::new(
            area.x + 2,
            list.bottom() + 1,
            area.width.saturating_sub(3),
            area.bottom().saturating_sub(list.bottom() + 1),
        );
        self.review_details(model, rest);
    }

    /// The parts with their counts; what waits longest at the right.
    fn review_panes(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let r = &model.review;
        let mut x = area.x + 1;
        for pane in ReviewPane::ALL {
            let count = match pane {
                ReviewPane::Inbox if r.loaded => r.page.total.to_string(),
                ReviewPane::Approvals if r.approvals_loaded => r.approvals.len().to_string(),
                ReviewPane::Decided if r.decided_loaded => r.decided.rows.len().to_string(),
                ReviewPane::Cases if r.cases.rows.is_some() => r.cases.rows().len().to_string(),
                ReviewPane::Clocks if r.clocks.lane.is_some() => r.clocks.rows().len().to_string(),
                ReviewPane::Collectors => {
                    let named = r.collectors.rows().iter().filter(|c| c.name.is_some());
                    named.count().to_string()
                }
                ReviewPane::Trends => String::new(),
                _ => "…".to_owned(),
            };
            let here = pane == r.pane;
            let (head, rest) = match here {
                true => (t.accent.patch(t.heading), t.accent),
                false => (t.dim, t.dim),
            };
            let mine = pane == ReviewPane::Decided && r.mine;
            x += self.pieces(
                x,
                area.y,
                area.right().saturating_sub(x + 1),
                &[
                    (pane.title(), head),
                    (if mine { ", mine" } else { "" }, head),
                    (if count.is_empty() { "" } else { " " }, rest),
                    (&count, rest),
                ],
            ) + 3;
        }
        let mut words = Vec::new();
        for (currency, short) in r.page.short.iter().take(2) {
            words.push(format!(
                "{}{} short",
                currency.prefix(),
                short.show_whole(*currency)
            ));
        }
        if let (Some(oldest), Some(median)) = (r.page.oldest, r.page.median) {
            words.push(format!("waiting {median}d, the oldest {oldest}d"));
        }
        let said = words.join(" · ");
        if x + width(&said) < area.right() {
            self.right(x, area.y, area.right().saturating_sub(x + 1), &said, t.dim);
        }
    }

    /// The frame of a list: which rows are shown; gives the first one and how many.
    pub(super) fn review_rows(
        &mut self,
        model: &Model,
        list: Rect,
        total: usize,
    ) -> (usize, usize) {
        let page = usize::from(list.height - 1);
        let top = top_for(model.review.at(), model.seen.top, page, total);
        self.seen.page = page;
        self.seen.top = top;
        self.hit(list, Target::List);
        (top, page.min(total.saturating_sub(top)))
    }

    pub(super) fn review_mark(&mut self, model: &Model, line: Rect, index: usize) {
        self.hit(line, Target::Row(index));
        if index == model.review.at() {
            self.lay(line, self.theme.selected);
            let style = self.theme.accent.patch(self.theme.selected);
            self.text(line.x, line.y, 1, "▌", style);
        }
    }

    pub(super) fn nothing(&mut self, list: Rect, head: &str, words: &str) {
        let t = self.theme;
        let w = list.width.saturating_sub(4);
        self.text(list.x + 2, list.y + 1, w, head, t.heading);
        for (i, line) in super::pen::wrap(words, w).into_iter().enumerate() {
            self.text(list.x + 2, list.y + 2 + i as u16, w, &line, t.dim);
        }
    }

    fn inbox(&mut self, model: &Model, list: Rect) {
        let r = &model.review;
        if r.loaded && r.page.total == 0 {
            let words = "Promises that were broken or came in light stand here from the day after their window, until you decide what happens next.";
            self.nothing(list, "Nothing waits for a decision.", words);
            return;
        }
        let c = Inbox::of(list, &r.page.rows);
        self.inbox_heading(&c, list.y);
        let (top, n) = self.review_rows(model, list, r.page.total);
        for i in 0..n {
            let line = Rect::new(list.x, list.y + 1 + i as u16, list.width, 1);
            match r.row(top + i) {
                Some(row) => self.inbox_row(model, row, &c, line.y, top + i == r.cursor),
                None => {
                    self.text(c.account, line.y, 3, "…", self.theme.dim);
                }
            }
            self.review_mark(model, line, top + i);
        }
    }

    fn inbox_heading(&mut self, c: &Inbox, y: u16) {
        let dim = self.theme.dim;
        self.text(c.account, y, c.name, "account", dim);
        if let Some(x) = c.promised {
            self.right(x, y, c.money, "promised", dim);
        }
        if let Some(x) = c.received {
            self.right(x, y, c.money, "received", dim);
        }
        self.right(c.short, y, c.money, "short", dim);
        self.right(c.late, y, 5, "late", dim);
        self.text(c.time, y, 4, "time", dim);
        if let Some(x) = c.whose {
            self.text(x, y, 9, "collector", dim);
        }
        self.text(c.kept, y, 6, "kept", dim);
        self.text(c.cause, y, c.words, "likely cause", dim);
    }

    fn inbox_row(&mut self, model: &Model, row: &ReviewRow, c: &Inbox, y: u16, selected: bool) {
        let t = self.theme;
        let judged = &row.line.judgement;
        let currency = row.account.currency;
        let name = if selected { t.heading } else { t.text };
        self.text(c.account, y, c.name, &row.account.name, name);
        if let Some(x) = c.promised {
            self.money(x, y, c.money, row.line.promise.amount, currency, t.text);
        }
        if let Some(x) = c.received {
            self.money(x, y, c.money, judged.received, currency, t.dim);
        }
        let bad = match judged.verdict {
            Verdict::Broken => t.bad,
            _ => t.warn,
        };
        self.money(c.short, y, c.money, judged.short, currency, bad);
        let late = model
            .now
            .today
            .signed_duration_since(row.line.promise.by_when)
            .num_days();
        self.right(c.late, y, 5, &format!("{late}d"), t.text);
        let time = say::ordinal(judged.level.max(1));
        let often = if judged.level > 1 { t.bad } else { t.text };
        self.text(c.time, y, 4, &time, often);
        if let Some(x) = c.whose {
            let who = row.account.collector.as_deref().unwrap_or("nobody");
            self.text(x, y, 9, who, t.dim);
        }
        self.text(c.kept, y, 6, &kept(row), t.text);
        let side = row.cause.side;
        let used = self.text(c.cause, y, c.words, side.words(), side_style(self, side));
        let room = c.words.saturating_sub(used + 2);
        if room >= 12 {
            self.text(c.cause + used + 2, y, room, &row.cause.words, t.dim);
        }
    }

    fn approvals(&mut self, model: &Model, list: Rect) {
        let r = &model.review;
        if r.approvals_loaded && r.approvals.is_empty() {
            let words = "Waivers above the collector's limit, promises beyond the policy range, placements and write-offs wait here for a yes or no.";
            self.nothing(list, "Nothing waits for an approval.", words);
            return;
        }
        let t = self.theme;
        let money = money_width(
            r.approvals.iter().filter_map(|a| a.amount),
            Currency::USD,
            10,
        );
        let wide = list.width >= BESIDE;
        let (kind, account) = (list.x + 2, list.x + 16);
        let name = if wide { 30 } else { 22 };
        let amount = account + name + 1;
        let waits = amount + money + 1;
        let by = waits + 7;
        let words = by + 10;
        self.text(kind, list.y, 13, "asked for", t.dim);
        self.text(account, list.y, name, "account", t.dim);
        self.right(amount, list.y, money, "amount", t.dim);
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
                self.money(amount, y, money, sum, a.currency, t.text);
            }
            let days = model.now.today.signed_duration_since(a.asked_on).num_days();
            self.right(waits, y, 5, &format!("{days}d"), t.text);
            self.text(by, y, 9, &a.asked_by, t.dim);
            self.text(words, y, room, &a.reason, t.dim);
            self.review_mark(model, Rect::new(list.x, y, list.width, 1), top + i);
        }
    }

    fn decided(&mut self, model: &Model, list: Rect) {
        let r = &model.review;
        if r.decided_loaded && r.decided.rows.is_empty() {
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
        let money = money_width(
            r.decided.rows.iter().map(|d| d.review.short),
            Currency::USD,
            10,
        );
        let what = list.x + 2;
        let account = what + 22;
        let name = if wide { 26 } else { 18 };
        let short = account + name + 1;
        let who = short + money + 2;
        let state = who + 10;
        let again = state + 17;
        self.text(what, list.y, 21, "decided", t.dim);
        self.text(account, list.y, name, "account", t.dim);
        self.right(short, list.y, money, "short", t.dim);
        self.text(who, list.y, 9, "who acts", t.dim);
        self.text(state, list.y, 16, "state", t.dim);
        let room = list.right().saturating_sub(again + 1);
        self.text(again, list.y, room, "look again", t.dim);
        let (top, n) = self.review_rows(model, list, r.decided.rows.len());
        for i in 0..n {
            let d = &r.decided.rows[top + i];
            let y = list.y + 1 + i as u16;
            let selected = top + i == r.decided_cursor;
            self.text(what, y, 21, &d.review.words(), t.text);
            let style = if selected { t.heading } else { t.text };
            self.text(account, y, name, &d.name, style);
            self.money(short, y, money, d.review.short, d.currency, t.text);
            let acts = d.review.who.as_deref().unwrap_or("-");
            self.text(who, y, 9, acts, t.dim);
            let (words, style) = self.state(d, today);
            self.text(state, y, 16, &words, style);
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
}

/// Kept of promised, as the list has room for it.
fn kept(row: &ReviewRow) -> String {
    match row.kept {
        (_, 0) => "n/a".to_owned(),
        (kept, all) => format!("{kept}/{all}"),
    }
}

/// Where the columns of the inbox stand.
struct Inbox {
    account: u16,
    name: u16,
    promised: Option<u16>,
    received: Option<u16>,
    money: u16,
    short: u16,
    late: u16,
    time: u16,
    whose: Option<u16>,
    kept: u16,
    cause: u16,
    words: u16,
}

impl Inbox {
    fn of(list: Rect, rows: &[ReviewRow]) -> Inbox {
        let w = list.width;
        let amounts = rows.iter().map(|r| r.line.promise.amount);
        let money = money_width(amounts, Currency::USD, 9);
        let account = list.x + 2;
        let name = match w {
            0..=99 => 20,
            100..=159 => 24,
            _ => 34,
        };
        let mut x = account + name + 1;
        let mut take = |n: u16| {
            let at = x;
            x += n;
            at
        };
        let promised = (w >= 100).then(|| take(money + 1));
        let received = (w >= 116).then(|| take(money + 1));
        let short = take(money);
        let late = take(6);
        let time = take(6) + 1;
        let whose = (w >= 76).then(|| take(11) + 1);
        let kept = take(6) + 1;
        let cause = take(0) + 1;
        Inbox {
            account,
            name,
            promised,
            received,
            money,
            short,
            late,
            time,
            whose,
            kept,
            cause,
            words: list.right().saturating_sub(cause + 1),
        }
    }
}
