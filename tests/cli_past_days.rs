//! A past day answers the same whatever is recorded later: what came after it is not known yet.

mod cli_support;

use cli_support::Desk;
use serde_json::Value;

/// A day with something on it, and a later one on which more is recorded.
const THEN: &str = "2026-11-23";
const LATER: &str = "2026-12-01";

fn desk() -> Desk {
    let desk = Desk::with_book();
    let run = desk.on(
        "2026-11-20",
        &["promise", "C1001", "3000", "2026-11-25", "--invoice", "A-1"],
    );
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

/// What a reading command says of the past day, as a document.
fn of_then(desk: &Desk, read: &[&str]) -> Value {
    desk.json(THEN, read)
}

/// The reading says the same before and after the act of the later day.
fn is_the_same_after(desk: &Desk, read: &[&str], act: &[&str]) {
    let before = of_then(desk, read);
    let run = desk.on(LATER, act);
    assert_eq!(run.code, 0, "{act:?}: {run:?}");
    assert_eq!(of_then(desk, read), before, "{read:?} after {act:?}");
}

#[test]
fn promises_count_in_the_activity_of_their_days_also_where_nothing_else_was_done() {
    let desk = desk();
    let report = of_then(&desk, &["report", "activity"]);
    let all = &report["rows"][0];
    assert_eq!(
        (&all["promises"], &all["promised"]),
        (&Value::from(1), &Value::from(300_000)),
        "{report}"
    );
    is_the_same_after(
        &desk,
        &["report", "activity"],
        &["note", "C1001", "a word of December"],
    );
}

#[test]
fn the_audit_trail_of_a_past_day_ends_with_that_day() {
    let desk = desk();
    is_the_same_after(&desk, &["audit"], &["hold", "C1003", "attorney"]);
    is_the_same_after(
        &desk,
        &["audit", "--to", "2026-12-31"],
        &["hold", "C1002", "cease_contact"],
    );
    let known = desk.json(LATER, &["audit"]);
    assert_eq!(known["audit"].as_array().map(Vec::len), Some(2), "{known}");
}

#[test]
fn a_letter_of_a_later_day_is_not_in_the_outbox_of_a_past_one() {
    let desk = desk();
    let letter = [
        "outbox",
        "letter",
        "C1001",
        "statement",
        "--to",
        "dana@harbor.example",
    ];
    is_the_same_after(&desk, &["outbox"], &letter);
    is_the_same_after(&desk, &["show", "C1001"], &letter);
    let today = desk.json(LATER, &["outbox"]);
    assert_eq!(
        today["letters"].as_array().map(Vec::len),
        Some(2),
        "{today}"
    );
}

#[test]
fn a_past_day_has_the_credit_limit_of_that_day() {
    let desk = desk();
    let limit = |amount: &'static str| {
        [
            "credit",
            "limit",
            "C1001",
            amount,
            "--reason",
            "a reference",
        ]
    };
    let run = desk.on("2026-11-20", &limit("9000"));
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        of_then(&desk, &["show", "C1001"])["account"]["credit_limit"],
        900_000
    );
    is_the_same_after(&desk, &["show", "C1001"], &limit("5000"));
    is_the_same_after(&desk, &["export", "accounts"], &limit("4000"));
    let now = desk.json(LATER, &["show", "C1001"]);
    assert_eq!(now["account"]["credit_limit"], 400_000);
}

#[test]
fn what_collectors_have_is_that_of_the_day_that_is_asked_about() {
    let desk = desk();
    let sums = |day: &str| {
        let page = desk.json(day, &["collectors"]);
        let row = page["collectors"][0].clone();
        (row["past_due"].clone(), row["collectible"].clone())
    };
    // 12,507.71 past due; 3,000 of it are promised by Wed 25 Nov, which is late the day after.
    let covered = (Value::from(1_250_771), Value::from(950_771));
    assert_eq!(sums("2026-11-20"), covered);
    assert_eq!(sums(THEN), covered);
    assert_eq!(sums("2026-11-26").1, 1_250_771);
    // 900.00 more fall due on 10 Dec; 400.00 were paid on 1 Dec.
    let run = desk.on(LATER, &["pay", "C1002", "400", "--invoice", "B-1"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(sums(LATER).0, 1_210_771);
    assert_eq!(sums("2026-12-11").0, 1_300_771);
    assert_eq!(sums(THEN), covered, "a past day does not know of it");
}
