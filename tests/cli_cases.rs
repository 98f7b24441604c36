//! Disputes as cases from the command line: handed over, settled with a credit, opened again; short pays; the report.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";

fn show(desk: &Desk) -> Value {
    desk.json(DAY, &["show", "C1001"])
}

fn collectible(desk: &Desk) -> i64 {
    show(desk)["account"]["collectible"]
        .as_i64()
        .expect("an amount")
}

fn proven(desk: &Desk) {
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn what_was_agreed_to_be_credited_is_not_asked_for_until_the_books_have_it() {
    let desk = Desk::with_book();
    let before = collectible(&desk);
    desk.json(
        "2026-11-16",
        &[
            "dispute", "C1001", "A-1", "800", "pricing", "--owner", "Sam",
        ],
    );
    desk.on(DAY, &["resolve", "C1001", "A-1", "partial"])
        .fails(1, &["how much of 800.00 do they get?"]);
    desk.on(
        DAY,
        &["resolve", "C1001", "A-1", "rejected", "--credit", "5"],
    )
    .fails(1, &["granted or partly granted"]);
    let done = desk.json(
        DAY,
        &["resolve", "C1001", "A-1", "partial", "--credit", "300"],
    );
    assert_eq!(
        done["what"],
        "Harbor Framing LLC: dispute of 800.00 on A-1 partly granted, 300.00 to be credited"
    );
    assert_eq!(collectible(&desk), before - 30_000);
    let tasks = desk.json(DAY, &["task", "list"]);
    assert_eq!(
        tasks["tasks"][0]["what"],
        "issue a credit of 300.00 on A-1 (pricing)"
    );
    proven(&desk);
    desk.json(DAY, &["undo"]);
    assert_eq!(collectible(&desk), before - 80_000);
    // With its number the credit memo is written at once, and a report that brings it finds it here.
    desk.json(
        DAY,
        &["resolve", "C1001", "A-1", "granted", "--memo", "CM-9"],
    );
    assert_eq!(collectible(&desk), before - 80_000);
    let credit = &show(&desk)["credits"][0];
    assert_eq!(
        (&credit["number"], &credit["reason"]),
        (&"CM-9".into(), &"pricing".into())
    );
    proven(&desk);
}

#[test]
fn a_case_is_handed_over_and_opened_again_with_the_time_it_took() {
    let desk = Desk::with_book();
    let made = desk.json("2026-11-02", &["dispute", "C1001", "A-1", "800", "tax"]);
    let id = format!("#{}", made["made"]["disputes"][0]);
    desk.json("2026-11-03", &["case", "hand-over", &id, "Teo", "fri"]);
    let listed = desk.json(DAY, &["case", "list"]);
    let case = &listed["cases"][0]["line"];
    assert_eq!(
        (&case["owner"], &case["due_on"]),
        (&"Teo".into(), &"2026-11-06".into())
    );
    desk.json("2026-11-10", &["resolve", "C1001", &id, "rejected"]);
    desk.on("2026-11-10", &["case", "hand-over", &id, "Sam", "fri"])
        .fails(1, &["has ended already"]);
    desk.json(
        "2026-11-12",
        &["case", "reopen", &id, "they sent the certificate", "nov 20"],
    );
    desk.on("2026-11-12", &["case", "reopen", &id, "again", "nov 20"])
        .fails(1, &["opened again already"]);
    let undone = desk.on("2026-11-12", &["undo", "--list"]);
    assert_eq!(undone.code, 0);
    desk.json("2026-11-18", &["resolve", "C1001", "A-1", "granted"]);
    let report = desk.json(
        DAY,
        &["report", "disputes", "--from", "2026-11-01", "--to", DAY],
    );
    let line = &report["rows"][0];
    assert!(line.to_string().contains("tax"), "{report}");
    // From 2 Nov to 18 Nov, counted once.
    assert_eq!(line["days"], 16, "{line}");
    assert_eq!(line["cases"], 1, "{line}");
    // Behind it, the invoice and what became of it: also after it was settled and is in no list of what is open.
    desk.json("2026-11-20", &["pay", "C1001", "4200", "--invoice", "A-1"]);
    let behind = [
        "report",
        "disputes",
        "--from",
        "2026-11-01",
        "--to",
        DAY,
        "--rows",
        "1",
    ];
    let rows = desk.json(DAY, &behind);
    assert_eq!(rows["rows"][0]["what"], "A-1", "{rows}");
    assert_eq!(rows["rows"][0]["became"], "granted", "{rows}");
    let csv = desk
        .on(DAY, &[&behind[..], &["--format", "csv"]].concat())
        .out;
    assert!(csv.contains("A-1") && csv.contains("became"), "{csv}");
    proven(&desk);
}

#[test]
fn a_short_pay_becomes_a_deduction_with_its_reason() {
    let desk = Desk::with_book();
    desk.on(
        DAY,
        &["case", "deduct", "C1001", "A-1", "--code", "freight"],
    )
    .fails(1, &["no payment has settled a part of A-1"]);
    desk.json("2026-11-20", &["pay", "C1001", "4800", "--invoice", "A-1"]);
    let before = collectible(&desk);
    desk.json(
        DAY,
        &[
            "case", "deduct", "C1001", "A-1", "--code", "freight", "--owner", "Sam", "--by", "fri",
        ],
    );
    assert_eq!(collectible(&desk), before - 20_000);
    let listed = desk.json(DAY, &["case", "list"]);
    assert_eq!(listed["cases"][0]["line"]["kind"], "deduction");
    desk.on(
        DAY,
        &["case", "deduct", "C1001", "A-1", "--code", "freight"],
    )
    .fails(1, &["0.00 of A-1 is open and not contested"]);
    desk.json(DAY, &["undo"]);
    assert_eq!(collectible(&desk), before);
    proven(&desk);
}
