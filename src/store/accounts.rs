//! Accounts and contacts: finding them by what a file or a person calls them, writing them, changing their fields.
//!
//! Law: identity is the number where the book has one, else the folded name, once per currency. What changes later goes through `fields`.

use super::act::Act;
use super::aliases;
use super::books::{ACCOUNT, account};
use super::fault::{Fault, Res, refuse};
use super::fields::{Field, change};
use super::table::Table;
use super::text::name_key;
use crate::domain::account::{Account, AccountKind};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::money::Currency;
use rusqlite::{Connection, OptionalExtension, params};

/// One account; refuses an unknown one.
pub(super) fn get(conn: &Connection, id: AccountId) -> Res<Account> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {ACCOUNT} FROM account WHERE id = ?1 AND voided_by IS NULL"
    ))?;
    let mut rows = statement.query(params![id])?;
    match rows.next()? {
        Some(r) => account(r),
        None => Err(gone(id)),
    }
}

/// There is no such account.
pub(super) fn gone(id: AccountId) -> Fault {
    Fault::refused(format!(
        "there is no account #{id} (any more): find it again by name or number"
    ))
}

/// Accounts with that number, the book's currency first.
pub(super) fn by_number(conn: &Connection, number: &str) -> Res<Vec<Account>> {
    many(
        conn,
        "number = ?1 AND voided_by IS NULL ORDER BY currency <> (SELECT value FROM meta WHERE key = 'currency'), id",
        number,
    )
}

/// Accounts that a name means, whatever its case and spaces: the one that it was said to mean, else those that bear it.
pub(super) fn by_name(conn: &Connection, name: &str) -> Res<Vec<Account>> {
    match aliases::target(conn, &name_key(name))? {
        Some(id) => Ok(vec![get(conn, id)?]),
        None => by_own_name(conn, name),
    }
}

/// Accounts that bear that name, whatever its case and spaces.
pub(super) fn by_own_name(conn: &Connection, name: &str) -> Res<Vec<Account>> {
    many(
        conn,
        "name_key = ?1 AND voided_by IS NULL ORDER BY id",
        &name_key(name),
    )
}

fn many(conn: &Connection, condition: &str, value: &str) -> Res<Vec<Account>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT {ACCOUNT} FROM account WHERE {condition}"))?;
    let mut rows = statement.query(params![value])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(account(r)?);
    }
    Ok(out)
}

/// An account to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NewAccount<'a> {
    /// The book's number for it.
    pub number: Option<&'a str>,
    /// Its name; the number stands in where the book gives none.
    pub name: &'a str,
    /// What it is billed in.
    pub currency: Currency,
    /// What else its source says of it.
    pub fields: Vec<(Field, &'a str)>,
}

/// Fields that an account may be written with.
const BORN_WITH: [Field; 5] = [
    Field::AccountTerms,
    Field::AccountLimit,
    Field::AccountSalesperson,
    Field::AccountState,
    Field::AccountAddress,
];

/// Writes an account.
pub(super) fn insert(act: &mut Act<'_>, new: &NewAccount<'_>) -> Res<AccountId> {
    let seq = act.seq;
    let of = |field: Field| {
        let said = new.fields.iter().find(|(f, _)| *f == field);
        field.value(said.map(|(_, value)| *value))
    };
    let id = act.insert(
        Table::Account,
        "INSERT INTO account (event_seq, number, name, name_key, currency, kind, terms_days, credit_limit_minor, salesperson, state, address)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            seq,
            new.number,
            new.name,
            name_key(new.name),
            new.currency,
            AccountKind::Commercial,
            of(Field::AccountTerms)?,
            of(Field::AccountLimit)?,
            of(Field::AccountSalesperson)?,
            of(Field::AccountState)?,
            of(Field::AccountAddress)?
        ],
    )?;
    for (field, value) in &new.fields {
        if !BORN_WITH.contains(field) {
            change(act, *field, id, Some(value))?;
        }
    }
    Ok(AccountId(id))
}

/// The book's own name of a customer's account in a second currency, which is called `Name (EUR)`.
pub(super) fn book_name(shown: &str, currency: Currency) -> &str {
    let ending = shown
        .strip_suffix(')')
        .and_then(|s| s.strip_suffix(currency.code()))
        .and_then(|s| s.strip_suffix(" ("));
    ending.unwrap_or(shown)
}

/// What is known of a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct NewContact<'a> {
    /// Name.
    pub name: &'a str,
    /// Role.
    pub role: Option<&'a str>,
    /// Phone.
    pub phone: Option<&'a str>,
    /// Mobile phone.
    pub mobile: Option<&'a str>,
    /// Mail address.
    pub email: Option<&'a str>,
    /// Ask for this one first.
    pub preferred: bool,
    /// IANA time zone.
    pub zone: Option<&'a str>,
}

/// What a `put_contact` did.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Put {
    /// It was not there.
    New,
    /// It was there with other values.
    Changed,
    /// It was there as it is.
    Unchanged,
}

/// Writes a person, or changes the one of that name at the account. What the source does not say is left as it is.
pub(super) fn put_contact(act: &mut Act<'_>, account: AccountId, new: &NewContact<'_>) -> Res<Put> {
    let found: Option<ContactId> = act
        .conn
        .prepare_cached(
            "SELECT id FROM contact WHERE account_id = ?1 AND name = ?2 AND voided_by IS NULL ORDER BY id LIMIT 1",
        )?
        .query_row(params![account, new.name], |r| r.get(0))
        .optional()?;
    if let Some(id) = found {
        let mut changed = false;
        for (field, value) in [
            (Field::ContactRole, new.role),
            (Field::ContactPhone, new.phone),
            (Field::ContactMobile, new.mobile),
            (Field::ContactEmail, new.email),
            (Field::ContactZone, new.zone),
        ] {
            if value.is_some() {
                changed |= change(act, field, id.0, value)?;
            }
        }
        if new.preferred {
            changed |= prefer(act, account, id)?;
        }
        return Ok(if changed {
            Put::Changed
        } else {
            Put::Unchanged
        });
    }
    let seq = act.seq;
    let id = act.insert(
        Table::Contact,
        "INSERT INTO contact (event_seq, account_id, name, role, phone, email, preferred, zone, mobile) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)",
        params![seq, account, new.name, new.role, new.phone, new.email, new.zone, new.mobile],
    )?;
    if new.preferred {
        prefer(act, account, ContactId(id))?;
    }
    Ok(Put::New)
}

/// Makes one contact of an account the one to ask for first.
pub(super) fn prefer(act: &mut Act<'_>, account: AccountId, id: ContactId) -> Res<bool> {
    let others: Vec<i64> = act
        .conn
        .prepare_cached(
            "SELECT id FROM contact WHERE account_id = ?1 AND id <> ?2 AND preferred = 1 AND voided_by IS NULL",
        )?
        .query_map(params![account, id], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    for other in others {
        change(act, Field::ContactPreferred, other, Some("0"))?;
    }
    change(act, Field::ContactPreferred, id.0, Some("1"))
}

/// The account that a person means: `#id`, number, exact name, then the only one whose name begins with it, then the only one
/// whose name holds all its words. Refuses with the nearest names.
pub(super) fn resolve(conn: &Connection, typed: &str) -> Res<Account> {
    let typed = typed.trim();
    if typed.is_empty() {
        return refuse("name an account: its number, its name or the beginning of it");
    }
    if let Some(id) = typed.strip_prefix('#').and_then(|n| n.parse().ok()) {
        return get(conn, AccountId(id));
    }
    let mut found = by_number(conn, typed)?;
    if found.is_empty() {
        found = by_name(conn, typed)?;
    }
    if found.is_empty()
        && let Some((who, currency)) = with_currency(typed)
    {
        found = by_number(conn, who)?;
        if found.is_empty() {
            found = by_name(conn, who)?;
        }
        found.retain(|a| a.currency == currency);
    }
    match found.len() {
        0 => {}
        1 => return Ok(found.swap_remove(0)),
        // Two customers of one name: whoever types it must say which.
        _ => return refuse(fits_several(typed, &found)),
    }
    let key = super::text::search_key(typed);
    let words: Vec<&str> = key.split(' ').collect();
    let (mut numbered, mut begins, mut holds) = (Vec::new(), Vec::new(), Vec::new());
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {ACCOUNT} FROM account WHERE voided_by IS NULL ORDER BY id"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let number: Option<String> = r.get(1)?;
        let name: String = r.get(2)?;
        let folded = super::text::search_key(&name);
        if number.is_some_and(|n| n.eq_ignore_ascii_case(typed)) {
            // Numbers that differ in case only are two numbers; but who types one in small letters means the only one there is.
            numbered.push(account(r)?);
        } else if folded.starts_with(&key) {
            begins.push(account(r)?);
        } else if words.iter().all(|w| folded.contains(w)) {
            holds.push(account(r)?);
        }
    }
    let near = [&mut numbered, &mut begins]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or(&mut holds);
    match near.len() {
        1 => Ok(near.swap_remove(0)),
        0 => refuse(format!(
            "no account '{typed}': write its number, its name, or a part of the name that only one has"
        )),
        _ => refuse(fits_several(typed, near)),
    }
}

/// `C1001 EUR` or `Harbor (EUR)`: a customer who is billed in several currencies, and which of the accounts is meant.
fn with_currency(typed: &str) -> Option<(&str, Currency)> {
    let (who, code) = typed.rsplit_once(' ')?;
    let code = code.trim_start_matches('(').trim_end_matches(')');
    let currency = Currency::parse(code).ok()?;
    Some((who.trim(), currency))
}

fn fits_several(typed: &str, found: &[Account]) -> String {
    let one = |account: &Account| match &account.number {
        Some(number) => format!("{} ({number} {})", account.name, account.currency),
        None => format!("{} (#{})", account.name, account.id),
    };
    let some: Vec<String> = found.iter().take(5).map(one).collect();
    let more = if found.len() > 5 { ", …" } else { "" };
    format!(
        "'{typed}' fits {} accounts: {}{more}; write more of the name, or the number",
        found.len(),
        some.join(", ")
    )
}
