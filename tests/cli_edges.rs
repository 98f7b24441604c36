//! What happens at the edges: exit codes, one-line errors, hostile names, closed pipes, settings that are wrong.

mod cli_support;

use cli_support::{Desk, Run, sample};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

const DAY: &str = "2026-11-23";

#[test]
fn without_a_ledger_every_reading_command_says_how_to_begin() {
    let desk = Desk::empty();
    for command in [
        &["queue"][..],
        &["show", "x"],
        &["aging"],
        &["promises"],
        &["promise", "x", "1", "fri"],
        &["pay", "x", "1"],
        &["reverse", "1"],
        &["note", "x", "y"],
        &["follow-up", "x", "fri", "y"],
        &["check"],
        &["undo"],
    ] {
        let run = desk.on(DAY, command);
        run.fails(1, &["no ledger at", "ledger.db", "bywhen import FILE"]);
        assert_eq!(run.out, "");
        assert!(!desk.ledger().exists(), "{command:?} must not make one");
    }
}

#[test]
fn wrong_usage_is_exit_2_and_one_line() {
    let desk = Desk::with_book();
    for (command, words) in [
        (&["quue"][..], &["queue"][..]),
        (&["pay", "C1001"], &["<AMOUNT>", "bywhen pay --help"]),
        (&["aging", "--by", "moon"], &["moon"]),
        (&["queue", "--reason", "bored"], &["past_due"]),
        (&["promises", "--state", "gone"], &["broken"]),
        (&["promise", "C1001", "lots", "fri"], &["lots", "1234.50"]),
        (&["promise", "C1001", "0", "fri"], &["above zero"]),
        (&["promise", "C1001", "-5", "fri"], &["above zero"]),
        (&["promise", "C1001", "5.005", "fri"], &["decimals"]),
        (&["promise", "C1001", "5", "someday"], &["someday"]),
        (&["pay", "C1001", "5", "--date", "someday"], &["someday"]),
        (&["note", "C1001", "  "], &["empty"]),
        (&["import", "x.csv", "--date-order", "ydm"], &["ydm"]),
        (&["man", "nothing"], &["nothing"]),
        (&["--json"], &["--json"]),
    ] {
        let run = desk.on(DAY, command);
        run.fails(2, words);
        assert_eq!(run.out, "", "{command:?}");
    }
}

#[test]
fn what_the_ledger_refuses_is_exit_1_and_nothing_is_written() {
    let desk = Desk::with_book();
    let before = desk.json(DAY, &["undo", "--list"]);
    for (command, words) in [
        (&["show", "Nobody Inc"][..], &["Nobody Inc"][..]),
        (&["promise", "C1001", "5", "2026-11-20"], &["Fri 20 Nov"]),
        (
            &["promise", "C1001", "5", "fri", "--invoice", "Z-9"],
            &["Z-9", "bywhen show C1001"],
        ),
        (
            &["promise", "C1001", "5", "fri", "--contact", "Zed"],
            &["Zed"],
        ),
        (&["pay", "C1001", "5", "--invoice", "Z-9"], &["Z-9"]),
        (&["pay", "C1001", "5", "--invoice", "A-1=6"], &[]),
        (&["reverse", "999999"], &["999999"]),
        (&["reverse", "no-such-check"], &["no-such-check"]),
        (&["undo", "999999"], &["999999"]),
        (&["import", "/no/such/file.csv"], &["/no/such/file.csv"]),
    ] {
        let run = desk.on(DAY, command);
        run.fails(1, words);
        assert_eq!(run.out, "", "{command:?}");
    }
    assert_eq!(desk.json(DAY, &["undo", "--list"]), before);
}

#[test]
fn an_ambiguous_account_lists_what_it_could_be() {
    let desk = Desk::empty();
    let file = desk.book(
        "b.csv",
        &[
            "C1,Harbor Framing LLC,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD",
            "C2,Harbor Roofing LLC,,invoice,B-1,2026-09-03,2026-10-03,,,50.00,50.00,USD",
        ],
    );
    assert_eq!(desk.on("2026-11-20", &["import", &file]).code, 0);
    desk.on(DAY, &["show", "harbor"])
        .fails(1, &["Harbor Framing LLC", "Harbor Roofing LLC"]);
    assert_eq!(
        desk.json(DAY, &["show", "harbor r"])["account"]["number"],
        "C2"
    );
}

#[test]
fn a_refused_import_prints_its_report_and_leaves_nothing() {
    let desk = Desk::empty();
    let file = desk.book(
        "bad.csv",
        &[
            "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD",
            "C1,Harbor,,invoice,A-2,2026-09-31,2026-10-31,,,50.00,50.00,USD",
        ],
    );
    let run = desk.on("2026-11-20", &["import", &file, "--json"]);
    run.fails(1, &[]);
    let report = run.document();
    assert_eq!(report["applied"], false);
    assert!(report["batch"].is_null());
    let issues = report["files"][0]["issues"].to_string();
    assert!(
        issues.contains("bad_date") && issues.contains("2026-09-31"),
        "{report}"
    );
    assert!(!desk.ledger().exists(), "no half-made ledger");
    assert!(!desk.path("bad.csv.rejects.csv").exists());

    let missing = desk.on("2026-11-20", &["import", "/no/such/file.csv", "--json"]);
    missing.fails(1, &["/no/such/file.csv"]);
    assert_eq!(missing.document()["applied"], false);

    let text = desk.on("2026-11-20", &["import", &file]);
    text.fails(1, &[]);
    assert!(
        text.out.contains("bad_date") && text.out.contains("line 3"),
        "{text:?}"
    );
}

#[test]
fn skipped_rows_go_beside_the_file_for_their_owner_only() {
    let desk = Desk::empty();
    let bad = "C1,\"Harbor, LLC\",,invoice,A-2,2026-09-31,2026-10-31,,,50.00,50.00,USD";
    let good = "C1,\"Harbor, LLC\",,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD";
    let file = desk.book("bad.csv", &[good, bad]);
    let dry = desk.on(
        "2026-11-20",
        &["import", &file, "--skip-errors", "--dry-run"],
    );
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(!desk.ledger().exists() && !desk.path("bad.csv.rejects.csv").exists());

    let report = desk.json("2026-11-20", &["import", &file, "--skip-errors"]);
    assert_eq!(report["applied"], true);
    assert_eq!(report["files"][0]["open_invoices"], 1);
    let rejects = desk.path("bad.csv.rejects.csv");
    let text = std::fs::read_to_string(&rejects).expect("the rows held back");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("customer_id,"), "{text}");
    assert_eq!(lines[1], format!("{bad},bad_date"));
    for private in [&rejects, &desk.ledger()] {
        let mode = std::fs::metadata(private)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", private.display());
    }
    // The same rows again are not written twice.
    desk.json("2026-11-20", &["import", &file, "--skip-errors"]);
    assert!(!desk.path("bad.csv.rejects.2.csv").exists());
}

#[test]
fn a_folder_is_one_set() {
    let desk = Desk::empty();
    desk.file("set/MANIFEST.txt", "invoices.csv\n");
    desk.file("set/readme.md", "# not a table");
    let row = "C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD";
    desk.book("set/invoices.csv", &[row]);
    let folder = desk.path("set").to_string_lossy().into_owned();
    let report = desk.json("2026-11-20", &["import", &folder]);
    let files = report["files"].as_array().expect("an array");
    assert_eq!(files.len(), 1, "{report}");
    assert_eq!(files[0]["file"], "invoices.csv");
    let empty = desk.path("home").to_string_lossy().into_owned();
    std::fs::create_dir_all(&empty).expect("a folder");
    desk.on("2026-11-20", &["import", &empty])
        .fails(1, &["no table (csv"]);
}

#[test]
fn a_sample_report_is_read_to_the_cent() {
    let desk = Desk::empty();
    let report = desk.json(
        "2026-11-20",
        &["import", &sample("qbo_ar_aging_detail.csv")],
    );
    let read = &report["files"][0];
    assert_eq!(read["profile"], "qbo-aging-detail");
    assert_eq!(read["total_open"], 12_423_139);
    assert_eq!(read["total_credits"], 346_585);
    assert_eq!(read["declared_total"], 12_076_554);
    assert_eq!(read["difference"], 0);
    let aging = desk.json("2026-11-20", &["aging"]);
    assert_eq!(aging["currencies"][0]["balance"], 12_076_554);
}

/// A name that would clear the screen, set the clipboard, turn the text around and hide.
const EVIL: &str = "PAID\u{9b}2J \u{1b}]52;c;ZXZpbA==\u{7}\u{202e}eman\u{200b} \u{7f}\u{2028}Zoë";

fn harmless(run: &Run) {
    for text in [&run.out, &run.err] {
        let bad = text.chars().find(|c| {
            (c.is_control() && *c != '\n')
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{run:?}");
    }
}

#[test]
fn hostile_names_reach_no_terminal_and_survive_in_json() {
    let desk = Desk::empty();
    let row =
        format!("C1,\"{EVIL}\",{EVIL},invoice,A-1,2026-09-03,2026-10-03,,{EVIL},50.00,50.00,USD");
    let file = desk.book("evil\u{1b}[2J.csv", &[&row]);
    let run = desk.on("2026-11-20", &["import", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    harmless(&run);
    harmless(&desk.on(DAY, &["note", "C1", EVIL]));
    harmless(&desk.on(DAY, &["follow-up", "C1", "fri", EVIL]));
    harmless(&desk.on(DAY, &["promise", "C1", "50", "fri", "--reference", EVIL]));
    for command in [
        &["queue"][..],
        &["queue", "--why", "C1"],
        &["show", "C1"],
        &["promises"],
        &["undo", "--list"],
        &["show", EVIL],
        &["show", "nobody \u{1b}[2J"],
        &["pay", "C1", "\u{1b}[2J"],
        &["\u{1b}[2J"],
    ] {
        harmless(&desk.on(DAY, command));
        harmless(&desk.on(DAY, &[command, &["--json"]].concat()));
    }
    let show = desk.json(DAY, &["show", "C1"]);
    assert!(
        show["account"]["name"]
            .as_str()
            .is_some_and(|name| name.contains("Zoë")),
        "{show}"
    );
}

#[test]
fn a_reader_that_leaves_early_is_no_failure_and_a_full_disk_is_one() {
    let desk = Desk::with_book();
    let mut command = desk.command();
    let mut child = command
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let mut said = String::new();
    let status = child.wait().expect("it ends");
    child
        .stderr
        .take()
        .expect("piped")
        .read_to_string(&mut said)
        .expect("UTF-8");
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));

    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let mut command = desk.command();
    command
        .arg("--ledger")
        .arg(desk.ledger())
        .args(["--as-of", DAY, "queue"]);
    let output = command.stdout(full).output().expect("it starts");
    Run::from(output).fails(1, &["standard output"]);
}

#[test]
fn the_desk_without_a_terminal_says_what_to_use_instead() {
    let desk = Desk::with_book();
    let run = desk.run(&[]);
    run.fails(2, &["terminal", "bywhen queue"]);
    assert_eq!(run.out, "");
    desk.run(&["demo"]).fails(2, &["terminal"]);
}

#[test]
fn wrong_settings_stop_every_command_with_line_and_column() {
    let desk = Desk::with_book();
    desk.settings("company = \"Ridgeline Supply\"\ngrace_day = 2\n");
    for command in [
        &["queue"][..],
        &["aging", "--json"],
        &["config", "check"],
        &["import", "x.csv"],
    ] {
        let run = desk.on(DAY, command);
        run.fails(1, &["config.toml:2:1:", "did you mean 'grace_days'"]);
        assert_eq!(run.out, "");
    }
    let path = desk.run(&["config", "path"]);
    assert_eq!((path.code, path.err.as_str()), (0, ""));
    assert!(
        path.out
            .trim_end()
            .ends_with("home/config/bywhen/config.toml")
    );
    assert_eq!(desk.run(&["completions", "bash"]).code, 0);
    assert_eq!(desk.run(&["man"]).code, 0);
}

#[test]
fn settings_are_rules() {
    let desk = Desk::with_book();
    desk.json(DAY, &["promise", "C1001", "5000", "fri"]);
    let verdict =
        |desk: &Desk| desk.json("2026-12-01", &["promises"])["promises"][0]["verdict"].clone();
    assert_eq!(verdict(&desk), "broken");
    desk.settings("grace_days = 2\n");
    assert_eq!(verdict(&desk), "in_grace");
    desk.settings("holidays = [\"2026-11-30\"]\n");
    assert_eq!(verdict(&desk), "in_grace");
    desk.settings("collector = \"Ana\"\n");
    desk.json("2026-12-01", &["note", "C1001", "signed"]);
    let show = desk.json("2026-12-01", &["show", "C1001"]);
    assert_eq!(show["notes"][0]["by"], "Ana", "{show}");
}

#[test]
fn the_ledger_is_named_by_flag_then_environment_then_settings() {
    let desk = Desk::empty();
    desk.settings(&format!(
        "ledger = '{}'\n",
        desk.path("from-settings.db").display()
    ));
    let said = |env: Option<&str>, arguments: &[&str]| {
        let mut command = desk.command();
        if let Some(path) = env {
            command.env("BYWHEN_LEDGER", desk.path(path));
        }
        command.args(arguments).arg("queue");
        Run::from(command.output().expect("it starts")).err
    };
    assert!(said(None, &[]).contains("from-settings.db"));
    assert!(said(Some("from-env.db"), &[]).contains("from-env.db"));
    assert!(said(Some("from-env.db"), &["--ledger", "from-flag.db"]).contains("from-flag.db"));
}

#[test]
fn a_file_that_is_no_ledger_is_left_alone() {
    let desk = Desk::empty();
    for (name, bytes) in [("empty.db", ""), ("table.db", "a,b\n1,2\n")] {
        let path = desk.file(name, bytes);
        let file = desk.book(
            "b.csv",
            &["C1,Harbor,,invoice,A-1,2026-09-03,2026-10-03,,,50.00,50.00,USD"],
        );
        for command in [&["queue"][..], &["import", &file]] {
            let mut all = vec!["--ledger", path.as_str(), "--as-of", "2026-11-20"];
            all.extend(command);
            let mut program = desk.command();
            Run::from(program.args(&all).output().expect("it starts")).fails(1, &[name]);
        }
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), bytes);
    }
}

#[test]
fn the_sample_ledger_can_be_kept_to_try_the_commands_on() {
    let desk = Desk::empty();
    let file = desk.path("sample.db").to_string_lossy().into_owned();
    let run = desk.on(DAY, &["demo", "--keep", &file]);
    assert_eq!(run.code, 0, "{run:?}");
    let mut command = desk.command();
    command.args(["--ledger", &file, "--as-of", DAY, "queue", "--json"]);
    let queue = Run::from(command.output().expect("it starts")).document();
    assert!(
        queue["rows"].as_array().is_some_and(|rows| rows.len() > 5),
        "{queue}"
    );
    desk.on(DAY, &["demo", "--keep", &file])
        .fails(1, &["sample.db"]);
}
