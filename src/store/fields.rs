//! Fields of accounts, contacts and documents that may change: their columns, and the record that each change leaves.
//!
//! Law: a changed field leaves a `field_change` row with before and after, so that undo can put it back and a digest can be made again.

use super::act::Act;
use super::fault::{Fault, Res};
use super::table::Table;
use super::text::name_key;
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

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
    /// A natural person owes.
    AccountNaturalPerson,
    /// Who guarantees it.
    AccountGuarantor,
    /// The account of its group.
    AccountParent,
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
    const ALL: [Field; 30] = [
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
        Field::AccountNaturalPerson,
        Field::AccountGuarantor,
        Field::AccountParent,
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
            Field::AccountNaturalPerson => ("account", "natural_person"),
            Field::AccountGuarantor => ("account", "guarantor"),
            Field::AccountParent => ("account", "parent_id"),
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
                | Field::AccountNaturalPerson
                | Field::AccountParent
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
