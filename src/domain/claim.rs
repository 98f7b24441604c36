//! What became of "already sent it": arrived, under way, overdue or taken back. Derived, never stored (DOMAIN §3, claim in transit).
//!
//! A claim has arrived when the ledger says so (`matched`), else when cash came since it left with its number, else with its amount.
//! Each payment is at most one claim's.

use super::balances::Balances;
use super::book::Book;
use super::document::Document;
use super::ids::{ClaimId, DocumentId};
use super::promise::Promise;
use super::touch::Claim;
use chrono::NaiveDate;

/// The state of a claim as of a day.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum ClaimState {
    /// Still in its mail days.
    InTransit,
    /// It should have been here.
    Overdue,
    /// This payment is it.
    Arrived(DocumentId),
    /// They took it back.
    Retracted,
}

/// The claims that should have arrived by the balances' day and have not, in the book's order.
#[must_use]
pub fn never_came<'b>(book: &'b Book, balances: &Balances) -> Vec<&'b Claim> {
    if book.claims.is_empty() {
        return Vec::new();
    }
    let overdue = states(book, balances)
        .into_iter()
        .filter(|(_, state)| *state == ClaimState::Overdue);
    overdue
        .filter_map(|(id, _)| book.claims.iter().find(|c| c.id == id))
        .collect()
}

/// The claims made on or before the balances' day with what became of them, in the book's order.
#[must_use]
pub fn states(book: &Book, balances: &Balances) -> Vec<(ClaimId, ClaimState)> {
    let as_of = balances.as_of();
    let made: Vec<&Claim> = book.claims.iter().filter(|c| c.made_on <= as_of).collect();
    if made.is_empty() {
        return Vec::new();
    }
    let mut cash: Vec<&Document> = book
        .documents
        .iter()
        .filter(|d| d.kind.is_cash())
        .filter(|d| balances.exists(d.id) && !balances.reversed(d.id))
        .collect();
    cash.sort_by(|a, b| (a.issued, &a.reference, a.id).cmp(&(b.issued, &b.reference, b.id)));
    let mut found: Vec<Option<DocumentId>> = vec![None; made.len()];
    let passes: [fn(&Claim, &Document) -> bool; 3] = [
        |claim, doc| claim.matched == Some(doc.id),
        |claim, doc| {
            doc.issued >= claim.mailed_on
                && claim
                    .reference
                    .as_deref()
                    .is_some_and(|r| bears_reference(doc, r))
        },
        |claim, doc| doc.issued >= claim.mailed_on && doc.amount == claim.amount,
    ];
    for fits in passes {
        for (claim, slot) in made.iter().zip(0..) {
            let open: &Option<DocumentId> = &found[slot];
            if open.is_some() || retracted(claim, as_of) {
                continue;
            }
            let hit = cash
                .iter()
                .find(|doc| !found.contains(&Some(doc.id)) && fits(claim, doc));
            found[slot] = hit.map(|doc| doc.id);
        }
    }
    made.iter()
        .zip(found)
        .map(|(claim, found)| {
            let state = match found {
                _ if retracted(claim, as_of) => ClaimState::Retracted,
                Some(document) => ClaimState::Arrived(document),
                None if as_of <= claim.expected_by => ClaimState::InTransit,
                None => ClaimState::Overdue,
            };
            (claim.id, state)
        })
        .collect()
}

fn retracted(claim: &Claim, as_of: NaiveDate) -> bool {
    claim.retracted_on.is_some_and(|day| day <= as_of)
}

/// True when the claim speaks of this promise's money: made on its day or later (or with its number), on the same debt.
#[must_use]
pub fn concerns(claim: &Claim, promise: &Promise) -> bool {
    let numbered = match (&claim.reference, &promise.reference) {
        (Some(a), Some(b)) => same_reference(a, b),
        _ => false,
    };
    let overlap = claim.invoices.is_empty()
        || promise.items.is_empty()
        || promise
            .items
            .iter()
            .any(|item| claim.invoices.contains(&item.document));
    numbered || (claim.made_on >= promise.taken_on && overlap)
}

/// True when a document bears that check or trace number, as its reference or as its own number.
#[must_use]
pub fn bears_reference(document: &Document, reference: &str) -> bool {
    let own = document.reference.as_deref();
    own.is_some_and(|r| same_reference(r, reference)) || same_reference(&document.number, reference)
}

/// Check and trace numbers are equal when their letters and digits are: `#001182` is `1182`. A word without a digit ("check") names nothing.
#[must_use]
pub fn same_reference(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        let kept: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        kept.trim_start_matches('0').to_owned()
    };
    let (a, b) = (plain(a), plain(b));
    a == b && a.bytes().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    fn state(b: &BookMaker, day: &str) -> Vec<ClaimState> {
        let balances = Balances::at(&b.book, d(day)).expect("fits");
        let states = states(&b.book, &balances);
        states.into_iter().map(|(_, state)| state).collect()
    }

    #[test]
    fn a_claim_is_in_transit_through_its_expected_day_and_overdue_after_it() {
        let mut b = BookMaker::new();
        b.claim("2026-11-16", "2026-11-19", 500);
        assert_eq!(state(&b, "2026-11-15"), []);
        assert_eq!(state(&b, "2026-11-19"), [ClaimState::InTransit]);
        assert_eq!(state(&b, "2026-11-20"), [ClaimState::Overdue]);
    }

    #[test]
    fn a_claim_arrives_by_its_number_before_its_amount_and_a_bounce_takes_it_away() {
        let mut b = BookMaker::new();
        b.claim("2026-11-16", "2026-11-19", 500);
        b.pay("2026-11-18", 500, &[]);
        let numbered = b.pay("2026-11-18", 480, &[]);
        b.last().reference = Some("#01182".into());
        assert_eq!(state(&b, "2026-11-18"), [ClaimState::Arrived(numbered)]);
        b.reverse(numbered, "2026-11-23");
        b.book.documents.remove(0);
        assert_eq!(state(&b, "2026-11-23"), [ClaimState::Overdue]);
    }

    #[test]
    fn one_payment_is_not_two_claims() {
        let mut b = BookMaker::new();
        b.claim("2026-11-16", "2026-11-19", 500);
        b.claim("2026-11-16", "2026-11-19", 500);
        let p = b.pay("2026-11-18", 500, &[]);
        let expect = [ClaimState::Arrived(p), ClaimState::InTransit];
        assert_eq!(state(&b, "2026-11-18"), expect);
    }

    #[test]
    fn numbers_are_compared_without_their_dress_and_words_name_nothing() {
        assert!(same_reference("#001182", "1182"));
        assert!(same_reference("ach-99 x", "ACH 99X"));
        assert!(!same_reference("check", "Check"));
        assert!(!same_reference("1182", "1183"));
    }
}
