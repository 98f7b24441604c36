//! What must hold for any book: no cent keeps two promises, a past day says what it said, order decides nothing, the aging adds up,
//! facts stay true until their next turn.
//!
//! Books are small and their numbers few, so that equal amounts, equal days and shared invoices happen all the time.

#[path = "props/books.rs"]
mod books;

use books::{as_known_on, book, day, renumbered, shuffled};
use bywhen::domain::aging::{AgeBy, age};
use bywhen::domain::balances::Balances;
use bywhen::domain::book::Book;
use bywhen::domain::facts::{Facts, gather};
use bywhen::domain::money::Minor;
use bywhen::domain::queue;
use bywhen::domain::rules::Rules;
use bywhen::domain::split::Split;
use bywhen::domain::verdict::{
    Judgement, Verdict, credibility, explain, judge_all, split, supersedes,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The days of the books: promises are taken and kept in them.
const DAYS: i64 = 70;

fn judged(book: &Book, on: i64) -> Vec<Judgement> {
    judge_all(book, day(on), &Rules::default()).expect("small amounts fit")
}

fn facts(book: &Book, on: i64) -> Facts {
    gather(book, day(on), &Rules::default()).expect("small amounts fit")
}

/// A judgement without the ids of documents.
fn outline(all: &[Judgement]) -> Vec<(Verdict, Minor, Minor, Minor, i64, u32)> {
    all.iter()
        .map(|j| (j.verdict, j.required, j.received, j.short, j.slip, j.level))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cent_keeps_two_promises(book in book(), on in 0..DAYS) {
        let mut used: BTreeMap<_, i64> = BTreeMap::new();
        let balances = Balances::at(&book, day(on)).expect("fits");
        for j in judged(&book, on) {
            let promise = book.promises.iter().find(|p| p.id == j.promise).expect("known");
            let sum: i64 = j.receipts.iter().map(|r| r.amount.get()).sum();
            prop_assert_eq!(sum, j.received.get());
            prop_assert!(j.received <= j.required);
            prop_assert_eq!(j.short, j.required.less(j.received));
            prop_assert!(j.required <= promise.amount);
            for r in &j.receipts {
                prop_assert!(r.amount.is_positive());
                prop_assert!(promise.taken_on <= r.on && r.on <= day(on));
                *used.entry(r.document).or_default() += r.amount.get();
            }
        }
        for (cash, amount) in used {
            prop_assert!(amount <= balances.face(cash).get());
            prop_assert!(!balances.reversed(cash));
        }
    }

    #[test]
    fn a_past_day_says_what_it_said(book in book(), on in 0..DAYS) {
        let then = as_known_on(&book, day(on));
        prop_assert_eq!(judged(&book, on), judged(&then, on));
        let aged = |book: &Book| {
            let balances = Balances::at(book, day(on)).expect("fits");
            age(book, &balances, AgeBy::Due).expect("fits")
        };
        prop_assert_eq!(aged(&book), aged(&then));
        let still = |book: &Book| Facts { next_turn: None, ..facts(book, on) };
        prop_assert_eq!(still(&book), still(&then));
    }

    #[test]
    fn the_order_of_rows_decides_nothing(book in book(), on in 0..DAYS, seed in any::<u64>()) {
        let other = shuffled(&book, seed);
        prop_assert_eq!(judged(&book, on), judged(&other, on));
        prop_assert_eq!(facts(&book, on), facts(&other, on));
    }

    #[test]
    fn the_ids_of_documents_decide_nothing(book in book(), on in 0..DAYS, seed in any::<u64>()) {
        let other = renumbered(&book, seed);
        prop_assert_eq!(outline(&judged(&book, on)), outline(&judged(&other, on)));
    }

    #[test]
    fn buckets_and_unapplied_are_the_balance(book in book(), on in 0..DAYS) {
        let balances = Balances::at(&book, day(on)).expect("fits");
        for by in [AgeBy::Due, AgeBy::Invoice] {
            let line = age(&book, &balances, by).expect("fits");
            let buckets = Minor::sum(line.buckets.0).expect("fits");
            prop_assert_eq!(buckets, line.total_open);
            prop_assert_eq!(buckets.plus(line.unapplied), Ok(line.balance));
            prop_assert_eq!(Ok(line.balance), balances.balance());
            prop_assert!(line.unapplied <= Minor::ZERO);
            prop_assert!(line.past_due <= line.total_open);
        }
    }

    #[test]
    fn facts_are_true_until_their_next_turn_and_not_on_it(book in book(), on in 0..DAYS) {
        let now = facts(&book, on);
        let mut at = on + 1;
        let last = on + 60;
        while at < last && now.next_turn.is_none_or(|turn| day(at) < turn) {
            prop_assert_eq!(&facts(&book, at), &now, "{}", day(at));
            at += 1;
        }
        if let Some(turn) = now.next_turn {
            prop_assert!(turn > day(on));
            let then = gather(&book, turn, &Rules::default()).expect("fits");
            let still = |f: &Facts| Facts { next_turn: None, ..f.clone() };
            prop_assert_ne!(still(&then), still(&now));
        }
    }

    #[test]
    fn what_is_explained_of_past_due_never_exceeds_it(book in book(), on in 0..DAYS) {
        let f = facts(&book, on);
        let parts = Minor::sum([f.disputed, f.covered, f.in_transit, f.collectible]);
        prop_assert_eq!(parts, Ok(f.past_due));
        prop_assert_eq!(f.past_due.is_positive(), f.oldest_due.is_some());
    }

    #[test]
    fn points_add_up_and_what_no_gate_holds_has_a_reason(book in book(), on in 0..DAYS) {
        let rules = Rules::default();
        let f = facts(&book, on);
        let reasons = queue::reasons(&f, day(on), &rules);
        let sum: i64 = reasons.iter().map(|r| r.points).sum();
        prop_assert_eq!(sum, queue::score(&f, day(on), &rules));
        let why = queue::why(&f, day(on), &rules);
        prop_assert!(why.chars().count() <= 16, "{}", why);
        if queue::gate(&f, None, day(on), None, &rules).is_none() {
            prop_assert!(!reasons.is_empty());
            prop_assert!(!why.is_empty());
        }
    }

    #[test]
    fn every_judgement_can_be_said_and_a_new_promise_replaces_only_what_stands(
        book in book(), on in 0..DAYS, amount in 1..4_000_i64,
    ) {
        let rules = Rules::default();
        let all = judged(&book, on);
        for j in &all {
            let promise = book.promises.iter().find(|p| p.id == j.promise).expect("known");
            let text = explain(j, promise, &book, &rules, day(on));
            prop_assert!(text.starts_with("promised "));
        }
        let c = credibility(&all, day(on));
        prop_assert!(c.kept <= c.promised && c.received <= c.required);
        let amount = Minor::new(amount);
        for id in supersedes(&book, amount, &[], day(on), &rules).expect("fits") {
            let j = all.iter().find(|j| j.promise == id).expect("judged");
            prop_assert!(j.verdict.is_live() || j.verdict.is_failed());
        }
        let balances = Balances::at(&book, day(on)).expect("fits");
        let ids: Vec<_> = book.documents.iter().map(|d| d.id).collect();
        for how in [Split::OldestFirst, Split::ProRata] {
            let parts = split(&book, &balances, amount, &ids, &how, &[], &rules).expect("fits");
            prop_assert_eq!(Minor::sum(parts.iter().map(|i| i.amount)), Ok(amount));
            prop_assert!(parts.iter().all(|i| !i.amount.is_negative()));
        }
    }
}
