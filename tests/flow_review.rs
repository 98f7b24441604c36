//! The supervisor's screen with keys only: every decision lands with whoever must act, comes back when it is still not paid, and nothing is
//! decided twice.

mod harness;

use bywhen::app::Model;
use bywhen::app::overlay::Overlay;
use bywhen::domain::ids::AccountId;
use bywhen::domain::rules::Rules;
use bywhen::domain::touch::Owner;
use bywhen::domain::view::{Prep, TaskLine};
use bywhen::store::Ledger;
use bywhen::store::protocol::{CheckAsk, Reply, Request, TaskAsk};
use harness::{Desk, TODAY, day, sample_file};

const CEDAR: &str = "Cedar & Stone Co.";

fn account(desk: &mut Desk, name: &str) -> AccountId {
    match desk.ask(Request::Resolve { text: name.into() }) {
        Some(Reply::Account(account)) => account.id,
        other => panic!("{other:?}"),
    }
}

fn prep(desk: &mut Desk, name: &str) -> Prep {
    let account = account(desk, name);
    let as_of = desk.model.now.today;
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => *prep,
        other => panic!("{other:?}"),
    }
}

fn tasks(desk: &mut Desk, name: &str) -> Vec<TaskLine> {
    let account = Some(account(desk, name));
    let ask = TaskAsk {
        as_of: desk.model.now.today,
        owner: Some(Owner::Us),
        account,
        ended: false,
    };
    match desk.ask(Request::Tasks(ask)) {
        Some(Reply::Tasks(rows)) => rows.into_iter().map(|r| r.line).collect(),
        other => panic!("{other:?}"),
    }
}

fn proven(desk: &mut Desk) {
    match desk.ask(Request::Check(CheckAsk::default())) {
        Some(Reply::Checked(checked)) => {
            let wrong: Vec<_> = checked.lines.iter().filter(|l| !l.ok).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
        other => panic!("{other:?}"),
    }
}

fn undecided(model: &Model) -> Vec<String> {
    let rows = &model.review.page.rows;
    rows.iter().map(|r| r.account.name.clone()).collect()
}

/// The sample desk on its review screen, acting as supervisor.
fn supervisor() -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.press("3 S y").shows("Ana acts as supervisor");
    desk
}

#[test]
fn the_inbox_says_of_each_promise_what_a_decision_needs() {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.press("3");
    for words in [
        CEDAR,
        "24,800.10",
        "2nd",
        "7d",
        "0/2",
        "cash flow or weather",
        "Bluff Street Lofts",
        "bank or mail",
        "came back",
        "Harbor Framing LLC",
        "CM-77 (pricing) is exactly 3,400.00",
        "To approve 2",
        "call back",
        "75 %, 3 of 4",
    ] {
        desk.shows(words);
    }
    assert_eq!(
        undecided(&desk.model),
        [CEDAR, "Bluff Street Lofts", "Harbor Framing LLC"]
    );
}

#[test]
fn nobody_decides_who_has_not_said_to_act_as_supervisor() {
    let mut desk = Desk::sample(TODAY);
    for key in ["c", "s", "t", "h", "l", "p", "o", "a"] {
        desk.press("3").press(key).shows("a supervisor decides: S");
    }
    desk.press("Tab a").shows("a supervisor decides");
    // A question, and no answer from the burst that opened it.
    desk.burst("S y").shows("Act as supervisor?");
    desk.press("Esc").hides("acts as supervisor");
    assert_eq!(desk.writes, 0);
    desk.model.supervisors = vec!["Morgan".into()];
    desk.press("S")
        .shows("Ana is no supervisor here: the settings name Morgan");
    desk.model.supervisors = vec!["morgan".into(), "ana".into()];
    desk.press("S y").shows("Ana, supervisor");
    desk.press("S")
        .shows("no longer acting as supervisor")
        .hides("Ana, supervisor");
}

#[test]
fn every_decision_leaves_the_inbox_lands_with_whoever_must_act_and_is_undone() {
    let mut desk = supervisor();
    let decided = |desk: &mut Desk, key: &str| {
        desk.press("g").press(key).press("Enter");
        if key == "h" {
            // They were not told of it: the form asks why it is done all the same.
            desk.shows("they were not told of the credit hold");
            desk.press("Tab Tab Tab Tab")
                .type_text("a truck leaves at noon")
                .press("Enter");
        }
        assert!(desk.model.overlay.is_none(), "{key}: {}", desk.screen());
        assert_eq!(desk.model.review.page.total, 2, "{key}");
        let prep = prep(desk, CEDAR);
        let brief: Vec<String> = prep.brief.iter().map(|l| l.text.clone()).collect();
        assert!(
            brief.iter().any(|l| l.starts_with("Ana decided today: ")),
            "{key}: {brief:?}"
        );
        prep
    };
    let back = |desk: &mut Desk, key: &str| {
        desk.press("u").shows("undone: review of Cedar");
        assert_eq!(desk.model.review.page.total, 3, "{key}");
        assert!(tasks(desk, CEDAR).is_empty(), "{key}");
    };

    // The collector's follow-up, today, with the reason.
    let p = decided(&mut desk, "c");
    let follow_up = p.follow_up.expect("a follow-up");
    assert_eq!(follow_up.due_on, day(TODAY));
    assert!(follow_up.reason.starts_with("Ana decided: call back: "));
    back(&mut desk, "c");

    // The supervisor's own list; the collector rests until the day to look again.
    let p = decided(&mut desk, "s");
    assert_eq!(p.follow_up.expect("a follow-up").due_on, day("2026-11-26"));
    let own = tasks(&mut desk, CEDAR);
    assert_eq!(own[0].person.as_deref(), Some("Ana"));
    assert!(own[0].what.starts_with("call Cedar"), "{own:?}");
    desk.press("Tab Tab m")
        .shows("Decided, mine 1")
        .press("m Esc");
    back(&mut desk, "s");

    // Terms: to be set, and to be told. The second of the list.
    desk.press("g t Right")
        .shows("put Cedar & Stone Co. on prepay");
    desk.press("Enter");
    let own = tasks(&mut desk, CEDAR);
    assert!(own[0].what.contains("on prepay"), "{own:?}");
    let p = prep(&mut desk, CEDAR);
    assert!(
        p.follow_up
            .expect("a follow-up")
            .reason
            .contains("new terms")
    );
    back(&mut desk, "t");

    // A credit hold stops shipments and no call.
    let p = decided(&mut desk, "h");
    assert!(
        p.brief[0].text.starts_with("credit hold since today"),
        "{:?}",
        p.brief
    );
    assert_eq!(p.safety.blocked, None);
    assert!(
        tasks(&mut desk, CEDAR)[0]
            .what
            .starts_with("stop shipments")
    );
    back(&mut desk, "h");
    assert!(!prep(&mut desk, CEDAR).brief[0].text.contains("credit hold"));

    // Notice or lien: a courtesy call at least ten days before.
    let p = decided(&mut desk, "l");
    assert!(
        p.follow_up
            .expect("a call")
            .reason
            .contains("courtesy call")
    );
    assert_eq!(tasks(&mut desk, CEDAR)[0].due_on, day("2026-12-03"));
    back(&mut desk, "l");

    decided(&mut desk, "p");
    assert!(tasks(&mut desk, CEDAR)[0].what.contains("to the agency"));
    back(&mut desk, "p");

    // Our fault is owed to them, and judged like anything that we promise.
    decided(&mut desk, "o");
    let own = tasks(&mut desk, CEDAR);
    assert!(own[0].kind.is_owed(), "{own:?}");
    back(&mut desk, "o");

    decided(&mut desk, "a");
    assert!(tasks(&mut desk, CEDAR).is_empty());
    back(&mut desk, "a");
    proven(&mut desk);
}

#[test]
fn it_comes_back_at_its_day_when_it_is_still_not_paid_and_is_decided_anew() {
    let mut desk = supervisor();
    desk.press("g c")
        .shows("back in this inbox on Mon 30 Nov")
        .press("Enter");
    desk.set_today("2026-11-29").press("3");
    assert!(!undecided(&desk.model).contains(&CEDAR.to_owned()));
    desk.set_today("2026-11-30").press("3 g");
    assert_eq!(undecided(&desk.model)[0], CEDAR);
    desk.shows("decided before, Mon 23 Nov by Ana: call back");
    desk.press("h Tab Tab Tab Tab")
        .type_text("a truck leaves at noon");
    desk.press("Enter").shows("credit hold");
    assert!(!undecided(&desk.model).contains(&CEDAR.to_owned()));
    // The first decision cannot be taken out from under the second one.
    desk.press("u u").shows("undone: review of Cedar");
    assert_eq!(undecided(&desk.model)[0], CEDAR);
    proven(&mut desk);
}

#[test]
fn a_reason_is_proposed_and_must_not_be_taken_away() {
    let mut desk = supervisor();
    desk.press("j c").shows("check 7781");
    desk.press("Ctrl-U Enter")
        .shows("why? whoever acts on it reads this");
    assert_eq!(desk.writes, 0);
    desk.type_text("redeposit agreed with Jo").press("Esc");
    desk.shows("what you typed is kept")
        .press("c")
        .shows("redeposit agreed with Jo");
    desk.press("Enter").shows("review of Bluff Street Lofts");
    assert_eq!(desk.model.review.page.total, 2);
}

#[test]
fn two_supervisors_on_one_ledger_never_decide_the_same_promise() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.db");
    let first = sample_file(&path);
    let second = Ledger::open(&path, Rules::default()).expect("it opens");
    let mut ana = Desk::on(first, TODAY);
    let mut bea = Desk::on(second, TODAY);
    bea.model.me = "Bea".into();
    ana.press("3 S y g");
    bea.press("3 S y g h").shows("Credit hold · Cedar");
    ana.press("c Enter").shows("review of Cedar");
    bea.type_text("third date in a row").press("Enter");
    bea.shows("Ana has decided it already: call back");
    // What Bea typed is still there, and nothing of hers was written.
    bea.shows("third date in a row");
    assert!(matches!(bea.model.overlay, Some(Overlay::Form(_))));
    assert!(tasks(&mut bea, CEDAR).is_empty());
    bea.press("Esc").later(5).press("3");
    assert_eq!(
        bea.model.review.page.total, 2,
        "Cedar is gone from Bea's inbox too"
    );
    // Once Ana takes it back, Bea's word counts.
    ana.press("u");
    bea.later(5).press("3 g h Tab Tab Tab Tab");
    bea.type_text("a truck leaves at noon").press("Enter");
    bea.shows("review of Cedar");
    ana.later(5)
        .press("3 g c Enter")
        .shows("Bluff Street Lofts");
    proven(&mut bea);
}

#[test]
fn a_waiver_is_approved_and_a_write_off_declined_with_its_reason() {
    let mut desk = supervisor();
    desk.press("Tab")
        .shows("waiver")
        .shows("150.00")
        .shows("write-off")
        .shows("48.20");
    desk.press("G a Enter").shows("waiver of 150.00 approved");
    desk.press("g d Enter").shows("why not?");
    desk.type_text("ask the driver first").press("Enter");
    desk.shows("write-off of 48.20 declined")
        .shows("Nothing waits for an approval.");
    let told = |p: Prep| p.follow_up.expect("the collector hears of it").reason;
    let waived = prep(&mut desk, "C1030");
    assert_eq!(waived.waivers[0].state.name(), "offered");
    assert!(told(waived).contains("Ana approved the waiver of 150.00"));
    let declined = told(prep(&mut desk, "C1029"));
    assert_eq!(
        declined,
        "Ana declined the write-off of 48.20: ask the driver first"
    );
    desk.press("u u").shows("To approve 2");
    proven(&mut desk);
}

#[test]
fn a_promise_beyond_the_policy_range_asks_by_itself() {
    let mut desk = supervisor();
    desk.find("redtail")
        .press("p")
        .type_text("2027-02-15")
        .press("Enter");
    desk.press("3 Tab")
        .shows("long promise")
        .shows("84 days ahead, the policy is 30");
    desk.press("G d")
        .type_text("before Christmas")
        .press("Enter");
    let p = prep(&mut desk, "C1033");
    let reason = p.follow_up.expect("the collector hears of it").reason;
    assert!(
        reason.ends_with("before Christmas; ask for an earlier date"),
        "{reason}"
    );
    proven(&mut desk);
}

#[test]
fn a_collector_asks_with_a_key_and_what_was_declined_comes_back_on_its_day() {
    let mut desk = supervisor();
    desk.find("fourth").press("a").shows("Ask the supervisor");
    desk.press("Enter")
        .shows("the supervisor decides by what stands here");
    desk.type_text("nobody there talks to us any more")
        .press("Enter");
    desk.shows("asked for approval: placement, Fourth & Main Partners");
    desk.press("3 Tab").shows("To approve 3").shows("placement");
    // The same is not asked twice while it waits.
    desk.find("fourth")
        .press("a Tab")
        .type_text("again")
        .press("Enter");
    desk.shows("waits already").press("Esc");
    desk.press("3 G d")
        .type_text("one more call first")
        .press("Tab Ctrl-U");
    desk.type_text("12/07").press("Enter");
    desk.shows("placement declined").shows("To approve 2");
    let told = prep(&mut desk, "C1031")
        .follow_up
        .expect("the collector hears of it");
    assert_eq!(
        told.reason,
        "Ana declined the placement: one more call first; looked at again on Mon 7 Dec"
    );
    // Nor before it is looked at again.
    desk.find("fourth").press("a").press("Enter");
    desk.shows("was declined, and is looked at again on Mon 7 Dec")
        .press("Esc");
    proven(&mut desk);
    desk.set_today("2026-12-06")
        .press("3")
        .shows("To approve 2");
    desk.set_today("2026-12-07")
        .press("3")
        .shows("To approve 3");
    desk.press("G").shows("Ana said no on Mon 23 Nov (one more");
    // One undo takes the no back with the question of later.
    desk.set_today(TODAY);
    desk.press("3 u")
        .shows("undone: placement declined")
        .shows("To approve 3");
    desk.set_today("2026-12-07")
        .press("3")
        .shows("To approve 3");
    proven(&mut desk);
}

#[test]
fn a_write_off_is_asked_for_with_its_amount() {
    let mut desk = Desk::sample(TODAY);
    desk.find("ironwood")
        .press("a Right")
        .shows("a write-off is a part of that");
    desk.press("Enter").shows("how much?");
    desk.type_text("99999999")
        .press("Tab")
        .type_text("too old")
        .press("Enter");
    desk.shows("a write-off is a part of that; nothing was saved");
}

#[test]
fn the_trends_have_a_place_on_a_narrow_screen() {
    let mut desk = Desk::sample(TODAY).sized(80, 24);
    desk.press("3 Shift-Tab Shift-Tab")
        .shows("Trends")
        .shows("kept rate")
        .shows("DSO")
        .shows("paid within 14 days of the decision");
    desk.press("Esc").shows("likely cause");
}
