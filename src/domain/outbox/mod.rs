//! Letters: what leaves the desk in writing, and what became of it.
//!
//! Law: a letter is asked to go out at most once. What is not known (a crash or a cut line in the middle of sending) is a doubt that a
//! person settles; the desk never sends again by itself what may have arrived. Here are the rules; `mail` builds and sends,
//! `store::outbox` keeps letters and attempts.

mod address;
mod attempt;
mod copy;
mod facts;
mod guide;
mod hold;
mod mark;
mod notice;
mod order;
mod statement;
mod wrap;
mod write;

pub use address::{AddressFault, check as check_address};
pub use attempt::{Attempt, AttemptEnd, LetterState, SENDING_FOR, Standing, TRIES, stand};
pub use copy::copy;
pub use facts::{LetterFacts, LetterInvoice, LetterJob, LetterPromise, Sender, facts};
pub use guide::{Guide, GuideFacts};
pub use hold::{LetterStop, is_attorney, role_is_attorney, stops};
pub use mark::LetterMark;
pub use notice::{Announced, announced, notice};
pub use order::{Order, mailbox, stopped};
pub use statement::{Statement, StatementCredit, StatementError, StatementRow, statement};
pub use wrap::{COLUMNS, wrap};
pub use write::{Draft, draft};

use super::audit::AuditArea;
use super::ids::{AccountId, ContactId, DocumentId, LetterId, PromiseId, RequestId, TouchId};
use super::ladder::LadderStep;
use super::named::named;
use super::request::RequestKind;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

named! {
    /// What kind of letter it is: each has its template.
    pub enum LetterKind {
        /// Copies of invoices.
        Copies => "copies", "invoice copies";
        /// A statement of account.
        Statement => "statement", "statement";
        /// What was agreed on the phone.
        Confirmation => "confirmation", "confirmation";
        /// A paper that they asked for: W-9, lien waiver, proof of delivery.
        Paper => "paper", "paper they asked for";
        /// Anything else that they asked for.
        Other => "other", "letter";
        /// A paper that we need from them.
        PaperRequest => "paper_request", "paperwork request";
        /// Before any notice is filed: what is open on which job, as a courtesy.
        Courtesy => "courtesy", "courtesy lien notice";
        /// The last letter before the next step: what happens, and from which day on, if nothing is agreed.
        FinalNotice => "final_notice", "final notice";
        /// To our own salesperson: what is going on at the account.
        HeadsUp => "heads_up", "sales heads-up";
        /// A short sheet that explains something.
        Guide => "guide", "guide";
    }
}

impl LetterKind {
    /// It stays in the house: no touch of the customer, and no hold stops it.
    #[must_use]
    pub const fn is_internal(self) -> bool {
        matches!(self, LetterKind::HeadsUp)
    }

    /// Under which rules the audit trail has a stop of such a letter, and what it is called there.
    #[must_use]
    pub const fn trail(self) -> (AuditArea, &'static str) {
        match self {
            LetterKind::FinalNotice => LadderStep::FinalNotice.trail(),
            _ => (AuditArea::Contact, "letter"),
        }
    }

    /// What only the user has must go with it: a W-9, a lien waiver.
    #[must_use]
    pub const fn needs_file(self) -> bool {
        matches!(self, LetterKind::Paper | LetterKind::Other)
    }

    /// The letter that answers a request.
    #[must_use]
    pub const fn of(request: RequestKind) -> LetterKind {
        match request {
            RequestKind::InvoiceCopy => LetterKind::Copies,
            RequestKind::Statement => LetterKind::Statement,
            RequestKind::Confirmation => LetterKind::Confirmation,
            RequestKind::ProofOfDelivery | RequestKind::W9 | RequestKind::LienWaiver => {
                LetterKind::Paper
            }
            RequestKind::Other => LetterKind::Other,
        }
    }
}

/// What is attached to a letter. Made from the ledger, or found on disk, at the moment of sending.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    /// The copy of an invoice: the PDF that the settings' pattern finds.
    Invoice {
        /// Which.
        document: DocumentId,
    },
    /// The day of a promise, for a calendar.
    Calendar {
        /// Which.
        promise: PromiseId,
    },
    /// The statement of account as of the day on which it leaves.
    Statement,
    /// A file of the desk's own: a W-9, a lien waiver.
    File {
        /// Where it lies.
        path: String,
    },
    /// A short sheet, printed when the letter leaves.
    Guide {
        /// Which.
        guide: Guide,
    },
}

/// A letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// Our identity for it.
    pub id: LetterId,
    /// What kind.
    pub kind: LetterKind,
    /// About which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// The name in front of the address.
    pub to_name: Option<String>,
    /// The mailbox.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The text, lines as they go out.
    pub body: String,
    /// What is attached.
    pub parts: Vec<Part>,
    /// The civil day on which it was written.
    pub made_on: NaiveDate,
    /// Who wrote it.
    pub by: String,
    /// What became of it.
    pub standing: Standing,
    /// Every attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// Why it must not go out now: a hold. It waits until the hold is lifted.
    #[serde(default)]
    pub held: Option<String>,
}

impl Letter {
    /// It may go out now.
    #[must_use]
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        match self.standing.state {
            _ if self.held.is_some() => false,
            LetterState::Queued => true,
            LetterState::Waiting => self.standing.next.is_none_or(|at| at <= now),
            LetterState::Sending
            | LetterState::Doubt
            | LetterState::Sent
            | LetterState::Refused => false,
        }
    }
}

/// A request that no letter answers yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wanted {
    /// Which.
    pub id: RequestId,
    /// What.
    pub kind: RequestKind,
    /// Of which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// Where to.
    pub to: String,
    /// Of which invoices.
    pub invoices: Vec<DocumentId>,
    /// The call in which it was asked for.
    pub touch: Option<TouchId>,
    /// The day on which it was asked for.
    pub made_on: NaiveDate,
    /// By when we said that it goes out.
    pub due_on: NaiveDate,
    /// In words.
    pub note: Option<String>,
}
