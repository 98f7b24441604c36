//! Writing down that they want something: the request that a letter answers.

use crate::cli::acts::{open_invoices, say_done};
use crate::cli::args::OutboxAskArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::out::Out;
use crate::cli::session::Session;
use crate::domain::account::Contact;
use crate::domain::outbox::check_address;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::view::Prep;
use crate::store::protocol::{Intent, NewRequest, Remedy};

/// `outbox ask`
pub fn run(session: &Session, args: &OutboxAskArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let Some(kind) = RequestKind::from_name(&args.kind) else {
        return Err(Failure::Usage(format!("there is no '{}'", args.kind)));
    };
    let mut invoices = Vec::new();
    for number in &args.invoices {
        invoices.extend(open_invoices(&prep, number)?.iter().map(|line| line.id));
    }
    if invoices.is_empty() && kind == RequestKind::InvoiceCopy {
        invoices = prep.invoices.iter().map(|line| line.id).collect();
        if invoices.is_empty() {
            return Err(Failure::Refused(format!(
                "{} has no open invoice to copy",
                prep.account.name
            )));
        }
    }
    let person = mailbox(&prep);
    let to = match (&args.to, person) {
        (Some(to), _) => to.clone(),
        (None, Some((_, address))) => address.to_owned(),
        (None, None) => {
            return Err(Failure::Refused(format!(
                "nobody at {} has a mail address: say where to with --to ADDRESS",
                prep.account.name
            )));
        }
    };
    check_address(&to).map_err(|e| Failure::Usage(format!("--to '{to}': {e}")))?;
    // An address given here is to whoever owns it; without one it is to the person whose it is.
    let contact = prep
        .contacts
        .iter()
        .find(|c| c.email.as_deref() == Some(to.trim()))
        .map(|c| c.id);
    let request = NewRequest {
        kind,
        invoices,
        delivery: Delivery::Mail,
        to,
        address: AddressCheck::Confirmed,
        contact,
        due_on: session.day(&args.by)?,
        note: args.note.clone(),
    };
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(Remedy::Request(request)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

/// The person to ask for first who has a mailbox that works.
fn mailbox(prep: &Prep) -> Option<(&Contact, &str)> {
    let works = |c: &&Contact| c.email_bad_on.is_none() && c.email.is_some();
    let preferred = prep.contacts.iter().filter(works).find(|c| c.preferred);
    let person = preferred.or_else(|| prep.contacts.iter().find(works))?;
    Some((person, person.email.as_deref()?))
}
