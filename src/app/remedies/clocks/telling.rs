//! Telling them what comes next: by word, and by the final notice.

use super::super::super::deed::{Deed, Ground, Missing, day_ahead, free_text, some};
use super::super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::clock;
use crate::domain::by_when::describe;
use crate::domain::ladder::LadderStep;
use crate::domain::outbox::{self, LetterKind, Order};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, Intent, NewLetter, NewTold, Remedy};
use chrono::Days;

pub(super) fn standing(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    match prep.clocks.standing.words(g.today) {
        Some(words) => Ok(words),
        None => Err("nothing is past due".to_owned()),
    }
}

/// Steps that need telling, the next rung first.
pub(in crate::app) fn tellable(g: &Ground<'_>) -> Vec<LadderStep> {
    let next = g
        .prep
        .and_then(|p| p.clocks.standing.next.as_ref())
        .map(|n| n.rung.step);
    let mut steps: Vec<LadderStep> = LadderStep::ALL
        .iter()
        .copied()
        .filter(|s| g.rules.ladder.notice_days(*s).is_some())
        .collect();
    steps.sort_by_key(|s| Some(*s) != next);
    steps
}

pub(super) fn tell(g: &Ground<'_>) -> Vec<Field> {
    let steps = tellable(g);
    let options = steps.iter().map(|s| (*s as i64, s.words().to_owned()));
    let which = Pick {
        options: options.collect(),
        at: 0,
    };
    let day = steps.first().map_or(String::new(), |s| noticed_by(g, *s));
    let who = person(g).map_or(String::new(), |c| c.0);
    vec![
        Field::new(F::Which, Value::Pick(which)).called("step"),
        Field::text(F::Who, &who).called("to"),
        Field::text(F::DueOn, &day).called("from"),
        Field::text(F::Words, ""),
    ]
}

/// In a call: which step of the ladder they were told of, if it was one. No field where none needs telling.
pub(in crate::app) fn steps_to_tell(g: &Ground<'_>, now: Option<LadderStep>) -> Option<Field> {
    let steps = tellable(g);
    if steps.is_empty() || g.prep?.clocks.standing.days <= 0 {
        return None;
    }
    let all = steps.iter().map(|s| (*s as i64, s.words().to_owned()));
    let pick = Pick {
        options: std::iter::once((-1, "none".to_owned()))
            .chain(all)
            .collect(),
        at: now
            .and_then(|now| steps.iter().position(|s| *s == now))
            .map_or(0, |n| n + 1),
    };
    Some(Field::new(F::Which, Value::Pick(pick)).called("next step"))
}

/// In a call: a step that was picked says itself, and from when.
pub(in crate::app) fn reshape_told(form: &mut Form, g: &Ground<'_>) {
    let Some(step) = step_of(form) else { return };
    let day = noticed_by(g, step);
    form.offer(F::DueOn, &day);
    form.offer(F::Text, &format!("{} from {day}", step.words()));
}

/// The first day on which a step may come when they are told today, as a person would type it.
pub(in crate::app) fn noticed_by(g: &Ground<'_>, step: LadderStep) -> String {
    let notice = g.rules.ladder.notice_days(step).unwrap_or(0);
    g.today
        .checked_add_days(Days::new(notice.into()))
        .map_or(String::new(), |d| describe(d, g.today))
}

/// The step that a form names.
pub(in crate::app) fn step_of(form: &Form) -> Option<LadderStep> {
    let picked = form.picked(F::Which)?;
    LadderStep::ALL
        .iter()
        .copied()
        .find(|s| *s as i64 == picked)
}

pub(super) fn reshape_tell(form: &mut Form, g: &Ground<'_>) {
    if let Some(step) = step_of(form) {
        form.offer(F::DueOn, &noticed_by(g, step));
    }
}

/// What the record will mean.
pub(in crate::app) fn preview_tell(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Some(step) = step_of(form) else {
        return Vec::new();
    };
    let notice = g.rules.ladder.notice_days(step).unwrap_or(0);
    let earliest = g.today.checked_add_days(Days::new(notice.into()));
    let named = day_ahead(form, F::DueOn, g).ok().map(|when| when.date);
    let Some(from) = named.max(earliest) else {
        return Vec::new();
    };
    let what = step.words();
    let day = describe(from, g.today);
    let mut out = vec![format!(
        "{what} may follow from {day} on; before, the desk asks for a reason"
    )];
    if named.is_some() && named < earliest {
        let notice = say::plural(notice.into(), "day");
        out.push(format!(
            "the ladder gives them {notice}, whatever day was named"
        ));
    }
    out
}

/// The person on the line, else the one to ask for first: name and id.
pub(super) fn person(g: &Ground<'_>) -> Option<(String, crate::domain::ids::ContactId)> {
    let prep = g.prep?;
    let on_line = prep.contacts.iter().find(|c| Some(c.id) == g.contact);
    let first = prep.contacts.iter().find(|c| c.preferred);
    let found = on_line.or(first).or(prep.contacts.first())?;
    Some((found.name.clone(), found.id))
}

pub(super) fn told(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let step = step_of(form).ok_or((F::Which, "no step needs telling here".to_owned()))?;
    let to = free_text(form, F::Who)?;
    if to.is_empty() {
        return Err((F::Who, "to whom was it said?".into()));
    }
    let contact = g
        .prep
        .and_then(|p| p.contacts.iter().find(|c| c.name == to))
        .map(|c| c.id);
    let for_on = match form.text(F::DueOn) {
        "" => None,
        _ => Some(day_ahead(form, F::DueOn, g)?.date),
    };
    let new = NewTold {
        step,
        for_on,
        to: Some(to),
        contact,
        note: some(&free_text(form, F::Words)?),
    };
    Ok(Deed::Intent(Box::new(Intent::Remedy {
        account: form.account,
        remedy: Box::new(Remedy::Told(new)),
    })))
}

pub(super) fn noticeable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    if let Some(why) = &prep.safety.blocked {
        return Err(why.clone());
    }
    Order::direct(prep, LetterKind::FinalNotice)?;
    let late = prep.invoices.iter().filter(|l| l.days_late > 0).count();
    Ok(format!(
        "{}, {}",
        say::plural(late as u64, "invoice"),
        say::money(prep.past_due, prep.account.currency)
    ))
}

pub(super) fn notice(g: &Ground<'_>) -> Vec<Field> {
    let order = g
        .prep
        .and_then(|p| Order::direct(p, LetterKind::FinalNotice).ok());
    vec![Field::text(
        F::SendTo,
        order.as_ref().map_or("", |o| o.to.as_str()),
    )]
}

/// The words of the letter are the template's: `Model::with_words` puts them in.
pub(super) fn noticed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let to = form.text(F::SendTo);
    outbox::check_address(to).map_err(|e| (F::SendTo, e.to_string()))?;
    let prep = g
        .prep
        .ok_or((F::SendTo, "the account is being read".to_owned()))?;
    let mut order = Order::direct(prep, LetterKind::FinalNotice).map_err(|e| (F::SendTo, e))?;
    order.readdress(prep, to);
    if let Some(why) = order.stopped(prep) {
        return Err((F::SendTo, why));
    }
    let letter = NewLetter::new(outbox::draft(prep, &order), String::new(), String::new());
    let who = letter.to_name.clone().unwrap_or_else(|| to.to_owned());
    let told = outbox::announced(prep, &g.rules.ladder)
        .into_iter()
        .map(|(step, day)| NewTold {
            step,
            for_on: Some(day),
            to: Some(who.clone()),
            contact: letter.contact,
            note: None,
        })
        .collect();
    clock(ClockAct::Notice { letter, told })
}

pub(super) fn announced(_: &Form, g: &Ground<'_>) -> Vec<String> {
    let Some(prep) = g.prep else {
        return Vec::new();
    };
    let mut out: Vec<String> = outbox::announced(prep, &g.rules.ladder)
        .iter()
        .map(|(step, day)| {
            format!(
                "it tells: {} from {}",
                step.words(),
                describe(*day, g.today)
            )
        })
        .collect();
    out.push("it goes with the statement of account; the outbox shows it before it leaves".into());
    out
}
