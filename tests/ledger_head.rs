//! A ledger that lost its log, or was exchanged for an older copy, does not pass for whole (FAULTS S12).

mod cli_support;

use cli_support::{Desk, Run};
use std::fs;

const DAY: &str = "2026-11-20";

/// A desk whose ledger was exchanged for what it was one act before.
fn behind() -> Desk {
    let desk = Desk::with_book();
    let old = fs::read(desk.ledger()).expect("the ledger");
    assert_eq!(desk.on(DAY, &["note", "C1001", "said friday"]).code, 0);
    fs::write(desk.ledger(), old).expect("an older copy");
    desk
}

#[test]
fn an_older_copy_in_the_ledgers_place_is_said_at_every_start_until_somebody_dealt_with_it() {
    let desk = behind();
    for _ in 0..2 {
        let run = desk.on(DAY, &["queue", "--json"]);
        assert_eq!(run.code, 0, "{run:?}");
        run.document();
        assert_eq!(run.err.lines().count(), 1, "{run:?}");
        for word in [
            "warning",
            "ends with act 1",
            "had 2",
            "-wal",
            "restore",
            "ledger.db.head",
        ] {
            assert!(run.err.contains(word), "'{word}' in {run:?}");
        }
    }
    let checked = desk.on(DAY, &["check"]);
    assert_eq!(checked.code, 1, "{checked:?}");
    assert!(checked.out.contains("known head"), "{checked:?}");
    // Another act in the same place is not the one that is missing.
    let other = desk.on(DAY, &["note", "C1002", "something else"]);
    assert_eq!(other.code, 0, "{other:?}");
    let run = desk.on(DAY, &["queue"]);
    assert!(run.err.contains("act 2 is another one"), "{run:?}");
    // It is meant so.
    fs::remove_file(desk.path("ledger.db.head")).expect("removed");
    assert_eq!(desk.on(DAY, &["queue"]).err, "");
    assert_eq!(desk.on(DAY, &["check", "--strict"]).code, 0);
}

#[test]
fn a_ledger_copied_without_its_log_is_behind_its_head() {
    let desk = Desk::with_book();
    // A second reader keeps the log from being put away.
    let reader = rusqlite::Connection::open(desk.ledger()).expect("opened");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM event;")
        .expect("reads");
    assert_eq!(desk.on(DAY, &["note", "C1001", "said friday"]).code, 0);
    assert!(desk.path("ledger.db-wal").exists());
    let there = desk.path("moved");
    fs::create_dir(&there).expect("a folder");
    for name in ["ledger.db", "ledger.db.head"] {
        fs::copy(desk.path(name), there.join(name)).expect("copied");
    }
    let moved = there.join("ledger.db");
    let mut command = desk.command();
    command
        .arg("--ledger")
        .arg(moved)
        .args(["--as-of", DAY, "queue"]);
    let run = Run::from(command.output().expect("it starts"));
    drop(reader);
    assert!(run.err.contains("had 2"), "{run:?}");
}

#[test]
fn a_restored_backup_and_a_sound_ledger_are_not_behind() {
    let desk = Desk::with_book();
    let backup = desk.path("backup.db").to_string_lossy().into_owned();
    assert_eq!(desk.on(DAY, &["backup", &backup]).code, 0);
    assert_eq!(desk.on(DAY, &["note", "C1001", "said friday"]).code, 0);
    let restored = desk.on(DAY, &["restore", &backup]);
    assert_eq!((restored.code, restored.err.as_str()), (0, ""));
    assert_eq!(desk.on(DAY, &["queue"]).err, "");
    // A head that cannot be read is made anew.
    desk.file("ledger.db.head", "nonsense");
    assert_eq!(desk.on(DAY, &["queue"]).err, "");
    let head = fs::read_to_string(desk.path("ledger.db.head")).expect("made anew");
    assert!(head.starts_with("2 "), "{head}");
}

#[test]
fn a_ledger_made_anew_where_one_lay_is_not_measured_by_the_head_of_the_old() {
    let desk = behind();
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = fs::remove_file(desk.path(name));
    }
    assert!(desk.path("ledger.db.head").exists());
    let made = desk.on(
        DAY,
        &["import", &desk.path("book.csv").display().to_string()],
    );
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{made:?}");
    let noted = desk.on(DAY, &["queue"]);
    assert_eq!((noted.code, noted.err.as_str()), (0, ""), "{noted:?}");
}
