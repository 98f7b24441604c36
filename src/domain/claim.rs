//! What became of "already sent it": arrived, under way, overdue or taken back. Derived, never stored.

use super::book::Book;
use super::ids::{ClaimId, DocumentId};
use chrono::NaiveDate;

/// The state of a claim as of a day.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum ClaimState {
    /// Still in its mail days.
    InTransit,
    /// It should have been here.
    Overdue,
    /// This payment is it.
    Arrived(DocumentId),
    /// They took it back.
    Retracted,
}

/// The claims made on or before `as_of` with what became of them, in the book's order.
#[must_use]
pub fn states(book: &Book, as_of: NaiveDate) -> Vec<(ClaimId, ClaimState)> {
    let _ = (book, as_of);
    Vec::new()
}
