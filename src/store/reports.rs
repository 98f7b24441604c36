//! Reports: a pass over all books, a few accounts per question, so that a key never waits for a million invoices.
//!
//! Law: each step is one short read; whoever asks asks again until the answer is ready. What was saved meanwhile is said (`mixed`), it
//! does not begin the pass anew: on a busy ledger that would never end. The counting is `domain::reports`.

use super::books::{self, Slice};
use super::fault::Res;
use super::protocol::{Progress, ReportAsk, Reported};
use super::types::Day;
use super::{book_rows, closes, meta};
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::reports::{Closer, Drilled, Gather, Reports};
use crate::domain::rules::Rules;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

/// Documents that one step should read: some milliseconds.
const STEP: u64 = 2_000;
/// Documents that one step looks at for the first that was billed.
const BILLED: i64 = 20_000;
/// The most accounts of one step.
const MOST: i64 = 512;

/// The pass that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Pass {
    under_way: Option<Job>,
    closing: Option<Closing>,
    /// The answer to the last question, while nothing was saved.
    ready: Option<(ReportAsk, Arc<Reports>)>,
}

#[derive(Debug)]
struct Job {
    ask: ReportAsk,
    gather: Gather,
    walk: Walk,
    billed: Billed,
    mixed: bool,
}

#[derive(Debug)]
struct Closing {
    day: NaiveDate,
    closer: Closer,
    walk: Walk,
}

impl Pass {
    /// Something was saved: what is ready is old, what is under way is mixed.
    pub fn saved(&mut self) {
        self.ready = None;
        if let Some(job) = &mut self.under_way {
            job.mixed = true;
        }
    }

    /// The close of a day, or one step towards it.
    pub fn close(
        &mut self,
        conn: &Connection,
        rules: &Rules,
        day: NaiveDate,
        derived: bool,
    ) -> Res<Reported> {
        if closes::is_closed(conn, day)? {
            return Ok(Reported::Close(None));
        }
        let mut job = match self.closing.take().filter(|job| job.day == day) {
            Some(job) => job,
            None => Closing {
                day,
                closer: Closer::new(day, rules.clone()),
                walk: Walk::new(conn)?,
            },
        };
        if let Some(books) = job.walk.next(conn, job.closer.horizon(), false)? {
            for book in &books {
                job.closer.account(book)?;
            }
            let progress = job.walk.progress();
            self.closing = Some(job);
            return Ok(Reported::Working(progress));
        }
        Ok(Reported::Close(Some(Box::new(job.closer.finish(derived)))))
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
        let horizon = job.gather.scope().horizon();
        if let Some(books) = job.walk.next(conn, horizon, true)? {
            for book in &books {
                job.gather.account(book)?;
            }
            // A small book is answered at once: nobody could save between its first and its last account.
            if !job.walk.is_over() {
                let progress = job.walk.progress();
                self.under_way = Some(job);
                return Ok(Reported::Working(progress));
            }
        }
        if job.billed.step(conn, BILLED)? {
            let progress = job.walk.progress();
            self.under_way = Some(job);
            return Ok(Reported::Working(progress));
        }
        let since = since(conn, job.billed.first)?;
        let (mut reports, rows) = job.gather.finish(since, job.mixed);
        if let Some(mut rows) = rows {
            name_rows(conn, &mut rows)?;
            return Ok(Reported::Rows(Box::new(rows)));
        }
        let evenings: Vec<NaiveDate> = ask.scope.trend().into_iter().map(|(_, to)| to).collect();
        name_cases(conn, &mut reports)?;
        reports.recall(&closes::of_days(conn, &evenings)?);
        let reports = Arc::new(reports);
        self.ready = Some((ask.clone(), reports.clone()));
        Ok(Reported::Ready(reports))
    }
}

impl Job {
    fn new(conn: &Connection, rules: &Rules, ask: &ReportAsk) -> Res<Job> {
        let currency = meta::currency(conn)?;
        Ok(Job {
            gather: Gather::new(
                ask.scope.clone(),
                currency,
                rules.clone(),
                ask.figure.clone(),
            ),
            ask: ask.clone(),
            walk: Walk::new(conn)?,
            billed: Billed::new(conn)?,
            mixed: false,
        })
    }
}

/// A way through all accounts, some at a time.
#[derive(Debug)]
struct Walk {
    next: i64,
    last: i64,
    accounts: i64,
}

impl Walk {
    fn new(conn: &Connection) -> Res<Walk> {
        let last = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
        Ok(Walk {
            next: 1,
            last,
            accounts: 32,
        })
    }

    fn is_over(&self) -> bool {
        self.next > self.last
    }

    fn progress(&self) -> Progress {
        Progress {
            stage: "reading",
            done: (self.next - 1).unsigned_abs(),
            total: self.last.unsigned_abs(),
        }
    }

    /// The next books with everything that moved after `horizon`; so many that a step stays short, however long their histories. `None` =
    /// there are no more.
    fn next(
        &mut self,
        conn: &Connection,
        horizon: NaiveDate,
        barriers: bool,
    ) -> Res<Option<Vec<Book>>> {
        if self.is_over() {
            return Ok(None);
        }
        let to = (self.next + self.accounts - 1).min(self.last);
        let slice = Slice::Working {
            as_of: horizon,
            moves_later: true,
        };
        let (first, last) = (AccountId(self.next), AccountId(to));
        let mut books = books::load(conn, first, last, slice)?;
        if barriers {
            book_rows::barriers(conn, first, last, &mut books)?;
        }
        let documents: u64 = books.iter().map(|b| b.documents.len() as u64 + 1).sum();
        let each = (documents / books.len().max(1) as u64).max(1);
        self.accounts = i64::try_from(STEP / each).unwrap_or(1).clamp(1, MOST);
        self.next = to + 1;
        Ok(Some(books))
    }
}

/// Looks for the first invoice that came in a list beside payments: from its day on all is known that was billed. No index leads there, so it
/// goes through the documents, some at a time.
#[derive(Debug)]
struct Billed {
    next: i64,
    last: i64,
    first: Option<NaiveDate>,
}

impl Billed {
    fn new(conn: &Connection) -> Res<Billed> {
        let last = conn.query_row(
            "SELECT CASE
               WHEN EXISTS (SELECT 1 FROM batch_file WHERE kind = 'list' AND voided_by IS NULL)
                AND EXISTS (SELECT 1 FROM batch_file WHERE kind = 'payments' AND voided_by IS NULL)
               THEN (SELECT coalesce(max(id), 0) FROM document) ELSE 0 END",
            [],
            |r| r.get(0),
        )?;
        Ok(Billed {
            next: 1,
            last,
            first: None,
        })
    }

    /// Looks at so many documents more; whether there are others.
    fn step(&mut self, conn: &Connection, most: i64) -> Res<bool> {
        if self.next <= self.last {
            let to = self.next.saturating_add(most - 1).min(self.last);
            let found: Option<Day> = conn
                .prepare_cached(
                    "SELECT min(issued_on) FROM document WHERE id BETWEEN ?1 AND ?2 AND kind = 'invoice' AND voided_by IS NULL
                       AND event_seq IN (SELECT event_seq FROM batch_file WHERE kind = 'list' AND voided_by IS NULL)",
                )?
                .query_row([self.next, to], |r| r.get(0))?;
            let found = found.map(|day| day.0);
            self.first = self.first.into_iter().chain(found).min();
            self.next = to + 1;
        }
        Ok(self.next <= self.last)
    }
}

/// The day from which on all is known that was billed: of the first list that stands; where invoices came with the payments that settled
/// them, of the first of those (`billed`).
fn since(conn: &Connection, billed: Option<NaiveDate>) -> Res<Option<NaiveDate>> {
    let first: Option<Day> = conn
        .prepare_cached("SELECT min(as_of) FROM batch WHERE voided_by IS NULL")?
        .query_row([], |r| r.get(0))?;
    let first = first.map(|day| day.0);
    Ok(first.map(|first| billed.map_or(first, |billed| billed.min(first))))
}

/// Contested invoices by their numbers: what is settled is not in the books that a pass reads.
fn name_cases(conn: &Connection, reports: &mut Reports) -> Res<()> {
    let mut statement = conn.prepare_cached("SELECT number FROM document WHERE id = ?1")?;
    for case in reports.cases.iter_mut().filter(|c| c.number.is_empty()) {
        case.number = statement
            .query_row([case.document], |r| r.get(0))
            .optional()?
            .unwrap_or_default();
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_invoice_of_a_list_is_found_however_few_documents_a_step_looks_at() {
        let conn = Connection::open_in_memory().expect("a database");
        conn.execute_batch(
            "CREATE TABLE batch_file (event_seq INTEGER, kind TEXT, voided_by INTEGER);
             CREATE TABLE document (id INTEGER PRIMARY KEY, event_seq INTEGER, kind TEXT, issued_on TEXT, voided_by INTEGER);
             INSERT INTO document (event_seq, kind, issued_on, voided_by) VALUES
               (1, 'invoice', '2026-03-05', NULL), (1, 'invoice', '2026-02-01', NULL), (1, 'payment', '2026-01-01', NULL),
               (1, 'invoice', '2025-12-01', 9), (2, 'invoice', '2025-06-01', NULL), (1, 'invoice', '2026-02-02', NULL);
             INSERT INTO batch_file VALUES (1, 'list', NULL), (2, 'snapshot', NULL);",
        )
        .expect("rows");
        let first = |most: i64| {
            let mut billed = Billed::new(&conn).expect("begun");
            let mut steps = 1;
            while billed.step(&conn, most).expect("a step") {
                steps += 1;
            }
            (billed.first, steps)
        };
        // Without the payments that settled them, a list says nothing of what was billed before it.
        assert_eq!(first(2), (None, 1));
        conn.execute("INSERT INTO batch_file VALUES (1, 'payments', NULL)", [])
            .expect("a row");
        let day = NaiveDate::from_ymd_opt(2026, 2, 1);
        for (most, steps) in [(1, 6), (2, 3), (4, 2), (100, 1)] {
            assert_eq!(first(most), (day, steps), "{most} a step");
        }
    }
}
