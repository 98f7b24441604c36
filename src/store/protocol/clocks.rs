//! The ladder, placement, jobs: what is told, handed over, counted down; and the supervisor's lane of all of it by day.
//!
//! Plain data. The rules are in `domain::{ladder, placement, lien}`; `store::{told, placements, jobs, lane}` answer.

use super::NewLetter;
use crate::domain::ids::{AccountId, ContactId, JobId, PlacementId};
use crate::domain::ladder::LadderStep;
use crate::domain::lien::{JobDate, JobStepKind, PartyKind, Project, Role};
use crate::domain::money::{Currency, Minor};
use crate::domain::placement::{Placement, PlacementState, PlacementStepKind, Recovered};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A next step that the customer was told of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewTold {
    /// What.
    pub step: LadderStep,
    /// For which day; `None` = when the notice period has passed.
    pub for_on: Option<NaiveDate>,
    /// To whom, in words; `None` = the contact of the call.
    pub to: Option<String>,
    /// To whom.
    pub contact: Option<ContactId>,
    /// In words.
    pub note: Option<String>,
}

/// An account to hand over to an agency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPlacement {
    /// Which.
    pub account: AccountId,
    /// To whom.
    pub agency: String,
    /// How much; `None` = what is past due.
    pub amount: Option<Minor>,
    /// Why.
    pub reason: String,
    /// Why now, although the honesty rule warns.
    pub anyway: Option<String>,
}

/// A job to count down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewJob {
    /// Whose.
    pub account: AccountId,
    /// Its name, as on the invoices.
    pub name: String,
    /// Whose rules count.
    pub state: String,
    /// Whose project.
    pub project: Project,
    /// What we are on it.
    pub role: Role,
    /// Where it is.
    pub address: Option<String>,
    /// Days that are known.
    pub dates: Vec<(JobDate, NaiveDate)>,
}

/// Somebody with a part in a job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewParty {
    /// In which part.
    pub kind: PartyKind,
    /// Who.
    pub name: String,
    /// Where notices go.
    pub address: Option<String>,
    /// Phone as typed.
    pub phone: Option<String>,
}

/// Something that was sent, filed, released or exchanged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewJobStep {
    /// What.
    pub kind: JobStepKind,
    /// On which day; `None` = the act's.
    pub on: Option<NaiveDate>,
    /// How much.
    pub amount: Option<Minor>,
    /// A waiver covers what was furnished through that day.
    pub through: Option<NaiveDate>,
    /// In words.
    pub note: Option<String>,
    /// Why, although the honesty rule warns.
    pub anyway: Option<String>,
}

/// What is done with the clocks. Each is one transaction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClockAct {
    /// The final notice: a letter of the outbox, and what it tells.
    Notice {
        /// The letter.
        letter: NewLetter,
        /// What it tells.
        told: Vec<NewTold>,
    },
    /// Hand an account over.
    Place(NewPlacement),
    /// Not now.
    Decline {
        /// Which account.
        account: AccountId,
        /// Looked at again on that day.
        again_on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// Something happened at the agency.
    Placed {
        /// Which placement.
        placement: PlacementId,
        /// What.
        kind: PlacementStepKind,
        /// On which day; `None` = the act's.
        on: Option<NaiveDate>,
        /// What was recovered.
        amount: Option<Minor>,
        /// What the agency kept of it.
        fee: Option<Minor>,
        /// In words.
        note: Option<String>,
    },
    /// A new job.
    Job(NewJob),
    /// Days of a job; none = not known after all.
    Dates {
        /// Which job.
        job: JobId,
        /// Which days.
        dates: Vec<(JobDate, Option<NaiveDate>)>,
    },
    /// Somebody with a part in a job.
    Party {
        /// Which job.
        job: JobId,
        /// Who.
        party: NewParty,
    },
    /// Something was done on a job.
    Step {
        /// Which job.
        job: JobId,
        /// What.
        step: NewJobStep,
    },
    /// A filing is planned: a courtesy call to every party becomes a task.
    Plan {
        /// Which job.
        job: JobId,
        /// What is to be filed.
        kind: JobStepKind,
        /// For which day.
        file_on: NaiveDate,
    },
}

/// What a line of the lane is about.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The last day of a notice or lien.
    Lien,
    /// Courtesy calls before a filing.
    Courtesy,
    /// A filing that is planned.
    Filing,
    /// A notice period ends: the step may be taken from that day.
    Notice,
    /// The window for placement closes.
    Placement,
    /// An agency has not said that it has the account.
    Agency,
}

impl ClockKind {
    /// In a word or two.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            ClockKind::Lien => "lien date",
            ClockKind::Courtesy => "courtesy call",
            ClockKind::Filing => "filing",
            ClockKind::Notice => "notice ends",
            ClockKind::Placement => "placement",
            ClockKind::Agency => "agency",
        }
    }
}

/// One line of the lane.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockRow {
    /// The day that counts.
    pub day: NaiveDate,
    /// What it is about.
    pub kind: ClockKind,
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub collector: Option<String>,
    /// What is past due there.
    pub amount: Minor,
    /// In which currency.
    pub currency: Currency,
    /// In words.
    pub what: String,
    /// A stop is in force: nothing may be done.
    pub stopped: bool,
}

/// The lane, by day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Lane {
    /// Its lines, the nearest day first.
    pub rows: Vec<ClockRow>,
    /// All of them; the list is cut where it would be endless.
    pub total: usize,
}

/// A placement with its account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacementRow {
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// The placement.
    pub placement: Placement,
    /// Where it stands.
    pub state: PlacementState,
    /// What came back.
    pub recovered: Recovered,
}
