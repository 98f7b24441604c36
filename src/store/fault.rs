//! What can go wrong below the protocol, and how it is said: driver codes become sentences here and nowhere else.
//!
//! Law: a rule's refusal writes nothing; anything odd at COMMIT is *unknown* until the key was looked up (FAULTS §0.3).

use super::protocol::StoreError;
use crate::domain::audit::NewAudit;
use rusqlite::ErrorCode;

/// An error inside the store.
#[derive(Debug)]
pub(super) enum Fault {
    /// Already in words.
    Said(StoreError),
    /// A rule about customers forbids or warns: a refusal that the trail keeps (`write`).
    Ruled(String, Box<NewAudit>),
    /// The driver's.
    Sql(rusqlite::Error),
}

/// The result of everything in the store.
pub(super) type Res<T> = Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        Fault::Sql(e)
    }
}

impl From<StoreError> for Fault {
    fn from(e: StoreError) -> Fault {
        Fault::Said(e)
    }
}

impl From<crate::domain::money::MoneyError> for Fault {
    fn from(e: crate::domain::money::MoneyError) -> Fault {
        Fault::Said(StoreError::Refused(format!("{e}; nothing was saved")))
    }
}

impl From<serde_json::Error> for Fault {
    fn from(e: serde_json::Error) -> Fault {
        Fault::damaged(format!("a stored record: {e}"))
    }
}

impl Fault {
    /// A rule forbids it: what, where, what to do.
    pub fn refused(text: impl Into<String>) -> Fault {
        Fault::Said(StoreError::Refused(text.into()))
    }

    /// Something stored does not read back.
    pub fn damaged(what: impl std::fmt::Display) -> Fault {
        Fault::Said(StoreError::Storage(format!(
            "the ledger holds something that cannot be read ({what}): run 'bywhen check' and keep a copy of the file"
        )))
    }

    /// Somebody else keeps the write lock.
    pub fn is_busy(&self) -> bool {
        matches!(self, Fault::Sql(e) if matches!(e.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)))
    }

    /// There is no room: a full disk, a quota, a limit on the size of files.
    pub fn is_full(&self) -> bool {
        let Fault::Sql(e) = self else { return false };
        e.sqlite_error().is_some_and(no_room)
    }

    /// A page could not be read. SQLite answers a failing disk and a damaged page alike.
    pub fn is_unreadable(&self) -> bool {
        let Fault::Sql(e) = self else { return false };
        e.sqlite_error().is_some_and(|e| {
            matches!(e.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                || NOT_READ.contains(&e.extended_code)
        })
    }

    /// The file or its disk is at fault, not what was asked.
    pub fn is_of_the_disk(&self) -> bool {
        self.is_unreadable()
            || matches!(self, Fault::Sql(e) if e.sqlite_error_code() == Some(ErrorCode::SystemIoFailure))
    }

    /// For the user.
    pub fn said(self) -> StoreError {
        match self {
            Fault::Said(e) => e,
            Fault::Ruled(text, _) => StoreError::Refused(text),
            Fault::Sql(e) => say(&e),
        }
    }
}

/// Refuses with a sentence.
pub(super) fn refuse<T>(text: impl Into<String>) -> Res<T> {
    Err(Fault::refused(text))
}

/// A write that found no room. Only a full disk has a code of its own: a quota and a limit on file sizes answer as failed writes, and a
/// failed disk does too, so the words name both.
fn no_room(e: &rusqlite::ffi::Error) -> bool {
    e.code == ErrorCode::DiskFull
        || matches!(
            e.extended_code,
            rusqlite::ffi::SQLITE_IOERR_WRITE
                | rusqlite::ffi::SQLITE_IOERR_SHMSIZE
                | rusqlite::ffi::SQLITE_IOERR_TRUNCATE
        )
}

/// A read that failed: by the disk, too short, or by the file system that found itself damaged.
const NOT_READ: [i32; 3] = [
    rusqlite::ffi::SQLITE_IOERR_READ,
    rusqlite::ffi::SQLITE_IOERR_SHORT_READ,
    rusqlite::ffi::SQLITE_IOERR_CORRUPTFS,
];

/// With so many bytes free, a write that finds no room was stopped by a quota or a limit.
const ROOMY: u64 = 64 * 1024 * 1024;

/// No room for a ledger at a path where so many bytes are free.
pub(super) fn full(path: &std::path::Path, free: Option<u64>) -> StoreError {
    let path = path.display();
    StoreError::Storage(match free {
        // The disk has room for any ledger's next page: something else says no.
        Some(bytes) if bytes >= ROOMY => format!(
            "no room to write {path} although its disk has {} KiB free: nothing was saved; lift the quota or the limit on file sizes, then try again",
            bytes / 1024
        ),
        Some(bytes) => format!(
            "no room to write {path}, its disk is full ({} KiB free): nothing was saved; free space, then try again",
            bytes / 1024
        ),
        None => format!(
            "no room to write {path}: nothing was saved; free space (or lift the quota or the limit on file sizes), then try again"
        ),
    })
}

/// No room to open a ledger at a path: what its readers share (`-shm`) cannot be made, so it cannot even be read (FAULTS S4).
pub(super) fn full_at_open(path: &std::path::Path, free: Option<u64>) -> StoreError {
    let path = path.display();
    let free = free.map_or_else(String::new, |bytes| format!(" ({} KiB free)", bytes / 1024));
    StoreError::Storage(format!(
        "no room for {path}-shm (32 KiB), without which the ledger cannot be opened{free}: nothing was changed; free space (or lift the quota or the limit on file sizes), then try again"
    ))
}

/// A driver error in words. Its own text is kept only where no better is known: a failed CHECK would show its SQL.
fn say(e: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, text) = e else {
        return StoreError::Storage(format!("the ledger could not be read: {e}"));
    };
    let text = text.as_deref().unwrap_or_default();
    match code.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy(
            "somebody else is saving to this ledger; nothing was saved here: try again in a moment"
                .into(),
        ),
        _ if no_room(code) => StoreError::Storage(
            "no room to write: nothing was saved; free space (or lift the quota or the limit on file sizes), then try again".into(),
        ),
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::Storage(
            "the ledger may not be written by you: check the owner and the rights of the file and its folder"
                .into(),
        ),
        ErrorCode::DatabaseCorrupt => StoreError::Storage(
            "the ledger could not be read or is damaged: nothing was changed; run 'bywhen check', or restore a backup"
                .into(),
        ),
        ErrorCode::NotADatabase => {
            StoreError::Storage("this file is not a bywhen ledger: choose another with --ledger".into())
        }
        ErrorCode::SystemIoFailure
            if NOT_READ.contains(&code.extended_code) =>
        {
            StoreError::Storage(format!(
                "the ledger could not be read (the disk reports code {}): nothing was changed; check the disk, then run 'bywhen check'",
                code.extended_code
            ))
        }
        ErrorCode::SystemIoFailure => StoreError::Storage(format!(
            "the disk reports an error (code {}): nothing was saved; check the disk and its free space",
            code.extended_code
        )),
        ErrorCode::CannotOpen => StoreError::Storage(
            "the ledger cannot be opened: check that the file is there, that its folder may be written, and that it is no link".into(),
        ),
        ErrorCode::ConstraintViolation => StoreError::Refused(constraint(text).into()),
        _ => StoreError::Storage(format!("the ledger answers with an error: {text}")),
    }
}

/// The rule behind a failed constraint.
fn constraint(text: &str) -> &'static str {
    if text.contains("over_applied") {
        "that is more than is open: nothing was saved; look at the account again, somebody may have posted meanwhile"
    } else if text.contains("mismatch") {
        "these two documents do not belong to one account and currency: nothing was saved"
    } else if text.contains("append_only") || text.contains("insert_only") {
        "the ledger's history is never changed: record a correction instead; nothing was saved"
    } else if text.contains("reversal") {
        "that payment was reversed already: nothing was saved"
    } else if text.contains("promise_end") {
        "that promise has ended already: nothing was saved"
    } else if text.contains("UNIQUE") {
        "the ledger holds such a record already: nothing was saved"
    } else {
        "a value is outside what the ledger takes (a date, an amount or a text): nothing was saved"
    }
}
