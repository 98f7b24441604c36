//! Lines about money and words: invoices, credits, payments, promises, plans, waivers, disputes.

use super::super::account::Account;
use super::super::dispute::{CaseKind, DisputeCode, DisputeEnd};
use super::super::document::{CreditReason, DocumentKind};
use super::super::ids::{DisputeId, DocumentId, PlanId, PromiseId, WaiverId};
use super::super::money::{Currency, Minor};
use super::super::plan::PlanState;
use super::super::promise::Promise;
use super::super::say;
use super::super::verdict::{Judgement, Verdict};
use super::super::waiver::WaiverState;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An open invoice as the prep shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// Which document.
    pub id: DocumentId,
    /// Invoice, debit note or journal.
    pub kind: DocumentKind,
    /// The number verbatim.
    pub number: String,
    /// Invoice date.
    pub issued: NaiveDate,
    /// Due date.
    pub due: NaiveDate,
    /// Worked out from terms.
    pub due_derived: bool,
    /// Days past due; 0 or less when not.
    pub days_late: i64,
    /// Face amount.
    pub amount: Minor,
    /// What is open.
    pub open: Minor,
    /// Of it contested.
    pub disputed: Minor,
    /// Of it held back by contract.
    pub retainage: Minor,
    /// Until then; `None` = unknown, or nothing is held back.
    pub retainage_until: Option<NaiveDate>,
    /// Who pays them first, as they said.
    pub retainage_payer: Option<String>,
    /// Of it covered by promises whose date is today or ahead.
    pub promised: Minor,
    /// Of it given up, and not in the books yet: a credit that was agreed, a waiver that was earned.
    pub conceded: Minor,
    /// What cash has settled of it.
    pub paid: Minor,
    /// Job or project.
    pub job: Option<String>,
    /// Purchase order.
    pub po: Option<String>,
}

/// A credit with the reason for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditLine {
    /// Which document.
    pub id: DocumentId,
    /// Credit memo, journal or write-off.
    pub kind: DocumentKind,
    /// The number verbatim.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Its size, above zero.
    pub amount: Minor,
    /// What of it is not used yet.
    pub open: Minor,
    /// Why it was given.
    pub reason: CreditReason,
    /// The book's own words.
    pub memo: Option<String>,
}

/// A payment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentLine {
    /// Which document.
    pub id: DocumentId,
    /// Cash, or presumed from a fall between two snapshots.
    pub kind: DocumentKind,
    /// Its number, may be empty.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// How.
    pub method: Option<String>,
    /// Check or trace number.
    pub reference: Option<String>,
    /// How much.
    pub amount: Minor,
    /// Not applied to anything.
    pub unapplied: Minor,
    /// Taken back on that day.
    pub reversed_on: Option<NaiveDate>,
}

/// A promise with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseLine {
    /// The record.
    pub promise: Promise,
    /// The verdict with its reasons.
    pub judgement: Judgement,
    /// Numbers of its invoices, in the promise's order; empty = the account.
    pub invoices: Vec<String>,
    /// Who gave it.
    pub contact: Option<String>,
    /// The verdict in one sentence.
    pub explained: String,
    /// The chain of dates on one line, where there is more than one: `5 Sep > 19 Sep > 3 Oct: 3rd date, +28 d, 0.00 received`.
    pub chain_line: Option<String>,
}

/// An open dispute.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DisputeLine {
    /// Which.
    pub id: DisputeId,
    /// Which invoice.
    pub document: DocumentId,
    /// Its number.
    pub number: String,
    /// What of its amount is still open on the invoice.
    pub amount: Minor,
    /// Why, by its code.
    pub code: Option<DisputeCode>,
    /// Why, in words.
    pub reason: String,
    /// Who answers it.
    pub owner: Option<String>,
    /// Since when.
    pub opened_on: NaiveDate,
    /// By when it is to be answered.
    pub due_on: Option<NaiveDate>,
    /// Business days late with the answer; 0 when not.
    pub late: i64,
    /// Contested, or kept back of a payment.
    pub kind: CaseKind,
    /// It was settled before, and opened again.
    pub again: bool,
}

/// A dispute that has ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SettledLine {
    /// Which.
    pub id: DisputeId,
    /// The invoice's number.
    pub number: String,
    /// What was contested.
    pub amount: Minor,
    /// Why, in words.
    pub reason: String,
    /// Contested, or kept back of a payment.
    pub kind: CaseKind,
    /// When it was first opened.
    pub opened_on: NaiveDate,
    /// When it ended.
    pub ended_on: NaiveDate,
    /// Which way; `None` = not said.
    pub how: Option<DisputeEnd>,
    /// What they get of it.
    pub credited: Minor,
    /// It was opened again.
    pub reopened: bool,
}

/// A waiver with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WaiverLine {
    /// Which.
    pub id: WaiverId,
    /// How much.
    pub amount: Minor,
    /// Why.
    pub reason: String,
    /// The promise that it hangs on.
    pub promise: PromiseId,
    /// Its date.
    pub by_when: NaiveDate,
    /// The invoice or fee that it is about, where it is about one.
    pub document: Option<DocumentId>,
    /// What became of it.
    pub state: WaiverState,
    /// What of it stands in the books as a credit of ours.
    pub posted: Minor,
}

impl WaiverLine {
    /// The earned waiver that giving up so much of a document posts: all of what is left of it, or a part. `None` = nothing was promised, it is a
    /// waiver by itself.
    ///
    /// # Errors
    /// When it is more than was promised, in words: posted beside the promise, what was earned would be taken off what is asked for once more.
    pub fn posted_by(
        all: &[WaiverLine],
        document: DocumentId,
        amount: Minor,
        currency: Currency,
    ) -> Result<Option<WaiverId>, String> {
        let mut earned = all
            .iter()
            .filter(|w| w.state == WaiverState::Earned && w.document == Some(document))
            .peekable();
        let Some(first) = earned.peek().map(|w| w.left()) else {
            return Ok(None);
        };
        match earned.find(|w| amount <= w.left()) {
            Some(waiver) => Ok(Some(waiver.id)),
            None => Err(format!(
                "{} of it is earned by a promise that was kept: give up that first, then the rest",
                say::money(first, currency)
            )),
        }
    }

    /// What of it is still to be posted once it is earned.
    #[must_use]
    pub fn left(&self) -> Minor {
        self.amount.less(self.posted).max(Minor::ZERO)
    }

    /// What became of it, in words: a part that is posted is said, and one that was posted before its promise failed is to be taken back.
    #[must_use]
    pub fn words(&self, currency: Currency) -> String {
        let state = self.state.words();
        let posted = say::money(self.posted, currency);
        match self.state {
            WaiverState::Posted => state.to_owned(),
            _ if !self.posted.is_positive() => state.to_owned(),
            WaiverState::Earned => format!("{state}, {posted} of it posted"),
            _ => format!("{state}, but {posted} of it is posted: reinstate it"),
        }
    }
}

/// A plan with what became of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanLine {
    /// Which.
    pub id: PlanId,
    /// All of it.
    pub amount: Minor,
    /// What came for it within its windows or after.
    pub received: Minor,
    /// Its promises, in order, with their verdicts.
    pub instalments: Vec<(PromiseId, Verdict)>,
    /// The next day on which something of it is due.
    pub next: Option<NaiveDate>,
    /// What became of it.
    pub state: PlanState,
}

/// A promise in the list of all promises.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseRow {
    /// Which account.
    pub account: Account,
    /// The promise, judged.
    pub line: PromiseLine,
}

impl PromiseRow {
    /// Which promise.
    #[must_use]
    pub fn id(&self) -> PromiseId {
        self.line.promise.id
    }

    /// The account's currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.account.currency
    }
}
