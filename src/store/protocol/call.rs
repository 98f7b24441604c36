//! A finished call, and what an answer makes: one `Remedy` per answer, several per call, one transaction for all.
//!
//! Law: whatever a call makes is undone with it. A remedy may refer to what the same call makes before it (`New`): promises count first,
//! then the instalments of its plans, in their order; claims in theirs.

use crate::domain::account::AccountKind;
use crate::domain::answer::Answer;
use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::ids::{
    AccountId, ClaimId, ContactId, DisputeId, DocumentId, PromiseId, TaskId, WaiverId,
};
use crate::domain::money::Minor;
use crate::domain::plan::Instalment;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::split::Split;
use crate::domain::task::{TaskEnd, TaskKind};
use crate::domain::touch::{Channel, Method, Overstep, Owner, TouchOutcome};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{NewClaim, NewFollowUp, NewPromise, NewTold};

/// A finished call or other touch with everything that came of it: one transaction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FinishCall {
    /// With whom.
    pub account: AccountId,
    /// Who answered.
    pub contact: Option<ContactId>,
    /// How.
    pub channel: Channel,
    /// They called.
    pub inbound: bool,
    /// The right person was reached.
    pub right_party: bool,
    /// What came of it.
    pub outcome: TouchOutcome,
    /// What stands in the way, first of all.
    pub barrier: Option<String>,
    /// What was typed.
    pub note: String,
    /// What next step was told.
    pub told: Option<String>,
    /// For which day it was announced.
    #[serde(default)]
    pub told_for: Option<NaiveDate>,
    /// How long it took, in seconds.
    pub seconds: u32,
    /// What they answered, in order.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Further barriers, each with its remedy where one was agreed.
    #[serde(default)]
    pub barriers: Vec<NewBarrier>,
    /// Promises taken (their `account` is this one). Without a contact of their own they are given by the call's.
    pub promises: Vec<NewPromise>,
    /// Claims noted.
    pub claims: Vec<NewClaim>,
    /// What else the answers made.
    #[serde(default)]
    pub remedies: Vec<Remedy>,
    /// When we come back.
    pub follow_up: Option<NewFollowUp>,
    /// It was made in spite of a limit on calls.
    #[serde(default)]
    pub overstep: Option<Overstep>,
    /// They talked with a person that this call makes known: the n-th new contact among the remedies, from 0.
    #[serde(default)]
    pub with_new_contact: Option<usize>,
}

impl FinishCall {
    /// An outbound call that came to nothing but its outcome.
    #[must_use]
    pub fn new(account: AccountId, outcome: TouchOutcome) -> FinishCall {
        FinishCall {
            account,
            contact: None,
            channel: Channel::Call,
            inbound: false,
            right_party: !outcome.is_attempt(),
            outcome,
            barrier: None,
            note: String::new(),
            told: None,
            told_for: None,
            seconds: 0,
            answers: Vec::new(),
            barriers: Vec::new(),
            promises: Vec::new(),
            claims: Vec::new(),
            remedies: Vec::new(),
            follow_up: None,
            overstep: None,
            with_new_contact: None,
        }
    }
}

/// A promise of this call, or one that stands in the ledger.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PromiseRef {
    /// The n-th of this call, from 0.
    New(usize),
    /// One in the ledger.
    Known(PromiseId),
}

/// A claim of this call, or one that stands in the ledger.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClaimRef {
    /// The n-th of this call, from 0.
    New(usize),
    /// One in the ledger.
    Known(ClaimId),
}

/// What an answer makes besides promises and claims.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Remedy {
    /// A plan of instalments.
    Plan(NewPlan),
    /// A step on a claim.
    Claim(NewClaimStep),
    /// Something to send to them.
    Request(NewRequest),
    /// A dispute.
    Dispute(NewDispute),
    /// The end of a dispute.
    EndDispute {
        /// Which.
        dispute: DisputeId,
        /// How.
        how: DisputeEnd,
        /// In words.
        note: Option<String>,
    },
    /// A task of either side.
    Task(NewTask),
    /// The end of a task.
    EndTask {
        /// Which.
        task: TaskId,
        /// How.
        how: TaskEnd,
        /// In words.
        note: Option<String>,
    },
    /// A waiver that hangs on a promise.
    Waiver(NewWaiver),
    /// What a supervisor decided about a waiver above the limit.
    DecideWaiver {
        /// Which.
        waiver: WaiverId,
        /// Yes or no.
        granted: bool,
    },
    /// Money held back until a day.
    Holdback(NewHoldback),
    /// A next step that they were told of.
    Told(NewTold),
    /// A new person.
    NewContact(NewPerson),
    /// Changed fields of a person.
    EditContact {
        /// Who.
        contact: ContactId,
        /// What changes.
        edits: Vec<ContactEdit>,
    },
    /// Changed fields of the account.
    EditAccount {
        /// What changes.
        edits: Vec<AccountEdit>,
    },
}

/// A barrier that was named, and the task that is to remove it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewBarrier {
    /// In the field's words.
    pub name: String,
    /// Whose task it is, and by when.
    pub remedy: Option<NewTask>,
}

/// A plan: two or more instalments on ascending days, each a promise. The first may be due today (a part payment in good faith).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPlan {
    /// Amounts and days.
    pub instalments: Vec<Instalment>,
    /// Named invoices; empty = the account as a whole.
    pub invoices: Vec<DocumentId>,
    /// How each instalment is laid over the invoices (by hand is not for plans).
    #[serde(default)]
    pub split: Split,
    /// Who gave it.
    pub contact: Option<ContactId>,
    /// How it is paid.
    pub method: Option<Method>,
    /// Promises that it replaces, said outright.
    #[serde(default)]
    pub supersedes: Vec<PromiseId>,
}

/// A step on a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewClaimStep {
    /// Which claim.
    pub claim: ClaimRef,
    /// What is done.
    pub step: ClaimDeed,
    /// In words: the address that was read out, who traces.
    pub detail: Option<String>,
}

/// What is done about a claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ClaimDeed {
    /// The address that it was sent to was compared with ours.
    ConfirmAddress,
    /// They are to find out where it is.
    AskTrace,
    /// They are to stop it and send another.
    AskReissue,
    /// Another was sent: it is a claim of its own, and this one ends.
    Reissue(NewClaim),
    /// It was never sent.
    Retract,
    /// This payment is it.
    Match(DocumentId),
}

/// Something to send: makes a task of ours, and a record for the outbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewRequest {
    /// What.
    pub kind: RequestKind,
    /// Of which invoices.
    pub invoices: Vec<DocumentId>,
    /// How.
    pub delivery: Delivery,
    /// Where to: an address, a mailbox, a portal's name.
    pub to: String,
    /// Was the address confirmed or corrected? Corrected = kept as the contact's mail address or the account's delivery address.
    pub address: AddressCheck,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// By when we said that it goes out.
    pub due_on: NaiveDate,
    /// In words.
    pub note: Option<String>,
}

/// A dispute: each invoice with its contested amount. The rest stays callable.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewDispute {
    /// Invoice and contested amount; never more than is open and not contested yet.
    pub items: Vec<(DocumentId, Minor)>,
    /// Why.
    pub code: DisputeCode,
    /// Why, in words; empty = the code's.
    pub reason: String,
    /// Who answers it.
    pub owner: Option<String>,
    /// By when.
    pub due_on: Option<NaiveDate>,
}

/// Something that one side has to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewTask {
    /// Whose.
    pub owner: Owner,
    /// What kind of thing.
    pub kind: TaskKind,
    /// In words; empty = the kind's.
    pub what: String,
    /// By when.
    pub due_on: NaiveDate,
    /// Who of that side.
    pub person: Option<String>,
}

/// A waiver: a finance charge or fee given up if the promise is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewWaiver {
    /// The promise that it hangs on.
    pub promise: PromiseRef,
    /// How much.
    pub amount: Minor,
    /// The invoice of the charge, where it has one.
    pub document: Option<DocumentId>,
    /// Why, in words.
    pub reason: String,
}

/// Money held back by contract or until they are paid: out of past due until the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewHoldback {
    /// Which invoice.
    pub document: DocumentId,
    /// How much of it; zero releases it.
    pub amount: Minor,
    /// When it may be asked for; `None` = unknown.
    pub until: Option<NaiveDate>,
    /// Who pays them.
    pub payer: Option<String>,
    /// When we verify it: makes a task of ours.
    pub verify_on: Option<NaiveDate>,
}

/// A new person at the account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewPerson {
    /// Name.
    pub name: String,
    /// `AP`, `owner` …
    pub role: Option<String>,
    /// Phone as typed.
    pub phone: Option<String>,
    /// Mail as typed.
    pub email: Option<String>,
    /// Ask for this one first.
    pub preferred: bool,
    /// They decide about paying.
    pub right_party: Option<bool>,
    /// IANA time zone, where they do not sit where the account is.
    #[serde(default)]
    pub zone: Option<String>,
}

/// One changed field of a person: what it was when the form was opened, and what it is to be. Refused when somebody else changed it
/// meanwhile.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ContactEdit {
    /// Name; never empty.
    Name(Change<String>),
    /// Role.
    Role(Change<Option<String>>),
    /// Phone; a new number takes a wrong-number mark away.
    Phone(Change<Option<String>>),
    /// Mail; a new address takes a bounce mark away.
    Email(Change<Option<String>>),
    /// The one to ask for first (takes it from the others).
    Preferred(Change<bool>),
    /// They decide about paying.
    RightParty(Change<Option<bool>>),
    /// The number turned out wrong on that day.
    PhoneBad(Change<Option<NaiveDate>>),
    /// Mail came back on that day.
    EmailBad(Change<Option<NaiveDate>>),
    /// IANA time zone, where they do not sit where the account is.
    Zone(Change<Option<String>>),
}

/// One changed field of the account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum AccountEdit {
    /// Commercial, consumer, mixed.
    Kind(Change<AccountKind>),
    /// Whose it is.
    Collector(Change<Option<String>>),
    /// Who sells.
    Salesperson(Change<Option<String>>),
    /// Two-letter state.
    State(Change<Option<String>>),
    /// The most that it may owe.
    CreditLimit(Change<Option<Minor>>),
    /// Where they want their invoices.
    InvoicesTo(Change<Option<String>>),
    /// IANA time zone, where the state does not say enough.
    Zone(Change<Option<String>>),
    /// A natural person owes.
    NaturalPerson(Change<bool>),
    /// Who guarantees the debt personally.
    Guarantor(Change<Option<String>>),
}

/// A value before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change<T> {
    /// What the form showed.
    pub before: T,
    /// What it is to be.
    pub after: T,
}
