//! The month: what is promised for each day.
//!
//! Law: whole units, because cents are noise in a cell; the list beside it has them. Amounts are never cut: where the cell is
//! too narrow, the number of promises stands there instead.

use super::pen::{Pen, width};
use super::talks::group_style;
use crate::app::Model;
use crate::app::promises::{DaySum, Group, Moneys, Side, whole};
use crate::domain::money::Minor;
use crate::domain::say;
use chrono::{Datelike, Days};
use ratatui::layout::Rect;

/// What the marks beside the days mean.
const MARKS: &str = "✓ kept · ~ made good late · ! due · ✗ broken";

/// Stands beside a day with a promise over which something lies, and what it means.
const OVER: (&str, &str) = ("°", "° said to be under way, or disputed");

impl Pen<'_> {
    /// The month that is chosen; gives the lines used.
    pub fn calendar(&mut self, model: &Model, area: Rect) -> u16 {
        let t = self.theme;
        let today = model.now.today;
        let book = model.book();
        let first = model.promises.first_of_month(today);
        let cell = (area.width / 7).min(12);
        if cell < 4 || area.height < 8 {
            return 0;
        }
        let title = format!("{} {}", say::MONTHS[first.month0() as usize], first.year());
        let mut days = Vec::new();
        let mut day = first;
        while day.month() == first.month() {
            days.push(day);
            match day.checked_add_days(Days::new(1)) {
                Some(next) => day = next,
                None => break,
            }
        }
        let ahead = days
            .iter()
            .filter_map(|d| model.promises.on_day(*d, book))
            .filter(|sum| matches!(sum.worst, Group::Upcoming | Group::DueToday | Group::Late));
        let ahead: Vec<DaySum> = ahead.collect();
        let count: usize = ahead.iter().map(|sum| sum.count).sum();
        let total = Moneys::of(book, ahead.iter().flat_map(|sum| sum.money.iter()));
        let used = self.text(area.x, area.y, area.width, &title, t.heading);
        let sum = match model.promises.side {
            Side::Theirs => {
                let none = [(book, Minor::ZERO)];
                let sums = match total.iter().count() {
                    0 => Moneys::of(book, none),
                    _ => total,
                };
                let said = sums
                    .iter()
                    .map(|(c, m)| format!("{}{}", c.prefix(), m.show_whole(c)));
                format!("{} to come", said.collect::<Vec<_>>().join(" · "))
            }
            Side::Ours => format!("{count} to come"),
        };
        self.right(
            area.x + used + 1,
            area.y,
            (cell * 7).saturating_sub(used + 2),
            &sum,
            t.dim,
        );
        for (i, name) in say::WEEKDAYS.iter().enumerate() {
            let off = i >= 5;
            let style = if off { t.dim } else { t.text };
            self.right(area.x + cell * i as u16, area.y + 1, cell - 1, name, style);
        }
        let weeks =
            (first.weekday().num_days_from_monday() as usize + days.len()).div_ceil(7) as u16;
        let tall = area.height >= 2 + weeks * 2;
        let step = if tall { 2 } else { 1 };
        let chosen = model.promises.chosen_day();
        let mut overlaid = false;
        for day in days {
            let column = day.weekday().num_days_from_monday() as u16;
            let week = (first.weekday().num_days_from_monday() + day.day0()) / 7;
            let x = area.x + cell * column;
            let y = area.y + 2 + week as u16 * step;
            if y >= area.bottom() {
                break;
            }
            let open = model.rules.calendar.is_business_day(day);
            let number = if day == today {
                t.accent.patch(t.heading)
            } else if open {
                t.text
            } else {
                t.dim
            };
            let label = if day == today {
                format!("›{}", day.day())
            } else {
                day.day().to_string()
            };
            let sum = model.promises.on_day(day, book);
            if let Some(DaySum { worst: group, .. }) = sum {
                // The mark says what the colour says: left of the day's number.
                let at = if tall {
                    (x + cell).checked_sub(width(&label) + 3)
                } else {
                    Some(x)
                };
                if let Some(at) = at.filter(|at| *at >= x) {
                    self.text(at, y, 1, group.mark(), group_style(self, group));
                }
            }
            if tall {
                self.right(x, y, cell - 1, &label, number);
            } else {
                self.text(x + 1, y, 3, &label, number);
            }
            if let Some(sum) = sum {
                let over = if sum.overlaid { OVER.0 } else { "" };
                overlaid |= sum.overlaid;
                if tall && sum.overlaid {
                    // Between the mark of the day and its number.
                    self.text(
                        (x + cell).saturating_sub(width(&label) + 2),
                        y,
                        1,
                        over,
                        t.accent,
                    );
                }
                let style = group_style(self, sum.worst);
                // Amounts of several currencies are no one figure.
                let whole = sum.money.only().map(|(c, m)| whole(m, c, book));
                let room = if tall {
                    cell - 1
                } else {
                    cell.saturating_sub(4)
                };
                let mark = if tall { "" } else { over };
                let words = whole.map(|whole| format!("{mark}{whole}"));
                let words = words.filter(|words| width(words) <= room);
                let words = words.unwrap_or_else(|| format!("{mark}×{}", sum.count));
                let line = if tall { y + 1 } else { y };
                let at = if tall { x } else { x + 4 };
                self.right(at, line, room, &words, style);
            }
            if chosen == Some(day) {
                let rows = step.min(area.bottom() - y);
                self.lay(Rect::new(x, y, cell, rows), t.selected);
            }
        }
        let used = 2 + weeks * step;
        if used + 1 >= area.height {
            return used;
        }
        self.text(area.x, area.y + used + 1, cell * 7, MARKS, t.dim);
        if !overlaid || used + 2 >= area.height {
            return used + 2;
        }
        self.text(area.x, area.y + used + 2, cell * 7, OVER.1, t.accent);
        used + 3
    }
}
