//! Letters and attempts: rows of the outbox, and what is wanted and not written yet.
//!
//! Law: `Begin` is committed before a byte goes out and looks again, inside its transaction, whether the letter is due: of two senders one
//! begins. What stands is worked out by `domain::outbox::stand` from the attempts; nothing here remembers it.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::{LetterDeed, NewLetter, NewTold, Outbox, OutboxAsk};
use super::table::Table;
use super::types::{Day, instant};
use super::{accounts, calls, documents, holds, tasks, text, told};
use crate::domain::ids::{
    AccountId, AttemptId, DocumentId, LetterId, PromiseId, RequestId, TaskId,
};
use crate::domain::outbox::{
    Attempt, AttemptEnd, Letter, LetterState, Part, Wanted, check_address, stand,
};
use crate::domain::task::TaskEnd;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The kind of the events of an attempt: what a mail server was told is never undone.
pub(super) const SENDING: &str = "sending";

/// Does one deed.
pub(super) fn write(act: &mut Act<'_>, deed: &LetterDeed, body: &str) -> Res<()> {
    match deed {
        LetterDeed::Write(new) => insert(act, new, body),
        LetterDeed::Begin { letter, via } => begin(act, *letter, via, body),
        LetterDeed::End {
            attempt,
            how,
            detail,
        } => end(act, *attempt, *how, detail, body),
        LetterDeed::Settle {
            letter,
            arrived,
            note,
        } => settle(act, *letter, *arrived, note.as_deref(), body),
    }
}

/// A letter that tells of a next step: both in one act, so that neither stands without the other.
pub(super) fn notice(
    act: &mut Act<'_>,
    letter: &NewLetter,
    told: &[NewTold],
    body: &str,
) -> Res<()> {
    insert(act, letter, body)?;
    let at = told::At {
        letter: act.done.made.letters.last().copied(),
        contact: letter.contact,
        ..told::At::default()
    };
    for new in told {
        told::insert(act, letter.account, new, at)?;
    }
    Ok(())
}

fn insert(act: &mut Act<'_>, new: &NewLetter, body: &str) -> Res<()> {
    let account = accounts::get(act.conn, new.account)?;
    told::not_bankrupt(act, account.id, "letter")?;
    let to = check_address(&new.to)
        .map_err(|e| Fault::refused(format!("'{}': {e}; nothing was saved", new.to.trim())))?;
    let subject = text::required("subject", &new.subject, 400)?;
    if subject.contains(char::is_control) {
        return refuse("the subject is one line: nothing was saved");
    }
    let letter = text::required("letter", &new.body, 200_000)?;
    let to_name = text::optional("name", new.to_name.as_deref(), 400)?;
    if let Some(contact) = new.contact {
        calls::check_contact(act, account.id, contact)?;
    }
    holds::letter_may_go(act.conn, act.rules, &account, &to, act.on())?;
    if let Some(request) = new.request {
        answers(act.conn, account.id, request)?;
    }
    let what = format!("{} to {} for {}", new.kind.words(), to, account.name);
    act.event("letter", Some(account.id), what, body)?;
    let (seq, on) = (act.seq, act.on());
    let id = act.insert(
        Table::Letter,
        "INSERT INTO letter (event_seq, account_id, kind, contact_id, request_id, to_name, send_to, subject, body, made_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![seq, account.id, new.kind, new.contact, new.request, to_name, to, subject, letter, Day(on)],
    )?;
    for part in &new.parts {
        let (document, promise, statement, path) = match part {
            Part::Invoice { document } => {
                documents::known_of(act.conn, account.id, *document)?;
                (Some(*document), None, None, None)
            }
            Part::Calendar { promise } => {
                given(act.conn, account.id, *promise)?;
                (None, Some(*promise), None, None)
            }
            Part::Statement => (None, None, Some(1), None),
            Part::File { path } => (None, None, None, Some(text::required("file", path, 4000)?)),
        };
        act.insert(
            Table::LetterPart,
            "INSERT INTO letter_part (event_seq, letter_id, document_id, promise_id, statement, path) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![seq, id, document, promise, statement, path],
        )?;
    }
    act.done.made.letters.push(LetterId(id));
    act.touch(account.id);
    Ok(())
}

/// The request is of this account, stands, and no letter answers it.
fn answers(conn: &Connection, account: AccountId, request: RequestId) -> Res<()> {
    let found: Option<Option<LetterId>> = conn
        .prepare_cached(
            "SELECT (SELECT l.id FROM letter l WHERE l.request_id = r.id AND l.voided_by IS NULL)
             FROM request r WHERE r.id = ?1 AND r.account_id = ?2 AND r.voided_by IS NULL",
        )?
        .query_row(params![request, account], |r| r.get(0))
        .optional()?;
    match found {
        None => refuse(format!(
            "there is no request #{request} at this account (any more)"
        )),
        Some(Some(letter)) => refuse(format!(
            "letter #{letter} answers that request already: nothing was saved"
        )),
        Some(None) => Ok(()),
    }
}

fn given(conn: &Connection, account: AccountId, promise: PromiseId) -> Res<()> {
    let found: Option<i64> = conn
        .prepare_cached(
            "SELECT 1 FROM promise WHERE id = ?1 AND account_id = ?2 AND voided_by IS NULL",
        )?
        .query_row(params![promise, account], |r| r.get(0))
        .optional()?;
    match found {
        Some(_) => Ok(()),
        None => refuse(format!(
            "there is no promise #{promise} at this account (any more)"
        )),
    }
}

fn begin(act: &mut Act<'_>, letter: LetterId, via: &str, body: &str) -> Res<()> {
    let found = one(act.conn, letter, act.stamp.at)?;
    if !found.is_due(act.stamp.at) {
        let state = found.standing.state.words();
        return refuse(format!("letter #{letter} is not to be sent now: {state}"));
    }
    told::not_bankrupt(act, found.account, "letter")?;
    let via = text::required("way", via, 400)?;
    let what = format!("sending letter #{letter} to {}", found.to);
    act.event(SENDING, Some(found.account), what, body)?;
    let (seq, at) = (act.seq, act.stamp.at.timestamp_micros());
    let id = act.insert(
        Table::Attempt,
        "INSERT INTO attempt (event_seq, letter_id, at_us, via) VALUES (?1, ?2, ?3, ?4)",
        params![seq, letter, at, via],
    )?;
    act.done.made.attempts.push(AttemptId(id));
    Ok(())
}

fn end(
    act: &mut Act<'_>,
    attempt: AttemptId,
    how: AttemptEnd,
    detail: &str,
    body: &str,
) -> Res<()> {
    let letter: Option<LetterId> = act
        .conn
        .prepare_cached("SELECT letter_id FROM attempt WHERE id = ?1")?
        .query_row(params![attempt], |r| r.get(0))
        .optional()?;
    let Some(letter) = letter else {
        return refuse(format!("there is no attempt #{attempt}"));
    };
    let ended: bool = act
        .conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM attempt_end WHERE attempt_id = ?1)")?
        .query_row(params![attempt], |r| r.get(0))?;
    if ended {
        return refuse(format!("attempt #{attempt} has ended already"));
    }
    let found = one(act.conn, letter, act.stamp.at)?;
    let what = format!("letter #{letter} to {}: {}", found.to, how.words());
    act.event(SENDING, Some(found.account), what, body)?;
    close(act, &found, attempt, how, Some(detail))
}

fn settle(
    act: &mut Act<'_>,
    letter: LetterId,
    arrived: bool,
    note: Option<&str>,
    body: &str,
) -> Res<()> {
    let found = one(act.conn, letter, act.stamp.at)?;
    let last = found.attempts.last().map(|a| a.id);
    let (LetterState::Doubt, Some(attempt)) = (found.standing.state, last) else {
        let state = found.standing.state.words();
        return refuse(format!("there is no doubt about letter #{letter}: {state}"));
    };
    let how = if arrived {
        AttemptEnd::Sent
    } else {
        AttemptEnd::NotSent
    };
    let what = format!(
        "letter #{letter} to {}: it {}",
        found.to,
        if arrived { "arrived" } else { "did not go out" }
    );
    act.event(SENDING, Some(found.account), what, body)?;
    close(act, &found, attempt, how, note)
}

/// Writes the end of an attempt; what is gone is done.
fn close(
    act: &mut Act<'_>,
    letter: &Letter,
    attempt: AttemptId,
    how: AttemptEnd,
    detail: Option<&str>,
) -> Res<()> {
    let detail = text::optional("answer", detail, 2000)?;
    let seq = act.seq;
    act.insert(
        Table::AttemptEnd,
        "INSERT INTO attempt_end (event_seq, attempt_id, how, detail) VALUES (?1, ?2, ?3, ?4)",
        params![seq, attempt, how, detail],
    )?;
    if how == AttemptEnd::Sent
        && let Some(request) = letter.request
        && let Some(task) = open_task(act.conn, request)?
    {
        tasks::close(act, "task", task.0, TaskEnd::Done.name(), None)?;
    }
    act.touch(letter.account);
    Ok(())
}

/// The task of a request, while it is open.
fn open_task(conn: &Connection, request: RequestId) -> Res<Option<TaskId>> {
    Ok(conn
        .prepare_cached(
            "SELECT r.task_id FROM request r WHERE r.id = ?1 AND r.voided_by IS NULL
             AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'task' AND c.entity_id = r.task_id AND c.voided_by IS NULL)",
        )?
        .query_row(params![request], |r| r.get(0))
        .optional()?)
}

fn one(conn: &Connection, letter: LetterId, now: DateTime<Utc>) -> Res<Letter> {
    let mut found = letters(conn, now, None, Some(letter))?;
    found
        .pop()
        .ok_or_else(|| Fault::refused(format!("there is no letter #{letter} (any more)")))
}

/// What is in the outbox.
pub(super) fn read(conn: &Connection, ask: &OutboxAsk) -> Res<Outbox> {
    let mut letters = letters(conn, ask.now, ask.account, ask.letter)?;
    if !ask.gone && ask.letter.is_none() {
        letters.retain(|letter| letter.standing.state != LetterState::Sent);
    }
    let wanted = match ask.letter {
        Some(_) => Vec::new(),
        None => wanted(conn, ask)?,
    };
    Ok(Outbox { wanted, letters })
}

fn letters(
    conn: &Connection,
    now: DateTime<Utc>,
    account: Option<AccountId>,
    letter: Option<LetterId>,
) -> Res<Vec<Letter>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.id, l.kind, l.account_id, coalesce(a.number, a.name), a.name, l.contact_id, l.request_id, l.to_name, l.send_to, l.subject, l.body,
                l.made_on, e.actor
         FROM letter l JOIN account a ON a.id = l.account_id JOIN event e ON e.seq = l.event_seq
         WHERE l.voided_by IS NULL AND (?1 IS NULL OR l.account_id = ?1) AND (?2 IS NULL OR l.id = ?2) ORDER BY l.id",
    )?;
    let mut rows = statement.query(params![account, letter])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let id: LetterId = r.get(0)?;
        let attempts = attempts(conn, id)?;
        out.push(Letter {
            id,
            kind: r.get(1)?,
            account: r.get(2)?,
            label: r.get(3)?,
            name: r.get(4)?,
            contact: r.get(5)?,
            request: r.get(6)?,
            to_name: r.get(7)?,
            to: r.get(8)?,
            subject: r.get(9)?,
            body: r.get(10)?,
            made_on: r.get::<_, Day>(11)?.0,
            by: r.get(12)?,
            parts: parts(conn, id)?,
            standing: stand(&attempts, now),
            attempts,
        });
    }
    Ok(out)
}

fn parts(conn: &Connection, letter: LetterId) -> Res<Vec<Part>> {
    let mut statement = conn.prepare_cached(
        "SELECT document_id, promise_id, statement, path FROM letter_part WHERE letter_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    type Columns = (
        Option<DocumentId>,
        Option<PromiseId>,
        Option<i64>,
        Option<String>,
    );
    let read = |r: &Row<'_>| -> rusqlite::Result<Columns> {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
    };
    let rows = statement.query_map(params![letter], read)?;
    let mut out = Vec::new();
    for row in rows {
        match row? {
            (Some(document), None, None, None) => out.push(Part::Invoice { document }),
            (None, Some(promise), None, None) => out.push(Part::Calendar { promise }),
            (None, None, Some(_), None) => out.push(Part::Statement),
            (None, None, None, Some(path)) => out.push(Part::File { path }),
            _ => return Err(Fault::damaged(format!("a part of letter #{letter}"))),
        }
    }
    Ok(out)
}

fn attempts(conn: &Connection, letter: LetterId) -> Res<Vec<Attempt>> {
    let mut statement = conn.prepare_cached(
        "SELECT t.id, t.at_us, t.via, e.how, e.detail FROM attempt t
         LEFT JOIN attempt_end e ON e.id = (SELECT max(x.id) FROM attempt_end x WHERE x.attempt_id = t.id AND x.voided_by IS NULL)
         WHERE t.letter_id = ?1 AND t.voided_by IS NULL ORDER BY t.id",
    )?;
    let mut rows = statement.query(params![letter])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(Attempt {
            id: r.get(0)?,
            at: instant(r.get(1)?)?,
            via: r.get(2)?,
            end: r.get(3)?,
            detail: r.get(4)?,
        });
    }
    Ok(out)
}

/// Requests by mail whose task is open and that no letter answers.
fn wanted(conn: &Connection, ask: &OutboxAsk) -> Res<Vec<Wanted>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.id, r.kind, r.account_id, coalesce(a.number, a.name), a.name, r.contact_id, r.send_to, r.touch_id, r.made_on, t.due_on, r.note
         FROM request r JOIN account a ON a.id = r.account_id JOIN task t ON t.id = r.task_id
         WHERE r.voided_by IS NULL AND r.delivery = 'mail' AND r.made_on <= ?1 AND (?2 IS NULL OR r.account_id = ?2)
           AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'task' AND c.entity_id = r.task_id AND c.voided_by IS NULL)
           AND NOT EXISTS (SELECT 1 FROM letter l WHERE l.request_id = r.id AND l.voided_by IS NULL)
         ORDER BY t.due_on, r.id",
    )?;
    let mut rows = statement.query(params![Day(ask.as_of), ask.account])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let id: RequestId = r.get(0)?;
        out.push(Wanted {
            id,
            kind: r.get(1)?,
            account: r.get(2)?,
            label: r.get(3)?,
            name: r.get(4)?,
            contact: r.get(5)?,
            to: r.get(6)?,
            touch: r.get(7)?,
            made_on: r.get::<_, Day>(8)?.0,
            due_on: r.get::<_, Day>(9)?.0,
            note: r.get(10)?,
            invoices: items(conn, id)?,
        });
    }
    Ok(out)
}

fn items(conn: &Connection, request: RequestId) -> Res<Vec<DocumentId>> {
    let mut statement = conn.prepare_cached(
        "SELECT document_id FROM request_item WHERE request_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map(params![request], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
