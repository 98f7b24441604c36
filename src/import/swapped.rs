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
    states: Tally,
    settled: Tally,
    open: Tally,
    types: Tally,
    words: Tally,
    currencies: Tally,
}

/// Rows that speak against the headings, the first of them, and rows that speak for them.
#[derive(Clone, Debug, Default)]
struct Tally {
    against: u64,
    first: u64,
    favor: u64,
}

/// So few rows with nothing open say nothing against a report.
const MANY: u64 = 5;

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

    /// Counts where it is many rows, or all.
    fn of_many(&self) -> Tally {
        if self.favor == 0 || self.against >= MANY {
            self.clone()
        } else {
            Tally::default()
        }
    }

    /// Counts only where no row at all speaks for the headings.
    fn unanimous(&self) -> Tally {
        if self.favor == 0 {
            self.clone()
        } else {
            Tally::default()
        }
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
            let exchanged = row.numbered_by_kind || is_money(row.number);
            self.numbers.saw(row.line, exchanged, !exchanged);
        }
        if !row.name.is_empty() {
            let exchanged = row.called_a_kind
                || is_money(row.name)
                || (is_bare(row.name) && is_worded(row.number))
                || (is_coded(row.name)
                    && (is_called(row.id) || (is_called(row.number) && !is_carried(row.number))));
            self.names.saw(row.line, exchanged, !exchanged);
        }
        if let Some(owing) = row.open_and_owing {
            self.states.saw(row.line, !owing, owing);
        }
        if let Some(owing) = row.settled_and_owing {
            self.settled.saw(row.line, owing, !owing);
        }
    }

    /// Looks at a row of a report that lists what is open.
    pub(super) fn see_open(&mut self, line: u64, open: bool) {
        self.open.saw(line, !open, open);
    }

    /// Looks at the type of a row of a system whose types are known.
    pub(super) fn see_type(&mut self, line: u64, known: bool) {
        self.types.saw(line, !known, known);
    }

    /// Looks at the status of a row of a system that gives every document one.
    pub(super) fn see_status(&mut self, line: u64, given: bool) {
        self.words.saw(line, !given, given);
    }

    /// Looks at the currency of a row of a system that names it in every one.
    pub(super) fn see_currency(&mut self, line: u64, given: bool) {
        self.currencies.saw(line, !given, given);
    }

    /// Looks at a document whose lines were added up: only then its amount is whole.
    pub(super) fn see_whole(&mut self, line: u64, face: Minor, open: Minor) {
        self.sizes.saw(line, open > face, open < face);
    }

    /// Refuses a file whose rows do not fit its headings.
    pub(super) fn finish(&self, found: &mut Findings) {
        let mut told = false;
        // A row that is held back may be the very one that has something open.
        let open = match found.holds_any() {
            true => Tally::default(),
            false => self.open.of_many(),
        };
        let mut refuse = |tally: &Tally, field: &str, what: &str, which: &str| {
            // Of two columns that were exchanged the first one says enough.
            if told || !tally.tells() {
                return;
            }
            told = true;
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
            "the number reads like an amount or a kind of document",
            "the number and another column",
        );
        refuse(
            &self.names,
            "customer",
            "the customer is called like a number or a kind of document",
            "the customer and another column",
        );
        refuse(
            &self.states,
            "open",
            "it is open by its status, and nothing of it is left to pay",
            "the balance and another amount",
        );
        refuse(
            &self.settled,
            "open",
            "it is settled by its status, and something of it is left to pay",
            "the balance and another amount",
        );
        refuse(
            &open,
            "open",
            "nothing is open",
            "the balance and another column",
        );
        refuse(
            &self.types.unanimous(),
            "type",
            "the type is not known",
            "the type and another column",
        );
        refuse(
            &self.words.unanimous(),
            "status",
            "no status is given",
            "the status and another column",
        );
        refuse(
            &self.currencies.unanimous(),
            "currency",
            "no currency is given",
            "the currency and another column",
        );
    }
}

/// Digits without a letter: a number of something, and hardly a customer's name.
fn is_bare(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit()) && !name.chars().any(char::is_alphabetic)
}

/// `CUST1001`, `00838`, `INV-7001`: one word with digits, as a system numbers and hardly anybody is called.
fn is_coded(name: &str) -> bool {
    name.len() > 3
        && name.bytes().any(|b| b.is_ascii_digit())
        && !name.contains(char::is_whitespace)
}

/// Two words at least: the name of somebody, and no code.
fn is_called(text: &str) -> bool {
    let worded = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    text.split_whitespace().filter(worded).count() > 1
}

/// Letters without a digit, in more than one word: a name, and hardly the number of a document.
fn is_worded(number: &str) -> bool {
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    letters > 3 && !number.bytes().any(|b| b.is_ascii_digit())
}

/// What a book that was begun anew calls what was owed before, for every customer alike.
fn is_carried(number: &str) -> bool {
    let number = number.to_lowercase();
    ["balance", "opening", "saldo", "solde", "forward"]
        .iter()
        .any(|word| number.contains(word))
}

/// `1,234.50`, `36.6900`: digits with two decimals, or with four as Xero writes them, which hardly anybody numbers documents by.
pub(super) fn is_money(number: &str) -> bool {
    number
        .rsplit_once(['.', ','])
        .is_some_and(|(whole, cents)| {
            (cents.len() == 2 || (cents.len() == 4 && cents.ends_with("00")))
                && cents.bytes().all(|b| b.is_ascii_digit())
                && !whole.is_empty()
                && whole
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' '))
        })
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
        for money in ["350.00", "1,234.50", "1.234,50", "0.10", "36.6900"] {
            assert!(is_money(money), "{money}");
        }
        for number in [
            "1001",
            "INV-1.00",
            "2026.001",
            "2026.0012",
            "10-1.50",
            ".50",
            "A,20",
        ] {
            assert!(!is_money(number), "{number}");
        }
    }
}
