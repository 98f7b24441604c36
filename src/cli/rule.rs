//! `bywhen override`: a supervisor rules what a promise counts as, beside what the ledger says.

use super::acts::say_done;
use super::args::OverrideArgs;
use super::failure::Outcome;
use super::out::Out;
use super::promises::ruling;
use super::session::{Session, promise_of};
use crate::store::protocol::{Intent, Record};

/// Runs it.
pub fn run(session: &Session, args: &OverrideArgs, out: &mut Out) -> Outcome {
    let promise = promise_of(&args.promise)?;
    let stamp = session.stamp();
    let ruled_by = session.supervisor(args.ruled_by.as_deref().unwrap_or(&stamp.by))?;
    let mut desk = session.open()?;
    let record = Record::Rule {
        promise,
        verdict: ruling(&args.verdict),
        reason: args.reason.clone(),
        ruled_by,
    };
    let done = desk.write(stamp, Intent::Record(record))?;
    say_done(session, &done, out)
}
