//! What was decided about promises that were not kept, as a part of the supervisor's screen.
//!
//! Law: a window of the list is loaded, and what came of the decisions with the first page after a save only: it takes every book about which
//! something was decided. The cursor follows the decision.

use crate::domain::ids::ReviewId;
use crate::store::protocol::{DecidedPage, DecidedRow};

/// The decisions as the screen has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decided {
    /// The loaded rows, how many there are, and what came of them.
    pub page: DecidedPage,
    /// The first answer has come.
    pub loaded: bool,
    /// The selected row.
    pub cursor: usize,
    /// The selected decision.
    pub selected: Option<ReviewId>,
    /// Only what I must act on.
    pub mine: bool,
}

impl Decided {
    /// The row at an index, when it is loaded.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&DecidedRow> {
        self.page.rows.get(index.checked_sub(self.page.offset)?)
    }

    /// The selected row, when it is loaded.
    #[must_use]
    pub fn selected_row(&self) -> Option<&DecidedRow> {
        self.row(self.cursor)
            .filter(|d| Some(d.review.id) == self.selected)
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        self.cursor = index.min(self.page.total.saturating_sub(1));
        self.selected = self.row(self.cursor).map(|d| d.review.id);
    }

    /// Takes a page: the selected decision keeps the cursor while it is there, else its place does. Whoever is not looking finds the newest
    /// when they come. A page without what came of the decisions leaves what is known of it.
    pub fn take(&mut self, page: DecidedPage, looking: bool) {
        let outcomes = std::mem::take(&mut self.page.outcomes);
        self.page = page;
        if !self.page.counted {
            self.page.outcomes = outcomes;
        }
        self.loaded = true;
        let rows = &self.page.rows;
        let kept = self
            .selected
            .and_then(|id| rows.iter().position(|d| d.review.id == id));
        let at = match (looking, kept) {
            (false, _) => 0,
            (true, Some(i)) => self.page.offset + i,
            (true, None) => self.cursor,
        };
        self.go(at);
    }

    /// True when rows around the cursor are missing that exist.
    #[must_use]
    pub fn short_of_rows(&self, page: usize) -> bool {
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.page.total);
        from < self.page.offset || to > self.page.offset + self.page.rows.len()
    }
}
