//! What we are to send: invoices again, and paperwork that we owe.
//!
//! Law: the address is read out and confirmed or corrected; what we owe has a day, and somebody who does it.

use super::super::deed::{Ground, Missing, day_ahead, free_text, some};
use super::super::form::{Field, FieldName as F, Form};
use super::{Made, back_on, in_days};
use crate::domain::answer::Said;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use crate::store::protocol::{NewRequest, NewTask, Remedy};

/// What can be missing.
const PAPERS: [TaskKind; 8] = [
    TaskKind::PurchaseOrder,
    TaskKind::W9,
    TaskKind::TaxCertificate,
    TaskKind::LienWaiver,
    TaskKind::ProofOfDelivery,
    TaskKind::Statement,
    TaskKind::InvoiceCopy,
    TaskKind::Other,
];

fn delivery(form: &Form) -> Delivery {
    let at = form
        .picked(F::Delivery)
        .and_then(|n| usize::try_from(n).ok());
    let found = at.and_then(|at| Delivery::ALL.get(at));
    found.copied().unwrap_or(Delivery::Mail)
}

/// Where it would go as far as the ledger knows: a mailbox of the person, anything else of the account.
pub(super) fn on_file(how: Delivery, g: &Ground<'_>) -> String {
    let Some(prep) = g.prep else {
        return String::new();
    };
    let account = prep.account.invoices_to.clone().unwrap_or_default();
    let is_mail = account.contains('@');
    match how {
        Delivery::Mail => {
            let person = prep.contacts.iter().find(|c| Some(c.id) == g.contact);
            let mail = person.filter(|c| c.email_bad_on.is_none());
            let mail = mail.and_then(|c| c.email.clone());
            mail.unwrap_or(if is_mail { account } else { String::new() })
        }
        Delivery::Letter | Delivery::Fax | Delivery::Portal if is_mail => String::new(),
        Delivery::Letter | Delivery::Fax | Delivery::Portal => account,
    }
}

pub(super) fn send(g: &Ground<'_>) -> Vec<Field> {
    let words: Vec<&str> = Delivery::ALL.iter().map(|d| d.words()).collect();
    vec![
        Field::text(F::SendTo, &on_file(Delivery::Mail, g)),
        Field::pick(F::Delivery, &words),
        Field::text(F::DueOn, "today"),
        Field::text(F::ComeBack, &in_days(3, g)).called("talk again"),
    ]
}

pub(super) fn reshape_send(form: &mut Form, g: &Ground<'_>) {
    let known = on_file(delivery(form), g);
    form.offer(F::SendTo, &known);
}

pub(super) fn preview_send(form: &Form, g: &Ground<'_>) -> Vec<String> {
    let known = on_file(delivery(form), g);
    vec![match (known.is_empty(), form.text(F::SendTo) == known) {
        (true, _) => "nothing is on file: ask where it is to go".to_owned(),
        (false, true) => "read it out and have it confirmed; typing corrects it".to_owned(),
        (false, false) => format!("corrects what is on file: {known}"),
    }]
}

pub(super) fn made_send(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let how = delivery(form);
    let to = free_text(form, F::SendTo)?;
    if to.is_empty() {
        return Err((F::SendTo, "where is it to go?".into()));
    }
    if how == Delivery::Mail && !to.contains('@') {
        let why = "that is no mail address: choose letter, fax or portal for it";
        return Err((F::SendTo, why.into()));
    }
    let address = match to == on_file(how, g) {
        true => AddressCheck::Confirmed,
        false => AddressCheck::Corrected,
    };
    let mut made = Made::nothing();
    made.said = Some(Said::NoInvoice);
    made.remedies.push(Remedy::Request(NewRequest {
        kind: RequestKind::InvoiceCopy,
        invoices: g.invoices.to_vec(),
        delivery: how,
        to,
        address,
        contact: g.contact,
        due_on: day_ahead(form, F::DueOn, g)?.date,
        note: None,
    }));
    made.follow_up = Some(back_on(form, "did the copies arrive?", g)?);
    Ok(made)
}

pub(super) fn paper(g: &Ground<'_>) -> Vec<Field> {
    let words: Vec<&str> = PAPERS.iter().map(|k| k.words()).collect();
    vec![
        Field::pick(F::Which, &words),
        Field::text(F::DueOn, &in_days(2, g)),
        Field::text(F::Owner, g.me).called("who does it"),
        Field::text(F::Words, ""),
    ]
}

pub(super) fn made_paper(form: &Form, g: &Ground<'_>) -> Result<Made, Missing> {
    let at = form.picked(F::Which).and_then(|n| usize::try_from(n).ok());
    let kind = at.and_then(|at| PAPERS.get(at)).copied();
    let kind = kind.unwrap_or(TaskKind::Other);
    let words = free_text(form, F::Words)?;
    let what = match (kind, words.as_str()) {
        (TaskKind::Other, "") => return Err((F::Words, "what do they need?".into())),
        (TaskKind::Other, typed) => typed.to_owned(),
        (kind, "") => format!("send the {}", kind.words()),
        (kind, typed) => format!("send the {}: {typed}", kind.words()),
    };
    let mut made = Made::nothing();
    made.said = Some(Said::Paperwork);
    made.remedies.push(Remedy::Task(NewTask {
        owner: Owner::Us,
        kind,
        what,
        due_on: day_ahead(form, F::DueOn, g)?.date,
        person: some(&free_text(form, F::Owner)?),
    }));
    Ok(made)
}
