//! Placement with a third-party agency: who has it, since when, what came back, what the agency kept (DOMAIN §4).
//!
//! Law: plain data and pure functions. A placed account is out of the queue: two people who ask for the same money are one too many.

use super::ids::PlacementId;
use super::money::{Minor, MoneyError};
use super::named::named;
use super::view::Prep;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

named! {
    /// What happens to a placed account.
    pub enum PlacementStepKind {
        /// The agency has it.
        Acknowledged => "acknowledged", "acknowledged";
        /// Money came through the agency.
        Recovery => "recovery", "recovery";
        /// We called it back.
        Recalled => "recalled", "recalled";
        /// The agency is done with it.
        Closed => "closed", "closed";
    }
}

named! {
    /// Where a placement stands.
    pub enum PlacementState {
        /// Handed over, nothing heard.
        Placed => "placed", "placed";
        /// The agency has it.
        Acknowledged => "acknowledged", "acknowledged";
        /// We called it back.
        Recalled => "recalled", "recalled";
        /// The agency is done with it.
        Closed => "closed", "closed";
    }
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacementStep {
    /// What.
    pub kind: PlacementStepKind,
    /// On which day.
    pub on: NaiveDate,
    /// What was recovered.
    pub amount: Option<Minor>,
    /// What the agency kept of it.
    pub fee: Option<Minor>,
    /// In words.
    pub note: Option<String>,
}

/// A placement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Placement {
    /// Our identity for it.
    pub id: PlacementId,
    /// With whom.
    pub agency: String,
    /// Since when.
    pub on: NaiveDate,
    /// What was handed over.
    pub amount: Minor,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// What happened, oldest first.
    pub steps: Vec<PlacementStep>,
}

/// What came back, and what it cost.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Recovered {
    /// Through the agency, gross.
    pub amount: Minor,
    /// The agency's part of it.
    pub fees: Minor,
}

impl Placement {
    fn known(&self, as_of: NaiveDate) -> impl Iterator<Item = &PlacementStep> {
        self.steps.iter().filter(move |s| s.on <= as_of)
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self, as_of: NaiveDate) -> PlacementState {
        let mut state = PlacementState::Placed;
        for step in self.known(as_of) {
            state = match step.kind {
                PlacementStepKind::Acknowledged => PlacementState::Acknowledged,
                PlacementStepKind::Recovery => state,
                PlacementStepKind::Recalled => PlacementState::Recalled,
                PlacementStepKind::Closed => PlacementState::Closed,
            };
        }
        state
    }

    /// The agency has it.
    #[must_use]
    pub fn is_out(&self, as_of: NaiveDate) -> bool {
        self.on <= as_of
            && matches!(
                self.state(as_of),
                PlacementState::Placed | PlacementState::Acknowledged
            )
    }

    /// What came back until a day.
    ///
    /// # Errors
    /// When the sums do not fit.
    pub fn recovered(&self, as_of: NaiveDate) -> Result<Recovered, MoneyError> {
        Ok(Recovered {
            amount: Minor::sum(self.known(as_of).filter_map(|s| s.amount))?,
            fees: Minor::sum(self.known(as_of).filter_map(|s| s.fee))?,
        })
    }
}

/// What is proposed for placement: what is past due, without what is on dispute. An agency asks for what is owed; what is contested is ours to answer
/// first, and is handed over only when somebody names the amount.
#[must_use]
pub fn proposed(past_due: Minor, contested: Minor) -> Minor {
    past_due.less(contested).max(Minor::ZERO)
}

/// A supervisor said: not now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Declined {
    /// On which day.
    pub on: NaiveDate,
    /// Looked at again on that day.
    pub again_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// The placement that is out as of a day.
#[must_use]
pub fn out(all: &[Placement], as_of: NaiveDate) -> Option<&Placement> {
    all.iter().rev().find(|p| p.is_out(as_of))
}

/// Not to be put to the supervisor before that day: the newest word counts.
#[must_use]
pub fn again(declined: &[Declined], as_of: NaiveDate) -> Option<NaiveDate> {
    let newest = declined.iter().rev().find(|d| d.on <= as_of)?;
    Some(newest.again_on).filter(|day| *day > as_of)
}

/// What the agency's file is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackageJob {
    /// For whom the money is.
    pub company: String,
    /// Who hands over.
    pub by: String,
    /// The account as it stands.
    pub prep: Prep,
}
