//! Headings that stand over each other's columns, exchanged by hand: the rows say so where most of them make no sense.
//!
//! Law: one odd row is a warning, most of them are a file that says otherwise than its headings, and reading it would be wrong in every row
//! without a sound. Whoever maps the columns by hand has said which is which.

use super::documents::Told;
use super::findings::{Code, Findings};
use crate::domain::money::Minor;
use chrono::NaiveDate;

/// What the rows of a file say of its headings.
#[derive(Clone, Debug, Default)]
pub(super) struct Swapped {
    dates: Tally,
    sizes: Tally,
    numbers: Tally,
    names: Tally,
}

/// Rows that speak against the headings, the first of them, and rows that speak for them.
#[derive(Clone, Debug, Default)]
struct Tally {
    against: u64,
    first: u64,
    favor: u64,
}

impl Tally {
    fn saw(&mut self, line: u64, against: bool, favor: bool) {
        if against && self.against == 0 {
            self.first = line;
        }
        self.against += u64::from(against);
        self.favor += u64::from(favor);
    }

    /// More than one row, and more than speak for them.
    fn tells(&self) -> bool {
        self.against > 1 && self.against > self.favor
    }
}

impl Swapped {
    /// Looks at a receivable: both its dates where they are given, its face and its balance.
    pub(super) fn see(&mut self, row: &Told<'_>) {
        if let Some((issued, due)) = row.dates {
            self.dates.saw(row.line, due < issued, due > issued);
        }
        if let Some((face, open)) = row.sizes {
            self.sizes.saw(row.line, open > face, open < face);
        }
        if !row.number.is_empty() {
            let money = is_money(row.number);
            self.numbers.saw(row.line, money, !money);
        }
        if !row.name.is_empty() {
            let exchanged = row.called_a_kind || (is_bare(row.name) && is_worded(row.number));
            self.names.saw(row.line, exchanged, !exchanged);
        }
    }

    /// Refuses a file whose rows do not fit its headings.
    pub(super) fn finish(&self, found: &mut Findings) {
        let mut refuse = |tally: &Tally, field: &str, what: &str, which: &str| {
            if !tally.tells() {
                return;
            }
            found.report(Code::SwappedColumns, tally.first, field, "", || {
                format!(
                    "{what} in {} of {} rows: the headings of {which} seem to be exchanged; put them right, or, if the file is right, map its columns by hand",
                    tally.against,
                    tally.against + tally.favor
                )
            });
        };
        refuse(
            &self.dates,
            "due",
            "the due date comes before the document's own",
            "the two dates",
        );
        refuse(
            &self.sizes,
            "open",
            "more is open than was billed",
            "the amount and the balance",
        );
        refuse(
            &self.numbers,
            "number",
            "the number reads like an amount",
            "the number and an amount",
        );
        refuse(
            &self.names,
            "customer",
            "the customer is called like a number or a kind of document",
            "the customer and another column",
        );
    }
}

/// Digits without a letter: a number of something, and hardly a customer's name.
fn is_bare(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit()) && !name.chars().any(char::is_alphabetic)
}

/// Letters without a digit, in more than one word: a name, and hardly the number of a document.
fn is_worded(number: &str) -> bool {
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    letters > 3 && !number.bytes().any(|b| b.is_ascii_digit())
}

/// `1,234.50`: digits with two decimals, which hardly anybody numbers documents by.
fn is_money(number: &str) -> bool {
    let bytes = number.as_bytes();
    let Some((digits, [mark, a, b])) = bytes.split_last_chunk::<3>() else {
        return false;
    };
    matches!(mark, b'.' | b',')
        && a.is_ascii_digit()
        && b.is_ascii_digit()
        && !digits.is_empty()
        && digits
            .iter()
            .all(|d| d.is_ascii_digit() || matches!(d, b'.' | b',' | b' '))
}

/// The two dates of a row, where both are given.
pub(super) type Dates = Option<(NaiveDate, NaiveDate)>;

/// Its face and its balance, where both are given.
pub(super) type Amounts = Option<(Minor, Minor)>;

#[cfg(test)]
mod tests {
    use super::{is_bare, is_money, is_worded};

    #[test]
    fn a_name_in_the_column_of_numbers_is_told_from_a_number_without_digits() {
        for (name, number) in [("0071", "Alder Roofing"), ("12-4", "Doe, Jo:Pier")] {
            assert!(is_bare(name) && is_worded(number), "{name} {number}");
        }
        for (name, number) in [
            ("84 Lumber", "Alder"),
            ("0071", "INV"),
            ("0071", "OB 1"),
            ("", "Alder"),
        ] {
            assert!(!(is_bare(name) && is_worded(number)), "{name} {number}");
        }
    }

    #[test]
    fn an_amount_is_told_from_the_number_of_a_document() {
        for money in ["350.00", "1,234.50", "1.234,50", "0.10"] {
            assert!(is_money(money), "{money}");
        }
        for number in ["1001", "INV-1.00", "2026.001", "10-1.50", ".50", "A,20"] {
            assert!(!is_money(number), "{number}");
        }
    }
}
