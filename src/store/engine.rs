//! The engine file: whatever only SQLite has (pragmas, flags, the file's identity). Another engine would replace this file.
//!
//! Law: the recipe of FAULTS §4.1, every setting read back where it can fail silently. The ledger file is opened by SQLite and by
//! nothing else in this process: closing any other handle would drop SQLite's locks (FAULTS C9), so its identity is read from the path.

use super::fault::{Fault, Res};
use super::migrate;
use super::place;
use super::protocol::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `DESK`: says that a SQLite file is a bywhen ledger.
pub(super) const APPLICATION_ID: i64 = 0x4445_534B;

/// How long a writer waits for another before it gives up.
pub(super) const BUSY_LIMIT: Duration = Duration::from_secs(5);

/// The oldest SQLite without the WAL-reset bug (FAULTS §0.12).
const OLDEST_SQLITE: i32 = 3_051_003;

/// One configured connection, and which file it is.
pub(super) struct Engine {
    /// The connection.
    pub conn: Connection,
    /// `PRAGMA schema_version` of the schema that was found to be ours; `None` before the first write.
    pub ours: Option<i64>,
    place: Option<Place>,
}

/// The file that was opened, so that a replaced one is noticed (FAULTS S11).
#[derive(Clone)]
struct Place {
    path: PathBuf,
    identity: (u64, u64),
}

impl Engine {
    /// A database that is gone when dropped.
    pub fn in_memory() -> Res<Engine> {
        let conn = Connection::open_in_memory()?;
        configure(conn, false).map(|conn| Engine {
            conn,
            ours: None,
            place: None,
        })
    }

    /// Makes a ledger under a name of its own, fills it, and gives it its name when it is whole, refusing one that is there: nobody ever
    /// sees half a ledger, and a process that dies here leaves none.
    pub fn create(path: &Path, fill: impl FnOnce(&mut Engine) -> Res<()>) -> Res<Engine> {
        if path.symlink_metadata().is_ok() {
            return Err(is_there(path));
        }
        let draft = place::draft_of(path);
        let made = Engine::make_empty(&draft, path)
            .and_then(|mut engine| fill(&mut engine))
            .and_then(|()| place::put(&draft, path));
        if made.is_err() {
            place::remove(&draft);
        }
        made?;
        Engine::open(path)
    }

    /// Makes the empty file, owner-only, and opens it. `path` is whose name it will get.
    pub fn make_empty(draft: &Path, path: &Path) -> Res<Engine> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(draft) {
            Ok(made) => drop(made),
            Err(e) => {
                return Err(StoreError::Storage(format!(
                    "{} cannot be made: {e}; check that the folder is there and may be written",
                    path.display()
                ))
                .into());
            }
        }
        Engine::connect(draft, |_| Ok(()))
    }

    /// Opens a file that is there. Never makes one.
    pub fn open(path: &Path) -> Res<Engine> {
        let meta = std::fs::metadata(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => Fault::from(StoreError::Storage(format!(
                "there is no ledger at {}: import a report first, or choose another with --ledger",
                path.display()
            ))),
            _ => Fault::from(StoreError::Storage(format!(
                "{} cannot be opened: {e}",
                path.display()
            ))),
        })?;
        if !meta.is_file() {
            return Err(not_a_ledger(path, "it is not a file"));
        }
        // An empty file passes every SQLite check and would become a ledger by accident (FAULTS S10).
        if meta.len() == 0 {
            return Err(not_a_ledger(path, "it is empty"));
        }
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::nlink(&meta) > 1 {
            return Err(StoreError::Storage(format!(
                "{} has a second name (a hard link), which can lose data: remove the other name first",
                path.display()
            ))
            .into());
        }
        Engine::connect(path, |conn| {
            // Asked before any setting is made: switching a foreign file to a write-ahead log would change it.
            let id: i64 = conn.query_row("PRAGMA application_id", [], |r| r.get(0))?;
            if id == APPLICATION_ID {
                // As early as this for the same reason: a newer ledger stays as it is, to the byte.
                return migrate::known(migrate::version(conn)?);
            }
            Err(not_a_ledger(
                path,
                &format!("application id {id:#x}, expected {APPLICATION_ID:#x}"),
            ))
        })
    }

    fn connect(path: &Path, ours: impl FnOnce(&Connection) -> Res<()>) -> Res<Engine> {
        // A link is resolved once, here; SQLite then refuses to follow one (NOFOLLOW), so that nobody swaps it under us.
        let path = path.canonicalize().map_err(|e| {
            Fault::from(StoreError::Storage(format!(
                "{} cannot be opened: {e}",
                path.display()
            )))
        })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let conn = Connection::open_with_flags(&path, flags)?;
        ours(&conn)?;
        let conn = configure(conn, true)?;
        let identity = identity(&path)?;
        Ok(Engine {
            ours: None,
            conn,
            place: Some(Place { path, identity }),
        })
    }

    /// The ledger's file; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.place.as_ref().map(|place| place.path.as_path())
    }

    /// Its size in bytes, what is still in the log included.
    pub fn size(&self) -> Res<u64> {
        let ask = |pragma| self.conn.query_row(pragma, [], |r| r.get::<_, i64>(0));
        let pages = ask("PRAGMA page_count")?;
        Ok(pages
            .saturating_mul(ask("PRAGMA page_size")?)
            .unsigned_abs())
    }

    /// Opens the same file anew, after an error that leaves the connection in doubt.
    pub fn reopen(&mut self) -> Res<()> {
        let Some(place) = &self.place else {
            return Ok(());
        };
        *self = Engine::open(&place.path.clone())?;
        Ok(())
    }

    /// The file under the path is still the one that was opened.
    pub fn same_file(&self) -> Res<()> {
        let Some(place) = &self.place else {
            return Ok(());
        };
        if identity(&place.path).ok() == Some(place.identity) {
            return Ok(());
        }
        Err(StoreError::Storage(format!(
            "the ledger file {} was replaced or removed while this desk was open: nothing was saved; restart bywhen",
            place.path.display()
        ))
        .into())
    }

    /// Changes when another connection has written (FAULTS C8; 2 µs).
    pub fn data_version(&self) -> Res<i64> {
        Ok(self
            .conn
            .query_row("PRAGMA data_version", [], |r| r.get(0))?)
    }

    /// Nobody else is writing at this moment: looked at without waiting.
    pub fn is_free(&mut self) -> Res<bool> {
        self.conn.busy_handler(None::<fn(i32) -> bool>)?;
        let began = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(rusqlite::Transaction::rollback)
            .map_err(Fault::from);
        self.conn.busy_handler(Some(patience()))?;
        match began {
            Ok(()) => Ok(true),
            Err(fault) if fault.is_busy() => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Begins a write at once: a deferred one can fail in the middle with no way to wait (FAULTS C3).
    pub fn write(&mut self) -> Res<rusqlite::Transaction<'_>> {
        Ok(self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

/// There is a file of that name, and it stays.
pub(super) fn is_there(path: &Path) -> Fault {
    Fault::refused(format!(
        "{} is there already: nothing was changed; choose another name",
        path.display()
    ))
}

fn not_a_ledger(path: &Path, why: &str) -> Fault {
    StoreError::Storage(format!(
        "{} is not a bywhen ledger ({why}): nothing was changed; choose another with --ledger",
        path.display()
    ))
    .into()
}

/// Device and inode of the file under a path.
fn identity(path: &Path) -> Res<(u64, u64)> {
    let meta = std::fs::metadata(path).map_err(|e| {
        Fault::from(StoreError::Storage(format!(
            "{} cannot be read: {e}",
            path.display()
        )))
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Ok((meta.dev(), meta.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        Ok((0, 0))
    }
}

/// Room for pages that every connection keeps, in KiB.
pub(super) const CACHE_KIB: usize = 16_000;

/// The recipe of FAULTS §4.1.
fn configure(mut conn: Connection, on_disk: bool) -> Res<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::Storage(format!(
            "this build has SQLite {}, which can lose data; build bywhen with 3.51.3 or newer",
            rusqlite::version()
        ))
        .into());
    }
    conn.busy_handler(Some(patience()))?;
    if on_disk {
        let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0))?;
        if mode != "wal" {
            return Err(StoreError::Storage(format!(
                "the folder of this ledger does not allow a write-ahead log (journal mode {mode}): is it a network drive?"
            ))
            .into());
        }
        if conn.is_readonly("main")? {
            return Err(StoreError::Storage(
                "the ledger may not be written by you: check the owner and the rights of the file and its folder".into(),
            )
            .into());
        }
    }
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
         PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -{CACHE_KIB};
         PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"
    ))?;
    let on = |pragma: &str| conn.query_row(pragma, [], |r| r.get::<_, i64>(0));
    if on("PRAGMA foreign_keys")? != 1
        || on("PRAGMA recursive_triggers")? != 1
        || (on_disk && on("PRAGMA synchronous")? != 2)
    {
        return Err(StoreError::Storage(
            "the database library does not take the ledger's safety settings: use the bundled one"
                .into(),
        )
        .into());
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // Without this, SQLite looks at bound values to prove a partial index usable, and prepares such a statement anew for every
    // new value: nine tenths of a re-import went there. Every query names the index's own condition instead.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.set_prepared_statement_cache_capacity(160);
    Ok(conn)
}

/// Waits 0.5 to 3 ms at random between two tries, five seconds in all: the built-in handler starves the unlucky one (FAULTS C6).
fn patience() -> impl FnMut(i32) -> bool + Send + 'static {
    let mut seed = RandomState::new().build_hasher().finish() | 1;
    let mut waited = Duration::ZERO;
    move |tries| {
        if tries == 0 {
            waited = Duration::ZERO;
        }
        if waited >= BUSY_LIMIT {
            return false;
        }
        // xorshift: any spread will do, it only has to differ between processes.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let nap = Duration::from_micros(500 + seed % 2_500);
        std::thread::sleep(nap);
        waited += nap;
        true
    }
}
