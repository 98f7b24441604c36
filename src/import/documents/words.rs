//! The words of a row: its type, its status, its currency; which of them are not known, and what that means.

use super::Documents;
use crate::domain::money::Currency;
use crate::domain::staged::{Covers, FileKind};
use crate::import::currencies;
use crate::import::findings::{Code, Fault, Findings};
use crate::import::flags;
use crate::import::layout::Tracker;
use crate::import::records::Row;
use crate::import::sizes::Status;
use crate::import::vocabulary::{Field, Sign, SourceType};

impl Documents<'_> {
    pub(super) fn source_type(
        &self,
        row: &Row<'_>,
        number: &str,
        found: &mut Findings,
    ) -> Result<Option<SourceType>, Fault> {
        let word = self.plan.cell(row, Field::Type);
        let known = self.profile.types.of_word(word);
        if word.is_empty() {
            let known = known.or_else(|| self.profile.number_prefix.of_prefix(number));
            if known.is_none() && self.tells_by_type() {
                return Err(Fault::new(
                    Code::UnsignedCredit,
                    "type",
                    word,
                    "the type is empty, and this system writes credits without a sign: nothing says whether it raises or lowers the balance".to_owned(),
                ));
            }
            return Ok(known);
        }
        if known.is_none() && flags::is_no_receivable(word) {
            return Ok(Some(SourceType::Ignored));
        }
        if known.is_none() && self.profile.values.sign == Sign::ByType {
            return Err(Fault::new(
                Code::UnsignedCredit,
                "type",
                word,
                format!(
                    "the type '{word}' is not known, and this system writes credits without a sign: nothing says whether it raises or lowers the balance; describe it in a profile"
                ),
            ));
        }
        if known.is_none() {
            found.report(Code::UnknownType, row.line, "type", word, || {
                format!(
                    "the type '{word}' is not known: taken as an invoice or a credit by its sign"
                )
            });
        }
        Ok(known)
    }

    /// A system whose words are known, with headings that nobody mapped.
    pub(super) fn is_of_a_system(&self) -> bool {
        !self.profile.fallback && !self.profile.is_mapped()
    }

    /// Lets a status speak for or against its heading. A list has all of a system's documents, and each has one; without it a draft would be owed.
    pub(super) fn see_status(&mut self, row: &Row<'_>) {
        if self.is_of_a_system()
            && self.profile.kind == FileKind::List
            && self.plan.header.columns.of(Field::Status).is_some()
        {
            let given = !self.plan.cell(row, Field::Status).is_empty();
            self.swapped.see_status(row.line, given);
        }
    }

    /// So does a currency: without it what is owed in dollars would be owed in the book's own.
    pub(super) fn see_currency(&mut self, row: &Row<'_>) {
        if self.profile.values.every_currency
            && self.is_of_a_system()
            && self.plan.header.columns.of(Field::Currency).is_some()
        {
            let given = !self.plan.cell(row, Field::Currency).is_empty();
            self.swapped.see_currency(row.line, given);
        }
    }

    /// So does a balance: a report that lists both sides of what is open names none of what was settled, but for a row now and then.
    pub(super) fn see_open(&mut self, row: &Row<'_>, open: bool) {
        if self.is_of_a_system()
            && self.profile.kind == FileKind::Snapshot
            && self.profile.covers() == Covers::Both
        {
            self.swapped.see_open(row.line, open);
        }
    }

    /// Nothing but the type tells a credit, and the system fills it in every row.
    fn tells_by_type(&self) -> bool {
        self.profile.values.sign == Sign::ByType && self.is_of_a_system()
    }

    pub(super) fn status(&self, row: &Row<'_>) -> Status {
        let word = self.plan.cell(row, Field::Status);
        let is = |words: &[String]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
        let status = &self.profile.status;
        if word.is_empty() || is(&status.open) {
            Status::Open
        } else if is(&status.partial) {
            Status::Partial
        } else if is(&status.closed) {
            Status::Closed
        } else if is(&status.void) {
            Status::Void
        } else if is(&status.ignore) {
            Status::Ignored
        } else {
            Status::Unknown(word.to_owned())
        }
    }

    /// A word of a system whose words we know, and that is none of them, may say that nothing is owed: a draft in another language.
    pub(super) fn is_known(&self, status: &Status) -> Result<(), Fault> {
        match status {
            Status::Unknown(word) if self.is_of_a_system() => Err(Fault::new(
                Code::UnknownStatus,
                "status",
                word,
                format!(
                    "the status '{word}' is not known, and may say that nothing is owed; describe it in a profile"
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The currency that the row or its section names.
    pub(super) fn currency(
        &self,
        row: &Row<'_>,
        tracker: &Tracker<'_>,
    ) -> Result<Option<Currency>, Fault> {
        let cell = match (self.plan.cell(row, Field::Currency), tracker.currency()) {
            ("", Some(section)) => section,
            (cell, _) => cell,
        };
        currencies::of_cell(cell, self.plan.book)
    }

    /// An account is kept in one currency where its customers file says so; a column of amounts in the book's currency says nothing
    /// of what is owed in another one.
    pub(super) fn check_currency(
        &self,
        currency: Currency,
        of_account: Option<Currency>,
    ) -> Result<(), Fault> {
        let whose = match of_account {
            Some(own) if own != currency => format!("the account is kept in {own}"),
            None if self.profile.values.book_currency && currency != self.plan.book => {
                format!("the amounts of this file are in {}", self.plan.book)
            }
            _ => return Ok(()),
        };
        Err(Fault::new(
            Code::OtherCurrency,
            "currency",
            currency.code(),
            format!("the row is in {currency}, {whose}"),
        ))
    }
}
