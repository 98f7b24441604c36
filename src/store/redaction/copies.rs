//! Copies of the ledger, and other files, that still hold what was blacked out: they are named, never touched.

use super::find;
use crate::domain::redaction::Wanted;
use crate::store::backup;
use crate::store::engine::APPLICATION_ID;
use crate::store::fault::Res;
use crate::store::lease::is_of_a_ledger;
use crate::store::place;
use std::path::{Path, PathBuf};

/// Larger files that are no ledgers are named as not looked into.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The files beside a ledger and at some places that hold it still, and those that could not be looked into.
pub(super) fn that_hold(
    ledger: &Path,
    places: &[PathBuf],
    wanted: &Wanted,
) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let mut files = Vec::new();
    let mut unread = Vec::new();
    let name = ledger.file_name().unwrap_or_default().to_string_lossy();
    let beside = |path: &Path| {
        let own = path.file_name().unwrap_or_default().to_string_lossy();
        own.starts_with(&*format!("{name}."))
    };
    list(place::folder_of(ledger), &mut files, &mut unread);
    files.retain(|path| beside(path));
    for place in places {
        if place.is_dir() {
            list(place, &mut files, &mut unread);
        } else {
            files.push(place.clone());
        }
    }
    files.sort();
    files.dedup();
    let mut hold = Vec::new();
    for path in files {
        // A ledger that is in use is proven by itself: closing a second handle on it would put down the locks on it.
        if is_of_a_ledger(&path) {
            continue;
        }
        match holds(&path, wanted) {
            Ok(true) => hold.push(path),
            Ok(false) => {}
            Err(_) => unread.push(path),
        }
    }
    (hold, unread)
}

/// The files of a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>, unread: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        unread.push(folder.to_path_buf());
        return;
    };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}

fn holds(path: &Path, wanted: &Wanted) -> Res<bool> {
    let about = std::fs::metadata(path).map_err(|e| place::failed(path, &e))?;
    if about.len() > 0 && is_a_copy(path) {
        let conn = backup::read_only(path)?;
        let tx = conn.unchecked_transaction()?;
        return Ok(!find::spots(&tx, wanted)?.is_empty());
    }
    if about.len() > LARGEST {
        return Err(crate::store::fault::Fault::refused("too large"));
    }
    let bytes = std::fs::read(path).map_err(|e| place::failed(path, &e))?;
    Ok(match wanted {
        Wanted::Text(text) => bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes()),
        Wanted::Cards => wanted.black_out(&String::from_utf8_lossy(&bytes)).is_some(),
    })
}

/// It is a ledger's copy.
fn is_a_copy(path: &Path) -> bool {
    let id = backup::read_only(path)
        .and_then(|conn| Ok(conn.query_row("PRAGMA application_id", [], |r| r.get::<_, i64>(0))?));
    id.is_ok_and(|id| id == APPLICATION_ID)
}
