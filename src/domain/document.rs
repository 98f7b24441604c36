//! Rows with money: documents, and the applications that settle one with another.
//!
//! Amounts are above zero; the direction is the kind. What lowers a balance (credit side) is applied *from* it
//! *to* what raises one (debit side). Rows are never edited: a correction is a reversal or a restatement
//! with its own effective date, so that a past `as_of` still gives what that day would have said.

use super::ids::DocumentId;
use super::money::Minor;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a row with money is. The first five raise what is owed, the others lower it.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Goods or work billed.
    Invoice,
    /// A charge outside an invoice (an NSF fee, a correction upwards).
    DebitNote,
    /// A journal entry that raises the balance.
    JournalDebit,
    /// Money given back.
    Refund,
    /// The part of a credit that the source had used before we first saw it, or between two snapshots.
    PresumedUse,
    /// A credit memo, with a reason.
    CreditMemo,
    /// Cash.
    Payment,
    /// A journal entry that lowers the balance.
    JournalCredit,
    /// Given up.
    WriteOff,
    /// The part of an invoice that was settled before we first saw it: neither cash nor credit for our rules.
    SettledEarlier,
    /// An open balance that fell between two snapshots: presumed cash, dated somewhere in between.
    PresumedCash,
}

impl DocumentKind {
    /// Every kind, in the order above.
    pub const ALL: [DocumentKind; 11] = [
        DocumentKind::Invoice,
        DocumentKind::DebitNote,
        DocumentKind::JournalDebit,
        DocumentKind::Refund,
        DocumentKind::PresumedUse,
        DocumentKind::CreditMemo,
        DocumentKind::Payment,
        DocumentKind::JournalCredit,
        DocumentKind::WriteOff,
        DocumentKind::SettledEarlier,
        DocumentKind::PresumedCash,
    ];

    /// The name in the ledger and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            DocumentKind::Invoice => "invoice",
            DocumentKind::DebitNote => "debit_note",
            DocumentKind::JournalDebit => "journal_debit",
            DocumentKind::Refund => "refund",
            DocumentKind::PresumedUse => "presumed_use",
            DocumentKind::CreditMemo => "credit_memo",
            DocumentKind::Payment => "payment",
            DocumentKind::JournalCredit => "journal_credit",
            DocumentKind::WriteOff => "write_off",
            DocumentKind::SettledEarlier => "settled_earlier",
            DocumentKind::PresumedCash => "presumed_cash",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|k| k.name() == name)
    }

    /// True when it raises what is owed (debit side).
    #[must_use]
    pub const fn raises(self) -> bool {
        matches!(
            self,
            DocumentKind::Invoice
                | DocumentKind::DebitNote
                | DocumentKind::JournalDebit
                | DocumentKind::Refund
                | DocumentKind::PresumedUse
        )
    }

    /// True for what a collector asks to be paid: it ages, and counts as an open invoice.
    #[must_use]
    pub const fn is_receivable(self) -> bool {
        matches!(
            self,
            DocumentKind::Invoice | DocumentKind::DebitNote | DocumentKind::JournalDebit
        )
    }

    /// True when it can keep a promise: cash, or what must be presumed to be cash (DOMAIN §3).
    #[must_use]
    pub const fn is_cash(self) -> bool {
        matches!(self, DocumentKind::Payment | DocumentKind::PresumedCash)
    }

    /// True for credits that a person sees as such (not cash, not bookkeeping of ours).
    #[must_use]
    pub const fn is_credit(self) -> bool {
        matches!(
            self,
            DocumentKind::CreditMemo | DocumentKind::JournalCredit | DocumentKind::WriteOff
        )
    }
}

/// Why a credit was given (DOMAIN §1).
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditReason {
    /// Billed at the wrong price.
    Pricing,
    /// Tax billed wrongly.
    Tax,
    /// Short shipment, wrong count.
    Quantity,
    /// Goods came back, damaged or not.
    Return,
    /// Freight or another charge.
    Freight,
    /// Billed twice.
    Duplicate,
    /// To keep the peace.
    Goodwill,
    /// Anything else; the text says what.
    Other,
}

impl CreditReason {
    /// Every reason.
    pub const ALL: [CreditReason; 8] = [
        CreditReason::Pricing,
        CreditReason::Tax,
        CreditReason::Quantity,
        CreditReason::Return,
        CreditReason::Freight,
        CreditReason::Duplicate,
        CreditReason::Goodwill,
        CreditReason::Other,
    ];

    /// The name in the ledger, in JSON and on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CreditReason::Pricing => "pricing",
            CreditReason::Tax => "tax",
            CreditReason::Quantity => "quantity",
            CreditReason::Return => "return",
            CreditReason::Freight => "freight",
            CreditReason::Duplicate => "duplicate",
            CreditReason::Goodwill => "goodwill",
            CreditReason::Other => "other",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<CreditReason> {
        CreditReason::ALL.into_iter().find(|r| r.name() == name)
    }

    /// Reads the free text of a book ("RETURN - DAMAGED LVL", "Price adjustment") as a reason code.
    #[must_use]
    pub fn understand(text: &str) -> CreditReason {
        let t = text.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| t.contains(w));
        if has(&["duplicat", "billed twice", "double bill"]) {
            CreditReason::Duplicate
        } else if has(&["tax", "exempt"]) {
            CreditReason::Tax
        } else if has(&["freight", "shipping charge", "delivery charge", "fuel"]) {
            CreditReason::Freight
        } else if has(&["short", "quantity", "qty", "miscount"]) {
            CreditReason::Quantity
        } else if has(&["return", "damage", "rma", "defect"]) {
            CreditReason::Return
        } else if has(&["pric", "discount", "rebate"]) {
            CreditReason::Pricing
        } else if has(&["goodwill", "courtesy"]) {
            CreditReason::Goodwill
        } else {
            CreditReason::Other
        }
    }
}

/// A row with money.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Our identity for it.
    pub id: DocumentId,
    /// What it is; the kind gives the direction.
    pub kind: DocumentKind,
    /// The number verbatim; text, never a number. Empty for an unnumbered payment.
    pub number: String,
    /// Invoice, credit or payment date: from this day on it exists.
    pub issued: NaiveDate,
    /// When it was to be paid. For the credit side: its own date.
    pub due: NaiveDate,
    /// The due date was worked out from terms, not given.
    pub due_derived: bool,
    /// The face amount, above zero, minor units of the account's currency unless `restated`.
    pub amount: Minor,
    /// The customer's purchase order.
    pub po: Option<String>,
    /// The job or project.
    pub job: Option<String>,
    /// Why a credit was given.
    pub reason: Option<CreditReason>,
    /// The book's own words: the credit's reason, the payment's memo.
    pub memo: Option<String>,
    /// How it was paid (`check`, `ach`, `wire`, `card`).
    pub method: Option<String>,
    /// Check or trace number.
    pub reference: Option<String>,
    /// What was said to be held back of it, in the order in which it was said: the newest that is known on a day counts on it.
    pub retainage: Vec<Retainage>,
    /// For what is presumed from two lists: the day of the older one. It happened after that day, and by `issued`, that of the newer.
    pub presumed_after: Option<NaiveDate>,
}

impl Document {
    /// What is known on a day to be held back, and not released yet.
    #[must_use]
    pub fn held(&self, as_of: NaiveDate) -> Option<&Retainage> {
        let known = self.retainage.iter().rev().find(|r| r.from <= as_of)?;
        let released = known.until.is_some_and(|day| day <= as_of);
        (!released && known.amount.is_positive()).then_some(known)
    }
}

/// Money held back by contract, or until they are paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Retainage {
    /// Known from this day on: a day before it says what was known then.
    pub from: NaiveDate,
    /// How much; zero releases it.
    pub amount: Minor,
    /// The day that it may be asked for; `None` = not known yet.
    pub until: Option<NaiveDate>,
    /// Who pays them first, as they said.
    pub payer: Option<String>,
}

/// Part of a credit-side document that settles part of a debit-side one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Application {
    /// Where it comes from: payment, credit, write-off.
    pub from: DocumentId,
    /// What it settles: invoice, debit note, refund.
    pub to: DocumentId,
    /// How much, above zero.
    pub amount: Minor,
    /// From this day on.
    pub effective_on: NaiveDate,
}

/// A document that was taken back from a day on: a bounced check, a cancelled credit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reversal {
    /// What is reversed. Its applications stop counting too.
    pub document: DocumentId,
    /// From this day on.
    pub effective_on: NaiveDate,
    /// `nsf`, `entry_error` …
    pub reason: String,
}

/// The source changed a document's face amount between two reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restatement {
    /// Which document.
    pub document: DocumentId,
    /// By how much (may be negative).
    pub delta: Minor,
    /// From this day on.
    pub effective_on: NaiveDate,
}
