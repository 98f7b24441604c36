//! Backups: what they hold, and what came of putting one back.

use super::{CurrencySum, EventLine, Head, TableCount};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What a backup holds: written beside it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program that made it.
    pub bywhen: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The ledger's format.
    pub format: i64,
    /// How many acts it holds.
    pub events: u64,
    /// The newest of them, with what stands for all.
    pub head: Head,
    /// The digest of the whole ledger (`bywhen check --strict` says it too).
    pub digest: String,
    /// SHA-256 of the backup's file.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// Rows by table.
    pub counts: Vec<TableCount>,
    /// Money by currency.
    pub sums: Vec<CurrencySum>,
}

/// What came of putting a backup back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restored {
    /// Where the ledger that was there is now.
    pub aside: Option<PathBuf>,
    /// The newest act of the backup.
    pub head: Head,
    /// Acts that were recorded after the backup, oldest first: they are not in the ledger any more.
    pub since: Vec<EventLine>,
    /// Why those could not be read, when they could not.
    pub unread: Option<String>,
    /// The backup had its manifest, and is what that says.
    pub manifest: bool,
}
