//! The disk fails a call: whatever call it is, the user is told the truth about what was saved, and the ledger stays whole (FAULTS S4, S6, S7).
//!
//! A small library (`power/fail.c`, compiled here with the `cc` that SQLite needs anyway) fails one call on the ledger's files, or all from
//! one on. Every such call of a command is tried in its turn; for writes, of which there are many, with growing steps.
#![cfg(target_os = "linux")]

mod cli_support;

use bywhen::domain::rules::Rules;
use bywhen::store::Ledger;
use bywhen::store::protocol::{CheckAsk, Reply, Request};
use cli_support::{Desk, Run};
use std::path::PathBuf;

const DAY: &str = "2026-11-20";
const EIO: &str = "5";
const ENOSPC: &str = "28";
const EDQUOT: &str = "122";

struct Failing {
    desk: Desk,
    library: PathBuf,
}

impl Failing {
    fn new() -> Failing {
        let desk = Desk::with_book();
        let library = desk.preload("fail");
        Failing { desk, library }
    }

    /// Runs a command whose `at`th call of a sort fails; `None` when it has no such call any more.
    fn run(
        &self,
        arguments: &[&str],
        (op, errno, sticky): (&str, &str, bool),
        at: u64,
    ) -> Option<Run> {
        let told = self.desk.path("told");
        let _ = std::fs::remove_file(&told);
        let mut command = self.desk.command();
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAIL_OP", op)
            .env("FAIL_AT", at.to_string())
            .env("FAIL_ERRNO", errno)
            .env("FAIL_TOLD", &told)
            .arg("--ledger")
            .arg(self.desk.ledger())
            .args(["--as-of", DAY])
            .args(arguments);
        if sticky {
            command.env("FAIL_STICKY", "1");
        }
        let run = Run::from(command.output().expect("it starts"));
        told.exists().then_some(run)
    }

    /// The ledger proves, lacks nothing that it held, and has so many acts.
    fn acts(&self) -> i64 {
        let mut ledger = Ledger::open(&self.desk.ledger(), Rules::default()).expect("it opens");
        assert_eq!(ledger.behind(), None);
        let checked = match ledger.ask(Request::Check(CheckAsk::default()), &mut |_| ()) {
            Reply::Checked(checked) => checked,
            other => panic!("{other:?}"),
        };
        let wrong: Vec<_> = checked.lines.iter().filter(|line| !line.ok).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        match ledger.ask(Request::Events { limit: 1 }, &mut |_| ()) {
            Reply::Events(lines) => lines.first().expect("an act").seq.0,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn whichever_call_fails_while_saving_the_user_is_told_what_became_of_it() {
    let failing = Failing::new();
    let mut acts = failing.acts();
    let (mut refused, mut saved_all_the_same, mut runs) = (0, 0, 0);
    for how in [
        ("sync", EIO, false),
        ("sync", EIO, true),
        ("cut", EIO, false),
        ("write", EIO, false),
        ("write", ENOSPC, true),
        ("write", EDQUOT, false),
    ] {
        let mut at = 1;
        loop {
            let words = format!("{} {} {} at {at}", how.0, how.1, how.2);
            let Some(run) = failing.run(&["note", "C1001", &words], how, at) else {
                acts += 1;
                break;
            };
            runs += 1;
            let now = failing.acts();
            let held = now > acts;
            assert!(now - acts <= 1, "{words}: once");
            acts = now;
            match run.code {
                0 => {
                    assert!(held, "said to be saved and lost: {words}: {run:?}");
                    saved_all_the_same += 1;
                }
                1 => {
                    assert!(!held, "said not to be saved and there: {words}: {run:?}");
                    run.fails(1, &["ledger.db"]);
                    refused += 1;
                }
                // It may be there or not, and that is what it says.
                70 => {
                    run.fails(70, &["may or may not"]);
                }
                _ => panic!("{words}: {run:?}"),
            }
            at += if how.0 == "write" { 1 + at / 2 } else { 1 };
        }
    }
    assert!(refused > 0, "{runs} runs");
    assert!(saved_all_the_same > 0, "{runs} runs");
    assert!(runs > 20, "{runs} runs");
}

#[test]
fn a_page_that_is_not_read_once_is_read_again_and_one_that_never_is_is_said() {
    let failing = Failing::new();
    let queue = ["queue", "--json"];
    let sound = failing.desk.on(DAY, &queue);
    assert_eq!(sound.code, 0, "{sound:?}");
    let mut at = 1;
    while let Some(run) = failing.run(&queue, ("read", EIO, false), at) {
        assert_eq!((run.code, &run.out), (0, &sound.out), "read {at}: {run:?}");
        at += 1;
    }
    assert!(at > 3, "only {at} reads");
    let before = std::fs::read(failing.desk.ledger()).expect("the ledger");
    for from in 1..at {
        let run = failing
            .run(&queue, ("read", EIO, true), from)
            .expect("it failed before");
        if run.code != 0 {
            run.fails(1, &["could not be read", "ledger.db", "check"]);
        } else {
            assert_eq!(run.out, sound.out);
        }
    }
    let first = failing
        .run(&queue, ("read", EIO, true), 1)
        .expect("it reads");
    first.fails(1, &["could not be read"]);
    let after = std::fs::read(failing.desk.ledger()).expect("the ledger");
    assert!(before == after);
}

#[test]
fn a_disk_that_is_full_at_open_is_said_with_the_file_that_has_no_room() {
    let failing = Failing::new();
    for errno in [ENOSPC, EDQUOT] {
        let run = failing
            .run(&["queue"], ("shm", errno, true), 1)
            .expect("it makes the file");
        run.fails(1, &["no room", "ledger.db-shm", "free space"]);
    }
    assert_eq!(failing.desk.on(DAY, &["queue"]).code, 0);
}
