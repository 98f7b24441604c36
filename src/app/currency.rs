//! The currency that a list need not name.

use super::model::Model;
use crate::domain::money::Currency;

impl Model {
    /// The book's currency; until the ledger has said it, dollars, and nothing with an amount is on screen.
    #[must_use]
    pub fn book(&self) -> Currency {
        self.status.as_ref().map_or(Currency::USD, |s| s.currency)
    }
}
