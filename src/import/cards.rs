//! Card numbers in the free text of a file (FAULTS P1): they are masked before a row is read, so none comes into the ledger, and each is
//! told with its line. Numbers that identify something (a customer's, a document's) stay: they are looked at by `check --strict`.

use super::clean::heading;
use super::findings::{Code, Findings};
use super::plan::Plan;
use super::vocabulary::Field;
use crate::domain::card;
use csv::StringRecord;
use std::borrow::Cow;

/// What people write into.
const FREE: [Field; 15] = [
    Field::Customer,
    Field::Job,
    Field::Terms,
    Field::Po,
    Field::Reason,
    Field::Memo,
    Field::Reference,
    Field::Method,
    Field::Location,
    Field::Salesperson,
    Field::Contact,
    Field::FirstName,
    Field::LastName,
    Field::OtherContact,
    Field::State,
];

/// Looks at the cells of free text of one file.
pub(crate) struct Cards {
    /// The columns that are read into the ledger and hold free text.
    columns: Vec<usize>,
}

impl Cards {
    pub(crate) fn new(plan: &Plan<'_>) -> Cards {
        let columns = &plan.header.columns;
        let mut all: Vec<usize> = FREE
            .iter()
            .filter_map(|field| columns.of(*field))
            .chain(columns.address().iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        Cards { columns: all }
    }

    /// The record with its card numbers masked, where it has any; each is told.
    pub(crate) fn masked(
        &self,
        cells: &StringRecord,
        line: u64,
        header: &[String],
        found: &mut Findings,
    ) -> Option<StringRecord> {
        let at = |column: &usize| {
            cells
                .get(*column)
                .and_then(mask)
                .map(|text| (*column, text))
        };
        let hits: Vec<(usize, String)> = self.columns.iter().filter_map(at).collect();
        if hits.is_empty() {
            return None;
        }
        for (column, text) in &hits {
            let name = header.get(*column).map_or("", |h| h.trim());
            tell(line, name, text, found);
        }
        let cell = |(at, cell)| match hits.iter().find(|hit| hit.0 == at) {
            Some((_, text)) => Cow::Borrowed(text.as_str()),
            None => Cow::Borrowed(cell),
        };
        Some(cells.iter().enumerate().map(cell).collect())
    }

    /// The same of a label above its rows: a customer or a job.
    pub(crate) fn in_label(&self, cells: &StringRecord, line: u64, found: &mut Findings) {
        if let Some(text) = cells.iter().find_map(mask) {
            tell(line, "", &text, found);
        }
    }
}

fn tell(line: u64, column: &str, masked: &str, found: &mut Findings) {
    found.report(Code::CardMasked, line, &heading(column), masked, || {
        let place = match column {
            "" => String::new(),
            column => format!(" in the column '{column}'"),
        };
        format!(
            "what looks like a card number{place} was masked ('{masked}'): card numbers may not be kept; take it out where it was written down"
        )
    });
}

/// A text with its card numbers and security codes masked, or nothing when it holds none.
pub(crate) fn mask(text: &str) -> Option<String> {
    let mut masked = card::inspect(text)?.masked;
    // What is left may itself look like one.
    while let Some(found) = card::inspect(&masked) {
        if found.masked == masked {
            break;
        }
        masked = found.masked;
    }
    Some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_of_cards_are_masked_and_nothing_else() {
        assert_eq!(
            mask("visa 4111 1111 1111 1111 exp 11/28").as_deref(),
            Some("visa ****1111 exp 11/28")
        );
        // Four digits left beside the word would read like a code themselves.
        let both = mask("visa 4111 1111 1111 1111 cvv 123");
        assert_eq!(both.as_deref(), Some("visa ******* cvv ***"));
        assert_eq!(mask("CVC 042").as_deref(), Some("CVC ***"));
        for text in [
            "",
            "PO-5416",
            "check 1182",
            "2987370000000012345",
            "Lot 14 - Alder Ct",
        ] {
            assert_eq!(mask(text), None, "{text}");
        }
    }
}
