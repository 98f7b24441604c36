//! One write from its first row to its last: the event, the rows that hang on it, the answer, the facts, the seal.
//!
//! Law: the event is written first (every row refers to it), the answer, the id ranges and the seal over all of it last, facts in between, all in one
//! transaction. Whoever writes a row says so with `wrote`, whoever moves an account says so with `touch`.

use super::events;
use super::fault::Res;
use super::protocol::{Done, Stamp};
use super::seal::TableSum;
use super::stopper::Stopper;
use super::table::Table;
use super::{facts, meta, seal};
use crate::domain::ids::{AccountId, EventSeq};
use crate::domain::rules::Rules;
use chrono::NaiveDate;
use rusqlite::{Connection, Params};
use std::collections::{BTreeMap, BTreeSet};

/// A write under way.
pub(super) struct Act<'a> {
    /// The open transaction.
    pub conn: &'a Connection,
    /// The settings of the rules.
    pub rules: &'a Rules,
    /// Who, when, which day, which key.
    pub stamp: &'a Stamp,
    /// The event's position; 0 until it is written.
    pub seq: EventSeq,
    /// The answer, filled in along the way.
    pub done: Done,
    rows: BTreeMap<Table, (i64, i64)>,
    /// Rows of tables that were added up while they were written.
    sums: BTreeMap<Table, TableSum>,
    touched: BTreeSet<AccountId>,
    /// Facts of every account are to be made anew (after an import).
    all_touched: bool,
    /// What stands open, while every account came with this write.
    fresh: Option<facts::Fresh>,
    latest_move: Option<NaiveDate>,
    stop: Option<Stopper>,
}

impl<'a> Act<'a> {
    /// A write that has not begun.
    pub fn new(conn: &'a Connection, rules: &'a Rules, stamp: &'a Stamp) -> Act<'a> {
        Act {
            conn,
            rules,
            stamp,
            seq: EventSeq(0),
            done: Done::default(),
            rows: BTreeMap::new(),
            sums: BTreeMap::new(),
            touched: BTreeSet::new(),
            all_touched: false,
            fresh: None,
            latest_move: None,
            stop: None,
        }
    }

    /// Listens to whoever may want this write stopped before it begins.
    pub fn listen(&mut self, stop: &Stopper) {
        self.stop = Some(stop.clone());
    }

    /// Somebody wants it stopped.
    pub fn is_stopped(&self) -> bool {
        let key = &self.stamp.key;
        self.stop.as_ref().is_some_and(|s| s.names(key))
    }

    /// The civil day of the act.
    pub fn on(&self) -> NaiveDate {
        self.stamp.on
    }

    /// Writes the event. `what` is for people, `body` is the whole intention as JSON.
    pub fn event(
        &mut self,
        kind: &str,
        account: Option<AccountId>,
        what: String,
        body: &str,
    ) -> Res<()> {
        self.event_undoing(kind, account, what, body, None)
    }

    /// Writes an event that undoes another.
    pub fn event_undoing(
        &mut self,
        kind: &str,
        account: Option<AccountId>,
        what: String,
        body: &str,
        undoes: Option<EventSeq>,
    ) -> Res<()> {
        let what: String = what.chars().take(2000).collect();
        self.seq = events::append(
            self.conn,
            &events::NewEvent {
                stamp: self.stamp,
                kind,
                account,
                what: &what,
                body,
                undoes,
            },
        )?;
        self.done.event = Some(self.seq);
        self.done.what = what;
        self.done.account = account;
        Ok(())
    }

    /// Inserts one row and remembers it for undo; answers its id.
    pub fn insert(&mut self, table: Table, sql: &str, values: impl Params) -> Res<i64> {
        self.conn.prepare_cached(sql)?.execute(values)?;
        let id = self.conn.last_insert_rowid();
        self.wrote(table, id);
        Ok(id)
    }

    /// A row of this event: ids of one event are without gaps per table, because writers take turns.
    pub fn wrote(&mut self, table: Table, id: i64) {
        self.rows
            .entry(table)
            .and_modify(|range| *range = (range.0.min(id), range.1.max(id)))
            .or_insert((id, id));
    }

    /// The same, with the row as the seal takes it: then it need not be read back.
    pub fn wrote_as(&mut self, table: Table, id: i64, bytes: &[u8]) {
        self.wrote(table, id);
        let sum = self.sums.entry(table);
        sum.or_insert_with(|| TableSum::begin(id)).row(id, bytes);
    }

    /// The facts of this account must be made anew.
    pub fn touch(&mut self, account: AccountId) {
        self.touched.insert(account);
    }

    /// The facts of every account must be made anew.
    pub fn touch_all(&mut self) {
        self.all_touched = true;
    }

    /// Every account of the ledger was written by this act, and so will every document be: `stands` tells what is open on each.
    pub fn all_is_new(&mut self) {
        self.fresh = Some(facts::Fresh::new(self.stamp.on));
    }

    /// A document was written with that much open on it.
    pub fn stands(&mut self, open: facts::Open, last_move: NaiveDate) {
        if let Some(fresh) = &mut self.fresh {
            fresh.add(open, last_move);
        }
    }

    /// A document moves on that day.
    pub fn moves_on(&mut self, day: NaiveDate) {
        self.latest_move = self.latest_move.max(Some(day));
    }

    /// Ends the write: facts, answer, ranges. The caller commits.
    pub fn finish(mut self, progress: &mut dyn FnMut(u64, u64)) -> Res<Done> {
        if let Some(day) = self.latest_move
            && meta::day(self.conn, meta::LATEST_MOVE)?.is_none_or(|known| known < day)
        {
            meta::set_day(self.conn, meta::LATEST_MOVE, day)?;
        }
        if let Some(fresh) = self.fresh.take() {
            facts::make_fresh(self.conn, self.rules, fresh, progress)?;
        } else if self.all_touched {
            facts::make_all(self.conn, self.rules, self.stamp.on, progress)?;
        } else {
            facts::refresh(self.conn, self.rules, self.stamp.on, &self.touched)?;
        }
        self.done.repeated = false;
        events::store_result(self.conn, self.seq, &self.done, &self.rows)?;
        seal::close(self.conn, self.seq, &self.rows, self.sums)?;
        Ok(self.done)
    }
}
