//! Lists that leave the ledger: read back they change nothing, no spreadsheet takes a name for a formula, no file is overwritten.

mod cli_support;

use cli_support::{Desk, sample};
use serde_json::Value;

const TODAY: &str = "2026-11-20";

/// Balances, aging and documents: what a round trip must leave as it is.
fn state(desk: &Desk, day: &str) -> (Value, Value) {
    (
        desk.json(day, &["aging"]),
        desk.json(day, &["export", "open-items"]),
    )
}

fn unchanged(desk: &Desk, day: &str, format: &str) {
    let before = state(desk, day);
    let (items, accounts) = (
        desk.path(&format!("items.{format}")),
        desk.path(&format!("accounts.{format}")),
    );
    for (what, to) in [("open-items", &items), ("accounts", &accounts)] {
        let to = to.to_str().expect("UTF-8");
        let run = desk.on(day, &["export", what, "--format", format, "-o", to]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let (items, accounts) = (
        items.to_str().expect("UTF-8"),
        accounts.to_str().expect("UTF-8"),
    );
    let report = desk.json(day, &["import", items, accounts]);
    for file in report["files"].as_array().expect("files") {
        for what in ["accounts", "documents", "payments"] {
            for change in ["new", "changed", "closed"] {
                let count = file[what].get(change).and_then(Value::as_u64).unwrap_or(0);
                assert_eq!(count, 0, "{what} {change}: {file}");
            }
        }
        let grave = file["issues"].as_array().expect("issues").iter();
        let grave: Vec<_> = grave.filter(|i| i["severity"] != "info").collect();
        assert!(grave.is_empty(), "{grave:?}");
    }
    assert_eq!(state(desk, day), before);
}

#[test]
fn open_items_and_accounts_read_back_as_csv_change_nothing() {
    for name in [
        "generic_open_items.csv",
        "qbo_ar_aging_detail.csv",
        "qbo_open_invoices.csv",
        "xero_sales_invoices.csv",
        "erpnext_accounts_receivable.csv",
    ] {
        let desk = Desk::empty();
        let run = desk.on(TODAY, &["import", &sample(name)]);
        assert_eq!(run.code, 0, "{name}: {run:?}");
        unchanged(&desk, TODAY, "csv");
    }
}

#[test]
fn open_items_and_accounts_read_back_as_workbooks_change_nothing() {
    let desk = Desk::empty();
    let run = desk.on(TODAY, &["import", &sample("generic_open_items.csv")]);
    assert_eq!(run.code, 0, "{run:?}");
    unchanged(&desk, TODAY, "xlsx");
}

#[test]
fn the_sample_desk_reads_back_unchanged_in_the_middle_of_its_story() {
    let desk = Desk::empty();
    let ledger = desk.ledger();
    let run = desk.on(
        "2026-11-23",
        &["demo", "--keep", ledger.to_str().expect("UTF-8")],
    );
    assert_eq!(run.code, 0, "{run:?}");
    unchanged(&desk, "2026-11-23", "csv");
}

#[test]
fn a_name_that_begins_like_a_formula_is_text_in_the_file_and_itself_again_after_import() {
    let desk = Desk::empty();
    let file = desk.book(
        "book.csv",
        &[
            "C1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,invoice,A-1,2026-09-03,2026-10-03,,+PO,50.00,50.00,USD",
            "C2,@SUM(A1),,invoice,-7,2026-09-03,2026-10-03,,,50.00,50.00,USD",
            "C3,'quoted',,invoice,A-3,2026-09-03,2026-10-03,,,50.00,50.00,USD",
        ],
    );
    assert_eq!(desk.on(TODAY, &["import", &file]).code, 0);
    let out = desk.on(TODAY, &["export", "open-items"]).out;
    for text in ["'=HYPERLINK", "'@SUM(A1)", "'-7", "'+PO", "''quoted'"] {
        assert!(out.contains(text), "{text} in {out}");
    }
    for line in out.lines().skip(2) {
        for cell in line.split(',') {
            assert!(
                !cell.trim_matches('"').starts_with(['=', '@', '+']),
                "{line}"
            );
        }
    }
    unchanged(&desk, TODAY, "csv");
}

#[test]
fn an_export_stands_in_the_log_and_is_never_undone() {
    let desk = Desk::with_book();
    desk.on(TODAY, &["note", "C1001", "asked for a copy"]);
    assert_eq!(desk.on(TODAY, &["export", "accounts"]).code, 0);
    let list = desk.on(TODAY, &["undo", "--list"]).out;
    assert!(list.contains("accounts exported as csv, 3 rows"), "{list}");
    let undone = desk.on(TODAY, &["undo"]);
    assert!(
        undone.out.contains("note"),
        "the note goes, not the export: {undone:?}"
    );
    desk.on(TODAY, &["undo", "3"])
        .fails(1, &["has left the ledger"]);
    assert_eq!(desk.json(TODAY, &["check"])["ok"], true);
}

#[test]
fn a_file_that_is_there_is_never_overwritten_not_even_through_a_link() {
    let desk = Desk::with_book();
    let there = desk.file("mine.csv", "precious");
    desk.on(TODAY, &["export", "accounts", "-o", &there])
        .fails(1, &["mine.csv", "not overwritten"]);
    let link = desk.path("link.csv");
    std::os::unix::fs::symlink(desk.path("nowhere.csv"), &link).expect("a link");
    desk.on(
        TODAY,
        &["export", "accounts", "-o", link.to_str().expect("UTF-8")],
    )
    .fails(1, &["link.csv"]);
    assert_eq!(std::fs::read_to_string(there).expect("read"), "precious");
    assert!(!desk.path("nowhere.csv").exists());
    let list = desk.on(TODAY, &["undo", "--list"]).out;
    assert!(!list.contains("exported"), "{list}");
}

#[test]
fn promises_and_activity_come_with_their_days_and_verdicts() {
    let desk = Desk::with_book();
    desk.on(
        "2026-11-20",
        &["promise", "C1001", "5000", "2026-11-24", "--invoice", "A-1"],
    );
    desk.on("2026-11-21", &["note", "C1002", "left word\nwith the desk"]);
    let promises = desk.json("2026-11-30", &["export", "promises"]);
    assert_eq!(promises["rows"][0]["verdict"], "broken");
    assert_eq!(promises["rows"][0]["amount"], 500_000);
    assert_eq!(promises["rows"][0]["invoices"], "A-1");
    let activity = desk.json(
        "2026-11-30",
        &["export", "activity", "--from", "2026-11-21"],
    );
    assert_eq!(activity["rows"][0]["account"], "Cedar & Stone Co.");
    assert_eq!(activity["rows"][0]["note"], "left word\nwith the desk");
    let later = desk.json(
        "2026-11-30",
        &["export", "activity", "--from", "2026-11-22"],
    );
    assert_eq!(later["rows"].as_array().map(Vec::len), Some(0));
    desk.on(TODAY, &["export", "accounts", "--json", "--format", "csv"])
        .fails(2, &["--format"]);
}
