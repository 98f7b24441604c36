//! Placements: handed over, acknowledged, recovered, called back, closed; or declined until a day.
//!
//! Law: one is out per account at a time, and what has ended takes no further step. What stands is worked out by `domain::placement`.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::NewPlacement;
use super::table::Table;
use super::types::Day;
use super::{accounts, books, documents, facts, text, told};
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, PlacementId};
use crate::domain::ladder::LadderStep;
use crate::domain::money::Minor;
use crate::domain::placement::{
    self, Declined, Placement, PlacementState, PlacementStep, PlacementStepKind,
};
use crate::domain::say;
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

/// Hands an account over.
pub(super) fn place(act: &mut Act<'_>, new: &NewPlacement, body: &str) -> Res<()> {
    let on = act.on();
    let agency = text::required("agency", &new.agency, 200)?;
    let reason = text::required("reason", &new.reason, 2000)?;
    let book = books::whole(act.conn, new.account)?.ok_or_else(|| accounts::gone(new.account))?;
    let account = &book.account;
    if let Some(out) = placement::out(&book.placements, on) {
        return refuse(format!(
            "{} is with {} since {}: nothing was saved",
            account.name,
            out.agency,
            say::day(out.on, on)
        ));
    }
    told::not_bankrupt(act, account.id, LadderStep::Placement, "placement")?;
    let Some((known, _)) = facts::of(act.conn, act.rules, on, account.id)? else {
        return Err(accounts::gone(account.id));
    };
    let proposed = placement::proposed(known.past_due, known.disputed);
    if new.amount.is_none() && known.past_due.is_positive() && !proposed.is_positive() {
        return refuse(format!(
            "all that is past due at {} is on dispute: settle it first, or name the amount to place; nothing was saved",
            account.name
        ));
    }
    let amount = new.amount.unwrap_or(proposed);
    if !amount.is_positive() || amount > known.open {
        return refuse(format!(
            "{} is open at {}, {} of it past due: what is placed is a part of that; nothing was saved",
            say::money(known.open, account.currency),
            account.name,
            say::money(known.past_due, account.currency)
        ));
    }
    // Somebody who pays or has promised is not handed over without a word about it.
    let word = known
        .pays_or_promises
        .then(|| "a promise was kept or is live".to_owned());
    let answer = told::honest(
        act,
        account.id,
        LadderStep::Placement,
        word,
        new.anyway.as_deref(),
    )?;
    let what = format!(
        "{} placed with {agency}: {}",
        account.name,
        say::money(amount, account.currency)
    );
    act.event("placement", Some(account.id), what, body)?;
    let (seq, by) = (act.seq, act.stamp.by.clone());
    let id = act.insert(
        Table::Placement,
        "INSERT INTO placement (event_seq, account_id, agency, placed_on, amount_minor, reason, placed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, account.id, agency, Day(on), amount, reason, by],
    )?;
    told::overridden(act, account.id, LadderStep::Placement, answer.as_ref())?;
    act.done.made.placements.push(PlacementId(id));
    act.touch(account.id);
    Ok(())
}

/// Not now.
pub(super) fn decline(
    act: &mut Act<'_>,
    account: AccountId,
    again_on: NaiveDate,
    reason: &str,
    body: &str,
) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let reason = text::required("reason", reason, 2000)?;
    documents::check_day(again_on)?;
    let on = act.on();
    if again_on <= on {
        return refuse("name a later day to look at it again: nothing was saved");
    }
    let what = format!(
        "placement of {} declined until {}",
        found.name,
        say::day(again_on, on)
    );
    act.event("placement", Some(account), what, body)?;
    let (seq, by) = (act.seq, act.stamp.by.clone());
    act.insert(
        Table::PlacementDecline,
        "INSERT INTO placement_decline (event_seq, account_id, on_day, again_on, reason, declined_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, account, Day(on), Day(again_on), reason, by],
    )?;
    act.touch(account);
    Ok(())
}

/// Something that happened at the agency.
pub(super) struct Step<'a> {
    pub placement: PlacementId,
    pub kind: PlacementStepKind,
    pub on: Option<NaiveDate>,
    pub amount: Option<Minor>,
    pub fee: Option<Minor>,
    pub note: Option<&'a str>,
}

/// Writes it.
pub(super) fn step(act: &mut Act<'_>, new: &Step<'_>, body: &str) -> Res<()> {
    let account: Option<AccountId> = act
        .conn
        .prepare_cached("SELECT account_id FROM placement WHERE id = ?1 AND voided_by IS NULL")?
        .query_row(params![new.placement], |r| r.get(0))
        .optional()?;
    let Some(account) = account else {
        return refuse(format!(
            "there is no placement #{} (any more)",
            new.placement
        ));
    };
    let book = books::whole(act.conn, account)?.ok_or_else(|| accounts::gone(account))?;
    let known = book.placements.iter().find(|p| p.id == new.placement);
    let known = known.ok_or_else(|| Fault::damaged(format!("placement #{}", new.placement)))?;
    let today = act.on();
    let day = new.on.unwrap_or(today);
    documents::check_day(day)?;
    if day > today || day < known.on {
        return refuse(format!(
            "a day from {} to {} is meant: nothing was saved",
            say::day(known.on, today),
            say::day(today, today)
        ));
    }
    let state = known.state(today);
    let ended = matches!(state, PlacementState::Recalled | PlacementState::Closed);
    // Money may still come for what was called back.
    if ended && new.kind != PlacementStepKind::Recovery {
        return refuse(format!(
            "the placement with {} is {} already: nothing was saved",
            known.agency,
            state.words()
        ));
    }
    if new.kind == PlacementStepKind::Acknowledged && state == PlacementState::Acknowledged {
        return refuse(format!("{} has acknowledged it already", known.agency));
    }
    let currency = book.account.currency;
    let money = match (new.kind, new.amount) {
        (PlacementStepKind::Recovery, Some(amount)) => {
            documents::check_amount(amount)?;
            let fee = new.fee.unwrap_or(Minor::ZERO);
            if fee.is_negative() || fee > amount {
                return refuse("the agency's fee is a part of what came: nothing was saved");
            }
            let came = known.recovered(today)?.amount;
            if came.plus(amount)? > known.amount {
                return refuse(format!(
                    "{} was placed and {} of it came back: {} more is too much; nothing was saved",
                    say::money(known.amount, currency),
                    say::money(came, currency),
                    say::money(amount, currency)
                ));
            }
            format!(
                " {}, fee {}",
                say::money(amount, currency),
                say::money(fee, currency)
            )
        }
        (PlacementStepKind::Recovery, None) => {
            return refuse("say how much came through the agency: nothing was saved");
        }
        (_, None) if new.fee.is_none() => String::new(),
        (_, _) => return refuse("only a recovery has an amount: nothing was saved"),
    };
    let note = text::optional("note", new.note, 2000)?;
    let what = format!(
        "placement of {} with {}: {}{money}",
        book.account.name,
        known.agency,
        new.kind.words()
    );
    act.event("placement", Some(account), what, body)?;
    let seq = act.seq;
    act.insert(
        Table::PlacementStep,
        "INSERT INTO placement_step (event_seq, placement_id, kind, on_day, amount_minor, fee_minor, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, new.placement, new.kind, Day(day), new.amount, new.fee, note],
    )?;
    act.touch(account);
    Ok(())
}

/// Placements of some accounts, as `book_rows` asks for them.
pub(super) const PLACEMENTS: &str =
    "SELECT account_id, id, agency, placed_on, amount_minor, reason, placed_by FROM placement
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";
/// Their steps.
pub(super) const STEPS: &str =
    "SELECT p.account_id, s.placement_id, s.kind, s.on_day, s.amount_minor, s.fee_minor, s.note
    FROM placement p JOIN placement_step s ON s.placement_id = p.id AND s.voided_by IS NULL
    WHERE p.account_id BETWEEN ?1 AND ?2 AND p.voided_by IS NULL ORDER BY s.on_day, s.id";
/// When it was declined.
pub(super) const DECLINED: &str =
    "SELECT account_id, on_day, again_on, reason, declined_by FROM placement_decline
    WHERE account_id BETWEEN ?1 AND ?2 AND voided_by IS NULL ORDER BY id";

/// A placement of a row, into its book.
pub(super) fn load(book: &mut Book, r: &Row<'_>) -> Res<()> {
    book.placements.push(Placement {
        id: r.get(1)?,
        agency: r.get(2)?,
        on: r.get::<_, Day>(3)?.0,
        amount: r.get(4)?,
        reason: r.get(5)?,
        by: r.get(6)?,
        steps: Vec::new(),
    });
    Ok(())
}

/// A step of a row, into its placement.
pub(super) fn load_step(book: &mut Book, r: &Row<'_>) -> Res<()> {
    let id: PlacementId = r.get(1)?;
    let step = PlacementStep {
        kind: r.get(2)?,
        on: r.get::<_, Day>(3)?.0,
        amount: r.get(4)?,
        fee: r.get(5)?,
        note: r.get(6)?,
    };
    if let Some(known) = book.placements.iter_mut().find(|p| p.id == id) {
        known.steps.push(step);
    }
    Ok(())
}

/// A word of a row, into its book.
pub(super) fn load_declined(book: &mut Book, r: &Row<'_>) -> Res<()> {
    book.declined.push(Declined {
        on: r.get::<_, Day>(1)?.0,
        again_on: r.get::<_, Day>(2)?.0,
        reason: r.get(3)?,
        by: r.get(4)?,
    });
    Ok(())
}
