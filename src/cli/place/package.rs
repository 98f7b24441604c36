//! The agency's file on disk: a folder or a ZIP, whole or not at all, never over what is there.

use crate::cli::failure::{Failure, Outcome};
use crate::cli::files;
use crate::cli::outbox::statement_of;
use crate::cli::session::{Desk, Session};
use crate::domain::account::Account;
use crate::domain::view::Prep;
use crate::export::{Cover, FILES, PackageFile, package, zipped};
use crate::store::protocol::{Exported, Intent};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

/// Nothing is there yet under that name.
pub(super) fn is_free(path: &Path) -> Outcome {
    if path.file_name().is_none() {
        return Err(Failure::Usage(format!(
            "{}: name a new folder, or a new file that ends in .zip",
            path.display()
        )));
    }
    files::is_free(path)
}

/// Writes it and says what it wrote; what leaves is in the log, or does not leave.
pub(super) fn write(
    session: &Session,
    desk: &mut Desk,
    account: &Account,
    path: &Path,
) -> Outcome<String> {
    let prep = desk.prep(account.id, session.as_of)?;
    let company = desk.status(session.as_of)?.company;
    let exported = make(&prep, &company, &session.collector(), path)?;
    let count = exported.rows;
    if let Err(failure) = desk.write(session.stamp(), Intent::Exported(exported)) {
        match files::ending(path) == "zip" {
            true => {
                let _ = std::fs::remove_file(path);
            }
            false => take_away(path),
        }
        return Err(failure);
    }
    Ok(format!("{}: {count} files for the agency", path.display()))
}

/// Writes it and answers what goes into the log.
pub(in crate::cli) fn make(prep: &Prep, company: &str, by: &str, path: &Path) -> Outcome<Exported> {
    is_free(path)?;
    let account = &prep.account;
    let cover = Cover {
        company,
        by,
        placement: prep.clocks.out(prep.as_of),
    };
    let made = package(prep, &cover, statement_of(prep, company)?)
        .map_err(|e| Failure::Refused(format!("the file of {}: {e}", account.name)))?;
    let zip = files::ending(path) == "zip";
    let whole = zipped(&made).map_err(|e| Failure::Refused(e.to_string()))?;
    if zip {
        files::write_new(path, &whole)?;
    } else {
        folder(path, &made)?;
    }
    let mut sum = String::new();
    for byte in Sha256::digest(&whole) {
        let _ = write!(sum, "{byte:02x}");
    }
    Ok(Exported {
        what: format!(
            "placement-package {}",
            account.number.as_deref().unwrap_or(&account.name)
        ),
        format: if zip { "zip" } else { "folder" }.to_owned(),
        rows: made.len() as u64,
        sha256: sum,
    })
}

/// A new folder for its owner only, with every file or none.
fn folder(path: &Path, made: &[PackageFile]) -> Outcome {
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(path)
        .map_err(|e| Failure::Refused(format!("{}: {e}; nothing was written", path.display())))?;
    for file in made {
        if let Err(failure) = files::write_new(&path.join(file.name), &file.bytes) {
            take_away(path);
            return Err(failure);
        }
    }
    Ok(())
}

/// Takes a folder away that was just made: only our own names, so that nothing else can go with it.
pub(in crate::cli) fn take_away(path: &Path) {
    for name in FILES {
        let _ = std::fs::remove_file(path.join(name));
    }
    let _ = std::fs::remove_dir(path);
}
