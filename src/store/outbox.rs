//! Letters and attempts written: put into the outbox, begun, ended, settled. What has left is a touch of its account (`calls::letter_left`).
//!
//! Law: `Begin` is committed before a byte goes out and looks again, inside its transaction, whether the letter is due: of two senders one
//! begins. Reading is in `letters`.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::letters::{is_attorneys, letters, stopped};
use super::protocol::{LetterDeed, NewLetter, NewTold};
use super::table::Table;
use super::types::Day;
use super::{accounts, audit, calls, documents, holds, people, tasks, text, told};
use crate::domain::audit::AuditWhat;
use crate::domain::ids::{AccountId, AttemptId, LetterId, PromiseId, RequestId, TaskId};
use crate::domain::outbox::{AttemptEnd, Letter, LetterState, Part, check_address};
use crate::domain::request::AddressCheck;
use crate::domain::task::TaskEnd;
use rusqlite::{Connection, OptionalExtension, params};

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
    // What stays in the house is stopped by nothing.
    if !new.kind.is_internal() {
        let lawyers = is_attorneys(act.conn, new.contact, to)?;
        let (id, on) = (account.id, act.on());
        let why = match stopped(act.conn, id, on, new.kind, (to, lawyers))? {
            Some(why) => Some(why),
            None => holds::letters_left(act.conn, act.rules, &account, on)?,
        };
        if let Some(why) = why {
            let (area, deed) = new.kind.trail();
            let line = (id, area, AuditWhat::Blocked, deed);
            let refusal = format!("no letter to {}: {why}; nothing was saved", account.name);
            return audit::ruled(line, &why, refusal);
        }
    }
    if let Some(request) = new.request {
        answers(act.conn, account.id, request)?;
    }
    let checked = match new.address {
        None => "",
        Some(AddressCheck::Confirmed) => " (address confirmed)",
        Some(AddressCheck::Corrected) => " (address corrected)",
    };
    let what = format!(
        "{} to {}{checked} for {}",
        new.kind.words(),
        to,
        account.name
    );
    act.event("letter", Some(account.id), what, body)?;
    if new.address == Some(AddressCheck::Corrected) {
        match new.contact {
            Some(contact) => people::correct_mail(act, contact, to)?,
            None => people::correct_delivery(act, account.id, to)?,
        }
    }
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
            Part::Guide { guide } => {
                act.insert(
                    Table::LetterGuide,
                    "INSERT INTO letter_guide (event_seq, letter_id, guide) VALUES (?1, ?2, ?3)",
                    params![seq, id, guide.name()],
                )?;
                continue;
            }
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
    let found = one(act, letter)?;
    if let Some(why) = &found.held {
        let (area, _) = found.kind.trail();
        let line = (found.account, area, AuditWhat::Blocked, "letter_sending");
        let refusal = format!("letter #{letter} stays here: {why}");
        return audit::ruled(line, why, refusal);
    }
    if !found.is_due(act.stamp.at) {
        let state = found.standing.state.words();
        return refuse(format!("letter #{letter} is not to be sent now: {state}"));
    }
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
    let found = one(act, letter)?;
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
    let found = one(act, letter)?;
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
    if how == AttemptEnd::Sent && letter.request.is_none() {
        for task in refused_before(act.conn, letter)? {
            tasks::close(act, "task", task.0, TaskEnd::Done.name(), None)?;
        }
    }
    if how == AttemptEnd::Sent
        && let Some(request) = letter.request
        && let Some(task) = open_task(act.conn, request)?
    {
        tasks::close(act, "task", task.0, TaskEnd::Done.name(), None)?;
    }
    if how == AttemptEnd::Sent {
        let on: Day = act
            .conn
            .prepare_cached(
                "SELECT e.on_day FROM attempt t JOIN event e ON e.seq = t.event_seq WHERE t.id = ?1",
            )?
            .query_row(params![attempt], |r| r.get(0))?;
        calls::letter_left(act, letter, on.0)?;
    }
    act.touch(letter.account);
    Ok(())
}

/// What was asked for and refused on its way: the open tasks of requests whose letter of the same kind, to the same account, a mail server took
/// back before this one was written in its place.
fn refused_before(conn: &Connection, letter: &Letter) -> Res<Vec<TaskId>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.task_id FROM letter l JOIN request r ON r.id = l.request_id AND r.voided_by IS NULL
         WHERE l.account_id = ?1 AND l.kind = ?2 AND l.id < ?3 AND l.voided_by IS NULL
           AND (SELECT x.how FROM attempt t JOIN attempt_end x ON x.attempt_id = t.id AND x.voided_by IS NULL
                WHERE t.letter_id = l.id AND t.voided_by IS NULL ORDER BY x.id DESC LIMIT 1) = ?4
           AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'task' AND c.entity_id = r.task_id AND c.voided_by IS NULL)",
    )?;
    let rows = statement.query_map(
        params![letter.account, letter.kind, letter.id, AttemptEnd::Refused],
        |r| r.get(0),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
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

fn one(act: &Act<'_>, letter: LetterId) -> Res<Letter> {
    let mut found = letters(act.conn, act.stamp.at, act.on(), None, Some(letter))?;
    found
        .pop()
        .ok_or_else(|| Fault::refused(format!("there is no letter #{letter} (any more)")))
}
