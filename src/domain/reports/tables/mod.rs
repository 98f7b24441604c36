//! Reports laid out as tables: one function per report, and one for the rows behind a figure.
//!
//! Law: words and order only; every value comes from `Reports`. The picture above a table is drawn by `ui` from the same `Reports`.

mod credit;
mod disputes;
mod metrics;
mod money;
mod people;

use super::drill::{Drilled, Figure};
use super::sum::{Figures, Reports, SETTLED};
use super::table::{Cell, Column, Line, Table, right, words};
use super::{ReportName, Scope};
use crate::domain::aging::BUCKETS;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use chrono::Datelike;

pub use metrics::Headline;

/// The figures that a supervisor looks at first, of all accounts, in the book's currency.
#[must_use]
pub fn headlines(reports: &Reports) -> Vec<Headline> {
    let empty = Figures::default();
    metrics::headlines(&Ask::of(reports, reports.currency, &empty))
}

/// A report in a currency.
#[must_use]
pub fn table(reports: &Reports, name: ReportName, currency: Currency) -> Table {
    let empty = Figures::default();
    let all = Ask::of(reports, currency, &empty);
    match name {
        ReportName::Aging => money::aging(&all),
        ReportName::Promises => people::promises(&all),
        ReportName::Broken => people::broken(&all),
        ReportName::Forecast => people::forecast(&all),
        ReportName::Barriers => people::barriers(&all),
        ReportName::Activity => people::activity(&all),
        ReportName::Metrics => metrics::metrics(&all),
        ReportName::RollRates => money::roll_rates(&all),
        ReportName::Concentration => money::concentration(&all),
        ReportName::Credit => credit::credit(&all),
        ReportName::Disputes => disputes::disputes(&all),
    }
}

/// What a table is made of.
struct Ask<'a> {
    reports: &'a Reports,
    figures: &'a Figures,
    currency: Currency,
}

impl<'a> Ask<'a> {
    /// What is counted in a currency; `empty` where nothing is.
    fn of(reports: &'a Reports, currency: Currency, empty: &'a Figures) -> Ask<'a> {
        Ask {
            reports,
            figures: reports.by_currency.get(&currency).unwrap_or(empty),
            currency,
        }
    }

    fn money(&self, amount: i128) -> Cell {
        Cell::Money(fit(amount), self.currency)
    }

    fn table(&self, report: ReportName, title: String, columns: Vec<Column>) -> Table {
        let mut notes = Vec::new();
        let scope = &self.reports.scope;
        if self.reports.mixed {
            notes.push("somebody saved while this was read: parts may be of different moments; read it again".to_owned());
        }
        if let Some(since) = self.reports.since.filter(|day| *day > scope.from) {
            notes.push(format!(
                "the ledger's first list is of {}: what was billed and settled before it is not in here",
                full_day(since)
            ));
        }
        Table {
            name: report.name(),
            title: format!("{title} · {}{}", self.currency, whose(scope)),
            as_of: scope.as_of,
            days: (scope.from, scope.to),
            currency: self.currency,
            columns,
            lines: Vec::new(),
            notes,
        }
    }

    fn as_of(&self, what: &str) -> String {
        format!("{what} as of {}", full_day(self.reports.scope.to))
    }

    fn over(&self, what: &str) -> String {
        let s = &self.reports.scope;
        format!("{what}, {} to {}", full_day(s.from), full_day(s.to))
    }
}

fn whose(scope: &Scope) -> String {
    let mut out = String::new();
    if let Some(who) = &scope.collector {
        out.push_str(&format!(" · {who}'s accounts"));
    }
    if let Some(kind) = scope.segment {
        out.push_str(&format!(" · {} accounts", kind.name()));
    }
    out
}

/// `Mon 23 Nov 2026`.
fn full_day(day: chrono::NaiveDate) -> String {
    format!(
        "{} {} {} {}",
        say::weekday(day),
        day.day(),
        say::MONTHS[day.month0() as usize],
        day.year()
    )
}

fn fit(amount: i128) -> Minor {
    Minor::new(i64::try_from(amount).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX }))
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn count(n: u64) -> Cell {
    Cell::Count(i64::try_from(n).unwrap_or(i64::MAX))
}

/// The rows behind a figure.
#[must_use]
pub fn drilled(rows: &Drilled, scope: &Scope) -> Table {
    let (what, day, days) = heads(&rows.figure);
    let calls = matches!(
        rows.figure,
        Figure::Attempts(_) | Figure::RightParty(_) | Figure::Dated(_)
    );
    let shown = rows.rows.len() as u64;
    let mut notes = Vec::new();
    if shown < rows.count {
        notes.push(format!(
            "the largest {shown} of {}: all of them come to {}",
            rows.count,
            fit(rows.sum).show(rows.currency)
        ));
    }
    let mut columns = vec![
        words("account", "account", 9),
        words("what", what, 8),
        right("day", day, 7),
    ];
    let disputes = matches!(rows.figure, Figure::Disputes(_));
    if disputes {
        columns.insert(2, words("became", "became", 7));
    }
    if !days.is_empty() {
        columns.push(right("days", days, 6));
    }
    if !calls {
        columns.push(right("amount", "amount", 9));
    }
    let parts = matches!(rows.figure, Figure::InWindow(_));
    if parts {
        columns.push(right("of", "required", 5));
    }
    let lines = rows
        .rows
        .iter()
        .map(|r| {
            let mut cells = vec![
                text(r.name.clone()),
                text(r.what.clone()),
                r.day.map_or(Cell::Empty, Cell::Day),
            ];
            if disputes {
                let became = r.became.clone().map_or(Cell::Empty, Cell::Text);
                cells.insert(2, became);
            }
            if !days.is_empty() {
                cells.push(r.days.map_or(Cell::Empty, Cell::Count));
            }
            if !calls {
                cells.push(Cell::Money(r.amount, rows.currency));
            }
            if parts {
                cells.push(r.of.map_or(Cell::Empty, |m| Cell::Money(m, rows.currency)));
            }
            Line::new(cells).behind(Figure::Account(r.account))
        })
        .collect();
    let sum = if calls {
        say::plural(rows.count, "call")
    } else {
        format!(
            "{} · {} {}",
            say::plural(rows.count, "row"),
            fit(rows.sum).show(rows.currency),
            rows.currency
        )
    };
    Table {
        name: "rows",
        title: format!("{} · {sum}", rows.figure.words(scope)),
        as_of: scope.as_of,
        days: (scope.from, scope.to),
        currency: rows.currency,
        columns,
        lines,
        notes,
    }
}

/// What the row, its day and its days are.
fn heads(figure: &Figure) -> (&'static str, &'static str, &'static str) {
    match figure {
        Figure::Accounts(_) | Figure::Account(_) => ("number", "", ""),
        Figure::Open(..)
        | Figure::Opening(_)
        | Figure::PastDue(_)
        | Figure::Current(_)
        | Figure::Rolled(..) => ("invoice", "due", "days late"),
        Figure::Billed(_) | Figure::Months(_) => ("invoice", "dated", ""),
        Figure::Cash(_) => ("payment", "dated", ""),
        Figure::Closed(_) => ("invoice", "paid", "days late"),
        Figure::Attempts(_) | Figure::RightParty(_) | Figure::Dated(_) => ("outcome", "called", ""),
        Figure::Promises(..) | Figure::InWindow(_) => ("verdict", "by when", "slip"),
        Figure::Barrier(_) => ("heard by", "named", "days to cash"),
        Figure::Disputes(_) => ("invoice", "opened", "days"),
        Figure::Forecast(..) => ("promised for", "expected", "slip"),
    }
}

impl Figure {
    /// As a heading.
    #[must_use]
    pub fn words(&self, scope: &Scope) -> String {
        let whose = |group: &super::Group| match group {
            super::Group::All => String::new(),
            other => format!(", {}", other.words()),
        };
        let bucket = |k: usize| BUCKETS.get(k).copied().unwrap_or("settled or credited");
        match self {
            Figure::Accounts(g) => format!("Open by account{}", whose(g)),
            Figure::Open(g, None) => format!("Open invoices{}", whose(g)),
            Figure::Open(g, Some(k)) => format!("Open invoices, {}{}", bucket(*k), whose(g)),
            Figure::Opening(g) => format!("Open on {}{}", full_day(scope.before()), whose(g)),
            Figure::PastDue(g) => format!("Past due{}", whose(g)),
            Figure::Current(g) => format!("Open and not past due{}", whose(g)),
            Figure::Billed(g) => format!("Billed{}", whose(g)),
            Figure::Months(g) => format!(
                "Billed month by month up to {}{}",
                full_day(scope.to),
                whose(g)
            ),
            Figure::Closed(g) => format!("Invoices closed with cash{}", whose(g)),
            Figure::Cash(g) => format!("Cash{}", whose(g)),
            Figure::Rolled(a, b) if *b == SETTLED => {
                format!(
                    "{} on {}, settled or credited since",
                    bucket(*a),
                    full_day(scope.before())
                )
            }
            Figure::Rolled(a, b) => format!(
                "{} on {}, {} now",
                bucket(*a),
                full_day(scope.before()),
                bucket(*b)
            ),
            Figure::Attempts(g) => format!("Outgoing calls{}", whose(g)),
            Figure::RightParty(g) => format!("Right-party contacts{}", whose(g)),
            Figure::Dated(g) => format!("Calls that ended with a date{}", whose(g)),
            Figure::Promises(g, verdicts) => {
                let named: Vec<String> = verdicts.iter().map(|v| v.replace('_', " ")).collect();
                format!("Promises {}{}", say::list(&named), whose(g))
            }
            Figure::InWindow(g) => format!("Came within their windows{}", whose(g)),
            Figure::Barrier(name) => format!("Barrier: {name}"),
            Figure::Disputes(Some(reason)) => format!("Disputes and deductions: {reason}"),
            Figure::Disputes(None) => "Disputes and deductions".to_owned(),
            Figure::Forecast(from, to) if from == to => format!("Expected on {}", full_day(*from)),
            Figure::Forecast(from, to) => {
                format!("Expected {} to {}", full_day(*from), full_day(*to))
            }
            Figure::Account(_) => "Account".to_owned(),
        }
    }
}
