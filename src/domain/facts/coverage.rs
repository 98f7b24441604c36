//! What of the past-due money need not be asked for: contested, given up, promised for a later day, said to be under way (DOMAIN §2, `collectible`).
//!
//! Law: each past-due cent is explained at most once, in that order, so that the parts never exceed the whole.

use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim::{self, ClaimState};
use crate::domain::concession;
use crate::domain::ids::{ClaimId, DocumentId};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::touch::Claim;
use crate::domain::verdict::{Judgement, Verdict, disputed_on};

/// The parts of the past-due money that are explained.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Coverage {
    pub disputed: Minor,
    pub covered: Minor,
    pub in_transit: Minor,
    /// Given up and not in the books yet.
    pub conceded: Minor,
}

/// A past-due invoice and what of it is not explained yet.
struct Left {
    id: DocumentId,
    amount: Minor,
}

pub(super) fn of(
    book: &Book,
    balances: &Balances,
    claims: &[(ClaimId, ClaimState)],
    judgements: &[Judgement],
) -> Result<Coverage, MoneyError> {
    if book.disputes.is_empty() && judgements.is_empty() && claims.is_empty() {
        return Ok(Coverage::default());
    }
    lay(book, balances, claims, judgements).map(|(coverage, _)| coverage)
}

/// What may be asked for on each past-due invoice: what nothing explains. It adds up to `collectible`.
pub(crate) fn asked(
    book: &Book,
    balances: &Balances,
    claims: &[(ClaimId, ClaimState)],
    judgements: &[Judgement],
) -> Result<Vec<(DocumentId, Minor)>, MoneyError> {
    let (_, left) = lay(book, balances, claims, judgements)?;
    Ok(left
        .into_iter()
        .filter(|row| row.amount.is_positive())
        .map(|row| (row.id, row.amount))
        .collect())
}

/// Lays disputes, promises and claims over the past-due invoices, and keeps what is left of each.
fn lay(
    book: &Book,
    balances: &Balances,
    claims: &[(ClaimId, ClaimState)],
    judgements: &[Judgement],
) -> Result<(Coverage, Vec<Left>), MoneyError> {
    let as_of = balances.as_of();
    let mut coverage = Coverage::default();
    let mut left: Vec<Left> = Vec::new();
    for row in balances.receivables() {
        let past_due = row.past_due(as_of);
        let disputed = disputed_on(book, balances, row.id)?.min(past_due);
        coverage.disputed = coverage.disputed.plus(disputed)?;
        let conceded = concession::on(book, balances, judgements, row.id)?;
        let conceded = conceded.min(past_due.less(disputed));
        coverage.conceded = coverage.conceded.plus(conceded)?;
        left.push(Left {
            id: row.id,
            amount: past_due.less(disputed).less(conceded),
        });
    }
    // Promises whose date has not passed; a late one covers nothing any more, it is asked for.
    let mut covering: Vec<(&Promise, Minor)> = judgements
        .iter()
        .filter(|j| matches!(j.verdict, Verdict::Open | Verdict::DueToday))
        .filter_map(|j| Some((book.promises.iter().find(|p| p.id == j.promise)?, j.short)))
        .collect();
    covering.sort_by_key(|(p, _)| (p.items.is_empty(), p.by_when, p.id));
    for (promise, short) in &covering {
        let mut wanted = *short;
        if promise.items.is_empty() {
            coverage.covered = coverage.covered.plus(draw(&mut left, wanted, |_| true)?)?;
        }
        for item in &promise.items {
            let part = item.amount.min(wanted);
            let got = draw(&mut left, part, |id| id == item.document)?;
            wanted = wanted.less(got);
            coverage.covered = coverage.covered.plus(got)?;
        }
    }
    let mut under_way: Vec<&Claim> = book
        .claims
        .iter()
        .filter(|c| claims.contains(&(c.id, ClaimState::InTransit)))
        .collect();
    under_way.sort_by_key(|c| (c.invoices.is_empty(), c.expected_by, c.id));
    for c in under_way {
        let mut wanted = c.amount;
        // Money under way for a promise is that promise's money, not more money.
        for (promise, short) in &mut covering {
            if claim::concerns(c, promise) {
                let same = wanted.min(*short);
                wanted = wanted.less(same);
                *short = short.less(same);
            }
        }
        let on_it = |id| c.invoices.is_empty() || c.invoices.contains(&id);
        let got = draw(&mut left, wanted, on_it)?;
        coverage.in_transit = coverage.in_transit.plus(got)?;
    }
    Ok((coverage, left))
}

/// Takes up to `wanted` from what is left of these invoices; says how much it got.
fn draw(
    left: &mut [Left],
    wanted: Minor,
    on_it: impl Fn(DocumentId) -> bool,
) -> Result<Minor, MoneyError> {
    let mut got = Minor::ZERO;
    for row in left.iter_mut().filter(|row| on_it(row.id)) {
        let part = row.amount.min(wanted.less(got));
        row.amount = row.amount.less(part);
        got = got.plus(part)?;
    }
    Ok(got)
}
