//! Finance charges, late fees, NSF fees: what was posted and what of it was given up.
//!
//! Pure. A fee is a debit note of its own, a waiver a credit memo applied to it, and what is taken back is a reversal: the money follows the
//! rules of all documents. By which rules one may be posted is in `rules`, what may be posted today in `preview`.

pub mod preview;
pub mod rules;

use super::balances::Balances;
use super::book::Book;
use super::ids::{DocumentId, FeeId, WaiverId};
use super::money::Minor;
use super::named::named;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

named! {
    /// What kind of fee.
    pub enum FeeKind {
        /// A rate on money that is past due.
        FinanceCharge => "finance_charge", "finance charge";
        /// A flat amount for an invoice that is late.
        LateFee => "late_fee", "late fee";
        /// A flat amount for a payment that came back.
        Nsf => "nsf", "NSF fee";
    }
}

/// The days of an invoice that a finance charge is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeItem {
    /// Which invoice.
    pub document: DocumentId,
    /// The amount on which the rate was taken.
    pub principal: Minor,
    /// The last day that was free or charged before.
    pub from: NaiveDate,
    /// The last day that is charged.
    pub to: NaiveDate,
    /// What it came to.
    pub amount: Minor,
}

/// What of a fee was given up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeWaived {
    /// The credit memo that settles it.
    pub document: DocumentId,
    /// How much.
    pub amount: Minor,
    /// Why.
    pub reason: String,
    /// The conditional waiver that was earned, where there was one.
    pub waiver: Option<WaiverId>,
    /// When.
    pub on: NaiveDate,
}

/// A fee that was posted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fee {
    /// Our identity for it.
    pub id: FeeId,
    /// Its debit note.
    pub document: DocumentId,
    /// What kind.
    pub kind: FeeKind,
    /// The rule by which it was posted.
    pub rule: String,
    /// The agreement that allows it.
    pub basis: String,
    /// How it was worked out.
    pub words: String,
    /// The invoice that was late, or the payment that came back.
    pub about: Option<DocumentId>,
    /// The days that a finance charge is for.
    pub items: Vec<FeeItem>,
    /// What of it was given up, oldest first.
    pub waived: Vec<FeeWaived>,
}

/// What a customer agreed to about late charges; empty = it has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreement {
    /// Which agreement, in words.
    pub text: String,
    /// Since when it is known.
    pub on: NaiveDate,
}

/// A fee as a prep shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeLine {
    /// Which.
    pub id: FeeId,
    /// Its debit note.
    pub document: DocumentId,
    /// The number of that.
    pub number: String,
    /// What kind.
    pub kind: FeeKind,
    /// The day it was posted.
    pub on: NaiveDate,
    /// How much.
    pub amount: Minor,
    /// What of it is open.
    pub open: Minor,
    /// What of it was given up and stands.
    pub waived: Minor,
    /// It was taken back.
    pub reversed: bool,
    /// How it was worked out.
    pub words: String,
    /// The agreement that allows it.
    pub basis: String,
}

/// What a prep says of fees.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FeesView {
    /// Posted, newest first.
    pub posted: Vec<FeeLine>,
    /// What may be posted today, or why not.
    pub preview: preview::Preview,
    /// What they agreed to.
    pub agreement: Option<String>,
}

/// Fees as of a day, newest first.
#[must_use]
pub fn lines(book: &Book, balances: &Balances) -> Vec<FeeLine> {
    let as_of = balances.as_of();
    let number = |id| book.documents.iter().find(|d| d.id == id);
    let mut out: Vec<FeeLine> = book
        .fees
        .iter()
        .filter_map(|fee| {
            let document = number(fee.document).filter(|d| d.issued <= as_of)?;
            Some(FeeLine {
                id: fee.id,
                document: fee.document,
                number: document.number.clone(),
                kind: fee.kind,
                on: document.issued,
                amount: balances.face(fee.document),
                open: balances.open(fee.document),
                waived: waived(fee, balances),
                reversed: balances.reversed(fee.document),
                words: fee.words.clone(),
                basis: fee.basis.clone(),
            })
        })
        .collect();
    out.sort_by_key(|f| std::cmp::Reverse(f.id));
    out
}

/// What of a fee was given up and not taken back.
#[must_use]
pub fn waived(fee: &Fee, balances: &Balances) -> Minor {
    let stands = |w: &&FeeWaived| w.on <= balances.as_of() && !balances.reversed(w.document);
    let amounts = fee.waived.iter().filter(stands).map(|w| w.amount);
    Minor::sum(amounts).unwrap_or(Minor::ZERO)
}

/// What they agreed to about late charges, as it was known on a day.
#[must_use]
pub fn agreement(book: &Book, as_of: NaiveDate) -> Option<&str> {
    let mut known = book.agreements.iter().filter(|a| a.on <= as_of);
    let newest = known.next_back().map(|a| a.text.trim());
    newest.filter(|text| !text.is_empty())
}
