//! Credit holds: nothing ships until it is lifted. They stop no call, so they are none of `holds`.
//!
//! Law: one in force per account; it ends once.

use super::accounts;
use super::act::Act;
use super::fault::{Res, refuse};
use super::table::Table;
use super::types::Day;
use super::{text, told};
use crate::domain::ids::AccountId;
use crate::domain::ladder::LadderStep;
use rusqlite::{OptionalExtension, params};

/// Places a hold where none is in force; answers its row.
pub(super) fn place_if_none(
    act: &mut Act<'_>,
    account: AccountId,
    reason: &str,
) -> Res<Option<i64>> {
    if live(act, account)?.is_some() {
        return Ok(None);
    }
    let (seq, on) = (act.seq, act.on());
    let id = act.insert(
        Table::CreditHold,
        "INSERT INTO credit_hold (event_seq, account_id, from_on, reason) VALUES (?1, ?2, ?3, ?4)",
        params![seq, account, Day(on), reason],
    )?;
    act.touch(account);
    Ok(Some(id))
}

/// Places a hold by itself.
pub(super) fn place(
    act: &mut Act<'_>,
    account: AccountId,
    reason: &str,
    anyway: Option<&str>,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let reason = text::required("reason", reason, 2000)?;
    if live(act, account)?.is_some() {
        return refuse(format!(
            "{} is on credit hold already: nothing was saved",
            found.name
        ));
    }
    let answer = told::honest(act, account, LadderStep::CreditHold, None, anyway)?;
    let what = format!("credit hold on {}", found.name);
    act.event("review", Some(account), what, body)?;
    place_if_none(act, account, &reason)?;
    told::overridden(act, account, LadderStep::CreditHold, answer.as_ref())?;
    Ok(())
}

/// Lifts the hold in force.
pub(super) fn lift(
    act: &mut Act<'_>,
    account: AccountId,
    reason: Option<&str>,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let reason = text::optional("reason", reason, 2000)?;
    let Some(id) = live(act, account)? else {
        return refuse(format!(
            "there is no credit hold on {} (any more): nothing was saved",
            found.name
        ));
    };
    let what = format!("credit hold on {} lifted", found.name);
    act.event("review", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::CreditHoldEnd,
        "INSERT INTO credit_hold_end (event_seq, hold_id, on_day, reason) VALUES (?1, ?2, ?3, ?4)",
        params![seq, id, Day(on), reason],
    )?;
    act.touch(account);
    Ok(())
}

/// The hold in force.
fn live(act: &Act<'_>, account: AccountId) -> Res<Option<i64>> {
    Ok(act
        .conn
        .prepare_cached(
            "SELECT h.id FROM credit_hold h WHERE h.account_id = ?1 AND h.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM credit_hold_end e WHERE e.hold_id = h.id AND e.voided_by IS NULL)
             ORDER BY h.id DESC LIMIT 1",
        )?
        .query_row(params![account], |r| r.get(0))
        .optional()?)
}
