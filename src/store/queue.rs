//! A page of the queue, and why an account is or is not in it. The order is `board`'s, the words are `domain::queue`'s.

use super::accounts;
use super::board::{Board, Entry};
use super::facts;
use super::fault::{Fault, Res};
use super::letters;
use super::names::Names;
use super::protocol::{QueueAsk, QueuePage, Why};
use super::staff;
use super::types::Day;
use crate::domain::aging::days_past_due;
use crate::domain::brief;
use crate::domain::facts::Facts;
use crate::domain::ids::AccountId;
use crate::domain::outbox::LetterMark;
use crate::domain::queue::{self, QueueRow, Reason};
use crate::domain::rules::Rules;
use crate::domain::staff::works_for;
use crate::domain::touch::Channel;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// A page of the queue. `names` is asked for only when there is text to filter by.
pub(super) fn page(
    conn: &Connection,
    rules: &Rules,
    board: &mut Board,
    names: Option<&Names>,
    ask: &QueueAsk,
) -> Res<QueuePage> {
    let limit = if ask.limit == 0 {
        usize::MAX
    } else {
        ask.limit
    };
    let matching = names.map(|n| n.matching(&ask.filter));
    // Whoever covers somebody has that queue too, for as long as it lasts.
    let me = match ask.collector.as_deref() {
        Some(me) => Some(works_for(
            me,
            &staff::absences(conn, Some(ask.as_of))?,
            ask.as_of,
        )),
        None => None,
    };
    let me = me.as_ref();
    let mut counts = [0usize; Reason::ALL.len()];
    let belongs = |board: &Board, e: &Entry| {
        board.is_for(e, me) && matching.as_ref().is_none_or(|m| m.contains(&e.account))
    };
    for entry in board.entries() {
        if belongs(board, entry)
            && let Some(i) = Reason::ALL.iter().position(|r| Some(*r) == entry.reason)
        {
            counts[i] += 1;
        }
    }
    let (entries, total) = if me.is_none() && matching.is_none() && ask.reason.is_none() {
        (board.page(ask.offset, limit).to_vec(), board.len())
    } else {
        let fits =
            &mut |e: &Entry| belongs(board, e) && (ask.reason.is_none() || ask.reason == e.reason);
        board.page_of(ask.offset, limit, fits)
    };
    let mut rows = Vec::with_capacity(entries.len());
    for (i, entry) in entries.iter().enumerate() {
        let facts = board
            .facts(conn, entry.account)?
            .ok_or_else(|| Fault::damaged(format!("no facts of account #{}", entry.account)))?;
        rows.push(row(conn, rules, &facts, ask.as_of, ask.offset + i + 1)?);
    }
    Ok(QueuePage {
        rows,
        total,
        by_reason: Reason::ALL
            .into_iter()
            .zip(counts)
            .filter(|(_, n)| *n > 0)
            .collect(),
    })
}

fn row(
    conn: &Connection,
    rules: &Rules,
    facts: &Facts,
    as_of: NaiveDate,
    rank: usize,
) -> Res<QueueRow> {
    let account = accounts::get(conn, facts.account)?;
    let reasons = queue::reasons(facts, as_of, rules);
    let dates = [facts.next_promise, facts.follow_up, facts.claim_due];
    let ahead = dates.into_iter().flatten().filter(|d| *d >= as_of).min();
    let next_date = ahead.or_else(|| dates.into_iter().flatten().max());
    Ok(QueueRow {
        rank: u32::try_from(rank).unwrap_or(u32::MAX),
        account: facts.account,
        label: account.label().to_owned(),
        reason: queue::main_reason(facts, as_of, rules)
            .or_else(|| reasons.first().map(|r| r.reason))
            .unwrap_or(Reason::PastDue),
        reasons,
        why: queue::why(facts, as_of, rules),
        past_due: facts.past_due,
        collectible: facts.collectible,
        currency: facts.currency,
        oldest_days: facts
            .oldest_due
            .map_or(0, |due| days_past_due(due, as_of).max(0)),
        last_contact: facts.last_touch,
        last_channel: match facts.last_touch {
            Some(day) => channel_on(conn, facts.account, day)?,
            None => None,
        },
        next_date,
        next_time: facts
            .follow_up_at
            .filter(|_| next_date.is_some() && next_date == facts.follow_up),
        collector: account.collector,
        name: account.name,
    })
}

/// The channel of the newest touch of a day. It is read for the rows of a page only, so the facts need not carry it.
fn channel_on(conn: &Connection, account: AccountId, day: NaiveDate) -> Res<Option<Channel>> {
    Ok(conn
        .prepare_cached(
            "SELECT channel FROM touch WHERE account_id = ?1 AND on_day = ?2 AND channel <> 'note' AND voided_by IS NULL
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![account, Day(day)], |r| r.get(0))
        .optional()?)
}

/// Why an account is or is not in the queue.
pub(super) fn why(conn: &Connection, rules: &Rules, board: &Board, account: AccountId) -> Res<Why> {
    let found = accounts::get(conn, account)?;
    let facts = match board.facts(conn, account)? {
        Some(facts) => facts,
        None => {
            facts::of(conn, rules, board.as_of, account)?
                .ok_or_else(|| accounts::gone(account))?
                .0
        }
    };
    let gate = queue::gate(&facts, found.collector.as_deref(), board.as_of, None, rules);
    let letters: Vec<LetterMark> = letters::marks(conn, account, account)?
        .into_iter()
        .map(|(_, letter)| letter)
        .collect();
    Ok(Why {
        mail: brief::undelivered_line(&letters, board.as_of),
        rank: if gate.is_none() {
            board.rank(account)
        } else {
            None
        },
        gate,
        reasons: queue::reasons(&facts, board.as_of, rules),
        account: found,
        facts,
    })
}
