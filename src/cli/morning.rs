//! `bywhen brief`: one screen of plain text for the supervisor in the morning, fit to be mailed by cron: what broke, what is due, what waits for
//! a word, where the money should come from today.
//!
//! No line is wider than 76 columns, whatever the names; no escapes anywhere. `--json` says the same in figures.

mod shape;
mod text;

use super::args::BriefArgs;
use super::failure::Outcome;
use super::out::Out;
use super::report::reports;
use super::session::{Session, unexpected};
use crate::domain::approval::Approval;
use crate::domain::metrics::promises::PromiseFact;
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::QueueRow;
use crate::domain::reports::{AgingSum, Group, Reports, Scope};
use crate::domain::verdict::Verdict;
use crate::store::protocol::{
    AwaitedMoney, QueueAsk, Reply, Request, ReviewAsk, ReviewPage, Status,
};
use chrono::NaiveDate;

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

    fn aging(&self) -> AgingSum {
        self.aging_of(self.currency())
    }

    fn aging_of(&self, currency: Currency) -> AgingSum {
        self.reports
            .figures(currency)
            .aging
            .get(&Group::All)
            .cloned()
            .unwrap_or_default()
    }

    /// Promises that fit, the largest shortfall first; each currency by itself, the book's first.
    fn promises(&self, fits: impl Fn(&PromiseFact) -> bool) -> Vec<&PromiseFact> {
        let all = self.reports.promises.iter();
        let mut found: Vec<&PromiseFact> = all.filter(|p| fits(p)).collect();
        let book = self.currency();
        found.sort_by_key(|p| {
            let largest = std::cmp::Reverse(p.short);
            (p.currency != book, p.currency, largest, p.by_when, p.id)
        });
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
}

fn fit(amount: i128) -> Minor {
    Minor::new(i64::try_from(amount).unwrap_or(i64::MAX))
}
