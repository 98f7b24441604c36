//! Letters: what is asked of the outbox, and what is done with it.

use crate::domain::ids::{AccountId, AttemptId, ContactId, LetterId, RequestId};
use crate::domain::outbox::{AttemptEnd, Draft, Letter, LetterKind, Part, Wanted};
use crate::domain::request::AddressCheck;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What of the outbox is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxAsk {
    /// The instant: what is under way and what is in doubt depends on it.
    pub now: DateTime<Utc>,
    /// The civil day.
    pub as_of: NaiveDate,
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Only this letter.
    pub letter: Option<LetterId>,
    /// Those that are gone too.
    pub gone: bool,
}

/// What is in it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outbox {
    /// Requests that no letter answers yet, the most urgent first.
    pub wanted: Vec<Wanted>,
    /// Letters, oldest first.
    pub letters: Vec<Letter>,
}

/// A letter to put into the outbox, as it will go out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewLetter {
    /// About which account.
    pub account: AccountId,
    /// What kind.
    pub kind: LetterKind,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// The name in front of the address.
    pub to_name: Option<String>,
    /// The mailbox.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// What goes with it.
    pub parts: Vec<Part>,
    /// Was the address confirmed or corrected? Corrected = kept as the contact's mail address, else as the account's delivery address.
    #[serde(default)]
    pub address: Option<AddressCheck>,
}

impl NewLetter {
    /// A letter in words.
    #[must_use]
    pub fn new(draft: Draft, subject: String, body: String) -> NewLetter {
        NewLetter {
            account: draft.account,
            kind: draft.kind,
            contact: draft.contact,
            request: draft.request,
            to_name: draft.to_name,
            to: draft.to,
            subject,
            body,
            parts: draft.parts,
            address: None,
        }
    }
}

/// What is done with a letter. Each is one transaction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LetterDeed {
    /// Put it into the outbox.
    Write(NewLetter),
    /// An attempt begins: committed before the first byte goes out. Refused when the letter is not due (any more).
    Begin {
        /// Which letter.
        letter: LetterId,
        /// By which way.
        via: String,
    },
    /// How an attempt ended. A letter that is gone ends the task of its request.
    End {
        /// Which attempt.
        attempt: AttemptId,
        /// How.
        how: AttemptEnd,
        /// What the other side said.
        detail: String,
    },
    /// A person says what became of a letter that may have gone out.
    Settle {
        /// Which letter.
        letter: LetterId,
        /// It did arrive.
        arrived: bool,
        /// How they know.
        note: Option<String>,
    },
}
