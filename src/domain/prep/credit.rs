//! The credit part of a prep: limit, exposure, hold, terms, what the limit could be.

use super::Sight;
use crate::domain::credit::{self, CreditFile};
use crate::domain::money::MoneyError;

/// As of the sight's day. The group is filled in by the ledger: a book knows one account only.
pub(super) fn line(sight: &Sight<'_>) -> Result<CreditFile, MoneyError> {
    let (book, as_of) = (sight.book, sight.as_of);
    let signals = credit::seen(book, &sight.balances, &sight.judgements, as_of)?;
    Ok(CreditFile {
        limit: sight.facts.credit_limit,
        exposure: credit::exposure(sight.facts.open, sight.facts.unapplied)?,
        hold: credit::hold_at(book, as_of).cloned(),
        terms: credit::terms_at(book, as_of).cloned(),
        terms_ahead: credit::terms_ahead(book, as_of).cloned(),
        limits: known(&book.limits, |l| l.on <= as_of),
        history: known(&book.terms, |t| t.on <= as_of),
        suggested: credit::suggest(&signals, book.account.currency),
        group: None,
    })
}

/// What was recorded by the day, newest first.
fn known<T: Clone>(all: &[T], by_then: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter()
        .rev()
        .filter(|one| by_then(one))
        .cloned()
        .collect()
}
