//! The verdict on a promise: a pure function of the promise, the ledger and the day (DOMAIN §3).
//!
//! Here are the answers' types. `required` says what it takes, `attribution` which money counts, `judge` what became of it, `chain`
//! and `level` which time it is, `explain` and `shortfall` say it in words, `supersede` what a new promise replaces.

mod attribution;
mod case;
mod cash;
mod chain;
mod credibility;
mod explain;
mod group;
mod history;
mod judge;
mod required;
mod shortfall;
mod supersede;

pub use chain::chain_line;
pub use credibility::{Credibility, PRIOR, credibility, credibility_with, p_keep};
pub use explain::{explain, overlay, overlay_short};
pub use group::Group;
pub use history::{Turn, history, history_line};
pub(crate) use judge::by_date;
pub use judge::judge_all;
pub(crate) use judge::judge_plain;
pub(crate) use required::disputed_on;
pub use shortfall::ShortCause;
pub use supersede::{split, supersedes};

use crate::domain::ids::{DocumentId, PromiseId};
use crate::domain::money::Minor;
use crate::domain::promise::Ruling;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What became of a promise as of a day. The names are those of the JSON contract.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its date is ahead.
    Open,
    /// Its date is today.
    DueToday,
    /// Its date has passed, its window has not: late.
    InGrace,
    /// Enough came by the date.
    Kept,
    /// Enough came within the window.
    KeptLate,
    /// The window closed with some of it.
    Light,
    /// The window closed with nothing.
    Broken,
    /// Light or broken, satisfied afterwards: out of the queue, still not kept.
    CuredLate,
    /// A later promise took its place before its date: rolled.
    Superseded,
    /// They took it back before its date.
    Withdrawn,
    /// Entry error; in no rate.
    Voided,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 11] = [
        Verdict::Open,
        Verdict::DueToday,
        Verdict::InGrace,
        Verdict::Kept,
        Verdict::KeptLate,
        Verdict::Light,
        Verdict::Broken,
        Verdict::CuredLate,
        Verdict::Superseded,
        Verdict::Withdrawn,
        Verdict::Voided,
    ];

    /// The name in JSON and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Open => "open",
            Verdict::DueToday => "due_today",
            Verdict::InGrace => "in_grace",
            Verdict::Kept => "kept",
            Verdict::KeptLate => "kept_late",
            Verdict::Light => "light",
            Verdict::Broken => "broken",
            Verdict::CuredLate => "cured_late",
            Verdict::Superseded => "superseded",
            Verdict::Withdrawn => "withdrawn",
            Verdict::Voided => "voided",
        }
    }

    /// The verdict of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|v| v.name() == name)
    }

    /// Live: its date or window has not passed and it is not satisfied.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Verdict::Open | Verdict::DueToday | Verdict::InGrace)
    }

    /// Not kept, and not made good since: what a supervisor reviews.
    #[must_use]
    pub const fn is_failed(self) -> bool {
        matches!(self, Verdict::Light | Verdict::Broken)
    }
}

impl Verdict {
    /// Decided by its dates and its money: what a supervisor can rule about.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        matches!(
            self,
            Verdict::Kept
                | Verdict::KeptLate
                | Verdict::Light
                | Verdict::Broken
                | Verdict::CuredLate
        )
    }

    /// In words: `in grace`, `cured late`; what is ruled out of the rates is `excused`.
    #[must_use]
    pub const fn words(self, ruled: bool) -> &'static str {
        match self {
            Verdict::Open => "open",
            Verdict::DueToday => "due today",
            Verdict::InGrace => "in grace",
            Verdict::Kept => "kept",
            Verdict::KeptLate => "kept late",
            Verdict::Light => "light",
            Verdict::Broken => "broken",
            Verdict::CuredLate => "cured late",
            Verdict::Superseded => "superseded",
            Verdict::Withdrawn => "withdrawn",
            Verdict::Voided if ruled => "excused",
            Verdict::Voided => "voided",
        }
    }
}

/// A piece of money that was counted for a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The payment.
    pub document: DocumentId,
    /// Its effective date; of a fall between two lists the day between them that suits the promise best.
    pub on: NaiveDate,
    /// How much of it counts for this promise.
    pub amount: Minor,
    /// Unapplied cash, or a fall between two snapshots: counted, but marked.
    pub provisional: bool,
}

/// The verdict with everything that explains it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judgement {
    /// Which promise.
    pub promise: PromiseId,
    /// What became of it, as it counts: a supervisor's ruling, else what the ledger says.
    pub verdict: Verdict,
    /// What the ledger says.
    pub derived: Verdict,
    /// The ruling that counts, if any.
    pub ruling: Option<Ruling>,
    /// The last day of its window: `bd(by_when, grace)`.
    pub window_ends: NaiveDate,
    /// `min(promised, open of its invoices when taken − later non-cash reductions)`.
    pub required: Minor,
    /// Cash counted for it as of the day.
    pub received: Minor,
    /// `required − received`, floored at 0.
    pub short: Minor,
    /// Business days from the date to the day that satisfied it (or to `as_of` while it is not); 0 when on time.
    pub slip: i64,
    /// 1 + earlier promises on the same debt that ended broken, light, withdrawn or superseded.
    pub level: u32,
    /// The promises that superseded each other on the same debt, oldest first, this one included.
    pub chain: Vec<PromiseId>,
    /// What was counted.
    pub receipts: Vec<Receipt>,
    /// A claim in transit overlays it: expected by.
    pub in_transit_until: Option<NaiveDate>,
    /// Part of its invoices is on dispute; `required` is lower by it.
    pub disputed: Minor,
    /// What explains the shortfall to the cent: "CM-77 (pricing) is 3,400.00".
    pub short_matches: Vec<String>,
    /// What kind of thing each of them is.
    #[serde(default)]
    pub short_causes: Vec<ShortCause>,
}
