//! Credit from the command line: limits, the queue's alert on any day, holds, terms, groups, the list for the order desk, and what reports say.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A list of customers with limits, as the books have them.
fn customers(desk: &Desk, name: &str, limit: &str) -> String {
    desk.file(
        name,
        format!(
            "account_no,name,contact,email,phone,terms_days,credit_limit,currency\n\
             C1001,Harbor Framing LLC,Dana Ruiz,dana@harbor.example,(503) 555-0142,30,{limit},USD\n\
             C1002,Cedar & Stone Co.,,,,30,10000.00,USD\n"
        ),
    )
}

fn with_limits() -> Desk {
    let desk = Desk::with_book();
    let file = customers(&desk, "customers.csv", "8000.00");
    let run = desk.on("2026-11-20", &["import", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

/// The reasons of an account on a day, as the queue has them.
fn reasons(desk: &Desk, day: &str, account: &str) -> Vec<String> {
    let queue = desk.json(day, &["queue"]);
    let rows = queue["rows"].as_array().expect("rows").clone();
    let row = rows.iter().find(|r| r["account"] == account);
    let reasons = row.and_then(|r| r["reasons"].as_array().cloned());
    let name = |r: &Value| r["reason"].as_str().expect("a name").to_owned();
    reasons.unwrap_or_default().iter().map(name).collect()
}

/// The line of an account in the credit list.
fn listed(desk: &Desk, account: &str) -> Value {
    let list = desk.json(DAY, &["credit", "list"]);
    let rows = list["rows"].as_array().expect("rows").clone();
    rows.iter()
        .find(|r| r["number"] == account)
        .cloned()
        .unwrap_or(Value::Null)
}

#[test]
fn an_account_over_its_limit_is_in_the_queue_for_it_on_every_day_on_which_it_was() {
    let desk = with_limits();
    // 8,400.00 of invoices less a credit of 340.00: 8,060.00 on a limit of 8,000.00.
    assert!(reasons(&desk, DAY, "C1001").contains(&"over_limit".to_owned()));
    assert!(!reasons(&desk, DAY, "C1002").contains(&"over_limit".to_owned()));
    let show = desk.json(DAY, &["show", "C1001"]);
    let brief = show["brief"].to_string();
    assert!(brief.contains("over limit: 101 % of 8,000"), "{brief}");
    // A payment brings it under, from its own day on: the day before is as it was.
    let paid = desk.json("2026-11-24", &["pay", "C1001", "500", "--invoice", "A-2"]);
    let paid = paid["payment"]["id"].to_string();
    assert!(reasons(&desk, DAY, "C1001").contains(&"over_limit".to_owned()));
    assert!(!reasons(&desk, "2026-11-24", "C1001").contains(&"over_limit".to_owned()));
    let show = desk.json("2026-11-24", &["show", "C1001"]);
    let brief = show["brief"].to_string();
    assert!(
        brief.contains("credit limit nearly used: 94 % of 8,000"),
        "{brief}"
    );
    // So does a higher limit: the day before it still had the old one.
    desk.json("2026-11-25", &["reverse", &paid, "--reason", "nsf"]);
    assert!(reasons(&desk, "2026-11-25", "C1001").contains(&"over_limit".to_owned()));
    desk.json(
        "2026-11-26",
        &[
            "credit",
            "limit",
            "C1001",
            "9,000",
            "--reason",
            "new building season",
        ],
    );
    assert!(!reasons(&desk, "2026-11-26", "C1001").contains(&"over_limit".to_owned()));
    assert!(reasons(&desk, "2026-11-25", "C1001").contains(&"over_limit".to_owned()));
    assert_eq!(desk.json("2026-11-26", &["check", "--strict"])["ok"], true);
}

#[test]
fn a_limit_that_a_supervisor_set_is_not_overwritten_by_a_report_which_becomes_a_question() {
    let desk = with_limits();
    desk.settings("collector = \"Pat\"\nsupervisors = [\"Pat\"]\n");
    let done = desk.json(
        DAY,
        &[
            "credit",
            "limit",
            "C1001",
            "12000",
            "--reason",
            "owner gave a guarantee",
        ],
    );
    assert_eq!(
        done["what"],
        "credit limit of Harbor Framing LLC from 8,000.00 to 12,000.00: owner gave a guarantee"
    );
    let file = customers(&desk, "again.csv", "8500.00");
    desk.json(DAY, &["import", &file]);
    let limit = |desk: &Desk| desk.json(DAY, &["show", "C1001"])["account"]["credit_limit"].clone();
    assert_eq!(limit(&desk), 1_200_000);
    let questions = desk.json(DAY, &["questions"]);
    let first = &questions["questions"][0];
    assert_eq!(first["field"], "credit limit", "{questions}");
    assert_eq!(first["mine"], "12,000.00");
    assert_eq!(first["theirs"], "8,500.00");
    let shown = desk.json(DAY, &["credit", "show", "C1001"]);
    assert_eq!(shown["limits"][0]["reason"], "owner gave a guarantee");
    assert_eq!(shown["limits"][0]["by"], "Pat");
    // Somebody who is no supervisor changes nothing, and neither does the same limit again.
    desk.on(DAY, &["credit", "limit", "C1001", "12000", "--reason", "x"])
        .fails(1, &["is that already"]);
    desk.settings("collector = \"Ana\"\nsupervisors = [\"Pat\"]\n");
    desk.on(DAY, &["credit", "limit", "C1001", "1", "--reason", "x"])
        .fails(1, &["'Ana' is no supervisor", "nothing was saved"]);
    desk.on(DAY, &["credit", "limit", "C1001", "1"])
        .fails(2, &["--reason"]);
    assert_eq!(limit(&desk), 1_200_000);
}

#[test]
fn undo_gives_a_limit_back_with_its_reason() {
    let desk = with_limits();
    desk.json(
        DAY,
        &[
            "credit",
            "limit",
            "C1001",
            "none",
            "--reason",
            "pays by card now",
        ],
    );
    assert_eq!(
        desk.json(DAY, &["show", "C1001"])["account"]["credit_limit"],
        Value::Null
    );
    desk.json(DAY, &["undo"]);
    let shown = desk.json(DAY, &["credit", "show", "C1001"]);
    assert_eq!(shown["limit"], 800_000);
    assert_eq!(shown["limits"], Value::Array(vec![]));
    let trail = desk.json(DAY, &["audit", "C1001"]);
    assert_eq!(trail["audit"][0]["deed"], "credit_limit");
    assert_eq!(trail["audit"][0]["undone"], true);
    assert_eq!(desk.json(DAY, &["check", "--strict"])["ok"], true);
}

#[test]
fn the_list_for_the_order_desk_says_who_may_be_shipped_to_and_why_not() {
    let desk = with_limits();
    desk.json(
        DAY,
        &[
            "credit",
            "hold",
            "C1002",
            "--reason",
            "=cmd|' /C calc'!A0",
            "--anyway",
            "x",
        ],
    );
    desk.json(
        DAY,
        &[
            "credit",
            "terms",
            "C1003",
            "cod",
            "--reason",
            "two light promises",
        ],
    );
    let held = listed(&desk, "C1002");
    assert_eq!(held["hold_since"], DAY);
    assert_eq!(held["standing"], "hold");
    assert_eq!(held["exposure"], 410_771);
    assert_eq!(held["limit"], 1_000_000);
    let over = listed(&desk, "C1001");
    assert_eq!(over["standing"], "over");
    assert_eq!(over["terms"], "net 30");
    let cod = listed(&desk, "C1003");
    assert_eq!(cod["terms"], "COD");
    assert_eq!(cod["reason"], "two light promises");
    // The hold is first, and nothing in the file is taken for a formula.
    let file = desk.path("credit.csv");
    let name = file.to_string_lossy().into_owned();
    let run = desk.on(DAY, &["credit", "list", "--format", "csv", "-o", &name]);
    assert_eq!(run.code, 0, "{run:?}");
    let text = std::fs::read_to_string(&file).expect("a file");
    let lines: Vec<&str> = text.lines().collect();
    // A title, the heads, then the rows.
    assert!(lines[1].starts_with("account,number,limit"), "{text}");
    assert!(lines[2].contains("Cedar & Stone Co."), "{text}");
    assert!(
        !text.contains(",=cmd") && !text.contains(",\"=cmd"),
        "{text}"
    );
    assert!(text.contains("'=cmd"), "{text}");
    for format in ["xlsx", "json", "table"] {
        let file = desk.path(&format!("credit.{format}"));
        let name = file.to_string_lossy().into_owned();
        let run = desk.on(DAY, &["credit", "list", "--format", format, "-o", &name]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(file.metadata().expect("a file").len() > 100);
    }
    desk.json(DAY, &["credit", "release", "C1002", "--reason", "paid up"]);
    assert_eq!(listed(&desk, "C1002")["hold_since"], Value::Null);
    desk.on(DAY, &["credit", "release", "C1002"])
        .fails(1, &["no credit hold"]);
}

#[test]
fn terms_hold_from_their_day_on_and_their_history_stays() {
    let desk = with_limits();
    desk.json(
        DAY,
        &[
            "credit",
            "terms",
            "C1001",
            "prepay",
            "--from",
            "2026-12-01",
            "--reason",
            "three light ones",
        ],
    );
    let now = desk.json(DAY, &["credit", "show", "C1001"]);
    assert_eq!(now["terms"], Value::Null);
    assert_eq!(now["terms_ahead"]["terms"]["kind"], "prepay");
    let then = desk.json("2026-12-01", &["credit", "show", "C1001"]);
    assert_eq!(then["terms"]["terms"]["kind"], "prepay");
    assert_eq!(then["terms"]["reason"], "three light ones");
    desk.json(
        "2026-12-05",
        &[
            "credit",
            "terms",
            "C1001",
            "net 15",
            "--reason",
            "paid all of it",
        ],
    );
    let after = desk.json("2026-12-05", &["credit", "show", "C1001"]);
    assert_eq!(after["terms"]["terms"]["days"], 15);
    assert_eq!(after["history"].as_array().map(Vec::len), Some(2));
    desk.on(DAY, &["credit", "terms", "C1001", "soon", "--reason", "x"])
        .fails(2, &["write net 30, COD, prepay or card on file"]);
    desk.on(
        "2026-12-06",
        &[
            "credit",
            "terms",
            "C1001",
            "cod",
            "--from",
            "2026-12-01",
            "--reason",
            "x",
        ],
    )
    .fails(1, &["has passed"]);
}

#[test]
fn a_group_is_measured_together_against_the_limit_of_its_account() {
    let desk = with_limits();
    desk.json(DAY, &["credit", "group", "C1001", "C1002"]);
    let shown = desk.json(DAY, &["credit", "show", "C1001"]);
    let group = &shown["group"];
    assert_eq!(group["parent"], "Cedar & Stone Co.");
    assert_eq!(group["accounts"], 2);
    // 8,060.00 and 4,107.71.
    assert_eq!(group["exposure"], 1_216_771);
    let brief = desk.json(DAY, &["show", "C1002"])["brief"].to_string();
    assert!(
        brief.contains("group of Cedar & Stone Co. over limit: 121 % of 10,000"),
        "{brief}"
    );
    let list = desk.json(DAY, &["credit", "list"]);
    let names: Vec<&str> = list["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|r| r["account"].as_str())
        .collect();
    assert!(
        names.contains(&"Cedar & Stone Co. (group of 2 accounts)"),
        "{names:?}"
    );
    for (of, parent, why) in [
        ("C1002", "C1002", "not its own group"),
        ("C1003", "C1001", "belongs to a group itself"),
        ("C1002", "C1003", "is a group itself"),
        ("C1001", "C1002", "already"),
    ] {
        desk.on(DAY, &["credit", "group", of, parent])
            .fails(1, &[why]);
    }
    desk.json(DAY, &["credit", "group", "C1001", "none"]);
    assert_eq!(
        desk.json(DAY, &["credit", "show", "C1001"])["group"],
        Value::Null
    );
    assert_eq!(desk.json(DAY, &["check", "--strict"])["ok"], true);
}

#[test]
fn a_suggested_limit_says_its_reasons_and_is_never_applied_by_itself() {
    let desk = with_limits();
    let run = desk.on(DAY, &["credit", "show", "C1001"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("A limit of"), "{}", run.out);
    assert!(
        run.out.contains("They bought for 8,400.00 in 3 months"),
        "{}",
        run.out
    );
    assert!(run.out.contains("Rounded down"), "{}", run.out);
    let shown = desk.json(DAY, &["credit", "show", "C1001"]);
    let suggested = shown["suggested"]["limit"].as_i64().expect("a limit");
    assert_ne!(shown["limit"], suggested);
    // The list says the same figure as the account.
    assert_eq!(listed(&desk, "C1001")["suggested_limit"], suggested);
    desk.json(
        DAY,
        &[
            "credit", "hold", "C1001", "--reason", "bounced", "--anyway", "x",
        ],
    );
    let held = desk.json(DAY, &["credit", "show", "C1001"]);
    assert_eq!(held["suggested"]["limit"], Value::Null);
}
