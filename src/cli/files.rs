//! Reading and writing files that a person named, or that lie in a folder of theirs; every failure names its path.
//!
//! Law: whatever the program writes beside the ledger goes through `put`: whole or not at all, for its owner, never through a link.

use super::failure::{self, Failure, Outcome};
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The files right in a folder, by name.
pub fn list(folder: &Path) -> Outcome<Vec<PathBuf>> {
    files_in(folder).map_err(|e| unreadable(folder, &e))
}

/// The files with that ending in a folder that need not exist, by name.
pub fn with_ending(folder: &Path, wanted: &str) -> Outcome<Vec<PathBuf>> {
    match files_in(folder) {
        Ok(mut files) => {
            files.retain(|path| ending(path) == wanted);
            Ok(files)
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(unreadable(folder, &e)),
    }
}

/// A file's text.
pub fn text(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|e| unreadable(path, &e))
}

/// Refuses the files of a ledger, before they are opened.
pub fn not_a_ledgers(path: &Path) -> Outcome {
    if !crate::store::is_of_a_ledger(path) {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{} is a ledger itself and no list: name a report's file; nothing was read",
        path.display()
    )))
}

/// What says nothing of its size (a pipe, a device) may bring no more than this.
const UNSIZED: u64 = 256 * 1024 * 1024;

/// A file's bytes, of which there may be so many; a device without an end stops early.
pub fn bytes(path: &Path, most: u64) -> Outcome<Vec<u8>> {
    not_a_ledgers(path)?;
    let read = || {
        let file = std::fs::File::open(path)?;
        let about = file.metadata()?;
        let most = if about.is_file() {
            most
        } else {
            most.min(UNSIZED)
        };
        let mut bytes = Vec::new();
        if about.len() <= most {
            // In one piece, and no larger than it is: a vector that grows doubles.
            bytes.reserve_exact(usize::try_from(about.len()).map_or(0, |length| length + 1));
            file.take(most + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 <= most {
                return Ok(bytes);
            }
        }
        let most = most / (1024 * 1024);
        Err(io::Error::other(format!(
            "more than {most} MiB: this is not a list of open items"
        )))
    };
    read().map_err(|e| unreadable(path, &e))
}

/// Nothing is there yet under that name, not even a link to nowhere.
pub fn is_free(path: &Path) -> Outcome {
    match path.symlink_metadata() {
        Ok(_) => Err(taken(path)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(unreadable(path, &e)),
    }
}

/// What becomes of a file that has the name already.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// The new one takes its place.
    Replace,
}

/// Writes a new file for its owner only, whole or not at all. Never overwrites, never follows a link.
pub fn write_new(path: &Path, bytes: &[u8]) -> Outcome {
    if path.file_name().is_none() {
        return Err(Failure::Usage(format!(
            "{}: this is no file name",
            path.display()
        )));
    }
    put(path, bytes, Existing::Keep).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => taken(path),
        _ => Failure::Refused(format!("{}: {e}; nothing was written", path.display())),
    })?;
    failure::saved();
    Ok(())
}

/// Writes a file for its owner only so that it is there whole or not at all: under another name first, synced, then put in place.
/// A name that is taken and kept is `AlreadyExists`.
pub fn put(path: &Path, bytes: &[u8], existing: Existing) -> io::Result<()> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut hidden = OsStr::new(".").to_owned();
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(hidden);
    // What a crash of this very process id left behind; it is rarely there.
    let _ = std::fs::remove_file(&part);
    let written = new_file(&part)
        .and_then(|mut to| {
            to.write_all(bytes)?;
            to.sync_all()
        })
        .and_then(|()| match existing {
            Existing::Keep => put_in_place(&part, path),
            Existing::Replace => std::fs::rename(&part, path),
        });
    if written.is_err() {
        // It may never have been made.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// A hard link fails when the name is taken; a rename would overwrite. Where the disk knows no links, the bytes are copied.
fn put_in_place(part: &Path, path: &Path) -> io::Result<()> {
    match std::fs::hard_link(part, path) {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(e),
        Err(_) => {
            let mut to = new_file(path)?;
            io::copy(&mut std::fs::File::open(part)?, &mut to)?;
            to.sync_all()?;
        }
    }
    std::fs::remove_file(part)
}

/// `create_new` is O_EXCL: it neither overwrites nor follows a link.
fn new_file(path: &Path) -> io::Result<std::fs::File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

fn taken(path: &Path) -> Failure {
    Failure::Refused(format!(
        "{} is there already and is not overwritten: choose another name",
        path.display()
    ))
}

/// What comes after the last dot of its name, in small letters.
pub fn ending(path: &Path) -> String {
    path.extension()
        .and_then(OsStr::to_str)
        .unwrap_or_default()
        .to_lowercase()
}

fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

fn unreadable(path: &Path, e: &io::Error) -> Failure {
    // What happens to everybody is said in words, without the system's number for it.
    let why = match e.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to open it".to_owned(),
        _ => e.to_string(),
    };
    Failure::Refused(format!("{}: {why}", path.display()))
}
