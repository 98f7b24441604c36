//! What to think twice about before a form is taken; nothing of it forbids.
//!
//! Law: pure; the rules are `domain::by_when`'s, here they meet what the form comes to.

use super::super::answers::Made;
use super::super::form::{FieldName, Form};
use super::{Ground, day};
use crate::domain::by_when::{self, Draft, Lint, LintSeverity};
use crate::domain::say;
use crate::store::protocol::{NewPromise, ReviewAct};
use chrono::NaiveDate;

pub(super) fn day_lints(date: NaiveDate, g: &Ground<'_>) -> Vec<String> {
    by_when::lint_day(date, g.today, &g.rules.calendar)
        .into_iter()
        .filter(|l| l.severity == LintSeverity::Warn)
        .map(|l| l.text)
        .collect()
}

/// Weekends and holidays on which nobody acts or looks.
pub(super) fn review_lints(act: &ReviewAct, g: &Ground<'_>) -> Vec<String> {
    let ReviewAct::Decide(new) = act else {
        return Vec::new();
    };
    let days = [new.act_on, new.again_on].into_iter().flatten();
    let mut out: Vec<String> = days.flat_map(|day| day_lints(day, g)).collect();
    out.dedup();
    out
}

pub(super) fn promise_findings(p: &NewPromise, g: &Ground<'_>) -> Vec<Lint> {
    let Some(prep) = g.prep else {
        return by_when::lint_day(p.by_when, g.today, &g.rules.calendar);
    };
    let draft = Draft {
        amount: p.amount,
        by_when: p.by_when,
        invoices: &p.invoices,
        supersedes: &p.supersedes,
    };
    by_when::lint(&draft, prep, g.rules)
}

/// What to think about before an answer is taken.
pub(super) fn made_lints(form: &Form, made: &Made, g: &Ground<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(c) = &made.claim {
        let days = g.rules.mail_days.of(c.method);
        let expected = g.rules.calendar.add(c.mailed_on, days);
        let said = say::day(expected, g.today);
        if expected < g.today {
            out.push(format!(
                "it should have been here by {said}: confirm the mailing address, offer a trace and a new one"
            ));
        }
    }
    for promise in &made.promises {
        out.extend(promise_findings(promise, g).into_iter().map(|l| l.text));
    }
    let shown = form.fields.iter().filter(|f| !f.hidden && f.name.is_day());
    let ahead = shown.filter(|f| !matches!(f.name, FieldName::MailedOn | FieldName::ByWhen));
    for day in ahead.filter_map(|f| day(form, f.name, g).ok()) {
        out.extend(day_lints(day, g));
    }
    out.dedup();
    out
}
