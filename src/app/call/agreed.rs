//! What was agreed in a call: each with the form that it came from, its barrier, and what it makes of the call's outcome.
//!
//! Law: pure tables and questions. Which barrier goes without saying and which outcome weighs more is decided here and nowhere else.

use super::super::answers::Made;
use super::super::deed::Deed;
use super::super::form::Form;
use crate::domain::answer::Said;
use crate::domain::dispute::DisputeCode;
use crate::domain::touch::TouchOutcome;
use crate::store::protocol::{ClaimDeed, Remedy};
use serde::{Deserialize, Serialize};

/// Something that was agreed, with the form it came from (so that it can be changed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreed {
    /// As typed.
    pub form: Form,
    /// What it means.
    pub deed: Deed,
    /// The answer that it belongs to; none for a barrier picked from the list.
    pub said: Option<Said>,
}

impl Agreed {
    /// What it made.
    pub(super) fn made(&self) -> Option<&Made> {
        match &self.deed {
            Deed::Made(made) => Some(made),
            _ => None,
        }
    }

    /// Something comes of it on a day: the account does not fall out of sight.
    pub(super) fn has_next_step(&self) -> bool {
        match &self.deed {
            Deed::Promise(_) | Deed::FollowUp(_) => true,
            Deed::Made(made) => {
                let again = |r: &Remedy| matches!(r, Remedy::Claim(step) if matches!(step.step, ClaimDeed::Reissue(_)));
                let awaited = made.claim.is_some() || made.remedies.iter().any(again);
                awaited || !made.days().is_empty()
            }
            _ => false,
        }
    }

    /// The barrier that goes without saying.
    pub(super) fn barrier(&self) -> Option<&'static str> {
        Some(match self.said? {
            Said::AlreadySent => "already sent",
            Said::NoInvoice => "invoice not received",
            Said::Paperwork => "PO or paperwork missing",
            Said::Approval => "awaiting internal approval",
            Said::PayRun => "in a pay run",
            Said::CashShort => "cash flow or weather",
            Said::WaiverAsked => "fee in question",
            Said::Retainage => "retainage held",
            Said::PaidWhenPaid => "waiting on their customer",
            Said::WrongPerson | Said::WrongNumber => "wrong address or person",
            Said::Disputes => self.made()?.remedies.iter().find_map(|r| match r {
                Remedy::Dispute(d) => contested(d.code),
                _ => None,
            })?,
            Said::Today
            | Said::Date
            | Said::Vague
            | Said::TalkAgain
            | Said::Angry
            | Said::Voicemail
            | Said::NoAnswer => return None,
        })
    }
}

/// The barrier of a dispute.
const fn contested(code: DisputeCode) -> Option<&'static str> {
    Some(match code {
        DisputeCode::Pricing => "pricing",
        DisputeCode::Tax => "tax",
        DisputeCode::Quantity => "quantity or short shipment",
        DisputeCode::Damaged => "damaged or returned",
        DisputeCode::Duplicate => "duplicate",
        DisputeCode::CreditExpected => "credit expected",
        DisputeCode::Freight => "freight or other charge",
        DisputeCode::Fee => "fee in question",
        DisputeCode::Work | DisputeCode::NotOrdered | DisputeCode::Other => return None,
    })
}

/// What came of a call, when this was said.
pub(super) const fn outcome_of(said: Said) -> TouchOutcome {
    match said {
        Said::AlreadySent => TouchOutcome::Claim,
        Said::Today | Said::Date | Said::PayRun | Said::CashShort | Said::WaiverAsked => {
            TouchOutcome::Promise
        }
        Said::NoInvoice | Said::Paperwork => TouchOutcome::Request,
        Said::Disputes => TouchOutcome::Dispute,
        Said::Voicemail => TouchOutcome::Voicemail,
        Said::NoAnswer | Said::WrongNumber => TouchOutcome::NoAnswer,
        Said::Vague
        | Said::TalkAgain
        | Said::Approval
        | Said::Retainage
        | Said::PaidWhenPaid
        | Said::WrongPerson => TouchOutcome::FollowUp,
        Said::Angry => TouchOutcome::Information,
    }
}

/// How good an outcome is to know: a promise outweighs a claim, a claim a dispute, and so on.
pub(super) const fn weight(outcome: TouchOutcome) -> u8 {
    match outcome {
        TouchOutcome::Promise => 7,
        TouchOutcome::Claim => 6,
        TouchOutcome::Dispute => 5,
        TouchOutcome::Request => 4,
        TouchOutcome::FollowUp => 3,
        TouchOutcome::Information => 2,
        TouchOutcome::Voicemail => 1,
        TouchOutcome::NoAnswer => 0,
    }
}
