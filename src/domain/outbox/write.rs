//! From a request to a letter: who gets it, and what goes with it. The words are the template's.

use super::facts::agreed;
use super::{LetterKind, Part, Wanted};
use crate::domain::view::Prep;

/// What a letter is before it has words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What kind.
    pub kind: LetterKind,
    /// The name in front of the address.
    pub to_name: Option<String>,
    /// The mailbox.
    pub to: String,
    /// What goes with it.
    pub parts: Vec<Part>,
}

/// The letter that answers a request: to the person who asked, with the copies or days that it is about.
#[must_use]
pub fn draft(prep: &Prep, wanted: &Wanted) -> Draft {
    let kind = LetterKind::of(wanted.kind);
    let person = wanted
        .contact
        .and_then(|id| prep.contacts.iter().find(|c| c.id == id));
    let parts = match kind {
        LetterKind::Copies => wanted
            .invoices
            .iter()
            .map(|document| Part::Invoice {
                document: *document,
            })
            .collect(),
        LetterKind::Confirmation => agreed(prep, wanted)
            .map(|line| Part::Calendar {
                promise: line.promise.id,
            })
            .collect(),
        LetterKind::Statement => vec![Part::Statement],
        LetterKind::Paper | LetterKind::FinalNotice | LetterKind::Other => Vec::new(),
    };
    Draft {
        kind,
        to_name: person.map(|c| c.name.clone()),
        to: wanted.to.clone(),
        parts,
    }
}
