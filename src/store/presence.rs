//! Who has the ledger open: one row per open ledger in a small database of its own beside it (`ledger.db.desks`).
//!
//! Law: for messages only, never for correctness; whatever fails here is silent. Not a table of the ledger: saying "I am saving" must work
//! while somebody else holds the ledger's write lock, costs no sync, and must neither wake every other desk nor travel with backups. The
//! file may be deleted at any time. Rows of processes that are gone are cleared whenever somebody looks.

use super::fault::{Fault, Res};
use super::lease::{beside, real_path};
use super::place;
use super::protocol::{Here, Other, Stamp, StoreError, TRY_AGAIN};
use super::types::instant;
use super::who;
use crate::domain::ids::AccountId;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the file is called after the ledger.
pub(super) const ENDING: &str = ".desks";

/// What a desk does that does nothing in particular.
pub(super) const AT_THE_DESK: &str = "at the desk";

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS session (
  id         TEXT NOT NULL PRIMARY KEY,
  pid        INTEGER NOT NULL,
  boot       TEXT NOT NULL,
  login      TEXT NOT NULL,
  by_whom    TEXT NOT NULL,
  doing      TEXT NOT NULL,
  account_id INTEGER,
  since_us   INTEGER NOT NULL,
  seen_us    INTEGER NOT NULL
) STRICT;";

/// This process in the list of one ledger.
pub(super) struct Presence {
    path: PathBuf,
    conn: Option<Connection>,
    id: String,
    /// It has a row, because a desk said so: a command's row goes when it is done.
    stays: bool,
    there: bool,
}

impl Presence {
    /// Nobody yet: a ledger that is only read leaves no trace.
    pub fn of(ledger: &Path) -> Presence {
        let n = RandomState::new().build_hasher().finish();
        Presence {
            path: beside(&real_path(ledger), ENDING),
            conn: None,
            id: format!("{n:016x}"),
            stays: false,
            there: false,
        }
    }

    /// A desk says that it is here, and with whom.
    pub fn here(&mut self, here: &Here) {
        self.stays = true;
        let us = here.at.timestamp_micros();
        self.say(&here.by, AT_THE_DESK, here.account, us);
    }

    /// Something begins that others may have to wait for.
    pub fn begin(&mut self, stamp: &Stamp, doing: &str) {
        let us = stamp.at.timestamp_micros();
        let account = self.account();
        self.say(&stamp.by, doing, account, us);
    }

    /// It is over.
    pub fn end(&mut self) {
        if !self.stays {
            self.leave();
        } else if let Some(conn) = &self.conn {
            // Nobody depends on it; the next word of the desk puts it right.
            let _ = conn.execute(
                "UPDATE session SET doing = ?1 WHERE id = ?2",
                params![AT_THE_DESK, self.id],
            );
        }
    }

    /// The others, in the order in which they came.
    pub fn others(&mut self) -> Vec<Other> {
        if self.conn.is_none() && !self.path.exists() {
            return Vec::new();
        }
        self.connect();
        let found = match &self.conn {
            Some(conn) => list(conn, &self.id),
            None => return Vec::new(),
        };
        found.unwrap_or_default()
    }

    fn account(&self) -> Option<AccountId> {
        let conn = self.conn.as_ref()?;
        conn.query_row(
            "SELECT account_id FROM session WHERE id = ?1",
            params![self.id],
            |r| r.get(0),
        )
        .optional()
        .ok()
        .flatten()
        .flatten()
    }

    fn say(&mut self, by: &str, doing: &str, account: Option<AccountId>, us: i64) {
        self.connect();
        let Some(conn) = &self.conn else { return };
        let said = conn.execute(
            "INSERT INTO session (id, pid, boot, login, by_whom, doing, account_id, since_us, seen_us)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
             ON CONFLICT (id) DO UPDATE SET by_whom = excluded.by_whom, doing = excluded.doing, account_id = excluded.account_id, seen_us = excluded.seen_us",
            params![self.id, std::process::id(), who::boot_id(), who::login_name(), by, doing, account, us],
        );
        match said {
            Ok(_) => self.there = true,
            // Damaged or full: the next word begins with a new file, or stays silent.
            Err(e) => self.give_up(&e),
        }
    }

    fn connect(&mut self) {
        if self.conn.is_some() {
            return;
        }
        match open(&self.path) {
            Ok(conn) => self.conn = Some(conn),
            Err(e) => self.give_up(&e),
        }
    }

    fn give_up(&mut self, e: &rusqlite::Error) {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        self.conn = None;
        if matches!(e.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)) {
            place::remove(&self.path);
        }
    }

    fn leave(&mut self) {
        if let (true, Some(conn)) = (self.there, &self.conn) {
            let _ = conn.execute("DELETE FROM session WHERE id = ?1", params![self.id]);
            self.there = false;
        }
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.leave();
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let conn = Connection::open_with_flags(path, flags)?;
    // Nobody waits for a courtesy.
    conn.busy_timeout(Duration::from_millis(50))?;
    conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF;")?;
    conn.execute_batch(SCHEMA)?;
    Ok(conn)
}

/// Every row but one's own, after those of processes that are gone were cleared.
fn list(conn: &Connection, own: &str) -> Res<Vec<Other>> {
    let boot = who::boot_id();
    let mut statement = conn.prepare_cached(
        "SELECT id, pid, boot, login, by_whom, doing, account_id, since_us, seen_us FROM session WHERE id <> ?1 ORDER BY since_us, id",
    )?;
    let mut rows = statement.query(params![own])?;
    let (mut out, mut gone) = (Vec::new(), Vec::<String>::new());
    while let Some(r) = rows.next()? {
        let pid: u32 = r.get(1)?;
        if r.get::<_, String>(2)? != boot || !who::is_running(pid) {
            gone.push(r.get(0)?);
            continue;
        }
        out.push(Other {
            pid,
            login: r.get(3)?,
            by: r.get(4)?,
            doing: r.get(5)?,
            account: r.get(6)?,
            since: instant(r.get(7)?)?,
            seen: instant(r.get(8)?)?,
        });
    }
    drop(rows);
    for id in gone {
        conn.prepare_cached("DELETE FROM session WHERE id = ?1")?
            .execute(params![id])?;
    }
    Ok(out)
}

/// The name that people know somebody by, with the process to look for.
fn named(other: &Other) -> String {
    if other.by == other.login {
        format!("{} (pid {})", other.by, other.pid)
    } else {
        format!("{} ({}, pid {})", other.by, other.login, other.pid)
    }
}

/// Who keeps the write lock, while there is hope: `Ann is saving`.
pub(super) fn in_the_way(others: &[Other]) -> String {
    let working: Vec<String> = others
        .iter()
        .filter(|o| o.doing != AT_THE_DESK)
        .map(|o| format!("{} is {}", o.by, o.doing))
        .collect();
    match (working.is_empty(), others.is_empty()) {
        (false, _) => working.join("; "),
        (true, false) => "somebody else is saving".into(),
        (true, true) => "another program is saving to this ledger".into(),
    }
}

/// Somebody else kept the write lock for longer than one waits: who, and what is to be done.
pub(super) fn busy(others: &[Other], waited: Duration) -> StoreError {
    let seconds = waited.as_secs();
    let working: Vec<String> = others
        .iter()
        .filter(|o| o.doing != AT_THE_DESK)
        .map(|o| {
            let name = if o.by == o.login {
                String::new()
            } else {
                format!("{}, ", o.login)
            };
            format!("{} is {} ({name}pid {}, {seconds} s)", o.by, o.doing, o.pid)
        })
        .collect();
    let who = match (working.as_slice(), others) {
        ([], []) => format!("another program has been saving to this ledger for {seconds} s"),
        ([], others) => {
            let names: Vec<String> = others.iter().map(named).collect();
            format!(
                "somebody has been saving for {seconds} s; also here: {}",
                names.join(", ")
            )
        }
        (working, _) => working.join("; "),
    };
    StoreError::Busy(format!("{who}: nothing was saved here{TRY_AGAIN}"))
}

/// Something needs the ledger alone, and others have it open.
pub(super) fn in_use(ledger: &Path, so_that: &str) -> Fault {
    let others = Presence::of(ledger).others();
    let who = if others.is_empty() {
        "another bywhen".to_owned()
    } else {
        let names: Vec<String> = others.iter().map(named).collect();
        names.join(", ")
    };
    StoreError::Busy(format!(
        "{} is open at {who}: leave there first, so that {so_that}; nothing was changed",
        ledger.display()
    ))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Utc};

    fn at() -> DateTime<Utc> {
        "2026-11-23T09:00:00Z".parse().expect("an instant")
    }

    fn here(account: Option<i64>) -> Here {
        Here {
            at: at(),
            by: "Ann".into(),
            account: account.map(AccountId),
        }
    }

    /// Two desks on one ledger, and the folder that they are in.
    fn two() -> (tempfile::TempDir, PathBuf, Presence, Presence) {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = folder.path().join("l.db");
        let (ann, bob) = (Presence::of(&ledger), Presence::of(&ledger));
        (folder, ledger, ann, bob)
    }

    #[test]
    fn two_desks_see_each_other_and_whom_the_other_is_with_until_it_leaves() {
        let (_folder, ledger, mut ann, mut bob) = two();
        assert!(bob.others().is_empty());
        assert!(!beside(&ledger, ENDING).exists(), "looking leaves no trace");
        ann.here(&here(Some(7)));
        let seen = bob.others();
        assert_eq!(seen.len(), 1);
        assert_eq!(
            (seen[0].by.as_str(), seen[0].account, seen[0].pid),
            ("Ann", Some(AccountId(7)), std::process::id())
        );
        assert!(ann.others().is_empty(), "nobody is his own neighbor");
        ann.here(&here(None));
        assert_eq!(bob.others()[0].account, None);
        drop(ann);
        assert!(bob.others().is_empty());
    }

    #[test]
    fn a_process_that_is_gone_or_of_another_start_of_the_machine_is_cleared() {
        let (_folder, ledger, mut ann, mut bob) = two();
        ann.here(&here(None));
        let raw = Connection::open(beside(&ledger, ENDING)).expect("opened");
        let run = |sql: &str| raw.execute_batch(sql).expect("changed");
        run("UPDATE session SET boot = 'before'");
        assert!(bob.others().is_empty());
        let left: i64 = raw
            .query_row("SELECT count(*) FROM session", [], |r| r.get(0))
            .expect("counted");
        assert_eq!(left, 0);
        ann.here(&here(None));
        // No process has this number.
        run("UPDATE session SET pid = 2147483646");
        assert!(bob.others().is_empty());
    }

    #[test]
    fn a_damaged_list_is_begun_anew() {
        let (_folder, ledger, mut ann, mut bob) = two();
        std::fs::write(beside(&ledger, ENDING), "no database ".repeat(500)).expect("written");
        ann.here(&here(None));
        ann.here(&here(None));
        assert_eq!(bob.others().len(), 1);
    }

    #[test]
    fn who_waits_too_long_hears_who_is_saving() {
        let (_folder, _, mut ann, mut bob) = two();
        ann.here(&here(None));
        let said = |bob: &mut Presence| busy(&bob.others(), Duration::from_secs(5)).to_string();
        let text = said(&mut bob);
        assert!(text.contains("also here: Ann"), "{text}");
        let stamp = Stamp {
            at: at(),
            on: at().date_naive(),
            by: "Ann".into(),
            key: "k".into(),
        };
        ann.begin(&stamp, "saving");
        let text = said(&mut bob);
        assert!(text.starts_with("Ann is saving ("), "{text}");
        let pid = std::process::id();
        assert!(text.contains(&format!("pid {pid}, 5 s)")), "{text}");
        assert!(text.contains("nothing was saved here"), "{text}");
        ann.end();
        assert!(!said(&mut bob).contains("Ann is"), "it is over");
    }
}
