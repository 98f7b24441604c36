//! The lock beside a ledger (`ledger.db.lock`): shared while any bywhen has it open, exclusive to make, upgrade and replace it.
//!
//! Law: flock(2) on a file of its own, so that the kernel gives it back when a process dies, and so that no handle of ours ever touches the
//! ledger's files (FAULTS C9). Whoever holds it exclusively writes down who it is, for the message that the others get. A lock file that
//! was removed under us is noticed and taken again.

use super::fault::{Fault, Res};
use super::protocol::StoreError;
use super::who;
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long somebody who works on the ledger alone is waited for: making one or a small upgrade is done by then.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the others are waited for: a command is done by then, a desk stays.
const SHORT: Duration = Duration::from_millis(1_000);
/// How long between two tries.
const NAP: Duration = Duration::from_millis(20);

/// What the lock file is called after the ledger.
pub(super) const ENDING: &str = ".lock";

/// A lock that is held until it is dropped.
pub(super) struct Lease {
    file: File,
    path: PathBuf,
}

/// A path beside the ledger: its name with something behind it.
pub(super) fn beside(ledger: &Path, ending: &str) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The ledger's own place when it was named by a link; a ledger that is not there yet lies where it is named.
pub(super) fn real_path(ledger: &Path) -> PathBuf {
    ledger
        .canonicalize()
        .unwrap_or_else(|_| ledger.to_path_buf())
}

/// The path is a ledger's, or that of its log: known by the lock beside it, without opening anything. Whoever reads such a file and closes it again
/// puts down every lock that this process has on it, and two desks write into each other (FAULTS C9).
#[must_use]
pub fn is_of_a_ledger(path: &Path) -> bool {
    let named = real_path(path);
    let bases = ["", "-wal", "-shm", "-journal"]
        .into_iter()
        .filter_map(|side| {
            let base = named.as_os_str().to_str()?.strip_suffix(side)?;
            Some(PathBuf::from(base))
        });
    bases
        .into_iter()
        .any(|base| base.is_file() && beside(&real_path(&base), ENDING).is_file())
}

impl Lease {
    /// Others may have it open too; waits while somebody works on it alone.
    pub fn shared(ledger: &Path) -> Res<Lease> {
        let lease = Lease::wait(ledger, FlockOperation::NonBlockingLockShared)?;
        lease.ok_or_else(|| {
            let path = beside(&real_path(ledger), ENDING);
            let holder = std::fs::read_to_string(path).unwrap_or_default();
            let holder = match holder.trim() {
                "" => "another bywhen".to_owned(),
                known => known.chars().take(300).collect(),
            };
            StoreError::Busy(format!(
                "{} is being worked on by {holder}: nothing was changed; try again when that is done",
                ledger.display()
            ))
            .into()
        })
    }

    /// Nobody else has it open; `None` when somebody still has after a while.
    pub fn exclusive(ledger: &Path, doing: &str) -> Res<Option<Lease>> {
        let mut lease = Lease::wait(ledger, FlockOperation::NonBlockingLockExclusive)?;
        if let Some(lease) = &mut lease {
            lease.sign(doing);
        }
        Ok(lease)
    }

    /// Makes a shared lock exclusive; false when others keep theirs. A lock that could not be had is gone: leave.
    pub fn make_exclusive(&mut self, doing: &str) -> Res<bool> {
        let had = wait_for(SHORT, || {
            self.take(FlockOperation::NonBlockingLockExclusive)
        })?;
        if had {
            self.sign(doing);
        }
        Ok(had)
    }

    /// Lets others in again.
    pub fn share(&mut self) -> Res<()> {
        // The note is for those who wait; a full disk must not keep them out.
        let _ = self.file.set_len(0);
        wait_for(PATIENCE, || {
            self.take(FlockOperation::NonBlockingLockShared)
        })?;
        Ok(())
    }

    fn wait(ledger: &Path, how: FlockOperation) -> Res<Option<Lease>> {
        let path = beside(&real_path(ledger), ENDING);
        let mut found = None;
        let patience = match how {
            FlockOperation::NonBlockingLockExclusive => SHORT,
            _ => PATIENCE,
        };
        wait_for(patience, || {
            let lease = Lease {
                file: open(&path)?,
                path: path.clone(),
            };
            // A lock on a file that is no longer under its name protects nothing.
            let had = lease.take(how)? && lease.is_current();
            if had {
                found = Some(lease);
            }
            Ok(had)
        })?;
        Ok(found)
    }

    fn take(&self, how: FlockOperation) -> Res<bool> {
        match flock(&self.file, how) {
            // A file system without such locks: SQLite's own still hold.
            Ok(()) | Err(Errno::NOTSUP | Errno::NOSYS | Errno::NOLCK) => Ok(true),
            Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(false),
            Err(e) => Err(cannot(&self.path, &e.into())),
        }
    }

    #[cfg(unix)]
    fn is_current(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let (Ok(held), Ok(named)) = (self.file.metadata(), std::fs::metadata(&self.path)) else {
            return false;
        };
        (held.dev(), held.ino()) == (named.dev(), named.ino())
    }

    #[cfg(not(unix))]
    fn is_current(&self) -> bool {
        true
    }

    /// Leaves a note for those who wait. It is a courtesy: nothing depends on it.
    fn sign(&mut self, doing: &str) {
        let note = format!(
            "{} (pid {}), {doing}",
            who::login_name(),
            std::process::id()
        );
        let _ = self.file.set_len(0);
        let _ = self.file.rewind();
        let _ = self.file.write_all(note.as_bytes());
    }

    /// Takes the lock file away, after its ledger was.
    pub fn remove(self) {
        // What cannot be removed is only an empty file.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut note = String::new();
        let mine = format!("(pid {})", std::process::id());
        let _ = self.file.rewind();
        // Only the exclusive holder has written; a shared one must not wipe what the next exclusive one writes.
        if self.file.read_to_string(&mut note).is_ok() && note.contains(&mine) {
            let _ = self.file.set_len(0);
        }
    }
}

fn wait_for(patience: Duration, mut attempt: impl FnMut() -> Res<bool>) -> Res<bool> {
    let mut waited = Duration::ZERO;
    loop {
        if attempt()? {
            return Ok(true);
        }
        if waited >= patience {
            return Ok(false);
        }
        std::thread::sleep(NAP);
        waited += NAP;
    }
}

/// Opens the lock file, making it when it is not there.
fn open(path: &Path) -> Res<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o660);
    options.open(path).map_err(|e| cannot(path, &e))
}

fn cannot(path: &Path, e: &std::io::Error) -> Fault {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    if e.kind() == std::io::ErrorKind::PermissionDenied {
        return StoreError::Storage(format!(
            "{} may not be written by {}: a ledger needs a folder that its collectors may write; ask its owner, or choose another with --ledger",
            folder.display(),
            who::login_name()
        ))
        .into();
    }
    StoreError::Storage(format!(
        "{} cannot be made: {e}; check that the folder is there and has room",
        path.display()
    ))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_share_and_one_alone_waits_until_they_have_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = folder.path().join("l.db");
        let first = Lease::shared(&ledger).expect("a lock");
        let mut second = Lease::shared(&ledger).expect("a second one");
        drop(first);
        assert!(second.make_exclusive("upgrading it").expect("asked"));
        let note = std::fs::read_to_string(beside(&ledger, ENDING)).expect("a note");
        assert!(note.contains("upgrading it"), "{note}");
        second.share().expect("shared again");
        drop(Lease::shared(&ledger).expect("shared with it"));
    }

    #[test]
    fn a_removed_lock_file_protects_nobody_and_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = folder.path().join("l.db");
        let lease = Lease::exclusive(&ledger, "making it")
            .expect("asked")
            .expect("alone");
        assert!(lease.is_current());
        std::fs::remove_file(beside(&ledger, ENDING)).expect("removed");
        assert!(!lease.is_current());
    }
}
