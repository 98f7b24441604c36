//! A promise's life through the command line: imported, promised, waited for, kept, bounced, broken. Each step on its own day.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

fn verdict(desk: &Desk, day: &str) -> Value {
    let document = desk.json(day, &["promises"]);
    let promises = document["promises"].as_array().expect("an array");
    assert_eq!(promises.len(), 1, "{document}");
    promises[0].clone()
}

fn accounts_in_queue(desk: &Desk, day: &str) -> Vec<String> {
    let document = desk.json(day, &["queue"]);
    let rows = document["rows"].as_array().expect("an array");
    rows.iter()
        .map(|row| row["account"].as_str().expect("text").to_owned())
        .collect()
}

#[test]
fn a_promise_is_waited_for_kept_and_reopened_when_the_check_bounces() {
    let desk = Desk::with_book();
    assert_eq!(accounts_in_queue(&desk, "2026-11-20"), ["C1001", "C1002"]);

    let taken = desk.json(
        "2026-11-23",
        &[
            "promise",
            "C1001",
            "5000",
            "fri",
            "--invoice",
            "A-1",
            "--method",
            "check",
        ],
    );
    assert_eq!(taken["promise"]["by_when"], "2026-11-27");
    assert_eq!(taken["promise"]["amount"], 500_000);
    assert_eq!(taken["promise"]["invoices"], serde_json::json!(["A-1"]));

    for (day, verdict_then) in [
        ("2026-11-24", "open"),
        ("2026-11-27", "due_today"),
        ("2026-11-30", "in_grace"),
        ("2026-12-01", "broken"),
    ] {
        let promise = verdict(&desk, day);
        assert_eq!(promise["verdict"], verdict_then, "{day}: {promise}");
        assert_eq!(promise["required"], 500_000, "{day}");
    }

    let paid = desk.json(
        "2026-11-27",
        &[
            "pay",
            "C1001",
            "5000",
            "--invoice",
            "A-1",
            "--method",
            "check",
            "--reference",
            "1182",
        ],
    );
    assert_eq!(paid["payment"]["amount"], 500_000);
    assert_eq!(paid["payment"]["unapplied"], 0);
    let kept = verdict(&desk, "2026-12-01");
    assert_eq!(kept["verdict"], "kept", "{kept}");
    assert_eq!(kept["state"], "kept");
    assert_eq!(kept["received"], 500_000);
    assert_eq!(kept["short"], 0);
    assert_eq!(kept["slip_business_days"], 0);

    let payment = paid["payment"]["id"].to_string();
    desk.json("2026-12-02", &["reverse", &payment]);
    assert_eq!(verdict(&desk, "2026-12-02")["verdict"], "broken");
    // A past day still gives what that day would have said.
    assert_eq!(verdict(&desk, "2026-11-30")["verdict"], "kept");
    assert_eq!(
        accounts_in_queue(&desk, "2026-12-02")
            .first()
            .map(String::as_str),
        Some("C1001")
    );
}

#[test]
fn money_that_comes_late_and_light_is_both() {
    let desk = Desk::with_book();
    desk.json(
        "2026-11-23",
        &[
            "promise",
            "Harbor",
            "5000",
            "2026-11-27",
            "--invoice",
            "A-1",
        ],
    );
    desk.json(
        "2026-11-30",
        &["pay", "C1001", "1600", "--invoice", "A-1=1600"],
    );
    let promise = verdict(&desk, "2026-12-01");
    assert_eq!(promise["verdict"], "light", "{promise}");
    assert_eq!(promise["state"], "broken");
    assert_eq!(promise["received"], 160_000);
    assert_eq!(promise["short"], 340_000);
    let light = desk.json("2026-12-01", &["promises", "--state", "light"]);
    assert_eq!(light["promises"].as_array().map(Vec::len), Some(1));
    let open = desk.json("2026-12-01", &["promises", "--state", "open"]);
    assert_eq!(open["promises"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_promise_keeps_its_account_out_of_the_queue_and_why_says_so() {
    let desk = Desk::with_book();
    desk.json("2026-11-23", &["promise", "C1001", "8400", "fri"]);
    assert_eq!(accounts_in_queue(&desk, "2026-11-24"), ["C1002"]);
    let why = desk.json("2026-11-24", &["queue", "--why", "C1001"]);
    assert_eq!(why["in_queue"], false);
    assert_eq!(why["gate"]["gate"], "promised", "{why}");
    let text = desk.on("2026-11-24", &["queue", "--why", "C1001"]);
    assert!(text.out.contains("Fri 27 Nov"), "{text:?}");
    // On its day it is back.
    assert_eq!(
        accounts_in_queue(&desk, "2026-11-27")
            .first()
            .map(String::as_str),
        Some("C1001")
    );
}

#[test]
fn an_undone_promise_is_gone_and_the_log_tells_of_both() {
    let desk = Desk::with_book();
    desk.json("2026-11-23", &["promise", "C1001", "5000", "fri"]);
    desk.json("2026-11-23", &["undo"]);
    let after = desk.json("2026-11-24", &["promises"]);
    let live: Vec<&Value> = after["promises"]
        .as_array()
        .expect("an array")
        .iter()
        .filter(|promise| promise["state"] != "ended")
        .collect();
    assert!(live.is_empty(), "{after}");
    let log = desk.json("2026-11-24", &["undo", "--list"]);
    let events = log["events"].as_array().expect("an array");
    assert!(events.iter().any(|event| event["is_undo"] == true), "{log}");
    assert!(
        events.iter().any(|event| !event["undone_by"].is_null()),
        "{log}"
    );
    assert!(accounts_in_queue(&desk, "2026-11-24").contains(&"C1001".to_owned()));
}

#[test]
fn notes_and_follow_ups_are_found_again_in_show() {
    let desk = Desk::with_book();
    desk.json(
        "2026-11-23",
        &["note", "C1002", "Spoke to Lee, invoice is with the owner"],
    );
    desk.json(
        "2026-11-23",
        &[
            "follow-up",
            "C1002",
            "+3bd",
            "ask again after the owner is back",
        ],
    );
    let show = desk.json("2026-11-23", &["show", "C1002"]);
    assert!(show["notes"].to_string().contains("Spoke to Lee"), "{show}");
    assert_eq!(show["follow_up"]["due_on"], "2026-11-26", "{show}");
    assert!(!accounts_in_queue(&desk, "2026-11-24").contains(&"C1002".to_owned()));
    assert!(accounts_in_queue(&desk, "2026-11-26").contains(&"C1002".to_owned()));
}

#[test]
fn the_ledger_proves_itself_after_all_of_it() {
    let desk = Desk::with_book();
    desk.json(
        "2026-11-23",
        &["promise", "C1001", "5000", "fri", "--invoice", "A-1"],
    );
    let paid = desk.json("2026-11-27", &["pay", "C1001", "6000", "--invoice", "A-1"]);
    assert_eq!(paid["payment"]["unapplied"], 100_000, "{paid}");
    let payment = paid["payment"]["id"].to_string();
    desk.json("2026-12-01", &["reverse", &payment, "--reason", "nsf"]);
    desk.json("2026-12-01", &["undo"]);
    let check = desk.json("2026-12-01", &["check"]);
    assert_eq!(check["ok"], true, "{check}");
    let aging = desk.json("2026-12-01", &["aging"]);
    let line = &aging["currencies"][0];
    let buckets: i64 = line["buckets"]
        .as_object()
        .expect("buckets")
        .values()
        .filter_map(Value::as_i64)
        .sum();
    assert_eq!(Some(buckets), line["total_open"].as_i64(), "{aging}");
    assert_eq!(
        line["total_open"]
            .as_i64()
            .zip(line["unapplied"].as_i64())
            .map(|(a, b)| a + b),
        line["balance"].as_i64()
    );
}
