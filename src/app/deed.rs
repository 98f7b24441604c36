//! What a form means: its echo while typing, what to think twice about, and the finished record or what is missing.
//!
//! Law: pure; the rules of days are `domain::by_when`'s, those of promises `domain::verdict`'s. `form` knows only what was typed.

use super::form::{FieldName, Form, FormKind};
use crate::domain::by_when::{
    self, ByWhen, ByWhenError, DateOrder, Draft, Lint, LintKind, LintSeverity,
};
use crate::domain::call_rules::CallLimit;
use crate::domain::card;
use crate::domain::ids::{ContactId, DocumentId};
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::split::Split;
use crate::domain::touch::Overstep;
use crate::domain::view::{Prep, Tone};
use crate::store::protocol::{NewClaim, NewFollowUp, NewPromise};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a form is judged against.
#[derive(Copy, Clone, Debug)]
pub struct Ground<'a> {
    /// The day.
    pub today: NaiveDate,
    /// How dates in figures are read.
    pub order: DateOrder,
    /// Calendar, mail days, policy range.
    pub rules: &'a Rules,
    /// The account's currency.
    pub currency: Currency,
    /// The account, when it is loaded.
    pub prep: Option<&'a Prep>,
    /// The invoices in question; empty = the account.
    pub invoices: &'a [DocumentId],
    /// Who is spoken with.
    pub contact: Option<ContactId>,
    /// Soft limits that stand against a call now.
    pub limits: &'a [CallLimit],
    /// Who may allow one; empty = anybody whose name is given.
    pub supervisors: &'a [String],
}

/// A finished form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Deed {
    /// A promise.
    Promise(NewPromise),
    /// A claim.
    Claim(NewClaim),
    /// A date to come back.
    FollowUp(NewFollowUp),
    /// A note.
    Note(String),
    /// What was told.
    Told(String),
    /// Why to call in spite of a limit.
    CallAnyway(Overstep),
}

/// A form as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Beside each field: what was understood.
    pub echoes: Vec<Option<(Tone, String)>>,
    /// What to think twice about; nothing of it forbids.
    pub lints: Vec<String>,
    /// The record, or the first field that is missing and why.
    pub deed: Result<Deed, (FieldName, String)>,
}

type Missing = (FieldName, String);

/// Judges a form.
#[must_use]
pub fn judge(form: &Form, ground: &Ground<'_>) -> Judged {
    let echoes = form
        .fields
        .iter()
        .map(|field| echo(form, field.name, ground))
        .collect();
    let deed = deed(form, ground);
    let lints = match &deed {
        Ok(Deed::Promise(p)) => promise_findings(p, ground)
            .into_iter()
            .map(|l| l.text)
            .collect(),
        Ok(Deed::Claim(c)) => claim_lints(c, ground),
        Ok(Deed::FollowUp(f)) => day_lints(f.due_on, ground),
        _ if matches!(form.kind, FormKind::CallAnyway | FormKind::Supervised) => {
            ground.limits.iter().map(|l| l.text.clone()).collect()
        }
        Ok(Deed::Note(_) | Deed::Told(_) | Deed::CallAnyway(_)) | Err(_) => date_of(form, ground)
            .map(|d| day_lints(d, ground))
            .unwrap_or_default(),
    };
    Judged {
        echoes,
        lints,
        deed,
    }
}

/// A check was mailed on a day behind us; every other day lies ahead.
fn read_day(typed: &str, name: FieldName, g: &Ground<'_>) -> Result<ByWhen, ByWhenError> {
    let read = match name {
        FieldName::MailedOn => by_when::parse_back,
        _ => by_when::parse,
    };
    read(typed, g.today, g.order, &g.rules.calendar)
}

fn day(form: &Form, name: FieldName, g: &Ground<'_>) -> Result<NaiveDate, Missing> {
    read_day(form.text(name), name, g)
        .map(|d| d.date)
        .map_err(|e| (name, e.to_string()))
}

/// A day that lies ahead (or is today).
fn day_ahead(form: &Form, name: FieldName, g: &Ground<'_>) -> Result<ByWhen, Missing> {
    let when = read_day(form.text(name), name, g).map_err(|e| (name, e.to_string()))?;
    if when.date < g.today {
        let said = say::day(when.date, g.today);
        return Err((name, format!("{said} has passed: name a day from today on")));
    }
    Ok(when)
}

fn date_of(form: &Form, g: &Ground<'_>) -> Option<NaiveDate> {
    let name = form
        .fields
        .iter()
        .map(|f| f.name)
        .find(|n| matches!(n, FieldName::ByWhen | FieldName::ComeBack))?;
    day(form, name, g).ok()
}

fn amount(form: &Form, g: &Ground<'_>) -> Result<Minor, Missing> {
    let at = FieldName::Amount;
    let typed = form.text(at);
    if typed.is_empty() {
        return Err((at, "how much? for example 5000 or 1,234.50".into()));
    }
    match Minor::parse(typed, g.currency) {
        Ok(m) if m.is_positive() => Ok(m),
        Ok(_) => Err((at, "the amount must be above zero".into())),
        Err(e) => Err((at, e.to_string())),
    }
}

fn free_text(form: &Form, name: FieldName) -> Result<String, Missing> {
    let typed = form.text(name);
    match card::inspect(typed) {
        Some(found) => Err((name, found.message())),
        None => Ok(typed.to_owned()),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn deed(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    use FieldName as F;
    match form.kind {
        FormKind::Promise | FormKind::Today => {
            let by_when = match form.kind {
                FormKind::Today => g.today,
                _ => day_ahead(form, F::ByWhen, g)?.date,
            };
            let promise = NewPromise {
                account: form.account,
                amount: amount(form, g)?,
                by_when,
                invoices: g.invoices.to_vec(),
                contact: g.contact,
                method: form.method(),
                reference: some(&free_text(form, F::Reference)?),
                supersedes: Vec::new(),
                split: Split::OldestFirst,
            };
            let refused = promise_findings(&promise, g)
                .into_iter()
                .find(|l| l.severity == LintSeverity::Refuse);
            match refused {
                Some(lint) if lint.kind == LintKind::ZeroAmount => Err((F::Amount, lint.text)),
                Some(lint) => Err((F::ByWhen, lint.text)),
                None => Ok(Deed::Promise(promise)),
            }
        }
        FormKind::Claim => {
            let Some(method) = form.method() else {
                return Err((F::Method, "how was it sent?".into()));
            };
            let mailed_on = day(form, F::MailedOn, g)?;
            if mailed_on > g.today {
                let text = "that day is ahead: take it as a promise (Esc, then d)";
                return Err((F::MailedOn, text.into()));
            }
            Ok(Deed::Claim(NewClaim {
                method,
                reference: some(&free_text(form, F::Reference)?),
                amount: amount(form, g)?,
                mailed_on,
                invoices: g.invoices.to_vec(),
                mailed_to: None,
            }))
        }
        FormKind::FollowUp | FormKind::Vague | FormKind::Retry => {
            let when = day_ahead(form, F::ComeBack, g)?;
            let reason = free_text(form, F::Reason)?;
            if reason.is_empty() {
                return Err((F::Reason, "what will the next talk be about?".into()));
            }
            Ok(Deed::FollowUp(NewFollowUp {
                due_on: when.date,
                at: when.time,
                reason,
                requested_by_them: form.flag(),
            }))
        }
        FormKind::CallAnyway | FormKind::Supervised => overstep(form, g).map(Deed::CallAnyway),
        FormKind::Note | FormKind::Told => {
            let typed = free_text(form, F::Text)?;
            if typed.is_empty() {
                return Err((F::Text, "nothing was typed yet".into()));
            }
            Ok(if matches!(form.kind, FormKind::Note) {
                Deed::Note(typed)
            } else {
                Deed::Told(typed)
            })
        }
    }
}

/// Why to call all the same, and who allows it where somebody must.
fn overstep(form: &Form, g: &Ground<'_>) -> Result<Overstep, Missing> {
    let name = form.text(FieldName::AllowedBy);
    let allowed_by = match form.kind {
        FormKind::Supervised if name.is_empty() => {
            let text = "which supervisor allows this call?";
            return Err((FieldName::AllowedBy, text.into()));
        }
        FormKind::Supervised => Some(supervisor(name, g)?),
        _ => None,
    };
    let reason = free_text(form, FieldName::WhyCall)?;
    if reason.is_empty() {
        let text = "why call all the same? it is saved with the call";
        return Err((FieldName::WhyCall, text.into()));
    }
    let limits: Vec<&str> = g.limits.iter().map(|l| l.text.as_str()).collect();
    Ok(Overstep {
        limits: limits.join("; "),
        reason,
        allowed_by,
    })
}

/// A name that may allow it, as the settings spell it.
fn supervisor(name: &str, g: &Ground<'_>) -> Result<String, Missing> {
    if g.supervisors.is_empty() {
        return Ok(name.to_owned());
    }
    let found = g.supervisors.iter().find(|s| s.eq_ignore_ascii_case(name));
    found.cloned().ok_or_else(|| {
        let text = format!(
            "{name} is no supervisor here: {} may allow it",
            say::list(g.supervisors)
        );
        (FieldName::AllowedBy, text)
    })
}

/// What stands beside a field while it is typed.
fn echo(form: &Form, name: FieldName, g: &Ground<'_>) -> Option<(Tone, String)> {
    let typed = form.text(name);
    match name {
        FieldName::ByWhen | FieldName::ComeBack | FieldName::MailedOn => {
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
                Err(_) if typed.is_empty() => {
                    Some((Tone::Plain, "fri · 15 · nov 28 · +5d · eom".into()))
                }
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
            Err(_) if typed.is_empty() => Some((Tone::Plain, "how much".into())),
            Err(e) => Some((Tone::Warn, e.to_string())),
        },
        FieldName::Reference | FieldName::Reason | FieldName::Text | FieldName::WhyCall => {
            card::inspect(typed).map(|found| (Tone::Bad, found.message()))
        }
        FieldName::Method | FieldName::TheyAsked | FieldName::AllowedBy => None,
    }
}

fn day_lints(date: NaiveDate, g: &Ground<'_>) -> Vec<String> {
    by_when::lint_day(date, g.today, &g.rules.calendar)
        .into_iter()
        .filter(|l| l.severity == LintSeverity::Warn)
        .map(|l| l.text)
        .collect()
}

fn promise_findings(p: &NewPromise, g: &Ground<'_>) -> Vec<Lint> {
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

fn claim_lints(c: &NewClaim, g: &Ground<'_>) -> Vec<String> {
    let days = g.rules.mail_days.of(c.method);
    let expected = g.rules.calendar.add(c.mailed_on, days);
    let said = say::day(expected, g.today);
    if expected < g.today {
        vec![format!(
            "it should have been here by {said}: confirm the mailing address, offer a trace and a new one"
        )]
    } else {
        vec![format!("expected by {said}")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::AccountId;

    fn d(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn judged(kind: FormKind, edit: impl Fn(&mut Form)) -> Judged {
        let rules = Rules::default();
        let mut form = Form::new(kind, AccountId(1), "k".into(), "500", "");
        edit(&mut form);
        judge(
            &form,
            &Ground {
                today: d("2026-11-23"),
                order: DateOrder::Mdy,
                rules: &rules,
                currency: Currency::USD,
                prep: None,
                invoices: &[],
                contact: None,
                limits: &[],
                supervisors: &[],
            },
        )
    }

    #[test]
    fn a_promise_says_the_day_that_it_understood() {
        let j = judged(FormKind::Promise, |f| {
            f.set(FieldName::ByWhen, "2026-11-27");
        });
        assert_eq!(
            j.echoes[0],
            Some((Tone::Good, "Fri 27 Nov · in 4 days".into()))
        );
        let Ok(Deed::Promise(p)) = j.deed else {
            panic!("a promise")
        };
        assert_eq!((p.by_when, p.amount), (d("2026-11-27"), Minor::new(50_000)));
    }

    #[test]
    fn weekends_are_warned_about_but_allowed() {
        let j = judged(FormKind::Promise, |f| {
            f.set(FieldName::ByWhen, "2026-11-28");
        });
        assert_eq!(j.lints.len(), 1, "{:?}", j.lints);
        assert!(j.deed.is_ok());
    }

    #[test]
    fn a_day_that_has_passed_is_refused_for_a_promise() {
        let j = judged(FormKind::Promise, |f| {
            f.set(FieldName::ByWhen, "2026-11-20");
        });
        let (field, why) = j.deed.expect_err("refused");
        assert_eq!(field, FieldName::ByWhen);
        assert!(why.contains("has passed"), "{why}");
    }

    #[test]
    fn an_old_claim_asks_for_the_address() {
        let j = judged(FormKind::Claim, |f| {
            f.set(FieldName::MailedOn, "2026-11-10");
        });
        assert!(j.lints[0].contains("confirm the mailing address"));
    }

    #[test]
    fn a_card_number_is_refused_in_any_text() {
        let j = judged(FormKind::FollowUp, |f| {
            f.set(FieldName::ComeBack, "2026-11-27");
            f.set(FieldName::Reason, "4111 1111 1111 1111");
        });
        assert_eq!(j.deed.expect_err("refused").0, FieldName::Reason);
    }
}
