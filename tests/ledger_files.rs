//! The files of a ledger belong to SQLite alone (FAULTS C9, C10, S14): whoever opens one of them besides and closes it again puts down every lock that
//! the process has on it.

mod cli_support;

use cli_support::Desk;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DAY: &str = "2026-11-20";

/// Calls that open a file, or change what its name means.
const CALLS: [&str; 9] = [
    "File::open",
    "File::create",
    "OpenOptions::new",
    "fs::read(",
    "fs::read_to_string",
    "fs::write",
    "fs::copy",
    "fs::rename",
    "fs::hard_link",
];

/// Every such call of the layer that knows where the ledger lies, and why it is no file of a ledger that is open here.
const KNOWN: [(&str, &str, usize, &str); 15] = [
    (
        "backup.rs",
        "File::open",
        1,
        "the sum of a backup, which no connection has open",
    ),
    (
        "backup.rs",
        "OpenOptions::new",
        1,
        "makes the empty file of a copy, before anything is in it",
    ),
    ("backup.rs", "fs::write", 1, "the manifest"),
    (
        "engine.rs",
        "OpenOptions::new",
        1,
        "makes the empty file of a new ledger, before SQLite opens it",
    ),
    (
        "redaction/copies.rs",
        "fs::read(",
        1,
        "other files that may hold a text; one beside a lock is not opened",
    ),
    ("head.rs", "fs::read_to_string", 1, "the head beside it"),
    ("place.rs", "OpenOptions::new", 1, "a draft of that head"),
    ("lease.rs", "OpenOptions::new", 1, "the lock beside it"),
    ("lease.rs", "fs::read_to_string", 1, "the lock beside it"),
    (
        "place.rs",
        "File::open",
        2,
        "syncs a draft whose connection is closed, and a folder",
    ),
    ("place.rs", "fs::hard_link", 1, "gives a draft its name"),
    ("place.rs", "fs::rename", 2, "gives a draft its name"),
    ("restore.rs", "fs::read_to_string", 1, "the manifest"),
    (
        "restore.rs",
        "fs::rename",
        1,
        "moves a ledger aside that nobody has open: under the exclusive lock",
    ),
    (
        "who.rs",
        "fs::read_to_string",
        2,
        "who sits here, and since when the machine runs",
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file before its tests, without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_but_sqlite_opens_a_file_of_the_ledger() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root.join("store"), &mut files);
    files.retain(|path| !path.components().any(|part| part.as_os_str() == "tests"));
    assert!(files.len() > 50, "{}", files.len());
    for path in &files {
        let name = path.strip_prefix(root.join("store")).expect("below it");
        let name = name.to_string_lossy();
        let code = code(path);
        for call in CALLS {
            let found = code.matches(call).count();
            let known = KNOWN
                .iter()
                .find(|(file, known, ..)| *file == name && *known == call);
            let (allowed, why) = known.map_or((0, "nothing"), |(_, _, n, why)| (*n, *why));
            assert_eq!(
                found,
                allowed,
                "{}: {call}; known is: {why}. If it never touches a ledger that is open, say so in KNOWN",
                path.display()
            );
        }
    }
    // Elsewhere the ledger is a path that is handed on, never one that is opened.
    let mut others = Vec::new();
    sources(&root, &mut others);
    others.retain(|path| !path.starts_with(root.join("store")));
    for path in others {
        for line in code(&path).lines() {
            let opens = CALLS.iter().any(|call| line.contains(call));
            assert!(
                !(opens && line.contains("ledger")),
                "{}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn one_sqlite_is_in_the_program() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock"));
    let lock = lock.expect("Cargo.lock");
    assert_eq!(lock.matches("name = \"libsqlite3-sys\"").count(), 1);
    let others = [
        "name = \"sqlite3-sys\"",
        "name = \"sqlite3\"",
        "name = \"libsql\"",
    ];
    assert!(others.iter().all(|other| !lock.contains(other)));
}

#[test]
fn a_ledger_is_no_report_and_is_not_even_opened_as_one() {
    let desk = Desk::with_book();
    let ledger = desk.ledger();
    let ledger = ledger.to_string_lossy();
    std::os::unix::fs::symlink(&*ledger, desk.path("link.csv")).expect("a link");
    let link = desk.path("link.csv");
    for file in [&*ledger, &*link.to_string_lossy()] {
        for command in [
            &["import", file][..],
            &["import", file, "--dry-run"],
            &["read-mail", file],
        ] {
            desk.on(DAY, command).fails(1, &["is a ledger itself"]);
        }
    }
    // While a desk is open its log lies beside it.
    let held = rusqlite::Connection::open(desk.ledger()).expect("a connection");
    held.execute_batch("BEGIN; SELECT count(*) FROM event;")
        .expect("a reader");
    let log = format!("{ledger}-wal");
    assert!(Path::new(&log).exists());
    desk.on(DAY, &["import", &log])
        .fails(1, &["is a ledger itself"]);
    drop(held);
    assert_eq!(desk.on(DAY, &["check", "--strict"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_sends_mail_holds_no_file_of_the_ledger() {
    let desk = Desk::with_book();
    desk.with_dana(DAY, &["--email", "ap@harbor.example"]);
    let seen = desk.path("seen");
    let program = desk.file(
        "send.sh",
        format!(
            "#!/bin/sh\ncat > /dev/null\nls -l /proc/self/fd > '{}'\n",
            seen.display()
        ),
    );
    desk.settings(&format!(
        "[mail]\nthrough = \"program\"\nfrom = \"ar@ridgeline.example\"\nprogram = [\"sh\", \"{program}\"]\n"
    ));
    desk.json(DAY, &["outbox", "ask", "C1001", "statement"]);
    desk.json(DAY, &["outbox", "write", "--all"]);
    desk.json(DAY, &["outbox", "send"]);
    let theirs = fs::read_to_string(seen).expect("the program ran");
    assert!(theirs.contains("/proc"), "{theirs}");
    assert!(!theirs.contains("ledger.db"), "{theirs}");
}

#[test]
fn a_log_that_grows_because_somebody_reads_for_hours_is_said() {
    let desk = Desk::with_book();
    let large = |run: &cli_support::Run| run.out.contains("its write-ahead log has 65 MiB");
    let held = rusqlite::Connection::open(desk.ledger()).expect("a connection");
    held.execute_batch("BEGIN; SELECT count(*) FROM event;")
        .expect("a reader");
    assert!(!large(&desk.on(DAY, &["check", "--quick"])));
    // By another process: what this one opens and closes would let go of the reader's locks.
    let log = format!("{}-wal", desk.ledger().display());
    let grown = Command::new("truncate").args(["-s", "65M", &log]).status();
    assert!(grown.expect("it starts").success());
    let run = desk.on(DAY, &["check", "--quick"]);
    assert!(large(&run), "{run:?}");
    // Once the reader is gone the next write takes the log over.
    drop(held);
    assert_eq!(desk.on(DAY, &["note", "C1001", "later"]).code, 0);
    let run = desk.on(DAY, &["check", "--strict"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!large(&run), "{run:?}");
}
