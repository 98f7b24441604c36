//! Accounts whose rows name two currencies, in files that do not part them: what is not in the book's currency is held back.
//!
//! An account with all its rows in one currency is kept in that one. Two in one account of an unknown file are rather a slip of the
//! keyboard than a customer who is billed in both.

use super::accounts::identity;
use super::findings::{Code, Fault, Findings};
use crate::domain::money::Currency;
use crate::domain::staged::StagedDocument;
use foldhash::quality::RandomState as Seeded;
use std::collections::{HashMap, HashSet};

/// Takes the documents out that are in another currency than the rest of their account.
pub(super) fn hold(documents: &mut Vec<StagedDocument>, book: Currency, found: &mut Findings) {
    if documents.iter().all(|d| d.currency == book) {
        return;
    }
    let mut first: HashMap<&str, Currency, Seeded> = HashMap::default();
    let mut mixed: HashSet<String> = HashSet::new();
    for document in documents.iter() {
        let who = identity(&document.account);
        if *first.entry(who).or_insert(document.currency) != document.currency {
            mixed.insert(who.to_owned());
        }
    }
    documents.retain(|d| {
        if d.currency == book || !mixed.contains(identity(&d.account)) {
            return true;
        }
        found.hold(
            d.line,
            Fault::new(
                Code::OtherCurrency,
                "currency",
                d.currency.code(),
                format!(
                    "the row is in {}, other rows of this account are not",
                    d.currency
                ),
            ),
        );
        false
    });
}
