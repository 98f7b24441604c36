//! From an order to a letter: who gets it, and what goes with it. The words are the template's.

use super::{LetterKind, Order, Part};
use crate::domain::ids::{AccountId, ContactId, RequestId};
use crate::domain::view::Prep;

/// What a letter is before it has words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// About which account.
    pub account: AccountId,
    /// What kind.
    pub kind: LetterKind,
    /// To whose attention.
    pub contact: Option<ContactId>,
    /// The request that it answers.
    pub request: Option<RequestId>,
    /// The name in front of the address.
    pub to_name: Option<String>,
    /// The mailbox.
    pub to: String,
    /// What goes with it.
    pub parts: Vec<Part>,
}

/// The letter of an order: copies and days that it is about, the statement, its sheets.
#[must_use]
pub fn draft(prep: &Prep, order: &Order) -> Draft {
    let mut parts: Vec<Part> = match order.kind {
        LetterKind::Copies => order
            .invoices
            .iter()
            .map(|document| Part::Invoice {
                document: *document,
            })
            .collect(),
        LetterKind::Confirmation => order
            .promises
            .iter()
            .map(|promise| Part::Calendar { promise: *promise })
            .collect(),
        LetterKind::Statement | LetterKind::FinalNotice => vec![Part::Statement],
        LetterKind::Paper
        | LetterKind::Other
        | LetterKind::PaperRequest
        | LetterKind::Courtesy
        | LetterKind::HeadsUp
        | LetterKind::Guide => Vec::new(),
    };
    parts.extend(
        order
            .guides
            .iter()
            .map(|guide| Part::Guide { guide: *guide }),
    );
    Draft {
        account: prep.account.id,
        kind: order.kind,
        contact: order.contact,
        request: order.request,
        to_name: order.to_name.clone(),
        to: order.to.clone(),
        parts,
    }
}
