//! Backups: a copy of the ledger as of one moment, proven before it gets its name (FAULTS §4.4).
//!
//! Law: made by SQLite (`VACUUM INTO`), never by copying files; synced, opened again, checked row by row and compared with the ledger that
//! it was made from; then named, never over a file that is there. A manifest beside it says what it holds and its SHA-256.

use super::canon;
use super::check;
use super::engine::Engine;
use super::fault::{Fault, Res};
use super::lease::beside;
use super::place;
use super::protocol::{Checked, Manifest, StoreError};
use super::{events, seal};
use crate::domain::rules::Rules;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where the manifest of a backup lies.
pub(super) fn manifest_of(backup: &Path) -> PathBuf {
    beside(backup, ".manifest.json")
}

/// Makes a backup of a ledger that is open here.
pub(super) fn make(engine: &Engine, rules: &Rules, to: &Path, at: DateTime<Utc>) -> Res<Manifest> {
    let source = engine.path().ok_or_else(|| {
        Fault::refused("this ledger is in memory only: there is nothing to back up")
    })?;
    if to.symlink_metadata().is_ok() {
        return Err(super::engine::is_there(to));
    }
    // Four fifths are the copy, the rest is for its manifest and what others write meanwhile.
    let size = engine.size()?;
    place::room(to, size + size / 5, "the backup")?;
    let before = seal::head(&engine.conn)?.seq;
    let draft = place::draft_of(to);
    let made = copy(source, &draft).and_then(|()| {
        let checked = prove(&read_only(&draft)?, rules)?;
        same_history(&engine.conn, &draft, before, &checked)?;
        let manifest = Manifest {
            bywhen: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            format: checked.format,
            events: checked.head.seq.unsigned_abs(),
            head: checked.head,
            digest: checked.digest.unwrap_or_default(),
            sha256: sha256(&draft)?,
            bytes: std::fs::metadata(&draft)
                .map_err(|e| place::failed(&draft, &e))?
                .len(),
            counts: checked.counts,
            sums: checked.sums,
        };
        place::put(&draft, to)?;
        Ok(manifest)
    });
    if made.is_err() {
        place::remove(&draft);
    }
    let manifest = made?;
    write_manifest(to, &manifest)?;
    Ok(manifest)
}

/// Keeps an older ledger as it is before it is brought up to date; answers where. The caller has it alone.
pub(super) fn before_upgrade(engine: &Engine, format: i64) -> Res<PathBuf> {
    let source = engine
        .path()
        .ok_or_else(|| Fault::refused("a ledger in memory is never older"))?;
    let size = engine.size()?;
    // The copy, and the upgrade's own log beside the ledger.
    place::room(
        source,
        size * 2 + size / 2,
        "bringing the ledger up to date",
    )?;
    let draft = place::draft_of(source);
    let made = copy(source, &draft).and_then(|()| {
        let copied = read_only(&draft)?;
        let whole = check::reads_whole(&copied)?;
        let seq = seal::head_event(&engine.conn)?;
        let same = seal::head_event(&copied)? == seq
            && check::counts_up_to(&copied, seq.0)? == check::counts_up_to(&engine.conn, seq.0)?;
        drop(copied);
        if !whole || !same {
            return Err(StoreError::Storage(
                "the copy that is kept before an upgrade does not read, so nothing was upgraded: check the disk".into(),
            )
            .into());
        }
        let kept = (1..)
            .map(|n: u32| match n {
                1 => beside(source, &format!(".format-{format}")),
                n => beside(source, &format!(".format-{format}-{n}")),
            })
            .find(|path| path.symlink_metadata().is_err())
            .ok_or_else(|| Fault::refused("no name is left for the copy"))?;
        place::put(&draft, &kept)?;
        Ok(kept)
    });
    if made.is_err() {
        place::remove(&draft);
    }
    made
}

/// Copies a ledger as of one moment into a new file, for its owner only, and syncs it.
pub(super) fn copy(source: &Path, draft: &Path) -> Res<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(
        options
            .open(draft)
            .map_err(|e| place::failed(place::folder_of(draft), &e))?,
    );
    // A connection of its own: the ledger's may not attach, and VACUUM INTO does.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(source, flags)?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    let target = draft
        .to_str()
        .ok_or_else(|| Fault::refused("the name of the copy is no text: choose another"))?;
    conn.execute("VACUUM INTO ?1", [target])?;
    drop(conn);
    place::sync(draft)
}

/// Proves a copy, to the last row.
pub(super) fn prove(conn: &Connection, rules: &Rules) -> Res<Checked> {
    let checked = check::prove_copy(conn, rules)?;
    if let Some(wrong) = checked.lines.iter().find(|line| !line.ok) {
        return Err(StoreError::Storage(format!(
            "the copy does not prove ({}: {}), so it was not kept: `bywhen check --strict` says what is wrong with the ledger",
            wrong.name, wrong.detail
        ))
        .into());
    }
    Ok(checked)
}

/// Reads a file that nobody writes.
pub(super) fn read_only(path: &Path) -> Res<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;",
    )?;
    Ok(conn)
}

/// The copy holds the ledger's history up to some moment since the copying began, and every row of it.
fn same_history(ledger: &Connection, copy: &Path, before: i64, checked: &Checked) -> Res<()> {
    let copy = read_only(copy)?;
    let seq = checked.head.seq;
    let mine = events::hash_at(ledger, seq)?;
    let rows = |conn: &Connection| check::counts_up_to(conn, seq);
    if seq >= before && mine == events::hash_at(&copy, seq)? && rows(ledger)? == rows(&copy)? {
        return Ok(());
    }
    Err(StoreError::Storage(
        "the copy does not hold what the ledger holds, so it was not kept: check the disk, then try again".into(),
    )
    .into())
}

fn write_manifest(backup: &Path, manifest: &Manifest) -> Res<()> {
    let path = manifest_of(backup);
    let draft = place::draft_of(&path);
    let text = serde_json::to_string_pretty(manifest)?;
    std::fs::write(&draft, text + "\n").map_err(|e| place::failed(&draft, &e))?;
    let put = place::put(&draft, &path);
    if put.is_err() {
        place::remove(&draft);
    }
    put
}

/// The sum of a file that no connection has open.
pub(super) fn sha256(path: &Path) -> Res<String> {
    let mut file = File::open(path).map_err(|e| place::failed(path, &e))?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut piece).map_err(|e| place::failed(path, &e))?;
        if n == 0 {
            return Ok(canon::hex(&sum.finalize().into()));
        }
        sum.update(&piece[..n]);
    }
}
