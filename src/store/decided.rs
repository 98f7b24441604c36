//! What was decided about promises that were not kept: the list, where each stands, and how each kind turned out.
//!
//! Law: reads only. Whether it was paid is worked out by `domain::review`; `reviews` writes the decisions.

use super::accounts;
use super::books::{self, Slice};
use super::fault::Res;
use super::protocol::{DecidedAsk, DecidedPage, DecidedRow};
use super::reviews::{REVIEW, read, same};
use super::types::Day;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::ids::AccountId;
use crate::domain::review::{self, Outcome, PAID_WITHIN_DAYS};
use crate::domain::rules::Rules;
use crate::domain::verdict::{self, Judgement};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Decisions of some days, newest first, and what came of them.
pub(super) fn list(conn: &Connection, rules: &Rules, ask: &DecidedAsk) -> Res<DecidedPage> {
    // An order is done when its task is; one without a task when the account was called or written to since.
    let sql = format!(
        "SELECT {REVIEW}, a.number, a.name, a.currency, c.on_day, r.task_id IS NOT NULL,
           (SELECT min(t.on_day) FROM touch t WHERE t.account_id = r.account_id AND t.voided_by IS NULL AND t.channel <> 'note'
              AND t.on_day >= r.act_on AND t.on_day <= ?1 AND t.event_seq > r.event_seq)
         FROM review r JOIN event e ON e.seq = r.event_seq JOIN account a ON a.id = r.account_id
         LEFT JOIN closing c ON c.entity = 'task' AND c.entity_id = r.task_id AND c.voided_by IS NULL AND c.on_day <= ?1
         WHERE r.voided_by IS NULL AND r.decided_on <= ?1 AND (?2 IS NULL OR r.decided_on >= ?2) ORDER BY r.id DESC"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![Day(ask.as_of), ask.from.map(Day)])?;
    let mut found: Vec<DecidedRow> = Vec::new();
    while let Some(r) = rows.next()? {
        let review = read(r, 0)?;
        let name: String = r.get(14)?;
        let tasked: bool = r.get(17)?;
        let done = match tasked {
            true => r.get::<_, Option<Day>>(16)?,
            false => r.get::<_, Option<Day>>(18)?,
        };
        let ordered = review.act_on.is_some();
        found.push(DecidedRow {
            label: r
                .get::<_, Option<String>>(13)?
                .unwrap_or_else(|| name.clone()),
            name,
            currency: r.get(15)?,
            verdict: None,
            done_on: done.map(|d| d.0),
            open: ordered && done.is_none(),
            review,
        });
    }
    drop(rows);
    let mut earliest: HashMap<AccountId, NaiveDate> = HashMap::new();
    for row in &found {
        let day = earliest.entry(row.review.account);
        let day = day.or_insert(row.review.decided_on);
        *day = (*day).min(row.review.decided_on);
    }
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut known: HashMap<AccountId, (Book, Vec<Judgement>)> = HashMap::new();
    for row in &mut found {
        let account = row.review.account;
        let (book, judged) = match known.entry(account) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(new) => {
                let since = earliest.get(&account).copied().unwrap_or(ask.as_of);
                new.insert(moved_since(conn, rules, account, since, ask.as_of)?)
            }
        };
        let of = judged.iter().find(|j| j.promise == row.review.promise);
        row.verdict = of.map(|j| j.verdict);
        let Some(promise) = book.promises.iter().find(|p| p.id == row.review.promise) else {
            continue;
        };
        let paid = review::paid_within(
            &row.review,
            promise,
            book,
            PAID_WITHIN_DAYS,
            ask.as_of,
            rules,
        )?;
        let at = outcomes
            .iter()
            .position(|o| o.decision == row.review.decision);
        let at = at.unwrap_or_else(|| {
            outcomes.push(Outcome {
                decision: row.review.decision,
                decided: 0,
                over: 0,
                paid: 0,
            });
            outcomes.len() - 1
        });
        let outcome = &mut outcomes[at];
        outcome.decided += 1;
        outcome.over += u32::from(paid.is_some());
        outcome.paid += u32::from(paid == Some(true));
    }
    outcomes.sort_by_key(|o| o.decision);
    if let Some(who) = &ask.who {
        found.retain(|row| row.open && row.review.who.as_deref().is_some_and(|w| same(w, who)));
    }
    if ask.limit > 0 {
        found.truncate(ask.limit);
    }
    Ok(DecidedPage {
        rows: found,
        outcomes,
        within: PAID_WITHIN_DAYS,
    })
}

/// An account's book as far as it is open or has moved since its first decision here, with every verdict of a day: years of settled invoices say
/// nothing about what came of a decision.
fn moved_since(
    conn: &Connection,
    rules: &Rules,
    account: AccountId,
    since: NaiveDate,
    as_of: NaiveDate,
) -> Res<(Book, Vec<Judgement>)> {
    let slice = Slice::Working {
        as_of: since.pred_opt().unwrap_or(since),
        moves_later: true,
    };
    let book = books::load(conn, account, account, slice)?
        .into_iter()
        .next()
        .ok_or_else(|| accounts::gone(account))?;
    let balances = Balances::at(&book, as_of)?;
    let claims = claim::states(&book, &balances);
    let judged = verdict::judge_plain(&book, &balances, &claims, rules)?;
    Ok((book, judged))
}
