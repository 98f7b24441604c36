//! What people said and did: promises and their forecast, calls, barriers.

use super::{Gather, row};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::metrics::activity::{is_attempt, is_dated, is_right_party};
use crate::domain::metrics::barriers::Naming;
use crate::domain::metrics::{forecast, promises};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::reports::drill::{DrillRow, Figure};
use crate::domain::reports::sum::Group;
use crate::domain::touch::{Claim, Touch};
use crate::domain::verdict::{Credibility, Judgement, Verdict, credibility, judge_plain};
use chrono::{Days, NaiveDate};

/// The claims that had not come by a day; few accounts have any.
fn never_came(book: &Book, day: NaiveDate) -> Result<Vec<&Claim>, MoneyError> {
    if book.claims.is_empty() {
        return Ok(Vec::new());
    }
    Ok(claim::never_came(book, &Balances::at(book, day)?))
}

impl Gather {
    pub(super) fn promises(&mut self, book: &Book) -> Result<(), MoneyError> {
        let scope = self.out.scope.clone();
        let previous = scope.previous();
        let judged = self.judged(book, scope.as_of)?;
        let word = credibility(&judged, scope.as_of);
        self.out.forecast.learn(&word);
        let missing = never_came(book, scope.as_of)?;
        let ahead = forecast::items(
            book,
            &judged,
            &missing,
            scope.as_of,
            scope.as_of,
            &self.rules,
        );
        self.out.forecast.items.extend(ahead);
        let currency = book.account.currency;
        let mut facts = Vec::new();
        for j in &judged {
            if let Some(promise) = book.promises.iter().find(|p| p.id == j.promise) {
                facts.push(promises::fact(
                    promise,
                    j,
                    &book.account,
                    kept_share(&word),
                    scope.as_of,
                ));
            }
        }
        let segment = Group::Segment(book.account.kind.name().to_owned());
        let figures = self.figures(currency);
        for fact in &facts {
            let taker = Group::Collector(Some(fact.taken_by.clone()));
            if scope.holds(fact.by_when) {
                for group in [Group::All, taker, segment.clone()] {
                    figures
                        .promises
                        .entry(group)
                        .or_default()
                        .add(fact, scope.as_of);
                }
            }
            if previous.holds(fact.by_when) {
                figures.promises_before.add(fact, scope.as_of);
            }
            for point in &mut figures.trend {
                if fact.by_when >= point.from && fact.by_when <= point.to {
                    point.promises.add(fact, scope.as_of);
                }
            }
        }
        self.past_weeks(book, &judged)?;
        for fact in &facts {
            let figure = self
                .wanted
                .as_ref()
                .filter(|w| w.currency == currency)
                .map(|w| &w.figure);
            let Some(Figure::Promises(group, _) | Figure::InWindow(group)) = figure else {
                continue;
            };
            let taker = Group::Collector(Some(fact.taken_by.clone()));
            let mine = [Group::All, taker, segment.clone()].contains(group);
            // What is in no rate is behind none: a window that has not closed, a promise that came to require nothing.
            let counts = fact.verdict == Verdict::Superseded || fact.is_rated(scope.as_of);
            if !mine || !counts || !scope.holds(fact.by_when) {
                continue;
            }
            let (amount, of) = match figure {
                Some(Figure::Promises(_, verdicts)) => {
                    if !verdicts.iter().any(|v| v == fact.verdict.name()) {
                        continue;
                    }
                    (fact.amount, None)
                }
                _ if fact.verdict == Verdict::Superseded => continue,
                _ => (fact.in_window, Some(fact.required)),
            };
            let mut what = fact.verdict.name().replace('_', " ");
            if let Some(over) = &fact.overlay {
                what.push_str(&format!("; {over}"));
            }
            self.offer(DrillRow {
                what,
                day: Some(fact.by_when),
                days: Some(fact.slip),
                of,
                ..row(book, amount)
            });
        }
        facts.retain(|f| f.by_when >= scope.from || f.verdict.is_live());
        self.out.promises.extend(facts);
        Ok(())
    }

    fn judged(&self, book: &Book, day: NaiveDate) -> Result<Vec<Judgement>, MoneyError> {
        let balances = Balances::at(book, day)?;
        let claims = claim::states(book, &balances);
        judge_plain(book, &balances, &claims, &self.rules)
    }

    /// What would have been forecast on the eve of each past week, and what came.
    fn past_weeks(&mut self, book: &Book, now: &[Judgement]) -> Result<(), MoneyError> {
        for (n, monday) in self.weeks.clone().into_iter().enumerate() {
            let eve = monday.pred_opt().unwrap_or(monday);
            if book.promises.iter().all(|p| p.taken_on > eve) {
                continue;
            }
            let then = self.judged(book, eve)?;
            self.eves[n].learn(&credibility(&then, eve));
            let sunday = monday + Days::new(6);
            let missing = never_came(book, eve)?;
            let items = forecast::items(book, &then, &missing, eve, monday, &self.rules);
            let came: i128 = now
                .iter()
                .filter(|j| items.iter().any(|i| i.promise == j.promise))
                .flat_map(|j| &j.receipts)
                .filter(|r| r.on >= monday && r.on <= sunday)
                .map(|r| i128::from(r.amount.get()))
                .sum();
            *self.came.entry((book.account.currency, n)).or_default() += came;
            self.eves[n].items.extend(items);
        }
        Ok(())
    }

    pub(super) fn touches(&mut self, book: &Book) -> Result<(), MoneyError> {
        let scope = self.out.scope.clone();
        let previous = scope.previous();
        let first = self.trend.first().map_or(scope.from, |(from, _)| *from);
        let currency = book.account.currency;
        let segment = Group::Segment(book.account.kind.name().to_owned());
        let mut named: Vec<(&str, NaiveDate)> = Vec::new();
        for touch in book.touches.iter().filter(|t| t.on <= scope.to) {
            let caller = Group::Collector(Some(touch.by.clone()));
            let figures = self.figures(currency);
            if touch.on >= first {
                figures.days.entry(touch.on).or_default().add(touch, book);
            }
            if previous.holds(touch.on) {
                figures.activity_before.add(touch, book);
            }
            if !scope.holds(touch.on) {
                continue;
            }
            for group in [Group::All, caller.clone(), segment.clone()] {
                figures.activity.entry(group).or_default().add(touch, book);
            }
            let counted =
                |group: &Group| [Group::All, caller.clone(), segment.clone()].contains(group);
            let wanted = self.wants(currency, |figure| match figure {
                Figure::Attempts(g) => counted(g) && is_attempt(touch),
                Figure::RightParty(g) => counted(g) && is_right_party(touch),
                Figure::Dated(g) => counted(g) && is_dated(touch, book),
                _ => false,
            });
            if wanted {
                self.offer(DrillRow {
                    what: format!("{} by {}", touch.outcome.name().replace('_', " "), touch.by),
                    day: Some(touch.on),
                    ..row(book, Minor::ZERO)
                });
            }
            for barrier in barriers_of(touch) {
                if !named.contains(&(barrier, touch.on)) {
                    named.push((barrier, touch.on));
                    let naming = naming(book, touch, barrier, scope.to)?;
                    self.out.namings.push(naming);
                }
            }
        }
        let figures = self.figures(currency);
        for promise in book.promises.iter().filter(|p| scope.holds(p.taken_on)) {
            let taker = Group::Collector(Some(promise.taken_by.clone()));
            for group in [Group::All, taker, segment.clone()] {
                let tally = figures.activity.entry(group).or_default();
                tally.promises += 1;
                tally.promised += i128::from(promise.amount.get());
            }
        }
        Ok(())
    }
}

/// Kept within its window, in hundredths of a percent.
fn kept_share(word: &Credibility) -> Option<u32> {
    word.prior()
}

/// Everything that a touch named as standing in the way.
fn barriers_of(touch: &Touch) -> Vec<&str> {
    let mut out: Vec<&str> = touch.barriers.iter().map(String::as_str).collect();
    if let Some(one) = touch.barrier.as_deref()
        && !out.contains(&one)
    {
        out.push(one);
    }
    out
}

/// What stood behind a barrier on the day it was named, and what came of it up to `end`.
fn naming(book: &Book, touch: &Touch, barrier: &str, end: NaiveDate) -> Result<Naming, MoneyError> {
    let then = Balances::at(book, touch.on)?;
    let now = Balances::at(book, end)?;
    let (mut past_due, mut left) = (Minor::ZERO, Minor::ZERO);
    for balance in then.receivables() {
        let part = balance.past_due(touch.on);
        past_due = past_due.plus(part)?;
        left = left.plus(part.min(now.open(balance.id)))?;
    }
    let first_cash = book
        .documents
        .iter()
        .filter(|d| d.kind.is_cash() && d.issued > touch.on && d.issued <= end)
        .filter(|d| !now.reversed(d.id))
        .map(|d| d.issued)
        .min();
    Ok(Naming {
        barrier: barrier.to_owned(),
        account: book.account.id,
        name: book.account.name.clone(),
        currency: book.account.currency,
        on: touch.on,
        by: touch.by.clone(),
        past_due,
        settled: past_due.less(left),
        days_to_cash: first_cash.map(|day| day.signed_duration_since(touch.on).num_days()),
        cured: past_due.is_positive() && left.is_zero() && first_cash.is_some(),
    })
}
