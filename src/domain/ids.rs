//! Row identities. A newtype each, so that a promise is never looked up by an account's number.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A bill-to customer.
    AccountId,
    /// A person at an account.
    ContactId,
    /// An invoice, credit memo, payment, or other row with money.
    DocumentId,
    /// A promise to pay.
    PromiseId,
    /// A claim that money is under way.
    ClaimId,
    /// A date to come back.
    FollowUpId,
    /// A call, mail, note or other touch.
    TouchId,
    /// Something that somebody has to do.
    TaskId,
    /// A contested amount.
    DisputeId,
    /// A payment plan.
    PlanId,
    /// A waiver that hangs on a promise.
    WaiverId,
    /// A fee that was posted.
    FeeId,
    /// Something that they asked us to send.
    RequestId,
    /// What was decided about a promise that was not kept.
    ReviewId,
    /// What waits for a supervisor.
    ApprovalId,
    /// A letter.
    LetterId,
    /// An attempt to send one.
    AttemptId,
    /// A placement with an agency.
    PlacementId,
    /// A job.
    JobId,
    /// Somebody with a part in a job.
    PartyId,
    /// An import batch.
    BatchId,
    /// A difference between a report and what was typed.
    QuestionId,
    /// A position in the event log.
    EventSeq,
}
