//! What a letter is filled from: the account's own figures, already in words.
//!
//! Law: pure, from the prep of the account as of a day and what was asked for. Templates and their engine are in `script::letters`.

use super::{LetterKind, Wanted};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::prep::first_name;
use crate::domain::request::RequestKind;
use crate::domain::say;
use crate::domain::view::{InvoiceLine, Prep, PromiseLine};
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
}

/// The facts of the letter that answers a request.
///
/// # Errors
/// When sums do not fit.
pub fn facts(prep: &Prep, wanted: &Wanted, from: &Sender<'_>) -> Result<LetterFacts, MoneyError> {
    let kind = LetterKind::of(wanted.kind);
    let currency = prep.account.currency;
    let money = |amount: Minor| say::money_signed(amount, currency);
    let person = wanted
        .contact
        .and_then(|id| prep.contacts.iter().find(|c| c.id == id));
    let invoices: Vec<&InvoiceLine> = prep
        .invoices
        .iter()
        .filter(|line| match kind {
            // A statement lists all that is open.
            LetterKind::Statement => wanted.invoices.is_empty() || asked(wanted, line),
            LetterKind::Copies
            | LetterKind::Confirmation
            | LetterKind::Paper
            | LetterKind::FinalNotice
            | LetterKind::Other => asked(wanted, line),
        })
        .collect();
    let total = Minor::sum(invoices.iter().map(|line| line.open))?;
    let credits = prep.unapplied.abs();
    Ok(LetterFacts {
        account: prep.account.name.clone(),
        number: prep.account.number.clone(),
        first_name: person.and_then(first_name),
        contact: person.map(|c| c.name.clone()),
        caller: from.caller.to_owned(),
        company: from.company.to_owned(),
        today: long_day(prep.as_of),
        total: (!invoices.is_empty()).then(|| money(total)),
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
        promises: agreed(prep, wanted)
            .map(|line| LetterPromise {
                amount: money(line.promise.amount),
                by_when: long_day(line.promise.by_when),
                method: line.promise.method.map(|m| m.name().to_owned()),
                invoices: (!line.invoices.is_empty()).then(|| say::list(&line.invoices)),
            })
            .collect(),
        paper: (kind == LetterKind::Paper).then(|| paper(wanted.kind)),
        note: wanted.note.clone(),
    })
}

/// The promises of the call in which a confirmation was asked for, by date.
pub(super) fn agreed<'a>(
    prep: &'a Prep,
    wanted: &Wanted,
) -> impl Iterator<Item = &'a PromiseLine> + use<'a> {
    let confirmed = wanted.kind == RequestKind::Confirmation;
    let touch = wanted.touch;
    let mut found: Vec<&PromiseLine> = prep
        .promises
        .iter()
        .filter(|line| confirmed && touch.is_some() && line.promise.touch == touch)
        .collect();
    found.sort_by_key(|line| (line.promise.by_when, line.promise.id));
    found.into_iter()
}

fn asked(wanted: &Wanted, line: &InvoiceLine) -> bool {
    wanted.invoices.contains(&line.id)
}

fn paper(kind: RequestKind) -> String {
    let words = kind.words();
    match kind {
        RequestKind::W9 => "our W-9".to_owned(),
        _ => format!("the {words}"),
    }
}

/// `Fri 27 Nov 2026`: letters are read long after the year has turned.
fn long_day(date: chrono::NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}
