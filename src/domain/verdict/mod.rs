//! The verdict on a promise: a pure function of the promise, the ledger and the day (DOMAIN §3).

use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::ids::{DocumentId, PromiseId};
use crate::domain::money::Minor;
use crate::domain::money::MoneyError;
use crate::domain::promise::{Promise, PromiseItem};
use crate::domain::rules::Rules;
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

/// A piece of money that was counted for a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The payment.
    pub document: DocumentId,
    /// Its effective date.
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
    /// What became of it.
    pub verdict: Verdict,
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
}

/// The verdicts on all promises taken on or before `as_of`, ended ones too, in the promises' order.
///
/// # Errors
/// When an amount does not fit.
pub fn judge_all(
    book: &Book,
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Vec<Judgement>, MoneyError> {
    let _ = (book, as_of, rules);
    Ok(Vec::new())
}

/// The verdict in one sentence without a full stop.
#[must_use]
pub fn explain(
    judgement: &Judgement,
    promise: &Promise,
    book: &Book,
    rules: &Rules,
    as_of: NaiveDate,
) -> String {
    let _ = (judgement, promise, book, rules, as_of);
    String::new()
}

/// The chain of dates on one line, where there is more than one:
/// `5 Sep > 19 Sep > 3 Oct: 3rd date, +28 d, 0.00 received`. `all` are the account's judgements.
#[must_use]
pub fn chain_line(
    judgement: &Judgement,
    all: &[Judgement],
    book: &Book,
    as_of: NaiveDate,
) -> Option<String> {
    let _ = (judgement, all, book, as_of);
    None
}

/// The promises that a new one of `amount` on `items` (empty = the account) must replace.
///
/// # Errors
/// When an amount does not fit.
pub fn supersedes(
    book: &Book,
    amount: Minor,
    items: &[DocumentId],
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Vec<PromiseId>, MoneyError> {
    let _ = (book, amount, items, as_of, rules);
    Ok(Vec::new())
}

/// A promise's amount over its invoices, oldest due first; what is beyond their open amounts falls on the last.
/// Empty for a promise on the account.
#[must_use]
pub fn split_oldest_first(
    book: &Book,
    balances: &Balances,
    amount: Minor,
    items: &[DocumentId],
) -> Vec<PromiseItem> {
    let _ = (book, balances, amount, items);
    Vec::new()
}

/// How far somebody's word goes: over finished promises only.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Credibility {
    /// Promises whose outcome is known.
    pub promised: u32,
    /// Of them kept by the date.
    pub kept: u32,
    /// Of them kept within the window.
    pub kept_late: u32,
    /// What they required in all.
    pub required: Minor,
    /// What of it came within the windows.
    pub received: Minor,
    /// The median slip in business days of those that were satisfied at all.
    pub median_slip: Option<i64>,
    /// Kept by the date in percent, a promise counting half as much for every 180 days that its window is past.
    pub weighted_percent: Option<u32>,
}

/// Credibility over judgements (of one contact, or of the account).
#[must_use]
pub fn credibility<'a>(
    judgements: impl IntoIterator<Item = &'a Judgement>,
    as_of: NaiveDate,
) -> Credibility {
    let _ = (judgements.into_iter().count(), as_of);
    Credibility::default()
}
