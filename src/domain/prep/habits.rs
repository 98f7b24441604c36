//! How an account usually pays, read off the invoices that it has settled with cash.

use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::document::DocumentKind;
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer settled invoices than this say nothing about a habit.
const ENOUGH: usize = 3;

/// A newest payment: what and when.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct LastPaid {
    /// Its size.
    pub amount: Minor,
    /// Its day; `None` when it is only presumed from two snapshots.
    pub on: Option<NaiveDate>,
    /// The day it is dated, presumed or not.
    pub dated: NaiveDate,
}

/// What is seen of an account's payments.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Habits {
    /// The median of (settled − due) in days over settled invoices; `None` with fewer than three of them.
    pub median_late: Option<i64>,
    /// The newest payment that stands.
    pub last_paid: Option<LastPaid>,
}

/// Looks at the payments up to a day.
pub(crate) fn observe(book: &Book, balances: &Balances, as_of: NaiveDate) -> Habits {
    Habits {
        median_late: median(days_late(book, balances, NaiveDate::MIN, as_of)),
        last_paid: last_paid(book, balances, as_of),
    }
}

/// The median of days late over settled invoices that were issued after a day; `None` with fewer than three of them.
pub(crate) fn median_late(
    book: &Book,
    balances: &Balances,
    after: NaiveDate,
    as_of: NaiveDate,
) -> Option<i64> {
    median(days_late(book, balances, after, as_of))
}

/// Days between due date and last cash for every invoice, issued after a day, that cash has settled.
fn days_late(book: &Book, balances: &Balances, after: NaiveDate, as_of: NaiveDate) -> Vec<i64> {
    let cash: BTreeSet<DocumentId> = book
        .documents
        .iter()
        .filter(|d| d.kind == DocumentKind::Payment && !balances.reversed(d.id))
        .map(|d| d.id)
        .collect();
    let mut settled: BTreeMap<DocumentId, NaiveDate> = BTreeMap::new();
    for a in &book.applications {
        if a.effective_on <= as_of && cash.contains(&a.from) {
            let last = settled.entry(a.to).or_insert(a.effective_on);
            *last = (*last).max(a.effective_on);
        }
    }
    balances
        .all()
        .filter(|b| b.kind.is_receivable() && b.exists && !b.reversed && b.open.is_zero())
        .filter(|b| b.issued > after)
        .filter_map(|b| settled.get(&b.id).map(|on| (*on - b.due).num_days()))
        .collect()
}

fn median(mut days: Vec<i64>) -> Option<i64> {
    if days.len() < ENOUGH {
        return None;
    }
    days.sort_unstable();
    Some(days[(days.len() - 1) / 2])
}

fn last_paid(book: &Book, balances: &Balances, as_of: NaiveDate) -> Option<LastPaid> {
    book.documents
        .iter()
        .filter(|d| d.kind.is_cash() && d.issued <= as_of && !balances.reversed(d.id))
        .max_by_key(|d| (d.issued, d.id))
        .map(|d| LastPaid {
            amount: balances.face(d.id),
            on: (d.kind == DocumentKind::Payment).then_some(d.issued),
            dated: d.issued,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_habit_needs_three_invoices_and_is_their_median() {
        assert_eq!(median(vec![40, 2]), None);
        assert_eq!(median(vec![40, 2, 11]), Some(11));
        assert_eq!(median(vec![40, 2, 11, 3]), Some(3));
    }
}
