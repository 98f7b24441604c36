//! Unfinished work in a file of the user's own, outside the ledger (FAULTS O5): 0600, replaced as a whole.
//!
//! Law: the file always holds one whole draft, the old or the new. A signal may write it too: the lock says who.

use crate::app::draft::Draft;
use rustix::fs::{Mode, OFlags};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, TryLockError};

/// The folder for drafts of one ledger: account numbers of one ledger mean nothing in another.
#[must_use]
pub fn folder_for(base: &Path, ledger: &Path) -> PathBuf {
    let whole = ledger.canonicalize().unwrap_or_else(|_| ledger.to_owned());
    // FNV-1a: stable over versions, and nothing secret depends on it.
    let hash = whole
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
        });
    base.join(format!("{hash:016x}"))
}

/// Where the draft is kept, and what of it is not written yet.
#[derive(Clone, Default)]
pub struct Drafts {
    path: Option<PathBuf>,
    waiting: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Drafts {
    /// Drafts in a folder; nowhere, when there is none.
    pub fn new(folder: Option<PathBuf>) -> Drafts {
        Drafts {
            path: folder.map(|f| f.join("desk.json")),
            waiting: Arc::default(),
        }
    }

    /// What was left unfinished. What cannot be read is set aside, never deleted.
    pub fn load(&self) -> (Draft, Option<String>) {
        let Some(path) = &self.path else {
            return (Draft::default(), None);
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(_) => return (Draft::default(), None),
        };
        match serde_json::from_slice(&bytes) {
            Ok(draft) => (draft, None),
            Err(_) => {
                let aside = path.with_extension("unreadable.json");
                let moved = fs::rename(path, &aside).is_ok();
                let said = if moved {
                    format!(
                        "an earlier draft could not be read; it is kept as {}",
                        aside.display()
                    )
                } else {
                    "an earlier draft could not be read".to_owned()
                };
                (Draft::default(), Some(said))
            }
        }
    }

    /// Takes in a draft; `flush` writes it.
    pub fn put(&self, draft: &Draft) {
        if self.path.is_none() {
            return;
        }
        if let (Ok(bytes), Ok(mut waiting)) = (serde_json::to_vec(draft), self.waiting.lock()) {
            *waiting = Some(bytes);
        }
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// When the folder or the file cannot be written; it is tried again with the next change.
    pub fn flush(&self) -> io::Result<()> {
        let bytes = match self.waiting.lock() {
            Ok(mut waiting) => waiting.take(),
            Err(_) => None,
        };
        self.write(bytes)
    }

    /// Writes what waits, on the way out: never waits for a lock.
    pub fn flush_now(&self) {
        let bytes = match self.waiting.try_lock() {
            Ok(mut waiting) => waiting.take(),
            Err(TryLockError::Poisoned(p)) => p.into_inner().take(),
            Err(TryLockError::WouldBlock) => None,
        };
        let _ = self.write(bytes);
    }

    fn write(&self, bytes: Option<Vec<u8>>) -> io::Result<()> {
        let (Some(path), Some(bytes)) = (&self.path, bytes) else {
            return Ok(());
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let _ = rustix::fs::chmod(folder, Mode::from_raw_mode(0o700));
        let fresh = path.with_extension(format!("{}.tmp", std::process::id()));
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file = File::from(rustix::fs::open(&fresh, flags, Mode::from_raw_mode(0o600))?);
        file.write_all(&bytes)?;
        drop(file);
        fs::rename(&fresh, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::call::Call;
    use crate::domain::ids::AccountId;
    use std::os::unix::fs::PermissionsExt;

    fn draft() -> Draft {
        let at = chrono::DateTime::UNIX_EPOCH;
        let mut call = Call::new(
            "k".into(),
            AccountId(7),
            "Harbor".into(),
            at,
            at.date_naive(),
        );
        call.note.insert("half a sent");
        Draft {
            calls: vec![call],
            ..Draft::default()
        }
    }

    #[test]
    fn a_draft_comes_back_as_it_was_and_is_the_owners_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let drafts = Drafts::new(Some(dir.path().join("a/b")));
        drafts.put(&draft());
        drafts.flush().expect("written");
        assert_eq!(drafts.load(), (draft(), None));
        let mode = fs::metadata(dir.path().join("a/b/desk.json"))
            .expect("there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_draft_is_set_aside_and_said() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("desk.json"), b"{").expect("written");
        let drafts = Drafts::new(Some(dir.path().to_owned()));
        let (loaded, said) = drafts.load();
        assert!(loaded.is_empty());
        assert!(said.expect("a message").contains("unreadable"));
        assert!(dir.path().join("desk.unreadable.json").exists());
    }
}
