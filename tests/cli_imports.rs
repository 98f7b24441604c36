//! Imports as a person meets them week after week: rows mended beside the file, the same bytes on another day, a past day's freshness.

mod cli_support;

use cli_support::{Desk, sample};
use serde_json::Value;

/// Writes a sample with some of its text replaced, and gives its path.
fn altered(desk: &Desk, name: &str, swaps: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(sample(name)).expect("the sample");
    for (from, to) in swaps {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    desk.file(name, text)
}

/// Replaces text in a file that is there.
fn mend(path: &str, swaps: &[(&str, &str)]) {
    let mut text = std::fs::read_to_string(path).expect("a file");
    for (from, to) in swaps {
        assert!(text.contains(from), "{from} in {text}");
        text = text.replace(from, to);
    }
    std::fs::write(path, text).expect("a file");
}

fn totals(desk: &Desk, day: &str) -> (Value, Value) {
    let aging = desk.json(day, &["aging"]);
    let totals = &aging["currencies"][0];
    (
        totals["open_invoices"].clone(),
        totals["total_open"].clone(),
    )
}

#[test]
fn rows_mended_beside_a_grouped_report_complete_it_and_close_nothing() {
    let desk = Desk::empty();
    let bad = [
        ("09/20/2026,Invoice,5274", "09/31/2026,Invoice,5274"),
        ("09/22/2026,Invoice,5276", "09/31/2026,Invoice,5276"),
        ("10/12/2026,Invoice,5293", "10/32/2026,Invoice,5293"),
    ];
    let file = altered(&desk, "qbo_open_invoices.csv", &bad);
    let run = desk.on("2026-11-20", &["import", &file, "--skip-errors"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("import that file with --as-of 2026-11-20"),
        "{run:?}"
    );
    assert_eq!(totals(&desk, "2026-11-20").0, 25);

    let rejects = format!("{file}.rejects.csv");
    mend(&rejects, &[("09/31", "09/22"), ("10/32", "10/12")]);
    let report = desk.json("2026-11-20", &["import", &rejects]);
    assert_eq!(report["applied"], true);
    let counts = &report["files"][0]["documents"];
    assert_eq!((&counts["new"], &counts["closed"]), (&3.into(), &0.into()));
    assert_eq!(
        totals(&desk, "2026-11-20"),
        (28.into(), 12_936_292.into()),
        "the report's own totals"
    );
    assert_eq!(desk.on("2026-11-20", &["check"]).code, 0);
}

#[test]
fn rows_that_are_still_wrong_are_held_back_again_in_the_same_shape() {
    let desk = Desk::empty();
    let file = desk.file(
        "errors_mixed.csv",
        std::fs::read(sample("errors_mixed.csv")).expect("the sample"),
    );
    desk.json("2026-11-20", &["import", &file, "--skip-errors"]);
    let first = format!("{file}.rejects.csv");
    mend(&first, &[("2026-09-31", "2026-09-30")]);
    let report = desk.json("2026-11-20", &["import", &first, "--skip-errors"]);
    let counts = &report["files"][0]["documents"];
    assert_eq!((&counts["new"], &counts["closed"]), (&1.into(), &0.into()));
    let again = std::fs::read_to_string(format!("{first}.rejects.csv")).expect("rows");
    let header = again.lines().next().expect("a header");
    assert_eq!(header.matches("bywhen_code").count(), 1, "{header}");
    assert_eq!(again.lines().count(), 8, "{again}");
}

#[test]
fn the_same_bytes_on_another_day_are_another_report() {
    let desk = Desk::empty();
    let rows = [
        "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD",
        "C1,Harbor,,invoice,A-2,2026-09-03,2026-10-03,,,70.00,70.00,USD",
        "C1,Harbor,,invoice,A-3,2026-09-03,2026-10-03,,,90.00,90.00,USD",
        "C2,Cedar,,invoice,B-1,2026-09-03,2026-10-03,,,500.00,500.00,USD",
    ];
    let all = desk.book("all.csv", &rows);
    let paid = desk.book("paid.csv", &rows[1..]);
    desk.json("2026-11-02", &["import", &all]);
    desk.json("2026-11-09", &["import", &paid]);
    assert_eq!(totals(&desk, "2026-11-09").0, 3);
    // The check bounced: the book is as it was two weeks ago.
    let report = desk.json("2026-11-16", &["import", &all]);
    assert_eq!(report["applied"], true);
    assert_eq!(report["files"][0]["documents"]["changed"], 1);
    let issue = &report["files"][0]["issues"][0];
    assert_eq!(
        (&issue["code"], &issue["value"]),
        (&"reopened".into(), &"A-1".into())
    );
    assert_eq!(totals(&desk, "2026-11-16").0, 4);
    assert_eq!(totals(&desk, "2026-11-10").0, 3, "a past day as it was");
    let again = desk.json("2026-11-16", &["import", &all]);
    assert_eq!(
        (&again["applied"], &again["batch"]),
        (&false.into(), &Value::Null)
    );
    // Corrected on the same day, and then the first one again.
    desk.json("2026-11-16", &["import", &paid]);
    assert_eq!(totals(&desk, "2026-11-16").0, 3);
    desk.json("2026-11-16", &["import", &all]);
    assert_eq!(totals(&desk, "2026-11-16").0, 4);
    assert_eq!(desk.on("2026-11-16", &["check"]).code, 0);
}

#[test]
fn a_past_day_knows_only_the_reports_of_its_time() {
    let desk = Desk::with_book();
    let later = desk.book(
        "later.csv",
        &["C1001,Harbor Framing LLC,,invoice,A-1,2026-09-03,2026-10-03,,,5000.00,5000.00,USD"],
    );
    desk.json("2026-12-11", &["import", &later, "--close-missing"]);
    let thru = |day| desk.json(day, &["show", "C1001"])["safety"]["ledger_thru"].clone();
    assert_eq!(thru("2026-12-11"), "2026-12-11");
    assert_eq!(thru("2026-11-23"), "2026-11-20");
}

#[test]
fn an_account_number_may_be_typed_in_small_letters() {
    let desk = Desk::with_book();
    assert_eq!(
        desk.json("2026-11-20", &["show", "c1002"])["account"]["number"],
        "C1002"
    );
    desk.on("2026-11-20", &["reverse", " "])
        .fails(2, &["name the payment"]);
}

#[test]
fn who_imports_on_fridays_does_not_see_a_wednesday_promise_late() {
    let desk = Desk::empty();
    let rows = [
        "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD",
        "C1,Harbor,,invoice,A-2,2026-09-03,2026-10-03,,,70.00,70.00,USD",
        "C2,Cedar,,invoice,B-1,2026-09-03,2026-10-03,,,500.00,500.00,USD",
    ];
    desk.json("2026-11-13", &["import", &desk.book("first.csv", &rows)]);
    let promise = ["promise", "C1", "50", "2026-11-18", "--invoice", "A-1"];
    desk.json("2026-11-13", &promise);
    let second = desk.book("second.csv", &rows[1..]);
    desk.json("2026-11-20", &["import", &second]);
    let verdict = |day| {
        let promise = &desk.json(day, &["promises"])["promises"][0];
        promise["verdict"].clone()
    };
    // On its own day it was due, on the next in grace, and nobody could know.
    assert_eq!(verdict("2026-11-18"), "due_today");
    assert_eq!(verdict("2026-11-19"), "in_grace");
    assert_eq!(verdict("2026-11-20"), "kept");
    let promise = &desk.json("2026-11-20", &["promises"])["promises"][0];
    assert_eq!(promise["provisional"], true);
    let said = promise["explained"].as_str().expect("words");
    assert!(
        said.contains("between Fri 13 Nov and Fri 20 Nov (presumed"),
        "{said}"
    );
}

#[test]
fn two_downloads_of_one_report_are_not_added_up() {
    let desk = Desk::empty();
    let report = std::fs::read_to_string(sample("qbo_ar_aging_detail.csv")).expect("the sample");
    let first = desk.file("aging.csv", &report);
    let copy = desk.file("aging (1).csv", &report);
    desk.on("2026-11-20", &["import", &first, &copy])
        .fails(1, &["aging (1).csv", "the same file"]);
    // The same report again, some minutes later: only its time stamp differs.
    let later = desk.file("aging (2).csv", report.replace("04:", "05:"));
    desk.on("2026-11-20", &["import", &first, &later])
        .fails(1, &["aging.csv", "aging (2).csv", "two reports"]);
    assert!(!desk.ledger().exists());
    // One after the other they are one book.
    desk.json("2026-11-20", &["import", &first]);
    desk.json("2026-11-20", &["import", &later]);
    assert_eq!(totals(&desk, "2026-11-20"), (35.into(), 12_423_139.into()));
    let aging = desk.json("2026-11-20", &["aging"]);
    assert_eq!(aging["currencies"][0]["unapplied"], -346_585);
}

#[test]
fn a_payment_typed_here_is_what_the_next_report_fell_by() {
    let desk = Desk::empty();
    let rows = [
        "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,500.00,500.00,USD",
        "C1,Harbor,,invoice,A-2,2026-09-03,2026-10-03,,,70.00,70.00,USD",
        "C1,Harbor,,invoice,A-3,2026-09-03,2026-10-03,,,900.00,900.00,USD",
    ];
    desk.json("2026-11-13", &["import", &desk.book("first.csv", &rows)]);
    desk.json("2026-11-16", &["promise", "C1", "300", "2026-11-20"]);
    desk.json("2026-11-16", &["pay", "C1", "300"]);
    let later = desk.book(
        "later.csv",
        &[
            "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,500.00,200.00,USD",
            rows[1],
            "C1,Harbor,,invoice,A-3,2026-09-03,2026-10-03,,,900.00,800.00,USD",
        ],
    );
    let report = desk.json("2026-11-20", &["import", &later]);
    assert_eq!(report["files"][0]["documents"]["changed"], 2);
    let show = desk.json("2026-11-20", &["show", "C1"]);
    assert_eq!(show["account"]["balance"], 107_000, "as the report says");
    let of_kind = |kind: &str| -> Vec<Value> {
        let payments = show["payments"].as_array().expect("payments");
        let found = payments.iter().filter(|p| p["kind"] == kind);
        found.map(|p| p["amount"].clone()).collect()
    };
    assert_eq!(of_kind("payment"), [30_000]);
    assert_eq!(of_kind("presumed_cash"), [10_000], "what nothing explains");
    // It was given and paid on one day, and it stays kept.
    assert_eq!(show["promises"][0]["verdict"], "kept");
    assert_eq!(show["promises"][0]["received"], 30_000);
    assert_eq!(desk.on("2026-11-20", &["check"]).code, 0);
    desk.json("2026-11-20", &["undo"]);
    let before = desk.json("2026-11-20", &["show", "C1"]);
    assert_eq!(before["account"]["unapplied"], -30_000);
    assert_eq!(desk.on("2026-11-20", &["check"]).code, 0);
}

#[test]
fn a_name_that_reads_like_a_customer_is_decided_by_a_command_either_way_and_not_asked_again() {
    let desk = Desk::with_book();
    let list = desk.file(
        "later.csv",
        "Customer,Invoice no,Date,Due date,Open balance,Status\nHarbour Framing,A-9,2026-11-01,2026-12-01,70.00,open\n",
    );
    let near = |day: &str| {
        let report = desk.json(day, &["import", &list, "--dry-run"]);
        report["files"][0]["near"].as_array().expect("a list").len()
    };
    assert_eq!(near("2026-11-21"), 1);
    let run = desk.on(
        "2026-11-21",
        &["alias", "C1001", "Harbour Framing", "--different"],
    );
    assert!(
        run.out.contains("is another customer than Harbor"),
        "{run:?}"
    );
    assert_eq!(near("2026-11-21"), 0);
    desk.on("2026-11-21", &["alias", "C1001", "Harbour Framing"])
        .fails(1, &["said to be another customer"]);
    desk.on("2026-11-21", &["undo"]);
    assert_eq!(near("2026-11-21"), 1);
    // Imported without a word, it is still in the list of what nobody decided.
    assert_eq!(desk.on("2026-11-21", &["import", &list]).code, 0);
    let alike = desk.json("2026-11-21", &["alias", "--alike"]);
    assert_eq!(alike["alike"][0]["label"], "C1001");
    assert_eq!(alike["alike"][0]["name"], "Harbour Framing");
    desk.on(
        "2026-11-21",
        &["alias", "C1001", "Harbour Framing", "--different"],
    );
    let run = desk.on("2026-11-21", &["alias", "--alike"]);
    assert!(run.out.contains("No two accounts read alike"), "{run:?}");
    assert_eq!(desk.on("2026-11-21", &["check"]).code, 0);
}

#[test]
fn a_phone_that_a_report_states_otherwise_stands_in_the_document_of_the_account() {
    let desk = Desk::with_book();
    let day = "2026-11-20";
    let people = |phone: &str| {
        desk.file(
            &format!("people-{phone}.csv"),
            format!("Customer,Contact,Phone,Email\nHarbor Framing LLC,Dana Ruiz,{phone},\n"),
        )
    };
    let typed = [
        "contact",
        "add",
        "C1001",
        "Dana Ruiz",
        "--phone",
        "503-555-0199",
    ];
    assert_eq!(desk.on(day, &typed).code, 0);
    let run = desk.on(day, &["import", &people("503-555-0150")]);
    assert_eq!(run.code, 0, "{run:?}");
    let shown = desk.json(day, &["show", "C1001"]);
    let question = &shown["questions"][0];
    assert_eq!(
        (&question["field"], &question["mine"], &question["theirs"]),
        (
            &"phone".into(),
            &"503-555-0199".into(),
            &"503-555-0150".into()
        )
    );
    assert_eq!(shown["contacts"][0]["phone"], "503-555-0199");
    let run = desk.on(day, &["show", "C1001"]);
    assert!(
        run.out.contains("≠ people-503-555-0150.csv says phone"),
        "{run:?}"
    );
    let id = question["id"].to_string();
    assert_eq!(desk.on(day, &["questions", &id, "--keep"]).code, 0);
    let shown = desk.json(day, &["show", "C1001"]);
    assert_eq!(shown["questions"], Value::Array(Vec::new()));
}

const ACCOUNTS: &str = "account_no,name,contact,email,phone,terms_days,credit_limit,currency\nC1,Alder Framing,,,,30,5000.00,USD\nC2,Birch Roofing,,,,30,,USD\n";
const INVOICES: &str = "invoice_no,account_no,invoice_date,due_date,terms,amount,balance,po_number,status\n\
    1,C1,2026-09-01,2026-10-01,Net 30,900.00,500.00,,partial\n2,C1,2026-11-25,2026-12-25,Net 30,70.00,70.00,,open\n\
    3,C2,2026-09-05,2026-10-05,Net 30,300.00,300.00,,open\n4,C2,2026-07-01,2026-08-01,Net 30,40.00,0.00,,paid\n";
const PAYMENTS: &str = "payment_no,account_no,payment_date,method,amount,invoice_no,applied,reference\n\
    P1,C1,2026-10-09,check,400.00,1,400.00,77\nP2,C2,2026-11-24,check,65.00,,,78\nP3,C2,2026-07-30,check,50.00,4,40.00,79\n";

/// The facts that an import makes are those that a recount finds, whatever moves later than its day.
#[test]
fn what_a_first_import_works_out_is_what_a_recount_finds() {
    let desk = Desk::empty();
    let files = [
        desk.file("set/accounts.csv", ACCOUNTS),
        desk.file("set/invoices.csv", INVOICES),
        desk.file("set/payments.csv", PAYMENTS),
    ];
    let day = "2026-11-20";
    let run = desk.on(day, &["import", &files[0], &files[1], &files[2]]);
    assert_eq!(run.code, 0, "{run:?}");
    for day in ["2026-11-20", "2026-11-25", "2026-12-28"] {
        let run = desk.on(day, &["check", "--strict"]);
        assert_eq!(run.code, 0, "{day}: {run:?}");
        let queue = desk.json(day, &["queue"]);
        assert_eq!(queue["total"], 2, "{day}");
    }
}

/// Customers who were there before their first document keep what was said to them.
#[test]
fn a_first_list_for_customers_who_were_spoken_to_keeps_what_was_said() {
    let desk = Desk::empty();
    let day = "2026-11-20";
    let accounts = desk.file("accounts.csv", ACCOUNTS);
    assert_eq!(desk.on(day, &["import", &accounts]).code, 0);
    let run = desk.on(day, &["follow-up", "C1", "2026-11-27", "asked for time"]);
    assert_eq!(run.code, 0, "{run:?}");
    let invoices = desk.file("invoices.csv", INVOICES);
    let run = desk.on(day, &["import", &invoices]);
    assert_eq!(run.code, 0, "{run:?}");
    let why = desk.json(day, &["queue", "--why", "C1"]);
    assert_eq!(why["gate"]["gate"], "follow_up_ahead", "{why}");
    let run = desk.on(day, &["check", "--strict"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn of_the_copies_before_imports_the_last_five_days_stay() {
    let desk = Desk::with_book();
    let ledger = desk.ledger();
    let folder = ledger.parent().expect("a folder");
    let own = ledger.file_name().expect("a name").to_string_lossy();
    for day in 1..=7 {
        let copy = folder.join(format!("{own}.before-import-2020-01-0{day}"));
        std::fs::write(copy, "an old copy").expect("a file");
    }
    // Neither another ledger's copy nor a name that only begins alike is one of them.
    for other in [
        "other.db.before-import-2020-01-01".to_owned(),
        format!("{own}.before-import-notes"),
    ] {
        std::fs::write(folder.join(other), "mine").expect("a file");
    }
    let list = desk.file(
        "one.csv",
        "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency,status\nC1003,Kestrel Kitchens,,invoice,K-2,2026-11-12,2026-12-12,Net 30,,10.00,10.00,USD,open\n",
    );
    assert_eq!(desk.on("2026-11-21", &["import", &list]).code, 0);
    let files = std::fs::read_dir(folder).expect("files");
    let mut kept: Vec<String> = files
        .map(|f| {
            f.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.contains(".before-import-"))
        .collect();
    kept.sort();
    let days: Vec<&str> = kept
        .iter()
        .filter_map(|n| n.strip_prefix(&format!("{own}.before-import-")))
        .collect();
    assert_eq!(
        days[..4],
        ["2020-01-04", "2020-01-05", "2020-01-06", "2020-01-07"],
        "{kept:?}"
    );
    assert_eq!(
        days.len(),
        6,
        "today's copy, four older ones and the notes: {kept:?}"
    );
    assert!(
        kept.iter()
            .any(|n| n == "other.db.before-import-2020-01-01")
    );
}

#[test]
fn a_copy_is_kept_before_an_import_that_changes_anything_and_can_be_restored() {
    let desk = Desk::with_book();
    let copies = || -> Vec<String> {
        let files = std::fs::read_dir(desk.ledger().parent().expect("a folder")).expect("files");
        let names = files.map(|f| f.expect("a file").path().display().to_string());
        names
            .filter(|name| name.contains(".before-import-"))
            .collect()
    };
    assert!(
        copies().is_empty(),
        "before the first import there was nothing"
    );
    let before = totals(&desk, "2026-11-21");
    let more = |name: &str, number: &str| {
        let row = format!(
            "C1003,Kestrel Kitchens,,invoice,{number},2026-11-12,2026-12-12,Net 30,,10.00,10.00,USD"
        );
        desk.file(
            name,
            format!("customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency,status\n{row},open\n"),
        )
    };
    let list = more("one.csv", "K-2");
    assert_eq!(desk.on("2026-11-21", &["import", &list]).code, 0);
    let kept = copies();
    assert!(!kept.is_empty());
    // Neither a second import of the day nor one that changes nothing keeps another.
    assert_eq!(desk.on("2026-11-21", &["import", &list]).code, 0);
    let list = more("two.csv", "K-3");
    assert_eq!(desk.on("2026-11-21", &["import", &list]).code, 0);
    assert_eq!(totals(&desk, "2026-11-21").0, 6);
    let run = desk.on("2026-11-21", &["restore", &kept[0]]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(totals(&desk, "2026-11-21"), before);
}

#[test]
fn a_report_whose_totals_are_in_pounds_makes_a_book_of_pounds_and_no_other_takes_it() {
    let report = "Acme Ltd,,,,,,,\nA/R Aging Detail Report,,,,,,,\n\"As of 20 November, 2026\",,,,,,,\n\n\
                  ,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance\n\
                  CURRENT,,,,,,,\n\
                  ,25/10/2026,Invoice,0042,Alder,24/11/2026,100.00,40.00\n\
                  Total for CURRENT,,,,,,£100.00,£40.00\n\
                  TOTAL,,,,,,£100.00,£40.00\n";
    let desk = Desk::empty();
    let pounds = desk.file("pounds.csv", report);
    assert_eq!(
        desk.json("2026-11-20", &["import", &pounds])["applied"],
        true
    );
    let aging = desk.json("2026-11-20", &["aging"]);
    assert_eq!(aging["currencies"][0]["currency"], "GBP");
    assert_eq!(aging["currencies"][0]["total_open"], 4000);

    let desk = Desk::empty();
    desk.on(
        "2026-11-20",
        &[
            "import",
            &desk.file("dollars.csv", report.replace('£', "$")),
        ],
    );
    let pounds = desk.file("pounds.csv", report);
    desk.on("2026-11-20", &["import", &pounds]).fails(
        1,
        &["pounds.csv line 8", "kept in USD", "currency = \"GBP\""],
    );
}
