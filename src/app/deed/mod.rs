//! What a form means: its echo while typing, what to think twice about, and the finished record or what is missing.
//!
//! Law: pure; the rules of days are `domain::by_when`'s, those of promises `domain::verdict`'s. `form` knows only what was typed. Echoes are in `echo`, warnings in `lint`.

mod echo;
mod lint;

use super::answers::{self, Made};
use super::form::{FieldName, Form, FormKind};
use super::remedies::{self, clocks};
use super::{report_file, rule};
use crate::domain::barrier::Barrier;
use crate::domain::by_when::{self, ByWhen, ByWhenError, DateOrder, LintKind, LintSeverity};
use crate::domain::call_rules::CallLimit;
use crate::domain::card;
use crate::domain::ids::{ContactId, DocumentId, PromiseId};
use crate::domain::ladder::LadderStep;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::Overstep;
use crate::domain::verdict::Verdict;
use crate::domain::view::{Prep, Tone};
use crate::store::protocol::{
    FeePreview, Intent, MovePlan, NewFollowUp, NewPromise, ReviewAct, StaffAct,
};
use chrono::NaiveDate;
use echo::echo;
use lint::{day_lints, made_lints, promise_findings, review_lints};
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
    /// What is asked for and not promised yet in this call.
    pub rest: Minor,
    /// The invoice under the cursor.
    pub cursor: Option<DocumentId>,
    /// Something was promised in this call already.
    pub promised_here: bool,
    /// The collector.
    pub me: &'a str,
    /// What can stand in the way.
    pub barriers: &'a [Barrier],
    /// What fees may be posted everywhere, once it was asked.
    pub fee_previews: &'a [FeePreview],
}

/// A finished form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Deed {
    /// A promise.
    Promise(NewPromise),
    /// A date to come back.
    FollowUp(NewFollowUp),
    /// A note.
    Note(String),
    /// What was told, for which day it was announced, and which step of the ladder it is, if any.
    Told(String, Option<NaiveDate>, Option<LadderStep>),
    /// What an answer of a call comes to.
    Made(Box<Made>),
    /// They were listened to; nothing was asked.
    Heard,
    /// Why to call in spite of a limit.
    CallAnyway(Overstep),
    /// What a supervisor decides or answers.
    Review(ReviewAct),
    /// What is decided about collectors.
    Staff(StaffAct),
    /// What a remedy writes.
    Intent(Box<Intent>),
    /// A plan to move accounts, to be shown first.
    Plan(MovePlan),
    /// The report in front goes into this file.
    Export(String),
    /// The agency's file goes into this folder.
    Package(String),
    /// What a supervisor rules about a promise; no verdict = what the ledger says.
    Rule {
        /// Which.
        promise: PromiseId,
        /// What it counts as.
        verdict: Option<Verdict>,
        /// Why.
        reason: String,
        /// The supervisor.
        ruled_by: String,
    },
}

/// A form as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Beside each field: what was understood.
    pub echoes: Vec<Option<(Tone, String)>>,
    /// What to think twice about; nothing of it forbids.
    pub lints: Vec<String>,
    /// What stands below: parts, days, what a choice will do.
    pub notes: Vec<String>,
    /// The record, or the first field that is missing and why.
    pub deed: Result<Deed, (FieldName, String)>,
}

/// The first field that is missing or wrong, and why.
pub(super) type Missing = (FieldName, String);

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
        Ok(Deed::Made(made)) => made_lints(form, made, ground),
        Ok(Deed::FollowUp(f)) => day_lints(f.due_on, ground),
        Ok(Deed::Review(act)) => review_lints(act, ground),
        Ok(Deed::Staff(_) | Deed::Plan(_)) => Vec::new(),
        _ if matches!(form.kind, FormKind::CallAnyway | FormKind::Supervised) => {
            ground.limits.iter().map(|l| l.text.clone()).collect()
        }
        Ok(
            Deed::Note(_)
            | Deed::Told(..)
            | Deed::Heard
            | Deed::CallAnyway(_)
            | Deed::Export(_)
            | Deed::Package(_)
            | Deed::Rule { .. }
            | Deed::Intent(_),
        )
        | Err(_) => date_of(form, ground)
            .map(|d| day_lints(d, ground))
            .unwrap_or_default(),
    };
    Judged {
        echoes,
        lints,
        notes: answers::preview(form, ground),
        deed,
    }
}

/// A check was mailed on a day behind us; every other day lies ahead.
pub(super) fn read_day(
    typed: &str,
    name: FieldName,
    g: &Ground<'_>,
) -> Result<ByWhen, ByWhenError> {
    let read = match name {
        FieldName::MailedOn => by_when::parse_back,
        _ => by_when::parse,
    };
    read(typed, g.today, g.order, &g.rules.calendar)
}

pub(super) fn day(form: &Form, name: FieldName, g: &Ground<'_>) -> Result<NaiveDate, Missing> {
    read_day(form.text(name), name, g)
        .map(|d| d.date)
        .map_err(|e| (name, e.to_string()))
}

/// A day that lies ahead (or is today).
pub(super) fn day_ahead(form: &Form, name: FieldName, g: &Ground<'_>) -> Result<ByWhen, Missing> {
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

/// An amount above zero.
pub(super) fn money(form: &Form, at: FieldName, g: &Ground<'_>) -> Result<Minor, Missing> {
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

pub(super) fn free_text(form: &Form, name: FieldName) -> Result<String, Missing> {
    let typed = form.text(name);
    match card::inspect(typed) {
        Some(found) => Err((name, found.message())),
        None => Ok(typed.to_owned()),
    }
}

pub(super) fn some(text: &str) -> Option<String> {
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
            promise(form, by_when, g)
        }
        FormKind::Vague if !form.text(F::ByWhen).is_empty() => {
            promise(form, day_ahead(form, F::ByWhen, g)?.date, g)
        }
        FormKind::Vague => {
            let when = day_ahead(form, F::ComeBack, g)?;
            Ok(Deed::FollowUp(NewFollowUp {
                due_on: when.date,
                at: when.time,
                reason: "no date given yet".to_owned(),
                requested_by_them: false,
            }))
        }
        FormKind::FollowUp | FormKind::Retry => {
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
        FormKind::Rule => rule::deed(form, g),
        FormKind::Export => report_file::deed(form, g),
        FormKind::Note => {
            let typed = free_text(form, F::Text)?;
            if typed.is_empty() {
                return Err((F::Text, "nothing was typed yet".into()));
            }
            Ok(Deed::Note(typed))
        }
        FormKind::Told => {
            let on = match form.text(F::DueOn) {
                "" => None,
                _ => Some(day_ahead(form, F::DueOn, g)?.date),
            };
            Ok(Deed::Told(
                free_text(form, F::Text)?,
                on,
                clocks::step_of(form),
            ))
        }
        FormKind::Claim
        | FormKind::OldClaim
        | FormKind::Send
        | FormKind::Dispute
        | FormKind::Paper
        | FormKind::Wait
        | FormKind::Plan
        | FormKind::Waiver
        | FormKind::Holdback
        | FormKind::Person
        | FormKind::Barrier
        | FormKind::EndTask => answers::made(form, g).map(|m| Deed::Made(Box::new(m))),
        FormKind::Decide(_) | FormKind::Answer(_) | FormKind::Ask => answers::decided(form, g),
        FormKind::Assign | FormKind::Away => answers::staffed(form, g),
        FormKind::Remedy(kind) => match remedies::row(kind) {
            Some(row) => (row.made)(form, g),
            None => Err((F::Which, "this remedy is not known here".to_owned())),
        },
    }
}

/// A promise by a day, as the form has it.
fn promise(form: &Form, by_when: NaiveDate, g: &Ground<'_>) -> Result<Deed, Missing> {
    use FieldName as F;
    let amount = money(form, F::Amount, g)?;
    let promise = NewPromise {
        method: form.method(),
        reference: some(&free_text(form, F::Reference)?),
        split: answers::split(form, amount, g)?,
        ..answers::promise(form.account, amount, by_when, g)
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
pub(super) fn supervisor(name: &str, g: &Ground<'_>) -> Result<String, Missing> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::AccountId;

    fn d(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn judged(kind: FormKind, edit: impl Fn(&mut Form)) -> Judged {
        let rules = Rules::default();
        let ground = Ground {
            today: d("2026-11-23"),
            order: DateOrder::Mdy,
            rules: &rules,
            currency: Currency::USD,
            prep: None,
            invoices: &[],
            contact: None,
            limits: &[],
            supervisors: &[],
            rest: Minor::new(50_000),
            cursor: None,
            promised_here: false,
            me: "Ana",
            barriers: &[],
            fee_previews: &[],
        };
        let mut form = answers::open(kind, AccountId(1), "k".into(), &ground);
        edit(&mut form);
        answers::reshape(&mut form, &ground);
        judge(&form, &ground)
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
