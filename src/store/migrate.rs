//! The schema's versions: makes a new ledger, and refuses one that this program does not know.
//!
//! Law: a migration is one transaction together with its `user_version` (FAULTS U3). A newer ledger is refused with its data untouched.

use super::Identity;
use super::engine::{APPLICATION_ID, Engine};
use super::fault::{Fault, Res};
use super::meta;
use super::protocol::StoreError;
use rusqlite::Connection;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Every step of the schema, in order: step n brings a ledger from format n - 1 to format n. A step that has landed is never edited.
const STEPS: [&str; 21] = [
    include_str!("../../migrations/001_ledger.sql"),
    include_str!("../../migrations/002_integrity.sql"),
    include_str!("../../migrations/004_hours.sql"),
    include_str!("../../migrations/005_calls.sql"),
    include_str!("../../migrations/006_merging.sql"),
    include_str!("../../migrations/007_apart.sql"),
    include_str!("../../migrations/008_reviews.sql"),
    include_str!("../../migrations/009_collectors.sql"),
    include_str!("../../migrations/010_history.sql"),
    include_str!("../../migrations/011_outbox.sql"),
    include_str!("../../migrations/012_verdicts.sql"),
    include_str!("../../migrations/013_fees.sql"),
    include_str!("../../migrations/014_cases.sql"),
    include_str!("../../migrations/015_credit.sql"),
    include_str!("../../migrations/016_ladder.sql"),
    include_str!("../../migrations/017_liens.sql"),
    include_str!("../../migrations/018_contact_rules.sql"),
    include_str!("../../migrations/019_mail.sql"),
    include_str!("../../migrations/021_settled.sql"),
    include_str!("../../migrations/024_overlays.sql"),
    include_str!("../../migrations/025_redaction.sql"),
];

/// The format that this program writes.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// The format of a ledger that is to be brought up first; `None` when it is of this program's, or unknown to it.
pub(super) fn is_older(engine: &Engine) -> Res<Option<i64>> {
    let found = version(&engine.conn)?;
    known(found)?;
    Ok((found < VERSION).then_some(found))
}

/// Writes schema and identity into an empty database.
pub(super) fn make(engine: &mut Engine, id: &Identity) -> Res<()> {
    let company = id.company.trim();
    if company.is_empty() || company.chars().count() > 200 || company.contains('\0') {
        return Err(Fault::refused(
            "the ledger needs the company's name, 1 to 200 characters",
        ));
    }
    let tx = engine.write()?;
    schema(&tx)?;
    tx.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
    ))?;
    meta::set(&tx, meta::COMPANY, company)?;
    meta::set(&tx, meta::CURRENCY, id.currency.code())?;
    meta::set(&tx, meta::EPOCH, &epoch())?;
    tx.commit()?;
    Ok(())
}

/// Makes the whole schema in an empty database.
pub(super) fn schema(conn: &Connection) -> Res<()> {
    for step in STEPS {
        conn.execute_batch(step)?;
    }
    Ok(())
}

/// Brings a ledger of an earlier format up to this program's, in one transaction with its `user_version`: old or new, never between.
pub(super) fn bring_up(engine: &mut Engine) -> Res<()> {
    let found = version(&engine.conn)?;
    if found == VERSION {
        return Ok(());
    }
    known(found)?;
    let tx = engine.write()?;
    // Another desk may have been faster: asked again now that nobody else can write.
    let found = version(&tx)?;
    for (step, format) in STEPS.iter().zip(1..) {
        if format > found {
            tx.execute_batch(step)?;
        }
    }
    tx.execute_batch(&format!("PRAGMA user_version = {VERSION};"))?;
    tx.commit()?;
    Ok(())
}

/// This program can work with a ledger of that format.
pub(super) fn known(found: i64) -> Res<()> {
    if found > VERSION {
        return Err(StoreError::Storage(format!(
            "this ledger is of format {found}, and this bywhen knows up to {VERSION}: use a newer bywhen (nothing was changed)"
        ))
        .into());
    }
    if found < 1 {
        return Err(StoreError::Storage(format!(
            "this ledger is of format {found}, which no bywhen wrote: nothing was changed; restore a backup"
        ))
        .into());
    }
    Ok(())
}

/// Refuses a ledger in which something acts that no bywhen made: a trigger or a view of somebody else's would run inside our writes
/// (FAULTS X6). Looked at again only when the schema is another one than `known`; answers which it is.
pub(super) fn only_ours(conn: &Connection, known: Option<i64>) -> Res<i64> {
    let found: i64 = conn.query_row("PRAGMA schema_version", [], |r| r.get(0))?;
    if known == Some(found) {
        return Ok(found);
    }
    let mut made: HashMap<&str, Vec<&str>> = HashMap::new();
    for (step, word) in STEPS.iter().flat_map(|s| ACTING.map(|word| (s, word))) {
        for (at, _) in step.match_indices(word) {
            let text = &step[at..];
            let name = text[word.len()..].split([' ', '(', '\n']).next();
            made.entry(name.unwrap_or_default()).or_default().push(text);
        }
    }
    let mut statement =
        conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        let ours = made.get(name.as_str());
        if !ours.is_some_and(|texts| texts.iter().any(|text| text.starts_with(&sql))) {
            return Err(StoreError::Storage(format!(
                "the ledger has a trigger or view '{name}' that no bywhen made: nothing was saved; run `bywhen check`, or restore a backup"
            ))
            .into());
        }
    }
    Ok(found)
}

/// What acts by itself inside a database, as the steps write it.
const ACTING: [&str; 2] = ["CREATE TRIGGER ", "CREATE VIEW "];

/// `user_version`; read again in every write, because another program may have migrated meanwhile (FAULTS U2).
pub(super) fn version(conn: &Connection) -> Res<i64> {
    Ok(conn.query_row("PRAGMA user_version", [], |r| r.get(0))?)
}

/// A name for this copy that no other copy has: random, because the store reads no clock.
pub(super) fn epoch() -> String {
    let draw = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", draw(), draw())
}
