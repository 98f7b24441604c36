//! Disputes and deductions by their reason as a table.

use super::super::table::{Cell, Line, Table, right, words};
use super::{Ask, ReportName, count, text};
use crate::domain::metrics::disputes::{CaseSeen, tally};
use crate::domain::reports::drill::Figure;
use std::collections::BTreeMap;

/// By reason: how many, how much, how they ended, how long it took.
pub(super) fn disputes(a: &Ask<'_>) -> Table {
    let mut table = a.table(
        ReportName::Disputes,
        a.over("Disputes and deductions"),
        vec![
            words("reason", "reason", 9),
            right("cases", "cases", 9),
            right("accounts", "accounts", 4),
            right("contested", "contested", 8),
            right("open", "open", 8),
            right("open_amount", "of that open", 6),
            right("credited", "credited", 7),
            right("credited_amount", "credited money", 6),
            right("upheld", "upheld", 5),
            right("days", "days to resolve", 8),
        ],
    );
    let mut by_reason: BTreeMap<&str, Vec<&CaseSeen>> = BTreeMap::new();
    let here = || a.reports.cases.iter().filter(|c| c.currency == a.currency);
    for case in here() {
        by_reason.entry(&case.reason).or_default().push(case);
    }
    let mut rows: Vec<_> = by_reason
        .into_iter()
        .map(|(reason, cases)| (Some(reason), tally(cases)))
        .collect();
    rows.sort_by(|x, y| (y.1.amount, x.0).cmp(&(x.1.amount, y.0)));
    if rows.len() > 1 {
        rows.push((None, tally(here())));
    }
    for (reason, t) in rows {
        let figure = Figure::Disputes(reason.map(str::to_owned));
        let line = Line::new(vec![
            text(reason.unwrap_or("all")),
            count(t.count),
            count(t.accounts),
            a.money(t.amount),
            count(t.open),
            a.money(t.open_amount),
            count(t.credited),
            a.money(t.credited_amount),
            count(t.upheld),
            t.days.map_or(Cell::Tenths(None), Cell::Count),
        ]);
        table.lines.push(line.behind(figure));
    }
    table.notes.push(
        "open at the end of the period, or ended in it; days to resolve: median from the first day to the last end, a case opened again counting once".into(),
    );
    table
}
