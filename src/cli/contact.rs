//! `bywhen contact`: the people at an account, added, changed, marked.
//!
//! Law: an edit carries what the ledger showed when the command read it; when somebody else changed it meanwhile, it is refused.

use super::acts::{self, say_done};
use super::args::{ContactAddArgs, ContactArgs, ContactEditArgs, ContactWhat};
use super::failure::{Failure, Outcome};
use super::out::Out;
use super::session::{Desk, Session};
use crate::domain::account::Contact;
use crate::domain::ids::AccountId;
use crate::domain::local_time;
use crate::store::protocol::{Change, ContactEdit, Intent, NewPerson, Remedy};

/// Runs it.
pub fn run(session: &Session, args: &ContactArgs, out: &mut Out) -> Outcome {
    let today = Some(session.as_of);
    match &args.what {
        ContactWhat::Add(args) => add(session, args, out),
        ContactWhat::Edit(args) => edit(session, args, out),
        ContactWhat::WrongNumber(who) => {
            let (mut desk, account, contact) = find(session, &who.account, &who.name)?;
            if contact.phone.is_none() {
                return Err(Failure::Refused(format!(
                    "no phone number of {} is known: nothing was saved",
                    contact.name
                )));
            }
            let mark = ContactEdit::PhoneBad(change(contact.phone_bad_on, today));
            save(session, &mut desk, account, &contact, vec![mark], out)
        }
        ContactWhat::Bounced(who) => {
            let (mut desk, account, contact) = find(session, &who.account, &who.name)?;
            if contact.email.is_none() {
                return Err(Failure::Refused(format!(
                    "no mail address of {} is known: nothing was saved",
                    contact.name
                )));
            }
            let mark = ContactEdit::EmailBad(change(contact.email_bad_on, today));
            save(session, &mut desk, account, &contact, vec![mark], out)
        }
        ContactWhat::Prefer(who) => {
            let (mut desk, account, contact) = find(session, &who.account, &who.name)?;
            let mark = ContactEdit::Preferred(change(contact.preferred, true));
            save(session, &mut desk, account, &contact, vec![mark], out)
        }
    }
}

fn add(session: &Session, args: &ContactAddArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let account = desk.account(&args.account)?.id;
    let person = NewPerson {
        name: args.name.trim().to_owned(),
        role: args.role.clone(),
        phone: args.phone.clone(),
        email: args.email.clone(),
        preferred: args.preferred,
        right_party: args.decides.and_then(Option::from),
        zone: args.zone.as_deref().map(zone).transpose()?,
    };
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(Remedy::NewContact(person)),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

fn edit(session: &Session, args: &ContactEditArgs, out: &mut Out) -> Outcome {
    let (mut desk, account, contact) = find(session, &args.account, &args.name)?;
    let mut edits = Vec::new();
    if let Some(name) = &args.rename {
        edits.push(ContactEdit::Name(change(
            contact.name.clone(),
            name.clone(),
        )));
    }
    if let Some(role) = &args.role {
        edits.push(ContactEdit::Role(typed(&contact.role, role)));
    }
    if let Some(phone) = &args.phone {
        edits.push(ContactEdit::Phone(typed(&contact.phone, phone)));
    }
    if let Some(email) = &args.email {
        edits.push(ContactEdit::Email(typed(&contact.email, email)));
    }
    if let Some(typed_zone) = &args.zone {
        let after = match typed_zone.trim() {
            "" => None,
            typed => Some(zone(typed)?),
        };
        edits.push(ContactEdit::Zone(change(contact.zone.clone(), after)));
    }
    if let Some(decides) = args.decides {
        edits.push(ContactEdit::RightParty(change(
            contact.right_party,
            decides.into(),
        )));
    }
    if edits.is_empty() {
        return Err(Failure::Usage(
            "say what changes: --rename, --role, --phone, --email, --zone or --decides".into(),
        ));
    }
    save(session, &mut desk, account, &contact, edits, out)
}

/// A time zone by its name or a part of it.
fn zone(typed: &str) -> Outcome<String> {
    local_time::zone_named(typed).map_err(|e| Failure::Usage(e.to_string()))
}

/// The person that is meant, as the ledger has them now.
fn find(session: &Session, account: &str, name: &str) -> Outcome<(Desk, AccountId, Contact)> {
    let mut desk = session.open()?;
    let account = desk.account(account)?.id;
    let prep = desk.prep(account, session.as_of)?;
    let id = acts::contact(&prep, name)?;
    let found = prep.contacts.into_iter().find(|c| c.id == id);
    let found = found.ok_or_else(|| Failure::Refused(format!("there is no contact {name}")))?;
    Ok((desk, account, found))
}

fn save(
    session: &Session,
    desk: &mut Desk,
    account: AccountId,
    contact: &Contact,
    edits: Vec<ContactEdit>,
    out: &mut Out,
) -> Outcome {
    let remedy = Remedy::EditContact {
        contact: contact.id,
        edits,
    };
    let intent = Intent::Remedy {
        account,
        remedy: Box::new(remedy),
    };
    let done = desk.write(session.stamp(), intent)?;
    say_done(session, &done, out)
}

fn change<T>(before: T, after: T) -> Change<T> {
    Change { before, after }
}

/// A text field; an empty text takes it away.
fn typed(before: &Option<String>, after: &str) -> Change<Option<String>> {
    let after = after.trim();
    change(
        before.clone(),
        (!after.is_empty()).then(|| after.to_owned()),
    )
}
