//! Taking texts out of a ledger for good: what is asked, and what came of it.

use crate::domain::ids::EventSeq;
use crate::domain::redaction::Wanted;
use std::path::PathBuf;

/// What is to be blacked out, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RedactAsk {
    /// What.
    pub wanted: Wanted,
    /// Why: it stays in the log.
    pub reason: String,
    /// Files and folders besides the ledger's own in which copies are looked for.
    pub look_in: Vec<PathBuf>,
    /// Only say what would be blacked out.
    pub dry_run: bool,
}

/// What was blacked out, or would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Redacted {
    /// Where: column, table and row.
    pub places: Vec<String>,
    /// The acts that wrote those.
    pub acts: Vec<EventSeq>,
    /// The act that this is; none when nothing was found, or nothing was to be done yet.
    pub event: Option<EventSeq>,
    /// Other files that hold it still.
    pub copies: Vec<PathBuf>,
    /// Files that could not be looked into.
    pub unread: Vec<PathBuf>,
}
