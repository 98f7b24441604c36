//! Rows that an import holds back, beside the file that they came from: the header, then each row as it stood with the code of what is
//! wrong. Mend them there and import that file.
//!
//! Never follows a link and never overwrites: the file is made new, for its owner only.

use crate::cli::failure::{Failure, Outcome};
use crate::cli::files::{Existing, put};
use crate::domain::staged::{REJECT_COLUMN, StagedFile};
use std::io;
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
        match put(&target, &bytes, Existing::Keep) {
            Ok(()) => return Ok(Some(target)),
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
    // A file of mended rows has the column already: it is written anew.
    let old = file.header.iter().position(|h| h == REJECT_COLUMN);
    let width = old.unwrap_or(file.header.len());
    if !file.header.is_empty() {
        let names = file.header.iter().take(width).map(String::as_str);
        to.write_record(names.chain([REJECT_COLUMN]))?;
    }
    let mut group = None;
    for reject in &file.rejects {
        // The rows of a grouped report do not name their customer: the group does.
        if let Some(customer) = &reject.group
            && group != Some(customer)
        {
            group = Some(customer);
            let rest = std::iter::repeat_n("", width);
            to.write_record([customer.as_str()].into_iter().chain(rest))?;
        }
        let cells = &reject.cells[..reject.cells.len().min(old.unwrap_or(usize::MAX))];
        // A short row is filled up, so that the code stands in its own column.
        let fill = std::iter::repeat_n("", width.saturating_sub(cells.len()));
        let cells = cells.iter().map(String::as_str);
        to.write_record(cells.chain(fill).chain([reject.code.as_str()]))?;
    }
    to.into_inner().map_err(|e| io::Error::other(e.to_string()))
}
