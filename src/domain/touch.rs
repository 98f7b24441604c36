//! The log of touches, and what a touch leaves behind: dates to come back, tasks, claims, disputes, holds.

use super::answer::Answer;
use super::dispute::{CaseKind, DisputeCode, DisputeEnd};
pub use super::hold::{Hold, HoldDetails, HoldKind};
use super::ids::{ClaimId, ContactId, DisputeId, DocumentId, FollowUpId, TaskId, TouchId};
use super::money::Minor;
use super::named::named;
use super::task::TaskKind;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// The channel of a touch.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By phone.
    Call,
    /// By e-mail.
    Mail,
    /// On paper.
    Letter,
    /// In person.
    Visit,
    /// Nobody was touched: a note for ourselves.
    Note,
}

impl Channel {
    /// The name in the ledger and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Call => "call",
            Channel::Mail => "mail",
            Channel::Letter => "letter",
            Channel::Visit => "visit",
            Channel::Note => "note",
        }
    }
}

/// What came of a touch.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TouchOutcome {
    /// They gave a date and an amount.
    Promise,
    /// We come back on a date.
    FollowUp,
    /// They say that it is under way.
    Claim,
    /// A message was left.
    Voicemail,
    /// Nobody answered.
    NoAnswer,
    /// They asked us for something.
    Request,
    /// They contest it.
    Dispute,
    /// Just information.
    Information,
}

impl TouchOutcome {
    /// The name in the ledger and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            TouchOutcome::Promise => "promise",
            TouchOutcome::FollowUp => "follow_up",
            TouchOutcome::Claim => "claim",
            TouchOutcome::Voicemail => "voicemail",
            TouchOutcome::NoAnswer => "no_answer",
            TouchOutcome::Request => "request",
            TouchOutcome::Dispute => "dispute",
            TouchOutcome::Information => "information",
        }
    }

    /// True when nobody was reached: an attempt.
    #[must_use]
    pub const fn is_attempt(self) -> bool {
        matches!(self, TouchOutcome::Voicemail | TouchOutcome::NoAnswer)
    }
}

/// A call, mail, letter, visit or note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Touch {
    /// Our identity for it.
    pub id: TouchId,
    /// How.
    pub channel: Channel,
    /// They came to us.
    pub inbound: bool,
    /// The civil day.
    pub on: NaiveDate,
    /// The instant, for display and the retry hour; order is by id, never by time.
    pub at: DateTime<Utc>,
    /// Which collector.
    pub by: String,
    /// With whom.
    pub contact: Option<ContactId>,
    /// The right person was reached.
    pub right_party: bool,
    /// What came of it.
    pub outcome: TouchOutcome,
    /// What stands in the way, in the field's words (`awaiting internal approval`).
    pub barrier: Option<String>,
    /// What the collector typed.
    pub note: String,
    /// What next step was told to the customer.
    pub told: Option<String>,
    /// It was made in spite of a limit on calls.
    #[serde(default)]
    pub overstep: Option<Overstep>,
    /// For which day that was announced.
    pub told_for: Option<NaiveDate>,
    /// What they answered, in order.
    pub answers: Vec<Answer>,
    /// Every barrier that was named.
    pub barriers: Vec<String>,
}

impl Touch {
    /// Somebody was spoken with, or wrote to us, or it was tried. A note of ours is none; neither is a letter that has left, which answers
    /// no follow-up and must not make an account rest: the outbox sends many at once.
    #[must_use]
    pub fn is_contact(&self) -> bool {
        match self.channel {
            Channel::Note => false,
            Channel::Mail | Channel::Letter => self.inbound,
            Channel::Call | Channel::Visit => true,
        }
    }

    /// Everything that stood in the way, each once: what was recorded one by one, and the single word of earlier entries.
    #[must_use]
    pub fn in_the_way(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in self.barriers.iter().chain(&self.barrier) {
            let name = name.trim();
            if !name.is_empty() && !out.iter().any(|o| o == name) {
                out.push(name.to_owned());
            }
        }
        out
    }
}

/// A call in spite of a soft limit (DOMAIN §6): what stood against it, and why it was made all the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Overstep {
    /// The limits, in words.
    pub limits: String,
    /// Why it was made.
    pub reason: String,
    /// The supervisor who allowed it, where one had to.
    pub allowed_by: Option<String>,
}

/// A date to come back. The newest one of an account is the live one, until a later touch on or after its date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUp {
    /// Our identity for it.
    pub id: FollowUpId,
    /// The day it was agreed.
    pub made_on: NaiveDate,
    /// The day to come back.
    pub due_on: NaiveDate,
    /// At which hour, on the desk's clock; `None` = any time of that day.
    #[serde(default)]
    pub at: Option<NaiveTime>,
    /// Why, in the collector's words.
    pub reason: String,
    /// They asked us to call: an inbound request that waits.
    pub requested_by_them: bool,
    /// The touch in which it was agreed, else the newest touch recorded before it: only a later touch answers it.
    #[serde(default)]
    pub touch: Option<TouchId>,
}

/// Who has to do a task.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// We do.
    Us,
    /// They do.
    Them,
}

/// Something promised by one side that is not money: send a copy, sign a waiver.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Our identity for it.
    pub id: TaskId,
    /// Whose.
    pub owner: Owner,
    /// What kind of thing.
    pub kind: TaskKind,
    /// What.
    pub what: String,
    /// Who of that side, where a name was given.
    pub person: Option<String>,
    /// The day it was promised.
    pub made_on: NaiveDate,
    /// By when.
    pub due_on: NaiveDate,
    /// The day it was done, or dropped.
    pub done_on: Option<NaiveDate>,
    /// It was dropped, not done.
    pub dropped: bool,
}

/// How money is said to travel.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// On paper, by mail.
    #[default]
    Check,
    /// Bank transfer, batched.
    Ach,
    /// Bank transfer, same day.
    Wire,
    /// Card.
    Card,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 4] = [Method::Check, Method::Ach, Method::Wire, Method::Card];

    /// The name in the ledger, in JSON and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Method::Check => "check",
            Method::Ach => "ach",
            Method::Wire => "wire",
            Method::Card => "card",
        }
    }

    /// The method of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// "Already sent it": money said to be under way (DOMAIN §3, claim in transit).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Our identity for it.
    pub id: ClaimId,
    /// The day that they said so.
    pub made_on: NaiveDate,
    /// How it travels.
    pub method: Method,
    /// Check or trace number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Minor,
    /// When they say that it left.
    pub mailed_on: NaiveDate,
    /// Business days of the mail added to `mailed_on`.
    pub expected_by: NaiveDate,
    /// Invoices that it is for; empty = the account.
    pub invoices: Vec<DocumentId>,
    /// The payment that turned out to be it.
    pub matched: Option<DocumentId>,
    /// The day that they took it back, or that another check took its place.
    pub retracted_on: Option<NaiveDate>,
    /// Who said so.
    pub contact: Option<ContactId>,
    /// Where they sent it.
    pub mailed_to: Option<String>,
    /// What was done about it, oldest first.
    pub steps: Vec<ClaimStep>,
    /// The claim for the check that took its place.
    pub reissued_as: Option<ClaimId>,
}

named! {
    /// What is done about money that does not come, in its usual order.
    pub enum ClaimStepKind {
        /// The address that it was sent to was compared with ours.
        AddressConfirmed => "address_confirmed", "address confirmed";
        /// They (or their bank) look where it is.
        TraceAsked => "trace_asked", "trace asked";
        /// They are to stop it and send another.
        ReissueAsked => "reissue_asked", "reissue asked";
        /// Another was sent.
        Reissued => "reissued", "reissued";
        /// They took it back: it was never sent.
        Retracted => "retracted", "retracted";
        /// A payment of ours was recognised as it.
        Matched => "matched", "matched";
    }
}

/// Something done about a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClaimStep {
    /// What.
    pub kind: ClaimStepKind,
    /// On which day.
    pub on: NaiveDate,
    /// In words.
    pub detail: Option<String>,
}

/// An amount of an invoice that the customer contests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    /// Our identity for it.
    pub id: DisputeId,
    /// Which invoice.
    pub document: DocumentId,
    /// How much of it.
    pub amount: Minor,
    /// Why, by its code; records of earlier versions have words only.
    pub code: Option<DisputeCode>,
    /// Why, in the field's words.
    pub reason: String,
    /// Who answers it.
    pub owner: Option<String>,
    /// By when it is to be answered.
    pub due_on: Option<NaiveDate>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// When it was settled either way.
    pub resolved_on: Option<NaiveDate>,
    /// Which way.
    pub ended: Option<DisputeEnd>,
    /// Contested, or kept back of a payment.
    pub kind: CaseKind,
    /// The payment that it was kept back of.
    pub payment: Option<DocumentId>,
    /// What they get of it; zero while it is open, or when nothing was said.
    pub credited: Minor,
    /// The settled case that this one goes on with.
    pub reopens: Option<DisputeId>,
}

/// A dated construction remedy on a job: notice, lien, bond claim (DOMAIN §7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LienStep {
    /// Which job.
    pub job: String,
    /// `preliminary notice`, `notice of intent`, `lien`, …
    pub step: String,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// The day it was recorded that the step is planned.
    pub made_on: NaiveDate,
    /// The day it was filed or dropped.
    pub done_on: Option<NaiveDate>,
}
