//! One picture per report.

use super::super::pen::{Pen, width};
use super::bars::{AGES, Part};
use crate::app::reports::ReportsDesk;
use crate::domain::aging::BUCKETS;
use crate::domain::metrics::tally::MoneyTally;
use crate::domain::metrics::{Ratio, tenths};
use crate::domain::money::{Currency, Minor};
use crate::domain::reports::{Figures, Group, Point, ReportName, Reports, SETTLED};
use crate::domain::say;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Pen<'_> {
    /// The picture of the report in front; gives the lines used.
    pub(super) fn picture(&mut self, r: &ReportsDesk, data: &Reports, area: Rect) -> u16 {
        let currency = r.currency();
        let empty = Figures::default();
        let figures = data.by_currency.get(&currency).unwrap_or(&empty);
        match r.name {
            ReportName::Aging => self.aging_bars(data, figures, currency, area),
            ReportName::Promises => self.kept_lines(data, figures, area),
            ReportName::Broken => self.failed_bars(data, figures, area),
            ReportName::Forecast => self.forecast_bars(data, currency, area),
            ReportName::Barriers => self.barrier_bars(data, currency, area),
            ReportName::Activity => self.calls_calendar(figures, area),
            ReportName::Metrics => self.sparklines(figures, area),
            ReportName::RollRates => self.roll_bars(figures, currency, area),
            ReportName::Concentration => self.shares_of_all(figures, currency, area),
            ReportName::Credit => self.limits_used(figures, area),
            ReportName::Disputes => self.dispute_bars(data, currency, area),
        }
    }

    /// One stacked bar per point of the trend, the newest below.
    fn aging_bars(&mut self, data: &Reports, f: &Figures, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let rows = usize::from(area.height.saturating_sub(1));
        let points: Vec<&Point> = f.trend.iter().rev().take(rows).collect();
        let full = points.iter().map(|p| p.aging.open).max().unwrap_or(0);
        let label = 8;
        let money = points
            .iter()
            .map(|p| width(&show(p.aging.open, currency)))
            .max()
            .unwrap_or(0);
        let room = area.width.saturating_sub(label + money + 2);
        for (n, point) in points.iter().rev().enumerate() {
            let y = area.y + n as u16;
            let day = say::short_day(point.to, data.scope.as_of);
            let style = if point.to == data.scope.to {
                t.heading
            } else {
                t.dim
            };
            self.text(area.x, y, label, &day, style);
            let parts: Vec<Part> = point
                .aging
                .buckets
                .iter()
                .enumerate()
                .map(|(k, size)| Part {
                    size: *size,
                    glyph: AGES[k],
                    style: self.age_style(k),
                })
                .collect();
            self.parts(area.x + label, y, room, &parts, full);
            let total = show(point.aging.open, currency);
            self.right(area.right() - money, y, money, &total, style);
        }
        let entries: Vec<(char, &str, Style)> = (0..6)
            .map(|k| (AGES[k], BUCKETS[k], self.age_style(k)))
            .collect();
        let below = area.width.saturating_sub(label);
        self.legend(
            area.x + label,
            area.y + points.len() as u16,
            below,
            &entries,
        );
        points.len() as u16 + 1
    }

    /// Figures over the trend, one line each; those that divide by sales over some weeks or months together, because one week of sales says
    /// little.
    fn sparklines(&mut self, f: &Figures, area: Rect) -> u16 {
        let t = self.theme;
        let span = |p: &Point| p.to.signed_duration_since(p.from).num_days() + 1;
        let weekly = f.trend.last().is_some_and(|p| span(p) <= 7);
        let (window, over) = if weekly {
            (4, "4 weeks")
        } else {
            (3, "3 months")
        };
        let rolling = |of: &dyn Fn(&MoneyTally, i64) -> Option<i64>| -> Vec<Option<i64>> {
            let mut out = vec![None; (window - 1).min(f.trend.len())];
            out.extend(f.trend.windows(window).map(|points| {
                let (first, last) = (&points[0], &points[window - 1]);
                let days = points.iter().map(span).sum();
                let together = MoneyTally {
                    opening: first.money.opening,
                    sales: points.iter().map(|p| p.money.sales).sum(),
                    ..last.money.clone()
                };
                of(&together, days)
            }));
            out
        };
        let each = |of: &dyn Fn(&Point) -> Ratio| -> Vec<Option<i64>> {
            f.trend.iter().map(|p| of(p).per_mille()).collect()
        };
        let lines: [(String, &str, Vec<Option<i64>>, Style); 6] = [
            (
                format!("DSO, {over}"),
                "days",
                rolling(&|m, days| m.dso(days).scaled(10)),
                t.accent,
            ),
            (
                format!("delinquent, {over}"),
                "days",
                rolling(&|m, days| m.average_days_delinquent(days).scaled(10)),
                t.warn,
            ),
            (
                format!("CEI, {over}"),
                "%",
                rolling(&|m, _| m.effectiveness().per_mille()),
                t.good,
            ),
            (
                "kept rate".to_owned(),
                "%",
                each(&|p| p.promises.rate()),
                t.good,
            ),
            (
                "past due of AR".to_owned(),
                "%",
                each(&|p| Ratio::new(p.aging.past_due, p.aging.open)),
                t.warn,
            ),
            (
                "cash of opening AR".to_owned(),
                "%",
                each(&|p| Ratio::new(p.money.cash, p.money.opening)),
                t.good,
            ),
        ];
        let label = 25.min(area.width / 3);
        let mut used = 0;
        for (name, unit, values, style) in lines.into_iter().take(usize::from(area.height)) {
            let y = area.y + used;
            self.text(area.x, y, label - 1, &name, t.text);
            let drawn = self.spark(area.x + label, y, &values, style);
            let known: Vec<i64> = values.iter().flatten().copied().collect();
            let (least, most) = (known.iter().min(), known.iter().max());
            let last = values.last().copied().flatten();
            let words = match (least, most) {
                (Some(least), Some(most)) => format!(
                    "{} {unit}  ({} to {})",
                    tenths(last),
                    tenths(Some(*least)),
                    tenths(Some(*most))
                ),
                _ => "n/a".to_owned(),
            };
            let x = area.x + label + drawn + 2;
            self.text(x, y, area.right().saturating_sub(x), &words, t.dim);
            used += 1;
        }
        used
    }

    /// Where the money of each bucket went.
    fn roll_bars(&mut self, f: &Figures, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let label = 8;
        let sums: Vec<i128> = f.roll.iter().map(|row| row.iter().sum()).collect();
        let money = sums
            .iter()
            .map(|s| width(&show(*s, currency)))
            .max()
            .unwrap_or(0);
        let room = area.width.saturating_sub(label + money + 2);
        let mut used = 0;
        for (k, row) in f.roll.iter().enumerate() {
            if used + 1 >= area.height {
                break;
            }
            let y = area.y + used;
            self.text(area.x, y, label, BUCKETS[k], t.text);
            // What is settled comes first: the rest is what there is to do.
            let order = [SETTLED, 0, 1, 2, 3, 4, 5];
            let parts: Vec<Part> = order
                .iter()
                .map(|to| Part {
                    size: row[*to],
                    glyph: AGES[*to],
                    style: self.age_style(*to),
                })
                .collect();
            self.parts(area.x + label, y, room, &parts, sums[k]);
            let total = if sums[k] == 0 {
                "-".to_owned()
            } else {
                show(sums[k], currency)
            };
            self.right(area.right() - money, y, money, &total, t.dim);
            used += 1;
        }
        let mut entries = vec![(AGES[SETTLED], "settled", self.age_style(SETTLED))];
        entries.extend((0..6).map(|k| (AGES[k], BUCKETS[k], self.age_style(k))));
        self.legend(area.x + label, area.y + used, room, &entries);
        used + 1
    }

    /// The largest accounts as shares of everything open, and the rest.
    fn shares_of_all(&mut self, f: &Figures, currency: Currency, area: Rect) -> u16 {
        let t = self.theme;
        let all = f.aging.get(&Group::All).map_or(0, |s| s.open);
        let rows = usize::from(area.height.saturating_sub(1)).min(10);
        let label = 24.min(area.width / 3);
        let room = area.width.saturating_sub(label + 22);
        let full = f.top.first().map_or(0, |a| a.open);
        let mut together = 0;
        for (n, a) in f.top.iter().take(rows).enumerate() {
            let y = area.y + n as u16;
            together += a.open;
            self.text(area.x, y, label - 1, &a.name, t.text);
            let parts = [
                Part {
                    size: a.past_due,
                    glyph: '█',
                    style: t.warn,
                },
                Part {
                    size: a.open - a.past_due,
                    glyph: '░',
                    style: t.dim,
                },
            ];
            let used = self.parts(area.x + label, y, room, &parts, full);
            let share = tenths(Ratio::new(a.open, all).per_mille());
            self.text(
                area.x + label + used + 1,
                y,
                21,
                &format!("{share} %  {}", show(a.open, currency)),
                t.dim,
            );
        }
        let used = f.top.len().min(rows) as u16;
        if used == 0 {
            return 0;
        }
        let words = format!(
            "these {used} together {} % of {}",
            tenths(Ratio::new(together, all).per_mille()),
            show(all, currency)
        );
        let at = area.y + used;
        let drawn = self.text(
            area.x + label,
            at,
            area.width.saturating_sub(label),
            &words,
            t.text,
        );
        let entries = [('█', "past due", t.warn), ('░', "not yet", t.dim)];
        let x = area.x + label + drawn + 3;
        self.legend(x, at, area.right().saturating_sub(x), &entries);
        used + 1
    }
}

/// Whole units: cents are noise in a picture; the table has them.
pub(super) fn show(amount: i128, currency: Currency) -> String {
    Minor::new(i64::try_from(amount).unwrap_or(i64::MAX)).show_whole(currency)
}
