//! The cash of a book, cut into the parts that settle something and the part that settles nothing yet.
//!
//! Law: the order is made of dates, amounts and numbers, so that it is the same in whatever order the rows were entered.

use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::Document;
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use chrono::NaiveDate;
use std::cmp::{Ordering, Reverse};

/// A part of a payment: what settles one document, or what settles nothing yet.
pub(super) struct Piece {
    /// What it settles; `None` = unapplied.
    pub to: Option<DocumentId>,
    /// Since which day.
    pub settled_on: Option<NaiveDate>,
    /// What of it has kept no promise yet.
    pub left: Minor,
}

/// A payment with what is left of it.
pub(super) struct Cash<'a> {
    pub document: &'a Document,
    pub pieces: Vec<Piece>,
}

/// The cash that stands, from a day on, oldest first. Payments of one day are ordered by what they are and what they settle, not by
/// when they were typed.
pub(super) fn cash_since<'a>(
    first_day: NaiveDate,
    book: &'a Book,
    balances: &Balances,
) -> Vec<Cash<'a>> {
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
            settled_on: Some(a.on),
            left: a.amount,
        })
        .collect();
    pieces.sort_by_key(|p| (target(p, balances), p.left, p.settled_on));
    pieces.push(Piece {
        to: None,
        settled_on: None,
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
            .map(|p| (target(p, balances), p.left, p.settled_on))
            .collect()
    };
    (x.issued, x.kind, Reverse(x.amount))
        .cmp(&(y.issued, y.kind, Reverse(y.amount)))
        .then_with(|| x.reference.cmp(&y.reference))
        .then_with(|| x.number.cmp(&y.number))
        .then_with(|| targets(a).cmp(&targets(b)))
        .then_with(|| x.id.cmp(&y.id))
}
