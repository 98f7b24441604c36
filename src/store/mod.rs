//! The ledger: the only SQL of the house.
//!
//! Law: domain, `protocol`, rusqlite; no screen, no key, no clock. No driver type leaves this module.
//! `Ledger` is one connection and answers synchronously (command line, tests); `Worker` owns one in a thread (the desk).
//!
//! Writing: `write` (one transaction per intention) → `act` → `calls`, `promises`, `payments`, `records`, `import`, `undo` →
//! `documents`, `accounts`, `events`, `facts`, `seal`. Reading: `board` and `queue`, `books` and the rules of `domain`, `find`, `aging`, `reports`,
//! `status`, `check`. The file as a whole: `lease`, `upgrade`, `backup`, `restore`, `presence`. Whatever only SQLite has is in `engine`;
//! the schema is `migrations/`.

mod accounts;
mod act;
mod aging;
mod ahead;
mod aliases;
mod approvals;
mod audit;
mod backup;
mod board;
mod book_rows;
mod books;
mod calls;
mod canon;
mod cases;
mod casework;
mod check;
mod claims;
mod closes;
mod credit;
mod credit_holds;
mod decided;
mod disputes;
mod document_rows;
mod documents;
mod engine;
mod events;
mod facts;
mod fault;
mod fees;
mod fields;
mod find;
mod holds;
mod import;
mod inbound;
mod jobs;
mod lane;
mod lease;
mod letters;
mod listing;
mod meta;
mod migrate;
mod morning;
mod names;
mod notes;
mod outbox;
mod payments;
mod people;
mod place;
mod placements;
mod plans;
mod presence;
mod promise_board;
mod promises;
pub mod protocol;
mod questions;
mod queue;
mod records;
mod remedies;
mod repair;
mod reports;
mod restore;
mod reviews;
mod rulings;
mod seal;
mod sellers;
mod staff;
mod status;
mod stopper;
mod table;
mod task_board;
mod tasks;
mod text;
mod told;
mod types;
mod undo;
mod upgrade;
mod who;
mod worker;
mod write;

#[cfg(test)]
mod tests;

pub use stopper::Stopper;
pub use who::login_name;
pub use worker::Worker;

use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use ahead::Ahead;
use board::Board;
use chrono::NaiveDate;
use engine::Engine;
use fault::{Fault, Res};
use lease::Lease;
use names::Names;
use presence::Presence;
use protocol::{Progress, Reply, Request, Restored, Stamp, StoreError, Waiting};
use std::path::Path;
use std::time::Duration;

/// Whose ledger it is: written once, when it is created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The company's name, shown on every screen.
    pub company: String,
    /// The book's own currency: totals at the top of the desk are in it.
    pub currency: Currency,
}

/// One connection to one ledger.
pub struct Ledger {
    engine: Engine,
    rules: Rules,
    /// Which copy of which ledger: another epoch under the same path is another ledger.
    epoch: String,
    /// What `PRAGMA data_version` said last.
    seen: i64,
    /// Another process has written, and nobody was told yet.
    unsaid: bool,
    board: Option<Board>,
    names: Option<Names>,
    reports: reports::Pass,
    ahead: Ahead,
    stopper: Stopper,
    /// Who else is here; none in memory.
    presence: Option<Presence>,
    /// Held while the ledger is open; put down last.
    _lease: Option<Lease>,
}

impl Ledger {
    /// Makes a new ledger file (owner-only, 0600).
    ///
    /// # Errors
    /// When the file exists already, or its folder cannot be written.
    pub fn create(path: &Path, id: &Identity, rules: Rules) -> Result<Ledger, StoreError> {
        let make = || -> Res<Ledger> {
            if path.symlink_metadata().is_ok() {
                return Err(engine::is_there(path));
            }
            let Some(mut lease) = Lease::exclusive(path, "making it")? else {
                return Err(presence::in_use(path, "it can be made"));
            };
            let engine = Engine::create(path, |engine| migrate::make(engine, id))?;
            lease.share()?;
            Ledger::with(engine, rules, Some(lease))
        };
        make().map_err(Fault::said)
    }

    /// Takes away a ledger that was just made, when nothing came of it. One that holds a record, or is open elsewhere, stays.
    pub fn discard(path: &Path) {
        let alone = Lease::exclusive(path, "taking it away");
        let Ok(Some(lease)) = alone else { return };
        let empty = Engine::open(path).and_then(|engine| seal::head_event(&engine.conn));
        if empty.is_ok_and(|(seq, _)| seq == 0) {
            place::remove(path);
            place::remove(&lease::beside(path, presence::ENDING));
            lease.remove();
        }
    }

    /// Puts a backup in the place of the ledger at a path; what was there is kept beside it.
    ///
    /// # Errors
    /// When the ledger is open anywhere, when the backup does not prove, or when it is of another history and that was not asked for.
    pub fn restore(
        path: &Path,
        from: &Path,
        other_history: bool,
        stamp: &Stamp,
        rules: &Rules,
    ) -> Result<Restored, StoreError> {
        restore::restore(path, from, other_history, stamp, rules).map_err(Fault::said)
    }

    /// Opens a ledger. Never creates one.
    ///
    /// # Errors
    /// When there is none, or the file is foreign, newer than this program, or damaged.
    pub fn open(path: &Path, rules: Rules) -> Result<Ledger, StoreError> {
        let open = || -> Res<Ledger> {
            // A file that is no ledger gets no lock file beside it; one that is being replaced is not opened meanwhile.
            let locked = lease::beside(&lease::real_path(path), lease::ENDING).exists();
            let early = locked.then(|| Lease::shared(path)).transpose()?;
            let mut engine = Engine::open(path)?;
            let mut lease = match early {
                Some(lease) => lease,
                None => Lease::shared(path)?,
            };
            if engine.same_file().is_err() {
                engine = Engine::open(path)?;
            }
            if let Some(format) = migrate::is_older(&engine)? {
                upgrade::upgrade(path, &mut engine, &mut lease, format)?;
            }
            Ledger::with(engine, rules, Some(lease))
        };
        open().map_err(Fault::said)
    }

    /// A ledger that is gone when dropped: the sample desk, and tests.
    ///
    /// # Errors
    /// When the database library refuses.
    pub fn in_memory(id: &Identity, rules: Rules) -> Result<Ledger, StoreError> {
        let made = Engine::in_memory().and_then(|mut engine| {
            migrate::make(&mut engine, id)?;
            Ledger::with(engine, rules, None)
        });
        made.map_err(Fault::said)
    }

    fn with(engine: Engine, rules: Rules, lease: Option<Lease>) -> Res<Ledger> {
        let epoch = meta::get(&engine.conn, meta::EPOCH)?
            .ok_or_else(|| Fault::damaged("the ledger has no epoch"))?;
        let seen = engine.data_version()?;
        Ok(Ledger {
            rules,
            epoch,
            seen,
            unsaid: false,
            board: None,
            names: None,
            reports: reports::Pass::default(),
            ahead: Ahead::default(),
            presence: engine.path().map(Presence::of),
            engine,
            _lease: lease,
            stopper: Stopper::default(),
        })
    }

    /// A hand for another thread that calls off an import before it writes.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Answers one request. `progress` is called during long work.
    pub fn ask(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Reply {
        match self.answer(request, progress) {
            Ok(reply) => reply,
            Err(fault) => Reply::Failed(self.explain(fault)),
        }
    }

    /// A failure in words, with what only this ledger knows: who is in the way, which disk is full.
    fn explain(&mut self, fault: Fault) -> StoreError {
        if fault.is_busy() && self.presence.is_some() {
            return self.busy(engine::BUSY_LIMIT);
        }
        match self.engine.path() {
            Some(path) if fault.is_full() => fault::full(path, place::free(path)),
            _ => fault.said(),
        }
    }

    /// A write may begin at once. What else is wrong with the file is said by the write itself.
    fn is_free(&mut self) -> bool {
        self.engine.is_free().unwrap_or(true)
    }

    /// What a write that waits for somebody else says meanwhile.
    fn waiting(&mut self, waited: Duration) -> Waiting {
        let others = self.presence.as_mut().map(Presence::others);
        Waiting {
            who: presence::in_the_way(&others.unwrap_or_default()),
            seconds: waited.as_secs(),
        }
    }

    /// What it says in the end.
    fn busy(&mut self, waited: Duration) -> StoreError {
        let others = self.presence.as_mut().map(Presence::others);
        presence::busy(&others.unwrap_or_default(), waited)
    }

    fn answer(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Res<Reply> {
        self.notice()?;
        match request {
            Request::Write(stamp, intent) => {
                self.begin(&stamp, write::doing(&intent));
                let done = write::write(self, &stamp, intent, progress);
                self.reports.saved();
                self.end();
                done.map(|done| Reply::Done(Box::new(done)))
            }
            Request::Here(here) => {
                let others = self.presence.as_mut().map(|presence| {
                    presence.here(&here);
                    presence.others()
                });
                Ok(Reply::Others(others.unwrap_or_default()))
            }
            Request::Backup { to, stamp } => {
                self.begin(&stamp, Some("taking a backup"));
                let made = backup::make(&self.engine, &self.rules, &to, stamp.at);
                self.end();
                made.map(|manifest| Reply::BackedUp(Box::new(manifest)))
            }
            Request::TurnDay { to } => write::turn_day(self, to).map(Reply::Turned),
            Request::Changed => Ok(Reply::Changed(std::mem::take(&mut self.unsaid))),
            read => self.read(read, progress),
        }
    }

    /// Says to the others what begins.
    fn begin(&mut self, stamp: &Stamp, doing: Option<&str>) {
        if let (Some(presence), Some(doing)) = (&mut self.presence, doing) {
            presence.begin(stamp, doing);
        }
    }

    fn end(&mut self) {
        if let Some(presence) = &mut self.presence {
            presence.end();
        }
    }

    /// Drops the caches when another process has written.
    fn notice(&mut self) -> Res<bool> {
        let now = self.engine.data_version()?;
        let changed = now != self.seen;
        if changed {
            self.seen = now;
            self.unsaid = true;
            self.forget();
        }
        Ok(changed)
    }

    /// Drops what is kept in memory: something was written.
    fn forget(&mut self) {
        self.names = None;
        self.reports.saved();
        self.forget_figures();
    }

    /// The same, where no account is found by another name or number than before.
    fn forget_figures(&mut self) {
        self.board = None;
        self.ahead.forget();
    }

    /// A read: one short transaction, so that all numbers of an answer are of the same moment.
    fn read(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Res<Reply> {
        let Ledger {
            engine,
            rules,
            board,
            names,
            reports,
            ahead,
            ..
        } = self;
        let tx = engine.conn.unchecked_transaction()?;
        let conn = &*tx;
        Ok(match request {
            Request::Status { as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                let waits = reviews::settle(conn, rules, board)?.len();
                Reply::Status(Box::new(status::status(conn, board, as_of, waits)?))
            }
            Request::Queue(ask) => {
                let board = on_day(board, conn, rules, ask.as_of)?;
                let names = match ask.filter.trim() {
                    "" => None,
                    _ => Some(&*loaded(names, conn)?),
                };
                let page = queue::page(conn, rules, board, names, &ask)?;
                ahead.page(page.rows.iter().map(|row| row.account).collect());
                Reply::Queue(Box::new(page))
            }
            Request::Why { account, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Why(Box::new(queue::why(conn, rules, board, account)?))
            }
            Request::Prep { account, as_of } => {
                let prep = match ahead.take(account, as_of) {
                    Some(ready) => ready,
                    None => ahead::prepared(conn, rules, account, as_of)?,
                };
                Reply::Prep(Box::new(prep))
            }
            Request::Resolve { text } => Reply::Account(Box::new(accounts::resolve(conn, &text)?)),
            Request::Find { text, limit, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                let names = loaded(names, conn)?;
                Reply::Hits(find::find(conn, board, names, &text, limit)?)
            }
            Request::FindPayments { text } => Reply::Payments(payments::find(conn, &text)?),
            Request::Promises(ask) => Reply::Promises(promises::list(conn, rules, &ask)?),
            Request::PromiseBoard(ask) => {
                Reply::PromiseBoard(Box::new(promise_board::board(conn, rules, &ask)?))
            }
            Request::PromiseDetail { promise, as_of } => {
                let found = promise_board::detail(conn, rules, promise, as_of)?;
                Reply::PromiseDetail(found.map(Box::new))
            }
            Request::Tasks(ask) => Reply::Tasks(tasks::list(conn, rules, &ask)?),
            Request::TaskBoard(ask) => {
                Reply::TaskBoard(Box::new(task_board::board(conn, rules, &ask)?))
            }
            Request::SearchNotes {
                text,
                account,
                limit,
                as_of,
            } => Reply::Notes(notes::search(conn, &text, account, limit, as_of)?),
            Request::AddsUp {
                account,
                amount,
                as_of,
            } => Reply::Sums(find::adds_up(conn, account, amount, as_of)?),
            Request::Review(ask) => {
                let board = on_day(board, conn, rules, ask.as_of)?;
                Reply::Review(Box::new(reviews::page(conn, rules, board, &ask)?))
            }
            Request::Decided(ask) => Reply::Decided(Box::new(decided::list(conn, rules, &ask)?)),
            Request::Collectors { as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Collectors(Box::new(staff::page(conn, rules, board)?))
            }
            Request::PlanMove(plan) => Reply::Moves(Box::new(staff::preview(conn, &plan)?)),
            Request::FeePreviews { account, as_of } => {
                Reply::FeePreviews(fees::previews(conn, rules, account, as_of)?)
            }
            Request::Cases { as_of } => Reply::Cases(cases::open(conn, rules, as_of)?),
            Request::Approvals { as_of, ended } => {
                Reply::Approvals(approvals::list(conn, as_of, ended)?)
            }
            Request::Audit(ask) => Reply::Audit(audit::list(conn, &ask)?),
            Request::Outbox(ask) => Reply::Outbox(Box::new(letters::read(conn, &ask)?)),
            Request::Sellers => Reply::Sellers(sellers::list(conn)?),
            Request::ReadMail(ask) => Reply::MailAccounts(inbound::read(conn, &ask)?),
            Request::Lane { as_of } => Reply::Lane(Box::new(lane::lane(conn, rules, as_of)?)),
            Request::Placements { as_of } => Reply::Placements(lane::placements(conn, as_of)?),
            Request::Aging { as_of, by } => Reply::Aging(aging::report(conn, as_of, by)?),
            Request::OpenItems { as_of } => {
                Reply::OpenItems(listing::items(conn, as_of, &mut |done, total| {
                    progress(reading(done, total))
                })?)
            }
            Request::Activity { from, to } => {
                Reply::Activity(listing::activity(conn, from, to, &mut |done, total| {
                    progress(reading(done, total))
                })?)
            }
            Request::CloseOf { day, derived } => {
                Reply::Reported(reports.close(conn, rules, day, derived)?)
            }
            Request::Awaited { as_of } => Reply::Awaited(morning::awaited(conn, as_of)?),
            Request::Report(ask) => Reply::Reported(reports.step(conn, rules, &ask)?),
            Request::Events { limit } => Reply::Events(events::list(conn, limit)?),
            Request::LastAct { by } => Reply::LastAct(undo::last(conn, &by)?),
            Request::Batches { limit } => Reply::Batches(status::batches(conn, limit)?),
            Request::Aliases { account } => Reply::Aliases(aliases::list(conn, account)?),
            Request::Alike => Reply::Alike(import::alike(conn)?),
            Request::Questions { account } => Reply::Questions(questions::list(conn, account)?),
            Request::Check(ask) => {
                let checked = check::run(conn, rules, &ask, &mut |done, total| {
                    progress(Progress {
                        stage: "comparing",
                        done,
                        total,
                    });
                })?;
                Reply::Checked(Box::new(checked))
            }
            Request::TurnDay { .. }
            | Request::Changed
            | Request::Here(..)
            | Request::Backup { .. }
            | Request::Write(..) => {
                return fault::refuse("this request is no read");
            }
        })
    }
}

/// How far a list is.
const fn reading(done: u64, total: u64) -> Progress {
    Progress {
        stage: "reading",
        done,
        total,
    }
}

/// The board of a day: the one in memory when it is of that day.
fn on_day<'a>(
    board: &'a mut Option<Board>,
    conn: &rusqlite::Connection,
    rules: &Rules,
    as_of: NaiveDate,
) -> Res<&'a mut Board> {
    let made = match board.take() {
        Some(known) if known.as_of == as_of => known,
        _ => Board::build(conn, rules, as_of)?,
    };
    Ok(board.insert(made))
}

/// The names: read on first use.
fn loaded<'a>(names: &'a mut Option<Names>, conn: &rusqlite::Connection) -> Res<&'a mut Names> {
    let made = match names.take() {
        Some(known) => known,
        None => Names::load(conn)?,
    };
    Ok(names.insert(made))
}
