//! The facts table: one narrow row per account, a cache of `domain::facts` (PERFORMANCE, design 1-2).
//!
//! Law: valid from `meta.rolled_to` until a row's `next_turn`; refreshed in the transaction of its cause; never read for an earlier
//! day. `check` makes all of it anew and compares.

use super::books::{self, Slice};
use super::fault::{Fault, Res};
use super::meta;
use super::types::{day_number, from_day_number, from_minutes, minutes};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::facts::{self, Facts, PromiseFact};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::touch::Method;
use crate::domain::verdict::{self, Verdict};
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, Row, params};
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
}

impl PromiseState {
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
            rows.put(&facts, &states)
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

/// A short name for a set of rules: facts made with others are stale.
fn fingerprint(rules: &Rules) -> Res<String> {
    use sha2::{Digest, Sha256};
    let sum = Sha256::digest(serde_json::to_vec(rules)?);
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

/// The columns in the order that `store` binds and `read` expects.
const COLUMNS: &str = "account_id, open_minor, open_count, unapplied_minor, past_due_minor, past_due_count, due_weight, oldest_due,
    disputed_minor, covered_minor, in_transit_minor, collectible_minor, last_touch, last_talk, follow_up, inbound_since,
    promise_id, promise_verdict, promise_by_when, promise_required, promise_received, promise_short, promise_level,
    next_promise, claim_due, owed_by_us, hold, lien_due, pays_or_promises, next_turn, follow_up_made,
    currency, credit_limit_minor, collector, follow_up_at, kind";

/// A row of `facts`, replaced where there is one.
struct Store<'c> {
    row: CachedStatement<'c>,
    forget: CachedStatement<'c>,
    promise: CachedStatement<'c>,
}

impl<'c> Store<'c> {
    fn new(conn: &'c Connection) -> Res<Store<'c>> {
        Ok(Store {
            row: conn.prepare_cached(&format!(
                "INSERT INTO facts ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
           ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, (SELECT collector FROM account WHERE id = ?1), ?34, ?35)
         ON CONFLICT (account_id) DO UPDATE SET open_minor = excluded.open_minor, open_count = excluded.open_count,
           unapplied_minor = excluded.unapplied_minor, past_due_minor = excluded.past_due_minor,
           past_due_count = excluded.past_due_count, due_weight = excluded.due_weight, oldest_due = excluded.oldest_due,
           disputed_minor = excluded.disputed_minor, covered_minor = excluded.covered_minor,
           in_transit_minor = excluded.in_transit_minor, collectible_minor = excluded.collectible_minor,
           last_touch = excluded.last_touch, last_talk = excluded.last_talk, follow_up = excluded.follow_up,
           inbound_since = excluded.inbound_since, promise_id = excluded.promise_id,
           promise_verdict = excluded.promise_verdict, promise_by_when = excluded.promise_by_when,
           promise_required = excluded.promise_required, promise_received = excluded.promise_received,
           promise_short = excluded.promise_short, promise_level = excluded.promise_level,
           next_promise = excluded.next_promise, claim_due = excluded.claim_due, owed_by_us = excluded.owed_by_us,
           hold = excluded.hold, lien_due = excluded.lien_due, pays_or_promises = excluded.pays_or_promises,
           next_turn = excluded.next_turn, follow_up_made = excluded.follow_up_made,
           currency = excluded.currency, credit_limit_minor = excluded.credit_limit_minor, collector = excluded.collector,
           follow_up_at = excluded.follow_up_at, kind = excluded.kind"
            ))?,
            forget: conn.prepare_cached("DELETE FROM promise_state WHERE account_id = ?1")?,
            promise: conn.prepare_cached(
                "INSERT INTO promise_state (promise_id, account_id, verdict, by_when, window_ends, amount_minor, received_minor, short_minor, level)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?,
        })
    }

    fn put(&mut self, f: &Facts, states: &[PromiseState]) -> Res<()> {
        let day = |d: Option<NaiveDate>| d.map(day_number);
        let p = f.promise.as_ref();
        self.row.execute(params![
            f.account,
            f.open,
            f.open_count,
            f.unapplied,
            f.past_due,
            f.past_due_count,
            f.due_weight,
            day(f.oldest_due),
            f.disputed,
            f.covered,
            f.in_transit,
            f.collectible,
            day(f.last_touch),
            day(f.last_talk),
            day(f.follow_up),
            day(f.inbound_since),
            p.map(|p| p.id),
            p.map(|p| p.verdict),
            p.map(|p| day_number(p.by_when)),
            p.map(|p| p.required),
            p.map(|p| p.received),
            p.map(|p| p.short),
            p.map(|p| p.level),
            day(f.next_promise),
            day(f.claim_due),
            day(f.owed_by_us),
            f.hold,
            day(f.lien_due),
            f.pays_or_promises,
            day(f.next_turn),
            day(f.follow_up_made),
            f.currency,
            f.credit_limit,
            f.follow_up_at.map(minutes),
            f.kind,
        ])?;
        self.forget.execute(params![f.account])?;
        for state in states {
            self.promise.execute(params![
                state.promise,
                f.account,
                state.verdict,
                day_number(state.by_when),
                day_number(state.window_ends),
                state.amount,
                state.received,
                state.short,
                state.level
            ])?;
        }
        Ok(())
    }
}

/// Which stored rows are read.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Rows {
    /// All of them.
    All,
    /// Those that the queue may hold, and those that are past due.
    Stirring,
}

/// What a row has that is in the queue, or counts in its totals: money past due, or something that came up or will come. The gate
/// (`domain::queue::gate`) lets nothing else in; of a hundred thousand accounts two fifths are left out by SQLite itself, which costs a
/// tenth of reading them.
const STIRRING: &str = "WHERE past_due_minor <> 0 OR inbound_since IS NOT NULL OR owed_by_us IS NOT NULL OR follow_up IS NOT NULL
    OR promise_id IS NOT NULL OR claim_due IS NOT NULL OR lien_due IS NOT NULL";

/// Calls `each` with every stored row and whose account it is, in order of account.
pub(super) fn each_stored(
    conn: &Connection,
    rows: Rows,
    each: &mut dyn FnMut(Facts, Option<&str>) -> Res<()>,
) -> Res<()> {
    let only = match rows {
        Rows::All => "",
        Rows::Stirring => STIRRING,
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM facts {only} ORDER BY account_id"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let facts = read(r)?;
        each(
            facts,
            r.get_ref(33)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?,
        )?;
    }
    Ok(())
}

/// The stored row of one account.
pub(super) fn stored(conn: &Connection, account: AccountId) -> Res<Option<Facts>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM facts WHERE account_id = ?1"
    ))?;
    let mut rows = statement.query(params![account])?;
    match rows.next()? {
        Some(r) => read(r).map(Some),
        None => Ok(None),
    }
}

/// The columns of a promise's state, in the order that `state` reads.
const STATE: &str = "s.account_id, a.currency, s.promise_id, s.verdict, s.by_when, s.window_ends, s.amount_minor, s.received_minor, s.short_minor, s.level";

fn state(r: &Row<'_>) -> Res<(AccountId, Currency, PromiseState)> {
    Ok((
        r.get(0)?,
        r.get(1)?,
        PromiseState {
            promise: r.get(2)?,
            verdict: r.get(3)?,
            by_when: a_day(r.get(4)?)?,
            window_ends: a_day(r.get(5)?)?,
            amount: r.get(6)?,
            received: r.get(7)?,
            short: r.get(8)?,
            level: r.get(9)?,
        },
    ))
}

/// Every stored state of a promise that is live or not made good, with its account and currency.
pub(super) fn stored_promises(conn: &Connection) -> Res<Vec<(AccountId, Currency, PromiseState)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {STATE} FROM promise_state s JOIN account a ON a.id = s.account_id
         WHERE s.verdict IN ('open', 'due_today', 'in_grace', 'light', 'broken') ORDER BY s.account_id, s.promise_id"
    ))?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(state(r)?);
    }
    Ok(out)
}

/// Every stored state of a promise for a day in a range, with its account and currency; of one collector's accounts, paid in one way.
pub(super) fn stored_between(
    conn: &Connection,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    collector: Option<&str>,
    method: Option<Method>,
) -> Res<Vec<(AccountId, Currency, PromiseState)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {STATE} FROM promise_state s JOIN account a ON a.id = s.account_id
         WHERE (?1 IS NULL OR s.by_when >= ?1) AND (?2 IS NULL OR s.by_when <= ?2) AND (?3 IS NULL OR a.collector = ?3)
           AND (?4 IS NULL OR EXISTS (SELECT 1 FROM promise p WHERE p.id = s.promise_id AND p.method = ?4))"
    ))?;
    let mut rows = statement.query(params![
        from.map(day_number),
        to.map(day_number),
        collector,
        method
    ])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(state(r)?);
    }
    Ok(out)
}

fn a_day(n: i64) -> Res<NaiveDate> {
    from_day_number(n).ok_or_else(|| Fault::damaged(format!("day number {n}")))
}

fn read(r: &Row<'_>) -> Res<Facts> {
    let day = |i: usize| -> Res<Option<NaiveDate>> {
        match r.get::<_, Option<i64>>(i)? {
            Some(n) => a_day(n).map(Some),
            None => Ok(None),
        }
    };
    let promise = match r.get::<_, Option<PromiseId>>(16)? {
        None => None,
        Some(id) => Some(PromiseFact {
            id,
            verdict: r.get(17)?,
            by_when: a_day(r.get(18)?)?,
            required: r.get(19)?,
            received: r.get(20)?,
            short: r.get(21)?,
            level: r.get(22)?,
        }),
    };
    Ok(Facts {
        account: r.get(0)?,
        kind: r.get(35)?,
        currency: r.get::<_, Currency>(31)?,
        open: r.get(1)?,
        open_count: r.get(2)?,
        unapplied: r.get(3)?,
        past_due: r.get(4)?,
        past_due_count: r.get(5)?,
        due_weight: r.get(6)?,
        oldest_due: day(7)?,
        disputed: r.get(8)?,
        covered: r.get(9)?,
        in_transit: r.get(10)?,
        collectible: r.get(11)?,
        credit_limit: r.get(32)?,
        last_touch: day(12)?,
        last_talk: day(13)?,
        follow_up: day(14)?,
        follow_up_at: r.get::<_, Option<u32>>(34)?.and_then(from_minutes),
        follow_up_made: day(30)?,
        inbound_since: day(15)?,
        promise,
        next_promise: day(23)?,
        claim_due: day(24)?,
        owed_by_us: day(25)?,
        hold: r.get(26)?,
        lien_due: day(27)?,
        pays_or_promises: r.get(28)?,
        next_turn: day(29)?,
    })
}
