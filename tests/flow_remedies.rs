//! The list of remedies with keys only: what can be done about an account besides talking.

mod harness;

use harness::{Desk, TODAY};

/// Finds an account and leaves the cursor on it.
fn at(name: &str) -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.press("Ctrl-F").type_text(name).press("Enter");
    desk
}

#[test]
fn the_list_says_what_is_possible_and_a_letter_opens_its_form() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R").shows("Remedies · Harbor Framing LLC");
    desk.shows("1 open").shows("800.00");
    desk.press("r")
        .shows("resolve a dispute · Harbor Framing LLC");
    desk.shows("800.00 of SI-10502");
    desk.press("Tab r Tab")
        .type_text("three bundles were signed for")
        .press("Enter");
    desk.shows("dispute rejected");
    assert_eq!(desk.writes, 1);
    desk.press("R").shows("– nothing is on dispute");
    desk.press("Esc u")
        .shows("undone")
        .press("R")
        .shows("1 open");
}

#[test]
fn the_same_list_opens_on_every_screen_with_an_account() {
    for way in ["", "Right", "2", "3", "3 Tab Tab", "Enter"] {
        let mut desk = Desk::sample(TODAY);
        desk.press(way).press("R").shows("Remedies ·");
        desk.press("Esc").hides("Remedies ·");
    }
}

#[test]
fn a_remedy_that_is_not_possible_says_why_and_opens_nothing() {
    let mut desk = at("Kestrel Kitchens");
    desk.press("R").shows("– nothing is on dispute");
    desk.press("r").shows("nothing is on dispute");
    desk.press("Enter").shows("Remedies · Kestrel Kitchens");
    assert_eq!(desk.writes, 0);
}
