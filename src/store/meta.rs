//! Single values of the ledger: whose it is, which copy, and the days that its caches are valid for.

use super::fault::{Fault, Res};
use super::types::{iso, parse_iso};
use crate::domain::money::Currency;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// The company's name.
pub(super) const COMPANY: &str = "company";
/// The book's currency.
pub(super) const CURRENCY: &str = "currency";
/// Which copy of a ledger this is: a restored one gets another.
pub(super) const EPOCH: &str = "epoch";
/// The day that `facts` are valid for.
pub(super) const ROLLED_TO: &str = "rolled_to";
/// No document moves later than this day: lets a working book skip the search for later moves.
pub(super) const LATEST_MOVE: &str = "latest_move";
/// The rules that the facts were made with; others make them stale.
pub(super) const RULES: &str = "rules";

/// The value of a key.
pub(super) fn get(conn: &Connection, key: &str) -> Res<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row(params![key], |r| r.get(0))
        .optional()?)
}

/// Sets the value of a key.
pub(super) fn set(conn: &Connection, key: &str, value: &str) -> Res<()> {
    conn.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])?;
    Ok(())
}

/// A day that is stored under a key.
pub(super) fn day(conn: &Connection, key: &str) -> Res<Option<NaiveDate>> {
    match get(conn, key)? {
        None => Ok(None),
        Some(text) => parse_iso(&text)
            .map(Some)
            .ok_or_else(|| Fault::damaged(format!("meta '{key}' is '{text}'"))),
    }
}

/// Stores a day under a key.
pub(super) fn set_day(conn: &Connection, key: &str, value: NaiveDate) -> Res<()> {
    set(conn, key, &iso(value))
}

/// The book's currency.
pub(super) fn currency(conn: &Connection) -> Res<Currency> {
    let code =
        get(conn, CURRENCY)?.ok_or_else(|| Fault::damaged("the ledger names no currency"))?;
    Currency::parse(&code).map_err(Fault::damaged)
}
