//! The morning brief in words: fit to be read in a mail on a telephone.
//!
//! No line is wider than 76 columns, whatever the names; names and reasons give way, amounts never. Currencies are said one after the other.

use super::{Brief, SHOWN, fit};
use crate::domain::approval::Approval;
use crate::domain::clean::clean;
use crate::domain::metrics::promises::PromiseFact;
use crate::domain::metrics::{Ratio, tenths};
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::QueueRow;
use crate::domain::say;
use crate::domain::verdict::Verdict;
use crate::store::protocol::AwaitedMoney;
use chrono::{Datelike, Days};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns.
const WIDE: usize = 76;

impl Brief {
    pub(super) fn lines(&self) -> Vec<String> {
        let as_of = self.as_of;
        let mut out = Vec::new();
        let day = format!("{} {}", say::day(as_of, as_of), as_of.year());
        out.push(ends("MORNING BRIEF", &day));
        let thru = self
            .status
            .thru
            .map_or("no report imported yet".to_owned(), |day| {
                format!("ledger through {}", say::day(day, as_of))
            });
        out.push(ends(&self.status.company, &thru));
        for currency in self.reports.currencies() {
            self.money(currency, &mut out);
        }

        let since = say::day(self.since, as_of);
        let broke = self.broke();
        part(
            &mut out,
            &format!("BROKE since {since}"),
            broke.len(),
            "nothing",
            &broke,
            |p| {
                let what = match p.verdict {
                    Verdict::Light => format!("light, {} came", p.received.show(p.currency)),
                    _ => "broken, nothing came".to_owned(),
                };
                let level = if p.level > 1 {
                    format!(", {} time", say::ordinal(p.level))
                } else {
                    String::new()
                };
                (
                    p.name.clone(),
                    format!("{what}{level}"),
                    p.short,
                    p.currency,
                )
            },
            overlay,
        );
        let old = self.still_broken();
        if !old.is_empty() {
            let head = "NOT MADE GOOD, of the last thirty days";
            part(
                &mut out,
                head,
                old.len(),
                "",
                &old,
                |p| {
                    let day = say::day(p.by_when, as_of);
                    let level = match p.level {
                        0 | 1 => String::new(),
                        n => format!(" ({})", say::ordinal(n)),
                    };
                    let words = format!("{} since {day}{level}", p.verdict.name());
                    (p.name.clone(), words, p.short, p.currency)
                },
                overlay,
            );
        }
        let due = self.due();
        let forecast = &self.reports.forecast;
        let prior = forecast.prior();
        part(
            &mut out,
            "DUE TODAY",
            due.len(),
            "no promise",
            &due,
            |p| {
                let chance = forecast
                    .items
                    .iter()
                    .find(|i| i.promise == p.id)
                    .map_or(prior, |i| i.chance(prior));
                let words = format!("chance {} %", tenths(Some(i64::from(chance) / 10)));
                (p.name.clone(), words, p.short, p.currency)
            },
            overlay,
        );
        let late = self.late();
        if !late.is_empty() {
            part(
                &mut out,
                "LATE, still within their days of grace",
                late.len(),
                "",
                &late,
                |p| {
                    (
                        p.name.clone(),
                        format!("by {}", say::day(p.by_when, as_of)),
                        p.short,
                        p.currency,
                    )
                },
                overlay,
            );
        }
        out.push(String::new());
        out.push(match (self.review.total, self.review.oldest) {
            (0, _) => "TO BE DECIDED: nothing".to_owned(),
            (n, Some(days)) => format!(
                "TO BE DECIDED: {} not kept; the oldest has waited {}",
                say::plural(n as u64, "promise"),
                say::plural(days.unsigned_abs(), "day")
            ),
            (n, None) => {
                format!(
                    "TO BE DECIDED: {} not kept",
                    say::plural(n as u64, "promise")
                )
            }
        });
        let waits = &self.approvals;
        part(
            &mut out,
            "WAITS FOR YOUR WORD",
            waits.len(),
            "nothing",
            waits,
            |a: &Approval| {
                let words = format!("{}, {} asks: {}", a.kind.words(), a.asked_by, a.reason);
                (
                    a.name.clone(),
                    words,
                    a.amount.unwrap_or(Minor::ZERO),
                    a.currency,
                )
            },
            |_| None,
        );
        let awaited = &self.awaited;
        if !awaited.is_empty() {
            part(
                &mut out,
                "SAID TO BE UNDER WAY, should be here",
                awaited.len(),
                "",
                awaited,
                |c: &AwaitedMoney| {
                    let number = c.reference.as_deref().unwrap_or("no number");
                    let words = format!(
                        "{} {number}, by {}",
                        c.method.name(),
                        say::day(c.expected_by, as_of)
                    );
                    (c.name.clone(), words, c.amount, c.currency)
                },
                |_| None,
            );
        }
        part(
            &mut out,
            &format!(
                "WHERE TODAY'S MONEY SHOULD COME FROM, {} to call, first of them",
                say::plural(self.queue_total as u64, "account")
            ),
            self.queue.len(),
            "nobody to call",
            &self.queue,
            |row: &QueueRow| {
                let words = format!("{}, {}d", row.why, row.oldest_days);
                (row.name.clone(), words, row.collectible, row.currency)
            },
            |_| None,
        );
        out
    }

    /// What is open in a currency and what promises should bring of it; nothing where neither is.
    fn money(&self, currency: Currency, out: &mut Vec<String>) {
        let as_of = self.as_of;
        let aging = self.aging_of(currency);
        let week = as_of + Days::new(6 - u64::from(as_of.weekday().num_days_from_monday()));
        let forecast = &self.reports.forecast;
        let (face, likely) = forecast.between(as_of, as_of, currency);
        let (week_face, week_likely) = forecast.between(as_of, week, currency);
        let book = currency == self.currency();
        if !book && aging.open == 0 && week_face == 0 {
            return;
        }
        let share = tenths(Ratio::new(aging.past_due, aging.open).per_mille());
        out.push(String::new());
        out.push(format!(
            "Open {} {currency}, past due {} ({share} %), {}.",
            show(aging.open, currency),
            show(aging.past_due, currency),
            say::plural(aging.accounts, "account")
        ));
        let trend = self.reports.figures(currency).trend;
        if let Some(before) = trend.iter().rev().nth(1).map(|p| p.aging.past_due) {
            let more = aging.past_due - before;
            out.push(match more {
                0 => "As much is past due as a week ago.".to_owned(),
                _ => format!(
                    "That is {} {} past due than a week ago.",
                    show(more.abs(), currency),
                    if more > 0 { "more" } else { "less" }
                ),
            });
        }
        out.push(match face {
            0 => "Nothing is promised for today.".to_owned(),
            _ => format!(
                "Promised for today and overdue: {}, likely {}.",
                show(face, currency),
                show(likely, currency)
            ),
        });
        if week_face > face {
            out.push(format!(
                "Promised up to {}: {}, likely {}.",
                say::day(week, as_of),
                show(week_face, currency),
                show(week_likely, currency)
            ));
        }
    }
}

/// What lies over a promise's verdict stands under its line: who is called all the same should not be asked for what is said to be sent.
fn overlay(p: &&PromiseFact) -> Option<String> {
    p.overlay.clone()
}

/// A part of the brief: its heading with how many, the largest of them, and how many more there are; `over` is what stands under a line.
fn part<T>(
    out: &mut Vec<String>,
    head: &str,
    count: usize,
    none: &str,
    rows: &[T],
    say: impl Fn(&T) -> (String, String, Minor, Currency),
    over: impl Fn(&T) -> Option<String>,
) {
    out.push(String::new());
    if count == 0 {
        out.push(cut(&format!("{head}: {none}"), WIDE));
        return;
    }
    out.push(cut(&format!("{head}: {count}"), WIDE));
    for row in rows.iter().take(SHOWN) {
        let (name, words, amount, currency) = say(row);
        let money = format!("{} {currency}", amount.show(currency));
        // Names and words give way, the amount never.
        let room = WIDE - 2 - money.width() - 2;
        let name_room = 26.min(room / 2);
        let name = pad(&cut(&clean(&name), name_room), name_room);
        let rest = room.saturating_sub(name_room + 2);
        let words = pad(&cut(&clean(&words), rest), rest);
        out.push(format!("  {name}  {words}  {money}"));
        if let Some(over) = over(row) {
            out.push(cut(&format!("    {}", clean(&over)), WIDE));
        }
    }
    if count > SHOWN {
        out.push(format!("  and {} more", count - SHOWN));
    }
}

/// Words at both ends of a line.
fn ends(left: &str, right: &str) -> String {
    let right = clean(right).into_owned();
    let left = cut(&clean(left), WIDE.saturating_sub(right.width() + 2));
    let gap = WIDE.saturating_sub(left.width() + right.width());
    format!("{left}{}{right}", " ".repeat(gap))
}

fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(text.width())))
}

fn cut(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    for g in text.graphemes(true) {
        if out.width() + g.width() >= most {
            break;
        }
        out.push_str(g);
    }
    out.push('…');
    out
}

fn show(amount: i128, currency: Currency) -> String {
    fit(amount).show(currency)
}
