//! The supervisor's screen: the list of the part with the keys over its whole width, the selected line explained below.
//!
//! Law: draws only the rows on screen; verdicts and causes come with their words. `app::review` moves the cursors.

use super::amounts::Amounts;
use super::pen::{Pen, width};
use super::queue::top_for;
use super::review_details::side_style;
use super::sheet::money_width;
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::review::ReviewPane;
use crate::domain::money::Currency;
use crate::domain::say;
use crate::domain::verdict::{Judgement, Verdict, overlay_short};
use crate::store::protocol::ReviewRow;
use chrono::NaiveDate;
use ratatui::layout::Rect;

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
        // At 80 columns the last part has room only where they stand closer.
        let gap = if area.width < 96 { 2 } else { 3 };
        for pane in ReviewPane::ALL {
            let count = match pane {
                ReviewPane::Inbox if r.loaded => r.page.total.to_string(),
                ReviewPane::Approvals if r.approvals_loaded => r.approvals.len().to_string(),
                ReviewPane::Decided if r.decided.loaded => r.decided.page.total.to_string(),
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
            let mine = pane == ReviewPane::Decided && r.decided.mine;
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
            ) + gap;
        }
        let sums = r.page.short.iter();
        let sums: Vec<String> = sums
            .map(|(c, short)| format!("{}{}", c.prefix(), short.show_whole(*c)))
            .collect();
        if sums.is_empty() {
            return;
        }
        let short = format!("short {}", sums.join(" · "));
        let waits = match (r.page.oldest, r.page.median) {
            (Some(oldest), Some(median)) => {
                format!("{short} · waiting {median}d, the oldest {oldest}d")
            }
            _ => short.clone(),
        };
        // As many words as there is room for; sums are never shortened.
        if let Some(said) = [waits, short].iter().find(|s| x + width(s) < area.right()) {
            self.right(x, area.y, area.right().saturating_sub(x + 1), said, t.dim);
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
        let c = Inbox::of(list, &r.page.rows, model.book());
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
        self.right(c.short, y, c.missing.w, "short", dim);
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
        self.amount((c.short, y), &c.missing, judged.short, currency, bad);
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
        let (mut x, end) = (c.cause, c.cause + c.words);
        if let Some(over) = over(judged, currency, model.now.today, c.words) {
            x += self.text(x, y, c.words, &over, t.accent) + 2;
        }
        let side = row.cause.side;
        // Beside what lies over the verdict the side has room whole, or stands in the lines below.
        if x > c.cause && width(side.words()) > end.saturating_sub(x) {
            return;
        }
        x += self.text(
            x,
            y,
            end.saturating_sub(x),
            side.words(),
            side_style(self, side),
        ) + 2;
        let room = end.saturating_sub(x);
        if room >= 12 {
            self.text(x, y, room, &row.cause.words, t.dim);
        }
    }
}

/// What lies over a verdict, in as many words as there is room for: never cut, because half of it would be another state.
pub(super) fn over(
    judged: &Judgement,
    currency: Currency,
    today: NaiveDate,
    room: u16,
) -> Option<String> {
    let whole = overlay_short(judged, currency, today)?;
    let (sent, contested) = (
        judged.in_transit_until.is_some(),
        judged.disputed.is_positive(),
    );
    let less: &[&str] = match (sent, contested) {
        (true, true) => &["under way, disputed", "sent, disputed", "sent, disp."],
        (true, false) => &["under way", "sent"],
        (false, _) => &["disputed", "disp."],
    };
    let less = less.iter().map(|words| (*words).to_owned());
    std::iter::once(whole)
        .chain(less)
        .find(|words| width(words) <= room)
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
    missing: Amounts,
    late: u16,
    time: u16,
    whose: Option<u16>,
    kept: u16,
    cause: u16,
    words: u16,
}

impl Inbox {
    fn of(list: Rect, rows: &[ReviewRow], book: Currency) -> Inbox {
        let w = list.width;
        let amounts = rows.iter().map(|r| r.line.promise.amount);
        let money = money_width(amounts, book, 9);
        let missing = rows.iter();
        let missing = missing.map(|r| (r.line.judgement.short, r.account.currency));
        let missing = Amounts::of(book, missing, money);
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
        let short = take(missing.w);
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
            missing,
            late,
            time,
            whose,
            kept,
            cause,
            words: list.right().saturating_sub(cause + 1),
        }
    }
}
