//! Short sheets for customers: what a young company asks about its invoices, notices and credit. The words are templates (`script::guides`).

use crate::domain::named::named;
use serde::{Deserialize, Serialize};

named! {
    /// Which sheet.
    pub enum Guide {
        /// How we invoice, and where copies come from.
        Invoicing => "invoicing", "how we invoice";
        /// What a lien notice means, and what it does not.
        Liens => "liens", "what a lien notice means";
        /// Paying on time, and credit standing.
        Standing => "standing", "paying on time";
    }
}

/// Every value that a sheet's template may use.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GuideFacts {
    /// Who gives it out.
    pub company: String,
    /// Who sends it.
    pub caller: String,
    /// Where to write to, where the settings say so.
    pub mail: Option<String>,
}
