//! Why a file has no header that is read: reports that are refused by name, reports that lack a column or have one too many, summaries.

use super::{HEADER_ROWS, Head, NoHeader, alone, named_but_unfit, titles};
use crate::import::catalog::{Profiles, Refusal};
use crate::import::findings::Code;
use crate::import::labels::is_bucket;
use crate::import::profile::Profile;

/// Known names that make a row look like a header.
const HITS: usize = 3;

/// What a summary by age is told.
const SUMMARY: &str = "this is an aging summary: one line a customer, no invoices; export the detail report instead (QuickBooks: Reports > Who owes you > A/R Aging Detail; Xero: Reports > Aged Receivables Detail; elsewhere: the aging report with its invoices)";

fn refusal_error(refusal: &Refusal, line: u64) -> NoHeader {
    NoHeader {
        code: if refusal.payables {
            Code::PayablesFile
        } else {
            Code::WrongReport
        },
        line,
        message: refusal.message.clone(),
    }
}

/// A title above the header that names a report which holds no open receivables. `fits`: a profile knows the columns below.
pub(super) fn refused_by_title(
    rows: &[Vec<String>],
    profiles: &Profiles,
    head: &Head,
    fits: bool,
) -> Result<(), NoHeader> {
    for (row, cells) in rows.iter().enumerate() {
        let Some(title) = alone(cells) else {
            continue;
        };
        let refusal = profiles
            .refusals()
            .iter()
            .filter(|r| !(fits && r.unless_known))
            .find(|r| r.titles.iter().any(|t| title.starts_with(t.as_str())));
        if let Some(refusal) = refusal {
            return Err(refusal_error(refusal, head[row].0));
        }
    }
    Ok(())
}

/// Nothing fits: says what the file seems to be, as exactly as its rows allow.
pub(super) fn explain(
    head: &Head,
    rows: &[Vec<String>],
    profiles: &Profiles,
    forced: Option<&Profile>,
) -> NoHeader {
    let known = |headings: &Vec<String>| match forced {
        Some(profile) => profile.known(headings),
        None => profiles
            .all()
            .iter()
            .map(|p| p.known(headings))
            .max()
            .unwrap_or(0),
    };
    if forced.is_none() {
        if let Err(refused) = refused_by_title(rows, profiles, head, false) {
            return refused;
        }
        for (row, headings) in rows.iter().enumerate() {
            let refusal = profiles.refusals().iter().find(|r| {
                !r.header.is_empty() && r.header.iter().all(|name| headings.contains(name))
            });
            if let Some(refusal) = refusal {
                return refusal_error(refusal, head[row].0);
            }
            if is_summary(headings) {
                return NoHeader {
                    code: Code::WrongReport,
                    line: head[row].0,
                    message: SUMMARY.to_owned(),
                };
            }
        }
    }
    if forced.is_none()
        && let Some(explained) = one_column_too_many(head, rows, profiles)
    {
        return explained;
    }
    // Of equals the first.
    let best = rows
        .iter()
        .enumerate()
        .map(|(row, headings)| (known(headings), std::cmp::Reverse(row)))
        .max();
    if let Some((hits, std::cmp::Reverse(row))) = best
        && hits >= HITS.min(if forced.is_some() { 1 } else { HITS })
    {
        // A profile that a title names; else one that lacks a single column; else of the plain ones the one that it comes nearest to.
        let plain = profiles.all().iter().filter(|p| p.fallback);
        let mut known = profiles.all().iter().filter(|p| !p.fallback);
        let profile = forced
            .or_else(|| named_but_unfit(rows, row, profiles))
            .or_else(|| known.find(|p| p.lacks_one(&rows[row])))
            .or_else(|| plain.min_by_key(|p| p.lacks(&rows[row], &p.map(&rows[row])).len()));
        return missing(head, row, &rows[row], profile);
    }
    NoHeader {
        code: Code::NoHeader,
        line: 0,
        message: format!(
            "no row names columns such as customer, number, date, due date and open balance within the first {HEADER_ROWS}; export a detail report with headings, or describe the format in a profile"
        ),
    }
}

/// A report whose columns are all there, beside one that this report never has.
fn one_column_too_many(head: &Head, rows: &[Vec<String>], profiles: &Profiles) -> Option<NoHeader> {
    rows.iter().enumerate().find_map(|(row, headings)| {
        let whole = |p: &&Profile| {
            p.is_particular() && p.has_required(headings)
        };
        let titled = |p: &&Profile| p.is_titled(titles(&rows[..row]));
        let fits = || profiles.all().iter().filter(whole);
        let profile = fits().find(titled).or_else(|| fits().next())?;
        let (line, cells) = &head[row];
        let at = headings.iter().position(|h| profile.forbids(std::slice::from_ref(h)))?;
        Some(NoHeader {
            code: Code::WrongReport,
            line: *line,
            message: format!(
                "this reads like {}, but with the column '{}' it may be another report; export it without that column{}, or describe the format in a profile",
                profile.title,
                cells[at].trim(),
                profile
                    .menu
                    .as_ref()
                    .map_or_else(String::new, |menu| format!(" ({menu})")),
            ),
        })
    })
}

/// Columns of ages beside a name and no date: what each customer owes by age, without its invoices.
fn is_summary(headings: &[String]) -> bool {
    let ages = headings.iter().filter(|h| is_bucket(h)).count();
    let others = headings.iter().filter(|h| !h.is_empty() && !is_bucket(h));
    ages >= HITS && others.clone().count() <= 4 && !others.clone().any(|h| h.contains("date"))
}

/// What a row that looks like the header lacks.
pub(super) fn missing(
    head: &Head,
    row: usize,
    headings: &[String],
    profile: Option<&Profile>,
) -> NoHeader {
    let (line, cells) = &head[row];
    let lacks = profile.map_or_else(Vec::new, |p| p.lacks(headings, &p.map(headings)));
    let reason = if lacks.is_empty() {
        "no row below it has a date and an amount in these columns".to_owned()
    } else {
        format!("there is no column for: {}", lacks.join(", "))
    };
    NoHeader {
        code: Code::MissingColumn,
        line: *line,
        message: format!(
            "this row looks like the header ({}), but {reason}; add the column to the report{}, or describe the format in a profile",
            shown(cells),
            profile
                .and_then(|p| p.menu.as_ref())
                .map_or_else(String::new, |menu| format!(" ({menu})")),
        ),
    }
}

/// The first cells of a header, for a message.
fn shown(cells: &[String]) -> String {
    let names: Vec<&str> = cells
        .iter()
        .map(|c| c.trim())
        .filter(|c| !c.is_empty())
        .collect();
    let mut text = names
        .iter()
        .take(8)
        .map(|n| n.chars().take(30).collect::<String>())
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > 8 {
        text.push_str(", …");
    }
    text
}
