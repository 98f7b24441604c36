//! The program killed, starved, raced and brought up from an older ledger (FAULTS S1, S3-S5, U3, U5): nothing acknowledged is lost.
#![cfg(unix)]

mod cli_support;

use cli_support::Desk;
use rusqlite::Connection;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A ledger as the first format left it: its schema, and what an import, a report a week later, a promise, a payment, a note, an undo, a
/// follow-up and a reversal had written.
fn format_1(path: &Path) {
    let raw = Connection::open(path).expect("made");
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF;")
        .expect("set");
    raw.execute_batch(include_str!("../migrations/001_ledger.sql"))
        .expect("the first schema");
    let triggers: Vec<(String, String)> = raw
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .expect("a question")
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .expect("an answer")
        .collect::<Result<_, _>>()
        .expect("names");
    for (name, _) in &triggers {
        raw.execute_batch(&format!("DROP TRIGGER \"{name}\""))
            .expect("dropped");
    }
    raw.execute_batch(include_str!("data/format_1.sql"))
        .expect("its rows");
    for (_, sql) in &triggers {
        raw.execute_batch(sql).expect("made again");
    }
    raw.execute_batch("PRAGMA application_id = 1145393995; PRAGMA user_version = 1;")
        .expect("named");
}

fn on_format_1() -> Desk {
    let desk = Desk::empty();
    format_1(&desk.ledger());
    desk
}

fn start(desk: &Desk, arguments: &[&str]) -> Child {
    let mut command = desk.command();
    command
        .arg("--ledger")
        .arg(desk.ledger())
        .args(["--as-of", "2026-11-20"])
        .args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("started")
}

/// Kills a command a little after it has opened the ledger (its log is there from then on); answers whether it was done before that.
fn kill_at_work(desk: &Desk, mut child: Child, turns: u32) -> bool {
    let log = desk.path("ledger.db-wal");
    while !log.exists() && child.try_wait().expect("asked").is_none() {
        std::thread::yield_now();
    }
    for _ in 0..turns {
        std::thread::yield_now();
    }
    child.kill().expect("killed");
    child.wait().expect("ended").success()
}

fn proves(desk: &Desk) {
    let run = desk.run(&["check", "--strict"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn an_older_ledger_is_brought_up_once_with_the_old_one_kept_and_its_money_as_it_was() {
    let desk = on_format_1();
    let racers: Vec<Child> = (0..3).map(|_| start(&desk, &["aging", "--json"])).collect();
    for racer in racers {
        let out = racer.wait_with_output().expect("ended");
        assert!(out.status.success(), "{out:?}");
        let aging: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
        assert_eq!(aging["currencies"][0]["total_open"], 1_170_771);
    }
    let checked = desk.json("2026-11-20", &["check", "--strict"]);
    let seals = checked["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|c| c["name"] == "seal chain");
    assert!(
        seals.expect("a line")["detail"]
            .as_str()
            .expect("words")
            .contains("of format 1")
    );
    assert_eq!(checked["sums"][0]["open_debits"], 1_170_771);
    let kept = Connection::open(desk.path("ledger.db.format-1")).expect("kept");
    let format: i64 = kept
        .query_row("PRAGMA user_version", [], |r| r.get(0))
        .expect("asked");
    assert_eq!(format, 1);
    assert!(!desk.path("ledger.db.format-1-2").exists(), "kept once");
    assert_eq!(desk.on("2026-11-20", &["note", "C1002", "sealed"]).code, 0);
    proves(&desk);
}

#[test]
fn a_kill_while_a_ledger_is_brought_up_leaves_it_old_or_new() {
    for round in 0..6 {
        let desk = on_format_1();
        let child = start(&desk, &["queue"]);
        kill_at_work(&desk, child, round * round * 4_000);
        proves(&desk);
    }
}

#[test]
fn imports_that_begin_at_once_make_one_ledger_and_one_batch() {
    let desk = Desk::empty();
    let rows = ["C1,One,,invoice,A-1,2026-09-03,2026-10-03,Net 30,,50.00,50.00,USD"];
    let file = desk.book("book.csv", &rows);
    let racers: Vec<Child> = (0..4).map(|_| start(&desk, &["import", &file])).collect();
    for racer in racers {
        let out = racer.wait_with_output().expect("ended");
        assert!(out.status.success(), "{out:?}");
    }
    let checked = desk.json("2026-11-20", &["check", "--strict"]);
    assert_eq!(checked["counts"]["batch"], 1);
    let drafts = std::fs::read_dir(desk.path(""))
        .expect("a folder")
        .filter(|e| {
            e.as_ref()
                .is_ok_and(|e| e.file_name().to_string_lossy().contains("draft"))
        });
    assert_eq!(drafts.count(), 0);
}

#[test]
fn a_kill_in_the_middle_of_a_save_loses_nothing_that_was_acknowledged() {
    let desk = Desk::with_book();
    let mut acknowledged = Vec::new();
    for round in 0..14 {
        let text = format!("note {round}");
        let child = start(&desk, &["note", "C1001", &text]);
        if kill_at_work(&desk, child, round * round * 100) {
            acknowledged.push(text);
        }
    }
    let text = "the last one".to_owned();
    assert_eq!(desk.on("2026-11-20", &["note", "C1001", &text]).code, 0);
    acknowledged.push(text);
    proves(&desk);
    let shown = desk.json("2026-11-20", &["show", "C1001"])["notes"].to_string();
    for text in acknowledged {
        assert!(shown.contains(&text), "{text}: {shown}");
    }
}

#[test]
fn a_write_that_finds_no_room_says_so_and_leaves_the_ledger_as_it_was() {
    let desk = Desk::with_book();
    let rows: Vec<String> = (0..9_000)
        .map(|i| {
            format!(
                "C{i},Customer {i},,invoice,X-{i},2026-09-03,2026-10-03,Net 30,,50.00,50.00,USD"
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = desk.book("large.csv", &rows);
    let before = desk.json("2026-11-20", &["check", "--strict"])["digest"].clone();
    // The shell sets a limit on file sizes (in blocks of 512 or 1024 bytes) that the log of this import outgrows.
    let program = desk.command();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -f 1000 && exec \"$0\" \"$@\""]);
    command
        .arg(program.get_program())
        .arg("--ledger")
        .arg(desk.ledger());
    command.args(["--as-of", "2026-11-20", "import", "--close-missing", &file]);
    command.env("HOME", desk.path("home")).env("TZ", "UTC");
    let out = command.output().expect("started");
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(1), "ended by itself: {out:?}");
    assert!(
        said.contains("no room to write") && said.contains("KiB free"),
        "{said}"
    );
    let after = desk.json("2026-11-20", &["check", "--strict"]);
    assert_eq!(after["digest"], before);
    assert_eq!(
        desk.on("2026-11-20", &["import", "--close-missing", &file])
            .code,
        0
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_is_prepared_leaves_no_core_and_private_files() {
    use std::os::unix::fs::PermissionsExt;
    bywhen::cli::prepare_process();
    assert_eq!(
        rustix::process::dumpable_behavior().expect("asked"),
        rustix::process::DumpableBehavior::NotDumpable
    );
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x");
    std::fs::write(&path, "x").expect("written");
    let mode = std::fs::metadata(&path)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}

/// Runs a command whose standard output is a disk without room.
fn onto_a_full_disk(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let output = desk
        .command()
        .arg("--ledger")
        .arg(desk.ledger())
        .args(["--as-of", "2026-11-20"])
        .args(arguments)
        .stdout(full.expect("/dev/full"))
        .output()
        .expect("it starts");
    (
        output.status.code(),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

#[test]
fn an_act_whose_answer_finds_no_room_is_never_called_not_written() {
    let desk = Desk::with_book();
    let events = |desk: &Desk| {
        let list = desk.json("2026-11-20", &["undo", "--list", "--limit", "1000"]);
        list["events"].as_array().map_or(0, Vec::len)
    };
    let changed = desk.book(
        "next.csv",
        &[
            "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,5000.00,USD",
            "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
            "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
            "C1002,Cedar & Stone Co.,,invoice,B-1,2026-08-19,2026-09-18,Net 30,,4107.71,4107.71,USD",
            "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,800.00,USD",
        ],
    );
    for act in [
        &["note", "C1001", "a word"][..],
        &["pay", "C1001", "10"],
        &["pay", "C1001", "10", "--json"],
        &["undo"],
        &["import", &changed],
    ] {
        let before = events(&desk);
        let (code, said) = onto_a_full_disk(&desk, act);
        assert_eq!(events(&desk), before + 1, "{act:?}");
        // 1 would say that nothing was written, and a script would pay a second time.
        assert_eq!(code, Some(70), "{act:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{act:?}: {said}");
        assert!(
            said.contains("saved") && said.contains("do not repeat"),
            "{act:?}: {said}"
        );
    }
    for (code, act) in [
        (
            70,
            &["backup", desk.path("copy.db").to_str().expect("UTF-8")][..],
        ),
        (1, &["queue"]),
        (1, &["export", "accounts"]),
        (1, &["import", "--dry-run", &changed]),
    ] {
        let (found, said) = onto_a_full_disk(&desk, act);
        assert_eq!(found, Some(code), "{act:?}: {said}");
    }
}

#[test]
fn a_newer_ledger_stays_as_it_is_to_the_byte_whatever_journal_it_was_left_with() {
    let desk = Desk::with_book();
    let ledger = Connection::open(desk.ledger()).expect("it opens");
    ledger
        .execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;")
        .expect("a newer format");
    drop(ledger);
    let before = std::fs::read(desk.ledger()).expect("a file");
    for act in [
        &["queue"][..],
        &["check"],
        &["note", "C1001", "x"],
        &["undo"],
    ] {
        desk.on("2026-11-20", act).fails(1, &["format 99", "newer"]);
        assert_eq!(
            std::fs::read(desk.ledger()).expect("a file"),
            before,
            "{act:?}"
        );
    }
}

#[test]
fn of_two_who_post_one_check_at_once_the_second_is_refused() {
    let desk = Desk::with_book();
    let pay = ["pay", "C1003", "900", "--invoice", "K-1"];
    let started: Vec<Child> = (0..6).map(|_| start(&desk, &pay)).collect();
    let codes: Vec<Option<i32>> = started
        .into_iter()
        .map(|mut child| child.wait().expect("it ends").code())
        .collect();
    let done = codes.iter().filter(|code| **code == Some(0)).count();
    let refused = codes.iter().filter(|code| **code == Some(1)).count();
    assert_eq!((done, refused), (1, 5), "{codes:?}");
    let show = desk.json("2026-11-20", &["show", "C1003"]);
    assert_eq!(show["account"]["balance"], 0, "{show}");
    desk.on("2026-11-20", &pay).fails(1, &["K-1"]);
    proves(&desk);
}

#[test]
fn a_ledger_with_a_trigger_of_somebody_elses_takes_no_writes_and_check_names_it() {
    let desk = Desk::with_book();
    let raw = Connection::open(desk.ledger()).expect("it opens");
    raw.execute_batch(
        "CREATE TRIGGER evil AFTER INSERT ON touch BEGIN UPDATE account SET name = 'X'; END;",
    )
    .expect("a trigger");
    drop(raw);
    for act in [
        &["note", "C1001", "x"][..],
        &["pay", "C1001", "5"],
        &["undo"],
    ] {
        desk.on("2026-11-20", act)
            .fails(1, &["'evil'", "nothing was saved", "bywhen check"]);
    }
    let name = desk.json("2026-11-20", &["show", "C1001"])["account"]["name"].clone();
    assert_eq!(name, "Harbor Framing LLC");
    let check = desk.on("2026-11-20", &["check", "--json"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("evil"), "{check:?}");
    // One of ours that was made to do something else is somebody else's as well.
    let desk = Desk::with_book();
    let raw = Connection::open(desk.ledger()).expect("it opens");
    raw.execute_batch(
        "DROP TRIGGER event_no_update;
         CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT 1; END;",
    )
    .expect("a trigger");
    drop(raw);
    desk.on("2026-11-20", &["note", "C1001", "x"])
        .fails(1, &["'event_no_update'"]);
}
