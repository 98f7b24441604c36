//! Answers that keep money back: a dispute, retainage or paid-when-paid, an approval or a pay run.
//!
//! Law: only the amounts named are taken out of what is asked for; the rest of the debt stays callable. Every one has a day.

use super::super::call::due;
use super::super::deed::{Ground, Missing, day_ahead, free_text, money, some};
use super::super::form::{Field, FieldName as F, Form};
use super::{Made, back_on, day_or_none, in_days, one_by_one, parts, promise, rest};
use crate::domain::answer::Said;
use crate::domain::dispute::DisputeCode;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use crate::domain::view::InvoiceLine;
use crate::store::protocol::{NewBarrier, NewDispute, NewFollowUp, NewHoldback, NewTask, Remedy};

/// One amount per invoice: the first of them filled in.
fn amounts(g: &Ground<'_>, first: impl Fn(&InvoiceLine) -> Minor) -> Vec<Field> {
    let lines = one_by_one(g);
    let fields = lines.iter().enumerate().map(|(i, line)| {
        let offered = match i {
            0 => first(line).show(g.currency),
            _ => String::new(),
        };
        Field::text(F::Part(line.id), &offered).called(&line.number)
    });
    fields.collect()
}

pub(super) fn dispute(g: &Ground<'_>) -> Vec<Field> {
    let codes: Vec<&str> = DisputeCode::ALL.iter().map(|c| c.words()).collect();
    let mut fields = amounts(g, |l| l.open.less(l.disputed));
    fields.push(Field::pick(F::Which, &codes).called("because"));
    let answers = g.prep.and_then(|p| p.account.salesperson.clone());
    fields.push(Field::text(F::Owner, answers.as_deref().unwrap_or(g.me)));
    fields.push(Field::text(F::DueOn, &in_days(3, g)));
    fields.push(Field::text(F::Words, ""));
    fields
}

pub(super) fn made_dispute(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let items = parts(form, g)?;
    let first = form.fields.first().map_or(F::Which, |f| f.name);
    if items.is_empty() {
        let why = "how much of which invoice? Esc, then the cursor on it";
        return Err((first, why.into()));
    }
    for (id, amount) in &items {
        let line = g.prep.and_then(|p| p.invoices.iter().find(|l| l.id == *id));
        let most = line.map_or(Minor::ZERO, |l| l.open.less(l.disputed));
        if *amount > most {
            let most = say::money(most, g.currency);
            return Err((
                F::Part(*id),
                format!("at most {most} of it can be contested"),
            ));
        }
    }
    let at = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let code = at.and_then(|at| DisputeCode::ALL.get(at)).copied();
    let code = code.unwrap_or(DisputeCode::Other);
    let reason = free_text(form, F::Words)?;
    if code == DisputeCode::Other && reason.is_empty() {
        return Err((F::Words, "why do they contest it?".into()));
    }
    let Some(owner) = some(&free_text(form, F::Owner)?) else {
        return Err((F::Owner, "who on our side answers it?".into()));
    };
    let mut made = Made::nothing();
    made.said = Some(Said::Disputes);
    made.remedies.push(Remedy::Dispute(NewDispute {
        items,
        code,
        reason,
        owner: Some(owner),
        due_on: Some(day_ahead(form, F::DueOn, g)?.date),
    }));
    Ok(made)
}

pub(super) fn holdback(g: &Ground<'_>) -> Vec<Field> {
    let mut fields = vec![Field::pick(F::Which, &["retainage", "paid when paid"])];
    fields.extend(amounts(g, due));
    fields.push(Field::text(F::Until, ""));
    fields.push(Field::text(F::Payer, ""));
    fields.push(Field::text(F::ComeBack, &in_days(5, g)).called("verify on"));
    fields
}

pub(super) fn made_holdback(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let items = parts(form, g)?;
    let second = form.fields.get(1).map_or(F::Which, |f| f.name);
    if items.is_empty() {
        let why = "how much of which invoice? Esc, then the cursor on it";
        return Err((second, why.into()));
    }
    let until = day_or_none(form, F::Until, g)?;
    if until.is_some_and(|day| day <= g.today) {
        let why = "until a later day; empty when they do not know";
        return Err((F::Until, why.into()));
    }
    let verify = day_ahead(form, F::ComeBack, g)?;
    let payer = some(&free_text(form, F::Payer)?);
    let mut made = Made::nothing();
    made.said = Some(match form.picked(F::Which) {
        Some(1) => Said::PaidWhenPaid,
        _ => Said::Retainage,
    });
    for (n, (document, amount)) in items.into_iter().enumerate() {
        let line = g
            .prep
            .and_then(|p| p.invoices.iter().find(|l| l.id == document));
        if line.is_some_and(|l| amount > l.open) {
            let why = "more than is open on it: lower the amount";
            return Err((F::Part(document), why.into()));
        }
        made.remedies.push(Remedy::Holdback(NewHoldback {
            document,
            amount,
            until,
            payer: payer.clone(),
            // One look is enough for all of them.
            verify_on: (n == 0).then_some(verify.date),
        }));
    }
    made.follow_up = Some(back_on(form, "is what is held back released?", g)?);
    Ok(made)
}

pub(super) fn wait(g: &Ground<'_>) -> Vec<Field> {
    vec![
        Field::pick(F::Which, &["an approval", "a pay run"]).called("waits for"),
        Field::text(F::Who, ""),
        Field::text(F::ByWhen, &in_days(3, g)).called("on"),
        Field::text(F::Amount, ""),
    ]
}

/// A pay run brings money, an approval a talk.
pub(super) fn reshape_wait(form: &mut Form, g: &Ground<'_>) {
    let offered = match form.picked(F::Which) {
        Some(1) => rest(g),
        _ => String::new(),
    };
    form.offer(F::Amount, &offered);
}

pub(super) fn made_wait(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let run = form.picked(F::Which) == Some(1);
    let when = day_ahead(form, F::ByWhen, g)?;
    let who = some(&free_text(form, F::Who)?);
    let mut made = Made::nothing();
    made.said = Some(if run { Said::PayRun } else { Said::Approval });
    if form.text(F::Amount).is_empty() {
        let reason = match (run, &who) {
            (true, _) => "was it in their pay run?".to_owned(),
            (false, Some(who)) => format!("has {who} approved it?"),
            (false, None) => "is it approved?".to_owned(),
        };
        made.follow_up = Some(NewFollowUp {
            due_on: when.date,
            at: when.time,
            reason,
            requested_by_them: false,
        });
    } else {
        let amount = money(form, F::Amount, g)?;
        let promised = promise(form.account, amount, when.date, g);
        made.promises.push(promised);
    }
    if !run {
        made.barrier = Some(NewBarrier {
            name: "awaiting internal approval".to_owned(),
            remedy: Some(NewTask {
                owner: Owner::Them,
                kind: TaskKind::Approval,
                what: "approve it".to_owned(),
                due_on: when.date,
                person: who,
            }),
        });
    }
    Ok(made)
}
