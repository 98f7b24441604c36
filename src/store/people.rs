//! People and account fields changed by hand.
//!
//! Law: an edit says what the field was when the form was opened; when somebody else changed it meanwhile, nothing is saved and both
//! values are said (FAULTS C4: no last write wins). Edits of different fields never stand in each other's way.

use super::accounts;
use super::act::Act;
use super::calls;
use super::fault::{Fault, Res, refuse};
use super::fields::{self, Field};
use super::protocol::{AccountEdit, Change, Changed, ContactEdit, NewPerson, StoreError};
use super::table::Table;
use super::text;
use super::types::iso;
use crate::domain::account::{Account, AccountKind};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::money::Minor;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// Writes a new person.
pub(super) fn insert(act: &mut Act<'_>, account: &Account, new: &NewPerson) -> Res<()> {
    let name = text::required("name", &new.name, 400)?;
    let role = text::optional("role", new.role.as_deref(), 200)?;
    let phone = text::optional("phone", new.phone.as_deref(), 200)?;
    let email = text::optional("mail address", new.email.as_deref(), 320)?;
    let known: Option<i64> = act
        .conn
        .prepare_cached(
            "SELECT id FROM contact WHERE account_id = ?1 AND name = ?2 AND voided_by IS NULL",
        )?
        .query_row(params![account.id, name], |r| r.get(0))
        .optional()?;
    if known.is_some() {
        return refuse(format!(
            "{name} is known at {} already: change that contact instead",
            account.name
        ));
    }
    let zone = text::zone(new.zone.as_deref())?;
    let seq = act.seq;
    let id = act.insert(
        Table::Contact,
        "INSERT INTO contact (event_seq, account_id, name, role, phone, email, preferred, right_party, zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)",
        params![seq, account.id, name, role, phone, email, new.right_party, zone],
    )?;
    if new.preferred {
        accounts::prefer(act, account.id, ContactId(id))?;
    }
    act.done.made.contacts.push(ContactId(id));
    Ok(())
}

/// The name of a contact of the account; refuses another's.
pub(super) fn name(conn: &Connection, account: AccountId, contact: ContactId) -> Res<String> {
    let found: Option<String> = conn
        .prepare_cached(
            "SELECT name FROM contact WHERE id = ?1 AND account_id = ?2 AND voided_by IS NULL",
        )?
        .query_row(params![contact, account], |r| r.get(0))
        .optional()?;
    match found {
        Some(name) => Ok(name),
        None => refuse("that contact is not of this account (any more): nothing was saved"),
    }
}

/// Changes fields of a person.
pub(super) fn edit(
    act: &mut Act<'_>,
    account: &Account,
    contact: ContactId,
    edits: &[ContactEdit],
) -> Res<()> {
    calls::check_contact(act, account.id, contact)?;
    let id = contact.0;
    for edit in edits {
        match edit {
            ContactEdit::Name(c) => {
                let after = text::required("name", &c.after, 400)?;
                let (before, after) = (Some(c.before.clone()), Some(after));
                guarded(act, Field::ContactName, id, "name", &before, &after)?;
            }
            ContactEdit::Role(c) => {
                typed(act, Field::ContactRole, id, "role", c, 200)?;
            }
            ContactEdit::Phone(c) => {
                if typed(act, Field::ContactPhone, id, "phone", c, 200)? {
                    fields::change(act, Field::ContactPhoneBad, id, None)?;
                }
            }
            ContactEdit::Email(c) => {
                if typed(act, Field::ContactEmail, id, "mail address", c, 320)? {
                    fields::change(act, Field::ContactEmailBad, id, None)?;
                }
            }
            ContactEdit::Preferred(c) => {
                let text = |yes: bool| Some(if yes { "1" } else { "0" }.to_owned());
                let (before, after) = (text(c.before), text(c.after));
                guarded(
                    act,
                    Field::ContactPreferred,
                    id,
                    "preferred mark",
                    &before,
                    &after,
                )?;
                if c.after {
                    accounts::prefer(act, account.id, contact)?;
                }
            }
            ContactEdit::RightParty(c) => {
                let text =
                    |flag: Option<bool>| flag.map(|yes| if yes { "1" } else { "0" }.to_owned());
                let (before, after) = (text(c.before), text(c.after));
                guarded(
                    act,
                    Field::ContactRightParty,
                    id,
                    "right-party mark",
                    &before,
                    &after,
                )?;
            }
            ContactEdit::PhoneBad(c) => {
                day(act, Field::ContactPhoneBad, id, "wrong-number mark", c)?
            }
            ContactEdit::EmailBad(c) => day(act, Field::ContactEmailBad, id, "bounce mark", c)?,
            ContactEdit::Zone(c) => zone(act, Field::ContactZone, id, c)?,
        }
    }
    Ok(())
}

/// Changes fields of the account.
pub(super) fn edit_account(act: &mut Act<'_>, account: &Account, edits: &[AccountEdit]) -> Res<()> {
    let id = account.id.0;
    for edit in edits {
        match edit {
            AccountEdit::Kind(c) => {
                let text = |kind: AccountKind| Some(kind.name().to_owned());
                let (before, after) = (text(c.before), text(c.after));
                guarded(act, Field::AccountKind, id, "kind", &before, &after)?;
            }
            AccountEdit::Collector(c) => {
                typed(act, Field::AccountCollector, id, "collector", c, 200)?;
            }
            AccountEdit::Salesperson(c) => {
                typed(act, Field::AccountSalesperson, id, "salesperson", c, 200)?;
            }
            AccountEdit::State(c) => {
                typed(act, Field::AccountState, id, "state", c, 40)?;
            }
            AccountEdit::CreditLimit(c) => {
                if c.after.is_some_and(|l| {
                    l.is_negative() || l > Minor::new(crate::domain::money::AMOUNT_LIMIT)
                }) {
                    return refuse(
                        "a credit limit is zero or more, within the ledger's limit: nothing was saved",
                    );
                }
                let text = |limit: Option<Minor>| limit.map(|l| l.get().to_string());
                let (before, after) = (text(c.before), text(c.after));
                guarded(
                    act,
                    Field::AccountLimit,
                    id,
                    "credit limit",
                    &before,
                    &after,
                )?;
            }
            AccountEdit::InvoicesTo(c) => {
                typed(
                    act,
                    Field::AccountInvoicesTo,
                    id,
                    "delivery address",
                    c,
                    400,
                )?;
            }
            AccountEdit::Zone(c) => zone(act, Field::AccountZone, id, c)?,
            AccountEdit::NaturalPerson(c) => {
                // Nobody said so is a no: the column keeps nothing for it.
                let text = |yes: bool| yes.then(|| "1".to_owned());
                let (before, after) = (text(c.before), text(c.after));
                let field = Field::AccountNaturalPerson;
                guarded(act, field, id, "natural-person mark", &before, &after)?;
            }
            AccountEdit::Guarantor(c) => {
                typed(act, Field::AccountGuarantor, id, "guarantor", c, 200)?;
            }
        }
    }
    Ok(())
}

/// A corrected mailbox of a person: whatever it was, they have just said what it is.
pub(super) fn correct_mail(act: &mut Act<'_>, contact: ContactId, to: &str) -> Res<()> {
    let to = text::required("mail address", to, 320)?;
    if fields::change(act, Field::ContactEmail, contact.0, Some(&to))? {
        fields::change(act, Field::ContactEmailBad, contact.0, None)?;
    }
    Ok(())
}

/// A corrected delivery address of the account.
pub(super) fn correct_delivery(act: &mut Act<'_>, account: AccountId, to: &str) -> Res<()> {
    fields::change(act, Field::AccountInvoicesTo, account.0, Some(to))?;
    Ok(())
}

/// A time zone; one that is none is refused.
fn zone(act: &mut Act<'_>, field: Field, id: i64, change: &Change<Option<String>>) -> Res<()> {
    let after = text::zone(change.after.as_deref())?;
    guarded(act, field, id, "time zone", &change.before, &after)?;
    Ok(())
}

/// A text field; empty counts as none.
fn typed(
    act: &mut Act<'_>,
    field: Field,
    id: i64,
    name: &'static str,
    change: &Change<Option<String>>,
    limit: usize,
) -> Res<bool> {
    let after = text::optional(name, change.after.as_deref(), limit)?;
    guarded(act, field, id, name, &change.before, &after)
}

fn day(
    act: &mut Act<'_>,
    field: Field,
    id: i64,
    name: &'static str,
    change: &Change<Option<NaiveDate>>,
) -> Res<()> {
    if let Some(day) = change.after {
        super::documents::check_day(day)?;
    }
    let (before, after) = (change.before.map(iso), change.after.map(iso));
    guarded(act, field, id, name, &before, &after)?;
    Ok(())
}

/// Changes a field that still is what the form showed.
fn guarded(
    act: &mut Act<'_>,
    field: Field,
    id: i64,
    name: &'static str,
    before: &Option<String>,
    after: &Option<String>,
) -> Res<bool> {
    let now = fields::value(act.conn, field, id)?;
    if now != *before {
        let (by, at) = fields::last_change(act.conn, field, id)?
            .unwrap_or_else(|| ("somebody else".to_owned(), act.stamp.at));
        return Err(Fault::Said(StoreError::Changed(Box::new(Changed {
            field: name,
            before: before.clone(),
            now,
            by,
            at,
        }))));
    }
    fields::change(act, field, id, after.as_deref())
}
