//! What a call leaves for later days, with keys only: the letter that confirms it, the hour to try again, money that is released, what we owe.

mod harness;
use bywhen::domain::outbox::{LetterKind, Part};
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{Reply, Request};
use harness::reads::outbox;
use harness::{Desk, TODAY, book, day};

/// The prep of an account on the desk's own day.
fn of(desk: &mut Desk, text: &str) -> Box<Prep> {
    let as_of = desk.model.now.today;
    let Some(Reply::Account(found)) = desk.ask(Request::Resolve { text: text.into() }) else {
        panic!("{text} is not there");
    };
    let account = found.id;
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("{other:?}"),
    }
}

fn two_invoices() -> Desk {
    let rows = [
        book::invoice(1, "Harbor Framing LLC", "SI-1", "2026-10-05", 400_000),
        book::invoice(1, "Harbor Framing LLC", "SI-2", "2026-10-20", 250_000),
    ];
    Desk::on(book::ledger("2026-11-20", &rows), TODAY)
}

#[test]
fn what_was_agreed_goes_out_in_writing_with_its_days_for_their_calendar() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("Enter d");
    desk.type_text("fri").press("Tab").type_text("5000");
    desk.press("Enter")
        .shows("Wrap-up")
        .press("c")
        .shows("noted as ours to send today")
        .press("Enter");
    assert_eq!(desk.writes, 1, "the request is part of the call");
    let wanted = outbox(&mut desk).wanted;
    assert_eq!(wanted.len(), 1, "{wanted:?}");
    desk.press("6")
        .shows("asked")
        .shows("$5,000.00")
        .shows("Fri 27 Nov 2026")
        .press("w")
        .shows("to send");
    let found = outbox(&mut desk);
    let letter = found.letters.last().expect("a letter");
    assert_eq!(letter.kind, LetterKind::Confirmation);
    assert_eq!(letter.request, Some(wanted[0].id));
    assert!(letter.body.contains("$5,000.00"), "{}", letter.body);
    let prep = of(&mut desk, "Harbor Framing LLC");
    let promise = prep.promises[0].promise.id;
    assert_eq!(letter.parts, [Part::Calendar { promise }]);
    // The call and the letter are two acts: the newest goes first.
    desk.press("u").shows("asked").press("1 u");
    assert!(outbox(&mut desk).wanted.is_empty());
}

#[test]
fn each_retry_is_at_an_hour_that_was_not_tried_and_says_what_was() {
    let mut desk = two_invoices();
    let mut hours = Vec::new();
    for on in ["2026-11-23", "2026-11-24", "2026-11-25"] {
        if on != TODAY {
            desk.set_today(on);
        }
        desk.find("harbor framing").press("Enter o");
        desk.shows("nobody at").press("Enter");
        let prep = of(&mut desk, "Harbor Framing LLC");
        let next = prep.follow_up.as_ref().expect("a retry");
        assert!(next.due_on > day(on));
        hours.push(next.at.expect("an hour"));
    }
    // Tried at 09:12 three times: the hour before noon, then whatever else there is, never nine again.
    assert!(
        hours.iter().all(|h| h.to_string() != "08:00:00"),
        "{hours:?}"
    );
    assert_eq!(desk.writes, 3);
    desk.set_today("2026-11-27").find("harbor framing");
    desk.press("Enter o")
        .shows("nobody at Tue 09:12, Wed 09:12 and Fri 09:12, nor once before")
        .press("Enter");
}

#[test]
fn what_is_held_back_is_not_asked_for_until_its_day_and_then_it_is() {
    let rows = [book::invoice(
        1,
        "Harbor Framing LLC",
        "SI-1",
        "2026-10-05",
        400_000,
    )];
    let mut desk = Desk::on(book::ledger("2026-11-20", &rows), TODAY);
    desk.find("harbor framing").press("Enter r");
    desk.press("Tab Tab").type_text("dec 11");
    desk.press("Tab").type_text("the school district");
    desk.press("Tab").type_text("dec 11").press("Enter");
    desk.shows("held back").press("Enter");
    let held = of(&mut desk, "Harbor Framing LLC");
    assert_eq!(held.invoices[0].retainage.get(), 400_000);
    assert_eq!((held.past_due.get(), held.collectible.get()), (0, 0));
    desk.shows("Queue 0");
    desk.set_today("2026-12-10").shows("Queue 0");
    desk.find("harbor framing")
        .shows("retainage, not to be asked for until")
        .shows("to do: verify with the school district");
    // The day of release: it is past due as if nothing had held it.
    desk.set_today("2026-12-11").shows("Queue 1");
    let free = of(&mut desk, "Harbor Framing LLC");
    assert_eq!(free.past_due.get(), 400_000);
    assert_eq!(free.collectible.get(), 400_000);
}

#[test]
fn what_we_owe_and_did_not_do_leads_the_queue_and_is_read_before_the_next_call() {
    let mut desk = two_invoices();
    desk.find("harbor framing").press("Enter w").type_text("w");
    desk.shows("W-9")
        .press("Enter")
        .shows("we owe")
        .press("Enter");
    let task = of(&mut desk, "Harbor Framing LLC").tasks[0].clone();
    assert_eq!(task.due_on, day("2026-11-25"));
    // On its day it is due, two days later it is late and stands first.
    desk.set_today("2026-11-25").find("harbor framing");
    desk.shows("we owe them today: send the W-9");
    desk.set_today("2026-11-27").shows("we owe 2d");
    desk.find("harbor framing")
        .shows("we owe them since Wed: send the W-9");
    desk.press("Enter")
        .shows("Worth knowing")
        .shows("we owe them since Wed: send the W-9");
    desk.press("Esc 2 o").shows("W-9").shows("late").press("1");
    // Done is done: nothing is owed, and the account is asked for its money again.
    desk.find("harbor framing").press("t Enter");
    desk.hides("we owe them");
    desk.press("u").shows("we owe them since Wed: send the W-9");
}

#[test]
fn lines_pasted_into_a_note_stay_lines_and_no_key_runs() {
    let mut desk = two_invoices();
    desk.find("harbor framing").press("Enter n");
    desk.paste("Dana:\r\n- price of the hangers\r\n\tq is not a key\u{1b}[2J\u{7}");
    desk.press("Esc f").type_text("wed").press("Enter Enter");
    assert_eq!(desk.writes, 1);
    let note = of(&mut desk, "Harbor Framing LLC").notes[0].note.clone();
    assert_eq!(note, "Dana:\n- price of the hangers\n q is not a key[2J");
    desk.press("N").type_text("hangers").press("Enter");
    desk.shows("price of the hangers");
}

#[test]
fn who_calls_about_an_amount_is_found_by_the_invoices_that_add_up_to_it() {
    let rows = [
        book::invoice(1, "Harbor Framing LLC", "SI-1", "2026-10-05", 400_000),
        book::invoice(1, "Harbor Framing LLC", "SI-2", "2026-10-20", 500_000),
        book::invoice(1, "Harbor Framing LLC", "SI-3", "2026-10-25", 123_456),
        book::invoice(2, "Cedar & Stone Co.", "SI-4", "2026-10-01", 870_000),
    ];
    for typed in ["9,000", "9000", "$9,000.00"] {
        let mut desk = Desk::on(book::ledger("2026-11-20", &rows), TODAY);
        desk.press("I").type_text(typed);
        desk.shows("SI-1 and SI-2 add up to it").press("Enter");
        desk.shows("They call · Harbor Framing LLC");
    }
}
