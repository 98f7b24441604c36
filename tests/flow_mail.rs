//! Mail at the desk with keys only: a letter's words changed before it is kept, letters from the remedies, a mail of theirs read.

mod harness;
use bywhen::domain::outbox::{LetterKind, LetterState};
use bywhen::domain::touch::Channel;
use bywhen::store::protocol::{Intent, LetterDeed, Record, Reply, Request, Stamp};
use harness::reads::outbox;
use harness::{Desk, TODAY, day, files};

fn write(desk: &mut Desk, key: &str, intent: Intent) {
    let stamp = Stamp {
        at: desk.model.now.at,
        on: day(TODAY),
        by: "Ana".into(),
        key: key.into(),
    };
    let done = desk.ask(Request::Write(stamp, intent));
    assert!(matches!(done, Some(Reply::Done(_))), "{done:?}");
}

/// A letter of a kind to Harbor Framing, in the editor.
fn harbor(key: &str) -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.press("Ctrl-F")
        .type_text("Harbor Framing LLC")
        .press("Enter");
    desk.press("R").press(key);
    desk
}

/// The letter that was kept last.
fn newest(desk: &mut Desk) -> bywhen::domain::outbox::Letter {
    outbox(desk).letters.pop().expect("a letter")
}

#[test]
fn words_are_changed_before_a_letter_is_kept_and_what_is_shown_is_what_goes() {
    let mut desk = harbor("S");
    desk.shows("statement · Harbor Framing LLC · not kept yet");
    desk.shows("Hello Dana,")
        .shows("on file: keeping the letter confirms it");
    let before = outbox(&mut desk).letters.len();
    desk.type_text("Dear all, ").shows("Dear all, Hello Dana,");
    desk.press("Tab Tab Ctrl-U")
        .type_text("Your account with us");
    desk.press("Esc").shows("not kept yet: the outbox (6)");
    assert_eq!(
        outbox(&mut desk).letters.len(),
        before,
        "leaving writes nothing"
    );
    desk.press("6")
        .shows("in writing")
        .shows("Changed and not kept yet");
    desk.shows("subject  Your account with us")
        .shows("Dear all, Hello Dana,");
    desk.press("w")
        .shows("address confirmed")
        .shows("waits in the outbox");
    let letter = newest(&mut desk);
    assert_eq!(letter.subject, "Your account with us");
    assert!(letter.body.starts_with("Dear all, Hello Dana,"));
    assert_eq!(letter.standing.state, LetterState::Queued);
    desk.hides("in writing");
    desk.press("u").shows("undone");
    assert_eq!(outbox(&mut desk).letters.len(), before);
}

#[test]
fn what_is_typed_survives_a_crash_and_comes_back_on_the_same_key() {
    let mut desk = harbor("S");
    desk.type_text("Half a sentence ");
    let mut desk = desk.restart();
    desk.press("6")
        .shows("in writing")
        .shows("Half a sentence Hello Dana,");
    desk.press("e").shows("what you typed before is still here");
    desk.shows("Half a sentence").press("Esc");
    desk.press("d")
        .shows("the changed letter was dropped")
        .hides("in writing");
    let mut desk = desk.restart();
    desk.press("6").hides("in writing");
}

#[test]
fn a_corrected_address_is_kept_on_file_with_the_letter_and_undone_with_it() {
    let mut desk = harbor("S");
    desk.press("Tab Ctrl-U").type_text("new@harbor.example");
    desk.shows("corrects")
        .press("Ctrl-S")
        .shows("address corrected");
    let letter = newest(&mut desk);
    assert_eq!(letter.to, "new@harbor.example");
    desk.press("1 c").shows("new@harbor.example").press("Esc u");
    desk.press("c").hides("new@harbor.example");
}

#[test]
fn an_address_for_this_letter_only_leaves_the_file_alone() {
    let mut desk = harbor("S");
    desk.press("Tab Ctrl-U")
        .type_text("boss@harbor.example")
        .press("Ctrl-O");
    desk.shows("for this letter only")
        .press("Ctrl-S")
        .shows("waits in the outbox");
    assert_eq!(newest(&mut desk).to, "boss@harbor.example");
    desk.press("c").hides("boss@harbor.example");
}

#[test]
fn a_wrong_address_an_empty_letter_and_a_card_number_are_refused_in_the_editor() {
    let mut desk = harbor("S");
    let before = outbox(&mut desk).letters.len();
    desk.press("Tab").type_text(", e@e.com").press("Ctrl-S");
    desk.shows("no blanks, commas").shows("not kept yet");
    desk.press("Ctrl-W Ctrl-U")
        .type_text("ap@harbor.example")
        .press("Tab Ctrl-U Ctrl-S");
    desk.shows("a letter needs a subject");
    desk.type_text("x")
        .press("Tab")
        .type_text("4111 1111 1111 1111 ")
        .press("Ctrl-S");
    desk.shows("card");
    assert_eq!(outbox(&mut desk).letters.len(), before);
}

#[test]
fn every_letter_of_the_remedies_opens_in_words_and_is_kept_with_one_key() {
    for (key, kind, says) in [
        ("S", LetterKind::Statement, "Statement of account"),
        ("C", LetterKind::Copies, "Your invoice copies"),
        ("P", LetterKind::PaperRequest, "still need"),
        ("E", LetterKind::Guide, "How we invoice"),
        ("L", LetterKind::Courtesy, "Open invoices on"),
        ("H", LetterKind::HeadsUp, "Heads-up: Harbor"),
    ] {
        let mut desk = harbor(key);
        desk.shows(says)
            .press("Ctrl-S")
            .shows("waits in the outbox");
        let letter = newest(&mut desk);
        assert_eq!(letter.kind, kind);
        assert_eq!(desk.writes, 1, "{key}");
    }
}

#[test]
fn a_letter_that_cannot_be_written_says_why_in_the_list() {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.press("Ctrl-F")
        .type_text("Kestrel Kitchens")
        .press("Enter R Tab");
    desk.shows("no past due invoice with a job");
    desk.press("L")
        .shows("no past due invoice with a job")
        .shows("Remedies · Kestrel");
    assert_eq!(desk.writes, 0);
}

#[test]
fn a_sheet_goes_with_a_letter_by_one_key() {
    let mut desk = harbor("S");
    desk.press("Ctrl-G")
        .shows("the sheet \"how we invoice\" as a PDF");
    desk.press("Ctrl-G").shows("what a lien notice means");
    desk.press("Ctrl-G Ctrl-G").hides("the sheet");
    desk.press("Ctrl-G Ctrl-S").shows("waits in the outbox");
    assert_eq!(newest(&mut desk).parts.len(), 2, "statement and sheet");
}

#[test]
fn a_letter_that_left_stands_on_file_and_in_the_log_once() {
    use bywhen::domain::outbox::AttemptEnd;
    let mut desk = harbor("S");
    desk.press("Ctrl-S");
    let letter = newest(&mut desk).id;
    let via = "a test".to_owned();
    write(
        &mut desk,
        "b",
        Intent::Letter(Box::new(LetterDeed::Begin { letter, via })),
    );
    let attempt = newest(&mut desk).attempts[0].id;
    let end = LetterDeed::End {
        attempt,
        how: AttemptEnd::Sent,
        detail: "250 taken".into(),
    };
    write(&mut desk, "e", Intent::Letter(Box::new(end)));
    let account = newest(&mut desk).account;
    let Some(Reply::Prep(prep)) = desk.ask(Request::Prep {
        account,
        as_of: day(TODAY),
    }) else {
        panic!("a prep")
    };
    let mails: Vec<_> = prep
        .notes
        .iter()
        .filter(|n| n.channel == Channel::Mail)
        .collect();
    assert_eq!(
        mails.iter().filter(|n| n.on == day(TODAY)).count(),
        1,
        "{mails:?}"
    );
    let file = serde_json::to_string(&prep.file).expect("plain data");
    assert!(file.contains("statement to"), "{file}");
}

#[test]
fn a_hold_is_said_where_the_letter_would_be_written() {
    let mut desk = harbor("S").sized(200, 60);
    desk.press("Ctrl-S");
    let account = newest(&mut desk).account;
    let hold = Record::Hold {
        account,
        kind: bywhen::domain::touch::HoldKind::Bankruptcy,
    };
    write(&mut desk, "h", Intent::Record(hold));
    desk.press("6 G")
        .shows("held")
        .shows("It stays here: a bankruptcy hold");
    // A save of this desk reads the account anew; it has left the queue by then.
    desk.press("1 n")
        .type_text("their lawyer rang")
        .press("Enter");
    desk.find("Harbor Framing LLC")
        .press("R Tab")
        .shows("Remedies · Harbor")
        .shows("a bankruptcy hold stops every letter");
}

#[test]
fn mail_that_came_back_is_marked_by_one_key() {
    let mut desk = harbor("S");
    desk.press("Ctrl-S 6 G").shows("to send");
    desk.press("b").shows("contact Dana Ruiz changed");
    desk.press("1 c").shows("bounced").press("Esc");
}

const MAIL: &str = "From: dana@harbor.example\n\nHi Ana,\ncheck 1182 for SI-10432 went out Nov 20, $9,200.00.\nq quit\n";

#[test]
fn a_pasted_mail_becomes_a_claim_with_its_text_as_a_touch_of_theirs() {
    let mut desk = harbor("M");
    desk.shows("Paste the mail here")
        .press("c")
        .shows("paste the mail first");
    desk.paste(MAIL)
        .shows("Harbor Framing LLC")
        .shows("SI-10432");
    desk.shows("reads like money under way").shows("check 1182");
    assert_eq!(desk.writes, 0, "reading writes nothing");
    desk.press("c")
        .shows("Already sent it")
        .shows("1182")
        .shows("9,200.00");
    desk.press("Enter");
    if desk.screen().contains("talk again") {
        desk.press("Enter");
    }
    desk.shows("mail from Harbor Framing LLC");
    assert_eq!(desk.writes, 1);
    desk.press("u").shows("undone");
}

#[test]
fn a_pasted_mail_becomes_a_promise_or_a_dispute_or_only_its_text() {
    let mut desk = harbor("M");
    desk.paste("We will pay $5,000.00 on Friday for SI-10432.")
        .shows("reads like a promise");
    desk.press("p")
        .shows("5,000.00")
        .press("Enter")
        .shows("promise of 5,000.00");
    let mut desk = harbor("M");
    desk.paste("The pricing on SI-10432 is wrong: $350.00 too much (-350.00).");
    desk.shows("reads like a dispute")
        .press("d")
        .shows("Disputes it")
        .shows("350.00");
    desk.press("Enter").shows("dispute of 350.00");
    let mut desk = harbor("M");
    desk.paste("Have a good weekend")
        .shows("nothing says what it is about");
    desk.press("n").shows("mail from Harbor Framing LLC: noted");
}

#[test]
fn a_mail_about_several_things_becomes_each_of_them_without_being_pasted_again() {
    let mut desk = harbor("M");
    desk.paste("We mailed check 20991 on Nov 18 for $7,600.00 covering SI-10432.\nSI-10467 we will pay in full, $4,110.55, by Friday Dec 4.\nOn SI-10502 we dispute 800.00, one bundle was missing.\n");
    desk.shows("reads like money under way: 7,600.00, check 20991, sent Wed 18 Nov, for SI-10432")
        .shows("and a promise: 4,110.55, by Fri 4 Dec, for SI-10467")
        .shows("and a dispute");
    // Looking into a form and out of it loses nothing.
    desk.press("p")
        .shows("4,110.55")
        .press("Esc")
        .shows("A mail of theirs")
        .shows("and a promise");
    desk.press("c").shows("20991").shows("7,600.00");
    desk.press("Enter");
    if desk.screen().contains("talk again") {
        desk.press("Enter");
    }
    desk.shows("mail from Harbor Framing LLC")
        .shows("A mail of theirs")
        .shows("left of it: a promise")
        .hides("20991, sent");
    desk.press("p").shows("4,110.55").shows("Fri 4 Dec");
    desk.press("Enter")
        .shows("promise of 4,110.55")
        .shows("left of it: a dispute");
    desk.press("d").shows("800.00");
    desk.shows("quantity or short shipment").press("Enter");
    desk.shows("dispute of 800.00").hides("A mail of theirs");
    assert_eq!(desk.writes, 3);
    let prep = files::prep(&mut desk, "C1001");
    let about = |words: &str| prep.notes.iter().filter(|n| n.note.contains(words)).count();
    assert_eq!(
        (about("check 20991"), about("one bundle")),
        (1, 2),
        "the whole of it once, then what is about each: {:?}",
        prep.notes
    );
}

#[test]
fn a_mail_without_an_account_says_what_to_do_and_hostile_text_does_nothing() {
    let mut desk = Desk::sample(TODAY);
    desk.press("M").paste("hello\u{1b}[2J\u{202e} you q q q");
    desk.shows("No account has these numbers")
        .press("c")
        .shows("no account fits");
    desk.press("Esc");
    desk.press("M")
        .paste("SI-10432 please")
        .shows("Harbor Framing LLC");
    let huge = "SI-10432 $1.00 ".repeat(700_000);
    desk.paste(&huge).shows("Only the beginning was read");
    assert!(!desk.left && desk.writes == 0);
}

#[test]
fn what_sales_answered_is_noted_on_the_account() {
    let mut desk = harbor("Q");
    desk.shows("what sales answered")
        .type_text("leave them to me")
        .press("Enter");
    desk.shows("note on Harbor Framing LLC");
}
