//! What the customer answered: the rows of the call's table (PRODUCT §2). A call can have several.
//!
//! Law: an answer is a record of what was said; what it made (promise, claim, task …) is a record of its own.

use super::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// What they say, or that nobody did.
    pub enum Said {
        /// "We sent it already."
        AlreadySent => "already_sent", "already sent it";
        /// "We pay today."
        Today => "today", "will pay today";
        /// "By Friday."
        Date => "date", "names a date";
        /// "Soon."
        Vague => "vague", "vague, no date";
        /// "Call me next week."
        TalkAgain => "talk_again", "wants to talk again";
        /// "We have no such invoice."
        NoInvoice => "no_invoice", "no invoice here";
        /// "That is not right."
        Disputes => "disputes", "disputes it";
        /// "We need the PO first."
        Paperwork => "paperwork", "paperwork missing";
        /// "It waits for a signature."
        Approval => "approval", "awaiting approval";
        /// "It is in Thursday's run."
        PayRun => "pay_run", "in their pay run";
        /// "We are short."
        CashShort => "cash_short", "cash is short";
        /// "Take the late fee off."
        WaiverAsked => "waiver_asked", "asks for a waiver";
        /// "That is retainage."
        Retainage => "retainage", "retainage";
        /// "We pay when they pay us."
        PaidWhenPaid => "paid_when_paid", "paid when paid";
        /// "I do not do that."
        WrongPerson => "wrong_person", "wrong person";
        /// Nothing is asked until they are calmer.
        Angry => "angry", "angry";
        /// A message was left.
        Voicemail => "voicemail", "left a message";
        /// It rang.
        NoAnswer => "no_answer", "no answer";
        /// A number that does not exist, or is somebody else's.
        WrongNumber => "wrong_number", "wrong number";
    }
}

/// One answer as it stands in the log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// Which.
    pub said: Said,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
