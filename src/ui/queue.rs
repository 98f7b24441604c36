//! The queue's list: why, who, how much, how old, when last.
//!
//! Law: draws only the rows on screen. `app::queue` moves the cursor.

use super::pen::{Pen, width};
use super::sheet::money_width;
use crate::app::Model;
use crate::app::msg::Target;
use crate::app::queue::reason_words;
use crate::domain::money::Currency;
use crate::domain::queue::{QueueRow, Reason};
use crate::domain::say;
use crate::domain::touch::Channel;
use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The first row shown, so that the cursor is on screen and the list moves as little as it must.
#[must_use]
pub fn top_for(cursor: usize, was: usize, page: usize, total: usize) -> usize {
    let page = page.max(1);
    let top = was.min(total.saturating_sub(page));
    if cursor < top {
        cursor
    } else if cursor >= top + page {
        cursor + 1 - page
    } else {
        top
    }
}

/// `today`, `6d`, `never`.
#[must_use]
pub fn ago(date: Option<NaiveDate>, today: NaiveDate) -> String {
    match date.map(|d| today.signed_duration_since(d).num_days()) {
        None => "never".into(),
        Some(0) => "today".into(),
        Some(n) => format!("{n}d"),
    }
}

/// How they were last in touch, in one cell.
#[must_use]
pub const fn glyph(channel: Channel) -> &'static str {
    match channel {
        Channel::Call => "☎",
        Channel::Mail => "✉",
        Channel::Letter => "✎",
        Channel::Visit => "⌂",
        Channel::Note => "·",
    }
}

impl Pen<'_> {
    /// The role of a reason.
    #[must_use]
    pub fn reason_style(&self, reason: Reason) -> Style {
        match reason {
            Reason::PromiseBroken | Reason::PromiseLight => self.theme.bad,
            Reason::Inbound
            | Reason::OwedByUs
            | Reason::PromiseLate
            | Reason::PromiseDue
            | Reason::FollowUpDue
            | Reason::ClaimOverdue
            | Reason::LienClock => self.theme.warn,
            Reason::PlacementWindow | Reason::OverLimit | Reason::PastDue => self.theme.text,
            Reason::NewlyPastDue => self.theme.dim,
        }
    }

    /// The list.
    pub fn queue(&mut self, model: &Model, area: Rect) {
        if area.height < 2 || area.width < 30 {
            return;
        }
        let q = &model.queue;
        let book = model.book();
        let most = money_width(q.rows.iter().map(|r| r.past_due), book, 10);
        let why = q
            .rows
            .iter()
            .map(|r| width(&r.why))
            .max()
            .unwrap_or(0)
            .clamp(9, 16);
        let columns = Columns::of(area, why, most, q.rows.iter().any(|r| r.currency != book));
        self.queue_heading(model, area, &columns);
        let page = usize::from(area.height - 1);
        let top = top_for(q.cursor, model.seen.top, page, q.total);
        self.seen.page = page;
        self.seen.top = top;
        self.hit(area, Target::List);
        if q.loaded && q.total == 0 {
            self.empty_queue(model, area);
        }
        for i in 0..page.min(q.total.saturating_sub(top)) {
            let y = area.y + 1 + i as u16;
            let index = top + i;
            let line = Rect::new(area.x, y, area.width, 1);
            self.hit(line, Target::Row(index));
            let selected = index == q.cursor && q.visiting.is_none();
            match q.row(index) {
                Some(row) => self.queue_row(model, row, &columns, y, selected, book),
                None => {
                    self.text(columns.account, y, 3, "…", self.theme.dim);
                }
            }
            if selected {
                let focused = !model.prep.focus;
                let style = if focused {
                    self.theme.selected
                } else {
                    self.theme.marked
                };
                self.lay(line, style);
                self.text(area.x, y, 1, "▌", self.theme.accent.patch(style));
            }
        }
    }

    fn queue_heading(&mut self, model: &Model, area: Rect, c: &Columns) {
        let q = &model.queue;
        let dim = self.theme.dim;
        let y = area.y;
        if q.filtering || !q.filter.is_blank() || q.reason.is_some() || q.of.is_some() {
            let count = if q.total == 1 {
                "1 account".to_owned()
            } else {
                format!("{} accounts", q.total)
            };
            let w = width(&count);
            self.right(
                area.x,
                y,
                area.width.saturating_sub(1),
                &count,
                self.theme.accent,
            );
            let mut x = area.x + 1;
            if let Some(who) = &q.of {
                let whose = format!("{who}'s and nobody's");
                x += self.pieces(x, y, 30, &[("only ", dim), (&whose, self.theme.accent)]) + 2;
            }
            if let Some(reason) = q.reason {
                x += self.pieces(
                    x,
                    y,
                    24,
                    &[("only ", dim), (reason_words(reason), self.theme.accent)],
                ) + 2;
            }
            if q.filtering || !q.filter.is_blank() {
                x += self.text(x, y, 2, "/ ", self.theme.accent);
                let room = (area.right().saturating_sub(w + 3))
                    .saturating_sub(x)
                    .min(34);
                self.field(x, y, room, &q.filter, q.filtering);
            }
            return;
        }
        self.text(c.why, y, 16, "why", dim);
        self.text(c.account, y, c.name, "account", dim);
        self.right(c.due, y, c.money, "past due", dim);
        self.right(c.old, y, 5, "old", dim);
        self.right(c.last, y, 6, "last", dim);
        if let Some(next) = c.next {
            self.text(next, y, 11, "next", dim);
        }
        if let Some(whose) = c.whose {
            self.text(whose, y, 10, "collector", dim);
        }
    }

    fn queue_row(
        &mut self,
        model: &Model,
        row: &QueueRow,
        c: &Columns,
        y: u16,
        selected: bool,
        book: Currency,
    ) {
        let t = self.theme;
        let today = model.now.today;
        self.text(c.why, y, 16, &row.why, self.reason_style(row.reason));
        let name = if selected { t.heading } else { t.text };
        self.text(c.account, y, c.name, &row.name, name);
        if c.codes && row.currency != book {
            self.text(c.due - 4, y, 3, row.currency.code(), t.dim);
        }
        self.money(c.due, y, c.money, row.past_due, row.currency, t.text);
        let old = match row.oldest_days {
            n if n > 0 => format!("{n}d"),
            _ => "-".into(),
        };
        self.right(c.old, y, 5, &old, t.text);
        self.right(c.last, y, 6, &ago(row.last_contact, today), t.dim);
        if let Some(channel) = row.last_channel {
            self.text(c.last + 7, y, 1, glyph(channel), t.dim);
        }
        if let (Some(x), Some(date)) = (c.next, row.next_date) {
            self.text(x, y, 11, &say::day(date, today), t.dim);
        }
        if let (Some(x), Some(who)) = (c.whose, &row.collector) {
            self.text(x, y, 10, who, t.dim);
        }
    }

    fn empty_queue(&mut self, model: &Model, area: Rect) {
        let t = self.theme;
        let (head, rest): (&str, &str) = if !model.queue.filter.is_blank()
            || model.queue.reason.is_some()
        {
            (
                "No account fits.",
                "Esc clears the filter; Ctrl-F finds any account, in the queue or not.",
            )
        } else if model.status.as_ref().is_some_and(|s| s.accounts == 0) {
            (
                "The ledger is empty.",
                "Import your receivables: `bywhen import FILE`.",
            )
        } else if let Some(status) = model.status.as_ref().filter(|s| s.past_due.get() <= 0) {
            // Customers, payments or credits alone were imported; or a list in which nothing is due.
            let rest = if status.thru.is_none() && status.calls_saved == 0 {
                "If the report of what is open is not in the ledger yet, import it: 5, then i. Ctrl-F finds any account."
            } else {
                "Ctrl-F finds any account."
            };
            ("Nothing is past due.", rest)
        } else {
            (
                "Nobody is left to call today.",
                "Everyone has a promise, a follow-up ahead, or was talked to. Ctrl-F finds any account.",
            )
        };
        let x = area.x + 2;
        let w = area.width.saturating_sub(4);
        self.text(x, area.y + 2, w, head, t.heading);
        for (i, line) in super::pen::wrap(rest, w).into_iter().enumerate() {
            self.text(x, area.y + 3 + i as u16, w, &line, t.dim);
        }
    }
}

/// Where the columns stand.
struct Columns {
    why: u16,
    account: u16,
    name: u16,
    due: u16,
    money: u16,
    old: u16,
    last: u16,
    next: Option<u16>,
    whose: Option<u16>,
    codes: bool,
}

impl Columns {
    fn of(area: Rect, why_width: u16, money: u16, codes: bool) -> Columns {
        let w = area.width;
        let why = area.x + 2;
        let account = why + why_width + 2;
        let mut end = area.right() - 1;
        let mut take = |n: u16| {
            end -= n;
            end
        };
        let whose = (w >= 104).then(|| take(11) + 1);
        let next = (w >= 78).then(|| take(12) + 2);
        let last = take(8);
        let old = take(6);
        let due = take(money + 1);
        let code = if codes { 4 } else { 0 };
        Columns {
            why,
            account,
            name: due.saturating_sub(account + 1 + code),
            due,
            money,
            old,
            last,
            next,
            whose,
            codes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_moves_only_as_far_as_it_must() {
        assert_eq!(top_for(5, 0, 10, 100), 0);
        assert_eq!(top_for(10, 0, 10, 100), 1);
        assert_eq!(top_for(3, 5, 10, 100), 3);
        assert_eq!(top_for(99, 0, 10, 100), 90);
        assert_eq!(top_for(0, 50, 10, 4), 0);
    }
}
