//! What it takes to keep a promise: `min(promised, open of its invoices when taken − later non-cash reductions)`, less what is
//! on dispute (DOMAIN §3).
//!
//! Non-cash reductions are never listed: what is open now plus the cash that came since is what was open when taken less
//! everything that was not such cash (credits, write-offs, discounts, cancelled invoices, cash from before the promise).

use crate::domain::balances::{Applied, Balances};
use crate::domain::book::Book;
use crate::domain::ids::DocumentId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::rules::Tolerance;
use chrono::NaiveDate;

/// What a promise requires as of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Required {
    /// What it takes.
    pub amount: Minor,
    /// By how much a dispute lowers it.
    pub disputed: Minor,
    /// How much cash of the promise's own day may count, per invoice (`None` = the account): the rest had come before it was
    /// taken, as the open amount noted in it shows.
    pub same_day: Vec<(Option<DocumentId>, Minor)>,
}

/// The requirement, from the ledger as of `balances`.
pub(super) fn required(
    promise: &Promise,
    book: &Book,
    balances: &Balances,
) -> Result<Required, MoneyError> {
    let mut cap = Minor::ZERO;
    let mut contested = Minor::ZERO;
    let mut same_day = Vec::new();
    if promise.items.is_empty() {
        let part = part_of_account(promise, balances)?;
        cap = part.cap;
        same_day.push((None, part.same_day));
        for row in balances.receivables() {
            if row.issued <= promise.taken_on {
                contested = contested.plus(disputed_on(book, balances, row.id)?)?;
            }
        }
    }
    for (i, item) in promise.items.iter().enumerate() {
        if promise.items[..i]
            .iter()
            .any(|p| p.document == item.document)
        {
            continue;
        }
        let part = part_of(
            promise,
            balances,
            item.open_when_taken,
            balances.open(item.document),
            |a| a.to == item.document,
        )?;
        cap = cap.plus(part.cap)?;
        contested = contested.plus(disputed_on(book, balances, item.document)?)?;
        same_day.push((Some(item.document), part.same_day));
    }
    let undisputed = promise.amount.min(cap);
    let amount = promise.amount.min(cap.less(contested));
    Ok(Required {
        amount,
        disputed: undisputed.less(amount),
        same_day,
    })
}

/// What of a debt a promise can still be about.
struct Part {
    cap: Minor,
    same_day: Minor,
}

fn part_of_account(promise: &Promise, balances: &Balances) -> Result<Part, MoneyError> {
    let old = |id: DocumentId| {
        balances.get(id).is_none_or(|row| {
            // A settled invoice may be left out of a slice; what is not there was old.
            row.kind.is_receivable() && row.issued <= promise.taken_on
        })
    };
    let open = Minor::sum(
        balances
            .receivables()
            .filter(|row| row.issued <= promise.taken_on)
            .map(|row| row.open),
    )?;
    part_of(promise, balances, promise.open_when_taken, open, |a| {
        old(a.to)
    })
}

fn part_of(
    promise: &Promise,
    balances: &Balances,
    open_when_taken: Minor,
    open_now: Minor,
    on_it: impl Fn(&Applied) -> bool,
) -> Result<Part, MoneyError> {
    let taken = promise.taken_on;
    let mut since = Minor::ZERO;
    let mut same_day_cash = Minor::ZERO;
    let mut same_day_other = Minor::ZERO;
    let mut after_that_day = Minor::ZERO;
    // Came on that day and was applied later, so what was open when the promise was taken held it still.
    let mut applied_later = Minor::ZERO;
    for a in balances.applied().iter().filter(|a| on_it(a)) {
        let came = cash_day(balances, a);
        let counts = came.is_some_and(|day| day >= taken);
        if counts {
            since = since.plus(a.amount)?;
        }
        if a.on > taken {
            after_that_day = after_that_day.plus(a.amount)?;
            if came == Some(taken) {
                applied_later = applied_later.plus(a.amount)?;
            }
        } else if a.on == taken && counts {
            same_day_cash = same_day_cash.plus(a.amount)?;
        } else if a.on == taken {
            same_day_other = same_day_other.plus(a.amount)?;
        }
    }
    // What was open at the start of the day, less what was open when the promise was taken, had been settled earlier
    // that same day. Credits are presumed to have come first: the other way round cash would be denied to the customer.
    let same_day = same_day_cash.plus(same_day_other)?;
    let start_of_day = open_now.plus(after_that_day)?.plus(same_day)?;
    let before = start_of_day.less(open_when_taken).min(same_day);
    let cash_before = before.less(same_day_other);
    Ok(Part {
        cap: open_when_taken.min(open_now.plus(since)?.less(cash_before)),
        same_day: same_day_cash.less(cash_before).plus(applied_later)?,
    })
}

/// The effective day of an application's cash; `None` when it is not cash.
fn cash_day(balances: &Balances, a: &Applied) -> Option<NaiveDate> {
    let from = balances.get(a.from)?;
    from.kind.is_cash().then_some(from.issued)
}

/// What of a document is contested as of the balances' day, never more than is open.
pub(crate) fn disputed_on(
    book: &Book,
    balances: &Balances,
    document: DocumentId,
) -> Result<Minor, MoneyError> {
    if book.disputes.is_empty() {
        return Ok(Minor::ZERO);
    }
    let as_of = balances.as_of();
    let contested = Minor::sum(
        book.disputes
            .iter()
            .filter(|d| d.document == document && d.opened_on <= as_of)
            .filter(|d| d.resolved_on.is_none_or(|day| day > as_of))
            .map(|d| d.amount),
    )?;
    Ok(contested.min(balances.open(document)))
}

/// The smallest amount that still counts as kept: required less the tolerance, but never nothing where something is required.
pub(super) fn enough(required: Minor, tolerance: Tolerance) -> Minor {
    let share = i128::from(required.get()) * i128::from(tolerance.basis_points) / 10_000;
    let share = Minor::new(i64::try_from(share).unwrap_or(i64::MAX));
    let slack = tolerance.absolute.max(share);
    required.less(slack).max(Minor::new(1)).min(required)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PromiseId;
    use crate::domain::testing::{BookMaker, d};

    fn of(b: &BookMaker, promise: PromiseId, day: &str) -> (i64, i64) {
        let balances = Balances::at(&b.book, d(day)).expect("fits");
        let p = b.book.promises.iter().find(|p| p.id == promise);
        let r = required(p.expect("taken"), &b.book, &balances).expect("fits");
        (r.amount.get(), r.disputed.get())
    }

    #[test]
    fn credits_and_write_offs_lower_what_is_required_and_cash_does_not() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 1_000);
        let p = b.promise("2026-11-02", "2026-11-06", 1_000, &[i]);
        let c = b.credit("2026-11-03", 300);
        b.apply(c, i, 300, "2026-11-03");
        b.pay("2026-11-04", 200, &[(i, 200)]);
        assert_eq!(of(&b, p, "2026-11-02"), (1_000, 0));
        assert_eq!(of(&b, p, "2026-11-04"), (700, 0));
    }

    #[test]
    fn a_promise_for_less_than_is_open_feels_a_credit_only_when_it_must() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 1_000);
        let p = b.promise("2026-11-02", "2026-11-06", 500, &[i]);
        let c = b.credit("2026-11-03", 700);
        b.apply(c, i, 400, "2026-11-03");
        b.apply(c, i, 300, "2026-11-04");
        assert_eq!(of(&b, p, "2026-11-03"), (500, 0));
        assert_eq!(of(&b, p, "2026-11-04"), (300, 0));
    }

    #[test]
    fn a_dispute_lowers_it_while_it_is_open() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 1_000);
        let p = b.promise("2026-11-02", "2026-11-06", 1_000, &[i]);
        b.dispute(i, 400, "2026-11-03");
        b.book.disputes[0].resolved_on = Some(d("2026-11-05"));
        assert_eq!(of(&b, p, "2026-11-02"), (1_000, 0));
        assert_eq!(of(&b, p, "2026-11-04"), (600, 400));
        assert_eq!(of(&b, p, "2026-11-05"), (1_000, 0));
    }

    #[test]
    fn cash_from_before_the_promise_that_is_applied_later_lowers_it() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 1_000);
        let cash = b.pay("2026-11-01", 400, &[]);
        let p = b.promise("2026-11-02", "2026-11-06", 1_000, &[i]);
        b.apply(cash, i, 400, "2026-11-03");
        assert_eq!(of(&b, p, "2026-11-03"), (600, 0));
    }

    #[test]
    fn an_account_promise_is_capped_by_what_was_owed_and_not_raised_by_new_invoices() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-10-01", "2026-10-31", 1_000);
        let p = b.promise("2026-11-02", "2026-11-06", 5_000, &[]);
        b.invoice("2026-11-03", "2026-12-03", 9_000);
        assert_eq!(of(&b, p, "2026-11-03"), (1_000, 0));
        let w = b.document(
            crate::domain::document::DocumentKind::WriteOff,
            "2026-11-04",
            250,
        );
        b.apply(w, i, 250, "2026-11-04");
        b.pay("2026-11-05", 300, &[(i, 300)]);
        assert_eq!(of(&b, p, "2026-11-05"), (750, 0));
    }

    #[test]
    fn the_tolerance_is_the_larger_of_the_two_and_something_must_come() {
        let rule = |absolute, basis_points| Tolerance {
            absolute: Minor::new(absolute),
            basis_points,
        };
        let at = |required, t| enough(Minor::new(required), t).get();
        assert_eq!(at(100_000, rule(100, 0)), 99_900);
        assert_eq!(at(100_000, rule(100, 50)), 99_500);
        assert_eq!(at(80, rule(100, 0)), 1);
        assert_eq!(at(0, rule(100, 0)), 0);
    }
}
