//! Disputes and deductions of all accounts: who answers what by when.
//!
//! Plain data; `store::cases` answers.

use crate::domain::ids::AccountId;
use crate::domain::money::Currency;
use crate::domain::view::DisputeLine;
use serde::{Deserialize, Serialize};

/// A case that is open, with whose it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseRow {
    /// Which account.
    pub account: AccountId,
    /// Its number, else its name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Whose account it is.
    pub collector: Option<String>,
    /// The case.
    pub line: DisputeLine,
}
