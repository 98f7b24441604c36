//! What a ledger does and says when it cannot do what was asked: once more on a new connection, who is in the way, which disk is full.

use super::fault::{Fault, Res};
use super::presence::{self, Presence};
use super::protocol::{Intent, Progress, Reply, Request, StoreError, Waiting};
use super::{Ledger, engine, fault, place};
use std::time::Duration;

impl Ledger {
    /// A page could not be read, and SQLite calls that damage whether the disk stuttered or the page is gone: only what a new connection does
    /// not read either is damaged (FAULTS S7). An act carries its key, so it is never done twice.
    pub(super) fn on_a_new_connection(
        &mut self,
        fault: Fault,
        again: Option<Request>,
        progress: &mut dyn FnMut(Progress),
    ) -> Res<Reply> {
        if self.engine.path().is_none() || self.engine.reopen().is_err() {
            return Err(fault);
        }
        self.forget();
        match again {
            Some(request) => self.answer(request, progress),
            None => Err(fault),
        }
    }

    /// A failure in words, with what only this ledger knows: who is in the way, which disk is full.
    pub(super) fn explain(&mut self, fault: Fault) -> StoreError {
        if fault.is_busy() && self.presence.is_some() {
            return self.busy(engine::BUSY_LIMIT);
        }
        match self.engine.path() {
            Some(path) if fault.is_full() => fault::full(path, place::free(path)),
            Some(path) if fault.is_of_the_disk() => match fault.said() {
                StoreError::Storage(text) => {
                    StoreError::Storage(format!("{}: {text}", path.display()))
                }
                other => other,
            },
            _ => fault.said(),
        }
    }

    /// What a write that waits for somebody else says meanwhile.
    pub(super) fn waiting(&mut self, waited: Duration) -> Waiting {
        let others = self.presence.as_mut().map(Presence::others);
        Waiting {
            who: presence::in_the_way(&others.unwrap_or_default()),
            seconds: waited.as_secs(),
        }
    }

    /// What it says in the end.
    pub(super) fn busy(&mut self, waited: Duration) -> StoreError {
        let others = self.presence.as_mut().map(Presence::others);
        presence::busy(&others.unwrap_or_default(), waited)
    }
}

/// It may be done a second time when it failed: all but an import, whose rows are handed over and not kept twice.
pub(super) fn may_be_asked_again(request: &Request) -> bool {
    !matches!(request, Request::Write(_, Intent::Import(_)))
}
