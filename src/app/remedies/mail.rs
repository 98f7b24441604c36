//! Remedies by letter: statements, copies, notices, sheets, a heads-up to sales; and what comes in by mail.
//!
//! Law: as `remedies`. A letter has no form: it opens in the editor, in words (`app::outbox`).

use super::super::deed::{Deed, Ground, Missing, free_text};
use super::super::form::{Field, FieldName as F, Form};
use super::{RemedyKind, Row, as_it_is, no_preview};
use crate::domain::outbox::{LetterKind, LetterState, Order};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::Intent;

/// A letter in the list.
macro_rules! letter {
    ($kind:ident, $name:literal, $key:literal, $title:literal, $help:literal) => {
        Row {
            kind: RemedyKind::Letter(LetterKind::$kind),
            name: $name,
            keys: &[$key],
            title: $title,
            help: $help,
            state: |prep, _| to_whom(prep, LetterKind::$kind),
            open: |_| Vec::new(),
            reshape: as_it_is,
            made: no_form,
            preview: no_preview,
        }
    };
}

pub(super) const ROWS: &[Row] = &[
    letter!(
        Statement,
        "send-statement",
        "S",
        "statement of account",
        "Everything open, by age, as a PDF"
    ),
    letter!(
        Copies,
        "send-copies",
        "C",
        "invoice copies",
        "Copies of what is past due, else of all that is open"
    ),
    letter!(
        Confirmation,
        "send-confirmation",
        "Y",
        "confirmation of what was agreed",
        "The live promises in writing, with their days for a calendar"
    ),
    letter!(
        PaperRequest,
        "ask-for-paper",
        "P",
        "paperwork request",
        "A paper that we need from them"
    ),
    letter!(
        Paper,
        "send-paper",
        "V",
        "a paper of ours",
        "A W-9, a lien waiver, a proof of delivery: a letter with its file"
    ),
    letter!(
        Guide,
        "send-guide",
        "E",
        "a short sheet",
        "How we invoice, what a lien notice means, paying on time"
    ),
    letter!(
        Courtesy,
        "courtesy-notice",
        "L",
        "courtesy lien notice",
        "What is past due on which job, before anything is filed; no legal notice"
    ),
    letter!(
        HeadsUp,
        "heads-up",
        "H",
        "heads-up to sales",
        "What the salesperson should know before the next visit"
    ),
    Row {
        kind: RemedyKind::SendAgain,
        name: "send-again",
        keys: &["Z"],
        title: "send a refused letter again",
        help: "The same letter in the editor: correct the address, keep it, and it goes again",
        state: again,
        open: |_| Vec::new(),
        reshape: as_it_is,
        made: no_form,
        preview: no_preview,
    },
    Row {
        kind: RemedyKind::SalesAnswer,
        name: "sales-answer",
        keys: &["Q"],
        title: "what sales answered",
        help: "Note on the account what its salesperson said",
        state: |prep, _| seller(prep),
        open: |_| vec![Field::text(F::Words, "").called("they said")],
        reshape: as_it_is,
        made: answered,
        preview: |_, _| vec!["it is kept as a note of the account, under their name".to_owned()],
    },
    Row {
        kind: RemedyKind::ReadMail,
        name: "read-their-mail",
        keys: &["M"],
        title: "read a mail of theirs",
        help: "Paste it: numbers, amounts and days become a claim, a promise or a dispute of this account",
        state: |_, _| Ok("paste it".to_owned()),
        open: |_| Vec::new(),
        reshape: as_it_is,
        made: no_form,
        preview: no_preview,
    },
];

/// Whom a letter would go to, or why it cannot be written.
fn to_whom(prep: &Prep, kind: LetterKind) -> Result<String, String> {
    let order = Order::direct(prep, kind)?;
    if let Some(why) = order.stopped(prep) {
        return Err(why);
    }
    Ok(match (&order.to_name, order.to.as_str()) {
        (_, "") => "no mail address is on file: type one".to_owned(),
        (Some(name), to) => format!("to {name}, {to}"),
        (None, to) => format!("to {to}"),
    })
}

fn again(prep: &Prep, g: &Ground<'_>) -> Result<String, String> {
    let refused = prep.undelivered.as_ref();
    let Some(letter) = refused.filter(|l| l.state == LetterState::Refused) else {
        return Err("no refused letter waits to go again".to_owned());
    };
    let day = say::day(letter.tried_on.unwrap_or(letter.made_on), g.today);
    let kind = letter.kind.words();
    Ok(format!("{kind} to {}, refused {day}", letter.to))
}

fn seller(prep: &Prep) -> Result<String, String> {
    let name = prep.account.salesperson.clone();
    name.ok_or_else(|| "no salesperson is known for this account".to_owned())
}

fn no_form(_: &Form, _: &Ground<'_>) -> Result<Deed, Missing> {
    Err((F::Words, "this opens by itself".into()))
}

fn answered(form: &Form, g: &Ground<'_>) -> Result<Deed, Missing> {
    let said = free_text(form, F::Words)?;
    if said.is_empty() {
        return Err((F::Words, "what did they say?".into()));
    }
    let who = g.prep.and_then(|p| p.account.salesperson.clone());
    let who = who.unwrap_or_else(|| "sales".to_owned());
    Ok(Deed::Intent(Box::new(Intent::AddNote {
        account: form.account,
        text: format!("{who} (sales): {said}"),
    })))
}
