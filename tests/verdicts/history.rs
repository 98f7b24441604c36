//! A history: what happened to one account, in order, in words that a credit manager uses. Made from text or at random, turned into a
//! book for the rules, and read as it is by the naive twin.

use bywhen::domain::account::{Account, AccountKind};
use bywhen::domain::balances::Balances;
use bywhen::domain::book::Book;
use bywhen::domain::calendar::Calendar;
use bywhen::domain::document::{
    Application, CreditReason, Document, DocumentKind, Restatement, Retainage, Reversal,
};
use bywhen::domain::ids::{AccountId, ClaimId, DisputeId, DocumentId, PlanId, PromiseId};
use bywhen::domain::money::{Currency, Minor};
use bywhen::domain::plan::Place;
use bywhen::domain::promise::{EndKind, Promise, PromiseEnd};
use bywhen::domain::rules::{Rules, Tolerance};
use bywhen::domain::split::Split;
use bywhen::domain::touch::{Claim, Dispute, Method};
use bywhen::domain::verdict::split;
use chrono::{NaiveDate, Weekday};

/// Something that happened on a day. Names are those on paper; amounts are in minor units.
#[derive(Clone, Debug)]
pub enum Act {
    Invoice {
        name: String,
        amount: i64,
        due: NaiveDate,
    },
    Charge {
        name: String,
        amount: i64,
        due: NaiveDate,
    },
    Credit {
        name: String,
        amount: i64,
        reason: CreditReason,
    },
    WriteOff {
        name: String,
        amount: i64,
    },
    Payment {
        name: String,
        amount: i64,
        check: Option<String>,
        to: Vec<(String, i64)>,
    },
    /// An open balance fell between two lists.
    Fall {
        name: String,
        amount: i64,
        after: NaiveDate,
        to: String,
    },
    Apply {
        from: String,
        to: String,
        amount: i64,
    },
    Refund {
        from: String,
        amount: i64,
    },
    Reversed {
        name: String,
    },
    Restated {
        name: String,
        delta: i64,
    },
    HeldBack {
        invoice: String,
        amount: i64,
        until: Option<NaiveDate>,
    },
    Disputed {
        invoice: String,
        amount: i64,
        why: String,
    },
    /// Every open dispute on the invoice is settled.
    Settled {
        invoice: String,
    },
    Promise {
        name: String,
        amount: i64,
        by: NaiveDate,
        on: Vec<String>,
        check: Option<String>,
        plan: Option<(u32, u32)>,
    },
    Replaced {
        old: String,
        new: String,
    },
    Withdrawn {
        name: String,
    },
    Voided {
        name: String,
    },
    /// Money said to be under way, mailed the same day.
    Claim {
        name: String,
        amount: i64,
        expected: NaiveDate,
        check: Option<String>,
        on: Vec<String>,
    },
    Retracted {
        name: String,
    },
}

/// An act with its day. Acts of one day are in the order in which they happened.
#[derive(Clone, Debug)]
pub struct Event {
    pub on: NaiveDate,
    pub act: Act,
}

/// The settings of a history.
#[derive(Clone, Debug)]
pub struct Settings {
    pub grace: u32,
    pub tolerance: i64,
    /// Hundredths of a percent.
    pub percent: u32,
    pub holidays: Vec<NaiveDate>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            grace: 1,
            tolerance: 100,
            percent: 0,
            holidays: Vec::new(),
        }
    }
}

impl Settings {
    /// As the rules take them.
    pub fn rules(&self) -> Rules {
        Rules {
            calendar: Calendar::new(&[Weekday::Sat, Weekday::Sun], self.holidays.iter().copied()),
            grace_days: self.grace,
            tolerance: Tolerance {
                absolute: Minor::new(self.tolerance),
                basis_points: self.percent,
            },
            ..Rules::default()
        }
    }
}

/// A book under construction: names beside ids.
struct Maker {
    book: Book,
    next: i64,
    documents: Vec<(String, DocumentId)>,
    promises: Vec<(String, PromiseId)>,
    claims: Vec<(String, ClaimId)>,
}

/// The book of a history, and the promises' names in the order of their ids.
pub fn book(events: &[Event], settings: &Settings) -> (Book, Vec<(String, PromiseId)>) {
    let rules = settings.rules();
    let mut m = Maker {
        book: Book::empty(Account {
            id: AccountId(1),
            number: Some("C1001".into()),
            name: "Harbor Framing LLC".into(),
            currency: Currency::USD,
            kind: AccountKind::Commercial,
            terms_days: Some(30),
            credit_limit: None,
            collector: None,
            salesperson: None,
            state: None,
            zone: None,
            invoices_to: None,
            address: None,
            flags: bywhen::domain::account::AccountFlags::default(),
        }),
        next: 0,
        documents: Vec::new(),
        promises: Vec::new(),
        claims: Vec::new(),
    };
    for event in events {
        m.add(event, &rules);
    }
    (m.book, m.promises)
}

impl Maker {
    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    fn document(
        &mut self,
        kind: DocumentKind,
        name: &str,
        on: NaiveDate,
        amount: i64,
    ) -> &mut Document {
        let id = DocumentId(self.id());
        self.documents.push((name.to_owned(), id));
        self.book.documents.push(Document {
            id,
            kind,
            number: name.to_owned(),
            issued: on,
            due: on,
            due_derived: false,
            amount: Minor::new(amount),
            po: None,
            job: None,
            reason: None,
            memo: None,
            method: None,
            reference: None,
            retainage: Vec::new(),
            presumed_after: None,
        });
        self.book.documents.last_mut().expect("just made")
    }

    fn named(&self, name: &str) -> DocumentId {
        find(&self.documents, name)
    }

    fn apply(&mut self, from: DocumentId, to: DocumentId, amount: i64, on: NaiveDate) {
        self.book.applications.push(Application {
            from,
            to,
            amount: Minor::new(amount),
            effective_on: on,
        });
    }

    fn end(&mut self, name: &str, kind: EndKind, on: NaiveDate, by: Option<PromiseId>) {
        let id = find(&self.promises, name);
        for p in self.book.promises.iter_mut().filter(|p| p.id == id) {
            p.end = Some(PromiseEnd { kind, on, by });
        }
    }

    fn add(&mut self, event: &Event, rules: &Rules) {
        let on = event.on;
        match &event.act {
            Act::Invoice { name, amount, due } => {
                self.document(DocumentKind::Invoice, name, on, *amount).due = *due
            }
            Act::Charge { name, amount, due } => {
                self.document(DocumentKind::DebitNote, name, on, *amount)
                    .due = *due
            }
            Act::Credit {
                name,
                amount,
                reason,
            } => {
                self.document(DocumentKind::CreditMemo, name, on, *amount)
                    .reason = Some(*reason);
            }
            Act::WriteOff { name, amount } => {
                self.document(DocumentKind::WriteOff, name, on, *amount);
            }
            Act::Payment {
                name,
                amount,
                check,
                to,
            } => {
                let made = self.document(DocumentKind::Payment, name, on, *amount);
                made.reference.clone_from(check);
                let id = made.id;
                for (invoice, part) in to {
                    self.apply(id, self.named(invoice), *part, on);
                }
            }
            Act::Fall {
                name,
                amount,
                after,
                to,
            } => {
                let made = self.document(DocumentKind::PresumedCash, name, on, *amount);
                made.presumed_after = Some(*after);
                let id = made.id;
                self.apply(id, self.named(to), *amount, on);
            }
            Act::Apply { from, to, amount } => {
                self.apply(self.named(from), self.named(to), *amount, on)
            }
            Act::Refund { from, amount } => {
                let id = self
                    .document(
                        DocumentKind::Refund,
                        &format!("refund of {from}"),
                        on,
                        *amount,
                    )
                    .id;
                self.apply(self.named(from), id, *amount, on);
            }
            Act::Reversed { name } => {
                let document = self.named(name);
                self.book.reversals.push(Reversal {
                    document,
                    effective_on: on,
                    reason: "nsf".into(),
                });
            }
            Act::Restated { name, delta } => {
                let document = self.named(name);
                self.book.restatements.push(Restatement {
                    document,
                    delta: Minor::new(*delta),
                    effective_on: on,
                });
            }
            Act::HeldBack {
                invoice,
                amount,
                until,
            } => {
                let id = self.named(invoice);
                for d in self.book.documents.iter_mut().filter(|d| d.id == id) {
                    d.retainage.push(Retainage {
                        from: on,
                        amount: Minor::new(*amount),
                        until: *until,
                        payer: None,
                    });
                }
            }
            Act::Disputed {
                invoice,
                amount,
                why,
            } => {
                let id = DisputeId(self.id());
                let document = self.named(invoice);
                self.book.disputes.push(Dispute {
                    id,
                    document,
                    amount: Minor::new(*amount),
                    code: None,
                    reason: why.clone(),
                    owner: None,
                    due_on: None,
                    opened_on: on,
                    resolved_on: None,
                    ended: None,
                    kind: bywhen::domain::dispute::CaseKind::Dispute,
                    payment: None,
                    credited: Minor::ZERO,
                    reopens: None,
                });
            }
            Act::Settled { invoice } => {
                let id = self.named(invoice);
                for d in self
                    .book
                    .disputes
                    .iter_mut()
                    .filter(|d| d.document == id && d.resolved_on.is_none())
                {
                    d.resolved_on = Some(on);
                }
            }
            Act::Promise { .. } => self.promise(event, rules),
            Act::Replaced { old, new } => {
                let by = find(&self.promises, new);
                self.end(old, EndKind::Superseded, on, Some(by));
            }
            Act::Withdrawn { name } => self.end(name, EndKind::Withdrawn, on, None),
            Act::Voided { name } => self.end(name, EndKind::Voided, on, None),
            Act::Claim {
                name,
                amount,
                expected,
                check,
                on: invoices,
            } => {
                let id = ClaimId(self.id());
                self.claims.push((name.clone(), id));
                let invoices = invoices.iter().map(|n| self.named(n)).collect();
                self.book.claims.push(Claim {
                    id,
                    made_on: on,
                    method: Method::Check,
                    reference: check.clone(),
                    amount: Minor::new(*amount),
                    mailed_on: on,
                    expected_by: *expected,
                    invoices,
                    matched: None,
                    retracted_on: None,
                    contact: None,
                    mailed_to: None,
                    steps: Vec::new(),
                    reissued_as: None,
                });
            }
            Act::Retracted { name } => {
                let id = find(&self.claims, name);
                for c in self.book.claims.iter_mut().filter(|c| c.id == id) {
                    c.retracted_on = Some(on);
                }
            }
        }
    }

    fn promise(&mut self, event: &Event, rules: &Rules) {
        let Act::Promise {
            name,
            amount,
            by,
            on: invoices,
            check,
            plan,
        } = &event.act
        else {
            return;
        };
        let balances = Balances::at(&self.book, event.on).expect("fits");
        let invoices: Vec<DocumentId> = invoices.iter().map(|n| self.named(n)).collect();
        let items = split(
            &self.book,
            &balances,
            Minor::new(*amount),
            &invoices,
            &Split::OldestFirst,
            &[],
            rules,
        );
        let id = PromiseId(self.id());
        self.promises.push((name.clone(), id));
        self.book.promises.push(Promise {
            id,
            amount: Minor::new(*amount),
            by_when: *by,
            taken_on: event.on,
            items: items.expect("fits"),
            open_when_taken: balances.total_open().expect("fits"),
            contact: None,
            taken_by: "Ana".into(),
            method: None,
            reference: check.clone(),
            touch: None,
            place: plan.map(|(sequence, of)| Place {
                plan: PlanId(1),
                sequence,
                of,
            }),
            end: None,
        });
    }
}

fn find<T: Copy>(rows: &[(String, T)], name: &str) -> T {
    rows.iter()
        .find(|(n, _)| n == name)
        .unwrap_or_else(|| panic!("'{name}' is not in this history"))
        .1
}
