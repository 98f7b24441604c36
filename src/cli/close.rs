//! `bywhen close`: writes what was open on the evening of a day into the ledger's history, for trends that later imports cannot change.
//!
//! The desk does so by itself for the last business day when it starts. A day that is closed already stays as it is, so cron may ask
//! as often as it likes.

use super::args::CloseArgs;
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session, unexpected};
use crate::domain::say;
use crate::store::protocol::{Intent, Reply, Reported, Request};
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// The most days that are closed by one command.
const MOST: i64 = 400;

#[derive(Serialize)]
struct Document {
    closed: Vec<NaiveDate>,
    already: Vec<NaiveDate>,
}

/// Runs it.
pub fn run(session: &Session, args: &CloseArgs, out: &mut Out) -> Outcome {
    let rules = session.config.rules();
    let usual = rules.calendar.last_open(session.as_of);
    let to = args.to.or(args.from).unwrap_or(usual);
    let from = args.from.unwrap_or(to);
    if to >= session.as_of {
        return Err(Failure::Usage(format!(
            "{to} is not over yet: close it from tomorrow on, or with a later --as-of"
        )));
    }
    let days = to.signed_duration_since(from).num_days() + 1;
    if !(1..=MOST).contains(&days) {
        return Err(Failure::Usage(format!(
            "from {from} to {to} are {days} days: name 1 to {MOST}"
        )));
    }
    let mut desk = session.open()?;
    let mut document = Document {
        closed: Vec::new(),
        already: Vec::new(),
    };
    let mut day = from;
    while day <= to {
        // Who closes Friday on Monday closes it on the next morning that anybody worked.
        if close(session, &mut desk, day, day < usual)? {
            document.closed.push(day);
        } else {
            document.already.push(day);
        }
        day = day + Days::new(1);
    }
    if session.json {
        return out.json(&document);
    }
    let done = document.closed.len() as u64;
    out.line(match (done, document.already.len()) {
        (0, _) => format!("closed already, up to {}", say::day(to, session.as_of)),
        (_, 0) => format!(
            "{} closed, up to {}",
            say::plural(done, "day"),
            say::day(to, session.as_of)
        ),
        (_, n) => format!(
            "{} closed, {n} were already, up to {}",
            say::plural(done, "day"),
            say::day(to, session.as_of)
        ),
    })
}

fn close(session: &Session, desk: &mut Desk, day: NaiveDate, derived: bool) -> Outcome<bool> {
    loop {
        match desk.ask(Request::CloseOf { day, derived })? {
            Reply::Reported(Reported::Working(_)) => {}
            Reply::Reported(Reported::Close(None)) => return Ok(false),
            Reply::Reported(Reported::Close(Some(close))) => {
                let done = desk.write(session.stamp(), Intent::CloseDay(close))?;
                return Ok(done.event.is_some());
            }
            other => return Err(unexpected(&other)),
        }
    }
}
