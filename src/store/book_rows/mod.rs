//! The rows of a book that are not money: people, touches, promises, claims, dates, tasks, disputes, holds, lien steps.
//!
//! Each is one query over a range of accounts; voided rows are left out. `books` is the other half.

mod credit;
mod promised;
mod said;

pub(super) use said::barriers;

use super::books::{Slice, book_of};
use super::fault::Res;
use super::types::{Day, Hour, owner};
use super::{jobs, letters, placements, told};
use crate::domain::account::Contact;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, DisputeId};
use crate::domain::money::Minor;
use crate::domain::task::TaskEnd;
use crate::domain::touch::{Dispute, FollowUp, Hold, HoldDetails, LienStep, Task};
use rusqlite::{Connection, Row, params};

/// Fills in everything but money.
pub(super) fn load(
    conn: &Connection,
    from: AccountId,
    to: AccountId,
    slice: Slice,
    books: &mut [Book],
) -> Res<()> {
    let range = Range { conn, from, to };
    let whole = slice == Slice::Whole;
    if whole {
        range.each(CONTACTS, books, |book, r| {
            book.contacts.push(contact(r)?);
            Ok(())
        })?;
    }
    let touches = if whole {
        said::TOUCHES
    } else {
        said::TOUCHES_WITHOUT_TEXT
    };
    range.each(touches, books, |book, r| {
        book.touches.push(said::touch(r)?);
        Ok(())
    })?;
    promised::promises(&range, books)?;
    promised::rulings(&range, books)?;
    promised::claims(&range, books)?;
    if whole {
        said::said(&range, books)?;
        for (account, letter) in letters::marks(conn, from, to)? {
            if let Some(book) = book_of(books, account) {
                book.letters.push(letter);
            }
        }
    }
    range.each(FOLLOW_UPS, books, |book, r| {
        book.follow_ups.push(FollowUp {
            id: r.get(1)?,
            made_on: r.get::<_, Day>(2)?.0,
            due_on: r.get::<_, Day>(3)?.0,
            at: r.get::<_, Option<Hour>>(7)?.map(|h| h.0),
            reason: r.get(4)?,
            requested_by_them: r.get(5)?,
            touch: r.get(6)?,
        });
        Ok(())
    })?;
    range.each(TASKS, books, |book, r| {
        book.tasks.push(Task {
            id: r.get(1)?,
            owner: owner(r.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?,
            what: r.get(3)?,
            made_on: r.get::<_, Day>(4)?.0,
            due_on: r.get::<_, Day>(5)?.0,
            done_on: r.get::<_, Option<Day>>(6)?.map(|d| d.0),
            kind: r.get(7)?,
            person: r.get(8)?,
            dropped: r.get::<_, Option<TaskEnd>>(9)? == Some(TaskEnd::Dropped),
        });
        Ok(())
    })?;
    range.each(DISPUTES, books, |book, r| {
        book.disputes.push(Dispute {
            document: r.get(1)?,
            amount: r.get(2)?,
            reason: r.get(3)?,
            opened_on: r.get::<_, Day>(4)?.0,
            resolved_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
            id: r.get(6)?,
            code: r.get(7)?,
            owner: r.get(8)?,
            due_on: r.get::<_, Option<Day>>(9)?.map(|d| d.0),
            ended: r.get(10)?,
            kind: r.get(11)?,
            payment: r.get(12)?,
            reopens: r.get::<_, Option<i64>>(13)?.map(DisputeId),
            credited: r.get::<_, Option<Minor>>(14)?.unwrap_or(Minor::ZERO),
        });
        Ok(())
    })?;
    credit::fees(&range, books)?;
    range.each(HOLDS, books, |book, r| {
        book.holds.push(Hold {
            kind: r.get(1)?,
            from: r.get::<_, Day>(2)?.0,
            until: r.get::<_, Option<Day>>(3)?.map(|d| d.0),
            details: HoldDetails {
                case_number: r.get(4)?,
                court: r.get(5)?,
                filed_on: r.get::<_, Option<Day>>(6)?.map(|d| d.0),
                asked_by: r.get(7)?,
                asked_how: r.get(8)?,
                attorney: r.get(9)?,
                attorney_phone: r.get(10)?,
                attorney_mail: r.get(11)?,
                note: r.get(12)?,
            },
        });
        Ok(())
    })?;
    credit::credit(&range, books)?;
    range.each(LIEN_STEPS, books, |book, r| {
        book.lien_steps.push(LienStep {
            job: r.get(1)?,
            step: r.get(2)?,
            made_on: r.get::<_, Day>(3)?.0,
            due_on: r.get::<_, Day>(4)?.0,
            done_on: r.get::<_, Option<Day>>(5)?.map(|d| d.0),
        });
        Ok(())
    })?;
    clocks(&range, whole, books)
}

/// Placements and jobs decide what is asked and when; what was told is words.
fn clocks(range: &Range<'_>, whole: bool, books: &mut [Book]) -> Res<()> {
    range.each(placements::PLACEMENTS, books, placements::load)?;
    range.each(placements::STEPS, books, placements::load_step)?;
    range.each(placements::DECLINED, books, placements::load_declined)?;
    range.each(jobs::JOBS, books, jobs::load)?;
    range.each(jobs::DATES, books, jobs::load_date)?;
    range.each(jobs::STEPS, books, jobs::load_step)?;
    // A planned filing brings the account up by the day of its calls.
    range.each(jobs::PARTIES, books, jobs::load_party)?;
    range.each(jobs::PLANS, books, jobs::load_plan)?;
    if whole {
        range.each(told::TOLD, books, told::load)?;
        range.each(told::OVERRIDES, books, told::load_override)?;
    }
    Ok(())
}

const CONTACTS: &str = "SELECT account_id, id, name, role, phone, email, preferred, right_party, phone_bad_on, email_bad_on, zone, mobile FROM contact
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";

const FOLLOW_UPS: &str =
    "SELECT account_id, id, made_on, due_on, reason, requested_by_them, touch_id, due_time FROM follow_up
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY account_id, id";

const TASKS: &str =
    "SELECT t.account_id, t.id, t.owner, t.what, t.made_on, t.due_on, c.on_day, t.kind, t.person, c.how FROM task t
    LEFT JOIN closing c ON c.entity = 'task' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";

const DISPUTES: &str = "SELECT t.account_id, t.document_id, t.amount_minor, t.reason, t.opened_on, c.on_day, t.id, t.code,
      coalesce((SELECT h.owner FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL ORDER BY h.id DESC LIMIT 1), t.owner),
      coalesce((SELECT h.due_on FROM handover h WHERE h.dispute_id = t.id AND h.voided_by IS NULL ORDER BY h.id DESC LIMIT 1), t.due_on),
      c.how, t.kind, t.payment_id, t.reopens_id, s.credited_minor FROM dispute t
    LEFT JOIN settlement s ON s.dispute_id = t.id AND s.voided_by IS NULL
    LEFT JOIN closing c ON c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";

const HOLDS: &str = "SELECT t.account_id, t.kind, t.from_on, c.on_day, t.case_number, t.court, t.filed_on, t.asked_by, t.asked_how, t.attorney, t.attorney_phone,
      t.attorney_mail, t.note FROM hold t
    LEFT JOIN closing c ON c.entity = 'hold' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";

const LIEN_STEPS: &str =
    "SELECT t.account_id, t.job, t.step, t.made_on, t.due_on, c.on_day FROM lien_step t
    LEFT JOIN closing c ON c.entity = 'lien_step' AND c.entity_id = t.id AND c.voided_by IS NULL
    WHERE t.account_id BETWEEN ?1 AND ?2 AND t.voided_by IS NULL ORDER BY t.account_id, t.id";

/// A range of accounts to query.
struct Range<'a> {
    conn: &'a Connection,
    from: AccountId,
    to: AccountId,
}

impl Range<'_> {
    /// Calls `add` with each row and the book that it belongs to; column 0 is the account.
    fn each(
        &self,
        sql: &str,
        books: &mut [Book],
        mut add: impl FnMut(&mut Book, &Row<'_>) -> Res<()>,
    ) -> Res<()> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![self.from, self.to])?;
        while let Some(r) = rows.next()? {
            if let Some(book) = book_of(books, r.get(0)?) {
                add(book, r)?;
            }
        }
        Ok(())
    }
}

fn contact(r: &Row<'_>) -> Res<Contact> {
    Ok(Contact {
        account: r.get(0)?,
        id: r.get(1)?,
        name: r.get(2)?,
        role: r.get(3)?,
        phone: r.get(4)?,
        email: r.get(5)?,
        preferred: r.get(6)?,
        right_party: r.get(7)?,
        phone_bad_on: r.get::<_, Option<Day>>(8)?.map(|d| d.0),
        email_bad_on: r.get::<_, Option<Day>>(9)?.map(|d| d.0),
        zone: r.get(10)?,
        mobile: r.get(11)?,
    })
}
