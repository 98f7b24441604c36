//! What it takes to keep a promise: `min(promised, open of its invoices when taken − later non-cash reductions)`, less what is
//! on dispute (DOMAIN §3).
//!
//! Non-cash reductions are never listed: what is open now plus the cash that came since is what was open when taken less
//! everything that was not such cash (credits, write-offs, discounts, cancelled invoices, cash from before the promise).

use crate::domain::balances::{Applied, Balances};
use crate::domain::book::Book;
use crate::domain::concession;
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
    /// How much of the cash that came and was applied on the promise's own day may count, per invoice (`None` = the account): the rest had
    /// come before it was taken, as the open amount noted in it shows.
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
        let part = part_of_account(promise, book, balances)?;
        cap = part.cap;
        same_day.push((None, part.same_day));
        for row in balances.receivables() {
            if row.issued <= promise.taken_on {
                contested = contested.plus(disputed_on(book, balances, row.id)?)?;
                contested = contested.plus(concession::awaited(book, balances, row.id)?)?;
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
        let debt = Debt {
            open: |balances: &Balances| Ok(balances.open(item.document)),
            on_it: |a: &Applied| a.to == item.document,
            open_when_taken: item.open_when_taken,
        };
        let part = part_of(promise, book, balances, &debt)?;
        cap = cap.plus(part.cap)?;
        contested = contested.plus(disputed_on(book, balances, item.document)?)?;
        // What will be credited is not required of them either.
        contested = contested.plus(concession::awaited(book, balances, item.document)?)?;
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

/// What of the debt of some documents a promise is about: how much is open on them as of a day, which applications settle them, and what was
/// open when it was taken.
struct Debt<O, A> {
    open: O,
    on_it: A,
    open_when_taken: Minor,
}

fn part_of_account(
    promise: &Promise,
    book: &Book,
    balances: &Balances,
) -> Result<Part, MoneyError> {
    let debt = Debt {
        open: |balances: &Balances| {
            let old = balances
                .receivables()
                .filter(|row| row.issued <= promise.taken_on);
            Minor::sum(old.map(|row| row.open))
        },
        on_it: |a: &Applied| {
            balances.get(a.to).is_none_or(|row| {
                // A settled invoice may be left out of a slice; what is not there was old.
                row.kind.is_receivable() && row.issued <= promise.taken_on
            })
        },
        open_when_taken: promise.open_when_taken,
    };
    part_of(promise, book, balances, &debt)
}

fn part_of(
    promise: &Promise,
    book: &Book,
    balances: &Balances,
    debt: &Debt<impl Fn(&Balances) -> Result<Minor, MoneyError>, impl Fn(&Applied) -> bool>,
) -> Result<Part, MoneyError> {
    let taken = promise.taken_on;
    let mut since = Minor::ZERO;
    let mut same_day = Minor::ZERO;
    for a in balances.applied().iter().filter(|a| (debt.on_it)(a)) {
        if cash_day(balances, a).is_none_or(|day| day < taken) {
            continue;
        }
        since = since.plus(a.amount)?;
        // Applied later, it was still in what was open when the promise was taken.
        if a.on == taken {
            same_day = same_day.plus(a.amount)?;
        }
    }
    let before = if same_day.is_positive() {
        same_day.less(after_it(promise, book, debt)?)
    } else {
        Minor::ZERO
    };
    let now = (debt.open)(balances)?.plus(since)?.less(before);
    Ok(Part {
        cap: debt.open_when_taken.min(now),
        same_day: same_day.less(before),
    })
}

/// How much of the cash that settled the debt on the promise's own day came after the promise: seen from the evening of that day, because what
/// happened later (a check that bounced) has changed what was open then.
fn after_it(
    promise: &Promise,
    book: &Book,
    debt: &Debt<impl Fn(&Balances) -> Result<Minor, MoneyError>, impl Fn(&Applied) -> bool>,
) -> Result<Minor, MoneyError> {
    let evening = Balances::at(book, promise.taken_on)?;
    let (mut cash, mut other) = (Minor::ZERO, Minor::ZERO);
    let that_day = |a: &&Applied| a.on == promise.taken_on && (debt.on_it)(a);
    for a in evening.applied().iter().filter(that_day) {
        if cash_day(&evening, a) == Some(promise.taken_on) {
            cash = cash.plus(a.amount)?;
        } else {
            other = other.plus(a.amount)?;
        }
    }
    // What was open in the morning, less what was open when the promise was taken, had been settled by then. Credits are presumed to have
    // come first: the other way round cash would be denied to the customer.
    let morning = (debt.open)(&evening)?.plus(cash)?.plus(other)?;
    let before = morning.less(debt.open_when_taken).less(other).min(cash);
    Ok(cash.less(before))
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
