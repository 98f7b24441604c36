//! The promises screen with keys only: both sides, filters, the sentence with its history, rulings, the way to the account.

mod harness;

use bywhen::app::promises::Group;
use bywhen::domain::task::TaskKind;
use bywhen::domain::touch::Owner;
use bywhen::domain::verdict::Verdict;
use bywhen::store::protocol::{Intent, NewTask, PromiseBoardAsk, Remedy, Reply, Request, Stamp};
use chrono::{Days, NaiveTime};
use harness::{Desk, TODAY, day};

fn groups(desk: &mut Desk) -> Vec<(Group, usize)> {
    let ask = PromiseBoardAsk {
        as_of: day(TODAY),
        limit: 100,
        ..PromiseBoardAsk::default()
    };
    match desk.ask(Request::PromiseBoard(ask)) {
        Some(Reply::PromiseBoard(board)) => {
            board.groups.iter().map(|(g, _, s)| (*g, s.count)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_selected_promise_says_its_sentence_and_how_it_came_about() {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.press("2")
        .shows("they promised 49")
        .shows("due today  1");
    desk.press("j j")
        .shows("Harbor Framing LLC · light")
        .shows("3,400.00 light; CM-77")
        .shows("light Thu 19 Nov");
    desk.press("k").shows("O'Hara & Sons Roofing, Inc. · late");
}

#[test]
fn the_other_side_is_what_we_promised_and_back() {
    let mut desk = Desk::sample(TODAY).sized(200, 60);
    desk.press("2 o")
        .shows("[we promised 2]")
        .shows("proof of delivery for SI-10473")
        .shows("2 business days late");
    desk.press("Enter").shows("Evergreen School District");
    desk.press("Esc 2").shows("[we promised 2]");
    desk.press("Esc").shows("[they promised 49]");
}

#[test]
fn filters_narrow_the_list_say_so_and_one_key_widens_it() {
    let mut desk = Desk::sample(TODAY);
    desk.press("2 r").shows("only due today");
    desk.press("r r")
        .shows("only broken and light")
        .shows("Cedar & Stone Co.")
        .hides("Pioneer Pole Barns");
    desk.press("Esc")
        .shows("Pioneer Pole Barns")
        .hides("only broken");
    desk.press("d")
        .shows("only this week")
        .hides("Bluff Street Lofts");
    desk.press("d").shows("only the month shown");
    desk.press("d").shows("only Mon 23 Nov").hides("O'Hara");
    desk.press("d").shows("of all times");
    desk.press("d").hides("only");
    desk.press("m")
        .shows("only by check")
        .press("m")
        .shows("only by ach");
    desk.press("Esc b").shows("only Ana");
    desk.press("Esc").hides("only");
}

#[test]
fn a_supervisor_rules_with_a_reason_and_the_ledgers_verdict_stays_beside_it() {
    let mut desk = Desk::sample(TODAY);
    desk.press("2 v")
        .shows("a supervisor rules on a promise that was kept");
    desk.press("j j").shows("Harbor Framing LLC · light");
    let before = groups(&mut desk);
    desk.press("v")
        .shows("What the promise counts as")
        .shows("5,000.00 by Tue 17 Nov: light");
    desk.press("Enter").shows("why does it count so?");
    desk.type_text("their bank failed")
        .press("Enter")
        .shows("which supervisor rules so?");
    desk.type_text("Maria")
        .press("Enter")
        .shows("counts as kept, ruled by Maria");
    let ruled = desk
        .model
        .promises
        .board
        .rows
        .iter()
        .find(|r| r.judgement.ruling.is_some());
    let ruled = ruled.expect("a ruled promise").judgement.clone();
    assert_eq!(
        (ruled.verdict, ruled.derived),
        (Verdict::Kept, Verdict::Light)
    );
    let count = |groups: &[(Group, usize)], g: Group| {
        groups.iter().find(|(x, _)| *x == g).map_or(0, |(_, n)| *n)
    };
    let after = groups(&mut desk);
    assert_eq!(
        count(&after, Group::Failed) + 1,
        count(&before, Group::Failed)
    );
    assert_eq!(count(&after, Group::Kept), count(&before, Group::Kept) + 1);
    desk.shows("kept (the ledger: light)");
    desk.press("u");
    assert_eq!(groups(&mut desk), before);
}

#[test]
fn enter_goes_to_the_account_and_enter_again_calls() {
    let mut desk = Desk::sample(TODAY);
    desk.press("2 j j Enter").shows("Harbor Framing LLC");
    desk.press("Enter").shows("They say");
}

#[test]
fn the_list_holds_its_place_when_somebody_else_saves() {
    let mut desk = Desk::sample(TODAY);
    desk.press("2 j j j");
    let was = desk.model.promises.selected;
    assert!(was.is_some());
    desk.press("n").type_text("asked again").press("Enter");
    assert_eq!(desk.model.promises.selected, was);
}

#[test]
fn the_cache_says_what_the_books_say_on_every_day() {
    let mut desk = Desk::sample(TODAY);
    let board = |desk: &mut Desk, on: &str| {
        let ask = PromiseBoardAsk {
            as_of: day(on),
            limit: 100,
            ..PromiseBoardAsk::default()
        };
        match desk.ask(Request::PromiseBoard(ask)) {
            Some(Reply::PromiseBoard(board)) => *board,
            other => panic!("{other:?}"),
        }
    };
    // Today's from the cache, tomorrow's from the books, then tomorrow's from the cache: the day turns.
    let today = board(&mut desk, TODAY);
    assert!(today.rows.iter().all(|r| {
        today
            .groups
            .iter()
            .any(|(g, ..)| *g == Group::of(r.judgement.verdict))
    }));
    let tomorrow = board(&mut desk, "2026-11-24");
    desk.ask(Request::TurnDay {
        to: day("2026-11-24"),
    });
    assert_eq!(board(&mut desk, "2026-11-24"), tomorrow);
    assert_ne!(today.groups, tomorrow.groups);
}

#[test]
fn what_we_promised_is_listed_by_page_and_narrowed_like_theirs() {
    let mut desk = Desk::sample(TODAY);
    let account = harness::files::prep(&mut desk, "C1031").account.id;
    for n in 0..300_u64 {
        let task = NewTask {
            owner: Owner::Us,
            kind: if n % 3 == 0 {
                TaskKind::Credit
            } else {
                TaskKind::InvoiceCopy
            },
            what: format!("thing {n}"),
            due_on: day(TODAY) + Days::new(1 + n % 40),
            person: None,
        };
        let remedy = Box::new(Remedy::Task(task));
        let stamp = Stamp {
            at: day(TODAY).and_time(NaiveTime::MIN).and_utc(),
            on: day(TODAY),
            by: "Ben".into(),
            key: format!("t{n}"),
        };
        let wrote = desk.ask(Request::Write(stamp, Intent::Remedy { account, remedy }));
        assert!(matches!(wrote, Some(Reply::Done(_))), "{wrote:?}");
    }
    desk.press("2 o")
        .shows("[we promised 302]")
        .shows("upcoming  301");
    assert!(
        desk.model.promises.ours.rows.len() <= 120,
        "a page, not all of them"
    );
    desk.press("G").shows("thing 279");
    assert_eq!(
        desk.model.promises.task().map(|t| t.line.what.as_str()),
        Some("thing 279")
    );
    desk.press("m").shows("only proof of delivery");
    desk.press("m")
        .shows("only invoice copy")
        .shows("upcoming  200");
    desk.press("Esc r")
        .shows("only broken and light")
        .hides("thing 0");
    desk.press("Esc d d d")
        .shows("only Thu 19 Nov")
        .hides("thing 1");
    desk.press("Esc b").shows("only Ana").shows("upcoming  301");
    desk.press("b").shows("only Ben").shows("No promise fits.");
    desk.press("Esc Esc").shows("[they promised");
}
