//! Stops on all contact: bankruptcy, cease contact, attorney. One live stop of a kind per account; it ends once, in `closing`.
//!
//! Law: a bankruptcy is lifted only with a supervisor's name (DOMAIN §6). Names are not proven here: they make it visible.

use super::accounts;
use super::act::Act;
use super::fault::{Res, refuse};
use super::table::Table;
use super::types::Day;
use super::{tasks, text};
use crate::domain::ids::AccountId;
use crate::domain::touch::HoldKind;
use rusqlite::{OptionalExtension, params};

/// Places a stop.
pub(super) fn place(act: &mut Act<'_>, account: AccountId, kind: HoldKind, body: &str) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    if live(act, account, kind)?.is_some() {
        return refuse(format!(
            "{} is on hold for that already ({}): nothing was saved",
            found.name,
            words(kind)
        ));
    }
    let what = format!("hold on {}: {}", found.name, words(kind));
    act.event("record", Some(account), what, body)?;
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::Hold,
        "INSERT INTO hold (event_seq, account_id, kind, from_on) VALUES (?1, ?2, ?3, ?4)",
        params![seq, account, kind, Day(on)],
    )?;
    act.touch(account);
    Ok(())
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
            words(kind),
            found.name
        ));
    };
    if from > act.on() {
        return refuse(format!(
            "the {} hold on {} begins later than this day: undo it instead",
            words(kind),
            found.name
        ));
    }
    if kind == HoldKind::Bankruptcy && allowed_by.is_none() {
        return refuse(
            "a bankruptcy hold is lifted by a supervisor only: say who allows it; nothing was saved",
        );
    }
    let by = allowed_by
        .as_deref()
        .map_or_else(String::new, |name| format!(", allowed by {name}"));
    let what = format!("hold on {} lifted: {}{by}", found.name, words(kind));
    act.event("record", Some(account), what, body)?;
    let note = allowed_by.map(|name| format!("allowed by {name}"));
    tasks::close(act, "hold", id, "lifted", note.as_deref())?;
    act.touch(account);
    Ok(())
}

fn words(kind: HoldKind) -> String {
    kind.name().replace('_', " ")
}

/// The stop of that kind that is in force, with the day that it began.
fn live(
    act: &Act<'_>,
    account: AccountId,
    kind: HoldKind,
) -> Res<Option<(i64, chrono::NaiveDate)>> {
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
