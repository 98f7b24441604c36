//! Facts and promise states as rows: written, replaced, read back.
//!
//! Law: one list of columns for both ways. What the rows mean and when they are valid is in `facts`.

use super::PromiseState;
use crate::domain::facts::{Facts, PromiseFact};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::Currency;
use crate::domain::touch::Method;
use crate::store::fault::{Fault, Res};
use crate::store::types::{day_number, from_day_number, from_minutes, minutes};
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, Row, params};

/// The columns in the order that `store` binds and `read` expects.
const COLUMNS: &str = "account_id, open_minor, open_count, unapplied_minor, past_due_minor, past_due_count, due_weight, oldest_due,
    disputed_minor, covered_minor, in_transit_minor, collectible_minor, last_touch, last_talk, follow_up, inbound_since,
    promise_id, promise_verdict, promise_by_when, promise_required, promise_received, promise_short, promise_level,
    next_promise, claim_due, owed_by_us, hold, lien_due, pays_or_promises, next_turn, follow_up_made,
    currency, credit_limit_minor, collector, follow_up_at, kind, placed_on, placement_again";

/// A row of `facts`, replaced where there is one.
pub(in crate::store) struct Store<'c> {
    row: CachedStatement<'c>,
    forget: CachedStatement<'c>,
    promise: CachedStatement<'c>,
}

impl<'c> Store<'c> {
    pub fn new(conn: &'c Connection) -> Res<Store<'c>> {
        Ok(Store {
            row: conn.prepare_cached(&format!(
                "INSERT INTO facts ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
           ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, (SELECT collector FROM account WHERE id = ?1), ?34, ?35, ?36, ?37)
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
           follow_up_at = excluded.follow_up_at, kind = excluded.kind,
           placed_on = excluded.placed_on, placement_again = excluded.placement_again"
            ))?,
            forget: conn.prepare_cached("DELETE FROM promise_state WHERE account_id = ?1")?,
            promise: conn.prepare_cached(
                "INSERT INTO promise_state (promise_id, account_id, verdict, by_when, window_ends, amount_minor, received_minor, short_minor, level, debt_minor, sent_until, disputed_minor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?,
        })
    }

    /// Replaces what was stored of an account.
    pub fn put(&mut self, f: &Facts, states: &[PromiseState]) -> Res<()> {
        self.forget.execute(params![f.account])?;
        self.put_new(f, states)
    }

    /// Stores what is known of an account of whose promises nothing is stored.
    pub fn put_new(&mut self, f: &Facts, states: &[PromiseState]) -> Res<()> {
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
            day(f.placed_on),
            day(f.placement_again),
        ])?;
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
                state.level,
                state.debt,
                state.sent_until.map(day_number),
                state.disputed
            ])?;
        }
        Ok(())
    }
}

/// Which stored rows are read.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(in crate::store) enum Rows {
    /// All of them.
    All,
    /// Those that the queue may hold, and those that are past due.
    Stirring,
}

/// What a row has that is in the queue, or counts in its totals: money past due, or something that came up or will come. The gate
/// (`domain::queue::gate`) lets nothing else in; of a hundred thousand accounts two fifths are left out by SQLite itself, which costs a
/// tenth of reading them.
const STIRRING: &str = "past_due_minor <> 0 OR inbound_since IS NOT NULL OR owed_by_us IS NOT NULL OR follow_up IS NOT NULL
    OR promise_id IS NOT NULL OR claim_due IS NOT NULL OR lien_due IS NOT NULL";

/// Nothing but money and touches is known of the account: most rows, and half of the columns say nothing in them.
const PLAIN: &str = "hold IS NULL AND follow_up IS NULL AND follow_up_made IS NULL AND follow_up_at IS NULL AND inbound_since IS NULL
    AND promise_id IS NULL AND next_promise IS NULL AND claim_due IS NULL AND owed_by_us IS NULL AND lien_due IS NULL AND placed_on IS NULL AND placement_again IS NULL";

/// The columns that say something in a plain row, in the order that `plain` expects.
const PLAIN_COLUMNS: &str = "account_id, open_minor, open_count, unapplied_minor, past_due_minor, past_due_count, due_weight, oldest_due,
    disputed_minor, covered_minor, in_transit_minor, collectible_minor, last_touch, last_talk, pays_or_promises, next_turn,
    currency, credit_limit_minor, kind, collector";

/// Calls `each` with every stored row and whose account it is, in no order. Plain rows are read by themselves: a page of the queue costs
/// what its scan of a hundred thousand accounts costs.
pub(in crate::store) fn each_stored(
    conn: &Connection,
    rows: Rows,
    each: &mut dyn FnMut(Facts, Option<&str>) -> Res<()>,
) -> Res<()> {
    let only = match rows {
        Rows::All => "1",
        Rows::Stirring => STIRRING,
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {PLAIN}, {PLAIN_COLUMNS} FROM facts WHERE {only}"
    ))?;
    let mut rows = statement.query([])?;
    let mut others = false;
    while let Some(r) = rows.next()? {
        if r.get(0)? {
            each(plain(r)?, collector(r, 20)?)?;
        } else {
            others = true;
        }
    }
    if !others {
        return Ok(());
    }
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM facts WHERE ({only}) AND NOT ({PLAIN})"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        each(read(r)?, collector(r, 33)?)?;
    }
    Ok(())
}

fn collector<'r>(r: &'r Row<'_>, at: usize) -> Res<Option<&'r str>> {
    let name = r.get_ref(at)?.as_str_or_null();
    Ok(name.map_err(rusqlite::Error::from)?)
}

/// A plain row, its columns behind the mark that says so.
fn plain(r: &Row<'_>) -> Res<Facts> {
    let day = |i: usize| -> Res<Option<NaiveDate>> {
        match r.get::<_, Option<i64>>(i)? {
            Some(n) => a_day(n).map(Some),
            None => Ok(None),
        }
    };
    Ok(Facts {
        account: r.get(1)?,
        open: r.get(2)?,
        open_count: r.get(3)?,
        unapplied: r.get(4)?,
        past_due: r.get(5)?,
        past_due_count: r.get(6)?,
        due_weight: r.get(7)?,
        oldest_due: day(8)?,
        disputed: r.get(9)?,
        covered: r.get(10)?,
        in_transit: r.get(11)?,
        collectible: r.get(12)?,
        last_touch: day(13)?,
        last_talk: day(14)?,
        pays_or_promises: r.get(15)?,
        next_turn: day(16)?,
        currency: r.get(17)?,
        credit_limit: r.get(18)?,
        kind: r.get(19)?,
        follow_up: None,
        follow_up_at: None,
        follow_up_made: None,
        inbound_since: None,
        promise: None,
        next_promise: None,
        claim_due: None,
        owed_by_us: None,
        hold: None,
        lien_due: None,
        placed_on: None,
        placement_again: None,
    })
}

/// The stored row of one account.
pub(in crate::store) fn stored(conn: &Connection, account: AccountId) -> Res<Option<Facts>> {
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
const STATE: &str = "s.account_id, a.currency, s.promise_id, s.verdict, s.by_when, s.window_ends, s.amount_minor, s.received_minor, s.short_minor, s.level, s.debt_minor, s.sent_until,
    s.disputed_minor";

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
            debt: r.get(10)?,
            sent_until: r.get::<_, Option<i64>>(11)?.map(a_day).transpose()?,
            disputed: r.get(12)?,
        },
    ))
}

/// Every stored state of a promise that is live or not made good, with its account and currency.
pub(in crate::store) fn stored_promises(
    conn: &Connection,
) -> Res<Vec<(AccountId, Currency, PromiseState)>> {
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
pub(in crate::store) fn stored_between(
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
        placed_on: day(36)?,
        placement_again: day(37)?,
        next_turn: day(29)?,
    })
}
