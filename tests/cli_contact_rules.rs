//! Contact rules and stops from the command line: the rules as a file, who is protected how, what a stop knows, and the audit trail.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

const DAY: &str = "2026-11-23";
const RULES: &str = "home/config/bywhen/contact_rules.toml";

/// What the rules say of an account at an instant.
fn at(desk: &Desk, account: &str, instant: &str) -> Value {
    desk.json(DAY, &["contact-rules", "show", account, "--at", instant])
}

fn trail(desk: &Desk, account: &str) -> Vec<Value> {
    let found = desk.json(DAY, &["audit", account]);
    found["audit"].as_array().expect("lines").clone()
}

#[test]
fn the_shipped_rules_can_be_printed_changed_and_are_checked_with_their_lines() {
    let desk = Desk::with_book();
    let path = desk.on(DAY, &["contact-rules", "path"]);
    assert!(
        path.out.trim_end().ends_with("contact_rules.toml"),
        "{path:?}"
    );
    let none = desk.on(DAY, &["contact-rules", "check"]);
    assert!(none.out.contains("not there"), "{none:?}");
    let shipped = desk.on(DAY, &["contact-rules", "default"]).out;
    assert!(shipped.contains("940 CMR 7.04(1)(f)"), "{shipped}");
    // A copy of it is the same rules; a narrower one is in force at once.
    desk.file(RULES, &shipped);
    let ok = desk.on(DAY, &["contact-rules", "check"]);
    assert!(ok.out.contains("ok, 1 rule of a state"), "{ok:?}");
    let noon = "2026-11-23T20:00:00Z";
    assert_eq!(at(&desk, "C1001", noon)["profile"]["calls"], 5);
    desk.file(RULES, shipped.replace("calls = 5", "calls = 1"));
    assert_eq!(at(&desk, "C1001", noon)["profile"]["calls"], 1);
    // Whatever is wrong stops every command, with the file's line.
    desk.file(RULES, "[commercial]\ncals = 5\n");
    desk.on(DAY, &["queue"])
        .fails(1, &["contact_rules.toml:2:1", "did you mean 'calls'?"]);
}

#[test]
fn an_account_is_judged_by_what_it_is_and_by_who_stands_behind_it() {
    let desk = Desk::with_book();
    // Nobody knows where they are: a business is not asked about, a consumer is called only when it is an hour to call everywhere.
    let early = "2026-11-23T14:00:00Z";
    assert_eq!(at(&desk, "C1001", early)["free"], true);
    desk.json(
        DAY,
        &["contact-rules", "set", "C1001", "--natural-person", "yes"],
    );
    let judged = at(&desk, "C1001", early);
    assert_eq!(judged["free"], false);
    assert_eq!(judged["kind"], "mixed");
    assert_eq!(judged["words"], "mixed rules (12 CFR 1006)");
    assert_eq!(judged["limits"][0]["supervisor"], true);
    assert_eq!(at(&desk, "C1001", "2026-11-23T20:00:00Z")["free"], true);
    desk.json(
        DAY,
        &[
            "contact-rules",
            "set",
            "C1002",
            "--kind",
            "consumer",
            "--guarantor",
            "Walt Brandt",
        ],
    );
    assert_eq!(at(&desk, "C1002", early)["kind"], "consumer");
    desk.json(
        DAY,
        &["contact-rules", "set", "C1003", "--guarantor", "Amy Lund"],
    );
    let show = desk.json(DAY, &["show", "C1003"]);
    assert!(
        show["safety"]["warnings"]
            .to_string()
            .contains("Amy Lund guarantees it"),
        "{show}"
    );
    assert_eq!(at(&desk, "C1003", early)["kind"], "commercial");
    desk.on(DAY, &["contact-rules", "set", "C1003"])
        .fails(2, &["--kind"]);
    for _ in 0..3 {
        desk.json(DAY, &["undo"]);
    }
    assert_eq!(at(&desk, "C1001", early)["free"], true);
    assert_eq!(desk.json(DAY, &["check", "--strict"])["ok"], true);
}

#[test]
fn a_stop_keeps_what_is_known_of_it_and_only_a_supervisor_lifts_a_bankruptcy() {
    let desk = Desk::with_book();
    desk.settings("supervisors = [\"Pat\"]\n");
    desk.json(
        DAY,
        &[
            "hold",
            "C1001",
            "bankruptcy",
            "--case",
            "26-31187",
            "--court",
            "Bankr. D. Or.",
            "--filed-on",
            "2026-11-18",
        ],
    );
    let blocked = desk.json(DAY, &["show", "C1001"])["safety"]["blocked"].to_string();
    for fact in [
        "case 26-31187",
        "Bankr. D. Or.",
        "filed 2026-11-18",
        "liens or fees",
    ] {
        assert!(blocked.contains(fact), "{blocked}");
    }
    desk.on(DAY, &["hold", "C1001", "bankruptcy", "--lift"])
        .fails(1, &["supervisor only"]);
    desk.lift_bankruptcy(DAY, "Ana")
        .fails(1, &["'Ana' is no supervisor"]);
    desk.json(
        DAY,
        &[
            "hold",
            "C1001",
            "bankruptcy",
            "--lift",
            "--allowed-by",
            "pat",
        ],
    );
    let lines = trail(&desk, "C1001");
    assert_eq!(lines[0]["deed"], "hold_lifted");
    assert_eq!(lines[0]["allowed_by"], "pat");
    // Who tried without a supervisor stands between.
    assert_eq!(lines[1]["deed"], "hold_lifted");
    assert_eq!(lines[1]["what"], "blocked");
    assert_eq!(lines[2]["deed"], "hold");
    assert_eq!(
        lines[2]["detail"],
        "bankruptcy: case 26-31187, Bankr. D. Or., filed 2026-11-18"
    );
}

#[test]
fn a_stop_stops_letters_and_the_trail_says_that_somebody_tried() {
    let desk = Desk::with_book();
    let ask = |to: &str| {
        let asked = desk.json(DAY, &["outbox", "ask", "C1001", "statement", "--to", to]);
        asked["made"]["requests"][0].to_string()
    };
    let before = ask("ap@harbor.example");
    desk.json(
        DAY,
        &[
            "hold",
            "C1001",
            "attorney",
            "--attorney",
            "Jane Doe",
            "--attorney-phone",
            "(503) 555-0100",
            "--attorney-mail",
            "jane@law.example",
        ],
    );
    desk.on(DAY, &["outbox", "write", &before])
        .fails(1, &["it goes to Jane Doe at jane@law.example only"]);
    let lines = trail(&desk, "C1001");
    assert_eq!(lines[0]["what"], "blocked", "{lines:?}");
    assert_eq!(lines[0]["deed"], "letter");
    // To the lawyer it goes.
    desk.json(
        DAY,
        &["outbox", "write", &before, "--to", "Jane@law.example"],
    );
    desk.json(
        DAY,
        &[
            "hold",
            "C1002",
            "cease_contact",
            "--asked-by",
            "Walt",
            "--how",
            "on the phone",
        ],
    );
    let asked = desk.json(
        DAY,
        &["outbox", "ask", "C1002", "statement", "--to", "w@c.example"],
    );
    let request = asked["made"]["requests"][0].to_string();
    desk.on(DAY, &["outbox", "write", &request])
        .fails(1, &["cease contact stops all contact"]);
    // What the trail keeps of a try is not taken back.
    let event = trail(&desk, "C1002")[0]["event"].to_string();
    desk.on(DAY, &["undo", &event])
        .fails(1, &["stays in the trail"]);
}

#[test]
fn letters_are_counted_where_a_rule_says_so() {
    let desk = Desk::with_book();
    desk.file(RULES, "[commercial]\nletters = 1\n");
    let ask = |account: &str| {
        let to = "ap@x.example";
        let asked = desk.json(DAY, &["outbox", "ask", account, "statement", "--to", to]);
        asked["made"]["requests"][0].to_string()
    };
    let (first, second) = (ask("C1001"), ask("C1001"));
    desk.json(DAY, &["outbox", "write", &first]);
    desk.on(DAY, &["outbox", "write", &second])
        .fails(1, &["1 letter in the last 7 days", "no more letters"]);
    let later = desk.on("2026-11-30", &["outbox", "write", &second]);
    assert_eq!(later.code, 0, "{later:?}");
}

#[test]
fn the_trail_can_be_narrowed_by_account_and_by_day() {
    let desk = Desk::with_book();
    desk.json(
        "2026-11-23",
        &[
            "credit",
            "hold",
            "C1001",
            "--reason",
            "bounced check",
            "--anyway",
            "they know",
        ],
    );
    desk.json(
        "2026-11-24",
        &["credit", "release", "C1001", "--reason", "made good"],
    );
    desk.json(
        "2026-11-24",
        &["hold", "C1002", "cease_contact", "--asked-by", "Walt"],
    );
    let count = |arguments: &[&str]| {
        let all = desk.json("2026-11-25", &[&["audit"], arguments].concat());
        all["audit"].as_array().map(Vec::len)
    };
    // The hold, what it was warned of, its end; and the stop at the other account.
    assert_eq!(count(&[]), Some(4));
    assert_eq!(count(&["C1001"]), Some(3));
    assert_eq!(count(&["--from", "2026-11-24"]), Some(2));
    assert_eq!(count(&["C1001", "--to", "2026-11-23"]), Some(2));
    assert_eq!(count(&["--limit", "1"]), Some(1));
    let text = desk.on("2026-11-25", &["audit"]).out;
    assert!(
        text.contains("bounced check") && text.contains("credit hold"),
        "{text}"
    );
}
