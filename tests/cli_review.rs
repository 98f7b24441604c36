//! `bywhen review` and `bywhen collectors`: what is printed, what is refused with which code, and that refused means nothing written.

mod cli_support;

use cli_support::{Desk, Run};

/// Harbor promised 5,000.00 by Fri 13 Nov and paid 1,600.00; Cedar promised all of it and paid nothing.
fn with_failures() -> Desk {
    let desk = Desk::with_book();
    for (day, command) in [
        (
            "2026-11-09",
            &["promise", "C1001", "5000", "2026-11-13", "--invoice", "A-1"][..],
        ),
        ("2026-11-09", &["promise", "C1002", "4107.71", "2026-11-12"]),
        ("2026-11-13", &["pay", "C1001", "1600", "--invoice", "A-1"]),
    ] {
        let run = desk.on(day, command);
        assert_eq!(run.code, 0, "{command:?}: {run:?}");
    }
    desk
}

fn refused(run: &Run, code: i32, says: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert!(run.err.contains(says), "'{says}' is not in {run:?}");
    assert_eq!(run.err.trim_end().lines().count(), 1, "{run:?}");
    assert_eq!(run.out, "", "{run:?}");
}

#[test]
fn the_inbox_is_one_document_with_the_worst_first() {
    let desk = with_failures();
    let doc = desk.json("2026-11-20", &["review"]);
    assert_eq!(doc["total"], 2);
    let rows = doc["rows"].as_array().expect("rows");
    assert_eq!(rows[0]["account"], "C1002");
    assert_eq!(rows[0]["verdict"], "broken");
    assert_eq!(rows[0]["short"], 410_771);
    assert_eq!(rows[0]["days_late"], 8);
    assert_eq!(rows[0]["kept_promises"], 0);
    assert_eq!(rows[0]["known_promises"], 1);
    assert_eq!(rows[0]["cause"]["side"], "customer");
    assert_eq!(rows[1]["account"], "C1001");
    assert_eq!(rows[1]["verdict"], "light");
    assert_eq!(rows[1]["received"], 160_000);
    assert_eq!(rows[1]["short"], 340_000);
    assert_eq!(doc["short"][0]["amount"], 750_771);
    assert_eq!(doc["approvals"].as_array().map(Vec::len), Some(0));
    let run = desk.on("2026-11-20", &["review"]);
    assert!(
        run.out.contains("Cedar & Stone Co.") && run.out.contains("likely cause"),
        "{run:?}"
    );
    // The day before its window closed, nothing was broken yet.
    assert_eq!(desk.json("2026-11-13", &["review"])["total"], 0);
}

#[test]
fn a_decision_is_taken_once_and_comes_back_at_its_day() {
    let desk = with_failures();
    let doc = desk.json("2026-11-20", &["review"]);
    let id = doc["rows"][0]["id"].to_string();
    let decide =
        |day: &str, more: &[&str]| desk.on(day, &[&["review", "decide", &id], more].concat());
    let run = decide(
        "2026-11-20",
        &[
            "call_back",
            "--reason",
            "they said Friday",
            "--again",
            "2026-11-27",
        ],
    );
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("call back"), "{run:?}");
    assert_eq!(desk.json("2026-11-20", &["review"])["total"], 1);
    refused(
        &decide("2026-11-20", &["credit_hold", "--reason", "again"]),
        1,
        "does not wait for a decision",
    );
    let decided = desk.json("2026-11-20", &["review", "decided"]);
    assert_eq!(decided["decisions"][0]["decision"], "call_back");
    assert_eq!(decided["decisions"][0]["open"], true);
    assert_eq!(decided["outcomes"][0]["percent"], serde_json::Value::Null);
    let shown = desk.json("2026-11-20", &["show", "C1002"]);
    assert!(shown["brief"].to_string().contains("call back"), "{shown}");
    assert_eq!(desk.json("2026-11-26", &["review"])["total"], 1);
    let back = desk.json("2026-11-27", &["review"]);
    assert_eq!(back["total"], 2);
    assert_eq!(back["rows"][0]["decided_before"]["decision"], "call_back");
    let run = decide(
        "2026-11-27",
        &["new_terms", "--terms", "prepay", "--reason", "second time"],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let decided = desk.json("2026-12-15", &["review", "decided"]);
    let first = decided["outcomes"].as_array().expect("outcomes");
    assert!(
        first
            .iter()
            .any(|o| o["decision"] == "call_back" && o["over"] == 1 && o["paid"] == 0),
        "{decided}"
    );
    let run = desk.on("2026-12-15", &["check", "--strict"]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn what_is_wrong_with_a_decision_is_said_in_one_line_and_nothing_is_written() {
    let desk = with_failures();
    let doc = desk.json("2026-11-20", &["review"]);
    let id = doc["rows"][0]["id"].to_string();
    let before = desk.on("2026-11-20", &["undo", "--list"]).out;
    let decide = |more: &[&str]| desk.on("2026-11-20", &[&["review", "decide"], more].concat());
    refused(&decide(&[&id, "shrug", "--reason", "x"]), 2, "call_back");
    refused(&decide(&[&id, "call_back"]), 2, "--reason");
    refused(
        &decide(&["zero", "call_back", "--reason", "x"]),
        2,
        "is no promise's id",
    );
    refused(&decide(&[&id, "new_terms", "--reason", "x"]), 2, "--terms");
    refused(
        &decide(&[&id, "place", "--terms", "cod", "--reason", "x"]),
        2,
        "for new_terms only",
    );
    refused(
        &decide(&[&id, "accept", "--by", "fri", "--reason", "x"]),
        2,
        "nobody acts",
    );
    refused(
        &decide(&["999", "call_back", "--reason", "x"]),
        1,
        "does not wait",
    );
    refused(&decide(&[&id, "call_back", "--reason", "  "]), 1, "reason");
    let again = ["call_back", "--reason", "x", "--again", "2026-11-20"];
    refused(
        &decide(&[&[id.as_str()][..], &again].concat()),
        1,
        "back at once",
    );
    desk.settings("collector = \"Ana\"\nsupervisors = [\"Morgan\"]\n");
    refused(
        &decide(&[&id, "call_back", "--reason", "x"]),
        1,
        "'Ana' is no supervisor",
    );
    let run = desk.on("2026-11-20", &["collectors", "assign", "Ben", "C1001"]);
    refused(&run, 1, "'Ana' is no supervisor");
    let run = desk.on(
        "2026-11-20",
        &["hold", "C1001", "credit_hold", "--reason", "x"],
    );
    refused(&run, 1, "'Ana' is no supervisor");
    assert_eq!(desk.on("2026-11-20", &["undo", "--list"]).out, before);
    desk.settings("collector = \"morgan\"\nsupervisors = [\"Morgan\"]\n");
    assert_eq!(decide(&[&id, "call_back", "--reason", "x"]).code, 0);
}

#[test]
fn a_write_off_is_asked_for_answered_once_and_its_task_is_there() {
    let desk = with_failures();
    let day = "2026-11-20";
    let ask = |more: &[&str]| desk.on(day, &[&["review", "ask", "C1002"], more].concat());
    refused(&ask(&["write_off", "no use"]), 2, "--amount");
    refused(
        &ask(&["write_off", "no use", "--amount", "99999"]),
        1,
        "is open at",
    );
    assert_eq!(ask(&["write_off", "no use", "--amount", "7.71"]).code, 0);
    refused(
        &ask(&["write_off", "twice", "--amount", "7"]),
        1,
        "waits already (a1)",
    );
    let all = desk.json(day, &["review", "approvals"]);
    assert_eq!(all["approvals"][0]["id"], "a1");
    assert_eq!(all["approvals"][0]["amount"], 771);
    refused(
        &desk.on(day, &["review", "approve", "seven"]),
        2,
        "names nothing",
    );
    refused(
        &desk.on(day, &["review", "approve", "a9"]),
        1,
        "nothing waits under a9",
    );
    refused(&desk.on(day, &["review", "decline", "a1"]), 2, "--reason");
    assert_eq!(
        desk.on(day, &["review", "approve", "a1", "--reason", "small"])
            .code,
        0
    );
    refused(
        &desk.on(day, &["review", "decline", "a1", "--reason", "no"]),
        1,
        "approved it already",
    );
    let tasks = desk.json(day, &["task", "list"]);
    assert!(tasks.to_string().contains("write 7.71 of Cedar"), "{tasks}");
    let all = desk.json(day, &["review", "approvals", "--all"]);
    assert_eq!(all["approvals"][0]["answered"]["granted"], true);
    // The answer is one act, and undone as one.
    assert_eq!(desk.on(day, &["undo"]).code, 0);
    assert_eq!(
        desk.json(day, &["review", "approvals"])["approvals"][0]["id"],
        "a1"
    );
    assert_eq!(desk.on(day, &["check"]).code, 0);
}

#[test]
fn a_credit_hold_stops_no_call_and_is_lifted_once() {
    let desk = with_failures();
    let day = "2026-11-20";
    let hold = |more: &[&str]| desk.on(day, &[&["hold", "C1001", "credit_hold"], more].concat());
    refused(&hold(&[]), 2, "--reason");
    refused(
        &hold(&["--reason", "third time"]),
        1,
        "they were not told of the credit hold",
    );
    let anyway = [
        "--reason",
        "third time",
        "--anyway",
        "a truck leaves at noon",
    ];
    assert_eq!(hold(&anyway).code, 0);
    let trail = desk.json(day, &["audit"]).to_string();
    assert!(trail.contains("a truck leaves at noon"), "{trail}");
    assert!(trail.contains("they were not told"), "{trail}");
    refused(
        &hold(&["--reason", "once more"]),
        1,
        "on credit hold already",
    );
    let shown = desk.json(day, &["show", "C1001"]);
    assert!(
        shown["brief"]
            .to_string()
            .contains("credit hold since today"),
        "{shown}"
    );
    assert_eq!(shown["safety"]["blocked"], serde_json::Value::Null);
    assert_eq!(hold(&["--lift"]).code, 0);
    refused(&hold(&["--lift"]), 1, "no credit hold");
    assert_eq!(desk.on(day, &["check"]).code, 0);
}

#[test]
fn collectors_are_listed_accounts_moved_balanced_and_absences_covered() {
    let desk = with_failures();
    let day = "2026-11-20";
    let run = |arguments: &[&str]| desk.on(day, &[&["collectors"], arguments].concat());
    let doc = desk.json(day, &["collectors"]);
    assert_eq!(doc["collectors"][0]["name"], serde_json::Value::Null);
    assert_eq!(doc["collectors"][0]["accounts"], 3);
    refused(&run(&["assign", "Ana"]), 1, "every account");
    refused(
        &run(&["assign", "Ana", "C1001", "--letters", "A-F"]),
        2,
        "not both",
    );
    refused(
        &run(&["assign", "Ana", "--letters", "9"]),
        2,
        "no range of letters",
    );
    assert_eq!(run(&["assign", "Ana", "C1001", "C1002"]).code, 0);
    assert_eq!(run(&["rule", "Ben", "--letters", "K-Z"]).code, 0);
    let plan = desk.json(day, &["collectors", "apply", "--dry-run"]);
    assert_eq!(plan["applied"], false);
    assert_eq!(plan["moves"][0]["to"], "Ben");
    assert_eq!(run(&["apply"]).code, 0);
    let moved = desk.json(day, &["collectors", "balance", "--by", "count"]);
    assert_eq!(moved["applied"], false, "two and one are even");
    let moved = desk.json(day, &["collectors", "balance"]);
    assert_eq!(moved["applied"], true);
    assert_eq!(moved["moves"].as_array().map(Vec::len), Some(1));
    assert_eq!(moved["moves"][0]["to"], "Ben");
    refused(
        &run(&["away", "Ben", "--cover", "ben", "--to", "2026-11-24"]),
        1,
        "themselves",
    );
    refused(
        &run(&["away", "Ben", "--cover", "Ana", "--to", "2026-11-19"]),
        1,
        "into the past",
    );
    assert_eq!(
        run(&["away", "Ben", "--cover", "Ana", "--to", "2026-11-24"]).code,
        0
    );
    let total = |day: &str| desk.json(day, &["queue", "--collector", "Ana"])["total"].clone();
    assert_eq!(total("2026-11-24"), 2, "Ana's and Ben's");
    assert_eq!(total("2026-11-25"), 1, "Ana's alone");
    assert_eq!(run(&["back", "Ben"]).code, 0);
    refused(&run(&["back", "Ben"]), 1, "is not away");
    assert_eq!(desk.on(day, &["check", "--strict"]).code, 0);
}

#[test]
fn a_rule_takes_in_the_accounts_that_an_import_brings_and_leaves_the_others() {
    let desk = with_failures();
    let day = "2026-11-21";
    assert_eq!(
        desk.on(
            "2026-11-20",
            &["collectors", "rule", "Ben", "--letters", "M-Z"]
        )
        .code,
        0
    );
    let file = desk.book(
        "next.csv",
        &[
            "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,3400.00,USD",
            "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
            "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
            "C1002,Cedar & Stone Co.,,invoice,B-1,2026-08-19,2026-09-18,Net 30,,4107.71,4107.71,USD",
            "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,900.00,USD",
            "C1002,Cedar & Stone Co.,,invoice,B-2,2026-11-20,2026-12-20,Net 30,,10.00,10.00,USD",
            "C1004,Northgate Homes,,invoice,N-1,2026-11-20,2026-12-20,Net 30,,70.00,70.00,USD",
            "C1005,Alder Roofing,,invoice,R-1,2026-11-20,2026-12-20,Net 30,,80.00,80.00,USD",
        ],
    );
    let run = desk.on(day, &["import", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    let whose = |account: &str| desk.json(day, &["show", account])["account"]["collector"].clone();
    assert_eq!(whose("C1004"), "Ben", "it fits the rule");
    assert_eq!(whose("C1005"), serde_json::Value::Null, "it fits none");
    assert_eq!(
        whose("C1002"),
        serde_json::Value::Null,
        "it was there before"
    );
    assert_eq!(desk.on(day, &["check", "--strict"]).code, 0);
    // The import is taken back as a whole.
    assert_eq!(desk.on(day, &["undo"]).code, 0);
    assert_eq!(desk.on(day, &["check", "--strict"]).code, 0);
}

/// Promises that wait for a decision, by account.
fn waiting(desk: &Desk, day: &str) -> Vec<String> {
    let json = desk.json(day, &["review"]);
    let rows = json["rows"].as_array().expect("rows");
    let mut names: Vec<String> = rows
        .iter()
        .map(|r| r["account"].as_str().unwrap_or_default().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_debt_that_was_settled_otherwise_needs_no_decision_and_comes_back_when_that_is_undone() {
    let day = "2026-11-23";
    let both = ["C1001", "C1002"];
    let credit = "credit_no,account_no,credit_date,amount,invoice_no,reason\nCM-90,C1001,2026-11-20,3400.00,A-1,Price adjustment\n";
    let report = [
        "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,3400.00,USD",
        "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
        "C1001,Harbor Framing LLC,,credit,CM-77,2026-11-02,2026-11-02,,,-340.00,-340.00,USD",
        "C1003,Kestrel Kitchens,,invoice,K-1,2026-11-10,2026-12-10,Net 30,,900.00,900.00,USD",
    ];
    let file = |desk: &Desk, how: &str| match how {
        "credit" => desk.file("credits.csv", credit),
        _ => desk.book("next.csv", &report),
    };
    for (how, left) in [("paid", "C1001"), ("credit", "C1002"), ("gone", "C1001")] {
        let desk = with_failures();
        assert_eq!(waiting(&desk, day), both, "{how}");
        let run = match how {
            "paid" => desk.on(day, &["pay", "C1002", "4107.71", "--invoice", "B-1"]),
            // The books have settled it, by a write-off or in whatever way: the next report does not list it.
            how => {
                let file = file(&desk, how);
                desk.on(day, &["import", &file, "--close-missing"])
            }
        };
        assert_eq!(run.code, 0, "{how}: {run:?}");
        assert_eq!(waiting(&desk, day), [left], "{how}");
        // Of a past day the inbox is what it was.
        assert_eq!(waiting(&desk, "2026-11-19"), both, "{how}");
        assert_eq!(desk.on(day, &["undo"]).code, 0, "{how}");
        assert_eq!(waiting(&desk, day), both, "{how}: taken back");
        assert_eq!(desk.on(day, &["check", "--strict"]).code, 0, "{how}");
    }
}

#[test]
fn accounts_are_assigned_by_what_was_open_on_the_day_asked_about() {
    let desk = Desk::with_book();
    // The ledger's own day is three weeks on: B-1 is paid by then, and the facts say so.
    let run = desk.on(
        "2026-12-10",
        &["pay", "C1002", "4107.71", "--invoice", "B-1"],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let plan = |day: &str| {
        let plan = desk.json(
            day,
            &[
                "collectors",
                "assign",
                "Ben",
                "--min",
                "4000",
                "--max",
                "5000",
                "--dry-run",
            ],
        );
        let moves = plan["moves"].as_array().expect("moves").clone();
        let of = moves
            .iter()
            .map(|m| (m["account"].clone(), m["past_due"].clone()));
        of.collect::<Vec<_>>()
    };
    let cedar = [(serde_json::json!("C1002"), serde_json::json!(410_771))];
    assert_eq!(plan("2026-12-09"), cedar);
    assert_eq!(plan("2026-11-20"), cedar);
    assert_eq!(plan("2026-12-10"), []);
}

#[test]
fn an_absence_says_nothing_of_a_day_before_it_was_written_down() {
    let desk = Desk::with_book();
    let run = |day: &str, arguments: &[&str]| {
        let run = desk.on(day, &[&["collectors"], arguments].concat());
        assert_eq!(run.code, 0, "{run:?}");
    };
    run("2026-11-20", &["assign", "Ben", "C1001"]);
    // Written down on Wednesday, for the whole week; ended on Thursday.
    let away = [
        "away",
        "Ben",
        "--cover",
        "Ana",
        "--from",
        "2026-11-23",
        "--to",
        "2026-11-27",
    ];
    run("2026-11-25", &away);
    run("2026-11-26", &["back", "Ben"]);
    let covered = |day: &str| {
        let doc = desk.json(day, &["collectors"]);
        let rows = doc["collectors"].as_array().expect("rows").clone();
        let ben = rows.into_iter().find(|r| r["name"] == "Ben").expect("Ben");
        let theirs = desk.json(day, &["queue", "--collector", "Ana"])["rows"].to_string();
        (ben["covered_by"].clone(), theirs.contains("Harbor"))
    };
    assert_eq!(covered("2026-11-24"), (serde_json::Value::Null, false));
    assert_eq!(covered("2026-11-25"), ("Ana".into(), true));
    assert_eq!(covered("2026-11-26"), (serde_json::Value::Null, false));
}
