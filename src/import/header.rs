//! Where the table begins: the row whose cells are names of columns, and the profile that knows them.
//!
//! A profile with a `require` set is sure of its header. The fallback knows only words that are common to many systems, so
//! there the rows below must show a date and an amount where those words say they are. What is known not to be a list
//! of receivables is refused by name.

use super::catalog::{Profiles, Refusal};
use super::clean::heading;
use super::dates;
use super::findings::Code;
use super::labels::is_bucket;
use super::marks::{self, Decision};
use super::profile::{Columns, Profile};
use super::units;
use super::vocabulary::{Field, Level};

/// Rows in which a header is looked for.
const HEADER_ROWS: usize = 60;
/// Rows below it that must show data.
const DATA_ROWS: usize = 15;
/// What is read of a file to find its header.
pub(crate) const HEAD: usize = HEADER_ROWS + DATA_ROWS + 1;
/// So many columns of known meaning make a header even if the rows below it are all wrong.
const SURE: usize = 6;
/// Known names that make a row look like a header.
const HITS: usize = 3;

/// What a summary by age is told.
const SUMMARY: &str = "this is an aging summary: one line a customer, no invoices; export the detail report instead (QuickBooks: Reports > Who owes you > A/R Aging Detail; Xero: Reports > Aged Receivables Detail; elsewhere: the aging report with its invoices)";

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
            return found(head, row, headings, profile, columns);
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
    })
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
fn refused_by_title(
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
fn explain(
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
fn missing(head: &Head, row: usize, headings: &[String], profile: Option<&Profile>) -> NoHeader {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        text.lines()
            .enumerate()
            .map(|(i, l)| (i as u64 + 1, l.split(';').map(str::to_owned).collect()))
            .collect()
    }

    fn which(text: &str) -> Result<(String, u64), Code> {
        let profiles = Profiles::embedded();
        find(&head(text), &profiles, None)
            .map(|h| (h.profile.id.clone(), h.row as u64 + 1))
            .map_err(|e| e.code)
    }

    #[test]
    fn a_header_is_found_below_titles_by_the_columns_that_its_profile_requires() {
        assert_eq!(
            which(
                "Co\nA/R Aging Detail Report\n;Date;Transaction type;Num;Customer full name;Due date;Amount;Open balance\n"
            ),
            Ok(("qbo-aging-detail".into(), 3))
        );
        assert_eq!(
            which(";DATE;Transaction Type;No.;Term;Due Date;Open Balance\n"),
            Ok(("qbo-open-invoices".into(), 1))
        );
    }

    #[test]
    fn the_fallback_wants_to_see_a_date_and_an_amount() {
        let header = "Client;Invoice #;Date;Balance Due\n";
        assert_eq!(
            which(&format!("{header}A;1;2026-01-05;5.00")),
            Ok(("plain".into(), 1))
        );
        assert_eq!(
            which(header),
            Ok(("plain".into(), 1)),
            "an empty list is a list"
        );
        assert_eq!(
            which(&format!("{header}A;1;soon;later")),
            Err(Code::MissingColumn)
        );
    }

    #[test]
    fn what_is_not_receivables_is_refused_by_name() {
        assert_eq!(
            which(
                ";Date;Transaction type;Num;Vendor display name;Due date;Past due;Amount;Open balance\n"
            ),
            Err(Code::PayablesFile)
        );
        assert_eq!(
            which(
                "Co\nA/P Aging Detail\n;Date;Transaction type;Num;Customer;Due date;Amount;Open balance\n"
            ),
            Err(Code::PayablesFile)
        );
        assert_eq!(
            which("Customer;Current;1 - 30;31 - 60;61 - 90;91 and over;Total\nA;1;2;3;4;5;15\n"),
            Err(Code::WrongReport)
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let profiles = Profiles::embedded();
        let text = "Customer;Invoice number;Due date;Amount\nA;1;2026-01-05;5.00\n";
        let error = find(&head(text), &profiles, None).expect_err("no balance");
        assert_eq!((error.code, error.line), (Code::MissingColumn, 1));
        assert!(error.message.contains("open"), "{}", error.message);
        assert_eq!(which("a;b;c\n1;2;3\n"), Err(Code::NoHeader));
        let text = "Customer;Number;Date;Balance\nA;1;soon;later\n";
        let error = find(&head(text), &profiles, None).expect_err("no dates");
        assert!(error.message.contains("no row below"), "{}", error.message);
        assert_eq!(which(""), Err(Code::NoHeader));
    }

    #[test]
    fn two_columns_of_one_name_are_refused() {
        assert_eq!(
            which("Customer;Number;Date;Balance;Balance\nA;1;2026-01-05;5.00;6.00\n"),
            Err(Code::DuplicateHeader)
        );
    }

    #[test]
    fn a_profile_that_is_asked_for_is_used_or_says_what_it_lacks() {
        let profiles = Profiles::embedded();
        let plain = profiles.get("plain");
        let text = "Vendor;Client;Number;Date;Balance\nv;A;1;2026-01-05;5.00\n";
        assert!(find(&head(text), &profiles, plain).is_ok());
        let dealer = profiles.get("dealer-erp-invoices");
        let error = find(&head(text), &profiles, dealer).expect_err("lacks");
        assert_eq!(error.code, Code::NoHeader);
    }
}
