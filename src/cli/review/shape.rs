//! The JSON of `bywhen review`: the inbox, decisions, what waits for an answer. A contract: fields may be added, none changed.

use crate::cli::promises::Shape;
use crate::domain::approval::{Answered, Approval, ApprovalKind};
use crate::domain::ids::{PromiseId, ReviewId};
use crate::domain::money::{Currency, Minor};
use crate::domain::review::{Cause, Decision, Review, Terms};
use crate::domain::verdict::Verdict;
use crate::store::protocol::{DecidedPage, ReviewRow};
use chrono::NaiveDate;
use serde::Serialize;

/// The document of `review`.
#[derive(Serialize)]
pub struct Document<'a> {
    pub as_of: NaiveDate,
    /// All that wait for a decision, however many rows were asked for.
    pub total: usize,
    /// What is missing in all.
    pub short: Vec<Money>,
    /// Days that the oldest has waited.
    pub oldest_days: Option<i64>,
    /// Days that half of them have waited at least.
    pub median_days: Option<i64>,
    pub rows: Vec<Row<'a>>,
    pub approvals: Vec<ApprovalShape<'a>>,
}

#[derive(Serialize)]
pub struct Money {
    pub currency: Currency,
    pub amount: Minor,
}

#[derive(Serialize)]
pub struct Row<'a> {
    #[serde(flatten)]
    pub promise: Shape<'a>,
    pub collector: Option<&'a str>,
    pub days_late: i64,
    pub waiting_since: NaiveDate,
    /// Of that contact's promises whose outcome is known.
    pub kept_promises: u32,
    pub known_promises: u32,
    pub cause: &'a Cause,
    pub decided_before: Option<DecisionShape<'a>>,
    pub new_date: Option<NaiveDate>,
}

/// A decision as every document shows it.
#[derive(Serialize)]
pub struct DecisionShape<'a> {
    pub id: ReviewId,
    pub promise: PromiseId,
    pub decision: Decision,
    pub terms: Option<Terms>,
    pub reason: &'a str,
    pub decided_on: NaiveDate,
    pub by: &'a str,
    pub short: Minor,
    pub who: Option<&'a str>,
    pub act_on: Option<NaiveDate>,
    pub again_on: Option<NaiveDate>,
}

impl<'a> From<&'a Review> for DecisionShape<'a> {
    fn from(r: &'a Review) -> Self {
        DecisionShape {
            id: r.id,
            promise: r.promise,
            decision: r.decision,
            terms: r.terms,
            reason: &r.reason,
            decided_on: r.decided_on,
            by: &r.by,
            short: r.short,
            who: r.who.as_deref(),
            act_on: r.act_on,
            again_on: r.again_on,
        }
    }
}

#[derive(Serialize)]
pub struct ApprovalShape<'a> {
    pub id: String,
    pub kind: ApprovalKind,
    pub account: &'a str,
    pub name: &'a str,
    pub collector: Option<&'a str>,
    pub promise: Option<PromiseId>,
    pub by_when: Option<NaiveDate>,
    pub amount: Option<Minor>,
    pub currency: Currency,
    pub reason: &'a str,
    pub asked_on: NaiveDate,
    pub asked_by: &'a str,
    pub answered: Option<&'a Answered>,
}

impl<'a> From<&'a Approval> for ApprovalShape<'a> {
    fn from(a: &'a Approval) -> Self {
        ApprovalShape {
            id: a.id.to_string(),
            kind: a.kind,
            account: &a.label,
            name: &a.name,
            collector: a.collector.as_deref(),
            promise: a.promise,
            by_when: a.by_when,
            amount: a.amount,
            currency: a.currency,
            reason: &a.reason,
            asked_on: a.asked_on,
            asked_by: &a.asked_by,
            answered: a.answered.as_ref(),
        }
    }
}

#[derive(Serialize)]
pub struct DecidedDocument<'a> {
    pub as_of: NaiveDate,
    pub decisions: Vec<DecidedShape<'a>>,
    /// Paid within so many days of the decision, of those whose days are over.
    pub within_days: u32,
    pub outcomes: Vec<OutcomeShape>,
}

#[derive(Serialize)]
pub struct DecidedShape<'a> {
    pub account: &'a str,
    pub name: &'a str,
    pub currency: Currency,
    pub verdict: Option<Verdict>,
    /// What lies over the verdict, in words.
    pub overlay: Option<&'a str>,
    pub open: bool,
    pub done_on: Option<NaiveDate>,
    #[serde(flatten)]
    pub decision: DecisionShape<'a>,
}

#[derive(Serialize)]
pub struct OutcomeShape {
    pub decision: Decision,
    pub decided: u32,
    pub over: u32,
    pub paid: u32,
    pub percent: Option<u32>,
}

/// A row of the inbox.
pub fn shape(row: &ReviewRow, as_of: NaiveDate) -> Row<'_> {
    let account = &row.account;
    Row {
        promise: Shape::new(account.label(), &account.name, account.currency, &row.line),
        collector: account.collector.as_deref(),
        days_late: late(row, as_of),
        waiting_since: row.since,
        kept_promises: row.kept.0,
        known_promises: row.kept.1,
        cause: &row.cause,
        decided_before: row.before.as_ref().map(DecisionShape::from),
        new_date: row.new_date,
    }
}

pub fn late(row: &ReviewRow, as_of: NaiveDate) -> i64 {
    let by_when = row.line.promise.by_when;
    as_of.signed_duration_since(by_when).num_days()
}

/// What was decided.
pub fn decided_document(page: &DecidedPage, as_of: NaiveDate) -> DecidedDocument<'_> {
    DecidedDocument {
        as_of,
        decisions: page
            .rows
            .iter()
            .map(|row| DecidedShape {
                account: &row.label,
                name: &row.name,
                currency: row.currency,
                verdict: row.verdict,
                overlay: row.overlay.as_deref(),
                open: row.open,
                done_on: row.done_on,
                decision: DecisionShape::from(&row.review),
            })
            .collect(),
        within_days: page.within,
        outcomes: page
            .outcomes
            .iter()
            .map(|o| OutcomeShape {
                decision: o.decision,
                decided: o.decided,
                over: o.over,
                paid: o.paid,
                percent: o.percent(),
            })
            .collect(),
    }
}
