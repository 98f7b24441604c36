//! The forms about collectors: which accounts go to whom, and who covers an absence.
//!
//! Law: pure. What is moved is worked out by the ledger and shown before it is done.

use super::super::about::About;
use super::super::deed::{Deed, Ground, Missing, day_ahead, free_text};
use super::super::form::{Field, FieldName, Form, FormKind};
use crate::domain::account::AccountKind;
use crate::domain::by_when::describe;
use crate::domain::money::Minor;
use crate::domain::staff::{Criteria, letters};
use crate::store::protocol::{MovePlan, StaffAct};

/// The kinds of account to choose from; the first means any.
const KINDS: [(&str, Option<AccountKind>); 4] = [
    ("any", None),
    ("commercial", Some(AccountKind::Commercial)),
    ("consumer", Some(AccountKind::Consumer)),
    ("mixed", Some(AccountKind::Mixed)),
];

/// The fields of either form.
pub(super) fn open(kind: FormKind, g: &Ground<'_>) -> Vec<Field> {
    match kind {
        FormKind::Away => vec![
            Field::text(FieldName::Owner, "").called("covered by"),
            Field::text(FieldName::DueOn, &describe(g.today, g.today)).called("from"),
            Field::text(FieldName::ComeBack, "").called("last day"),
        ],
        _ => vec![
            Field::text(FieldName::Owner, "").called("to"),
            Field::text(FieldName::Role, "").called("letters"),
            Field::text(FieldName::Now, "").called("at least"),
            Field::text(FieldName::Waive, "").called("at most"),
            Field::pick(FieldName::Which, &KINDS.map(|(words, _)| words)).called("kind"),
        ],
    }
}

/// What either form comes to.
pub(in crate::app) fn made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let Some(About::Collector { name }) = &form.about else {
        let why = "what this was about is not here any more: Esc, then open it again";
        return Err((FieldName::Owner, why.into()));
    };
    let who = free_text(form, FieldName::Owner)?;
    match (form.kind, name) {
        (FormKind::Away, Some(collector)) => {
            if who.is_empty() {
                return Err((FieldName::Owner, format!("who covers for {collector}?")));
            }
            Ok(Deed::Staff(StaffAct::Absence {
                collector: collector.clone(),
                cover: who,
                from: day_ahead(form, FieldName::DueOn, g)?.date,
                to: day_ahead(form, FieldName::ComeBack, g)?.date,
            }))
        }
        (FormKind::Assign, from) => {
            if who.is_empty() {
                let why = "to whom? a collector's name, or nobody";
                return Err((FieldName::Owner, why.into()));
            }
            let range = match form.text(FieldName::Role) {
                "" => None,
                typed => Some(letters(typed).ok_or((
                    FieldName::Role,
                    format!("'{typed}' is no range of letters: A-F, or M"),
                ))?),
            };
            let money = |at: FieldName| match form.text(at) {
                "" => Ok(None),
                typed => Minor::parse(typed, g.currency)
                    .map(Some)
                    .map_err(|e| (at, e.to_string())),
            };
            let kind = form
                .picked(FieldName::Which)
                .and_then(|n| KINDS.get(usize::try_from(n).ok()?));
            Ok(Deed::Plan(MovePlan::Assign {
                to: (!who.eq_ignore_ascii_case("nobody")).then_some(who),
                from: Some(from.clone()),
                criteria: Criteria {
                    letters: range,
                    min: money(FieldName::Now)?,
                    max: money(FieldName::Waive)?,
                    segment: kind.and_then(|(_, kind)| *kind),
                },
            }))
        }
        _ => Err((FieldName::Owner, "select a collector first".into())),
    }
}

/// What stands below.
pub(super) fn preview(form: &Form) -> Vec<String> {
    match (form.kind, &form.about) {
        (FormKind::Assign, Some(About::Collector { name })) => vec![format!(
            "which of {} accounts: all that fit every line filled in; Enter shows them before anything is moved",
            name.as_deref()
                .map_or("nobody's".to_owned(), |n| format!("{n}'s"))
        )],
        (FormKind::Away, _) => {
            vec!["for these days whoever covers has that queue too; it ends by itself".to_owned()]
        }
        _ => Vec::new(),
    }
}
