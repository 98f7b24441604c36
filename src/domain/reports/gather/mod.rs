//! One pass over the books: each account adds its part to every figure, and offers the rows behind the one that was asked for.
//!
//! Law: pure; a book at a time, in any order. `money` reads balances, `people` promises, calls and barriers. A row is offered exactly where
//! its amount is added, so that rows and figure cannot part.

mod credit;
mod disputes;
mod money;
mod people;

pub(super) use money::{Moved, billed, cash};

use super::drill::{DrillRow, Drilled, Figure};
use super::scope::Scope;
use super::sum::{Figures, Group, Point, Reports};
use crate::domain::book::Book;
use crate::domain::metrics::forecast::PastWeek;
use crate::domain::money::{Currency, Minor, MoneyError};
use crate::domain::rules::Rules;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Accounts that are kept as the largest.
const TOP: usize = 200;

/// A pass under way.
#[derive(Debug)]
pub struct Gather {
    rules: Rules,
    trend: Vec<(NaiveDate, NaiveDate)>,
    weeks: Vec<NaiveDate>,
    out: Reports,
    /// Forecast items of past weeks, until the desk's kept rate of their eve is known.
    eves: Vec<crate::domain::metrics::forecast::Forecast>,
    came: BTreeMap<(Currency, usize), i128>,
    wanted: Option<Drilled>,
}

impl Gather {
    /// A pass that has not begun. `figure`: whose rows are wanted, in which currency.
    #[must_use]
    pub fn new(
        scope: Scope,
        currency: Currency,
        rules: Rules,
        figure: Option<(Figure, Currency)>,
    ) -> Gather {
        let weeks = scope.past_weeks();
        Gather {
            trend: scope.trend(),
            eves: vec![crate::domain::metrics::forecast::Forecast::default(); weeks.len()],
            weeks,
            rules,
            out: Reports {
                scope,
                currency,
                since: None,
                by_currency: BTreeMap::new(),
                promises: Vec::new(),
                namings: Vec::new(),
                cases: Vec::new(),
                forecast: crate::domain::metrics::forecast::Forecast::default(),
                accounts: 0,
                mixed: false,
            },
            came: BTreeMap::new(),
            wanted: figure.map(|(figure, currency)| Drilled::new(figure, currency)),
        }
    }

    /// Which days, and whose accounts.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.out.scope
    }

    /// Takes in one account.
    ///
    /// # Errors
    /// When an amount does not fit.
    pub fn account(&mut self, book: &Book) -> Result<(), MoneyError> {
        if !self.out.scope.takes(&book.account) {
            return Ok(());
        }
        self.out.accounts += 1;
        if !book.documents.is_empty() {
            self.money(book)?;
        }
        self.credit(book)?;
        self.disputes(book);
        if !book.promises.is_empty() {
            self.promises(book)?;
        }
        if !book.touches.is_empty() || !book.promises.is_empty() {
            self.touches(book)?;
        }
        Ok(())
    }

    /// Everything that was gathered. `since`: the first day that the ledger has lists of.
    #[must_use]
    pub fn finish(mut self, since: Option<NaiveDate>, mixed: bool) -> (Reports, Option<Drilled>) {
        self.out.since = since;
        self.out.mixed = mixed;
        for (currency, figures) in &mut self.out.by_currency {
            for (n, monday) in self.weeks.iter().enumerate() {
                let (face, expected) =
                    self.eves[n].between(*monday, *monday + chrono::Days::new(6), *currency);
                figures.past_weeks.push(PastWeek {
                    monday: *monday,
                    face,
                    expected,
                    came: self.came.get(&(*currency, n)).copied().unwrap_or(0),
                });
            }
            figures
                .top
                .sort_by(|a, b| (b.open, &a.name).cmp(&(a.open, &b.name)));
            figures.top.truncate(TOP);
            credit::settle(&mut figures.credit);
        }
        self.out.promises.sort_by_key(|p| (p.by_when, p.id));
        self.out.forecast.items.sort_by_key(|i| (i.day, i.promise));
        self.out
            .namings
            .sort_by(|a, b| (b.on, &a.barrier, a.account).cmp(&(a.on, &b.barrier, b.account)));
        if let Some(wanted) = &mut self.wanted {
            wanted.settle();
        }
        (self.out, self.wanted)
    }

    fn figures(&mut self, currency: Currency) -> &mut Figures {
        let trend = &self.trend;
        self.out
            .by_currency
            .entry(currency)
            .or_insert_with(|| Figures {
                trend: trend
                    .iter()
                    .map(|(from, to)| Point {
                        from: *from,
                        to: *to,
                        ..Point::default()
                    })
                    .collect(),
                ..Figures::default()
            })
    }

    /// The rows of this figure are wanted, in this currency.
    fn wants(&self, currency: Currency, figure: impl Fn(&Figure) -> bool) -> bool {
        self.wanted
            .as_ref()
            .is_some_and(|w| w.currency == currency && figure(&w.figure))
    }

    fn offer(&mut self, row: DrillRow) {
        if let Some(wanted) = &mut self.wanted {
            wanted.add(row);
        }
    }
}

/// The groups that an account belongs to.
fn groups(book: &Book) -> [Group; 3] {
    [
        Group::All,
        Group::Collector(book.account.collector.clone()),
        Group::Segment(book.account.kind.name().to_owned()),
    ]
}

/// A row about an account, with nothing in it yet.
fn row(book: &Book, amount: Minor) -> DrillRow {
    DrillRow {
        account: book.account.id,
        name: book.account.name.clone(),
        document: None,
        what: String::new(),
        became: None,
        day: None,
        days: None,
        amount,
        of: None,
    }
}
