//! Reports on the command line: the same figures in four formats, read back by libraries; the morning brief; closes of days.

mod cli_support;

use calamine::{Data, Reader, Xlsx};
use cli_support::{Desk, first, has_keys};
use serde_json::Value;

const TODAY: &str = "2026-11-23";
const NAMES: [&str; 9] = [
    "aging",
    "promises",
    "broken",
    "forecast",
    "barriers",
    "activity",
    "metrics",
    "roll-rates",
    "concentration",
];

/// The sample ledger in a file.
fn sample() -> Desk {
    let desk = Desk::empty();
    let ledger = desk.ledger();
    let run = desk.on(TODAY, &["demo", "--keep", ledger.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

fn to_file(desk: &Desk, name: &str, format: &str) -> std::path::PathBuf {
    let path = desk.path(&format!("{name}.{format}"));
    let to = path.to_str().expect("UTF-8");
    let run = desk.on(TODAY, &["report", name, "--format", format, "-o", to]);
    assert_eq!(run.code, 0, "{run:?}");
    path
}

#[test]
fn every_report_says_the_same_in_every_format() {
    let desk = sample();
    for name in NAMES {
        let json = desk.json(TODAY, &["report", name]);
        has_keys(
            &json,
            &["report", "as_of", "from", "to", "currency", "rows"],
        );
        assert_eq!(json["report"], name);
        let rows = json["rows"].as_array().expect("rows");
        assert!(!rows.is_empty(), "{name}");

        let mut csv = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .from_path(to_file(&desk, name, "csv"))
            .expect("a file");
        let lines: Vec<csv::StringRecord> = csv.records().map(|r| r.expect("a record")).collect();
        assert_eq!(
            lines.len(),
            rows.len() + 2,
            "{name}: a title, headings, rows"
        );
        let heads: Vec<&str> = lines[1].iter().collect();

        let mut book: Xlsx<_> =
            calamine::open_workbook(to_file(&desk, name, "xlsx")).expect("a workbook");
        let sheet = book
            .worksheet_range_at(0)
            .expect("a sheet")
            .expect("a range");
        let cells: Vec<&[Data]> = sheet.rows().collect();
        assert_eq!(cells.len(), lines.len(), "{name}");

        for (n, row) in rows.iter().enumerate() {
            let line = &lines[n + 2];
            for (c, head) in heads.iter().enumerate() {
                let said = line.get(c).unwrap_or("");
                let cell = cells[n + 2].get(c).unwrap_or(&Data::Empty);
                match &row[*head] {
                    Value::Null => assert_eq!(said, "", "{name} {head}"),
                    Value::String(text) => assert_eq!(said, text, "{name} {head}"),
                    Value::Number(number) => {
                        let shown: f64 = said
                            .parse()
                            .unwrap_or_else(|_| panic!("{name} {head}: {said}"));
                        let exact = number.as_f64().expect("a number");
                        // Money is in minor units there and in units here; rates and counts are as they are.
                        let same =
                            (shown - exact).abs() < 1e-6 || (shown * 100.0 - exact).abs() < 1e-6;
                        assert!(same, "{name} {head}: {said} and {number}");
                        if let Data::Float(float) = cell {
                            assert!(
                                (float - shown).abs() < 1e-6,
                                "{name} {head}: {float} and {said}"
                            );
                        }
                    }
                    other => panic!("{name} {head}: {other}"),
                }
            }
        }
        let text = desk.on(TODAY, &["report", name]);
        assert_eq!(text.code, 0, "{text:?}");
        assert!(
            !text.out.contains('\u{1b}'),
            "{name}: no escapes where nobody looks"
        );
    }
    // Each file that left is in the log.
    let log = desk.on(TODAY, &["undo", "--list", "--limit", "60"]);
    assert!(log.out.contains("report aging exported as xlsx"), "{log:?}");
}

#[test]
fn a_name_that_begins_like_a_formula_is_made_harmless() {
    let desk = Desk::empty();
    let file = desk.book(
        "book.csv",
        &["C1,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",,invoice,A-1,2026-09-03,2026-10-03,Net 30,,500.00,500.00,USD"],
    );
    assert_eq!(desk.on("2026-11-20", &["import", &file]).code, 0);
    let csv = desk.on(
        "2026-11-20",
        &["report", "concentration", "--format", "csv"],
    );
    assert!(csv.out.contains("'=HYPERLINK"), "{csv:?}");
    assert!(!csv.out.contains(",=HYPERLINK"), "{csv:?}");
    let to = desk.path("c.xlsx");
    let run = desk.on(
        "2026-11-20",
        &[
            "report",
            "concentration",
            "--format",
            "xlsx",
            "-o",
            to.to_str().expect("UTF-8"),
        ],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let mut book: Xlsx<_> = calamine::open_workbook(&to).expect("a workbook");
    assert!(
        book.worksheet_formula("concentration")
            .expect("a sheet")
            .is_empty()
    );
}

#[test]
fn the_aging_report_agrees_with_the_aging_command_on_every_day() {
    let desk = sample();
    for day in ["2026-10-20", "2026-11-02", TODAY] {
        let aging = desk.json(day, &["aging"]);
        let report = desk.json(day, &["report", "aging"]);
        let (a, r) = (first(&aging, "currencies"), first(&report, "rows"));
        for (bucket, amount) in a["buckets"].as_object().expect("buckets") {
            assert_eq!(&r[bucket], amount, "{day} {bucket}");
        }
        for (ours, theirs) in [
            ("open", "total_open"),
            ("past_due", "past_due"),
            ("unapplied", "unapplied"),
            ("balance", "balance"),
            ("invoices", "open_invoices"),
        ] {
            assert_eq!(r[ours], a[theirs], "{day} {ours}");
        }
    }
}

#[test]
fn the_rows_behind_a_line_add_up_to_it() {
    let desk = sample();
    let report = desk.json(TODAY, &["report", "metrics"]);
    let lines = report["rows"].as_array().expect("rows");
    for (n, line) in lines.iter().enumerate().take(5) {
        let number = (n + 1).to_string();
        let rows = desk.json(TODAY, &["report", "metrics", "--rows", &number]);
        let sum: i64 = rows["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|r| r["amount"].as_i64().expect("an amount"))
            .sum();
        assert_eq!(Some(sum), line["value"].as_i64(), "{line}");
    }
    desk.on(TODAY, &["report", "metrics", "--rows", "999"])
        .fails(2, &["no line 999"]);
    desk.on(TODAY, &["report", "concentration", "--rows", "1"])
        .fails(2, &["bywhen show"]);
}

#[test]
fn what_does_not_make_a_period_or_a_report_is_wrong_usage() {
    let desk = Desk::with_book();
    desk.on(TODAY, &["report", "agging"]).fails(2, &["aging"]);
    desk.on(
        TODAY,
        &[
            "report",
            "aging",
            "--from",
            "2026-11-20",
            "--to",
            "2026-11-01",
        ],
    )
    .fails(2, &["before it begins"]);
    desk.on(TODAY, &["report", "aging", "--json", "--format", "csv"])
        .fails(2, &["contradict"]);
    let ahead = ["--from", "2026-12-01", "--to", "2026-12-31"];
    desk.on(TODAY, &[&["report", "metrics"], &ahead[..]].concat())
        .fails(2, &["2026-12-01", "forecast"]);
    let forecast = desk.on(TODAY, &[&["report", "forecast"], &ahead[..]].concat());
    assert_eq!(forecast.code, 0, "{forecast:?}");
}

#[test]
fn an_empty_ledger_gives_n_a_and_no_failure() {
    let desk = Desk::with_book();
    let metrics = desk.on("2026-01-05", &["report", "metrics"]);
    assert_eq!(metrics.code, 0, "{metrics:?}");
    assert!(metrics.out.contains("n/a"), "{metrics:?}");
    for name in NAMES {
        assert_eq!(desk.on("2026-01-05", &["report", name]).code, 0, "{name}");
    }
}

#[test]
fn the_morning_brief_is_one_screen_of_plain_text() {
    let desk = sample();
    let run = desk.on(TODAY, &["brief"]);
    assert_eq!(run.code, 0, "{run:?}");
    for words in [
        "MORNING BRIEF",
        "Ridgeline Supply",
        "Open 893,338.31 USD, past due 546,571.41 (61.2 %), 44 accounts.",
        "BROKE since Fri 20 Nov: nothing",
        "NOT MADE GOOD, of the last thirty days: 4",
        "Harbor Framing LLC",
        "3,400.00 USD",
        "DUE TODAY: 1",
        "WAITS FOR YOUR WORD",
        "Promised for today and overdue: 20,322.23, likely 15,379.86.",
        "Promised up to Sun 29 Nov: 36,508.13, likely 28,100.55.",
        "broken since Mon 16 Nov (2nd)    24,800.10 USD",
        "TO BE DECIDED: 3 promises not kept; the oldest has waited 10 days",
        "waiver, Ana asks: late fees",
        "WHERE TODAY'S MONEY SHOULD COME FROM, 24 accounts to call, first of them: 5",
    ] {
        assert!(run.out.contains(words), "'{words}' in\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "no escapes");
    for line in run.out.lines() {
        let wide = unicode_width::UnicodeWidthStr::width(line);
        assert!(wide <= 76, "{wide}: {line}");
    }
    assert!(run.out.lines().count() <= 50, "{}", run.out);
    let json = desk.json(TODAY, &["brief"]);
    has_keys(
        &json,
        &[
            "as_of",
            "open",
            "past_due",
            "broke",
            "due_today",
            "approvals",
            "calls",
            "forecast",
        ],
    );
    assert_eq!(json["past_due"], 54_657_141);
    assert_eq!(first(&json, "due_today")["short"], 792_223);
    assert_eq!(json["still_broken"].as_array().map(Vec::len), Some(4));
    // On the morning after its window closed it is what broke.
    let run = desk.on("2026-11-19", &["brief"]);
    assert!(run.out.contains("BROKE since Wed 18 Nov: 1"), "{run:?}");
    // A ledger without anything to say says so.
    let quiet = Desk::with_book();
    let run = quiet.on("2026-11-20", &["brief"]);
    assert!(run.out.contains("DUE TODAY: no promise"), "{run:?}");
    assert!(run.out.contains("WAITS FOR YOUR WORD: nothing"), "{run:?}");
}

#[test]
fn a_day_is_closed_once_and_its_trend_survives_what_is_imported_later() {
    let desk = Desk::with_book();
    let run = desk.on("2026-11-21", &["close"]);
    assert!(
        run.out.contains("1 day closed, up to Fri 20 Nov"),
        "{run:?}"
    );
    let again = desk.on("2026-11-21", &["close"]);
    assert!(again.out.contains("closed already"), "{again:?}");
    desk.on("2026-11-21", &["close", "--to", "2026-11-21"])
        .fails(2, &["not over yet"]);
    // A week later a list says that A-1 was settled on some day before Fri 20 Nov: the ledger's word of that evening changes.
    let before = desk.json("2026-11-27", &["report", "aging"]);
    let run = desk.on(
        "2026-11-27",
        &[
            "pay",
            "C1002",
            "4107.71",
            "--date",
            "2026-11-19",
            "--invoice",
            "B-1",
        ],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let after = desk.on("2026-11-27", &["report", "aging"]);
    assert!(
        after.out.contains("of 1 the ledger says otherwise now"),
        "{after:?}"
    );
    assert!(
        before["notes"]
            .to_string()
            .contains("as closed that evening"),
        "{before}"
    );
    let check = desk.json("2026-11-27", &["check", "--strict"]);
    assert_eq!(check["ok"], true, "{check}");
    let line = check["checks"].as_array().expect("checks").iter();
    assert!(
        line.into_iter().any(|c| c["name"] == "daily closes"),
        "{check}"
    );
    // Closes of past days can be made later, and are marked as made later; all of it can be undone.
    let more = desk.json(
        "2026-11-27",
        &["close", "--from", "2026-11-16", "--to", "2026-11-20"],
    );
    assert_eq!(more["closed"].as_array().map(Vec::len), Some(4));
    assert_eq!(more["already"][0], "2026-11-20");
}
