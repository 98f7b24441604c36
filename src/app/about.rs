//! What a form of a supervisor is about besides its account: a promise that was not kept, a question that waits, a collector.
//!
//! Law: plain data, carried from the list that was on screen when the form was opened: what the supervisor saw is what is decided on.

use super::their_mail::MailSource;
use crate::domain::approval::ApprovalRef;
use crate::domain::ids::{PromiseId, ReviewId};
use serde::{Deserialize, Serialize};

/// What a form is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum About {
    /// A promise that was not kept.
    Promise {
        /// Which.
        promise: PromiseId,
        /// The decision that stood there.
        after: Option<ReviewId>,
        /// The account's name.
        name: String,
        /// Whose account it is.
        collector: Option<String>,
    },
    /// Something that waits for a yes or no.
    Approval {
        /// Which.
        which: ApprovalRef,
        /// What and of whom.
        name: String,
    },
    /// A mail of theirs.
    Mail(MailSource),
    /// A collector.
    Collector {
        /// Who; `None` = accounts of nobody.
        name: Option<String>,
    },
}

impl About {
    /// What stands beside the form's heading.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            About::Promise { name, .. } | About::Approval { name, .. } => name,
            About::Mail(source) => &source.name,
            About::Collector { name } => name.as_deref().unwrap_or("accounts of nobody"),
        }
    }
}
