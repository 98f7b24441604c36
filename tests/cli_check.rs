//! `bywhen check` on ledgers that somebody has changed behind its back: what it finds, what it names, what it may repair (FAULTS §3, S9).

mod cli_support;

use cli_support::{Desk, Run, has_keys};
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;

/// Changes rows as a tool that ignores the rules would: triggers off, and the same triggers back again, so that only the rows differ.
fn tamper(ledger: &Path, sql: &str) {
    let raw = Connection::open(ledger).expect("opened");
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
    raw.execute_batch(sql).expect("changed");
    for (_, sql) in &triggers {
        raw.execute_batch(sql).expect("made again");
    }
}

/// The check of that name.
fn line<'a>(document: &'a Value, name: &str) -> &'a Value {
    document["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .find(|check| check["name"] == name)
        .unwrap_or_else(|| panic!("'{name}' in {document}"))
}

fn detail(document: &Value, name: &str) -> String {
    line(document, name)["detail"]
        .as_str()
        .expect("words")
        .to_owned()
}

fn broken(document: &Value) -> Vec<&str> {
    let checks = document["checks"].as_array().expect("checks");
    let wrong = checks.iter().filter(|check| check["ok"] == false);
    wrong.filter_map(|check| check["name"].as_str()).collect()
}

fn check(desk: &Desk, arguments: &[&str]) -> (Run, Value) {
    let run = desk.run(&[&["check", "--json"], arguments].concat());
    let document = run.document();
    assert_eq!(document["ok"] == true, run.code == 0, "{run:?}");
    (run, document)
}

#[test]
fn a_sound_ledger_proves_at_every_depth_and_says_what_it_holds() {
    let desk = Desk::with_book();
    for (depth, name) in [
        (&["--quick"][..], "quick"),
        (&[], "standard"),
        (&["--strict"], "strict"),
    ] {
        let (run, document) = check(&desk, depth);
        assert_eq!(run.code, 0, "{run:?}");
        has_keys(
            &document,
            &[
                "ok", "checks", "warnings", "format", "head", "counts", "sums",
            ],
        );
        assert_eq!(document["depth"], name);
        assert_eq!(document["counts"]["document"], 5);
        assert_eq!(document["sums"][0]["open_debits"], 1_340_771);
        assert_eq!(document["sums"][0]["open_credits"], 34_000);
        assert_eq!(document["digest"].is_string(), name == "strict");
        has_keys(&document["checks"][0], &["name", "ok", "detail", "warning"]);
    }
    let wrong = desk.run(&["check", "--quick", "--strict"]);
    wrong.fails(2, &["--strict"]);
}

#[test]
fn the_digest_follows_every_act_and_nothing_else() {
    let desk = Desk::with_book();
    let digest = |desk: &Desk| check(desk, &["--strict"]).1["digest"].clone();
    let before = digest(&desk);
    assert_eq!(desk.on("2026-11-24", &["queue"]).code, 0);
    assert_eq!(digest(&desk), before, "reading changes nothing");
    assert_eq!(desk.on("2026-11-24", &["note", "C1002", "x"]).code, 0);
    assert_ne!(digest(&desk), before);
}

#[test]
fn an_amount_that_was_changed_is_found_and_its_row_named() {
    let desk = Desk::with_book();
    // Everything that could be worked out agrees with the new amount: caches, totals of the import, conservation.
    tamper(
        &desk.ledger(),
        "UPDATE document SET amount_minor = amount_minor + 1, open_minor = open_minor + 1 WHERE number = 'B-1';
         UPDATE batch SET documents_minor = documents_minor + 1;",
    );
    let (run, document) = check(&desk, &["--strict"]);
    assert_eq!(run.code, 1);
    let found = detail(&document, "row digests");
    assert!(
        found.contains("document #") && found.contains("act #1"),
        "{found}"
    );
    assert!(found.contains("batch #1"), "{found}");
    assert!(found.starts_with("2 broken"), "only those two: {found}");
}

#[test]
fn one_flipped_byte_of_a_note_is_found_where_sqlite_sees_nothing() {
    let desk = Desk::with_book();
    let text = "Dana wants the POD of A-2 first";
    assert_eq!(desk.on("2026-11-20", &["note", "C1001", text]).code, 0);
    assert_eq!(desk.on("2026-11-20", &["note", "C1002", "another"]).code, 0);
    // The row itself, not the intention in the log, which stands behind a quotation mark.
    let mut bytes = std::fs::read(desk.ledger()).expect("read");
    let at = (1..bytes.len() - text.len())
        .find(|at| bytes[*at..].starts_with(text.as_bytes()) && bytes[at - 1] != b'"')
        .expect("the note");
    bytes[at + 21] = b'B';
    std::fs::write(desk.ledger(), bytes).expect("written");
    let raw = Connection::open(desk.ledger()).expect("opened");
    let said: String = raw
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .expect("asked");
    assert_eq!(said, "ok");
    drop(raw);
    assert_eq!(check(&desk, &["--quick"]).0.code, 0, "rows are not read");
    for depth in [&[][..], &["--strict"]] {
        let (_, document) = check(&desk, depth);
        assert_eq!(broken(&document), ["row digests"]);
        let found = detail(&document, "row digests");
        assert!(found.contains("touch #1 is not as act #2"), "{found}");
    }
}

#[test]
fn rows_that_vanish_come_from_nowhere_or_change_their_end_are_named() {
    for (sql, name, words) in [
        ("DELETE FROM touch WHERE id = 2", "row digests", "touch #2 of act #3"),
        (
            "INSERT INTO touch (event_seq, account_id, channel, inbound, on_day, at_us, by_whom, right_party, outcome, note, seconds)
             SELECT 1, account_id, channel, inbound, on_day, at_us, by_whom, right_party, outcome, note, seconds FROM touch WHERE id = 1",
            "rows and events",
            "touch #3 belongs to no act",
        ),
        ("UPDATE touch SET voided_by = 3 WHERE id = 1", "undone means undone", "touch #1"),
        ("UPDATE event_result SET done = replace(done, 'note', 'nota') WHERE event_seq = 3", "seal chain", "event 3"),
        ("DELETE FROM event_seal WHERE event_seq = 3", "seal chain", "event 3"),
        ("UPDATE event SET actor = 'bob' WHERE seq = 2", "event chain", "event 2"),
        ("UPDATE account SET collector = 'bob' WHERE id = 1", "row digests", "account #1"),
        ("UPDATE account SET name_key = 'x' WHERE id = 1", "name keys", "account #1"),
    ] {
        let desk = Desk::with_book();
        for text in ["one", "two"] {
            assert_eq!(desk.on("2026-11-20", &["note", "C1001", text]).code, 0);
        }
        tamper(&desk.ledger(), sql);
        let (_, document) = check(&desk, &["--strict"]);
        assert!(broken(&document).contains(&name), "{sql}: {document}");
        let found = detail(&document, name);
        assert!(found.contains(words), "{sql}: {found}");
    }
}

#[test]
fn a_field_that_a_later_report_changed_still_proves_and_one_changed_past_the_log_does_not() {
    let desk = Desk::with_book();
    let later = desk.book(
        "later.csv",
        &[
            "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1b,5000.00,5000.00,USD",
            "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
            "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
            "C1002,Cedar & Stone Co.,,invoice,B-1,2026-08-19,2026-09-18,Net 30,,4107.71,4107.71,USD",
            "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,900.00,USD",
        ],
    );
    assert_eq!(desk.on("2026-11-21", &["import", &later]).code, 0);
    let (run, document) = check(&desk, &["--strict"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(document["counts"]["field_change"], 1);
    tamper(
        &desk.ledger(),
        "UPDATE document SET po = 'PO-1c' WHERE number = 'A-1'",
    );
    let (_, document) = check(&desk, &[]);
    assert_eq!(broken(&document), ["changed fields"]);
    assert!(detail(&document, "changed fields").contains("po of document #"));
}

#[test]
fn caches_are_repaired_by_an_act_of_their_own_and_rows_never() {
    let desk = Desk::with_book();
    let nothing = desk.json("2026-11-20", &["check", "--repair=derived"]);
    assert!(
        nothing["repaired"]
            .as_str()
            .expect("words")
            .contains("nothing to repair"),
        "{nothing}"
    );
    tamper(
        &desk.ledger(),
        "UPDATE document SET open_minor = open_minor - 5 WHERE number = 'A-1';
         UPDATE account SET name_key = 'x' WHERE id = 1; UPDATE facts SET past_due_minor = 1;",
    );
    let (run, document) = check(&desk, &[]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("restore"), "{run:?}");
    for name in ["open amounts", "name keys", "facts"] {
        assert!(broken(&document).contains(&name), "{name}: {document}");
    }
    let run = desk.on("2026-11-20", &["check", "--repair=derived"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out
            .starts_with("repaired: 1 open amounts, 1 name keys, facts"),
        "{run:?}"
    );
    assert_eq!(check(&desk, &["--strict"]).0.code, 0);
    let list = desk.json("2026-11-20", &["undo", "--list"]);
    assert_eq!(list["events"].as_array().expect("acts").len(), 2, "{list}");
    desk.on("2026-11-20", &["undo", "2"])
        .fails(1, &["repaired"]);
    // What is applied beyond an amount is no cache.
    tamper(
        &desk.ledger(),
        "INSERT INTO application (event_seq, from_doc, to_doc, amount_minor, effective_on)
         SELECT 1, f.id, t.id, 99999999, '2026-11-20' FROM document f, document t WHERE f.number = 'CM-77' AND t.number = 'A-1'",
    );
    desk.run(&["check", "--repair=derived"])
        .fails(1, &["no cache", "nothing was repaired"]);
}

#[test]
fn a_card_number_that_came_in_by_another_door_is_found_strictly() {
    let desk = Desk::with_book();
    assert_eq!(
        desk.on("2026-11-20", &["note", "C1001", "pays soon"]).code,
        0
    );
    tamper(
        &desk.ledger(),
        "UPDATE touch SET note = 'card 4111 1111 1111 1111'",
    );
    let (_, document) = check(&desk, &["--strict"]);
    let found = detail(&document, "card numbers");
    assert!(found.contains("note of touch #1"), "{found}");
    assert!(!found.contains("4111"), "the number itself is not repeated");
    assert!(!broken(&check(&desk, &[]).1).contains(&"card numbers"));
}

#[test]
fn what_is_odd_is_a_warning_and_fails_nothing() {
    let desk = Desk::with_book();
    let far = desk.on("2026-11-20", &["promise", "C1001", "100", "2027-06-30"]);
    assert_eq!(far.code, 0, "{far:?}");
    let (run, document) = check(&desk, &["--quick"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(document["warnings"], 1, "{document}");
    let dates = line(&document, "dates");
    assert_eq!(
        (&dates["ok"], &dates["warning"]),
        (&Value::from(true), &Value::from(true))
    );
    assert!(detail(&document, "dates").contains("promise #1 by 2027-06-30"));
    assert!(desk.run(&["check"]).out.contains("look"));
}

#[test]
fn a_damaged_page_is_one_failed_check_and_the_others_go_on() {
    let desk = Desk::with_book();
    let mut bytes = std::fs::read(desk.ledger()).expect("read");
    let raw = Connection::open(desk.ledger()).expect("opened");
    let page: i64 = raw
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'contact_account'",
            [],
            |r| r.get(0),
        )
        .expect("a page");
    drop(raw);
    let at = (page as usize - 1) * 4096;
    bytes[at..at + 4096].fill(0xA5);
    std::fs::write(desk.ledger(), bytes).expect("written");
    let (_, document) = check(&desk, &[]);
    let found = detail(&document, "storage");
    assert!(
        found.contains("damaged") && found.contains("contact"),
        "{found}"
    );
    assert_eq!(line(&document, "event chain")["ok"], true);
}
