//! What a letter is to be, before it has words: asked for on the phone, or by the collector for any account.
//!
//! Law: pure. What can be known is filled in from the account; nobody's address is invented, and a letter that would say nothing has no order.

use super::{Guide, LetterKind, LetterStop, Wanted, hold};
use crate::domain::account::Contact;
use crate::domain::ids::{ContactId, DocumentId, PromiseId, RequestId};
use crate::domain::request::RequestKind;
use crate::domain::touch::{HoldKind, Owner};
use crate::domain::view::{InvoiceLine, Prep, PromiseLine, Tone};
use chrono::NaiveDate;

/// A letter that is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// What kind.
    pub kind: LetterKind,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// The name in front of the address.
    pub to_name: Option<String>,
    /// The mailbox; empty = not known yet.
    pub to: String,
    /// The invoices that it is about; empty for a statement = all that is open.
    pub invoices: Vec<DocumentId>,
    /// The promises that it confirms.
    pub promises: Vec<PromiseId>,
    /// The paper in question, in words.
    pub paper: Option<String>,
    /// The day that it names.
    pub by: Option<NaiveDate>,
    /// What it is about, in one sentence: why sales should know.
    pub about: Option<String>,
    /// What the collector wrote for ourselves.
    pub note: Option<String>,
    /// Sheets that go with it.
    pub guides: Vec<Guide>,
}

impl Order {
    pub(super) fn new(kind: LetterKind) -> Order {
        Order {
            kind,
            request: None,
            contact: None,
            to_name: None,
            to: String::new(),
            invoices: Vec::new(),
            promises: Vec::new(),
            paper: None,
            by: None,
            about: None,
            note: None,
            guides: Vec::new(),
        }
    }

    /// The letter that answers a request: to the person who asked, with the copies or days that it is about.
    #[must_use]
    pub fn answering(prep: &Prep, wanted: &Wanted) -> Order {
        let kind = LetterKind::of(wanted.kind);
        let person = wanted
            .contact
            .and_then(|id| prep.contacts.iter().find(|c| c.id == id));
        let confirms = wanted.kind == RequestKind::Confirmation && wanted.touch.is_some();
        let agreed = prep
            .promises
            .iter()
            .filter(|line| confirms && line.promise.touch == wanted.touch);
        Order {
            request: Some(wanted.id),
            contact: wanted.contact,
            to_name: person.map(|c| c.name.clone()),
            to: wanted.to.clone(),
            invoices: wanted.invoices.clone(),
            promises: by_day(agreed),
            paper: (kind == LetterKind::Paper).then(|| paper(wanted.kind)),
            note: wanted.note.clone(),
            ..Order::new(kind)
        }
    }

    /// A letter that the collector writes without having been asked.
    ///
    /// # Errors
    /// When it would be about nothing; the text says what is missing.
    pub fn direct(prep: &Prep, kind: LetterKind) -> Result<Order, String> {
        let mut order = Order::new(kind);
        if kind == LetterKind::HeadsUp {
            let Some(name) = prep.account.salesperson.clone() else {
                return Err("no salesperson is known for this account: c, then A names one".into());
            };
            order.to = prep.sales_mail.clone().ok_or_else(|| {
                format!("no mail address of {name} is known: bywhen sales set '{name}' ADDRESS")
            })?;
            order.to_name = Some(name);
            order.about = concern(prep);
        } else if let Some((name, to)) = lawyer(prep) {
            (order.to_name, order.to) = (name, to);
        } else if let Some((person, to)) = mailbox(prep) {
            order.contact = person.map(|c| c.id);
            order.to_name = person.map(|c| c.name.clone());
            order.to = to;
        }
        let late = || prep.invoices.iter().filter(|i| i.days_late > 0);
        let ids = |lines: Vec<&InvoiceLine>| lines.iter().map(|i| i.id).collect::<Vec<_>>();
        let nothing = |what: &str| Err(what.to_owned());
        match kind {
            LetterKind::Statement | LetterKind::Other | LetterKind::Paper => {}
            LetterKind::Guide => order.guides = vec![Guide::Invoicing],
            LetterKind::Copies => {
                order.invoices = match late().next() {
                    Some(_) => ids(late().collect()),
                    None => ids(prep.invoices.iter().collect()),
                };
                if order.invoices.is_empty() {
                    return nothing("no open invoice to copy");
                }
            }
            LetterKind::Confirmation => {
                let live = prep
                    .promises
                    .iter()
                    .filter(|line| line.judgement.verdict.is_live());
                order.promises = by_day(live);
                if order.promises.is_empty() {
                    return nothing("no live promise to confirm");
                }
            }
            LetterKind::PaperRequest => {
                let owed = prep
                    .tasks
                    .iter()
                    .find(|t| t.owner == Owner::Them && t.ended_on.is_none());
                order.paper = owed.map(|t| t.what.trim().to_owned());
                order.invoices = ids(late().collect());
            }
            LetterKind::Courtesy => {
                let jobs: Vec<&InvoiceLine> = late().filter(|i| i.job.is_some()).collect();
                order.invoices = ids(jobs);
                if order.invoices.is_empty() {
                    return nothing("no past due invoice with a job");
                }
            }
            LetterKind::FinalNotice => {
                order.invoices = ids(late().collect());
                if order.invoices.is_empty() {
                    return nothing("nothing is past due");
                }
            }
            LetterKind::HeadsUp => order.invoices = ids(late().collect()),
        }
        Ok(order)
    }

    /// The same letter to another address: to the contact whose it is, if it is anybody's.
    pub fn readdress(&mut self, prep: &Prep, to: &str) {
        let to = to.trim();
        if to == self.to {
            return;
        }
        if self.kind.is_internal() {
            to.clone_into(&mut self.to);
            return;
        }
        let theirs = |c: &&Contact| c.email.as_deref().is_some_and(|m| m.trim() == to);
        let person = prep.contacts.iter().find(theirs);
        self.contact = person.map(|c| c.id);
        self.to_name = person.map(|c| c.name.clone());
        to.clone_into(&mut self.to);
    }

    /// Why it may not be written now: a hold; `None` = it may.
    #[must_use]
    pub fn stopped(&self, prep: &Prep) -> Option<String> {
        stopped(prep, self.kind, self.contact, &self.to)
    }
}

/// Why a letter of an account may not go to that address now: a hold; `None` = it may.
#[must_use]
pub fn stopped(
    prep: &Prep,
    kind: LetterKind,
    contact: Option<ContactId>,
    to: &str,
) -> Option<String> {
    let person = prep.contacts.iter().find(|c| Some(c.id) == contact);
    let lawyers = person.is_some_and(|c| {
        hold::is_attorney(c) && c.email.as_deref().is_some_and(|m| m.trim() == to.trim())
    });
    let stop = prep.hold.as_ref().map(|held| LetterStop {
        kind: held.kind,
        lawyer: held.details.attorney.as_deref(),
        mail: held.details.attorney_mail.as_deref(),
    });
    hold::stops(stop, kind, to, lawyers)
}

fn in_force(prep: &Prep) -> Option<HoldKind> {
    prep.hold.as_ref().map(|hold| hold.kind)
}

/// Name and mail address of the lawyer whom alone an account may be written to, where the stop has them.
fn lawyer(prep: &Prep) -> Option<(Option<String>, String)> {
    let hold = prep
        .hold
        .as_ref()
        .filter(|h| h.kind == HoldKind::Attorney)?;
    let mail = hold.details.attorney_mail.as_deref()?.trim();
    (!mail.is_empty()).then(|| (hold.details.attorney.clone(), mail.to_owned()))
}

fn by_day<'a>(lines: impl Iterator<Item = &'a PromiseLine>) -> Vec<PromiseId> {
    let mut found: Vec<&PromiseLine> = lines.collect();
    found.sort_by_key(|line| (line.promise.by_when, line.promise.id));
    found.iter().map(|line| line.promise.id).collect()
}

/// Where mail to an account goes: the person to ask for first whose mailbox works, else anybody's, else the account's delivery address. With
/// an attorney hold, the attorney's.
#[must_use]
pub fn mailbox(prep: &Prep) -> Option<(Option<&Contact>, String)> {
    let lawyer = in_force(prep) == Some(HoldKind::Attorney);
    let mut people: Vec<&Contact> = prep
        .contacts
        .iter()
        .filter(|c| c.email.is_some() && c.email_bad_on.is_none())
        .filter(|c| !lawyer || hold::is_attorney(c))
        .collect();
    people.sort_by_key(|c| !c.preferred);
    if let Some(person) = people.first() {
        return Some((Some(*person), person.email.clone()?));
    }
    let account = prep.account.invoices_to.clone();
    let account = account.filter(|to| !lawyer && to.contains('@'))?;
    Some((None, account))
}

/// What sales should know first: a stop or something that failed, else a dispute.
fn concern(prep: &Prep) -> Option<String> {
    let told = |tone: Tone| prep.brief.iter().find(move |line| line.tone == tone);
    told(Tone::Bad)
        .or_else(|| told(Tone::Warn))
        .map(|line| line.text.clone())
}

fn paper(kind: RequestKind) -> String {
    match kind {
        RequestKind::W9 => "our W-9".to_owned(),
        kind => format!("the {}", kind.words()),
    }
}
