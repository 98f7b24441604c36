//! The forms of a supervisor: what is decided about a promise that was not kept, and why something is declined; and the question that a
//! collector puts.
//!
//! Law: pure. Days are proposed by `domain::review`, the reason by the likely cause: `Enter` takes them as they are.

use super::super::about::About;
use super::super::deed::{Deed, Ground, Missing, day_ahead, free_text, money, some};
use super::super::form::{Field, FieldName, Form, FormKind};
use super::super::remedies::clocks::answer;
use super::{day_or_none, in_days};
use crate::domain::approval::ApprovalKind;
use crate::domain::by_when::describe;
use crate::domain::ladder::LadderStep;
use crate::domain::review::{self, Decision, Terms};
use crate::store::protocol::{NewAnswer, NewApproval, NewReview, ReviewAct};

/// The fields of a decision.
pub(super) fn open(decision: Decision, g: &Ground<'_>) -> Vec<Field> {
    let days = review::proposed(decision, g.today, &g.rules.calendar);
    let said = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |d| describe(d, g.today));
    let mut fields = Vec::new();
    if decision == Decision::NewTerms {
        let words: Vec<&str> = Terms::ALL.iter().map(|t| t.words()).collect();
        fields.push(Field::pick(FieldName::Which, &words).called("terms"));
    }
    fields.push(Field::text(FieldName::Reason, "").called("because"));
    if decision != Decision::Accept {
        fields.push(Field::text(FieldName::Owner, "").called("who"));
        fields.push(Field::text(FieldName::DueOn, &said(days.act_on)));
    }
    fields.push(Field::text(FieldName::ComeBack, &said(days.again_on)).called("look again"));
    if decision == Decision::CreditHold {
        fields.push(Field::text(FieldName::Anyway, ""));
    }
    fields
}

/// Days after a no on which the question is put again, as proposed.
const AGAIN_DAYS: u32 = 20;

/// The fields of a yes or no. When a no is put again is asked only where it can be (`review::open_answer`).
pub(super) fn open_answer(granted: bool, g: &Ground<'_>) -> Vec<Field> {
    let mut fields = vec![Field::text(FieldName::Reason, "").called("because")];
    if !granted {
        let proposed = in_days(AGAIN_DAYS, g);
        let mut again = Field::text(FieldName::ComeBack, &proposed).called("look again");
        again.hidden = true;
        fields.push(again);
    }
    fields
}

/// What a collector can ask for.
const ASKED: [ApprovalKind; 2] = [ApprovalKind::Placement, ApprovalKind::WriteOff];

/// The fields of a question to the supervisor.
pub(super) fn open_ask() -> Vec<Field> {
    vec![
        Field::pick(FieldName::Which, &["placement with an agency", "write-off"]).called("for"),
        Field::text(FieldName::Amount, ""),
        Field::text(FieldName::Reason, "").called("because"),
    ]
}

fn asked_kind(form: &Form) -> ApprovalKind {
    let at = form.picked(FieldName::Which);
    let kind = at.and_then(|n| ASKED.get(usize::try_from(n).ok()?));
    kind.copied().unwrap_or(ApprovalKind::Placement)
}

/// Only a write-off has an amount of its own: a placement is of the whole account.
pub(super) fn reshape_ask(form: &mut Form) {
    let whole = asked_kind(form) == ApprovalKind::Placement;
    for field in &mut form.fields {
        if field.name == FieldName::Amount {
            field.hidden = whole;
        }
    }
}

/// What becomes of the question.
pub(super) fn preview_ask(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(prep) = g
        .prep
        .filter(|_| asked_kind(form) == ApprovalKind::WriteOff)
    {
        let open = prep.open.show(g.currency);
        out.push(format!("open there: {open}; a write-off is a part of that"));
    }
    out.push("it waits for the supervisor (3); the answer comes back into the queue".to_owned());
    out
}

fn made_ask(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let kind = asked_kind(form);
    let amount = match kind {
        ApprovalKind::WriteOff => Some(money(form, FieldName::Amount, g)?),
        _ => None,
    };
    let reason = free_text(form, FieldName::Reason)?;
    if reason.is_empty() {
        let why = "why? the supervisor decides by what stands here";
        return Err((FieldName::Reason, why.into()));
    }
    Ok(Deed::Review(ReviewAct::Ask(NewApproval {
        account: form.account,
        kind,
        amount,
        reason,
    })))
}

/// What the form comes to.
pub(in crate::app) fn made(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    match (form.kind, &form.about) {
        (FormKind::Decide(decision), Some(About::Promise { promise, after, .. })) => {
            let reason = free_text(form, FieldName::Reason)?;
            if reason.is_empty() {
                return Err((
                    FieldName::Reason,
                    "why? whoever acts on it reads this".into(),
                ));
            }
            let terms = form
                .picked(FieldName::Which)
                .and_then(|n| Terms::ALL.get(usize::try_from(n).ok()?).copied());
            let act_on = match decision {
                Decision::Accept => None,
                _ => Some(day_ahead(form, FieldName::DueOn, g)?.date),
            };
            let again_on = day_or_none(form, FieldName::ComeBack, g)?;
            if again_on == Some(g.today) {
                let why = "it would be back at once: name a later day, or none";
                return Err((FieldName::ComeBack, why.into()));
            }
            Ok(Deed::Review(ReviewAct::Decide(NewReview {
                promise: *promise,
                after: *after,
                decision,
                terms: terms.filter(|_| decision == Decision::NewTerms),
                reason,
                who: some(&free_text(form, FieldName::Owner)?),
                act_on,
                again_on,
                anyway: match decision {
                    Decision::CreditHold => answer(form, g, LadderStep::CreditHold)?,
                    _ => None,
                },
            })))
        }
        (FormKind::Answer(granted), Some(About::Approval { which, .. })) => {
            let reason = free_text(form, FieldName::Reason)?;
            if reason.is_empty() && !granted {
                let why = "why not? the collector must tell the customer something";
                return Err((FieldName::Reason, why.into()));
            }
            let asked = form
                .fields
                .iter()
                .any(|f| f.name == FieldName::ComeBack && !f.hidden);
            let again_on = match asked {
                true => day_or_none(form, FieldName::ComeBack, g)?,
                false => None,
            };
            if again_on == Some(g.today) {
                let why = "it would wait again at once: name a later day, or none";
                return Err((FieldName::ComeBack, why.into()));
            }
            Ok(Deed::Review(ReviewAct::Answer(NewAnswer {
                which: *which,
                granted,
                reason: some(&reason),
                again_on,
            })))
        }
        (FormKind::Ask, _) => made_ask(form, g),
        _ => Err((
            FieldName::Reason,
            "what this was about is not here any more: Esc, then open it again".into(),
        )),
    }
}

/// What the decision will order, as it stands.
pub(super) fn preview(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let (
        FormKind::Decide(_),
        Some(About::Promise {
            name, collector, ..
        }),
    ) = (form.kind, &form.about)
    else {
        return Vec::new();
    };
    let Ok(Deed::Review(ReviewAct::Decide(new))) = made(form, g) else {
        return Vec::new();
    };
    let asked = review::Asked {
        decision: new.decision,
        terms: new.terms,
        reason: &new.reason,
        by: g.me,
        who: new.who.as_deref(),
        collector: collector.as_deref(),
        act_on: new.act_on,
        again_on: new.again_on,
    };
    let orders = review::orders(&asked, name, g.today, &g.rules.calendar);
    let mut out = review::ordered_words(&orders, g.today);
    out.push(match new.again_on {
        Some(day) => format!(
            "back in this inbox on {}, if it is still not paid",
            describe(day, g.today)
        ),
        None => "it does not come back by itself".to_owned(),
    });
    out
}
