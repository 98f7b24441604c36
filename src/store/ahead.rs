//! What will be asked next: the preps of the rows around the one that was looked at last, made while nobody waits.
//!
//! Law: the same answer as a fresh one, or none: whatever may change an answer empties this. A few accounts at most, so that an idle
//! desk comes to rest and its memory stays small.

use super::engine::Engine;
use super::fault::{Fault, Res};
use super::{Ledger, accounts, books, questions, status};
use crate::domain::ids::AccountId;
use crate::domain::rules::Rules;
use crate::domain::view::Prep;
use chrono::NaiveDate;
use rusqlite::Connection;

/// Rows below and above the one on screen that are made ready, nearest first.
const NEAR: [isize; 5] = [1, 2, -1, 3, 4];

/// Preps that may be asked for next.
#[derive(Default)]
pub(super) struct Ahead {
    /// The rows of the page that was given last.
    rows: Vec<AccountId>,
    /// Whose prep was asked for last, and for which day.
    at: Option<(AccountId, NaiveDate)>,
    made: Vec<Prep>,
}

impl Ahead {
    /// A page was given.
    pub fn page(&mut self, rows: Vec<AccountId>) {
        self.rows = rows;
    }

    /// A prep is asked for: the one that is ready, if it is.
    pub fn take(&mut self, account: AccountId, as_of: NaiveDate) -> Option<Prep> {
        if self.at.is_some_and(|(_, day)| day != as_of) {
            self.made.clear();
        }
        self.at = Some((account, as_of));
        let at = self.made.iter().position(|p| p.account.id == account)?;
        Some(self.made.swap_remove(at))
    }

    /// Whose prep is to be made ready next, and for which day.
    pub fn wanted(&mut self) -> Option<(AccountId, NaiveDate)> {
        let (account, as_of) = self.at?;
        let here = self.rows.iter().position(|row| *row == account)?;
        let near: Vec<AccountId> = NEAR
            .iter()
            .filter_map(|step| self.rows.get(here.checked_add_signed(*step)?).copied())
            .collect();
        self.made.retain(|p| near.contains(&p.account.id));
        let missing = |row: &AccountId| self.made.iter().all(|p| p.account.id != *row);
        near.into_iter().find(missing).map(|row| (row, as_of))
    }

    /// One is ready.
    pub fn put(&mut self, prep: Prep) {
        self.made.push(prep);
    }

    /// Something was written: nothing of it holds any more.
    pub fn forget(&mut self) {
        self.made.clear();
    }

    /// Nothing can be made ready until the next question.
    pub fn rest(&mut self) {
        self.at = None;
        self.made.clear();
    }
}

impl Ledger {
    /// A second connection to the same ledger, for long work or for reads beside it; none in memory.
    pub(super) fn another(&self) -> Option<Ledger> {
        let engine = Engine::open(self.engine.path()?).ok()?;
        let mut other = Ledger::with(engine, self.rules.clone(), None).ok()?;
        // The desk is one in the list of those who are here.
        other.presence = None;
        (other.epoch == self.epoch).then_some(other)
    }

    /// Makes an answer ready that is likely to be asked for next. False when there is none.
    pub(super) fn look_ahead(&mut self) -> bool {
        let Some((account, as_of)) = self.ahead.wanted() else {
            return false;
        };
        // Another process may have written since; the next question then begins anew.
        if !matches!(self.notice(), Ok(false)) {
            self.ahead.rest();
            return false;
        }
        let made = self.engine.conn.unchecked_transaction();
        let made = made
            .map_err(Fault::from)
            .and_then(|tx| prepared(&tx, &self.rules, account, as_of));
        match made {
            Ok(prep) => self.ahead.put(prep),
            // Whoever asks for it is told why it cannot be had.
            Err(_) => self.ahead.rest(),
        }
        true
    }
}

/// Everything that is to be known before a call.
pub(super) fn prepared(
    conn: &Connection,
    rules: &Rules,
    account: AccountId,
    as_of: NaiveDate,
) -> Res<Prep> {
    let book = books::whole(conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let thru = status::thru(conn, as_of)?;
    let mut prep = crate::domain::prep::prepare(&book, as_of, rules, thru)?;
    prep.questions = questions::list(conn, Some(account))?;
    Ok(prep)
}
