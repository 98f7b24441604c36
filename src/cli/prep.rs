//! `bywhen show`: everything to know about an account before dialing.

mod shape;
mod text;

pub use shape::PaymentShape;

use super::args::ShowArgs;
use super::failure::Outcome;
use super::out::Out;
use super::outbox;
use super::session::Session;
use crate::domain::call_rules;
use crate::domain::script::ScriptFacts;
use crate::domain::view::Prep;
use serde::Serialize;

/// One step of the call script, filled in.
#[derive(Serialize)]
pub struct ScriptStep {
    step: &'static str,
    text: String,
}

/// Runs it.
pub fn run(session: &Session, args: &ShowArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let company = desk.status(session.as_of)?.company;
    let script = script(session, company, &prep)?;
    let letters = outbox::of_account(session, &mut desk, account)?;
    let rules = session.config.rules();
    let safety = &prep.safety;
    let there = super::clock::instant_on(session.as_of)
        .and_then(|now| call_rules::there(&safety.place, &safety.profile, &rules.calendar, now));
    if session.json {
        let promises = prep.promises.iter().map(|line| line.promise.id);
        let histories: Vec<_> = promises
            .map(|id| desk.promise_history(id, session.as_of))
            .collect::<Result<_, _>>()?;
        let document = shape::Document::new(&prep, &script, &letters, there.as_ref(), &histories);
        out.json(&document)
    } else {
        text::print(&prep, &script, &letters, there.as_ref(), out)
    }
}

/// The script for this payer today, with the caller's own names.
fn script(session: &Session, company: String, prep: &Prep) -> Outcome<Vec<ScriptStep>> {
    let facts = ScriptFacts {
        caller: Some(session.collector()),
        company: Some(company),
        ..prep.script.clone()
    };
    let steps = session.scripts()?.all(&facts);
    Ok(steps
        .into_iter()
        .map(|(step, text)| ScriptStep {
            step: step.name(),
            text,
        })
        .collect())
}
