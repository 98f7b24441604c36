//! What customers were told, and the honesty rule at work: a step that they do not know of is refused, or taken with a reason that is kept.
//!
//! Law: the rule is `domain::ladder`'s. `honest` asks before the event is written, `overridden` writes what was answered.

use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::NewTold;
use super::table::Table;
use super::types::Day;
use super::{audit, calls, documents, facts, text};
use crate::domain::audit::AuditWhat;
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, ContactId, LetterId, TouchId};
use crate::domain::ladder::{self, HonestyOverride, LadderStep, Told};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Where a telling happened.
#[derive(Copy, Clone, Default, Debug)]
pub(super) struct At {
    /// In that call.
    pub touch: Option<TouchId>,
    /// In that letter.
    pub letter: Option<LetterId>,
    /// With that person.
    pub contact: Option<ContactId>,
}

/// Writes that they were told.
pub(super) fn insert(act: &mut Act<'_>, account: AccountId, new: &NewTold, at: At) -> Res<()> {
    let contact = new.contact.or(at.contact);
    if let Some(contact) = contact {
        calls::check_contact(act, account, contact)?;
    }
    let named: Option<String> = match contact {
        None => None,
        Some(id) => act
            .conn
            .prepare_cached("SELECT name FROM contact WHERE id = ?1")?
            .query_row(params![id], |r| r.get(0))
            .optional()?,
    };
    let to = text::optional("person", new.to.as_deref().or(named.as_deref()), 400)?;
    if to.is_none() {
        return refuse("say to whom it was told: nothing was saved");
    }
    let note = text::optional("note", new.note.as_deref(), 2000)?;
    let (seq, on, by) = (act.seq, act.on(), act.stamp.by.clone());
    if let Some(day) = new.for_on {
        documents::check_day(day)?;
        if day < on {
            return refuse(format!(
                "{} has passed: a step is told for a day from {} on; nothing was saved",
                say::day(day, on),
                say::day(on, on)
            ));
        }
    }
    act.insert(
        Table::ToldStep,
        "INSERT INTO told_step (event_seq, account_id, touch_id, letter_id, contact_id, step, told_on, for_on, told_to, told_by, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![seq, account, at.touch, at.letter, contact, new.step, Day(on), new.for_on.map(Day), to, by, note],
    )?;
    act.touch(account);
    Ok(())
}

/// `told Dana Ruiz of the credit hold from Thu 3 Dec`
pub(super) fn said(new: &NewTold, on: NaiveDate) -> String {
    let to = new.to.as_deref().map_or("them", str::trim);
    let day = new
        .for_on
        .map_or(String::new(), |d| format!(" from {}", say::day(d, on)));
    format!("told {to} of the {}{day}", new.step.words())
}

/// What was warned of, and why it is done all the same.
pub(super) struct Overridden {
    warning: String,
    reason: String,
}

/// Asks the honesty rule before a step; `more` is what else speaks against it. Refuses where it warns and no reason is given.
pub(super) fn honest(
    act: &Act<'_>,
    account: AccountId,
    step: LadderStep,
    more: Option<String>,
    anyway: Option<&str>,
) -> Res<Option<Overridden>> {
    let told = of(act.conn, account)?;
    // From the books: the stored facts may be of an earlier day, on which something was open that is settled by now.
    let facts = facts::of(act.conn, act.rules, act.on(), account)?;
    let since = facts.and_then(|(facts, _)| facts.oldest_due);
    let known = ladder::telling(step, &told, &act.rules.ladder, since, act.on());
    let warnings: Vec<String> = ladder::warning(step, known, act.on())
        .into_iter()
        .chain(more)
        .collect();
    if warnings.is_empty() {
        return Ok(None);
    }
    let warning = warnings.join("; ");
    match text::optional("reason", anyway, 2000)? {
        Some(reason) => Ok(Some(Overridden { warning, reason })),
        None => {
            let (area, deed) = step.trail();
            let line = (account, area, AuditWhat::Warned, deed);
            let refusal = format!(
                "{warning}: tell them first, or say why it is done all the same (--anyway REASON); nothing was saved"
            );
            audit::ruled(line, &warning, refusal)
        }
    }
}

/// Keeps what was answered to a warning.
pub(super) fn overridden(
    act: &mut Act<'_>,
    account: AccountId,
    step: LadderStep,
    answer: Option<&Overridden>,
) -> Res<()> {
    let Some(answer) = answer else {
        return Ok(());
    };
    let (seq, on, by) = (act.seq, act.on(), act.stamp.by.clone());
    act.insert(
        Table::ToldOverride,
        "INSERT INTO told_override (event_seq, account_id, step, on_day, warning, reason, allowed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, account, step, Day(on), answer.warning, answer.reason, by],
    )?;
    act.touch(account);
    Ok(())
}

/// Nothing of the kind under a bankruptcy: it stops calls, letters, liens and fees at once (DOMAIN §6).
pub(super) fn not_bankrupt(
    act: &Act<'_>,
    account: AccountId,
    step: LadderStep,
    what: &str,
) -> Res<()> {
    let held: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT h.id FROM hold h WHERE h.account_id = ?1 AND h.kind = 'bankruptcy' AND h.voided_by IS NULL AND h.from_on <= ?2
               AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'hold' AND c.entity_id = h.id AND c.voided_by IS NULL)",
        )?
        .query_row(params![account, Day(act.on())], |r| r.get(0))
        .optional()?;
    match held {
        None => Ok(()),
        Some(_) => {
            let (area, deed) = step.trail();
            let why =
                format!("a bankruptcy hold is in force: no {what} until a supervisor lifts it");
            let refusal = format!("{why}; nothing was saved");
            audit::ruled((account, area, AuditWhat::Blocked, deed), &why, refusal)
        }
    }
}

/// The columns of a telling after the account, in the order that `read` reads.
pub(super) const TOLD: &str = "SELECT account_id, step, told_on, for_on, told_to, told_by, letter_id IS NOT NULL, note FROM told_step
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";
/// Likewise for what was done all the same.
pub(super) const OVERRIDES: &str =
    "SELECT account_id, step, on_day, warning, reason, allowed_by FROM told_override
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

fn read(r: &Row<'_>) -> Res<Told> {
    Ok(Told {
        step: r.get(1)?,
        on: r.get::<_, Day>(2)?.0,
        for_on: r.get::<_, Option<Day>>(3)?.map(|d| d.0),
        to: r.get(4)?,
        by: r.get(5)?,
        by_letter: r.get(6)?,
        note: r.get(7)?,
    })
}

/// A telling of a row, into its book.
pub(super) fn load(book: &mut Book, r: &Row<'_>) -> Res<()> {
    book.told.push(read(r)?);
    Ok(())
}

/// An override of a row, into its book.
pub(super) fn load_override(book: &mut Book, r: &Row<'_>) -> Res<()> {
    book.overrides.push(HonestyOverride {
        step: r.get(1)?,
        on: r.get::<_, Day>(2)?.0,
        warning: r.get(3)?,
        reason: r.get(4)?,
        by: r.get(5)?,
    });
    Ok(())
}

fn of(conn: &Connection, account: AccountId) -> Res<Vec<Told>> {
    let mut statement = conn.prepare_cached(TOLD)?;
    let mut rows = statement.query(params![account, account])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(read(r)?);
    }
    Ok(out)
}
