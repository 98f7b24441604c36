//! Books for the rules' own tests: made with what matters to a test, everything else plain. Amounts in minor units.

use super::account::{Account, AccountKind};
use super::book::Book;
use super::dispute::CaseKind;
use super::document::{
    Application, CreditReason, Document, DocumentKind, Restatement, Retainage, Reversal,
};
use super::ids::{
    AccountId, ClaimId, DisputeId, DocumentId, FollowUpId, PromiseId, TaskId, TouchId,
};
use super::money::{Currency, Minor};
use super::promise::{EndKind, Promise, PromiseEnd, PromiseItem};
use super::rules::Rules;
use super::split::Split;
use super::task::TaskKind;
use super::touch::{
    Channel, Claim, Dispute, FollowUp, Hold, HoldKind, LienStep, Method, Owner, Task, Touch,
    TouchOutcome,
};
use chrono::NaiveDate;

/// A date.
pub(crate) fn d(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A book under construction.
pub(crate) struct BookMaker {
    pub(crate) book: Book,
    next: i64,
}

impl BookMaker {
    pub(crate) fn new() -> BookMaker {
        BookMaker {
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
                flags: crate::domain::account::AccountFlags::default(),
            }),
            next: 0,
        }
    }

    fn id(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    pub(crate) fn document(&mut self, kind: DocumentKind, on: &str, amount: i64) -> DocumentId {
        let id = DocumentId(self.id());
        let prefix = match kind {
            DocumentKind::Invoice => "SI",
            DocumentKind::CreditMemo => "CM",
            _ => "D",
        };
        self.book.documents.push(Document {
            id,
            kind,
            number: format!("{prefix}-{id}"),
            issued: d(on),
            due: d(on),
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
        id
    }

    /// From that day on it is known that part of the document made last is held back.
    pub(crate) fn hold_back(&mut self, from: &str, amount: i64, until: Option<&str>) {
        self.last().retainage.push(Retainage {
            from: d(from),
            amount: Minor::new(amount),
            until: until.map(d),
            payer: None,
        });
    }

    /// The same of the document made first.
    pub(crate) fn hold_back_on_first(&mut self, from: &str, amount: i64) {
        let first = self
            .book
            .documents
            .first_mut()
            .expect("a document was made");
        first.retainage.push(Retainage {
            from: d(from),
            amount: Minor::new(amount),
            until: None,
            payer: None,
        });
    }

    /// The document made last.
    pub(crate) fn last(&mut self) -> &mut Document {
        self.book.documents.last_mut().expect("a document was made")
    }

    pub(crate) fn invoice(&mut self, issued: &str, due: &str, amount: i64) -> DocumentId {
        let id = self.document(DocumentKind::Invoice, issued, amount);
        self.last().due = d(due);
        id
    }

    /// A pricing credit that is not applied to anything.
    pub(crate) fn credit(&mut self, on: &str, amount: i64) -> DocumentId {
        let id = self.document(DocumentKind::CreditMemo, on, amount);
        self.last().reason = Some(CreditReason::Pricing);
        id
    }

    pub(crate) fn apply(&mut self, from: DocumentId, to: DocumentId, amount: i64, on: &str) {
        self.book.applications.push(Application {
            from,
            to,
            amount: Minor::new(amount),
            effective_on: d(on),
        });
    }

    /// Cash, applied on its day to these invoices; the rest stays unapplied.
    pub(crate) fn pay(&mut self, on: &str, amount: i64, to: &[(DocumentId, i64)]) -> DocumentId {
        let id = self.document(DocumentKind::Payment, on, amount);
        for (invoice, part) in to {
            self.apply(id, *invoice, *part, on);
        }
        id
    }

    pub(crate) fn reverse(&mut self, document: DocumentId, on: &str) {
        self.book.reversals.push(Reversal {
            document,
            effective_on: d(on),
            reason: "nsf".into(),
        });
    }

    pub(crate) fn restate(&mut self, document: DocumentId, delta: i64, on: &str) {
        self.book.restatements.push(Restatement {
            document,
            delta: Minor::new(delta),
            effective_on: d(on),
        });
    }

    /// A promise; the split gives each invoice what is free on it, oldest first.
    pub(crate) fn promise(
        &mut self,
        taken: &str,
        by_when: &str,
        amount: i64,
        invoices: &[DocumentId],
    ) -> PromiseId {
        let balances = super::balances::Balances::at(&self.book, d(taken)).expect("fits");
        let items: Vec<PromiseItem> = super::verdict::split(
            &self.book,
            &balances,
            Minor::new(amount),
            invoices,
            &Split::OldestFirst,
            &[],
            &Rules::default(),
        )
        .expect("fits");
        let id = PromiseId(self.id());
        self.book.promises.push(Promise {
            id,
            amount: Minor::new(amount),
            by_when: d(by_when),
            taken_on: d(taken),
            items,
            open_when_taken: balances.total_open().expect("fits"),
            contact: None,
            taken_by: "Ana".into(),
            method: None,
            reference: None,
            touch: None,
            place: None,
            end: None,
        });
        id
    }

    pub(crate) fn end(
        &mut self,
        promise: PromiseId,
        kind: EndKind,
        on: &str,
        by: Option<PromiseId>,
    ) {
        for p in &mut self.book.promises {
            if p.id == promise {
                p.end = Some(PromiseEnd {
                    kind,
                    on: d(on),
                    by,
                });
            }
        }
    }

    pub(crate) fn dispute(&mut self, document: DocumentId, amount: i64, on: &str) {
        let id = DisputeId(self.id());
        self.book.disputes.push(Dispute {
            id,
            document,
            amount: Minor::new(amount),
            code: None,
            reason: "pricing".into(),
            owner: None,
            due_on: None,
            opened_on: d(on),
            resolved_on: None,
            ended: None,
            kind: CaseKind::Dispute,
            payment: None,
            credited: Minor::ZERO,
            reopens: None,
        });
    }

    pub(crate) fn claim(&mut self, made: &str, expected: &str, amount: i64) -> ClaimId {
        let id = ClaimId(self.id());
        self.book.claims.push(Claim {
            id,
            made_on: d(made),
            method: Method::Check,
            reference: Some("1182".into()),
            amount: Minor::new(amount),
            mailed_on: d(made),
            expected_by: d(expected),
            invoices: Vec::new(),
            matched: None,
            retracted_on: None,
            contact: None,
            mailed_to: None,
            steps: Vec::new(),
            reissued_as: None,
        });
        id
    }

    /// A talk with the right person.
    pub(crate) fn talk(&mut self, on: &str) -> TouchId {
        let id = TouchId(self.id());
        self.book.touches.push(Touch {
            id,
            channel: Channel::Call,
            inbound: false,
            on: d(on),
            at: d(on).and_hms_opt(15, 0, 0).expect("an hour").and_utc(),
            by: "Ana".into(),
            contact: None,
            right_party: true,
            outcome: TouchOutcome::Information,
            barrier: None,
            note: String::new(),
            told: None,
            overstep: None,
            told_for: None,
            answers: Vec::new(),
            barriers: Vec::new(),
        });
        id
    }

    pub(crate) fn follow_up(
        &mut self,
        made: &str,
        due: &str,
        touch: Option<TouchId>,
    ) -> FollowUpId {
        let id = FollowUpId(self.id());
        self.book.follow_ups.push(FollowUp {
            id,
            made_on: d(made),
            due_on: d(due),
            at: None,
            reason: "ask again".into(),
            requested_by_them: false,
            touch,
        });
        id
    }

    /// A task of ours.
    pub(crate) fn owe(&mut self, made: &str, due: &str) {
        let id = TaskId(self.id());
        self.book.tasks.push(Task {
            id,
            owner: Owner::Us,
            kind: TaskKind::InvoiceCopy,
            person: None,
            dropped: false,
            what: "send a copy".into(),
            made_on: d(made),
            due_on: d(due),
            done_on: None,
        });
    }

    pub(crate) fn hold(&mut self, kind: HoldKind, from: &str) {
        self.book.holds.push(Hold {
            kind,
            from: d(from),
            until: None,
            details: crate::domain::touch::HoldDetails::default(),
        });
    }

    pub(crate) fn lien(&mut self, made: &str, due: &str) {
        self.book.lien_steps.push(LienStep {
            job: "Pier 9".into(),
            step: "notice of intent".into(),
            due_on: d(due),
            made_on: d(made),
            done_on: None,
        });
    }
}
