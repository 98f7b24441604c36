//! Remedies with a clock: what comes next on the ladder, the final notice, placement. Jobs and liens are in `liens`.
//!
//! Law: as `remedies`; the rules are `domain::{ladder, placement}`'s.

use super::super::deed::{Deed, Ground, Missing, day_ahead, free_text, money, some};
use super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::by_when::describe;
use crate::domain::ladder::{self, LadderStep};
use crate::domain::money::Minor;
use crate::domain::outbox::{self, LetterKind, Order};
use crate::domain::placement::PlacementStepKind;
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, Intent, NewLetter, NewPlacement, NewTold, Remedy};
use chrono::{Days, NaiveDate};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::Tell,
        name: "tell-next-step",
        keys: &["n"],
        title: "tell the next step",
        help: "Write down that they were told of a next step: what, from when, to whom",
        state: standing,
        open: tell,
        reshape: reshape_tell,
        made: told,
        preview: preview_tell,
    },
    Row {
        kind: RemedyKind::FinalNotice,
        name: "final-notice",
        keys: &["F"],
        title: "final notice",
        help: "Write the final notice into the outbox; it tells what comes next, and from when",
        state: noticeable,
        open: notice,
        reshape: as_it_is,
        made: noticed,
        preview: announced,
    },
    Row {
        kind: RemedyKind::Place,
        name: "place-account",
        keys: &["x"],
        title: "place with an agency",
        help: "Hand the account over to an agency: it leaves the queue",
        state: placeable,
        open: place,
        reshape: as_it_is,
        made: placed,
        preview: preview_place,
    },
    Row {
        kind: RemedyKind::DeclinePlacement,
        name: "decline-placement",
        keys: &["D"],
        title: "not placed for now",
        help: "Decline placement until a day: then it is put to the supervisor again",
        state: declinable,
        open: decline,
        reshape: as_it_is,
        made: declined,
        preview: preview_decline,
    },
    Row {
        kind: RemedyKind::Agency,
        name: "agency-news",
        keys: &["y"],
        title: "news of the agency",
        help: "What became of a placed account: acknowledged, money came, called back, closed",
        state: out,
        open: news,
        reshape: news_shape,
        made: heard,
        preview: preview_news,
    },
];

/// A form's intention about the clocks.
pub(super) fn clock(act: ClockAct) -> Result<Deed, Missing> {
    Ok(Deed::Intent(Box::new(Intent::Clock(Box::new(act)))))
}

/// What the honesty rule warns of before a step, as far as the prep knows.
pub(in crate::app) fn warned(g: &Ground<'_>, step: LadderStep) -> Option<String> {
    let clocks = &g.prep?.clocks;
    let since = u64::try_from(clocks.standing.days)
        .ok()
        .filter(|days| *days > 0)
        .and_then(|days| g.today.checked_sub_days(Days::new(days)));
    let known = ladder::telling(step, &clocks.told, &g.rules.ladder, since, g.today);
    ladder::warning(step, known, g.today)
}

/// What stands below a form whose step they were not told of, before anybody has pressed `Enter`.
pub(super) fn not_told(g: &Ground<'_>, step: LadderStep) -> Option<String> {
    warned(g, step).map(|why| format!("{why}: tell them first, or say here why not"))
}

/// The field that a warning asks for, where there is one.
pub(super) fn anyway(g: &Ground<'_>, step: LadderStep) -> Option<Field> {
    warned(g, step).map(|_| Field::text(F::Anyway, ""))
}

/// What was typed there; a warning without it holds the form back.
pub(in crate::app) fn answer(
    form: &Form,
    g: &Ground<'_>,
    step: LadderStep,
) -> Result<Option<String>, Missing> {
    let typed = some(&free_text(form, F::Anyway)?);
    match warned(g, step) {
        Some(warning) if typed.is_none() => Err((
            F::Anyway,
            format!("{warning}: tell them first, or say here why it is done all the same"),
        )),
        _ => Ok(typed),
    }
}

/// Only a supervisor places: the names that the settings have.
fn supervisor_only(g: &Ground<'_>) -> Result<(), String> {
    let known = g.supervisors.iter().any(|s| s.eq_ignore_ascii_case(g.me));
    if g.supervisors.is_empty() || known {
        return Ok(());
    }
    Err(format!(
        "a supervisor decides this: {}",
        say::list(g.supervisors)
    ))
}

fn standing(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
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

fn tell(g: &Ground<'_>) -> Vec<Field> {
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

fn reshape_tell(form: &mut Form, g: &Ground<'_>) {
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
fn person(g: &Ground<'_>) -> Option<(String, crate::domain::ids::ContactId)> {
    let prep = g.prep?;
    let on_line = prep.contacts.iter().find(|c| Some(c.id) == g.contact);
    let first = prep.contacts.iter().find(|c| c.preferred);
    let found = on_line.or(first).or(prep.contacts.first())?;
    Some((found.name.clone(), found.id))
}

fn told(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
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

fn noticeable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
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

fn notice(g: &Ground<'_>) -> Vec<Field> {
    let order = g
        .prep
        .and_then(|p| Order::direct(p, LetterKind::FinalNotice).ok());
    vec![Field::text(
        F::SendTo,
        order.as_ref().map_or("", |o| o.to.as_str()),
    )]
}

/// The words of the letter are the template's: `Model::with_words` puts them in.
fn noticed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
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

fn announced(_: &Form, g: &Ground<'_>) -> Vec<String> {
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

fn placeable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
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
    let money = say::money(prep.past_due, prep.account.currency);
    let again = prep.clocks.declined.first().map(|d| d.again_on);
    Ok(match (prep.clocks.window, again) {
        (true, _) => format!("in the window, {money}"),
        (false, Some(day)) if day > g.today => {
            format!("declined until {}, {money}", say::day(day, g.today))
        }
        (false, _) => format!("not in the window, {money}"),
    })
}

fn place(g: &Ground<'_>) -> Vec<Field> {
    let due = g.prep.map_or(Minor::ZERO, |p| p.past_due);
    let mut fields = vec![
        Field::text(F::Name, "").called("agency"),
        Field::text(F::Amount, &due.show(g.currency)),
        Field::text(F::Reason, "").called("because"),
    ];
    fields.extend(anyway(g, LadderStep::Placement));
    fields
}

fn preview_place(_: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out: Vec<String> = not_told(g, LadderStep::Placement).into_iter().collect();
    out.push("it leaves the queue: from now on the agency asks, and nobody else".to_owned());
    out.push("its file for the agency: bywhen place package".to_owned());
    out
}

fn required(form: &Form, name: F, why: &str) -> Result<String, Missing> {
    let typed = free_text(form, name)?;
    if typed.is_empty() {
        return Err((name, why.to_owned()));
    }
    Ok(typed)
}

fn placed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    clock(ClockAct::Place(NewPlacement {
        account: form.account,
        agency: required(form, F::Name, "with whom?")?,
        amount: Some(money(form, F::Amount, g)?),
        reason: required(form, F::Reason, "why? the log keeps it")?,
        anyway: answer(form, g, LadderStep::Placement)?,
    }))
}

fn declinable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    supervisor_only(g)?;
    if prep.clocks.window {
        Ok("in the window: look again on a later day".to_owned())
    } else {
        Err("it is not in the window for placement".to_owned())
    }
}

fn decline(g: &Ground<'_>) -> Vec<Field> {
    let day = g.rules.calendar.add(g.today, 10);
    vec![
        Field::text(F::ComeBack, &describe(day, g.today)).called("look again"),
        Field::text(F::Reason, "").called("because"),
    ]
}

fn declined(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let again_on: NaiveDate = day_ahead(form, F::ComeBack, g)?.date;
    clock(ClockAct::Decline {
        account: form.account,
        again_on,
        reason: required(form, F::Reason, "why not now?")?,
    })
}

fn preview_decline(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let again = day_ahead(form, F::ComeBack, g).ok();
    let words = |day| {
        format!(
            "nobody is asked until {}; calls go on",
            describe(day, g.today)
        )
    };
    again.map(|when| words(when.date)).into_iter().collect()
}

fn out(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
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

fn news(_: &Ground<'_>) -> Vec<Field> {
    let kinds: Vec<&str> = PlacementStepKind::ALL.iter().map(|k| k.words()).collect();
    vec![
        Field::pick(F::Which, &kinds).called("what"),
        Field::text(F::Amount, ""),
        Field::text(F::Waive, "").called("their fee"),
        Field::text(F::Words, ""),
    ]
}

fn picked(form: &Form) -> PlacementStepKind {
    form.picked(F::Which)
        .and_then(|n| usize::try_from(n).ok())
        .and_then(|n| PlacementStepKind::ALL.get(n))
        .copied()
        .unwrap_or(PlacementStepKind::Acknowledged)
}

fn news_shape(form: &mut Form, _: &Ground<'_>) {
    let money = picked(form) == PlacementStepKind::Recovery;
    form.hide(F::Amount, !money);
    form.hide(F::Waive, !money);
}

fn preview_news(form: &Form, g: &Ground<'_>) -> Vec<String> {
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

fn heard(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let newest = g.prep.and_then(|p| p.clocks.placements.first());
    let newest = newest.ok_or((F::Which, "it was not placed".to_owned()))?;
    let kind = picked(form);
    let recovery = kind == PlacementStepKind::Recovery;
    let fee = form.text(F::Waive);
    clock(ClockAct::Placed {
        placement: newest.id,
        kind,
        on: None,
        amount: recovery.then(|| money(form, F::Amount, g)).transpose()?,
        fee: match fee {
            _ if !recovery => None,
            "" => None,
            text => Some(Minor::parse(text, g.currency).map_err(|e| (F::Waive, e.to_string()))?),
        },
        note: some(&free_text(form, F::Words)?),
    })
}
