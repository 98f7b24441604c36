//! Who has this ledger open now: for messages, and so that two collectors do not call one customer at the same time.
//!
//! Never for correctness: a line may be a minute old, and nothing is allowed or forbidden because of it.

use crate::domain::ids::AccountId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What to do about a ledger that somebody else keeps, at the end of what is said; a screen that offers a key for it leaves it out.
pub const TRY_AGAIN: &str = "; try again in a moment";

/// What somebody says of himself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Here {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The collector's name.
    pub by: String,
    /// The account that is open (a call in progress); `None` = none.
    pub account: Option<AccountId>,
}

/// A write waits, because somebody else is writing. Nothing of it is in the ledger yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// Who does what: `Ann is saving`.
    pub who: String,
    /// For how long already.
    pub seconds: u64,
}

/// Somebody else who has this ledger open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Other {
    /// The process.
    pub pid: u32,
    /// Whose process it is.
    pub login: String,
    /// The collector's name.
    pub by: String,
    /// What for: `at the desk`, `saving`, `importing`, `taking a backup`.
    pub doing: String,
    /// The account that is open there.
    pub account: Option<AccountId>,
    /// Since when it is there.
    pub since: DateTime<Utc>,
    /// When it said so last.
    pub seen: DateTime<Utc>,
}
