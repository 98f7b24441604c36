//! A table of an unknown system whose *Balance* is a running one: a statement of account, not a list of what is open.
//!
//! Every balance is then the one above it and the row's own amount. Taken for open balances they would add up to many times of what
//! is owed, so the file is refused.

use crate::domain::document::DocumentKind;
use crate::domain::staged::StagedDocument;
use std::collections::HashSet;

/// Rows that must carry the balance of the row above on; an open balance does that by chance only.
const LEAST: usize = 2;

/// Rows that a last one must be the sum of; fewer are so by chance.
const SUMMED: usize = 4;

/// True when the numbers of customers and of documents were exchanged: nearly every row has a customer's number of its own, and all rows
/// of a name have one number of a document between them.
pub(super) fn numbers_each_row(documents: &[StagedDocument]) -> bool {
    // A file of which the first rows say otherwise is not looked at whole.
    exchanged(documents.get(..HEAD).unwrap_or(documents)) && exchanged(documents)
}

/// Rows that decide whether all are looked at.
const HEAD: usize = 32;

fn exchanged(documents: &[StagedDocument]) -> bool {
    let of = |pick: fn(&StagedDocument) -> Option<&str>| {
        let owed = documents.iter().filter(|d| !d.number.is_empty());
        let own = owed.filter(|d| matches!(d.kind, DocumentKind::Invoice));
        let picked: Vec<&str> = own.filter_map(pick).collect();
        let rows = picked.len();
        (rows, picked.into_iter().collect::<HashSet<_>>().len())
    };
    let (rows, ids) = of(|d| d.account.number.as_deref());
    let (named, names) = of(|d| d.account.name.as_deref());
    let (_, numbers) = of(|d| Some(d.number.as_str()));
    rows >= 6 && rows == named && ids * 10 >= rows * 9 && names * 2 <= ids && numbers <= names
}

/// True when the last row is what all rows above it come to: a total that is written as a document.
pub(super) fn sums_up(documents: &[StagedDocument]) -> bool {
    let Some((last, above)) = documents.split_last() else {
        return false;
    };
    if above.len() < SUMMED || above.iter().any(|d| d.currency != last.currency) {
        return false;
    }
    let signed = |d: &StagedDocument| {
        let open = i128::from(d.open.get());
        if d.kind.raises() { open } else { -open }
    };
    signed(last) == above.iter().map(signed).sum::<i128>()
}

/// True when the balances run on from row to row.
pub(super) fn runs_on(documents: &[StagedDocument]) -> bool {
    let signed = |d: &StagedDocument| {
        let open = i128::from(d.open.get());
        if d.kind.raises() { open } else { -open }
    };
    let (mut carried, mut broken) = (0, 0);
    for pair in documents.windows(2) {
        let [above, here] = pair else { continue };
        let (before, now, amount) = (signed(above), signed(here), i128::from(here.amount.get()));
        // The whole amount is open, or nobody knows the amount: that tells nothing.
        if !here.amount_known || now.abs() == amount {
            continue;
        }
        if now == before + amount || now == before - amount {
            carried += 1;
        } else {
            broken += 1;
        }
    }
    // A payment in a column of its own breaks the chain in its row and in the next one.
    carried >= LEAST && carried >= broken
}
