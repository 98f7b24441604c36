//! What stands beside a field while it is typed: the day that was understood, a part of what is owed, a card number.
//!
//! Law: pure; an echo helps to type and decides nothing. What a form comes to is in `mod`, what to think twice about in `lint`.

use super::super::form::{FieldName, Form, FormKind};
use super::super::remedies::RemedyKind;
use super::{Ground, read_day};
use crate::domain::by_when;
use crate::domain::card;
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::Tone;

/// What stands beside a field while it is typed.
pub(super) fn echo(form: &Form, name: FieldName, g: &Ground<'_>) -> Option<(Tone, String)> {
    let typed = form.text(name);
    if name.is_sentence() || matches!(name, FieldName::Reference | FieldName::Text) {
        return card::inspect(typed).map(|found| (Tone::Bad, found.message()));
    }
    // Empty bounds are no bounds, and letters need no word.
    if form.kind == FormKind::Assign {
        let wrong = matches!(name, FieldName::Now | FieldName::Waive) && !typed.is_empty();
        let read = wrong
            .then(|| Minor::parse(typed, g.currency).err())
            .flatten();
        return read.map(|e| (Tone::Warn, e.to_string()));
    }
    if let FieldName::Part(id) = name {
        return part_echo(typed, id, g);
    }
    match name {
        name if name.is_day() => {
            match read_day(typed, name, g) {
                Ok(found) => {
                    let far = say::distance(found.date, g.today);
                    // Money is promised for a day; only a talk has an hour.
                    let (said, note) = match (name, found.time) {
                        (FieldName::ComeBack, _) => (by_when::describe_at(found, g.today), ""),
                        (_, None) => (by_when::describe(found.date, g.today), ""),
                        (_, Some(_)) => (
                            by_when::describe(found.date, g.today),
                            " · the hour is not kept",
                        ),
                    };
                    Some((Tone::Good, format!("{said} · {far}{note}")))
                }
                Err(_) if typed.is_empty() => Some((Tone::Plain, empty_day(form, name).into())),
                Err(e) => Some((Tone::Warn, e.to_string())),
            }
        }
        FieldName::Amount => match Minor::parse(typed, g.currency) {
            Ok(m) if m.is_positive() => {
                let most = g.prep.map(|p| p.collectible);
                let part = most.filter(|c| c.is_positive() && m < *c).map(|c| {
                    format!(
                        "{} of {}",
                        say::money(m, g.currency),
                        say::money(c, g.currency)
                    )
                });
                part.map(|said| (Tone::Plain, said))
            }
            Ok(_) => Some((Tone::Warn, "above zero".into())),
            Err(_) if typed.is_empty() && form.kind == FormKind::Wait => {
                Some((Tone::Plain, "empty: we talk again that day".into()))
            }
            Err(_) if typed.is_empty() => Some((Tone::Plain, "how much".into())),
            Err(e) => Some((Tone::Warn, e.to_string())),
        },
        // What was agreed for a waiver, what the agency keeps: known or not.
        FieldName::Now | FieldName::Waive if typed.is_empty() && may_stay_empty(form) => {
            Some((Tone::Plain, "may stay empty".into()))
        }
        FieldName::Now | FieldName::Waive => match Minor::parse(typed, g.currency) {
            Ok(_) => None,
            Err(_) if typed.is_empty() && name == FieldName::Now => {
                Some((Tone::Plain, "what could go out today?".into()))
            }
            Err(_) if typed.is_empty() && form.kind == FormKind::Plan => {
                Some((Tone::Plain, "a fee, if all of it is kept".into()))
            }
            Err(_) if typed.is_empty() => Some((Tone::Plain, "how much".into())),
            Err(e) => Some((Tone::Warn, e.to_string())),
        },
        FieldName::Parts if matches!(form.kind, FormKind::Remedy(_)) => None,
        FieldName::Parts if typed.is_empty() || typed.parse::<u32>().is_ok() => {
            Some((Tone::Plain, "or typed: 2000 3000 rest".into()))
        }
        _ => None,
    }
}

/// Amounts of these are not always known.
const fn may_stay_empty(form: &Form) -> bool {
    matches!(
        form.kind,
        FormKind::Remedy(RemedyKind::JobStep | RemedyKind::Agency)
    )
}

/// What an empty day may mean.
const fn empty_day(form: &Form, name: FieldName) -> &'static str {
    match (form.kind, name) {
        (FormKind::Vague, FieldName::ByWhen) => "today? else which day? empty: talk again",
        (FormKind::Told, _) => "no day was named",
        (_, FieldName::Until) => "empty: they do not know",
        (FormKind::Decide(_), FieldName::ComeBack) => "empty: it does not come back by itself",
        _ => "fri · 15 · nov 28 · +5d · eom",
    }
}

/// Beside an amount per invoice: what is open there, and how old it is.
fn part_echo(typed: &str, id: DocumentId, g: &Ground<'_>) -> Option<(Tone, String)> {
    let line = g.prep?.invoices.iter().find(|l| l.id == id)?;
    match Minor::parse(typed, g.currency) {
        Err(e) if !typed.is_empty() => return Some((Tone::Warn, e.to_string())),
        _ => {}
    }
    let mut said = format!("of {}", line.open.show(g.currency));
    if line.days_late > 0 {
        said = format!("{said} · {}d", line.days_late);
    }
    Some((Tone::Plain, said))
}
