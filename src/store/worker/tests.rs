//! Writes that wait, reads past them, and what goes on beside long work.

use super::*;
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use crate::store::Identity;
use crate::store::protocol::{Here, Stamp, Waiting};
use chrono::{DateTime, NaiveDate};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A ledger in a file, and a worker that waits so long.
fn started(folder: &Path, patience: Duration) -> (PathBuf, Worker) {
    let path = folder.join("l.db");
    let id = Identity {
        company: "Harbor".into(),
        currency: Currency::USD,
    };
    let ledger = Ledger::create(&path, &id, Rules::default()).expect("a ledger");
    (path, Worker::start_patient(ledger, patience, || {}))
}

/// Somebody else's transaction that writes.
fn locked(path: &Path) -> Connection {
    let other = Connection::open(path).expect("a second connection");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    other
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
}

/// A write that is refused as soon as it has the lock: there is nothing to undo.
fn write() -> Request {
    let stamp = Stamp {
        at: DateTime::UNIX_EPOCH,
        on: day(),
        by: "bob".into(),
        key: "k".into(),
    };
    Request::Write(stamp, Intent::Undo { seq: None })
}

fn next(worker: &Worker) -> (u64, Reply) {
    worker.replies().recv().expect("a reply")
}

const LONG: Duration = Duration::from_secs(3_600);

#[test]
fn reads_are_answered_while_a_write_waits_and_the_write_follows() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, worker) = started(folder.path(), LONG);
    let other = locked(&path);
    worker.ask(1, write());
    worker.ask(2, Request::Status { as_of: day() });
    assert!(matches!(next(&worker), (2, Reply::Status(_))));
    let (seq, waiting) = next(&worker);
    assert_eq!(seq, 1);
    let Reply::Waiting(Waiting { who, seconds: 0 }) = waiting else {
        panic!("{waiting:?}")
    };
    assert_eq!(who, "another program is saving to this ledger");
    other.execute_batch("ROLLBACK").expect("the lock is free");
    // The empty ledger has nothing to undo: it was asked, so the lock was had.
    let (seq, reply) = next(&worker);
    assert!(
        matches!(&reply, Reply::Failed(StoreError::Refused(_))),
        "{reply:?}"
    );
    assert_eq!(seq, 1);
}

#[test]
fn a_write_that_waits_says_who_is_saving() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, worker) = started(folder.path(), LONG);
    let mut ann = Ledger::open(&path, Rules::default()).expect("a second desk");
    let here = Here {
        at: DateTime::UNIX_EPOCH,
        by: "Ann".into(),
        account: None,
    };
    ann.ask(Request::Here(here), &mut |_| {});
    let Request::Write(stamp, _) = write() else {
        panic!("a write")
    };
    let stamp = Stamp {
        by: "Ann".into(),
        ..stamp
    };
    ann.begin(&stamp, Some("saving"));
    let _lock = locked(&path);
    worker.ask(1, write());
    let (_, reply) = next(&worker);
    let Reply::Waiting(Waiting { who, .. }) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(who, "Ann is saving");
}

#[test]
fn a_write_that_waits_is_given_up_and_those_behind_it_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, worker) = started(folder.path(), LONG);
    let other = locked(&path);
    worker.ask(1, write());
    worker.ask(2, write());
    worker.give_up(1);
    let (seq, reply) = std::iter::repeat_with(|| next(&worker))
        .find(|(_, r)| !matches!(r, Reply::Waiting(_)))
        .expect("a reply");
    assert_eq!(seq, 1);
    let Reply::Failed(StoreError::Busy(text)) = reply else {
        panic!("{reply:?}")
    };
    assert!(text.contains("nothing was saved"), "{text}");
    other.execute_batch("ROLLBACK").expect("the lock is free");
    let (seq, reply) = std::iter::repeat_with(|| next(&worker))
        .find(|(_, r)| !matches!(r, Reply::Waiting(_)))
        .expect("a reply");
    assert_eq!(seq, 2);
    assert!(matches!(reply, Reply::Failed(StoreError::Refused(_))));
    // What has ended cannot be given up: no reply, no harm.
    worker.give_up(2);
    worker.ask(3, Request::Changed);
    assert!(matches!(next(&worker), (3, Reply::Changed(_))));
}

#[test]
fn patience_ends_with_nothing_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, worker) = started(folder.path(), NAP * 3);
    let _lock = locked(&path);
    worker.ask(1, write());
    assert!(matches!(next(&worker), (1, Reply::Waiting(_))));
    let (_, reply) = next(&worker);
    let Reply::Failed(StoreError::Busy(text)) = reply else {
        panic!("{reply:?}")
    };
    assert!(text.contains("nothing was saved"), "{text}");
}

/// Everything that came back, until so many answers that are no progress.
fn answers(worker: &Worker, many: usize) -> Vec<(u64, Reply)> {
    let all = std::iter::repeat_with(|| next(worker));
    all.filter(|(_, r)| !matches!(r, Reply::Progress(_) | Reply::Waiting(_)))
        .take(many)
        .collect()
}

fn import(key: &str, dry_run: bool) -> Request {
    let order = crate::store::tests::staging::report(day(), 3);
    let stamp = Stamp {
        at: DateTime::UNIX_EPOCH,
        on: day(),
        by: "bob".into(),
        key: key.into(),
    };
    let order = crate::store::protocol::ImportOrder { dry_run, ..order };
    Request::Write(stamp, Intent::Import(Box::new(order)))
}

#[test]
fn what_is_asked_while_an_import_goes_on_is_answered_and_saved_in_its_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, worker) = started(folder.path(), LONG);
    worker.ask(1, import("import", false));
    worker.ask(2, Request::Status { as_of: day() });
    worker.ask(3, import("preview", true));
    // The import is the only act there is to be undone: this one comes after it.
    worker.ask(4, write());
    let here = Here {
        at: DateTime::UNIX_EPOCH,
        by: "bob".into(),
        account: None,
    };
    worker.ask(5, Request::Here(here));
    let got = answers(&worker, 5);
    let of = |seq: u64| {
        let at = got.iter().position(|(s, _)| *s == seq).expect("an answer");
        (at, &got[at].1)
    };
    let (imported, Reply::Done(done)) = of(1) else {
        panic!("{got:?}");
    };
    assert!(done.import.as_ref().is_some_and(|r| r.applied));
    assert!(matches!(of(2).1, Reply::Status(_)));
    let (previewed, Reply::Done(preview)) = of(3) else {
        panic!("{got:?}");
    };
    assert!(previewed > imported);
    assert!(preview.import.as_ref().is_some_and(|r| !r.applied));
    let (undone, Reply::Done(_)) = of(4) else {
        panic!("{got:?}");
    };
    assert!(undone > imported);
    assert!(matches!(of(5).1, Reply::Others(_)));
    // The connection that wrote is back, and sees what it wrote.
    worker.ask(6, Request::Events { limit: 9 });
    let (_, Reply::Events(events)) = next(&worker) else {
        panic!("events");
    };
    assert_eq!(events.len(), 2);
}

#[test]
fn a_desk_that_leaves_during_an_import_has_it_finished() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, worker) = started(folder.path(), LONG);
    worker.ask(1, import("import", false));
    worker.ask(2, import("preview", true));
    drop(worker);
    let mut again = Ledger::open(&path, Rules::default()).expect("the ledger");
    let reply = again.ask(Request::Events { limit: 9 }, &mut |_| ());
    assert!(
        matches!(&reply, Reply::Events(e) if e.len() == 1),
        "{reply:?}"
    );
}
