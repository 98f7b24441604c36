//! What was decided, when there is much of it: a window of the list is loaded, and every row can be reached.

mod harness;
use bywhen::app::review::{ReviewPane, WINDOW};
use bywhen::domain::ids::{AccountId, PromiseId};
use bywhen::domain::money::Minor;
use bywhen::domain::review::Decision;
use bywhen::domain::split::Split;
use bywhen::store::protocol::{
    Intent, NewPromise, NewReview, Reply, Request, ReviewAct, ReviewAsk, Stamp,
};
use harness::{Desk, TODAY, book, day};

/// So many promises were broken, and each was decided about.
const MANY: usize = 150;

fn write(desk: &mut Desk, on: &str, key: String, intent: Intent) {
    let stamp = Stamp {
        at: day(on).and_hms_opt(18, 0, 0).expect("a time").and_utc(),
        on: day(on),
        by: "Morgan".into(),
        key,
    };
    let done = desk.ask(Request::Write(stamp, intent));
    assert!(matches!(done, Some(Reply::Done(_))), "{done:?}");
}

fn promises(desk: &mut Desk) -> Vec<PromiseId> {
    let ask = ReviewAsk {
        as_of: day(TODAY),
        ..ReviewAsk::default()
    };
    match desk.ask(Request::Review(ask)) {
        Some(Reply::Review(page)) => page.rows.iter().map(|r| r.line.promise.id).collect(),
        other => panic!("{other:?}"),
    }
}

fn decided_about_many() -> Desk {
    let rows: Vec<String> = (1..=MANY)
        .map(|n| {
            let (name, number) = (format!("Customer {n:03}"), format!("SI-{n}"));
            book::invoice(n, &name, &number, "2026-10-05", 10_000 + n as i64)
        })
        .collect();
    let mut desk = Desk::on(book::ledger("2026-11-06", &rows), TODAY);
    for n in 1..=MANY as i64 {
        let promise = Intent::MakePromise(NewPromise {
            account: AccountId(n),
            amount: Minor::new(10_000),
            by_when: day("2026-11-12"),
            invoices: Vec::new(),
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        });
        write(&mut desk, "2026-11-09", format!("p{n}"), promise);
    }
    for promise in promises(&mut desk) {
        let act = ReviewAct::Decide(NewReview {
            promise,
            after: None,
            decision: Decision::Accept,
            terms: None,
            reason: format!("small, #{promise}"),
            who: None,
            act_on: None,
            again_on: None,
            anyway: None,
        });
        write(&mut desk, TODAY, format!("d{promise}"), Intent::Review(act));
    }
    desk
}

#[test]
fn a_long_list_of_decisions_is_read_by_windows_and_each_row_can_be_reached() {
    let mut desk = decided_about_many();
    desk.press("3 Tab Tab").shows("Decided 150");
    assert_eq!(desk.model.review.pane, ReviewPane::Decided);
    let newest = desk.model.review.decided.selected;
    let mut seen = std::collections::BTreeSet::new();
    for i in 0..MANY {
        let decided = &desk.model.review.decided;
        assert!(decided.page.rows.len() <= WINDOW, "{i}");
        assert_eq!(decided.cursor, i);
        let row = decided.selected_row().unwrap_or_else(|| panic!("row {i}"));
        assert!(seen.insert(row.review.id), "row {i} twice");
        desk.press("j");
    }
    // What came of the decisions is of all of them, also when another window is read.
    let outcomes = desk.model.review.decided.page.outcomes.clone();
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0].decided as usize, MANY);
    // The ends, and back.
    desk.press("g");
    assert_eq!(desk.model.review.decided.selected, newest);
    let first = desk
        .model
        .review
        .decided
        .selected_row()
        .map(|d| d.name.clone());
    desk.press("G");
    let last = desk
        .model
        .review
        .decided
        .selected_row()
        .map(|d| d.name.clone());
    assert!(
        first.is_some() && last.is_some() && first != last,
        "{first:?} {last:?}"
    );
    let name = last.expect("it was just looked at");
    desk.shows(&name);
    // The cursor follows its decision when somebody saves; nothing of it waits for me.
    let before = desk.model.review.decided.selected;
    desk.find("customer 005")
        .press("n")
        .type_text("a word")
        .press("Enter");
    desk.press("3");
    assert_eq!(desk.model.review.decided.selected, before);
    desk.press("m")
        .shows("Nothing that was decided waits for you");
    desk.press("m").shows("Decided 150");
}
