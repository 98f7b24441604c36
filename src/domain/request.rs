//! What a customer asks us to send, and where to: kept as a record of its own, for an outbox to pick up.

use super::named::named;

named! {
    /// What is to be sent.
    pub enum RequestKind {
        /// Copies of invoices.
        InvoiceCopy => "invoice_copy", "invoice copy";
        /// A statement of account.
        Statement => "statement", "statement";
        /// Proof of delivery.
        ProofOfDelivery => "proof_of_delivery", "proof of delivery";
        /// Our tax form.
        W9 => "w9", "W-9";
        /// A lien waiver.
        LienWaiver => "lien_waiver", "lien waiver";
        /// What was agreed, in writing.
        Confirmation => "confirmation", "confirmation of what was agreed";
        /// Anything else; the words say what.
        Other => "other", "other";
    }
}

named! {
    /// How it is to be sent.
    pub enum Delivery {
        /// By e-mail.
        Mail => "mail", "mail";
        /// On paper.
        Letter => "letter", "letter";
        /// By fax.
        Fax => "fax", "fax";
        /// Into their portal.
        Portal => "portal", "portal";
    }
}

named! {
    /// What became of the delivery address in the talk.
    pub enum AddressCheck {
        /// They said that it is right.
        Confirmed => "confirmed", "confirmed";
        /// They gave another.
        Corrected => "corrected", "corrected";
    }
}
