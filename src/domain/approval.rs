//! What waits for a supervisor's yes or no: waivers above the limit, placements, write-offs, promises beyond the policy range (DOMAIN §3-4).
//!
//! Law: plain data. A waiver is decided as a waiver (`domain::waiver`); the rest are asked for and answered in `store::approvals`.

use super::ids::{AccountId, ApprovalId, PromiseId, WaiverId};
use super::money::{Currency, Minor};
use super::named::named;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

named! {
    /// What is asked for.
    pub enum ApprovalKind {
        /// A charge given up, above the collector's limit.
        Waiver => "waiver", "waiver";
        /// To hand the account over to an agency.
        Placement => "placement", "placement";
        /// To give money up for good.
        WriteOff => "write_off", "write-off";
        /// A promise for a day beyond the policy range.
        LongPromise => "long_promise", "long promise";
        /// A posted fee given up, above the collector's limit.
        FeeWaiver => "fee_waiver", "fee waiver";
    }
}

/// Which one: a waiver, or a question of its own.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalRef {
    /// A waiver above the limit.
    Waiver(WaiverId),
    /// Asked for by itself.
    Asked(ApprovalId),
}

impl ApprovalRef {
    /// As it is typed: `w12`, `a7`.
    #[must_use]
    pub fn parse(text: &str) -> Option<ApprovalRef> {
        let text = text.trim().trim_start_matches('#').to_lowercase();
        let number = |rest: &str| rest.parse::<i64>().ok();
        if let Some(rest) = text.strip_prefix('w') {
            return number(rest).map(|n| ApprovalRef::Waiver(WaiverId(n)));
        }
        number(text.strip_prefix('a')?).map(|n| ApprovalRef::Asked(ApprovalId(n)))
    }
}

impl fmt::Display for ApprovalRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApprovalRef::Waiver(id) => write!(f, "w{id}"),
            ApprovalRef::Asked(id) => write!(f, "a{id}"),
        }
    }
}

/// What a supervisor has answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// Yes or no.
    pub granted: bool,
    /// Why.
    pub reason: Option<String>,
    /// On which day.
    pub on: NaiveDate,
    /// Who.
    pub by: Option<String>,
}

/// Something that waits, or was answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Approval {
    /// Which.
    pub id: ApprovalRef,
    /// What is asked for.
    pub kind: ApprovalKind,
    /// At which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub collector: Option<String>,
    /// The promise that it is about.
    pub promise: Option<PromiseId>,
    /// Its date.
    pub by_when: Option<NaiveDate>,
    /// How much.
    pub amount: Option<Minor>,
    /// In which currency.
    pub currency: Currency,
    /// Why, in words.
    pub reason: String,
    /// Since when it waits.
    pub asked_on: NaiveDate,
    /// Who asked.
    pub asked_by: String,
    /// What was answered.
    pub answered: Option<Answered>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_as_it_is_written() {
        for which in [
            ApprovalRef::Waiver(WaiverId(12)),
            ApprovalRef::Asked(ApprovalId(7)),
        ] {
            assert_eq!(ApprovalRef::parse(&which.to_string()), Some(which));
            assert_eq!(ApprovalRef::parse(&format!(" #{which} ")), Some(which));
        }
        assert_eq!(ApprovalRef::parse("12"), None);
        assert_eq!(ApprovalRef::parse("wx"), None);
    }
}
