//! The supervisor's lane: lien dates, courtesy calls, filings, ends of notice periods, placement windows, by day.
//!
//! Law: worked out, never stored. Accounts without a job, a telling or a placement are looked at by their facts only.

use super::accounts;
use super::books::{self, Slice};
use super::facts::{self, Rows};
use super::fault::Res;
use super::meta;
use super::protocol::{ClockKind, ClockRow, Lane, PlacementRow};
use super::types::Day;
use crate::domain::account::Account;
use crate::domain::book::Book;
use crate::domain::clocks;
use crate::domain::facts::Facts;
use crate::domain::ids::AccountId;
use crate::domain::ladder::{self, LadderStep, Telling};
use crate::domain::lien::{self, ClockState};
use crate::domain::placement::{self, PlacementState};
use crate::domain::queue;
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::HoldKind;
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};

/// No more lines than a person looks through.
const MOST: usize = 1_000;
/// Lien dates further ahead than this are nobody's business yet.
const AHEAD: u32 = 60;
/// What has passed stays so many days.
const BEHIND: i64 = 14;
/// An agency says within a week that it has an account.
const ANSWER: u64 = 7;

/// The lane of a day.
pub(super) fn lane(conn: &Connection, rules: &Rules, as_of: NaiveDate) -> Res<Lane> {
    let fresh = meta::day(conn, meta::ROLLED_TO)? == Some(as_of) && facts::made_with(conn, rules)?;
    let mut rows = Vec::new();
    // One by one: these accounts are few and far apart, and a range of accounts is read with everybody's notes between them.
    for id in stirred(conn)? {
        if let Some((book, facts)) = book_of(conn, rules, id, as_of, fresh)? {
            of_book(&book, &facts, as_of, rules, &mut rows);
        }
    }
    let windows = window(conn, rules, as_of, fresh)?;
    let total = rows.len() + windows.len();
    // Names are read for no more than are listed.
    for (day, facts) in windows.into_iter().take(MOST) {
        let account = accounts::get(conn, facts.account)?;
        let days = facts
            .oldest_due
            .map_or(0, |due| as_of.signed_duration_since(due).num_days());
        let contested = match facts.disputed.is_positive() {
            true => format!(
                "; {} on dispute",
                say::money(facts.disputed, facts.currency)
            ),
            false => String::new(),
        };
        let what =
            format!("window open: oldest {days} days past due, no promise kept or live{contested}");
        rows.push(row(&account, &facts, day, ClockKind::Placement, what));
    }
    // Of one day and kind the largest first, each currency by itself.
    rows.sort_by(|a, b| {
        let largest = |r: &ClockRow| std::cmp::Reverse(r.amount);
        let key = |r: &ClockRow| (r.day, r.kind, r.currency, largest(r), r.account);
        key(a).cmp(&key(b))
    });
    rows.truncate(MOST);
    Ok(Lane { rows, total })
}

/// A book as far as clocks ask: of the day that the facts are made for, they say what the money comes to.
fn book_of(
    conn: &Connection,
    rules: &Rules,
    id: AccountId,
    as_of: NaiveDate,
    fresh: bool,
) -> Res<Option<(Book, Facts)>> {
    if fresh && let Some(facts) = facts::stored(conn, id)? {
        let book = books::load_rows(conn, id, Slice::Whole)?;
        return Ok(book.map(|book| (book, facts)));
    }
    let Some(book) = books::whole(conn, id)? else {
        return Ok(None);
    };
    let facts = crate::domain::facts::gather(&book, as_of, rules)?;
    Ok(Some((book, facts)))
}

/// Accounts on which something was told, placed or is built.
fn stirred(conn: &Connection) -> Res<Vec<AccountId>> {
    let mut statement = conn.prepare_cached(
        "SELECT account_id FROM job WHERE voided_by IS NULL UNION SELECT account_id FROM told_step WHERE voided_by IS NULL
         UNION SELECT account_id FROM placement WHERE voided_by IS NULL ORDER BY 1",
    )?;
    let rows = statement.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Accounts in the window for placement, by their facts, each with the day on which it closes; the nearest first.
fn window(
    conn: &Connection,
    rules: &Rules,
    as_of: NaiveDate,
    fresh: bool,
) -> Res<Vec<(NaiveDate, Facts)>> {
    let (_, last) = rules.placement_window();
    let mut found: Vec<(NaiveDate, Facts)> = Vec::new();
    let mut take = |facts: Facts| {
        if facts.hold.is_none() && queue::in_placement_window(&facts, as_of, rules) {
            let closes = facts.oldest_due;
            let closes = closes.and_then(|due| due.checked_add_days(Days::new(last.into())));
            found.push((closes.unwrap_or(as_of), facts));
        }
        Ok(())
    };
    if fresh {
        facts::each_stored(conn, Rows::Stirring, &mut |facts, _| take(facts))?;
    } else {
        let each = &mut |facts, _| take(facts);
        facts::stream(conn, rules, as_of, each, &mut |_, _| ())?;
    }
    found.sort_by(|(a, x), (b, y)| {
        let key = |f: &Facts| (f.currency, std::cmp::Reverse(f.past_due), f.account);
        (a, key(x)).cmp(&(b, key(y)))
    });
    Ok(found)
}

fn row(
    account: &Account,
    facts: &Facts,
    day: NaiveDate,
    kind: ClockKind,
    what: String,
) -> ClockRow {
    ClockRow {
        day,
        kind,
        account: account.id,
        label: account
            .number
            .clone()
            .unwrap_or_else(|| account.name.clone()),
        name: account.name.clone(),
        collector: account.collector.clone(),
        amount: facts.past_due,
        currency: account.currency,
        what,
        // Another stop forbids contact, not what is placed or filed.
        stopped: facts.hold == Some(HoldKind::Bankruptcy),
    }
}

fn of_book(book: &Book, facts: &Facts, as_of: NaiveDate, rules: &Rules, rows: &mut Vec<ClockRow>) {
    let account = &book.account;
    let mut put = |day, kind, what| rows.push(row(account, facts, day, kind, what));
    for job in book.jobs.iter().filter(|j| j.made_on <= as_of) {
        let line = clocks::job_line(job, book, as_of, rules);
        for clock in &line.clock {
            let Some(due) = clock.due_on else { continue };
            let near = match clock.state {
                ClockState::Running { days } => days <= i64::from(AHEAD),
                ClockState::Passed { days } => days <= BEHIND,
                ClockState::Waits | ClockState::Done { .. } => false,
            };
            if near && (facts.open.is_positive() || clock.step == lien::JobStepKind::Preliminary) {
                let first = clock
                    .missing
                    .map_or(String::new(), |m| format!(" (no {} yet)", m.words()));
                put(
                    due,
                    ClockKind::Lien,
                    format!(
                        "{}: {}{first}; {}: {}",
                        job.name,
                        clock.said,
                        lien::verified(clock.verified_on),
                        clock.source
                    ),
                );
            }
        }
        for plan in &line.plans {
            let open = plan.calls.iter().filter(|c| c.on.is_none()).count();
            if open > 0 {
                let what = format!(
                    "{}: {} of {} not called before the {}",
                    job.name,
                    open,
                    plan.calls.len(),
                    plan.kind.words()
                );
                put(plan.call_by, ClockKind::Courtesy, what);
            }
            put(
                plan.file_on,
                ClockKind::Filing,
                format!("{}: {} planned", job.name, plan.kind.words()),
            );
        }
    }
    if let Some(out) = placement::out(&book.placements, as_of) {
        if out.state(as_of) == PlacementState::Placed {
            let day = out.on.checked_add_days(Days::new(ANSWER)).unwrap_or(out.on);
            let what = format!(
                "{} has not acknowledged what it got on {}",
                out.agency,
                say::day(out.on, as_of)
            );
            put(day, ClockKind::Agency, what);
        }
        return;
    }
    if !facts.collectible.is_positive() {
        return;
    }
    for step in LadderStep::ALL {
        let known = ladder::telling(*step, &book.told, &rules.ladder, facts.oldest_due, as_of);
        let (told_on, from) = match known {
            Telling::TooEarly { told_on, from } | Telling::Ripe { told_on, from } => {
                (told_on, from)
            }
            Telling::NotNeeded | Telling::NotTold { .. } => continue,
        };
        let held =
            *step == LadderStep::CreditHold && book.credit_holds.iter().any(|h| h.holds(as_of));
        if !held && as_of.signed_duration_since(from).num_days() <= BEHIND {
            let what = format!(
                "{}: told {}, may be done from then on",
                step.words(),
                say::day(told_on, as_of)
            );
            put(from, ClockKind::Notice, what);
        }
    }
}

/// Every placement, newest first.
pub(super) fn placements(conn: &Connection, as_of: NaiveDate) -> Res<Vec<PlacementRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT account_id FROM placement WHERE voided_by IS NULL AND placed_on <= ?1 ORDER BY 1",
    )?;
    let ids = statement.query_map(params![Day(as_of)], |r| r.get(0))?;
    let ids: Vec<AccountId> = ids.collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for book in books::load_some(conn, &ids, Slice::Whole)? {
        for placed in book.placements.iter().filter(|p| p.on <= as_of) {
            let a = &book.account;
            out.push(PlacementRow {
                account: a.id,
                label: a.number.clone().unwrap_or_else(|| a.name.clone()),
                name: a.name.clone(),
                currency: a.currency,
                state: placed.state(as_of),
                recovered: placed.recovered(as_of)?,
                placement: placed.clone(),
            });
        }
    }
    out.sort_by_key(|row| std::cmp::Reverse((row.placement.on, row.placement.id)));
    Ok(out)
}
