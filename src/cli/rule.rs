//! `bywhen override`: a supervisor rules what a promise counts as, beside what the ledger says.

use super::acts::say_done;
use super::args::OverrideArgs;
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::promises::ruling;
use super::session::Session;
use crate::domain::ids::PromiseId;
use crate::store::protocol::{Intent, Record};

/// Runs it.
pub fn run(session: &Session, args: &OverrideArgs, out: &mut Out) -> Outcome {
    let typed = args.promise.trim();
    let promise = typed
        .strip_prefix('#')
        .unwrap_or(typed)
        .parse()
        .map_err(|_| {
            Failure::Usage(format!(
                "'{typed}' is no promise: write its number, as `bywhen promises` lists it"
            ))
        })?;
    let stamp = session.stamp();
    let ruled_by = session.supervisor(args.ruled_by.as_deref().unwrap_or(&stamp.by))?;
    let mut desk = session.open()?;
    let record = Record::Rule {
        promise: PromiseId(promise),
        verdict: ruling(&args.verdict),
        reason: args.reason.clone(),
        ruled_by,
    };
    let done = desk.write(stamp, Intent::Record(record))?;
    say_done(session, &done, out)
}
