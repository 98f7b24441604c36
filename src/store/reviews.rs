//! The inbox of promises that were not kept, decisions about them, and what came of those.
//!
//! Law: the inbox is worked out (a verdict of light or broken, minus what was decided and still stands), never stored. A decision is one
//! row and what it orders, in one transaction; whoever comes second is told who was first. The rules are `domain::review`'s.

use super::act::Act;
use super::board::{Board, Failed};
use super::books;
use super::calls;
use super::credit_holds;
use super::fault::{Fault, Res, refuse};
use super::protocol::{NewReview, NewTask, ReviewAsk, ReviewPage, ReviewRow};
use super::remedies::Scene;
use super::table::Table;
use super::types::{Day, instant};
use super::{accounts, credit, documents, meta, tasks, text, told};
use crate::domain::barrier;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, PromiseId, ReviewId};
use crate::domain::ladder::LadderStep;
use crate::domain::money::{Currency, Minor};
use crate::domain::review::{self, Decision, Review};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::Owner;
use crate::domain::verdict::{self, Judgement};
use crate::domain::view::PromiseLine;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Something that waits for a decision: small, because there may be many; the rows of a page are made from the books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Waits {
    promise: PromiseId,
    account: AccountId,
    currency: Currency,
    short: Minor,
    /// Since when.
    since: NaiveDate,
    /// The decision that has come back.
    before: Option<ReviewId>,
    /// A later promise on the same debt that is live.
    new_date: Option<NaiveDate>,
}

/// Works out what waits, once per board.
pub(super) fn settle<'b>(
    conn: &Connection,
    rules: &Rules,
    board: &'b mut Board,
) -> Res<&'b [Waits]> {
    if board.inbox.is_none() {
        let made = waiting(conn, rules, board)?;
        board.inbox = Some(made);
    }
    Ok(board.inbox.as_deref().unwrap_or_default())
}

fn waiting(conn: &Connection, rules: &Rules, board: &Board) -> Res<Vec<Waits>> {
    let as_of = board.as_of;
    let mut latest: HashMap<PromiseId, (ReviewId, Option<NaiveDate>)> = HashMap::new();
    let mut decided = conn.prepare_cached(
        "SELECT promise_id, id, again_on FROM review WHERE voided_by IS NULL AND decided_on <= ?1 ORDER BY id",
    )?;
    let mut rows = decided.query(params![Day(as_of)])?;
    while let Some(r) = rows.next()? {
        let again = r.get::<_, Option<Day>>(2)?.map(|d| d.0);
        latest.insert(r.get(0)?, (r.get(1)?, again));
    }
    let mut end = conn.prepare_cached(
        "SELECT e.by_promise, p.by_when FROM promise_end e LEFT JOIN promise p ON p.id = e.by_promise
         WHERE e.promise_id = ?1 AND e.voided_by IS NULL AND e.on_day <= ?2 AND e.kind = 'superseded'",
    )?;
    let mut out = Vec::new();
    for failed in &board.failed {
        let before = match latest.get(&failed.promise) {
            Some((_, again)) if again.is_none_or(|day| day > as_of) => continue,
            before => before.copied(),
        };
        // What took its place is judged instead, as soon as there is something to judge.
        let next: Option<(Option<PromiseId>, Option<Day>)> = end
            .query_row(params![failed.promise, Day(as_of)], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        let new_date = match next {
            None => None,
            Some((Some(by), day)) if board.live_promises.contains(&by) => day.map(|d| d.0),
            Some(_) => continue,
        };
        out.push(failed.waits(rules, before, new_date));
    }
    // What is missing most first, each currency by itself and the book's first: amounts of two have no order. The older of equals.
    let book = meta::currency(conn)?;
    out.sort_by(|a, b| {
        let key = |w: &Waits| {
            (
                w.currency != book,
                w.currency,
                std::cmp::Reverse(w.short),
                w.since,
                w.promise,
            )
        };
        key(a).cmp(&key(b))
    });
    Ok(out)
}

impl Failed {
    fn waits(
        &self,
        rules: &Rules,
        before: Option<(ReviewId, Option<NaiveDate>)>,
        new_date: Option<NaiveDate>,
    ) -> Waits {
        let failed_on = failed_on(self.by_when, rules);
        Waits {
            promise: self.promise,
            account: self.account,
            currency: self.currency,
            short: self.short,
            since: before
                .and_then(|(_, again)| again)
                .map_or(failed_on, |day| day.max(failed_on)),
            before: before.map(|(id, _)| id),
            new_date,
        }
    }
}

/// The first day on which a promise counts as not kept: the one after its window.
fn failed_on(by_when: NaiveDate, rules: &Rules) -> NaiveDate {
    let window = rules.calendar.add(by_when, rules.grace_days);
    window.succ_opt().unwrap_or(window)
}

/// How many wait at each account.
pub(super) fn by_account(all: &[Waits]) -> HashMap<AccountId, u64> {
    let mut out: HashMap<AccountId, u64> = HashMap::new();
    for waits in all {
        *out.entry(waits.account).or_default() += 1;
    }
    out
}

/// A page of the inbox.
pub(super) fn page(
    conn: &Connection,
    rules: &Rules,
    board: &mut Board,
    ask: &ReviewAsk,
) -> Res<ReviewPage> {
    let as_of = board.as_of;
    let all = settle(conn, rules, board)?;
    let end = match ask.limit {
        0 => all.len(),
        n => ask.offset.saturating_add(n).min(all.len()),
    };
    let book = meta::currency(conn)?;
    let mut short: BTreeMap<(bool, Currency), i128> = BTreeMap::new();
    let mut ages: Vec<i64> = Vec::with_capacity(all.len());
    for waits in all {
        *short
            .entry((waits.currency != book, waits.currency))
            .or_default() += i128::from(waits.short.get());
        ages.push(as_of.signed_duration_since(waits.since).num_days());
    }
    ages.sort_unstable();
    let fit = |sum: i128| Minor::new(i64::try_from(sum).unwrap_or(i64::MAX));
    let mut known: HashMap<AccountId, (Book, Vec<Judgement>)> = HashMap::new();
    let mut rows = Vec::new();
    let one = ask.promise;
    let asked: Vec<&Waits> = match one {
        Some(id) => all.iter().filter(|w| w.promise == id).collect(),
        None => all[ask.offset.min(end)..end].iter().collect(),
    };
    for waits in asked {
        let (book, judged) = match known.entry(waits.account) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(new) => new.insert(judged_book(conn, rules, waits.account, as_of)?),
        };
        rows.push(row(conn, rules, waits, book, judged, as_of)?);
    }
    Ok(ReviewPage {
        rows,
        total: all.len(),
        short: short
            .into_iter()
            .map(|((_, c), sum)| (c, fit(sum)))
            .collect(),
        oldest: ages.last().copied(),
        median: ages.get(ages.len().saturating_sub(1) / 2).copied(),
    })
}

/// An account's whole book with every verdict of a day.
pub(super) fn judged_book(
    conn: &Connection,
    rules: &Rules,
    account: AccountId,
    as_of: NaiveDate,
) -> Res<(Book, Vec<Judgement>)> {
    let book = books::whole(conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let judged = verdict::judge_all(&book, as_of, rules)?;
    Ok((book, judged))
}

fn row(
    conn: &Connection,
    rules: &Rules,
    waits: &Waits,
    book: &Book,
    all: &[Judgement],
    as_of: NaiveDate,
) -> Res<ReviewRow> {
    let missing = || Fault::damaged(format!("promise #{}", waits.promise));
    let promise = book
        .promises
        .iter()
        .find(|p| p.id == waits.promise)
        .ok_or_else(missing)?;
    let judged = all
        .iter()
        .find(|j| j.promise == waits.promise)
        .ok_or_else(missing)?;
    let givers = |id: PromiseId| {
        let by = book.promises.iter().find(|p| p.id == id);
        by.and_then(|p| p.contact)
    };
    let theirs = all
        .iter()
        .filter(|j| promise.contact.is_none() || givers(j.promise) == promise.contact);
    let word = verdict::credibility(theirs, as_of);
    let number = |id| {
        let found = book.documents.iter().find(|d| d.id == id);
        found.map_or_else(String::new, |d| d.number.clone())
    };
    let contact = book.contacts.iter().find(|c| Some(c.id) == promise.contact);
    Ok(ReviewRow {
        account: book.account.clone(),
        since: waits.since,
        kept: (word.kept, word.promised),
        cause: review::cause(promise, judged, book, &barrier::list(&[]), as_of),
        before: match waits.before {
            Some(id) => by_id(conn, id)?,
            None => None,
        },
        new_date: waits.new_date,
        line: PromiseLine {
            invoices: promise.items.iter().map(|i| number(i.document)).collect(),
            contact: contact.map(|c| c.name.clone()),
            explained: verdict::explain(judged, promise, book, rules, as_of),
            chain_line: verdict::chain_line(judged, all, book, as_of),
            promise: promise.clone(),
            judgement: judged.clone(),
        },
    })
}

/// The columns of a decision, in the order that `read` reads.
pub(super) const REVIEW: &str = "r.id, r.account_id, r.promise_id, r.decision, r.terms, r.reason, r.decided_on, e.at_us, r.decided_by, r.short_minor, r.who, r.act_on, r.again_on";

/// The decisions about the promises of some accounts, as `book_rows` asks for them.
pub(super) const OF_ACCOUNTS: &str = "SELECT r.account_id, r.id, r.account_id, r.promise_id, r.decision, r.terms, r.reason, r.decided_on, e.at_us, r.decided_by,
      r.short_minor, r.who, r.act_on, r.again_on FROM review r JOIN event e ON e.seq = r.event_seq
    WHERE r.account_id BETWEEN ?1 AND ?2 AND r.voided_by IS NULL ORDER BY r.id";

/// A decision, its columns from one on.
pub(super) fn read(r: &Row<'_>, at: usize) -> Res<Review> {
    Ok(Review {
        id: r.get(at)?,
        account: r.get(at + 1)?,
        promise: r.get(at + 2)?,
        decision: r.get(at + 3)?,
        terms: r.get(at + 4)?,
        reason: r.get(at + 5)?,
        decided_on: r.get::<_, Day>(at + 6)?.0,
        decided_at: instant(r.get(at + 7)?)?,
        by: r.get(at + 8)?,
        short: r.get(at + 9)?,
        who: r.get(at + 10)?,
        act_on: r.get::<_, Option<Day>>(at + 11)?.map(|d| d.0),
        again_on: r.get::<_, Option<Day>>(at + 12)?.map(|d| d.0),
    })
}

fn by_id(conn: &Connection, id: ReviewId) -> Res<Option<Review>> {
    let sql = format!(
        "SELECT {REVIEW} FROM review r JOIN event e ON e.seq = r.event_seq WHERE r.id = ?1"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![id])?;
    rows.next()?.map(|r| read(r, 0)).transpose()
}

/// The newest decision about a promise that was not taken back.
fn latest(conn: &Connection, promise: PromiseId) -> Res<Option<Review>> {
    let sql = format!(
        "SELECT {REVIEW} FROM review r JOIN event e ON e.seq = r.event_seq
         WHERE r.promise_id = ?1 AND r.voided_by IS NULL ORDER BY r.id DESC LIMIT 1"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params![promise])?;
    rows.next()?.map(|r| read(r, 0)).transpose()
}

/// Records a decision with everything that it orders.
pub(super) fn decide(act: &mut Act<'_>, new: &NewReview, body: &str) -> Res<()> {
    let on = act.on();
    let reason = text::required("reason", &new.reason, 2000)?;
    let who = text::optional("person", new.who.as_deref(), 200)?;
    if (new.decision == Decision::NewTerms) != new.terms.is_some() {
        return refuse("new terms are COD, prepay or card on file: say which; nothing was saved");
    }
    for day in [new.act_on, new.again_on].into_iter().flatten() {
        documents::check_day(day)?;
        if day < on {
            return refuse(format!(
                "{} has passed: name a day from {} on; nothing was saved",
                say::day(day, on),
                say::day(on, on)
            ));
        }
    }
    if new.again_on == Some(on) {
        return refuse(
            "it would be back at once: name a later day to look again; nothing was saved",
        );
    }
    let account: Option<AccountId> = act
        .conn
        .prepare_cached("SELECT account_id FROM promise WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![new.promise], |r| r.get(0))
        .optional()?;
    let Some(account) = account else {
        return refuse(format!("there is no promise #{} (any more)", new.promise));
    };
    let before = latest(act.conn, new.promise)?;
    if let Some(first) = before.as_ref().filter(|r| Some(r.id) != new.after) {
        return refuse(format!(
            "{} has decided it already: {} ({}); nothing was saved",
            first.by,
            first.words(),
            first.reason
        ));
    }
    if before.is_none() && new.after.is_some() {
        return refuse(
            "the earlier decision was taken back meanwhile: look again; nothing was saved",
        );
    }
    let book = books::whole(act.conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let all = verdict::judge_all(&book, on, act.rules)?;
    let found = all.iter().find(|j| j.promise == new.promise);
    let promise = book.promises.iter().find(|p| p.id == new.promise);
    let (Some(judged), Some(promise)) = (found, promise) else {
        return refuse(format!(
            "promise #{} was not taken yet on that day",
            new.promise
        ));
    };
    if !judged.verdict.is_failed() {
        return refuse(format!(
            "that promise is {} by now: there is nothing to decide; nothing was saved",
            judged.verdict.name().replace('_', " ")
        ));
    }
    let found = &book.account;
    let cause = review::cause(promise, judged, &book, &barrier::list(&[]), on);
    let asked = review::Asked {
        decision: new.decision,
        terms: new.terms,
        reason: &reason,
        by: &act.stamp.by,
        who: who.as_deref(),
        collector: found.collector.as_deref(),
        act_on: new.act_on,
        again_on: new.again_on,
    };
    let proposed = review::proposed(new.decision, on, &act.rules.calendar);
    let orders = review::orders(&asked, &found.name, on, &act.rules.calendar);
    let act_on = (new.decision != Decision::Accept)
        .then(|| new.act_on.or(proposed.act_on))
        .flatten();
    // A hold is in force at once; a notice or a placement is only ordered, and asked about when it is carried out.
    let answer = match orders.credit_hold {
        true => told::honest(
            act,
            account,
            LadderStep::CreditHold,
            None,
            new.anyway.as_deref(),
        )?,
        false => None,
    };
    let what = format!(
        "review of {}, {} short: {}",
        found.name,
        say::money(judged.short, found.currency),
        review::said(new.decision, new.terms)
    );
    act.event("review", Some(account), what, body)?;
    let scene = Scene {
        account: found.clone(),
        touch: None,
        contact: None,
    };
    let task = match &orders.task {
        Some(task) => Some(tasks::insert(act, &scene, &ordered(task))?),
        None => None,
    };
    let follow_up = match &orders.follow_up {
        Some((day, why)) => Some(calls::come_back(act, account, *day, why)?),
        None => None,
    };
    if let Some(terms) = new.terms {
        let by = act.stamp.by.clone();
        credit::insert_terms(
            act,
            account,
            terms.into(),
            act_on.unwrap_or(on),
            &reason,
            &by,
        )?;
    }
    told::overridden(act, account, LadderStep::CreditHold, answer.as_ref())?;
    let hold = match orders.credit_hold {
        true => credit_holds::place_if_none(act, account, &reason)?,
        false => None,
    };
    let (seq, by) = (act.seq, act.stamp.by.clone());
    let id = act.insert(
        Table::Review,
        "INSERT INTO review (event_seq, account_id, promise_id, after_id, decision, terms, reason, decided_on, decided_by, short_minor, cause, failed_on,
           who, act_on, again_on, task_id, follow_up_id, hold_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            seq,
            account,
            new.promise,
            new.after,
            new.decision,
            new.terms,
            reason,
            Day(on),
            by,
            judged.short,
            cause.side,
            Day(failed_on(promise.by_when, act.rules)),
            orders.who,
            act_on.map(Day),
            new.again_on.map(Day),
            task,
            follow_up,
            hold
        ],
    )?;
    act.done.made.reviews.push(ReviewId(id));
    act.touch(account);
    Ok(())
}

/// A task that a decision orders, as the store writes tasks.
pub(super) fn ordered(task: &review::OrderedTask) -> NewTask {
    NewTask {
        owner: Owner::Us,
        kind: task.kind,
        what: task.what.chars().take(2000).collect(),
        due_on: task.due_on,
        person: task.person.clone(),
    }
}

/// Two ways of writing one person's name.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
