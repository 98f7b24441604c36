//! What balances say: aging, AR of both ends, billed, cash, closed invoices, the trend, the roll matrix, the largest accounts.

use super::{Gather, TOP, groups, row};
use crate::domain::aging::bucket_of;
use crate::domain::book::Book;
use crate::domain::document::{Document, DocumentKind};
use crate::domain::ids::DocumentId;
use crate::domain::metrics::sample::{Sample, Sweep};
use crate::domain::metrics::tally::{MoneyTally, month_of};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::reports::drill::{DrillRow, Figure};
use crate::domain::reports::sum::{AccountShare, Group, SETTLED};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What was open on each document on the days that reports compare.
struct Ends {
    days: BTreeMap<NaiveDate, Sample>,
    /// Open at the end of the period before the last, on the eve of the period, and on its last day.
    open: [BTreeMap<DocumentId, Minor>; 3],
}

impl Gather {
    pub(super) fn money(&mut self, book: &Book) -> Result<(), MoneyError> {
        let scope = self.out.scope.clone();
        let previous = scope.previous();
        let compared = [previous.before(), scope.before(), scope.to];
        let ends = self.ends(book, compared)?;
        let sample = |day: NaiveDate| ends.days.get(&day).copied().unwrap_or_default();
        let billed = billed(book, scope.to);
        let cash = cash(book, scope.to);
        let currency = book.account.currency;

        let mut now = MoneyTally::default();
        now.ends(&sample(scope.before()), &sample(scope.to));
        let mut before = MoneyTally::default();
        before.ends(&sample(previous.before()), &sample(previous.to));
        // The period before as its own end knew it: what was restated or taken back since is a matter of this one.
        let (billed_then, cash_then) = (
            self::billed(book, previous.to),
            self::cash(book, previous.to),
        );
        for (tally, period, (billed, cash), from, to) in [
            (&mut now, &scope, (&billed, &cash), 1, 2),
            (&mut before, &previous, (&billed_then, &cash_then), 0, 1),
        ] {
            tally.sales = sum_between(billed, period.from, period.to);
            tally.cash = sum_between(cash, period.from, period.to);
            for closed in closed(
                book,
                &ends.open[from],
                &ends.open[to],
                period.from,
                period.to,
            ) {
                tally.closed += i128::from(closed.amount.get());
                tally.late_weight += i128::from(closed.amount.get()) * i128::from(closed.days);
                tally.closed_count += 1;
            }
        }

        let last = sample(scope.to);
        let figures = self.figures(currency);
        figures.before.absorb(&before);
        for group in groups(book) {
            figures.money.entry(group.clone()).or_default().absorb(&now);
            figures.aging.entry(group).or_default().add(&last);
        }
        for (day, _, amount) in &billed {
            *figures.sales.entry(month_of(*day)).or_default() += i128::from(amount.get());
        }
        for point in &mut figures.trend {
            point.aging.add(&sample(point.to));
            let eve = point.from.pred_opt().unwrap_or(point.from);
            point.money.ends(&sample(eve), &sample(point.to));
            point.money.sales += sum_between(&billed, point.from, point.to);
            point.money.cash += sum_between(&cash, point.from, point.to);
        }
        roll(
            book,
            &ends.open[1],
            &ends.open[2],
            &scope,
            &mut figures.roll,
        );
        if last.open.is_positive() {
            figures.top.push(AccountShare {
                account: book.account.id,
                label: book.account.label().to_owned(),
                name: book.account.name.clone(),
                collector: book.account.collector.clone(),
                open: i128::from(last.open.get()),
                past_due: i128::from(last.past_due.get()),
                oldest: last
                    .buckets
                    .0
                    .iter()
                    .rposition(|b| b.is_positive())
                    .unwrap_or(0),
            });
            if figures.top.len() >= 4 * TOP {
                figures.top.sort_by_key(|a| std::cmp::Reverse(a.open));
                figures.top.truncate(TOP);
            }
        }
        if self.wanted.is_some() {
            let eve = sample(scope.before());
            self.money_rows(book, &ends, &billed, &cash, [&eve, &last]);
        }
        Ok(())
    }

    /// Balances on every day that a figure or the trend looks at.
    fn ends(&self, book: &Book, compared: [NaiveDate; 3]) -> Result<Ends, MoneyError> {
        let mut days: BTreeSet<NaiveDate> = compared.into_iter().collect();
        for (from, to) in &self.trend {
            days.extend(from.pred_opt());
            days.insert(*to);
        }
        let mut sweep = Sweep::new(book);
        let mut ends = Ends {
            days: BTreeMap::new(),
            open: [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()],
        };
        for day in days {
            ends.days.insert(day, sweep.sample(day)?);
            for (n, wanted) in compared.iter().enumerate() {
                if *wanted == day {
                    ends.open[n] = sweep
                        .rows(day)
                        .filter(|(d, open)| d.kind.is_receivable() && open.is_positive())
                        .map(|(d, open)| (d.id, open))
                        .collect();
                }
            }
        }
        Ok(ends)
    }

    /// The rows behind a figure of money.
    fn money_rows(
        &mut self,
        book: &Book,
        ends: &Ends,
        billed: &[Moved],
        cash: &[Moved],
        [eve, last]: [&Sample; 2],
    ) {
        let scope = self.out.scope.clone();
        let Some(figure) = self
            .wanted
            .as_ref()
            .filter(|w| w.currency == book.account.currency)
            .map(|w| w.figure.clone())
        else {
            return;
        };
        let mine = |group: &Group| groups(book).contains(group);
        let document = |id: DocumentId| book.documents.iter().find(|d| d.id == id);
        let of = |d: &Document, amount: Minor, day: NaiveDate| DrillRow {
            document: Some(d.id),
            day: Some(d.due),
            days: Some(day.signed_duration_since(d.due).num_days()),
            ..row(book, amount)
        };
        let mut rows: Vec<DrillRow> = Vec::new();
        // What was given back beyond every credit is owed, and no invoice says it.
        let beyond = |sample: &Sample, open: &BTreeMap<DocumentId, Minor>| {
            let invoices: i64 = open.values().map(|m| m.get()).sum();
            let beyond = sample.open.get().saturating_sub(invoices);
            (beyond > 0).then(|| DrillRow {
                what: "given back beyond every credit".to_owned(),
                ..row(book, Minor::new(beyond))
            })
        };
        let stands = !last.open.is_zero() || !last.unapplied.is_zero();
        match &figure {
            Figure::Accounts(group) if mine(group) && stands => rows.push(DrillRow {
                what: book.account.label().to_owned(),
                ..row(book, last.open)
            }),
            Figure::Open(group, bucket) if mine(group) => {
                for (id, open) in &ends.open[2] {
                    let Some(d) = document(*id) else { continue };
                    let age = scope.to.signed_duration_since(d.due).num_days();
                    if bucket.is_none_or(|b| b == bucket_of(age)) {
                        rows.push(of(d, *open, scope.to));
                    }
                }
                rows.extend(beyond(last, &ends.open[2]).filter(|_| bucket.is_none_or(|b| b == 0)));
            }
            Figure::Opening(group) if mine(group) => {
                for (id, open) in &ends.open[1] {
                    if let Some(d) = document(*id) {
                        rows.push(of(d, *open, scope.before()));
                    }
                }
                rows.extend(beyond(eve, &ends.open[1]));
            }
            Figure::PastDue(group) | Figure::Current(group) if mine(group) => {
                let late = matches!(figure, Figure::PastDue(_));
                for (id, open) in &ends.open[2] {
                    let Some(d) = document(*id) else { continue };
                    let held = d.held(scope.to).map_or(Minor::ZERO, |r| r.amount);
                    let past = if d.due < scope.to {
                        open.less(held)
                    } else {
                        Minor::ZERO
                    };
                    let part = if late { past } else { open.less(past) };
                    if part.is_positive() {
                        rows.push(of(d, part, scope.to));
                    }
                }
                rows.extend(beyond(last, &ends.open[2]).filter(|_| !late));
            }
            Figure::Billed(group) if mine(group) => {
                for (day, id, amount) in billed.iter().filter(|(day, ..)| scope.holds(*day)) {
                    rows.push(DrillRow {
                        document: Some(*id),
                        day: Some(*day),
                        ..row(book, *amount)
                    });
                }
            }
            Figure::Months(group) if mine(group) => {
                for (day, id, amount) in billed {
                    rows.push(DrillRow {
                        document: Some(*id),
                        day: Some(*day),
                        ..row(book, *amount)
                    });
                }
            }
            Figure::Cash(group) if mine(group) => {
                for (day, id, amount) in cash.iter().filter(|(day, ..)| scope.holds(*day)) {
                    rows.push(DrillRow {
                        document: Some(*id),
                        day: Some(*day),
                        ..row(book, *amount)
                    });
                }
            }
            Figure::Closed(group) if mine(group) => {
                for c in closed(book, &ends.open[1], &ends.open[2], scope.from, scope.to) {
                    rows.push(DrillRow {
                        document: Some(c.id),
                        day: Some(c.paid),
                        days: Some(c.days),
                        ..row(book, c.amount)
                    });
                }
            }
            Figure::Rolled(from, to) => {
                for (id, was, now, a, b) in rolled(book, &ends.open[1], &ends.open[2], &scope) {
                    let Some(d) = document(id) else { continue };
                    let stayed = now.min(was);
                    if a == *from && *to == SETTLED {
                        if was.less(stayed).is_positive() {
                            rows.push(of(d, was.less(stayed), scope.to));
                        }
                    } else if a == *from && b == *to && stayed.is_positive() {
                        rows.push(of(d, stayed, scope.to));
                    }
                }
            }
            _ => {}
        }
        for made in rows {
            self.offer(made);
        }
    }
}

/// A day, what moved on it, and how much.
pub(in crate::domain::reports) type Moved = (NaiveDate, DocumentId, Minor);

/// What was billed up to a day, as restated by then, and not taken back by then.
pub(in crate::domain::reports) fn billed(book: &Book, end: NaiveDate) -> Vec<Moved> {
    let mut out = Vec::new();
    for d in &book.documents {
        if !d.kind.is_receivable() || d.issued > end || gone(book, d.id, end) {
            continue;
        }
        let changed: i64 = book
            .restatements
            .iter()
            .filter(|r| r.document == d.id && r.effective_on <= end)
            .map(|r| r.delta.get())
            .sum();
        let face = d.amount.get().saturating_add(changed);
        if face > 0 {
            out.push((d.issued, d.id, Minor::new(face)));
        }
    }
    out
}

/// Cash up to a day that was not taken back by then, presumed cash on its later day.
pub(in crate::domain::reports) fn cash(book: &Book, end: NaiveDate) -> Vec<Moved> {
    book.documents
        .iter()
        .filter(|d| d.kind.is_cash() && d.issued <= end && !gone(book, d.id, end))
        .map(|d| (d.issued, d.id, d.amount))
        .collect()
}

fn gone(book: &Book, id: DocumentId, day: NaiveDate) -> bool {
    book.reversals
        .iter()
        .any(|r| r.document == id && r.effective_on <= day)
}

fn sum_between(rows: &[Moved], from: NaiveDate, to: NaiveDate) -> i128 {
    rows.iter()
        .filter(|(day, ..)| *day >= from && *day <= to)
        .map(|(_, _, amount)| i128::from(amount.get()))
        .sum()
}

/// An invoice that was closed in a period, by cash at least in part.
struct Closed {
    id: DocumentId,
    amount: Minor,
    paid: NaiveDate,
    days: i64,
}

fn closed(
    book: &Book,
    before: &BTreeMap<DocumentId, Minor>,
    after: &BTreeMap<DocumentId, Minor>,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Closed> {
    let mut out = Vec::new();
    if book.applications.is_empty() {
        return out;
    }
    for d in &book.documents {
        let was_open = before.contains_key(&d.id) || (d.issued >= from && d.issued <= to);
        if !d.kind.is_receivable() || !was_open || after.contains_key(&d.id) || gone(book, d.id, to)
        {
            continue;
        }
        let (mut last, mut by_cash) = (None, false);
        for a in book.applications.iter().filter(|a| a.to == d.id) {
            let source = book.documents.iter().find(|s| s.id == a.from);
            let on = source
                .map_or(a.effective_on, |s| a.effective_on.max(s.issued))
                .max(d.issued);
            let earlier = source.is_some_and(|s| s.kind == DocumentKind::SettledEarlier);
            if on > to || earlier || gone(book, a.from, to) {
                continue;
            }
            last = last.max(Some(on));
            by_cash |= source.is_some_and(|s| s.kind.is_cash());
        }
        if let (Some(paid), true) = (last, by_cash) {
            out.push(Closed {
                id: d.id,
                amount: d.amount,
                paid,
                days: paid.signed_duration_since(d.due).num_days(),
            });
        }
    }
    out
}

/// Every invoice that was open on the eve: what was open then and at the end, and its buckets on both days.
fn rolled<'a>(
    book: &'a Book,
    before: &'a BTreeMap<DocumentId, Minor>,
    after: &'a BTreeMap<DocumentId, Minor>,
    scope: &'a crate::domain::reports::Scope,
) -> impl Iterator<Item = (DocumentId, Minor, Minor, usize, usize)> + 'a {
    let dues: BTreeMap<DocumentId, NaiveDate> =
        book.documents.iter().map(|d| (d.id, d.due)).collect();
    before.iter().filter_map(move |(id, was)| {
        let due = *dues.get(id)?;
        let age = |day: NaiveDate| bucket_of(day.signed_duration_since(due).num_days());
        let now = after.get(id).copied().unwrap_or(Minor::ZERO);
        Some((*id, *was, now, age(scope.before()), age(scope.to)))
    })
}

fn roll(
    book: &Book,
    before: &BTreeMap<DocumentId, Minor>,
    after: &BTreeMap<DocumentId, Minor>,
    scope: &crate::domain::reports::Scope,
    matrix: &mut [[i128; 7]; 6],
) {
    if before.is_empty() {
        return;
    }
    for (_, was, now, from, to) in rolled(book, before, after, scope) {
        // An invoice that was restated upwards rolls with what it was; the rest is new.
        let stayed = now.min(was);
        matrix[from][to] += i128::from(stayed.get());
        matrix[from][SETTLED] += i128::from(was.less(stayed).get());
    }
}
