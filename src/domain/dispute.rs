//! What a customer contests: codes, how a dispute ends, and what may still be contested (DOMAIN §2: `0 <= disputed <= open`).
//!
//! The rest of the debt stays callable; `facts::coverage` takes only the contested part out.

use super::document::CreditReason;
use super::named::named;
use super::touch::Dispute;
use chrono::NaiveDate;

named! {
    /// Why it is contested.
    pub enum DisputeCode {
        /// Billed at the wrong price.
        Pricing => "pricing", "pricing";
        /// Tax billed wrongly.
        Tax => "tax", "tax";
        /// Less came than was billed.
        Quantity => "quantity", "quantity or short shipment";
        /// Goods were damaged or went back.
        Damaged => "damaged", "damaged or returned";
        /// Billed twice.
        Duplicate => "duplicate", "duplicate";
        /// A credit was expected.
        CreditExpected => "credit_expected", "credit expected";
        /// Freight or another charge.
        Freight => "freight", "freight or other charge";
        /// A late charge or another fee.
        Fee => "fee", "fee in question";
        /// The work is not finished or not accepted.
        Work => "work", "work not accepted";
        /// They say that they never ordered it.
        NotOrdered => "not_ordered", "not ordered";
        /// Anything else; the words say what.
        Other => "other", "other";
    }
}

impl DisputeCode {
    /// What a complaint in their own words is about; none where nothing says so.
    #[must_use]
    pub fn told_by(words: &str) -> Option<DisputeCode> {
        let lower = words.to_lowercase();
        lower
            .split(|c: char| !c.is_alphanumeric())
            .find_map(|word| {
                Some(match word {
                    "price" | "prices" | "pricing" | "overcharged" | "overcharge" | "rate" => {
                        DisputeCode::Pricing
                    }
                    "tax" => DisputeCode::Tax,
                    "missing" | "short" | "shortage" | "shorted" | "quantity" => {
                        DisputeCode::Quantity
                    }
                    "damaged" | "damage" | "broken" | "returned" => DisputeCode::Damaged,
                    "duplicate" | "twice" => DisputeCode::Duplicate,
                    "freight" | "delivery" => DisputeCode::Freight,
                    "fee" | "fees" | "interest" => DisputeCode::Fee,
                    _ => return None,
                })
            })
    }
}

named! {
    /// What kind of case.
    pub enum CaseKind {
        /// They contest it and have not paid it.
        Dispute => "dispute", "dispute";
        /// They kept it back of a payment.
        Deduction => "deduction", "deduction";
    }
}

impl DisputeCode {
    /// The reason that a credit for it has.
    #[must_use]
    pub const fn credit(self) -> CreditReason {
        match self {
            DisputeCode::Pricing | DisputeCode::CreditExpected => CreditReason::Pricing,
            DisputeCode::Tax => CreditReason::Tax,
            DisputeCode::Quantity => CreditReason::Quantity,
            DisputeCode::Damaged => CreditReason::Return,
            DisputeCode::Duplicate => CreditReason::Duplicate,
            DisputeCode::Freight | DisputeCode::Fee => CreditReason::Freight,
            DisputeCode::Work | DisputeCode::NotOrdered | DisputeCode::Other => CreditReason::Other,
        }
    }
}

named! {
    /// How a dispute ended.
    pub enum DisputeEnd {
        /// They were right: a credit follows or was given.
        Granted => "granted", "granted";
        /// They were right in part: a credit of that part.
        Partial => "partial", "partly granted";
        /// The invoice stands.
        Rejected => "rejected", "rejected";
        /// They took it back.
        Withdrawn => "withdrawn", "withdrawn";
    }
}

/// When a case was first opened, however often it was settled and opened again since.
#[must_use]
pub fn first_opened(case: &Dispute, all: &[Dispute]) -> NaiveDate {
    let mut first = case;
    // A case is opened again at most once, so this ends.
    while let Some(before) = first.reopens.and_then(|id| all.iter().find(|d| d.id == id)) {
        first = before;
    }
    first.opened_on
}
