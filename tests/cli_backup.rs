//! `bywhen backup` and `bywhen restore` from outside: what is kept, what is refused, and that nothing is ever lost on the way (FAULTS §4.4, O6).

mod cli_support;

use bywhen::domain::rules::Rules;
use bywhen::store::Ledger;
use bywhen::store::protocol::{Here, Reply, Request};
use cli_support::{Desk, has_keys};
use std::path::PathBuf;

/// Where the backup goes.
fn target(desk: &Desk) -> PathBuf {
    desk.path("safe/monday.db")
}

fn backup(desk: &Desk) -> serde_json::Value {
    std::fs::create_dir_all(desk.path("safe")).expect("a folder");
    let file = target(desk);
    desk.json("2026-11-20", &["backup", &file.to_string_lossy()])
}

fn restore(desk: &Desk) -> cli_support::Run {
    desk.on("2026-11-21", &["restore", &target(desk).to_string_lossy()])
}

fn digest(desk: &Desk) -> String {
    let said = desk.json("2026-11-20", &["check", "--strict"]);
    said["digest"].as_str().expect("a digest").to_owned()
}

/// Files of the folder that the ledger lies in.
fn files(desk: &Desk) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(desk.path(""))
        .expect("a folder")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with("ledger.db"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_holds_the_whole_ledger_and_its_manifest_says_what() {
    let desk = Desk::with_book();
    let made = backup(&desk);
    has_keys(
        &made,
        &[
            "file", "events", "head", "digest", "sha256", "bytes", "counts", "sums",
        ],
    );
    assert_eq!(made["digest"], digest(&desk));
    assert_eq!(made["counts"]["document"], 5);
    let text = std::fs::read_to_string(desk.path("safe/monday.db.manifest.json")).expect("there");
    let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(manifest["sha256"], made["sha256"]);
    // It is a ledger by itself.
    let file = target(&desk).to_string_lossy().into_owned();
    let mut command = desk.command();
    let run = command.args(["--ledger", &file, "--as-of", "2026-11-20", "check"]);
    assert!(run.output().expect("started").status.success());
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_book();
    backup(&desk);
    let mode = std::fs::metadata(target(&desk))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_backup_never_takes_over_a_file_and_leaves_no_piece_behind() {
    let desk = Desk::with_book();
    let there = desk.file("safe/monday.db", "my diary");
    desk.run(&["backup", &there])
        .fails(1, &["is there already"]);
    assert_eq!(std::fs::read_to_string(&there).expect("read"), "my diary");
    let nowhere = desk.path("nowhere/monday.db");
    desk.run(&["backup", &nowhere.to_string_lossy()])
        .fails(1, &["nowhere"]);
    let left = std::fs::read_dir(desk.path("safe"))
        .expect("a folder")
        .count();
    assert_eq!(left, 1);
}

#[test]
fn restoring_brings_the_day_back_keeps_what_was_there_and_lists_what_came_after() {
    let desk = Desk::with_book();
    assert_eq!(desk.on("2026-11-20", &["note", "C1001", "before"]).code, 0);
    backup(&desk);
    let show = |desk: &Desk| desk.json("2026-11-21", &["show", "C1001"])["notes"].clone();
    let notes = show(&desk);
    assert_eq!(desk.on("2026-11-21", &["note", "C1001", "after"]).code, 0);
    let run = desk.on(
        "2026-11-21",
        &["restore", &target(&desk).to_string_lossy(), "--json"],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let said = run.document();
    assert_eq!(said["since"][0]["what"], "note on Harbor Framing LLC");
    assert_eq!(
        (&said["head"]["seq"], &said["manifest"]),
        (&2.into(), &true.into())
    );
    assert_eq!(show(&desk), notes);
    assert_eq!(desk.run(&["check", "--strict"]).code, 0);
    let list = desk.json("2026-11-21", &["undo", "--list"]);
    assert!(
        list["events"][0]["what"]
            .as_str()
            .expect("words")
            .contains("1 recorded after it were left behind")
    );
    desk.on("2026-11-21", &["undo", "3"])
        .fails(1, &["nothing that could be undone"]);
    // The ledger that was there is whole, under its new name.
    let aside = said["aside"].as_str().expect("a path").to_owned();
    let mut command = desk.command();
    let run = command.args([
        "--ledger",
        &aside,
        "--as-of",
        "2026-11-21",
        "undo",
        "--list",
    ]);
    let out = String::from_utf8(run.output().expect("started").stdout).expect("text");
    assert!(out.contains("3  Sat 21 Nov"), "{out}");
    let left: Vec<String> = files(&desk)
        .into_iter()
        .filter(|n| n.contains("draft"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_desk_that_is_open_keeps_its_ledger_and_is_named() {
    let desk = Desk::with_book();
    backup(&desk);
    let mut open = Ledger::open(&desk.ledger(), Rules::default()).expect("opened");
    let here = Here {
        at: "2026-11-20T09:00:00Z".parse().expect("an instant"),
        by: "Ann".into(),
        account: None,
    };
    assert_eq!(
        open.ask(Request::Here(here), &mut |_| ()),
        Reply::Others(Vec::new())
    );
    let before = std::fs::read(desk.ledger()).expect("read");
    let pid = format!("pid {}", std::process::id());
    restore(&desk).fails(1, &["Ann (", &pid, "nothing was changed"]);
    assert_eq!(std::fs::read(desk.ledger()).expect("read"), before);
    // A backup, a second desk and a save go on beside it.
    let other = desk.path("safe/second.db");
    assert_eq!(desk.run(&["backup", &other.to_string_lossy()]).code, 0);
    assert_eq!(desk.on("2026-11-20", &["note", "C1001", "x"]).code, 0);
    drop(open);
    assert_eq!(restore(&desk).code, 0);
}

#[test]
fn a_backup_that_was_changed_is_refused_with_and_without_its_manifest() {
    let desk = Desk::with_book();
    let text = "Dana wants the POD of A-2 first";
    assert_eq!(desk.on("2026-11-20", &["note", "C1001", text]).code, 0);
    backup(&desk);
    let mut bytes = std::fs::read(target(&desk)).expect("read");
    let at = (1..bytes.len() - text.len())
        .find(|at| bytes[*at..].starts_with(text.as_bytes()) && bytes[at - 1] != b'"')
        .expect("the note");
    bytes[at] = b'H';
    std::fs::write(target(&desk), &bytes).expect("written");
    let ledger = std::fs::read(desk.ledger()).expect("read");
    restore(&desk).fails(1, &["not what its manifest says"]);
    std::fs::remove_file(desk.path("safe/monday.db.manifest.json")).expect("removed");
    restore(&desk).fails(1, &["row digests", "touch #1"]);
    bytes.truncate(bytes.len() / 2);
    std::fs::write(target(&desk), &bytes).expect("written");
    assert_eq!(restore(&desk).code, 1);
    std::fs::write(target(&desk), "no ledger").expect("written");
    restore(&desk).fails(1, &["no backup"]);
    assert_eq!(std::fs::read(desk.ledger()).expect("read"), ledger);
    let pieces = files(&desk)
        .into_iter()
        .filter(|n| n.contains("draft") || n.contains("replaced"));
    assert_eq!(pieces.count(), 0);
}

#[test]
fn a_ledger_of_another_history_is_replaced_only_when_that_is_said() {
    let (desk, other) = (Desk::with_book(), Desk::with_book());
    assert_eq!(other.on("2026-11-19", &["note", "C1001", "theirs"]).code, 0);
    backup(&other);
    let file = target(&other).to_string_lossy().into_owned();
    desk.run(&["restore", &file])
        .fails(1, &["another history", "--other-history"]);
    let run = desk.run(&["restore", &file, "--other-history"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(digest_of_notes(&desk), 1);
}

fn digest_of_notes(desk: &Desk) -> usize {
    let shown = desk.json("2026-11-21", &["show", "C1001"]);
    shown["notes"].as_array().expect("notes").len()
}

#[test]
fn a_backup_is_put_where_no_ledger_is() {
    let desk = Desk::with_book();
    backup(&desk);
    let before = digest(&desk);
    for name in files(&desk) {
        std::fs::remove_file(desk.path(&name)).expect("removed");
    }
    let run = restore(&desk);
    assert_eq!(run.code, 0, "{run:?}");
    assert_ne!(digest(&desk), before, "the restoring is an act of its own");
    assert_eq!(desk.json("2026-11-20", &["check"])["counts"]["document"], 5);
}

#[test]
fn what_a_killed_backup_left_behind_is_taken_away_by_a_later_one_and_a_fresh_draft_is_not() {
    let desk = Desk::with_book();
    let old = desk.file("copy.db.draft-00000000000000aa", "half a ledger");
    let side = desk.file("copy.db.draft-00000000000000aa-journal", "its journal");
    let fresh = desk.file("copy.db.draft-00000000000000bb", "somebody is at it");
    let other = desk.file("other.db.draft-00000000000000cc", "of another file");
    let now = std::fs::metadata(desk.ledger())
        .and_then(|about| about.modified())
        .expect("a time");
    for path in [&old, &side, &other] {
        let file = std::fs::File::options().write(true).open(path);
        file.and_then(|file| file.set_modified(now - std::time::Duration::from_secs(2 * 86_400)))
            .expect("set");
    }
    let copy = desk.path("copy.db");
    let run = desk.on("2026-11-20", &["backup", copy.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{run:?}");
    let there = |path: &str| std::path::Path::new(path).exists();
    assert_eq!(
        [&old, &side, &fresh, &other].map(|path| there(path)),
        [false, false, true, true]
    );
}

#[test]
fn a_restore_is_none_of_the_acts_that_are_to_be_entered_again() {
    let desk = Desk::with_book();
    backup(&desk);
    let noted = desk.on("2026-11-21", &["note", "C1001", "after the backup"]);
    assert_eq!(noted.code, 0, "{noted:?}");
    let first = restore(&desk);
    assert!(
        first.out.contains("1 act was recorded after the backup"),
        "{first:?}"
    );
    let second = restore(&desk);
    assert_eq!(second.code, 0, "{second:?}");
    assert!(
        second.out.contains("nothing was recorded after the backup"),
        "{second:?}"
    );
    assert!(!second.out.contains("restored from"), "{second:?}");
    // What was entered again in between is listed, without the restore before it.
    let noted = desk.on("2026-11-21", &["note", "C1001", "entered again"]);
    assert_eq!(noted.code, 0, "{noted:?}");
    let third = restore(&desk);
    assert!(third.out.contains("1 act was recorded"), "{third:?}");
    assert!(!third.out.contains("restored from"), "{third:?}");
    assert_eq!(desk.on("2026-11-21", &["check", "--strict"]).code, 0);
}

#[test]
fn a_number_that_is_no_acts_says_where_the_numbers_are_seen() {
    let desk = Desk::with_book();
    let run = desk.on("2026-11-20", &["undo", "x12"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("bywhen undo --list"), "{run:?}");
    desk.on("2026-11-20", &["undo", "999"])
        .fails(1, &["bywhen undo --list"]);
    let listed = desk.json("2026-11-20", &["undo", "--list"]);
    let number = format!("#{}", listed["events"][0]["seq"]);
    assert_eq!(desk.on("2026-11-20", &["undo", &number]).code, 0);
}
