//! Recording from the command line: what an argument may mean, and what is asked back when it may mean two things.

mod cli_support;

use cli_support::{Desk, Run};

const DAY: &str = "2026-11-23";

fn payments(desk: &Desk, account: &str) -> Vec<serde_json::Value> {
    let show = desk.json(DAY, &["show", account]);
    show["payments"].as_array().expect("an array").clone()
}

#[test]
fn a_payment_is_reversed_by_its_check_number_where_only_one_has_it() {
    let desk = Desk::with_book();
    desk.json(DAY, &["pay", "C1001", "100", "--reference", "CHK-9"]);
    desk.json(DAY, &["reverse", "CHK-9", "--reason", "nsf"]);
    let paid = payments(&desk, "C1001");
    assert_eq!(paid[0]["reversed"], true, "{paid:?}");
    assert_eq!(paid[0]["reversed_on"], DAY);
}

#[test]
fn a_number_that_two_payments_share_is_asked_about_and_an_id_settles_it() {
    let desk = Desk::with_book();
    let paid = desk.json(DAY, &["pay", "C1001", "100", "--reference", "77"]);
    desk.json(DAY, &["pay", "C1002", "200", "--reference", "77"]);
    let run = desk.on(DAY, &["reverse", "77"]);
    run.fails(
        1,
        &[
            "2 payments fit '77'",
            "Harbor Framing LLC",
            "Cedar & Stone Co.",
        ],
    );
    let id = format!("#{}", paid["payment"]["id"]);
    desk.json(DAY, &["reverse", &id]);
    assert_eq!(payments(&desk, "C1001")[0]["reversed"], true);
    assert_eq!(payments(&desk, "C1002")[0]["reversed"], false);
    // Of the two, one is taken back: the number means the other one now.
    desk.json(DAY, &["reverse", "77"]);
    assert_eq!(payments(&desk, "C1002")[0]["reversed"], true);
    desk.on(DAY, &["reverse", &id]).fails(1, &["already"]);
}

#[test]
fn a_payment_of_more_than_a_year_ago_or_ahead_must_be_meant() {
    let desk = Desk::with_book();
    // 366 days on either side of the day are taken as typed.
    for on in ["2025-11-22", "2027-11-24"] {
        desk.json(DAY, &["pay", "C1001", "1", "--date", on]);
    }
    for (on, said) in [
        ("2025-11-21", "1 year ago"),
        ("2027-11-25", "1 year ahead"),
        ("2016-11-20", "10 years ago"),
    ] {
        desk.on(DAY, &["pay", "C1001", "1", "--date", on])
            .fails(1, &[said, "--yes", "nothing was saved"]);
    }
    // The one ahead is not there yet on this day.
    assert_eq!(payments(&desk, "C1001").len(), 1);
    desk.json(DAY, &["pay", "C1001", "1", "--date", "2016-11-20", "--yes"]);
    assert_eq!(payments(&desk, "C1001").len(), 2);
}

#[test]
fn a_payment_is_split_as_the_remittance_says() {
    let desk = Desk::with_book();
    let paid = desk.json(
        DAY,
        &[
            "pay",
            "C1001",
            "3,000",
            "--invoice",
            "A-1=1000",
            "--invoice",
            "a-2=1,500.50",
            "--date",
            "2026-11-20",
        ],
    );
    assert_eq!(paid["payment"]["unapplied"], 49_950);
    assert_eq!(paid["payment"]["date"], "2026-11-20");
    let show = desk.json(DAY, &["show", "C1001"]);
    assert_eq!(show["invoices"][0]["open"], 400_000);
    assert_eq!(show["invoices"][1]["open"], 189_950);
}

#[test]
fn a_second_promise_that_does_not_fit_replaces_the_first_and_says_so() {
    let desk = Desk::with_book();
    let first = desk.json(
        DAY,
        &["promise", "C1001", "5000", "fri", "--invoice", "A-1"],
    );
    let second = desk.json(
        "2026-11-24",
        &["promise", "C1001", "5000", "+5bd", "--invoice", "A-1"],
    );
    assert_eq!(
        second["superseded"],
        serde_json::json!([first["promise"]["id"]])
    );
    assert_eq!(second["promise"]["level"], 2);
    assert_eq!(
        second["promise"]["chain"],
        serde_json::json!([first["promise"]["id"], second["promise"]["id"]])
    );
    let ended = desk.json("2026-11-24", &["promises", "--state", "ended"]);
    assert_eq!(ended["promises"][0]["verdict"], "superseded");
}

#[test]
fn what_is_odd_about_a_promise_is_said_and_recorded_all_the_same() {
    let desk = Desk::with_book();
    let taken = desk.json(DAY, &["promise", "C1001", "100", "2026-11-28"]);
    let warnings = taken["warnings"].to_string();
    assert!(warnings.contains("weekend"), "{taken}");
    let text = desk.on(DAY, &["promise", "C1002", "100", "2026-11-28"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""), "{text:?}");
    assert!(text.out.contains("careful:"), "{text:?}");
}

#[test]
fn a_contact_is_found_by_a_part_of_the_name() {
    let desk = Desk::empty();
    let file = desk.path("sample.db").to_string_lossy().into_owned();
    assert_eq!(desk.on(DAY, &["demo", "--keep", &file]).code, 0);
    let run = |arguments: &[&str]| {
        let mut command = desk.command();
        command
            .args(["--ledger", &file, "--as-of", DAY])
            .args(arguments);
        Run::from(command.output().expect("it starts"))
    };
    let taken = run(&[
        "promise",
        "C1001",
        "100",
        "fri",
        "--contact",
        "dana",
        "--json",
    ]);
    assert_eq!(
        taken.document()["promise"]["contact"],
        "Dana Ruiz",
        "{taken:?}"
    );
    run(&["promise", "C1001", "100", "fri", "--contact", "zed"])
        .fails(1, &["Dana Ruiz", "Mike Osei"]);
}

#[test]
fn a_card_number_never_enters_the_ledger() {
    let desk = Desk::with_book();
    let run = desk.on(
        DAY,
        &["note", "C1001", "card 4111 1111 1111 1111 exp 12/28"],
    );
    run.fails(1, &["card"]);
    assert!(!run.err.contains("4111 1111 1111 1111"), "{run:?}");
}

#[test]
fn the_settings_in_force_can_be_saved_and_read_again() {
    let desk = Desk::empty();
    desk.settings("company = \"Ridgeline Supply\"\nholidays = [2026-12-25]\n[keys]\npromise = [\"p\", \"f5\"]\n");
    let printed = desk.run(&["config"]);
    assert_eq!(printed.code, 0, "{printed:?}");
    desk.settings(&printed.out);
    let again = desk.run(&["config"]);
    assert_eq!(again.out, printed.out, "{again:?}");
    assert!(again.out.contains("Ridgeline Supply") && again.out.contains("2026-12-25"));
}

#[test]
fn a_disk_that_is_full_is_said_and_the_ledger_is_as_before() {
    let desk = Desk::with_book();
    let before = desk.json(DAY, &["aging"]);
    let rows: Vec<String> = (0..4000)
        .map(|n| {
            format!("C{n},Customer {n},,invoice,N-{n},2026-09-03,2026-10-03,,,50.00,50.00,USD")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let file = desk.book("many.csv", &rows);
    // The limit on a file's size stands in for the full disk: without its signal ignored, the program would be killed.
    let program = desk.command().get_program().to_owned();
    let mut command = std::process::Command::new("/bin/sh");
    command
        .args(["-c", "ulimit -f 700; exec \"$@\"", "sh"])
        .arg(&program)
        .args(["--ledger"])
        .arg(desk.ledger())
        .args(["--as-of", "2026-11-27", "import", &file, "--close-missing"])
        .env_clear()
        .env("HOME", desk.path("home"));
    let run = Run::from(command.output().expect("it starts"));
    // What is too small, and what to do.
    run.fails(1, &["no room to write", "ledger.db", "limit on file sizes"]);
    assert_eq!(desk.json(DAY, &["aging"]), before);
    assert_eq!(desk.json(DAY, &["check"])["ok"], true);
}

#[test]
fn a_payment_dated_ahead_is_in_the_answer_and_counts_from_its_day_on() {
    let desk = Desk::with_book();
    let done = desk.json(
        "2026-11-20",
        &[
            "pay",
            "C1003",
            "900",
            "--date",
            "2026-11-24",
            "--invoice",
            "K-1",
        ],
    );
    assert_eq!(done["payment"]["date"], "2026-11-24", "{done}");
    assert_eq!(done["payment"]["amount"], 90_000);
    let balance = |day: &str| desk.json(day, &["show", "C1003"])["account"]["balance"].clone();
    assert_eq!(
        (balance("2026-11-23"), balance("2026-11-24")),
        (90_000.into(), 0.into())
    );
}
