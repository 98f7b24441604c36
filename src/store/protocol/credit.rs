//! Credit, stops on contact, and the audit trail: what is done and asked.
//!
//! Plain data. The rules are in `domain::credit`, `domain::hold` and `domain::audit`; `store::credit`, `store::holds` and `store::audit` answer.
//! Holds of shipments are acts of review (`ReviewAct`), because a decision about a promise may order one.

use crate::domain::credit::TradeTerms;
use crate::domain::ids::AccountId;
use crate::domain::money::Minor;
use crate::domain::touch::{HoldDetails, HoldKind};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is decided about credit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CreditAct {
    /// Another limit; a supervisor's word.
    Limit {
        /// Whose.
        account: AccountId,
        /// What it was when it was looked at: somebody else's change meanwhile refuses this one.
        before: Option<Minor>,
        /// What it is to be; `None` = no limit.
        after: Option<Minor>,
        /// Why.
        reason: String,
        /// The supervisor.
        by: String,
    },
    /// Other terms, from a day on; a supervisor's word.
    Terms {
        /// Whose.
        account: AccountId,
        /// Which.
        terms: TradeTerms,
        /// From this day on.
        from: NaiveDate,
        /// Why.
        reason: String,
        /// The supervisor.
        by: String,
    },
    /// The account belongs to a group, or to none any more.
    Parent {
        /// Which account.
        account: AccountId,
        /// The account of the group; `None` = none.
        parent: Option<AccountId>,
    },
    /// The same by the number or name that somebody typed.
    Join {
        /// Which account.
        account: AccountId,
        /// The account of the group; `None` = none.
        named: Option<String>,
    },
}

impl CreditAct {
    /// About whom.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        match self {
            CreditAct::Limit { account, .. }
            | CreditAct::Terms { account, .. }
            | CreditAct::Parent { account, .. }
            | CreditAct::Join { account, .. } => *account,
        }
    }
}

/// A stop on contact with what is known of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewHold {
    /// Where.
    pub account: AccountId,
    /// Which.
    pub kind: HoldKind,
    /// What is known.
    pub details: HoldDetails,
}

/// Which part of the trail.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AuditAsk {
    /// Only this account's.
    pub account: Option<AccountId>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day; `None` = to the last.
    pub to: Option<NaiveDate>,
    /// At most so many, the newest; 0 = all.
    pub limit: usize,
}
