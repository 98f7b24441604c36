//! `bywhen hold`: all contact with an account stops, or may go on.

use super::acts::say_done;
use super::args::{CREDIT_HOLD, HoldArgs};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::review::check_supervisor;
use super::session::{Desk, Session};
use crate::domain::ids::AccountId;
use crate::domain::touch::{HoldDetails, HoldKind};
use crate::store::protocol::{Intent, NewHold, Record, ReviewAct};

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
    let intent = if args.lift {
        if let Some(name) = args.allowed_by.as_deref() {
            session.supervisor(name)?;
        }
        Intent::Record(Record::LiftHold {
            account,
            kind,
            allowed_by: args.allowed_by.clone(),
        })
    } else {
        Intent::Hold(Box::new(NewHold {
            account,
            kind,
            details: details(args),
        }))
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

/// What was said of the stop.
fn details(args: &HoldArgs) -> HoldDetails {
    HoldDetails {
        case_number: args.case_number.clone(),
        court: args.court.clone(),
        filed_on: args.filed_on,
        asked_by: args.asked_by.clone(),
        asked_how: args.asked_how.clone(),
        attorney: args.attorney.clone(),
        attorney_phone: args.attorney_phone.clone(),
        attorney_mail: args.attorney_mail.clone(),
        note: args.reason.clone(),
    }
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
            anyway: args.anyway.clone(),
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
