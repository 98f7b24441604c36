//! Other names of accounts: a person says that a report's name means a customer that the ledger has (IMPORT §3.6).
//!
//! Law: a name that reads alike is never merged by itself; `import/near.rs` offers, this file records what a person said. From the next
//! import on the name leads to the account; what stood under it until then moves there as that report lists it (`import/moved.rs`).

use super::accounts;
use super::act::Act;
use super::fault::{Res, refuse};
use super::protocol::AliasLine;
use super::table::Table;
use super::text;
use crate::domain::account::Account;
use crate::domain::ids::AccountId;
use rusqlite::{Connection, OptionalExtension, params};

/// What a person does to an account, which would be lost from sight if its name led elsewhere.
const RECORDS: [(&str, &str); 7] = [
    ("touch", "calls or notes"),
    ("promise", "promises"),
    ("claim", "claims of payment"),
    ("follow_up", "follow-ups"),
    ("task", "tasks"),
    ("dispute", "disputes"),
    ("hold", "holds"),
];

/// Records that a name means an account.
pub(super) fn make(act: &mut Act<'_>, account: AccountId, name: &str, body: &str) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let name = text::required("name", name, 400)?;
    let key = text::name_key(&name);
    if key == text::name_key(&found.name) {
        return refuse(format!(
            "{} is its own name: reports that use it need no alias",
            found.name
        ));
    }
    if let Some(other) = target(act.conn, &key)? {
        let other = accounts::get(act.conn, other)?;
        let means = format!("'{name}' means {} already", other.name);
        return match other.id == account {
            true => refuse(means),
            false => undo_first(means),
        };
    }
    if is_apart(act.conn, account, &key)? {
        let other = &found.name;
        return undo_first(format!(
            "'{name}' was said to be another customer than {other}"
        ));
    }
    for other in accounts::by_own_name(act.conn, &name)? {
        may_give_way(act.conn, &found, &other)?;
    }
    let what = format!("'{name}' means {}", found.name);
    act.event("alias", Some(account), what, body)?;
    let seq = act.seq;
    act.insert(
        Table::Alias,
        "INSERT INTO alias (event_seq, account_id, name, name_key) VALUES (?1, ?2, ?3, ?4)",
        params![seq, account, name, key],
    )?;
    act.touch(account);
    Ok(())
}

/// What was said before stands in the way.
fn undo_first<T>(said: String) -> Res<T> {
    refuse(format!("{said}: undo that first (bywhen undo --list)"))
}

/// An account that bears the name itself gives way only while nothing but reports has spoken of it.
fn may_give_way(conn: &Connection, account: &Account, other: &Account) -> Res<()> {
    if let Some(number) = &other.number {
        let advice = if account.number.is_some() {
            "two numbers are two customers".to_owned()
        } else {
            format!(
                "make the name without a number the alias: bywhen alias {number} \"{}\"",
                account.name
            )
        };
        return refuse(format!(
            "{} is customer {number} of the books: {advice}",
            other.name
        ));
    }
    for (table, words) in RECORDS {
        // Both names are this file's own.
        let found: Option<i64> = conn
            .prepare_cached(&format!(
                "SELECT 1 FROM {table} WHERE account_id = ?1 AND voided_by IS NULL LIMIT 1"
            ))?
            .query_row(params![other.id], |r| r.get(0))
            .optional()?;
        if found.is_some() {
            return refuse(format!(
                "{} is an account with {words} of its own, which would be lost from sight: make it the one that stays (bywhen alias \"{}\" \"{}\"), or undo them first",
                other.name, other.name, account.name
            ));
        }
    }
    Ok(())
}

/// Records that a name which reads like an account's is another customer's.
pub(super) fn keep_apart(act: &mut Act<'_>, account: AccountId, name: &str, body: &str) -> Res<()> {
    let found = accounts::get(act.conn, account)?;
    let name = text::required("name", name, 400)?;
    let key = text::name_key(&name);
    if key == text::name_key(&found.name) {
        return refuse(format!("{} is its own name", found.name));
    }
    if target(act.conn, &key)? == Some(account) {
        return undo_first(format!("'{name}' was said to mean {}", found.name));
    }
    if is_apart(act.conn, account, &key)? {
        return refuse(format!(
            "'{name}' is known to be another customer than {}",
            found.name
        ));
    }
    let what = format!("'{name}' is another customer than {}", found.name);
    act.event("apart", Some(account), what, body)?;
    let seq = act.seq;
    act.insert(
        Table::Apart,
        "INSERT INTO apart (event_seq, account_id, name, name_key) VALUES (?1, ?2, ?3, ?4)",
        params![seq, account, name, key],
    )?;
    act.touch(account);
    Ok(())
}

/// Somebody said that the folded name means another customer than that account.
pub(super) fn is_apart(conn: &Connection, account: AccountId, key: &str) -> Res<bool> {
    let found: Option<i64> = conn
        .prepare_cached(
            "SELECT 1 FROM apart WHERE account_id = ?1 AND name_key = ?2 AND voided_by IS NULL",
        )?
        .query_row(params![account, key], |r| r.get(0))
        .optional()?;
    Ok(found.is_some())
}

/// The account that a folded name was said to mean.
pub(super) fn target(conn: &Connection, key: &str) -> Res<Option<AccountId>> {
    Ok(conn
        .prepare_cached("SELECT account_id FROM alias WHERE name_key = ?1 AND voided_by IS NULL")?
        .query_row(params![key], |r| r.get(0))
        .optional()?)
}

/// Other names, by account: of one, or of all.
pub(super) fn list(conn: &Connection, account: Option<AccountId>) -> Res<Vec<AliasLine>> {
    let mut statement = conn.prepare_cached(
        "SELECT x.account_id, coalesce(a.number, a.name), a.name, x.name FROM alias x JOIN account a ON a.id = x.account_id
         WHERE x.voided_by IS NULL AND (?1 IS NULL OR x.account_id = ?1) ORDER BY a.name_key, x.account_id, x.name_key",
    )?;
    let rows = statement.query_map(params![account], |r| {
        Ok(AliasLine {
            account: r.get(0)?,
            label: r.get(1)?,
            name: r.get(2)?,
            alias: r.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
