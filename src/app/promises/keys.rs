//! The keys of the promises screen, and what it asks the ledger for.

use super::{Narrowed, Range, Side, WINDOW};
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::model::{Model, Screen};
use crate::app::msg::Effect;
use crate::domain::touch::Method;
use crate::domain::verdict::Group;
use crate::store::protocol::{PromiseBoardAsk, Request, TaskBoardAsk};
use chrono::NaiveDate;

/// Which part of a side's list is asked for.
struct Page {
    narrowed: Narrowed,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    offset: usize,
    limit: usize,
}

impl Model {
    /// Asks for the page around the cursor.
    pub(crate) fn ask_promises(&mut self) -> Effect {
        let page = self.promise_page(Side::Theirs);
        self.promises.stale = true;
        let request = Request::PromiseBoard(PromiseBoardAsk {
            as_of: self.now.today,
            from: page.from,
            to: page.to,
            group: page.narrowed.group,
            day: page.narrowed.day(),
            collector: page.narrowed.collector,
            method: page.narrowed.method,
            offset: page.offset,
            limit: page.limit,
        });
        self.ask(Asked::Promises, request)
    }

    /// Asks for the page around the cursor of what we promised.
    pub(crate) fn ask_our_promises(&mut self) -> Effect {
        let page = self.promise_page(Side::Ours);
        let request = Request::TaskBoard(TaskBoardAsk {
            as_of: self.now.today,
            from: page.from,
            to: page.to,
            group: page.narrowed.group,
            day: page.narrowed.day(),
            collector: page.narrowed.collector,
            kind: page.narrowed.kind,
            offset: page.offset,
            limit: page.limit,
        });
        self.ask(Asked::OurPromises, request)
    }

    /// The page of a side around the cursor. What the other side is narrowed to is nothing to this one: it keeps its counts, and no page of
    /// it is needed.
    fn promise_page(&self, side: Side) -> Page {
        let (p, today) = (&self.promises, self.now.today);
        let front = p.side == side;
        let narrowed = match front {
            true => p.narrowed.clone(),
            false => Narrowed::default(),
        };
        let (from, to) = narrowed.days(p.first_of_month(today), today);
        let (offset, limit) = match front {
            true => (p.cursor.saturating_sub(WINDOW / 2), WINDOW),
            false => (0, 1),
        };
        Page {
            narrowed,
            from,
            to,
            offset,
            limit,
        }
    }

    /// Asks for the page of the side that is in front.
    fn ask_side(&mut self) -> Effect {
        match self.promises.side {
            Side::Theirs => self.ask_promises(),
            Side::Ours => self.ask_our_promises(),
        }
    }

    /// Before drawing: rows that the cursor ran past, and the sentence of whoever is selected now.
    pub(crate) fn settle_promises(&mut self) -> Vec<Effect> {
        let p = &self.promises;
        if self.screen != Screen::Promises || !p.loaded {
            return Vec::new();
        }
        let asked = match p.side {
            Side::Theirs => Asked::Promises,
            Side::Ours => Asked::OurPromises,
        };
        if p.short_of_rows(self.seen.page.max(1)) && !self.is_asked(|a| *a == asked) {
            return vec![self.ask_side()];
        }
        if p.side == Side::Ours {
            return Vec::new();
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
                return vec![self.ask_side()];
            }
            Action::NextMonth => {
                p.month += 1;
                return vec![self.ask_side()];
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
                let have = Group::ALL.into_iter().filter(|g| p.has_group(*g));
                self.promises.narrowed.group =
                    next(&have.collect::<Vec<_>>(), self.promises.narrowed.group);
                return self.renarrow();
            }
            Action::NextMethod if p.side == Side::Ours => {
                let kinds = p.ours.kinds.clone();
                p.narrowed.kind = next(&kinds, p.narrowed.kind);
                return self.renarrow();
            }
            Action::NextMethod => {
                p.narrowed.method = next(&Method::ALL, p.narrowed.method);
                return self.renarrow();
            }
            Action::NextCollector => {
                let names = match p.side {
                    Side::Theirs => p.board.collectors.clone(),
                    Side::Ours => p.ours.collectors.clone(),
                };
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

    /// The list is narrowed otherwise: from the top.
    fn renarrow(&mut self) -> Vec<Effect> {
        self.promises.cursor = 0;
        self.promises.selected = None;
        self.promises.selected_task = None;
        vec![self.ask_side()]
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
        p.selected_task = None;
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
    use super::next;

    #[test]
    fn a_filter_goes_through_what_there_is_and_back_to_everything() {
        assert_eq!(next(&[1, 2], None), Some(1));
        assert_eq!(next(&[1, 2], Some(1)), Some(2));
        assert_eq!(next(&[1, 2], Some(2)), None);
        assert_eq!(next(&[1, 2], Some(9)), None, "it has gone");
        assert_eq!(next::<i32>(&[], None), None);
    }
}
