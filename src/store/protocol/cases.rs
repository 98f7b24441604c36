//! Disputes and deductions: who answers what by when, and what is done about a case.
//!
//! Plain data; `store::cases` answers, `store::casework` writes.

use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::{AccountId, DisputeId, DocumentId};
use crate::domain::money::{Currency, Minor};
use crate::domain::view::DisputeLine;
use chrono::NaiveDate;
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

/// What is done about a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CaseDeed {
    /// It ends.
    Resolve(Resolution),
    /// A settled one is opened again, for what is still open of it.
    Reopen {
        /// Which.
        dispute: DisputeId,
        /// Why.
        reason: String,
        /// Who answers it; `None` = whoever did.
        owner: Option<String>,
        /// By when.
        due_on: NaiveDate,
    },
    /// Somebody else answers, or by another day.
    HandOver {
        /// Which.
        dispute: DisputeId,
        /// Who answers from now on.
        owner: String,
        /// By when.
        due_on: NaiveDate,
        /// Why, in words.
        note: Option<String>,
    },
    /// They kept a part of an invoice back when they paid.
    Deduct(NewDeduction),
}

/// How a case ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resolution {
    /// Which.
    pub dispute: DisputeId,
    /// Which way.
    pub how: DisputeEnd,
    /// What they get of it; `None` = all of it when granted, nothing when rejected or withdrawn. Partly granted needs it.
    pub credited: Option<Minor>,
    /// The credit memo's number, when it is to be written here; else a report brings it, and a task of ours sees to it.
    pub number: Option<String>,
    /// In words.
    pub note: Option<String>,
}

/// A short pay, made a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDeduction {
    /// At which account.
    pub account: AccountId,
    /// Of which invoice.
    pub document: DocumentId,
    /// How much; `None` = all that is open on it and not contested.
    pub amount: Option<Minor>,
    /// Why.
    pub code: DisputeCode,
    /// Why, in words; empty = the code's.
    pub reason: String,
    /// Of which payment; `None` = the newest that settled a part of the invoice.
    pub payment: Option<DocumentId>,
    /// Who answers it.
    pub owner: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}
