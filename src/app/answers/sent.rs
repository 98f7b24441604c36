//! "We sent it already": a claim of money under way, and what is done when it does not come.
//!
//! Law: within its mail days a claim is awaited; past them the address is compared, a trace or another check is asked for, and a day is set.

use super::super::deed::{Ground, Missing, day, free_text, money, some};
use super::super::form::{Field, FieldName as F, Form, FormKind};
use super::{Made, back_on, in_days, rest};
use crate::domain::answer::Said;
use crate::domain::ids::AccountId;
use crate::domain::say;
use crate::domain::view::ClaimLine;
use crate::store::protocol::{ClaimDeed, ClaimRef, NewClaim, NewClaimStep, Remedy};
use chrono::NaiveDate;

/// What can be done about a claim that should have come.
const LATE: [&str; 3] = ["trace it", "stop it, send another", "wait"];
/// The same for one that is in the ledger already.
const OLD: [&str; 5] = [
    "trace it",
    "stop it, send another",
    "another was sent",
    "never sent",
    "wait",
];

pub(super) fn claim(account: AccountId, g: &Ground<'_>) -> Vec<Field> {
    let mut fields = Form::new(FormKind::Claim, account, String::new(), &rest(g), "today").fields;
    fields.push(Field::text(F::MailedTo, ""));
    fields.push(Field::pick(F::Then, &LATE));
    fields.push(Field::text(F::ComeBack, &in_days(2, g)).called("talk again"));
    fields
}

/// The day by which it should be here.
fn expected(form: &Form, g: &Ground<'_>) -> Option<NaiveDate> {
    let sent = day(form, F::MailedOn, g).ok()?;
    let days = g.rules.mail_days.of(form.method()?);
    Some(g.rules.calendar.add(sent, days))
}

fn is_late(form: &Form, g: &Ground<'_>) -> bool {
    expected(form, g).is_some_and(|day| day < g.today)
}

pub(super) fn reshape_claim(form: &mut Form, g: &Ground<'_>) {
    let hidden = !is_late(form, g);
    for name in [F::MailedTo, F::Then, F::ComeBack] {
        form.hide(name, hidden);
    }
}

/// By when it will be here.
pub(super) fn preview_claim(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let awaited = expected(form, g).filter(|day| *day >= g.today);
    let said = awaited.map(|day| format!("expected by {}", say::day(day, g.today)));
    said.into_iter().collect()
}

pub(super) fn made_claim(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let Some(method) = form.method() else {
        return Err((F::Method, "how was it sent?".into()));
    };
    let mailed_on = day(form, F::MailedOn, g)?;
    if mailed_on > g.today {
        let text = "that day is ahead: take it as a promise (Esc, then d)";
        return Err((F::MailedOn, text.into()));
    }
    let mailed_to = some(&free_text(form, F::MailedTo)?);
    let mut made = Made::nothing();
    made.claim = Some(NewClaim {
        method,
        reference: some(&free_text(form, F::Reference)?),
        amount: money(form, F::Amount, g)?,
        mailed_on,
        invoices: g.invoices.to_vec(),
        mailed_to: mailed_to.clone(),
    });
    if !is_late(form, g) {
        return Ok(made);
    }
    if mailed_to.is_some() {
        made.steps.push((ClaimDeed::ConfirmAddress, mailed_to));
    }
    match form.picked(F::Then) {
        Some(0) => made.steps.push((ClaimDeed::AskTrace, None)),
        Some(1) => made.steps.push((ClaimDeed::AskReissue, None)),
        _ => {}
    }
    made.follow_up = Some(back_on(form, "the payment that has not come", g)?);
    Ok(made)
}

/// The oldest claim that should have been here.
fn overdue<'a>(g: &Ground<'a>) -> Option<&'a ClaimLine> {
    let claims = g.prep?.claims.iter().filter(|c| c.overdue);
    claims.min_by_key(|c| (c.expected_by, c.id))
}

pub(super) fn old_claim(g: &Ground<'_>) -> Vec<Field> {
    let sent_to = overdue(g).and_then(|c| c.mailed_to.clone());
    vec![
        Field::text(F::MailedTo, &sent_to.unwrap_or_default()),
        Field::pick(F::Then, &OLD),
        Field::text(F::Reference, ""),
        Field::text(F::MailedOn, "today"),
        Field::text(F::ComeBack, &in_days(2, g)).called("talk again"),
    ]
}

pub(super) fn reshape_old(form: &mut Form) {
    let then = form.picked(F::Then);
    for name in [F::Reference, F::MailedOn] {
        form.hide(name, then != Some(2));
    }
    form.hide(F::MailedTo, then == Some(3));
    form.hide(F::ComeBack, then == Some(2));
}

pub(super) fn made_old(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let Some(old) = overdue(g) else {
        let why = "that claim is settled meanwhile: Esc, then s again";
        return Err((F::Then, why.into()));
    };
    let mut made = Made::nothing();
    made.said = Some(Said::AlreadySent);
    let mut step = |deed: ClaimDeed, detail: Option<String>| {
        made.remedies.push(Remedy::Claim(NewClaimStep {
            claim: ClaimRef::Known(old.id),
            step: deed,
            detail,
        }));
    };
    let then = form.picked(F::Then);
    let to = some(&free_text(form, F::MailedTo)?);
    if then != Some(3) && to.is_some() {
        step(ClaimDeed::ConfirmAddress, to.clone());
    }
    match then {
        Some(0) => step(ClaimDeed::AskTrace, None),
        Some(1) => step(ClaimDeed::AskReissue, None),
        Some(2) => {
            let mailed_on = day(form, F::MailedOn, g)?;
            if mailed_on > g.today {
                let text = "that day is ahead: when it is sent it is a claim";
                return Err((F::MailedOn, text.into()));
            }
            let new = NewClaim {
                method: old.method,
                reference: some(&free_text(form, F::Reference)?),
                amount: old.amount,
                mailed_on,
                invoices: Vec::new(),
                mailed_to: to,
            };
            step(ClaimDeed::Reissue(new), None);
        }
        Some(3) => step(ClaimDeed::Retract, None),
        _ => {}
    }
    if then != Some(2) {
        made.follow_up = Some(back_on(form, "the payment that has not come", g)?);
    }
    Ok(made)
}

pub(super) fn preview_old(g: &Ground<'_>) -> Vec<String> {
    let Some(old) = overdue(g) else {
        return Vec::new();
    };
    let number = old.reference.as_deref().unwrap_or("without a number");
    vec![format!(
        "{} {number} for {}, left {}, should have come by {}",
        old.method.name(),
        say::money(old.amount, g.currency),
        say::day(old.mailed_on, g.today),
        say::day(old.expected_by, g.today)
    )]
}
