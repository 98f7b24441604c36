//! The supervisor's screen: what waits for a decision, what waits for an approval, what was decided.
//!
//! Law: cursors follow identities, so that they survive every refresh; of long lists only a window is loaded. `keys` moves in it and asks
//! for it, `decided` holds what was decided, `ui::review` draws it.

mod decided;
mod keys;
mod pane;

pub use decided::Decided;
pub use pane::ReviewPane;

use super::cases::Cases;
use super::lane::Clocks;
use super::staff::Collectors;
use crate::domain::approval::{Approval, ApprovalRef};
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::reports::Headline;
use crate::store::protocol::{ReviewPage, ReviewRow};

/// Rows of the inbox, or of what was decided, fetched at once: each is made from the book of its account.
pub const WINDOW: usize = 60;

/// The supervisor's screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Review {
    /// The part that has the keys.
    pub pane: ReviewPane,
    /// The loaded rows of the inbox, with its totals.
    pub page: ReviewPage,
    /// The index of the first loaded row.
    pub offset: usize,
    /// The first answer has come.
    pub loaded: bool,
    /// The selected row of the inbox.
    pub cursor: usize,
    /// The selected promise.
    pub selected: Option<PromiseId>,
    /// What waits for a yes or no.
    pub approvals: Vec<Approval>,
    /// Its answer has come.
    pub approvals_loaded: bool,
    /// The selected row there.
    pub approval_cursor: usize,
    /// The selected one.
    pub approval: Option<ApprovalRef>,
    /// What was decided.
    pub decided: Decided,
    /// Disputes and deductions.
    pub cases: Cases,
    /// What runs out when.
    pub clocks: Clocks,
    /// The collectors.
    pub collectors: Collectors,
    /// The figures of the period that the reports are of, when they were counted.
    pub trends: Vec<Headline>,
}

impl Review {
    /// The row of the inbox at an index, when it is loaded.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&ReviewRow> {
        self.page.rows.get(index.checked_sub(self.offset)?)
    }

    /// The selected row of the inbox.
    #[must_use]
    pub fn selected_row(&self) -> Option<&ReviewRow> {
        self.row(self.cursor)
            .filter(|r| Some(r.line.promise.id) == self.selected)
    }

    /// The selected question.
    #[must_use]
    pub fn selected_approval(&self) -> Option<&Approval> {
        self.approvals.get(self.approval_cursor)
    }

    /// The account that is selected in the part with the keys.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self.pane {
            ReviewPane::Inbox => self.selected_row().map(|r| r.account.id),
            ReviewPane::Approvals => self.selected_approval().map(|a| a.account),
            ReviewPane::Decided => self.decided.selected_row().map(|d| d.review.account),
            ReviewPane::Cases => self.cases.row().map(|r| r.account),
            ReviewPane::Clocks => self.clocks.row().map(|r| r.account),
            ReviewPane::Collectors | ReviewPane::Trends => None,
        }
    }

    /// How many rows the part with the keys has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.pane {
            ReviewPane::Inbox => self.page.total,
            ReviewPane::Approvals => self.approvals.len(),
            ReviewPane::Decided => self.decided.page.total,
            ReviewPane::Cases => self.cases.rows().len(),
            ReviewPane::Clocks => self.clocks.rows().len(),
            ReviewPane::Collectors => self.collectors.rows().len(),
            ReviewPane::Trends => 0,
        }
    }

    /// Nothing is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row with the cursor in the part with the keys.
    #[must_use]
    pub fn at(&self) -> usize {
        match self.pane {
            ReviewPane::Inbox => self.cursor,
            ReviewPane::Approvals => self.approval_cursor,
            ReviewPane::Decided => self.decided.cursor,
            ReviewPane::Cases => self.cases.cursor,
            ReviewPane::Clocks => self.clocks.cursor,
            ReviewPane::Collectors => self.collectors.cursor,
            ReviewPane::Trends => 0,
        }
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        let index = index.min(self.len().saturating_sub(1));
        match self.pane {
            ReviewPane::Inbox => {
                self.cursor = index;
                self.selected = self.row(index).map(|r| r.line.promise.id);
            }
            ReviewPane::Approvals => {
                self.approval_cursor = index;
                self.approval = self.approvals.get(index).map(|a| a.id);
            }
            ReviewPane::Decided => self.decided.go(index),
            ReviewPane::Cases => self.cases.cursor = index,
            ReviewPane::Clocks => self.clocks.cursor = index,
            ReviewPane::Collectors => self.collectors.cursor = index,
            ReviewPane::Trends => {}
        }
    }

    /// Takes a page of the inbox: the selected promise keeps the cursor while it is there, else its place does.
    pub fn take(&mut self, offset: usize, page: ReviewPage) {
        self.page = page;
        self.offset = offset;
        self.loaded = true;
        let rows = &self.page.rows;
        let kept = self
            .selected
            .and_then(|id| rows.iter().position(|r| r.line.promise.id == id));
        self.cursor = match kept {
            Some(i) => offset + i,
            None => self.cursor.min(self.page.total.saturating_sub(1)),
        };
        self.selected = self.row(self.cursor).map(|r| r.line.promise.id);
    }

    /// Takes what waits for a yes or no.
    pub fn take_approvals(&mut self, all: Vec<Approval>) {
        self.approvals = all;
        self.approvals_loaded = true;
        let kept = self
            .approval
            .and_then(|id| self.approvals.iter().position(|a| a.id == id));
        let last = self.approvals.len().saturating_sub(1);
        self.approval_cursor = kept.unwrap_or(self.approval_cursor.min(last));
        self.approval = self.selected_approval().map(|a| a.id);
    }

    /// True when rows around the cursor are missing that exist.
    fn short_of_rows(&self, page: usize) -> bool {
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.page.total);
        from < self.offset || to > self.offset + self.page.rows.len()
    }
}
