//! Who sells, and where mail reaches them: rows of a small list beside the names that the accounts carry.
//!
//! Law: the newest row of a name counts. Names are compared folded, because reports write them as they like.

use super::act::Act;
use super::fault::{Fault, Res};
use super::protocol::Seller;
use super::staff::STAFF;
use super::table::Table;
use super::text::{self, name_key};
use crate::domain::outbox::check_address;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// Writes down where mail reaches a salesperson.
pub(super) fn set(act: &mut Act<'_>, name: &str, mail: Option<&str>, body: &str) -> Res<()> {
    let name = text::required("name", name, 200)?;
    let mail = match mail.map(str::trim).filter(|m| !m.is_empty()) {
        None => None,
        Some(mail) => Some(
            check_address(mail)
                .map_err(|e| Fault::refused(format!("'{mail}': {e}; nothing was saved")))?,
        ),
    };
    let what = match mail {
        Some(mail) => format!("mail of {name} (sales): {mail}"),
        None => format!("mail of {name} (sales) taken away"),
    };
    act.event(STAFF, None, what, body)?;
    let seq = act.seq;
    let key = name_key(&name);
    act.insert(
        Table::Seller,
        "INSERT INTO seller (event_seq, name, name_key, mail) VALUES (?1, ?2, ?3, ?4)",
        params![seq, name, key, mail],
    )?;
    Ok(())
}

/// Where mail reaches the salesperson of that name.
pub(super) fn mail_of(conn: &Connection, name: &str) -> Res<Option<String>> {
    let found: Option<Option<String>> = conn
        .prepare_cached(
            "SELECT mail FROM seller WHERE name_key = ?1 AND voided_by IS NULL ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![name_key(name)], |r| r.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Everybody whom an account names or the list has, by name.
pub(super) fn list(conn: &Connection) -> Res<Vec<Seller>> {
    let mut found: BTreeMap<String, Seller> = BTreeMap::new();
    let mut statement = conn.prepare_cached(
        "SELECT salesperson, count(*) FROM account WHERE salesperson IS NOT NULL AND voided_by IS NULL GROUP BY salesperson ORDER BY salesperson",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let name: String = r.get(0)?;
        let accounts = r.get::<_, i64>(1)?.unsigned_abs();
        let entry = found.entry(name_key(&name)).or_insert(Seller {
            name,
            mail: None,
            accounts: 0,
        });
        entry.accounts += accounts;
    }
    let mut statement = conn.prepare_cached(
        "SELECT name, name_key, mail FROM seller WHERE voided_by IS NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(r) = rows.next()? {
        let entry = found.entry(r.get(1)?).or_insert(Seller {
            name: r.get(0)?,
            mail: None,
            accounts: 0,
        });
        entry.mail = r.get(2)?;
    }
    Ok(found
        .into_values()
        .filter(|s| s.accounts > 0 || s.mail.is_some())
        .collect())
}
