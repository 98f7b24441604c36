//! The outbox at the desk, with keys only: asked for in a call, seen word for word, written, sent, in doubt, settled.

mod harness;
use bywhen::domain::outbox::{AttemptEnd, LetterState};
use bywhen::store::protocol::{Intent, LetterDeed, Outbox, Reply, Request, Stamp};
use chrono::{DateTime, Utc};
use harness::{Desk, TODAY, day};

/// A call with Harbor Framing that ends with a request for copies of its invoices.
fn copies_asked_for() -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("Enter i");
    desk.shows("Harbor Framing");
    desk.press("Enter Enter");
    desk.press("6");
    desk
}

/// Harbor Framing's letters: the sample desk has letters of its own, one in each state.
fn outbox(desk: &mut Desk) -> Outbox {
    let mut found = harness::reads::outbox(desk);
    found.letters.retain(|l| l.name == "Harbor Framing LLC");
    found
}

/// What a mail server's end of it does, in the place of one.
fn attempt(desk: &mut Desk, at: DateTime<Utc>, how: Option<AttemptEnd>) {
    let stamp = |n: &str| Stamp {
        at,
        on: day(TODAY),
        by: "Ana".into(),
        key: format!("{at}-{n}"),
    };
    let letter = outbox(desk).letters[0].id;
    let begin = LetterDeed::Begin {
        letter,
        via: "a test".into(),
    };
    let begun = desk.ask(Request::Write(
        stamp("begin"),
        Intent::Letter(Box::new(begin)),
    ));
    let Some(Reply::Done(done)) = begun else {
        panic!("{begun:?}")
    };
    if let Some(how) = how {
        let end = LetterDeed::End {
            attempt: done.made.attempts[0],
            how,
            detail: "250 taken".into(),
        };
        let ended = desk.ask(Request::Write(stamp("end"), Intent::Letter(Box::new(end))));
        assert!(matches!(ended, Some(Reply::Done(_))), "{ended:?}");
    }
}

#[test]
fn what_was_asked_for_in_a_call_is_shown_as_the_letter_that_would_answer_it() {
    let mut desk = copies_asked_for();
    desk.shows("6 Outbox 6").shows("asked");
    desk.shows("subject  Your invoice copies from Ridgeline Supply");
    desk.shows("Hello Dana,").shows("SI-10432 of");
    desk.shows("3 invoice copies").shows("w write it");
    assert!(
        outbox(&mut desk).letters.is_empty(),
        "looking writes nothing"
    );
    desk.press("w").shows("to send").shows("invoice copies to");
    let found = outbox(&mut desk);
    assert!(found.wanted.is_empty());
    assert_eq!(found.letters[0].standing.state, LetterState::Queued);
    assert!(found.letters[0].body.contains("SI-10432"));
    desk.press("G w").shows("this letter is written already");
    desk.press("u").shows("undone");
    desk.press("g").shows("asked");
    assert!(outbox(&mut desk).letters.is_empty());
}

#[test]
fn sending_happens_outside_and_its_outcome_is_said() {
    let mut desk = copies_asked_for();
    desk.press("w s").shows("sending: keys go on meanwhile");
    assert_eq!(desk.posts, 1);
    desk.press("s").shows("letters are being sent");
    assert_eq!(desk.posts, 1, "once is enough");
    let now = desk.model.now.at;
    attempt(&mut desk, now, Some(AttemptEnd::Sent));
    desk.posted(Ok(vec!["#1 to ap@harbor.example: sent: 250 taken".into()]));
    desk.shows("#1 to ap@harbor.example: sent");
    desk.hides("Harbor Framing");
    desk.posted(Err("the mail server wants a password".into()));
    desk.shows("the mail server wants a password");
}

#[test]
fn a_letter_in_doubt_says_so_and_a_person_settles_it() {
    let mut desk = copies_asked_for();
    desk.press("w");
    let now = desk.model.now.at;
    attempt(&mut desk, now, Some(AttemptEnd::Unsure));
    desk.press("1 6 G")
        .shows("in doubt")
        .shows("The line was cut while it went out.");
    desk.press("x").shows("to send");
    desk.press("a")
        .shows("this is for a letter that may have gone out");
    let later = now + chrono::TimeDelta::seconds(1);
    attempt(&mut desk, later, Some(AttemptEnd::Unsure));
    desk.press("1 6 G a").hides("Harbor Framing");
    assert_eq!(
        outbox(&mut desk).letters[0].standing.state,
        LetterState::Sent
    );
}

#[test]
fn enter_goes_to_the_account_and_the_screen_works_narrow() {
    let mut desk = copies_asked_for().sized(80, 24);
    desk.shows("subject  Your invoice copies")
        .shows("Hello Dana,");
    desk.press("Enter")
        .shows("Harbor Framing LLC")
        .shows("1 Queue");
    desk.press("6").shows("6 Outbox");
    let mut empty = Desk::empty(TODAY);
    empty
        .press("6")
        .shows("The outbox is empty.")
        .shows("asked for in a call");
    empty.press("w").shows("nothing is asked for");
}
