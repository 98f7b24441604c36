//! Collectors: whose accounts are whose, who is away, by which rules accounts of nobody find somebody.
//!
//! Law: an account's collector is its own field and changes as one; a plan is shown before it is done, and refused as a whole when an account
//! has changed hands meanwhile. The rules are `domain::staff`'s.

mod acts;
mod moves;

pub(super) use acts::write;
pub(super) use moves::preview;

use super::act::Act;
use super::board::Board;
use super::facts;
use super::fault::Res;
use super::fields::{self, Field};
use super::meta;
use super::protocol::{CollectorRow, CollectorsPage};
use super::reviews;
use super::types::Day;
use crate::domain::account::AccountKind;
use crate::domain::facts::Facts;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::staff::{self, Absence, Criteria};
use chrono::{Datelike, Days, NaiveDate};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};

/// The kind of the event that says whose work is whose.
pub(super) const STAFF: &str = "staff";

/// An account as a plan sees it.
struct Held {
    id: AccountId,
    label: String,
    name: String,
    collector: Option<String>,
    kind: AccountKind,
    open: Minor,
    past_due: Minor,
    currency: Currency,
}

/// Every account, in order of name, with what is open and past due on the board's day.
fn held(conn: &Connection, board: &Board) -> Res<Vec<Held>> {
    let (all, made) = board.made();
    // The table is of another day as far as these say something else.
    let made: HashMap<AccountId, &Facts> = made.map(|f| (f.account, f)).collect();
    let mut statement = conn.prepare_cached(
        "SELECT a.id, a.number, a.name, a.collector, a.kind, f.open_minor, f.past_due_minor, a.currency
         FROM account a JOIN facts f ON f.account_id = a.id WHERE a.voided_by IS NULL ORDER BY a.name, a.id",
    )?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (id, name): (AccountId, String) = (r.get(0)?, r.get(2)?);
        let (open, past_due) = match made.get(&id) {
            Some(facts) => (facts.open, facts.past_due),
            None if all => (Minor::ZERO, Minor::ZERO),
            None => (r.get(5)?, r.get(6)?),
        };
        out.push(Held {
            id,
            label: r
                .get::<_, Option<String>>(1)?
                .unwrap_or_else(|| name.clone()),
            name,
            collector: r.get(3)?,
            kind: r.get(4)?,
            open,
            past_due,
            currency: r.get(7)?,
        });
    }
    Ok(out)
}

fn add(sum: &mut Minor, more: Minor) {
    *sum = Minor::new(sum.get().saturating_add(more.get()));
}

/// What the accounts of a collector come to, in the book's currency.
#[derive(Default)]
struct Sum {
    accounts: i64,
    past_due: i64,
    collectible: i64,
    elsewhere: i64,
}

impl Sum {
    /// Adds an account's part, or takes it off.
    fn add(&mut self, facts: &Facts, book: Currency, sign: i64) {
        self.accounts += sign * i64::from(facts.open.is_positive());
        if facts.currency == book {
            // Sums of a table that `check` holds within its limits: far from the edge of 64 bits.
            self.past_due = self.past_due.saturating_add(sign * facts.past_due.get());
            self.collectible = self
                .collectible
                .saturating_add(sign * facts.collectible.get());
        } else {
            self.elsewhere += sign * i64::from(facts.past_due.is_positive());
        }
    }
}

/// What is whose on the board's day.
fn sums(conn: &Connection, board: &Board, book: Currency) -> Res<BTreeMap<Option<String>, Sum>> {
    let mut out: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    let (all, made) = board.made();
    if !all {
        // The facts know whose they are: one pass over narrow rows, no account is read.
        let mut stored = conn.prepare_cached(
            "SELECT collector, sum(open_minor > 0), sum(CASE WHEN currency = ?1 THEN past_due_minor ELSE 0 END),
               sum(CASE WHEN currency = ?1 THEN collectible_minor ELSE 0 END), sum(currency <> ?1 AND past_due_minor > 0) FROM facts GROUP BY collector",
        )?;
        let mut found = stored.query(params![book])?;
        while let Some(r) = found.next()? {
            let sum = Sum {
                accounts: r.get(1)?,
                past_due: r.get(2)?,
                collectible: r.get(3)?,
                elsewhere: r.get(4)?,
            };
            out.insert(r.get(0)?, sum);
        }
    }
    // What has turned since the table was made, or all of it where the table is of a later day.
    let mut whose = conn.prepare_cached("SELECT collector FROM account WHERE id = ?1")?;
    for facts in made {
        let key: Option<String> = whose.query_row(params![facts.account], |r| r.get(0))?;
        let sum = out.entry(key).or_default();
        if !all && let Some(stored) = facts::stored(conn, facts.account)? {
            sum.add(&stored, book, -1);
        }
        sum.add(facts, book, 1);
    }
    Ok(out)
}

/// All collectors with what is theirs.
pub(super) fn page(conn: &Connection, rules: &Rules, board: &mut Board) -> Res<CollectorsPage> {
    let as_of = board.as_of;
    let book = meta::currency(conn)?;
    let undecided = reviews::by_account(reviews::settle(conn, rules, board)?);
    let mut rows: BTreeMap<Option<String>, CollectorRow> = BTreeMap::new();
    let row = |name: Option<String>| CollectorRow {
        name,
        accounts: 0,
        in_queue: 0,
        past_due: Minor::ZERO,
        collectible: Minor::ZERO,
        elsewhere: 0,
        touches: 0,
        undecided: 0,
        away: None,
        rule: None,
    };
    let mut whose = conn.prepare_cached("SELECT collector FROM account WHERE id = ?1")?;
    for (key, sum) in sums(conn, board, book)? {
        let entry = rows.entry(key.clone()).or_insert_with(|| row(key));
        entry.accounts = sum.accounts.unsigned_abs();
        entry.past_due = Minor::new(sum.past_due);
        entry.collectible = Minor::new(sum.collectible);
        entry.elsewhere = sum.elsewhere.unsigned_abs();
    }
    for (account, n) in undecided {
        let key: Option<String> = whose.query_row(params![account], |r| r.get(0))?;
        let entry = rows.entry(key.clone()).or_insert_with(|| row(key));
        entry.undecided += n;
    }
    for (name, n) in board.by_collector() {
        rows.entry(name.clone())
            .or_insert_with(|| row(name))
            .in_queue = n;
    }
    let monday = as_of
        .checked_sub_days(Days::new(u64::from(as_of.weekday().num_days_from_monday())))
        .unwrap_or(as_of);
    let mut touched = conn.prepare_cached(
        "SELECT by_whom, count(*) FROM touch WHERE voided_by IS NULL AND channel <> 'note' AND on_day BETWEEN ?1 AND ?2 GROUP BY by_whom",
    )?;
    let mut found = touched.query(params![Day(monday), Day(as_of)])?;
    while let Some(r) = found.next()? {
        let key: Option<String> = Some(r.get(0)?);
        if let Some(entry) = rows.get_mut(&key) {
            entry.touches = r.get::<_, i64>(1)?.unsigned_abs();
        }
    }
    let absences: Vec<Absence> = absences(conn, Some(as_of))?
        .into_iter()
        .filter(|a| a.to >= as_of && a.ended_on.is_none_or(|end| end > as_of))
        .collect();
    for absence in &absences {
        for name in [&absence.collector, &absence.cover] {
            let key = Some(name.clone());
            rows.entry(key.clone()).or_insert_with(|| row(key));
        }
        if absence.is_on(as_of)
            && let Some(entry) = rows.get_mut(&Some(absence.collector.clone()))
        {
            entry.away = Some(absence.clone());
        }
    }
    for (name, criteria) in portfolios(conn)? {
        let key = Some(name);
        rows.entry(key.clone()).or_insert_with(|| row(key)).rule = Some(criteria);
    }
    let mut rows: Vec<CollectorRow> = rows.into_values().collect();
    rows.sort_by_key(|r| r.name.is_none());
    Ok(CollectorsPage {
        rows,
        currency: book,
        absences,
    })
}

/// Absences as they were known on a day and were not taken back, oldest first: what was written down later says nothing of that day. `None` = all
/// that are known.
pub(super) fn absences(conn: &Connection, as_of: Option<NaiveDate>) -> Res<Vec<Absence>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.id, a.collector, a.cover, a.from_on, a.to_on, e.on_day FROM absence a
         LEFT JOIN absence_end e ON e.absence_id = a.id AND e.voided_by IS NULL AND (?1 IS NULL OR e.on_day <= ?1)
         WHERE a.voided_by IS NULL AND (?1 IS NULL OR a.made_on <= ?1) ORDER BY a.id",
    )?;
    let mut rows = statement.query(params![as_of.map(Day)])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(Absence {
            id: r.get(0)?,
            collector: r.get(1)?,
            cover: r.get(2)?,
            from: r.get::<_, Day>(3)?.0,
            to: r.get::<_, Day>(4)?.0,
            ended_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
        });
    }
    Ok(out)
}

/// The rule of each collector that has one: the newest.
fn portfolios(conn: &Connection) -> Res<Vec<(String, Criteria)>> {
    let mut statement = conn.prepare_cached(
        "SELECT p.collector, p.letters, p.min_minor, p.max_minor, p.segment FROM portfolio p WHERE p.voided_by IS NULL AND p.ended = 0
           AND NOT EXISTS (SELECT 1 FROM portfolio n WHERE n.collector = p.collector AND n.id > p.id AND n.voided_by IS NULL)
         ORDER BY p.collector",
    )?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let letters: Option<String> = r.get(1)?;
        out.push((
            r.get(0)?,
            Criteria {
                letters: letters.as_deref().and_then(staff::letters),
                min: r.get(2)?,
                max: r.get(3)?,
                segment: r.get(4)?,
            },
        ));
    }
    Ok(out)
}

/// Whose an account is by the rules: the first that it fits, by name.
fn by_rule<'r>(
    rules: &'r [(String, Criteria)],
    name: &str,
    open: Minor,
    kind: AccountKind,
) -> Option<&'r str> {
    let fits = |(_, c): &&(String, Criteria)| c.fits(name, open, kind);
    rules.iter().find(fits).map(|(who, _)| who.as_str())
}

/// Gives accounts that came with the act, and that nobody has, to whoever's rule they fit; answers how many. Accounts that were there before stay
/// as they are: somebody may have taken them out of a portfolio on purpose.
pub(super) fn take_in(act: &mut Act<'_>) -> Res<u64> {
    let rules = portfolios(act.conn)?;
    if rules.is_empty() {
        return Ok(0);
    }
    type New = (AccountId, String, AccountKind, Minor);
    let found: Vec<New> = act
        .conn
        .prepare_cached(
            "SELECT a.id, a.name, a.kind, (SELECT coalesce(sum(d.open_minor), 0) FROM document d WHERE d.account_id = a.id AND d.voided_by IS NULL
                 AND d.kind IN ('invoice', 'debit_note', 'journal_debit'))
             FROM account a WHERE a.event_seq = ?1 AND a.collector IS NULL AND a.voided_by IS NULL ORDER BY a.id",
        )?
        .query_map(params![act.seq], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    let mut taken = 0;
    for (id, name, kind, open) in found {
        if let Some(who) = by_rule(&rules, &name, open, kind) {
            fields::change(act, Field::AccountCollector, id.0, Some(who))?;
            act.touch(id);
            taken += 1;
        }
    }
    Ok(taken)
}
