//! `bywhen hold`: all contact with an account stops, or may go on.

use super::acts::say_done;
use super::args::HoldArgs;
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::Session;
use crate::domain::touch::HoldKind;
use crate::store::protocol::{Intent, Record};

/// Runs it.
pub fn run(session: &Session, args: &HoldArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let Some(kind) = HoldKind::from_name(&args.kind) else {
        return Err(Failure::Usage(format!("'{}' is no hold", args.kind)));
    };
    let record = if args.lift {
        let supervisors = &session.config.supervisors;
        let known = |name: &str| {
            let name = name.trim().to_lowercase();
            supervisors.is_empty() || supervisors.iter().any(|s| s.to_lowercase() == name)
        };
        if let Some(name) = args.allowed_by.as_deref().filter(|name| !known(name)) {
            return Err(Failure::Refused(format!(
                "'{}' is no supervisor: the settings name {}",
                name.trim(),
                supervisors.join(", ")
            )));
        }
        Record::LiftHold {
            account,
            kind,
            allowed_by: args.allowed_by.clone(),
        }
    } else {
        Record::Hold { account, kind }
    };
    let done = desk.write(session.stamp(), Intent::Record(record))?;
    say_done(session, &done, out)
}
