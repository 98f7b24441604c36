//! Every answer of the call's table, with keys only: what is on screen, and what is in the ledger afterwards.

mod harness;
use bywhen::domain::answer::Said;
use bywhen::domain::dispute::DisputeCode;
use bywhen::domain::task::TaskKind;
use bywhen::domain::touch::{ClaimStepKind, Owner, TouchOutcome};
use bywhen::domain::view::Prep;
use bywhen::store::protocol::{Hit, Other, Reply, Request};
use harness::{Desk, TODAY, day};

/// The prep of the only account that a text finds.
fn prep(desk: &mut Desk, text: &str) -> Box<Prep> {
    let as_of = desk.model.now.today;
    let find = Request::Find {
        text: text.into(),
        limit: 1,
        as_of,
    };
    let Some(Reply::Hits(hits)) = desk.ask(find) else {
        panic!("hits");
    };
    let Hit { account, .. } = hits.first().expect("a hit");
    let account = *account;
    match desk.ask(Request::Prep { account, as_of }) {
        Some(Reply::Prep(prep)) => prep,
        other => panic!("a prep, not {other:?}"),
    }
}

/// A call with Harbor Framing in which these keys are pressed.
fn harbor(keys: &str) -> Desk {
    let mut desk = Desk::sample(TODAY);
    desk.find("harbor framing").press("Enter").press(keys);
    desk
}

fn said(prep: &Prep) -> Vec<Said> {
    prep.notes[0].answers.iter().map(|a| a.said).collect()
}

#[test]
fn a_claim_within_its_mail_days_asks_for_nothing_more() {
    let mut desk = harbor("s");
    desk.shows("Already sent it").hides("mailed to");
    desk.type_text("1182").press("Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.claims[0].reference.as_deref(), Some("1182"));
    assert_eq!(said(&prep), [Said::AlreadySent]);
    assert_eq!(prep.notes[0].barriers, ["already sent"]);
}

#[test]
fn a_claim_whose_mail_days_have_passed_compares_the_address_and_asks_for_a_trace() {
    let mut desk = harbor("s Tab Tab");
    desk.type_text("nov 9").shows("mailed to");
    desk.shows("trace it").shows("it should have been here by");
    desk.press("Tab").type_text("PO Box 9");
    desk.press("Enter").shows("they trace it").shows("PO Box 9");
    desk.press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let steps: Vec<ClaimStepKind> = prep.claims[0].steps.iter().map(|s| s.kind).collect();
    assert_eq!(
        steps,
        [ClaimStepKind::AddressConfirmed, ClaimStepKind::TraceAsked]
    );
    assert!(prep.follow_up.is_some());
}

#[test]
fn a_claim_of_before_that_has_not_come_is_taken_up_again() {
    let mut desk = harbor("s");
    desk.type_text("1182").press("Enter Enter");
    desk.set_today("2026-12-01").find("harbor framing");
    desk.press("Enter s")
        .shows("Already sent it, and it has not come")
        .shows("check 1182 for");
    // Another was sent: its number and its day are asked for.
    desk.press("Tab Right Right").shows("number").press("Tab");
    desk.type_text("1190").press("Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.claims.len(), 1, "{:?}", prep.claims);
    assert_eq!(prep.claims[0].reference.as_deref(), Some("1190"));
}

#[test]
fn pays_today_is_a_promise_for_today() {
    let mut desk = harbor("t Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.promises[0].promise.by_when, day(TODAY));
    assert_eq!(prep.notes[0].outcome, TouchOutcome::Promise);
    assert_eq!(desk.writes, 1);
}

#[test]
fn a_promise_is_spread_over_its_invoices_by_hand_to_the_cent() {
    let mut desk = harbor("d");
    desk.type_text("fri").press("Tab").type_text("5000");
    desk.shows("spread").shows("oldest first");
    desk.press("Tab Tab Tab Right Right");
    let at = desk.model.call.as_ref().expect("a call").payable();
    assert!(at.len() > 1);
    desk.press("Tab")
        .type_text("3000")
        .press("Tab")
        .type_text("1000");
    for _ in 2..at.len() {
        desk.press("Tab Backspace Ctrl-U");
    }
    desk.press("Enter")
        .shows("the parts add up to another amount");
    desk.press("Ctrl-U").type_text("4000").press("Enter");
    desk.shows("SI-10432 4,000.00 and SI-10467 1,000.00");
    desk.press("Enter");
    assert_eq!(desk.writes, 1);
}

#[test]
fn vague_takes_a_day_to_pay_else_a_day_to_talk() {
    let mut desk = harbor("v");
    desk.shows("No date yet").shows("today? else which day?");
    desk.press("Enter")
        .shows("no date given yet")
        .press("Enter");
    let talk = prep(&mut desk, "harbor framing");
    assert_eq!(
        talk.follow_up.as_ref().map(|f| f.due_on),
        Some(day("2026-11-25"))
    );
    let mut desk = harbor("v");
    desk.type_text("fri").press("Enter Enter");
    let promise = prep(&mut desk, "harbor framing");
    assert_eq!(promise.promises[0].promise.by_when, day("2026-11-27"));
    assert_eq!(said(&promise), [Said::Vague]);
}

#[test]
fn no_invoice_sends_it_again_to_the_confirmed_address() {
    let mut desk = harbor("i");
    desk.shows("read it out and have it confirmed");
    desk.press("Enter").shows("we send").shows("(confirmed)");
    desk.press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let task = prep.tasks.iter().find(|t| t.kind == TaskKind::InvoiceCopy);
    assert_eq!(task.expect("a task").owner, Owner::Us);
    assert!(prep.follow_up.is_some());
}

#[test]
fn a_corrected_address_is_kept() {
    let mut desk = harbor("i");
    desk.type_text("bills@harbor.example")
        .shows("corrects what is on file");
    desk.press("Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    let preferred = prep.contacts.iter().find(|c| c.preferred).expect("one");
    assert_eq!(preferred.email.as_deref(), Some("bills@harbor.example"));
}

#[test]
fn a_dispute_takes_its_amount_out_and_the_rest_is_promised() {
    let mut desk = harbor("q");
    desk.shows("Disputes it").shows("pricing").type_text("400");
    desk.press("Enter").shows("disputed").shows("$400.00 of");
    desk.press("a d").type_text("fri").press("Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    let new = prep.disputes.iter().find(|d| d.amount.get() == 40_000);
    assert_eq!(new.expect("a dispute").code, Some(DisputeCode::Pricing));
    assert_eq!(said(&prep), [Said::Disputes, Said::Date]);
    assert_eq!(prep.promises[0].promise.amount.get(), 1_572_005 - 40_000);
}

#[test]
fn paperwork_is_a_task_of_ours() {
    let mut desk = harbor("w");
    desk.type_text("l").press("Enter");
    desk.shows("we owe")
        .shows("send the lien waiver (Ana), by Wed 25 Nov");
    desk.press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let task = prep.tasks.iter().find(|t| t.kind == TaskKind::LienWaiver);
    assert_eq!(task.expect("a task").due_on, day("2026-11-25"));
}

#[test]
fn an_approval_is_their_task_and_a_talk_and_a_pay_run_is_a_promise() {
    let mut desk = harbor("a");
    desk.press("Tab").type_text("Lou").press("Enter");
    desk.shows("has Lou approved it?").press("Enter");
    let wait = prep(&mut desk, "harbor framing");
    assert!(
        wait.tasks
            .iter()
            .any(|t| t.owner == Owner::Them && t.kind == TaskKind::Approval)
    );
    assert_eq!(wait.notes[0].barriers, ["awaiting internal approval"]);
    let mut desk = harbor("a Right");
    desk.shows("15,720.05").press("Enter Enter");
    let run = prep(&mut desk, "harbor framing");
    assert_eq!(said(&run), [Said::PayRun]);
    assert_eq!(run.promises[0].promise.amount.get(), 1_572_005);
}

#[test]
fn cash_short_is_a_part_today_and_a_plan_whose_parts_add_up() {
    let mut desk = harbor("c");
    desk.press("Tab")
        .type_text("2000")
        .shows("4,573.35  Mon 30 Nov");
    desk.shows("15,720.05  in all");
    desk.press("Enter").shows("$2,000.00 today").press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let plan = &prep.plans[0];
    assert_eq!(plan.amount.get(), 1_572_005);
    assert_eq!(plan.instalments.len(), 4);
}

#[test]
fn typed_parts_of_a_plan_must_add_up_and_a_waiver_hangs_on_the_last() {
    let mut desk = harbor("c");
    desk.press("Tab Tab").type_text("9000 9000").press("Enter");
    desk.shows("the parts come to 18,000.00, the rest is 15,720.05");
    desk.press("Ctrl-U")
        .type_text("9000 rest")
        .shows("6,720.05");
    desk.press("Tab Tab Tab").type_text("50").press("Enter");
    desk.shows("waived").press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.waivers[0].by_when, day("2026-12-07"));
}

#[test]
fn a_waiver_is_tied_to_a_promise_and_above_the_limit_it_waits() {
    let mut desk = harbor("e");
    desk.type_text("150").shows("above your limit of 100.00");
    desk.press("Enter")
        .shows("waits for a supervisor")
        .press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.waivers[0].amount.get(), 15_000);
    assert_eq!(prep.promises[0].promise.id, prep.waivers[0].promise);
}

#[test]
fn retainage_is_held_back_until_a_day_and_verified() {
    let mut desk = harbor("r");
    desk.press("Tab").type_text("920").press("Enter");
    desk.shows("held back").press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert!(prep.invoices.iter().any(|i| i.retainage.get() == 92_000));
    assert!(prep.tasks.iter().any(|t| t.kind == TaskKind::Verify));
    assert_eq!(said(&prep), [Said::Retainage]);
}

#[test]
fn the_wrong_person_is_marked_and_the_right_one_is_asked_for_first() {
    let mut desk = harbor("x");
    desk.press("Tab").type_text("Mia Chen").press("Tab Tab");
    desk.type_text("503-555-0199").press("Enter");
    desk.shows("new contact")
        .shows("call Mia Chen")
        .press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let first = prep.contacts.iter().find(|c| c.preferred).expect("one");
    assert_eq!(first.name, "Mia Chen");
    assert!(prep.contacts.iter().any(|c| c.right_party == Some(false)));
}

#[test]
fn a_wrong_number_is_marked() {
    let mut desk = harbor("x Left");
    desk.hides("role")
        .press("Enter")
        .shows("number is wrong")
        .press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert!(
        prep.contacts
            .iter()
            .any(|c| c.phone_bad_on == Some(day(TODAY)))
    );
    assert_eq!(said(&prep), [Said::WrongNumber]);
}

#[test]
fn angry_is_listened_to_and_still_needs_a_day() {
    let mut desk = harbor("z");
    desk.shows("I am sorry that this has been so frustrating");
    desk.press("Enter Enter").shows("no next step yet");
    desk.press("a f").type_text("wed").press("Enter Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(said(&prep), [Said::Angry, Said::TalkAgain]);
}

#[test]
fn voicemail_and_no_answer_propose_another_hour_and_say_why() {
    for key in ["m", "o"] {
        let mut desk = harbor(key);
        desk.shows("nobody at").press("Enter");
        let prep = prep(&mut desk, "harbor framing");
        assert!(prep.follow_up.as_ref().is_some_and(|f| f.at.is_some()));
        assert!(prep.notes[0].outcome.is_attempt());
        assert_eq!(prep.notes[0].told, None, "nobody was told anything");
    }
}

#[test]
fn a_barrier_is_found_by_typing_and_brings_its_remedy() {
    let mut desk = harbor("b");
    desk.type_text("portal")
        .shows("enter the invoice in their portal again");
    desk.press("Enter").shows("in the way").press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    assert_eq!(prep.notes[0].barriers, ["portal rejection"]);
    assert!(prep.tasks.iter().any(|t| t.what.contains("portal")));
}

#[test]
fn four_answers_are_one_call_and_one_undo() {
    let mut desk = Desk::sample(TODAY);
    let before = prep(&mut desk, "harbor framing");
    desk.find("harbor framing")
        .press("Enter q")
        .type_text("400");
    desk.press("Enter a w")
        .type_text("w")
        .press("Enter a c Enter a b");
    desk.type_text("weather")
        .press("Enter Esc")
        .shows("So far")
        .shows("plan");
    desk.press("Enter")
        .shows("disputed")
        .shows("we owe")
        .shows("plan")
        .shows("in the way");
    desk.press("c")
        .shows("noted as ours to send today")
        .press("Enter");
    assert_eq!(desk.writes, 1);
    let after = prep(&mut desk, "harbor framing");
    assert_eq!(after.plans.len(), before.plans.len() + 1);
    assert_eq!(after.disputes.len(), before.disputes.len() + 1);
    assert!(
        after.tasks.len() >= before.tasks.len() + 3,
        "W-9, weather, mail"
    );
    assert!(after.notes[0].told.is_some() && after.notes[0].told_for.is_some());
    desk.press("u");
    let undone = prep(&mut desk, "harbor framing");
    assert_eq!(undone, before);
}

#[test]
fn an_answer_can_be_taken_out_and_changed_before_it_is_saved() {
    let mut desk = harbor("d");
    desk.type_text("fri")
        .press("Enter a w Enter Esc")
        .shows("So far");
    desk.press("Delete").hides("we owe").press("Enter");
    desk.press("e").shows("Fri 27 Nov").press("Esc");
    desk.shows("$15,720.05 by Fri 27 Nov");
    desk.press("e")
        .type_text("mon")
        .press("Enter")
        .shows("by Mon 30 Nov");
    desk.press("x").shows("no next step yet");
    assert_eq!(desk.writes, 0);
}

#[test]
fn every_keystroke_of_every_form_is_there_after_a_kill() {
    for (key, typed) in [
        ("s", "77"),
        ("t", "4321"),
        ("d", "someday"),
        ("v", "som"),
        ("f", "wedn"),
        ("i", "ap@"),
        ("q", "12.5"),
        ("w Tab Tab Tab", "half a wo"),
        ("a Tab", "Lo"),
        ("c Tab", "20"),
        ("e", "3"),
        ("r Tab", "92"),
        ("x Tab", "Mi"),
        ("b", "por"),
    ] {
        let mut desk = harbor(key);
        desk.type_text(typed);
        let form = format!("{:?}", desk.model.call.as_ref().expect("a call").stage);
        let mut desk = desk.restart();
        desk.press("y");
        let again = &desk.model.call.as_ref().expect("offered again").stage;
        assert_eq!(format!("{again:?}"), form, "after {key}");
    }
}

#[test]
fn a_form_left_half_filled_in_comes_back_beside_another() {
    let mut desk = harbor("q");
    desk.type_text("12.5")
        .press("Esc d")
        .type_text("fr")
        .press("Esc q");
    desk.shows("12.5").press("Esc d").shows("fr");
}

#[test]
fn the_next_account_is_one_that_nobody_else_has_open() {
    let mut desk = Desk::sample(TODAY);
    let next = desk.model.queue.row(1).expect("a row").account;
    let third = desk.model.queue.row(2).expect("a row").account;
    desk.others = vec![other(next)];
    desk.press("Enter o Enter");
    assert_eq!(desk.writes, 1);
    assert_eq!(desk.model.queue.account(), Some(third));
    desk.press("k Enter")
        .shows("Ben has this account open as well");
}

fn other(account: bywhen::domain::ids::AccountId) -> Other {
    Other {
        pid: 7,
        login: "ben".into(),
        by: "Ben".into(),
        doing: "at the desk".into(),
        account: Some(account),
        since: chrono::DateTime::UNIX_EPOCH,
        seen: chrono::DateTime::UNIX_EPOCH,
    }
}

#[test]
fn a_task_is_marked_done_with_a_key() {
    let mut desk = harbor("w");
    desk.press("Enter Enter").find("harbor framing");
    desk.press("t")
        .shows("Task done")
        .shows("send the purchase order");
    desk.press("Enter");
    let prep = prep(&mut desk, "harbor framing");
    let open = prep.tasks.iter().filter(|t| t.ended_on.is_none());
    assert!(
        open.clone().all(|t| t.kind != TaskKind::PurchaseOrder),
        "{:?}",
        open.collect::<Vec<_>>()
    );
}
