//! The customers of a flat report: carried down over rows that do not repeat them, their totals above or below their rows, and
//! sections of one currency.
//!
//! Some reports name the customer only in the first of its rows, and sum it up in a row that has no number and no date. `layout` asks
//! here before it takes such a row for a document; `proof` compares what is said with what was summed.

use super::groups::{Sums, Whose, same};
use super::profile::{Columns, Profile};
use super::records::Row;
use super::vocabulary::Field;

/// A row above a customer's documents that says what they come to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Head {
    pub(crate) label: String,
    pub(crate) line: u64,
    /// What it says is open, and was billed.
    pub(crate) open: String,
    pub(crate) face: String,
    pub(crate) sums: Sums,
}

/// Follows the customers of a report.
#[derive(Debug)]
pub(crate) struct Parties {
    carry: bool,
    totals: bool,
    sections: bool,
    id: Option<usize>,
    name: Option<usize>,
    /// The customer of the rows above, number and name.
    last: Option<(String, String)>,
    /// What its rows come to since its last total.
    sums: Sums,
    /// Rows since then.
    rows: u64,
    head: Option<Head>,
    settled: Vec<Head>,
    section: Option<(String, Sums)>,
}

impl Parties {
    pub(crate) fn new(profile: &Profile, columns: &Columns) -> Parties {
        Parties {
            carry: profile.carry,
            totals: profile.layout.party_totals,
            sections: profile.sections,
            id: columns.of(Field::CustomerId),
            name: columns.of(Field::Customer),
            last: None,
            sums: Sums::default(),
            rows: 0,
            head: None,
            settled: Vec::new(),
            section: None,
        }
    }

    /// True when rows may leave their customer to the rows around them.
    pub(crate) fn follow(&self) -> bool {
        self.carry || self.totals
    }

    fn cells<'r>(&self, row: &Row<'r>) -> (&'r str, &'r str) {
        let cell = |at: Option<usize>| at.map_or("", |column| row.cell(column));
        (cell(self.id), cell(self.name))
    }

    /// A row of data, or one that only names a customer.
    pub(crate) fn see(&mut self, row: &Row<'_>) {
        let (id, name) = self.cells(row);
        if id.is_empty() && name.is_empty() {
            return;
        }
        let here = (id.to_owned(), name.to_owned());
        if self.last.as_ref().is_some_and(|last| *last != here) {
            self.sums = Sums::default();
            self.rows = 0;
        }
        self.last = Some(here);
    }

    /// Counts a row of data. What is not in the book's currency counts apart, but within a section of its own like any other.
    pub(crate) fn add(&mut self, open: i64, face: i64, whose: Whose) {
        if let Some((_, sums)) = &mut self.section {
            sums.add(open, face, Whose::Book);
        }
        self.rows += 1;
        self.sums.add(open, face, whose);
        if let Some(head) = &mut self.head {
            head.sums.add(open, face, whose);
        }
    }

    /// The customer of the rows above, number and name, for a row that does not say it.
    pub(crate) fn carried(&self) -> Option<(&str, &str)> {
        if let Some(head) = &self.head {
            return Some(("", &head.label));
        }
        let (id, name) = self.last.as_ref().filter(|_| self.carry)?;
        Some((id, name))
    }

    /// A row with an amount and without a document: the total of the customer above, with what its rows come to. `None` when it is
    /// somebody else's.
    pub(crate) fn total(&mut self, row: &Row<'_>) -> Option<(String, Sums)> {
        if !self.totals || self.rows == 0 {
            return None;
        }
        let (id, name) = self.cells(row);
        let (last_id, last_name) = self.last.as_ref()?;
        let own = |cell: &str| {
            cell.chars().all(|c| c == '-' || c.is_whitespace())
                || same(last_id, cell)
                || same(last_name, cell)
        };
        if !own(id) || !own(name) {
            return None;
        }
        let label = if last_id.is_empty() {
            last_name
        } else {
            last_id
        };
        let found = (label.clone(), self.sums);
        self.sums = Sums::default();
        self.rows = 0;
        if self.carry {
            // What follows is another customer and says so.
            self.last = None;
        }
        Some(found)
    }

    /// A customer's rows begin, with what they come to.
    pub(crate) fn open(&mut self, head: Head) {
        self.close();
        self.head = Some(head);
    }

    /// The customer's rows end.
    pub(crate) fn close(&mut self) {
        self.settled.extend(self.head.take());
    }

    /// The customers whose rows ended since the last time and who said what they come to.
    pub(crate) fn settled(&mut self) -> Vec<Head> {
        std::mem::take(&mut self.settled)
    }

    /// True for a row that opens the section of a currency.
    pub(crate) fn opens_section(&mut self, row: &Row<'_>, label: &str) -> bool {
        let opens = self.sections
            && label.len() == 3
            && label.bytes().all(|b| b.is_ascii_uppercase())
            && row.cells.iter().filter(|c| !c.trim().is_empty()).count() == 1;
        if opens {
            self.section = Some((label.to_owned(), Sums::default()));
        }
        opens
    }

    /// The currency of the section that is open.
    pub(crate) fn currency(&self) -> Option<&str> {
        Some(&self.section.as_ref()?.0)
    }

    /// Closes the section whose total this label is.
    pub(crate) fn section_total(
        &mut self,
        label: &str,
        patterns: &[String],
    ) -> Option<(String, Sums)> {
        let (currency, _) = self.section.as_ref()?;
        let fits = |pattern: &String| same(&pattern.replace("{group}", currency), label);
        if patterns.iter().any(fits) {
            return self.section.take();
        }
        None
    }
}
