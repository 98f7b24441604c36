//! Credit with keys only: another limit, shipments stopped and let go, other terms, and the list in the reports.

mod harness;

use harness::{Desk, TODAY};

/// Finds an account and opens its remedies.
fn remedies(name: &str) -> Desk {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.find(name).press("R").shows("Remedies ·");
    desk
}

#[test]
fn a_limit_is_set_with_a_reason_and_a_supervisor_and_what_it_could_be_stands_below() {
    let mut desk = remedies("harbor framing");
    desk.shows("owed 112 % of 60,000");
    desk.press("l")
        .shows("set the credit limit · Harbor Framing LLC");
    desk.shows("could be given")
        .shows("They bought for")
        .shows("a month.");
    desk.press("Enter").shows("that is the limit now");
    desk.press("Ctrl-U")
        .type_text("75,000")
        .shows("owed then: 89 % of 75,000");
    desk.press("Enter")
        .shows("sales and the order desk will ask");
    desk.type_text("Pier 9 is insured")
        .press("Tab")
        .type_text("Pat");
    desk.press("Enter");
    desk.shows("credit limit of Harbor Framing LLC from 60,000.00 to 75,000.00");
    assert_eq!(desk.writes, 1);
    desk.press("R").shows("owed 89 % of 75,000");
    desk.press("Esc u")
        .shows("undone")
        .press("R")
        .shows("owed 112 % of 60,000");
}

#[test]
fn shipments_are_stopped_and_let_go_and_the_prep_says_so() {
    let mut desk = remedies("valley interiors");
    desk.press("e").shows("shipments are not stopped");
    desk.press("h")
        .shows("stop shipments · Valley Interiors")
        .shows("calls go on");
    desk.type_text("both invoices past 30 days")
        .press("Tab")
        .type_text("Pat")
        .press("Tab")
        .type_text("a truck leaves at noon")
        .press("Enter");
    desk.shows("credit hold on Valley Interiors");
    desk.shows("credit hold since");
    desk.press("R h").shows("stopped since");
    desk.press("e")
        .shows("let shipments go on · Valley Interiors");
    desk.type_text("paid at the counter")
        .press("Tab")
        .type_text("Pat")
        .press("Enter");
    desk.shows("credit hold on Valley Interiors lifted");
    assert_eq!(desk.writes, 2);
}

#[test]
fn terms_are_changed_from_a_day_on_and_days_are_asked_for_net_only() {
    let mut desk = remedies("valley interiors");
    desk.shows("net 30, as the books have it");
    desk.press("t")
        .shows("change the terms · Valley Interiors")
        .shows("│ days");
    desk.press("c").shows("COD").hides("│ days");
    desk.press("Tab Ctrl-U").type_text("dec 1").press("Tab");
    desk.type_text("three dates passed")
        .press("Tab")
        .type_text("Pat")
        .press("Enter");
    desk.shows("Valley Interiors buys COD from Tue 1 Dec on: three dates passed");
    desk.press("R").shows("COD from Tu");
    assert_eq!(desk.writes, 1);
}

#[test]
fn the_list_for_the_order_desk_is_a_report_and_enter_goes_to_the_account() {
    let mut desk = Desk::sample(TODAY).sized(120, 36);
    desk.press("4");
    for _ in 0..9 {
        desk.press("Tab");
    }
    desk.shows("Credit as of")
        .shows("on credit hold")
        .shows("3 Rivers Gutter Supply");
    desk.press("Enter")
        .shows("3 Rivers Gutter Supply")
        .shows("credit hold since");
}
