//! A call taken apart: killed between any two keys, kept over midnight, a clock that jumps, several remedies at once.

mod harness;

use bywhen::app::call::Call;
use bywhen::store::protocol::{Reply, Request};
use harness::{Desk, TODAY, book, day};

fn three_invoices() -> Desk {
    let rows: Vec<String> = [
        ("SI-1", "2026-10-05", 400_000),
        ("SI-2", "2026-10-20", 250_000),
        ("SI-3", "2026-11-09", 90_050),
    ]
    .into_iter()
    .map(|(number, due, cents)| book::invoice(1, "Harbor Framing LLC", number, due, cents))
    .chain([book::invoice(
        2,
        "Cedar & Stone Co.",
        "SI-9",
        "2026-10-01",
        120_000,
    )])
    .collect();
    Desk::on(book::ledger("2026-11-20", &rows), TODAY)
}

/// What must come back after a kill.
fn kept(call: &Call) -> String {
    format!(
        "{:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {} {:?} {}",
        call.account,
        call.stage,
        call.noting,
        call.note,
        call.agreed,
        call.aside,
        call.told,
        call.checked,
        call.confirm,
        call.editing,
        call.angry
    )
}

/// A call with a bit of everything: `~` is text, a key at a time.
const SCRIPT: &str = "n ~Dana_says_it_is_the_price Ctrl-J ~second_line Esc q ~100 Tab Tab Tab Tab Tab Tab ~stud Esc \
     q Enter a d ~fr Esc z w ~w Enter a c Tab ~5 Esc b ~port Enter t ~we_send_it Esc e Tab Esc Esc d Ctrl-U ~mon Enter";

#[test]
fn a_kill_between_any_two_keys_of_a_call_loses_no_character() {
    let mut desk = three_invoices();
    desk.find("harbor framing").press("Enter");
    let mut keys: Vec<String> = Vec::new();
    for word in SCRIPT.split_whitespace() {
        match word.strip_prefix('~') {
            Some(text) => keys.extend(text.chars().map(|c| match c {
                '_' => "Space".to_owned(),
                c => c.to_string(),
            })),
            None => keys.push(word.to_owned()),
        }
    }
    for (n, key) in keys.iter().enumerate() {
        desk.press(key);
        let call = desk
            .model
            .call
            .as_ref()
            .unwrap_or_else(|| panic!("{key} left the call"));
        let (before, untouched) = (kept(call), call.is_untouched());
        // The draft goes to the disk and comes back as it does in the real desk.
        let json = serde_json::to_vec(&desk.draft).expect("json");
        desk.draft = serde_json::from_slice(&json).expect("a draft");
        desk = desk.restart();
        match untouched {
            // Nothing was typed yet: the call is begun anew with the same key.
            true => desk.find("harbor framing").press("Enter").press(key),
            false => desk.shows("Unfinished call").press("y"),
        };
        let call = desk.model.call.as_ref().expect("offered again");
        if !untouched {
            assert_eq!(kept(call), before, "after key {n} ({key})");
        }
    }
    desk.press("Enter");
    let note = desk.screen();
    assert_eq!(desk.writes, 1, "{note}");
    desk.find("harbor framing");
    let Some(Reply::Hits(hits)) = desk.ask(Request::Find {
        text: "harbor".into(),
        limit: 1,
        as_of: day(TODAY),
    }) else {
        panic!("hits");
    };
    let Some(Reply::Prep(prep)) = desk.ask(Request::Prep {
        account: hits[0].account,
        as_of: day(TODAY),
    }) else {
        panic!("{note}");
    };
    assert_eq!(prep.notes[0].note, "Dana says it is the price\nsecond line");
    assert_eq!((prep.promises.len(), prep.disputes.len()), (1, 1));
}

#[test]
fn two_barriers_and_a_plan_are_one_call_and_one_undo() {
    let mut desk = three_invoices();
    desk.find("harbor framing")
        .press("Enter b")
        .type_text("portal")
        .press("Enter a b");
    desk.type_text("weather")
        .press("Enter a c Tab")
        .type_text("500")
        .press("Enter");
    desk.shows("portal rejection")
        .shows("cash flow or weather")
        .shows("plan")
        .press("Enter");
    assert_eq!(desk.writes, 1);
    let prep = of(&mut desk, "harbor framing");
    assert_eq!(
        prep.notes[0].barriers,
        ["portal rejection", "cash flow or weather"]
    );
    assert_eq!(prep.plans[0].amount.get(), 740_050);
    desk.press("u");
    let prep = of(&mut desk, "harbor framing");
    assert!(prep.plans.is_empty() && prep.tasks.is_empty() && prep.notes.is_empty());
}

#[test]
fn a_dispute_on_one_invoice_and_a_promise_on_the_rest_stand_beside_each_other() {
    let mut desk = three_invoices();
    desk.find("harbor framing")
        .press("Enter q Enter a d")
        .type_text("fri");
    desk.shows("SI-2 2,500.00 · SI-3 900.50")
        .press("Enter Enter");
    let prep = of(&mut desk, "harbor framing");
    assert_eq!(prep.disputes[0].amount.get(), 400_000);
    assert_eq!(prep.promises[0].promise.amount.get(), 340_050);
    assert_eq!(
        prep.collectible.get(),
        0,
        "all of it has its day or its owner"
    );
}

#[test]
fn a_dispute_that_comes_up_after_the_promise_is_said_beside_it_until_the_promise_is_changed() {
    let mut desk = three_invoices();
    desk.find("harbor framing")
        .press("Enter d")
        .type_text("fri");
    desk.press("Enter a q").shows("Disputes it");
    desk.press("Enter")
        .shows("7,400.50 by Fri 27 Nov")
        .shows("4,000.00 of it is contested or held back now");
    // The cursor is on the promise: changed to what is left, nothing is said any more.
    desk.press("g e")
        .shows("by when")
        .press("Tab Ctrl-U")
        .type_text("3400.50");
    desk.press("Enter").hides("contested or held back now");
    desk.press("Enter");
    let prep = of(&mut desk, "harbor framing");
    assert_eq!(prep.promises[0].promise.amount.get(), 340_050);
    assert_eq!(prep.disputes.len(), 1);
}

#[test]
fn midnight_passes_while_a_form_is_open_and_the_form_keeps_its_day() {
    let mut desk = three_invoices();
    desk.find("harbor framing")
        .press("Enter d")
        .type_text("Fri 27 Nov");
    desk.shows("Fri 27 Nov · in 4 days");
    desk.set_today("2026-11-24");
    desk.shows("a new day: Tue 24 Nov 2026");
    // The same day, one less to wait for; nothing typed has changed.
    desk.shows("Fri 27 Nov · in 3 days").press("Enter Enter");
    assert_eq!(desk.writes, 1);
    let prep = of(&mut desk, "harbor framing");
    assert_eq!(prep.promises[0].promise.by_when, day("2026-11-27"));
    assert_eq!(prep.promises[0].promise.taken_on, day("2026-11-24"));
}

#[test]
fn a_proposed_day_stays_what_it_was_over_midnight() {
    let mut desk = three_invoices();
    desk.find("harbor framing")
        .press("Enter v")
        .shows("Wed 25 Nov");
    desk.set_today("2026-11-24")
        .shows("Wed 25 Nov")
        .press("Enter Enter");
    let prep = of(&mut desk, "harbor framing");
    assert_eq!(
        prep.follow_up.as_ref().map(|f| f.due_on),
        Some(day("2026-11-25"))
    );
}

#[test]
fn a_clock_that_was_set_back_is_said_and_puts_no_entry_before_another() {
    let mut desk = three_invoices();
    desk.find("harbor framing").press("Enter o Enter");
    assert_eq!(desk.writes, 1);
    desk.later(-2 * 3_600);
    // A key takes the message of the save away; what is doubted stands until it is put right.
    desk.press("j")
        .shows("this computer's clock is behind: the last entry is of today 09:12");
    desk.find("cedar").press("Enter o Enter");
    assert_eq!(desk.writes, 2);
    let Some(Reply::Events(events)) = desk.ask(Request::Events { limit: 2 }) else {
        panic!("events");
    };
    assert!(events[0].at >= events[1].at, "{events:?}");
    desk.later(2 * 3_600);
    desk.press("j").hides("clock is behind");
}

#[test]
fn a_clock_that_may_be_ahead_is_asked_about_after_five_quiet_business_days_and_not_before() {
    // The list came on Fri 20 Nov. Over a weekend, a holiday and four days of work nobody asks.
    for (today, asks) in [
        ("2026-11-23", false),
        ("2026-11-27", false),
        ("2026-12-02", true),
        ("2027-03-01", true),
    ] {
        let mut desk = three_invoices();
        desk.set_today(today).press("j");
        let said = desk.screen().contains("is this computer's clock ahead?");
        assert_eq!(said, asks, "{today}");
        // It stops nobody: what is saved is saved, and is the newest entry from then on.
        desk.find("harbor framing").press("Enter o Enter");
        assert_eq!(desk.writes, 1, "{today}");
        desk.press("j").hides("clock ahead");
    }
}

fn of(desk: &mut Desk, text: &str) -> Box<bywhen::domain::view::Prep> {
    let as_of = desk.model.now.today;
    let Some(Reply::Hits(hits)) = desk.ask(Request::Find {
        text: text.into(),
        limit: 1,
        as_of,
    }) else {
        panic!("hits");
    };
    match desk.ask(Request::Prep {
        account: hits[0].account,
        as_of,
    }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("{other:?}"),
    }
}
