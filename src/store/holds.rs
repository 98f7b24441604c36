//! Stops on all contact: bankruptcy, cease contact, attorney. One live stop of a kind per account; it ends once, in `closing`.
//!
//! Law: a bankruptcy is lifted only with a supervisor's name (DOMAIN §6). Names are not proven here: they make it visible.

use super::accounts;
use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::NewHold;
use super::table::Table;
use super::types::Day;
use super::{audit, documents, tasks, text};
use crate::domain::account::Account;
use crate::domain::audit::{AuditArea, AuditWhat};
use crate::domain::call_rules::Who;
use crate::domain::ids::AccountId;
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::{HoldDetails, HoldKind};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// Places a stop with what is known of it.
pub(super) fn place(act: &mut Act<'_>, new: &NewHold, body: &str) -> Res<()> {
    let NewHold {
        account,
        kind,
        details,
    } = new;
    let (account, kind) = (*account, *kind);
    let found = accounts::get(act.conn, account)?;
    let known = checked(details)?;
    if live(act, account, kind)?.is_some() {
        return refuse(format!(
            "{} is on hold for that already ({}): nothing was saved",
            found.name,
            kind.words()
        ));
    }
    let facts = known.facts();
    let of = match facts.is_empty() {
        true => String::new(),
        false => format!(" ({})", facts.join(", ")),
    };
    let what = format!("hold on {}: {}{of}", found.name, kind.words());
    act.event("record", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::Hold,
        "INSERT INTO hold (event_seq, account_id, kind, from_on, case_number, court, filed_on, asked_by, asked_how, attorney, attorney_phone, attorney_mail, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            seq,
            account,
            kind,
            Day(on),
            known.case_number,
            known.court,
            known.filed_on.map(Day),
            known.asked_by,
            known.asked_how,
            known.attorney,
            known.attorney_phone,
            known.attorney_mail,
            known.note
        ],
    )?;
    act.touch(account);
    Ok(())
}

/// What is known, as it may be stored.
fn checked(details: &HoldDetails) -> Res<HoldDetails> {
    let text = |name, value: &Option<String>, limit| text::optional(name, value.as_deref(), limit);
    if let Some(day) = details.filed_on {
        documents::check_day(day)?;
    }
    Ok(HoldDetails {
        case_number: text("case number", &details.case_number, 100)?,
        court: text("court", &details.court, 200)?,
        filed_on: details.filed_on,
        asked_by: text("name of who asked", &details.asked_by, 200)?,
        asked_how: text("way they asked", &details.asked_how, 200)?,
        attorney: text("lawyer's name", &details.attorney, 200)?,
        attorney_phone: text("lawyer's phone", &details.attorney_phone, 200)?,
        attorney_mail: text("lawyer's mail address", &details.attorney_mail, 320)?,
        note: text("note", &details.note, 2000)?,
    })
}

/// Lifts a stop from this day on.
pub(super) fn lift(
    act: &mut Act<'_>,
    account: AccountId,
    kind: HoldKind,
    allowed_by: Option<&str>,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let allowed_by = text::optional("supervisor's name", allowed_by, 200)?;
    let Some((id, from)) = live(act, account, kind)? else {
        return refuse(format!(
            "there is no {} hold on {} (any more): nothing was saved",
            kind.words(),
            found.name
        ));
    };
    if from > act.on() {
        return refuse(format!(
            "the {} hold on {} begins later than this day: undo it instead",
            kind.words(),
            found.name
        ));
    }
    if kind == HoldKind::Bankruptcy && allowed_by.is_none() {
        let why = "a bankruptcy hold is lifted by a supervisor only";
        let line = (
            account,
            AuditArea::Contact,
            AuditWhat::Blocked,
            "hold_lifted",
        );
        let refusal = format!("{why}: say who allows it; nothing was saved");
        return audit::ruled(line, why, refusal);
    }
    let by = allowed_by
        .as_deref()
        .map_or_else(String::new, |name| format!(", allowed by {name}"));
    let what = format!("hold on {} lifted: {}{by}", found.name, kind.words());
    act.event("record", Some(account), what, body)?;
    let note = allowed_by.map(|name| format!("allowed by {name}"));
    tasks::close(act, "hold", id, "lifted", note.as_deref())?;
    act.touch(account);
    Ok(())
}

/// Why an account gets no more letters on a day: it has had as many in a week as its rules allow.
pub(super) fn letters_left(
    conn: &Connection,
    rules: &Rules,
    account: &Account,
    on: NaiveDate,
) -> Res<Option<String>> {
    let in_force = rules.calls.in_force(&Who::of(account));
    let Some(most) = in_force.profile.letters else {
        return Ok(None);
    };
    let since = on.checked_sub_days(chrono::Days::new(6)).unwrap_or(on);
    let sent: u32 = conn
        .prepare_cached(
            "SELECT (SELECT count(*) FROM letter WHERE account_id = ?1 AND voided_by IS NULL AND made_on BETWEEN ?2 AND ?3)
                  + (SELECT count(*) FROM touch WHERE account_id = ?1 AND voided_by IS NULL AND inbound = 0 AND channel IN ('mail', 'letter') AND letter_id IS NULL
                       AND on_day BETWEEN ?2 AND ?3)",
        )?
        .query_row(params![account.id, Day(since), Day(on)], |r| r.get(0))?;
    Ok((sent >= most).then(|| {
        format!(
            "{} in the last 7 days, {} allow no more letters",
            say::plural(u64::from(sent), "letter"),
            in_force.words
        )
    }))
}

/// The stop of that kind that is in force, with the day that it began.
fn live(act: &Act<'_>, account: AccountId, kind: HoldKind) -> Res<Option<(i64, NaiveDate)>> {
    Ok(act
        .conn
        .prepare_cached(
            "SELECT h.id, h.from_on FROM hold h WHERE h.account_id = ?1 AND h.kind = ?2 AND h.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'hold' AND c.entity_id = h.id AND c.voided_by IS NULL)
             ORDER BY h.id DESC LIMIT 1",
        )?
        .query_row(params![account, kind], |r| Ok((r.get(0)?, r.get::<_, Day>(1)?.0)))
        .optional()?)
}

/// The stop that is in force, as far as letters ask for it.
#[derive(Debug)]
pub(super) struct Stop {
    /// Which.
    pub(super) kind: HoldKind,
    /// Their lawyer.
    pub(super) lawyer: Option<String>,
    /// The lawyer's mail address.
    pub(super) mail: Option<String>,
}

/// The gravest stop that is in force on a day (`domain::outbox::stops` says what it stops), with the lawyer's mail address where it has one.
pub(super) fn in_force(conn: &Connection, account: AccountId, on: NaiveDate) -> Res<Option<Stop>> {
    let mut statement = conn.prepare_cached(
        "SELECT h.kind, h.attorney, h.attorney_mail FROM hold h LEFT JOIN closing c ON c.entity = 'hold' AND c.entity_id = h.id AND c.voided_by IS NULL
         WHERE h.account_id = ?1 AND h.voided_by IS NULL AND h.from_on <= ?2 AND (c.on_day IS NULL OR c.on_day > ?2)",
    )?;
    let rows = statement.query_map(params![account, Day(on)], |r| {
        Ok(Stop {
            kind: r.get(0)?,
            lawyer: r.get(1)?,
            mail: r.get(2)?,
        })
    })?;
    let found: Vec<Stop> = rows.collect::<Result<_, _>>()?;
    Ok(found.into_iter().min_by_key(|stop| match stop.kind {
        HoldKind::Bankruptcy => 0,
        HoldKind::CeaseContact => 1,
        HoldKind::Attorney => 2,
    }))
}
