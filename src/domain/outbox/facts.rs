//! What a letter is filled from: the account's own figures, already in words.
//!
//! Law: pure, from the prep of the account as of a day and what was asked for. Templates and their engine are in `script::letters`.

use super::{Guide, LetterKind, Order};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::prep::first_name;
use crate::domain::say;
use crate::domain::view::{InvoiceLine, Prep, PromiseLine, Tone};
use serde::{Deserialize, Serialize};

/// One invoice in a letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterInvoice {
    /// The number.
    pub number: String,
    /// `Thu 3 Sep 2026`, as all dates of letters: they are read for months.
    pub issued: String,
    /// When it was or is due.
    pub due: String,
    /// `47 days`; none when not late.
    pub late: Option<String>,
    /// What is open.
    pub open: String,
    /// The job, where there is one.
    pub job: Option<String>,
    /// Their purchase order, where there is one.
    pub po: Option<String>,
}

/// One promise in a letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterPromise {
    /// How much.
    pub amount: String,
    /// By when.
    pub by_when: String,
    /// `check`.
    pub method: Option<String>,
    /// For which invoices: `SI-1 and SI-2`.
    pub invoices: Option<String>,
}

/// One job in a letter: what is past due on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterJob {
    /// The job.
    pub job: String,
    /// What is open on the invoices in question.
    pub open: String,
    /// Their numbers: `SI-1 and SI-2`.
    pub invoices: String,
}

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sender<'a> {
    /// The collector.
    pub caller: &'a str,
    /// The company.
    pub company: &'a str,
}

/// Every value that a letter's template may use. A missing value is `None`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterFacts {
    /// The customer.
    pub account: String,
    /// The customer's number with us.
    pub number: Option<String>,
    /// To whom: first name.
    pub first_name: Option<String>,
    /// To whom: whole name.
    pub contact: Option<String>,
    /// Who writes.
    pub caller: String,
    /// For whom.
    pub company: String,
    /// The day of the letter.
    pub today: String,
    /// The invoices that it is about, oldest due first.
    pub invoices: Vec<LetterInvoice>,
    /// What is open on them together.
    pub total: Option<String>,
    /// All that is past due.
    pub past_due: Option<String>,
    /// All that is open.
    pub open: String,
    /// Credits and unapplied cash, above zero.
    pub credits: Option<String>,
    /// What comes next and from which day on, for a final notice.
    pub next_steps: Vec<String>,
    /// What was agreed in that call.
    pub promises: Vec<LetterPromise>,
    /// What they asked for, in words: `W-9`.
    pub paper: Option<String>,
    /// What the collector wrote with the request: meant for us, so the house's own templates leave it out.
    pub note: Option<String>,
    /// The day that it names: by when something is asked for.
    pub by: Option<String>,
    /// What it is about, in one sentence, where it is for ourselves.
    pub about: Option<String>,
    /// What is worth knowing of the account, for ourselves only: never in a letter to them.
    pub brief: Vec<String>,
    /// The jobs of its invoices, each with what is open.
    pub jobs: Vec<LetterJob>,
    /// The sheets that go with it, by title.
    pub guides: Vec<String>,
    /// Who sells to them.
    pub salesperson: Option<String>,
    /// They asked for it; otherwise we write without having been asked.
    pub asked: bool,
}

/// The facts of a letter.
///
/// # Errors
/// When sums do not fit.
pub fn facts(prep: &Prep, order: &Order, from: &Sender<'_>) -> Result<LetterFacts, MoneyError> {
    let currency = prep.account.currency;
    let money = |amount: Minor| say::money_signed(amount, currency);
    let person = order
        .contact
        .and_then(|id| prep.contacts.iter().find(|c| c.id == id));
    // A statement lists all that is open.
    let whole = order.kind == LetterKind::Statement && order.invoices.is_empty();
    let invoices: Vec<&InvoiceLine> = prep
        .invoices
        .iter()
        .filter(|line| whole || order.invoices.contains(&line.id))
        .collect();
    let total = Minor::sum(invoices.iter().map(|line| line.open))?;
    let credits = prep.unapplied.abs();
    Ok(LetterFacts {
        account: prep.account.name.clone(),
        number: prep.account.number.clone(),
        first_name: match person {
            Some(contact) => first_name(contact),
            None if order.kind.is_internal() => first_word(order.to_name.as_deref()),
            None => None,
        },
        contact: order.to_name.clone().or(person.map(|c| c.name.clone())),
        caller: from.caller.to_owned(),
        company: from.company.to_owned(),
        today: long_day(prep.as_of),
        total: (!invoices.is_empty()).then(|| money(total)),
        jobs: jobs(&invoices, &money)?,
        invoices: invoices
            .into_iter()
            .map(|line| LetterInvoice {
                number: line.number.clone(),
                issued: long_day(line.issued),
                due: long_day(line.due),
                late: (line.days_late > 0)
                    .then(|| say::plural(line.days_late.unsigned_abs(), "day")),
                open: money(line.open),
                job: line.job.clone(),
                po: line.po.clone(),
            })
            .collect(),
        past_due: prep.past_due.is_positive().then(|| money(prep.past_due)),
        open: money(prep.open),
        credits: credits.is_positive().then(|| money(credits)),
        next_steps: Vec::new(),
        promises: agreed(prep, order)
            .map(|line| LetterPromise {
                amount: money(line.promise.amount),
                by_when: long_day(line.promise.by_when),
                method: line.promise.method.map(|m| m.name().to_owned()),
                invoices: (!line.invoices.is_empty()).then(|| say::list(&line.invoices)),
            })
            .collect(),
        paper: order.paper.clone(),
        note: order.note.clone(),
        by: order.by.map(long_day),
        about: order.about.clone(),
        brief: prep
            .brief
            .iter()
            .filter(|line| order.kind.is_internal() && line.tone != Tone::Good)
            .map(|line| line.text.clone())
            .filter(|line| Some(line) != order.about.as_ref())
            .collect(),
        guides: order
            .guides
            .iter()
            .map(|g: &Guide| g.words().to_owned())
            .collect(),
        salesperson: prep.account.salesperson.clone(),
        asked: order.request.is_some(),
    })
}

/// What is open per job, in the order of the invoices.
fn jobs(
    invoices: &[&InvoiceLine],
    money: &impl Fn(Minor) -> String,
) -> Result<Vec<LetterJob>, MoneyError> {
    let mut found: Vec<(&str, Vec<String>, Minor)> = Vec::new();
    for line in invoices {
        let Some(job) = line.job.as_deref() else {
            continue;
        };
        match found.iter_mut().find(|(name, _, _)| *name == job) {
            Some((_, numbers, open)) => {
                numbers.push(line.number.clone());
                *open = open.plus(line.open)?;
            }
            None => found.push((job, vec![line.number.clone()], line.open)),
        }
    }
    Ok(found
        .into_iter()
        .map(|(job, numbers, open)| LetterJob {
            job: job.to_owned(),
            open: money(open),
            invoices: say::list(&numbers),
        })
        .collect())
}

/// `Jo` of `Jo Smith`; initials are no name.
fn first_word(name: Option<&str>) -> Option<String> {
    let first = name?.split_whitespace().next()?;
    (first.chars().count() > 1).then(|| first.trim_end_matches(',').to_owned())
}

/// The promises that it confirms, by date.
fn agreed<'a>(prep: &'a Prep, order: &Order) -> impl Iterator<Item = &'a PromiseLine> + use<'a> {
    let found: Vec<&PromiseLine> = order
        .promises
        .iter()
        .filter_map(|id| prep.promises.iter().find(|line| line.promise.id == *id))
        .collect();
    found.into_iter()
}

/// `Fri 27 Nov 2026`: letters are read long after the year has turned.
fn long_day(date: chrono::NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}
