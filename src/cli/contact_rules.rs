//! `bywhen contact-rules`: the rules as data, which of them hold for an account, and whether it may be called now.

use super::acts::say_done;
use super::args::{
    ContactRulesArgs, ContactRulesSetArgs, ContactRulesShowArgs, ContactRulesWhat, YesNo,
};
use super::clock;
use super::failure::{Failure, Outcome};
use super::out::{Out, Style};
use super::session::Session;
use crate::config::{ContactRules, SHIPPED_CONTACT_RULES};
use crate::domain::account::AccountKind;
use crate::domain::call_rules::{self, CallLimit, InForce, Who};
use crate::domain::clean::clean;
use crate::domain::local_time::Place;
use crate::domain::say;
use crate::store::protocol::{AccountEdit, Change, Intent, Remedy};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct FileDocument<'a> {
    path: &'a Path,
    exists: bool,
}

/// Runs it.
pub fn run(session: &Session, args: &ContactRulesArgs, out: &mut Out) -> Outcome {
    let path = ContactRules::path(&session.paths.config);
    let exists = path.exists();
    match &args.what {
        ContactRulesWhat::Path | ContactRulesWhat::Check if session.json => {
            out.json(&FileDocument {
                path: &path,
                exists,
            })
        }
        ContactRulesWhat::Path => out.line(clean(&path.to_string_lossy())),
        // A file that cannot be read has stopped the command before it came here, with its line.
        ContactRulesWhat::Check => {
            let found = match (exists, session.config.contact.states()) {
                (false, _) => "not there: the rules that ship with bywhen are in force".to_owned(),
                (true, None) => "ok; the states are those that ship with bywhen".to_owned(),
                (true, Some(n)) => format!("ok, {}", say::plural(n as u64, "rule of a state")),
            };
            out.line(clean(&format!("{}: {found}", path.display())))
        }
        ContactRulesWhat::Default => out.raw(SHIPPED_CONTACT_RULES.as_bytes()),
        ContactRulesWhat::Show(args) => show(session, args, out),
        ContactRulesWhat::Set(args) => set(session, args, out),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    account: &'a str,
    name: &'a str,
    #[serde(flatten)]
    rules: &'a InForce,
    place: &'a Place,
    clock: Option<&'a str>,
    calls_this_week: u32,
    talks_this_week: u32,
    blocked: Option<&'a str>,
    limits: &'a [CallLimit],
    /// Neither a hold nor a limit stands against a call.
    free: bool,
}

fn show(session: &Session, args: &ContactRulesShowArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let prep = desk.prep(account.id, session.as_of)?;
    let safety = &prep.safety;
    let rules = session.config.rules();
    let in_force = rules.calls.in_force(&Who::of(&account));
    let at = args.at.or_else(|| clock::instant_on(session.as_of));
    let there =
        at.and_then(|at| call_rules::there(&safety.place, &safety.profile, &rules.calendar, at));
    let hours = there.as_ref().and_then(|t| t.limit.clone());
    let limits: Vec<CallLimit> = safety.limits.iter().cloned().chain(hours).collect();
    if session.json {
        return out.json(&Document {
            account: account.label(),
            name: &account.name,
            rules: &in_force,
            place: &safety.place,
            clock: there.as_ref().map(|t| t.clock.as_str()),
            calls_this_week: safety.calls_this_week,
            talks_this_week: safety.talks_this_week,
            blocked: safety.blocked.as_deref(),
            limits: &limits,
            free: safety.blocked.is_none() && limits.is_empty(),
        });
    }
    out.line(out.style(Style::Strong, &account.name))?;
    let p = in_force.profile;
    let act = match p.supervisor {
        true => "a supervisor has to allow more",
        false => "more asks for a reason",
    };
    let days = if p.weekend {
        "every day"
    } else {
        "on business days"
    };
    out.line(in_force.words.clone())?;
    out.line(format!(
        "calls from {} to {} of their time, {days}; in 7 days at most {} and {}: {act}",
        say::time(p.from),
        say::time(p.to),
        say::plural(p.calls.into(), "call"),
        say::plural(p.talks.into(), "talk"),
    ))?;
    if let Some(letters) = p.letters {
        let most = say::plural(letters.into(), "letter");
        out.line(format!("at most {most} and mails in 7 days"))?;
    }
    out.line(match &there {
        Some(there) => there.words(),
        None if !safety.place.zones.is_empty() => {
            "this is not today: their hours are not checked".to_owned()
        }
        None => "nothing says where they are: their hours are not checked".to_owned(),
    })?;
    out.line(format!(
        "in the last 7 days {} and {}",
        say::plural(safety.calls_this_week.into(), "call"),
        say::plural(safety.talks_this_week.into(), "talk")
    ))?;
    if let Some(why) = &safety.blocked {
        let line = format!("BLOCKED: {why}");
        return out.line(out.style(Style::Bad, &line));
    }
    for limit in &limits {
        out.line(out.style(Style::Warn, &limit.text))?;
    }
    if limits.is_empty() {
        out.line("They may be called now.")?;
    }
    Ok(())
}

fn set(session: &Session, args: &ContactRulesSetArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?;
    let mut edits = Vec::new();
    if let Some(kind) = args.kind.as_deref().and_then(AccountKind::from_name) {
        edits.push(AccountEdit::Kind(Change {
            before: account.kind,
            after: kind,
        }));
    }
    if let Some(answer) = args.natural_person {
        edits.push(AccountEdit::NaturalPerson(Change {
            before: account.flags.natural_person,
            after: answer == YesNo::Yes,
        }));
    }
    if let Some(name) = &args.guarantor {
        let name = name.trim();
        edits.push(AccountEdit::Guarantor(Change {
            before: account.flags.guarantor.clone(),
            after: (!name.is_empty()).then(|| name.to_owned()),
        }));
    }
    if edits.is_empty() {
        return Err(Failure::Usage(
            "say what changes: --kind, --natural-person or --guarantor".into(),
        ));
    }
    let intent = Intent::Remedy {
        account: account.id,
        remedy: Box::new(Remedy::EditAccount { edits }),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}
