//! Rows that an import holds back, beside the file that they came from: the header, then each row as it stood with the code of what is
//! wrong. Mend them there and import that file.
//!
//! Never follows a link and never overwrites: the file is made new, for its owner only.

use crate::cli::failure::{Failure, Outcome};
use crate::domain::staged::StagedFile;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// After so many earlier files of the same name something is wrong with whoever calls.
const MOST: usize = 99;

/// Writes the rows that were held back, before anything else is written. Gives the files that were made.
pub fn write(paths: &[PathBuf], files: &[StagedFile]) -> Outcome<Vec<PathBuf>> {
    let mut made = Vec::new();
    for (path, file) in paths
        .iter()
        .zip(files)
        .filter(|(_, file)| !file.rejects.is_empty())
    {
        match write_one(path, file) {
            Ok(Some(new)) => made.push(new),
            Ok(None) => {}
            Err(e) => {
                take_back(&made);
                return Err(Failure::Refused(format!(
                    "{}: cannot write the rows held back: {e}; nothing was imported",
                    name(path, 1).display()
                )));
            }
        }
    }
    Ok(made)
}

/// Removes what `write` made.
pub fn take_back(made: &[PathBuf]) {
    for path in made {
        // Nothing better can be done when this fails as well, and the rows in it are still in the source.
        let _ = std::fs::remove_file(path);
    }
}

/// `None` when the same rows are there already, from an earlier import of the same file.
fn write_one(path: &Path, file: &StagedFile) -> io::Result<Option<PathBuf>> {
    let bytes = content(file)?;
    for n in 1..=MOST {
        let target = name(path, n);
        match create(&target) {
            Ok(mut to) => {
                io::Write::write_all(&mut to, &bytes)?;
                to.sync_all()?;
                return Ok(Some(target));
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                if std::fs::read(&target).is_ok_and(|old| old == bytes) {
                    return Ok(None);
                }
            }
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

fn create(path: &Path) -> io::Result<File> {
    // `create_new` is O_EXCL: it neither overwrites nor follows a link.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

fn name(path: &Path, n: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(match n {
        1 => ".rejects.csv".to_owned(),
        n => format!(".rejects.{n}.csv"),
    });
    PathBuf::from(name)
}

fn content(file: &StagedFile) -> io::Result<Vec<u8>> {
    let mut to = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    let code = String::from("bywhen_code");
    if !file.header.is_empty() {
        to.write_record(file.header.iter().chain([&code]))?;
    }
    for reject in &file.rejects {
        // A short row is filled up, so that the code stands in its own column.
        let missing = file.header.len().saturating_sub(reject.cells.len());
        let empty = String::new();
        let fill = std::iter::repeat_n(&empty, missing);
        to.write_record(reject.cells.iter().chain(fill).chain([&reject.code]))?;
    }
    to.into_inner().map_err(|e| io::Error::other(e.to_string()))
}
