//! Putting files in their places: drafts beside them, names given only to what is whole, never over what is there.
//!
//! Law: a draft is synced before it gets its name, and its folder after; a name that is taken is never taken over.

use super::engine;
use super::fault::{Fault, Res};
use super::lease::beside;
use super::protocol::StoreError;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What belongs to a database besides its own file.
pub(super) const SIDES: [&str; 2] = ["-wal", "-shm"];

/// How a draft's name goes on after that of its file.
const DRAFT: &str = ".draft-";

/// No draft is written at for so long; one that is older was left behind by a process that was killed.
const DEAD: Duration = Duration::from_secs(24 * 60 * 60);

/// A name beside a file that no other process takes. What killed processes left under such names goes: each is a copy of a ledger.
pub(super) fn draft_of(path: &Path) -> PathBuf {
    // That a folder cannot be swept is no reason not to write into it.
    let _ = sweep(path);
    let n = RandomState::new().build_hasher().finish();
    beside(path, &format!("{DRAFT}{n:016x}"))
}

/// Removes dead drafts of a file. How old they are is measured against the newest file beside them: no clock is asked.
fn sweep(path: &Path) -> io::Result<()> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(());
    };
    let start = format!("{name}{DRAFT}");
    let mut drafts = Vec::new();
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in std::fs::read_dir(folder_of(path))? {
        let entry = entry?;
        let about = entry.metadata()?;
        let changed = about.modified()?;
        newest = newest.max(changed);
        if about.is_file() && entry.file_name().to_string_lossy().starts_with(&start) {
            drafts.push((entry.path(), changed));
        }
    }
    for (draft, changed) in drafts {
        if newest.duration_since(changed).is_ok_and(|age| age > DEAD) {
            std::fs::remove_file(draft)?;
        }
    }
    Ok(())
}

/// Gives a draft its name. Refuses when that is taken.
pub(super) fn put(draft: &Path, path: &Path) -> Res<()> {
    sync(draft)?;
    // A second name is refused where the first is taken; a plain rename would take it over.
    match std::fs::hard_link(draft, path) {
        Ok(()) => std::fs::remove_file(draft).map_err(|e| failed(draft, &e))?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(engine::is_there(path)),
        // A file system without second names.
        Err(_) if path.symlink_metadata().is_err() => {
            std::fs::rename(draft, path).map_err(|e| failed(path, &e))?;
        }
        Err(e) => return Err(failed(path, &e)),
    }
    sync_folder(path)
}

/// Gives a small file another text: whoever reads it sees the old one or the new one, whole. It may be lost with the power.
pub(super) fn exchange(path: &Path, text: &str) -> io::Result<()> {
    let draft = draft_of(path);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o660);
    let put = options
        .open(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| std::fs::rename(&draft, path));
    if put.is_err() {
        remove(&draft);
    }
    put
}

/// What was written to a file is on the disk.
pub(super) fn sync(path: &Path) -> Res<()> {
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(|e| failed(path, &e))
}

/// The names in a file's folder are on the disk.
pub(super) fn sync_folder(path: &Path) -> Res<()> {
    let folder = folder_of(path);
    File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(|e| failed(folder, &e))
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Removes a database that is no use, with what belongs to it. What is not there need not be removed.
pub(super) fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
    for side in SIDES {
        let _ = std::fs::remove_file(beside(path, side));
    }
}

/// There is room for so many bytes more beside a file.
pub(super) fn room(path: &Path, bytes: u64, for_what: &str) -> Res<()> {
    match free(path) {
        Some(free) if free < bytes => Err(StoreError::Storage(format!(
            "{for_what} needs {} MiB in {}, and {} MiB are free: nothing was changed; free space first",
            bytes.div_ceil(MIB),
            folder_of(path).display(),
            free / MIB
        ))
        .into()),
        _ => Ok(()),
    }
}

/// Bytes in a mebibyte.
const MIB: u64 = 1024 * 1024;

/// Bytes that are free where a file lies; `None` where the system does not say.
pub(super) fn free(path: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder_of(path)).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// A file that could not be handled.
pub(super) fn failed(path: &Path, e: &io::Error) -> Fault {
    StoreError::Storage(format!("{}: {e}", path.display())).into()
}
