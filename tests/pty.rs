//! The real program on a real pseudo-terminal: it starts, works, and gives the terminal back whatever happens (FAULTS T1-T9).
#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "waiting for another process needs a clock; nothing is asserted about time"
)]

mod terminal;

use rustix::process::Signal;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use terminal::{HUNG, Pty, cells, kept_ledger};

#[test]
fn it_starts_works_and_quits() {
    let mut pty = Pty::demo();
    assert!(pty.screen.screen().alternate_screen());
    pty.send("j");
    pty.wait_for("Walt Brandt");
    pty.send("2");
    pty.wait_for("broken and light");
    pty.resize(80, 24);
    pty.screen.screen_mut().set_size(cells(24), cells(80));
    pty.wait_for("Enter account");
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
    pty.is_given_back();
}

#[test]
fn a_terminal_that_was_resized_and_is_its_old_size_again_is_drawn_whole() {
    let mut pty = Pty::demo();
    pty.settle();
    // Another size and back before the desk looks: what the terminal made of its lines meanwhile nobody knows, so none may be left as it is.
    pty.resize(120, 36);
    pty.settle();
    let before = pty.raw.len();
    pty.resize(120, 36);
    pty.settle();
    let drawn = String::from_utf8_lossy(&pty.raw[before..]).into_owned();
    for words in ["Ridgeline", "Blue", "Cedar"] {
        assert!(drawn.contains(words), "{words}: {drawn:?}");
    }
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
}

#[test]
fn a_key_that_comes_with_a_new_size_is_neither_lost_nor_late() {
    let mut pty = Pty::demo();
    for round in 0..30 {
        // Both lie ready when the program wakes.
        pty.signal(Signal::STOP);
        let columns = if round % 2 == 0 { 100 } else { 120 };
        pty.resize(columns, 36);
        pty.screen.screen_mut().set_size(cells(36), cells(columns));
        pty.send(if round % 2 == 0 { "2" } else { "1" });
        pty.signal(Signal::CONT);
        pty.wait_for(if round % 2 == 0 {
            "we promised"
        } else {
            "past due   old"
        });
    }
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
}

#[test]
fn a_pasted_q_does_not_quit() {
    let mut pty = Pty::demo();
    pty.send("\x1b[200~q\nq\x1b[201~");
    pty.wait_for("pasted text ignored");
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
}

#[test]
fn signals_give_the_terminal_back_and_say_so_in_the_exit_code() {
    for (signal, code) in [
        (Signal::TERM, 143),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
    ] {
        let mut pty = Pty::demo();
        pty.signal(signal);
        assert_eq!(pty.wait_exit().code(), Some(code));
        pty.is_given_back();
    }
}

#[test]
fn ctrl_c_leaves_although_a_paste_never_ends() {
    let mut pty = Pty::in_a_session(&["--as-of", "2026-11-23", "demo"]);
    pty.wait_for("Blue Heron");
    pty.send("\x1b[200~a paste without an end");
    pty.send("jjq");
    pty.send("\x03");
    assert_eq!(pty.wait_exit().code(), Some(0));
    pty.is_given_back();
}

#[test]
#[cfg(debug_assertions)]
fn three_ctrl_c_leave_a_desk_that_hangs_and_the_draft_is_kept() {
    let ledger = kept_ledger();
    let path = ledger.path().join("l.db");
    let path = path.to_str().expect("a path");
    let mut pty = Pty::in_a_session(&["--as-of", "2026-11-23", "--ledger", path]);
    pty.note_at_cedar();
    // The word and what hangs the desk arrive together: the loop has no time to write the draft.
    pty.send("half a sent\x1b[200~bywhen-test: hang\x1b[201~");
    pty.wait_for("hanging for a test");
    // Presses that come closer together than the kernel hands signals on count as one.
    let start = Instant::now();
    while pty.child.try_wait().expect("a child").is_none() {
        assert!(start.elapsed() < HUNG, "it hangs");
        pty.send("\x03");
        pty.read(Duration::from_millis(50));
    }
    assert_eq!(pty.wait_exit().code(), Some(130));
    pty.is_given_back();
    pty.wait_for_draft("half a sent");
}

#[test]
fn a_question_is_never_answered_by_what_opened_it() {
    let ledger = kept_ledger();
    let path = ledger.path().join("l.db");
    let path = path.to_str().expect("a path");
    let mut pty = Pty::start(&["--as-of", "2026-11-23", "--ledger", path]);
    pty.note_at_cedar();
    pty.send("half a sent\t");
    pty.wait_for("half a sent");
    pty.send("\x1b");
    pty.wait_for("1 Queue");
    pty.send("qy");
    pty.wait_for("1 unfinished call will be kept");
    // Still there, and a `y` of its own leaves.
    pty.send("?");
    pty.send("y");
    assert_eq!(pty.wait_exit().code(), Some(0));
    pty.is_given_back();
}

#[test]
fn a_terminals_answers_are_no_keys() {
    let mut pty = Pty::demo();
    // Device control, an operating system command with either end, and one that comes in two pieces.
    pty.send("\x1bP>|xterm(q)q\x1b\\");
    pty.send("\x1b]11;rgb:1e1e/qqqq/yyyy\x07");
    pty.send("\x1b]4;1;rgb:q/q/q\x1b\\");
    pty.send("\x1b_Gq=2;q\x1b\\");
    pty.send("j");
    pty.wait_for("Walt Brandt");
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
}

#[test]
#[cfg(debug_assertions)]
fn a_store_that_stops_is_started_again() {
    let mut pty = Pty::demo();
    pty.send("\x1b[200~bywhen-test: stop the store\x1b[201~");
    pty.wait_for("r reopens it");
    assert!(pty.screen.screen().alternate_screen());
    pty.send("r");
    pty.wait_for("the ledger is open again");
    pty.send("j");
    pty.wait_for("Walt Brandt");
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
    pty.is_given_back();
}

#[test]
fn a_terminal_that_has_gone_ends_it() {
    let mut pty = Pty::demo();
    pty.master = None;
    assert_eq!(pty.wait_exit().code(), Some(129));
}

#[test]
fn a_terminal_that_nobody_reads_does_not_keep_it() {
    let mut pty = Pty::demo();
    for i in 0..200u16 {
        pty.resize(150 + i % 2, 100);
        pty.send(if i % 2 == 0 { "j" } else { "k" });
    }
    pty.signal(Signal::TERM);
    // Nothing is read until it has ended.
    let start = Instant::now();
    let status = loop {
        if let Some(status) = pty.child.try_wait().expect("a child") {
            break status;
        }
        assert!(start.elapsed() < HUNG, "it hangs in a write");
        std::thread::yield_now();
    };
    assert_eq!(status.code(), Some(143));
}

#[test]
#[cfg(debug_assertions)]
fn a_fault_gives_the_terminal_back_before_it_is_reported() {
    let mut pty = Pty::demo();
    pty.send("\x1b[200~bywhen-test: panic\x1b[201~");
    let status = pty.wait_exit();
    assert_eq!(status.signal(), None, "no abort");
    assert_eq!(status.code(), Some(70), "a fault has a code of its own");
    pty.is_given_back();
    assert!(
        pty.text().contains("stopped on a fault of its own"),
        "{}",
        pty.text()
    );
}

#[test]
fn it_stops_and_comes_back_with_a_whole_screen() {
    let mut pty = Pty::demo();
    pty.send("\x1a");
    let start = Instant::now();
    loop {
        pty.read(Duration::from_millis(20));
        let stat =
            std::fs::read_to_string(format!("/proc/{}/stat", pty.child.id())).expect("alive");
        let state = stat
            .rsplit(')')
            .next()
            .and_then(|r| r.trim_start().chars().next());
        if state == Some('T') {
            break;
        }
        assert!(start.elapsed() < HUNG, "it did not stop: {state:?}");
    }
    while pty.read(Duration::from_millis(20)) {}
    pty.is_given_back();
    pty.signal(Signal::CONT);
    pty.wait_for("Blue Heron");
    assert!(pty.screen.screen().alternate_screen());
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
    pty.is_given_back();
}

#[test]
fn odd_bytes_and_sizes_do_no_harm() {
    let mut pty = Pty::demo();
    for size in [(1, 1), (2, 60), (300, 2), (59, 14), (120, 36)] {
        pty.resize(size.0, size.1);
        pty.send("jk");
    }
    // A terminal's answer to a question that nobody asked: its letters are no keys. Each is read whole, as terminals send them: what came
    // before has been answered.
    while pty.read(Duration::from_millis(50)) {}
    pty.send("\x1bP>|xterm(1)q\x1b\\");
    while pty.read(Duration::from_millis(50)) {}
    pty.send("\u{feff}\u{202e}\x1b[999;999~");
    while pty.read(Duration::from_millis(50)) {}
    pty.send("j");
    pty.wait_for("Walt Brandt");
    pty.send("q");
    assert_eq!(pty.wait_exit().code(), Some(0));
}

#[test]
fn without_a_terminal_it_names_the_command_for_text() {
    let home = tempfile::tempdir().expect("a folder");
    for (term, piped) in [("xterm", true), ("dumb", true)] {
        let out = Command::new(env!("CARGO_BIN_EXE_bywhen"))
            .env("TERM", term)
            .env("HOME", home.path())
            .arg("demo")
            .stdin(Stdio::null())
            .stdout(if piped {
                Stdio::piped()
            } else {
                Stdio::inherit()
            })
            .output()
            .expect("ran");
        assert_eq!(out.status.code(), Some(2));
        assert!(out.stdout.is_empty());
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("bywhen queue"), "{said}");
    }
}

#[test]
fn a_draft_survives_a_kill_in_the_middle_of_a_word() {
    let ledger = kept_ledger();
    let path = ledger.path().join("l.db");
    let path = path.to_str().expect("a path");
    let mut pty = Pty::start(&["--as-of", "2026-11-23", "--ledger", path]);
    pty.note_at_cedar();
    pty.send("half a sent");
    pty.wait_for("half a sent");
    pty.signal(Signal::KILL);
    assert_eq!(pty.wait_exit().signal(), Some(9));
    pty.wait_for_draft("half a sent");
}
