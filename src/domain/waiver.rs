//! A waiver that hangs on a promise (DOMAIN §3, concession): earned when the promise is kept, lapsed when it is not, awaiting approval above
//! the collector's limit. Derived from the verdict, never stored.

use super::ids::{DocumentId, PromiseId, WaiverId};
use super::money::Minor;
use super::named::named;
use super::verdict::Verdict;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A finance charge or fee that is given up if the promise is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiver {
    /// Our identity for it.
    pub id: WaiverId,
    /// The promise that it hangs on.
    pub promise: PromiseId,
    /// How much.
    pub amount: Minor,
    /// The invoice of the charge, where it has one.
    pub document: Option<DocumentId>,
    /// Why, in words.
    pub reason: String,
    /// The day it was offered.
    pub made_on: NaiveDate,
    /// It was above the collector's limit when it was offered.
    pub needs_approval: bool,
    /// What a supervisor decided, and when.
    pub decided: Option<(bool, NaiveDate)>,
}

named! {
    /// What became of a waiver.
    pub enum WaiverState {
        /// Above the limit, and nobody has decided yet.
        AwaitsApproval => "awaits_approval", "awaits approval";
        /// The supervisor said no.
        Refused => "refused", "refused";
        /// Offered; the promise is still open.
        Offered => "offered", "offered";
        /// The promise was kept: give it.
        Earned => "earned", "earned";
        /// Earned, and all of it was posted as a credit: nothing is left to give.
        Posted => "posted", "posted";
        /// The promise was not kept.
        Lapsed => "lapsed", "lapsed";
    }
}

/// What became of a waiver, given what became of its promise and what of it stands posted. Taken back, a credit is not posted any more.
#[must_use]
pub fn became(waiver: &Waiver, promise: Verdict, posted: Minor, as_of: NaiveDate) -> WaiverState {
    match state(waiver, promise, as_of) {
        WaiverState::Earned if posted >= waiver.amount => WaiverState::Posted,
        state => state,
    }
}

/// What became of a waiver, given what became of its promise; whether it was posted does not count here.
#[must_use]
pub fn state(waiver: &Waiver, promise: Verdict, as_of: NaiveDate) -> WaiverState {
    match waiver.decided.filter(|(_, on)| *on <= as_of) {
        Some((false, _)) => return WaiverState::Refused,
        None if waiver.needs_approval => return WaiverState::AwaitsApproval,
        Some((true, _)) | None => {}
    }
    match promise {
        Verdict::Kept => WaiverState::Earned,
        // Within the grace window money of the day itself may still be posted.
        Verdict::Open | Verdict::DueToday | Verdict::InGrace => WaiverState::Offered,
        Verdict::KeptLate
        | Verdict::Light
        | Verdict::Broken
        | Verdict::CuredLate
        | Verdict::Superseded
        | Verdict::Withdrawn
        | Verdict::Voided => WaiverState::Lapsed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn waiver(needs_approval: bool, decided: Option<(bool, &str)>) -> Waiver {
        Waiver {
            id: WaiverId(1),
            promise: PromiseId(1),
            amount: Minor::new(5_000),
            document: None,
            reason: "late fee".into(),
            made_on: d("2026-11-02"),
            needs_approval,
            decided: decided.map(|(yes, on)| (yes, d(on))),
        }
    }

    #[test]
    fn a_waiver_is_earned_only_by_a_promise_kept_on_time() {
        let at = |verdict| state(&waiver(false, None), verdict, d("2026-11-20"));
        for verdict in Verdict::ALL {
            let expect = match verdict {
                Verdict::Kept => WaiverState::Earned,
                v if v.is_live() => WaiverState::Offered,
                _ => WaiverState::Lapsed,
            };
            assert_eq!(at(verdict), expect, "{verdict:?}");
        }
    }

    #[test]
    fn above_the_limit_it_waits_and_the_decision_counts_from_its_day_on() {
        let none = waiver(true, None);
        assert_eq!(
            state(&none, Verdict::Kept, d("2026-11-20")),
            WaiverState::AwaitsApproval
        );
        let yes = waiver(true, Some((true, "2026-11-10")));
        assert_eq!(
            state(&yes, Verdict::Kept, d("2026-11-09")),
            WaiverState::AwaitsApproval
        );
        assert_eq!(
            state(&yes, Verdict::Kept, d("2026-11-10")),
            WaiverState::Earned
        );
        let no = waiver(true, Some((false, "2026-11-10")));
        assert_eq!(
            state(&no, Verdict::Kept, d("2026-11-10")),
            WaiverState::Refused
        );
    }
}
