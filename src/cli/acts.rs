//! The commands that record something: `promise`, `pay`, `reverse`, `note`, `follow-up`.
//!
//! Each resolves what was typed against the ledger, then writes one intention in one transaction; whatever does not fit is refused
//! before anything is written.

use super::args::{FollowUpArgs, NoteArgs, PayArgs, PromiseArgs, ReverseArgs};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::prep::PaymentShape;
use super::promises::Shape;
use super::session::{Desk, Session, amount, unexpected};
use crate::domain::by_when::{self, Draft, Lint, LintSeverity};
use crate::domain::clean::clean;
use crate::domain::ids::{ContactId, DocumentId, EventSeq, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::split::Split;
use crate::domain::touch::Method;
use crate::domain::view::{InvoiceLine, Prep};
use crate::store::protocol::{
    Done, Intent, Made, NewFollowUp, NewPayment, NewPromise, PayItem, PaymentHit, PromiseAsk,
    Reply, Request,
};
use chrono::NaiveDate;
use serde::Serialize;

/// What any act answers with in JSON; `promise` and `pay` add what was recorded.
#[derive(Serialize)]
struct Document<'a> {
    /// The act's number: `bywhen undo NUMBER` takes it back.
    event: Option<EventSeq>,
    what: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise: Option<Shape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<PaymentShape<'a>>,
    /// Promises that it replaced.
    superseded: &'a [PromiseId],
    /// The ids of what else it wrote.
    made: &'a Made,
    /// What is odd about it, though it was recorded.
    warnings: Vec<String>,
}

impl<'a> From<&'a Done> for Document<'a> {
    fn from(done: &'a Done) -> Self {
        Document {
            event: done.event,
            what: &done.what,
            promise: None,
            payment: None,
            superseded: &done.superseded,
            made: &done.made,
            warnings: Vec::new(),
        }
    }
}

/// `promise`
pub fn promise(session: &Session, args: &PromiseArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let amount = amount(&args.amount, account.currency)?;
    let by_when = session.day(&args.by_when)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let mut invoices = Vec::new();
    for number in &args.invoices {
        invoices.extend(
            open_invoices(&prep, number)?
                .iter()
                .map(|invoice| invoice.id),
        );
    }
    let new = NewPromise {
        account: account.id,
        amount,
        by_when,
        invoices,
        contact: args
            .contact
            .as_deref()
            .map(|c| contact(&prep, c))
            .transpose()?,
        method: args.method.as_deref().and_then(Method::from_name),
        reference: args.reference.clone(),
        supersedes: args.supersedes.iter().copied().map(PromiseId).collect(),
        split: Split::OldestFirst,
    };
    let draft = Draft {
        amount,
        by_when,
        invoices: &new.invoices,
        supersedes: &new.supersedes,
    };
    let warnings = judge(by_when::lint(&draft, &prep, &session.config.rules()))?;
    let done = desk.write(session.stamp(), Intent::MakePromise(new))?;
    if !session.json {
        say_done(session, &done, out)?;
        return say_warnings(&warnings, out);
    }
    let ask = PromiseAsk {
        as_of: session.as_of,
        account: Some(account.id),
        ..PromiseAsk::default()
    };
    let rows = match desk.ask(Request::Promises(ask))? {
        Reply::Promises(rows) => rows,
        other => return Err(unexpected(&other)),
    };
    let taken = rows.iter().find(|row| done.promises.contains(&row.id()));
    out.json(&Document {
        promise: taken.map(Shape::of),
        warnings,
        ..Document::from(&done)
    })
}

/// `pay`
pub fn pay(session: &Session, args: &PayArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let total = amount(&args.amount, account.currency)?;
    let on = args.date.unwrap_or(session.as_of);
    far_away(on, session.as_of, args.yes)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let mut items = Vec::new();
    for text in &args.invoices {
        items.extend(pay_items(&prep, text, account.currency)?);
    }
    let new = NewPayment {
        account: account.id,
        amount: total,
        on,
        method: args.method.as_deref().and_then(Method::from_name),
        reference: args.reference.clone(),
        items,
    };
    let done = desk.write(session.stamp(), Intent::Pay(new))?;
    if !session.json {
        return say_done(session, &done, out);
    }
    // One that is dated ahead is there from its own day on.
    let after = desk.prep(account.id, session.as_of.max(on))?;
    let paid = after.payments.iter().find(|p| Some(p.id) == done.document);
    out.json(&Document {
        payment: paid.map(|line| PaymentShape::new(line, account.currency)),
        ..Document::from(&done)
    })
}

/// A payment of more than a year ago or ahead is a slip of the year nearly always (`2016` for `2026`): it must be meant.
fn far_away(on: NaiveDate, as_of: NaiveDate, meant: bool) -> Outcome {
    let days = on.signed_duration_since(as_of).num_days();
    if meant || days.abs() <= 366 {
        return Ok(());
    }
    let (years, way) = (days.abs() / 365, if days < 0 { "ago" } else { "ahead" });
    Err(Failure::Refused(format!(
        "{on} is {} {way}: if that is meant, say so with --yes; nothing was saved",
        say::plural(years.unsigned_abs(), "year")
    )))
}

/// `reverse`
pub fn reverse(session: &Session, args: &ReverseArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let payment = payment(&mut desk, &args.payment)?;
    let reason = args.reason.clone();
    let done = desk.write(session.stamp(), Intent::Reverse { payment, reason })?;
    say_done(session, &done, out)
}

/// `note`
pub fn note(session: &Session, args: &NoteArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let text = args.text.trim().to_owned();
    if text.is_empty() {
        return Err(Failure::Usage(
            "the note is empty: type what to write down".into(),
        ));
    }
    let done = desk.write(session.stamp(), Intent::AddNote { account, text })?;
    say_done(session, &done, out)
}

/// `follow-up`
pub fn follow_up(session: &Session, args: &FollowUpArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let when = session.when(&args.date)?;
    let due_on = when.date;
    let calendar = session.config.rules().calendar;
    let warnings = judge(by_when::lint_day(due_on, session.as_of, &calendar))?;
    let follow_up = NewFollowUp {
        due_on,
        at: when.time,
        reason: args.reason.trim().to_owned(),
        requested_by_them: args.requested,
    };
    let intent = Intent::SetFollowUp { account, follow_up };
    let done = desk.write(session.stamp(), intent)?;
    if session.json {
        return out.json(&Document {
            warnings,
            ..Document::from(&done)
        });
    }
    say_done(session, &done, out)?;
    say_warnings(&warnings, out)
}

/// What forbids saving is a refusal; what is only odd is given back, to be said after the act.
fn judge(lints: Vec<Lint>) -> Outcome<Vec<String>> {
    let (refuse, warn): (Vec<Lint>, Vec<Lint>) = lints
        .into_iter()
        .partition(|lint| lint.severity == LintSeverity::Refuse);
    match refuse.into_iter().next() {
        Some(lint) => Err(Failure::Refused(lint.text)),
        None => Ok(warn.into_iter().map(|lint| lint.text).collect()),
    }
}

fn say_warnings(warnings: &[String], out: &mut Out) -> Outcome {
    for warning in warnings {
        let word = out.style(Style::Warn, "careful:");
        out.line(format!("{word} {}", clean(warning)))?;
    }
    Ok(())
}

/// Says what was recorded, and how to take it back.
pub fn say_done(session: &Session, done: &Done, out: &mut Out) -> Outcome {
    if session.json {
        return out.json(&Document::from(done));
    }
    out.line(clean(&done.what))?;
    for promise in &done.superseded {
        out.line(format!("it replaces promise {promise}"))?;
    }
    Ok(())
}

/// The open invoices with that number: one, or the instalments that share it, oldest due first.
pub fn open_invoices<'a>(prep: &'a Prep, number: &str) -> Outcome<Vec<&'a InvoiceLine>> {
    let wanted = number.trim();
    let mut found: Vec<&InvoiceLine> = prep
        .invoices
        .iter()
        .filter(|line| line.number == wanted)
        .collect();
    if found.is_empty() {
        let fold = |text: &str| text.to_lowercase();
        found.extend(
            prep.invoices
                .iter()
                .filter(|line| fold(&line.number) == fold(wanted)),
        );
    }
    if found.is_empty() {
        return Err(Failure::Refused(format!(
            "{} has no open invoice {wanted}: `bywhen show {}` lists them",
            prep.account.name,
            prep.account.label(),
        )));
    }
    found.sort_by_key(|line| line.due);
    Ok(found)
}

/// What `--invoice NUMBER[=AMOUNT]` pays. The number itself may hold a `=`: the whole text is tried first.
fn pay_items(prep: &Prep, text: &str, currency: Currency) -> Outcome<Vec<PayItem>> {
    let whole = open_invoices(prep, text);
    let (number, given) = match (&whole, text.rsplit_once('=')) {
        (Err(_), Some((number, given))) => (number, Some(amount(given, currency)?)),
        _ => (text, None),
    };
    let lines = match given {
        None => whole?,
        Some(_) => open_invoices(prep, number)?,
    };
    let Some(mut left) = given else {
        let all = |line: &InvoiceLine| PayItem {
            document: line.id,
            amount: None,
        };
        return Ok(lines.into_iter().map(all).collect());
    };
    // Instalments under one number are paid in the order in which they fall due; what is too much goes to the last of them, for the
    // ledger to refuse with the figures.
    let last = lines.len() - 1;
    let mut items = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        let part = if index == last {
            left
        } else {
            left.min(line.open)
        };
        if part.is_positive() {
            items.push(PayItem {
                document: line.id,
                amount: Some(part),
            });
        }
        left = left.less(part);
        if left == Minor::ZERO {
            break;
        }
    }
    Ok(items)
}

/// The contact that a person means: the name, or a part of it that fits only one.
pub fn contact(prep: &Prep, text: &str) -> Outcome<ContactId> {
    let wanted = text.trim().to_lowercase();
    let name = |c: &crate::domain::account::Contact| c.name.to_lowercase();
    let exact: Vec<_> = prep.contacts.iter().filter(|c| name(c) == wanted).collect();
    let found = if exact.is_empty() {
        prep.contacts
            .iter()
            .filter(|c| name(c).contains(&wanted))
            .collect()
    } else {
        exact
    };
    if let [only] = found[..] {
        return Ok(only.id);
    }
    let known: Vec<&str> = prep.contacts.iter().map(|c| c.name.as_str()).collect();
    let known = if known.is_empty() {
        "nobody is known there, leave --contact out".to_owned()
    } else {
        format!("choose one of: {}", known.join(", "))
    };
    let count = if found.is_empty() {
        "no contact"
    } else {
        "more than one contact"
    };
    Err(Failure::Refused(format!(
        "{} has {count} '{}': {known}",
        prep.account.name,
        text.trim()
    )))
}

/// The payment that a person means: its id from `show`, or a number or reference that only one payment has. `#7` is always the id.
fn payment(desk: &mut Desk, text: &str) -> Outcome<DocumentId> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::Usage(
            "name the payment: its id from `bywhen show ACCOUNT`, or its check number".into(),
        ));
    }
    let by_id = text.strip_prefix('#').map(|id| (id.trim(), true));
    let (wanted, only_id) = by_id.unwrap_or((text, false));
    let mut found = match desk.ask(Request::FindPayments {
        text: wanted.into(),
    })? {
        Reply::Payments(found) => found,
        other => return Err(unexpected(&other)),
    };
    let is_id = |hit: &PaymentHit| hit.payment.to_string() == wanted;
    if only_id {
        found.retain(is_id);
    } else if found.len() > 1 {
        // A check that bounced already is not the one that is meant, unless its id was typed.
        found.retain(|hit| !hit.reversed || is_id(hit));
    }
    match &found[..] {
        [only] => Ok(only.payment),
        [] => Err(Failure::Refused(format!(
            "no payment '{text}': `bywhen show ACCOUNT` lists payments with their ids"
        ))),
        several => {
            let list: Vec<String> = several.iter().take(5).map(one_payment).collect();
            Err(Failure::Refused(format!(
                "{} payments fit '{text}', name one by its id: {}",
                several.len(),
                list.join("; ")
            )))
        }
    }
}

fn one_payment(hit: &PaymentHit) -> String {
    format!(
        "#{} {} of {} from {}",
        hit.payment,
        hit.amount.show(hit.currency),
        hit.on,
        hit.name
    )
}
