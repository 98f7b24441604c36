//! Whose a row is: the customer and job that its columns name, else those of the groups that are open.

use super::accounts::part_job;
use super::cards::mask;
use super::clean::{text, tidy};
use super::layout::Tracker;
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::Field;
use crate::domain::staged::AccountKey;
use std::borrow::Cow;

/// Whom a row names, as far as possible where it stands: most rows name somebody whom another one named before.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Who<'r> {
    number: Option<Cow<'r, str>>,
    name: Option<Cow<'r, str>>,
}

impl Who<'_> {
    /// It is that account.
    pub(crate) fn is(&self, key: &AccountKey) -> bool {
        self.number.as_deref() == key.number.as_deref()
            && self.name.as_deref() == key.name.as_deref()
    }

    /// The account's key.
    pub(crate) fn key(&self) -> AccountKey {
        AccountKey {
            number: self.number.as_deref().map(str::to_owned),
            name: self.name.as_deref().map(str::to_owned),
        }
    }
}

/// A cell's text, or nothing when it is empty.
fn said(cell: &str) -> Option<Cow<'_, str>> {
    Some(tidy(cell)).filter(|text| !text.is_empty())
}

/// A label as it may be kept: totals name it as it stands, the ledger without a card's number.
fn fit(label: String) -> String {
    mask(&label).unwrap_or(label)
}

fn fit_name(label: Cow<'_, str>) -> Cow<'_, str> {
    match mask(&label) {
        Some(masked) => Cow::Owned(masked),
        None => label,
    }
}

/// The account and the job of a row; `Parent:Job` is parted where the profile has a separator.
pub(crate) fn of_row<'r>(
    plan: &Plan<'_>,
    row: &Row<'r>,
    tracker: &'r Tracker<'_>,
) -> (Who<'r>, Option<String>) {
    let cell = |field| plan.cell(row, field);
    let named = said(cell(Field::Customer));
    // A row that names its customer is whose it says: the groups around it may be anything.
    let within = if named.is_none() {
        tracker.job().map(fit)
    } else {
        None
    };
    let mut name = named.or_else(|| tracker.customer().and_then(said).map(fit_name));
    let mut job = text(cell(Field::Job)).or_else(|| text(cell(Field::JobId)));
    if let (Some(full), Some(separator)) = (&name, plan.header.job_separator)
        && let Some((parent, rest)) = part_job(full, separator)
    {
        let rest = match within {
            Some(deeper) => format!("{rest}{separator}{deeper}"),
            None => rest.to_owned(),
        };
        job = job.or(Some(rest));
        name = Some(Cow::Owned(parent.to_owned()));
    } else {
        job = job.or(within);
    }
    let mut number = said(cell(Field::CustomerId));
    if number.is_none()
        && name.is_none()
        && let Some((id, carried)) = tracker.carried()
    {
        (number, name) = (said(id), said(carried).map(fit_name));
    }
    if plan.header.profile.values.coded_names
        && number.is_none()
        && let Some((code, rest)) = name.as_deref().and_then(coded)
    {
        let (code, rest) = (code.to_owned(), rest.to_owned());
        (number, name) = (Some(Cow::Owned(code)), Some(Cow::Owned(rest)));
    }
    (Who { number, name }, job)
}

/// `CUST1001 Acme Corp` in its code and its name. Only a code of letters and at least three digits is one: *84 Lumber* is a name.
fn coded(name: &str) -> Option<(&str, &str)> {
    let (code, rest) = name.split_once(' ')?;
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = code.len() - digits.len();
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let is_code = (1..=6).contains(&letters)
        && digits.len() >= 3
        && digits.bytes().all(|b| b.is_ascii_digit());
    (is_code && !rest.trim().is_empty()).then(|| (code, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_before_a_name_is_told_from_a_name_that_begins_with_a_number() {
        assert_eq!(coded("CUST1001 Acme Corp"), Some(("CUST1001", "Acme Corp")));
        assert_eq!(coded("C-0042 Acme"), Some(("C-0042", "Acme")));
        for name in [
            "84 Lumber",
            "A1 Roofing",
            "1001 Acme",
            "B2B 100",
            "ACME100",
            "Abc123 Def",
        ] {
            assert_eq!(coded(name), None, "{name}");
        }
    }
}
