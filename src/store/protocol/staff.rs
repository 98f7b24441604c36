//! Collectors and their portfolios: what can be asked, and what is decided about them.
//!
//! Plain data. The rules are in `domain::staff`; `store::staff` answers.

use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::staff::{Absence, BalanceBy, Criteria, Move};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A collector with what is theirs. The accounts of nobody have a row of their own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CollectorRow {
    /// Whose; `None` = nobody's.
    pub name: Option<String>,
    /// Accounts with something open.
    pub accounts: u64,
    /// Accounts of theirs in the queue that day.
    pub in_queue: u64,
    /// What is past due, in the book's currency.
    pub past_due: Minor,
    /// What may be asked for, in the book's currency.
    pub collectible: Minor,
    /// Accounts past due in another currency, whose money is in neither sum.
    pub elsewhere: u64,
    /// Calls and mails since this day's Monday.
    pub touches: u64,
    /// Promises of theirs that wait for a decision.
    pub undecided: u64,
    /// They are away.
    pub away: Option<Absence>,
    /// Which accounts of nobody are theirs, by rule.
    pub rule: Option<Criteria>,
}

impl CollectorRow {
    /// What the sums leave out, in words.
    #[must_use]
    pub fn elsewhere_words(&self) -> Option<String> {
        (self.elsewhere > 0).then(|| {
            format!(
                "{} past due in other currencies, not in these sums",
                say::plural(self.elsewhere, "account")
            )
        })
    }
}

/// All collectors, by name, nobody last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CollectorsPage {
    /// The rows.
    pub rows: Vec<CollectorRow>,
    /// The book's currency.
    pub currency: Currency,
    /// Absences that are on or ahead.
    pub absences: Vec<Absence>,
}

/// Which accounts to move, and where to: worked out before it is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MovePlan {
    /// Those that fit, of one collector or of all, to another.
    Assign {
        /// To whom; `None` = to nobody.
        to: Option<String>,
        /// Only this collector's; `Some(None)` = only nobody's.
        from: Option<Option<String>>,
        /// Which.
        criteria: Criteria,
    },
    /// Even them out.
    Balance {
        /// By what.
        by: BalanceBy,
        /// Among whom; empty = all collectors.
        among: Vec<String>,
    },
    /// Give accounts of nobody to those whose rule they fit.
    Rules,
}

/// A move as it would be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveRow {
    /// What changes hands.
    pub change: Move,
    /// The account's number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// What is past due there.
    pub past_due: Minor,
    /// Its currency.
    pub currency: Currency,
}

/// What a plan comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct MovePreview {
    /// What changes hands.
    pub moves: Vec<MoveRow>,
    /// Per collector: accounts and money past due before and after, in the book's currency.
    pub sums: Vec<MoveSum>,
}

/// What one collector has before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MoveSum {
    /// Who; `None` = nobody.
    pub name: Option<String>,
    /// Accounts before and after.
    pub accounts: (u64, u64),
    /// Money past due before and after.
    pub past_due: (Minor, Minor),
}

/// What is decided about collectors.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum StaffAct {
    /// These accounts change hands; refused as a whole when one of them is somebody else's by now.
    Move {
        /// Which.
        moves: Vec<Move>,
    },
    /// Somebody is away, and somebody else sees that queue too.
    Absence {
        /// Who.
        collector: String,
        /// Who covers.
        cover: String,
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// Back before the last day.
    Back {
        /// Who.
        collector: String,
    },
    /// Which accounts of nobody are a collector's; `None` = none any more.
    Rule {
        /// Whose.
        collector: String,
        /// Which.
        criteria: Option<Criteria>,
    },
}
