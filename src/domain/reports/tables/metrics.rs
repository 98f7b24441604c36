//! The figures of DOMAIN §5 as a table: each with its value, that of the period before, and what was divided by what.

use super::{Ask, fit, text};
use crate::domain::metrics::activity::ActivityTally;
use crate::domain::metrics::promises::PromiseTally;
use crate::domain::metrics::tally::{MoneyTally, countback};
use crate::domain::metrics::{Ratio, tenths};
use crate::domain::reports::ReportName;
use crate::domain::reports::drill::Figure;
use crate::domain::reports::sum::{Group, telling};
use crate::domain::reports::table::{Cell, Line, Role, Table, right, words};
use crate::domain::say;
use std::collections::BTreeSet;

/// A value in tenths.
#[derive(Copy, Clone)]
enum Unit {
    Days,
    Percent,
}

impl Unit {
    fn tenths(self, ratio: Ratio) -> Option<i64> {
        match self {
            Unit::Days => ratio.scaled(10),
            Unit::Percent => ratio.per_mille(),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Percent => "%",
        }
    }
}

struct Row {
    name: &'static str,
    unit: Unit,
    value: Ratio,
    before: Option<Ratio>,
    made_of: String,
    figure: Figure,
}

/// A figure that stands elsewhere too: beside the supervisor's inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Headline {
    /// Which.
    pub name: &'static str,
    /// Its value with its unit; `n/a` where there is nothing to divide by.
    pub value: String,
    /// That of the period before, where it is known.
    pub before: Option<String>,
}

/// The figures that a supervisor looks at first.
const HEADLINES: [&str; 5] = [
    "kept rate",
    "kept rate by amount",
    "CEI",
    "DSO",
    "right-party rate",
];

/// Those of all accounts, in the order in which they are looked at.
pub(super) fn headlines(a: &Ask<'_>) -> Vec<Headline> {
    let rows = of_group(a, &Group::All, a.reports.scope.days());
    let said = |unit: Unit, ratio: Ratio| tenths(unit.tenths(ratio));
    HEADLINES
        .into_iter()
        .filter_map(|name| rows.iter().find(|row| row.name == name))
        .map(|row| {
            let value = said(row.unit, row.value);
            Headline {
                name: row.name,
                value: match row.value.den {
                    0 => value,
                    _ => format!("{value} {}", row.unit.words()),
                },
                before: row.before.map(|then| said(row.unit, then)),
            }
        })
        .collect()
}

/// The table.
pub(super) fn metrics(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Metrics,
        a.over("Metrics"),
        vec![
            words("group", "", 6),
            words("metric", "metric", 9),
            right("value", "value", 9),
            words("unit", "", 8),
            right("before", "before", 7),
            words("made_of", "of what", 5),
            right("numerator", "", 0),
            right("denominator", "", 0),
        ],
    );
    let scope = &a.reports.scope;
    let money = a
        .figures
        .money
        .get(&Group::All)
        .cloned()
        .unwrap_or_default();
    let days = scope.days();
    for (name, now, before, figure) in [
        (
            "AR when it began",
            money.opening,
            Some(a.figures.before.opening),
            Figure::Opening(Group::All),
        ),
        (
            "billed",
            money.sales,
            Some(a.figures.before.sales),
            Figure::Billed(Group::All),
        ),
        (
            "cash",
            money.cash,
            Some(a.figures.before.cash),
            Figure::Cash(Group::All),
        ),
        (
            "AR at its end",
            money.closing,
            Some(a.figures.before.closing),
            Figure::Open(Group::All, None),
        ),
        (
            "of it not past due",
            money.current,
            Some(a.figures.before.current),
            Figure::Current(Group::All),
        ),
    ] {
        let cells = vec![
            text("all"),
            text(name),
            a.money(now),
            text(a.currency.code()),
            before.map_or(Cell::Empty, |b| a.money(b)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ];
        table
            .lines
            .push(Line::new(cells).behind(figure).role(Role::Total));
    }
    for row in of_group(a, &Group::All, days) {
        table.lines.push(line(&Group::All, row));
    }
    let mut groups: BTreeSet<Group> = a.figures.money.keys().cloned().collect();
    groups.extend(a.figures.promises.keys().cloned());
    groups.extend(a.figures.activity.keys().cloned());
    let groups: Vec<Group> = telling(&groups).into_iter().cloned().collect();
    for group in groups.into_iter().filter(|g| *g != Group::All) {
        for row in of_group(a, &group, days) {
            // Of parts only what has something to say.
            if row.value.den != 0 {
                table.lines.push(line(&group, row));
            }
        }
    }
    table
}

fn line(group: &Group, row: Row) -> Line {
    let cell = |ratio: Ratio| Cell::Tenths(row.unit.tenths(ratio));
    let whole = |n: i128| Cell::Count(fit(n).get());
    Line::new(vec![
        text(group.words()),
        text(row.name),
        cell(row.value),
        text(row.unit.words()),
        row.before.map_or(Cell::Empty, cell),
        text(row.made_of),
        whole(row.value.num),
        whole(row.value.den),
    ])
    .behind(row.figure)
}

fn of_group(a: &Ask<'_>, group: &Group, days: i64) -> Vec<Row> {
    let all = *group == Group::All;
    let show = |n: i128| fit(n).show_whole(a.currency);
    let money = a.figures.money.get(group).cloned().unwrap_or_default();
    let was: Option<&MoneyTally> = all.then_some(&a.figures.before);
    let days_before = a.reports.scope.previous().days();
    let period = say::plural(days.unsigned_abs(), "day");
    let mut rows = vec![
        Row {
            name: "DSO",
            unit: Unit::Days,
            value: money.dso(days),
            before: was.map(|m| m.dso(days_before)),
            made_of: format!(
                "{} open / {} billed × {period}",
                show(money.closing),
                show(money.sales)
            ),
            figure: Figure::Open(group.clone(), None),
        },
        Row {
            name: "best possible DSO",
            unit: Unit::Days,
            value: money.best_possible_dso(days),
            before: was.map(|m| m.best_possible_dso(days_before)),
            made_of: format!(
                "{} not past due / {} billed × {period}",
                show(money.current),
                show(money.sales)
            ),
            figure: Figure::Current(group.clone()),
        },
        Row {
            name: "average days delinquent",
            unit: Unit::Days,
            value: money.average_days_delinquent(days),
            before: was.map(|m| m.average_days_delinquent(days_before)),
            made_of: "DSO less best possible DSO".to_owned(),
            figure: Figure::PastDue(group.clone()),
        },
        Row {
            name: "average days late, paid",
            unit: Unit::Days,
            value: money.average_days_late(),
            before: was.map(MoneyTally::average_days_late),
            made_of: format!(
                "{} closed with cash, {}",
                say::plural(money.closed_count, "invoice"),
                show(money.closed)
            ),
            figure: Figure::Closed(group.clone()),
        },
        Row {
            name: "CEI",
            unit: Unit::Percent,
            value: money.effectiveness(),
            before: was.map(MoneyTally::effectiveness),
            made_of: format!(
                "({} + {} − {}) / ({} + {} − {} not past due)",
                show(money.opening),
                show(money.sales),
                show(money.closing),
                show(money.opening),
                show(money.sales),
                show(money.current)
            ),
            figure: Figure::PastDue(group.clone()),
        },
    ];
    if all {
        let scope = &a.reports.scope;
        let known = a
            .reports
            .since
            .unwrap_or(scope.horizon())
            .max(scope.horizon());
        // The month in which the lists begin holds only a part of its sales.
        let since = crate::domain::metrics::tally::last_of_month(known);
        let since = if known == since || chrono::Datelike::day(&known) == 1 {
            known
        } else {
            since
        };
        rows.insert(
            1,
            Row {
                name: "countback DSO",
                unit: Unit::Days,
                value: countback(money.closing, &a.figures.sales, scope.to, since),
                before: None,
                made_of: format!(
                    "{} open, months billed taken off it backwards",
                    show(money.closing)
                ),
                figure: Figure::Months(group.clone()),
            },
        );
    }
    let promises = a.figures.promises.get(group).copied().unwrap_or_default();
    let then: Option<&PromiseTally> = all.then_some(&a.figures.promises_before);
    let kept = |verdicts: &[&str]| {
        Figure::Promises(
            group.clone(),
            verdicts.iter().map(|v| (*v).to_owned()).collect(),
        )
    };
    let judged = say::plural(promises.all, "promise");
    rows.extend([
        Row {
            name: "kept rate",
            unit: Unit::Percent,
            value: promises.rate(),
            before: then.map(PromiseTally::rate),
            made_of: format!(
                "{} kept by the day of {judged} whose window has closed",
                promises.kept
            ),
            figure: kept(&["kept"]),
        },
        Row {
            name: "kept rate with grace",
            unit: Unit::Percent,
            value: promises.rate_with_grace(),
            before: then.map(PromiseTally::rate_with_grace),
            made_of: format!(
                "{} kept or kept late of {judged}",
                promises.kept + promises.kept_late
            ),
            figure: kept(&["kept", "kept_late"]),
        },
        Row {
            name: "kept rate by amount",
            unit: Unit::Percent,
            value: promises.rate_by_amount(),
            before: then.map(PromiseTally::rate_by_amount),
            made_of: format!(
                "{} in the window of {} required",
                show(promises.received),
                show(promises.required)
            ),
            figure: Figure::InWindow(group.clone()),
        },
        Row {
            name: "kept rate, moved ones counted",
            unit: Unit::Percent,
            value: promises.rate_with_rolled(),
            before: then.map(PromiseTally::rate_with_rolled),
            made_of: format!(
                "{} kept of {} and {} moved before their day",
                promises.kept, promises.all, promises.rolled
            ),
            figure: kept(&["superseded"]),
        },
    ]);
    let calls = a.figures.activity.get(group).copied().unwrap_or_default();
    let called: Option<&ActivityTally> = all.then_some(&a.figures.activity_before);
    rows.extend([
        Row {
            name: "right-party rate",
            unit: Unit::Percent,
            value: calls.right_party_rate(),
            before: called.map(ActivityTally::right_party_rate),
            made_of: format!(
                "{} of {}",
                say::plural(calls.right_party, "right-party contact"),
                say::plural(calls.attempts, "outgoing call")
            ),
            figure: Figure::RightParty(group.clone()),
        },
        Row {
            name: "by-when rate",
            unit: Unit::Percent,
            value: calls.by_when_rate(),
            before: called.map(ActivityTally::by_when_rate),
            made_of: format!(
                "{} with a date of {}",
                calls.dated,
                say::plural(calls.right_party, "right-party contact")
            ),
            figure: Figure::Dated(group.clone()),
        },
    ]);
    rows
}
