//! Finding the way around the desk, with keys only.

mod harness;
use bywhen::app::keymap::remap;
use bywhen::store::protocol::{Intent, Request, Stamp};
use harness::{Desk, TODAY};

#[test]
fn the_queue_says_who_why_and_how_much_and_the_prep_stands_beside_it() {
    let mut desk = Desk::sample(TODAY);
    desk.shows("1 Queue 24")
        .shows("Blue Heron")
        .shows("broken 2nd")
        .shows("41,077.10");
    desk.press("j")
        .shows("promised 24,800.10 by Mon 16 Nov, nothing came");
}

#[test]
fn the_filter_narrows_as_you_type_and_counts() {
    let mut desk = Desk::sample(TODAY);
    desk.press("/")
        .type_text("harb")
        .shows("1 account")
        .hides("Northgate Homes");
    desk.press("Enter j").shows("Harbor Framing LLC");
    desk.press("Esc").shows("Northgate Homes");
}

#[test]
fn reasons_are_gone_through_with_one_key() {
    let mut desk = Desk::sample(TODAY);
    desk.press("r")
        .shows("only asked to be called")
        .shows("1 account");
    desk.press("Esc").shows("Northgate Homes");
}

#[test]
fn why_lists_the_reasons_with_their_points() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j x")
        .shows("Why · Cedar & Stone Co.")
        .shows("2nd in the queue")
        .shows("promise broken");
    desk.press("Esc").hides("Why ·");
}

#[test]
fn an_account_outside_the_queue_is_found_and_says_why() {
    let mut desk = Desk::sample(TODAY);
    desk.find("current electric")
        .shows("Current Electric & Lighting")
        .shows("is not in the queue:");
    desk.press("x").shows("✗ not in the queue:");
    desk.press("Esc Esc")
        .shows("Blue Heron Decks & Docks  C1012");
}

#[test]
fn a_form_beside_a_call_takes_a_promise_a_note_and_a_follow_up() {
    let mut desk = Desk::sample(TODAY);
    desk.find("northgate")
        .press("p")
        .type_text("nov 30")
        .press("Enter")
        .shows("✓ ");
    desk.press("n")
        .type_text("prefers mail")
        .press("Enter")
        .shows("✓ ");
    desk.press("f")
        .type_text("dec 1")
        .press("Tab")
        .type_text("check the draw")
        .press("Enter")
        .shows("✓ ");
    assert_eq!(desk.writes, 3);
    desk.press("Tab Tab Tab Tab").shows("prefers mail");
}

#[test]
fn a_half_filled_form_is_kept_and_comes_back() {
    let mut desk = Desk::sample(TODAY);
    desk.press("n")
        .type_text("half a")
        .press("Esc")
        .shows("what you typed is kept");
    let mut desk = desk.restart();
    desk.press("n").shows("half a");
}

#[test]
fn undo_says_what_was_undone() {
    let mut desk = Desk::sample(TODAY);
    desk.find("northgate")
        .press("p")
        .type_text("fri")
        .press("Enter Esc");
    desk.press("/")
        .type_text("northgate")
        .shows("0 accounts")
        .press("Esc");
    desk.press("u").shows("undone");
    desk.press("/").type_text("northgate").shows("1 account");
}

#[test]
fn escape_never_leaves_and_q_does() {
    let mut desk = Desk::sample(TODAY);
    desk.press("Esc Esc Esc Esc");
    assert!(!desk.left);
    desk.press("q");
    assert!(desk.left);
}

#[test]
fn q_asks_when_a_call_is_unfinished_and_never_in_the_burst_that_asked() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter n").type_text("x").press("Esc Esc");
    desk.burst("q y").shows("1 unfinished call will be kept");
    assert!(!desk.left, "a y in the same burst answers nothing");
    desk.press("Enter");
    assert!(!desk.left, "Enter does not confirm");
    desk.press("y");
    assert!(desk.left);
}

#[test]
fn pasted_text_runs_no_keys() {
    let mut desk = Desk::sample(TODAY);
    desk.paste("ab\ndq\n").shows("pasted text ignored");
    assert!(!desk.left);
    desk.press("/").paste("har\nbor");
    assert_eq!(desk.model.queue.filter.text(), "har bor");
}

#[test]
fn the_palette_does_what_its_key_does() {
    let mut desk = Desk::sample(TODAY);
    desk.press(":")
        .type_text("undo")
        .shows("Undo the last recorded act");
    desk.press("Esc :")
        .type_text("screen-promises")
        .press("Enter")
        .shows("broken and light");
}

#[test]
fn remapped_keys_act_and_the_footer_says_so() {
    let map = remap(&[("why", vec!["z".to_owned()])]).expect("a keymap");
    let mut desk = Desk::with_keys(TODAY, map);
    desk.shows("z why")
        .press("z")
        .shows("Why ·")
        .press("Esc x")
        .hides("Why ·");
}

#[test]
fn help_lists_every_key_of_the_place() {
    let mut desk = Desk::sample(TODAY).sized(120, 60);
    desk.press("?")
        .shows("Keys: Queue")
        .shows("Take a promise outside a call")
        .press("?")
        .hides("Keys: Queue");
}

#[test]
fn the_mouse_selects_rows_and_tabs() {
    let mut desk = Desk::sample(TODAY);
    desk.click("Summit Builders").shows("Summit Builders  C");
    desk.click("Promises").shows("broken and light");
    desk.click("Queue").shows("old");
}

#[test]
fn the_phone_number_goes_to_the_terminals_clipboard() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("y")
        .shows("sent to the terminal's clipboard");
    assert_eq!(desk.copied, ["(503) 555-0142"]);
}

#[test]
fn on_a_narrow_screen_the_prep_opens_over_the_list() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("j").hides("Walt Brandt");
    desk.press("Tab")
        .shows("Walt Brandt")
        .press("Left")
        .hides("Walt Brandt");
}

#[test]
fn promises_are_grouped_and_lead_to_their_account() {
    let mut desk = Desk::sample(TODAY);
    desk.press("2")
        .shows("due today")
        .shows("broken and light")
        .shows("upcoming")
        .shows("Nov 2026");
    desk.press("j Enter")
        .shows("O'Hara & Sons Roofing, Inc.")
        .shows("invoices");
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("2")
        .hides("Nov 2026")
        .press("c")
        .shows("Nov 2026")
        .press("]")
        .shows("Dec 2026");
}

#[test]
fn a_late_answer_for_another_account_is_not_shown() {
    let mut desk = Desk::sample(TODAY);
    desk.held = true;
    desk.press("j").hides("Walt Brandt").hides("Nora Blum");
    desk.press("j");
    desk.release()
        .hides("Walt Brandt")
        .shows("Summit Builders  C");
}

#[test]
fn the_day_turns_at_midnight_and_the_queue_with_it() {
    let mut desk = Desk::sample(TODAY);
    desk.set_today("2026-11-24")
        .shows("Tue 24 Nov")
        .shows("a new day");
}

#[test]
fn what_a_key_changed_is_drawn_although_nothing_changed_in_the_ledger() {
    let mut desk = Desk::sample(TODAY);
    desk.later(5).model.dirty = false;
    desk.rest();
    assert!(!desk.model.dirty, "an idle desk draws nothing");
    desk.later(5).press("j");
    assert!(desk.model.dirty);
}

#[test]
fn what_others_write_is_seen_within_a_second_and_the_cursor_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("l.db");
    let mut desk = Desk::on(harness::sample_file(&path), TODAY);
    desk.press("j Tab Tab Tab Tab").shows("Walt Brandt");
    let mut bob = bywhen::store::Ledger::open(&path, harness::rules()).expect("a ledger");
    let as_of = harness::day(TODAY);
    let stamp = Stamp {
        at: as_of.and_hms_opt(9, 0, 0).expect("a time").and_utc(),
        on: as_of,
        by: "Bob".into(),
        key: "bob-1".into(),
    };
    let account = desk.model.queue.selected.expect("selected");
    let text = "Bob was here".to_owned();
    bob.ask(
        Request::Write(stamp, Intent::AddNote { account, text }),
        &mut |_| {},
    );
    desk.hides("Bob was here").later(2).rest();
    desk.shows("Bob was here").shows("Cedar & Stone Co.  C1002");
}

#[test]
fn undo_takes_back_at_once_what_was_just_recorded_and_asks_about_anything_older() {
    let mut desk = Desk::sample(TODAY);
    let writes = desk.writes;
    desk.press("u").shows("Undo '").shows("before this desk");
    assert_eq!(desk.writes, writes, "nothing is taken back unasked");
    desk.press("Esc").hides("Undo '");
    assert_eq!(desk.writes, writes);
    // A note of now goes back with one key; the next `u` asks again.
    desk.press("n").type_text("rang twice").press("Enter");
    assert_eq!(desk.writes, writes + 1);
    desk.press("u").shows("undone: ");
    assert_eq!(desk.writes, writes + 2);
    desk.press("u").shows("before this desk");
    desk.press("y").shows("undone: ");
    assert_eq!(desk.writes, writes + 3);
}

#[test]
fn undo_in_a_ledger_without_acts_says_so() {
    let mut desk = Desk::empty(TODAY);
    desk.press("u").shows("there is nothing of yours to undo");
}
