//! Taking a promise: how it falls on the invoices, and which earlier promises it takes the place of (DOMAIN §3).
//!
//! Law: a new promise adds to the live ones while together they fit into the open debt of its scope; else it supersedes the ones
//! that it overlaps. One whose window has closed unkept gives way to the newer word on the same invoices.

use super::{Judgement, judge::judge_plain};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::ids::{DocumentId, PromiseId};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::{Promise, PromiseItem};
use crate::domain::rules::Rules;
use crate::domain::split::{self, Slot, Split, SplitError};
use chrono::NaiveDate;

/// The promises that a new one of `amount` on `items` (empty = the account) must replace, oldest first.
///
/// # Errors
/// When an amount does not fit.
pub fn supersedes(
    book: &Book,
    amount: Minor,
    items: &[DocumentId],
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Vec<PromiseId>, MoneyError> {
    let balances = Balances::at(book, as_of)?;
    let claims = claim::states(book, &balances);
    let judgements = judge_plain(book, &balances, &claims, rules)?;
    let standing = |wanted: fn(&Judgement) -> bool| -> Vec<(&Promise, Minor)> {
        judgements
            .iter()
            .filter(|j| wanted(j))
            .filter_map(|j| {
                let promise = book.promises.iter().find(|p| p.id == j.promise)?;
                let over = promise.end.as_ref().is_some_and(|end| end.on <= as_of);
                (!over).then_some((promise, j.short))
            })
            .collect()
    };
    let live = standing(|j| j.verdict.is_live());
    let failed = standing(|j| j.verdict.is_failed());
    let open_debt = balances.total_open()?;
    let mut replaced: Vec<PromiseId> = Vec::new();

    // Among those on the same invoices: do they fit into what is open there?
    if !items.is_empty() {
        let scope = Minor::sum(distinct(items).into_iter().map(|id| balances.open(id)))?;
        let mut together = amount;
        for (promise, short) in &live {
            together = together.plus(share(promise, *short, items, &balances)?)?;
        }
        if together > scope {
            let sharing = live.iter().filter(|(p, _)| shares_invoice(p, items));
            replaced.extend(sharing.map(|(p, _)| p.id));
        }
    }
    // Among all that may draw on the same debt: a promise on the account draws on every invoice.
    let staying = |replaced: &[PromiseId]| {
        live.iter()
            .filter(|(p, _)| !replaced.contains(&p.id))
            .map(|(p, short)| (p.id, p.items.is_empty(), *short))
            .collect::<Vec<_>>()
    };
    let rest = staying(&replaced);
    let together = Minor::sum(rest.iter().map(|(_, _, short)| *short))?.plus(amount)?;
    if together > open_debt {
        let overlaps = |on_account: bool, id: PromiseId| {
            items.is_empty()
                || on_account
                || live
                    .iter()
                    .any(|(p, _)| p.id == id && shares_invoice(p, items))
        };
        let more = rest.iter().filter(|(id, acc, _)| overlaps(*acc, *id));
        replaced.extend(more.map(|(id, _, _)| *id));
    }
    // A date that has passed unkept binds nobody any more. The new word replaces it when it names one of its invoices, or
    // promises what is missing, or when the debt is not large enough for both.
    for (promise, short) in failed {
        let same_scope = items.is_empty() || promise.items.is_empty();
        if shares_invoice(promise, items)
            || (same_scope && (amount >= short || amount.plus(short)? > open_debt))
        {
            replaced.push(promise.id);
        }
    }
    replaced.sort();
    Ok(replaced)
}

/// The invoices of a new promise with what of each no other live promise has claimed; promises that it replaces claim nothing.
///
/// # Errors
/// When an amount does not fit.
fn slots(
    book: &Book,
    balances: &Balances,
    items: &[DocumentId],
    replaced: &[PromiseId],
    rules: &Rules,
) -> Result<Vec<Slot>, MoneyError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let claims = claim::states(book, balances);
    let judgements = judge_plain(book, balances, &claims, rules)?;
    let live: Vec<(&Promise, Minor)> = judgements
        .iter()
        .filter(|j| j.verdict.is_live() && !replaced.contains(&j.promise))
        .filter_map(|j| {
            let promise = book.promises.iter().find(|p| p.id == j.promise)?;
            Some((promise, j.short))
        })
        .collect();
    let mut out = Vec::new();
    for id in distinct(items) {
        let Some(document) = book.documents.iter().find(|d| d.id == id) else {
            continue;
        };
        let open = balances.open(id);
        let mut free = open;
        for (promise, short) in &live {
            free = free.less(share(promise, *short, &[id], balances)?);
        }
        out.push(Slot {
            document: id,
            due: document.due,
            issued: document.issued,
            open,
            free,
        });
    }
    Ok(out)
}

fn shares_invoice(promise: &Promise, items: &[DocumentId]) -> bool {
    promise.items.iter().any(|i| items.contains(&i.document))
}

/// What of a promise's missing money falls on these invoices.
fn share(
    promise: &Promise,
    short: Minor,
    items: &[DocumentId],
    balances: &Balances,
) -> Result<Minor, MoneyError> {
    let on_them = promise
        .items
        .iter()
        .filter(|i| items.contains(&i.document))
        .map(|i| i.amount.min(balances.open(i.document)));
    Ok(Minor::sum(on_them)?.min(short))
}

fn distinct(items: &[DocumentId]) -> Vec<DocumentId> {
    let mut ids = items.to_vec();
    ids.sort();
    ids.dedup();
    ids
}

/// A new promise's amount over its invoices. Empty for a promise on the account.
///
/// # Errors
/// When parts typed by hand do not fit, or an amount does not.
pub fn split(
    book: &Book,
    balances: &Balances,
    amount: Minor,
    invoices: &[DocumentId],
    how: &Split,
    replaced: &[PromiseId],
    rules: &Rules,
) -> Result<Vec<PromiseItem>, SplitError> {
    let slots = slots(book, balances, invoices, replaced, rules)?;
    let parts = split::lay(amount, &slots, how)?;
    let item = |(document, amount)| PromiseItem {
        document,
        amount,
        open_when_taken: balances.open(document),
    };
    Ok(parts.into_iter().map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    fn replaced(b: &BookMaker, amount: i64, items: &[DocumentId], day: &str) -> Vec<PromiseId> {
        supersedes(
            &b.book,
            Minor::new(amount),
            items,
            d(day),
            &Rules::default(),
        )
        .expect("fits")
    }

    fn invoices() -> (BookMaker, DocumentId, DocumentId) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-08-01", "2026-09-01", 1_000);
        let j = b.invoice("2026-07-01", "2026-08-01", 600);
        (b, i, j)
    }

    #[test]
    fn a_new_promise_adds_while_both_fit_into_the_invoice() {
        let (mut b, i, j) = invoices();
        let p = b.promise("2026-11-02", "2026-11-20", 400, &[i]);
        assert_eq!(replaced(&b, 600, &[i], "2026-11-03"), []);
        assert_eq!(replaced(&b, 601, &[i], "2026-11-03"), [p]);
        assert_eq!(replaced(&b, 600, &[j], "2026-11-03"), []);
    }

    #[test]
    fn a_promise_on_the_account_must_fit_into_all_that_is_open() {
        let (mut b, i, _) = invoices();
        let p = b.promise("2026-11-02", "2026-11-20", 1_000, &[]);
        assert_eq!(replaced(&b, 600, &[], "2026-11-03"), []);
        assert_eq!(replaced(&b, 601, &[], "2026-11-03"), [p]);
        assert_eq!(replaced(&b, 601, &[i], "2026-11-03"), [p]);
    }

    #[test]
    fn cash_that_came_makes_room() {
        let (mut b, i, _) = invoices();
        b.promise("2026-11-02", "2026-11-20", 400, &[i]);
        b.pay("2026-11-03", 400, &[(i, 400)]);
        assert_eq!(replaced(&b, 600, &[i], "2026-11-04"), []);
    }

    #[test]
    fn a_broken_promise_gives_way_to_a_new_one_on_the_same_invoice() {
        let (mut b, i, j) = invoices();
        let p = b.promise("2026-11-02", "2026-11-06", 400, &[i]);
        assert_eq!(replaced(&b, 400, &[i], "2026-11-20"), [p]);
        assert_eq!(replaced(&b, 400, &[j], "2026-11-20"), []);
        assert_eq!(replaced(&b, 400, &[], "2026-11-20"), [p]);
        assert_eq!(replaced(&b, 100, &[], "2026-11-20"), []);
    }

    #[test]
    fn a_second_promise_on_the_same_invoices_lies_on_what_the_first_left_free() {
        let (mut b, i, j) = invoices();
        let p = b.promise("2026-11-02", "2026-11-20", 700, &[i, j]);
        let balances = Balances::at(&b.book, d("2026-11-03")).expect("fits");
        let parts = |amount: i64, replaced: &[PromiseId]| {
            let how = Split::OldestFirst;
            let rules = Rules::default();
            let amount = Minor::new(amount);
            split(&b.book, &balances, amount, &[i, j], &how, replaced, &rules)
                .expect("fits")
                .into_iter()
                .map(|item| (item.document, item.amount.get()))
                .collect::<Vec<_>>()
        };
        assert_eq!(parts(900, &[]), [(j, 0), (i, 900)]);
        assert_eq!(parts(900, &[p]), [(j, 600), (i, 300)]);
    }
}
