//! `bywhen audit`: what was stopped, warned of and done all the same, and what was decided about credit and contact.

use super::args::AuditArgs;
use super::failure::Outcome;
use super::out::Out;
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::audit::AuditLine;
use crate::domain::say;
use crate::store::protocol::{AuditAsk, Reply, Request};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    audit: &'a [AuditLine],
}

/// Runs it.
pub fn run(session: &Session, args: &AuditArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(typed) => Some(desk.account(typed)?.id),
        None => None,
    };
    let ask = AuditAsk {
        account,
        from: args.from,
        // A past day knows nothing of what came after it.
        to: Some(args.to.map_or(session.as_of, |to| to.min(session.as_of))),
        limit: args.limit,
    };
    let lines = match desk.ask(Request::Audit(ask))? {
        Reply::Audit(lines) => lines,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Document { audit: &lines });
    }
    if lines.is_empty() {
        return out.line("Nothing was stopped, warned of or decided about credit and contact.");
    }
    let mut table = Table::new(&[
        ("", Align::Right),
        ("on", Align::Left),
        ("by", Align::Left),
        ("account", Align::Shrink),
        ("what", Align::Left),
        ("rule", Align::Shrink),
        ("because", Align::Shrink),
        ("allowed by", Align::Left),
    ]);
    for l in &lines {
        let undone = if l.undone { " (undone)" } else { "" };
        table.row([
            l.event.to_string(),
            say::day(l.on, session.as_of),
            l.by.clone(),
            l.name.clone(),
            format!("{} {}{undone}", l.what.words(), l.deed_words()),
            l.detail.clone(),
            l.reason.clone().unwrap_or_default(),
            l.allowed_by.clone().unwrap_or_default(),
        ]);
    }
    table.print(out)
}
