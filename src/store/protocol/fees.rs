//! Fees: what may be posted, and what is done about one.
//!
//! Plain data; the rules are `domain::fee`'s, `store::fees` writes.

use crate::domain::fee::preview::Preview;
use crate::domain::ids::{AccountId, DocumentId, FeeId, WaiverId};
use crate::domain::money::{Currency, Minor};
use serde::{Deserialize, Serialize};

/// What may be posted at an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeePreview {
    /// Which account.
    pub account: AccountId,
    /// Its number, else its name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// What may be posted, or why nothing may be.
    pub preview: Preview,
}

/// A fee to post, as it was shown: another amount by now makes it refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewFee {
    /// By which rule.
    pub rule: String,
    /// The invoice that is late, or the payment that came back.
    pub about: Option<DocumentId>,
    /// The amount that was shown.
    pub amount: Minor,
}

/// What is done about fees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FeeDeed {
    /// What they agreed to about late charges; empty = nothing any more.
    Agreed {
        /// Who.
        account: AccountId,
        /// Which agreement.
        text: String,
    },
    /// Post fees at one account.
    Post {
        /// Where.
        account: AccountId,
        /// Which, as they were shown.
        fees: Vec<NewFee>,
    },
    /// Post fees at several accounts, all of them or none.
    PostAll {
        /// Which at whom, as they were shown.
        posts: Vec<(AccountId, Vec<NewFee>)>,
    },
    /// Give some of a fee up. Above the limit it waits for a supervisor.
    Waive {
        /// Which.
        fee: FeeId,
        /// How much; `None` = all that is open of it.
        amount: Option<Minor>,
        /// Why.
        reason: String,
        /// The conditional waiver that was earned.
        waiver: Option<WaiverId>,
    },
    /// What was given up of it is owed again.
    Reinstate {
        /// Which.
        fee: FeeId,
        /// Why.
        reason: String,
    },
    /// It should not have been posted.
    Reverse {
        /// Which.
        fee: FeeId,
        /// Why.
        reason: String,
    },
}
