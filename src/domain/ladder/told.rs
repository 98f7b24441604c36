//! The honesty rule: a step is told before it is taken, and the time that was given has passed (DOMAIN §7).
//!
//! Law: pure. A warning never forbids: whoever goes on all the same says why, and that is a record (`HonestyOverride`).

use super::{Ladder, LadderStep};
use crate::domain::say;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A next step that the customer was told of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// What.
    pub step: LadderStep,
    /// On which day.
    pub on: NaiveDate,
    /// For which day it was announced.
    pub for_on: Option<NaiveDate>,
    /// To whom.
    pub to: Option<String>,
    /// By whom of us.
    pub by: String,
    /// It was said in a letter of ours.
    pub by_letter: bool,
    /// In words.
    pub note: Option<String>,
}

/// A step that was taken although the rule warned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HonestyOverride {
    /// Which step.
    pub step: LadderStep,
    /// On which day.
    pub on: NaiveDate,
    /// What the rule warned of.
    pub warning: String,
    /// Why it was done all the same.
    pub reason: String,
    /// By whom.
    pub by: String,
}

/// Whether a customer knows of a step.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "telling")]
pub enum Telling {
    /// The step needs no telling.
    NotNeeded,
    /// Nobody told them.
    NotTold {
        /// Days that would have to pass.
        notice: u32,
    },
    /// They know, and their time has not passed.
    TooEarly {
        /// Told on that day.
        told_on: NaiveDate,
        /// From this day on it may be done.
        from: NaiveDate,
    },
    /// They know, and their time has passed.
    Ripe {
        /// Told on that day.
        told_on: NaiveDate,
        /// Since then it may be done.
        from: NaiveDate,
    },
}

impl Telling {
    /// In a few words; none where nothing has to be told.
    #[must_use]
    pub fn words(&self, as_of: NaiveDate) -> Option<String> {
        let day = |d| say::day(d, as_of);
        match self {
            Telling::NotNeeded => None,
            Telling::NotTold { .. } => Some("not told yet".to_owned()),
            Telling::TooEarly { told_on, from } => {
                Some(format!("told {}, not before {}", day(*told_on), day(*from)))
            }
            Telling::Ripe { told_on, .. } => Some(format!("told {}", day(*told_on))),
        }
    }
}

/// Whether they know of a step. `since`: what was said before their oldest debt fell due was about another one.
#[must_use]
pub fn telling(
    step: LadderStep,
    told: &[Told],
    ladder: &Ladder,
    since: Option<NaiveDate>,
    as_of: NaiveDate,
) -> Telling {
    let Some(notice) = ladder.notice_days(step) else {
        return Telling::NotNeeded;
    };
    // Of several tellings the one whose time passes first counts: saying it again takes nothing back.
    let first = told
        .iter()
        .filter(|t| t.step == step && t.on <= as_of && since.is_none_or(|due| t.on >= due))
        .map(|t| {
            let over = t.on.checked_add_days(Days::new(notice.into()));
            let over = over.unwrap_or(NaiveDate::MAX);
            (t.for_on.map_or(over, |day| day.max(over)), t.on)
        })
        .min();
    match first {
        None => Telling::NotTold { notice },
        Some((from, told_on)) if from > as_of => Telling::TooEarly { told_on, from },
        Some((from, told_on)) => Telling::Ripe { told_on, from },
    }
}

/// What the rule warns of before a step; none when they know and their time has passed.
#[must_use]
pub fn warning(step: LadderStep, telling: Telling, as_of: NaiveDate) -> Option<String> {
    let what = step.words();
    match telling {
        Telling::NotNeeded | Telling::Ripe { .. } => None,
        Telling::NotTold { notice } => Some(format!(
            "they were not told of the {what}, which asks for {} of notice",
            say::plural(notice.into(), "day")
        )),
        Telling::TooEarly { told_on, from } => Some(format!(
            "they were told of the {what} on {}, and have until {}",
            say::day(told_on, as_of),
            say::day(from, as_of)
        )),
    }
}
