//! Pictures of what people said and did: promises, the forecast, barriers, calls.

use super::super::pen::{Pen, width};
use super::bars::Part;
use super::pictures::show;
use super::plots::Series;
use crate::domain::metrics::{barriers, disputes};
use crate::domain::money::Currency;
use crate::domain::reports::{Figures, Group, Point, Reports};
use crate::domain::say;
use chrono::{Datelike, Days, NaiveDate};
use ratatui::layout::Rect;

impl Pen<'_> {
    /// Kept by count and by amount over the trend.
    pub(in crate::ui) fn kept_lines(&mut self, data: &Reports, f: &Figures, area: Rect) -> u16 {
        let t = self.theme;
        let names: Vec<String> = f
            .trend
            .iter()
            .map(|p| say::short_day(p.to, data.scope.as_of))
            .collect();
        let series = [
            Series {
                glyph: '●',
                style: t.good,
                values: f
                    .trend
                    .iter()
                    .map(|p| p.promises.rate().per_mille())
                    .collect(),
            },
            Series {
                glyph: '○',
                style: t.accent,
                values: f
                    .trend
                    .iter()
                    .map(|p| p.promises.rate_by_amount().per_mille())
                    .collect(),
            },
        ];
        let plot = Rect::new(area.x, area.y, area.width, area.height.saturating_sub(1));
        let used = self.shares(plot, &names, &series);
        if used == 0 {
            return 0;
        }
        let entries = [
            ('●', "kept by the day, by count", t.good),
            ('○', "within the window, by amount", t.accent),
        ];
        self.legend(
            area.x + 6,
            area.y + used,
            area.width.saturating_sub(6),
            &entries,
        );
        used + 1
    }

    /// What became of the promises of each week: kept, late, light, broken.
    pub(super) fn failed_bars(&mut self, data: &Reports, f: &Figures, area: Rect) -> u16 {
        let t = self.theme;
        let rows = usize::from(area.height.saturating_sub(1));
        let points: Vec<&Point> = f
            .trend
            .iter()
            .rev()
            .filter(|p| p.promises.all > 0)
            .take(rows)
            .collect();
        let full = points
            .iter()
            .map(|p| i128::from(p.promises.all))
            .max()
            .unwrap_or(0);
        let room = area.width.saturating_sub(8 + 12).min(60);
        let kinds = [
            ('█', "broken", t.bad),
            ('▓', "light", t.warn),
            ('▒', "made good late", t.accent),
            ('░', "kept late", t.good),
            ('·', "kept", t.good),
        ];
        for (n, point) in points.iter().rev().enumerate() {
            let y = area.y + n as u16;
            let p = &point.promises;
            self.text(
                area.x,
                y,
                8,
                &say::short_day(point.to, data.scope.as_of),
                t.dim,
            );
            let sizes = [p.broken, p.light, p.cured, p.kept_late, p.kept];
            let parts: Vec<Part> = sizes
                .iter()
                .zip(kinds)
                .map(|(n, (glyph, _, style))| Part {
                    size: i128::from(*n),
                    glyph,
                    style,
                })
                .collect();
            let used = self.parts(area.x + 8, y, room, &parts, full);
            let words = format!("{} of {}", p.broken + p.light, p.all);
            self.text(area.x + 8 + used + 1, y, 12, &words, t.text);
        }
        self.legend(
            area.x + 8,
            area.y + points.len() as u16,
            area.width.saturating_sub(8),
            &kinds,
        );
        points.len() as u16 + 1
    }

    /// Days ahead: what is expected, and what was promised beyond it.
    pub(super) fn forecast_bars(&mut self, data: &Reports, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let scope = &data.scope;
        let mut days: Vec<NaiveDate> = data
            .forecast
            .items
            .iter()
            .filter(|i| i.currency == currency && i.day <= scope.ahead)
            .map(|i| i.day)
            .collect();
        days.sort_unstable();
        days.dedup();
        let rows = usize::from(area.height.saturating_sub(1));
        // Where days do not fit, weeks do.
        let spans: Vec<(String, NaiveDate, NaiveDate)> = if days.len() <= rows {
            days.iter()
                .map(|d| (say::day(*d, scope.as_of), *d, *d))
                .collect()
        } else {
            let mut weeks: Vec<NaiveDate> = days
                .iter()
                .map(|d| *d - Days::new(u64::from(d.weekday().num_days_from_monday())))
                .collect();
            weeks.dedup();
            weeks
                .into_iter()
                .map(|m| {
                    (
                        format!("week {}", say::short_day(m, scope.as_of)),
                        m,
                        m + Days::new(6),
                    )
                })
                .collect()
        };
        let values: Vec<(i128, i128)> = spans
            .iter()
            .map(|(_, from, to)| data.forecast.between(*from, *to, currency))
            .collect();
        let full = values.iter().map(|(face, _)| *face).max().unwrap_or(0);
        let label = spans.iter().map(|(n, ..)| width(n)).max().unwrap_or(0) + 1;
        let room = area.width.saturating_sub(label + 26);
        for (n, ((name, ..), (face, expected))) in spans.iter().zip(&values).enumerate().take(rows)
        {
            let y = area.y + n as u16;
            self.text(area.x, y, label, name, t.text);
            let parts = [
                Part {
                    size: *expected,
                    glyph: '█',
                    style: t.good,
                },
                Part {
                    size: face - expected,
                    glyph: '░',
                    style: t.dim,
                },
            ];
            let used = self.parts(area.x + label, y, room, &parts, full);
            let words = format!("{} of {}", show(*expected, currency), show(*face, currency));
            self.text(area.x + label + used + 1, y, 26, &words, t.dim);
        }
        let used = spans.len().min(rows) as u16;
        if used == 0 {
            return 0;
        }
        let entries = [
            ('█', "expected", t.good),
            ('░', "promised beyond it", t.dim),
        ];
        self.legend(
            area.x + label,
            area.y + used,
            area.width.saturating_sub(label),
            &entries,
        );
        used + 1
    }

    /// Barriers by the money behind them: what is cured, and what is not.
    pub(super) fn barrier_bars(&mut self, data: &Reports, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let mut by_name = std::collections::BTreeMap::<&str, Vec<&barriers::Naming>>::new();
        for n in data.namings.iter().filter(|n| n.currency == currency) {
            by_name.entry(&n.barrier).or_default().push(n);
        }
        let mut all: Vec<_> = by_name
            .into_iter()
            .map(|(name, n)| (name, barriers::tally(n)))
            .collect();
        all.sort_by_key(|(name, b)| (std::cmp::Reverse(b.money), *name));
        let rows = usize::from(area.height.saturating_sub(1));
        let full = all.iter().map(|(_, b)| b.money).max().unwrap_or(0);
        let label = all.iter().map(|(n, _)| width(n)).max().unwrap_or(0).min(26) + 1;
        let room = area.width.saturating_sub(label + 22);
        for (n, (name, b)) in all.iter().take(rows).enumerate() {
            let y = area.y + n as u16;
            self.text(area.x, y, label - 1, name, t.text);
            let parts = [Part {
                size: b.money,
                glyph: '█',
                style: t.warn,
            }];
            let used = self.parts(area.x + label, y, room, &parts, full);
            let words = format!("{} · {}×", show(b.money, currency), b.count);
            self.text(area.x + label + used + 1, y, 22, &words, t.dim);
        }
        all.len().min(rows) as u16
    }

    /// Disputes by the money contested: what is open, what was credited, what was upheld.
    pub(super) fn dispute_bars(&mut self, data: &Reports, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let mut by_reason = std::collections::BTreeMap::<&str, Vec<&disputes::CaseSeen>>::new();
        for c in data.cases.iter().filter(|c| c.currency == currency) {
            by_reason.entry(&c.reason).or_default().push(c);
        }
        let mut all: Vec<_> = by_reason
            .into_iter()
            .map(|(reason, cases)| (reason, disputes::tally(cases)))
            .collect();
        all.sort_by_key(|(reason, c)| (std::cmp::Reverse(c.amount), *reason));
        let rows = usize::from(area.height.saturating_sub(2));
        let full = all.iter().map(|(_, c)| c.amount).max().unwrap_or(0);
        let label = all.iter().map(|(n, _)| width(n)).max().unwrap_or(0).min(26) + 1;
        let room = area.width.saturating_sub(label + 30);
        for (n, (reason, c)) in all.iter().take(rows).enumerate() {
            let y = area.y + n as u16;
            self.text(area.x, y, label - 1, reason, t.text);
            let upheld = c.amount - c.open_amount - c.credited_amount;
            let parts = [
                Part {
                    size: c.open_amount,
                    glyph: '▓',
                    style: t.warn,
                },
                Part {
                    size: c.credited_amount,
                    glyph: '░',
                    style: t.good,
                },
                Part {
                    size: upheld.max(0),
                    glyph: '█',
                    style: t.text,
                },
            ];
            let used = self.parts(area.x + label, y, room, &parts, full);
            let days = c.days.map_or(String::new(), |d| format!(" · {d} days"));
            let words = format!("{} · {}×{days}", show(c.amount, currency), c.count);
            self.text(area.x + label + used + 1, y, 30, &words, t.dim);
        }
        let lines = all.len().min(rows) as u16;
        if lines > 0 {
            let key = [
                ("▓ ", t.warn),
                ("open   ", t.dim),
                ("░ ", t.good),
                ("credited   ", t.dim),
                ("█ ", t.text),
                ("upheld", t.dim),
            ];
            self.pieces(area.x + label, area.y + lines, area.width - label, &key);
            return lines + 1;
        }
        0
    }

    /// The calendar of calls, and beside it who made them.
    pub(super) fn calls_calendar(&mut self, f: &Figures, area: Rect) -> u16 {
        let t = self.theme;
        let (Some(first), Some(last)) = (f.trend.first(), f.trend.last()) else {
            return 0;
        };
        let busy = |day: NaiveDate| f.days.get(&day).map_or(0, |a| a.touches());
        let side = area.width >= 70;
        let left = if side { 44 } else { area.width };
        let used = self.heat(
            Rect::new(area.x, area.y, left, area.height),
            first.from,
            last.to,
            busy,
        );
        if used == 0 {
            return 0;
        }
        let most = f.days.values().map(|a| a.touches()).max().unwrap_or(0);
        if used < area.height {
            self.heat_legend(area.x + 5, area.y + used, left.saturating_sub(5), most);
        }
        if side {
            let x = area.x + left + 2;
            let room = area.width.saturating_sub(left + 2);
            let callers: Vec<_> = f
                .activity
                .iter()
                .filter(|(g, a)| matches!(g, Group::Collector(_)) && a.attempts > 0)
                .collect();
            let full = callers
                .iter()
                .map(|(_, a)| i128::from(a.attempts))
                .max()
                .unwrap_or(0);
            let label = callers
                .iter()
                .map(|(g, _)| width(&g.words()))
                .max()
                .unwrap_or(0)
                .min(14)
                + 1;
            let bar = room.saturating_sub(label + 5);
            for (n, (group, a)) in callers.iter().take(6).enumerate() {
                let y = area.y + 1 + n as u16;
                self.text(x, y, label - 1, &group.words(), t.text);
                let parts = [
                    Part {
                        size: i128::from(a.dated),
                        glyph: '█',
                        style: t.good,
                    },
                    Part {
                        size: i128::from(a.right_party - a.dated),
                        glyph: '▒',
                        style: t.accent,
                    },
                    Part {
                        size: i128::from(a.attempts - a.right_party),
                        glyph: '·',
                        style: t.dim,
                    },
                ];
                let used = self.parts(x + label, y, bar, &parts, full);
                self.text(x + label + used + 1, y, 5, &a.attempts.to_string(), t.dim);
            }
            let entries = [
                ('█', "a date", t.good),
                ('▒', "talked", t.accent),
                ('·', "others", t.dim),
            ];
            self.legend(x, area.y + used - 1, room, &entries);
        }
        used + u16::from(used < area.height)
    }
}
