//! A promise to pay: the record. What became of it is never stored; `verdict` works it out.

use super::ids::{ContactId, DocumentId, PromiseId, TouchId};
use super::money::Minor;
use super::plan::Place;
use super::touch::Method;
use super::verdict::Verdict;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One invoice of a promise and how much of it was promised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseItem {
    /// Which invoice.
    pub document: DocumentId,
    /// How much of the promise falls on it; the items add up to the promise.
    pub amount: Minor,
    /// What was open on it when the promise was taken.
    pub open_when_taken: Minor,
}

/// A promise to pay.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// Our identity for it; ids grow, so they give the order in which promises were taken.
    pub id: PromiseId,
    /// How much.
    pub amount: Minor,
    /// The day by which.
    pub by_when: NaiveDate,
    /// The civil day it was taken: money counts from this day on.
    pub taken_on: NaiveDate,
    /// Named invoices; empty = the account as a whole.
    pub items: Vec<PromiseItem>,
    /// What the account owed when an account-wide promise was taken (caps what is required).
    pub open_when_taken: Minor,
    /// Who gave it.
    pub contact: Option<ContactId>,
    /// Who took it.
    pub taken_by: String,
    /// How it is to be paid.
    pub method: Option<Method>,
    /// Check or trace number announced.
    pub reference: Option<String>,
    /// In which touch.
    pub touch: Option<TouchId>,
    /// Its place in a plan.
    pub place: Option<Place>,
    /// How it ended otherwise than by its date.
    pub end: Option<PromiseEnd>,
}

/// What a supervisor ruled about a promise, beside what the ledger says: a recorded act, never an edit of the verdict.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ruling {
    /// About which promise.
    pub promise: PromiseId,
    /// What it counts as: kept, kept late, broken, or voided (excused: in no rate). `None` = what the ledger says counts again.
    pub verdict: Option<Verdict>,
    /// From this day on.
    pub on: NaiveDate,
    /// The supervisor.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Ruling {
    /// What can be ruled.
    pub const VERDICTS: [Verdict; 4] = [
        Verdict::Kept,
        Verdict::KeptLate,
        Verdict::Broken,
        Verdict::Voided,
    ];
}

/// Why a promise ended otherwise than by its date.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndKind {
    /// A later promise took its place.
    Superseded,
    /// They took it back.
    Withdrawn,
    /// It was an entry error: shown as such, counted in no rate. (What `undo` takes back is not in a book at all.)
    Voided,
}

/// A promise ended otherwise than by its date.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseEnd {
    /// How.
    pub kind: EndKind,
    /// On which day.
    pub on: NaiveDate,
    /// The promise that took its place.
    pub by: Option<PromiseId>,
}
