//! Plans of instalments, each a promise, and waivers that hang on one.
//!
//! Law: what the plan as a whole replaces is ended by its first instalment; instalments never replace each other. A waiver's fate is
//! worked out by `domain::waiver`; only a supervisor's decision about one above the limit is a row.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::promises::{self, Checked, Give};
use super::protocol::{NewPlan, NewPromise, NewWaiver, PromiseRef};
use super::remedies::Scene;
use super::table::Table;
use super::types::Day;
use super::{approvals, documents, text};
use crate::domain::ids::{PlanId, PromiseId, WaiverId};
use crate::domain::money::Minor;
use crate::domain::plan;
use crate::domain::say;
use crate::domain::split::Split;
use rusqlite::{OptionalExtension, params};

/// Writes a plan with its promises.
pub(super) fn insert(act: &mut Act<'_>, scene: &Scene, new: &NewPlan) -> Res<()> {
    let all = plan::check(&new.instalments)
        .map_err(|e| Fault::refused(format!("{e}: nothing was saved")))?;
    if matches!(new.split, Split::ByHand(_)) {
        return refuse("the instalments of a plan are laid oldest first or pro rata");
    }
    let (seq, on) = (act.seq, act.on());
    let account = scene.account.id;
    let id = act.insert(
        Table::Plan,
        "INSERT INTO plan (event_seq, account_id, touch_id, made_on, amount_minor, instalments) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, account, scene.touch, Day(on), all, new.instalments.len() as i64],
    )?;
    act.done.made.plans.push(PlanId(id));
    let mut whole = Some(all);
    for (sequence, instalment) in (1_u32..).zip(&new.instalments) {
        let promise = NewPromise {
            account,
            amount: instalment.amount,
            by_when: instalment.by_when,
            invoices: new.invoices.clone(),
            contact: new.contact.or(scene.contact),
            method: new.method,
            reference: None,
            supersedes: if sequence == 1 {
                new.supersedes.clone()
            } else {
                Vec::new()
            },
            split: new.split.clone(),
        };
        let give = Give {
            touch: scene.touch,
            place: Some((PlanId(id), sequence)),
            together: whole.take(),
        };
        let checked = Checked::new(act, &promise, give)?;
        promises::insert(act, &checked)?;
    }
    // A plan asks once, with its last day.
    if let (Some(last), Some(promise)) = (new.instalments.last(), act.done.promises.last()) {
        approvals::long_promise(act, account, *promise, all, last.by_when)?;
    }
    Ok(())
}

/// Writes a waiver that hangs on a promise of this call or of the account.
pub(super) fn waive(act: &mut Act<'_>, scene: &Scene, new: &NewWaiver) -> Res<()> {
    documents::check_amount(new.amount)?;
    let reason = text::required("reason", &new.reason, 2000)?;
    let promise = match new.promise {
        PromiseRef::New(n) => *act.done.promises.get(n).ok_or_else(|| {
            Fault::refused("a waiver hangs on a promise that this call does not take")
        })?,
        PromiseRef::Known(id) => standing(act, scene, id)?,
    };
    if let Some(document) = new.document {
        let found = documents::known_of(act.conn, scene.account.id, document)?;
        if !found.kind.is_receivable() || new.amount > found.open {
            return refuse(format!(
                "{} is open on {}: a waiver is a part of that; nothing was saved",
                say::money(found.open, found.currency),
                found.number
            ));
        }
    }
    let needs_approval = new.amount > act.rules.waiver_limit;
    let (seq, on) = (act.seq, act.on());
    let id = act.insert(
        Table::Waiver,
        "INSERT INTO waiver (event_seq, account_id, promise_id, amount_minor, document_id, reason, made_on, needs_approval)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            seq,
            scene.account.id,
            promise,
            new.amount,
            new.document,
            reason,
            Day(on),
            needs_approval
        ],
    )?;
    act.done.made.waivers.push(WaiverId(id));
    Ok(())
}

/// A promise of the account that has not ended.
fn standing(act: &Act<'_>, scene: &Scene, promise: PromiseId) -> Res<PromiseId> {
    let ended = "SELECT EXISTS (SELECT 1 FROM promise_end e WHERE e.promise_id = p.id AND e.voided_by IS NULL)
             FROM promise p WHERE p.id = ?1 AND p.account_id = ?2 AND p.voided_by IS NULL";
    let over = "that promise has ended: a waiver hangs on one that stands";
    scene.still_stands(act, ("promise", promise.0), ended, over)?;
    Ok(promise)
}

/// Writes what was decided about a waiver above the limit.
pub(super) fn decide(act: &mut Act<'_>, scene: &Scene, waiver: WaiverId, granted: bool) -> Res<()> {
    decide_because(act, scene, waiver, granted, None)
}

/// The same, with the reason.
pub(super) fn decide_because(
    act: &mut Act<'_>,
    scene: &Scene,
    waiver: WaiverId,
    granted: bool,
    reason: Option<&str>,
) -> Res<()> {
    let found: Option<(bool, bool, Minor)> = act
        .conn
        .prepare_cached(
            "SELECT w.needs_approval, EXISTS (SELECT 1 FROM waiver_decision d WHERE d.waiver_id = w.id AND d.voided_by IS NULL), w.amount_minor
             FROM waiver w WHERE w.id = ?1 AND w.account_id = ?2 AND w.voided_by IS NULL",
        )?
        .query_row(params![waiver, scene.account.id], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })
        .optional()?;
    match found {
        None => {
            return refuse(format!(
                "there is no waiver #{waiver} at this account (any more)"
            ));
        }
        Some((false, _, amount)) => {
            return refuse(format!(
                "the waiver of {} needs no approval: nothing was saved",
                say::money(amount, scene.account.currency)
            ));
        }
        Some((true, true, _)) => {
            return refuse("that waiver was decided already: nothing was saved");
        }
        Some((true, false, _)) => {}
    }
    let (seq, on, by) = (act.seq, act.on(), act.stamp.by.clone());
    act.insert(
        Table::WaiverDecision,
        "INSERT INTO waiver_decision (event_seq, waiver_id, granted, on_day, reason, decided_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, waiver, granted, Day(on), reason, by],
    )?;
    Ok(())
}
