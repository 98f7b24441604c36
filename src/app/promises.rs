//! The promises: a list grouped by what became of them, and the month beside it.
//!
//! Law: verdicts come judged; nothing is judged here. `ui::promises` and `ui::calendar` draw it.

use super::action::Action;
use super::model::{Asked, Model};
use super::msg::Effect;
use crate::domain::ids::PromiseId;
use crate::domain::money::{Currency, Minor};
use crate::domain::verdict::Verdict;
use crate::domain::view::PromiseRow;
use crate::store::protocol::{PromiseAsk, Request};
use chrono::{Datelike, Days, Months, NaiveDate};

/// What became of promises, as the list groups them.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Due today.
    DueToday,
    /// The date has passed, the window has not.
    Late,
    /// Broken or light, not made good.
    Failed,
    /// Ahead.
    Upcoming,
    /// Light or broken, made good after the window: still counts as not kept.
    MadeGood,
    /// Kept, also late.
    Kept,
    /// Ended otherwise.
    Ended,
}

impl Group {
    /// Every group, in the order of the list.
    pub const ALL: [Group; 7] = [
        Group::DueToday,
        Group::Late,
        Group::Failed,
        Group::Upcoming,
        Group::MadeGood,
        Group::Kept,
        Group::Ended,
    ];

    /// Which group a verdict belongs to.
    #[must_use]
    pub const fn of(verdict: Verdict) -> Group {
        match verdict {
            Verdict::DueToday => Group::DueToday,
            Verdict::InGrace => Group::Late,
            Verdict::Light | Verdict::Broken => Group::Failed,
            Verdict::Open => Group::Upcoming,
            Verdict::CuredLate => Group::MadeGood,
            Verdict::Kept | Verdict::KeptLate => Group::Kept,
            Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided => Group::Ended,
        }
    }

    /// A mark beside its colour, where there is no room for a word. Empty = nothing to say yet.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Group::DueToday | Group::Late => "!",
            Group::Failed => "✗",
            Group::MadeGood => "~",
            Group::Kept => "✓",
            Group::Upcoming | Group::Ended => "",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Group::DueToday => "due today",
            Group::Late => "late, still in the window",
            Group::Failed => "broken and light",
            Group::Upcoming => "upcoming",
            Group::MadeGood => "made good late, not kept",
            Group::Kept => "kept",
            Group::Ended => "replaced or taken back",
        }
    }
}

/// A verdict in the words of the list.
#[must_use]
pub const fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Open => "open",
        Verdict::DueToday => "due today",
        Verdict::InGrace => "late",
        Verdict::Kept => "kept",
        Verdict::KeptLate => "kept late",
        Verdict::Light => "light",
        Verdict::Broken => "broken",
        Verdict::CuredLate => "cured late",
        Verdict::Superseded => "replaced",
        Verdict::Withdrawn => "taken back",
        Verdict::Voided => "voided",
    }
}

/// How far back the list goes, in days: a quarter, so that it stays a list of this season's promises.
const BACK_DAYS: u64 = 90;

/// The promises screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Promises {
    /// The rows, in the order of the list.
    pub rows: Vec<PromiseRow>,
    /// The first answer has come.
    pub loaded: bool,
    /// The selected row.
    pub cursor: usize,
    /// The selected promise.
    pub selected: Option<PromiseId>,
    /// Months away from this one that the calendar shows.
    pub month: i32,
    /// On a narrow screen: the calendar instead of the list.
    pub calendar: bool,
}

impl Promises {
    /// Takes the rows; the selected promise keeps the cursor.
    pub fn take(&mut self, mut rows: Vec<PromiseRow>) {
        rows.sort_by_key(|r| {
            let group = Group::of(r.line.judgement.verdict);
            let day = i64::from(r.line.promise.by_when.num_days_from_ce());
            // What is ahead: soonest first. What is over: newest first.
            let day = match group {
                Group::DueToday | Group::Late | Group::Upcoming => day,
                Group::Failed | Group::MadeGood | Group::Kept | Group::Ended => -day,
            };
            (group, day, r.id())
        });
        self.rows = rows;
        self.loaded = true;
        let kept = self
            .selected
            .and_then(|id| self.rows.iter().position(|r| r.id() == id));
        self.go(kept.unwrap_or(self.cursor));
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        self.cursor = index.min(self.rows.len().saturating_sub(1));
        self.selected = self.rows.get(self.cursor).map(PromiseRow::id);
    }

    /// The selected row.
    #[must_use]
    pub fn row(&self) -> Option<&PromiseRow> {
        self.rows.get(self.cursor)
    }

    /// How many rows a group has, and their money in the book's currency.
    #[must_use]
    pub fn count(&self, group: Group, currency: Currency) -> (usize, Minor) {
        let rows = self
            .rows
            .iter()
            .filter(|r| Group::of(r.line.judgement.verdict) == group);
        let money = rows
            .clone()
            .filter(|r| r.currency() == currency)
            .map(|r| r.line.promise.amount);
        (rows.count(), Minor::sum(money).unwrap_or(Minor::ZERO))
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

    /// The money of a day: still to come, and how the day's promises stand at worst. `None` = nothing that day.
    #[must_use]
    pub fn on_day(&self, day: NaiveDate, currency: Currency) -> Option<(Minor, Group)> {
        let rows: Vec<&PromiseRow> = self
            .rows
            .iter()
            .filter(|r| r.line.promise.by_when == day && r.currency() == currency)
            .filter(|r| Group::of(r.line.judgement.verdict) != Group::Ended)
            .collect();
        let worst = [
            Group::Failed,
            Group::Late,
            Group::DueToday,
            Group::Upcoming,
            Group::MadeGood,
            Group::Kept,
        ]
        .into_iter()
        .find(|g| {
            rows.iter()
                .any(|r| Group::of(r.line.judgement.verdict) == *g)
        })?;
        let money = Minor::sum(rows.iter().map(|r| r.line.promise.amount));
        Some((money.unwrap_or(Minor::ZERO), worst))
    }
}

impl Model {
    pub(crate) fn ask_promises(&mut self) -> Effect {
        let today = self.now.today;
        let request = Request::Promises(PromiseAsk {
            as_of: today,
            from: today.checked_sub_days(Days::new(BACK_DAYS)),
            ..PromiseAsk::default()
        });
        self.ask(Asked::Promises, request)
    }

    pub(crate) fn promises_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let today = self.now.today;
        let p = &mut self.promises;
        match action {
            Action::Up => p.go(p.cursor.saturating_sub(1)),
            Action::Down => p.go(p.cursor + 1),
            Action::Top => p.go(0),
            Action::Bottom => p.go(usize::MAX),
            Action::HalfUp => p.go(p.cursor.saturating_sub(page / 2)),
            Action::HalfDown => p.go(p.cursor + page / 2),
            Action::PageUp => p.go(p.cursor.saturating_sub(page)),
            Action::PageDown => p.go(p.cursor + page),
            Action::Calendar | Action::NextPane | Action::PrevPane => p.calendar = !p.calendar,
            Action::PrevMonth => p.month -= 1,
            Action::NextMonth => p.month += 1,
            Action::Back if p.calendar && !self.seen.wide => p.calendar = false,
            Action::Back if p.month != 0 => p.month = 0,
            Action::OpenAccount => {
                let Some(account) = p.row().map(|r| r.account.id) else {
                    return Vec::new();
                };
                return self.land(account, false);
            }
            Action::Copy => {
                let Some(text) = p
                    .row()
                    .map(|r| format!("{}: {}", r.account.name, r.line.explained))
                else {
                    return Vec::new();
                };
                return self.copy(text, "the verdict");
            }
            _ => {}
        }
        if matches!(
            action,
            Action::Up
                | Action::Down
                | Action::Top
                | Action::Bottom
                | Action::HalfUp
                | Action::HalfDown
                | Action::PageUp
                | Action::PageDown
        ) {
            self.promises.follow(today);
        }
        Vec::new()
    }
}

impl Promises {
    /// The calendar turns to the month of the selected promise.
    pub fn follow(&mut self, today: NaiveDate) {
        if let Some(row) = self.row() {
            let day = row.line.promise.by_when;
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
