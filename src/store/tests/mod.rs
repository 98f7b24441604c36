//! Tests that look inside: random acts, after each of which every cache equals what it is a cache of.

mod go;
pub(super) mod staging;
mod step;

use super::books::{self, Slice};
use super::protocol::{CheckAsk, Intent, Reply, Request, Stamp};
use super::{Identity, Ledger, facts};
use crate::domain::book::Book;
use crate::domain::ids::{AccountId, DocumentId, EventSeq};
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use step::{Step, step};

/// A ledger under test.
struct Story {
    ledger: Ledger,
    today: NaiveDate,
    keys: u64,
    events: Vec<EventSeq>,
    payments: Vec<DocumentId>,
}

impl Story {
    fn begin() -> Story {
        let id = Identity {
            company: "Test".into(),
            currency: Currency::USD,
        };
        let ledger = Ledger::in_memory(&id, Rules::default()).expect("a ledger");
        let mut story = Story {
            ledger,
            today: NaiveDate::from_ymd_opt(2026, 11, 2).expect("a day"),
            keys: 0,
            events: Vec::new(),
            payments: Vec::new(),
        };
        let order = staging::report(story.today, 1);
        story.write(Intent::Import(Box::new(order)));
        story
    }

    /// Writes; a refusal is fine, anything else that is not done is not.
    fn write(&mut self, intent: Intent) {
        self.keys += 1;
        let stamp = Stamp {
            at: self.today.and_hms_opt(9, 0, 0).expect("a time").and_utc(),
            on: self.today,
            by: "ann".into(),
            key: self.keys.to_string(),
        };
        match self.ledger.ask(Request::Write(stamp, intent), &mut |_| ()) {
            Reply::Done(done) => {
                self.events.extend(done.event);
                self.payments.extend(done.document);
            }
            Reply::Failed(super::protocol::StoreError::Refused(why)) => {
                assert!(!why.contains("outside what the ledger takes"), "{why}");
            }
            other => panic!("{other:?}"),
        }
    }

    /// The nth account that stands, and some of its open invoices.
    fn account(&self, nth: usize, invoices: usize) -> Option<(AccountId, Vec<DocumentId>)> {
        let all = books::load(
            &self.ledger.engine.conn,
            AccountId(1),
            AccountId(i64::MAX),
            Slice::Whole,
        )
        .expect("books");
        let book = all.get(nth % all.len().max(1))?;
        let balances = crate::domain::balances::Balances::at(book, self.today).expect("balances");
        let open = balances
            .receivables()
            .map(|b| b.id)
            .take(invoices)
            .collect();
        Some((book.account.id, open))
    }

    /// The nth account that stands, with its book.
    fn book(&self, nth: usize) -> Option<(AccountId, Book)> {
        let (account, _) = self.account(nth, 0)?;
        let conn = &self.ledger.engine.conn;
        let book = books::load(conn, account, account, Slice::Whole)
            .expect("a book")
            .pop()?;
        Some((account, book))
    }

    /// Everything that is known of every account.
    fn all(&self) -> Vec<Book> {
        let conn = &self.ledger.engine.conn;
        books::load(conn, AccountId(1), AccountId(i64::MAX), Slice::Whole).expect("books")
    }

    /// Every check holds, and a working book gives the facts that the whole book gives, today and on other days.
    fn holds(&mut self) {
        let Reply::Checked(checked) = self
            .ledger
            .ask(Request::Check(CheckAsk::default()), &mut |_| ())
        else {
            panic!("checks");
        };
        for line in checked.lines {
            assert!(line.ok, "{}: {}", line.name, line.detail);
        }
        let conn = &self.ledger.engine.conn;
        let rules = Rules::default();
        for shift in [-6i64, 0, 4] {
            let day = self.today + chrono::Duration::days(shift);
            let slice = Slice::working(conn, day).expect("a slice");
            let all =
                |slice| books::load(conn, AccountId(1), AccountId(i64::MAX), slice).expect("books");
            for (whole, working) in all(Slice::Whole).iter().zip(all(slice)) {
                assert_eq!(
                    facts::gather(whole, day, &rules).expect("facts"),
                    facts::gather(&working, day, &rules).expect("facts"),
                    "account {} as of {day}",
                    whole.account.id
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_acts_the_caches_equal_what_they_are_caches_of(steps in proptest::collection::vec(step(), 1..24)) {
        let mut story = Story::begin();
        for step in &steps {
            story.go(step);
        }
        story.holds();
    }

    #[test]
    fn what_is_done_and_undone_leaves_every_book_as_it_was(steps in proptest::collection::vec(step(), 0..12), last in step()) {
        let mut story = Story::begin();
        for step in &steps {
            story.go(step);
        }
        // Undoing an undo does the thing again; days and files have tests of their own.
        let is_act = !matches!(last, Step::Undo { .. } | Step::Days { .. } | Step::Report { .. });
        if is_act {
            let (before, made) = (story.all(), story.events.len());
            story.go(&last);
            for seq in story.events.split_off(made).into_iter().rev() {
                story.write(Intent::Undo { seq: Some(seq) });
            }
            prop_assert_eq!(before, story.all());
        }
        story.holds();
    }

    #[test]
    fn facts_hold_until_their_next_turn(steps in proptest::collection::vec(step(), 1..16), days in 1..20u64) {
        let mut story = Story::begin();
        for step in &steps {
            story.go(step);
        }
        // What was not due to turn is, on a later day, still what a recount gives.
        let to = story.today.checked_add_days(Days::new(days)).expect("a day");
        let reply = story.ledger.ask(Request::TurnDay { to }, &mut |_| ());
        prop_assert!(matches!(reply, Reply::Turned(_)));
        story.today = to;
        story.holds();
    }
}
