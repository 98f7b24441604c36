//! Tests that look inside: random acts, after each of which every cache equals what it is a cache of.

pub(super) mod staging;

use super::books::{self, Slice};
use super::protocol::{
    Change, CheckAsk, ContactEdit, Intent, NewDispute, NewFollowUp, NewHoldback, NewPayment,
    NewPerson, NewPlan, NewPromise, NewTask, NewWaiver, PayItem, PromiseRef, Record, Remedy, Reply,
    Request, Stamp,
};
use super::{Identity, Ledger, facts};
use crate::domain::book::Book;
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::{AccountId, DocumentId, EventSeq};
use crate::domain::money::{Currency, Minor};
use crate::domain::plan::Instalment;
use crate::domain::rules::Rules;
use crate::domain::split::Split;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::{HoldKind, Owner};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn remedy(account: AccountId, remedy: Remedy) -> Intent {
    Intent::Remedy {
        account,
        remedy: Box::new(remedy),
    }
}

/// One step of a random story; numbers are reduced to what there is.
#[derive(Clone, Debug)]
enum Step {
    Promise {
        account: usize,
        cents: i64,
        ahead: u64,
        invoices: usize,
    },
    Pay {
        account: usize,
        cents: i64,
        ago: u64,
        invoices: usize,
    },
    Reverse {
        nth: usize,
    },
    Note {
        account: usize,
    },
    FollowUp {
        account: usize,
        ahead: u64,
    },
    Dispute {
        account: usize,
        cents: i64,
    },
    Credit {
        account: usize,
        cents: i64,
        applied: bool,
    },
    Retain {
        account: usize,
        cents: i64,
    },
    Plan {
        account: usize,
        cents: i64,
        parts: u64,
    },
    Waive {
        account: usize,
        cents: i64,
    },
    Task {
        account: usize,
        ahead: u64,
        theirs: bool,
    },
    EndTask {
        nth: usize,
        dropped: bool,
    },
    EndDispute {
        nth: usize,
    },
    Person {
        account: usize,
        cents: i64,
    },
    Hold {
        account: usize,
        lift: bool,
    },
    Undo {
        back: i64,
    },
    Days {
        n: u64,
        turn: bool,
    },
    Report {
        seed: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let cents = 1_i64..400_000;
    prop_oneof![
        3 => (0..4usize, cents.clone(), 0..12u64, 0..3usize).prop_map(|(account, cents, ahead, invoices)| Step::Promise { account, cents, ahead, invoices }),
        4 => (0..4usize, cents.clone(), 0..4u64, 0..3usize).prop_map(|(account, cents, ago, invoices)| Step::Pay { account, cents, ago, invoices }),
        1 => (0..8usize).prop_map(|nth| Step::Reverse { nth }),
        1 => (0..4usize).prop_map(|account| Step::Note { account }),
        1 => (0..4usize, 0..9u64).prop_map(|(account, ahead)| Step::FollowUp { account, ahead }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Dispute { account, cents }),
        1 => (0..4usize, cents.clone(), any::<bool>()).prop_map(|(account, cents, applied)| Step::Credit { account, cents, applied }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Retain { account, cents }),
        2 => (0..4usize, cents.clone(), 2..5u64).prop_map(|(account, cents, parts)| Step::Plan { account, cents, parts }),
        1 => (0..4usize, cents.clone()).prop_map(|(account, cents)| Step::Waive { account, cents }),
        1 => (0..4usize, 0..9u64, any::<bool>()).prop_map(|(account, ahead, theirs)| Step::Task { account, ahead, theirs }),
        1 => (0..4usize, any::<bool>()).prop_map(|(nth, dropped)| Step::EndTask { nth, dropped }),
        1 => (0..4usize).prop_map(|nth| Step::EndDispute { nth }),
        1 => (0..4usize, cents).prop_map(|(account, cents)| Step::Person { account, cents }),
        1 => (0..4usize, any::<bool>()).prop_map(|(account, lift)| Step::Hold { account, lift }),
        3 => (0..5i64).prop_map(|back| Step::Undo { back }),
        3 => (1..6u64, any::<bool>()).prop_map(|(n, turn)| Step::Days { n, turn }),
        2 => any::<u64>().prop_map(|seed| Step::Report { seed }),
    ]
}

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

    fn go(&mut self, step: &Step) {
        let today = self.today;
        let ahead = |n: u64| today.checked_add_days(Days::new(n)).expect("a day");
        match step.clone() {
            Step::Promise {
                account,
                cents,
                ahead: days,
                invoices,
            } => {
                let Some((account, invoices)) = self.account(account, invoices) else {
                    return;
                };
                self.write(Intent::MakePromise(NewPromise {
                    account,
                    amount: Minor::new(cents),
                    by_when: ahead(days),
                    invoices,
                    contact: None,
                    method: None,
                    reference: None,
                    supersedes: Vec::new(),
                    split: Split::OldestFirst,
                }));
            }
            Step::Pay {
                account,
                cents,
                ago,
                invoices,
            } => {
                let Some((account, invoices)) = self.account(account, invoices) else {
                    return;
                };
                let items = invoices.into_iter().map(|document| PayItem {
                    document,
                    amount: None,
                });
                self.write(Intent::Pay(NewPayment {
                    account,
                    amount: Minor::new(cents),
                    on: today.checked_sub_days(Days::new(ago)).expect("a day"),
                    method: None,
                    reference: None,
                    items: items.collect(),
                }));
            }
            Step::Reverse { nth } => {
                if let Some(payment) = self.payments.get(nth).copied() {
                    self.write(Intent::Reverse {
                        payment,
                        reason: "nsf".into(),
                    });
                }
            }
            Step::Note { account } => {
                if let Some((account, _)) = self.account(account, 0) {
                    self.write(Intent::AddNote {
                        account,
                        text: "noted".into(),
                    });
                }
            }
            Step::FollowUp {
                account,
                ahead: days,
            } => {
                if let Some((account, _)) = self.account(account, 0) {
                    self.write(Intent::SetFollowUp {
                        account,
                        follow_up: NewFollowUp {
                            due_on: ahead(days),
                            at: chrono::NaiveTime::from_hms_opt(days as u32 + 8, 30, 0)
                                .filter(|_| days % 3 == 0),
                            reason: "again".into(),
                            requested_by_them: days % 2 == 0,
                        },
                    });
                }
            }
            Step::Dispute { account, cents } => {
                if let Some((account, invoices)) = self.account(account, 1)
                    && let Some(document) = invoices.first().copied()
                {
                    self.write(remedy(
                        account,
                        Remedy::Dispute(NewDispute {
                            items: vec![(document, Minor::new(cents))],
                            code: DisputeCode::Pricing,
                            reason: "price".into(),
                            owner: None,
                            due_on: Some(ahead(3)),
                        }),
                    ));
                }
            }
            Step::Credit {
                account,
                cents,
                applied,
            } => {
                if let Some((account, invoices)) = self.account(account, 1) {
                    let number = format!("H-{}", self.keys);
                    self.write(Intent::Record(Record::Credit {
                        account,
                        number,
                        on: today,
                        amount: Minor::new(cents),
                        reason: crate::domain::document::CreditReason::Pricing,
                        memo: None,
                        invoice: invoices.first().copied().filter(|_| applied),
                    }));
                }
            }
            Step::Retain { account, cents } => {
                if let Some((account, invoices)) = self.account(account, 1)
                    && let Some(document) = invoices.first().copied()
                {
                    self.write(remedy(
                        account,
                        Remedy::Holdback(NewHoldback {
                            document,
                            amount: Minor::new(cents),
                            until: Some(ahead(9)),
                            payer: None,
                            verify_on: Some(ahead(5)),
                        }),
                    ));
                }
            }
            Step::Plan {
                account,
                cents,
                parts,
            } => {
                if let Some((account, invoices)) = self.account(account, 2) {
                    let instalments = (0..parts).map(|n| Instalment {
                        amount: Minor::new(cents / parts as i64 + 1),
                        by_when: ahead(n * 3),
                    });
                    let plan = NewPlan {
                        instalments: instalments.collect(),
                        invoices,
                        split: Split::OldestFirst,
                        contact: None,
                        method: None,
                        supersedes: Vec::new(),
                    };
                    self.write(remedy(account, Remedy::Plan(plan)));
                }
            }
            Step::Waive { account, cents } => {
                let Some((account, book)) = self.book(account) else {
                    return;
                };
                if let Some(promise) = book.promises.last() {
                    let waiver = NewWaiver {
                        promise: PromiseRef::Known(promise.id),
                        amount: Minor::new(cents / 10 + 1),
                        document: None,
                        reason: "late charge".into(),
                    };
                    self.write(remedy(account, Remedy::Waiver(waiver)));
                }
                if let Some(waiver) = book.waivers.first() {
                    let decided = Remedy::DecideWaiver {
                        waiver: waiver.id,
                        granted: cents % 2 == 0,
                    };
                    self.write(remedy(account, decided));
                }
            }
            Step::Task {
                account,
                ahead: days,
                theirs,
            } => {
                if let Some((account, _)) = self.account(account, 0) {
                    let task = NewTask {
                        owner: if theirs { Owner::Them } else { Owner::Us },
                        kind: TaskKind::InvoiceCopy,
                        what: String::new(),
                        due_on: ahead(days),
                        person: None,
                    };
                    self.write(remedy(account, Remedy::Task(task)));
                }
            }
            Step::EndTask { nth, dropped } => {
                if let Some((account, book)) = self.book(nth)
                    && let Some(task) = book.tasks.get(nth % book.tasks.len().max(1))
                {
                    let how = if dropped {
                        TaskEnd::Dropped
                    } else {
                        TaskEnd::Done
                    };
                    let ended = Remedy::EndTask {
                        task: task.id,
                        how,
                        note: None,
                    };
                    self.write(remedy(account, ended));
                }
            }
            Step::EndDispute { nth } => {
                if let Some((account, book)) = self.book(nth)
                    && let Some(dispute) = book.disputes.first()
                {
                    let ended = Remedy::EndDispute {
                        dispute: dispute.id,
                        how: DisputeEnd::Granted,
                        note: None,
                    };
                    self.write(remedy(account, ended));
                }
            }
            Step::Person { account, cents } => {
                let Some((account, book)) = self.book(account) else {
                    return;
                };
                let (phone, preferred) = (Some(format!("503 {cents}")), cents % 2 == 0);
                let change = match book.contacts.first() {
                    Some(known) if cents % 3 > 0 => Remedy::EditContact {
                        contact: known.id,
                        edits: vec![
                            ContactEdit::Phone(Change {
                                before: known.phone.clone(),
                                after: phone,
                            }),
                            ContactEdit::PhoneBad(Change {
                                before: known.phone_bad_on,
                                after: (cents % 5 > 2).then_some(today),
                            }),
                        ],
                    },
                    _ => Remedy::NewContact(NewPerson {
                        name: format!("Person {}", self.keys),
                        role: None,
                        phone,
                        email: None,
                        preferred,
                        right_party: preferred.then_some(true),
                        zone: None,
                    }),
                };
                self.write(remedy(account, change));
            }
            Step::Hold { account, lift } => {
                if let Some((account, _)) = self.account(account, 0) {
                    let kind = HoldKind::Attorney;
                    self.write(Intent::Record(if lift {
                        Record::LiftHold {
                            account,
                            kind,
                            allowed_by: None,
                        }
                    } else {
                        Record::Hold { account, kind }
                    }));
                }
            }
            Step::Undo { back } => {
                let seq = self.events.iter().rev().nth(back as usize).copied();
                self.write(Intent::Undo { seq });
            }
            Step::Days { n, turn } => {
                self.today = ahead(n);
                if turn {
                    let to = self.today;
                    let reply = self.ledger.ask(Request::TurnDay { to }, &mut |_| ());
                    assert!(matches!(reply, Reply::Turned(_)), "{reply:?}");
                }
            }
            Step::Report { seed } => {
                let order = staging::report(today, seed);
                self.write(Intent::Import(Box::new(order)));
            }
        }
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
