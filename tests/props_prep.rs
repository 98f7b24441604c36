//! What must hold for the prep of any book: rows add up to totals, a past day shows what it knew, order decides nothing, what the
//! script asks for is what may be asked for, and every line is fit to be read.

#[path = "props/books.rs"]
#[allow(
    dead_code,
    reason = "shared with props_verdict, which uses the rest of it"
)]
mod books;

use books::{as_known_on, book, day, shuffled};
use bywhen::domain::book::Book;
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::prep::prepare;
use bywhen::domain::rules::Rules;
use bywhen::domain::view::Prep;
use bywhen::script::{Scripts, Step};
use proptest::prelude::*;

/// The days of the books.
const DAYS: i64 = 70;

fn prep(book: &Book, on: i64) -> Prep {
    prepare(book, day(on), &Rules::default(), None).expect("small amounts fit")
}

fn sum(amounts: impl Iterator<Item = Minor>) -> Minor {
    Minor::sum(amounts).expect("small amounts fit")
}

/// A promise is superseded on the day that its successor is taken, never before.
fn supersede_when_taken(book: &mut Book) {
    let taken: Vec<_> = book.promises.iter().map(|p| (p.id, p.taken_on)).collect();
    for end in book.promises.iter_mut().filter_map(|p| p.end.as_mut()) {
        if let Some((_, on)) = taken.iter().find(|(id, _)| Some(*id) == end.by) {
            end.on = *on;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_add_up_to_totals(book in book(), on in 0..DAYS) {
        let p = prep(&book, on);
        // Refunds beyond every credit are owed too, but no invoice says so.
        let rows = sum(p.invoices.iter().map(|l| l.open));
        let gave_back = book.documents.iter().any(|d| d.kind.raises() && !d.kind.is_receivable());
        prop_assert!(rows == p.open || gave_back && rows <= p.open);
        prop_assert_eq!(sum(p.buckets.0.into_iter()), p.open);
        for l in &p.invoices {
            prop_assert!(l.open.is_positive() && l.disputed <= l.open && l.retainage <= l.open);
            prop_assert!(l.promised <= l.open);
        }
        prop_assert!(p.unapplied <= Minor::ZERO);
        let cash = sum(p.payments.iter().map(|l| l.unapplied));
        prop_assert!(cash == p.safety.unapplied_cash || gave_back && cash >= p.safety.unapplied_cash);
    }

    #[test]
    fn the_script_asks_for_what_may_be_asked_for(book in book(), on in 0..DAYS) {
        let p = prep(&book, on);
        let said = &p.script;
        let net = p.open.get() + p.unapplied.get();
        prop_assert_eq!(said.owes, p.collectible.is_positive() && net > 0);
        if said.more_invoices == 0 {
            let asked = sum(said.invoices.iter().map(|i| {
                Minor::parse(&i.amount, Currency::USD).expect("an amount")
            }));
            prop_assert_eq!(asked, p.collectible);
        }
    }

    #[test]
    fn a_past_day_shows_what_that_day_knew(mut book in book(), on in 0..DAYS) {
        supersede_when_taken(&mut book);
        prop_assert_eq!(prep(&as_known_on(&book, day(on)), on), prep(&book, on));
    }

    #[test]
    fn the_order_of_rows_decides_nothing(book in book(), on in 0..DAYS, seed: u64) {
        prop_assert_eq!(prep(&shuffled(&book, seed), on), prep(&book, on));
    }

    #[test]
    fn every_line_is_fit_to_be_read(book in book(), on in 0..DAYS) {
        let p = prep(&book, on);
        prop_assert!((1..=6).contains(&p.brief.len()), "{:?}", p.brief);
        let lines = p.brief.iter().map(|l| &l.text);
        let warnings = p.safety.warnings.iter().chain(&p.safety.blocked);
        for line in lines.chain(warnings) {
            prop_assert!(!line.is_empty() && !line.ends_with('.') && !line.contains("  "), "{line}");
            prop_assert!(!line.contains(" ,") && !line.contains("()"), "{line}");
        }
    }
}

#[test]
fn every_prep_of_any_book_fills_every_script() {
    let scripts = Scripts::embedded().expect("the house's scripts");
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    runner
        .run(&(book(), 0..DAYS), |(book, on)| {
            let said = scripts.all(&prep(&book, on).script);
            prop_assert_eq!(said.len(), Step::ALL.len());
            for (_, text) in said {
                prop_assert!(!text.contains("  ") && !text.contains(" ."), "{text}");
            }
            Ok(())
        })
        .expect("every book");
}
