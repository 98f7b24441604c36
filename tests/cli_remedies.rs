//! Disputes, tasks, people, holds and the searches from the command line: recorded, shown, ended, undone.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";

fn show(desk: &Desk, account: &str) -> Value {
    desk.json(DAY, &["show", account])
}

fn undo_all(desk: &Desk, acts: usize) {
    for _ in 0..acts {
        desk.json(DAY, &["undo"]);
    }
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_dispute_takes_its_part_out_of_what_is_asked_for_until_it_is_resolved() {
    let desk = Desk::with_book();
    let before = show(&desk, "C1001");
    let done = desk.json(
        DAY,
        &[
            "dispute", "C1001", "a-1", "800", "pricing", "--owner", "Sam", "--by", "fri",
        ],
    );
    assert_eq!(
        done["what"],
        "Harbor Framing LLC: dispute of 800.00 on A-1 (pricing)"
    );
    assert_eq!(done["made"]["disputes"].as_array().map(Vec::len), Some(1));
    let after = show(&desk, "C1001");
    let dispute = &after["disputes"][0];
    assert_eq!(dispute["amount"], 80_000);
    assert_eq!(dispute["code"], "pricing");
    assert_eq!(dispute["owner"], "Sam");
    assert_eq!(dispute["due_on"], "2026-11-27");
    let collectible = |v: &Value| v["account"]["collectible"].as_i64().expect("an amount");
    assert_eq!(collectible(&before) - collectible(&after), 80_000);

    desk.on(DAY, &["resolve", "C1001", "A-2", "granted"])
        .fails(1, &["no open dispute 'A-2'", "800.00 on A-1 (pricing)"]);
    desk.json(
        DAY,
        &[
            "resolve",
            "C1001",
            "A-1",
            "rejected",
            "--note",
            "price was agreed",
        ],
    );
    assert_eq!(show(&desk, "C1001")["disputes"], Value::Array(vec![]));
    desk.on(DAY, &["resolve", "C1001", "A-1", "granted"])
        .fails(1, &["nothing is on dispute"]);
    undo_all(&desk, 2);
    assert_eq!(collectible(&show(&desk, "C1001")), collectible(&before));
}

#[test]
fn a_dispute_without_an_amount_contests_what_is_left_and_never_more() {
    let desk = Desk::with_book();
    desk.json(DAY, &["dispute", "C1001", "A-1", "1000", "tax"]);
    desk.json(DAY, &["dispute", "C1001", "A-1", "goods were wet"]);
    let disputes = show(&desk, "C1001")["disputes"].clone();
    assert_eq!(disputes[1]["amount"], 400_000);
    assert_eq!(disputes[1]["reason"], "goods were wet");
    assert_eq!(disputes[1]["code"], "other");
    desk.on(DAY, &["dispute", "C1001", "A-1", "1", "tax"])
        .fails(1, &["0.00 of A-1 can still be contested"]);
    desk.on(DAY, &["dispute", "C1001", "A-1", "tax"])
        .fails(1, &["all of A-1 is on dispute already"]);
    desk.on(DAY, &["dispute", "C1001", "A-1", ""])
        .fails(2, &["say why"]);
    desk.on(DAY, &["resolve", "C1001", "A-1", "granted"])
        .fails(1, &["2 disputes are open on A-1", "#"]);
    let id = format!("#{}", disputes[0]["id"]);
    desk.json(DAY, &["resolve", "C1001", &id, "granted"]);
    assert_eq!(
        show(&desk, "C1001")["disputes"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_task_is_listed_by_urgency_and_ended_once() {
    let desk = Desk::with_book();
    desk.json(
        DAY,
        &[
            "task",
            "add",
            "C1001",
            "send the W-9",
            "+2bd",
            "--kind",
            "w9",
        ],
    );
    let theirs = desk.json(
        DAY,
        &[
            "task",
            "add",
            "C1002",
            "approve B-1",
            "tomorrow",
            "--owner",
            "them",
            "--person",
            "Jo",
        ],
    );
    let list = desk.json(DAY, &["task", "list"]);
    let rows = list["tasks"].as_array().expect("an array");
    let whats: Vec<&str> = rows.iter().filter_map(|r| r["what"].as_str()).collect();
    assert_eq!(whats, ["approve B-1", "send the W-9"]);
    assert_eq!(rows[1]["kind"], "w9");
    assert_eq!(rows[1]["account"], "C1001");
    let ours = desk.json(DAY, &["task", "list", "--owner", "us"]);
    assert_eq!(ours["tasks"].as_array().map(Vec::len), Some(1));
    // A week later it is late, and the account comes back for it.
    let late = desk.json("2026-11-30", &["task", "list", "--account", "C1001"]);
    assert_eq!(late["tasks"][0]["late"], 3);
    let queue = desk.json("2026-11-30", &["queue", "--reason", "owed_by_us"]);
    assert_eq!(queue["rows"].as_array().map(Vec::len), Some(1));

    let id = theirs["made"]["tasks"][0].to_string();
    desk.json(
        DAY,
        &["task", "done", &format!("#{id}"), "--note", "signed"],
    );
    desk.on(DAY, &["task", "drop", &id])
        .fails(1, &["has ended already"]);
    desk.on(DAY, &["task", "done", "99"])
        .fails(1, &["no task #99"]);
    desk.on(DAY, &["task", "done", "soon"])
        .fails(2, &["no task's id"]);
    let all = desk.json(DAY, &["task", "list", "--all"]);
    assert_eq!(all["tasks"].as_array().map(Vec::len), Some(2));
    assert_eq!(show(&desk, "C1001")["tasks"][0]["what"], "send the W-9");
    undo_all(&desk, 3);
    assert_eq!(
        desk.json(DAY, &["task", "list"])["tasks"],
        Value::Array(vec![])
    );
}

#[test]
fn a_contact_is_added_changed_marked_and_put_back() {
    let desk = Desk::with_book();
    desk.with_dana(
        DAY,
        &[
            "--role",
            "AP",
            "--phone",
            "(503) 555-0142",
            "--email",
            "dana@harbor.example",
        ],
    );
    desk.json(
        DAY,
        &["contact", "add", "C1001", "Lee Park", "--decides", "no"],
    );
    desk.json(DAY, &["contact", "wrong-number", "C1001", "dana"]);
    desk.json(DAY, &["contact", "bounced", "C1001", "dana"]);
    let contacts = show(&desk, "C1001")["contacts"].clone();
    assert_eq!(contacts[0]["phone_bad_on"], DAY);
    assert_eq!(contacts[0]["email_bad_on"], DAY);
    assert_eq!(contacts[1]["right_party"], false);
    // A new number takes the mark away; the other mark stays.
    desk.json(
        DAY,
        &[
            "contact",
            "edit",
            "C1001",
            "dana",
            "--phone",
            "503 555 0199",
        ],
    );
    desk.json(DAY, &["contact", "prefer", "C1001", "lee"]);
    let contacts = show(&desk, "C1001")["contacts"].clone();
    let of = |name: &str| {
        let rows = contacts.as_array().expect("an array");
        rows.iter()
            .find(|c| c["name"] == name)
            .expect("a contact")
            .clone()
    };
    assert_eq!(of("Dana Ruiz")["phone_bad_on"], Value::Null);
    assert_eq!(of("Dana Ruiz")["email_bad_on"], DAY);
    assert_eq!(of("Dana Ruiz")["preferred"], false);
    assert_eq!(of("Lee Park")["preferred"], true);
    desk.on(DAY, &["contact", "bounced", "C1001", "lee"])
        .fails(1, &["no mail address of Lee Park"]);
    desk.on(DAY, &["contact", "edit", "C1001", "lee"])
        .fails(2, &["--phone"]);
    desk.on(
        DAY,
        &[
            "contact",
            "edit",
            "C1001",
            "lee",
            "--role",
            "card 4111 1111 1111 1111",
        ],
    )
    .fails(1, &["card number"]);
    undo_all(&desk, 6);
    assert_eq!(show(&desk, "C1001")["contacts"], Value::Array(vec![]));
}

#[test]
fn a_hold_stops_all_contact_and_a_bankruptcy_needs_a_supervisor_to_end() {
    let desk = Desk::with_book();
    desk.settings("supervisors = [\"Kim\"]\n");
    desk.json(DAY, &["hold", "C1001", "bankruptcy"]);
    assert!(!show(&desk, "C1001")["safety"]["blocked"].is_null());
    desk.on(DAY, &["hold", "C1001", "bankruptcy"])
        .fails(1, &["on hold for that already"]);
    desk.on(DAY, &["hold", "C1001", "attorney", "--lift"])
        .fails(1, &["no attorney only hold"]);
    desk.on(DAY, &["hold", "C1001", "bankruptcy", "--lift"])
        .fails(1, &["supervisor"]);
    desk.lift_bankruptcy(DAY, "Bob")
        .fails(1, &["'Bob' is no supervisor", "Kim"]);
    let day = "2026-11-25";
    desk.json(
        day,
        &[
            "hold",
            "C1001",
            "bankruptcy",
            "--lift",
            "--allowed-by",
            "kim",
        ],
    );
    let blocked = |on: &str| desk.json(on, &["show", "C1001"])["safety"]["blocked"].clone();
    assert!(blocked(day).is_null());
    // The day before, it stood.
    assert!(!blocked("2026-11-24").is_null());
    let events = desk.json(day, &["undo", "--list"]);
    let placed = events["events"]
        .as_array()
        .expect("an array")
        .iter()
        .find(|e| {
            e["what"]
                .as_str()
                .is_some_and(|w| w.starts_with("hold on Harbor Framing LLC: "))
        })
        .expect("the hold")["seq"]
        .to_string();
    desk.on(day, &["undo", &placed])
        .fails(1, &["the hold was lifted since"]);
    undo_all(&desk, 2);
}

#[test]
fn accounts_are_found_by_anything_and_notes_by_their_words() {
    let desk = Desk::with_book();
    let by = |text: &str| {
        let found = desk.json(DAY, &["find", text]);
        found["hits"][0]["account"]
            .as_str()
            .unwrap_or("")
            .to_owned()
    };
    assert_eq!(by("harbor"), "C1001");
    assert_eq!(by("B-1"), "C1002");
    assert_eq!(by("3,400"), "C1001");
    assert_eq!(by("zzzzzz"), "");
    desk.json(DAY, &["note", "C1001", "Portal number is 4477"]);
    desk.json("2026-11-24", &["note", "C1002", "portal rejected B-1"]);
    let notes = |day: &str, text: &str| {
        let found = desk.json(day, &["notes", text]);
        let rows = found["notes"].as_array().expect("an array").clone();
        rows.iter()
            .map(|n| n["account"].as_str().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(notes("2026-11-24", "port"), ["C1002", "C1001"]);
    assert_eq!(notes("2026-11-24", "portal 4477"), ["C1001"]);
    // A past day knows nothing of later notes; an operator of the index is only text.
    assert_eq!(notes(DAY, "portal"), ["C1001"]);
    assert_eq!(notes(DAY, "portal OR NOT \"*"), Vec::<String>::new());
    desk.on(DAY, &["notes", " "]).fails(2, &["type what"]);
    let run = desk.on("2026-11-24", &["notes", "portal", "--account", "C1001"]);
    assert!(run.out.contains("Portal number is 4477"), "{run:?}");
    assert!(!run.out.contains("Cedar"), "{run:?}");
}

#[test]
fn the_invoices_of_an_account_that_add_up_to_a_check_are_listed() {
    let desk = Desk::with_book();
    let sums = |amount: &str| desk.json(DAY, &["find", amount, "--account", "C1001"]);
    let both = sums("8,400");
    assert_eq!(
        (&both["amount"], &both["complete"], &both["more"]),
        (&840_000.into(), &true.into(), &false.into())
    );
    let numbers = |v: &Value| -> Vec<String> {
        let set = v["sets"][0].as_array().expect("a set").clone();
        set.iter()
            .map(|p| p["invoice"].as_str().unwrap_or("").to_owned())
            .collect()
    };
    assert_eq!(numbers(&both), ["A-1", "A-2"]);
    assert_eq!(numbers(&sums("3400")), ["A-2"]);
    assert_eq!(sums("3400.01")["sets"], Value::Array(vec![]));
    let run = desk.on(DAY, &["find", "8400", "--account", "C1001"]);
    assert_eq!(run.out.trim(), "8,400.00 = A-1 5,000.00 + A-2 3,400.00");
    let run = desk.on(DAY, &["find", "17", "--account", "C1001"]);
    assert!(run.out.contains("no set of the open invoices"), "{run:?}");
    desk.on(DAY, &["find", "lots", "--account", "C1001"])
        .fails(2, &["with --account type an amount"]);
}
