//! Contested amounts, how they end, and money held back until a day.
//!
//! Law: `0 <= disputed <= open` per invoice (DOMAIN §2), retainage never more than what is open. The rest of the debt stays callable.

use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::{NewDispute, NewHoldback, NewTask};
use super::remedies::Scene;
use super::table::Table;
use super::types::Day;
use super::{documents, tasks, text};
use crate::domain::dispute::DisputeEnd;
use crate::domain::ids::{DisputeId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use rusqlite::params;

/// Writes a dispute, one row per invoice.
pub(super) fn insert(act: &mut Act<'_>, scene: &Scene, new: &NewDispute) -> Res<()> {
    if new.items.is_empty() {
        return refuse("name the invoices that they contest: nothing was saved");
    }
    let reason = match new.reason.trim() {
        "" => new.code.words().to_owned(),
        typed => text::required("reason", typed, 2000)?,
    };
    let owner = text::optional("owner", new.owner.as_deref(), 200)?;
    let on = act.on();
    if let Some(day) = new.due_on {
        documents::check_day(day)?;
        if day < on {
            return refuse(format!(
                "{} has passed: answer the dispute by a day from {} on",
                say::day(day, on),
                say::day(on, on)
            ));
        }
    }
    for (document, amount) in &new.items {
        let found = documents::known_of(act.conn, scene.account.id, *document)?;
        documents::check_amount(*amount)?;
        // Earlier items of this dispute count too: they are written already.
        let free = found.open.less(contested(act, scene, *document)?);
        if !found.kind.is_receivable() || *amount > free {
            return refuse(format!(
                "{} of {} can still be contested: nothing was saved; lower the amount",
                say::money(free, found.currency),
                found.number
            ));
        }
        let seq = act.seq;
        let id = act.insert(
            Table::Dispute,
            "INSERT INTO dispute (event_seq, account_id, document_id, amount_minor, reason, opened_on, code, owner, due_on)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                seq,
                scene.account.id,
                document,
                amount,
                reason,
                Day(on),
                new.code,
                owner,
                new.due_on.map(Day)
            ],
        )?;
        act.done.made.disputes.push(DisputeId(id));
    }
    Ok(())
}

/// What of an invoice is contested now.
pub(super) fn contested(act: &Act<'_>, scene: &Scene, document: DocumentId) -> Res<Minor> {
    Ok(act
        .conn
        .prepare_cached(
            "SELECT coalesce(sum(t.amount_minor), 0) FROM dispute t WHERE t.account_id = ?1 AND t.document_id = ?2 AND t.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL)",
        )?
        .query_row(params![scene.account.id, document], |r| r.get(0))?)
}

/// Ends a dispute.
pub(super) fn end(
    act: &mut Act<'_>,
    scene: &Scene,
    dispute: DisputeId,
    how: DisputeEnd,
    note: Option<&str>,
) -> Res<()> {
    let ended = "SELECT EXISTS (SELECT 1 FROM closing c WHERE c.entity = 'dispute' AND c.entity_id = t.id AND c.voided_by IS NULL)
             FROM dispute t WHERE t.id = ?1 AND t.account_id = ?2 AND t.voided_by IS NULL";
    let over = "that dispute has ended already: nothing was saved";
    scene.still_stands(act, ("dispute", dispute.0), ended, over)?;
    tasks::close(act, "dispute", dispute.0, how.name(), note)
}

/// Holds money back, or releases it; a day to verify makes a task of ours.
pub(super) fn hold_back(act: &mut Act<'_>, scene: &Scene, new: &NewHoldback) -> Res<()> {
    let found = documents::known_of(act.conn, scene.account.id, new.document)?;
    if new.amount.is_negative() || new.amount > found.open || !found.kind.is_receivable() {
        return refuse(format!(
            "{} is open on {}: what is held back is a part of that; nothing was saved",
            say::money(found.open, found.currency),
            found.number
        ));
    }
    let payer = text::optional("payer", new.payer.as_deref(), 200)?;
    if let Some(day) = new.until {
        documents::check_day(day)?;
        if day <= act.on() && new.amount.is_positive() {
            return refuse(format!(
                "{} is here: money is held back until a later day, or not at all",
                say::day(day, act.on())
            ));
        }
    }
    let seq = act.seq;
    act.insert(
        Table::Retainage,
        "INSERT INTO retainage (event_seq, account_id, document_id, amount_minor, until_on, payer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            seq,
            scene.account.id,
            new.document,
            new.amount,
            new.until.map(Day),
            payer
        ],
    )?;
    if let Some(day) = new.verify_on {
        let with = payer.map_or_else(String::new, |p| format!(" with {p}"));
        let task = NewTask {
            owner: Owner::Us,
            kind: TaskKind::Verify,
            what: format!(
                "verify{with} when {} on {} is released",
                say::money(new.amount, found.currency),
                found.number
            ),
            due_on: day,
            person: None,
        };
        tasks::insert(act, scene, &task)?;
    }
    Ok(())
}
