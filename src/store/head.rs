//! The head beside the ledger (`ledger.db.head`): the newest act that was in it when it was last left (FAULTS S12).
//!
//! A ledger that was copied without its log, or exchanged for an older copy, opens as if nothing were missing. The head tells: it is written
//! when a bywhen that had the ledger open leaves it, and compared when one opens it. Law: it only ever moves on. A ledger that does not hold
//! the act that the head names never overwrites it, so that the word stays until a person has dealt with it. Nothing but messages depends on it:
//! a head that is missing or cannot be read is made anew.

use super::engine::Engine;
use super::events;
use super::fault::Res;
use super::lease::beside;
use super::{place, seal};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// What the file is called after the ledger.
pub(super) const ENDING: &str = ".head";

/// An act, and the hash that its event has.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Known {
    seq: i64,
    hash: String,
}

/// The file beside a ledger.
pub(super) fn file_of(ledger: &Path) -> PathBuf {
    beside(ledger, ENDING)
}

/// What the ledger lacks that its head knows; `None` when it holds all of it, or when there is no head.
pub(super) fn behind(conn: &Connection, ledger: &Path) -> Res<Option<String>> {
    let Some(known) = read(ledger) else {
        return Ok(None);
    };
    if events::hash_at(conn, known.seq)?.as_deref() == Some(known.hash.as_str()) {
        return Ok(None);
    }
    let (held, _) = seal::head_event(conn)?;
    let what = if held < known.seq {
        format!(
            "it ends with act {held}, and had {} when it was last left",
            known.seq
        )
    } else {
        format!(
            "its act {} is another one than when it was last left",
            known.seq
        )
    };
    Ok(Some(format!(
        "{}: {what}: was it copied without its -wal, or an older copy put in its place? Look for the newer file, or run `bywhen restore` with a backup; if it is meant so, remove {}",
        ledger.display(),
        file_of(ledger).display()
    )))
}

/// Writes down what the ledger holds, unless the head knows of more. What cannot be written is a warning less, no more.
pub(super) fn keep(engine: &Engine) {
    let Some(ledger) = engine.path() else { return };
    // Under the name may lie another ledger by now.
    if engine.same_file().is_err() {
        return;
    }
    let Ok((seq, hash)) = seal::head_event(&engine.conn) else {
        return;
    };
    let now = Known { seq, hash };
    if seq == 0 || read(ledger).as_ref() == Some(&now) {
        return;
    }
    if matches!(behind(&engine.conn, ledger), Ok(None)) {
        let _ = place::exchange(&file_of(ledger), &format!("{} {}\n", now.seq, now.hash));
    }
}

fn read(ledger: &Path) -> Option<Known> {
    let text = std::fs::read_to_string(file_of(ledger)).ok()?;
    let (seq, hash) = text.trim_end().split_once(' ')?;
    let known = Known {
        seq: seq.parse().ok()?,
        hash: hash.to_owned(),
    };
    (known.seq > 0 && known.hash.len() == 64).then_some(known)
}
