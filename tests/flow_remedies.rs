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
    desk.shows("on SI-10502 rejected");
    assert_eq!(desk.writes, 1);
    desk.press("R Tab").shows("– nothing is on dispute");
    desk.shows("800.00 of SI-10502, rejected");
    desk.press("Esc u")
        .shows("undone")
        .press("R")
        .shows("1 open");
}

#[test]
fn on_a_small_screen_what_is_folded_away_and_what_is_below_do_not_cover_each_other() {
    let mut desk = at("Harbor Framing LLC").sized(60, 15);
    desk.press("R").shows("more not possible now: Tab ");
    desk.shows(" below ").hides("Tab s ");
    let mut desk = at("Harbor Framing LLC").sized(120, 36);
    desk.press("R").shows("Tab shows them and why");
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
    desk.press("R").hides("resolve a dispute");
    desk.shows("more not possible now: Tab shows them and why");
    desk.press("r").shows("nothing is on dispute");
    desk.press("Tab").shows("– nothing is on dispute");
    // The first line is one of those; the list begins below it.
    desk.press("g Enter").shows("Remedies · Kestrel Kitchens");
    desk.press("Tab").hides("– nothing is on dispute");
    assert_eq!(desk.writes, 0);
}

#[test]
fn words_typed_after_a_slash_find_remedies_also_those_that_are_not_possible() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R /").type_text("agency-news");
    desk.shows("– it was not placed").hides("credit limit");
    desk.press("Ctrl-U").type_text("hand account");
    desk.shows("1 remedy").shows("place with an agency");
    // Letters are typed, not obeyed; Enter keeps the words and goes back to the list.
    desk.press("Enter").shows("/ hand account").press("Enter");
    desk.shows("place with an agency · Harbor Framing LLC");
    desk.press("Esc R /").type_text("zzz");
    desk.shows("no remedy has these words").press("Enter Enter");
    desk.shows("no remedy has these words");
    // The first Esc takes the words away, the second one the list.
    desk.press("Esc").shows("set the credit limit");
    desk.press("Esc").hides("Remedies ·");
    assert_eq!(desk.writes, 0);
}

#[test]
fn the_cursor_stays_on_its_remedy_when_the_others_fold_away() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R j j Tab Enter")
        .shows("resolve a dispute · Harbor Framing LLC");
    desk.press("Esc R Tab k Tab Enter")
        .shows("what they agreed to · Harbor Framing LLC");
    assert_eq!(desk.writes, 0);
}

#[test]
fn a_fee_is_shown_to_the_cent_posted_waived_reinstated_and_taken_back() {
    let mut desk = at("Castellano Bros. Siding");
    desk.press("R")
        .shows("none is known: nothing may be posted");
    desk.press("p").shows("nothing is late enough for a fee");
    desk.press("a")
        .type_text("terms of sale, section 7")
        .press("Enter");
    desk.shows("late charges agreed");
    // Six days late is within the grace of ten.
    desk.press("R Tab")
        .shows("nothing is late enough for a fee");
    desk.press("Esc");

    let mut desk = at("Valley Interiors");
    desk.press("R Tab").shows("no agreement allows fees here");
    desk.press("p")
        .shows("no agreement allows fees here")
        .press("Esc");
    desk.press("R a")
        .type_text("terms of sale")
        .press("Enter R");
    desk.shows("may be posted").press("p");
    desk.shows("1.5 % a month")
        .shows("allowed by: terms of sale");
    desk.press("Enter").shows("finance charge of");
    desk.press("R").shows("1 fee").press("w");
    desk.shows("waive a fee · Valley Interiors")
        .shows("finance charge FC-00002");
    desk.press("Tab")
        .type_text("10")
        .press("Tab")
        .type_text("a ticket came late");
    desk.press("Enter")
        .shows("10.00 of finance charge FC-00002 waived");
    desk.press("R i Tab")
        .type_text("it had not")
        .press("Enter")
        .shows("reinstated");
    desk.press("R v Tab")
        .type_text("entry error")
        .press("Enter")
        .shows("reversed (entry error)");
    desk.press("u")
        .shows("undone")
        .press("u u u")
        .shows("undone");
    desk.press("R").shows("may be posted");
}

#[test]
fn above_the_limit_a_waiver_waits_in_the_review_and_is_given_there() {
    let mut desk = at("Fourth & Main Partners");
    desk.press("R a")
        .type_text("terms of sale")
        .press("Enter R p Enter");
    desk.shows("finance charge of")
        .press("R w Tab Tab")
        .shows("it waits for a supervisor");
    desk.type_text("they pay tomorrow")
        .press("Enter")
        .shows("asked for approval");
    desk.press("3 Tab")
        .shows("fee waiver")
        .shows("they pay tomorrow");
    desk.press("S y")
        .press("Down Down a Enter")
        .shows("fee waiver");
}

#[test]
fn a_waiver_hangs_on_a_promise_and_is_earned_when_it_is_kept() {
    let mut desk = at("Valley Interiors");
    desk.press("R a")
        .type_text("terms of sale")
        .press("Enter R p Enter");
    desk.press("R Tab").shows("no promise is live");
    desk.press("Esc p")
        .type_text("fri")
        .press("Enter")
        .shows("promise of");
    desk.press("R c")
        .shows("if kept")
        .press("Tab Tab")
        .type_text("50");
    desk.press("Tab")
        .type_text("if it comes on its day")
        .press("Enter")
        .shows("waiver of 50.00");
    desk.press("Right Tab Tab Tab Tab Tab")
        .shows("50.00 waived (if it comes on its day)");
}

#[test]
fn a_dispute_is_partly_granted_and_the_credit_is_a_task_of_ours() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R N Tab")
        .type_text("Morgan")
        .press("Enter")
        .shows("Morgan answers by");
    desk.press("R r Tab p").shows("credit memo");
    desk.press("Tab")
        .type_text("300")
        .shows("issue a credit of 300.00");
    desk.press("Tab Tab")
        .type_text("one bundle was short")
        .press("Enter");
    desk.shows("partly granted, 300.00 to be credited");
    desk.press("Right Tab Tab Tab Tab Tab")
        .shows("a credit of 300.00 on SI-10502 was agreed");
    desk.press("R o Tab")
        .type_text("they sent a photo")
        .press("Enter")
        .shows("opened again");
}

#[test]
fn a_short_pay_is_made_a_deduction() {
    let mut desk = at("Harbor Framing LLC");
    desk.press("R").shows("is short on SI-10432").press("d");
    desk.press("Tab")
        .type_text("400")
        .press("Tab p Enter")
        .shows("deduction of 400.00 on SI-10432");
    desk.press("3 Tab Tab Tab")
        .shows("SI-10432")
        .shows("400.00");
}
