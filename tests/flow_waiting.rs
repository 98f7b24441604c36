//! What the desk does while somebody else keeps the ledger, and when its own store thread stops (FAULTS C1, T6).

mod harness;

use bywhen::store::protocol::{Reply, StoreError, Waiting};
use harness::{Desk, TODAY};

fn waiting(seconds: u64) -> Reply {
    Reply::Waiting(Waiting {
        who: "Ann is saving".into(),
        seconds,
    })
}

fn busy() -> Reply {
    let text = "Ann is saving (pid 812, 5 s): nothing was saved here; try again in a moment";
    Reply::Failed(StoreError::Busy(text.into()))
}

/// A promise at Northgate whose save is under way.
fn promising() -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.find("northgate").press("p").type_text("nov 30");
    desk.held = true;
    desk.press("Enter");
    desk
}

#[test]
fn a_save_that_waits_says_for_whom_and_how_long() {
    let mut desk = promising();
    desk.answered(waiting(0))
        .shows("Ann is saving · Esc gives up");
    desk.answered(waiting(3))
        .shows("Ann is saving, 3 s · Esc gives up");
    // It goes through in the end.
    desk.release()
        .hides("Ann is saving")
        .hides("gives up")
        .shows("✓ ");
    assert_eq!(desk.writes, 1);
}

#[test]
fn escape_gives_up_waiting_and_keeps_the_form() {
    let mut desk = promising();
    desk.answered(waiting(2)).press("Esc");
    assert_eq!(desk.given_up.len(), 1);
    let given_up = "given up: nothing was saved";
    desk.answered(Reply::Failed(StoreError::Busy(given_up.into())));
    desk.hides("Ann is saving")
        .shows("given up")
        .shows("nov 30");
    // Then it is an Esc like any other.
    desk.press("Esc").hides("nov 30");
    assert_eq!(desk.given_up.len(), 1);
    assert_eq!(desk.writes, 0);
}

#[test]
fn what_is_typed_while_a_save_waits_is_typed() {
    let mut desk = promising();
    desk.answered(waiting(2)).type_text("r");
    desk.shows("nov 30r").shows("Ann is saving");
}

#[test]
fn a_save_that_was_not_had_is_tried_again_under_the_same_key() {
    let mut desk = promising();
    desk.answered(busy())
        .shows("nothing was saved here; what you typed is kept · Ctrl-R tries")
        .shows("nov 30");
    desk.held = false;
    desk.press("Ctrl-R").shows("✓ ").hides("tries");
    assert_eq!(desk.writes, 1);
}

#[test]
fn the_wrap_up_is_saved_again_with_one_letter() {
    let mut desk = Desk::sample(TODAY);
    desk.find("northgate").press("Enter d").type_text("nov 30");
    desk.press("Enter").shows("Wrap-up");
    desk.held = true;
    desk.press("Enter").answered(busy()).shows("· r tries");
    desk.held = false;
    desk.press("r").shows("✓ ");
    assert_eq!(desk.writes, 1);
}

#[test]
fn an_offer_to_try_again_is_gone_with_the_next_key() {
    let mut desk = Desk::sample(TODAY);
    desk.press("n").type_text("rang").press("Enter");
    assert_eq!(desk.writes, 1);
    desk.held = true;
    desk.press("u").answered(busy()).shows("· r tries");
    desk.held = false;
    desk.press("j").hides("tries");
    // The letter means again what it means here.
    desk.press("r").shows("only asked to be called");
    assert_eq!(desk.writes, 1);
}

#[test]
fn a_store_that_stopped_is_started_again_and_the_form_is_still_there() {
    let mut desk = promising();
    desk.store_gone()
        .shows("what you typed is kept")
        .shows("· Ctrl-R reopens it")
        .shows("nov 30");
    desk.press("Ctrl-R").shows("opening the ledger again");
    assert_eq!(desk.reopens, 1);
    desk.reopened(Err("the ledger cannot be opened".into()))
        .shows("cannot be opened")
        .press("Ctrl-R");
    assert_eq!(desk.reopens, 2);
    desk.held = false;
    desk.reopened(Ok(())).shows("the ledger is open again");
    desk.shows("nov 30").press("Enter").shows("✓ ");
    assert_eq!(desk.writes, 1);
}

#[test]
fn a_day_that_had_to_wait_is_read_again_when_it_has_turned() {
    let mut desk = Desk::sample(TODAY);
    desk.held = true;
    let before = desk.statuses;
    desk.set_today("2026-11-24").shows("a new day");
    desk.the_turn_comes_last().release();
    assert_eq!(desk.statuses, before + 2);
    // In its turn, once is enough.
    desk.set_today("2026-11-25");
    assert_eq!(desk.statuses, before + 3);
}

/// An import that is looked at, and whose save is under way.
fn importing() -> Desk {
    let mut desk = Desk::empty(TODAY);
    let path = desk.home.path().join("open.csv");
    let text = "Customer,Invoice no,Date,Due date,Open balance\nHarbor Framing LLC,SI-1,2026-09-03,2026-10-03,9200.00\n";
    std::fs::write(&path, text).expect("a file");
    desk.press("5")
        .paste(&path.display().to_string())
        .press("Enter");
    if desk.screen().contains("Of which day is this report?") {
        desk.type_text("11/20").press("Enter");
    }
    desk.shows("9,200.00");
    desk.held = true;
    desk.press("y");
    desk
}

#[test]
fn an_import_that_waits_can_be_given_up_and_is_still_there_to_be_imported() {
    let mut desk = importing();
    desk.answered(waiting(3))
        .shows("Ann is saving, 3 s · Esc gives up");
    desk.press("Esc");
    assert_eq!(desk.given_up.len(), 1);
    desk.held = false;
    let given_up = "given up: nothing was saved";
    desk.answered(Reply::Failed(StoreError::Busy(given_up.into())));
    desk.rest();
    desk.hides("Ann is saving")
        .shows("given up: nothing was saved")
        .shows("9,200.00");
    // The same key as before imports it.
    desk.press("y").shows("1 new account");
}

#[test]
fn an_import_that_was_not_had_is_asked_again_and_r_means_nothing_else() {
    let mut desk = importing();
    desk.held = false;
    desk.answered(busy()).rest();
    desk.shows("Ann is saving (pid 812, 5 s): nothing was saved here")
        .shows("9,200.00");
    desk.hides("✓ import of");
    desk.press("r").press("y").shows("✓ import of open.csv");
}
