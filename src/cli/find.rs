//! `bywhen find` and `bywhen notes`: accounts by anything, and what was written down about all of them.

use super::args::{FindArgs, NotesArgs};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::ids::{DocumentId, TouchId};
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::Channel;
use crate::domain::view::InvoiceLine;
use crate::store::protocol::{Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;

/// The document of `find`.
#[derive(Serialize)]
struct Hits<'a> {
    as_of: NaiveDate,
    hits: Vec<HitShape<'a>>,
}

#[derive(Serialize)]
struct HitShape<'a> {
    account: &'a str,
    name: &'a str,
    matched: &'a str,
    past_due: Minor,
    currency: Currency,
}

/// The document of `notes`.
#[derive(Serialize)]
struct Notes<'a> {
    as_of: NaiveDate,
    notes: Vec<NoteShape<'a>>,
}

#[derive(Serialize)]
struct NoteShape<'a> {
    account: &'a str,
    name: &'a str,
    touch: TouchId,
    on: NaiveDate,
    by: &'a str,
    channel: Channel,
    note: &'a str,
    told: Option<&'a str>,
}

fn not_empty(text: &str) -> Outcome<String> {
    match text.trim() {
        "" => Err(Failure::Usage("type what to look for".into())),
        text => Ok(text.to_owned()),
    }
}

/// The document of `find AMOUNT --account ACCOUNT`.
#[derive(Serialize)]
struct AddsUp<'a> {
    as_of: NaiveDate,
    account: &'a str,
    name: &'a str,
    amount: Minor,
    currency: Currency,
    /// Every subset was looked at: what is not here does not add up.
    complete: bool,
    /// There were more sets than are listed.
    more: bool,
    sets: Vec<Vec<PartShape<'a>>>,
}

#[derive(Serialize)]
struct PartShape<'a> {
    invoice: &'a str,
    due: NaiveDate,
    open: Minor,
}

impl<'a> PartShape<'a> {
    fn of(line: &'a InvoiceLine) -> PartShape<'a> {
        PartShape {
            invoice: &line.number,
            due: line.due,
            open: line.open,
        }
    }
}

/// `find AMOUNT --account ACCOUNT`: which of its open invoices a check of that amount may be for.
fn adds_up(session: &Session, args: &FindArgs, account: &str, out: &mut Out) -> Outcome {
    let as_of = session.as_of;
    let mut desk = session.open()?;
    let account = desk.account(account)?;
    let currency = account.currency;
    let amount = Minor::parse(&args.text, currency)
        .map_err(|e| Failure::Usage(format!("with --account type an amount: {e}")))?;
    let request = Request::AddsUp {
        account: account.id,
        amount,
        as_of,
    };
    let mut sums = match desk.ask(request)? {
        Reply::Sums(sums) => sums,
        other => return Err(unexpected(&other)),
    };
    let prep = match desk.ask(Request::Prep {
        account: account.id,
        as_of,
    })? {
        Reply::Prep(prep) => prep,
        other => return Err(unexpected(&other)),
    };
    sums.more |= sums.found.len() > args.limit;
    sums.found.truncate(args.limit);
    let line = |id: &DocumentId| prep.invoices.iter().find(|l| l.id == *id);
    let sets: Vec<Vec<&InvoiceLine>> = sums
        .found
        .iter()
        .map(|set| set.iter().filter_map(line).collect())
        .collect();
    let label = account.number.as_deref().unwrap_or(&account.name);
    if session.json {
        return out.json(&AddsUp {
            as_of,
            account: label,
            name: &account.name,
            amount,
            currency,
            complete: sums.complete,
            more: sums.more,
            sets: sets
                .iter()
                .map(|set| set.iter().map(|l| PartShape::of(l)).collect())
                .collect(),
        });
    }
    let said = say::money(amount, currency);
    let name = clean(&account.name);
    if sets.is_empty() {
        let how = match sums.complete {
            true => "no set of the open invoices",
            false => "no likely set of the open invoices (there are too many to try all)",
        };
        return out.line(format!("{how} of {name} adds up to {said}"));
    }
    for set in &sets {
        let parts: Vec<String> = set
            .iter()
            .map(|l| format!("{} {}", clean(&l.number), say::money(l.open, currency)))
            .collect();
        out.line(format!("{said} = {}", parts.join(" + ")))?;
    }
    match sums.more {
        true => out.line("more sets add up to it: a remittance or the job will tell"),
        false => Ok(()),
    }
}

/// `find`
pub fn accounts(session: &Session, args: &FindArgs, out: &mut Out) -> Outcome {
    let text = not_empty(&args.text)?;
    if let Some(account) = &args.account {
        return adds_up(session, args, account, out);
    }
    let as_of = session.as_of;
    let limit = args.limit;
    let mut desk = session.open()?;
    let hits = match desk.ask(Request::Find { text, limit, as_of })? {
        Reply::Hits(hits) => hits,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        let shapes = hits.iter().map(|hit| HitShape {
            account: &hit.label,
            name: &hit.name,
            matched: &hit.matched,
            past_due: hit.past_due,
            currency: hit.currency,
        });
        return out.json(&Hits {
            as_of,
            hits: shapes.collect(),
        });
    }
    if hits.is_empty() {
        return out.line("nothing found: try part of the name, an invoice number, the phone's last digits, an amount");
    }
    let mut table = Table::new(&[
        ("account", Align::Left),
        ("name", Align::Shrink),
        ("found by", Align::Shrink),
        ("past due", Align::Right),
    ]);
    for hit in &hits {
        table.row([
            hit.label.clone(),
            hit.name.clone(),
            hit.matched.clone(),
            say::money(hit.past_due, hit.currency),
        ]);
    }
    table.print(out)
}

/// `notes`
pub fn notes(session: &Session, args: &NotesArgs, out: &mut Out) -> Outcome {
    let text = not_empty(&args.text)?;
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let request = Request::SearchNotes {
        text,
        account,
        limit: args.limit,
        as_of: session.as_of,
    };
    let notes = match desk.ask(request)? {
        Reply::Notes(notes) => notes,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        let shapes = notes.iter().map(|note| NoteShape {
            account: &note.label,
            name: &note.name,
            touch: note.touch,
            on: note.on,
            by: &note.by,
            channel: note.channel,
            note: &note.note,
            told: note.told.as_deref(),
        });
        return out.json(&Notes {
            as_of: session.as_of,
            notes: shapes.collect(),
        });
    }
    if notes.is_empty() {
        return out.line("no note holds these words");
    }
    for note in &notes {
        let head = format!(
            "{} · {} {} · {}",
            say::day(note.on, session.as_of),
            clean(&note.label),
            clean(&note.name),
            clean(&note.by)
        );
        let head = out.style(Style::Strong, &head);
        out.line(head)?;
        for line in note.note.lines() {
            out.line(format!("  {}", clean(line)))?;
        }
        if let Some(told) = &note.told {
            out.line(format!("  told: {}", clean(told)))?;
        }
    }
    Ok(())
}
