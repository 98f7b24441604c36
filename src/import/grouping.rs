//! Reports that are grouped by something else than customers: by rep, by terms, by month, by account.
//!
//! Some systems let a user choose what a report is totaled by. Where no column names the customer, the labels of such groups would
//! become customers, and every total would be right. So labels are looked at: by their words, and against the columns of the rows
//! below them.

use super::clean::heading;
use super::dates::{self, Shape};
use super::months::month;
use super::profile::Columns;
use super::records::Row;
use super::vocabulary::Field;

/// What reports write over the rows that have nothing in the column that they are grouped by.
const NOTHING: [&str; 13] = [
    "no sales rep",
    "no rep",
    "no customer type",
    "no job type",
    "no terms",
    "no class",
    "no item",
    "no location",
    "no account",
    "no name",
    "not specified",
    "unclassified",
    "accounts receivable",
];

/// Headings of columns that a report can be totaled by, in normal form.
const TOTALED_BY: [&str; 14] = [
    "class",
    "customertype",
    "custtype",
    "jobtype",
    "account",
    "location",
    "locationfullname",
    "rep",
    "salesrep",
    "terms",
    "term",
    "shipvia",
    "via",
    "type",
];

/// True for a label that no customer has: a group of rows without something, a month, an account of the ledger.
pub(crate) fn is_no_customer(label: &str) -> bool {
    let lower = label.trim().to_lowercase();
    if NOTHING.contains(&lower.as_str()) || lower == "accounts receivable (a/r)" {
        return true;
    }
    // `1200 · Accounts Receivable`, as QuickBooks Desktop writes the number and the name of an account.
    if let Some((number, _)) = lower.split_once(" · ")
        && number.len() >= 4
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    {
        return true;
    }
    is_span(&lower)
}

/// A day, a week, a month or a quarter with its year.
fn is_span(lower: &str) -> bool {
    let year = |word: &str| matches!(word.len(), 2 | 4) && word.bytes().all(|b| b.is_ascii_digit());
    if let Some(rest) = lower.strip_prefix("week of ") {
        return matches!(
            dates::shape(rest),
            Shape::Clear(_) | Shape::Numeric(_) | Shape::Short(..)
        );
    }
    let words: Vec<&str> = lower.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    match words.as_slice() {
        [name, y] => month(name).is_some() && year(y),
        [first, "-", last, y] => month(first).is_some() && month(last).is_some() && year(y),
        [name, day, y] => {
            month(name).is_some() && day.bytes().all(|b| b.is_ascii_digit()) && year(y)
        }
        _ => false,
    }
}

/// One of the columns that could be what the groups are.
#[derive(Debug)]
struct Candidate {
    column: usize,
    /// Rows that say what the label over them says.
    same: u64,
    /// A row says something else.
    other: bool,
}

/// Holds the labels of groups against the columns of their rows.
#[derive(Debug, Default)]
pub(crate) struct Grouping(Vec<Candidate>);

impl Grouping {
    /// Nothing is looked at where a column names the customer.
    pub(crate) fn new(columns: &Columns, header: &[String]) -> Grouping {
        if columns.of(Field::Customer).is_some() || columns.of(Field::CustomerId).is_some() {
            return Grouping::default();
        }
        let known = |name: &String| TOTALED_BY.contains(&heading(name).as_str());
        let places = header.iter().enumerate().filter(|(_, name)| known(name));
        Grouping(
            places
                .map(|(column, _)| Candidate {
                    column,
                    same: 0,
                    other: false,
                })
                .collect(),
        )
    }

    /// A row of the group `label`.
    pub(crate) fn see(&mut self, label: Option<&str>, row: &Row<'_>) {
        for candidate in self.0.iter_mut().filter(|c| !c.other) {
            let cell = row.cell(candidate.column);
            if cell.is_empty() {
                continue;
            }
            match label.is_some_and(|label| label.trim().eq_ignore_ascii_case(cell)) {
                true => candidate.same += 1,
                false => candidate.other = true,
            }
        }
    }

    /// The column that the report is grouped by: every row that has it says what the label over it says.
    pub(crate) fn by(&self) -> Option<usize> {
        const ROWS: u64 = 2;
        let found = self.0.iter().find(|c| !c.other && c.same >= ROWS)?;
        Some(found.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_months_accounts_and_nothing_are_no_customers() {
        for label in [
            "No Sales Rep",
            "Unclassified",
            "Oct 26",
            "November 2026",
            "Nov 20, 26",
            "Jan - Mar 26",
            "Week of Nov 15, 26",
            "1200 · Accounts Receivable",
            "Accounts Receivable (A/R)",
        ] {
            assert!(is_no_customer(label), "{label}");
        }
        for name in [
            "No Name Roofing",
            "May Construction",
            "June 26 Studio Ltd",
            "August",
            "84 Lumber",
            "Unclassified Works",
            "3 · Rivers Ltd",
        ] {
            assert!(!is_no_customer(name), "{name}");
        }
    }
}
