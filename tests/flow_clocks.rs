//! The clocks with keys only: a step is told, a notice written, an account placed and recalled, a job counted down, a lien filed.

mod harness;

use bywhen::domain::audit::AuditWhat;
use bywhen::store::protocol::{AuditAsk, Reply, Request};
use harness::{Desk, TODAY};

/// What the audit trail has, newest first: what happened, and to what.
fn trail(desk: &mut Desk) -> Vec<(AuditWhat, String)> {
    match desk.ask(Request::Audit(AuditAsk::default())) {
        Some(Reply::Audit(lines)) => lines.into_iter().map(|l| (l.what, l.deed)).collect(),
        other => panic!("no trail: {other:?}"),
    }
}

/// The sample desk, the cursor on an account.
fn at(name: &str) -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.press("Ctrl-F").type_text(name).press("Enter");
    desk
}

#[test]
fn a_step_is_told_stands_on_file_and_is_undone() {
    let mut desk = at("Northgate");
    desk.press("R").shows("tell the next step").press("n");
    desk.shows("tell the next step · Northgate").press("Enter");
    desk.shows("told").shows("undo");
    assert_eq!(desk.writes, 1);
    desk.press("Right Tab Tab Tab Tab Tab").shows("told ");
    desk.press("u").shows("undone");
}

#[test]
fn what_is_on_dispute_stands_apart_from_what_is_proposed_to_an_agency() {
    let mut desk = at("Harbor");
    desk.press("R").shows("15,720.05 without 800.00 on dispute");
    desk.press("x").shows("15,720.05");
    desk.shows("800.00 is on dispute and not in the amount");
    // Whoever asks for more is told what is in it.
    desk.press("Tab").type_text("16520.05");
    desk.hides("not in the amount");
    desk.shows("above the 15,720.05 that is past due and undisputed");
}

#[test]
fn a_long_name_has_room_among_the_clocks_of_a_wide_screen() {
    let name = "Evergreen School District #114";
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.press("3 Tab Tab Tab Tab").shows(name);
}

#[test]
fn an_account_is_placed_only_with_a_reason_when_they_were_not_told_and_leaves_the_queue() {
    let mut desk = at("Northgate");
    desk.press("R x").shows("place with an agency · Northgate");
    desk.type_text("Beacon Recovery").press("Tab Tab");
    desk.type_text("no answer for weeks").press("Enter");
    desk.shows("they were not told of the placement");
    assert_eq!(desk.writes, 0);
    // A warning that is heeded is in the trail like one that is answered.
    let warned = (AuditWhat::Warned, "placement".to_owned());
    assert_eq!(trail(&mut desk)[0], warned);
    desk.type_text("the owner is moving away").press("Enter");
    desk.shows("placed with Beacon Recovery");
    desk.press("Ctrl-F").type_text("Northgate").press("Enter");
    desk.press("R").shows("Beacon Recovery: placed");
    // What came back, and what they kept of it.
    desk.press("y Right Tab").type_text("1000").press("Tab");
    desk.type_text("250")
        .press("Enter")
        .shows("recovery 1,000.00, fee 250.00");
    desk.press("R")
        .shows("1,000.00 came")
        .press("y Right Right Enter");
    desk.shows("recalled");
    desk.press("u u u").shows("undone");
}

#[test]
fn the_final_notice_goes_to_the_outbox_and_tells_what_comes_next() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R F").shows("it tells: credit hold from");
    desk.press("Enter").shows("final notice to");
    assert_eq!(desk.writes, 1);
    desk.press("6 G").shows("Final notice");
}

#[test]
fn a_job_is_written_down_counted_planned_with_its_calls_and_filed_with_a_reason() {
    let mut desk = at("Northgate");
    desk.press("R J").type_text("Pier 9").press("Tab");
    desk.type_text("CA").press("Tab Tab Tab");
    desk.type_text("2026-11-10")
        .press("Enter")
        .shows("job Pier 9");
    desk.press("R b").press("Tab Right Right Tab");
    desk.type_text("2026-09-01")
        .press("Enter")
        .shows("completion");
    // The lane of the supervisor has it now.
    desk.press("3 Tab Tab Tab Tab").shows("Clocks");
    desk.shows("mechanics lien").shows("in 7 days");
    desk.press("Ctrl-F").type_text("Northgate").press("Enter");
    desk.press("R Tab")
        .shows("– no job names anybody to call first");
    desk.press("m Tab Tab")
        .type_text("Pier Owners LLC")
        .press("Enter");
    desk.shows("owner Pier Owners LLC");
    desk.press("R f").shows("courtesy call to Pier Owners LLC");
    desk.shows("verify with counsel").press("Enter");
    desk.shows("1 courtesy call by");
    // Filed before its day: everything that speaks against it is said, and a reason goes with it.
    desk.press("R s Tab Right Right Enter")
        .shows("they were not told of the lien");
    desk.type_text("the owner goes bankrupt tomorrow")
        .press("Enter");
    desk.shows("job Pier 9: lien");
    assert_eq!(desk.writes, 5);
    desk.press("u u u u u").shows("undone: job Pier 9");
}

#[test]
fn a_bankruptcy_stops_notice_placement_and_filing_at_once() {
    let mut desk = at("Aging Barns");
    desk.press("R Tab").shows("– bankruptcy hold since");
    for key in ["F", "x", "f"] {
        desk.press(key)
            .shows("bankruptcy hold since")
            .shows("Remedies");
    }
    desk.press("S")
        .shows("a bankruptcy hold stops every letter");
    assert_eq!(desk.writes, 0);
    let blocked = ["letter", "lien", "placement", "final_notice"];
    let found = trail(&mut desk);
    for (line, deed) in found.iter().zip(blocked) {
        assert_eq!(*line, (AuditWhat::Blocked, deed.to_owned()), "{found:?}");
    }
}

#[test]
fn in_a_call_a_step_of_the_ladder_is_told_with_its_day_and_the_honesty_rule_knows_it() {
    let mut desk = at("Northgate");
    desk.press("Enter d").type_text("fri").press("Enter");
    desk.shows("told them");
    desk.press("t").shows("next step").shows("◉ none");
    desk.press("Tab Tab p")
        .shows("placement with an agency from ");
    desk.shows("may follow from Thu 3 Dec on");
    desk.press("Enter").shows("placement with an agency from ");
    desk.press("Enter").shows("call to Northgate Homes");
    desk.find("Northgate").press("R x").hides("were not told");
    desk.shows("they were told of the placement");
}
