//! Each warning, block and override of the rules about customers stands in the audit trail, whichever rule it was: from the command line.
//! What the desk leaves is in `flow_clocks` and `flow_contact`.

mod cli_support;

use cli_support::{ANYWAY, Desk, HAND_OVER};
use serde_json::Value;

const DAY: &str = "2026-11-23";

/// A book with everything that a rule can stand against: fees without and with an agreement, a job, a mailbox, one letter a week.
fn desk() -> Desk {
    let desk = Desk::with_book();
    desk.json(
        "2026-01-05",
        &["fee", "agree", "C1001", "credit application"],
    );
    desk.json("2026-11-22", &["fee", "post", "C1001"]);
    let job = [
        "job", "add", "C1001", "Pier 9", "--state", "CA", "--role", "supplier",
    ];
    desk.json(DAY, &[&job[..], &["--first", "2026-11-01"]].concat());
    desk
}

/// The newest line of the trail of an account, as `area what deed`, and what is asked of it in words.
fn newest(desk: &Desk, account: &str) -> (String, String) {
    let found = desk.json(DAY, &["audit", account]);
    let line: &Value = &found["audit"][0];
    let word = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let head = format!("{} {} {}", word("area"), word("what"), word("deed"));
    (head, line.to_string())
}

fn lines(desk: &Desk) -> usize {
    let found = desk.json(DAY, &["audit"]);
    found["audit"].as_array().map_or(0, Vec::len)
}

#[test]
fn every_warning_block_and_override_is_in_the_trail() {
    // Command, exit code, area, what, deed, words of the line. What is overridden goes on with a reason.
    let cases: &[(&[&str], i32, &str, &str)] = &[
        (
            &["credit", "hold", "C1001", "--reason", "late"],
            1,
            "credit warned credit_hold",
            "they were not told",
        ),
        (
            &["credit", "hold", "C1001", "--reason", "late"],
            0,
            "ladder overridden credit_hold",
            "they know",
        ),
        (
            &HAND_OVER,
            1,
            "ladder warned placement",
            "they were not told",
        ),
        (
            &["lien", "record", "C1001", "pier", "lien", "--amount", "500"],
            1,
            "lien warned lien",
            "no preliminary notice was recorded",
        ),
        (
            &["lien", "record", "C1001", "pier", "lien", "--amount", "500"],
            0,
            "lien overridden lien",
            "they know",
        ),
        (
            &["fee", "post", "C1002"],
            1,
            "fees blocked fee",
            "no agreement allows",
        ),
        (
            &[
                "fee",
                "waive",
                "C1001",
                "FC-00001",
                "--reason",
                "first time",
            ],
            0,
            "fees warned fee_waiver",
            "above the collector's limit",
        ),
        (
            &["review", "decline", "a1", "--reason", "not again"],
            0,
            "fees blocked fee_waiver",
            "not again",
        ),
        (&HAND_OVER, 0, "ladder overridden placement", "they know"),
    ];
    let desk = desk();
    for (words, code, head, says) in cases {
        let words = match head.contains("overridden") {
            true => [*words, &ANYWAY[..]].concat(),
            false => words.to_vec(),
        };
        let run = desk.on(DAY, &words);
        assert_eq!(run.code, *code, "{words:?}: {run:?}");
        let account = words
            .iter()
            .find(|w| w.starts_with('C'))
            .unwrap_or(&"C1001");
        let (found, line) = newest(&desk, account);
        if *code == 0 && head.contains("overridden credit_hold") {
            // The hold itself stands beside what it was warned of.
            let all = desk.json(DAY, &["audit", account]).to_string();
            assert!(
                all.contains("\"overridden\"") && all.contains(says),
                "{all}"
            );
            continue;
        }
        assert_eq!(found, *head, "{words:?}: {line}");
        assert!(line.contains(says), "{words:?}: {line}");
    }
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_hold_blocks_letters_notices_fees_placement_and_liens_and_each_try_is_kept_once_a_day() {
    let desk = desk();
    desk.json(DAY, &["hold", "C1001", "bankruptcy", "--case", "26-40001"]);
    let to = ["--to", "ap@harbor.example"];
    let cases: &[(&[&str], &str)] = &[
        (
            &["outbox", "letter", "C1001", "statement", to[0], to[1]],
            "contact blocked letter",
        ),
        (
            &["notice", "C1001", to[0], to[1]],
            "ladder blocked final_notice",
        ),
        (&["fee", "post", "C1001"], "fees blocked fee"),
        (&HAND_OVER, "ladder blocked placement"),
        (
            &["lien", "record", "C1001", "pier", "lien"],
            "lien blocked lien",
        ),
        (
            &["lien", "plan", "C1001", "pier", "lien", "2026-12-20"],
            "lien blocked lien",
        ),
    ];
    for (words, head) in cases {
        desk.on(DAY, words).fails(1, &["bankruptcy"]);
        assert_eq!(newest(&desk, "C1001").0, *head, "{words:?}");
    }
    let before = lines(&desk);
    desk.on(DAY, cases[0].0).fails(1, &["bankruptcy"]);
    assert_eq!(
        lines(&desk),
        before,
        "the same try on the same day says no more"
    );
    // Nor does anybody but a supervisor end it, and what was written before is not sent: both tries are kept.
    desk.on(DAY, &["hold", "C1001", "bankruptcy", "--lift"])
        .fails(1, &["supervisor"]);
    assert_eq!(newest(&desk, "C1001").0, "contact blocked hold_lifted");
    let before = lines(&desk);
    // A look before leaves no trace.
    let dry = [cases[0].0, &["--dry-run"]].concat();
    desk.on("2026-11-24", &dry).fails(1, &["bankruptcy"]);
    assert_eq!(lines(&desk), before);
}

#[test]
fn what_supervisors_answer_and_rule_is_in_the_trail_and_so_is_a_letter_too_many() {
    let desk = desk();
    let ask = |kind: &str, more: &[&str]| {
        let words = ["review", "ask", "C1001", kind, "no use"];
        desk.json(DAY, &[&words[..], more].concat());
    };
    // Asking for what is a supervisor's own stands in no one's way; the answer is a decision.
    ask("write_off", &["--amount", "7.71"]);
    desk.json(DAY, &["review", "decline", "a1", "--reason", "not yet"]);
    let (head, line) = newest(&desk, "C1001");
    assert_eq!(head, "credit blocked write_off");
    assert!(line.contains("not yet"), "{line}");
    ask("placement", &[]);
    desk.json(DAY, &["review", "approve", "a2", "--reason", "go on"]);
    assert_eq!(newest(&desk, "C1001").0, "ladder recorded placement");
    // A promise beyond the policy range asks by itself.
    desk.json(DAY, &["promise", "C1001", "100", "2027-03-01"]);
    assert_eq!(newest(&desk, "C1001").0, "promise warned long_promise");
    desk.json(
        DAY,
        &["review", "approve", "a3", "--reason", "a good customer"],
    );
    assert_eq!(newest(&desk, "C1001").0, "promise overridden long_promise");
    // What the ledger says of a promise, and what a supervisor makes of it.
    desk.json("2026-11-02", &["promise", "C1002", "50", "2026-11-05"]);
    let taken = desk.json(DAY, &["promises", "--account", "C1002"]);
    let id = taken["promises"][0]["id"].to_string();
    let ruled = ["override", &id, "kept", "--reason", "their bank failed"];
    desk.json(DAY, &[&ruled[..], &["--ruled-by", "Maria"]].concat());
    let (head, line) = newest(&desk, "C1002");
    assert_eq!(head, "promise overridden verdict");
    assert!(
        line.contains("Maria") && line.contains("their bank failed"),
        "{line}"
    );
    // More letters in seven days than the rules allow.
    desk.file(
        "home/config/bywhen/contact_rules.toml",
        "[commercial]\nletters = 1\n",
    );
    let letter = [
        "outbox",
        "letter",
        "C1002",
        "statement",
        "--to",
        "ap@x.example",
    ];
    desk.json(DAY, &letter);
    desk.on(DAY, &letter).fails(1, &["no more letters"]);
    assert_eq!(newest(&desk, "C1002").0, "contact blocked letter");
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn a_letter_that_was_written_before_a_stop_leaves_a_line_when_somebody_sends_it_by_its_number() {
    let desk = desk();
    let to = ["--to", "ap@harbor.example"];
    desk.json(
        DAY,
        &["outbox", "letter", "C1001", "statement", to[0], to[1]],
    );
    desk.json(DAY, &["hold", "C1001", "cease_contact", "--asked-by", "Al"]);
    // By itself it is not even looked at, so a line of cron leaves no line here.
    desk.on(DAY, &["outbox", "send"]);
    assert_eq!(newest(&desk, "C1001").0, "contact recorded hold");
    desk.on(DAY, &["outbox", "send", "1"])
        .fails(1, &["did not go out"]);
    let (head, line) = newest(&desk, "C1001");
    assert_eq!(head, "contact blocked letter_sending");
    assert!(line.contains("not to be contacted"), "{line}");
}

#[test]
fn a_dry_run_of_all_letters_says_exactly_what_writing_them_does() {
    let desk = Desk::with_book();
    desk.file(
        "home/config/bywhen/contact_rules.toml",
        "[commercial]\nletters = 1\n",
    );
    let to = ["--to", "ap@harbor.example"];
    for (account, kind) in [
        ("C1001", "statement"),
        ("C1001", "invoice_copy"),
        ("C1002", "statement"),
        ("C1003", "w9"),
        ("C1003", "statement"),
    ] {
        desk.json(DAY, &["outbox", "ask", account, kind, to[0], to[1]]);
    }
    let stop = ["--asked-by", "Walt"];
    desk.json(DAY, &["hold", "C1002", "cease_contact", stop[0], stop[1]]);
    let lists = |words: &[&str]| {
        let found = desk.json(DAY, words);
        (found["requests"].clone(), found["left"].clone())
    };
    let dry = lists(&["outbox", "write", "--all", "--dry-run"]);
    assert_eq!(dry, lists(&["outbox", "write", "--all", "--dry-run"]));
    assert_eq!(dry.0.as_array().map(Vec::len), Some(2), "{dry:?}");
    let left = dry.1.to_string();
    for why in [
        "no more letters",
        "asked not to be contacted",
        "needs its file",
    ] {
        assert!(left.contains(why), "{left}");
    }
    let text = desk.on(DAY, &["outbox", "write", "--all", "--dry-run"]).out;
    assert!(text.contains("left: request #2"), "{text}");
    assert_eq!(dry, lists(&["outbox", "write", "--all"]));
    let outbox = desk.json(DAY, &["outbox", "list"]);
    assert_eq!(
        outbox["letters"].as_array().map(Vec::len),
        Some(2),
        "{outbox}"
    );
}
