//! What was open on a book on many days at once: one sweep over everything that moves money, instead of one pass a day.
//!
//! Law: on every day it says exactly what `Balances::at` says (a test compares them on random books); only what counts as of a day
//! counts. Reports read dozens of days of every account, so this is where their time goes.

use crate::domain::aging::{Buckets, bucket_of, days_past_due};
use crate::domain::book::Book;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use chrono::NaiveDate;

/// The balances of one account on a day.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Sample {
    /// Open receivables by age, gross, as the aging report has them.
    pub buckets: Buckets,
    /// Their sum.
    pub open: Minor,
    /// Of it past due, retainage before its release left out.
    pub past_due: Minor,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// Open receivables, counted.
    pub invoices: u32,
}

/// A change of what is open on a document.
struct Move {
    on: NaiveDate,
    row: usize,
    delta: i64,
}

/// A book whose days are read in ascending order.
pub struct Sweep<'a> {
    documents: Vec<&'a Document>,
    /// What is open, below zero where too much was applied.
    raw: Vec<i64>,
    /// From this day on it was taken back.
    gone: Vec<Option<NaiveDate>>,
    moves: Vec<Move>,
    next: usize,
}

impl<'a> Sweep<'a> {
    /// Gathers what moves.
    #[must_use]
    pub fn new(book: &'a Book) -> Sweep<'a> {
        let mut documents: Vec<&Document> = book.documents.iter().collect();
        documents.sort_by_key(|d| d.id);
        let find = |id: DocumentId| documents.binary_search_by_key(&id, |d| d.id).ok();
        let mut gone = vec![None; documents.len()];
        for reversal in &book.reversals {
            if let Some(row) = find(reversal.document) {
                let known: &mut Option<NaiveDate> = &mut gone[row];
                *known =
                    Some(known.map_or(reversal.effective_on, |d| d.min(reversal.effective_on)));
            }
        }
        let mut moves = Vec::with_capacity(documents.len() + 2 * book.applications.len());
        for (row, d) in documents.iter().enumerate() {
            if !bookkeeping(d.kind) {
                moves.push(Move {
                    on: d.issued,
                    row,
                    delta: d.amount.get(),
                });
            }
        }
        for change in &book.restatements {
            if let Some(row) =
                find(change.document).filter(|row| !bookkeeping(documents[*row].kind))
            {
                moves.push(Move {
                    on: change.effective_on.max(documents[row].issued),
                    row,
                    delta: change.delta.get(),
                });
            }
        }
        for a in &book.applications {
            let (from, to) = (find(a.from), find(a.to));
            let issued = |row: Option<usize>| row.map_or(NaiveDate::MIN, |r| documents[r].issued);
            let earlier = from.is_some_and(|r| documents[r].kind == DocumentKind::SettledEarlier);
            let on = match to {
                Some(to) if earlier => documents[to].issued,
                _ => a.effective_on.max(issued(from)).max(issued(to)),
            };
            let ends = [from, to]
                .into_iter()
                .flatten()
                .filter_map(|row| gone[row])
                .min();
            if ends.is_some_and(|end| end <= on) {
                continue;
            }
            for row in [from, to].into_iter().flatten() {
                if bookkeeping(documents[row].kind) {
                    continue;
                }
                let delta = -a.amount.get();
                moves.push(Move { on, row, delta });
                if let Some(end) = ends {
                    moves.push(Move {
                        on: end,
                        row,
                        delta: -delta,
                    });
                }
            }
        }
        moves.sort_by_key(|m| m.on);
        Sweep {
            raw: vec![0; documents.len()],
            documents,
            gone,
            moves,
            next: 0,
        }
    }

    /// Goes on to a day; an earlier one than the last stays where it is.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn go(&mut self, day: NaiveDate) -> Result<(), MoneyError> {
        while let Some(m) = self.moves.get(self.next).filter(|m| m.on <= day) {
            let raw = &mut self.raw[m.row];
            *raw = raw.checked_add(m.delta).ok_or(MoneyError::Overflow)?;
            self.next += 1;
        }
        Ok(())
    }

    /// Every document with what is open on it on the day gone to, floored at zero.
    pub fn rows(&self, day: NaiveDate) -> impl Iterator<Item = (&'a Document, Minor)> + '_ {
        self.documents
            .iter()
            .enumerate()
            .map(move |(row, d)| (*d, Minor::new(self.signed(row, day).max(0))))
    }

    /// The balances on the day, which must have been gone to.
    ///
    /// # Errors
    /// When a total does not fit.
    pub fn sample(&mut self, day: NaiveDate) -> Result<Sample, MoneyError> {
        self.go(day)?;
        let mut out = Sample::default();
        // What is owed in all, and gross.
        let (mut balance, mut gross) = (0_i128, 0_i128);
        for (row, d) in self.documents.iter().enumerate() {
            let raw = self.signed(row, day);
            if raw == 0 {
                continue;
            }
            balance += i128::from(if d.kind.raises() { raw } else { -raw });
            if raw < 0 || !d.kind.is_receivable() {
                continue;
            }
            gross += i128::from(raw);
            let open = Minor::new(raw);
            out.invoices += 1;
            let bucket = &mut out.buckets.0[bucket_of(days_past_due(d.due, day))];
            *bucket = bucket.plus(open)?;
            if d.due < day {
                out.past_due = out.past_due.plus(open.less(held(d, day)))?;
            }
        }
        let rest = balance - gross;
        let fit = |n: i128| {
            i64::try_from(n)
                .map(Minor::new)
                .map_err(|_| MoneyError::Overflow)
        };
        out.unapplied = fit(rest.min(0))?;
        out.buckets.0[0] = out.buckets.0[0].plus(fit(rest.max(0))?)?;
        out.open = Minor::sum(out.buckets.0)?;
        Ok(out)
    }

    fn signed(&self, row: usize, day: NaiveDate) -> i64 {
        match self.gone[row] {
            Some(end) if end <= day => 0,
            _ => self.raw[row],
        }
    }

    /// It was taken back on or before the day.
    #[must_use]
    pub fn is_gone(&self, id: DocumentId, day: NaiveDate) -> bool {
        self.documents
            .binary_search_by_key(&id, |d| d.id)
            .is_ok_and(|row| self.gone[row].is_some_and(|end| end <= day))
    }
}

fn held(d: &Document, day: NaiveDate) -> Minor {
    d.held(day).map_or(Minor::ZERO, |r| r.amount)
}

fn bookkeeping(kind: DocumentKind) -> bool {
    matches!(
        kind,
        DocumentKind::SettledEarlier | DocumentKind::PresumedUse
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::aging::{AgeBy, age};
    use crate::domain::balances::Balances;
    use crate::domain::testing::{BookMaker, d};
    use proptest::prelude::*;

    fn same(b: &BookMaker, days: &[NaiveDate]) {
        let mut sweep = Sweep::new(&b.book);
        for day in days {
            let balances = Balances::at(&b.book, *day).expect("fits");
            let line = age(&b.book, &balances, AgeBy::Due).expect("fits");
            let got = sweep.sample(*day).expect("fits");
            assert_eq!(
                (got.buckets, got.open, got.past_due, got.unapplied),
                (line.buckets, line.total_open, line.past_due, line.unapplied),
                "{day}"
            );
            assert_eq!(u64::from(got.invoices), line.open_invoices, "{day}");
        }
    }

    fn on(n: u32) -> String {
        (d("2026-01-01") + chrono::Days::new(u64::from(n))).to_string()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn a_sweep_says_on_every_day_what_the_balances_of_that_day_say(
            invoices in prop::collection::vec((0_u32..90, 0_u32..60, 1_i64..900), 1..6),
            payments in prop::collection::vec((0_u32..120, 1_i64..1200, 0_usize..6, 0_u32..4), 0..6),
            changes in prop::collection::vec((0_usize..6, 0_u32..120, -50_i64..50), 0..3),
            bounced in prop::collection::vec((0_usize..12, 0_u32..140), 0..3),
            held in prop::option::of((0_u32..100, 1_i64..300, 0_u32..140)),
        ) {
            let mut b = BookMaker::new();
            let mut ids = Vec::new();
            for (issued, terms, amount) in &invoices {
                ids.push(b.invoice(&on(*issued), &on(issued + terms), *amount));
            }
            if let Some((from, amount, until)) = held {
                b.hold_back(&on(from), amount, Some(&on(until)));
            }
            for (day, amount, to, kind) in &payments {
                let kind = [DocumentKind::Payment, DocumentKind::CreditMemo, DocumentKind::SettledEarlier, DocumentKind::Refund][*kind as usize];
                let id = b.document(kind, &on(*day), *amount);
                if kind == DocumentKind::Refund {
                    continue;
                }
                let to = ids[to % ids.len()];
                b.apply(id, to, (*amount).min(400), &on(day + 3));
            }
            for (row, day, delta) in &changes {
                if *delta != 0 {
                    b.restate(ids[row % ids.len()], *delta, &on(*day));
                }
            }
            let all: Vec<_> = b.book.documents.iter().map(|x| x.id).collect();
            for (row, day) in &bounced {
                b.reverse(all[row % all.len()], &on(*day));
            }
            let days: Vec<NaiveDate> = (0..150).step_by(7).map(|n| d(&on(n))).collect();
            same(&b, &days);
        }
    }
}
