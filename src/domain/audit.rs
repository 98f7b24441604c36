//! The audit trail: what was stopped, what was warned of, what was done all the same, and what supervisors decided about credit and contact.
//!
//! Law: plain data. What the ledger knows already (a call made in spite of a limit, a hold, another limit) is read from there and not recorded
//! twice; only a stop and a warning, of which nothing else would be left, have rows of their own.

use super::ids::{AccountId, EventSeq};
use super::named::named;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

named! {
    /// What happened.
    pub enum AuditWhat {
        /// It was stopped.
        Blocked => "blocked", "blocked";
        /// It was warned of.
        Warned => "warned", "warned";
        /// It was done in spite of a rule, with a reason.
        Overridden => "overridden", "overridden";
        /// Somebody decided or recorded it.
        Recorded => "recorded", "recorded";
    }
}

named! {
    /// Which rules it is about.
    pub enum AuditArea {
        /// Calls, letters, holds of contact.
        Contact => "contact", "contact";
        /// Limits, terms, holds of shipments.
        Credit => "credit", "credit";
        /// Fees and what is given up of them.
        Fees => "fees", "fees";
        /// Notices and liens.
        Lien => "lien", "lien";
        /// Steps of escalation, and placement.
        Ladder => "ladder", "ladder";
        /// What a promise counts as.
        Promise => "promise", "promise";
    }
}

/// Something to write into the trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewAudit {
    /// At which account.
    pub account: AccountId,
    /// Which rules.
    pub area: AuditArea,
    /// What happened: stopped, warned of, or done all the same.
    pub what: AuditWhat,
    /// What was about to be done: `call`, `dial`, `letter`, `credit_hold`.
    pub deed: String,
    /// The rule, in words.
    pub detail: String,
    /// Why it was done all the same.
    pub reason: Option<String>,
    /// Who allowed it.
    pub allowed_by: Option<String>,
}

/// A line of the trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its place in the log.
    pub event: EventSeq,
    /// The instant.
    pub at: DateTime<Utc>,
    /// The civil day.
    pub on: NaiveDate,
    /// Who did it.
    pub by: String,
    /// At which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Which rules.
    pub area: AuditArea,
    /// What happened.
    pub what: AuditWhat,
    /// What was about to be done, or was.
    pub deed: String,
    /// In words.
    pub detail: String,
    /// Why.
    pub reason: Option<String>,
    /// Who allowed it.
    pub allowed_by: Option<String>,
    /// It was taken back since.
    pub undone: bool,
}

impl AuditLine {
    /// `blocked: call`, `recorded: credit hold`.
    #[must_use]
    pub fn deed_words(&self) -> String {
        self.deed.replace('_', " ")
    }
}
