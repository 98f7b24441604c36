//! Stops on contact with keys only: bankruptcy, cease contact, attorney only, who stands behind an account, and what the trail keeps.

mod harness;

use bywhen::domain::audit::{AuditLine, AuditWhat};
use bywhen::store::protocol::{AuditAsk, Reply, Request};
use harness::{Desk, TODAY};

fn remedies(name: &str) -> Desk {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.find(name).press("R").shows("Remedies ·");
    desk
}

/// The audit trail of everybody, newest first.
fn trail(desk: &mut Desk) -> Vec<AuditLine> {
    match desk.ask(Request::Audit(AuditAsk::default())) {
        Some(Reply::Audit(lines)) => lines,
        other => panic!("no trail: {other:?}"),
    }
}

#[test]
fn a_bankruptcy_is_noted_with_its_case_and_only_a_supervisor_lifts_it() {
    let mut desk = remedies("valley interiors");
    desk.press("B")
        .shows("bankruptcy · Valley Interiors")
        .shows("until a supervisor lifts it");
    desk.type_text("26-40001")
        .press("Tab")
        .type_text("Bankr. D. Or.")
        .press("Tab");
    desk.type_text("nov 20").press("Enter");
    desk.shows("hold on Valley Interiors: bankruptcy (case 26-40001");
    desk.press("Enter")
        .shows("no call: bankruptcy hold")
        .shows("case 26-40001");
    let first = trail(&mut desk).remove(0);
    assert_eq!(
        (first.what, first.deed.as_str()),
        (AuditWhat::Blocked, "call")
    );
    // A second try of the same day adds nothing.
    let count = trail(&mut desk).len();
    desk.press("Enter").shows("no call: bankruptcy hold");
    assert_eq!(trail(&mut desk).len(), count);
    desk.press("R B").shows("in force since");
    desk.press("O").shows("lift the stop · Valley Interiors");
    desk.press("Enter")
        .shows("only a supervisor lifts a bankruptcy");
    desk.type_text("Pat").press("Enter");
    desk.shows("hold on Valley Interiors lifted");
}

#[test]
fn who_is_reached_by_a_lawyer_only_is_not_called_and_the_lawyer_is_dialled() {
    let mut desk = remedies("valley interiors");
    desk.press("A")
        .type_text("Jane Doe")
        .press("Tab")
        .type_text("(503) 555-0100")
        .press("Enter");
    desk.shows("attorney only (Jane Doe, (503) 555-0100)");
    desk.press("Enter")
        .shows("talk to Jane Doe (503) 555-0100 only");
    desk.model.can_dial = true;
    desk.press("D").shows("dialling 5035550100 (Jane Doe)");
    assert_eq!(desk.dialled.len(), 1);
}

#[test]
fn who_asks_for_no_contact_is_asked_for_by_name() {
    let mut desk = remedies("valley interiors");
    desk.press("X Enter")
        .shows("who asked not to be contacted?");
    desk.type_text("Rob Tanaka")
        .press("Tab")
        .type_text("on the phone")
        .press("Enter");
    desk.shows("cease contact (asked by Rob Tanaka, on the phone)");
    desk.press("D").shows("no call: they asked on");
    assert_eq!(trail(&mut desk)[0].deed, "dial");
}

#[test]
fn what_an_account_is_decides_which_rules_hold_and_the_form_says_which() {
    let mut desk = remedies("valley interiors");
    desk.press("W")
        .shows("who stands behind it")
        .shows("commercial rules");
    desk.press("Enter").shows("that is what it is already");
    desk.press("Tab y").shows("mixed rules (12 CFR 1006)");
    desk.press("Enter").shows("account fields changed");
    desk.press("R").shows("natural person");
}

#[test]
fn a_consumer_who_was_talked_to_is_called_again_only_with_a_supervisor_and_the_trail_has_both() {
    let mut desk = Desk::sample(TODAY);
    desk.find("sandpiper").press("Enter");
    // The first talk, saved with a note for tomorrow.
    desk.press("f")
        .type_text("tomorrow")
        .press("Tab")
        .type_text("calls her bank")
        .press("Enter");
    desk.press("w").press("Enter").shows("Sandpiper");
    desk.find("sandpiper")
        .press("Enter")
        .shows("Only with a supervisor");
    desk.shows("consumer rules (12 CFR 1006)");
    let warned = trail(&mut desk).remove(0);
    assert_eq!(warned.what, AuditWhat::Warned);
    assert!(
        warned.detail.contains("1 talk in the last 7 days"),
        "{}",
        warned.detail
    );
    desk.model.can_dial = true;
    desk.press("Esc D").shows("not dialled: ");
    assert!(desk.dialled.is_empty());
}
