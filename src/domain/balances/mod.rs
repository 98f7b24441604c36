//! What is open on every document of a book as of a day (DOMAIN §2), in one pass.
//!
//! Law: only what was effective on or before the day counts, so that a past day gives what its report would have said: an invoice
//! dated later is not there yet, a check that bounces later still stands. Aging adds these up, verdicts read
//! the applications, facts read both. `settle` does the work.

mod settle;

use crate::domain::document::DocumentKind;
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use chrono::NaiveDate;

/// One document as of the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balance {
    /// Which document.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its date.
    pub issued: NaiveDate,
    /// Its due date.
    pub due: NaiveDate,
    /// Its amount with restatements.
    pub face: Minor,
    /// What is not settled (debit side) or not used (credit side), never below zero; zero when reversed or not there yet.
    /// The bookkeeping kinds (`SettledEarlier`, `PresumedUse`) are wholly used by definition: always zero.
    pub open: Minor,
    /// Of `open`, what is held back by contract and not released yet.
    pub held: Minor,
    /// It is there: issued on or before the day.
    pub exists: bool,
    /// It was taken back on or before the day.
    pub reversed: bool,
    /// What was applied beyond the face amount: a fault of the source, kept so that the balance stays exact.
    over: Minor,
}

impl Balance {
    /// The part of `open` that is past due on the day: nothing before the due date has passed, never retainage before its release.
    #[must_use]
    pub fn past_due(&self, as_of: NaiveDate) -> Minor {
        if self.kind.is_receivable() && self.due < as_of {
            self.open.less(self.held)
        } else {
            Minor::ZERO
        }
    }
}

/// An application that counts as of the day.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// Where it comes from.
    pub from: DocumentId,
    /// What that is; `None` when the book is a slice without it.
    pub from_kind: Option<DocumentKind>,
    /// What it settles.
    pub to: DocumentId,
    /// How much.
    pub amount: Minor,
    /// From which day it counts: when it is effective and both its documents are there.
    pub on: NaiveDate,
}

/// Every document of a book as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balances {
    as_of: NaiveDate,
    /// By id.
    rows: Vec<Balance>,
    applied: Vec<Applied>,
}

impl Balances {
    /// The day.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// One document; `None` when the book does not hold it.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> Option<&Balance> {
        row(&self.rows, id)
    }

    /// What is open on a document; zero when it is unknown.
    #[must_use]
    pub fn open(&self, id: DocumentId) -> Minor {
        self.get(id).map_or(Minor::ZERO, |b| b.open)
    }

    /// A document's amount with restatements; zero when it is unknown.
    #[must_use]
    pub fn face(&self, id: DocumentId) -> Minor {
        self.get(id).map_or(Minor::ZERO, |b| b.face)
    }

    /// True when it is there on the day.
    #[must_use]
    pub fn exists(&self, id: DocumentId) -> bool {
        self.get(id).is_some_and(|b| b.exists)
    }

    /// True when it was taken back on or before the day.
    #[must_use]
    pub fn reversed(&self, id: DocumentId) -> bool {
        self.get(id).is_some_and(|b| b.reversed)
    }

    /// Every document, by id.
    pub fn all(&self) -> impl Iterator<Item = &Balance> {
        self.rows.iter()
    }

    /// The applications that count, in the book's order.
    #[must_use]
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// Receivables with something open, by id.
    pub fn receivables(&self) -> impl Iterator<Item = &Balance> {
        self.rows
            .iter()
            .filter(|b| b.kind.is_receivable() && b.open.is_positive())
    }

    /// What is owed in all: receivables less credits and unapplied cash.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn balance(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.rows.iter().map(|b| {
            // `over` lies on the other side of its document.
            let size = b.open.get() - b.over.get();
            Minor::new(if b.kind.raises() { size } else { -size })
        }))
    }

    /// Open receivables, gross, with what refunds gave back beyond every credit (`excess`).
    ///
    /// # Errors
    /// When it does not fit.
    pub fn total_open(&self) -> Result<Minor, MoneyError> {
        self.gross()?.plus(self.excess()?)
    }

    /// Gross past due, retainage before its release left out.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn past_due(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.receivables().map(|b| b.past_due(self.as_of)))
    }

    /// Open credits and unapplied cash, less what was refunded of them: at most zero.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn unapplied(&self) -> Result<Minor, MoneyError> {
        Ok(self.balance()?.minus(self.gross()?)?.min(Minor::ZERO))
    }

    /// Money given back (or credit used) that no credit stands against. Owed, but never past due; zero in a well-kept book.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn excess(&self) -> Result<Minor, MoneyError> {
        Ok(self.balance()?.minus(self.gross()?)?.max(Minor::ZERO))
    }

    /// Cash that is not applied to anything, above zero.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn unapplied_cash(&self) -> Result<Minor, MoneyError> {
        Minor::sum(
            self.rows
                .iter()
                .filter(|b| b.kind.is_cash())
                .map(|b| b.open),
        )
    }

    fn gross(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.receivables().map(|b| b.open))
    }
}

fn row(rows: &[Balance], id: DocumentId) -> Option<&Balance> {
    let at = rows.binary_search_by_key(&id, |r| r.id).ok()?;
    rows.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    fn at(b: &BookMaker, day: &str) -> Balances {
        Balances::at(&b.book, d(day)).expect("fits")
    }

    #[test]
    fn a_refund_offsets_unapplied_and_what_is_beyond_is_owed() {
        let mut b = BookMaker::new();
        b.pay("2026-10-01", 300, &[]);
        b.document(DocumentKind::Refund, "2026-10-02", 200);
        assert_eq!(at(&b, "2026-10-02").unapplied(), Ok(Minor::new(-100)));
        b.document(DocumentKind::Refund, "2026-10-03", 150);
        assert_eq!(at(&b, "2026-10-03").unapplied(), Ok(Minor::ZERO));
        assert_eq!(at(&b, "2026-10-03").total_open(), Ok(Minor::new(50)));
    }

    #[test]
    fn what_is_applied_twice_becomes_a_credit_and_the_balance_stays_exact() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 500);
        b.pay("2026-10-05", 400, &[(i, 400)]);
        b.pay("2026-10-06", 400, &[(i, 400)]);
        let balances = at(&b, "2026-10-07");
        assert_eq!(balances.open(i), Minor::ZERO);
        assert_eq!(balances.unapplied(), Ok(Minor::new(-300)));
        assert_eq!(balances.balance(), Ok(Minor::new(-300)));
    }

    #[test]
    fn retainage_is_not_past_due_before_its_release() {
        let mut b = BookMaker::new();
        b.invoice("2026-08-01", "2026-08-31", 1_000);
        b.hold_back("2026-09-10", 100, None);
        assert_eq!(at(&b, "2026-12-31").past_due(), Ok(Minor::new(900)));
        b.hold_back("2026-10-05", 100, Some("2026-12-01"));
        assert_eq!(at(&b, "2026-11-30").past_due(), Ok(Minor::new(900)));
        assert_eq!(at(&b, "2026-12-01").past_due(), Ok(Minor::new(1_000)));
    }

    #[test]
    fn a_past_day_knows_only_what_was_held_back_then() {
        let mut b = BookMaker::new();
        b.invoice("2026-08-01", "2026-08-31", 1_000);
        b.hold_back("2026-10-05", 300, None);
        b.hold_back("2026-11-05", 100, None);
        b.hold_back("2026-11-20", 0, None);
        for (day, past_due) in [
            ("2026-10-04", 1_000),
            ("2026-10-05", 700),
            ("2026-11-05", 900),
            ("2026-11-20", 1_000),
        ] {
            assert_eq!(at(&b, day).past_due(), Ok(Minor::new(past_due)), "{day}");
        }
    }

    #[test]
    fn an_amount_that_does_not_fit_is_an_error() {
        let mut b = BookMaker::new();
        b.invoice("2026-08-01", "2026-08-31", i64::MAX);
        b.invoice("2026-08-01", "2026-08-31", 1);
        assert_eq!(at(&b, "2026-09-01").total_open(), Err(MoneyError::Overflow));
    }
}
