//! Collectors with keys only: whose queue, moving accounts with a look before, balancing, covering an absence that ends by itself.

mod harness;

use bywhen::store::protocol::{CheckAsk, CollectorRow, QueueAsk, Reply, Request};
use harness::{Desk, TODAY, day};

fn collectors(desk: &mut Desk) -> Vec<CollectorRow> {
    let as_of = desk.model.now.today;
    match desk.ask(Request::Collectors { as_of }) {
        Some(Reply::Collectors(page)) => page.rows,
        other => panic!("{other:?}"),
    }
}

fn accounts(desk: &mut Desk, name: &str) -> u64 {
    let rows = collectors(desk);
    let row = rows.iter().find(|r| r.name.as_deref() == Some(name));
    row.map_or(0, |r| r.accounts)
}

fn queue_of(desk: &mut Desk, name: &str, on: &str) -> usize {
    let ask = QueueAsk {
        as_of: day(on),
        collector: Some(name.into()),
        ..QueueAsk::default()
    };
    match desk.ask(Request::Queue(ask)) {
        Some(Reply::Queue(page)) => page.total,
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

#[test]
fn everybody_sees_whose_work_is_whose_and_only_a_supervisor_shares_it_out() {
    let mut desk = Desk::sample(TODAY);
    desk.press("3 Shift-Tab")
        .shows("Collectors 2")
        .shows("Ana")
        .shows("Ben");
    for key in ["r", "b", "B", "w", "e"] {
        desk.press(key).shows("a supervisor shares out the work: S");
    }
    assert_eq!(desk.writes, 0);
}

#[test]
fn a_supervisor_looks_at_anybodys_queue_and_comes_back_to_all_of_it() {
    let mut desk = Desk::sample(TODAY);
    let bens = queue_of(&mut desk, "Ben", TODAY);
    desk.press("3 Shift-Tab j Enter")
        .shows("only Ben's and nobody's");
    assert_eq!(desk.model.queue.total, bens);
    desk.press("Esc").hides("only Ben's");
    assert!(desk.model.queue.total > bens);
}

#[test]
fn accounts_by_letters_are_shown_before_they_change_hands_and_undone_together() {
    let mut desk = Desk::sample(TODAY);
    let (ana, ben) = (accounts(&mut desk, "Ana"), accounts(&mut desk, "Ben"));
    desk.press("3 S y Shift-Tab g r")
        .shows("Reassign · Ana")
        .type_text("Ben");
    desk.press("Tab").type_text("A-C").press("Enter");
    desk.shows("would change hands").shows("Alder Roofing");
    assert_eq!(desk.writes, 0, "it was only shown");
    desk.press("y").shows("to Ben");
    let moved = ana - accounts(&mut desk, "Ana");
    assert!(moved > 1, "{moved}");
    assert_eq!(accounts(&mut desk, "Ben"), ben + moved);
    proven(&mut desk);
    desk.press("u").shows("undone:");
    assert_eq!(accounts(&mut desk, "Ana"), ana);
    proven(&mut desk);
}

#[test]
fn a_plan_without_a_name_or_with_wrong_letters_is_not_asked() {
    let mut desk = Desk::sample(TODAY);
    desk.press("3 S y Shift-Tab g r Enter").shows("to whom?");
    desk.type_text("Ben")
        .press("Tab")
        .type_text("F-A")
        .press("Enter");
    desk.shows("'F-A' is no range of letters");
    desk.press("Ctrl-U")
        .type_text("X")
        .press("Enter")
        .shows("no account would change hands");
    assert_eq!(desk.writes, 0);
}

#[test]
fn a_balance_evens_out_accounts_and_says_before_what_it_moves() {
    let mut desk = Desk::sample(TODAY);
    desk.press("3 S y Shift-Tab B")
        .shows("would change hands")
        .press("y");
    let (ana, ben) = (accounts(&mut desk, "Ana"), accounts(&mut desk, "Ben"));
    assert!(ana.abs_diff(ben) <= 1, "{ana} and {ben}");
    desk.press("B").shows("no account would change hands");
    desk.press("u");
    let money = |desk: &mut Desk| {
        let rows = collectors(desk);
        let of = |name: &str| {
            let row = rows.iter().find(|r| r.name.as_deref() == Some(name));
            row.map_or(0, |r| r.past_due.get())
        };
        (of("Ana") - of("Ben")).abs()
    };
    let before = money(&mut desk);
    desk.press("b y");
    assert!(
        money(&mut desk) * 10 < before,
        "{} of {before}",
        money(&mut desk)
    );
    proven(&mut desk);
}

#[test]
fn an_absence_is_covered_for_its_days_and_ends_by_itself_or_early() {
    let mut desk = Desk::sample(TODAY);
    let (anas, bens) = (
        queue_of(&mut desk, "Ana", TODAY),
        queue_of(&mut desk, "Ben", TODAY),
    );
    desk.press("3 S y Shift-Tab G");
    desk.press("w Enter")
        .shows("who covers for Ben?")
        .type_text("Ana");
    desk.press("Tab Tab").type_text("2026-11-25").press("Enter");
    desk.shows("Ben away Mon 23 Nov to Wed 25 Nov, Ana covers")
        .shows("away, Ana covers");
    let everything = queue_of(&mut desk, "Ana", TODAY);
    assert!(everything > anas, "{everything} of {anas} and {bens}");
    assert_eq!(
        queue_of(&mut desk, "Ben", TODAY),
        bens,
        "Ben's own queue stays his"
    );
    let after = queue_of(&mut desk, "Ana", "2026-11-26");
    let covered = queue_of(&mut desk, "Ana", "2026-11-25");
    desk.press("w")
        .type_text("Ana")
        .press("Tab Tab")
        .type_text("2026-11-24")
        .press("Enter");
    desk.shows("Ben is away from")
        .press("Esc e")
        .shows("Ben is back");
    assert_eq!(queue_of(&mut desk, "Ana", TODAY), anas);
    assert!(queue_of(&mut desk, "Ana", "2026-11-25") < covered);
    // The day after the last one it had ended by itself already.
    assert_eq!(queue_of(&mut desk, "Ana", "2026-11-26"), after);
    desk.press("u").shows("undone: Ben is back");
    assert_eq!(queue_of(&mut desk, "Ana", TODAY), everything);
    proven(&mut desk);
}

#[test]
fn where_the_settings_say_so_a_collector_sees_the_own_accounts_only() {
    let mut desk = Desk::sample(TODAY);
    let all = desk.model.queue.total;
    desk.model.only_mine = true;
    desk.press("2 1 r r r Esc");
    let mine = queue_of(&mut desk, "Ana", TODAY);
    assert_eq!(desk.model.queue.total, mine);
    assert!(desk.model.queue.total < all);
}
