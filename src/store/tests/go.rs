//! What each step does to a ledger.

use super::super::protocol::{
    Change, ContactEdit, Intent, NewDispute, NewFollowUp, NewHoldback, NewPayment, NewPerson,
    NewPlan, NewPromise, NewTask, NewWaiver, PayItem, PromiseRef, Record, Remedy, Reply, Request,
};
use super::Story;
use super::staging;
use super::step::Step;
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::AccountId;
use crate::domain::money::Minor;
use crate::domain::plan::Instalment;
use crate::domain::split::Split;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::{HoldKind, Owner};
use chrono::Days;

fn remedy(account: AccountId, remedy: Remedy) -> Intent {
    Intent::Remedy {
        account,
        remedy: Box::new(remedy),
    }
}

impl Story {
    /// Does one step.
    pub(super) fn go(&mut self, step: &Step) {
        self.moves_money(step);
        self.talks(step);
        self.passes(step);
    }

    /// Promises, payments, credits and what is agreed of them.
    fn moves_money(&mut self, step: &Step) {
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
            _ => {}
        }
    }

    /// Notes, tasks, disputes, people, holds.
    fn talks(&mut self, step: &Step) {
        let today = self.today;
        let ahead = |n: u64| today.checked_add_days(Days::new(n)).expect("a day");
        match step.clone() {
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
            _ => {}
        }
    }

    /// Time, files, and what is taken back.
    fn passes(&mut self, step: &Step) {
        let today = self.today;
        let ahead = |n: u64| today.checked_add_days(Days::new(n)).expect("a day");
        match step.clone() {
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
            _ => {}
        }
    }
}
