//! The supervisor reads: every report and the rows behind its figures, with keys only.

mod harness;
use bywhen::store::protocol::{Reply, Reported, Request};
use harness::{Desk, TODAY};

#[test]
fn the_fourth_tab_shows_the_aging_with_its_picture() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("4")
        .shows("▸aging")
        .shows("Aging as of Mon 23 Nov 2026 · USD")
        .shows("◆◆ 121+")
        .shows("893,338");
}

#[test]
fn a_line_leads_to_its_accounts_and_on_to_the_prep_of_one() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 j j Enter")
        .shows("Open by account, Ben")
        .shows("2 rows · 38,647.70 USD")
        .shows("Basalt Foundations")
        .hides("Northgate Homes");
    desk.press("Esc").shows("▸aging").shows("past due");
    desk.press("Enter").shows("Ironwood");
    desk.press("Enter")
        .shows("Basalt Foundations")
        .shows("invoices");
}

#[test]
fn tab_goes_through_all_reports_and_round_again() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4");
    for (name, shows) in [
        ("promises", "kept by the day, by count"),
        ("broken", "Broken and light promises"),
        ("forecast", "was, week of 16 Nov"),
        ("barriers", "awaiting internal approval"),
        ("activity", "calls a day"),
        ("metrics", "average days delinquent"),
        ("roll rates", "rolled on"),
        ("concentration", "Northgate Homes"),
        ("credit", "Credit as of"),
        ("disputes", "Disputes"),
        ("aging", "121+"),
    ] {
        desk.press("Tab").shows(&format!("▸{name}")).shows(shows);
    }
    desk.press("Shift-Tab").shows("▸disputes");
    desk.press("h h h h").shows("▸metrics");
}

#[test]
fn the_lines_of_the_disputes_have_their_cases_behind_them() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 Shift-Tab").shows("▸disputes").press("Enter");
    desk.shows("Disputes and deductions: damaged or returned")
        .shows("3,156.01");
    desk.press("Enter").shows("Grand Total Excavation");
}

#[test]
fn a_metric_says_what_was_divided_by_what_and_shows_its_rows() {
    let mut desk = Desk::sample(TODAY).sized(120, 36);
    desk.press("4 Tab Tab Tab Tab Tab Tab")
        .shows("893,338 open / 322,837 billed × 30 days")
        .shows("83.0");
    // Where there is no room for it, what was divided by what stands below, for the selected line.
    let mut narrow = Desk::sample(TODAY).sized(80, 24);
    narrow
        .press("4 Tab Tab Tab Tab Tab Tab j j j j j")
        .shows("893,338 open / 322,837 billed × 30 days");
    // The second line: billed.
    desk.press("j Enter")
        .shows("Billed · ")
        .shows("322,837.39 USD")
        .shows("dated");
    desk.press("Esc j j j j Enter")
        .shows("Open invoices · 79 rows · 893,338.31 USD");
}

#[test]
fn every_figure_of_the_metrics_leads_to_the_rows_that_it_is_made_of() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 Tab Tab Tab Tab Tab Tab").shows("of what");
    for line in 0..17 {
        desk.press("Enter");
        let screen = desk.screen();
        assert!(!screen.contains("of what"), "line {line}: {screen}");
        desk.press("Esc").shows("of what").press("j");
    }
}

#[test]
fn the_period_is_moved_and_made_longer_with_one_key() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 Tab")
        .shows("Sun 25 Oct 2026 to Mon 23 Nov 2026");
    desk.press("[").shows("Fri 25 Sep 2026 to Sat 24 Oct 2026");
    desk.press("]").shows("Sun 25 Oct 2026 to Mon 23 Nov 2026");
    desk.press("]").shows("this period ends today already");
    desk.press("p").shows("Sun 1 Nov 2026 to Mon 23 Nov 2026");
    desk.press("p").shows("Wed 26 Aug 2026 to Mon 23 Nov 2026");
}

#[test]
fn reports_are_narrowed_to_a_collector_and_widened_again() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 c").shows("Ana's accounts").shows("854,690");
    desk.press("c").shows("Ben's accounts").shows("38,647");
    desk.press("c").hides("accounts").shows("893,338");
    desk.press("s").shows("commercial accounts");
    desk.press("s").shows("consumer accounts").shows("1,873.45");
    desk.press("s")
        .shows("mixed accounts")
        .shows("Nothing is open");
}

#[test]
fn a_saved_act_is_in_the_report_the_next_time_it_is_looked_at() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 Tab Tab Tab Tab Tab")
        .shows("▸activity")
        .shows("37");
    desk.press("1 n").type_text("asked again").press("Enter");
    desk.press("4")
        .shows("▸activity")
        .hides("somebody saved since");
}

#[test]
fn keys_are_answered_while_a_report_is_read() {
    let mut desk = Desk::sample(TODAY);
    desk.held = true;
    desk.press("4");
    // The answer is not there yet: the screen says so, and the other screens are a key away.
    desk.shows("reading the ledger")
        .press("1")
        .shows("Northgate Homes");
    desk.release();
    desk.press("4").shows("▸aging").shows("893,338");
}

#[test]
fn the_table_is_copied_for_a_spreadsheet() {
    let mut desk = Desk::sample(TODAY);
    desk.press("4 y")
        .shows("the table sent to the terminal's clipboard");
    let text = desk.copied.last().expect("a text");
    assert!(text.starts_with("group\tcurrent\t1-30"), "{text}");
    assert!(text.contains("all\t341910.28\t156034.41"), "{text}");
}

#[test]
fn the_last_business_day_is_closed_once_when_the_desk_starts() {
    let mut desk = Desk::sample(TODAY);
    // It is nobody's act: what the key undoes is the last act of a person.
    desk.press("u").hides("close of").shows("Undo '");
    desk.press("y").hides("close of").shows("undone:");
    let mut ledger = desk.ledger.take().expect("a ledger");
    let friday = harness::day("2026-11-20");
    let reply = ledger.ask(
        Request::CloseOf {
            day: friday,
            derived: false,
        },
        &mut |_| {},
    );
    assert!(
        matches!(reply, Reply::Reported(Reported::Close(None))),
        "{reply:?}"
    );
}

#[test]
fn a_report_is_written_into_a_new_file_and_stands_in_the_log() {
    let mut desk = Desk::sample(TODAY);
    let path = |desk: &Desk, name: &str| desk.home.path().join(name).display().to_string();
    desk.press("4 e")
        .shows("Report into a file")
        .shows("aging-2026-11-23.xlsx");
    for name in ["aging.xlsx", "aging.csv", "aging.json", "aging.txt"] {
        let to = path(&desk, name);
        if desk.model.overlay.is_none() {
            desk.press("e");
        }
        desk.press("Ctrl-U").paste(&to).press("Enter").shows("rows");
        let written = std::fs::read(&to).expect("a file");
        assert!(!written.is_empty(), "{name}");
    }
    // The workbook is one that a spreadsheet opens, and it says what the CSV says.
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(path(&desk, "aging.xlsx")).expect("a workbook");
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0);
    let sheet = sheet.expect("a sheet").expect("a range");
    let csv = std::fs::read_to_string(path(&desk, "aging.csv")).expect("text");
    let mut lines = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let lines: Vec<csv::StringRecord> = lines.records().map(|r| r.expect("a line")).collect();
    assert_eq!(sheet.rows().count(), lines.len());
    assert!(lines.len() > 3, "{csv}");
    for (cells, line) in sheet.rows().zip(&lines) {
        for (cell, said) in cells.iter().zip(line.iter()) {
            match cell {
                calamine::Data::Float(n) => {
                    let said: f64 = said.parse().unwrap_or_else(|_| panic!("{said} is {n}"));
                    assert!((said - n).abs() < 1e-6, "{said} is {n}");
                }
                calamine::Data::Empty => assert_eq!(said, ""),
                other => assert_eq!(other.to_string(), said),
            }
        }
    }
    assert!(csv.lines().any(|l| l.starts_with("all,")), "{csv}");
    // What is there already stays as it is, and the form stays open.
    let taken = path(&desk, "aging.csv");
    desk.press("e Ctrl-U")
        .paste(&taken)
        .press("Enter")
        .shows("is there already");
    assert_eq!(std::fs::read_to_string(&taken).expect("text"), csv);
    desk.press("Ctrl-U").paste("aging.exe").press("Enter");
    desk.shows("the ending says how it is written").press("Esc");
    let Some(Reply::Events(events)) = desk.ask(Request::Events { limit: 10 }) else {
        panic!("no events")
    };
    let left = events
        .iter()
        .filter(|e| e.what.contains("report aging"))
        .count();
    assert_eq!(left, 4, "{events:?}");
}

#[test]
fn a_report_shows_how_far_it_is_and_every_key_answers_between_two_steps() {
    let mut desk = Desk::sample(TODAY);
    desk.held = true;
    desk.press("4");
    while desk.model.reports.progress.is_none() {
        desk.step();
    }
    desk.shows("reading account 32 of 44");
    desk.press("Tab")
        .shows("▸promises")
        .shows("reading account");
    desk.press("?").shows("Keys: Reports").press("Esc");
    desk.press("1").shows("Northgate Homes");
    desk.release();
    desk.press("4").shows("▸promises").hides("reading account");
    assert!(desk.model.reports.data.is_some());
}
