//! The file and its pages: schema object by object, pages, references, and how safely the file lies where it lies.
//!
//! Law: the ledger's files are never opened here, only asked about (FAULTS C9).

use super::{line, some_of, warning};
use crate::store::fault::Res;
use crate::store::protocol::CheckLine;
use crate::store::{head, migrate};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// The schema is, object by object, the one that this program makes (FAULTS X6).
pub(super) fn schema(conn: &Connection) -> Res<CheckLine> {
    let fresh = Connection::open_in_memory()?;
    migrate::schema(&fresh)?;
    let list = |conn: &Connection| -> Res<Vec<(String, Option<String>)>> {
        let mut statement = conn.prepare(
            "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let (ours, expected) = (list(conn)?, list(&fresh)?);
    let odd: Vec<&str> = ours
        .iter()
        .filter(|o| !expected.contains(o))
        .chain(expected.iter().filter(|e| !ours.contains(e)))
        .map(|(name, _)| name.as_str())
        .take(5)
        .collect();
    Ok(if odd.is_empty() {
        let version = migrate::version(conn)?;
        line(
            "schema",
            true,
            format!("format {version}, {} objects", ours.len()),
        )
    } else {
        line("schema", false, format!("differs at {}", odd.join(", ")))
    })
}

/// Every page reads; strictly, every index also holds what its table holds, which a quick check does not see.
pub(super) fn pages(conn: &Connection, strict: bool) -> Res<CheckLine> {
    let pragma = if strict {
        "PRAGMA integrity_check(20)"
    } else {
        "PRAGMA quick_check(20)"
    };
    let mut statement = conn.prepare(pragma)?;
    let said: Vec<String> = statement
        .query_map([], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    if said == ["ok"] {
        let how = if strict {
            "every page and index reads"
        } else {
            "every page reads"
        };
        return Ok(line("storage", true, how.into()));
    }
    let mut tables: Vec<String> = said.iter().filter_map(|s| table_of(conn, s)).collect();
    tables.dedup();
    let at = if tables.is_empty() {
        String::new()
    } else {
        format!(" (in {})", tables.join(", "))
    };
    Ok(line(
        "storage",
        false,
        format!("damaged{at}: {}", some_of(&said)),
    ))
}

/// `Tree 5 page 199: …` names a table or index by its root page.
fn table_of(conn: &Connection, said: &str) -> Option<String> {
    let root: i64 = said
        .split_once("Tree ")?
        .1
        .split([' ', ':'])
        .next()?
        .parse()
        .ok()?;
    conn.query_row(
        "SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?1",
        [root],
        |r| r.get(0),
    )
    .ok()
}

/// Every reference finds its row. SQLite's own integrity check does not look for that.
pub(super) fn foreign_keys(conn: &Connection) -> Res<CheckLine> {
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    let (mut count, mut first) = (0u64, Vec::new());
    while let Some(r) = rows.next()? {
        count += 1;
        if first.len() < 3 {
            let (table, id): (String, Option<i64>) = (r.get(0)?, r.get(1)?);
            let parent: String = r.get(2)?;
            let id = id.map_or_else(String::new, |id| format!(" #{id}"));
            first.push(format!(
                "{table}{id} refers to a {parent} that is not there"
            ));
        }
    }
    Ok(if count == 0 {
        line("references", true, "every row's parents are there".into())
    } else {
        line(
            "references",
            false,
            format!("{count} broken: {}", first.join("; ")),
        )
    })
}

/// A write-ahead log larger than this has not been taken over for long.
const LARGE_LOG: u64 = 64 * 1024 * 1024;

/// Rights, place and log of the file. Nothing here is a fault of the ledger; all of it is worth a word.
pub(super) fn file(conn: &Connection) -> Res<Vec<CheckLine>> {
    let Some(path) = conn.path().filter(|p| !p.is_empty()).map(PathBuf::from) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    #[cfg(unix)]
    if let Ok(meta) = std::fs::metadata(&path) {
        use std::os::unix::fs::PermissionsExt;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o007 != 0 {
            out.push(warning(
                "file",
                format!(
                    "mode {mode:03o}: everybody on this machine may read it; `chmod 600 {}` makes it yours alone",
                    path.display()
                ),
            ));
        }
    }
    if let Some(kind) = network_kind(&path) {
        out.push(warning(
            "file",
            format!(
                "it lies on {kind}, whose locks SQLite cannot rely on: move it to a local disk before a second desk opens it"
            ),
        ));
    }
    if let Some(behind) = head::behind(conn, &path)? {
        out.push(line("known head", false, behind));
    }
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    if let Ok(meta) = std::fs::metadata(&log)
        && meta.len() > LARGE_LOG
    {
        out.push(warning(
            "file",
            format!(
                "its write-ahead log has {} MiB: a desk that was left open keeps it from being taken over; close the oldest one",
                meta.len() / (1024 * 1024)
            ),
        ));
    }
    Ok(out)
}

/// The network file system that a path lies on, by the magic number of statfs(2).
#[cfg(target_os = "linux")]
fn network_kind(path: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(path).ok()?.f_type;
    match kind as u32 {
        0x6969 => Some("NFS"),
        0xFF53_4D42 | 0xFE53_4D42 | 0x517B => Some("an SMB share"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn network_kind(_: &Path) -> Option<&'static str> {
    None
}
