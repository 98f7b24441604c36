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
use crate::domain::review::{self, Decision, Outcome, PAID_WITHIN_DAYS};
use crate::domain::rules::Rules;
use crate::domain::verdict::{self, Judgement};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

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
            overlay: None,
            done_on: done.map(|d| d.0),
            open: ordered && done.is_none(),
            review,
        });
    }
    drop(rows);
    let mut books = Books {
        conn,
        rules,
        as_of: ask.as_of,
        earliest: HashMap::new(),
        known: HashMap::new(),
    };
    for row in &found {
        let day = books.earliest.entry(row.review.account);
        let day = day.or_insert(row.review.decided_on);
        *day = (*day).min(row.review.decided_on);
    }
    let outcomes = match ask.no_outcomes {
        true => Vec::new(),
        false => books.outcomes(&found)?,
    };
    if let Some(who) = &ask.who {
        found.retain(|row| row.open && row.review.who.as_deref().is_some_and(|w| same(w, who)));
    }
    let total = found.len();
    let offset = ask.offset.min(total);
    found.drain(..offset);
    if ask.limit > 0 {
        found.truncate(ask.limit);
    }
    for row in &mut found {
        let (_, judged) = books.of(row.review.account)?;
        let of = judged.iter().find(|j| j.promise == row.review.promise);
        row.verdict = of.map(|j| j.verdict);
        row.overlay = of.and_then(|j| verdict::overlay(j, row.currency, ask.as_of));
    }
    Ok(DecidedPage {
        rows: found,
        offset,
        total,
        counted: !ask.no_outcomes,
        outcomes,
        within: PAID_WITHIN_DAYS,
    })
}

/// The books about which something was decided, each read once.
struct Books<'a> {
    conn: &'a Connection,
    rules: &'a Rules,
    as_of: NaiveDate,
    /// The first decision at each account.
    earliest: HashMap<AccountId, NaiveDate>,
    known: HashMap<AccountId, (Book, Vec<Judgement>)>,
}

impl Books<'_> {
    fn of(&mut self, account: AccountId) -> Res<&(Book, Vec<Judgement>)> {
        match self.known.entry(account) {
            Entry::Occupied(there) => Ok(there.into_mut()),
            Entry::Vacant(new) => {
                let since = self.earliest.get(&account).copied().unwrap_or(self.as_of);
                let made = moved_since(self.conn, self.rules, account, since, self.as_of)?;
                Ok(new.insert(made))
            }
        }
    }

    /// How each kind of decision turned out.
    fn outcomes(&mut self, found: &[DecidedRow]) -> Res<Vec<Outcome>> {
        let (rules, as_of) = (self.rules, self.as_of);
        let mut outcomes: BTreeMap<Decision, Outcome> = BTreeMap::new();
        for DecidedRow { review, .. } in found {
            let (book, _) = self.of(review.account)?;
            let Some(promise) = book.promises.iter().find(|p| p.id == review.promise) else {
                continue;
            };
            let paid = review::paid_within(review, promise, book, PAID_WITHIN_DAYS, as_of, rules)?;
            let decision = review.decision;
            let outcome = outcomes.entry(decision).or_insert(Outcome {
                decision,
                decided: 0,
                over: 0,
                paid: 0,
            });
            outcome.decided += 1;
            outcome.over += u32::from(paid.is_some());
            outcome.paid += u32::from(paid == Some(true));
        }
        Ok(outcomes.into_values().collect())
    }
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
