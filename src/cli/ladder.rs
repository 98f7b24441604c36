//! `bywhen ladder`, `told`, `notice` and `clocks`: what comes next, what they know of it, and when. What was done all the same: `audit`.

use super::acts::say_done;
use super::args::{ClocksArgs, LadderArgs, NoticeArgs, ToldArgs};
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::outbox::may_go;
use super::session::{Desk, Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::clocks::Clocks;
use crate::domain::ladder::{Ladder, LadderStep, Standing};
use crate::domain::outbox::{self, Announced, LetterKind, Order, Sender};
use crate::domain::say;
use crate::domain::view::Prep;
use crate::store::protocol::{ClockAct, Intent, Lane, NewLetter, NewTold, Remedy, Reply, Request};
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    as_of: NaiveDate,
    account: &'a str,
    standing: &'a Standing,
    clocks: &'a Clocks,
}

/// `ladder`
pub fn run(session: &Session, args: &LadderArgs, out: &mut Out) -> Outcome {
    let rules = session.config.rules();
    let Some(account) = &args.account else {
        return ladder(session, &rules.ladder, rules.placement_window(), out);
    };
    let mut desk = session.open()?;
    let account = desk.account(account)?;
    let prep = desk.prep(account.id, session.as_of)?;
    if session.json {
        return out.json(&Document {
            as_of: session.as_of,
            account: account.number.as_deref().unwrap_or(&account.name),
            standing: &prep.clocks.standing,
            clocks: &prep.clocks,
        });
    }
    standing(&prep, out)
}

/// Where an account stands, what they know, what was done all the same.
pub fn standing(prep: &Prep, out: &mut Out) -> Outcome {
    let as_of = prep.as_of;
    let stands = &prep.clocks.standing;
    match stands.words(as_of) {
        Some(words) => out.line(clean(&format!("ladder: {words}")))?,
        None => out.line("ladder: nothing is past due")?,
    }
    if prep.clocks.window {
        out.line("placement: in the window; `bywhen place` hands over or declines")?;
    }
    for told in &prep.clocks.told {
        let how = if told.by_letter { " by letter" } else { "" };
        let to = told.to.as_deref().unwrap_or("them");
        let day = told
            .for_on
            .map_or(String::new(), |d| format!(", from {}", say::day(d, as_of)));
        out.line(clean(&format!(
            "told {}: {} to {to}{how}{day} ({})",
            say::day(told.on, as_of),
            told.step.words(),
            told.by
        )))?;
    }
    for done in &prep.clocks.overrides {
        out.line(clean(&format!(
            "all the same {}: {} ({}): {}; {}",
            say::day(done.on, as_of),
            done.step.words(),
            done.by,
            done.reason,
            done.warning
        )))?;
    }
    Ok(())
}

fn ladder(session: &Session, ladder: &Ladder, window: (u32, u32), out: &mut Out) -> Outcome {
    if session.json {
        return out.json(&serde_json::json!({ "ladder": ladder, "placement_window": window }));
    }
    let mut table = Table::new(&[
        ("from", Align::Right),
        ("or promise", Align::Left),
        ("step", Align::Left),
        ("told before", Align::Left),
    ]);
    for rung in &ladder.rungs {
        table.row([
            format!("{}d", rung.days),
            rung.level
                .map_or(String::new(), |n| format!("{} not kept", say::ordinal(n))),
            rung.step.words().to_owned(),
            ladder
                .notice_days(rung.step)
                .map_or(String::new(), |n| say::plural(n.into(), "day")),
        ]);
    }
    table.print(out)?;
    let own = session.paths.ladder.exists();
    out.line(format!(
        "placement is put to the supervisor from {} to {} days past due",
        window.0, window.1
    ))?;
    let path = session.paths.ladder.display();
    out.line(clean(&if own {
        format!("from {path}")
    } else {
        format!("as shipped; a file {path} takes its place")
    }))
}

/// `told`
pub fn told(session: &Session, args: &ToldArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let Some(step) = LadderStep::from_name(&args.step) else {
        return Err(Failure::Usage(format!("there is no step '{}'", args.step)));
    };
    let typed = args.to.trim().to_lowercase();
    let mut people = prep
        .contacts
        .iter()
        .filter(|c| c.name.to_lowercase().contains(&typed));
    let person = people.next().filter(|_| people.next().is_none());
    let new = NewTold {
        step,
        for_on: match &args.for_on {
            Some(text) => Some(session.day(text)?),
            None => None,
        },
        to: Some(person.map_or_else(|| args.to.clone(), |c| c.name.clone())),
        contact: person.map(|c| c.id),
        note: args.note.clone(),
    };
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(Remedy::Told(new)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

/// `notice`
pub fn notice(session: &Session, args: &NoticeArgs, out: &mut Out) -> Outcome {
    let letters = session.letters()?;
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    if !prep.past_due.is_positive() {
        return Err(Failure::Refused(format!(
            "nothing is past due at {}: there is nothing to give notice of",
            prep.account.name
        )));
    }
    let steps = if args.steps.is_empty() {
        outbox::announced(&prep, &session.config.ladder)
    } else {
        args.steps
            .iter()
            .map(|text| announced(session, &prep, text))
            .collect::<Outcome<Vec<Announced>>>()?
    };
    let mut order = Order::direct(&prep, LetterKind::FinalNotice).map_err(Failure::Refused)?;
    if let Some(to) = &args.to {
        order.readdress(&prep, to);
    }
    if order.to.is_empty() {
        return Err(Failure::Refused(format!(
            "nobody at {} has a mail address: say where to with --to ADDRESS",
            prep.account.name
        )));
    }
    let company = desk.status(session.as_of)?.company;
    let caller = session.collector();
    let sender = Sender {
        caller: &caller,
        company: &company,
    };
    let (draft, facts) = outbox::notice(&prep, &order, &steps, &sender)
        .map_err(|e| Failure::Refused(e.to_string()))?;
    let text = letters.write(draft.kind, &facts);
    let letter = NewLetter::new(draft, text.subject, text.body);
    if args.dry_run {
        may_go(session, &mut desk, &letter)?;
        if session.json {
            return out.json(&serde_json::json!({ "letter": letter }));
        }
        out.line(clean(&format!("to       {}", letter.to)))?;
        out.line(clean(&format!("subject  {}", letter.subject)))?;
        out.line("")?;
        for line in letter.body.lines() {
            out.line(clean(line))?;
        }
        return Ok(());
    }
    let told = telling(&letter, &steps);
    let act = ClockAct::Notice { letter, told };
    let done = desk.write(session.stamp(), Intent::Clock(Box::new(act)))?;
    say_done(session, &done, out)
}

/// What a notice tells: itself, and every step that it announces.
pub fn telling(letter: &NewLetter, steps: &[Announced]) -> Vec<NewTold> {
    let to = letter.to_name.clone().unwrap_or_else(|| letter.to.clone());
    steps
        .iter()
        .map(|(step, day)| NewTold {
            step: *step,
            for_on: Some(*day),
            to: Some(to.clone()),
            contact: letter.contact,
            note: None,
        })
        .collect()
}

/// `credit_hold`, or `credit_hold=3 dec`.
fn announced(session: &Session, prep: &Prep, text: &str) -> Outcome<Announced> {
    let (name, day) = match text.split_once('=') {
        Some((name, day)) => (name, Some(day)),
        None => (text, None),
    };
    let Some(step) = LadderStep::from_name(name.trim()) else {
        let names: Vec<&str> = LadderStep::ALL.iter().map(|s| s.name()).collect();
        return Err(Failure::Usage(format!(
            "--step '{text}': there is no such step; there are {}",
            names.join(", ")
        )));
    };
    let known = outbox::announced(prep, &session.config.ladder);
    let day = match day {
        Some(day) => session.day(day)?,
        None => known
            .iter()
            .find(|(s, _)| *s == step)
            .map_or(session.as_of, |(_, day)| *day),
    };
    Ok((step, day))
}

/// `clocks`
pub fn clocks(session: &Session, args: &ClocksArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let mut lane = lane(&mut desk, session.as_of)?;
    if let Some(text) = &args.to {
        let to = session.day(text)?;
        lane.rows.retain(|row| row.day <= to);
    }
    if session.json {
        return out.json(&serde_json::json!({ "as_of": session.as_of, "clocks": lane.rows }));
    }
    if lane.rows.is_empty() {
        return out.line("no clock runs: no lien date, notice period or placement window is near");
    }
    let mut table = Table::new(&[
        ("day", Align::Left),
        ("", Align::Left),
        ("clock", Align::Left),
        ("account", Align::Shrink),
        ("past due", Align::Right),
        ("what", Align::Shrink),
    ]);
    for (at, row) in lane.rows.iter().enumerate() {
        table.row([
            say::day(row.day, session.as_of),
            say::distance(row.day, session.as_of),
            row.kind.words().to_owned(),
            row.name.clone(),
            row.amount.show(row.currency),
            if row.stopped {
                format!("stopped: on hold; {}", row.what)
            } else {
                row.what.clone()
            },
        ]);
        if row.day < session.as_of {
            table.set_off(at, Style::Warn);
        }
    }
    table.print(out)?;
    if lane.rows.len() < lane.total && args.to.is_none() {
        out.line(format!("{} in all", lane.total))?;
    }
    out.line(clean(crate::domain::lien::COUNSEL))
}

fn lane(desk: &mut Desk, as_of: NaiveDate) -> Outcome<Lane> {
    match desk.ask(Request::Lane { as_of })? {
        Reply::Lane(lane) => Ok(*lane),
        other => Err(unexpected(&other)),
    }
}
