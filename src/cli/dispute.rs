//! `bywhen dispute` and `resolve`: what a customer contests, and how it ended.

use super::acts::{open_invoices, say_done};
use super::args::{DisputeArgs, ResolveArgs};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Session, amount};
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::{DisputeLine, InvoiceLine, Prep};
use crate::store::protocol::{CaseDeed, Intent, NewDispute, Remedy, Resolution};

/// `dispute`
pub fn open(session: &Session, args: &DisputeArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let wanted = args
        .amount()
        .map(|text| amount(text, account.currency))
        .transpose()?;
    let lines = open_invoices(&prep, &args.invoice)?;
    // A code alone says it all; anything else is words, and `--code` sorts them.
    let typed = args.reason().trim();
    let (code, reason) = match (args.code.as_deref(), DisputeCode::from_name(typed)) {
        (Some(code), _) => (DisputeCode::from_name(code), typed),
        (None, Some(code)) => (Some(code), ""),
        (None, None) => (None, typed),
    };
    if code.is_none() && reason.is_empty() {
        return Err(Failure::Usage(
            "say why they contest it: a code such as pricing, or in words".into(),
        ));
    }
    let dispute = NewDispute {
        items: items(&lines, wanted)?,
        code: code.unwrap_or(DisputeCode::Other),
        reason: reason.to_owned(),
        owner: args.owner.clone(),
        due_on: args.by.as_deref().map(|day| session.day(day)).transpose()?,
    };
    let intent = Intent::Remedy {
        account: account.id,
        remedy: Box::new(Remedy::Dispute(dispute)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

/// What is contested of each: instalments under one number oldest first; what is too much goes to the last, for the ledger to refuse with
/// the figures.
fn items(lines: &[&InvoiceLine], wanted: Option<Minor>) -> Outcome<Vec<(DocumentId, Minor)>> {
    let free = |line: &InvoiceLine| line.open.less(line.disputed);
    let mut left = match wanted {
        Some(amount) => amount,
        None => Minor::sum(lines.iter().map(|line| free(line)))
            .map_err(|e| Failure::Refused(e.to_string()))?,
    };
    let mut items = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let part = if index + 1 == lines.len() {
            left
        } else {
            left.min(free(line))
        };
        if part.is_positive() {
            items.push((line.id, part));
        }
        left = left.less(part);
    }
    match (items.is_empty(), lines.first()) {
        (true, Some(line)) => Err(Failure::Refused(format!(
            "all of {} is on dispute already: nothing was saved",
            line.number
        ))),
        _ => Ok(items),
    }
}

/// `resolve`
pub fn resolve(session: &Session, args: &ResolveArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let line = dispute(&prep, &args.dispute)?;
    let Some(how) = DisputeEnd::from_name(&args.how) else {
        return Err(Failure::Usage(format!("'{}' ends no dispute", args.how)));
    };
    let credited = args
        .credit
        .as_deref()
        .map(|text| amount(text, prep.account.currency))
        .transpose()?;
    let intent = Intent::Case(Box::new(CaseDeed::Resolve(Resolution {
        dispute: line.id,
        how,
        credited,
        number: args.memo.clone(),
        note: args.note.clone(),
    })));
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

/// The open dispute that a person means: its id, or its invoice. `#7` is always the id.
fn dispute<'a>(prep: &'a Prep, text: &str) -> Outcome<&'a DisputeLine> {
    let text = text.trim();
    let by_id = text.strip_prefix('#').map(str::trim);
    let number = text.to_lowercase();
    let on: Vec<&DisputeLine> = match by_id {
        Some(_) => Vec::new(),
        None => prep
            .disputes
            .iter()
            .filter(|d| d.number.to_lowercase() == number)
            .collect(),
    };
    let wanted = by_id.unwrap_or(text);
    let found = match &on[..] {
        [only] => Some(*only),
        [] => prep.disputes.iter().find(|d| d.id.to_string() == wanted),
        several => {
            let list: Vec<String> = several.iter().map(|d| one(d, prep)).collect();
            return Err(Failure::Refused(format!(
                "{} disputes are open on {text}, name one by its id: {}",
                several.len(),
                list.join("; ")
            )));
        }
    };
    found.ok_or_else(|| {
        let open: Vec<String> = prep.disputes.iter().map(|d| one(d, prep)).collect();
        let open = if open.is_empty() {
            "nothing is on dispute there".to_owned()
        } else {
            format!("open are {}", open.join("; "))
        };
        Failure::Refused(format!(
            "{} has no open dispute '{text}': {open}",
            prep.account.name
        ))
    })
}

fn one(line: &DisputeLine, prep: &Prep) -> String {
    format!(
        "#{} {} on {} ({})",
        line.id,
        say::money(line.amount, prep.account.currency),
        line.number,
        line.reason.trim()
    )
}
