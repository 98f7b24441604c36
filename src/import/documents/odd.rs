//! What is odd about a document that is imported all the same, and what is said of it.

use super::Documents;
use crate::domain::staged::StagedDocument;
use crate::import::findings::{Code, Findings};
use crate::import::sizes::{Sizes, Status};
use crate::import::vocabulary::Field;

impl Documents<'_> {
    pub(super) fn warn(
        &mut self,
        document: &StagedDocument,
        odd: Option<Code>,
        sizes: &Sizes,
        status: &Status,
        found: &mut Findings,
    ) {
        let line = document.line;
        let number = document.number.as_str();
        let open = || document.open.show(document.currency);
        if let Some(code) = odd {
            // With its sign, as the report has it.
            let stated = sizes.open.show(document.currency);
            found.report(code, line, "open", &stated, || match code {
                Code::NegativeInvoice => {
                    format!("invoice {number} is below zero: taken as a credit")
                }
                _ => format!("credit or payment {number} raises the balance: taken as a charge"),
            });
        }
        if document.due_derived {
            self.derived += 1;
            if self.plan.header.columns.of(Field::Due).is_some() {
                found.report(Code::DueDerived, line, "due", "", || {
                    format!("{number} has no due date: {} by its terms", document.due)
                });
            }
        } else if document.kind.is_receivable() && document.due < document.issued {
            found.report(
                Code::DueBeforeInvoice,
                line,
                "due",
                &document.due.to_string(),
                || format!("{number} is due before it was issued: imported as given"),
            );
        }
        // Where the lines of an invoice are added up, its amount is whole only at the end.
        if !self.profile.values.line_amounts {
            exceeds(document, found);
        }
        if let Some(as_of) = self.plan.as_of
            && document.issued > as_of
        {
            let issued = document.issued.to_string();
            found.report(Code::FutureDate, line, "date", &issued, || {
                format!("{number} is dated after the report of {as_of}: imported as given")
            });
        }
        if sizes.rounded {
            found.report(Code::Rounded, line, "open", &open(), || {
                format!(
                    "{number} is rounded to the decimals of {}",
                    document.currency
                )
            });
        }
        match status {
            Status::Closed if !document.open.is_zero() => {
                found.report(Code::BalanceConflict, line, "open", &open(), || {
                    format!("the status of {number} says settled, its balance is not zero: the balance is taken")
                });
            }
            Status::Unknown(word) => {
                found.report(Code::UnknownType, line, "status", word, || {
                    format!("the status '{word}' is not known: the balance is taken")
                });
            }
            Status::Open | Status::Partial | Status::Closed | Status::Void | Status::Ignored => {}
        }
    }
}

pub(super) fn exceeds(document: &StagedDocument, found: &mut Findings) {
    if !document.amount_known || document.open <= document.amount {
        return;
    }
    let open = document.open.show(document.currency);
    found.report(
        Code::OpenExceedsAmount,
        document.line,
        "open",
        &open,
        || {
            format!(
                "more of {} is open than was billed: imported as given",
                document.number
            )
        },
    );
}

pub(super) fn owed_by_us(line: u64, word: &str, found: &mut Findings) {
    found.report(Code::PayablesFile, line, "type", word, || {
        "this file lists bills, which is what we owe; export what customers owe us instead"
            .to_owned()
    });
}
