//! Aging, roll rates and concentration as tables.

use super::{Ask, count, fit, text};
use crate::domain::aging::BUCKETS;
use crate::domain::metrics::Ratio;
use crate::domain::reports::ReportName;
use crate::domain::reports::drill::Figure;
use crate::domain::reports::sum::{Group, SETTLED, telling};
use crate::domain::reports::table::{Cell, Line, Role, Table, right, words};
use crate::domain::say;

/// Open by age: all, then by collector, then by segment.
pub(super) fn aging(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Aging,
        a.as_of("Aging"),
        vec![
            words("group", "", 9),
            right("current", BUCKETS[0], 8),
            right("1-30", BUCKETS[1], 8),
            right("31-60", BUCKETS[2], 8),
            right("61-90", BUCKETS[3], 7),
            right("91-120", BUCKETS[4], 6),
            right("121+", BUCKETS[5], 6),
            right("open", "open", 9),
            right("past_due", "past due", 5),
            right("unapplied", "unapplied", 4),
            right("balance", "balance", 3),
            right("accounts", "accounts", 2),
            right("invoices", "invoices", 1),
        ],
    );
    for group in telling(a.figures.aging.keys()) {
        let sum = &a.figures.aging[group];
        let mut cells = vec![text(group.words())];
        cells.extend(sum.buckets.iter().map(|b| a.money(*b)));
        cells.extend([
            a.money(sum.open),
            a.money(sum.past_due),
            a.money(sum.unapplied),
            a.money(sum.balance()),
            count(sum.accounts),
            count(sum.invoices),
        ]);
        let line = Line::new(cells).behind(Figure::Accounts(group.clone()));
        table.lines.push(match group {
            Group::All => line.role(Role::Total),
            _ => line,
        });
    }
    // The buckets go by due date; what is kept back by contract is in them and is not past due.
    let kept_back = a.figures.aging.get(&Group::All).map_or(0, |sum| {
        sum.buckets.iter().skip(1).sum::<i128>() - sum.past_due
    });
    if kept_back > 0 {
        table.notes.push(format!(
            "{} in the buckets is retainage before its release and not past due",
            say::money(fit(kept_back), a.currency)
        ));
    }
    let recorded = a.figures.trend.iter().filter(|p| p.recorded).count();
    let revised = a.figures.trend.iter().filter(|p| p.revised).count();
    if recorded > 0 {
        table.notes.push(format!(
            "{} of the trend as closed that evening{}",
            say::plural(recorded as u64, "day"),
            match revised {
                0 => String::new(),
                n => format!("; of {n} the ledger says otherwise now, by what was imported or corrected since"),
            }
        ));
    }
    table
}

/// Where the money of each bucket is one period later.
pub(super) fn roll_rates(a: &Ask<'_>) -> Table {
    let mut columns = vec![words("was", "was", 9), right("open_then", "open then", 5)];
    const NAMES: [&str; 7] = [
        "now_current",
        "now_1-30",
        "now_31-60",
        "now_61-90",
        "now_91-120",
        "now_121+",
        "settled",
    ];
    for (k, name) in NAMES.iter().enumerate() {
        let label = BUCKETS.get(k).copied().unwrap_or("settled");
        columns.push(right(name, label, 7));
    }
    columns.push(right("rolled_on", "rolled on", 9));
    let mut table = a.table(ReportName::RollRates, a.over("Roll rates"), columns);
    for (k, row) in a.figures.roll.iter().enumerate() {
        let then: i128 = row.iter().sum();
        let mut cells = vec![text(BUCKETS[k]), a.money(then)];
        cells.extend(
            row.iter()
                .map(|part| Cell::Tenths(Ratio::new(*part, then).per_mille())),
        );
        let next = k + 1;
        // What is oldest already has nowhere to go.
        let on = match row.get(next).filter(|_| next < SETTLED) {
            Some(part) => Cell::Percent(Ratio::new(*part, then).per_mille()),
            None => Cell::Empty,
        };
        cells.push(on);
        let figure = Figure::Rolled(k, if next < SETTLED { next } else { k });
        table.lines.push(Line::new(cells).behind(figure));
    }
    table.notes.push(format!(
        "in percent of each line: what was open in that bucket on {}, and where it is on {}; `rolled on` is the share now one bucket older",
        super::full_day(a.reports.scope.before()),
        super::full_day(a.reports.scope.to)
    ));
    table
}

/// The largest accounts and their share of everything open.
pub(super) fn concentration(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Concentration,
        a.as_of("Largest accounts"),
        vec![
            right("rank", "#", 4),
            words("account_no", "number", 3),
            words("account", "account", 9),
            words("collector", "collector", 2),
            right("open", "open", 9),
            right("share", "of all open", 8),
            right("cumulative", "together", 7),
            right("past_due", "past due", 6),
            words("oldest", "oldest", 5),
        ],
    );
    let all = a.figures.aging.get(&Group::All).map_or(0, |s| s.open);
    let mut together = 0;
    for (n, share) in a.figures.top.iter().enumerate() {
        together += share.open;
        let cells = vec![
            count(n as u64 + 1),
            text(share.label.clone()),
            text(share.name.clone()),
            share.collector.clone().map_or(Cell::Empty, Cell::Text),
            a.money(share.open),
            Cell::Percent(Ratio::new(share.open, all).per_mille()),
            Cell::Percent(Ratio::new(together, all).per_mille()),
            a.money(share.past_due),
            text(BUCKETS[share.oldest.min(5)]),
        ];
        table
            .lines
            .push(Line::new(cells).behind(Figure::Account(share.account)));
    }
    let accounts = a.figures.aging.get(&Group::All).map_or(0, |s| s.accounts);
    if accounts > a.figures.top.len() as u64 {
        table.notes.push(format!(
            "the largest {} of {accounts} accounts with a balance",
            a.figures.top.len()
        ));
    }
    table
}
