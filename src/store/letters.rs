//! Rows of the outbox as letters: what is in it, what is wanted and not written yet, what an account's book knows.
//!
//! Law: where a letter stands is worked out from its attempts (`domain::outbox::stand`) and from the holds of its account; nothing here remembers it.
//! `outbox` writes.

use super::fault::{Fault, Res};
use super::holds;
use super::protocol::{Outbox, OutboxAsk};
use super::types::{Day, instant};
use crate::domain::ids::{AccountId, ContactId, DocumentId, LetterId, PromiseId, RequestId};
use crate::domain::outbox::{
    self, Attempt, Guide, Letter, LetterKind, LetterMark, LetterState, Part, Wanted, stand,
};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Why a letter may not be written or sent on a day.
pub(super) fn stopped(
    conn: &Connection,
    account: AccountId,
    on: NaiveDate,
    kind: LetterKind,
    (to, lawyers): (&str, bool),
) -> Res<Option<String>> {
    let hold = holds::in_force(conn, account, on)?;
    let stop = hold.as_ref().map(|hold| outbox::LetterStop {
        kind: hold.kind,
        lawyer: hold.lawyer.as_deref(),
        mail: hold.mail.as_deref(),
    });
    Ok(outbox::stops(stop, kind, to, lawyers))
}

/// The mailbox is the one of a contact who is their attorney.
pub(super) fn is_attorneys(conn: &Connection, contact: Option<ContactId>, to: &str) -> Res<bool> {
    let found: Option<(Option<String>, Option<String>)> = conn
        .prepare_cached("SELECT role, email FROM contact WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![contact], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(found.is_some_and(|(role, mail)| {
        role.is_some_and(|role| outbox::role_is_attorney(&role))
            && mail.is_some_and(|mail| mail.trim() == to.trim())
    }))
}

/// What is in the outbox.
pub(super) fn read(conn: &Connection, ask: &OutboxAsk) -> Res<Outbox> {
    let mut letters = letters(conn, ask.now, ask.as_of, ask.account, ask.letter)?;
    if !ask.gone && ask.letter.is_none() {
        letters.retain(|letter| letter.standing.state != LetterState::Sent);
    }
    let wanted = match ask.letter {
        Some(_) => Vec::new(),
        None => wanted(conn, ask)?,
    };
    Ok(Outbox { wanted, letters })
}

/// Letters of an account that were written by a civil day, or one, with where they stand at an instant. What became of them is told as it
/// is known now, also to a past day: a letter that has left since must not be sent again.
pub(super) fn letters(
    conn: &Connection,
    now: DateTime<Utc>,
    on: NaiveDate,
    account: Option<AccountId>,
    letter: Option<LetterId>,
) -> Res<Vec<Letter>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.id, l.kind, l.account_id, coalesce(a.number, a.name), a.name, l.contact_id, l.request_id, l.to_name, l.send_to, l.subject, l.body,
                l.made_on, e.actor
         FROM letter l JOIN account a ON a.id = l.account_id JOIN event e ON e.seq = l.event_seq
         WHERE l.voided_by IS NULL AND (?1 IS NULL OR l.account_id = ?1) AND (l.id = ?2 OR (?2 IS NULL AND l.made_on <= ?3)) ORDER BY l.id",
    )?;
    let mut rows = statement.query(params![account, letter, Day(on)])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let id: LetterId = r.get(0)?;
        let attempts = attempts(conn, id)?;
        let standing = stand(&attempts, now);
        let (kind, account, contact): (LetterKind, AccountId, Option<ContactId>) =
            (r.get(1)?, r.get(2)?, r.get(5)?);
        let to: String = r.get(8)?;
        let goes = matches!(standing.state, LetterState::Queued | LetterState::Waiting);
        let held = match goes {
            true => {
                let attorney = is_attorneys(conn, contact, &to)?;
                stopped(conn, account, on, kind, (&to, attorney))?
            }
            false => None,
        };
        out.push(Letter {
            id,
            kind,
            account,
            label: r.get(3)?,
            name: r.get(4)?,
            contact,
            request: r.get(6)?,
            to_name: r.get(7)?,
            to,
            subject: r.get(9)?,
            body: r.get(10)?,
            made_on: r.get::<_, Day>(11)?.0,
            by: r.get(12)?,
            parts: parts(conn, id)?,
            standing,
            attempts,
            held,
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
    let mut statement = conn.prepare_cached(
        "SELECT guide FROM letter_guide WHERE letter_id = ?1 AND voided_by IS NULL ORDER BY id",
    )?;
    let mut rows = statement.query(params![letter])?;
    while let Some(r) = rows.next()? {
        let name: String = r.get(0)?;
        // A sheet of a later version: the letter goes without it rather than not at all.
        out.extend(Guide::from_name(&name).map(|guide| Part::Guide { guide }));
    }
    Ok(out)
}

/// The letters of some accounts as their books know them: `(account, letter)`, by account and id. What is under way or in doubt is told by
/// the attempts alone, because a book has a day and no hour.
pub(super) fn marks(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
) -> Res<Vec<(AccountId, LetterMark)>> {
    let mut statement = conn.prepare_cached(
        "SELECT l.account_id, l.id, l.kind, l.send_to, l.contact_id, l.subject, l.made_on,
                (SELECT e.on_day FROM attempt t JOIN event e ON e.seq = t.event_seq WHERE t.letter_id = l.id AND t.voided_by IS NULL ORDER BY t.id DESC LIMIT 1),
                (SELECT group_concat(d.number, char(10)) FROM letter_part p JOIN document d ON d.id = p.document_id WHERE p.letter_id = l.id AND p.voided_by IS NULL)
         FROM letter l WHERE l.account_id BETWEEN ?1 AND ?2 AND l.voided_by IS NULL ORDER BY l.account_id, l.id",
    )?;
    let mut rows = statement.query(params![from, to])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let id: LetterId = r.get(1)?;
        let attempts = attempts(conn, id)?;
        let last = attempts.last().map_or(DateTime::UNIX_EPOCH, |a| a.at);
        let standing = stand(&attempts, last);
        out.push((
            r.get(0)?,
            LetterMark {
                id,
                kind: r.get(2)?,
                to: r.get(3)?,
                contact: r.get(4)?,
                subject: r.get(5)?,
                invoices: r
                    .get::<_, Option<String>>(8)?
                    .map(|all| all.lines().map(str::to_owned).collect())
                    .unwrap_or_default(),
                made_on: r.get::<_, Day>(6)?.0,
                state: standing.state,
                why: standing.why,
                tried_on: r.get::<_, Option<Day>>(7)?.map(|d| d.0),
            },
        ));
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
