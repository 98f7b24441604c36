//! Reading files that a person named, or that lie in a folder of theirs; every failure names its path.

use super::failure::{Failure, Outcome};
use std::ffi::OsStr;
use std::io;
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

/// A file's bytes.
pub fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(path).map_err(|e| unreadable(path, &e))
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
    Failure::Refused(format!("{}: {e}", path.display()))
}
