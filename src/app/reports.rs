//! The reports screen: which report of which days, how far it is, and the rows that were gone into.
//!
//! Law: figures come counted (`domain::reports`); here is only what is looked at. A pass over the books is asked for step by step, so every key is
//! answered between two steps; who leaves the screen lets it rest.

use super::action::Action;
use super::asked::Asked;
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use crate::domain::account::AccountKind;
use crate::domain::money::Currency;
use crate::domain::reports::{
    Drilled, Figure, Group, ReportName, Reports, Scope, Table, drilled, headlines, table,
};
use crate::store::protocol::{Intent, Progress, ReportAsk, Reported, Request};
use chrono::{Datelike, Days, NaiveDate};
use std::sync::Arc;

/// Up to so many accounts a report is read anew by itself when somebody saves; beyond that it says that it is old.
const SMALL: u64 = 25_000;

/// How long a period is.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Span {
    /// Thirty days.
    #[default]
    Days30,
    /// The calendar month so far.
    Month,
    /// Ninety days.
    Days90,
    /// A year.
    Year,
}

impl Span {
    fn next(self) -> Span {
        match self {
            Span::Days30 => Span::Month,
            Span::Month => Span::Days90,
            Span::Days90 => Span::Year,
            Span::Year => Span::Days30,
        }
    }

    fn from(self, today: NaiveDate) -> NaiveDate {
        match self {
            Span::Days30 => today - Days::new(29),
            Span::Month => today.with_day(1).unwrap_or(today),
            Span::Days90 => today - Days::new(89),
            Span::Year => today - Days::new(364),
        }
    }
}

/// The rows that were gone into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Depth {
    /// Which figure.
    pub figure: Figure,
    /// Its rows, once they are there.
    pub table: Option<Table>,
    /// The selected row.
    pub cursor: usize,
}

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportsDesk {
    /// Which report.
    pub name: ReportName,
    /// Which days, and whose; `None` = nothing was asked yet.
    pub scope: Option<Scope>,
    /// How long a period is.
    pub span: Span,
    /// In which currency.
    pub currency: Option<Currency>,
    /// Every report of the scope.
    pub data: Option<Arc<Reports>>,
    /// The one that is looked at, laid out.
    pub table: Option<Table>,
    /// How far the pass is.
    pub progress: Option<Progress>,
    /// Somebody saved since.
    pub old: bool,
    /// The selected line.
    pub cursor: usize,
    /// What was gone into.
    pub depth: Option<Depth>,
}

impl Default for ReportsDesk {
    fn default() -> Self {
        ReportsDesk {
            name: ReportName::Aging,
            scope: None,
            span: Span::default(),
            currency: None,
            data: None,
            table: None,
            progress: None,
            old: false,
            cursor: 0,
            depth: None,
        }
    }
}

impl ReportsDesk {
    /// The currency that is looked at.
    #[must_use]
    pub fn currency(&self) -> Currency {
        let book = self.data.as_ref().map_or(Currency::USD, |d| d.currency);
        self.currency.unwrap_or(book)
    }

    /// Collectors that the shown figures know, in order.
    fn collectors(&self) -> Vec<String> {
        let known = self.data.iter().flat_map(|d| d.by_currency.values());
        let mut out: Vec<String> = known
            .flat_map(|f| f.aging.keys())
            .filter_map(|g| match g {
                Group::Collector(Some(name)) => Some(name.clone()),
                _ => None,
            })
            .collect();
        out.sort();
        out.dedup();
        out
    }

    fn lay_out(&mut self) {
        let currency = self.currency();
        self.table = self.data.as_ref().map(|d| table(d, self.name, currency));
        let lines = self.table.as_ref().map_or(0, |t| t.lines.len());
        self.cursor = self.cursor.min(lines.saturating_sub(1));
    }

    /// What the cursor moves in, and how many lines it has.
    fn lines(&self) -> usize {
        let table = match &self.depth {
            Some(depth) => depth.table.as_ref(),
            None => self.table.as_ref(),
        };
        table.map_or(0, |t| t.lines.len())
    }

    fn go(&mut self, to: usize) {
        let last = self.lines().saturating_sub(1);
        match &mut self.depth {
            Some(depth) => depth.cursor = to.min(last),
            None => self.cursor = to.min(last),
        }
    }

    /// The selected line of what is in front.
    #[must_use]
    pub fn at(&self) -> usize {
        self.depth.as_ref().map_or(self.cursor, |d| d.cursor)
    }

    /// What lies behind the selected line.
    #[must_use]
    pub fn figure(&self) -> Option<&Figure> {
        let table = match &self.depth {
            Some(depth) => depth.table.as_ref(),
            None => self.table.as_ref(),
        };
        table?.lines.get(self.at())?.figure.as_ref()
    }
}

impl Model {
    /// The tab.
    pub(crate) fn open_reports(&mut self) -> Vec<Effect> {
        self.screen = Screen::Reports;
        self.read_reports()
    }

    /// Reads the figures unless they are known and nobody has saved since: for this screen, and for the trends beside the review.
    pub(crate) fn read_reports(&mut self) -> Vec<Effect> {
        let today = self.now.today;
        if self.reports.scope.as_ref().is_none_or(|s| s.as_of != today) {
            self.reports.scope = Some(Scope::usual(today));
            self.reports.span = Span::default();
        } else if self.reports.data.is_some()
            && !self.reports.old
            && self.reports.progress.is_none()
        {
            return Vec::new();
        }
        self.ask_report()
    }

    /// The next step of the pass.
    fn ask_report(&mut self) -> Vec<Effect> {
        let Some(scope) = self.reports.scope.clone() else {
            return Vec::new();
        };
        let figure = match &self.reports.depth {
            Some(depth) if depth.table.is_none() => {
                Some((depth.figure.clone(), self.reports.currency()))
            }
            _ => None,
        };
        let ask = ReportAsk { scope, figure };
        vec![self.ask(Asked::Report, Request::Report(Box::new(ask)))]
    }

    /// Days, collector or segment changed: everything is read anew.
    fn rescope(&mut self, change: impl FnOnce(&mut Scope)) -> Vec<Effect> {
        if let Some(scope) = &mut self.reports.scope {
            change(scope);
        }
        self.reports.depth = None;
        self.reports.cursor = 0;
        self.reports.old = true;
        self.ask_report()
    }

    pub(crate) fn take_report(&mut self, reported: Reported) -> Vec<Effect> {
        match reported {
            Reported::Working(progress) => {
                self.reports.progress = Some(progress);
                // Who has left need not wait for it; it goes on when they are back.
                if matches!(self.screen, Screen::Reports | Screen::Review) {
                    return self.ask_report();
                }
            }
            Reported::Ready(data) => {
                self.review.trends = headlines(&data);
                self.reports.progress = None;
                self.reports.old = false;
                self.reports.data = Some(data);
                self.reports.lay_out();
                if self
                    .reports
                    .depth
                    .as_ref()
                    .is_some_and(|d| d.table.is_none())
                {
                    return self.ask_report();
                }
            }
            Reported::Rows(rows) => {
                self.reports.progress = None;
                self.show_rows(&rows);
            }
            // It is the answer to another question.
            Reported::Close(_) => {}
        }
        Vec::new()
    }

    fn show_rows(&mut self, rows: &Drilled) {
        if let (Some(depth), Some(scope)) = (&mut self.reports.depth, &self.reports.scope)
            && depth.figure == rows.figure
        {
            depth.table = Some(drilled(rows, scope));
        }
    }

    /// The last business day is closed, once, when the ledger has come to a new day: what was open that evening stays known.
    pub(crate) fn close_last_day(&mut self) -> Vec<Effect> {
        // As of another day than the clock's nothing is known of that evening.
        if self.sample || self.now.local.date() != self.now.today {
            return Vec::new();
        }
        let day = self.rules.calendar.last_open(self.now.today);
        self.ask_close(day)
    }

    fn ask_close(&mut self, day: NaiveDate) -> Vec<Effect> {
        let request = Request::CloseOf {
            day,
            derived: false,
        };
        vec![self.ask(Asked::Close(day), request)]
    }

    pub(crate) fn take_close(&mut self, day: NaiveDate, reported: Reported) -> Vec<Effect> {
        match reported {
            Reported::Working(_) => self.ask_close(day),
            Reported::Close(Some(close)) => {
                let key = self.new_key();
                vec![self.write(Writing::Close, key, Intent::CloseDay(close))]
            }
            Reported::Close(None) | Reported::Ready(_) | Reported::Rows(_) => Vec::new(),
        }
    }

    /// Somebody saved: small books are read anew, of large ones it is said.
    pub(crate) fn report_is_old(&mut self) -> Vec<Effect> {
        if self.reports.data.is_none() {
            return Vec::new();
        }
        self.reports.old = true;
        let small = self
            .reports
            .data
            .as_ref()
            .is_some_and(|d| d.accounts <= SMALL);
        if self.screen == Screen::Reports && small && self.reports.progress.is_none() {
            return self.ask_report();
        }
        Vec::new()
    }

    pub(crate) fn reports_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let at = self.reports.at();
        let r = &mut self.reports;
        match action {
            Action::Up => r.go(at.saturating_sub(1)),
            Action::Down => r.go(at + 1),
            Action::Top => r.go(0),
            Action::Bottom => r.go(usize::MAX),
            Action::HalfUp => r.go(at.saturating_sub(page / 2)),
            Action::HalfDown => r.go(at + page / 2),
            Action::PageUp => r.go(at.saturating_sub(page)),
            Action::PageDown => r.go(at + page),
            Action::NextReport => self.turn_report(true),
            Action::PrevReport => self.turn_report(false),
            Action::Back => r.depth = None,
            Action::OpenRows => return self.open_rows(),
            Action::PrevPeriod => return self.rescope(|s| *s = s.previous()),
            Action::NextPeriod => match r.scope.as_ref().and_then(Scope::next) {
                Some(next) => return self.rescope(|s| *s = next),
                None => self.say("this period ends today already"),
            },
            Action::NextSpan => {
                r.span = r.span.next();
                let from = r.span.from(self.now.today);
                return self.rescope(|s| {
                    s.from = from;
                    s.to = s.as_of;
                });
            }
            Action::NextCollector => return self.next_collector(),
            Action::NextSegment => {
                return self.rescope(|s| {
                    s.segment = match s.segment {
                        None => Some(AccountKind::Commercial),
                        Some(AccountKind::Commercial) => Some(AccountKind::Consumer),
                        Some(AccountKind::Consumer) => Some(AccountKind::Mixed),
                        Some(AccountKind::Mixed) => None,
                    };
                });
            }
            Action::NextCurrency => {
                let all = r.data.as_ref().map(|d| d.currencies()).unwrap_or_default();
                let at = all.iter().position(|c| *c == r.currency()).unwrap_or(0);
                r.currency = all.get((at + 1) % all.len().max(1)).copied();
                r.depth = None;
                r.lay_out();
            }
            Action::ReadAgain => {
                r.old = true;
                r.depth = None;
                return self.ask_report();
            }
            Action::SaveReport => return self.open_export(),
            Action::Copy => {
                let front = match &r.depth {
                    Some(depth) => depth.table.as_ref(),
                    None => r.table.as_ref(),
                };
                if let Some(text) = front.map(Table::tabbed) {
                    return self.copy(text, "the table");
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn turn_report(&mut self, on: bool) {
        let all = ReportName::ALL;
        let r = &mut self.reports;
        let at = all.iter().position(|n| *n == r.name).unwrap_or(0);
        let step = if on { 1 } else { all.len() - 1 };
        self.show_report(all[(at + step) % all.len()]);
    }

    pub(crate) fn show_report(&mut self, name: ReportName) {
        let r = &mut self.reports;
        r.name = name;
        r.depth = None;
        r.cursor = 0;
        r.lay_out();
    }

    fn next_collector(&mut self) -> Vec<Effect> {
        let known = match &self.reports.scope {
            // While one is chosen, only that one is in the figures: the way leads back to all.
            Some(scope) if scope.collector.is_some() => self.report_collectors.clone(),
            _ => {
                self.report_collectors = self.reports.collectors();
                self.report_collectors.clone()
            }
        };
        if known.is_empty() {
            self.say("no account has a collector");
            return Vec::new();
        }
        self.rescope(|s| {
            let at = s
                .collector
                .as_ref()
                .and_then(|c| known.iter().position(|k| k == c));
            let next = at.map_or(0, |at| at + 1);
            s.collector = known.get(next).cloned();
        })
    }

    fn open_rows(&mut self) -> Vec<Effect> {
        let Some(figure) = self.reports.figure().cloned() else {
            return Vec::new();
        };
        if let Figure::Account(account) = figure {
            return self.land(account, false);
        }
        let currency = self.reports.currency();
        let kept = self
            .reports
            .data
            .as_ref()
            .and_then(|d| d.rows(&figure, currency));
        self.reports.depth = Some(Depth {
            figure,
            table: None,
            cursor: 0,
        });
        match kept {
            Some(rows) => {
                self.show_rows(&rows);
                Vec::new()
            }
            None => self.ask_report(),
        }
    }

    pub(crate) fn report_clicked(&mut self, index: usize) -> Vec<Effect> {
        if self.reports.at() == index {
            return self.open_rows();
        }
        self.reports.go(index);
        Vec::new()
    }
}
