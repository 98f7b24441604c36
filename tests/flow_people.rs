//! People, notes of all accounts, phrases, dialling and calls that come in: keys only, asserting screen and ledger.

mod harness;

use bywhen::domain::account::Contact;
use bywhen::domain::ids::AccountId;
use bywhen::store::protocol::{Change, ContactEdit, Intent, Remedy, Reply, Request, Stamp};
use harness::{Desk, TODAY, day};

fn contacts(desk: &mut Desk, name: &str) -> (AccountId, Vec<Contact>) {
    let account = match desk.ask(Request::Resolve { text: name.into() }) {
        Some(Reply::Account(account)) => account.id,
        other => panic!("{other:?}"),
    };
    let as_of = day(TODAY);
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => (account, prep.contacts),
        other => panic!("{other:?}"),
    }
}

/// Somebody at another desk changes the phone.
fn bob_changes_the_phone(desk: &mut Desk, to: &str) {
    let (account, people) = contacts(desk, "Harbor Framing LLC");
    let edit = ContactEdit::Phone(Change {
        before: people[0].phone.clone(),
        after: Some(to.into()),
    });
    let remedy = Box::new(Remedy::EditContact {
        contact: people[0].id,
        edits: vec![edit],
    });
    let stamp = Stamp {
        at: "2026-11-23T22:03:00Z".parse().expect("an instant"),
        on: day(TODAY),
        by: "Bob".into(),
        key: "bob-1".into(),
    };
    let reply = desk.ask(Request::Write(stamp, Intent::Remedy { account, remedy }));
    assert!(matches!(reply, Some(Reply::Done(_))), "{reply:?}");
}

#[test]
fn a_person_is_added_marked_and_undone_with_keys() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("c")
        .shows("People · Harbor Framing LLC");
    desk.press("a")
        .type_text("Lee Park")
        .press("Tab")
        .type_text("controller");
    desk.press("Tab").type_text("503 555 0177").press("Enter");
    desk.shows("Lee Park").shows("controller");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    let at = people
        .iter()
        .position(|c| c.name == "Lee Park")
        .expect("Lee");
    let down = vec!["j"; at].join(" ");
    desk.press(&down)
        .press("w")
        .shows("wrong number since today");
    desk.press("r")
        .shows("decides")
        .press("r")
        .shows("does not decide");
    desk.press("p").shows("ask first");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    let lee = people.iter().find(|c| c.name == "Lee Park").expect("Lee");
    assert_eq!(lee.phone_bad_on, Some(day(TODAY)));
    assert_eq!(lee.right_party, Some(false));
    assert!(lee.preferred);
    assert_eq!(people.iter().filter(|c| c.preferred).count(), 1);
    assert_eq!(desk.writes, 5);
    desk.press("Esc u u u u u");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert!(people.iter().all(|c| c.name != "Lee Park"), "{people:?}");
}

#[test]
fn what_somebody_else_changed_meanwhile_is_said_and_mine_is_kept_only_when_i_say_so() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("c e Tab Tab")
        .shows("(503) 555-0142");
    bob_changes_the_phone(&mut desk, "(503) 555-0200");
    desk.press("Ctrl-U")
        .type_text("503 555 0999")
        .press("Enter");
    desk.shows("Bob changed the phone to '(503) 555-0200' at 14:03")
        .shows("takes theirs");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert_eq!(people[0].phone.as_deref(), Some("(503) 555-0200"));
    desk.press("Enter");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert_eq!(people[0].phone.as_deref(), Some("503 555 0999"));
}

#[test]
fn theirs_can_be_taken_and_the_rest_of_the_card_is_saved() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("c e Tab Ctrl-U")
        .type_text("owner");
    desk.press("Tab Ctrl-U").type_text("503 555 0999");
    bob_changes_the_phone(&mut desk, "(503) 555-0200");
    desk.press("Enter").shows("Bob changed the phone");
    desk.press("Ctrl-T Enter");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert_eq!(people[0].phone.as_deref(), Some("(503) 555-0200"));
    assert_eq!(people[0].role.as_deref(), Some("owner"));
}

#[test]
fn a_card_number_is_refused_in_every_field_of_a_card() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("c e Tab Ctrl-U");
    desk.type_text("4111 1111 1111 1111").press("Enter");
    desk.shows("card number").hides("4111 1111 1111 1111 is");
    assert_eq!(desk.writes, 0);
}

#[test]
fn fields_of_the_account_are_changed_and_a_wrong_kind_is_refused() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("c A Ctrl-U")
        .type_text("martian");
    desk.press("Enter").shows("commercial, consumer or mixed");
    desk.press("Ctrl-U")
        .type_text("mixed")
        .press("Tab Tab Tab Tab Ctrl-U");
    desk.type_text("Mike Osei")
        .press("Tab")
        .type_text("ap@harbor.example");
    desk.press("Enter")
        .shows("account fields changed")
        .shows("mixed")
        .shows("guarantor Mike");
    desk.shows("invoices to").shows("ap@harbor.example");
    desk.press("A")
        .shows("Mike Osei")
        .press("Enter")
        .shows("nothing was changed");
    assert_eq!(desk.writes, 1);
}

#[test]
fn the_number_is_dialled_as_digits_and_a_wrong_one_never() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing")
        .press("D")
        .shows("dialling 5035550142");
    assert_eq!(desk.dialled, ["5035550142"]);
    bob_changes_the_phone(&mut desk, "$(reboot) 555");
    desk.find("cedar").find("harbor framing").press("D");
    desk.shows("is no phone number");
    desk.press("c w j w Esc D").shows("no phone number to dial");
    desk.press("y").shows("account C1001 sent");
    assert_eq!(desk.dialled.len(), 1);
}

#[test]
fn a_hold_stops_a_dial_and_without_a_program_the_settings_are_named() {
    let mut desk = Desk::sample(TODAY);
    desk.model.can_dial = false;
    desk.find("harbor framing")
        .press("D")
        .shows("no program to dial with");
    desk.model.can_dial = true;
    let (account, _) = contacts(&mut desk, "Harbor Framing LLC");
    let record = bywhen::store::protocol::Record::Hold {
        account,
        kind: bywhen::domain::touch::HoldKind::CeaseContact,
    };
    let stamp = Stamp {
        at: "2026-11-23T18:00:00Z".parse().expect("an instant"),
        on: day(TODAY),
        by: "Bob".into(),
        key: "hold-1".into(),
    };
    desk.ask(Request::Write(stamp, Intent::Record(record)));
    // Somebody else's account in between: the prep is read anew.
    desk.find("cedar")
        .find("harbor framing")
        .press("D")
        .shows("no call: ");
    assert_eq!(desk.dialled, Vec::<String>::new());
}

#[test]
fn notes_of_all_accounts_are_searched_as_you_type_and_enter_goes_there() {
    let mut desk = Desk::sample(TODAY);
    desk.find("cedar")
        .press("n")
        .type_text("portal number 4477")
        .press("Enter");
    desk.find("harbor framing")
        .press("n")
        .type_text("Portal rejected the PO")
        .press("Enter");
    desk.press("Esc N")
        .shows("Notes of all accounts")
        .type_text("porta");
    let screen = desk.screen();
    let at = |text: &str| {
        screen
            .find(text)
            .unwrap_or_else(|| panic!("{text}:\n{screen}"))
    };
    assert!(at("Portal rejected") < at("portal number"), "newest first");
    desk.press("Down Enter").shows("portal number 4477");
    assert_eq!(
        desk.model
            .shown_prep()
            .map(|p| p.account.name.clone())
            .as_deref(),
        Some("Cedar & Stone Co.")
    );
    desk.press("N")
        .type_text("zzzz")
        .shows("no note holds these words");
}

#[test]
fn a_note_has_lines_and_phrases() {
    let mut desk = Desk::sample(TODAY);
    desk.find("cedar")
        .press("n")
        .type_text("run")
        .press("Ctrl-T");
    desk.shows("Approved and in the next pay run.")
        .press("Ctrl-J")
        .type_text("second line")
        .press("Enter");
    desk.press("N").type_text("approved second").press("Enter");
    let note = desk.model.shown_prep().map(|p| p.notes[0].note.clone());
    assert_eq!(
        note.as_deref(),
        Some("Approved and in the next pay run.\nsecond line")
    );
}

#[test]
fn who_calls_in_is_found_by_anything_and_the_call_opens_with_the_inbound_script() {
    for typed in ["harbor framing", "SI-10432", "503 555 0142"] {
        let mut desk = Desk::sample(TODAY);
        desk.press("I")
            .shows("They call")
            .type_text(typed)
            .press("Enter");
        let call = desk
            .model
            .call
            .as_ref()
            .unwrap_or_else(|| panic!("{typed}: no call"));
        assert!(call.inbound, "{typed}");
    }
}

#[test]
fn a_card_closed_or_killed_half_typed_comes_back_with_every_character() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("c e Tab Tab Ctrl-U");
    desk.type_text("503 555 01").press("Esc");
    desk.shows("what you typed is there when you open the card again");
    assert_eq!(desk.writes, 0);
    desk.press("e").shows("503 555 01").type_text("99");
    // A kill now: the open card is in the draft as well.
    let mut desk = desk.restart();
    desk.find("harbor framing")
        .press("c e")
        .shows("503 555 0199");
    desk.press("Tab Enter");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert_eq!(people[0].phone.as_deref(), Some("503 555 0199"));
    assert!(desk.draft.is_empty(), "nothing is left of a saved card");
}

#[test]
fn a_time_zone_is_typed_as_a_city_and_refused_when_it_is_none() {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("c e Tab Tab Tab Tab");
    desk.type_text("gotham")
        .shows("no time zone is called 'gotham'")
        .press("Enter");
    assert_eq!(desk.writes, 0);
    desk.press("Ctrl-U")
        .type_text("chicago")
        .shows("→ America/Chicago")
        .press("Enter");
    let (_, people) = contacts(&mut desk, "Harbor Framing LLC");
    assert_eq!(people[0].zone.as_deref(), Some("America/Chicago"));
    // 09:12 at the desk in Oregon.
    desk.press("Esc").shows("11:12 there · ok").press("Enter");
    desk.shows("11:12 there · ok");
    desk = desk.sized(80, 24);
    desk.shows("11:12 there");
}
