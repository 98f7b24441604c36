//! The import screen with keys only, on real files: picked, seen, decided, imported, stopped, mapped by hand, taken back.

mod harness;
use bywhen::store::protocol::{BatchLine, Reply, Request};
use harness::{Desk, TODAY};
use std::fs;
use std::path::{Path, PathBuf};

fn sample(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/data").join(name).display().to_string()
}

/// A desk on a ledger of our own in which nothing stands yet.
fn empty_desk() -> Desk {
    Desk::empty(TODAY)
}

/// A file in the desk's own folder.
fn write(desk: &Desk, name: &str, text: &str) -> String {
    let path = desk.home.path().join(name);
    fs::write(&path, text).expect("a file");
    path.display().to_string()
}

/// Opens the screen, pastes the path, reads it.
fn pick<'d>(desk: &'d mut Desk, path: &str) -> &'d mut Desk {
    desk.press("5").paste(path).press("Enter")
}

fn batches(desk: &mut Desk) -> Vec<BatchLine> {
    match desk.ask(Request::Batches { limit: 99 }) {
        Some(Reply::Batches(batches)) => batches,
        other => panic!("{other:?}"),
    }
}

fn rejects(desk: &Desk) -> Vec<PathBuf> {
    let all = fs::read_dir(desk.home.path()).expect("the folder");
    all.map(|e| e.expect("a file").path())
        .filter(|p| p.to_string_lossy().contains("rejects"))
        .collect()
}

const OPEN: &str = "\
Customer,Invoice no,Date,Due date,Open balance
Harbor Framing LLC,SI-1,2026-09-03,2026-10-03,9200.00
Harbor Framing LLC,SI-2,2026-10-21,2026-11-20,5110.00
Summit Builders,SI-3,2026-10-01,2026-10-31,2200.50
";

#[test]
fn every_sample_is_seen_as_it_will_be_read_and_imported_with_one_key() {
    for (name, day, sees) in [
        ("qbo_ar_aging_detail.csv", "", "QuickBooks Online"),
        ("qbo_open_invoices.csv", "", "QuickBooks Online"),
        ("qbd_ar_aging_detail.csv", "11/20", "QuickBooks Desktop"),
        ("erpnext_accounts_receivable.csv", "11/20", "ERPNext"),
        ("zoho_Invoice.csv", "", "Zoho"),
        ("zoho_Customer_Payment.csv", "", "Zoho"),
        ("xero_contacts.csv", "", "Xero"),
        ("qbo_customer_contact_list.csv", "", "QuickBooks Online"),
        ("dealer_erp_invoices.csv", "11/20", "Dealer"),
        ("generic_open_items.csv", "11/20", "Plain list"),
    ] {
        let mut desk = empty_desk();
        pick(&mut desk, &sample(name)).shows(name);
        if !day.is_empty() {
            desk.shows("Of which day is this report?");
            desk.type_text(day).press("Enter");
        }
        desk.shows(sees).shows("✓").press("y");
        assert_eq!(batches(&mut desk).len(), 1, "{name}:\n{}", desk.screen());
    }
}

#[test]
fn what_is_shown_is_what_the_file_says() {
    let mut desk = empty_desk();
    pick(&mut desk, &sample("qbo_ar_aging_detail.csv"))
        .shows("sure: every column of it is there")
        .shows("as of Fri 20 Nov by its title")
        .shows("month first:")
        .shows("and so do its rows")
        .shows("Customer full name");
}

#[test]
fn a_report_without_its_day_is_asked_about_and_never_taken_for_today() {
    let mut desk = empty_desk();
    let path = write(&desk, "open.csv", OPEN);
    pick(&mut desk, &path).shows("Of which day is this report?");
    desk.press("Esc").shows("does not say its day");
    desk.press("y").shows("does not say its day");
    assert!(batches(&mut desk).is_empty());
    desk.press("a")
        .type_text("dec 1 2026")
        .shows("has not come yet")
        .press("Enter")
        .shows("has not come yet");
    desk.press("Ctrl-U")
        .type_text("fri")
        .shows("Fri 20 Nov · 3 days ago")
        .press("Enter");
    desk.shows("as of Fri 20 Nov as you said").press("y");
    let made = batches(&mut desk);
    assert_eq!(
        made[0].as_of.map(|d| d.to_string()).as_deref(),
        Some("2026-11-20")
    );
}

#[test]
fn dates_that_can_be_read_both_ways_are_shown_both_ways_and_one_key_decides() {
    let mut desk = empty_desk();
    let text = "Customer,Invoice no,Date,Open balance\nHarbor,1,02/03/2026,5.00\nSummit,2,04/05/2026,7.00\n";
    let path = write(&desk, "both.csv", text);
    pick(&mut desk, &path)
        .shows("Day first or month first?")
        .shows("2026-03-02")
        .shows("2026-02-03");
    desk.press("d").shows("Of which day is this report?");
    desk.type_text("fri").press("Enter");
    desk.shows("day first: 02/03/2026 is 2026-03-02")
        .shows("2026-05-04");
    // Another mind: the rows change at once.
    desk.press("d m").shows("2026-02-03").shows("2026-04-05");
}

#[test]
fn amounts_that_can_be_read_both_ways_are_asked_about() {
    let mut desk = empty_desk();
    let text = "Customer,Invoice no,Date,Open balance\nHarbor,1,2026-03-02,1.234\nSummit,2,2026-05-04,2.500\n";
    let path = write(&desk, "decimals.csv", text);
    pick(&mut desk, &path)
        .shows("Decimal point or decimal comma?")
        .shows("1,234.00");
    desk.press(",").type_text("fri").press("Enter");
    desk.shows("decimal comma: 1.234").shows("2,500.00");
}

#[test]
fn bad_rows_are_left_out_when_told_so_and_written_beside_the_file() {
    let mut desk = empty_desk();
    let bytes = fs::read_to_string(sample("errors_mixed.csv")).expect("the sample");
    let path = write(&desk, "errors.csv", &bytes);
    pick(&mut desk, &path).type_text("fri").press("Enter");
    desk.shows("or press s to import")
        .shows("bad date (")
        .shows("line 3: '2026-09-31' is no date that exists");
    desk.press("y").shows("or press s to import");
    assert!(rejects(&desk).is_empty() && batches(&mut desk).is_empty());
    desk.press("s")
        .shows("left out and written beside the file");
    desk.press("y").shows("rows held back are in");
    assert_eq!(rejects(&desk).len(), 1);
    let held = fs::read_to_string(&rejects(&desk)[0]).expect("the rows");
    assert!(
        held.contains("2026-09-31") && held.contains("bad_date"),
        "{held}"
    );
    assert_eq!(batches(&mut desk).len(), 1);
}

#[test]
fn a_total_that_differs_is_told_and_taken_only_when_accepted() {
    let mut desk = empty_desk();
    let path = write(&desk, "aging.csv", &format!("{OPEN}TOTAL,,,,16000.00\n"));
    pick(&mut desk, &path).type_text("fri").press("Enter");
    desk.shows("t takes it all the")
        .shows("16,000.00")
        .shows("16,510.50")
        .shows("-510.50");
    desk.press("t")
        .shows("although the total differs")
        .press("y");
    let made = batches(&mut desk);
    assert!(made[0].mismatch_taken);
    desk.press("5").shows("the report's own total differed");
}

#[test]
fn closing_much_wants_the_number_typed() {
    let mut desk = empty_desk();
    let path = write(&desk, "a.csv", OPEN);
    pick(&mut desk, &path).type_text("11/13").press("Enter y");
    let short = OPEN.lines().take(2).collect::<Vec<_>>().join("\n");
    let path = write(&desk, "b.csv", &format!("{short}\n"));
    pick(&mut desk, &path).type_text("11/20").press("Enter");
    desk.shows("complete, press x").shows("-5,110.00");
    desk.press("x").shows("Close 2 documents?");
    desk.type_text("3")
        .press("Enter")
        .shows("type 2 to close them");
    desk.press("Ctrl-U").type_text("2").press("Enter");
    desk.shows("2 closed; y imports it").press("y");
    assert_eq!(batches(&mut desk).len(), 2);
}

#[test]
fn an_unknown_layout_is_mapped_by_hand_and_found_again_by_its_header() {
    let mut desk = empty_desk();
    let text = "Hausbank\n\nKunde;Beleg;Belegdatum;F\u{e4}llig;Rest;Filiale\n\
        Bau \u{c4}rger GmbH;7001;01.09.2026;01.10.2026;1.234,00;Nord\n\
        Holz & Co;7002;13.09.2026;13.10.2026;100,50;S\u{fc}d\n";
    let path = write(&desk, "Hausbank offen.csv", text);
    pick(&mut desk, &path)
        .shows("What do the columns of Hausbank offen.csv mean?")
        .shows("Kunde")
        .shows("customer's name")
        .shows("nothing is missing")
        .shows("1,234.00");
    // What is open is taken away and given back by hand.
    desk.press("j j j j Space")
        .shows("still missing: open balance");
    desk.press("y").shows("still missing: open balance");
    desk.press("Enter").shows("What does this column mean?");
    desk.press("j j j j j j Enter").shows("nothing is missing");
    // The name is the last line.
    desk.press("G Enter Ctrl-U")
        .type_text("Hausbank OP")
        .press("Enter");
    desk.shows("profile hausbank-op");
    desk.press("y").shows("Of which day is this report?");
    desk.type_text("fri").press("Enter");
    desk.shows("certain: you mapped this very header")
        .shows("day first: 01.09.2026 is 2026-09-01")
        .shows("1,334.50")
        .press("y");
    let saved = desk.home.path().join("profiles/hausbank-op.toml");
    assert!(saved.is_file());
    assert_eq!(batches(&mut desk)[0].profiles, ["hausbank-op"]);
    // Next week: the same header is known.
    let later = text.replace("7002", "7003");
    let path = write(&desk, "later.csv", &later);
    pick(&mut desk, &path).type_text("mon").press("Enter");
    // A weekday behind us is the last one: today is a Monday, so this is a week ago and older than the ledger.
    desk.shows("certain: you mapped this very header");
    // A mapping of the same name is replaced only when told so.
    desk.press("m y").shows("Put this one");
    desk.press("Esc").shows("What do the columns");
}

#[test]
fn a_layout_that_is_known_can_be_mapped_anew_but_not_under_a_built_in_name() {
    let mut desk = empty_desk();
    let path = write(&desk, "plain.csv", OPEN);
    pick(&mut desk, &path)
        .press("Esc m")
        .shows("nothing is missing");
    desk.press("y").shows("give yours another name");
    assert!(!desk.home.path().join("profiles").exists());
}

#[test]
fn reading_and_an_import_that_does_not_write_yet_can_be_stopped() {
    let mut desk = empty_desk();
    let path = write(&desk, "open.csv", OPEN);
    desk.press("5").paste(&path);
    desk.held = true;
    desk.press("Enter").shows("Esc stops it");
    desk.press("Esc").shows("stopped: nothing was written");
    desk.release().shows("open.csv").hides("Of which day");
    desk.press("Enter").type_text("fri").press("Enter");
    desk.held = true;
    desk.press("y")
        .shows("Esc stops it: the writing has not begun");
    desk.press("Esc")
        .shows("stopping before anything is written");
    desk.release()
        .shows("the import was stopped: nothing was written");
    assert!(batches(&mut desk).is_empty());
    desk.shows("y imports it").press("y");
    assert_eq!(batches(&mut desk).len(), 1);
}

#[test]
fn other_screens_answer_while_an_import_is_under_way() {
    let mut desk = Desk::sample(TODAY);
    let path = write(&desk, "open.csv", OPEN);
    desk.press("5").paste(&path);
    desk.held = true;
    desk.press("Enter");
    desk.press("1 j").shows("why").shows("Import …");
    desk.held = false;
    desk.rest();
    desk.press("5").shows("open.csv");
}

#[test]
fn the_same_file_again_changes_nothing() {
    let mut desk = empty_desk();
    let path = sample("qbo_ar_aging_detail.csv");
    pick(&mut desk, &path).press("y");
    pick(&mut desk, &path).shows("nothing in it is new to the ledger");
    desk.press("y");
    assert_eq!(batches(&mut desk).len(), 1);
}

#[test]
fn the_difference_shows_the_largest_changes_first() {
    let mut desk = empty_desk();
    pick(&mut desk, &sample("qbo_ar_aging_detail_2026-11-13.csv")).press("y");
    pick(&mut desk, &sample("qbo_ar_aging_detail.csv"));
    desk.shows("largest changes")
        .shows("before")
        .shows("closed");
}

#[test]
fn a_whole_import_is_taken_back_after_a_question() {
    let mut desk = empty_desk();
    let path = sample("qbo_ar_aging_detail.csv");
    pick(&mut desk, &path).press("y 5");
    desk.shows("qbo_ar_aging_detail.csv, read as qbo-aging-detail")
        .shows("u undo it");
    desk.press("u").shows("Undo the whole import");
    desk.press("Enter").shows("Undo the whole import");
    desk.press("y").shows("undone:").shows("undone · ");
    assert!(batches(&mut desk)[0].undone);
    desk.hides("u undo it");
    desk.press("u").shows("this import was undone already");
    pick(&mut desk, &path).shows("y imports it").press("y");
    assert_eq!(batches(&mut desk).len(), 2);
}

#[test]
fn several_files_and_folders_go_together() {
    let mut desk = empty_desk();
    pick(&mut desk, &sample("native")).shows("file 1 of 4");
    desk.press("]").shows("file 2 of 4");
    desk.shows("y imports it").press("y");
    assert_eq!(batches(&mut desk)[0].files.len(), 4);
}

#[test]
fn dropped_paths_are_taken_as_terminals_and_file_managers_write_them() {
    let mut desk = empty_desk();
    let path = write(&desk, "open items.csv", OPEN);
    for pasted in [
        format!("'{path}'"),
        path.replace(' ', "\\ "),
        format!("file://{}", path.replace(' ', "%20")),
        format!("{path}\n"),
    ] {
        desk.press("5").paste(&pasted).press("Enter");
        desk.shows("Of which day is this report?");
        desk.press("Esc Esc Ctrl-U Esc");
    }
    // It is offered again.
    desk.press("i").shows("recent").press("Down Enter");
    desk.shows("Of which day is this report?");
}

#[test]
fn what_is_no_receivables_report_is_refused_by_name_and_nothing_is_lost() {
    let mut desk = empty_desk();
    let path = write(&desk, "bill.pdf", "%PDF-1.7 ...");
    pick(&mut desk, &path).shows("this is a PDF");
    // What cannot help is neither said nor offered.
    desk.shows("Esc goes back to take another file");
    desk.hides("have to be mapped")
        .hides("prints no total")
        .hides("d dates")
        .hides("a as of");
    desk.press("y").shows("this is a PDF");
    desk.press("m")
        .shows("no row of this file looks like a header");
    desk.press("Esc").shows("bill.pdf");
}

#[test]
fn a_file_that_is_not_there_is_told_in_words_and_the_path_stays_to_be_corrected() {
    let mut desk = empty_desk();
    pick(&mut desk, "/nowhere/aging.csv")
        .shows("/nowhere/aging.csv: there is no such file")
        .hides("os error")
        .shows("Import your receivables");
}

#[test]
fn the_first_import_in_another_currency_makes_the_book_of_that_currency() {
    let mut desk = Desk::first_run(TODAY);
    desk.press("i")
        .paste(&sample("xero_sales_invoices.csv"))
        .press("Enter");
    desk.type_text("Ridgeline").press("Enter");
    desk.shows("y imports it").press("y");
    desk.shows("Ridgeline");
    let Some(Reply::Status(status)) = desk.ask(Request::Status {
        as_of: harness::day(TODAY),
    }) else {
        panic!("no status");
    };
    assert_eq!(status.currency.code(), "NZD");
}

#[test]
fn a_question_takes_no_answer_from_the_burst_that_opened_it() {
    let mut desk = empty_desk();
    pick(&mut desk, &sample("qbo_ar_aging_detail.csv")).press("y 5");
    desk.burst("u y").shows("Undo the whole import");
    assert!(!batches(&mut desk)[0].undone);
}

#[test]
fn payments_are_told_as_payments_and_customers_are_asked_for_no_day() {
    let mut desk = empty_desk();
    pick(&mut desk, &sample("qbo_invoices_and_received_payments.csv"));
    desk.shows("11 new payments, 6 new accounts")
        .hides("0 changed")
        .hides("a as of");
    desk.press("y").shows("11 new payments, 6 new accounts");
    desk.press("5").shows("11 new payments");
    pick(&mut desk, &sample("qbo_customer_contact_list.csv"));
    desk.shows("a list of customers has no amounts to add up");
    desk.hides("a as of").hides("d dates");
    desk.press("a").shows("a list of customers has no dates");
}

#[test]
fn a_yes_to_what_is_refused_says_where_the_reason_stands() {
    let mut desk = empty_desk();
    let path = write(&desk, "list.csv", &OPEN.replace("5110.00", "soon"));
    pick(&mut desk, &path).type_text("11/20");
    desk.press("Enter").shows("1 row held back");
    desk.press("y")
        .shows("it is refused as it stands")
        .hides("--skip-errors");
    desk.shows("nothing: it is refused as it stands");
}
