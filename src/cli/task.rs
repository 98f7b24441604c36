//! `bywhen task`: what either side has to do besides paying, judged by its day like a promise.

use super::acts::say_done;
use super::args::{Side, TaskAddArgs, TaskArgs, TaskEndArgs, TaskListArgs, TaskWhat};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table};
use crate::domain::ids::TaskId;
use crate::domain::say;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::Owner;
use crate::domain::view::TaskLine;
use crate::store::protocol::{Intent, NewTask, Remedy, Reply, Request, TaskAsk, TaskRow};
use chrono::NaiveDate;
use serde::Serialize;

/// The document of `task list`.
#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    tasks: Vec<Shape<'a>>,
}

#[derive(Serialize)]
struct Shape<'a> {
    account: &'a str,
    name: &'a str,
    #[serde(flatten)]
    line: &'a TaskLine,
}

/// Runs it.
pub fn run(session: &Session, args: &TaskArgs, out: &mut Out) -> Outcome {
    match &args.what {
        TaskWhat::Add(args) => add(session, args, out),
        TaskWhat::List(args) => list(session, args, out),
        TaskWhat::Done(args) => end(session, args, TaskEnd::Done, out),
        TaskWhat::Drop(args) => end(session, args, TaskEnd::Dropped, out),
    }
}

fn add(session: &Session, args: &TaskAddArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let kind = args.kind.as_deref().and_then(TaskKind::from_name);
    let task = NewTask {
        owner: args.owner.into(),
        kind: kind.unwrap_or(TaskKind::Other),
        what: args.what.trim().to_owned(),
        due_on: session.day(&args.by)?,
        person: args.person.clone(),
    };
    if task.what.is_empty() && kind.is_none() {
        return Err(Failure::Usage(
            "the task is empty: type what is to be done".into(),
        ));
    }
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(Remedy::Task(task)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

fn end(session: &Session, args: &TaskEndArgs, how: TaskEnd, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let typed = args.task.trim();
    let wanted = typed.strip_prefix('#').unwrap_or(typed).trim();
    let Ok(id) = wanted.parse().map(TaskId) else {
        return Err(Failure::Usage(format!(
            "'{typed}' is no task's id: `bywhen task list` shows them"
        )));
    };
    let ask = TaskAsk {
        as_of: session.as_of,
        ended: true,
        ..TaskAsk::default()
    };
    let rows = rows(&mut desk, ask)?;
    let Some(row) = rows.iter().find(|row| row.line.id == id) else {
        return Err(Failure::Refused(format!(
            "there is no task #{wanted} (any more): `bywhen task list` shows them"
        )));
    };
    let remedy = Remedy::EndTask {
        task: id,
        how,
        note: args.note.clone(),
    };
    let intent = Intent::Remedy {
        account: row.account,
        remedy: Box::new(remedy),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

fn list(session: &Session, args: &TaskListArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let ask = TaskAsk {
        as_of: session.as_of,
        owner: args.owner.map(Side::into),
        account,
        ended: args.all,
    };
    let rows = rows(&mut desk, ask)?;
    if session.json {
        return out.json(&Document {
            as_of: session.as_of,
            tasks: rows
                .iter()
                .map(|row| Shape {
                    account: &row.label,
                    name: &row.name,
                    line: &row.line,
                })
                .collect(),
        });
    }
    if rows.is_empty() {
        return out.line("nothing is to be done: `bywhen task add` writes something down");
    }
    let mut table = Table::new(&[
        ("id", Align::Left),
        ("by", Align::Left),
        ("state", Align::Left),
        ("owner", Align::Left),
        ("account", Align::Shrink),
        ("what", Align::Shrink),
        ("who", Align::Left),
    ]);
    for row in &rows {
        let line = &row.line;
        table.row([
            format!("#{}", line.id),
            say::day(line.due_on, session.as_of),
            state(line),
            match line.owner {
                Owner::Us => "us".to_owned(),
                Owner::Them => "them".to_owned(),
            },
            row.name.clone(),
            line.what.clone(),
            line.person.clone().unwrap_or_default(),
        ]);
        if line.ended_on.is_none() && line.late > 0 {
            table.set_off(2, Style::Warn);
        }
    }
    table.print(out)
}

fn rows(desk: &mut Desk, ask: TaskAsk) -> Outcome<Vec<TaskRow>> {
    match desk.ask(Request::Tasks(ask))? {
        Reply::Tasks(rows) => Ok(rows),
        other => Err(unexpected(&other)),
    }
}

/// What became of it, in words.
fn state(line: &TaskLine) -> String {
    match line.ended_on {
        Some(_) => line.verdict.name().replace('_', " "),
        None if line.late > 0 => format!(
            "late by {}",
            say::plural(line.late.unsigned_abs(), "business day")
        ),
        None => "open".to_owned(),
    }
}
