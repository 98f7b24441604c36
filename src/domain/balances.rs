//! What is open on every document of a book as of a day (DOMAIN §2), in one pass.
//!
//! Law: only what was effective on or before the day counts, so that a past day gives what its report would have said: an invoice
//! dated later is not there yet, a check that bounces later still stands. Aging adds these up, verdicts read
//! the applications, facts read both.

use super::book::Book;
use super::document::{Application, Document, DocumentKind};
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
    /// Works them out.
    ///
    /// An application counts when it is effective and neither its source nor its target is taken back on the day;
    /// one from `SettledEarlier` counts from the day of what it settles, because it was settled before we first saw it.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn at(book: &Book, as_of: NaiveDate) -> Result<Balances, MoneyError> {
        let mut rows: Vec<Balance> = book.documents.iter().map(|d| unsettled(d, as_of)).collect();
        rows.sort_by_key(|row| row.id);
        for change in &book.restatements {
            if let (true, Some(row)) = (
                change.effective_on <= as_of,
                row_mut(&mut rows, change.document),
            ) {
                row.face = row.face.plus(change.delta)?;
            }
        }
        let mut gone: Vec<DocumentId> = Vec::new();
        for reversal in &book.reversals {
            if reversal.effective_on <= as_of {
                gone.push(reversal.document);
                if let Some(row) = row_mut(&mut rows, reversal.document) {
                    row.reversed = true;
                }
            }
        }
        let applied: Vec<Applied> = book
            .applications
            .iter()
            .filter(|a| !gone.contains(&a.from) && !gone.contains(&a.to))
            .map(|a| dated(a, row(&rows, a.from), row(&rows, a.to)))
            .filter(|a| a.on <= as_of)
            .collect();
        for row in &mut rows {
            if row.exists && !row.reversed && !is_bookkeeping(row.kind) {
                row.open = row.face;
            }
        }
        for a in &applied {
            for id in [a.from, a.to] {
                if let Some(row) = row_mut(&mut rows, id)
                    && !is_bookkeeping(row.kind)
                {
                    // Below zero for a moment when too much was applied; mended below.
                    row.open = row.open.minus(a.amount)?;
                }
            }
        }
        for row in &mut rows {
            row.over = row.open.negated().less(Minor::ZERO);
            row.open = row.open.less(Minor::ZERO);
            row.held = row.held.min(row.open);
        }
        Ok(Balances {
            as_of,
            rows,
            applied,
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

/// Rows that only say how something came to be settled; they hold no money of their own.
fn is_bookkeeping(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::SettledEarlier | DocumentKind::PresumedUse
    )
}

fn unsettled(document: &Document, as_of: NaiveDate) -> Balance {
    let released = document.retainage_until.is_some_and(|day| day <= as_of);
    Balance {
        id: document.id,
        kind: document.kind,
        issued: document.issued,
        due: document.due,
        face: document.amount,
        open: Minor::ZERO,
        held: if released {
            Minor::ZERO
        } else {
            document.retainage
        },
        exists: document.issued <= as_of,
        reversed: false,
        over: Minor::ZERO,
    }
}

fn dated(a: &Application, from: Option<&Balance>, to: Option<&Balance>) -> Applied {
    let settled_earlier = from.is_some_and(|f| f.kind == DocumentKind::SettledEarlier);
    let there = |b: Option<&Balance>| b.map_or(NaiveDate::MIN, |b| b.issued);
    let on = match to {
        Some(to) if settled_earlier => to.issued,
        _ => a.effective_on.max(there(from)).max(there(to)),
    };
    Applied {
        from: a.from,
        from_kind: from.map(|f| f.kind),
        to: a.to,
        amount: a.amount,
        on,
    }
}

fn row(rows: &[Balance], id: DocumentId) -> Option<&Balance> {
    let at = rows.binary_search_by_key(&id, |r| r.id).ok()?;
    rows.get(at)
}

fn row_mut(rows: &mut [Balance], id: DocumentId) -> Option<&mut Balance> {
    let at = rows.binary_search_by_key(&id, |r| r.id).ok()?;
    rows.get_mut(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    fn at(b: &BookMaker, day: &str) -> Balances {
        Balances::at(&b.book, d(day)).expect("fits")
    }

    #[test]
    fn an_invoice_dated_after_the_day_is_not_there_yet() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-11-10", "2026-12-10", 500);
        assert!(!at(&b, "2026-11-09").exists(i));
        assert_eq!(at(&b, "2026-11-09").open(i), Minor::ZERO);
        assert_eq!(at(&b, "2026-11-10").open(i), Minor::new(500));
    }

    #[test]
    fn a_bounced_payment_restores_its_invoice_from_the_reversal_on_and_a_past_day_sees_it_standing()
    {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 500);
        let p = b.pay("2026-11-02", 500, &[(i, 500)]);
        b.reverse(p, "2026-11-06");
        assert_eq!(at(&b, "2026-11-05").open(i), Minor::ZERO);
        assert_eq!(at(&b, "2026-11-06").open(i), Minor::new(500));
        assert_eq!(at(&b, "2026-11-06").open(p), Minor::ZERO);
        assert_eq!(at(&b, "2026-11-06").unapplied(), Ok(Minor::ZERO));
    }

    #[test]
    fn cash_waits_unapplied_until_its_application_is_effective() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 500);
        let p = b.document(DocumentKind::Payment, "2026-11-02", 400);
        b.apply(p, i, 400, "2026-11-04");
        assert_eq!(at(&b, "2026-11-03").unapplied(), Ok(Minor::new(-400)));
        assert_eq!(at(&b, "2026-11-03").unapplied_cash(), Ok(Minor::new(400)));
        assert_eq!(at(&b, "2026-11-04").unapplied(), Ok(Minor::ZERO));
        assert_eq!(at(&b, "2026-11-04").open(i), Minor::new(100));
    }

    #[test]
    fn what_was_settled_before_we_saw_it_counts_from_the_invoices_own_day() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-08-01", "2026-08-31", 500);
        let s = b.document(DocumentKind::SettledEarlier, "2026-11-02", 200);
        b.apply(s, i, 200, "2026-11-02");
        assert_eq!(at(&b, "2026-08-01").open(i), Minor::new(300));
        assert_eq!(at(&b, "2026-11-20").balance(), Ok(Minor::new(300)));
    }

    #[test]
    fn the_used_part_of_a_credit_is_neither_debt_nor_credit() {
        let mut b = BookMaker::new();
        let c = b.credit("2026-10-01", 300);
        let u = b.document(DocumentKind::PresumedUse, "2026-10-01", 120);
        b.apply(c, u, 120, "2026-10-01");
        assert_eq!(at(&b, "2026-10-02").open(c), Minor::new(180));
        assert_eq!(at(&b, "2026-10-02").unapplied(), Ok(Minor::new(-180)));
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
    fn a_restatement_counts_from_its_day() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 500);
        b.restate(i, -100, "2026-10-10");
        assert_eq!(at(&b, "2026-10-09").face(i), Minor::new(500));
        assert_eq!(at(&b, "2026-10-10").open(i), Minor::new(400));
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
        b.last().retainage = Minor::new(100);
        assert_eq!(at(&b, "2026-12-31").past_due(), Ok(Minor::new(900)));
        b.last().retainage_until = Some(d("2026-12-01"));
        assert_eq!(at(&b, "2026-11-30").past_due(), Ok(Minor::new(900)));
        assert_eq!(at(&b, "2026-12-01").past_due(), Ok(Minor::new(1_000)));
    }

    #[test]
    fn an_amount_that_does_not_fit_is_an_error() {
        let mut b = BookMaker::new();
        b.invoice("2026-08-01", "2026-08-31", i64::MAX);
        b.invoice("2026-08-01", "2026-08-31", 1);
        assert_eq!(at(&b, "2026-09-01").total_open(), Err(MoneyError::Overflow));
    }
}
