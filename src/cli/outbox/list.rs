//! What is in the outbox, one letter in full, and settling a doubt.

use super::{letter, read};
use crate::cli::acts::say_done;
use crate::cli::args::{OutboxListArgs, OutboxSettleArgs, OutboxShowArgs};
use crate::cli::failure::Outcome;
use crate::cli::out::{Out, Style};
use crate::cli::session::Session;
use crate::cli::table::{Align, Table};
use crate::domain::outbox::{Letter, LetterState};
use crate::domain::say;
use crate::store::protocol::{Intent, LetterDeed, Outbox};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    #[serde(flatten)]
    outbox: &'a Outbox,
}

/// `outbox list`
pub fn list(session: &Session, args: &OutboxListArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = match &args.account {
        Some(text) => Some(desk.account(text)?.id),
        None => None,
    };
    let outbox = read(session, &mut desk, account, args.all)?;
    if session.json {
        return out.json(&Document {
            as_of: session.as_of,
            outbox: &outbox,
        });
    }
    if outbox.wanted.is_empty() && outbox.letters.is_empty() {
        return out.line("the outbox is empty: what is asked for in a call comes here");
    }
    if !outbox.wanted.is_empty() {
        wanted(session, &outbox, out)?;
        out.line(
            "`bywhen outbox write REQUEST` writes the letter, --all every one that needs no file",
        )?;
    }
    if !outbox.letters.is_empty() {
        if !outbox.wanted.is_empty() {
            out.line("")?;
        }
        letters(session, &outbox, out)?;
    }
    Ok(())
}

fn wanted(session: &Session, outbox: &Outbox, out: &mut Out) -> Outcome {
    let mut table = Table::new(&[
        ("request", Align::Left),
        ("by", Align::Left),
        ("account", Align::Shrink),
        ("what", Align::Left),
        ("to", Align::Shrink),
    ]);
    for row in &outbox.wanted {
        table.row([
            format!("#{}", row.id),
            say::day(row.due_on, session.as_of),
            row.name.clone(),
            row.kind.words().to_owned(),
            row.to.clone(),
        ]);
        if row.due_on < session.as_of {
            table.set_off(1, Style::Warn);
        }
    }
    table.print(out)
}

fn letters(session: &Session, outbox: &Outbox, out: &mut Out) -> Outcome {
    let mut table = Table::new(&[
        ("letter", Align::Left),
        ("state", Align::Left),
        ("account", Align::Shrink),
        ("what", Align::Left),
        ("to", Align::Shrink),
        ("why", Align::Shrink),
    ]);
    let now = session.stamp().at;
    for row in &outbox.letters {
        table.row([
            format!("#{}", row.id),
            state(row, now),
            row.name.clone(),
            row.kind.words().to_owned(),
            row.to.clone(),
            row.held
                .clone()
                .or(row.standing.why.clone())
                .unwrap_or_default(),
        ]);
        if row.held.is_some() {
            table.set_off(1, Style::Bad);
            continue;
        }
        match row.standing.state {
            LetterState::Doubt => table.set_off(1, Style::Warn),
            LetterState::Refused => table.set_off(1, Style::Bad),
            LetterState::Queued
            | LetterState::Waiting
            | LetterState::Sending
            | LetterState::Sent => {}
        }
    }
    table.print(out)
}

/// The state, with how long it still waits.
fn state(letter: &Letter, now: DateTime<Utc>) -> String {
    if letter.held.is_some() {
        return "held".to_owned();
    }
    let words = letter.standing.state.words();
    match letter.standing.next {
        Some(at) if at > now => {
            let minutes = (at - now).num_minutes().unsigned_abs() + 1;
            format!("{words}, again in {}", say::plural(minutes, "minute"))
        }
        Some(_) => "to send again".to_owned(),
        None => words.to_owned(),
    }
}

/// `outbox show`
pub fn show(session: &Session, args: &OutboxShowArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let found = letter(session, &mut desk, &args.letter)?;
    if session.json {
        return out.json(&found);
    }
    let name = found
        .to_name
        .as_ref()
        .map_or_else(String::new, |n| format!("{n} "));
    out.line(format!("to       {name}<{}>", found.to))?;
    out.line(format!("about    {}, {}", found.name, found.label))?;
    out.line(format!("subject  {}", found.subject))?;
    out.line("")?;
    for line in found.body.lines() {
        out.line(line)?;
    }
    out.line("")?;
    out.line(format!(
        "{}, written {} by {}",
        state(&found, session.stamp().at),
        say::day(found.made_on, session.as_of),
        found.by
    ))?;
    for attempt in &found.attempts {
        let end = attempt.end.map_or("began", |e| e.words());
        let detail = attempt
            .detail
            .as_ref()
            .map_or_else(String::new, |d| format!(": {d}"));
        let at = attempt.at.format("%Y-%m-%d %H:%M UTC");
        out.line(format!("{at}  {}  {end}{detail}", attempt.via))?;
    }
    Ok(())
}

/// `outbox settle`
pub fn settle(session: &Session, args: &OutboxSettleArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let found = letter(session, &mut desk, &args.letter)?;
    let deed = LetterDeed::Settle {
        letter: found.id,
        arrived: args.became == "arrived",
        note: args.note.clone(),
    };
    let done = desk.write(session.stamp(), Intent::Letter(Box::new(deed)))?;
    say_done(session, &done, out)
}
