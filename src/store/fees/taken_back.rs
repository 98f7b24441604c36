//! Fees that were posted: giving some of one up, at once or by a supervisor's yes, taking that back, taking the fee back.

use super::number;
use crate::domain::account::Account;
use crate::domain::approval::ApprovalKind;
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::ids::{AccountId, ApprovalId, DocumentId, FeeId, WaiverId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::store::act::Act;
use crate::store::documents::{self, NewDocument};
use crate::store::fault::{Fault, Res, refuse};
use crate::store::table::Table;
use crate::store::types::Day;
use crate::store::{accounts, text};
use rusqlite::{OptionalExtension, params};

/// A fee as it stands now.
struct Posted {
    id: FeeId,
    account: Account,
    document: documents::Known,
    kind: String,
    reversed: bool,
}

fn find(act: &Act<'_>, fee: FeeId) -> Res<Posted> {
    let found: Option<(AccountId, DocumentId, String, bool)> = act
        .conn
        .prepare_cached(
            "SELECT f.account_id, f.document_id, f.kind, EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = f.document_id AND r.voided_by IS NULL)
             FROM fee f WHERE f.id = ?1 AND f.voided_by IS NULL",
        )?
        .query_row(params![fee.0], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .optional()?;
    let Some((account, document, kind, reversed)) = found else {
        return refuse(format!("there is no fee #{fee} (any more)"));
    };
    let kind = crate::domain::fee::FeeKind::from_name(&kind).map_or("fee", |k| k.words());
    Ok(Posted {
        id: fee,
        account: accounts::get(act.conn, account)?,
        document: documents::known_of(act.conn, account, document)?,
        kind: kind.to_owned(),
        reversed,
    })
}

/// Gives some of a fee up, or asks a supervisor to.
pub(super) fn waive(
    act: &mut Act<'_>,
    fee: FeeId,
    amount: Option<Minor>,
    reason: &str,
    waiver: Option<WaiverId>,
    body: &str,
) -> Res<()> {
    let found = find(act, fee)?;
    let reason = text::required("reason", reason, 2000)?;
    let money = |m: Minor| say::money(m, found.account.currency);
    let open = found.document.open;
    let amount = amount.unwrap_or(open);
    if found.reversed || !amount.is_positive() || amount > open {
        return refuse(format!(
            "{} is open on {}: a waiver is a part of that; nothing was saved",
            money(open),
            found.document.number
        ));
    }
    if let Some(waiver) = waiver {
        belongs(act, &found, waiver)?;
    }
    // What was offered and allowed before needs no second yes.
    if amount > act.rules.waiver_limit && waiver.is_none() {
        return ask(act, &found, amount, &reason, body);
    }
    let what = format!(
        "{}: {} of {} {} waived",
        found.account.name,
        money(amount),
        found.kind,
        found.document.number
    );
    act.event("fee", Some(found.account.id), what, body)?;
    give_up(act, &found, amount, &reason, waiver)
}

/// The conditional waiver is about this fee.
fn belongs(act: &Act<'_>, found: &Posted, waiver: WaiverId) -> Res<()> {
    let about: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT 1 FROM waiver WHERE id = ?1 AND account_id = ?2 AND document_id = ?3 AND voided_by IS NULL",
        )?
        .query_row(params![waiver, found.account.id, found.document.id], |r| {
            r.get(0)
        })
        .optional()?;
    match about {
        Some(_) => Ok(()),
        None => refuse(format!(
            "there is no waiver #{waiver} about {} (any more)",
            found.document.number
        )),
    }
}

/// Above the collector's limit: a supervisor says yes or no.
fn ask(act: &mut Act<'_>, found: &Posted, amount: Minor, reason: &str, body: &str) -> Res<()> {
    let waits: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT a.id FROM approval a WHERE a.kind = 'fee_waiver' AND a.document_id = ?1 AND a.voided_by IS NULL
               AND NOT EXISTS (SELECT 1 FROM approval_decision d WHERE d.approval_id = a.id AND d.voided_by IS NULL)",
        )?
        .query_row(params![found.document.id], |r| r.get(0))
        .optional()?;
    if let Some(id) = waits {
        return refuse(format!(
            "a waiver of {} waits for a supervisor already (a{id}): nothing was saved",
            found.document.number
        ));
    }
    let what = format!(
        "asked for approval: waiver of {} of {} {}, {}",
        say::money(amount, found.account.currency),
        found.kind,
        found.document.number,
        found.account.name
    );
    act.event("approval", Some(found.account.id), what, body)?;
    let (seq, on, by) = (act.seq, act.on(), act.stamp.by.clone());
    let id = act.insert(
        Table::Approval,
        "INSERT INTO approval (event_seq, account_id, kind, document_id, amount_minor, reason, asked_on, asked_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            seq,
            found.account.id,
            ApprovalKind::FeeWaiver,
            found.document.id,
            amount,
            reason,
            Day(on),
            by
        ],
    )?;
    act.done.made.approvals.push(ApprovalId(id));
    Ok(())
}

/// A supervisor said yes: the waiver is posted in the act that says so.
pub(in crate::store) fn granted(act: &mut Act<'_>, approval: ApprovalId) -> Res<()> {
    let (fee, amount, reason): (i64, Minor, String) = act
        .conn
        .prepare_cached(
            "SELECT f.id, a.amount_minor, a.reason FROM approval a JOIN fee f ON f.document_id = a.document_id AND f.voided_by IS NULL WHERE a.id = ?1",
        )?
        .query_row(params![approval], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?
        .ok_or_else(|| Fault::refused("that fee is not there any more: decline it"))?;
    let found = find(act, FeeId(fee))?;
    if found.reversed || amount > found.document.open {
        return refuse(format!(
            "{} is open on {} by now: decline it, and ask anew",
            say::money(found.document.open, found.account.currency),
            found.document.number
        ));
    }
    give_up(act, &found, amount, &reason, None)
}

fn give_up(
    act: &mut Act<'_>,
    found: &Posted,
    amount: Minor,
    reason: &str,
    waiver: Option<WaiverId>,
) -> Res<()> {
    let number = number(act, &act.rules.fees.waivers.clone(), "fee_waiver")?;
    let on = act.on().max(found.document.issued);
    let memo: String = format!("waiver of {}: {reason}", found.document.number)
        .chars()
        .take(2000)
        .collect();
    let mut new = NewDocument::plain(
        found.account.id,
        DocumentKind::CreditMemo,
        on,
        amount,
        found.account.currency,
    );
    new.number = &number;
    new.reason = Some(CreditReason::Goodwill);
    new.memo = Some(&memo);
    let credit = documents::insert(act, &new)?;
    documents::apply(act, credit, found.document.id, amount, on)?;
    let seq = act.seq;
    act.insert(
        Table::FeeWaiver,
        "INSERT INTO fee_waiver (event_seq, fee_id, document_id, amount_minor, reason, waiver_id, on_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![seq, found.id.0, credit, amount, reason, waiver, Day(on)],
    )?;
    act.touch(found.account.id);
    Ok(())
}

/// The credits that give some of a fee up, as far as they stand, with their amounts.
fn given_up(act: &Act<'_>, fee: FeeId) -> Res<Vec<(DocumentId, Minor)>> {
    let mut statement = act.conn.prepare_cached(
        "SELECT w.document_id, w.amount_minor FROM fee_waiver w WHERE w.fee_id = ?1 AND w.voided_by IS NULL
           AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.document_id = w.document_id AND r.voided_by IS NULL) ORDER BY w.id",
    )?;
    let rows = statement.query_map(params![fee.0], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes back what was given up.
pub(super) fn reinstate(act: &mut Act<'_>, fee: FeeId, reason: &str, body: &str) -> Res<()> {
    let found = find(act, fee)?;
    let reason = text::required("reason", reason, 200)?;
    let standing = given_up(act, fee)?;
    if standing.is_empty() || found.reversed {
        return refuse(format!(
            "nothing of {} is waived: nothing was saved",
            found.document.number
        ));
    }
    let all = Minor::sum(standing.iter().map(|(_, m)| *m))?;
    let what = format!(
        "{}: {} of {} {} reinstated",
        found.account.name,
        say::money(all, found.account.currency),
        found.kind,
        found.document.number
    );
    act.event("fee", Some(found.account.id), what, body)?;
    let on = act.on().max(found.document.issued);
    for (credit, _) in standing {
        documents::reverse(act, credit, on, &reason)?;
    }
    act.touch(found.account.id);
    Ok(())
}

/// Takes a fee back, and with it what was given up of it.
pub(super) fn reverse(act: &mut Act<'_>, fee: FeeId, reason: &str, body: &str) -> Res<()> {
    let found = find(act, fee)?;
    let reason = text::required("reason", reason, 200)?;
    if found.reversed {
        return refuse(format!(
            "{} was reversed already: nothing was saved",
            found.document.number
        ));
    }
    let what = format!(
        "{}: {} {} of {} reversed ({reason})",
        found.account.name,
        found.kind,
        found.document.number,
        say::money(found.document.amount, found.account.currency)
    );
    act.event("fee", Some(found.account.id), what, body)?;
    let on = act.on().max(found.document.issued);
    documents::reverse(act, found.document.id, on, &reason)?;
    // A credit that gave it up would be left over: it goes with the fee.
    for (credit, _) in given_up(act, fee)? {
        documents::reverse(act, credit, on, &reason)?;
    }
    act.touch(found.account.id);
    Ok(())
}
