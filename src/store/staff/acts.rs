//! Work changes hands: accounts assigned, somebody away and back, a rule for accounts of nobody.

use super::super::accounts;
use super::super::act::Act;
use super::super::facts;
use super::super::fault::{Res, refuse};
use super::super::fields::{self, Field};
use super::super::meta;
use super::super::protocol::StaffAct;
use super::super::reviews;
use super::super::table::Table;
use super::super::types::Day;
use super::super::{documents, text};
use super::*;
use crate::domain::say;
use crate::domain::staff::{Absence, Criteria, Move};
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, params};

/// Does what was decided about collectors.
pub(in crate::store) fn write(act: &mut Act<'_>, what: &StaffAct, body: &str) -> Res<()> {
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
    if let Some(other) = absences(act.conn, None)?.iter().find(|a| meets(a)) {
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
    let found = absences(act.conn, None)?
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
