//! The forms of a call: what each asks for, with sensible values in it already, and what it comes to.
//!
//! Law: pure. One file per family of answers; each has `open` (fields), `reshape` (which of them are asked for as it stands) and `made`
//! (what it comes to, or what is missing). `deed` judges a form with them; `call` keeps what was made until the call is saved.

mod decide;
mod held;
mod money;
mod papers;
mod people;
mod sent;
mod staffing;

pub(super) use decide::made as decided;
pub use money::shares;
pub(super) use money::split;
pub(super) use staffing::made as staffed;

use super::deed::{Ground, Missing, read_day};
use super::form::{FieldName, Form, FormKind, Value};
use super::remedies;
use crate::domain::answer::Said;
use crate::domain::by_when::describe;
use crate::domain::ids::{AccountId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::split::Split;
use crate::domain::view::InvoiceLine;
use crate::store::protocol::{
    ClaimDeed, NewBarrier, NewClaim, NewFollowUp, NewPlan, NewPromise, Remedy,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What an answer comes to. What its parts are numbered in the saved call is worked out when it is saved (`call::finish`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// What they said, as far as the form decides it.
    pub said: Option<Said>,
    /// Promises.
    pub promises: Vec<NewPromise>,
    /// A plan.
    pub plan: Option<NewPlan>,
    /// A claim.
    pub claim: Option<NewClaim>,
    /// Steps on that claim, each with its words.
    pub steps: Vec<(ClaimDeed, Option<String>)>,
    /// A waiver: amount and reason. It hangs on the promise (or the last instalment) made here, else on the last of the call.
    pub waiver: Option<(Minor, String)>,
    /// Whatever else.
    pub remedies: Vec<Remedy>,
    /// A barrier with its task.
    pub barrier: Option<NewBarrier>,
    /// A day to talk again.
    pub follow_up: Option<NewFollowUp>,
}

impl Made {
    /// Nothing yet.
    #[must_use]
    pub fn nothing() -> Made {
        Made {
            said: None,
            promises: Vec::new(),
            plan: None,
            claim: None,
            steps: Vec::new(),
            waiver: None,
            remedies: Vec::new(),
            barrier: None,
            follow_up: None,
        }
    }

    /// The days that it sets, the earliest first: what the account comes back on.
    #[must_use]
    pub fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.promises.iter().map(|p| p.by_when).collect();
        let plan = self.plan.iter().flat_map(|p| &p.instalments);
        days.extend(plan.map(|i| i.by_when));
        days.extend(self.follow_up.iter().map(|f| f.due_on));
        let tasks = self.barrier.iter().filter_map(|b| b.remedy.as_ref());
        days.extend(tasks.map(|t| t.due_on));
        for remedy in &self.remedies {
            match remedy {
                Remedy::Dispute(d) => days.extend(d.due_on),
                Remedy::Task(t) => days.push(t.due_on),
                Remedy::Request(r) => days.push(r.due_on),
                Remedy::Holdback(h) => days.extend(h.until.or(h.verify_on)),
                _ => {}
            }
        }
        days.sort_unstable();
        days
    }

    /// Money that is promised with it.
    #[must_use]
    pub fn promised(&self) -> Minor {
        let promises = self.promises.iter().map(|p| p.amount);
        let plan = self.plan.iter().flat_map(|p| &p.instalments);
        Minor::sum(promises.chain(plan.map(|i| i.amount))).unwrap_or(Minor::ZERO)
    }

    /// What it takes out of an invoice: contested or held back.
    #[must_use]
    pub fn takes(&self, invoice: DocumentId) -> Minor {
        let parts = self.remedies.iter().flat_map(|remedy| match remedy {
            Remedy::Dispute(d) => d
                .items
                .iter()
                .filter(|(id, _)| *id == invoice)
                .map(|(_, m)| *m)
                .collect(),
            Remedy::Holdback(h) if h.document == invoice => vec![h.amount],
            _ => Vec::new(),
        });
        Minor::sum(parts).unwrap_or(Minor::ZERO)
    }
}

/// A form of that kind with whatever can be known already.
#[must_use]
pub fn open(kind: FormKind, account: AccountId, key: String, g: &Ground<'_>) -> Form {
    let fields = match kind {
        FormKind::Promise | FormKind::Today => money::promise(kind, account, g),
        FormKind::Claim => sent::claim(account, g),
        FormKind::OldClaim => sent::old_claim(g),
        FormKind::Vague => {
            let day = in_days(2, g);
            Form::new(kind, account, String::new(), &rest(g), &day).fields
        }
        FormKind::Send => papers::send(g),
        FormKind::Paper => papers::paper(g),
        FormKind::Dispute => held::dispute(g),
        FormKind::Holdback => held::holdback(g),
        FormKind::Wait => held::wait(g),
        FormKind::Plan => money::plan(g),
        FormKind::Waiver => money::waiver(g),
        FormKind::Person => people::person(g),
        FormKind::Barrier => people::barrier(g),
        FormKind::EndTask => people::end_task(g),
        FormKind::Decide(decision) => decide::open(decision, g),
        FormKind::Answer(granted) => decide::open_answer(granted, g),
        FormKind::Ask => decide::open_ask(),
        FormKind::Assign | FormKind::Away => staffing::open(kind, g),
        FormKind::Remedy(kind) => remedies::row(kind).map_or_else(Vec::new, |r| (r.open)(g)),
        FormKind::FollowUp
        | FormKind::Retry
        | FormKind::Note
        | FormKind::Told
        | FormKind::CallAnyway
        | FormKind::Supervised
        | FormKind::Rule
        | FormKind::Export => Form::new(kind, account, String::new(), &rest(g), "").fields,
    };
    let mut form = Form::with(kind, account, key, fields);
    match kind {
        FormKind::Claim => form.go(FieldName::Reference),
        FormKind::FollowUp => form.set(FieldName::Reason, "they asked to talk again"),
        _ => {}
    }
    reshape(&mut form, g);
    form
}

/// Shows the fields that the form needs as it stands, hides the others.
pub fn reshape(form: &mut Form, g: &Ground<'_>) {
    match form.kind {
        FormKind::Promise | FormKind::Today => money::reshape_split(form),
        FormKind::Claim => sent::reshape_claim(form, g),
        FormKind::OldClaim => sent::reshape_old(form),
        FormKind::Send => papers::reshape_send(form, g),
        FormKind::Wait => held::reshape_wait(form, g),
        FormKind::Person => people::reshape_person(form),
        FormKind::Barrier => people::reshape_barrier(form, g),
        FormKind::Remedy(kind) => {
            if let Some(row) = remedies::row(kind) {
                (row.reshape)(form, g);
            }
        }
        FormKind::Ask => decide::reshape_ask(form),
        FormKind::Told => remedies::clocks::reshape_told(form, g),
        _ => {}
    }
}

/// What a form of these kinds comes to.
///
/// # Errors
/// The first field that is missing or wrong, and why.
pub(super) fn made(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    match form.kind {
        FormKind::Claim => sent::made_claim(form, g),
        FormKind::OldClaim => sent::made_old(form, g),
        FormKind::Send => papers::made_send(form, g),
        FormKind::Paper => papers::made_paper(form, g),
        FormKind::Dispute => held::made_dispute(form, g),
        FormKind::Holdback => held::made_holdback(form, g),
        FormKind::Wait => held::made_wait(form, g),
        FormKind::Plan => money::made_plan(form, g),
        FormKind::Waiver => money::made_waiver(form, g),
        FormKind::Person => people::made_person(form, g),
        FormKind::Barrier => people::made_barrier(form, g),
        FormKind::EndTask => people::made_end(form, g),
        FormKind::Promise
        | FormKind::Today
        | FormKind::Vague
        | FormKind::FollowUp
        | FormKind::Retry
        | FormKind::Note
        | FormKind::Told
        | FormKind::CallAnyway
        | FormKind::Supervised
        | FormKind::Decide(_)
        | FormKind::Answer(_)
        | FormKind::Ask
        | FormKind::Assign
        | FormKind::Away
        | FormKind::Rule
        | FormKind::Export
        | FormKind::Remedy(_) => Ok(Made::nothing()),
    }
}

/// What stands below a form while it is filled in: the parts of an amount, the days of a plan, what a choice will do.
#[must_use]
pub fn preview(form: &Form, g: &Ground<'_>) -> Vec<String> {
    match form.kind {
        FormKind::Promise | FormKind::Today => money::preview_split(form, g),
        FormKind::Plan => money::preview_plan(form, g),
        FormKind::Waiver => money::preview_waiver(form, g),
        FormKind::Claim => sent::preview_claim(form, g),
        FormKind::OldClaim => sent::preview_old(g),
        FormKind::Send => papers::preview_send(form, g),
        FormKind::Person => people::preview_person(g),
        FormKind::Decide(_) => decide::preview(form, g),
        FormKind::Ask => decide::preview_ask(form, g),
        FormKind::Export => super::report_file::preview(form),
        FormKind::Assign | FormKind::Away => staffing::preview(form),
        FormKind::Told => remedies::clocks::preview_tell(form, g),
        FormKind::Remedy(kind) => {
            remedies::row(kind).map_or_else(Vec::new, |r| (r.preview)(form, g))
        }
        _ => Vec::new(),
    }
}

/// Business days from today, as a person would type the day.
pub(super) fn in_days(days: u32, g: &Ground<'_>) -> String {
    describe(g.rules.calendar.add(g.today, days), g.today)
}

/// What is asked for and not promised yet.
fn rest(g: &Ground<'_>) -> String {
    match g.rest.is_positive() {
        true => g.rest.show(g.currency),
        false => String::new(),
    }
}

/// A day that may be left empty.
fn day_or_none(form: &Form, name: FieldName, g: &Ground<'_>) -> Result<Option<NaiveDate>, Missing> {
    match form.text(name) {
        "" => Ok(None),
        _ => super::deed::day_ahead(form, name, g).map(|d| Some(d.date)),
    }
}

/// The day of a field that can be read, whatever else is wrong with it.
fn any_day(form: &Form, name: FieldName, g: &Ground<'_>) -> Option<NaiveDate> {
    read_day(form.text(name), name, g).ok().map(|d| d.date)
}

/// A promise as an answer makes it: on the invoices in question, oldest first, by whoever is on the line.
pub(super) fn promise(
    account: AccountId,
    amount: Minor,
    by_when: NaiveDate,
    g: &Ground<'_>,
) -> NewPromise {
    NewPromise {
        account,
        amount,
        by_when,
        invoices: g.invoices.to_vec(),
        contact: g.contact,
        method: None,
        reference: None,
        supersedes: Vec::new(),
        split: Split::OldestFirst,
    }
}

fn back_on(form: &Form, reason: &str, g: &Ground<'_>) -> Result<NewFollowUp, Missing> {
    let when = super::deed::day_ahead(form, FieldName::ComeBack, g)?;
    Ok(NewFollowUp {
        due_on: when.date,
        at: when.time,
        reason: reason.to_owned(),
        requested_by_them: false,
    })
}

/// The invoices that a form asks about one by one: the one under the cursor first, then those in question.
fn one_by_one<'a>(g: &Ground<'a>) -> Vec<&'a InvoiceLine> {
    const MOST: usize = 8;
    let Some(prep) = g.prep else {
        return Vec::new();
    };
    let first = prep.invoices.iter().find(|i| Some(i.id) == g.cursor);
    let others = prep.invoices.iter().filter(|i| g.invoices.contains(&i.id));
    let others = others.filter(|i| Some(i.id) != g.cursor);
    first.into_iter().chain(others).take(MOST).collect()
}

/// Amounts typed per invoice; empty ones are left out.
fn parts(form: &Form, g: &Ground<'_>) -> Result<Vec<(DocumentId, Minor)>, Missing> {
    let mut out = Vec::new();
    for field in form.fields.iter().filter(|f| !f.hidden) {
        if let (FieldName::Part(id), Value::Text(t)) = (field.name, &field.value)
            && !t.is_blank()
        {
            let amount = super::deed::money(form, field.name, g)?;
            out.push((id, amount));
        }
    }
    Ok(out)
}
