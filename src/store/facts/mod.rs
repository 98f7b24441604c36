//! The facts table: one narrow row per account, a cache of `domain::facts` (PERFORMANCE, design 1-2).
//!
//! Law: valid from `meta.rolled_to` until a row's `next_turn`; refreshed in the transaction of its cause; never read for an earlier
//! day. `check` makes all of it anew and compares. The rows themselves are `rows`.

mod fresh;
mod rows;

pub(super) use fresh::{Fresh, Open, make as make_fresh};
pub(super) use rows::{Rows, each_stored, stored, stored_between, stored_promises};

use super::books::{self, Slice};
use super::fault::Res;
use super::meta;
use super::types::day_number;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::facts::{self, Facts};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::Minor;
use crate::domain::rules::Rules;
use crate::domain::verdict::{self, Verdict};
use chrono::NaiveDate;
use rows::Store;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// So many accounts are held in memory at once during bulk work.
const CHUNK: i64 = 512;

/// What became of a promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct PromiseState {
    /// Which.
    pub promise: PromiseId,
    /// Its verdict on the day that it was worked out.
    pub verdict: Verdict,
    /// Its date.
    pub by_when: NaiveDate,
    /// The last day of its window.
    pub window_ends: NaiveDate,
    /// What was promised.
    pub amount: Minor,
    /// What came.
    pub received: Minor,
    /// What is missing.
    pub short: Minor,
    /// Which time it is.
    pub level: u32,
    /// What is still open of the debt that it is about; nothing = however that was settled, nobody has to act on the promise.
    pub debt: Minor,
    /// Until when money for it is said to be under way.
    pub sent_until: Option<NaiveDate>,
    /// How much of it is on dispute.
    pub disputed: Minor,
}

impl PromiseState {
    /// Something lies over its verdict on a day: money said to be under way, a part on dispute.
    pub fn is_overlaid(&self, as_of: NaiveDate) -> bool {
        self.sent_until.is_some_and(|day| day >= as_of) || self.disputed.is_positive()
    }

    /// Its verdict on a later day, as long as nothing was recorded: a live one follows its date and its window.
    pub fn on(&self, as_of: NaiveDate) -> Verdict {
        if self.verdict.is_live() {
            verdict::by_date(
                None,
                as_of,
                self.by_when,
                self.window_ends,
                self.received.is_positive(),
            )
        } else {
            self.verdict
        }
    }
}

/// Facts and promise states of one book.
pub(super) fn gather(
    book: &Book,
    as_of: NaiveDate,
    rules: &Rules,
) -> Res<(Facts, Vec<PromiseState>)> {
    let facts = facts::gather(book, as_of, rules)?;
    let mut states = Vec::new();
    if !book.promises.is_empty() {
        let balances = Balances::at(book, as_of)?;
        let claims = claim::states(book, &balances);
        for judged in verdict::judge_plain(book, &balances, &claims, rules)? {
            let Some(promise) = book.promises.iter().find(|p| p.id == judged.promise) else {
                continue;
            };
            states.push(PromiseState {
                promise: judged.promise,
                verdict: judged.verdict,
                by_when: promise.by_when,
                window_ends: judged.window_ends,
                amount: promise.amount,
                received: judged.received,
                short: judged.short,
                level: judged.level,
                debt: facts::debt_of(promise, &balances),
                sent_until: judged.in_transit_until,
                disputed: judged.disputed,
            });
        }
    }
    Ok((facts, states))
}

/// Calls `each` with every account's facts as of a day, worked out from the books, in order of account.
pub(super) fn stream(
    conn: &Connection,
    rules: &Rules,
    as_of: NaiveDate,
    each: &mut dyn FnMut(Facts, Vec<PromiseState>) -> Res<()>,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<()> {
    let last: i64 = conn.query_row("SELECT coalesce(max(id), 0) FROM account", [], |r| r.get(0))?;
    let slice = Slice::working(conn, as_of)?;
    let mut from = 1;
    while from <= last {
        let to = (from + CHUNK - 1).min(last);
        for book in books::load(conn, AccountId(from), AccountId(to), slice)? {
            let (facts, states) = gather(&book, as_of, rules)?;
            each(facts, states)?;
        }
        progress(to as u64, last as u64);
        from = to + 1;
    }
    Ok(())
}

/// As `stream`, for some accounts only, given in order.
pub(super) fn stream_some(
    conn: &Connection,
    rules: &Rules,
    as_of: NaiveDate,
    accounts: &[AccountId],
    each: &mut dyn FnMut(Facts, Vec<PromiseState>) -> Res<()>,
) -> Res<()> {
    let slice = Slice::working(conn, as_of)?;
    for ids in accounts.chunks(CHUNK as usize) {
        for book in books::load_some(conn, ids, slice)? {
            let (facts, states) = gather(&book, as_of, rules)?;
            each(facts, states)?;
        }
    }
    Ok(())
}

/// Facts of one account as of a day, worked out from its book. `None` when there is no such account.
pub(super) fn of(
    conn: &Connection,
    rules: &Rules,
    as_of: NaiveDate,
    account: AccountId,
) -> Res<Option<(Facts, Vec<PromiseState>)>> {
    let slice = Slice::working(conn, as_of)?;
    match books::load(conn, account, account, slice)?.first() {
        Some(book) => gather(book, as_of, rules).map(Some),
        None => Ok(None),
    }
}

/// Makes the facts of some accounts anew after a write. The first write of a ledger decides the day.
pub(super) fn refresh(
    conn: &Connection,
    rules: &Rules,
    on: NaiveDate,
    accounts: &BTreeSet<AccountId>,
) -> Res<()> {
    let day = match meta::day(conn, meta::ROLLED_TO)? {
        Some(day) => day,
        None => {
            meta::set_day(conn, meta::ROLLED_TO, on)?;
            meta::set(conn, meta::RULES, &fingerprint(rules)?)?;
            on
        }
    };
    for account in accounts {
        refresh_one(conn, rules, day, *account)?;
    }
    Ok(())
}

fn refresh_one(conn: &Connection, rules: &Rules, day: NaiveDate, account: AccountId) -> Res<()> {
    match of(conn, rules, day, account)? {
        Some((facts, states)) => Store::new(conn)?.put(&facts, &states),
        None => forget(conn, account),
    }
}

/// Makes all facts anew for a day.
pub(super) fn make_all(
    conn: &Connection,
    rules: &Rules,
    day: NaiveDate,
    progress: &mut dyn FnMut(u64, u64),
) -> Res<u64> {
    conn.execute("DELETE FROM promise_state", [])?;
    conn.execute("DELETE FROM facts", [])?;
    let mut count = 0;
    let mut rows = Store::new(conn)?;
    stream(
        conn,
        rules,
        day,
        &mut |facts, states| {
            count += 1;
            rows.put_new(&facts, &states)
        },
        progress,
    )?;
    meta::set_day(conn, meta::ROLLED_TO, day)?;
    meta::set(conn, meta::RULES, &fingerprint(rules)?)?;
    Ok(count)
}

/// Brings the facts to a day: forwards only what turns, backwards everything. Answers how many accounts were made anew.
pub(super) fn turn(conn: &Connection, rules: &Rules, to: NaiveDate) -> Res<u64> {
    let stale = !made_with(conn, rules)?;
    match meta::day(conn, meta::ROLLED_TO)? {
        Some(day) if day <= to && !stale => {
            let accounts = turning(conn, to)?;
            meta::set_day(conn, meta::ROLLED_TO, to)?;
            let mut rows = Store::new(conn)?;
            stream_some(conn, rules, to, &accounts, &mut |facts, states| {
                rows.put(&facts, &states)
            })?;
            Ok(accounts.len() as u64)
        }
        _ => make_all(conn, rules, to, &mut |_, _| ()),
    }
}

/// There is something to do for `turn`.
pub(super) fn must_turn(conn: &Connection, rules: &Rules, to: NaiveDate) -> Res<bool> {
    Ok(meta::day(conn, meta::ROLLED_TO)? != Some(to) || !made_with(conn, rules)?)
}

/// The stored facts were made with these rules.
pub(super) fn made_with(conn: &Connection, rules: &Rules) -> Res<bool> {
    match meta::get(conn, meta::RULES)? {
        Some(known) => Ok(known == fingerprint(rules)?),
        None => Ok(true),
    }
}

/// Counts whenever facts are worked out in another way: those of a ledger that an earlier program wrote are made anew once.
const EDITION: u8 = 1;

/// A short name for a set of rules: facts made with others are stale.
fn fingerprint(rules: &Rules) -> Res<String> {
    use sha2::{Digest, Sha256};
    let mut made_by = serde_json::to_vec(rules)?;
    made_by.push(EDITION);
    let sum = Sha256::digest(made_by);
    Ok(sum.iter().take(16).map(|b| format!("{b:02x}")).collect())
}

/// Accounts whose stored facts no longer hold on a day, in order.
pub(super) fn turning(conn: &Connection, day: NaiveDate) -> Res<Vec<AccountId>> {
    let mut statement =
        conn.prepare_cached("SELECT account_id FROM facts WHERE next_turn <= ?1")?;
    let rows = statement.query_map(params![day_number(day)], |r| r.get(0))?;
    let mut accounts: Vec<AccountId> = rows.collect::<Result<_, _>>()?;
    // Sorted here: an ORDER BY would make SQLite scan the table instead of the index on `next_turn`.
    accounts.sort_unstable();
    Ok(accounts)
}

/// Takes over whose accounts are whose: nothing else of the facts hangs on it.
pub(super) fn copy_collectors(conn: &Connection) -> Res<()> {
    conn.execute(
        "UPDATE facts SET collector = (SELECT a.collector FROM account a WHERE a.id = facts.account_id)
         WHERE collector IS NOT (SELECT a.collector FROM account a WHERE a.id = facts.account_id)",
        [],
    )?;
    Ok(())
}

/// Drops the row of an account that is voided.
fn forget(conn: &Connection, account: AccountId) -> Res<()> {
    conn.prepare_cached("DELETE FROM promise_state WHERE account_id = ?1")?
        .execute(params![account])?;
    conn.prepare_cached("DELETE FROM facts WHERE account_id = ?1")?
        .execute(params![account])?;
    Ok(())
}
