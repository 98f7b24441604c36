//! A text that is blacked out is in no file of the ledger any more, and the ledger proves all the same (FAULTS P2).

mod cli_support;

use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::domain::words::{Said, Words};
use bywhen::import::{self, InputFile, Profiles, ReadOptions};
use bywhen::store::protocol::{ImportOrder, Intent, Reply, Request, Stamp};
use bywhen::store::{Identity, Ledger};
use cli_support::{Desk, Run, first};
use rusqlite::Connection;
use serde_json::Value;
use std::fs;
use std::path::Path;

const DAY: &str = "2026-11-20";
/// A number of a card that is none: every test of payments uses it.
const CARD: &str = "4111 1111 1111 1111";
const SECRET: &str = "Zebrafinch-7731 Tollgate";

/// The text stands in the bytes of a file.
fn holds(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).expect("a file");
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

/// No file of the ledger holds it, nor its words in the index.
fn is_gone(desk: &Desk, texts: &[&str]) {
    for entry in fs::read_dir(desk.path(".")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if ["ledger.db", "ledger.db-wal", "ledger.db-shm"].contains(&name.as_str()) {
            for text in texts {
                assert!(!holds(&path, text), "{text} is in {name}");
            }
        }
    }
}

/// A call about a secret, a promise after it, and a note that stays: long enough for pages of their own.
fn told_a_secret() -> Desk {
    let desk = Desk::with_book();
    let long = format!(
        "{} {SECRET} {}",
        "what they said ".repeat(60),
        "and more ".repeat(200)
    );
    for note in [long.as_str(), "call back on monday", "unforgettable words"] {
        let run = desk.on(DAY, &["note", "C1001", note]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    assert_eq!(desk.on(DAY, &["promise", "C1001", "2000", "fri"]).code, 0);
    desk
}

/// A row of a report with a card in its job and one in its order's number.
fn row(job: &str, po: &str) -> String {
    format!(
        "C1009,Lark Lofts,{job},invoice,L-1,2026-11-12,2026-12-12,Net 30,{po},700.00,700.00,USD"
    )
}

/// A ledger that took them: neither a form nor an import does, so they are put into what was read.
fn with_cards(desk: &Desk) {
    let inputs = [InputFile {
        name: "cards.csv".to_owned(),
        bytes: fs::read(desk.book("cards.csv", &[&row("card", "1")])).expect("a file"),
    }];
    let mut options = ReadOptions::new(Currency::USD);
    options.as_of = DAY.parse().ok();
    let mut files = import::read(&inputs, &options, &Profiles::embedded(), &mut |_| ());
    let document = &mut files[0].documents[0];
    document.said = Said::from(Words {
        job: Some(format!("card {CARD}").as_str().into()),
        ..Words::from(document.said.clone())
    });
    document.po = Some("4111111111111111".into());
    let order = ImportOrder {
        files,
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: false,
    };
    let identity = Identity {
        company: "Alder Supply".to_owned(),
        currency: Currency::USD,
    };
    let mut ledger = Ledger::create(&desk.ledger(), &identity, Rules::default()).expect("a ledger");
    let stamp = Stamp {
        at: format!("{DAY}T10:00:00Z").parse().expect("a time"),
        on: DAY.parse().expect("a day"),
        by: "ana".to_owned(),
        key: "a card".to_owned(),
    };
    let intent = Intent::Import(Box::new(order));
    let reply = ledger.ask(Request::Write(stamp, intent), &mut |_| {});
    assert!(matches!(reply, Reply::Done(_)), "{reply:?}");
}

fn redact(desk: &Desk, text: &str, more: &[&str]) -> Run {
    let file = desk.file("secret.txt", text);
    let base = ["redact", "--text-from", &file, "--reason", "they asked"];
    let run = desk.on(DAY, &[&base, more].concat());
    fs::remove_file(file).expect("removed");
    run
}

fn head(desk: &Desk) -> (i64, String) {
    let checked = desk.json(DAY, &["check", "--strict"]);
    let head = &checked["head"];
    (
        head["seq"].as_i64().expect("a number"),
        head["hash"].to_string(),
    )
}

fn seal_at(desk: &Desk, seq: i64) -> String {
    let conn = Connection::open(desk.ledger()).expect("opened");
    conn.query_row(
        "SELECT seal FROM event_seal WHERE event_seq = ?1",
        [seq],
        |r| r.get(0),
    )
    .expect("a seal")
}

#[test]
fn it_is_said_first_where_a_text_stands_and_nothing_is_changed_without_yes() {
    let desk = told_a_secret();
    let before = fs::read(desk.ledger()).expect("the ledger");
    let run = redact(&desk, SECRET, &[]);
    assert_eq!(run.code, 0, "{run:?}");
    for word in [
        "note of touch #1",
        "body of event #2",
        "nothing was changed",
        "--yes",
        "no undo",
    ] {
        assert!(run.out.contains(word), "'{word}' in {run:?}");
    }
    assert!(!run.out.contains(SECRET));
    assert!(before == fs::read(desk.ledger()).expect("the ledger"));
}

#[test]
fn what_is_blacked_out_is_in_no_file_and_the_ledger_proves_with_every_head_that_was_noted() {
    let desk = told_a_secret();
    assert!(holds(&desk.ledger(), SECRET));
    let (noted, seal) = head(&desk);
    let balances = desk.json(DAY, &["aging"]);
    let run = redact(&desk, SECRET, &["--yes"]);
    assert_eq!(run.code, 0, "{run:?}");
    is_gone(
        &desk,
        &[SECRET, "zebrafinch", "tollgate", "Zebrafinch", "Tollgate"],
    );
    // The log is unbroken, the head of before is still in it, and what was done is said.
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
    let said = checked["checks"].as_array().expect("checks");
    let line = said
        .iter()
        .find(|c| c["name"] == "blacked out")
        .expect("said");
    assert!(
        line["detail"].as_str().expect("words").contains("act #6"),
        "{line}"
    );
    assert_eq!(format!("\"{}\"", seal_at(&desk, noted)), seal);
    assert_eq!(balances, desk.json(DAY, &["aging"]));
    // The note is there without it; another one as it was; neither word is found any more.
    let shown = desk.json(DAY, &["show", "C1001"]).to_string();
    assert!(
        shown.contains('█') && shown.contains("call back on monday"),
        "{shown}"
    );
    assert!(!shown.contains("Tollgate"), "{shown}");
    // It cannot be undone, and the act before it still can.
    desk.on(DAY, &["undo", "6"]).fails(1, &["gone for good"]);
    let undone = desk.on(DAY, &["undo"]);
    assert!(undone.out.contains("promise"), "{undone:?}");
    // The note's own act can be undone as well, and the ledger still proves.
    assert_eq!(desk.on(DAY, &["undo", "2"]).code, 0);
    assert_eq!(desk.on(DAY, &["check", "--strict"]).code, 0);
}

#[test]
fn a_row_that_is_changed_after_it_was_blacked_out_is_still_found() {
    let desk = told_a_secret();
    assert_eq!(redact(&desk, SECRET, &["--yes"]).code, 0);
    for (trigger, sql) in [
        (
            "touch_fixed",
            "UPDATE touch SET note = replace(note, 'what they said', 'what we said') WHERE id = 1",
        ),
        (
            "event_no_update",
            "UPDATE event SET body = replace(body, 'what they said', 'what we said') WHERE seq = 2",
        ),
    ] {
        let copy = Desk::empty();
        fs::copy(desk.ledger(), copy.ledger()).expect("a copy");
        let raw = Connection::open(copy.ledger()).expect("opened");
        let made: String = raw
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE name = ?1",
                [trigger],
                |r| r.get(0),
            )
            .expect("the trigger");
        raw.execute_batch(&format!("DROP TRIGGER {trigger}; {sql}; {made};"))
            .expect("tampered with");
        drop(raw);
        let checked = copy.on(DAY, &["check", "--strict"]);
        assert_eq!(checked.code, 1, "{sql}: {checked:?}");
    }
}

#[test]
fn card_numbers_that_came_in_by_another_door_are_taken_out_everywhere_and_copies_are_named() {
    let desk = Desk::with_book();
    // No form takes a card number; one that an older version took, or another program wrote, is in the log with its digest.
    let innocent = "1234 1234 1234 1234";
    assert_eq!(
        desk.on(
            DAY,
            &["note", "C1001", &format!("pays with {innocent} now")]
        )
        .code,
        0
    );
    assert_eq!(redact(&desk, "nothing of it", &["--yes"]).code, 0);
    let backup = desk.path("backups/monday.db");
    fs::create_dir(desk.path("backups")).expect("a folder");
    assert_eq!(desk.on(DAY, &["backup", &backup.to_string_lossy()]).code, 0);
    fs::copy(
        desk.ledger(),
        desk.path("ledger.db.before-import-2026-11-19"),
    )
    .expect("a copy");
    desk.file("backups/mail.eml", format!("it is {innocent}."));
    desk.file("backups/other.eml", "nothing");
    let folder = desk.path("backups").to_string_lossy().into_owned();
    let run = redact(&desk, innocent, &["--yes", "--look-in", &folder, "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let document = run.document();
    assert_eq!(document["done"], true);
    let copies: Vec<String> = document["copies"]
        .as_array()
        .expect("copies")
        .iter()
        .map(|c| {
            c.as_str()
                .expect("a path")
                .rsplit('/')
                .next()
                .expect("a name")
                .to_owned()
        })
        .collect();
    assert_eq!(
        copies,
        [
            "mail.eml",
            "monday.db",
            "ledger.db.before-import-2026-11-19"
        ]
    );
    is_gone(&desk, &[innocent]);
    assert!(holds(&backup, innocent), "a backup is named, never touched");
}

#[test]
fn an_import_leaves_nothing_of_a_card_and_says_its_line() {
    let desk = Desk::empty();
    let file = desk.book(
        "cards.csv",
        &[&row(&format!("card {CARD}"), "4111111111111111")],
    );
    let report = desk.json(DAY, &["import", &file]);
    let issues = report["files"][0]["issues"].as_array().expect("issues");
    let told: Vec<_> = issues
        .iter()
        .map(|i| (i["code"].as_str(), i["line"].as_u64()))
        .collect();
    assert_eq!(told, [(Some("card_masked"), Some(2)); 2], "{report}");
    assert!(!report.to_string().contains("4111"), "{report}");
    is_gone(&desk, &[CARD, "4111111111111111"]);
    let checked = desk.on(DAY, &["check", "--strict"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    let shown = desk.json(DAY, &["show", "C1009"]).to_string();
    assert!(shown.contains("card ****1111"), "{shown}");
}

#[test]
fn a_card_number_leaves_its_last_four_digits_and_nothing_else() {
    let desk = Desk::empty();
    with_cards(&desk);
    assert!(holds(&desk.ledger(), CARD));
    let reason = ["--reason", "not ours to keep", "--yes"];
    let run = desk.on(
        DAY,
        &[&["redact", "--card-numbers", "--json"], &reason[..]].concat(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        run.document()["places"].as_array().map(Vec::len),
        Some(1),
        "{run:?}"
    );
    is_gone(&desk, &[CARD, "4111 1111"]);
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
    let shown = desk.json(DAY, &["show", "C1009"]).to_string();
    assert!(shown.contains("card ****1111"), "{shown}");
    // What looks like one among the numbers of the book may be chance: it is named, and goes when it is named.
    let run = redact(&desk, "4111111111111111", &["--yes"]);
    assert_eq!(run.code, 0, "{run:?}");
    is_gone(&desk, &["4111111111111111"]);
    let checked = desk.on(DAY, &["check", "--strict"]);
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[test]
fn only_a_supervisor_alone_with_the_ledger_takes_a_text_out_of_free_text() {
    let desk = told_a_secret();
    // A text of the ledger's own words, a short one, one that stands in the reason.
    redact(&desk, "commercial", &["--yes"]).fails(1, &["no free text", "nothing was blacked out"]);
    redact(&desk, "12345", &["--yes"]).fails(1, &["6 characters"]);
    redact(&desk, "they asked", &["--yes"]).fails(1, &["the reason holds"]);
    // A ledger that does not prove comes out of nothing as proven.
    let broken = Desk::empty();
    fs::copy(desk.ledger(), broken.ledger()).expect("a copy");
    let raw = Connection::open(broken.ledger()).expect("opened");
    let made: String = raw
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'touch_fixed'",
            [],
            |r| r.get(0),
        )
        .expect("the trigger");
    raw.execute_batch(&format!(
        "DROP TRIGGER touch_fixed; UPDATE touch SET note = 'call back on tuesday' WHERE id = 2; {made};"
    ))
    .expect("tampered with");
    drop(raw);
    redact(&broken, SECRET, &["--yes"]).fails(1, &["nothing was blacked out", "touch #2"]);
    // Another program reads it: the log could not be cut.
    let reader = Connection::open(desk.ledger()).expect("opened");
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM event;")
        .expect("reads");
    assert_eq!(desk.on(DAY, &["note", "C1002", "in the log"]).code, 0);
    redact(&desk, SECRET, &["--yes"]).fails(1, &["another program reads", "nothing was changed"]);
    drop(reader);
    // Somebody has it open.
    let open = bywhen::store::Ledger::open(&desk.ledger(), bywhen::domain::rules::Rules::default());
    redact(&desk, SECRET, &["--yes"]).fails(1, &["open"]);
    drop(open);
    desk.settings("collector = \"ann\"\nsupervisors = [\"Sue\"]\n");
    redact(&desk, SECRET, &["--yes"]).fails(1, &["no supervisor"]);
    assert!(holds(&desk.ledger(), SECRET));
    desk.settings("collector = \"sue\"\nsupervisors = [\"Sue\"]\n");
    assert_eq!(redact(&desk, SECRET, &["--yes"]).code, 0);
    let acts: Value = desk.json(DAY, &["undo", "--list"]);
    assert_eq!(first(&acts, "events")["by"], "sue");
    let again = redact(&desk, SECRET, &["--yes"]);
    assert!(again.out.contains("nowhere"), "{again:?}");
}
