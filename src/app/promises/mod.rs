//! The promises: what they promised and what we promised, grouped by what became of them, and the month beside it.
//!
//! Law: verdicts come judged; nothing is judged here. The list holds a window of rows, whatever the ledger's size; the selected promise's
//! sentence and history are asked for by themselves. `keys` moves in it, `narrowed` filters it, `sums` adds it up, `ui::promises` and `ui::calendar` draw it, `rule` is a supervisor's ruling.

mod keys;
mod narrowed;
mod sums;

pub use narrowed::{Narrowed, Range};
pub use sums::{DaySum, GroupSum, Moneys, whole};

use crate::domain::ids::{AccountId, PromiseId, TaskId};
pub use crate::domain::verdict::Group;
use crate::domain::verdict::Verdict;
use crate::store::protocol::{PromiseBoard, PromiseBrief, PromiseDetail, TaskBoard, TaskRow};
use chrono::{Datelike, Months, NaiveDate};

/// A verdict in the words of the list.
#[must_use]
pub const fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::InGrace => "late",
        Verdict::Superseded => "replaced",
        Verdict::Withdrawn => "taken back",
        other => other.words(false),
    }
}

/// How far back the list goes, in days: a quarter, so that it stays a list of this season's promises.
const BACK_DAYS: u64 = 90;

/// Rows fetched at once: more than any screen.
pub const WINDOW: usize = 120;

/// Whose promises.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Side {
    /// What they promised us.
    #[default]
    Theirs,
    /// What we promised them.
    Ours,
}

/// The promises screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Promises {
    /// A window of what they promised, and what all of it comes to.
    pub board: PromiseBoard,
    /// A window of what we promised, and how much of it there is.
    pub ours: TaskBoard,
    /// The first answer has come.
    pub loaded: bool,
    /// Whose promises are listed.
    pub side: Side,
    /// What the list is narrowed to.
    pub narrowed: Narrowed,
    /// The selected row.
    pub cursor: usize,
    /// The selected promise of theirs.
    pub selected: Option<PromiseId>,
    /// The selected one of ours.
    pub selected_task: Option<TaskId>,
    /// It with its sentence and history, once that has come.
    pub detail: Option<Box<PromiseDetail>>,
    /// It must be asked for again.
    pub stale: bool,
    /// Months away from this one that the calendar shows.
    pub month: i32,
    /// On a narrow screen: the calendar instead of the list.
    pub calendar: bool,
}

impl Promises {
    /// Takes a page; the selected promise keeps the cursor when it is still there, else its place does.
    pub fn take(&mut self, board: PromiseBoard) {
        self.board = board;
        self.loaded = true;
        let rows = &self.board.rows;
        let kept = self
            .selected
            .and_then(|id| rows.iter().position(|r| r.promise.id == id));
        if self.side == Side::Theirs {
            let at = kept.map_or(self.cursor, |i| self.board.offset + i);
            self.go(at);
        }
    }

    /// Takes a page of what we promised; the selected one keeps the cursor when it is still there, else its place does.
    pub fn take_ours(&mut self, board: TaskBoard) {
        self.ours = board;
        let rows = &self.ours.rows;
        let kept = self
            .selected_task
            .and_then(|id| rows.iter().position(|r| r.line.id == id));
        if self.side == Side::Ours {
            let at = kept.map_or(self.cursor, |i| self.ours.offset + i);
            self.go(at);
        }
    }

    /// How many rows the list has.
    #[must_use]
    pub fn total(&self) -> usize {
        match self.side {
            Side::Theirs => self.board.total,
            Side::Ours => self.ours.total,
        }
    }

    /// What we promised at an index, when it is loaded.
    #[must_use]
    pub fn our_row(&self, index: usize) -> Option<&TaskRow> {
        self.ours.rows.get(index.checked_sub(self.ours.offset)?)
    }

    /// How many of what we promised the days of the list hold.
    #[must_use]
    pub fn ours_in_all(&self) -> usize {
        self.ours.groups.iter().map(|(_, n)| n).sum()
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        self.cursor = index.min(self.total().saturating_sub(1));
        match self.side {
            Side::Theirs => self.selected = self.row(self.cursor).map(|r| r.promise.id),
            Side::Ours => self.selected_task = self.our_row(self.cursor).map(|r| r.line.id),
        }
    }

    /// The row at an index, when it is loaded.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&PromiseBrief> {
        self.board.rows.get(index.checked_sub(self.board.offset)?)
    }

    /// The selected promise of theirs.
    #[must_use]
    pub fn brief(&self) -> Option<&PromiseBrief> {
        match self.side {
            Side::Theirs => self.row(self.cursor),
            Side::Ours => None,
        }
    }

    /// The selected promise of ours.
    #[must_use]
    pub fn task(&self) -> Option<&TaskRow> {
        match self.side {
            Side::Theirs => None,
            Side::Ours => self.our_row(self.cursor),
        }
    }

    /// The account that acts are about.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        let theirs = self.brief().map(|r| r.account);
        theirs.or_else(|| self.task().map(|t| t.account))
    }

    /// The selected promise with everything, once that has come.
    #[must_use]
    pub fn explained(&self) -> Option<&PromiseDetail> {
        let id = self.brief()?.promise.id;
        self.detail.as_deref().filter(|d| d.row.id() == id)
    }

    /// The day of the selected row.
    #[must_use]
    pub fn chosen_day(&self) -> Option<NaiveDate> {
        let theirs = self.brief().map(|r| r.promise.by_when);
        theirs.or_else(|| self.task().map(|t| t.line.due_on))
    }

    /// The first day of the month that the calendar shows.
    #[must_use]
    pub fn first_of_month(&self, today: NaiveDate) -> NaiveDate {
        let first = today.with_day(1).unwrap_or(today);
        let months = Months::new(self.month.unsigned_abs());
        let moved = if self.month < 0 {
            first.checked_sub_months(months)
        } else {
            first.checked_add_months(months)
        };
        moved.unwrap_or(first)
    }

    /// True when rows around the cursor are missing that exist.
    fn short_of_rows(&self, page: usize) -> bool {
        let (offset, loaded) = match self.side {
            Side::Theirs => (self.board.offset, self.board.rows.len()),
            Side::Ours => (self.ours.offset, self.ours.rows.len()),
        };
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.total());
        from < offset || to > offset + loaded
    }

    /// The calendar turns to the month of the selected promise.
    pub fn follow(&mut self, today: NaiveDate) {
        if let Some(day) = self.chosen_day() {
            let months = |d: NaiveDate| d.year() * 12 + d.month0() as i32;
            self.month = months(day) - months(today);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_good_after_its_window_is_not_among_the_kept() {
        assert_eq!(Group::of(Verdict::CuredLate), Group::MadeGood);
        assert_eq!(Group::of(Verdict::KeptLate), Group::Kept);
        for group in Group::ALL {
            let alike = Group::ALL.iter().filter(|g| g.title() == group.title());
            assert_eq!(alike.count(), 1, "{group:?}");
        }
    }
}
