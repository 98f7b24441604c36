//! `bywhen hold`: all contact with an account stops, or may go on.

use super::acts::say_done;
use super::args::{CREDIT_HOLD, HoldArgs};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::review::check_supervisor;
use super::session::{Desk, Session};
use crate::domain::ids::AccountId;
use crate::domain::touch::HoldKind;
use crate::store::protocol::{Intent, Record, ReviewAct};

/// Runs it.
pub fn run(session: &Session, args: &HoldArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    if args.kind == CREDIT_HOLD {
        return credit(session, desk, account, args, out);
    }
    let Some(kind) = HoldKind::from_name(&args.kind) else {
        return Err(Failure::Usage(format!("'{}' is no hold", args.kind)));
    };
    let record = if args.lift {
        if let Some(name) = args.allowed_by.as_deref() {
            session.supervisor(name)?;
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

/// Shipments stop, or may go on: a supervisor's word.
fn credit(
    session: &Session,
    mut desk: Desk,
    account: AccountId,
    args: &HoldArgs,
    out: &mut Out,
) -> Outcome {
    let act = match (args.lift, &args.reason) {
        (true, reason) => ReviewAct::LiftCreditHold {
            account,
            reason: reason.clone(),
        },
        (false, Some(reason)) => ReviewAct::CreditHold {
            account,
            reason: reason.clone(),
        },
        (false, None) => {
            return Err(Failure::Usage(
                "a credit hold needs --reason: whoever ships will ask".into(),
            ));
        }
    };
    check_supervisor(session)?;
    let done = desk.write(session.stamp(), Intent::Review(act))?;
    say_done(session, &done, out)
}
