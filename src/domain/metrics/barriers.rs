//! What stood in the way: how often, with how much money behind it, how long until cash came, and how often that was the end of it.
//!
//! Law: the money of a naming is what was past due on the account on that day. It is cured when nothing of that is open any more and cash came;
//! the days are those from the naming to the first cash afterwards. One naming per barrier, account and day, however often it was said.

use super::ratio::Ratio;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A barrier named in a touch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Naming {
    /// What stood in the way, in the field's words.
    pub barrier: String,
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// On which day.
    pub on: NaiveDate,
    /// Who heard it.
    pub by: String,
    /// What was past due then.
    pub past_due: Minor,
    /// What of that is settled since, at most `past_due`.
    pub settled: Minor,
    /// Civil days until the first cash afterwards; `None` = none has come.
    pub days_to_cash: Option<i64>,
    /// Nothing of what was past due then is open, and cash came.
    pub cured: bool,
}

/// One barrier over a period.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BarrierTally {
    /// How often it was named.
    pub count: u64,
    /// At how many accounts.
    pub accounts: u64,
    /// What was past due behind it, once per account (its newest naming).
    pub money: i128,
    /// Median days to the first cash, over namings after which some came.
    pub days_to_cash: Option<i64>,
    /// After how many namings cash came.
    pub paid: u64,
    /// After how many namings nothing was left open.
    pub cured: u64,
}

impl BarrierTally {
    /// Cured / named.
    #[must_use]
    pub fn cure_rate(&self) -> Ratio {
        Ratio::new(self.cured.into(), self.count.into())
    }
}

/// Adds up the namings of one barrier, in whatever order.
#[must_use]
pub fn tally<'a>(namings: impl IntoIterator<Item = &'a Naming>) -> BarrierTally {
    let mut out = BarrierTally::default();
    let mut newest: std::collections::BTreeMap<AccountId, (NaiveDate, Minor)> =
        std::collections::BTreeMap::new();
    let mut days = Vec::new();
    for n in namings {
        out.count += 1;
        out.cured += u64::from(n.cured);
        days.extend(n.days_to_cash);
        let known = newest.entry(n.account).or_insert((n.on, n.past_due));
        if n.on >= known.0 {
            *known = (n.on, n.past_due);
        }
    }
    out.accounts = newest.len() as u64;
    out.money = newest.values().map(|(_, m)| i128::from(m.get())).sum();
    out.paid = days.len() as u64;
    days.sort_unstable();
    // The lower middle of an even number: a time that really passed.
    out.days_to_cash = days.get(days.len().saturating_sub(1) / 2).copied();
    out
}
