//! Where the table begins: the row whose cells are names of columns, and the profile that knows them.
//!
//! A profile with a `require` set is sure of its header. The fallback knows only words that are common to many systems, so
//! there the rows below must show a date and an amount where those words say they are. What is known not to be a list
//! of receivables is refused by name.

mod refused;

use super::catalog::Profiles;
use super::clean::heading;
use super::dates;
use super::findings::Code;
use super::labels::is_bucket;
use super::marks::{self, Decision};
use super::profile::{Columns, Profile};
use super::units;
use super::vocabulary::{Field, Level};
use refused::{explain, missing, refused_by_title};

/// Rows in which a header is looked for.
const HEADER_ROWS: usize = 60;
/// Rows below it that must show data.
const DATA_ROWS: usize = 15;
/// What is read of a file to find its header.
pub(crate) const HEAD: usize = HEADER_ROWS + DATA_ROWS + 1;
/// So many columns of known meaning make a header even if the rows below it are all wrong.
const SURE: usize = 6;
/// The first records of a file, with their lines.
pub(crate) type Head = Vec<(u64, Vec<String>)>;

/// A header and the profile that knows it.
#[derive(Clone, Debug)]
pub(crate) struct Header<'p> {
    pub(crate) profile: &'p Profile,
    pub(crate) columns: Columns,
    /// Its place among the records of the head.
    pub(crate) row: usize,
    /// Its cells as written.
    pub(crate) cells: Vec<String>,
    /// Parts `Parent:Job`: as the profile says, and in a plain table as the system does whose columns these are.
    pub(crate) job_separator: Option<&'p str>,
}

/// Why there is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct NoHeader {
    pub(crate) code: Code,
    pub(crate) line: u64,
    pub(crate) message: String,
}

/// Finds the header. With `forced` only that profile counts.
pub(crate) fn find<'p>(
    head: &Head,
    profiles: &'p Profiles,
    forced: Option<&'p Profile>,
) -> Result<Header<'p>, NoHeader> {
    let rows: Vec<Vec<String>> = head
        .iter()
        .take(HEADER_ROWS)
        .map(|(_, cells)| cells.iter().map(|c| heading(c)).collect())
        .collect();
    let candidates: Vec<&Profile> = match forced {
        Some(profile) => vec![profile],
        None => profiles.all().iter().collect(),
    };
    // A heading that says the coin of its column is not among the words of a format; in an unknown table it is understood.
    let bare = units::without(head, &rows);
    for (fallback, rows) in [(false, &rows), (true, &rows), (true, &bare)] {
        for (row, headings) in rows.iter().enumerate() {
            let fits = candidates.iter().filter_map(|p| {
                let last_resort = p.fallback && forced.is_none();
                if last_resort != fallback
                    || !p.has_required(headings)
                    || (forced.is_none() && (p.forbids(headings) || !p.takes_header(headings)))
                {
                    return None;
                }
                let columns = p.map(headings);
                let fits = units::may_say(&rows[row], &head[row].1, &columns)
                    && p.lacks(headings, &columns).is_empty()
                    && p.has_place_for_labels(&columns)
                    && (!p.fallback
                        || forced.is_some()
                        || columns.mapped() >= SURE
                        || shows_data(head, row, &columns));
                fits.then_some((*p, columns))
            });
            let mut fits: Vec<_> = fits.collect();
            // Of several that fit, the one that a title names; else one whose groups are what the labels below are.
            let titled = |p: &Profile| p.is_titled(titles(&rows[..row]));
            let named = match fits.first() {
                None => continue,
                Some((first, _)) if first.is_mapped() => Some(0),
                Some(_) => fits.iter().position(|(p, _)| titled(p)),
            };
            let labeled = || {
                let groups = |(p, columns): &(&Profile, Columns)| labels_fit(head, row, p, columns);
                fits.iter().position(groups)
            };
            let at = named.or_else(labeled).unwrap_or(0);
            let (profile, columns) = fits.swap_remove(at);
            if forced.is_none() {
                refused_by_title(&rows[..row], profiles, head, true)?;
                if fallback && let Some(named) = named_but_unfit(rows, row, profiles) {
                    return Err(missing(head, row, headings, Some(named)));
                }
                if fallback && let Some(near) = grouped_but_unfit(head, row, headings, profiles) {
                    return Err(missing(head, row, headings, Some(near)));
                }
            }
            let mut header = found(head, row, headings, profile, columns)?;
            if fallback && forced.is_none() {
                header.job_separator = header.job_separator.or(separator_of(headings, profiles));
            }
            return Ok(header);
        }
    }
    Err(explain(head, &rows, profiles, forced))
}

fn found<'p>(
    head: &Head,
    row: usize,
    headings: &[String],
    profile: &'p Profile,
    columns: Columns,
) -> Result<Header<'p>, NoHeader> {
    let (line, cells) = &head[row];
    let twice = headings
        .iter()
        .enumerate()
        .find(|(i, h)| !h.is_empty() && headings[..*i].contains(h));
    if let Some((i, _)) = twice {
        return Err(NoHeader {
            code: Code::DuplicateHeader,
            line: *line,
            message: format!(
                "the column '{}' is there twice; remove one so that it is clear which one counts",
                cells[i].trim()
            ),
        });
    }
    Ok(Header {
        profile,
        columns,
        row,
        cells: cells.clone(),
        job_separator: profile.values.job_separator.as_deref(),
    })
}

/// How a known system parts customers from jobs, when all of its columns are there: its report, of which somebody made a table.
fn separator_of<'p>(headings: &[String], profiles: &'p Profiles) -> Option<&'p str> {
    let whole =
        |p: &&Profile| p.is_particular() && p.has_required(headings) && !p.forbids(headings);
    let profile = profiles.all().iter().find(whole)?;
    profile.values.job_separator.as_deref()
}

/// The titles above a header: cells that stand alone in their rows.
fn titles(rows: &[Vec<String>]) -> impl Iterator<Item = &str> {
    rows.iter().filter_map(|cells| alone(cells))
}

fn alone(cells: &[String]) -> Option<&str> {
    let mut words = cells.iter().filter(|c| !c.is_empty());
    match (words.next(), words.next()) {
        (Some(word), None) => Some(word),
        _ => None,
    }
}

/// A profile that a title names and whose columns are not all there: the common words must not stand in for it.
fn named_but_unfit<'p>(
    rows: &[Vec<String>],
    row: usize,
    profiles: &'p Profiles,
) -> Option<&'p Profile> {
    let headings = &rows[row];
    let lacks = |p: &Profile| p.lacks(headings, &p.map(headings)).len();
    profiles
        .all()
        .iter()
        .filter(|p| !p.fallback && lacks(p) > 0 && p.is_titled(titles(&rows[..row])))
        .min_by_key(|p| lacks(p))
}

/// The labels below the header: rows of which only one cell, before the columns that mean something, is filled.
fn labels_below(head: &Head, row: usize, before: usize) -> impl Iterator<Item = &str> {
    let below = head.iter().skip(row + 1).take(DATA_ROWS);
    below.filter_map(move |(_, cells)| {
        let mut filled = cells
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.trim().is_empty());
        match (filled.next(), filled.next()) {
            (Some((at, label)), None) if at < before.max(1) => Some(label.trim()),
            _ => None,
        }
    })
}

/// True when the first label below the header is an age where the profile's groups are ages, and a name where they are names.
fn labels_fit(head: &Head, row: usize, profile: &Profile, columns: &Columns) -> bool {
    let first = labels_below(head, row, columns.first()).next();
    let ages = profile.levels().first() == Some(&Level::Bucket);
    first.is_none_or(|label| ages == is_bucket(label))
}

/// A report by ages that lacks a single column of a known format: as a plain table its labels and totals would be rows.
fn grouped_but_unfit<'p>(
    head: &Head,
    row: usize,
    headings: &[String],
    profiles: &'p Profiles,
) -> Option<&'p Profile> {
    let by_age = labels_below(head, row, 1).any(is_bucket);
    let mut known = profiles.all().iter().filter(|p| !p.fallback && by_age);
    known.find(|p| p.lacks_one(headings))
}

/// One of the next rows has a date and an amount where they should be; or there is no row at all.
fn shows_data(head: &Head, row: usize, columns: &Columns) -> bool {
    let below: Vec<_> = head
        .iter()
        .skip(row + 1)
        .take(DATA_ROWS)
        .filter(|(_, cells)| cells.iter().any(|c| !c.trim().is_empty()))
        .collect();
    let cell = |cells: &'_ [String], field| {
        columns
            .of(field)
            .and_then(|i| cells.get(i).cloned())
            .unwrap_or_default()
    };
    let is_amount = |text: &str| {
        let mut seen = marks::Evidence::default();
        seen.see(text, 1);
        seen.decide() != Decision::Either || text.bytes().any(|b| b.is_ascii_digit())
    };
    below.is_empty()
        || below.iter().any(|(_, cells)| {
            (dates::looks_like_one(&cell(cells, Field::Date))
                || dates::is_serial(&cell(cells, Field::Date)))
                && (is_amount(&cell(cells, Field::Open)) || is_amount(&cell(cells, Field::Amount)))
        })
}

#[cfg(test)]
mod tests;
