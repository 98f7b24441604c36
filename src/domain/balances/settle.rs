//! How documents come to be open, settled or taken back as of a day.

use super::{Applied, Balance, Balances, row};
use crate::domain::book::Book;
use crate::domain::document::{Application, Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use chrono::NaiveDate;

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
}

/// Rows that only say how something came to be settled; they hold no money of their own.
fn is_bookkeeping(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::SettledEarlier | DocumentKind::PresumedUse
    )
}

fn unsettled(document: &Document, as_of: NaiveDate) -> Balance {
    Balance {
        id: document.id,
        kind: document.kind,
        issued: document.issued,
        due: document.due,
        face: document.amount,
        open: Minor::ZERO,
        held: document.held(as_of).map_or(Minor::ZERO, |r| r.amount),
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
    fn a_restatement_counts_from_its_day() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 500);
        b.restate(i, -100, "2026-10-10");
        assert_eq!(at(&b, "2026-10-09").face(i), Minor::new(500));
        assert_eq!(at(&b, "2026-10-10").open(i), Minor::new(400));
    }
}
