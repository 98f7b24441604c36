//! Tasks of either side, the barriers that they remove, and what was asked to be sent.
//!
//! Law: a task is promised by a day and ended once, done or dropped (`closing`). What became of it is worked out by `domain::task`.

use super::act::Act;
use super::books::{self, Slice};
use super::calls;
use super::fault::{Fault, Res, refuse};
use super::protocol::{NewBarrier, NewRequest, NewTask, TaskAsk, TaskRow};
use super::remedies::Scene;
use super::table::Table;
use super::types::{Day, owner_name};
use super::{documents, people, text};
use crate::domain::ids::{AccountId, RequestId, TaskId, TouchId};
use crate::domain::prep::task_line;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::Owner;
use rusqlite::{Connection, OptionalExtension, params};

/// What a task says: its words, else those of its kind.
pub(super) fn words(task: &NewTask) -> String {
    match task.what.trim() {
        "" => task.kind.words().to_owned(),
        typed => typed.to_owned(),
    }
}

/// Writes a task.
pub(super) fn insert(act: &mut Act<'_>, scene: &Scene, task: &NewTask) -> Res<TaskId> {
    let what = text::required("task", &words(task), 2000)?;
    let person = text::optional("person", task.person.as_deref(), 200)?;
    documents::check_day(task.due_on)?;
    let (seq, on) = (act.seq, act.on());
    if task.due_on < on {
        return refuse(format!(
            "{} has passed: a task needs a day from {} on",
            say::day(task.due_on, on),
            say::day(on, on)
        ));
    }
    let id = act.insert(
        Table::Task,
        "INSERT INTO task (event_seq, account_id, owner, what, made_on, due_on, kind, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![seq, scene.account.id, owner_name(task.owner), what, Day(on), Day(task.due_on), task.kind, person],
    )?;
    act.done.made.tasks.push(TaskId(id));
    Ok(TaskId(id))
}

/// Writes a barrier of a touch with the task that is to remove it.
pub(super) fn barrier(
    act: &mut Act<'_>,
    scene: &Scene,
    touch: TouchId,
    barrier: &NewBarrier,
) -> Res<()> {
    let name = text::required("barrier", &barrier.name, 200)?;
    let task = match &barrier.remedy {
        Some(task) => Some(insert(act, scene, task)?),
        None => None,
    };
    let seq = act.seq;
    act.insert(
        Table::Barrier,
        "INSERT INTO barrier (event_seq, account_id, touch_id, name, task_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![seq, scene.account.id, touch, name, task],
    )?;
    Ok(())
}

/// What an open task of the account says; refuses one that is not there, or has ended.
pub(super) fn known(conn: &Connection, account: AccountId, task: TaskId) -> Res<String> {
    let found: Option<(String, bool)> = conn
        .prepare_cached(
            "SELECT t.what, EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'task' AND c.entity_id = t.id AND c.voided_by IS NULL)
             FROM task t WHERE t.id = ?1 AND t.account_id = ?2 AND t.voided_by IS NULL",
        )?
        .query_row(params![task, account], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match found {
        None => refuse(format!(
            "there is no task #{task} at this account (any more)"
        )),
        Some((what, true)) => refuse(format!("'{what}' has ended already: nothing was saved")),
        Some((what, false)) => Ok(what),
    }
}

/// Ends a task.
pub(super) fn end(
    act: &mut Act<'_>,
    scene: &Scene,
    task: TaskId,
    how: TaskEnd,
    note: Option<&str>,
) -> Res<()> {
    known(act.conn, scene.account.id, task)?;
    close(act, "task", task.0, how.name(), note)
}

/// Writes the end of something.
pub(super) fn close(
    act: &mut Act<'_>,
    entity: &str,
    id: i64,
    how: &str,
    note: Option<&str>,
) -> Res<()> {
    let note = text::optional("note", note, 2000)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::Closing,
        "INSERT INTO closing (event_seq, entity, entity_id, on_day, how, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, entity, id, Day(on), how, note],
    )?;
    Ok(())
}

/// The task that a request makes.
const fn task_kind(kind: RequestKind) -> TaskKind {
    match kind {
        RequestKind::InvoiceCopy => TaskKind::InvoiceCopy,
        RequestKind::Statement => TaskKind::Statement,
        RequestKind::ProofOfDelivery => TaskKind::ProofOfDelivery,
        RequestKind::W9 => TaskKind::W9,
        RequestKind::LienWaiver => TaskKind::LienWaiver,
        RequestKind::Confirmation | RequestKind::Other => TaskKind::Other,
    }
}

/// Writes a request with its task; a corrected address is kept where it belongs.
pub(super) fn request(act: &mut Act<'_>, scene: &Scene, new: &NewRequest) -> Res<()> {
    let account = scene.account.id;
    let to = text::required("delivery address", &new.to, 400)?;
    let note = text::optional("note", new.note.as_deref(), 2000)?;
    let contact = new.contact.or(scene.contact);
    if let Some(contact) = contact {
        calls::check_contact(act, account, contact)?;
    }
    let mut numbers = Vec::new();
    for id in &new.invoices {
        numbers.push(documents::known_of(act.conn, account, *id)?.number);
    }
    if new.address == AddressCheck::Corrected {
        // A mailbox belongs to a person; an address, a fax number or a portal to the account.
        match (new.delivery, contact) {
            (Delivery::Mail, Some(contact)) => people::correct_mail(act, contact, &to)?,
            _ => people::correct_delivery(act, account, &to)?,
        }
    }
    let of = if numbers.is_empty() {
        String::new()
    } else {
        format!(" of {}", say::list(&numbers))
    };
    let what = format!("send {}{of} to {to}", new.kind.words());
    let task = NewTask {
        owner: Owner::Us,
        kind: task_kind(new.kind),
        what: what.chars().take(2000).collect(),
        due_on: new.due_on,
        person: None,
    };
    let task = insert(act, scene, &task)?;
    let (seq, on) = (act.seq, act.on());
    let id = act.insert(
        Table::Request,
        "INSERT INTO request (event_seq, account_id, kind, delivery, send_to, address, contact_id, task_id, touch_id, made_on, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            seq,
            account,
            new.kind,
            new.delivery,
            to,
            new.address,
            contact,
            task,
            scene.touch,
            Day(on),
            note
        ],
    )?;
    for document in &new.invoices {
        act.insert(
            Table::RequestItem,
            "INSERT INTO request_item (event_seq, request_id, document_id) VALUES (?1, ?2, ?3)",
            params![seq, id, document],
        )?;
    }
    act.done.made.requests.push(RequestId(id));
    Ok(())
}

/// Tasks of all accounts, judged, the most urgent first.
pub(super) fn list(conn: &Connection, rules: &Rules, ask: &TaskAsk) -> Res<Vec<TaskRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT DISTINCT t.account_id FROM task t WHERE t.voided_by IS NULL AND t.made_on <= ?1 AND (?2 IS NULL OR t.account_id = ?2)
           AND (?3 IS NULL OR t.owner = ?3)
           AND (?4 OR NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'task' AND c.entity_id = t.id AND c.voided_by IS NULL AND c.on_day <= ?1))
         ORDER BY t.account_id",
    )?;
    let accounts: Vec<AccountId> = statement
        .query_map(
            params![
                Day(ask.as_of),
                ask.account,
                ask.owner.map(owner_name),
                ask.ended
            ],
            |r| r.get(0),
        )?
        .collect::<Result<_, _>>()?;
    let mut out = Vec::new();
    for account in accounts {
        let slice = Slice::working(conn, ask.as_of)?;
        let book = books::load_rows(conn, account, slice)?
            .ok_or_else(|| Fault::damaged(format!("tasks of account #{account}")))?;
        for task in &book.tasks {
            let over = task.done_on.is_some_and(|day| day <= ask.as_of);
            let fits = task.made_on <= ask.as_of
                && (ask.ended || !over)
                && ask.owner.is_none_or(|owner| owner == task.owner);
            if fits {
                out.push(TaskRow {
                    account,
                    label: book.account.label().to_owned(),
                    name: book.account.name.clone(),
                    line: task_line(task, ask.as_of, rules),
                });
            }
        }
    }
    out.sort_by(|a, b| {
        let key = |r: &TaskRow| (r.line.ended_on.is_some(), r.line.due_on, r.line.id);
        key(a).cmp(&key(b))
    });
    Ok(out)
}
