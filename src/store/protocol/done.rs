//! What a write left behind, why something was not done, and how far long work is.

use super::ImportReport;
use crate::domain::ids::{
    AccountId, ApprovalId, AttemptId, ClaimId, ContactId, DisputeId, DocumentId, EventSeq, FeeId,
    JobId, LetterId, PlacementId, PlanId, PromiseId, RequestId, ReviewId, TaskId, TouchId,
    WaiverId,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a write left behind.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Done {
    /// Its position in the log: what `u` undoes.
    pub event: Option<EventSeq>,
    /// What was recorded, in words, for the message line.
    pub what: String,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// A touch that was written.
    pub touch: Option<TouchId>,
    /// Promises that were written.
    pub promises: Vec<PromiseId>,
    /// A payment or other document that was written.
    pub document: Option<DocumentId>,
    /// What else was written (answers of earlier versions have none of it).
    #[serde(default)]
    pub made: Made,
    /// Promises that ended because of it.
    pub superseded: Vec<PromiseId>,
    /// The report of an import.
    pub import: Option<Box<ImportReport>>,
    /// The same key had acted before: this is what it did then.
    pub repeated: bool,
}

/// What a call or remedy wrote besides touches, promises and documents.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Made {
    /// Plans.
    pub plans: Vec<PlanId>,
    /// Claims.
    pub claims: Vec<ClaimId>,
    /// Tasks.
    pub tasks: Vec<TaskId>,
    /// Disputes.
    pub disputes: Vec<DisputeId>,
    /// Requests.
    pub requests: Vec<RequestId>,
    /// Waivers.
    pub waivers: Vec<WaiverId>,
    /// Fees.
    #[serde(default)]
    pub fees: Vec<FeeId>,
    /// New people.
    pub contacts: Vec<ContactId>,
    /// Decisions of a supervisor.
    #[serde(default)]
    pub reviews: Vec<ReviewId>,
    /// What waits for one.
    #[serde(default)]
    pub approvals: Vec<ApprovalId>,
    /// Letters.
    #[serde(default)]
    pub letters: Vec<LetterId>,
    /// Attempts to send one.
    #[serde(default)]
    pub attempts: Vec<AttemptId>,
    /// Placements.
    #[serde(default)]
    pub placements: Vec<PlacementId>,
    /// Jobs.
    #[serde(default)]
    pub jobs: Vec<JobId>,
}

/// Why a request was not done. The text is for the user: what, where, what to do.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    /// A rule forbids it; nothing was written.
    #[error("{0}")]
    Refused(String),
    /// Somebody else changed the same field meanwhile; nothing was written.
    #[error(
        "the {} was changed by {} meanwhile, from {} to {}: nothing was saved; look again",
        .0.field, .0.by, said(.0.before.as_deref()), said(.0.now.as_deref())
    )]
    Changed(Box<Changed>),
    /// Another process is writing; nothing was written.
    #[error("{0}")]
    Busy(String),
    /// An error at commit: it may or may not have been written; the key tells.
    #[error("{0}")]
    Unknown(String),
    /// The file is damaged, foreign, of another version, or the disk is full.
    #[error("{0}")]
    Storage(String),
}

fn said(value: Option<&str>) -> String {
    match value {
        None | Some("") => "empty".to_owned(),
        Some(text) => format!("'{text}'"),
    }
}

/// A field that is not what the form showed any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// The field in words: `phone`, `credit limit`.
    pub field: &'static str,
    /// What the form showed.
    pub before: Option<String>,
    /// What it is now.
    pub now: Option<String>,
    /// Who changed it last.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How far long work is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// `reading`, `comparing`, `writing`, `indexing`.
    pub stage: &'static str,
    /// So much is done.
    pub done: u64,
    /// Of so much; 0 = unknown.
    pub total: u64,
}
