//! Answers that bring money: how a promise lies on its invoices, part payments with a plan, waivers.
//!
//! Law: the parts add up to the amount, to the cent; `domain::plan` and `domain::split` do the sums.

use super::super::deed::{Ground, Missing, day_ahead, free_text, money, some};
use super::super::form::{Field, FieldName as F, Form, FormKind};
use super::{Made, any_day, parts, rest};
use crate::domain::by_when::describe;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::plan::{self, Instalment, Interval};
use crate::domain::say;
use crate::domain::split::{self, Slot, Split};
use crate::domain::waiver::WaiverState;
use crate::store::protocol::{NewPlan, NewPromise};
use chrono::NaiveDate;

/// How an amount can be spread.
const SPREADS: [&str; 3] = ["oldest first", "pro rata", "by hand"];
/// The time between instalments.
const EVERY: [(&str, Interval); 4] = [
    ("week", Interval::Weeks(1)),
    ("2 weeks", Interval::Weeks(2)),
    ("month", Interval::Months(1)),
    ("10 days", Interval::Days(10)),
];

pub(super) fn promise(kind: FormKind, account: AccountId, g: &Ground<'_>) -> Vec<Field> {
    let mut fields = Form::new(kind, account, String::new(), &rest(g), "").fields;
    let slots = slots(g);
    if slots.len() > 1 {
        fields.push(Field::pick(F::Spread, &SPREADS));
        fields.extend(part_fields(&slots, g));
    }
    fields
}

fn part_fields(slots: &[Slot], g: &Ground<'_>) -> Vec<Field> {
    let number = |id: DocumentId| {
        let lines = g.prep.map(|p| p.invoices.as_slice()).unwrap_or_default();
        let found = lines.iter().find(|l| l.id == id);
        found.map_or("invoice", |l| l.number.as_str())
    };
    let fields = slots.iter().take(8);
    fields
        .map(|s| {
            let offered = s.free.show(g.currency);
            Field::text(F::Part(s.document), &offered).called(number(s.document))
        })
        .collect()
}

pub(super) fn reshape_split(form: &mut Form) {
    let by_hand = form.picked(F::Spread) == Some(2);
    let names: Vec<F> = form.fields.iter().map(|f| f.name).collect();
    for name in names {
        if matches!(name, F::Part(_)) {
            form.hide(name, !by_hand);
        }
    }
}

/// The invoices in question as slots.
fn slots(g: &Ground<'_>) -> Vec<Slot> {
    let lines = g.prep.map(|p| p.invoices.as_slice()).unwrap_or_default();
    let asked = lines.iter().filter(|l| g.invoices.contains(&l.id));
    asked
        .map(|l| Slot {
            document: l.id,
            due: l.due,
            issued: l.issued,
            open: l.open,
            free: super::super::call::due(l),
        })
        .collect()
}

/// How the form spreads its amount.
///
/// # Errors
/// When the parts typed by hand do not fit the amount.
pub fn split(form: &Form, amount: Minor, g: &Ground<'_>) -> Result<Split, Missing> {
    let how = match form.picked(F::Spread) {
        Some(1) => Split::ProRata,
        Some(2) => Split::ByHand(parts(form, g)?),
        _ => Split::OldestFirst,
    };
    let slots = slots(g);
    if matches!(how, Split::ByHand(_)) {
        let first = slots.first().map_or(F::Spread, |s| F::Part(s.document));
        split::lay(amount, &slots, &how).map_err(|e| (first, e.to_string()))?;
    }
    Ok(how)
}

/// What falls on each invoice, in words: `SI-10432 9,200.00`.
#[must_use]
pub fn shares(p: &NewPromise, g: &Ground<'_>) -> Vec<String> {
    let Ok(laid) = split::lay(p.amount, &slots(g), &p.split) else {
        return Vec::new();
    };
    let lines = g.prep.map(|p| p.invoices.as_slice()).unwrap_or_default();
    laid.into_iter()
        .filter(|(_, part)| part.is_positive())
        .filter_map(|(id, part)| {
            let line = lines.iter().find(|l| l.id == id)?;
            Some(format!("{} {}", line.number, part.show(g.currency)))
        })
        .collect()
}

pub(super) fn preview_split(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let by_hand = form.picked(F::Spread) == Some(2);
    let (Ok(amount), false) = (money(form, F::Amount, g), by_hand) else {
        return Vec::new();
    };
    let Ok(how) = split(form, amount, g) else {
        return Vec::new();
    };
    if slots(g).len() < 2 {
        return Vec::new();
    }
    let promise = NewPromise {
        split: how,
        ..super::promise(form.account, amount, g.today, g)
    };
    vec![shares(&promise, g).join(" · ")]
}

pub(super) fn plan(g: &Ground<'_>) -> Vec<Field> {
    let names: Vec<&str> = EVERY.iter().map(|(n, _)| *n).collect();
    let first = g.rules.calendar.add(g.today, 5);
    vec![
        Field::text(F::Amount, &rest(g)),
        Field::text(F::Now, ""),
        Field::text(F::Parts, "3"),
        Field::text(F::FirstOn, &describe(first, g.today)),
        Field::pick(F::Every, &names),
        Field::text(F::Waive, ""),
    ]
}

/// The part payment of today and the instalments of the rest.
fn instalments(form: &Form, g: &Ground<'_>) -> Result<Vec<Instalment>, Missing> {
    let all = money(form, F::Amount, g)?;
    let now = match form.text(F::Now) {
        "" => None,
        _ => Some(money(form, F::Now, g)?),
    };
    let left = all.less(now.unwrap_or(Minor::ZERO));
    if left.is_negative() || left.is_zero() {
        let why = "nothing is left for later: take it as a promise (Esc, then t or d)";
        return Err((F::Now, why.into()));
    }
    let parts = later(form.text(F::Parts), left, g).map_err(|why| (F::Parts, why))?;
    let first = day_ahead(form, F::FirstOn, g)?.date;
    if now.is_some() && first == g.today {
        let why = "a part is paid today already: name a later day for the rest";
        return Err((F::FirstOn, why.into()));
    }
    let at = form.picked(F::Every).and_then(|n| usize::try_from(n).ok());
    let every = EVERY
        .get(at.unwrap_or(0))
        .map_or(Interval::Weeks(1), |e| e.1);
    let days = plan::days(first, every, parts.len(), &g.rules.calendar)
        .map_err(|e| (F::Every, e.to_string()))?;
    let today = now.map(|amount| Instalment {
        amount,
        by_when: g.today,
    });
    let dated = parts.into_iter().zip(days);
    let dated = dated.map(|(amount, by_when)| Instalment { amount, by_when });
    Ok(today.into_iter().chain(dated).collect())
}

/// `3` is three equal parts; `2000 3000 rest` are the parts themselves.
fn later(typed: &str, left: Minor, g: &Ground<'_>) -> Result<Vec<Minor>, String> {
    const HOW: &str = "how many parts (3), or the parts themselves (2000 3000 rest)";
    let words: Vec<&str> = typed
        .split([' ', '+', ';'])
        .filter(|w| !w.is_empty())
        .collect();
    match words.as_slice() {
        [] => Err(HOW.into()),
        ["1"] => Ok(vec![left]),
        [one] if one.len() <= 2 => {
            let n: usize = one.parse().map_err(|_| HOW.to_owned())?;
            plan::equal(left, n).map_err(|e| e.to_string())
        }
        many => {
            let mut out: Vec<Minor> = Vec::new();
            for word in many {
                let part = match word.to_ascii_lowercase().as_str() {
                    "rest" => {
                        left.less(Minor::sum(out.iter().copied()).map_err(|e| e.to_string())?)
                    }
                    _ => Minor::parse(word, g.currency).map_err(|_| HOW.to_owned())?,
                };
                if !part.is_positive() {
                    return Err("each part must be above zero".into());
                }
                out.push(part);
            }
            let sum = Minor::sum(out.iter().copied()).map_err(|e| e.to_string())?;
            if sum != left {
                return Err(format!(
                    "the parts come to {}, the rest is {}: change one, or write 'rest' last",
                    say::money(sum, g.currency),
                    say::money(left, g.currency)
                ));
            }
            Ok(out)
        }
    }
}

pub(super) fn made_plan(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let instalments = instalments(form, g)?;
    let mut made = Made::nothing();
    made.waiver = match form.text(F::Waive) {
        "" => None,
        _ => Some((money(form, F::Waive, g)?, "if the plan is kept".to_owned())),
    };
    match instalments.as_slice() {
        // One day for all of it is a promise, not a plan.
        [only] => {
            let promised = super::promise(form.account, only.amount, only.by_when, g);
            made.promises.push(promised);
        }
        _ => {
            plan::check(&instalments).map_err(|e| (F::Parts, e.to_string()))?;
            made.plan = Some(NewPlan {
                instalments,
                invoices: g.invoices.to_vec(),
                split: Split::OldestFirst,
                contact: g.contact,
                method: None,
                supersedes: Vec::new(),
            });
        }
    }
    Ok(made)
}

pub(super) fn preview_plan(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let Ok(list) = instalments(form, g) else {
        return Vec::new();
    };
    let mut out: Vec<String> = list.iter().map(|i| dated(i, g)).collect();
    // A long plan is told by its ends.
    if out.len() > 6 {
        let last = out.pop().unwrap_or_default();
        let between = out.len() - 4;
        out.truncate(4);
        out.push(format!("… {between} more …"));
        out.push(last);
    }
    let sum = Minor::sum(list.iter().map(|i| i.amount)).unwrap_or(Minor::ZERO);
    out.push(format!("{:>14}  in all", sum.show(g.currency)));
    out.extend(above_limit(form, g));
    out
}

fn dated(i: &Instalment, g: &Ground<'_>) -> String {
    let day: String = match i.by_when == g.today {
        true => "today".into(),
        false => say::day(i.by_when, g.today),
    };
    format!("{:>14}  {day}", i.amount.show(g.currency))
}

/// Above the collector's limit a supervisor decides.
fn above_limit(form: &Form, g: &Ground<'_>) -> Option<String> {
    let waived = money(form, F::Waive, g).ok()?;
    (waived > g.rules.waiver_limit).then(|| {
        format!(
            "{} is above your limit of {}: it waits for a supervisor",
            say::money(waived, g.currency),
            say::money(g.rules.waiver_limit, g.currency)
        )
    })
}

pub(super) fn waiver(g: &Ground<'_>) -> Vec<Field> {
    let fri = g.rules.calendar.add(g.today, 5);
    vec![
        Field::text(F::Waive, ""),
        Field::text(F::Reason, "late charge"),
        Field::text(F::Amount, &rest(g)).called("if paid"),
        Field::text(F::ByWhen, &describe(fri, g.today)),
    ]
}

pub(super) fn made_waiver(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let waived = money(form, F::Waive, g)?;
    let reason = some(&free_text(form, F::Reason)?);
    let Some(reason) = reason else {
        return Err((F::Reason, "what is waived? for example: late charge".into()));
    };
    let mut made = Made::nothing();
    made.waiver = Some((waived, reason));
    if form.text(F::Amount).is_empty() {
        if g.promised_here {
            return Ok(made);
        }
        let why = "a waiver hangs on a promise: how much do they pay by when?";
        return Err((F::Amount, why.into()));
    }
    let by_when = day_ahead(form, F::ByWhen, g)?.date;
    let amount = money(form, F::Amount, g)?;
    let promised = super::promise(form.account, amount, by_when, g);
    made.promises.push(promised);
    Ok(made)
}

pub(super) fn preview_waiver(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let day: Option<NaiveDate> = any_day(form, F::ByWhen, g);
    if form.text(F::Amount).is_empty() && g.promised_here {
        out.push("it hangs on the promise of this call".to_owned());
    } else if let Some(day) = day {
        let day = say::day(day, g.today);
        out.push(format!("earned when it is paid by {day}, else it lapses"));
    }
    out.extend(above_limit(form, g));
    let waits = g.prep.is_some_and(|p| {
        let mut all = p.waivers.iter();
        all.any(|w| matches!(w.state, WaiverState::Offered | WaiverState::AwaitsApproval))
    });
    if waits {
        out.push("another waiver is offered to them already".to_owned());
    }
    out
}
