//! `bywhen import` for a person: what was read, that it adds up, what changed, what is wrong and where.

use crate::cli::failure::Outcome;
use crate::cli::out::{Out, Style};
use crate::cli::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::staged::{Issue, Severity};
use crate::store::protocol::{Counts, CurrencyReport, FileReport, ImportReport};
use chrono::NaiveDate;
use std::path::PathBuf;

/// Of each kind of finding so many are shown.
const SHOWN: usize = 5;

/// Prints the report.
pub fn print(
    report: &ImportReport,
    dry_run: bool,
    as_of: NaiveDate,
    held_back: &[PathBuf],
    out: &mut Out,
) -> Outcome {
    let currency = report.currency.unwrap_or(Currency::USD);
    for file in &report.files {
        print_file(file, currency, as_of, out)?;
    }
    let mut days = report.files.iter().filter_map(|f| f.as_of);
    let day = days
        .next()
        .map_or_else(String::new, |day| format!(" with --as-of {day}"));
    for path in held_back {
        out.line(format!(
            "rows held back: {}: mend them there and import that file{day}",
            clean(&path.to_string_lossy())
        ))?;
    }
    match (report.applied, report.batch) {
        (true, Some(batch)) => out.line(format!(
            "saved as batch {batch}; `bywhen undo` takes it back"
        )),
        (false, _) if report.refused.is_some() => Ok(()),
        (false, _) if dry_run => out.line("a dry run: nothing was written"),
        (true, None) | (false, _) => out.line("imported already: nothing has changed"),
    }
}

fn print_file(file: &FileReport, currency: Currency, as_of: NaiveDate, out: &mut Out) -> Outcome {
    let name = out.style(Style::Strong, &clean(&file.file));
    let mut about: Vec<String> = Vec::new();
    about.extend((!file.profile.is_empty()).then(|| file.profile.clone()));
    about.extend((!file.encoding.is_empty()).then(|| file.encoding.clone()));
    about.extend(
        file.as_of
            .map(|day| format!("as of {}", say::day(day, as_of))),
    );
    about.push(say::plural(file.rows, "row"));
    out.line(format!("{name}  {}", clean(&about.join(" · "))))?;

    let mut table = Table::new(&[("", Align::Left), ("", Align::Left)]);
    let mut line = |what: &str, text: String| {
        if !text.is_empty() {
            table.row([format!("  {what}"), text]);
        }
    };
    line("accounts", in_words(file.accounts));
    line("documents", in_words(file.documents));
    line("payments", in_words(file.payments));
    for (i, own) in file.currencies.iter().enumerate() {
        line(if i == 0 { "open" } else { "" }, open_in_words(own));
    }
    let money = |amount: Minor| amount.show(currency);
    line(
        "total",
        match (file.declared_total, file.difference) {
            (Some(total), Some(Minor::ZERO)) => format!("{} as the report says", money(total)),
            (Some(total), Some(by)) => {
                format!(
                    "the report says {}, its rows differ by {}",
                    money(total),
                    money(by)
                )
            }
            (Some(_), None) | (None, _) => String::new(),
        },
    );
    table.print(out)?;
    print_issues(&file.issues, out)
}

/// `31 open invoices, 12,423.39 USD, of it past due 1,240.00; 5 credits, 346.58`.
fn open_in_words(own: &CurrencyReport) -> String {
    let money = |amount: Minor| amount.show(own.currency);
    let mut text = format!(
        "{}, {} {}, of it past due {}",
        say::plural(own.open_invoices, "open invoice"),
        money(own.total_open),
        own.currency,
        money(own.past_due)
    );
    if own.credits > 0 {
        text += &format!(
            "; {}, {}",
            say::plural(own.credits, "credit"),
            money(own.total_credits)
        );
    }
    text
}

pub(super) fn in_words(counts: Counts) -> String {
    let parts: Vec<String> = [
        (counts.new, "new"),
        (counts.changed, "changed"),
        (counts.closed, "closed"),
        (counts.unchanged, "unchanged"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect();
    parts.join(", ")
}

/// Findings by kind, gravest first, each kind with its count and its first lines.
fn print_issues(issues: &[Issue], out: &mut Out) -> Outcome {
    let mut groups: Vec<(Severity, &str, Vec<&Issue>)> = Vec::new();
    for issue in issues {
        match groups
            .iter_mut()
            .find(|(s, code, _)| *s == issue.severity && *code == issue.code)
        {
            Some((_, _, same)) => same.push(issue),
            None => groups.push((issue.severity, &issue.code, vec![issue])),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.0));
    for (severity, code, same) in groups {
        let style = match severity {
            Severity::Fatal | Severity::Error => Style::Bad,
            Severity::Warning => Style::Warn,
            Severity::Info => Style::Dim,
        };
        let word = out.style(style, severity.name());
        out.line(format!("  {word} {} ({})", clean(code), same.len()))?;
        for issue in same.iter().take(SHOWN) {
            out.line(format!("    {}", clean(&one_line(issue))))?;
        }
        if same.len() > SHOWN {
            out.line(format!("    and {} more", same.len() - SHOWN))?;
        }
    }
    Ok(())
}

/// `line 3  due=2026-09-31  what is wrong`.
fn one_line(issue: &Issue) -> String {
    let mut parts = Vec::new();
    if issue.line > 0 {
        parts.push(format!("line {}", issue.line));
    }
    match (&issue.field, &issue.value) {
        (Some(field), Some(value)) => parts.push(format!("{field}={value}")),
        (Some(field), None) => parts.push(field.clone()),
        (None, Some(value)) => parts.push(value.clone()),
        (None, None) => {}
    }
    parts.push(issue.message.clone());
    parts.join("  ")
}
