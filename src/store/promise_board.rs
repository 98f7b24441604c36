//! The promises as a screen shows them: a page of rows, and what all of them come to by group and by day.
//!
//! Law: the cache `promise_state` says which promises there are and adds them up; what a row shows is judged anew from its book, so that a
//! page costs a page. On a day or with rules that the cache is not made for, everything is judged.

use super::books::{self, Slice};
use super::facts::{self, PromiseState};
use super::fault::{Fault, Res};
use super::meta;
use super::promises;
use super::protocol::{
    PromiseAsk, PromiseBoard, PromiseBoardAsk, PromiseBrief, PromiseDetail, PromiseSum,
};
use crate::domain::balances::Balances;
use crate::domain::claim::{self, ClaimState};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::prep::{self, Sight};
use crate::domain::rules::Rules;
use crate::domain::verdict::{self, Group};
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, HashMap};

/// A promise as far as lists and sums need it.
type State = (AccountId, Currency, PromiseState);

/// The page that is asked for, with the sums.
pub(super) fn board(conn: &Connection, rules: &Rules, ask: &PromiseBoardAsk) -> Res<PromiseBoard> {
    let all = states(conn, rules, ask)?;
    let mut groups: BTreeMap<(Group, Currency), PromiseSum> = BTreeMap::new();
    let mut days: BTreeMap<(NaiveDate, Group, Currency), PromiseSum> = BTreeMap::new();
    let mut wanted: Vec<(Group, i64, PromiseId, AccountId)> = Vec::new();
    for (account, currency, state) in all {
        let group = Group::of(state.on(ask.as_of));
        let over = state.is_overlaid(ask.as_of);
        add(groups.entry((group, currency)).or_default(), &state, over);
        let of_day = days.entry((state.by_when, group, currency)).or_default();
        add(of_day, &state, over);
        let fits =
            ask.group.is_none_or(|g| g == group) && ask.day.is_none_or(|d| d == state.by_when);
        if fits {
            // What is ahead: soonest first. What is over: newest first.
            let day = i64::from(state.by_when.num_days_from_ce());
            let day = match group {
                Group::DueToday | Group::Late | Group::Upcoming => day,
                Group::Failed | Group::MadeGood | Group::Kept | Group::Ended => -day,
            };
            wanted.push((group, day, state.promise, account));
        }
    }
    wanted.sort_unstable();
    let total = wanted.len();
    let page: Vec<(PromiseId, AccountId)> = wanted
        .into_iter()
        .skip(ask.offset)
        .take(ask.limit)
        .map(|(_, _, promise, account)| (promise, account))
        .collect();
    Ok(PromiseBoard {
        rows: briefs(conn, rules, ask.as_of, &page)?,
        offset: ask.offset,
        total,
        groups: groups.into_iter().map(|((g, c), s)| (g, c, s)).collect(),
        days: days
            .into_iter()
            .map(|((d, g, c), s)| (d, g, c, s))
            .collect(),
        collectors: collectors(conn)?,
    })
}

fn add(sum: &mut PromiseSum, state: &PromiseState, over: bool) {
    // A sum of sums far beyond any ledger may stop growing; it must not stop the desk.
    let more = |a: Minor, b: Minor| Minor::new(a.get().saturating_add(b.get()));
    sum.count += 1;
    sum.overlaid += usize::from(over);
    sum.amount = more(sum.amount, state.amount);
    sum.short = more(sum.short, state.short);
}

/// Every promise in the range that fits collector and method.
fn states(conn: &Connection, rules: &Rules, ask: &PromiseBoardAsk) -> Res<Vec<State>> {
    let cached =
        meta::day(conn, meta::ROLLED_TO)? == Some(ask.as_of) && facts::made_with(conn, rules)?;
    if cached {
        let range = (ask.from, ask.to);
        return facts::stored_between(conn, range, ask.collector.as_deref(), ask.method);
    }
    let plain = PromiseAsk {
        as_of: ask.as_of,
        from: ask.from,
        to: ask.to,
        ..PromiseAsk::default()
    };
    let mut out = Vec::new();
    for row in promises::list(conn, rules, &plain)? {
        let theirs = |c: &String| row.account.collector.as_ref() == Some(c);
        if !ask.collector.as_ref().is_none_or(theirs)
            || ask
                .method
                .is_some_and(|m| row.line.promise.method != Some(m))
        {
            continue;
        }
        let j = &row.line.judgement;
        let state = PromiseState {
            promise: j.promise,
            verdict: j.verdict,
            by_when: row.line.promise.by_when,
            window_ends: j.window_ends,
            amount: row.line.promise.amount,
            received: j.received,
            short: j.short,
            level: j.level,
            // Lists and sums do not ask for it.
            debt: Minor::ZERO,
            sent_until: j.in_transit_until,
            disputed: j.disputed,
        };
        out.push((row.account.id, row.account.currency, state));
    }
    Ok(out)
}

/// The rows of a page, judged from their books.
fn briefs(
    conn: &Connection,
    rules: &Rules,
    as_of: NaiveDate,
    page: &[(PromiseId, AccountId)],
) -> Res<Vec<PromiseBrief>> {
    let mut accounts: Vec<AccountId> = page.iter().map(|(_, account)| *account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let slice = Slice::working(conn, as_of)?;
    let mut made: HashMap<PromiseId, PromiseBrief> = HashMap::new();
    for id in accounts {
        for book in books::load(conn, id, id, slice)? {
            let balances = Balances::at(&book, as_of)?;
            let claims = claim::states(&book, &balances);
            for judgement in verdict::judge_plain(&book, &balances, &claims, rules)? {
                let Some(promise) = book.promises.iter().find(|p| p.id == judgement.promise) else {
                    return Err(Fault::damaged(format!("promise #{}", judgement.promise)));
                };
                let brief = PromiseBrief {
                    account: id,
                    name: book.account.name.clone(),
                    currency: book.account.currency,
                    promise: promise.clone(),
                    judgement,
                };
                made.insert(promise.id, brief);
            }
        }
    }
    Ok(page
        .iter()
        .filter_map(|(promise, _)| made.remove(promise))
        .collect())
}

/// Everybody who has accounts.
pub(super) fn collectors(conn: &Connection) -> Res<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT collector FROM account WHERE collector IS NOT NULL AND voided_by IS NULL ORDER BY collector",
    )?;
    let names = statement.query_map([], |r| r.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// One promise with everything that is known of it; `None` when there is none of that number on that day.
pub(super) fn detail(
    conn: &Connection,
    rules: &Rules,
    promise: PromiseId,
    as_of: NaiveDate,
) -> Res<Option<PromiseDetail>> {
    let account: Option<AccountId> = conn
        .prepare_cached("SELECT account_id FROM promise WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![promise], |r| r.get(0))
        .optional()?;
    let Some(book) = account
        .map(|id| books::whole(conn, id))
        .transpose()?
        .flatten()
    else {
        return Ok(None);
    };
    let ask = PromiseAsk {
        as_of,
        ..PromiseAsk::default()
    };
    let mut rows = Vec::new();
    promises::rows(&book, rules, &ask, &mut rows)?;
    let Some(row) = rows.into_iter().find(|row| row.id() == promise) else {
        return Ok(None);
    };
    let sight = Sight::of(&book, as_of, rules)?;
    let word_of = row.line.promise.contact;
    Ok(Some(PromiseDetail {
        history: verdict::history(promise, &book, as_of, rules)?,
        contact_word: prep::words(&sight)
            .into_iter()
            .find(|w| Some(w.contact) == word_of),
        account_word: sight.word(),
        claims_missing: u32::try_from(sight.claims_in(ClaimState::Overdue).len())
            .unwrap_or(u32::MAX),
        row,
    }))
}
