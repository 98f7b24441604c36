//! Putting a backup back: proven before anything moves, alone with the ledger, the files that were there kept (FAULTS O6).
//!
//! Law: the ledger is never opened by two sides of this; the backup's file is only read. The copy gets a new epoch and an event that says
//! what happened, is synced, and takes the name only when the old files have moved aside. Whatever stops it before leaves all as it was.

use super::act::Act;
use super::backup;
use super::engine::{APPLICATION_ID, Engine};
use super::events;
use super::fault::{Fault, Res, refuse};
use super::lease::{Lease, beside, real_path};
use super::protocol::{EventLine, Head, Manifest, Restored, Stamp, StoreError};
use super::{head, meta, migrate, place, presence, seal};
use crate::domain::rules::Rules;
use std::path::{Path, PathBuf};

/// Puts a backup in the place of a ledger.
pub(super) fn restore(
    ledger: &Path,
    from: &Path,
    other_history: bool,
    stamp: &Stamp,
    rules: &Rules,
) -> Res<Restored> {
    let ledger = real_path(ledger);
    if from.canonicalize().is_ok_and(|from| from == ledger) {
        return refuse(format!(
            "{} is the ledger itself: name a backup",
            from.display()
        ));
    }
    let Some(lease) = Lease::exclusive(&ledger, "restoring a backup")? else {
        return Err(presence::in_use(
            &ledger,
            "a backup can be put in its place",
        ));
    };
    let manifest = intact(from)?;
    let draft = place::draft_of(&ledger);
    let restored =
        prepare(&ledger, from, &draft, other_history, stamp, rules).and_then(|mut restored| {
            restored.manifest = manifest;
            restored.aside = swap(&ledger, &draft, stamp)?;
            // It knows of acts that were left behind, and that was said.
            place::remove(&head::file_of(&ledger));
            Ok(restored)
        });
    if restored.is_err() {
        place::remove(&draft);
    }
    drop(lease);
    restored
}

/// The backup is what its manifest says; false when it has none.
fn intact(from: &Path) -> Res<bool> {
    if !from.is_file() {
        return refuse(format!(
            "there is no backup at {}: nothing was changed",
            from.display()
        ));
    }
    let id = backup::read_only(from)
        .and_then(|conn| Ok(conn.query_row("PRAGMA application_id", [], |r| r.get::<_, i64>(0))?));
    if id.ok() != Some(APPLICATION_ID) {
        return refuse(format!(
            "{} is no backup of a ledger: nothing was changed",
            from.display()
        ));
    }
    let Ok(text) = std::fs::read_to_string(backup::manifest_of(from)) else {
        return Ok(false);
    };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|e| {
        Fault::refused(format!(
            "{} cannot be read ({e}): nothing was changed; take another backup, or move the manifest away to rely on the checks alone",
            backup::manifest_of(from).display()
        ))
    })?;
    if backup::sha256(from)? != manifest.sha256 {
        return refuse(format!(
            "{} is not what its manifest says, so it was changed or damaged since: nothing was changed; take another backup",
            from.display()
        ));
    }
    Ok(true)
}

/// Makes the ledger-to-be beside the one that is there.
fn prepare(
    ledger: &Path,
    from: &Path,
    draft: &Path,
    other_history: bool,
    stamp: &Stamp,
    rules: &Rules,
) -> Res<Restored> {
    let size = std::fs::metadata(from)
        .map_err(|e| place::failed(from, &e))?
        .len();
    place::room(ledger, size * 2, "restoring")?;
    backup::copy(from, draft)?;
    let mut engine = Engine::open(draft)?;
    migrate::bring_up(&mut engine)?;
    let head = seal::head(&engine.conn)?;
    let hash = events::hash_at(&engine.conn, head.seq)?;
    let (since, unread) = left_behind(ledger, head.seq, hash.as_deref(), other_history)?;
    let what = format!(
        "restored from a backup of {} acts; {}",
        head.seq,
        match (&unread, since.len()) {
            (Some(_), _) => "the ledger before it could not be read".to_owned(),
            (None, 0) => "none was recorded after it".to_owned(),
            (None, n) => format!("{n} recorded after it were left behind"),
        }
    );
    let body =
        serde_json::json!({ "backup_head": head.hash, "left_behind": since.len() }).to_string();
    let tx = engine.write()?;
    meta::set(&tx, meta::EPOCH, &migrate::epoch())?;
    let mut act = Act::new(&tx, rules, stamp);
    act.event("restore", None, what, &body)?;
    act.finish(&mut |_, _| ())?;
    tx.commit()?;
    backup::prove(&engine.conn, rules)?;
    drop(engine);
    place::sync(draft)?;
    Ok(Restored {
        aside: None,
        head: Head {
            seq: head.seq,
            hash: head.hash,
        },
        since,
        unread,
        manifest: false,
    })
}

/// What the ledger that is there recorded after the backup; or why that cannot be said.
fn left_behind(
    ledger: &Path,
    seq: i64,
    hash: Option<&str>,
    other_history: bool,
) -> Res<(Vec<EventLine>, Option<String>)> {
    if !ledger.exists() {
        return Ok((Vec::new(), None));
    }
    let read = || -> Res<(Option<String>, Vec<EventLine>)> {
        let engine = Engine::open(ledger)?;
        Ok((
            events::hash_at(&engine.conn, seq)?,
            events::acts_after(&engine.conn, seq)?,
        ))
    };
    match read() {
        Ok((known, since)) if known.as_deref() == hash => Ok((since, None)),
        Ok(_) if other_history => Ok((
            Vec::new(),
            Some("it has another history than the backup".to_owned()),
        )),
        Ok(_) => refuse(format!(
            "the ledger at {} has another history than this backup (another company, or restored before): nothing was changed; --other-history puts it in its place all the same",
            ledger.display()
        )),
        Err(fault) => Ok((Vec::new(), Some(fault.said().to_string()))),
    }
}

/// Moves what is there aside, and gives the draft its name.
fn swap(ledger: &Path, draft: &Path, stamp: &Stamp) -> Res<Option<PathBuf>> {
    if !ledger.exists() {
        place::put(draft, ledger)?;
        return Ok(None);
    }
    let when = stamp.at.format("%Y%m%dT%H%M%SZ");
    let aside = (0..)
        .map(|n: u32| match n {
            0 => beside(ledger, &format!(".replaced-{when}")),
            n => beside(ledger, &format!(".replaced-{when}-{n}")),
        })
        .find(|path| path.symlink_metadata().is_err())
        .ok_or_else(|| Fault::refused("no name is left for the ledger that is there"))?;
    let moved = move_set(ledger, &aside).and_then(|()| place::put(draft, ledger));
    if let Err(fault) = moved {
        return Err(match move_set(&aside, ledger) {
            Ok(()) => fault,
            Err(_) => StoreError::Storage(format!(
                "the backup could not be put in place ({}): the ledger that was there is {}",
                fault.said(),
                aside.display()
            ))
            .into(),
        });
    }
    Ok(Some(aside))
}

/// Renames a database with what belongs to it. The log first: beside another database it would be taken for that one's.
fn move_set(from: &Path, to: &Path) -> Res<()> {
    for side in place::SIDES.into_iter().chain([""]) {
        let (from, to) = (beside(from, side), beside(to, side));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|e| place::failed(&from, &e))?;
        }
    }
    Ok(())
}
