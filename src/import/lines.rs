//! Files with a row for every line of an invoice: which rows belong to one document, and what each adds to it.
//!
//! Two ways are known. In one the amounts of the invoice stand on every line (`line_level`); in the other each row has the amount
//! of its line, and only the balance is the invoice's (`line_amounts`). A number belongs to one document; lines without a number
//! are told apart by what they add up to.

use super::findings::{Code, Fault, Findings};
use super::plan::Plan;
use super::records::Row;
use super::sizes::Sizes;
use super::vocabulary::Field;
use crate::domain::money::Minor;
use crate::domain::staged::StagedDocument;
use csv::StringRecord;

/// Follows the lines of the documents of a file.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The row before, where rows that are quite alike matter.
    last: StringRecord,
    /// Rows that equal the row before: a second line, or a copy.
    alike: Vec<u64>,
}

impl Lines {
    /// True when a row is a further line of the last document, in a file with a row for every line.
    pub(crate) fn continues(last: Option<&StagedDocument>, document: &StagedDocument) -> bool {
        last.is_some_and(|l| {
            !document.number.is_empty()
                && l.number == document.number
                && l.kind == document.kind
                && l.account == document.account
        })
    }

    /// Takes the amount of a further line in; the balance and the dates must be those of the lines before.
    pub(crate) fn add(
        &mut self,
        first: &mut StagedDocument,
        row: &Row<'_>,
        document: &StagedDocument,
    ) -> Result<(), Fault> {
        let same = first.open == document.open
            && first.issued == document.issued
            && first.due == document.due
            && first.currency == document.currency;
        if !same {
            return Err(Fault::new(
                Code::DuplicateConflict,
                "number",
                &document.number,
                format!(
                    "the lines of '{}' (first in line {}) disagree on its balance or its dates: it is not taken",
                    document.number, first.line
                ),
            ));
        }
        if self.last == *row.cells {
            self.alike.push(row.line);
        }
        let sum = first.amount.plus(document.amount).map_err(|_| {
            Fault::new(
                Code::BadAmount,
                "amount",
                &document.number,
                "the amount is too large for the ledger".to_owned(),
            )
        })?;
        first.amount = sum;
        Ok(())
    }

    /// Remembers a row for the next one.
    pub(crate) fn saw(&mut self, row: &Row<'_>) {
        self.last.clone_from(row.cells);
    }

    /// Rows that are quite alike: only a total of the report tells a second line from a copy.
    pub(crate) fn finish(self, proven: bool, found: &mut Findings) {
        for line in self.alike {
            if proven {
                found.report(Code::DuplicateIdentical, line, "number", "", || {
                    "the row equals the one above it: taken as a second line of its invoice, as the total of the report has it".to_owned()
                });
                continue;
            }
            found.hold(
                line,
                Fault::new(
                    Code::DuplicateConflict,
                    "number",
                    "",
                    "the row equals the one above it, and no total tells whether it is a second line or a copy; remove it, or export the report with its total".to_owned(),
                ),
            );
        }
    }
}

/// Whether a row without a number, quite like the document before it, is a further line of that one. Its lines add up to the
/// amount of the document; a row whose line is the whole amount is a document of its own.
pub(crate) fn is_line_of_unnumbered(
    plan: &Plan<'_>,
    row: &Row<'_>,
    sizes: &Sizes,
    document: &StagedDocument,
) -> Result<bool, Fault> {
    let read = |field| {
        let cell = plan.cell(row, field);
        plan.amount(cell, field, document.currency)
            .ok()
            .map(|(m, _)| m)
    };
    let face = sizes.face.unwrap_or(sizes.open).abs();
    match read(Field::LineAmount) {
        Some(line) => {
            let with_tax = read(Field::LineTax).and_then(|tax| line.plus(tax).ok());
            let whole = line.abs() == face || with_tax.map(Minor::abs) == Some(face);
            Ok(!whole)
        }
        None => Err(Fault::new(
            Code::DuplicateConflict,
            "number",
            "",
            "this row has no number and equals the one above it, and without a line amount nothing tells whether it is the same document; export it with the column LineAmount".to_owned(),
        )),
    }
}
