//! The schema's versions: makes a new ledger, and refuses one that this program does not know.
//!
//! Law: a migration is one transaction together with its `user_version` (FAULTS U3). A newer ledger is refused with its data untouched.

use super::Identity;
use super::engine::{APPLICATION_ID, Engine};
use super::fault::{Fault, Res};
use super::meta;
use super::protocol::StoreError;
use rusqlite::Connection;
use std::hash::{BuildHasher, Hasher, RandomState};

/// The version that this program writes.
pub(super) const VERSION: i64 = 1;

/// The whole schema of version 1.
pub(super) const SCHEMA: &str = include_str!("../../migrations/001_ledger.sql");

/// Writes schema and identity into an empty database.
pub(super) fn make(engine: &mut Engine, id: &Identity) -> Res<()> {
    let company = id.company.trim();
    if company.is_empty() || company.chars().count() > 200 || company.contains('\0') {
        return Err(Fault::refused(
            "the ledger needs the company's name, 1 to 200 characters",
        ));
    }
    let tx = engine.write()?;
    tx.execute_batch(SCHEMA)?;
    tx.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
    ))?;
    meta::set(&tx, meta::COMPANY, company)?;
    meta::set(&tx, meta::CURRENCY, id.currency.code())?;
    meta::set(&tx, meta::EPOCH, &epoch())?;
    tx.commit()?;
    Ok(())
}

/// The ledger is of a version that this program can work with.
pub(super) fn known(conn: &Connection) -> Res<()> {
    let found = version(conn)?;
    match found {
        VERSION => Ok(()),
        n if n > VERSION => Err(StoreError::Storage(format!(
            "this ledger is of format {n}, and this bywhen knows up to {VERSION}: use a newer bywhen (nothing was changed)"
        ))
        .into()),
        n => Err(StoreError::Storage(format!(
            "this ledger is of format {n}, which no released bywhen wrote: nothing was changed; restore a backup"
        ))
        .into()),
    }
}

/// `user_version`; read again in every write, because another program may have migrated meanwhile (FAULTS U2).
pub(super) fn version(conn: &Connection) -> Res<i64> {
    Ok(conn.query_row("PRAGMA user_version", [], |r| r.get(0))?)
}

/// A name for this copy that no other copy has: random, because the store reads no clock.
fn epoch() -> String {
    let draw = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", draw(), draw())
}
