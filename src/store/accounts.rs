//! Accounts and contacts: finding them by what a file or a person calls them, writing them, changing their fields.
//!
//! Law: identity is the number where the book has one, else the folded name, once per currency. A changed field leaves a
//! `field_change` row with before and after, so that undo can put it back.

use super::act::Act;
use super::aliases;
use super::books::{ACCOUNT, account};
use super::fault::{Fault, Res, refuse};
use super::table::Table;
use super::text::name_key;
use crate::domain::account::{Account, AccountKind};
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::money::Currency;
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

/// Who changed a field last, and when.
pub(super) fn last_change(
    conn: &Connection,
    field: Field,
    id: i64,
) -> Res<Option<(String, DateTime<Utc>)>> {
    let (entity, column) = field.place();
    let found: Option<(String, i64)> = conn
        .prepare_cached(
            "SELECT e.actor, e.at_us FROM field_change f JOIN event e ON e.seq = f.event_seq
             WHERE f.entity = ?1 AND f.entity_id = ?2 AND f.field = ?3 ORDER BY f.id DESC LIMIT 1",
        )?
        .query_row(params![entity, id, column], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(by, at)| Some((by, DateTime::from_timestamp_micros(at)?))))
}

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

/// A field that may change, with its column.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Field {
    /// The book's number for an account.
    AccountNumber,
    /// An account's name (its key goes along).
    AccountName,
    /// Commercial, consumer, mixed.
    AccountKind,
    /// Days to pay.
    AccountTerms,
    /// Credit limit.
    AccountLimit,
    /// Whose it is.
    AccountCollector,
    /// Who sells.
    AccountSalesperson,
    /// State.
    AccountState,
    /// IANA time zone.
    AccountZone,
    /// Where they want their invoices.
    AccountInvoicesTo,
    /// A contact's name.
    ContactName,
    /// Where bills go.
    AccountAddress,
    /// A contact's role.
    ContactRole,
    /// A contact's phone.
    ContactPhone,
    /// A contact's mobile phone.
    ContactMobile,
    /// A contact's mail address.
    ContactEmail,
    /// Ask for this one first.
    ContactPreferred,
    /// IANA time zone of a contact.
    ContactZone,
    /// Decides about paying.
    ContactRightParty,
    /// The number is wrong since.
    ContactPhoneBad,
    /// Mail comes back since.
    ContactEmailBad,
    /// A document's due date.
    DocumentDue,
    /// It was worked out.
    DocumentDueDerived,
    /// Purchase order.
    DocumentPo,
    /// Job.
    DocumentJob,
    /// The book's words.
    DocumentMemo,
    /// Listed by a complete list.
    DocumentInSnapshot,
}

impl Field {
    /// Every field.
    const ALL: [Field; 27] = [
        Field::AccountNumber,
        Field::AccountName,
        Field::AccountKind,
        Field::AccountTerms,
        Field::AccountLimit,
        Field::AccountCollector,
        Field::AccountSalesperson,
        Field::AccountState,
        Field::AccountZone,
        Field::AccountInvoicesTo,
        Field::ContactName,
        Field::AccountAddress,
        Field::ContactRole,
        Field::ContactPhone,
        Field::ContactMobile,
        Field::ContactEmail,
        Field::ContactPreferred,
        Field::ContactZone,
        Field::ContactRightParty,
        Field::ContactPhoneBad,
        Field::ContactEmailBad,
        Field::DocumentDue,
        Field::DocumentDueDerived,
        Field::DocumentPo,
        Field::DocumentJob,
        Field::DocumentMemo,
        Field::DocumentInSnapshot,
    ];

    /// Table and column: the only names that ever reach the text of an UPDATE.
    pub const fn place(self) -> (&'static str, &'static str) {
        match self {
            Field::AccountNumber => ("account", "number"),
            Field::AccountName => ("account", "name"),
            Field::AccountKind => ("account", "kind"),
            Field::AccountTerms => ("account", "terms_days"),
            Field::AccountLimit => ("account", "credit_limit_minor"),
            Field::AccountCollector => ("account", "collector"),
            Field::AccountSalesperson => ("account", "salesperson"),
            Field::AccountState => ("account", "state"),
            Field::AccountZone => ("account", "zone"),
            Field::AccountInvoicesTo => ("account", "invoices_to"),
            Field::ContactName => ("contact", "name"),
            Field::AccountAddress => ("account", "address"),
            Field::ContactRole => ("contact", "role"),
            Field::ContactPhone => ("contact", "phone"),
            Field::ContactMobile => ("contact", "mobile"),
            Field::ContactEmail => ("contact", "email"),
            Field::ContactPreferred => ("contact", "preferred"),
            Field::ContactZone => ("contact", "zone"),
            Field::ContactRightParty => ("contact", "right_party"),
            Field::ContactPhoneBad => ("contact", "phone_bad_on"),
            Field::ContactEmailBad => ("contact", "email_bad_on"),
            Field::DocumentDue => ("document", "due_on"),
            Field::DocumentDueDerived => ("document", "due_derived"),
            Field::DocumentPo => ("document", "po"),
            Field::DocumentJob => ("document", "job"),
            Field::DocumentMemo => ("document", "memo"),
            Field::DocumentInSnapshot => ("document", "in_snapshot"),
        }
    }

    /// Its column holds an integer.
    const fn is_integer(self) -> bool {
        matches!(
            self,
            Field::AccountTerms
                | Field::AccountLimit
                | Field::ContactPreferred
                | Field::ContactRightParty
                | Field::DocumentDueDerived
                | Field::DocumentInSnapshot
        )
    }

    /// The field of a `field_change` row.
    pub fn of(entity: &str, column: &str) -> Res<Field> {
        Field::ALL
            .into_iter()
            .find(|f| f.place() == (entity, column))
            .ok_or_else(|| Fault::damaged(format!("changed field {entity}.{column}")))
    }

    /// A value as it stands in `field_change`, as it stands in the column.
    pub fn value(self, text: Option<&str>) -> Res<Value> {
        let (table, column) = self.place();
        Ok(match text {
            None => Value::Null,
            Some(text) if self.is_integer() => Value::Integer(
                text.parse()
                    .map_err(|_| Fault::damaged(format!("value '{text}' of {table}.{column}")))?,
            ),
            Some(text) => Value::Text(text.to_owned()),
        })
    }

    /// Writes a value as it stands in `field_change`.
    pub fn write(self, conn: &Connection, id: i64, value: Option<&str>) -> Res<()> {
        let (table, column) = self.place();
        let bound = self.value(value)?;
        conn.prepare_cached(&format!("UPDATE {table} SET {column} = ?1 WHERE id = ?2"))?
            .execute(params![bound, id])?;
        if self == Field::AccountName
            && let Some(name) = value
        {
            conn.prepare_cached("UPDATE account SET name_key = ?1 WHERE id = ?2")?
                .execute(params![name_key(name), id])?;
        }
        Ok(())
    }
}

/// What a field holds, as it stands in `field_change`.
pub(super) fn value(conn: &Connection, field: Field, id: i64) -> Res<Option<String>> {
    let (table, column) = field.place();
    Ok(conn
        .prepare_cached(&format!(
            "SELECT CAST({column} AS TEXT) FROM {table} WHERE id = ?1"
        ))?
        .query_row(params![id], |r| r.get(0))?)
}

/// The book's own name of a customer's account in a second currency, which is called `Name (EUR)`.
pub(super) fn book_name(shown: &str, currency: Currency) -> &str {
    let ending = shown
        .strip_suffix(')')
        .and_then(|s| s.strip_suffix(currency.code()))
        .and_then(|s| s.strip_suffix(" ("));
    ending.unwrap_or(shown)
}

/// Gives a field another value, leaving a record of both. Answers false when it has that value already.
pub(super) fn change(act: &mut Act<'_>, field: Field, id: i64, after: Option<&str>) -> Res<bool> {
    let (table, column) = field.place();
    let before = value(act.conn, field, id)?;
    if before.as_deref() == after {
        return Ok(false);
    }
    let seq = act.seq;
    act.insert(
        Table::FieldChange,
        "INSERT INTO field_change (event_seq, entity, entity_id, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![seq, table, id, column, before, after],
    )?;
    field.write(act.conn, id, after)?;
    Ok(true)
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
