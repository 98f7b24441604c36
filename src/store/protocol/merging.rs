//! What several reports say of one customer: other names of it, and what a report states otherwise than a collector typed it.

use crate::domain::ids::AccountId;
pub use crate::domain::view::QuestionLine;
use serde::{Deserialize, Serialize};

/// Whose value holds where a report and a person differ.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// What stands here stays; the same value in a report is not asked about again.
    Mine,
    /// The report's; later reports may change it again.
    Theirs,
}

/// Another name of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AliasLine {
    /// Whose.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The other name, as reports write it.
    pub alias: String,
}

/// An account that is new in an import and reads like one that the ledger has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NearMatch {
    /// The known account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub known: String,
    /// The new name.
    pub name: String,
    /// So many documents of the known one stand under the new name.
    pub documents: u64,
}
