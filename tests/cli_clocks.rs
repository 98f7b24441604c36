//! The ladder, placements and liens from the command line: told before done, packaged, counted, undone.

mod cli_support;

use cli_support::{ANYWAY, Desk, HAND_OVER};
use std::os::unix::fs::PermissionsExt;

const DAY: &str = "2026-11-23";

fn proven(desk: &Desk) {
    let checked = desk.json(DAY, &["check", "--strict"]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn what_was_told_lets_a_hold_pass_after_its_notice_and_not_before() {
    let desk = Desk::with_book();
    let hold = |day: &str| desk.on(day, &["hold", "C1001", "credit_hold", "--reason", "x"]);
    let run = hold(DAY);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("they were not told"), "{run:?}");
    let told = desk.json(DAY, &["told", "C1001", "credit_hold", "--to", "Dana"]);
    assert!(
        told["what"].as_str().is_some_and(|w| w.contains("told")),
        "{told}"
    );
    let run = hold("2026-11-27");
    assert!(run.err.contains("have until Sat 28 Nov"), "{run:?}");
    assert_eq!(hold("2026-11-28").code, 0);
    let ladder = desk.json("2026-11-28", &["ladder", "C1001"]);
    assert_eq!(ladder["clocks"]["told"][0]["step"], "credit_hold");
    let trail = desk.json("2026-11-28", &["audit"]).to_string();
    assert!(!trail.contains("\"what\":\"overridden\""), "{trail}");
    proven(&desk);
}

#[test]
fn a_placed_account_leaves_the_queue_has_its_file_and_comes_back_when_recalled() {
    let desk = Desk::with_book();
    let out = desk.path("agency");
    let out = out.to_str().expect("a path");
    let place = |more: &[&str]| desk.on(DAY, &[&HAND_OVER[..], more].concat());
    let run = place(&[]);
    assert!(run.err.contains("not told of the placement"), "{run:?}");
    assert_eq!(
        place(&["--anyway", "moving away", "--package", out]).code,
        0
    );
    let mut names: Vec<String> = std::fs::read_dir(out)
        .expect("a folder")
        .map(|e| {
            e.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "contacts.csv",
            "invoices.csv",
            "promises.csv",
            "statement.pdf",
            "summary.txt",
            "touches.csv"
        ]
    );
    let mode = std::fs::metadata(out).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let run = desk.on(DAY, &["place", "package", "C1001", "-o", out]);
    assert!(run.err.contains("is not overwritten"), "{run:?}");
    let zip = desk.path("a.zip");
    let zip = zip.to_str().expect("a path");
    assert_eq!(
        desk.on(DAY, &["place", "package", "C1001", "-o", zip]).code,
        0
    );
    assert!(std::fs::read(zip).expect("there").starts_with(b"PK"));
    let why = desk.json(DAY, &["queue", "--why", "C1001"]);
    assert!(why.to_string().contains("placed"), "{why}");
    let trail = desk.json(DAY, &["audit"]).to_string();
    assert!(trail.contains("moving away"), "{trail}");
    desk.json(DAY, &["place", "acknowledge", "C1001"]);
    desk.json(DAY, &["place", "recovered", "C1001", "500", "--fee", "125"]);
    // A typing error is no recovery: no more comes back than was placed.
    desk.on(DAY, &["place", "recovered", "C1001", "50,000"])
        .fails(1, &["was placed and 500.00 of it came back"]);
    let list = desk.json(DAY, &["place", "list"]);
    assert_eq!(list["placements"][0]["recovered"]["fees"], 12_500, "{list}");
    desk.json(DAY, &["place", "recall", "C1001"]);
    let why = desk.json(DAY, &["queue", "--why", "C1001"]);
    assert!(!why.to_string().contains("\"placed\""), "{why}");
    proven(&desk);
}

#[test]
fn what_is_on_dispute_is_not_proposed_to_an_agency_and_all_of_it_is_refused() {
    let desk = Desk::with_book();
    desk.json(DAY, &["dispute", "C1001", "A-1", "800", "pricing"]);
    let over = [&HAND_OVER[..], &ANYWAY[..]].concat();
    desk.json(DAY, &over);
    let placed = |desk: &Desk| desk.json(DAY, &["place"])["placements"][0]["placement"].clone();
    assert_eq!(placed(&desk)["amount"], 760_000, "{}", placed(&desk));
    desk.json(DAY, &["undo"]);
    // Whoever names the amount may place what is contested as well.
    desk.json(DAY, &[&over[..], &["--amount", "8400"]].concat());
    assert_eq!(placed(&desk)["amount"], 840_000, "{}", placed(&desk));
    desk.json(DAY, &["undo"]);
    desk.json(DAY, &["dispute", "C1001", "A-1", "4200", "tax"]);
    desk.json(DAY, &["dispute", "C1001", "A-2", "3400", "tax"]);
    desk.on(DAY, &over).fails(
        1,
        &["all that is past due", "on dispute", "nothing was saved"],
    );
    proven(&desk);
}

#[test]
fn a_rule_that_nobody_verified_says_so_wherever_its_deadline_is_shown() {
    let desk = Desk::with_book();
    desk.settings("");
    let job = [
        "job", "add", "C1001", "Pier 9", "--state", "CA", "--role", "supplier",
    ];
    desk.json(DAY, &[&job[..], &["--first", "2026-11-10"]].concat());
    let shown = |what: &[&str]| desk.on(DAY, what).out;
    for what in [
        &["lien", "rules", "CA"][..],
        &["lien", "clock", "C1001"],
        &["clocks"],
    ] {
        assert!(shown(what).contains("not verified"), "{}", shown(what));
    }
    let own = "[[rule]]\nstate = \"CA\"\nstep = \"preliminary_notice\"\nfrom = \"first_furnishing\"\ndays = 20\nsource = \"our counsel\"\nverified_on = 2026-11-20\n";
    desk.file("home/config/bywhen/liens.toml", own);
    assert!(
        shown(&["clocks"]).contains("verified 2026-11-20"),
        "{}",
        shown(&["clocks"])
    );
}

#[test]
fn a_text_that_looks_like_a_formula_leaves_as_text() {
    let desk = Desk::with_book();
    desk.json(DAY, &["note", "C1001", "=HYPERLINK(\"http://x\")"]);
    let out = desk.path("file");
    let out = out.to_str().expect("a path");
    assert_eq!(
        desk.on(DAY, &["place", "package", "C1001", "-o", out]).code,
        0
    );
    let touches = std::fs::read_to_string(format!("{out}/touches.csv")).expect("there");
    assert!(touches.contains("'=HYPERLINK"), "{touches}");
}

#[test]
fn a_job_is_counted_down_its_parties_are_called_and_a_bankruptcy_stops_it() {
    let desk = Desk::with_book();
    let on = |day: &str, what: &[&str]| desk.json(day, what);
    on(
        DAY,
        &[
            "job",
            "add",
            "C1001",
            "Pier 9",
            "--state",
            "ca",
            "--first",
            "2026-11-10",
            "--completion",
            "2026-09-20",
        ],
    );
    on(
        DAY,
        &[
            "job",
            "party",
            "C1001",
            "pier",
            "owner",
            "Pier Owners LLC",
            "--phone",
            "555-0100",
        ],
    );
    let clock = on(DAY, &["lien", "clock", "C1001"]);
    let line = |n: usize| clock["jobs"][0]["clock"][n].clone();
    assert_eq!(line(0)["due_on"], "2026-11-30", "{clock}");
    assert_eq!(line(1)["due_on"], "2026-12-19", "{clock}");
    let why = on(DAY, &["queue", "--why", "C1001"]);
    assert!(why.to_string().contains("lien_clock"), "{why}");
    let run = desk.on(
        DAY,
        &["lien", "plan", "C1001", "pier", "lien", "2026-12-01"],
    );
    assert!(run.err.contains("earliest day is Thu 3 Dec"), "{run:?}");
    on(
        DAY,
        &["lien", "plan", "C1001", "pier", "lien", "2026-12-10"],
    );
    let tasks = on(DAY, &["task", "list"]);
    assert_eq!(tasks["tasks"][0]["kind"], "courtesy_call", "{tasks}");
    assert_eq!(tasks["tasks"][0]["due_on"], "2026-11-30");
    let id = tasks["tasks"][0]["id"].to_string();
    on(
        DAY,
        &["lien", "record", "C1001", "pier", "preliminary_notice"],
    );
    on(DAY, &["told", "C1001", "lien", "--to", "Dana"]);
    on(
        "2026-11-25",
        &["task", "done", &id, "--note", "spoke with their office"],
    );
    // Told, called and noticed in time: no word is needed.
    on(
        "2026-12-10",
        &["lien", "record", "C1001", "pier", "lien", "--amount", "500"],
    );
    let trail = on("2026-12-10", &["audit"]).to_string();
    assert!(!trail.contains("\"area\":\"lien\""), "{trail}");
    on("2026-12-11", &["hold", "C1001", "bankruptcy"]);
    let run = desk.on(
        "2026-12-11",
        &["lien", "record", "C1001", "pier", "suit", "--anyway", "x"],
    );
    assert!(run.err.contains("bankruptcy hold is in force"), "{run:?}");
    let run = desk.on("2026-12-11", &["notice", "C1001", "--to", "a@example.com"]);
    assert_eq!(run.code, 1, "{run:?}");
    proven(&desk);
}

#[test]
fn rules_of_ones_own_are_read_and_a_wrong_line_is_named() {
    let desk = Desk::with_book();
    desk.settings("");
    let own = "home/config/bywhen/ladder.toml";
    desk.file(own, "[[step]]\nstep = \"cal\"\ndays = 3\n");
    let run = desk.on(DAY, &["ladder"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.err.contains("ladder.toml:2:8") && run.err.contains("did you mean 'call'"),
        "{run:?}"
    );
    desk.file(own, "[[step]]\nstep = \"call\"\ndays = 3\n");
    assert!(desk.on(DAY, &["ladder"]).out.contains("3d"));
    assert!(
        desk.on(DAY, &["lien", "rules", "TX"])
            .out
            .contains("53.056")
    );
}

#[test]
fn the_calls_before_a_planned_filing_bring_the_account_up_by_their_day_until_they_are_made() {
    let desk = Desk::with_book();
    let on = |day: &str, what: &[&str]| desk.json(day, what);
    let job = ["job", "add", "C1001", "Pier 9", "--state", "OR"];
    on(DAY, &job);
    let party =
        |day: &str, part: &str, name: &str| on(day, &["job", "party", "C1001", "pier", part, name]);
    party(DAY, "owner", "Pier Owners LLC");
    on(
        DAY,
        &["lien", "plan", "C1001", "pier", "lien", "2026-12-10"],
    );
    let lien = |day: &str| {
        let why = on(day, &["queue", "--why", "C1001"]);
        let reasons = why["reasons"].as_array().cloned().unwrap_or_default();
        let found = reasons.iter().find(|r| r["reason"] == "lien_clock");
        found.map_or(String::new(), |r| r["detail"].to_string())
    };
    assert!(
        lien(DAY).contains("by Mon 30 Nov, in 7 days"),
        "{}",
        lien(DAY)
    );
    let brief = |day: &str| on(day, &["show", "C1001"])["brief"].to_string();
    let call = "courtesy call by Mon 30 Nov, before the lien on Pier 9 of Thu 10 Dec";
    assert!(brief(DAY).contains(call), "{}", brief(DAY));
    // Who comes later is called too, and a corrected number is no further call.
    party("2026-11-24", "lender", "First Bank");
    on(
        "2026-11-24",
        &[
            "job",
            "party",
            "C1001",
            "pier",
            "owner",
            "Pier Owners LLC",
            "--phone",
            "555-0100",
        ],
    );
    let tasks = on("2026-11-24", &["task", "list"])["tasks"].clone();
    let calls: Vec<&serde_json::Value> = tasks
        .as_array()
        .into_iter()
        .flatten()
        .filter(|t| t["kind"] == "courtesy_call")
        .collect();
    assert_eq!(calls.len(), 2, "{tasks}");
    assert!(
        calls[1]["what"].to_string().contains("First Bank"),
        "{tasks}"
    );
    assert!(brief("2026-11-24").contains("First Bank"));
    // Their day passes: it says so, and the filing's own day is what counts.
    assert!(
        brief("2026-12-01").contains("courtesy call was due by Mon 30 Nov"),
        "{}",
        brief("2026-12-01")
    );
    assert!(
        lien("2026-12-01").contains("by Thu 10 Dec"),
        "{}",
        lien("2026-12-01")
    );
    for task in &calls {
        let id = task["id"].to_string();
        on("2026-11-25", &["task", "done", &id, "--note", "spoke"]);
    }
    assert!(!brief("2026-11-26").contains("courtesy call"));
    assert!(
        lien("2026-11-26").contains("by Thu 10 Dec"),
        "{}",
        lien("2026-11-26")
    );
    // Nothing is due any more: nobody is called about it.
    on("2026-11-26", &["pay", "C1001", "8400"]);
    on("2026-12-12", &["queue", "--why", "C1001"]);
    assert_eq!(lien("2026-12-12"), "");
    proven(&desk);
    let undone = desk.on("2026-11-26", &["undo"]);
    assert_eq!(undone.code, 0, "{undone:?}");
    proven(&desk);
}
