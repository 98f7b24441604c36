//! A collector's calls, with keys only.

mod harness;
use harness::{Desk, TODAY};

#[test]
fn a_promise_is_taken_in_five_keys_and_the_next_account_is_up() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j").shows("Cedar & Stone Co.  C1002");
    desk.press("Enter")
        .shows("Call · Cedar & Stone Co. · Walt Brandt");
    desk.press("d")
        .type_text("fri")
        .shows("Fri 27 Nov · in 4 days");
    desk.press("Enter").shows("$41,077.10 by Fri 27 Nov");
    desk.press("Enter").shows("✓ ").shows("Queue 23");
    assert!(desk.model.call.is_none());
    assert_eq!(desk.writes, 1);
    desk.hides("▌broken 2nd");
    desk.press("2").shows("Cedar & Stone Co.");
}

#[test]
fn the_promise_comes_back_broken_after_its_window() {
    let mut desk = Desk::sample(TODAY);
    desk.find("Northgate")
        .press("Enter d")
        .type_text("tomorrow")
        .press("Enter Enter");
    desk.press("/")
        .type_text("northgate")
        .shows("0 accounts")
        .press("Esc");
    desk.set_today("2026-11-24")
        .press("/")
        .type_text("northgate")
        .shows("due today")
        .press("Esc");
    // Wed 25 is the window's last day (grace of one business day).
    desk.set_today("2026-11-26")
        .press("/")
        .type_text("northgate")
        .shows("broken");
}

#[test]
fn nothing_is_saved_without_a_next_step() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter Enter Enter").shows("no next step yet");
    assert_eq!(desk.writes, 0);
}

#[test]
fn already_sent_is_a_claim_that_is_awaited() {
    let mut desk = Desk::sample(TODAY);
    desk.find("Northgate")
        .press("Enter s")
        .type_text("1182")
        .shows("Already sent it");
    desk.press("Enter")
        .shows("check 1182 for")
        .shows("expected by Thu 26 Nov");
    desk.press("Enter");
    desk.press("/")
        .type_text("northgate")
        .shows("0 accounts")
        .press("Esc");
    desk.find("northgate")
        .shows("is not in the queue: payment is said to be under way, expected by Thu 26 Nov");
}

#[test]
fn nobody_answers_is_two_keys_and_a_retry_at_another_hour() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter o")
        .shows("Tue 24 Nov 10:00: no answer: nobody at Mon 09:12; another hour");
    desk.press("Enter");
    assert_eq!(desk.writes, 1);
    desk.find("cedar").shows("it was touched today");
    desk.set_today("2026-11-24")
        .press("Esc /")
        .type_text("cedar")
        .shows("1 account");
}

#[test]
fn a_vague_answer_gets_the_firm_script_and_a_date_for_the_next_talk() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter v").shows("today? else which day?");
    desk.press("Enter")
        .shows("Wed 25 Nov: no date given yet")
        .press("Enter");
    assert_eq!(desk.writes, 1);
}

#[test]
fn enter_five_times_in_a_burst_saves_once() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter d").type_text("fri").press("Enter");
    desk.burst("Enter Enter Enter Enter Enter");
    assert_eq!(desk.writes, 1);
}

#[test]
fn the_amount_follows_the_invoices_in_question() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("Enter")
        .shows("15,720.05");
    desk.press("Space")
        .shows("8,120.05")
        .press("d")
        .shows("8,120.05");
}

#[test]
fn a_note_is_never_lost() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter n")
        .type_text("Walt: draw is late")
        .press("Esc Esc");
    desk.shows("the call is kept unfinished");
    desk.press("Enter").shows("Walt: draw is late");
    let mut desk = desk.restart();
    desk.shows("The call with Cedar & Stone Co. (today) was left unfinished.")
        .shows("Its note begins: Walt: draw is late");
    desk.press("y")
        .shows("Call · Cedar & Stone Co.")
        .shows("Walt: draw is late");
    desk.press("f").type_text("mon").press("Enter Enter");
    assert!(desk.draft.is_empty(), "{:?}", desk.draft);
    let Some(bywhen::store::protocol::Reply::Events(events)) =
        desk.ask(bywhen::store::protocol::Request::Events { limit: 1 })
    else {
        panic!("events");
    };
    assert_eq!(events.len(), 1);
}

#[test]
fn an_unfinished_call_can_be_dropped() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter n").type_text("x").press("Esc Ctrl-C");
    assert!(desk.left);
    let mut desk = desk.restart();
    desk.press("d").shows("the unfinished call was dropped");
    assert!(desk.draft.is_empty());
}

#[test]
fn a_card_number_never_gets_into_the_ledger() {
    let mut desk = Desk::sample(TODAY);
    desk.press("j Enter n")
        .type_text("pays with 4111 1111 1111 1111")
        .press("Esc f");
    desk.type_text("fri")
        .press("Enter Enter")
        .shows("looks like a card number");
    assert_eq!(desk.writes, 0);
}

#[test]
fn they_call_and_the_account_opens_in_a_call() {
    let mut desk = Desk::sample(TODAY);
    desk.press("I")
        .type_text("555-0142")
        .press("Enter")
        .shows("They call · Harbor Framing LLC");
}

#[test]
fn a_hold_blocks_the_call() {
    let mut desk = Desk::sample(TODAY);
    let held = ["bankruptcy", "attorney", "cease"];
    desk.press("Ctrl-F").type_text("a");
    let hits: Vec<_> = match &desk.model.overlay {
        Some(bywhen::app::overlay::Overlay::Find { lookup, .. }) => {
            lookup.hits.iter().map(|h| h.account).collect()
        }
        _ => Vec::new(),
    };
    desk.press("Esc");
    let mut found = false;
    for account in hits {
        let as_of = harness::day(TODAY);
        let Some(bywhen::store::protocol::Reply::Prep(prep)) =
            desk.ask(bywhen::store::protocol::Request::Prep { account, as_of })
        else {
            continue;
        };
        let Some(why) = prep.safety.blocked.clone() else {
            continue;
        };
        assert!(held.iter().any(|h| why.to_lowercase().contains(h)), "{why}");
        found = true;
        desk.find(&prep.account.name)
            .press("Enter")
            .shows("no call:");
        assert!(desk.model.call.is_none());
        break;
    }
    assert!(found, "the sample desk has an account on hold");
}

#[test]
fn a_refused_call_is_explained_in_a_whole_sentence_at_eighty_columns() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.find("C1023").press("Enter");
    assert!(desk.model.call.is_none());
    let said = desk.screen();
    let below: Vec<&str> = said.lines().skip(20).map(str::trim).collect();
    let said_below = below.join(" ");
    assert!(said_below.contains("no call: bankruptcy hold"), "{said}");
    assert!(said_below.contains("until a supervisor lifts it"), "{said}");
}

#[test]
fn the_script_asks_aloud_for_the_amount_that_the_form_will_record() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.find("harbor framing").press("Enter d");
    desk.shows("By what day can I expect the $15,720.05");
    desk.press("Tab Ctrl-U").type_text("5000");
    desk.shows("By what day can I expect the $5,000.00");
}

#[test]
fn a_call_at_night_asks_for_a_reason_and_keeps_it() {
    let mut desk = Desk::sample(TODAY);
    // 12:12 in New York, where the contact of Northgate sits; 18:30 there is 15:30 here.
    desk.find("Northgate").shows("12:12 there · ok");
    desk.later(6 * 3_600 + 18 * 60)
        .shows("18:30 there · not now");
    desk.press("Enter")
        .shows("Call all the same?")
        .shows("it is 18:30 there; calls are made from 08:00 to 18:00 of their time");
    assert!(desk.model.call.is_none());
    desk.press("Enter").shows("why call all the same?");
    desk.type_text("Irene asked for tonight").press("Enter");
    desk.shows("Call · Northgate Homes");
    desk.press("o")
        .shows("Irene asked for tonight (a limit stood against it)");
    desk.press("Enter").shows("✓ call to Northgate Homes");
    desk.find("Northgate");
    desk.press("Tab Tab Tab Tab")
        .shows("in spite of a limit: Irene");
}

#[test]
fn a_limit_left_unanswered_opens_no_call_and_they_may_always_call_us() {
    let mut desk = Desk::sample(TODAY);
    desk.later(12 * 3_600).find("Northgate").press("Enter Esc");
    assert!(desk.model.call.is_none());
    desk.press("I").type_text("Northgate").press("Enter");
    desk.shows("They call · Northgate Homes");
}

#[test]
fn the_sample_desk_is_always_on_a_working_morning() {
    let mut desk = Desk::sample("2026-11-22");
    desk.model.sample = true;
    desk.find("Northgate").shows("12:12 there · ok");
}

#[test]
fn a_form_outlives_the_ledgers_thread() {
    let mut desk = Desk::sample(TODAY);
    desk.find("Northgate")
        .press("n")
        .type_text("gate code 4412");
    desk.held = true;
    desk.press("Enter").store_gone();
    desk.shows("what you typed is kept").shows("gate code 4412");
    let mut again = std::mem::replace(&mut desk, Desk::sample(TODAY)).restart();
    again.find("Northgate").press("n").shows("gate code 4412");
    assert_eq!(again.writes, 0);
}

#[test]
fn a_promise_that_is_moved_starts_with_what_is_owed() {
    let mut desk = Desk::sample(TODAY);
    // Due today, and it covers everything: nothing is left to ask for.
    desk.find("Pioneer Pole").press("p").shows("7,922.23");
}

#[test]
fn a_card_number_half_typed_in_a_note_or_a_form_never_reaches_the_disk() {
    let mut desk = Desk::sample(TODAY);
    let on_disk = |desk: &Desk| {
        let text = serde_json::to_string(&desk.draft).expect("json");
        text.replace([' ', '-'], "")
    };
    desk.press("j Enter n").type_text("card ");
    for c in "4111 1111 1111 1111".chars() {
        desk.type_text(&c.to_string());
        assert!(!on_disk(&desk).contains("41111111111"), "at {c}");
    }
    // On screen it is as typed; the disk has the last four, and what is around it.
    desk.shows("card 4111 1111 1111 1111");
    let note = desk.draft.calls[0].note.text().to_owned();
    assert_eq!(note, "card ****1111");
    desk.press("Esc f Tab").type_text("5500 0000 0000 000");
    assert!(!on_disk(&desk).contains("55000000000"));
    // A reference that no card begins with is kept to its last digit.
    desk.press("Ctrl-U").type_text("1Z 999 884 123 456");
    let json = serde_json::to_string(&desk.draft).expect("json");
    assert!(json.contains("1Z 999 884 123 456"));
}

#[test]
fn several_barriers_of_a_call_are_all_in_the_notes() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("Enter b")
        .type_text("portal");
    desk.press("Enter a b")
        .type_text("weather")
        .press("Enter Enter");
    assert_eq!(desk.writes, 1);
    desk.find("harbor framing")
        .shows("in the way today: portal rejection and cash flow");
}
