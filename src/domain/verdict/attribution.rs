//! Which money keeps which promise (DOMAIN §3, "which money counts").
//!
//! Law: each cent keeps at most one promise, and what came on one day is never taken away by what comes later. So cash is handed out day
//! by day; within a day first by remittance (it settles a promised invoice), then by reference, then by an equal amount,
//! then to the oldest promise. Rows' ids decide nothing but the order of promises of one date.

use super::required::enough;
use super::{Receipt, required::Required};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::promise::{EndKind, Promise, PromiseEnd};
use crate::domain::rules::Tolerance;
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
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
    fn accepts(&self, day: NaiveDate) -> bool {
        self.promise.taken_on <= day
            && self
                .end
                .is_none_or(|end| end.kind != EndKind::Voided && day < end.on)
    }

    fn names(&self, document: DocumentId) -> bool {
        self.promise.items.iter().any(|i| i.document == document)
    }

    fn satisfied(&self) -> bool {
        self.received >= self.enough
    }

    /// Money that names no promised invoice can still count: unapplied, or for a promise on the account.
    fn may_use(&self, piece: &Piece) -> bool {
        piece.to.is_none() || self.promise.items.is_empty()
    }

    fn take(&mut self, piece: &mut Piece, cash: &Cash<'_>) {
        let mut part = piece.left.min(self.required.less(self.received));
        if cash.document.issued == self.promise.taken_on
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
                on: cash.document.issued,
                amount: part,
                provisional,
            }),
        }
    }
}

/// A part of a payment: what settles one document, or what settles nothing yet.
struct Piece {
    to: Option<DocumentId>,
    left: Minor,
}

struct Cash<'a> {
    document: &'a Document,
    pieces: Vec<Piece>,
}

/// Hands the cash of the book out to the cases. Their order does not matter: the oldest date comes first, then the promise taken first.
pub(super) fn hand_out(cases: &mut [Case<'_>], book: &Book, balances: &Balances) {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|i| (cases[*i].promise.by_when, cases[*i].promise.id));
    let Some(first_day) = cases.iter().map(|c| c.promise.taken_on).min() else {
        return;
    };
    let mut cash = cash_since(first_day, book, balances);
    let mut at = 0;
    while at < cash.len() {
        let day = cash[at].document.issued;
        let end = at
            + cash[at..]
                .iter()
                .take_while(|c| c.document.issued == day)
                .count();
        hand_out_day(&mut cash[at..end], cases, &order, day);
        at = end;
    }
    for case in cases {
        case.receipts
            .sort_by_key(|r| (r.on, r.document, r.provisional));
    }
}

fn hand_out_day(cash: &mut [Cash<'_>], cases: &mut [Case<'_>], order: &[usize], day: NaiveDate) {
    let open: Vec<usize> = order
        .iter()
        .copied()
        .filter(|i| cases[*i].accepts(day))
        .collect();
    // 1. Remittance: it settles an invoice that the promise names.
    for c in cash.iter_mut() {
        for mut piece in std::mem::take(&mut c.pieces) {
            for i in &open {
                if piece.to.is_some_and(|to| cases[*i].names(to)) {
                    cases[*i].take(&mut piece, c);
                }
            }
            if piece.left.is_positive() {
                c.pieces.push(piece);
            }
        }
    }
    // 2. The check number that they gave. 3. The very amount. 4. The oldest promise.
    let tests: [fn(&Case<'_>, &Cash<'_>) -> bool; 3] = [by_reference, by_amount, |_, _| true];
    for (step, fits) in tests.into_iter().enumerate() {
        for c in cash.iter_mut() {
            for i in &open {
                let case = &mut cases[*i];
                if case.satisfied() || !fits(case, c) {
                    continue;
                }
                for mut piece in std::mem::take(&mut c.pieces) {
                    // A check that was announced by its number counts even when it was posted elsewhere.
                    if step == 0 || case.may_use(&piece) {
                        case.take(&mut piece, c);
                    }
                    c.pieces.push(piece);
                }
            }
        }
    }
}

fn by_reference(case: &Case<'_>, cash: &Cash<'_>) -> bool {
    case.references
        .iter()
        .any(|r| claim::bears_reference(cash.document, r))
}

fn by_amount(case: &Case<'_>, cash: &Cash<'_>) -> bool {
    let usable: i64 = cash
        .pieces
        .iter()
        .filter(|p| case.may_use(p))
        .map(|p| p.left.get())
        .fold(0, i64::saturating_add);
    let usable = Minor::new(usable);
    let need = case.required.less(case.received);
    let sums = || case.sums.get_or_init(|| subset_sums(case.promise));
    usable == case.promise.amount || usable == need || sums().contains(&usable)
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

/// The cash that stands, from a day on, oldest first. Payments of one day are ordered by what they are and what they settle, not by
/// when they were typed.
fn cash_since<'a>(first_day: NaiveDate, book: &'a Book, balances: &Balances) -> Vec<Cash<'a>> {
    let mut cash: Vec<Cash<'a>> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_cash() && d.issued >= first_day)
        .filter(|d| balances.exists(d.id) && !balances.reversed(d.id))
        .map(|document| Cash {
            document,
            pieces: pieces_of(document.id, balances),
        })
        .collect();
    cash.sort_by(|a, b| by_content(a, b, balances));
    cash
}

fn pieces_of(cash: DocumentId, balances: &Balances) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = balances
        .applied()
        .iter()
        .filter(|a| a.from == cash)
        // Money that was given back keeps nothing.
        .filter(|a| balances.get(a.to).is_none_or(|to| to.kind.is_receivable()))
        .map(|a| Piece {
            to: Some(a.to),
            left: a.amount,
        })
        .collect();
    pieces.sort_by_key(|p| (target(p, balances), p.left));
    pieces.push(Piece {
        to: None,
        left: balances.open(cash),
    });
    // A source that applied more than it had has no more than it had.
    let mut left = balances.face(cash);
    for piece in &mut pieces {
        piece.left = piece.left.min(left);
        left = left.less(piece.left);
    }
    pieces.retain(|p| p.left.is_positive());
    pieces
}

/// What a piece settles, by its dates and size: the same in whatever order the rows were entered.
fn target(piece: &Piece, balances: &Balances) -> Option<(NaiveDate, NaiveDate, Minor, DocumentId)> {
    let row = balances.get(piece.to?)?;
    Some((row.due, row.issued, row.face, row.id))
}

fn by_content(a: &Cash<'_>, b: &Cash<'_>, balances: &Balances) -> Ordering {
    let (x, y) = (a.document, b.document);
    let targets = |c: &Cash<'_>| -> Vec<_> {
        c.pieces
            .iter()
            .map(|p| (target(p, balances), p.left))
            .collect()
    };
    (x.issued, x.kind, Reverse(x.amount))
        .cmp(&(y.issued, y.kind, Reverse(y.amount)))
        .then_with(|| x.reference.cmp(&y.reference))
        .then_with(|| x.number.cmp(&y.number))
        .then_with(|| targets(a).cmp(&targets(b)))
        .then_with(|| x.id.cmp(&y.id))
}
