//! The first five minutes: two doors, an import that adds up, one line of guidance until the first saved call.

mod harness;
use bywhen::store::protocol::{Reply, StoreError};
use harness::{Desk, TODAY};
use std::fs;

const AGING: &str = "\
Customer,Invoice date,Type,Invoice no,Due Date,Amount,Open Balance
Harbor Framing LLC,09/03/2026,Invoice,SI-10432,10/03/2026,9200.00,9200.00
Harbor Framing LLC,10/21/2026,Invoice,SI-10502,11/20/2026,5110.00,5110.00
Summit Builders,10/01/2026,Invoice,SI-10440,10/31/2026,2200.50,2200.50
TOTAL,,,,,16510.50,16510.50
";

#[test]
fn the_first_screen_offers_two_doors() {
    let mut desk = Desk::first_run(TODAY);
    desk.shows("Import your receivables")
        .shows("sample desk")
        .shows("A/R Aging Detail");
    desk.press("s")
        .shows("sample desk, nothing is kept")
        .shows("Blue Heron");
}

#[test]
fn receivables_are_imported_after_a_report_that_adds_up() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("aging.csv");
    fs::write(&path, AGING).expect("a file");
    let mut desk = Desk::first_run(TODAY);
    desk.paste(path.to_str().expect("a path"))
        .shows("aging.csv");
    desk.press("Enter")
        .type_text("Ridgeline Supply")
        .press("Enter");
    desk.shows("Of which day is this report?");
    desk.press("Enter")
        .shows("the day of the report is missing");
    desk.type_text("11/20")
        .shows("Fri 20 Nov · 3 days ago")
        .press("Enter");
    desk.shows("16,510.50").shows("3 invoices");
    desk.press("Enter").shows("16,510.50");
    desk.press("y")
        .shows("Ridgeline Supply")
        .shows("Harbor Framing LLC");
    desk.press("Esc")
        .shows("calls the account under the cursor");
    desk.press("Enter f").type_text("fri").press("Enter Enter");
    desk.press("Esc")
        .hides("calls the account under the cursor");
}

#[test]
fn a_list_of_customers_alone_leaves_nobody_to_call_and_says_what_is_missing() {
    let mut desk = Desk::first_run(TODAY);
    let path = desk.home.path().join("contacts.csv");
    fs::write(&path, "Customer Contact List\nAcme\n\nCustomer full name,Phone numbers,Email,Full name,Bill address,Ship address\nHarbor Framing LLC,(360) 555-0141,,Dee Halvorsen,,\n").expect("a file");
    desk.press("i")
        .paste(&path.display().to_string())
        .press("Enter")
        .type_text("Ridgeline Supply")
        .press("Enter");
    // Nobody has a number, so there is no column of them.
    desk.shows("Harbor Framing LLC")
        .shows("phone")
        .hides("number  ");
    desk.press("y")
        .shows("Nothing is past due.")
        .shows("import it: 5, then i")
        .hides("Everyone has a promise");
}

#[test]
fn a_file_that_is_not_there_is_said_and_the_path_stays() {
    let mut desk = Desk::first_run(TODAY);
    desk.press("i")
        .type_text("/nowhere/x.csv")
        .press("Enter")
        .type_text("Co")
        .press("Enter");
    desk.shows("✗ /nowhere/x.csv").shows("file");
}

#[test]
fn a_first_import_that_is_not_written_leaves_no_ledger_and_can_be_ordered_again() {
    let mut desk = Desk::first_run(TODAY);
    let path = desk.home.path().join("open.csv");
    let text =
        "Customer,Invoice no,Date,Due date,Open balance\nHarbor,SI-1,2026-09-03,2026-10-03,10.00\n";
    std::fs::write(&path, text).expect("a file");
    desk.press("i")
        .paste(&path.display().to_string())
        .press("Enter");
    desk.type_text("Ridgeline").press("Enter");
    desk.type_text("11/20").press("Enter");
    desk.shows("y imports it");
    desk.held = true;
    desk.press("y").step();
    assert!(desk.ledger.is_some(), "the ledger is made for it");
    let why = "the import was stopped: nothing was written".to_owned();
    desk.answered(Reply::Failed(StoreError::Refused(why)));
    let gone = (0..20).any(|_| desk.step().ledger.is_none());
    assert!(gone, "and taken away again");
    desk.release()
        .shows("nothing was written")
        .shows("y imports it");
    assert!(desk.model.welcome.no_ledger);
    desk.press("y").shows("Harbor");
    assert!(!desk.model.welcome.no_ledger);
}
