//! Reports: a pass over all books, a few accounts per question, so that a key never waits for a million invoices.
//!
//! Law: each step is one short read; whoever asks asks again until the answer is ready. What was saved meanwhile is said (`mixed`), it
//! does not begin the pass anew: on a busy ledger that would never end. The counting is `domain::reports`.

use super::books::{self, Slice};
use super::fault::Res;
use super::protocol::{Progress, ReportAsk, Reported};
use super::types::Day;
use super::{book_rows, meta};
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::reports::{Drilled, Gather, Reports};
use crate::domain::rules::Rules;
use chrono::NaiveDate;
use rusqlite::Connection;

/// Documents that one step should read: some milliseconds.
const STEP: u64 = 2_000;
/// The most accounts of one step.
const MOST: i64 = 512;

/// The pass that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Pass {
    under_way: Option<Job>,
    /// The answer to the last question, while nothing was saved.
    ready: Option<(ReportAsk, Box<Reports>)>,
}

#[derive(Debug)]
struct Job {
    ask: ReportAsk,
    gather: Gather,
    next: i64,
    last: i64,
    accounts: i64,
    mixed: bool,
}

impl Pass {
    /// Something was saved: what is ready is old, what is under way is mixed.
    pub fn saved(&mut self) {
        self.ready = None;
        if let Some(job) = &mut self.under_way {
            job.mixed = true;
        }
    }

    /// The answer, or one step towards it.
    pub fn step(&mut self, conn: &Connection, rules: &Rules, ask: &ReportAsk) -> Res<Reported> {
        if let Some((known, reports)) = &self.ready
            && known == ask
        {
            return Ok(Reported::Ready(reports.clone()));
        }
        let mut job = match self.under_way.take().filter(|job| job.ask == *ask) {
            Some(job) => job,
            None => Job::new(conn, rules, ask)?,
        };
        let from = job.next;
        if job.next <= job.last {
            job.read(conn)?;
        }
        if job.next <= job.last {
            let progress = Progress {
                stage: "reading",
                done: (job.next - 1).unsigned_abs(),
                total: job.last.unsigned_abs(),
            };
            self.under_way = Some(job);
            return Ok(Reported::Working(progress));
        }
        // Nobody could save between the first and the last step of a pass of one step.
        let mixed = job.mixed && from > 1;
        let (reports, rows) = job.gather.finish(since(conn)?, mixed);
        if let Some(mut rows) = rows {
            name_rows(conn, &mut rows)?;
            return Ok(Reported::Rows(Box::new(rows)));
        }
        let reports = Box::new(reports);
        self.ready = Some((ask.clone(), reports.clone()));
        Ok(Reported::Ready(reports))
    }
}

impl Job {
    fn new(conn: &Connection, rules: &Rules, ask: &ReportAsk) -> Res<Job> {
        let currency = meta::currency(conn)?;
        let last = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
        Ok(Job {
            gather: Gather::new(
                ask.scope.clone(),
                currency,
                rules.clone(),
                ask.figure.clone(),
            ),
            ask: ask.clone(),
            next: 1,
            last,
            accounts: 32,
            mixed: false,
        })
    }

    /// Reads the next accounts; so many that a step stays short, however long their histories.
    fn read(&mut self, conn: &Connection) -> Res<()> {
        let to = (self.next + self.accounts - 1).min(self.last);
        let slice = Slice::Working {
            as_of: self.gather.scope().horizon(),
            moves_later: true,
        };
        let mut books = books::load(conn, AccountId(self.next), AccountId(to), slice)?;
        book_rows::barriers(conn, AccountId(self.next), AccountId(to), &mut books)?;
        let mut documents = 0;
        for book in &books {
            documents += book.documents.len() as u64 + 1;
            self.gather.account(book)?;
        }
        let each = (documents / books.len().max(1) as u64).max(1);
        self.accounts = i64::try_from(STEP / each).unwrap_or(1).clamp(1, MOST);
        self.next = to + 1;
        Ok(())
    }
}

/// The day of the first list that stands.
fn since(conn: &Connection) -> Res<Option<NaiveDate>> {
    let day: Option<Day> = conn
        .prepare_cached("SELECT min(as_of) FROM batch WHERE voided_by IS NULL")?
        .query_row([], |r| r.get(0))?;
    Ok(day.map(|d| d.0))
}

/// Documents by their numbers, payments by what is known of them.
fn name_rows(conn: &Connection, rows: &mut Drilled) -> Res<()> {
    let mut statement = conn.prepare_cached(
        "SELECT CASE WHEN number <> '' THEN number ELSE coalesce(nullif(reference, ''), method, kind) END FROM document WHERE id = ?1",
    )?;
    let mut name = |id: DocumentId| -> Res<String> { Ok(statement.query_row([id], |r| r.get(0))?) };
    for row in &mut rows.rows {
        if let Some(id) = row.document {
            row.what = name(id)?.replace('_', " ");
        }
    }
    Ok(())
}
