//! The queue's list: a window of rows around the cursor, the filter, and who is selected.
//!
//! Law: the cursor follows the account, not the index, so it survives every refresh. `ui::queue` draws it.

use super::asked::Asked;
use super::model::Model;
use super::msg::Effect;
use super::text::TextField;
use crate::domain::ids::AccountId;
use crate::domain::queue::{QueueRow, Reason};
use crate::store::protocol::{QueueAsk, QueuePage, Request};

/// Rows fetched at once: more than any screen, few enough to cost nothing at a hundred thousand accounts.
pub const WINDOW: usize = 240;

/// The queue's list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Queue {
    /// The loaded rows.
    pub rows: Vec<QueueRow>,
    /// The index of the first loaded row.
    pub offset: usize,
    /// How many rows there are in all.
    pub total: usize,
    /// How many there are without filter and reason.
    pub everybody: usize,
    /// Counts per strongest reason.
    pub by_reason: Vec<(Reason, usize)>,
    /// The index of the selected row.
    pub cursor: usize,
    /// The selected account.
    pub selected: Option<AccountId>,
    /// An account that was gone to and is not in the list.
    pub visiting: Option<AccountId>,
    /// The words that rows must have.
    pub filter: TextField,
    /// The filter is being typed.
    pub filtering: bool,
    /// Only this reason.
    pub reason: Option<Reason>,
    /// Only this collector's, as a supervisor looks at it.
    pub of: Option<String>,
    /// The first page has come.
    pub loaded: bool,
    /// A call was saved: the next account is one that nobody else has open.
    pub pass_by: bool,
}

impl Queue {
    /// The row at an index, when it is loaded.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&QueueRow> {
        self.rows.get(index.checked_sub(self.offset)?)
    }

    /// The row of the selected account.
    #[must_use]
    pub fn selected_row(&self) -> Option<&QueueRow> {
        self.row(self.cursor)
            .filter(|r| Some(r.account) == self.selected)
    }

    /// The account that acts are about: the visited one, else the selected one.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        self.visiting.or(self.selected)
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        self.visiting = None;
        self.cursor = index.min(self.total.saturating_sub(1));
        self.selected = self.row(self.cursor).map(|r| r.account);
    }

    /// Takes a page. The selected account keeps the cursor when it is still there, else its place does.
    pub fn take(&mut self, offset: usize, page: QueuePage) {
        let was = self.selected;
        self.loaded = true;
        self.offset = offset;
        self.rows = page.rows;
        self.total = page.total;
        self.by_reason = page.by_reason;
        if self.filter.is_blank() && self.reason.is_none() && self.of.is_none() {
            self.everybody = page.total;
        }
        let kept = was.and_then(|id| self.rows.iter().position(|r| r.account == id));
        let visiting = self.visiting;
        match kept {
            Some(i) => self.cursor = self.offset + i,
            None => self.go(self.cursor),
        }
        self.visiting = visiting;
    }

    /// True when rows around the cursor are missing that exist.
    fn short_of_rows(&self, page: usize) -> bool {
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.total);
        from < self.offset || to > self.offset + self.rows.len()
    }
}

impl Model {
    /// Asks for the page around the cursor.
    pub(crate) fn ask_queue(&mut self) -> Effect {
        let offset = self.queue.cursor.saturating_sub(WINDOW / 2);
        let request = Request::Queue(QueueAsk {
            as_of: self.now.today,
            offset,
            limit: WINDOW,
            reason: self.queue.reason,
            collector: self
                .queue
                .of
                .clone()
                .or_else(|| self.only_mine.then(|| self.me.clone())),
            filter: self.queue.filter.trimmed().to_owned(),
        });
        self.ask(Asked::Queue(offset), request)
    }

    /// Before drawing: rows that the cursor ran past are fetched.
    pub(crate) fn settle_queue(&mut self) -> Option<Effect> {
        if self.queue.loaded
            && !self.is_asked(|a| matches!(a, Asked::Queue(_)))
            && self.queue.short_of_rows(self.seen.page.max(1))
        {
            return Some(self.ask_queue());
        }
        None
    }

    /// The filter or the reason changed: from the top.
    pub(crate) fn refilter(&mut self) -> Vec<Effect> {
        self.queue.visiting = None;
        self.queue.cursor = 0;
        self.queue.selected = None;
        vec![self.ask_queue()]
    }

    /// The next reason that has accounts, then all again.
    pub(crate) fn next_reason(&mut self) -> Vec<Effect> {
        let have: Vec<Reason> = Reason::ALL
            .into_iter()
            .filter(|r| self.reason_counts.iter().any(|(x, n)| x == r && *n > 0))
            .collect();
        self.queue.reason = match self.queue.reason {
            None => have.first().copied(),
            Some(now) => have
                .iter()
                .position(|r| *r == now)
                .and_then(|i| have.get(i + 1))
                .copied(),
        };
        self.refilter()
    }
}

/// A reason in the words of the list.
#[must_use]
pub const fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Inbound => "asked to be called",
        Reason::OwedByUs => "owed by us",
        Reason::PromiseBroken => "promise broken",
        Reason::PromiseLight => "promise light",
        Reason::PromiseLate => "promise late",
        Reason::PromiseDue => "promise due today",
        Reason::FollowUpDue => "follow-up due",
        Reason::ClaimOverdue => "payment not arrived",
        Reason::LienClock => "lien or notice near",
        Reason::PlacementWindow => "placement window",
        Reason::OverLimit => "over limit",
        Reason::PastDue => "past due",
        Reason::NewlyPastDue => "newly past due",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{page_of, row};

    #[test]
    fn the_cursor_follows_its_account_through_a_refresh() {
        let mut q = Queue::default();
        q.take(0, page_of(&[1, 2, 3]));
        q.go(2);
        q.take(0, page_of(&[9, 8, 1, 3, 2]));
        assert_eq!((q.cursor, q.selected), (3, Some(AccountId(3))));
    }

    #[test]
    fn when_the_account_has_left_the_next_one_takes_its_place() {
        let mut q = Queue::default();
        q.take(0, page_of(&[1, 2, 3]));
        q.go(1);
        q.take(0, page_of(&[1, 3]));
        assert_eq!((q.cursor, q.selected), (1, Some(AccountId(3))));
        q.take(0, page_of(&[]));
        assert_eq!((q.cursor, q.selected), (0, None));
    }

    #[test]
    fn rows_outside_the_window_are_known_to_be_missing() {
        let mut q = Queue::default();
        let rows = (0..WINDOW as i64).map(row).collect();
        q.take(
            0,
            QueuePage {
                rows,
                total: 1_000,
                by_reason: Vec::new(),
            },
        );
        assert!(!q.short_of_rows(20));
        q.go(999);
        assert!(q.short_of_rows(20));
        assert_eq!(q.selected, None, "not loaded yet");
    }
}
