//! What a customer contests: codes, how a dispute ends, and what may still be contested (DOMAIN §2: `0 <= disputed <= open`).
//!
//! The rest of the debt stays callable; `facts::coverage` takes only the contested part out.

use super::named::named;

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

named! {
    /// How a dispute ended.
    pub enum DisputeEnd {
        /// They were right: a credit follows or was given.
        Granted => "granted", "granted";
        /// The invoice stands.
        Rejected => "rejected", "rejected";
        /// They took it back.
        Withdrawn => "withdrawn", "withdrawn";
    }
}
