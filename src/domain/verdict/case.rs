//! One promise under judgement: what it takes, what has come, and which money it may take.

use super::Receipt;
use super::cash::{Cash, Piece};
use super::required::{Required, enough};
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::promise::{EndKind, Promise, PromiseEnd};
use crate::domain::rules::Tolerance;
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// A promise under judgement.
pub(super) struct Case<'a> {
    pub promise: &'a Promise,
    /// How it ended, when it has ended as of the day.
    pub end: Option<&'a PromiseEnd>,
    /// The day up to which the ledger is read for it.
    pub until: NaiveDate,
    pub required: Minor,
    pub disputed: Minor,
    /// What counts as kept.
    pub enough: Minor,
    pub received: Minor,
    pub receipts: Vec<Receipt>,
    references: Vec<&'a str>,
    same_day: Vec<(Option<DocumentId>, Minor)>,
    sums: OnceCell<BTreeSet<Minor>>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        promise: &'a Promise,
        required: Required,
        until: NaiveDate,
        end: Option<&'a PromiseEnd>,
        book: &'a Book,
        tolerance: Tolerance,
    ) -> Case<'a> {
        let claims = book.claims.iter().filter(|c| {
            c.made_on <= until
                && c.retracted_on.is_none_or(|day| day > until)
                && claim::concerns(c, promise)
        });
        let references = promise
            .reference
            .as_deref()
            .into_iter()
            .chain(claims.filter_map(|c| c.reference.as_deref()))
            .collect();
        Case {
            promise,
            end,
            until,
            required: required.amount,
            disputed: required.disputed,
            enough: enough(required.amount, tolerance),
            received: Minor::ZERO,
            receipts: Vec::new(),
            references,
            same_day: required.same_day,
            sums: OnceCell::new(),
        }
    }

    /// Money of that day may count: not before it was taken, and not once something else has taken its place
    /// (what comes on the day of a new promise is the new one's).
    pub(super) fn accepts(&self, day: NaiveDate) -> bool {
        self.promise.taken_on <= day
            && self
                .end
                .is_none_or(|end| end.kind != EndKind::Voided && day < end.on)
    }

    pub(super) fn names(&self, document: DocumentId) -> bool {
        self.promise.items.iter().any(|i| i.document == document)
    }

    pub(super) fn satisfied(&self) -> bool {
        self.received >= self.enough
    }

    /// Money that names no promised invoice can still count: unapplied, or for a promise on the account.
    pub(super) fn may_use(&self, piece: &Piece) -> bool {
        piece.to.is_none() || self.promise.items.is_empty()
    }

    pub(super) fn take(&mut self, piece: &mut Piece, cash: &Cash<'_>) {
        let mut part = piece.left.min(self.required.less(self.received));
        if cash.document.issued == self.promise.taken_on
            && piece.settled_on == Some(self.promise.taken_on)
            && let Some(to) = piece.to
        {
            let key = self.names(to).then_some(to);
            if let Some((_, left)) = self.same_day.iter_mut().find(|(k, _)| *k == key) {
                part = part.min(*left);
                *left = left.less(part);
            }
        }
        if !part.is_positive() {
            return;
        }
        piece.left = piece.left.less(part);
        // Never beyond `required`, so these cannot overflow.
        self.received = Minor::new(self.received.get().saturating_add(part.get()));
        let provisional = piece.to.is_none() || cash.document.kind == DocumentKind::PresumedCash;
        let same = self
            .receipts
            .iter_mut()
            .find(|r| r.document == cash.document.id && r.provisional == provisional);
        match same {
            Some(receipt) => {
                receipt.amount = Minor::new(receipt.amount.get().saturating_add(part.get()));
            }
            None => self.receipts.push(Receipt {
                document: cash.document.id,
                on: counted_on(cash.document, self.promise.by_when),
                amount: part,
                provisional,
            }),
        }
    }

    /// It bears the check number that they gave for this promise.
    pub(super) fn announced(&self, cash: &Cash<'_>) -> bool {
        self.references
            .iter()
            .any(|r| claim::bears_reference(cash.document, r))
    }

    /// What is left of it is the promise, what is missing of it, or some of its invoices.
    pub(super) fn amounts_to(&self, cash: &Cash<'_>) -> bool {
        let usable: i64 = cash
            .pieces
            .iter()
            .filter(|p| self.may_use(p))
            .map(|p| p.left.get())
            .fold(0, i64::saturating_add);
        let usable = Minor::new(usable);
        let need = self.required.less(self.received);
        let sums = || self.sums.get_or_init(|| subset_sums(self.promise));
        usable == self.promise.amount || usable == need || sums().contains(&usable)
    }
}

/// The day that counts. A fall between two lists came on one of the days between them, and nobody knows on which: it counts as late only
/// where all of them are.
fn counted_on(cash: &Document, by_when: NaiveDate) -> NaiveDate {
    let first = cash.presumed_after.and_then(|day| day.succ_opt());
    first.map_or(cash.issued, |first| cash.issued.min(by_when.max(first)))
}

/// What any of the promise's invoices add up to. Beyond 12 invoices only the invoices one by one and the runs from the oldest are
/// tried: a customer pays a page of the statement, not every 4,096th choice of it.
fn subset_sums(promise: &Promise) -> BTreeSet<Minor> {
    let amounts = || promise.items.iter().map(|i| i.open_when_taken.get());
    let mut sums = BTreeSet::from([0_i64]);
    if promise.items.len() <= 12 {
        for amount in amounts() {
            let more: Vec<i64> = sums.iter().map(|s| s.saturating_add(amount)).collect();
            sums.extend(more);
        }
    } else {
        let mut run = 0_i64;
        for amount in amounts() {
            run = run.saturating_add(amount);
            sums.extend([amount, run]);
        }
    }
    sums.remove(&0);
    sums.into_iter().map(Minor::new).collect()
}
