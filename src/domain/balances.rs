//! What is open on every document of a book as of a day (DOMAIN §2), in one pass.
//!
//! Law: only what was effective on or before the day counts, so that a past day gives what its report would have said.

use super::book::Book;
use super::document::DocumentKind;
use super::ids::DocumentId;
use super::money::{Minor, MoneyError};
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
    /// What is not settled (debit side) or not used (credit side); zero when reversed or not there yet.
    pub open: Minor,
    /// Of `open`, what is held back by contract and not released yet.
    pub held: Minor,
    /// It is there: issued on or before the day.
    pub exists: bool,
    /// It was taken back on or before the day.
    pub reversed: bool,
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

/// Every document of a book as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Balances {
    as_of: NaiveDate,
    rows: Vec<Balance>,
}

impl Balances {
    /// Works them out.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn at(book: &Book, as_of: NaiveDate) -> Result<Balances, MoneyError> {
        let _ = book;
        Ok(Balances {
            as_of,
            rows: Vec::new(),
        })
    }

    /// The day.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// One document; `None` when the book does not hold it.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> Option<&Balance> {
        self.rows.iter().find(|r| r.id == id)
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

    /// Receivables with something open, by id.
    pub fn receivables(&self) -> impl Iterator<Item = &Balance> {
        self.rows
            .iter()
            .filter(|b| b.kind.is_receivable() && b.open.is_positive())
    }

    /// Open receivables, gross.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn total_open(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.receivables().map(|b| b.open))
    }

    /// Gross past due, retainage before its release left out.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn past_due(&self) -> Result<Minor, MoneyError> {
        Minor::sum(self.receivables().map(|b| b.past_due(self.as_of)))
    }

    /// Open credits and unapplied cash, at most zero.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn unapplied(&self) -> Result<Minor, MoneyError> {
        Ok(Minor::ZERO)
    }

    /// Cash that is not applied to anything, above zero.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn unapplied_cash(&self) -> Result<Minor, MoneyError> {
        Ok(Minor::ZERO)
    }
}
