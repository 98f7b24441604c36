//! Collectors: whose accounts are whose, who is away, by which rules accounts of nobody find somebody.
//!
//! Law: an account's collector is its own field and changes as one; a plan is shown before it is done, and refused as a whole when an account
//! has changed hands meanwhile. The rules are `domain::staff`'s.

use super::accounts;
use super::act::Act;
use super::board::Board;
use super::facts;
use super::fault::{Res, refuse};
use super::fields::{self, Field};
use super::meta;
use super::protocol::{
    CollectorRow, CollectorsPage, MovePlan, MovePreview, MoveRow, MoveSum, StaffAct,
};
use super::reviews;
use super::table::Table;
use super::types::Day;
use super::{documents, text};
use crate::domain::account::AccountKind;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::staff::{self, Absence, BalanceBy, Criteria, Load, Move};
use chrono::{Datelike, Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

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

/// Every account, in order of name: as the facts of the ledger's day have it.
fn held(conn: &Connection) -> Res<Vec<Held>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.id, a.number, a.name, a.collector, a.kind, f.open_minor, f.past_due_minor, a.currency
         FROM account a JOIN facts f ON f.account_id = a.id WHERE a.voided_by IS NULL ORDER BY a.name, a.id",
    )?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let name: String = r.get(2)?;
        out.push(Held {
            id: r.get(0)?,
            label: r
                .get::<_, Option<String>>(1)?
                .unwrap_or_else(|| name.clone()),
            name,
            collector: r.get(3)?,
            kind: r.get(4)?,
            open: r.get(5)?,
            past_due: r.get(6)?,
            currency: r.get(7)?,
        });
    }
    Ok(out)
}

fn add(sum: &mut Minor, more: Minor) {
    *sum = Minor::new(sum.get().saturating_add(more.get()));
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
        touches: 0,
        undecided: 0,
        away: None,
        rule: None,
    };
    // The facts know whose they are: one pass over narrow rows, no account is read.
    let mut sums = conn.prepare_cached(
        "SELECT collector, sum(open_minor > 0), sum(CASE WHEN currency = ?1 THEN past_due_minor ELSE 0 END),
           sum(CASE WHEN currency = ?1 THEN collectible_minor ELSE 0 END) FROM facts GROUP BY collector",
    )?;
    let mut found = sums.query(params![book])?;
    while let Some(r) = found.next()? {
        let key: Option<String> = r.get(0)?;
        let entry = rows.entry(key.clone()).or_insert_with(|| row(key));
        entry.accounts = r.get::<_, i64>(1)?.unsigned_abs();
        entry.past_due = r.get(2)?;
        entry.collectible = r.get(3)?;
    }
    let mut whose = conn.prepare_cached("SELECT collector FROM account WHERE id = ?1")?;
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
    let absences: Vec<Absence> = absences(conn)?
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

/// Absences that were not taken back, oldest first.
pub(super) fn absences(conn: &Connection) -> Res<Vec<Absence>> {
    let mut statement = conn.prepare_cached(
        "SELECT a.id, a.collector, a.cover, a.from_on, a.to_on, e.on_day FROM absence a
         LEFT JOIN absence_end e ON e.absence_id = a.id AND e.voided_by IS NULL WHERE a.voided_by IS NULL ORDER BY a.id",
    )?;
    let mut rows = statement.query([])?;
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

/// What a plan comes to, before it is done.
pub(super) fn preview(conn: &Connection, plan: &MovePlan) -> Res<MovePreview> {
    let all = held(conn)?;
    let book = meta::currency(conn)?;
    let moves: Vec<Move> = match plan {
        MovePlan::Assign { to, from, criteria } => {
            let to = text::optional("collector", to.as_deref(), 200)?;
            if criteria.is_empty() && from.is_none() {
                return refuse(
                    "that would be every account: say which, by letters, size, kind, or whose they are now",
                );
            }
            all.iter()
                .filter(|h| from.as_ref().is_none_or(|f| *f == h.collector))
                .filter(|h| criteria.fits(&h.name, h.open, h.kind) && h.collector != to)
                .map(|h| Move {
                    account: h.id,
                    from: h.collector.clone(),
                    to: to.clone(),
                })
                .collect()
        }
        MovePlan::Balance { by, among } => {
            let mut names: Vec<String> = match among.is_empty() {
                true => all.iter().filter_map(|h| h.collector.clone()).collect(),
                false => among.clone(),
            };
            names.sort();
            names.dedup();
            if names.len() < 2 {
                return refuse("a balance needs two collectors or more: assign somebody first");
            }
            let loads: Vec<Load> = all
                .iter()
                .filter(|h| h.open.is_positive() && (*by == BalanceBy::Count || h.currency == book))
                .filter_map(|h| {
                    Some(Load {
                        account: h.id,
                        collector: h.collector.clone()?,
                        weight: match by {
                            BalanceBy::Money => h.past_due.get(),
                            BalanceBy::Count => 1,
                        },
                    })
                })
                .collect();
            staff::balance(&loads, &names)
        }
        MovePlan::Rules => {
            let rules = portfolios(conn)?;
            let nobodys = all.iter().filter(|h| h.collector.is_none());
            nobodys
                .filter_map(|h| {
                    Some(Move {
                        account: h.id,
                        from: None,
                        to: Some(by_rule(&rules, &h.name, h.open, h.kind)?.to_owned()),
                    })
                })
                .collect()
        }
    };
    Ok(summed(&all, moves, book))
}

/// The moves with their names, and what everybody has before and after.
fn summed(all: &[Held], moves: Vec<Move>, book: Currency) -> MovePreview {
    let mut to: BTreeMap<AccountId, Option<String>> = BTreeMap::new();
    for change in &moves {
        to.insert(change.account, change.to.clone());
    }
    let mut sums: BTreeMap<(bool, Option<String>), MoveSum> = BTreeMap::new();
    let mut count = |name: &Option<String>, held: &Held, after: bool| {
        let entry = sums
            .entry((name.is_none(), name.clone()))
            .or_insert_with(|| MoveSum {
                name: name.clone(),
                accounts: (0, 0),
                past_due: (Minor::ZERO, Minor::ZERO),
            });
        let money = if held.currency == book {
            held.past_due
        } else {
            Minor::ZERO
        };
        let counted = u64::from(held.open.is_positive());
        if after {
            entry.accounts.1 += counted;
            add(&mut entry.past_due.1, money);
        } else {
            entry.accounts.0 += counted;
            add(&mut entry.past_due.0, money);
        }
    };
    for held in all {
        count(&held.collector, held, false);
        let now = to.get(&held.id).unwrap_or(&held.collector).clone();
        count(&now, held, true);
    }
    let by_id: BTreeMap<AccountId, &Held> = all.iter().map(|h| (h.id, h)).collect();
    let moves = moves
        .into_iter()
        .filter_map(|change| {
            let held = by_id.get(&change.account)?;
            Some(MoveRow {
                label: held.label.clone(),
                name: held.name.clone(),
                past_due: held.past_due,
                currency: held.currency,
                change,
            })
        })
        .collect();
    MovePreview {
        moves,
        sums: sums.into_values().collect(),
    }
}

/// Does what was decided about collectors.
pub(super) fn write(act: &mut Act<'_>, what: &StaffAct, body: &str) -> Res<()> {
    match what {
        StaffAct::Move { moves } => assign(act, moves, body),
        StaffAct::Absence {
            collector,
            cover,
            from,
            to,
        } => absent(act, collector, cover, *from, *to, body),
        StaffAct::Back { collector } => back(act, collector, body),
        StaffAct::Rule {
            collector,
            criteria,
        } => rule(act, collector, criteria.as_ref(), body),
    }
}

fn assign(act: &mut Act<'_>, moves: &[Move], body: &str) -> Res<()> {
    if moves.is_empty() {
        return refuse("no account would change hands: nothing was saved");
    }
    let whose = |name: &Option<String>| match name {
        Some(name) => format!("{name}'s"),
        None => "nobody's".to_owned(),
    };
    let mut checked = Vec::with_capacity(moves.len());
    for change in moves {
        let found = accounts::get(act.conn, change.account)?;
        if found.collector != change.from {
            return refuse(format!(
                "{} is {} by now: nothing was saved; look at the plan again",
                found.name,
                whose(&found.collector)
            ));
        }
        let to = text::optional("collector", change.to.as_deref(), 200)?;
        checked.push((found, to));
    }
    let to = |name: &Option<String>| match name {
        Some(name) => name.clone(),
        None => "nobody".to_owned(),
    };
    let (account, what) = match &checked[..] {
        [(one, new)] => (Some(one.id), format!("{} to {}", one.name, to(new))),
        many => {
            let mut names: Vec<String> = many.iter().map(|(_, new)| to(new)).collect();
            names.sort();
            names.dedup();
            let n = say::plural(many.len() as u64, "account");
            (None, format!("{n} to {}", say::list(&names)))
        }
    };
    act.event(STAFF, account, what, body)?;
    for (found, new) in &checked {
        fields::change(act, Field::AccountCollector, found.id.0, new.as_deref())?;
    }
    facts::copy_collectors(act.conn)
}

fn absent(
    act: &mut Act<'_>,
    collector: &str,
    cover: &str,
    from: NaiveDate,
    to: NaiveDate,
    body: &str,
) -> Res<()> {
    let collector = text::required("collector", collector, 200)?;
    let cover = text::required("who covers", cover, 200)?;
    let on = act.on();
    documents::check_day(from)?;
    documents::check_day(to)?;
    if reviews::same(&collector, &cover) {
        return refuse("nobody covers for themselves: name somebody else");
    }
    if to < from || to < on {
        return refuse(format!(
            "an absence goes from a day to a later one, and not into the past: {} to {}; nothing was saved",
            say::day(from, on),
            say::day(to, on)
        ));
    }
    let meets = |a: &Absence| {
        let last = a.ended_on.and_then(|end| end.pred_opt()).unwrap_or(a.to);
        a.collector == collector && a.from <= to && from <= last.min(a.to)
    };
    if let Some(other) = absences(act.conn)?.iter().find(|a| meets(a)) {
        return refuse(format!(
            "{collector} is away from {} to {} already, {} covers: nothing was saved",
            say::day(other.from, on),
            say::day(other.to, on),
            other.cover
        ));
    }
    let what = format!(
        "{collector} away {} to {}, {cover} covers",
        say::day(from, on),
        say::day(to, on)
    );
    act.event(STAFF, None, what, body)?;
    let seq = act.seq;
    act.insert(
        Table::Absence,
        "INSERT INTO absence (event_seq, collector, cover, from_on, to_on, made_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, collector, cover, Day(from), Day(to), Day(on)],
    )?;
    Ok(())
}

fn back(act: &mut Act<'_>, collector: &str, body: &str) -> Res<()> {
    let on = act.on();
    let found = absences(act.conn)?
        .into_iter()
        .find(|a| reviews::same(&a.collector, collector) && a.to >= on && a.ended_on.is_none());
    let Some(absence) = found else {
        return refuse(format!(
            "{} is not away: nothing was saved",
            collector.trim()
        ));
    };
    let what = format!("{} is back", absence.collector);
    act.event(STAFF, None, what, body)?;
    let seq = act.seq;
    act.insert(
        Table::AbsenceEnd,
        "INSERT INTO absence_end (event_seq, absence_id, on_day) VALUES (?1, ?2, ?3)",
        params![seq, absence.id, Day(on)],
    )?;
    Ok(())
}

fn rule(act: &mut Act<'_>, collector: &str, criteria: Option<&Criteria>, body: &str) -> Res<()> {
    let collector = text::required("collector", collector, 200)?;
    let criteria = criteria.filter(|c| !c.is_empty());
    let known: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT id FROM portfolio WHERE collector = ?1 AND voided_by IS NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![collector], |r| r.get(0))
        .optional()?;
    if criteria.is_none() && known.is_none() {
        return refuse(format!("{collector} has no rule: nothing was saved"));
    }
    let book = meta::currency(act.conn)?;
    let what = match criteria {
        Some(c) => format!(
            "{collector}'s portfolio: {}",
            c.words(|m| say::money(m, book))
        ),
        None => format!("{collector} has no rule any more"),
    };
    act.event(STAFF, None, what, body)?;
    let (seq, on) = (act.seq, act.on());
    let letters = criteria
        .and_then(|c| c.letters)
        .map(|(from, to)| format!("{from}-{to}"));
    act.insert(
        Table::Portfolio,
        "INSERT INTO portfolio (event_seq, collector, letters, min_minor, max_minor, segment, made_on, ended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            seq,
            collector,
            letters,
            criteria.and_then(|c| c.min),
            criteria.and_then(|c| c.max),
            criteria.and_then(|c| c.segment),
            Day(on),
            criteria.is_none()
        ],
    )?;
    Ok(())
}
