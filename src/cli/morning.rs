//! `bywhen brief`: one screen of plain text for the supervisor in the morning, fit to be mailed by cron: what broke, what is due, what waits for
//! a word, where the money should come from today.
//!
//! No line is wider than 76 columns, whatever the names; no escapes anywhere. `--json` says the same in figures.

mod shape;

use super::args::BriefArgs;
use super::failure::Outcome;
use super::out::Out;
use super::report::reports;
use super::session::{Session, unexpected};
use crate::domain::approval::Approval;
use crate::domain::clean::clean;
use crate::domain::metrics::promises::PromiseFact;
use crate::domain::metrics::{Ratio, tenths};
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::QueueRow;
use crate::domain::reports::{AgingSum, Figures, Group, Reports, Scope};
use crate::domain::say;
use crate::domain::verdict::Verdict;
use crate::store::protocol::{
    AwaitedMoney, QueueAsk, Reply, Request, ReviewAsk, ReviewPage, Status,
};
use chrono::{Datelike, Days, NaiveDate};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns.
const WIDE: usize = 76;
/// Lines of each part; what is beyond is counted.
const SHOWN: usize = 5;

/// Everything that the brief says.
struct Brief {
    status: Status,
    reports: Reports,
    approvals: Vec<Approval>,
    awaited: Vec<AwaitedMoney>,
    review: ReviewPage,
    queue: Vec<QueueRow>,
    queue_total: usize,
    /// What broke counts from the day before this one's morning.
    since: NaiveDate,
    as_of: NaiveDate,
}

/// Runs it.
pub fn run(session: &Session, _args: &BriefArgs, out: &mut Out) -> Outcome {
    let as_of = session.as_of;
    let mut desk = session.open()?;
    let status = desk.status(as_of)?;
    let reports = reports(&mut desk, Scope::usual(as_of))?;
    let ended = false;
    let approvals = match desk.ask(Request::Approvals { as_of, ended })? {
        Reply::Approvals(approvals) => approvals,
        other => return Err(unexpected(&other)),
    };
    let awaited = match desk.ask(Request::Awaited { as_of })? {
        Reply::Awaited(awaited) => awaited,
        other => return Err(unexpected(&other)),
    };
    let inbox = ReviewAsk {
        as_of,
        limit: 1,
        ..ReviewAsk::default()
    };
    let review = match desk.ask(Request::Review(inbox))? {
        Reply::Review(page) => *page,
        other => return Err(unexpected(&other)),
    };
    let ask = QueueAsk {
        as_of,
        limit: SHOWN,
        ..QueueAsk::default()
    };
    let (queue, queue_total) = match desk.ask(Request::Queue(ask))? {
        Reply::Queue(page) => (page.rows, page.total),
        other => return Err(unexpected(&other)),
    };
    let brief = Brief {
        since: session.config.rules().calendar.last_open(as_of),
        status,
        reports,
        approvals,
        awaited,
        review,
        queue,
        queue_total,
        as_of,
    };
    if session.json {
        return out.json(&brief.document());
    }
    for line in brief.lines() {
        out.line(line)?;
    }
    Ok(())
}

impl Brief {
    fn currency(&self) -> Currency {
        self.reports.currency
    }

    fn figures(&self) -> Figures {
        self.reports.figures(self.currency())
    }

    fn aging(&self) -> AgingSum {
        self.figures()
            .aging
            .get(&Group::All)
            .cloned()
            .unwrap_or_default()
    }

    /// Promises of the book's currency with one of these verdicts, the largest shortfall first.
    fn promises(&self, fits: impl Fn(&PromiseFact) -> bool) -> Vec<&PromiseFact> {
        let all = self.reports.promises.iter();
        let mut found: Vec<&PromiseFact> = all.filter(|p| fits(p)).collect();
        found.sort_by_key(|p| (std::cmp::Reverse(p.short), p.by_when, p.id));
        found
    }

    /// Light or broken since the last business day: their window closed then, or on a day after it.
    fn broke(&self) -> Vec<&PromiseFact> {
        self.promises(|p| p.verdict.is_failed() && p.window_ends >= self.since)
    }

    fn still_broken(&self) -> Vec<&PromiseFact> {
        self.promises(|p| p.verdict.is_failed() && p.window_ends < self.since)
    }

    fn due(&self) -> Vec<&PromiseFact> {
        self.promises(|p| p.verdict == Verdict::DueToday)
    }

    fn late(&self) -> Vec<&PromiseFact> {
        self.promises(|p| p.verdict == Verdict::InGrace)
    }

    fn lines(&self) -> Vec<String> {
        let (as_of, currency) = (self.as_of, self.currency());
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
        let aging = self.aging();
        let share = tenths(Ratio::new(aging.past_due, aging.open).per_mille());
        out.push(String::new());
        out.push(format!(
            "Open {} {currency}, past due {} ({share} %), {}.",
            show(aging.open, currency),
            show(aging.past_due, currency),
            say::plural(aging.accounts, "account")
        ));
        if let Some(before) = self
            .figures()
            .trend
            .iter()
            .rev()
            .nth(1)
            .map(|p| p.aging.past_due)
        {
            let more = aging.past_due - before;
            let words = if more > 0 { "more" } else { "less" };
            out.push(format!(
                "That is {} {words} past due than a week ago.",
                show(more.abs(), currency)
            ));
        }
        let week = as_of + Days::new(6 - u64::from(as_of.weekday().num_days_from_monday()));
        let forecast = &self.reports.forecast;
        let (face, today) = forecast.between(as_of, as_of, currency);
        let (week_face, this_week) = forecast.between(as_of, week, currency);
        out.push(format!(
            "Promises should bring {} of {} today,",
            show(today, currency),
            show(face, currency)
        ));
        out.push(format!(
            "{} of {} up to {}.",
            show(this_week, currency),
            show(week_face, currency),
            say::day(week, as_of)
        ));

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
        );
        let old = self.still_broken();
        if !old.is_empty() {
            let head = "NOT MADE GOOD, of the last thirty days";
            part(&mut out, head, old.len(), "", &old, |p| {
                let day = say::day(p.by_when, as_of);
                let words = format!(
                    "{} since {day}, {} time",
                    p.verdict.name(),
                    say::ordinal(p.level)
                );
                (p.name.clone(), words, p.short, p.currency)
            });
        }
        let due = self.due();
        let prior = forecast.prior();
        part(&mut out, "DUE TODAY", due.len(), "no promise", &due, |p| {
            let chance = forecast
                .items
                .iter()
                .find(|i| i.promise == p.id)
                .map_or(prior, |i| i.chance(prior));
            let words = format!("chance {} %", tenths(Some(i64::from(chance) / 10)));
            (p.name.clone(), words, p.short, p.currency)
        });
        let late = self.late();
        if !late.is_empty() {
            part(
                &mut out,
                "LATE, their last day is today or ahead",
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
            );
        }
        out.push(String::new());
        out.push(match (self.review.total, self.review.oldest) {
            (0, _) => "TO BE DECIDED: nothing".to_owned(),
            (n, Some(days)) => format!(
                "TO BE DECIDED: {}, the oldest since {}",
                say::plural(n as u64, "broken promise"),
                say::plural(days.unsigned_abs(), "day")
            ),
            (n, None) => format!("TO BE DECIDED: {}", say::plural(n as u64, "broken promise")),
        });
        let waits = &self.approvals;
        part(
            &mut out,
            "WAITS FOR YOUR WORD",
            waits.len(),
            "nothing",
            waits,
            |a: &Approval| {
                let words = format!("{} ({}), {} asked", a.kind.words(), a.reason, a.asked_by);
                (
                    a.name.clone(),
                    words,
                    a.amount.unwrap_or(Minor::ZERO),
                    a.currency,
                )
            },
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
            );
        }
        part(
            &mut out,
            &format!(
                "WHERE TODAY'S MONEY SHOULD COME FROM, {} to call",
                say::plural(self.queue_total as u64, "account")
            ),
            self.queue.len(),
            "nobody to call",
            &self.queue,
            |row: &QueueRow| {
                let words = format!("{}, {}d", row.why, row.oldest_days);
                (row.name.clone(), words, row.collectible, row.currency)
            },
        );
        out
    }
}

/// A part of the brief: its heading with how many, the largest of them, and how many more there are.
fn part<T>(
    out: &mut Vec<String>,
    head: &str,
    count: usize,
    none: &str,
    rows: &[T],
    say: impl Fn(&T) -> (String, String, Minor, Currency),
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

fn fit(amount: i128) -> Minor {
    Minor::new(i64::try_from(amount).unwrap_or(i64::MAX))
}

fn show(amount: i128, currency: Currency) -> String {
    fit(amount).show(currency)
}
