//! The promises: what they promised and what we promised, grouped by what became of them, and the month beside it.
//!
//! Law: verdicts come judged; nothing is judged here. The list holds a window of rows, whatever the ledger's size; the selected promise's
//! sentence and history are asked for by themselves. `ui::promises` and `ui::calendar` draw it, `rule` is a supervisor's ruling.

use super::action::Action;
use super::model::{Asked, Model, Screen};
use super::msg::Effect;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::{Method, Owner};
pub use crate::domain::verdict::Group;
use crate::domain::verdict::Verdict;
use crate::store::protocol::{
    PromiseBoard, PromiseBoardAsk, PromiseBrief, PromiseDetail, PromiseSum, Request, TaskAsk,
    TaskRow,
};
use chrono::{Datelike, Days, Months, NaiveDate};

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

/// Which days.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Range {
    /// From a quarter back on.
    #[default]
    Recent,
    /// This week, Monday to Sunday.
    Week,
    /// The month that the calendar shows.
    Month,
    /// One day.
    Day(NaiveDate),
    /// Everything.
    All,
}

/// What the list is narrowed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Narrowed {
    /// Only what became of so.
    pub group: Option<Group>,
    /// Only of this collector's accounts.
    pub collector: Option<String>,
    /// Only paid in this way.
    pub method: Option<Method>,
    /// Only these days.
    pub range: Range,
}

impl Narrowed {
    /// What it is narrowed to, in words; empty = nothing.
    #[must_use]
    pub fn words(&self, today: NaiveDate) -> Vec<String> {
        let range = match self.range {
            Range::Recent => None,
            Range::Week => Some("this week".to_owned()),
            Range::Month => Some("the month shown".to_owned()),
            Range::Day(day) => Some(say::day(day, today)),
            Range::All => Some("of all times".to_owned()),
        };
        let group = self.group.map(|g| g.title().to_owned());
        let method = self.method.map(|m| format!("by {}", m.name()));
        [group, self.collector.clone(), method, range]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The promises screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Promises {
    /// A window of what they promised, and what all of it comes to.
    pub board: PromiseBoard,
    /// What we promised, in the order of the groups.
    pub tasks: Vec<TaskRow>,
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

    /// Takes what we promised.
    pub fn take_tasks(&mut self, mut rows: Vec<TaskRow>) {
        rows.retain(|r| r.line.kind.is_owed());
        rows.sort_by_key(|r| {
            let group = Group::of(r.line.verdict);
            let day = i64::from(r.line.due_on.num_days_from_ce());
            let ahead = matches!(
                group,
                Group::DueToday | Group::Late | Group::Upcoming | Group::Failed
            );
            (group, if ahead { day } else { -day }, r.line.id)
        });
        self.tasks = rows;
        if self.side == Side::Ours {
            self.go(self.cursor);
        }
    }

    /// How many rows the list has.
    #[must_use]
    pub fn total(&self) -> usize {
        match self.side {
            Side::Theirs => self.board.total,
            Side::Ours => self.ours().count(),
        }
    }

    /// What we promised, as far as the list is narrowed to it.
    pub fn ours(&self) -> impl Iterator<Item = &TaskRow> {
        let group = self.narrowed.group;
        self.tasks
            .iter()
            .filter(move |r| group.is_none_or(|g| g == Group::of(r.line.verdict)))
    }

    /// Puts the cursor on a row.
    pub fn go(&mut self, index: usize) {
        self.cursor = index.min(self.total().saturating_sub(1));
        if self.side == Side::Theirs {
            self.selected = self.row(self.cursor).map(|r| r.promise.id);
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
            Side::Ours => self.ours().nth(self.cursor),
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

    /// The groups that the list has, in order, each with its number of rows and (for theirs) its money in the book's currency.
    #[must_use]
    pub fn groups(&self, currency: Currency) -> Vec<(Group, usize, Minor)> {
        let wanted = |g: Group| self.narrowed.group.is_none_or(|only| only == g);
        Group::ALL
            .into_iter()
            .filter(|g| wanted(*g))
            .map(|group| match self.side {
                Side::Theirs => {
                    let (count, money) = self.sum(group, currency);
                    (group, count, money)
                }
                Side::Ours => {
                    let mine = self.tasks.iter();
                    let count = mine.filter(|r| Group::of(r.line.verdict) == group).count();
                    (group, count, Minor::ZERO)
                }
            })
            .filter(|(_, count, _)| *count > 0)
            .collect()
    }

    /// What a group comes to among the days of the list: rows in all currencies, money in the book's.
    fn sum(&self, group: Group, currency: Currency) -> (usize, Minor) {
        let day = match self.narrowed.range {
            Range::Day(day) => Some(day),
            _ => None,
        };
        let of_days = self
            .board
            .days
            .iter()
            .filter(|(d, g, _, _)| day == Some(*d) && *g == group);
        let of_all = self.board.groups.iter().filter(|(g, _, _)| *g == group);
        let sums: Vec<(Currency, PromiseSum)> = match day {
            Some(_) => of_days.map(|(_, _, c, s)| (*c, *s)).collect(),
            None => of_all.map(|(_, c, s)| (*c, *s)).collect(),
        };
        let count = sums.iter().map(|(_, s)| s.count).sum();
        let money = sums.iter().filter(|(c, _)| *c == currency);
        let money = money.fold(0_i64, |a, (_, s)| a.saturating_add(s.amount.get()));
        (count, Minor::new(money))
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

    /// A day: how many promises, their money in the book's currency, and how they stand at worst. `None` = nothing that day. Of ours there
    /// is no money.
    #[must_use]
    pub fn on_day(&self, day: NaiveDate, currency: Currency) -> Option<(usize, Minor, Group)> {
        const WORST: [Group; 6] = [
            Group::Failed,
            Group::Late,
            Group::DueToday,
            Group::Upcoming,
            Group::MadeGood,
            Group::Kept,
        ];
        let found: Vec<(Group, usize, Minor)> = match self.side {
            Side::Theirs => {
                let from = self.board.days.partition_point(|(d, ..)| *d < day);
                let those = self.board.days[from..]
                    .iter()
                    .take_while(|(d, ..)| *d == day);
                those
                    .filter(|(_, _, c, _)| *c == currency)
                    .map(|(_, g, _, s)| (*g, s.count, s.amount))
                    .collect()
            }
            Side::Ours => self
                .tasks
                .iter()
                .filter(|r| r.line.due_on == day)
                .map(|r| (Group::of(r.line.verdict), 1, Minor::ZERO))
                .collect(),
        };
        let found: Vec<_> = found
            .into_iter()
            .filter(|(g, ..)| *g != Group::Ended)
            .collect();
        let worst = WORST
            .into_iter()
            .find(|w| found.iter().any(|(g, ..)| g == w))?;
        let count = found.iter().map(|(_, n, _)| n).sum();
        let money = found
            .iter()
            .fold(0_i64, |a, (_, _, m)| a.saturating_add(m.get()));
        Some((count, Minor::new(money), worst))
    }

    /// True when rows around the cursor are missing that exist.
    fn short_of_rows(&self, page: usize) -> bool {
        let from = self.cursor.saturating_sub(page);
        let to = (self.cursor + page).min(self.board.total);
        from < self.board.offset || to > self.board.offset + self.board.rows.len()
    }

    /// The calendar turns to the month of the selected promise.
    pub fn follow(&mut self, today: NaiveDate) {
        if let Some(day) = self.chosen_day() {
            let months = |d: NaiveDate| d.year() * 12 + d.month0() as i32;
            self.month = months(day) - months(today);
        }
    }

    /// From which day to which the list goes.
    fn days(&self, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let first = self.first_of_month(today);
        match self.narrowed.range {
            // The calendar's month is always among them.
            Range::Recent | Range::Day(_) => (
                today
                    .checked_sub_days(Days::new(BACK_DAYS))
                    .map(|d| d.min(first)),
                None,
            ),
            Range::Week => {
                let since = u64::from(today.weekday().num_days_from_monday());
                let monday = today.checked_sub_days(Days::new(since)).unwrap_or(today);
                (Some(monday), monday.checked_add_days(Days::new(6)))
            }
            Range::Month => {
                let next = first.checked_add_months(Months::new(1));
                (Some(first), next.and_then(|d| d.pred_opt()))
            }
            Range::All => (None, None),
        }
    }
}

impl Model {
    /// Asks for the page around the cursor.
    pub(crate) fn ask_promises(&mut self) -> Effect {
        let today = self.now.today;
        let p = &mut self.promises;
        p.stale = true;
        let (from, to) = p.days(today);
        let offset = match p.side {
            Side::Theirs => p.cursor.saturating_sub(WINDOW / 2),
            Side::Ours => 0,
        };
        let day = match p.narrowed.range {
            Range::Day(day) => Some(day),
            _ => None,
        };
        let request = Request::PromiseBoard(PromiseBoardAsk {
            as_of: today,
            from,
            to,
            group: p.narrowed.group,
            day,
            collector: p.narrowed.collector.clone(),
            method: p.narrowed.method,
            offset,
            limit: WINDOW,
        });
        self.ask(Asked::Promises, request)
    }

    /// Asks for what we promised.
    pub(crate) fn ask_our_promises(&mut self) -> Effect {
        let request = Request::Tasks(TaskAsk {
            as_of: self.now.today,
            owner: Some(Owner::Us),
            account: None,
            ended: true,
        });
        self.ask(Asked::OurPromises, request)
    }

    /// Before drawing: rows that the cursor ran past, and the sentence of whoever is selected now.
    pub(crate) fn settle_promises(&mut self) -> Vec<Effect> {
        let p = &self.promises;
        if self.screen != Screen::Promises || !p.loaded || p.side == Side::Ours {
            return Vec::new();
        }
        if p.short_of_rows(self.seen.page.max(1)) && !self.is_asked(|a| *a == Asked::Promises) {
            return vec![self.ask_promises()];
        }
        let Some(id) = p.brief().map(|r| r.promise.id) else {
            return Vec::new();
        };
        let have = p.explained().is_some() && !p.stale;
        if have || self.is_asked(|a| matches!(a, Asked::PromiseDetail)) {
            return Vec::new();
        }
        self.promises.stale = false;
        let request = Request::PromiseDetail {
            promise: id,
            as_of: self.now.today,
        };
        vec![self.ask(Asked::PromiseDetail, request)]
    }

    pub(crate) fn promises_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let p = &mut self.promises;
        match action {
            Action::Up => p.go(p.cursor.saturating_sub(1)),
            Action::Down => p.go(p.cursor.saturating_add(1)),
            Action::Top => p.go(0),
            Action::Bottom => p.go(usize::MAX),
            Action::HalfUp => p.go(p.cursor.saturating_sub(page / 2)),
            Action::HalfDown => p.go(p.cursor + page / 2),
            Action::PageUp => p.go(p.cursor.saturating_sub(page)),
            Action::PageDown => p.go(p.cursor + page),
            _ => return self.promises_other(action),
        }
        self.promises.follow(self.now.today);
        Vec::new()
    }

    fn promises_other(&mut self, action: Action) -> Vec<Effect> {
        let wide = self.seen.wide;
        let p = &mut self.promises;
        match action {
            Action::Calendar | Action::NextPane | Action::PrevPane => p.calendar = !p.calendar,
            Action::PrevMonth => {
                p.month -= 1;
                return vec![self.ask_promises()];
            }
            Action::NextMonth => {
                p.month += 1;
                return vec![self.ask_promises()];
            }
            Action::Back if p.calendar && !wide => p.calendar = false,
            Action::Back if p.narrowed != Narrowed::default() => {
                p.narrowed = Narrowed::default();
                return self.renarrow();
            }
            Action::Back if p.side == Side::Ours => return self.other_side(),
            Action::Back if p.month != 0 => p.month = 0,
            Action::OtherSide => return self.other_side(),
            Action::NextState => {
                let have = Group::ALL.into_iter().filter(|g| self.has_group(*g));
                self.promises.narrowed.group =
                    next(&have.collect::<Vec<_>>(), self.promises.narrowed.group);
                return self.renarrow();
            }
            Action::NextMethod => {
                p.narrowed.method = next(&Method::ALL, p.narrowed.method);
                return self.renarrow();
            }
            Action::NextCollector => {
                let names = p.board.collectors.clone();
                p.narrowed.collector = next(&names, p.narrowed.collector.take());
                return self.renarrow();
            }
            Action::NextDays => {
                p.narrowed.range = match p.narrowed.range {
                    Range::Recent => Range::Week,
                    Range::Week => Range::Month,
                    Range::Month => match p.chosen_day() {
                        Some(day) => Range::Day(day),
                        None => Range::All,
                    },
                    Range::Day(_) => Range::All,
                    Range::All => Range::Recent,
                };
                return self.renarrow();
            }
            Action::Rule => return self.open_rule(),
            Action::OpenAccount => {
                let Some(account) = p.account() else {
                    return Vec::new();
                };
                return self.land(account, false);
            }
            Action::Copy => {
                let said = match (p.explained(), p.task()) {
                    (Some(d), _) => format!("{}: {}", d.row.account.name, d.row.line.explained),
                    (None, Some(t)) => format!("{}: {}", t.name, t.line.what),
                    (None, None) => return Vec::new(),
                };
                return self.copy(said, "what became of it");
            }
            _ => {}
        }
        Vec::new()
    }

    fn has_group(&self, group: Group) -> bool {
        match self.promises.side {
            Side::Theirs => self
                .promises
                .board
                .groups
                .iter()
                .any(|(g, _, s)| *g == group && s.count > 0),
            Side::Ours => self
                .promises
                .tasks
                .iter()
                .any(|t| Group::of(t.line.verdict) == group),
        }
    }

    /// The list is narrowed otherwise: from the top.
    fn renarrow(&mut self) -> Vec<Effect> {
        self.promises.cursor = 0;
        self.promises.selected = None;
        vec![self.ask_promises()]
    }

    fn other_side(&mut self) -> Vec<Effect> {
        let p = &mut self.promises;
        p.side = match p.side {
            Side::Theirs => Side::Ours,
            Side::Ours => Side::Theirs,
        };
        p.narrowed = Narrowed::default();
        p.cursor = 0;
        p.selected = None;
        let tasks = self.ask_our_promises();
        vec![self.ask_promises(), tasks]
    }
}

/// The next of these, then none again.
fn next<T: Clone + PartialEq>(all: &[T], now: Option<T>) -> Option<T> {
    match now {
        None => all.first().cloned(),
        Some(now) => {
            let at = all.iter().position(|x| *x == now)?;
            all.get(at + 1).cloned()
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

    #[test]
    fn a_filter_goes_through_what_there_is_and_back_to_everything() {
        assert_eq!(next(&[1, 2], None), Some(1));
        assert_eq!(next(&[1, 2], Some(1)), Some(2));
        assert_eq!(next(&[1, 2], Some(2)), None);
        assert_eq!(next(&[1, 2], Some(9)), None, "it has gone");
        assert_eq!(next::<i32>(&[], None), None);
    }
}
