//! Every figure that can be gone into is what its rows come to: each metric is divided again from rows alone, by period, collector and segment,
//! in the sample ledger and in random ones.

#[path = "props/books.rs"]
#[allow(
    dead_code,
    reason = "shared with props_verdict, which uses the rest of it"
)]
mod books;
mod harness;

use books::{book, day};
use bywhen::domain::account::AccountKind;
use bywhen::domain::book::Book;
use bywhen::domain::ids::AccountId;
use bywhen::domain::metrics::Ratio;
use bywhen::domain::metrics::tally::{countback, last_of_month, month_of};
use bywhen::domain::money::Currency;
use bywhen::domain::reports::{
    Cell, Drilled, Figure, Gather, Group, Line, ReportName, Reports, SETTLED, Scope, table,
};
use bywhen::domain::rules::Rules;
use bywhen::store::protocol::{Reply, ReportAsk, Reported, Request};
use chrono::Datelike;
use harness::{Desk, TODAY};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whoever answers for a ledger: the real one, or a pass over books.
trait Ledger {
    fn reports(&mut self, scope: &Scope) -> Reports;
    fn rows(&mut self, scope: &Scope, figure: &Figure, currency: Currency) -> Drilled;
}

impl Ledger for Desk {
    fn reports(&mut self, scope: &Scope) -> Reports {
        match asked(self, scope, None) {
            Reported::Ready(reports) => Arc::unwrap_or_clone(reports),
            other => panic!("{other:?}"),
        }
    }

    fn rows(&mut self, scope: &Scope, figure: &Figure, currency: Currency) -> Drilled {
        match asked(self, scope, Some((figure.clone(), currency))) {
            Reported::Rows(rows) => *rows,
            other => panic!("{other:?}"),
        }
    }
}

fn asked(desk: &mut Desk, scope: &Scope, figure: Option<(Figure, Currency)>) -> Reported {
    let ask = ReportAsk {
        scope: scope.clone(),
        figure,
    };
    loop {
        match desk.ask(Request::Report(Box::new(ask.clone()))) {
            Some(Reply::Reported(Reported::Working(_))) => {}
            Some(Reply::Reported(answer)) => return answer,
            other => panic!("{other:?}"),
        }
    }
}

#[derive(Debug)]
struct Books(Vec<Book>);

impl Books {
    fn pass(
        &self,
        scope: &Scope,
        figure: Option<(Figure, Currency)>,
    ) -> (Reports, Option<Drilled>) {
        let mut gather = Gather::new(scope.clone(), Currency::USD, Rules::default(), figure);
        for book in &self.0 {
            gather.account(book).expect("small amounts fit");
        }
        gather.finish(None, false)
    }
}

impl Ledger for Books {
    fn reports(&mut self, scope: &Scope) -> Reports {
        self.pass(scope, None).0
    }

    fn rows(&mut self, scope: &Scope, figure: &Figure, currency: Currency) -> Drilled {
        let rows = self.pass(scope, Some((figure.clone(), currency))).1;
        rows.expect("rows")
    }
}

/// One ledger, one scope, one currency: what is looked at.
struct Look<'a> {
    ledger: &'a mut dyn Ledger,
    scope: Scope,
    currency: Currency,
    reports: Reports,
}

impl Look<'_> {
    /// The rows of a figure, which must be there in full and come to what is said of them.
    fn rows(&mut self, figure: &Figure) -> Drilled {
        let kept = self.reports.rows(figure, self.currency);
        let rows = kept.unwrap_or_else(|| self.ledger.rows(&self.scope, figure, self.currency));
        assert_eq!(rows.rows.len() as u64, rows.count, "{figure:?}");
        let sum: i128 = rows.rows.iter().map(|r| i128::from(r.amount.get())).sum();
        assert_eq!(sum, rows.sum, "{figure:?}");
        rows
    }

    fn sum(&mut self, figure: Figure) -> i128 {
        self.rows(&figure).sum
    }

    fn count(&mut self, figure: Figure) -> i128 {
        self.rows(&figure).count.into()
    }

    fn promises(&mut self, group: &Group, verdicts: &[&str]) -> i128 {
        let verdicts = verdicts.iter().map(|v| (*v).to_owned()).collect();
        self.count(Figure::Promises(group.clone(), verdicts))
    }

    fn lines(&self, name: ReportName) -> (Vec<&'static str>, Vec<Line>) {
        let table = table(&self.reports, name, self.currency);
        let names = table.columns.iter().map(|c| c.name).collect();
        (names, table.lines)
    }

    /// A metric made again from nothing but rows.
    fn metric(&mut self, name: &str, group: &Group) -> Ratio {
        const JUDGED: [&str; 5] = ["kept", "kept_late", "light", "broken", "cured_late"];
        let g = || group.clone();
        let days = i128::from(self.scope.days());
        match name {
            "DSO" => Ratio::new(
                self.sum(Figure::Open(g(), None)) * days,
                self.sum(Figure::Billed(g())),
            ),
            "best possible DSO" => Ratio::new(
                self.sum(Figure::Current(g())) * days,
                self.sum(Figure::Billed(g())),
            ),
            "average days delinquent" => Ratio::new(
                self.sum(Figure::PastDue(g())) * days,
                self.sum(Figure::Billed(g())),
            ),
            "average days late, paid" => {
                let rows = self.rows(&Figure::Closed(g()));
                let weight = rows.rows.iter();
                let weight = weight
                    .map(|r| i128::from(r.amount.get()) * i128::from(r.days.expect("days late")));
                Ratio::new(weight.sum(), rows.sum)
            }
            "CEI" => {
                let begun = self.sum(Figure::Opening(g())) + self.sum(Figure::Billed(g()));
                Ratio::new(
                    begun - self.sum(Figure::Open(g(), None)),
                    begun - self.sum(Figure::Current(g())),
                )
            }
            "countback DSO" => {
                let mut sales: BTreeMap<i32, i128> = BTreeMap::new();
                for row in self.rows(&Figure::Months(g())).rows {
                    let month = month_of(row.day.expect("a day"));
                    *sales.entry(month).or_default() += i128::from(row.amount.get());
                }
                let horizon = self.scope.horizon();
                let known = self.reports.since.unwrap_or(horizon).max(horizon);
                let since = match known.day() {
                    1 => known,
                    _ => last_of_month(known),
                };
                let open = self.sum(Figure::Open(g(), None));
                countback(open, &sales, self.scope.to, since)
            }
            "kept rate" => Ratio::new(
                self.promises(group, &["kept"]),
                self.promises(group, &JUDGED),
            ),
            "kept rate with grace" => Ratio::new(
                self.promises(group, &["kept", "kept_late"]),
                self.promises(group, &JUDGED),
            ),
            "kept rate by amount" => {
                let rows = self.rows(&Figure::InWindow(g()));
                let of = rows.rows.iter();
                let of = of.map(|r| i128::from(r.of.expect("what it is a part of").get()));
                Ratio::new(rows.sum, of.sum())
            }
            "kept rate, moved ones counted" => Ratio::new(
                self.promises(group, &["kept"]),
                self.promises(group, &JUDGED) + self.promises(group, &["superseded"]),
            ),
            "right-party rate" => Ratio::new(
                self.count(Figure::RightParty(g())),
                self.count(Figure::Attempts(g())),
            ),
            "by-when rate" => Ratio::new(
                self.count(Figure::Dated(g())),
                self.count(Figure::RightParty(g())),
            ),
            other => panic!("a metric that nobody divides again: {other}"),
        }
    }

    /// How many metrics were made again.
    fn metrics_are_their_rows(&mut self) -> usize {
        let (names, lines) = self.lines(ReportName::Metrics);
        let at = |name: &str| names.iter().position(|n| *n == name).expect("a column");
        let mut done = 0;
        for line in lines {
            let figure = line.figure.clone().expect("a metric has rows behind it");
            let group = group_of(&figure).expect("a group");
            let name = words(&line.cells[at("metric")]);
            let where_ = format!("{name} of {group:?}, {:?}", self.scope);
            if let Cell::Money(shown, _) = line.cells[at("value")] {
                assert_eq!(self.sum(figure), i128::from(shown.get()), "{where_}");
            } else {
                let made = self.metric(&name, &group);
                let value = match words(&line.cells[at("unit")]).as_str() {
                    "days" => made.scaled(10),
                    _ => made.per_mille(),
                };
                assert_eq!(line.cells[at("value")], Cell::Tenths(value), "{where_}");
                if name != "countback DSO" {
                    let parts = [at("numerator"), at("denominator")].map(|i| line.cells[i].clone());
                    let rows = [made.num, made.den].map(whole);
                    assert_eq!(parts, rows, "{where_}");
                }
                self.rows(&figure);
            }
            done += 1;
        }
        done
    }

    /// The other reports, line by line.
    fn reports_are_their_rows(&mut self) {
        for &name in ReportName::ALL.iter() {
            let (names, lines) = self.lines(name);
            let at = |name: &str| names.iter().position(|n| *n == name).expect("a column");
            for line in lines {
                let cell = |name: &str| line.cells[at(name)].clone();
                let Some(figure) = line.figure.clone() else {
                    continue;
                };
                let where_ = format!("{name:?} {figure:?} {:?}", self.scope);
                let currency = self.currency;
                let money = |n: i128| Cell::Money(minor(n), currency);
                match (name, &figure) {
                    (_, Figure::Account(_)) | (ReportName::Metrics, _) => {}
                    (ReportName::Aging, Figure::Accounts(group)) => {
                        let rows = self.rows(&figure);
                        assert_eq!(money(rows.sum), cell("open"), "{where_}");
                        assert_eq!(whole(rows.count.into()), cell("accounts"), "{where_}");
                        let late = self.sum(Figure::PastDue(group.clone()));
                        assert_eq!(money(late), cell("past_due"));
                        for (k, name) in ["current", "1-30", "31-60", "61-90", "91-120", "121+"]
                            .into_iter()
                            .enumerate()
                        {
                            let sum = self.sum(Figure::Open(group.clone(), Some(k)));
                            assert_eq!(money(sum), cell(name), "{name} {where_}");
                        }
                    }
                    (ReportName::Promises, Figure::Promises(group, verdicts)) => {
                        assert_eq!(verdicts.len(), 6, "{where_}");
                        let rows = self.rows(&figure);
                        let judged = rows.rows.iter();
                        let judged = judged.filter(|r| !r.what.starts_with("superseded")).count();
                        assert_eq!(count(judged), cell("judged"), "{where_}");
                        for (verdict, column) in [
                            ("kept", "kept"),
                            ("kept_late", "kept_late"),
                            ("light", "light"),
                            ("broken", "broken"),
                            ("cured_late", "cured_late"),
                            ("superseded", "moved"),
                        ] {
                            let n = self.promises(group, &[verdict]);
                            assert_eq!(whole(n), cell(column), "{verdict} {where_}");
                        }
                        let rows = self.rows(&Figure::InWindow(group.clone()));
                        assert_eq!(money(rows.sum), cell("in_window"), "{where_}");
                    }
                    (ReportName::Barriers, Figure::Barrier(_)) => {
                        let rows = self.rows(&figure);
                        let accounts: BTreeSet<AccountId> =
                            rows.rows.iter().map(|r| r.account).collect();
                        assert_eq!(whole(rows.count.into()), cell("named"), "{where_}");
                        assert_eq!(count(accounts.len()), cell("accounts"), "{where_}");
                        assert_eq!(money(rows.sum), cell("money"), "{where_}");
                    }
                    (ReportName::Disputes, Figure::Disputes(_)) => {
                        let rows = self.rows(&figure);
                        assert_eq!(whole(rows.count.into()), cell("cases"), "{where_}");
                        assert_eq!(money(rows.sum), cell("contested"), "{where_}");
                    }
                    (ReportName::Forecast, Figure::Forecast(..)) => {
                        let rows = self.rows(&figure);
                        assert_eq!(whole(rows.count.into()), cell("promises"), "{where_}");
                        assert_eq!(money(rows.sum), cell("expected"), "{where_}");
                    }
                    (ReportName::Activity, Figure::Attempts(group)) => {
                        assert_eq!(whole(self.count(figure.clone())), cell("calls"), "{where_}");
                        let right = self.count(Figure::RightParty(group.clone()));
                        assert_eq!(whole(right), cell("right_party"), "{where_}");
                        let dated = self.count(Figure::Dated(group.clone()));
                        assert_eq!(whole(dated), cell("dated"), "{where_}");
                    }
                    (ReportName::RollRates, Figure::Rolled(..)) => {}
                    (name, figure) => panic!("{name:?} has rows that nobody adds up: {figure:?}"),
                }
            }
        }
        let matrix = self.reports.figures(self.currency).roll;
        for (from, row) in matrix.iter().enumerate() {
            for (to, shown) in row.iter().enumerate() {
                assert!(to <= SETTLED);
                let sum = self.sum(Figure::Rolled(from, to));
                assert_eq!(sum, *shown, "rolled {from} to {to}, {:?}", self.scope);
            }
        }
    }

    /// What stands as the value before is what the period before says of itself.
    fn the_period_before_says_the_same_of_itself(&mut self) {
        let previous = self.scope.previous();
        let then = self.ledger.reports(&previous);
        let then = table(&then, ReportName::Metrics, self.currency).lines;
        for line in self.lines(ReportName::Metrics).1 {
            let [group, name, _, _, before, ..] = &line.cells[..] else {
                panic!("{line:?}");
            };
            if *before == Cell::Empty {
                continue;
            }
            let same = then
                .iter()
                .find(|l| l.cells[0] == *group && l.cells[1] == *name);
            let same = same.map(|l| l.cells[2].clone());
            assert_eq!(
                same.as_ref(),
                Some(before),
                "{name:?} before {:?}",
                self.scope
            );
        }
    }
}

fn group_of(figure: &Figure) -> Option<Group> {
    match figure {
        Figure::Accounts(g)
        | Figure::Open(g, _)
        | Figure::Opening(g)
        | Figure::PastDue(g)
        | Figure::Current(g)
        | Figure::Billed(g)
        | Figure::Months(g)
        | Figure::Closed(g)
        | Figure::Cash(g)
        | Figure::Attempts(g)
        | Figure::RightParty(g)
        | Figure::Dated(g)
        | Figure::Promises(g, _)
        | Figure::InWindow(g) => Some(g.clone()),
        _ => None,
    }
}

fn minor(n: i128) -> bywhen::domain::money::Minor {
    bywhen::domain::money::Minor::new(i64::try_from(n).expect("small"))
}

fn whole(n: i128) -> Cell {
    Cell::Count(i64::try_from(n).expect("small"))
}

fn count(n: usize) -> Cell {
    whole(i128::try_from(n).expect("few"))
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        other => panic!("no words: {other:?}"),
    }
}

fn look_at(ledger: &mut dyn Ledger, scope: &Scope) -> usize {
    let reports = ledger.reports(scope);
    let mut done = 0;
    for currency in reports.currencies() {
        let mut look = Look {
            ledger,
            scope: scope.clone(),
            currency,
            reports: reports.clone(),
        };
        done += look.metrics_are_their_rows();
        look.reports_are_their_rows();
        look.the_period_before_says_the_same_of_itself();
    }
    done
}

#[test]
fn every_figure_of_the_sample_ledger_is_what_its_rows_come_to() {
    let today = harness::day(TODAY);
    let usual = Scope::usual(today);
    let october = Scope::new(
        today,
        Some(harness::day("2026-10-01")),
        Some(harness::day("2026-10-31")),
    )
    .expect("a period");
    let mut bens = usual.clone();
    bens.collector = Some("Ben".into());
    let mut consumers = usual.clone();
    consumers.segment = Some(AccountKind::Consumer);
    let mut desk = Desk::sample(TODAY);
    let mut done = Vec::new();
    for scope in [usual.clone(), usual.previous(), october, bens, consumers] {
        done.push(look_at(&mut desk, &scope));
    }
    // All, collectors and segments have figures of their own in the first.
    assert!(done[0] > 40, "{done:?}");
}

/// Up to four accounts of two collectors and two segments.
fn ledger() -> impl Strategy<Value = Books> {
    vec((book(), any::<bool>(), any::<bool>()), 1..4).prop_map(|made| {
        let books = made
            .into_iter()
            .zip(1..)
            .map(|((mut book, ana, firm), id)| {
                book.account.id = AccountId(id);
                book.account.name = format!("Customer {id}");
                book.account.collector = ana.then(|| "Ana".to_owned());
                book.account.kind = match firm {
                    true => AccountKind::Commercial,
                    false => AccountKind::Consumer,
                };
                book
            });
        Books(books.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_a_random_ledger_is_what_its_rows_come_to(
        mut books in ledger(), to in 20..70_i64, days in 5..40_i64, later in 0..15_i64, whose in 0..3_u8,
    ) {
        let mut scope = Scope::new(day(to + later), Some(day((to - days).max(0))), Some(day(to))).expect("a period");
        match whose {
            1 => scope.collector = Some("Ana".into()),
            2 => scope.segment = Some(AccountKind::Consumer),
            _ => {}
        }
        look_at(&mut books, &scope);
    }
}
