//! What we promised as a screen shows it: a page of rows, and how many of all there are by group and by day.
//!
//! Law: a task is judged by its own dates alone, so no book is read; thousands are judged for a page of a hundred. What is homework of our own
//! (`TaskKind::is_owed`) was promised to nobody and is left out.

use super::fault::Res;
use super::promise_board::collectors;
use super::protocol::{TaskBoard, TaskBoardAsk, TaskRow};
use super::types::Day;
use crate::domain::ids::{AccountId, TaskId};
use crate::domain::prep::task_line;
use crate::domain::rules::Rules;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::{Owner, Task};
use crate::domain::verdict::Group;
use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};

const OURS: &str = "SELECT t.id, t.account_id, t.what, t.made_on, t.due_on, c.on_day, t.kind, t.person, c.how, a.number, a.name
    FROM task t JOIN account a ON a.id = t.account_id
    LEFT JOIN closing c ON c.entity = 'task' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.voided_by IS NULL AND t.owner = 'us' AND t.made_on <= ?1 AND (?2 IS NULL OR t.due_on >= ?2) AND (?3 IS NULL OR t.due_on <= ?3)
      AND (?4 IS NULL OR a.collector = ?4) AND (?5 IS NULL OR t.kind = ?5)";

/// The page that is asked for, with the counts.
pub(super) fn board(conn: &Connection, rules: &Rules, ask: &TaskBoardAsk) -> Res<TaskBoard> {
    let mut statement = conn.prepare_cached(OURS)?;
    let mut found = statement.query(params![
        Day(ask.as_of),
        ask.from.map(Day),
        ask.to.map(Day),
        ask.collector,
        ask.kind
    ])?;
    let mut groups: BTreeMap<Group, usize> = BTreeMap::new();
    let mut days: BTreeMap<(NaiveDate, Group), usize> = BTreeMap::new();
    let mut wanted: Vec<(Group, i64, TaskId, TaskRow)> = Vec::new();
    while let Some(r) = found.next()? {
        let row = read(r, ask.as_of, rules)?;
        if !row.line.kind.is_owed() {
            continue;
        }
        let group = Group::of(row.line.verdict);
        let due = row.line.due_on;
        *groups.entry(group).or_default() += 1;
        *days.entry((due, group)).or_default() += 1;
        let fits = ask.group.is_none_or(|g| g == group) && ask.day.is_none_or(|d| d == due);
        if fits {
            // What is ahead or not done: the earliest first. What is over: the newest first.
            let day = i64::from(due.num_days_from_ce());
            let day = match group {
                Group::DueToday | Group::Late | Group::Failed | Group::Upcoming => day,
                Group::MadeGood | Group::Kept | Group::Ended => -day,
            };
            wanted.push((group, day, row.line.id, row));
        }
    }
    wanted.sort_by_key(|(group, day, id, _)| (*group, *day, *id));
    let total = wanted.len();
    let rows = wanted.into_iter().skip(ask.offset).take(ask.limit);
    Ok(TaskBoard {
        rows: rows.map(|(.., row)| row).collect(),
        offset: ask.offset,
        total,
        groups: groups.into_iter().collect(),
        days: days.into_iter().map(|((d, g), n)| (d, g, n)).collect(),
        kinds: kinds(conn)?,
        collectors: collectors(conn)?,
    })
}

fn read(r: &Row<'_>, as_of: NaiveDate, rules: &Rules) -> Res<TaskRow> {
    let task = Task {
        id: r.get(0)?,
        owner: Owner::Us,
        what: r.get(2)?,
        made_on: r.get::<_, Day>(3)?.0,
        due_on: r.get::<_, Day>(4)?.0,
        done_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
        kind: r.get(6)?,
        person: r.get(7)?,
        dropped: r.get::<_, Option<TaskEnd>>(8)? == Some(TaskEnd::Dropped),
    };
    let name: String = r.get(10)?;
    let number: Option<String> = r.get(9)?;
    Ok(TaskRow {
        account: AccountId(r.get(1)?),
        label: number.unwrap_or_else(|| name.clone()),
        name,
        line: task_line(&task, as_of, rules),
    })
}

/// The kinds of things that were ever promised, in the order of the manual.
fn kinds(conn: &Connection) -> Res<Vec<TaskKind>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT kind FROM task WHERE owner = 'us' AND voided_by IS NULL",
    )?;
    let known: BTreeSet<&'static str> = statement
        .query_map([], |r| r.get::<_, TaskKind>(0))?
        .map(|kind| kind.map(TaskKind::name))
        .collect::<Result<_, _>>()?;
    let owed = TaskKind::ALL.iter().copied().filter(|k| k.is_owed());
    Ok(owed.filter(|k| known.contains(k.name())).collect())
}
