//! A desk that is killed (`kill -9`) at one moment of a call after the other: the next start offers the call, with every character.
#![cfg(target_os = "linux")]

mod terminal;

use rustix::process::Signal;
use std::os::unix::process::ExitStatusExt;
use terminal::{Pty, kept_ledger};

/// A call as it is typed: keys, and what is on screen once the desk has taken them.
const CALL: [(&str, &str); 9] = [
    ("d", "by when"),
    ("fr", "fr"),
    ("i\r", "Fri 27 Nov"),
    ("n", "Note"),
    ("Walt: the dr", "Walt: the dr"),
    ("aw is late", "draw is late"),
    ("\r", "Wrap-up"),
    ("a", "They say"),
    ("w", "Paperwork that we owe"),
];

#[test]
fn killed_after_any_step_of_a_call_it_offers_the_call_as_it_was() {
    let ledger = kept_ledger();
    let path = ledger.path().join("l.db");
    let path = path.to_str().expect("a path");
    let args = ["--as-of", "2026-11-23", "--ledger", path];
    let mut pty = Pty::start(&args);
    pty.wait_for("Blue Heron");
    pty.send("I");
    pty.wait_for("They call");
    pty.send("Cedar & Stone");
    pty.wait_for("name or number");
    pty.send("\r");
    pty.wait_for("They say");
    for (keys, shown) in CALL {
        pty.send(keys);
        pty.wait_for(shown);
        pty.settle();
        let before = call_lines(&pty.text());
        pty.signal(Signal::KILL);
        assert_eq!(pty.wait_exit().signal(), Some(9), "after {keys:?}");
        let home = pty.home.take().expect("a home");
        pty = Pty::start_again(&args, home);
        pty.wait_for("Unfinished call");
        pty.send("y");
        pty.wait_for(shown);
        pty.settle();
        let again = call_lines(&pty.text());
        assert_eq!(again, before, "after {keys:?}");
    }
}

/// The screen without what tells the time and the messages below.
fn call_lines(screen: &str) -> Vec<String> {
    let lines: Vec<&str> = screen.lines().collect();
    let from = lines.iter().position(|l| l.contains("They call ·"));
    let body = lines.iter().skip(from.expect("a call") + 1);
    let end = |l: &&&str| !l.starts_with('─');
    body.take_while(end)
        .map(|l| l.trim_end().to_owned())
        .collect()
}
