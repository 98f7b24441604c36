//! A letter as an account's book knows it: what went to whom, and what became of it.

use super::{LetterKind, LetterState};
use crate::domain::ids::{ContactId, LetterId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One letter of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterMark {
    /// Which.
    pub id: LetterId,
    /// What kind.
    pub kind: LetterKind,
    /// The mailbox.
    pub to: String,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// The subject line.
    pub subject: String,
    /// The numbers of the invoices whose copies go with it.
    #[serde(default)]
    pub invoices: Vec<String>,
    /// The civil day on which it was written.
    pub made_on: NaiveDate,
    /// Where it stands.
    pub state: LetterState,
    /// The last word about it.
    pub why: Option<String>,
    /// The civil day of the last attempt to send it.
    pub tried_on: Option<NaiveDate>,
}

impl LetterMark {
    /// Where it stands as of a day. A book has no hour: an attempt of an earlier day that never said how it ended is a doubt.
    #[must_use]
    pub fn state_on(&self, as_of: NaiveDate) -> LetterState {
        match (self.state, self.tried_on) {
            (LetterState::Sending, Some(tried)) if tried < as_of => LetterState::Doubt,
            (state, _) => state,
        }
    }
}
