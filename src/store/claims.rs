//! "Already sent it": claims that money is under way, and what is done when it does not come.
//!
//! Law: a claim ends once: met by a payment, taken back, or replaced by the claim for another check. Until then steps can be taken on it.

use super::act::Act;
use super::fault::{Fault, Res, refuse};
use super::protocol::{ClaimDeed, ClaimRef, NewClaim, NewClaimStep};
use super::remedies::Scene;
use super::table::Table;
use super::types::Day;
use super::{documents, text};
use crate::domain::ids::{ClaimId, DocumentId};
use crate::domain::say;
use crate::domain::touch::ClaimStepKind;
use rusqlite::{OptionalExtension, params};

/// Writes a claim.
pub(super) fn insert(act: &mut Act<'_>, scene: &Scene, claim: &NewClaim) -> Res<ClaimId> {
    documents::check_amount(claim.amount)?;
    documents::check_day(claim.mailed_on)?;
    let on = act.on();
    if claim.mailed_on > on {
        return refuse(format!(
            "{} is ahead: money that leaves then is a promise, not a claim",
            say::day(claim.mailed_on, on)
        ));
    }
    let reference = text::optional("check or trace number", claim.reference.as_deref(), 200)?;
    let mailed_to = text::optional("address", claim.mailed_to.as_deref(), 400)?;
    let days = act.rules.mail_days.of(claim.method);
    let expected = act.rules.calendar.add(claim.mailed_on, days);
    let (seq, account) = (act.seq, scene.account.id);
    let id = act.insert(
        Table::Claim,
        "INSERT INTO claim (event_seq, account_id, made_on, method, reference, amount_minor, mailed_on, expected_by, contact_id, mailed_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            seq,
            account,
            Day(on),
            claim.method,
            reference,
            claim.amount,
            Day(claim.mailed_on),
            Day(expected),
            scene.contact,
            mailed_to
        ],
    )?;
    for invoice in &claim.invoices {
        let found = documents::known_of(act.conn, account, *invoice)?;
        act.insert(
            Table::ClaimItem,
            "INSERT INTO claim_item (event_seq, claim_id, document_id) VALUES (?1, ?2, ?3)",
            params![seq, id, found.id],
        )?;
    }
    act.done.made.claims.push(ClaimId(id));
    Ok(ClaimId(id))
}

/// Takes a step on a claim.
pub(super) fn step(act: &mut Act<'_>, scene: &Scene, new: &NewClaimStep) -> Res<()> {
    let claim = match new.claim {
        ClaimRef::Known(id) => id,
        ClaimRef::New(n) => *act.done.made.claims.get(n).ok_or_else(|| {
            Fault::refused("a step refers to a claim that this call does not make")
        })?,
    };
    still_open(act, scene, claim)?;
    let detail = text::optional("detail", new.detail.as_deref(), 2000)?;
    let (kind, by) = match &new.step {
        ClaimDeed::ConfirmAddress => (ClaimStepKind::AddressConfirmed, None),
        ClaimDeed::AskTrace => (ClaimStepKind::TraceAsked, None),
        ClaimDeed::AskReissue => (ClaimStepKind::ReissueAsked, None),
        ClaimDeed::Reissue(claim) => {
            let by = insert(act, scene, claim)?;
            (ClaimStepKind::Reissued, Some(by))
        }
        ClaimDeed::Retract => (ClaimStepKind::Retracted, None),
        ClaimDeed::Match(payment) => {
            payment_of(act, scene, *payment)?;
            (ClaimStepKind::Matched, None)
        }
    };
    let (seq, on) = (act.seq, act.on());
    act.insert(
        Table::ClaimStep,
        "INSERT INTO claim_step (event_seq, claim_id, step, on_day, detail, by_claim) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, claim, kind, Day(on), detail, by],
    )?;
    let payment = match &new.step {
        ClaimDeed::Match(payment) => Some(*payment),
        ClaimDeed::Reissue(_) | ClaimDeed::Retract => None,
        ClaimDeed::ConfirmAddress | ClaimDeed::AskTrace | ClaimDeed::AskReissue => return Ok(()),
    };
    act.insert(
        Table::ClaimEnd,
        "INSERT INTO claim_end (event_seq, claim_id, on_day, document_id) VALUES (?1, ?2, ?3, ?4)",
        params![seq, claim, Day(on), payment],
    )?;
    Ok(())
}

fn still_open(act: &Act<'_>, scene: &Scene, claim: ClaimId) -> Res<()> {
    let ended =
        "SELECT EXISTS (SELECT 1 FROM claim_end e WHERE e.claim_id = c.id AND e.voided_by IS NULL)
             FROM claim c WHERE c.id = ?1 AND c.account_id = ?2 AND c.voided_by IS NULL";
    let over = "that claim has ended already: nothing was saved";
    scene.still_stands(act, ("claim", claim.0), ended, over)
}

/// A payment of this account that is no other claim's.
fn payment_of(act: &Act<'_>, scene: &Scene, payment: DocumentId) -> Res<()> {
    let found = documents::known_of(act.conn, scene.account.id, payment)?;
    if !found.kind.is_cash() {
        return refuse(format!(
            "'{}' is no payment: nothing was saved",
            found.number
        ));
    }
    let taken: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT e.claim_id FROM claim_end e WHERE e.document_id = ?1 AND e.voided_by IS NULL",
        )?
        .query_row(params![payment], |r| r.get(0))
        .optional()?;
    match taken {
        Some(_) => refuse("that payment is another claim's already: nothing was saved"),
        None => Ok(()),
    }
}
