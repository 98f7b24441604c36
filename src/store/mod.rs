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
mod courtesy;
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
mod head;
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
mod read;
mod records;
mod redaction;
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
mod text_columns;
mod told;
mod trouble;
mod types;
mod undo;
mod upgrade;
mod who;
mod worker;
mod write;

#[cfg(test)]
mod tests;

pub use lease::is_of_a_ledger;
pub use stopper::Stopper;
pub use who::login_name;
pub use worker::Worker;

use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use ahead::Ahead;
use board::Board;
use engine::Engine;
use fault::{Fault, Res};
use lease::Lease;
use names::Names;
use presence::Presence;
use protocol::{Progress, RedactAsk, Redacted, Reply, Request, Restored, Stamp, StoreError};
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
    /// Another process has written, and nobody was told yet.
    unsaid: bool,
    board: Option<Board>,
    names: Option<Names>,
    reports: reports::Pass,
    ahead: Ahead,
    stopper: Stopper,
    /// What it lacks although it was there when the ledger was last left.
    behind: Option<String>,
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
            // What lay here before is gone: its head says nothing about the new one.
            place::remove(&head::file_of(path));
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
            place::remove(&head::file_of(path));
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

    /// Blacks a text out for good, in the rows, the log and the index of words, and in what the files keep of their past; or, dry, says where
    /// it stands. Copies that hold it still are named. It cannot be undone.
    ///
    /// # Errors
    /// When the ledger is open anywhere else, when it does not prove before or after, or when the text is part of what is no free text.
    pub fn redact(
        path: &Path,
        ask: &RedactAsk,
        stamp: &Stamp,
        rules: &Rules,
    ) -> Result<Redacted, StoreError> {
        redaction::redact(path, ask, stamp, rules).map_err(Fault::said)
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
            let behind = match engine.path() {
                Some(path) => head::behind(&engine.conn, path)?,
                None => None,
            };
            let mut ledger = Ledger::with(engine, rules.clone(), Some(lease))?;
            ledger.behind = behind;
            Ok(ledger)
        };
        // A read that failed once often succeeds on a new connection; only what fails twice is called damaged (FAULTS S7).
        let opened = match open() {
            Err(fault) if fault.is_unreadable() => open(),
            opened => opened,
        };
        opened.map_err(|fault| match fault.is_full() {
            true => fault::full_at_open(path, place::free(path)),
            false => fault.said(),
        })
    }

    /// What the ledger lacks although it was there when it was last left: it was copied without its log, or is an older copy. One line for
    /// the user; the ledger can be read and written all the same.
    #[must_use]
    pub fn behind(&self) -> Option<&str> {
        self.behind.as_deref()
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
            behind: None,
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
        let again = trouble::may_be_asked_again(&request).then(|| request.clone());
        let answered = match self.answer(request, progress) {
            Err(fault) if fault.is_unreadable() => self.on_a_new_connection(fault, again, progress),
            answered => answered,
        };
        match answered {
            Ok(reply) => reply,
            Err(fault) => Reply::Failed(self.explain(fault)),
        }
    }

    /// A write may begin at once. What else is wrong with the file is said by the write itself.
    fn is_free(&mut self) -> bool {
        self.engine.is_free().unwrap_or(true)
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
            Request::Rehearse(stamp, intents) => {
                write::rehearse(self, &stamp, intents).map(Reply::Rehearsed)
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
}

impl Drop for Ledger {
    /// Leaves word of what it held. Second connections of a desk hold no lease and leave none.
    fn drop(&mut self) {
        if self._lease.is_some() {
            head::keep(&self.engine);
        }
    }
}
