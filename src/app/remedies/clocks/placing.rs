//! Placing with an agency: handing over, declining for now, and what the agency says.

use super::super::super::deed::{Deed, Ground, Missing, day, day_ahead, free_text, money, some};
use super::super::super::form::{Field, FieldName as F, Form};
use super::{answer, anyway, clock, not_told, supervisor_only};
use crate::domain::by_when::describe;
use crate::domain::ladder::LadderStep;
use crate::domain::money::Minor;
use crate::domain::placement::{self, PlacementStepKind};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, NewPlacement};
use chrono::NaiveDate;

pub(super) fn placeable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    supervisor_only(g)?;
    if let Some(why) = &prep.safety.blocked {
        return Err(why.clone());
    }
    if let Some(out) = prep.clocks.out(g.today) {
        return Err(format!(
            "with {} since {}",
            out.agency,
            say::day(out.on, g.today)
        ));
    }
    if !prep.past_due.is_positive() {
        return Err("nothing is past due".to_owned());
    }
    let currency = prep.account.currency;
    let contested = prep.clocks.contested;
    let mut money = say::money(placement::proposed(prep.past_due, contested), currency);
    if contested.is_positive() {
        money = format!(
            "{money} without {} on dispute",
            say::money(contested, currency)
        );
    }
    let again = prep.clocks.declined.first().map(|d| d.again_on);
    Ok(match (prep.clocks.window, again) {
        (true, _) => format!("in the window, {money}"),
        (false, Some(day)) if day > g.today => {
            format!("declined until {}, {money}", say::day(day, g.today))
        }
        (false, _) => format!("not in the window, {money}"),
    })
}

pub(super) fn place(g: &Ground<'_>) -> Vec<Field> {
    let proposed = |p: &Prep| placement::proposed(p.past_due, p.clocks.contested);
    let due = g.prep.map_or(Minor::ZERO, proposed);
    let mut fields = vec![
        Field::text(F::Name, "").called("agency"),
        Field::text(F::Amount, &due.show(g.currency)),
        Field::text(F::Reason, "").called("because"),
    ];
    fields.extend(anyway(g, LadderStep::Placement));
    fields
}

pub(super) fn preview_place(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out: Vec<String> = not_told(g, LadderStep::Placement).into_iter().collect();
    out.extend(g.prep.and_then(|p| apart(form, p, g)));
    out.push("it leaves the queue: from now on the agency asks, and nobody else".to_owned());
    out.push("its file for the agency: R K, once it is placed".to_owned());
    out
}

/// What is on dispute stays out of the amount, unless somebody types more than is undisputed.
fn apart(form: &Form, prep: &Prep, g: &Ground<'_>) -> Option<String> {
    let contested = prep.clocks.contested;
    let typed = money(form, F::Amount, g).ok()?;
    let undisputed = placement::proposed(prep.past_due, contested);
    let on_dispute = say::money(contested, g.currency);
    contested.is_positive().then(|| match typed > undisputed {
        true => format!(
            "above the {} that is past due and undisputed: {on_dispute} is on dispute",
            say::money(undisputed, g.currency)
        ),
        false => {
            format!("{on_dispute} is on dispute and not in the amount: it stays ours to answer")
        }
    })
}

pub(super) fn required(form: &Form, name: F, why: &str) -> Result<String, Missing> {
    let typed = free_text(form, name)?;
    if typed.is_empty() {
        return Err((name, why.to_owned()));
    }
    Ok(typed)
}

pub(super) fn placed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    clock(ClockAct::Place(NewPlacement {
        account: form.account,
        agency: required(form, F::Name, "with whom?")?,
        amount: Some(money(form, F::Amount, g)?),
        reason: required(form, F::Reason, "why? the log keeps it")?,
        anyway: answer(form, g, LadderStep::Placement)?,
    }))
}

pub(super) fn declinable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    supervisor_only(g)?;
    if prep.clocks.window {
        Ok("in the window: look again on a later day".to_owned())
    } else {
        Err("it is not in the window for placement".to_owned())
    }
}

pub(super) fn decline(g: &Ground<'_>) -> Vec<Field> {
    let day = g.rules.calendar.add(g.today, 10);
    vec![
        Field::text(F::ComeBack, &describe(day, g.today)).called("look again"),
        Field::text(F::Reason, "").called("because"),
    ]
}

pub(super) fn declined(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let again_on: NaiveDate = day_ahead(form, F::ComeBack, g)?.date;
    clock(ClockAct::Decline {
        account: form.account,
        again_on,
        reason: required(form, F::Reason, "why not now?")?,
    })
}

pub(super) fn preview_decline(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let again = day_ahead(form, F::ComeBack, g).ok();
    let words = |day| {
        format!(
            "nobody is asked until {}; calls go on",
            describe(day, g.today)
        )
    };
    again.map(|when| words(when.date)).into_iter().collect()
}

pub(super) fn out(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let Some(newest) = prep.clocks.placements.first() else {
        return Err("it was not placed".to_owned());
    };
    let back = newest.recovered(g.today).unwrap_or_default();
    let came = if back.amount.is_positive() {
        format!(", {} came", say::money(back.amount, prep.account.currency))
    } else {
        String::new()
    };
    Ok(format!(
        "{}: {}{came}",
        newest.agency,
        newest.state(g.today).words()
    ))
}

pub(super) fn news(g: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = PlacementStepKind::ALL.iter().map(|k| k.words()).collect();
    vec![
        Field::pick(F::Which, &kinds).called("what"),
        Field::text(F::Amount, ""),
        Field::text(F::Waive, "").called("their fee"),
        Field::text(F::MailedOn, &describe(g.today, g.today)).called("on"),
        Field::text(F::Words, ""),
    ]
}

pub(super) fn picked(form: &Form) -> PlacementStepKind {
    form.picked(F::Which)
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| PlacementStepKind::ALL.get(n))
        .copied()
        .unwrap_or(PlacementStepKind::Acknowledged)
}

pub(super) fn news_shape(form: &mut Form, _: &Ground<'_>) {
    let money = picked(form) == PlacementStepKind::Recovery;
    form.hide(F::Amount, !money);
    form.hide(F::Waive, !money);
}

pub(super) fn preview_news(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let said = match picked(form) {
        PlacementStepKind::Acknowledged => "they have it: its clock stops",
        PlacementStepKind::Recovery => {
            "kept with the placement; the payment itself comes with the next report"
        }
        PlacementStepKind::Recalled => "it is ours again: back in the queue",
        PlacementStepKind::Closed => "the agency has ended its work; the account is ours again",
    };
    let newest = g.prep.and_then(|p| p.clocks.placements.first());
    let who = newest.map(|p| format!("{}, {}", p.agency, say::day(p.on, g.today)));
    who.into_iter().chain([said.to_owned()]).collect()
}

pub(super) fn heard(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let newest = g.prep.and_then(|p| p.clocks.placements.first());
    let newest = newest.ok_or((F::Which, "it was not placed".to_owned()))?;
    let kind = picked(form);
    let recovery = kind == PlacementStepKind::Recovery;
    let fee = form.text(F::Waive);
    clock(ClockAct::Placed {
        placement: newest.id,
        kind,
        on: Some(day(form, F::MailedOn, g)?),
        amount: recovery.then(|| money(form, F::Amount, g)).transpose()?,
        fee: match fee {
            _ if !recovery => None,
            "" => None,
            text => Some(Minor::parse(text, g.currency).map_err(|e| (F::Waive, e.to_string()))?),
        },
        note: some(&free_text(form, F::Words)?),
    })
}
