//! Lines over time, sparklines and the calendar of calls.
//!
//! Law: every point stands in a cell of its own with its glyph; scales are written beside them; "n/a" leaves a gap, never a zero.

use super::super::pen::{Pen, width};
use crate::domain::say;
use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A line of a plot: tenths of a percent by point.
pub(super) struct Series {
    /// Its glyph.
    pub glyph: char,
    /// Its role.
    pub style: Style,
    /// Its values, oldest first; `None` = n/a.
    pub values: Vec<Option<i64>>,
}

/// Heights in a cell, the lowest first.
const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// From nobody called to the busiest day.
const HEAT: [char; 5] = ['·', '░', '▒', '▓', '█'];

impl Pen<'_> {
    /// Shares from 0 to 100 % over points that are named below; gives the lines used.
    pub(super) fn shares(&mut self, area: Rect, names: &[String], series: &[Series]) -> u16 {
        let t = self.theme;
        let (left, points) = (6, names.len() as u16);
        let rows = area.height.saturating_sub(1);
        if rows < 3 || points == 0 || area.width < left + points * 2 {
            return 0;
        }
        let step = ((area.width - left) / points).min(9);
        let level = |n: i64| -> u16 {
            let from_bottom = (n.clamp(0, 1_000) * i64::from(rows - 1) + 500) / 1_000;
            rows - 1 - u16::try_from(from_bottom).unwrap_or(0)
        };
        for (share, label) in [(1_000, "100 %"), (500, "50 %"), (0, "0 %")] {
            let y = area.y + level(share);
            self.right(area.x, y, 5, label, t.dim);
            let line = "·".repeat(usize::from(step * points));
            self.text(area.x + left, y, step * points, &line, t.rule);
        }
        for s in series.iter().rev() {
            let at = |n: usize| area.x + left + step * n as u16 + step / 2;
            for (n, pair) in s.values.windows(2).enumerate() {
                let [Some(a), Some(b)] = pair else { continue };
                // Between two points the way is dotted, cell by cell.
                for k in 1..step {
                    let value = a + (b - a) * i64::from(k) / i64::from(step);
                    let glyph = if s.glyph == '●' { '─' } else { '╌' };
                    self.text(
                        at(n) + k,
                        area.y + level(value),
                        1,
                        &glyph.to_string(),
                        s.style,
                    );
                }
            }
            for (n, value) in s.values.iter().enumerate() {
                if let Some(value) = value {
                    let mark = s.glyph.to_string();
                    self.text(
                        at(n),
                        area.y + level(*value),
                        1,
                        &mark,
                        s.style.patch(t.heading),
                    );
                }
            }
        }
        let mut next = 0;
        for (n, name) in names.iter().enumerate() {
            let x = area.x + left + step * n as u16 + (step / 2).saturating_sub(width(name) / 2);
            if x >= next && x + width(name) <= area.right() {
                self.text(x, area.y + rows, width(name), name, t.dim);
                next = x + width(name) + 1;
            }
        }
        rows + 1
    }

    /// A run of heights, each cell a point; n/a leaves a blank.
    pub(super) fn spark(&mut self, x: u16, y: u16, values: &[Option<i64>], style: Style) -> u16 {
        let most = values.iter().flatten().copied().max().unwrap_or(0).max(1);
        let least = values.iter().flatten().copied().min().unwrap_or(0).min(0);
        let mut used = 0;
        for value in values {
            let glyph = value.map_or(' ', |v| {
                let share = (v - least) * 7 / (most - least).max(1);
                STEPS[usize::try_from(share).unwrap_or(0).min(7)]
            });
            // Two cells a point, so that it can be told from a bar.
            let run = format!("{glyph}{glyph}");
            used += self.text(x + used, y, 2, &run, style);
        }
        used
    }

    /// Weekdays down, weeks across: how busy each day was; gives the lines used.
    pub(super) fn heat(
        &mut self,
        area: Rect,
        from: NaiveDate,
        to: NaiveDate,
        busy: impl Fn(NaiveDate) -> u64,
    ) -> u16 {
        let t = self.theme;
        if area.height < 8 {
            return 0;
        }
        let monday =
            |day: NaiveDate| day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        let room = (area.width.saturating_sub(5) / 3).max(1);
        let last = monday(to);
        let mut first = monday(from);
        while (last.signed_duration_since(first).num_days() / 7 + 1) > i64::from(room) {
            first = first + Days::new(7);
        }
        let weeks = (last.signed_duration_since(first).num_days() / 7 + 1) as u16;
        let days = (0..u64::from(weeks) * 7).map(|n| first + Days::new(n));
        let most = days.map(&busy).max().unwrap_or(0).max(1);
        let mut named = 0;
        for week in 0..weeks {
            let start = first + Days::new(7 * u64::from(week));
            let x = area.x + 5 + week * 3;
            let month = say::MONTHS[start.month0() as usize];
            if (week == 0 || start.day() <= 7) && x >= named {
                let used = self.text(x, area.y, 4, month, t.dim);
                named = x + used + 1;
            }
            for n in 0..7_u16 {
                let day = start + Days::new(u64::from(n));
                if day > to || day < from {
                    continue;
                }
                let count = busy(day);
                let level = usize::try_from((count * 4).div_ceil(most))
                    .unwrap_or(4)
                    .min(4);
                let style = match level {
                    0 => t.rule,
                    1 | 2 => t.accent,
                    _ => t.accent.patch(t.heading),
                };
                let run: String = std::iter::repeat_n(HEAT[level], 2).collect();
                self.text(x, area.y + 1 + n, 2, &run, style);
            }
        }
        for (n, name) in say::WEEKDAYS.iter().enumerate() {
            self.text(area.x, area.y + 1 + n as u16, 4, name, t.dim);
        }
        8
    }

    /// What the cells of the calendar mean.
    pub(super) fn heat_legend(&mut self, x: u16, y: u16, room: u16, most: u64) {
        let t = self.theme;
        let glyphs: String = HEAT.iter().collect();
        let words = format!("0 {glyphs} {most} calls a day");
        self.text(x, y, room, &words, t.dim);
    }
}
