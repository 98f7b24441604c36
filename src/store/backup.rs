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
use chrono::{DateTime, NaiveDate, Utc};
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

/// So many copies from before the first import of a day are kept, one a day.
const DAYS_KEPT: usize = 5;

/// The ledger as it is before an import: a copy is kept before the first one of a day that changes anything.
#[derive(Debug)]
pub(super) struct BeforeImport {
    source: PathBuf,
    size: u64,
}

impl BeforeImport {
    /// `None` where nothing is to be kept: the ledger is in memory, or empty.
    pub(super) fn of(engine: &Engine) -> Res<Option<BeforeImport>> {
        let Some(source) = engine.path().map(Path::to_path_buf) else {
            return Ok(None);
        };
        if seal::head_event(&engine.conn)?.0 == 0 {
            return Ok(None);
        }
        let size = engine.size()?;
        Ok(Some(BeforeImport { source, size }))
    }

    /// Keeps what is committed, unless that was done on this day; older copies of that sort give way.
    pub(super) fn keep(&self, day: NaiveDate) -> Res<()> {
        let source = self.source.as_path();
        let kept = beside(source, &format!("{BEFORE_IMPORT}{day}"));
        if kept.symlink_metadata().is_ok() {
            return Ok(());
        }
        place::room(
            &kept,
            self.size,
            "the copy that is kept before the first import of a day",
        )?;
        keep_as(source, &kept)?;
        drop_old(source)
    }
}

fn keep_as(source: &Path, kept: &Path) -> Res<()> {
    let draft = place::draft_of(source);
    // Every page is read and written anew, so a copy that was made can be read.
    let made = copy(source, &draft).and_then(|()| match place::put(&draft, kept) {
        // Another desk's import of this very moment has kept it.
        Err(_) if kept.symlink_metadata().is_ok() => Ok(()),
        put => put,
    });
    place::remove(&draft);
    made
}

/// Removes such copies but the newest.
fn drop_old(source: &Path) -> Res<()> {
    let own = beside(source, BEFORE_IMPORT);
    let own = own.to_string_lossy();
    let mut all: Vec<PathBuf> = std::fs::read_dir(place::folder_of(source))
        .map_err(|e| place::failed(place::folder_of(source), &e))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let path = place::folder_of(source).join(path.file_name().unwrap_or_default());
            let day = path.to_string_lossy();
            let day = day.strip_prefix(&*own);
            day.is_some_and(|day| day.parse::<NaiveDate>().is_ok())
        })
        .collect();
    all.sort();
    for old in all.iter().rev().skip(DAYS_KEPT) {
        place::remove(old);
    }
    Ok(())
}

/// What such a copy is called: the ledger's name, this, and the day.
const BEFORE_IMPORT: &str = ".before-import-";

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
