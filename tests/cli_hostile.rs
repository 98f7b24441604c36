//! Texts made to act on a terminal, in every field that a person or a file can fill: no command prints one of them as it is.

mod cli_support;

use cli_support::{Desk, Run};

const DAY: &str = "2026-11-20";
/// Sets the clipboard, clears the screen, turns the reading order round, hides.
const EVIL: &str = "x\u{1b}]52;c;cm0=\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{e0041}z";
/// The same without what a field of one line refuses.
const SLY: &str = "x\u{202e}\u{200b}z";

/// Nothing in it acts on a terminal or hides.
fn is_harmless(arguments: &[&str], run: &Run) {
    for text in [&run.out, &run.err] {
        let found = text.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\r'))
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}')
        });
        assert_eq!(found, None, "{arguments:?}: {text:?}");
    }
}

/// A book whose names, jobs, order numbers and invoice numbers are hostile, with an act of every kind on it.
fn desk() -> Desk {
    let desk = Desk::empty();
    let rows: Vec<String> = (0..6)
        .map(|n| format!("C{n},\"N{n} {EVIL}\",{EVIL},invoice,\"I{n}{EVIL}\",2026-09-01,2026-10-01,,{EVIL},100.00,100.00,USD"))
        .collect();
    // Beside so many others that the file still is a text.
    let others = (0..300).map(|n| {
        format!("D{n},Plain customer number {n},Pier {n},invoice,P-{n},2026-11-01,2026-12-01,Net 30,PO-{n},100.00,100.00,USD")
    });
    let rows: Vec<String> = rows.into_iter().chain(others).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = desk.book("book.csv", &rows);
    let invoice = format!("I2{EVIL}");
    for act in [
        &["import", &file][..],
        &["promise", "C0", "50", "fri", "--reference", EVIL],
        &["pay", "C0", "5", "--reference", EVIL],
        &["note", "C1", EVIL],
        &["follow-up", "C1", "fri", EVIL],
        &[
            "contact", "add", "C1", EVIL, "--phone", EVIL, "--role", EVIL,
        ],
        &[
            "dispute", "C2", &invoice, "10", EVIL, "--owner", EVIL, "--by", "fri",
        ],
        &["task", "add", "C2", EVIL, "fri"],
        &[
            "job",
            "add",
            "C3",
            EVIL,
            "--state",
            "CA",
            "--first",
            "2026-11-01",
        ],
        &["told", "C3", "lien", "--to", EVIL, "--note", EVIL],
        &["credit", "limit", "C3", "5", "--reason", EVIL],
        &["fee", "agree", "C4", EVIL],
        &["fee", "post", "C4"],
        &["collectors", "assign", EVIL, "C4"],
        &[
            "outbox",
            "letter",
            "C4",
            "statement",
            "--to",
            "a@x.example",
            "--subject",
            SLY,
        ],
        &["alias", "C4", EVIL],
        &["sales", "set", EVIL, "a@x.example"],
        &["review", "ask", "C4", "write_off", EVIL, "--amount", "5"],
        &["hold", "C5", "attorney", "--attorney", EVIL],
        &[
            "place",
            "hand-over",
            "C3",
            "--agency",
            EVIL,
            "--reason",
            EVIL,
            "--anyway",
            EVIL,
        ],
    ] {
        let run = desk.on(DAY, act);
        assert_eq!(run.code, 0, "{act:?}: {run:?}");
        is_harmless(act, &run);
    }
    desk
}

#[test]
fn no_text_from_outside_reaches_the_terminal_as_it_is() {
    let desk = desk();
    let mut reads: Vec<Vec<&str>> = [
        "queue",
        "aging",
        "promises",
        "promises --history --side both",
        "review",
        "review approvals",
        "review decided",
        "report aging",
        "report promises",
        "report broken",
        "report barriers",
        "report activity",
        "report metrics",
        "report concentration",
        "report credit",
        "report disputes",
        "brief",
        "outbox",
        "outbox show 1",
        "case list",
        "fee list C4",
        "fee preview",
        "credit list",
        "clocks",
        "place list",
        "task list",
        "find N",
        "notes x",
        "collectors",
        "audit",
        "alias --list",
        "alias --alike",
        "questions",
        "sales",
        "undo --list",
        "check --strict",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect();
    for account in ["C0", "C1", "C2", "C3", "C4", "C5"] {
        reads.push(vec!["show", account]);
        reads.push(vec!["queue", "--why", account]);
        reads.push(vec!["credit", "show", account]);
        reads.push(vec!["ladder", account]);
        reads.push(vec!["lien", "clock", account]);
        reads.push(vec!["contact-rules", "show", account]);
    }
    for read in &reads {
        // The promise is broken by then, so that the review has something to say.
        for day in [DAY, "2026-12-01"] {
            let run = desk.on(day, read);
            assert_eq!(run.code, 0, "{read:?}: {run:?}");
            is_harmless(read, &run);
            let json = desk.on(day, &[read.as_slice(), &["--json"]].concat());
            is_harmless(read, &json);
            json.document();
        }
    }
    for list in ["accounts", "open-items", "promises", "activity"] {
        let run = desk.on(DAY, &["export", list]);
        is_harmless(&["export", list], &run);
    }
}

#[test]
fn what_is_typed_comes_back_in_an_error_only_as_tokens() {
    let desk = Desk::with_book();
    for arguments in [
        &["show", EVIL][..],
        &["promise", EVIL, "5", "fri"],
        &["promise", "C1001", EVIL, "fri"],
        &["promise", "C1001", "5", EVIL],
        &["promise", "C1001", "5", "fri", "--invoice", EVIL],
        &["pay", "C1001", "5", "--date", EVIL],
        &["reverse", EVIL],
        &["import", EVIL],
        &["report", EVIL],
        &["restore", EVIL],
        &["undo", EVIL],
        &["outbox", "show", EVIL],
        &["contact", "edit", "C1001", EVIL],
        &[EVIL],
    ] {
        let run = desk.on(DAY, arguments);
        assert!(matches!(run.code, 1 | 2), "{arguments:?}: {run:?}");
        assert_eq!(run.err.lines().count(), 1, "{arguments:?}: {run:?}");
        is_harmless(arguments, &run);
    }
}
