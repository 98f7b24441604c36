//! What a form means: its echo while typing, what to think twice about, and the finished record or what is missing.
//!
//! Law: pure; the rules of days are `domain::by_when`'s, those of promises `domain::verdict`'s. `form` knows only what was typed.

use super::answers::{self, Made};
use super::form::{FieldName, Form, FormKind};
use crate::domain::barrier::Barrier;
use crate::domain::by_when::{
    self, ByWhen, ByWhenError, DateOrder, Draft, Lint, LintKind, LintSeverity,
};
use crate::domain::call_rules::CallLimit;
use crate::domain::card;
use crate::domain::ids::{ContactId, DocumentId};
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::touch::Overstep;
use crate::domain::view::{Prep, Tone};
use crate::store::protocol::{MovePlan, NewFollowUp, NewPromise, ReviewAct, StaffAct};
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
    /// What was told, and for which day it was announced.
    Told(String, Option<NaiveDate>),
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
    /// A plan to move accounts, to be shown first.
    Plan(MovePlan),
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
        Ok(Deed::Note(_) | Deed::Told(..) | Deed::Heard | Deed::CallAnyway(_)) | Err(_) => {
            date_of(form, ground)
                .map(|d| day_lints(d, ground))
                .unwrap_or_default()
        }
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
            Ok(Deed::Told(free_text(form, F::Text)?, on))
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
        FormKind::Decide(_) | FormKind::Answer(_) => answers::decided(form, g),
        FormKind::Assign | FormKind::Away => answers::staffed(form, g),
    }
}

/// A promise by a day, as the form has it.
fn promise(form: &Form, by_when: NaiveDate, g: &Ground<'_>) -> Result<Deed, Missing> {
    use FieldName as F;
    let amount = money(form, F::Amount, g)?;
    let promise = NewPromise {
        account: form.account,
        amount,
        by_when,
        invoices: g.invoices.to_vec(),
        contact: g.contact,
        method: form.method(),
        reference: some(&free_text(form, F::Reference)?),
        supersedes: Vec::new(),
        split: answers::split(form, amount, g)?,
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
        FieldName::Parts if typed.is_empty() || typed.parse::<u32>().is_ok() => {
            Some((Tone::Plain, "or typed: 2000 3000 rest".into()))
        }
        _ => None,
    }
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

fn day_lints(date: NaiveDate, g: &Ground<'_>) -> Vec<String> {
    by_when::lint_day(date, g.today, &g.rules.calendar)
        .into_iter()
        .filter(|l| l.severity == LintSeverity::Warn)
        .map(|l| l.text)
        .collect()
}

/// Weekends and holidays on which nobody acts or looks.
fn review_lints(act: &ReviewAct, g: &Ground<'_>) -> Vec<String> {
    let ReviewAct::Decide(new) = act else {
        return Vec::new();
    };
    let days = [new.act_on, new.again_on].into_iter().flatten();
    let mut out: Vec<String> = days.flat_map(|day| day_lints(day, g)).collect();
    out.dedup();
    out
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

/// What to think about before an answer is taken.
fn made_lints(form: &Form, made: &Made, g: &Ground<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(c) = &made.claim {
        let days = g.rules.mail_days.of(c.method);
        let expected = g.rules.calendar.add(c.mailed_on, days);
        let said = say::day(expected, g.today);
        out.push(if expected < g.today {
            format!(
                "it should have been here by {said}: confirm the mailing address, offer a trace and a new one"
            )
        } else {
            format!("expected by {said}")
        });
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
