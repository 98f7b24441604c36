//! Promises, broken ones, the forecast, barriers and activity as tables.

use super::{Ask, count, fit, full_day, text};
use crate::domain::metrics::barriers;
use crate::domain::metrics::promises::PromiseTally;
use crate::domain::reports::ReportName;
use crate::domain::reports::drill::Figure;
use crate::domain::reports::sum::{Group, telling};
use crate::domain::reports::table::{Cell, Line, Role, Table, right, words};
use crate::domain::say;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Kept, late, light, broken: all, by who took them, by segment, then week by week.
pub(super) fn promises(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Promises,
        a.over("Promises"),
        vec![
            words("group", "", 9),
            right("judged", "judged", 8),
            right("kept", "kept", 8),
            right("kept_late", "late", 7),
            right("light", "light", 7),
            right("broken", "broken", 7),
            right("cured_late", "cured", 5),
            right("moved", "moved", 4),
            right("kept_rate", "kept rate", 9),
            right("with_grace", "with grace", 6),
            right("by_amount", "by amount", 8),
            right("required", "required", 3),
            right("in_window", "in the window", 2),
        ],
    );
    let mut push = |name: String, t: &PromiseTally, figure: Option<Figure>, role: Role| {
        let cells = vec![
            text(name),
            count(t.all),
            count(t.kept),
            count(t.kept_late),
            count(t.light),
            count(t.broken),
            count(t.cured),
            count(t.rolled),
            Cell::Percent(t.rate().per_mille()),
            Cell::Percent(t.rate_with_grace().per_mille()),
            Cell::Percent(t.rate_by_amount().per_mille()),
            a.money(t.required),
            a.money(t.received),
        ];
        let mut line = Line::new(cells).role(role);
        line.figure = figure;
        table.lines.push(line);
    };
    for group in telling(a.figures.promises.keys()) {
        let tally = &a.figures.promises[group];
        let verdicts = [
            "kept",
            "kept_late",
            "light",
            "broken",
            "cured_late",
            "superseded",
        ];
        let figure = Figure::Promises(group.clone(), verdicts.map(str::to_owned).to_vec());
        let role = if *group == Group::All {
            Role::Total
        } else {
            Role::Plain
        };
        push(group.words(), tally, Some(figure), role);
    }
    for point in a
        .figures
        .trend
        .iter()
        .rev()
        .filter(|p| p.promises.all + p.promises.rolled > 0)
    {
        let to = say::short_day(point.to, a.reports.scope.as_of);
        push(format!("up to {to}"), &point.promises, None, Role::Plain);
    }
    table.notes.push(
        "by the day promised; judged once the window has closed; what was withdrawn, voided or came to require nothing is in no rate".into(),
    );
    table
}

/// Promises of the period that are light or broken, the largest shortfall first.
pub(super) fn broken(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Broken,
        a.over("Broken and light promises"),
        vec![
            words("account", "account", 9),
            words("verdict", "", 8),
            right("by_when", "by when", 7),
            right("required", "required", 5),
            right("received", "received", 4),
            right("short", "short", 9),
            right("days_late", "bus. days late", 6),
            right("level", "time", 3),
            right("word", "their word", 2),
            words("taken_by", "taken by", 1),
            words("overlay", "", 2),
        ],
    );
    let scope = &a.reports.scope;
    let mut failed: Vec<_> = a
        .reports
        .promises
        .iter()
        .filter(|p| p.currency == a.currency && p.verdict.is_failed() && scope.holds(p.by_when))
        .collect();
    failed.sort_by_key(|p| (std::cmp::Reverse(p.short), p.by_when, p.id));
    let mut total = 0_i128;
    for p in &failed {
        total += i128::from(p.short.get());
        let cells = vec![
            text(p.name.clone()),
            text(p.verdict.name()),
            Cell::Day(p.by_when),
            a.money(p.required.get().into()),
            a.money(p.received.get().into()),
            a.money(p.short.get().into()),
            Cell::Count(p.slip),
            text(say::ordinal(p.level)),
            Cell::Percent(p.word.map(|w| i64::from(w / 10))),
            text(p.taken_by.clone()),
            text(p.overlay.clone().unwrap_or_default()),
        ];
        table.lines.push(
            Line::new(cells)
                .role(Role::Bad)
                .behind(Figure::Account(p.account)),
        );
    }
    let t = a
        .figures
        .promises
        .get(&Group::All)
        .copied()
        .unwrap_or_default();
    table.notes.push(format!(
        "{} short in {}, of {} judged; {} more were made good after their window",
        fit(total).show(a.currency),
        say::plural(failed.len() as u64, "promise"),
        t.all,
        t.cured
    ));
    table
}

/// Days and weeks ahead: face, expected; then what was forecast for the last weeks, and what came.
pub(super) fn forecast(a: &Ask<'_>) -> Table {
    let scope = &a.reports.scope;
    let until = full_day(scope.ahead);
    let mut table = a.table(
        ReportName::Forecast,
        format!("{} to {until}", a_forecast(scope.as_of)),
        vec![
            words("when", "", 9),
            right("promises", "promises", 6),
            right("face", "promised", 9),
            right("expected", "expected", 9),
            right("chance", "of it", 5),
            right("came", "came", 8),
            right("error", "error", 7),
        ],
    );
    let forecast = &a.reports.forecast;
    let in_days = |from: NaiveDate, to: NaiveDate| {
        let items = forecast.items.iter().filter(|i| i.currency == a.currency);
        items.filter(|i| i.day >= from && i.day <= to).count() as u64
    };
    let mut push = |name: String, from: NaiveDate, to: NaiveDate, role: Role| {
        let (face, expected) = forecast.between(from, to, a.currency);
        let share = crate::domain::metrics::Ratio::new(expected, face).per_mille();
        let cells = vec![
            text(name),
            count(in_days(from, to)),
            a.money(face),
            a.money(expected),
            Cell::Percent(share),
            Cell::Empty,
            Cell::Empty,
        ];
        table.lines.push(
            Line::new(cells)
                .role(role)
                .behind(Figure::Forecast(from, to)),
        );
    };
    push("all of it".into(), scope.as_of, scope.ahead, Role::Total);
    let mut monday =
        scope.as_of - Days::new(u64::from(scope.as_of.weekday().num_days_from_monday()));
    while monday <= scope.ahead {
        let (from, to) = (
            monday.max(scope.as_of),
            (monday + Days::new(6)).min(scope.ahead),
        );
        push(
            format!("week of {}", say::short_day(monday, scope.as_of)),
            from,
            to,
            Role::Total,
        );
        let days: BTreeSet<NaiveDate> = forecast
            .items
            .iter()
            .filter(|i| i.currency == a.currency && i.day >= from && i.day <= to)
            .map(|i| i.day)
            .collect();
        for day in days {
            push(
                format!("  {}", say::day(day, scope.as_of)),
                day,
                day,
                Role::Plain,
            );
        }
        monday = monday + Days::new(7);
    }
    for week in a.figures.past_weeks.iter().rev() {
        let error = crate::domain::metrics::Ratio::new(week.came - week.expected, week.expected);
        table.lines.push(Line::new(vec![
            text(format!(
                "was, week of {}",
                say::short_day(week.monday, scope.as_of)
            )),
            Cell::Empty,
            a.money(week.face),
            a.money(week.expected),
            Cell::Percent(crate::domain::metrics::Ratio::new(week.expected, week.face).per_mille()),
            a.money(week.came),
            Cell::Percent(error.per_mille()),
        ]));
    }
    let share = i64::from(forecast.prior() / 10);
    table.notes.push(format!(
        "expected = what is missing × (kept + 3 × {} %) / (promised + 3) of that person, moved by their median days late; \
         {} % {}",
        crate::domain::metrics::tenths(Some(share)),
        crate::domain::metrics::tenths(Some(share)),
        if forecast.promised == 0 {
            "is assumed while no promise is judged".to_owned()
        } else {
            format!("is the desk's own rate ({} of {} kept within their window)", forecast.kept, forecast.promised)
        }
    ));
    table.notes.push(
        "only promises: what nobody promised is not in it. Past weeks: what was known on the eve, and what came on those promises in the week".into(),
    );
    table
}

fn a_forecast(as_of: NaiveDate) -> String {
    format!("Forecast from promises, {}", full_day(as_of))
}

/// What stood in the way.
pub(super) fn barriers(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Barriers,
        a.over("Barriers"),
        vec![
            words("barrier", "barrier", 9),
            right("named", "named", 9),
            right("accounts", "accounts", 6),
            right("money", "past due behind it", 8),
            right("days_to_cash", "days to cash", 7),
            right("paid_after", "paid after", 4),
            right("cured", "cured", 5),
            right("cure_rate", "cure rate", 8),
        ],
    );
    let mut by_name: BTreeMap<&str, Vec<&barriers::Naming>> = BTreeMap::new();
    for n in a
        .reports
        .namings
        .iter()
        .filter(|n| n.currency == a.currency)
    {
        by_name.entry(&n.barrier).or_default().push(n);
    }
    let mut rows: Vec<_> = by_name
        .into_iter()
        .map(|(name, namings)| (name, barriers::tally(namings)))
        .collect();
    rows.sort_by(|x, y| (y.1.count, y.1.money, x.0).cmp(&(x.1.count, x.1.money, y.0)));
    for (name, t) in rows {
        table.lines.push(
            Line::new(vec![
                text(name),
                count(t.count),
                count(t.accounts),
                a.money(t.money),
                t.days_to_cash.map_or(Cell::Tenths(None), Cell::Count),
                count(t.paid),
                count(t.cured),
                Cell::Percent(t.cure_rate().per_mille()),
            ])
            .behind(Figure::Barrier(name.to_owned())),
        );
    }
    table.notes.push(
        "past due on the account on the day it was named; days to cash: median to the first cash after it; cured: nothing of that is open any more, and cash came".into(),
    );
    table
}

/// Who called how often, and what came of it.
pub(super) fn activity(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Activity,
        a.over("Activity"),
        vec![
            words("group", "", 9),
            right("calls", "calls", 9),
            right("right_party", "right party", 8),
            right("right_party_rate", "of calls", 7),
            right("dated", "with a date", 8),
            right("by_when_rate", "of right party", 7),
            right("promises", "promises", 6),
            right("promised", "promised", 6),
            right("inbound", "they called", 4),
            right("written", "mails, letters", 3),
            right("notes", "notes", 2),
        ],
    );
    for group in telling(a.figures.activity.keys()) {
        let t = &a.figures.activity[group];
        let line = Line::new(vec![
            text(group.words()),
            count(t.attempts),
            count(t.right_party),
            Cell::Percent(t.right_party_rate().per_mille()),
            count(t.dated),
            Cell::Percent(t.by_when_rate().per_mille()),
            count(t.promises),
            a.money(t.promised),
            count(t.inbound),
            count(t.written),
            count(t.notes),
        ])
        .behind(Figure::Attempts(group.clone()));
        table.lines.push(match group {
            Group::All => line.role(Role::Total),
            _ => line,
        });
    }
    table.notes.push(
        "calls are outgoing ones; with a date: a promise taken in the call, or money said to be under way".into(),
    );
    table
}
