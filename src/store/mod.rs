//! The ledger: the only SQL of the house.
//!
//! Law: domain, `protocol`, rusqlite; no screen, no key, no clock. No driver type leaves this module.
//! `Ledger` is one connection and answers synchronously (command line, tests); `Worker` owns one in a thread (the desk).
//!
//! Writing: `write` (one transaction per intention) → `act` → `calls`, `promises`, `payments`, `records`, `import`, `undo` →
//! `documents`, `accounts`, `events`, `facts`. Reading: `board` and `queue`, `books` and the rules of `domain`, `find`, `aging`,
//! `status`, `check`. Whatever only SQLite has is in `engine`; the schema is `migrations/`.

mod accounts;
mod act;
mod aging;
mod board;
mod book_rows;
mod books;
mod calls;
mod canon;
mod check;
mod documents;
mod engine;
mod events;
mod facts;
mod fault;
mod find;
mod import;
mod listing;
mod meta;
mod migrate;
mod names;
mod payments;
mod promises;
pub mod protocol;
mod queue;
mod records;
mod repair;
mod seal;
mod status;
mod table;
mod text;
mod types;
mod undo;
mod worker;
mod write;

#[cfg(test)]
mod tests;

pub use worker::Worker;

use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use board::Board;
use chrono::NaiveDate;
use engine::Engine;
use fault::{Fault, Res};
use names::Names;
use protocol::{Progress, Reply, Request, StoreError};
use std::path::Path;

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
    board: Option<Board>,
    names: Option<Names>,
}

impl Ledger {
    /// Makes a new ledger file (owner-only, 0600).
    ///
    /// # Errors
    /// When the file exists already, or its folder cannot be written.
    pub fn create(path: &Path, id: &Identity, rules: Rules) -> Result<Ledger, StoreError> {
        let made = Engine::create(path).and_then(|mut engine| {
            migrate::make(&mut engine, id)?;
            Ledger::with(engine, rules)
        });
        made.map_err(Fault::said)
    }

    /// Opens a ledger. Never creates one.
    ///
    /// # Errors
    /// When there is none, or the file is foreign, newer than this program, or damaged.
    pub fn open(path: &Path, rules: Rules) -> Result<Ledger, StoreError> {
        let opened = Engine::open(path).and_then(|mut engine| {
            migrate::bring_up(&mut engine)?;
            Ledger::with(engine, rules)
        });
        opened.map_err(Fault::said)
    }

    /// A ledger that is gone when dropped: the sample desk, and tests.
    ///
    /// # Errors
    /// When the database library refuses.
    pub fn in_memory(id: &Identity, rules: Rules) -> Result<Ledger, StoreError> {
        let made = Engine::in_memory().and_then(|mut engine| {
            migrate::make(&mut engine, id)?;
            Ledger::with(engine, rules)
        });
        made.map_err(Fault::said)
    }

    fn with(engine: Engine, rules: Rules) -> Res<Ledger> {
        let epoch = meta::get(&engine.conn, meta::EPOCH)?
            .ok_or_else(|| Fault::damaged("the ledger has no epoch"))?;
        let seen = engine.data_version()?;
        Ok(Ledger {
            engine,
            rules,
            epoch,
            seen,
            board: None,
            names: None,
        })
    }

    /// Answers one request. `progress` is called during long work.
    pub fn ask(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Reply {
        match self.answer(request, progress) {
            Ok(reply) => reply,
            Err(fault) => Reply::Failed(fault.said()),
        }
    }

    fn answer(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Res<Reply> {
        let changed = self.notice()?;
        match request {
            Request::Write(stamp, intent) => write::write(self, &stamp, &intent, progress)
                .map(|done| Reply::Done(Box::new(done))),
            Request::TurnDay { to } => write::turn_day(self, to).map(Reply::Turned),
            Request::Changed => Ok(Reply::Changed(changed)),
            read => self.read(read, progress),
        }
    }

    /// Drops the caches when another process has written.
    fn notice(&mut self) -> Res<bool> {
        let now = self.engine.data_version()?;
        let changed = now != self.seen;
        if changed {
            self.seen = now;
            self.forget();
        }
        Ok(changed)
    }

    /// Drops what is kept in memory: something was written.
    fn forget(&mut self) {
        self.board = None;
        self.names = None;
    }

    /// A read: one short transaction, so that all numbers of an answer are of the same moment.
    fn read(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Res<Reply> {
        let Ledger {
            engine,
            rules,
            board,
            names,
            ..
        } = self;
        let tx = engine.conn.unchecked_transaction()?;
        let conn = &*tx;
        Ok(match request {
            Request::Status { as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Status(Box::new(status::status(conn, board, as_of)?))
            }
            Request::Queue(ask) => {
                let board = on_day(board, conn, rules, ask.as_of)?;
                let names = match ask.filter.trim() {
                    "" => None,
                    _ => Some(&*loaded(names, conn)?),
                };
                Reply::Queue(Box::new(queue::page(conn, rules, board, names, &ask)?))
            }
            Request::Why { account, as_of } => {
                let board = on_day(board, conn, rules, as_of)?;
                Reply::Why(Box::new(queue::why(conn, rules, board, account)?))
            }
            Request::Prep { account, as_of } => {
                let book = books::whole(conn, account)?.ok_or_else(|| accounts::gone(account))?;
                let thru = status::thru(conn, as_of)?;
                let prep = crate::domain::prep::prepare(&book, as_of, rules, thru)?;
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
            Request::Events { limit } => Reply::Events(events::list(conn, limit)?),
            Request::Batches { limit } => Reply::Batches(status::batches(conn, limit)?),
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
            Request::TurnDay { .. } | Request::Changed | Request::Write(..) => {
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
