//! Letting a fee go: at once, or when a promise is kept; and asking for it again.

use super::super::super::deed::{Deed, Ground, Missing, free_text, money};
use super::super::super::form::{Field, FieldName as F, Form, Pick, Value};
use super::{fees, intent, state_of, which};
use crate::domain::fee::FeeLine;
use crate::domain::ids::{FeeId, PromiseId};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::{Prep, PromiseLine, WaiverLine};
use crate::store::protocol::{FeeDeed, Intent, NewWaiver, PromiseRef, Remedy};

pub(super) fn is_open(f: &FeeLine) -> bool {
    f.open.is_positive()
}

pub(super) fn waivable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    state_of(prep, is_open, |f| f.open, "no fee is open", "open")
}

pub(super) fn waive(g: &Ground<'_>) -> Vec<Field> {
    let open = fees(g, is_open);
    vec![
        which(g, &open, |f| f.open),
        Field::text(F::Waive, ""),
        Field::text(F::WhyCall, ""),
    ]
}

pub(super) fn chosen<'a>(form: &Form, g: &Ground<'a>) -> Option<&'a FeeLine> {
    let id = form.picked(F::Which)?;
    fees(g, |f| f.id.0 == id).first().copied()
}

pub(super) fn reshape_waive(form: &mut Form, g: &Ground<'_>) {
    if let Some(fee) = chosen(form, g) {
        form.offer(F::Waive, &fee.open.show(g.currency));
    }
}

pub(super) fn part(form: &Form, g: &Ground<'_>) -> Result<(FeeId, Minor), Missing> {
    let Some(fee) = chosen(form, g) else {
        return Err((F::Which, "no fee is open here".into()));
    };
    let amount = money(form, F::Waive, g)?;
    if amount > fee.open {
        let open = say::money(fee.open, g.currency);
        return Err((F::Waive, format!("{open} of it is open")));
    }
    Ok((fee.id, amount))
}

pub(super) fn reason(form: &Form, why: &str) -> Result<String, Missing> {
    let reason = free_text(form, F::WhyCall)?;
    match reason.is_empty() {
        true => Err((F::WhyCall, why.to_owned())),
        false => Ok(reason),
    }
}

pub(super) fn waived(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let (fee, amount) = part(form, g)?;
    let line = chosen(form, g);
    // One that was promised to them and that they have earned is what is posted.
    let earned = match g.prep.zip(line) {
        Some((p, f)) => WaiverLine::posted_by(&p.waivers, f.document, amount, g.currency)
            .map_err(|why| (F::Waive, why))?,
        None => None,
    };
    intent(FeeDeed::Waive {
        fee,
        amount: Some(amount),
        reason: reason(form, "why is it given up? it stands with the fee")?,
        waiver: earned,
    })
}

pub(super) fn above_limit(amount: Minor, g: &Ground<'_>) -> Option<String> {
    (amount > g.rules.waiver_limit).then(|| {
        format!(
            "above {}: it waits for a supervisor's yes or no",
            say::money(g.rules.waiver_limit, g.currency)
        )
    })
}

pub(super) fn preview_waive(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let (Ok((_, amount)), Some(fee)) = (part(form, g), chosen(form, g)) else {
        return Vec::new();
    };
    let rest = fee.open.less(amount);
    let stays = match rest.is_positive() {
        true => format!("; {} of it stays", say::money(rest, g.currency)),
        false => String::new(),
    };
    let credit = format!(
        "a credit memo of ours settles {}{stays}",
        say::money(amount, g.currency)
    );
    above_limit(amount, g).into_iter().chain([credit]).collect()
}

/// What follows by itself, from what the promise becomes.
pub(super) fn preview_offer(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Ok((_, amount)) = part(form, g) else {
        return Vec::new();
    };
    let all = g.prep.map(live).unwrap_or_default();
    let Some(promise) = all
        .iter()
        .find(|p| Some(p.promise.id.0) == form.picked(F::Then))
    else {
        return Vec::new();
    };
    let day = say::day(promise.promise.by_when, g.today);
    let fee = say::money(amount, g.currency);
    let mut out: Vec<String> = above_limit(amount, g).into_iter().collect();
    out.push(format!(
        "kept by {day}: {fee} is given up; late or light: it is owed"
    ));
    out.push("nothing is posted until then".to_owned());
    out
}

pub(super) fn live(prep: &Prep) -> Vec<&PromiseLine> {
    let lines = prep.promises.iter();
    lines.filter(|p| p.judgement.verdict.is_live()).collect()
}

pub(super) fn offerable(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    if !prep.fees.posted.iter().any(is_open) {
        return Err("no fee is open".to_owned());
    }
    match live(prep).first() {
        None => Err("no promise is live: take one first".to_owned()),
        Some(p) => Ok(format!(
            "{} by {}",
            say::money(p.promise.amount, g.currency),
            say::day(p.promise.by_when, g.today)
        )),
    }
}

pub(super) fn offer(g: &Ground<'_>) -> Vec<Field> {
    let open = fees(g, is_open);
    let promises = g.prep.map(live).unwrap_or_default();
    let options = promises.iter().map(|p| {
        let words = format!(
            "{} by {}",
            say::money(p.promise.amount, g.currency),
            say::day(p.promise.by_when, g.today)
        );
        (p.promise.id.0, words)
    });
    let pick = Pick {
        options: options.collect(),
        at: 0,
    };
    vec![
        which(g, &open, |f| f.open),
        Field::new(F::Then, Value::Pick(pick)).called("if kept"),
        Field::text(F::Waive, ""),
        Field::text(F::WhyCall, ""),
    ]
}

pub(super) fn reshape_offer(form: &mut Form, g: &Ground<'_>) {
    reshape_waive(form, g);
}

pub(super) fn offered(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let (_, amount) = part(form, g)?;
    let Some(promise) = form.picked(F::Then) else {
        return Err((F::Then, "no promise is live here".into()));
    };
    let waiver = NewWaiver {
        promise: PromiseRef::Known(PromiseId(promise)),
        amount,
        document: chosen(form, g).map(|f| f.document),
        reason: reason(form, "why is it offered? it stands with the fee")?,
    };
    Ok(Deed::Intent(Box::new(Intent::Remedy {
        account: form.account,
        remedy: Box::new(Remedy::Waiver(waiver)),
    })))
}

pub(super) fn is_waived(f: &FeeLine) -> bool {
    f.waived.is_positive() && !f.reversed
}

pub(super) fn reinstatable(prep: &Prep, _: &Ground<'_>) -> Result<String, String> {
    state_of(prep, is_waived, |f| f.waived, "no fee is waived", "waived")
}

pub(super) fn reinstate(g: &Ground<'_>) -> Vec<Field> {
    let all = fees(g, is_waived);
    vec![which(g, &all, |f| f.waived), Field::text(F::WhyCall, "")]
}

pub(super) fn reinstated(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(fee) = chosen(form, g) else {
        return Err((F::Which, "no fee is waived here".into()));
    };
    intent(FeeDeed::Reinstate {
        fee: fee.id,
        reason: reason(form, "why is it owed again?")?,
    })
}

pub(super) fn preview_reinstate(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let owed = |f: &FeeLine| format!("{} is owed again", say::money(f.waived, g.currency));
    chosen(form, g).map(owed).into_iter().collect()
}
