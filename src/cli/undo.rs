//! `bywhen undo`: takes an act back by a further record, and lists what can be taken back.

use super::acts;
use super::args::UndoArgs;
use super::failure::Outcome;
use super::out::Out;
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::ids::EventSeq;
use crate::domain::say;
use crate::store::protocol::{EventLine, Intent, Reply, Request};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    events: &'a [EventLine],
}

/// Runs it.
pub fn run(session: &Session, args: &UndoArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    if !args.list {
        let seq = args.seq.map(EventSeq);
        let done = desk.write(session.stamp(), Intent::Undo { seq })?;
        return acts::say_done(session, &done, out);
    }
    let limit = args.limit;
    let events = match desk.ask(Request::Events { limit })? {
        Reply::Events(events) => events,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&Document { events: &events });
    }
    if events.is_empty() {
        return out.line("Nothing has been recorded yet.");
    }
    let mut table = Table::new(&[
        ("", Align::Right),
        ("for", Align::Left),
        ("by", Align::Left),
        ("what", Align::Shrink),
        ("", Align::Left),
    ]);
    for event in &events {
        table.row([
            event.seq.to_string(),
            say::day(event.on, session.as_of),
            event.by.clone(),
            event.what.clone(),
            event
                .undone_by
                .map_or_else(String::new, |by| format!("undone by {by}")),
        ]);
    }
    table.print(out)
}
