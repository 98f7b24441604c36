//! Promises from the command line: filters, both sides, histories, rulings beside verdicts, whose word it is.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

/// A book with a light promise of Dana at C1001 and an open one at C1002; by Mon 23 Nov 2026.
fn desk() -> Desk {
    let desk = Desk::with_book();
    desk.json("2026-11-12", &["contact", "add", "C1001", "Dana Ruiz"]);
    desk.json(
        "2026-11-12",
        &[
            "promise",
            "C1001",
            "5000",
            "2026-11-17",
            "--invoice",
            "A-1",
            "--contact",
            "Dana Ruiz",
            "--method",
            "check",
        ],
    );
    desk.json("2026-11-16", &["pay", "C1001", "1600", "--invoice", "A-1"]);
    desk.json(
        "2026-11-16",
        &["promise", "C1002", "4000", "2026-11-27", "--method", "ach"],
    );
    desk
}

fn promises(desk: &Desk, day: &str, args: &[&str]) -> Vec<Value> {
    let all: Vec<&str> = ["promises"].iter().chain(args).copied().collect();
    let shown = desk.json(day, &all);
    shown["promises"].as_array().expect("a list").clone()
}

fn days(history: &Value) -> Vec<(String, String)> {
    let turns = history.as_array().expect("turns");
    let text = |v: &Value| v.as_str().expect("text").to_owned();
    turns
        .iter()
        .map(|t| (text(&t["on"]), text(&t["verdict"])))
        .collect()
}

#[test]
fn a_ruling_stands_beside_the_verdict_counts_in_the_rates_and_is_undone() {
    let desk = desk();
    let day = "2026-11-23";
    let light = &promises(&desk, day, &["--account", "C1001"])[0];
    assert_eq!(
        (light["verdict"].as_str(), light["override"].is_null()),
        (Some("light"), true)
    );
    let id = light["id"].to_string();
    let kept =
        |desk: &Desk| desk.json(day, &["show", "C1001"])["credibility"]["kept_percent"].clone();
    assert_eq!(kept(&desk), 0);

    let done = desk.json(
        day,
        &[
            "override",
            &id,
            "kept",
            "--reason",
            "their bank failed",
            "--ruled-by",
            "Maria",
        ],
    );
    let what = done["what"].as_str().expect("words");
    assert!(what.contains("counts as kept, ruled by Maria"), "{what}");
    let ruled = &promises(&desk, day, &["--account", "C1001"])[0];
    assert_eq!(ruled["verdict"], "kept");
    assert_eq!(ruled["derived_verdict"], "light");
    assert_eq!(ruled["override"]["by"], "Maria");
    assert_eq!(ruled["override"]["on"], day);
    let said = ruled["explained"].as_str().expect("a sentence");
    assert!(
        said.contains("3,400.00 light"),
        "the ledger's word stays: {said}"
    );
    assert!(
        said.contains("counts as kept since Mon 23 Nov, ruled by Maria: their bank failed"),
        "{said}"
    );
    assert_eq!(kept(&desk), 100);
    // The day before knows nothing of it.
    assert_eq!(
        promises(&desk, "2026-11-20", &["--account", "C1001"])[0]["verdict"],
        "light"
    );

    desk.json(
        day,
        &[
            "override",
            &format!("#{id}"),
            "excused",
            "--reason",
            "our fault",
            "--ruled-by",
            "Maria",
        ],
    );
    let excused = &promises(&desk, day, &["--state", "ended"])[0];
    assert_eq!(excused["verdict"], "voided");
    assert_eq!(kept(&desk), Value::Null, "in no rate");
    let checked = desk.json(day, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
    desk.json(day, &["undo"]);
    assert_eq!(
        promises(&desk, day, &["--account", "C1001"])[0]["verdict"],
        "kept"
    );
    desk.json(day, &["undo"]);
    assert_eq!(
        promises(&desk, day, &["--account", "C1001"])[0]["verdict"],
        "light"
    );
    let checked = desk.json(day, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_ruling_takes_the_account_out_of_the_queues_broken_promises() {
    let desk = desk();
    let day = "2026-11-23";
    let reasons = |desk: &Desk| {
        let queue = desk.json(day, &["queue"]);
        let rows = queue["rows"].as_array().expect("rows").clone();
        let harbor = rows
            .into_iter()
            .find(|r| r["account"] == "C1001")
            .expect("in the queue");
        harbor["reason"].as_str().expect("a reason").to_owned()
    };
    assert_eq!(reasons(&desk), "promise_light");
    desk.json(
        day,
        &["override", "1", "kept", "--reason", "agreed on the phone"],
    );
    assert_eq!(reasons(&desk), "past_due");
}

#[test]
fn what_cannot_be_ruled_is_refused_with_what_to_do() {
    let desk = desk();
    let day = "2026-11-23";
    desk.on(day, &["override", "2", "kept", "--reason", "x"])
        .fails(1, &["the promise is open", "nothing was saved"]);
    desk.on(day, &["override", "1", "none", "--reason", "x"])
        .fails(1, &["nobody has ruled on this promise"]);
    desk.on(day, &["override", "99", "kept", "--reason", "x"])
        .fails(1, &["there is no promise #99"]);
    desk.on(day, &["override", "seven", "kept", "--reason", "x"])
        .fails(2, &["write its number"]);
    desk.on(day, &["override", "1", "kept", "--reason", " "])
        .fails(1, &["reason"]);
    desk.json(day, &["override", "1", "broken", "--reason", "too little"]);
    desk.on(day, &["override", "1", "broken", "--reason", "again"])
        .fails(1, &["has ruled so already"]);
    desk.json(
        day,
        &[
            "override",
            "1",
            "none",
            "--reason",
            "what the ledger says is right",
        ],
    );
    assert_eq!(
        promises(&desk, day, &["--account", "C1001"])[0]["verdict"],
        "light"
    );
}

#[test]
fn a_history_says_each_turn_and_a_past_day_only_what_it_knew() {
    let desk = desk();
    let told =
        |day: &str| days(&promises(&desk, day, &["--account", "C1001", "--history"])[0]["history"]);
    let row = |on: &str, verdict: &str| (on.to_owned(), verdict.to_owned());
    assert_eq!(
        told("2026-11-23"),
        [
            row("2026-11-12", "open"),
            row("2026-11-16", "open"),
            row("2026-11-17", "due_today"),
            row("2026-11-18", "in_grace"),
            row("2026-11-19", "light"),
        ]
    );
    assert_eq!(told("2026-11-17").len(), 3);
    let shown = desk.json("2026-11-18", &["show", "C1001"]);
    assert_eq!(days(&shown["promises"][0]["history"]).len(), 4);
    let words = desk.on(
        "2026-11-23",
        &["promises", "--account", "C1001", "--history"],
    );
    assert!(
        words
            .out
            .contains("open → due today Tue 17 Nov → in grace Wed 18 Nov → light Thu 19 Nov"),
        "{}",
        words.out
    );
}

#[test]
fn promises_are_found_by_account_method_collector_and_day() {
    let desk = desk();
    let day = "2026-11-23";
    let of = |args: &[&str]| promises(&desk, day, args).len();
    assert_eq!(of(&[]), 2);
    assert_eq!(of(&["--account", "C1002"]), 1);
    assert_eq!(of(&["--method", "check"]), 1);
    assert_eq!(of(&["--method", "wire"]), 0);
    assert_eq!(of(&["--collector", "Nobody"]), 0);
    assert_eq!(of(&["--from", "2026-11-20"]), 1);
    assert_eq!(of(&["--state", "broken"]), 1);
    desk.on(day, &["promises", "--method", "barter"])
        .fails(2, &["barter"]);
}

#[test]
fn what_we_promised_is_judged_by_the_same_days_and_stands_on_its_own_side() {
    let desk = desk();
    desk.json(
        "2026-11-12",
        &[
            "task",
            "add",
            "C1001",
            "send the W-9",
            "2026-11-17",
            "--kind",
            "w9",
        ],
    );
    desk.json(
        "2026-11-12",
        &[
            "task",
            "add",
            "C1002",
            "call back",
            "2026-11-18",
            "--kind",
            "call_back",
        ],
    );
    desk.json("2026-11-19", &["task", "done", "2"]);
    let ours = desk.json("2026-11-23", &["promises", "--side", "ours"]);
    assert_eq!(ours["promises"], Value::Array(vec![]));
    let rows = ours["ours"].as_array().expect("our side");
    let of = |name: &str| {
        let row = rows.iter().find(|r| r["line"]["what"] == name).expect(name);
        (row["line"]["verdict"].clone(), row["line"]["late"].clone())
    };
    assert_eq!(of("send the W-9"), ("broken".into(), 4.into()));
    assert_eq!(of("call back"), ("kept_late".into(), 1.into()));
    let both = desk.json(
        "2026-11-23",
        &["promises", "--side", "both", "--state", "broken"],
    );
    assert_eq!(both["promises"].as_array().map(Vec::len), Some(1));
    assert_eq!(both["ours"].as_array().map(Vec::len), Some(1));
    let theirs = desk.json("2026-11-23", &["promises"]);
    assert!(theirs.get("ours").is_none(), "only where it was asked for");
    let shown = desk.json("2026-11-23", &["show", "C1001"]);
    assert_eq!(shown["owed_by_us"][0]["verdict"], "broken");
}

#[test]
fn whose_word_it_is_stands_with_the_account_and_with_the_person() {
    let desk = desk();
    let shown = desk.json("2026-11-23", &["show", "C1001"]);
    let account = &shown["credibility"];
    assert_eq!(
        (account["promised"].as_i64(), account["kept"].as_i64()),
        (Some(1), Some(0))
    );
    assert_eq!(
        account["kept_percent_by_amount"], 32,
        "1,600.00 of 5,000.00"
    );
    let dana = &shown["contacts"][0];
    assert_eq!(dana["name"], "Dana Ruiz");
    assert_eq!(dana["credibility"]["promised"], 1);
}
