//! The queue: gates first, then rank. Pure functions over facts (DOMAIN §4).
//!
//! Here are the answers' types and the order. `event` finds what brings an account up, `gate` what keeps it out, `score` what it
//! weighs, `words` says all that.

mod event;
mod gate;
mod score;
mod words;

pub use gate::gate;
pub use score::{in_placement_window, main_reason, reasons, score};
pub use words::{gate_text, money_line, why};

use crate::domain::facts::Facts;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::touch::{Channel, HoldKind};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Why an account is in the queue. The names are those of the JSON contract.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// They asked to be called.
    Inbound,
    /// We promised them something and are late.
    OwedByUs,
    /// A promise's window closed with nothing.
    PromiseBroken,
    /// A promise's window closed with some of it.
    PromiseLight,
    /// A promise's date passed; its window is open.
    PromiseLate,
    /// A promise's date is today.
    PromiseDue,
    /// A follow-up's day has come.
    FollowUpDue,
    /// Money said to be under way has not come.
    ClaimOverdue,
    /// A lien or notice date is near.
    LienClock,
    /// Old enough to be put to the supervisor for placement.
    PlacementWindow,
    /// More open than the credit limit.
    OverLimit,
    /// Past due, by size and age.
    PastDue,
    /// Past due since a few days.
    NewlyPastDue,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 13] = [
        Reason::Inbound,
        Reason::OwedByUs,
        Reason::PromiseBroken,
        Reason::PromiseLight,
        Reason::PromiseLate,
        Reason::PromiseDue,
        Reason::FollowUpDue,
        Reason::ClaimOverdue,
        Reason::LienClock,
        Reason::PlacementWindow,
        Reason::OverLimit,
        Reason::PastDue,
        Reason::NewlyPastDue,
    ];

    /// The name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Inbound => "inbound",
            Reason::OwedByUs => "owed_by_us",
            Reason::PromiseBroken => "promise_broken",
            Reason::PromiseLight => "promise_light",
            Reason::PromiseLate => "promise_late",
            Reason::PromiseDue => "promise_due",
            Reason::FollowUpDue => "follow_up_due",
            Reason::ClaimOverdue => "claim_overdue",
            Reason::LienClock => "lien_clock",
            Reason::PlacementWindow => "placement_window",
            Reason::OverLimit => "over_limit",
            Reason::PastDue => "past_due",
            Reason::NewlyPastDue => "newly_past_due",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.name() == name)
    }
}

/// One reason with what it weighs and says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReasonPoints {
    /// Which.
    pub reason: Reason,
    /// Its points.
    pub points: i64,
    /// In words: `broken, 2nd time: 5,000.00 by Fri 20 Nov, nothing came`.
    pub detail: String,
}

/// Why an account is not in the queue, on purpose. No score passes a gate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "gate")]
pub enum Gate {
    /// A stop is in force.
    Hold {
        /// Which.
        kind: HoldKind,
    },
    /// Credits and unapplied cash outweigh what is open.
    NetCredit,
    /// Nothing is past due.
    NothingPastDue,
    /// All of it is contested.
    AllDisputed,
    /// A live promise covers it.
    Promised {
        /// Until then.
        by_when: NaiveDate,
    },
    /// Said to be under way, still in its mail days.
    InTransit {
        /// Until then.
        expected_by: NaiveDate,
    },
    /// We come back on a later day.
    FollowUpAhead {
        /// That day.
        due_on: NaiveDate,
    },
    /// Touched today, or talked within the quiet days.
    TouchedRecently {
        /// The day of it.
        on: NaiveDate,
    },
    /// An agency has it.
    Placed {
        /// Since when.
        on: NaiveDate,
    },
    /// Another collector's.
    AssignedElsewhere {
        /// Whose.
        collector: String,
    },
}

/// A row of the queue, complete for display.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QueueRow {
    /// 1 = next.
    pub rank: u32,
    /// Which account.
    pub account: AccountId,
    /// The book's number for it, or the name where it has none.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The strongest reason (never empty: `reasons[0]`).
    pub reason: Reason,
    /// All reasons, strongest first.
    pub reasons: Vec<ReasonPoints>,
    /// For the `why` column, at most 16 columns wide: `light $3,400`, `broken 2nd`, `due today`.
    pub why: String,
    /// Gross past due.
    pub past_due: Minor,
    /// What may be asked for.
    pub collectible: Minor,
    /// The account's currency.
    pub currency: Currency,
    /// Days past due of the oldest past-due invoice; 0 when nothing is.
    pub oldest_days: i64,
    /// The newest touch.
    pub last_contact: Option<NaiveDate>,
    /// Its channel.
    pub last_channel: Option<Channel>,
    /// The next date on it: promise, follow-up or claim.
    pub next_date: Option<NaiveDate>,
    /// The hour of that date on the desk's clock, where one was agreed.
    pub next_time: Option<NaiveTime>,
    /// Whose it is.
    pub collector: Option<String>,
}

/// Best first: the higher score, then the larger collectible, then the older, then the lower account id.
#[must_use]
pub fn order(a: (i64, &Facts), b: (i64, &Facts)) -> Ordering {
    b.0.cmp(&a.0)
        .then_with(|| b.1.collectible.cmp(&a.1.collectible))
        .then_with(|| {
            let day = |f: &Facts| f.oldest_due.unwrap_or(NaiveDate::MAX);
            day(a.1).cmp(&day(b.1))
        })
        .then_with(|| a.1.account.cmp(&b.1.account))
}
