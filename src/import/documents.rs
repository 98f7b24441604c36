//! Data rows to [`StagedDocument`]: who, what, when due. `sizes` has the signs and kinds, `duplicates` the second rows.
//!
//! A row is held back at the first thing that makes it unsafe to import; what is only odd is imported with a warning.
//! The same document twice is taken once; the same document with two values is taken not at all.

use super::accounts::{AccountBook, Keys, no_customer};
use super::clean::text;
use super::currencies;
use super::duplicates::{Duplicates, same_values};
use super::findings::{Code, Fault, Findings};
use super::layout::Tracker;
use super::lines::{Lines, is_line_of_unnumbered};
use super::mixed;
use super::plan::Plan;
use super::profile::Profile;
use super::records::Row;
use super::sizes::{Sizes, Status, settle};
use super::suspect;
use super::terms::Terms;
use super::vocabulary::{Field, Sign, SourceType};
use super::{ages, who};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{AccountKey, FileKind, SharedKey, StagedDocument, StagedFile};
use chrono::NaiveDate;
use std::collections::HashSet;

/// Collects the rows.
pub(crate) struct Documents<'p> {
    plan: &'p Plan<'p>,
    profile: &'p Profile,
    accounts: Keys<'p>,
    out: Vec<StagedDocument>,
    /// What the source took back.
    voided: Vec<StagedDocument>,
    twice: Duplicates,
    lines: Lines,
    derived: u64,
    rows: u64,
    /// Rows of what we owe.
    payables: u64,
}

/// What makes a document this one.
struct Base {
    account: SharedKey,
    job: Option<String>,
    kind: DocumentKind,
    number: String,
    issued: NaiveDate,
    currency: Currency,
}

impl<'p> Documents<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>, accounts: &'p AccountBook) -> Documents<'p> {
        Documents {
            plan,
            profile: plan.header.profile,
            accounts: Keys::new(accounts),
            out: Vec::new(),
            voided: Vec::new(),
            twice: Duplicates::new(&plan.header.profile.values),
            lines: Lines::default(),
            derived: 0,
            rows: 0,
            payables: 0,
        }
    }

    /// A document that the source took back is no open item, but closes the one that the ledger may hold. What cannot be read of it
    /// is left out: then it closes nothing.
    fn take_void(
        &mut self,
        row: &Row<'_>,
        (account, job): (SharedKey, Option<String>),
        currency: Currency,
        found: &mut Findings,
    ) {
        found.count(Code::StatusSkipped);
        let number = text(self.plan.cell(row, Field::Number)).unwrap_or_default();
        if number.is_empty() || *account == AccountKey::default() {
            return;
        }
        let kind = self.source_type(row, &number, found);
        let sizes = kind.and_then(|kind| {
            Sizes::read(self.plan, row, kind, currency, &Status::Void).map(|sizes| (kind, sizes))
        });
        let (Ok((kind, sizes)), Ok(issued)) = (sizes, self.plan.date(row, Field::Date)) else {
            return;
        };
        if matches!(kind, Some(SourceType::Payable | SourceType::Ignored)) {
            return;
        }
        let (kind, _) = settle(kind, sizes.face.unwrap_or(Minor::ZERO));
        let number = self.own_number(row, number, kind);
        let base = Base {
            account,
            job,
            kind,
            number,
            issued,
            currency,
        };
        let document = self.stage(row, base, &sizes);
        if !self
            .voided
            .last()
            .is_some_and(|d| same_document(d, &document))
        {
            self.voided.push(document);
        }
    }

    /// Takes one row. What it has open is counted into the groups even when the row is held back: totals prove the file, not
    /// the import.
    pub(crate) fn take(
        &mut self,
        row: &Row<'_>,
        tracker: &mut Tracker<'_>,
        found: &mut Findings,
    ) -> Result<(), Fault> {
        let (account, job) = who::of_row(self.plan, row, tracker);
        self.rows += 1;
        let (account, known) = self.accounts.share(account);
        let given = self.currency(row, tracker)?;
        let currency = given.or(known.currency).unwrap_or(self.plan.book);
        let status = self.status(row);
        if status == Status::Void {
            self.take_void(row, (account, job), currency, found);
            return Ok(());
        }
        if status == Status::Ignored {
            found.count(Code::StatusSkipped);
            return Ok(());
        }
        let number = text(self.plan.cell(row, Field::Number)).unwrap_or_default();
        let kind = self.source_type(row, &number, found)?;
        if kind == Some(SourceType::Ignored) {
            found.count(Code::StatusSkipped);
            return Ok(());
        }
        if kind == Some(SourceType::Payable) {
            self.payables += 1;
            if self.profile.kind != FileKind::Snapshot {
                found.count(Code::StatusSkipped);
                return Ok(());
            }
            if self.payables == 1 {
                owed_by_us(row.line, self.plan.cell(row, Field::Type), found);
            }
        }
        let sizes = Sizes::read(self.plan, row, kind, currency, &status)?;
        let by_line = self.profile.values.line_level || self.profile.values.line_amounts;
        let repeats = by_line && self.is_repeat(&account, &number);
        {
            let open = if repeats { Minor::ZERO } else { sizes.open };
            let face = match sizes.face {
                Some(face) if !repeats || self.profile.values.line_amounts => face,
                _ => Minor::ZERO,
            };
            tracker.add(open.get(), face.get(), currency == self.plan.book);
        }
        ages::check(self.plan, row, &sizes, currency)?;
        let faceless = sizes.face.is_none_or(Minor::is_zero);
        let snapshot = self.profile.kind == FileKind::Snapshot;
        // In a list a document without anything open says that it is settled; elsewhere it says nothing.
        let settled = self.profile.kind == FileKind::List && !number.is_empty();
        if sizes.open.is_zero() && (snapshot || (faceless && !settled)) {
            found.count(Code::ZeroOpen);
            return Ok(());
        }
        if *account == AccountKey::default() {
            return Err(no_customer());
        }
        let issued = self.plan.date(row, Field::Date)?;
        let direction = if sizes.open.is_zero() {
            sizes.face.unwrap_or(sizes.open)
        } else {
            sizes.open
        };
        let (mut kind, odd) = settle(kind, direction);
        let untyped = self.plan.cell(row, Field::Type).is_empty() && number.is_empty();
        if untyped && kind == DocumentKind::CreditMemo && self.profile.values.unnumbered_payments {
            kind = DocumentKind::Payment;
        }
        if odd == Some(Code::PositiveCredit) && (self.profile.fallback || self.profile.is_mapped())
        {
            // An unknown system: rather one that writes no signs than one that charges by credit memo.
            return Err(Fault::new(
                Code::UnsignedCredit,
                "open",
                self.plan.cell(row, Field::Open),
                "a credit or payment above zero: if this system writes credits without a sign, describe it in a profile with sign = \"by_type\"".to_owned(),
            ));
        }
        let number = self.own_number(row, number, kind);
        let base = Base {
            account,
            job,
            kind,
            number,
            issued,
            currency,
        };
        let mut document = self.stage(row, base, &sizes);
        self.check_currency(currency, known.currency)?;
        if document.number.is_empty() && kind.raises() {
            return Err(Fault::new(
                Code::MissingNumber,
                "number",
                "",
                "an invoice without a number cannot be found again in the next report".to_owned(),
            ));
        }
        self.find_due(row, &mut document, known.terms_days, found)?;
        if self.is_further_line(row, &document, &sizes)?
            || !self.twice.is_new(&self.out, &document, found)?
        {
            return Ok(());
        }
        self.warn(&document, odd, &sizes, &status, found);
        self.out.push(document);
        Ok(())
    }

    /// A payment's document number may stand on several entries; with the number of its entry it is one of them.
    fn own_number(&self, row: &Row<'_>, number: String, kind: DocumentKind) -> String {
        let entry = self.plan.cell(row, Field::Entry);
        if entry.is_empty() || matches!(kind, DocumentKind::Invoice | DocumentKind::CreditMemo) {
            return number;
        }
        format!("{number}#{entry}")
    }

    fn status(&self, row: &Row<'_>) -> Status {
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

    /// In a file with a row for every line: true when the row only adds to the document before it.
    fn is_further_line(
        &mut self,
        row: &Row<'_>,
        document: &StagedDocument,
        sizes: &Sizes,
    ) -> Result<bool, Fault> {
        let values = &self.profile.values;
        if values.line_amounts {
            let further = Lines::continues(self.out.last(), document);
            if further && let Some(first) = self.out.last_mut() {
                self.lines.add(first, row, document)?;
            }
            self.lines.saw(row);
            return Ok(further);
        }
        if !values.line_level || !document.number.is_empty() {
            return Ok(false);
        }
        match self.out.last() {
            Some(last) if same_values(last, document) => {
                is_line_of_unnumbered(self.plan, row, sizes, document)
            }
            _ => Ok(false),
        }
    }

    fn source_type(
        &self,
        row: &Row<'_>,
        number: &str,
        found: &mut Findings,
    ) -> Result<Option<SourceType>, Fault> {
        let word = self.plan.cell(row, Field::Type);
        let known = self.profile.types.of_word(word);
        if word.is_empty() {
            return Ok(known.or_else(|| self.profile.number_prefix.of_prefix(number)));
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

    /// The document with everything that needs no judgment; the due date comes after.
    fn stage(&self, row: &Row<'_>, base: Base, sizes: &Sizes) -> StagedDocument {
        let cell = |field| text(self.plan.cell(row, field));
        let face = sizes.face.map(Minor::abs).filter(|f| !f.is_zero());
        let mut po = cell(Field::Po);
        let mut reason_words = cell(Field::Reason);
        if !base.kind.raises() {
            // Nobody orders a credit: what stands in that column there is what it was given for.
            reason_words = reason_words.or(po.take());
        }
        let reason = match base.kind {
            DocumentKind::CreditMemo => reason_words.as_deref().map(CreditReason::understand),
            _ => None,
        };
        StagedDocument {
            line: row.line,
            account: base.account,
            kind: base.kind,
            number: base.number,
            issued: base.issued,
            due: base.issued,
            due_derived: false,
            amount: face.unwrap_or(sizes.open.abs()),
            amount_known: face.is_some(),
            open: sizes.open.abs(),
            currency: base.currency,
            terms: cell(Field::Terms),
            po,
            job: base.job,
            reason,
            memo: cell(Field::Memo).or(reason_words),
            reference: cell(Field::Reference),
            applies_to: cell(Field::AppliesTo),
        }
    }

    /// The currency that the row or its section names.
    fn currency(&self, row: &Row<'_>, tracker: &Tracker<'_>) -> Result<Option<Currency>, Fault> {
        let cell = match (self.plan.cell(row, Field::Currency), tracker.currency()) {
            ("", Some(section)) => section,
            (cell, _) => cell,
        };
        currencies::of_cell(cell, self.plan.book)
    }

    /// An account is kept in one currency where its customers file says so; a column of amounts in the book's currency says nothing
    /// of what is owed in another one.
    fn check_currency(
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

    /// The due date of a receivable: as given, else from the row's terms, the customer's, the profile's, else the document's
    /// own date. The credit side is due on its own date.
    fn find_due(
        &mut self,
        row: &Row<'_>,
        document: &mut StagedDocument,
        account_terms: Option<u32>,
        found: &mut Findings,
    ) -> Result<(), Fault> {
        if !document.kind.is_receivable() {
            return Ok(());
        }
        if !self.plan.cell(row, Field::Due).is_empty() {
            document.due = self.plan.date(row, Field::Due)?;
            return Ok(());
        }
        let own = document.terms.as_deref().map(|t| (t, Terms::read(t)));
        if let Some((words, None)) = own {
            found.report(Code::BadTerms, document.line, "terms", words, || {
                format!("the terms '{words}' are not understood: due by what else is known of the customer")
            });
        }
        let terms = own
            .and_then(|(_, terms)| terms)
            .or(account_terms.map(Terms::Days))
            .or(self.profile.values.default_terms_days.map(Terms::Days))
            .unwrap_or(Terms::Days(0));
        document.due = terms.due(document.issued).unwrap_or(document.issued);
        document.due_derived = true;
        Ok(())
    }

    /// True when the last document has this number: a further line of the same invoice.
    fn is_repeat(&self, account: &AccountKey, number: &str) -> bool {
        let last = self.out.last();
        !number.is_empty() && last.is_some_and(|d| d.number == number && *d.account == *account)
    }

    fn warn(
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

    /// Hands the documents over. `proven`: the report showed its total.
    pub(crate) fn finish(self, file: &mut StagedFile, proven: bool, found: &mut Findings) {
        if self.payables > 0
            && self.payables == self.rows
            && self.profile.kind != FileKind::Snapshot
        {
            owed_by_us(0, "", found);
        }
        self.lines.finish(proven, found);
        if self.profile.values.line_amounts {
            self.out
                .iter()
                .for_each(|document| exceeds(document, found));
        }
        if self.derived > 0 && self.plan.header.columns.of(Field::Due).is_none() {
            let n = self.derived;
            found.report(Code::DueDerived, 0, "due", "", || {
                format!("the file has no due dates: {n} worked out from terms")
            });
        }
        file.documents = self.twice.leave_out(self.out);
        // A number that was taken back and given again is a document that lives.
        let mut voided = self.voided;
        let live = file.documents.iter();
        let live: HashSet<(&SharedKey, &str)> =
            live.map(|d| (&d.account, d.number.as_str())).collect();
        voided.retain(|v| !live.contains(&(&v.account, v.number.as_str())));
        file.voided = voided;
        if self.profile.fallback && suspect::runs_on(&file.documents) {
            file.documents.clear();
            found.report(Code::WrongReport, 0, "open", "", || {
                "every balance is the one above it and the row's own amount: this is a statement with a running balance, not a list of what is open; export the open items".to_owned()
            });
            return;
        }
        // Of an unknown table: a list of what was paid looks just like one of what is open, and as such it would close everything.
        let lists_open = file.documents.iter().any(|d| !d.open.is_zero()) || found.holds_any();
        if self.profile.fallback && file.kind == FileKind::Snapshot && !lists_open {
            file.documents.clear();
            let rows = self.rows;
            found.report(Code::WrongReport, 0, "open", "", || match rows {
                0 => "there is no row below the header; export it again with its rows".to_owned(),
                _ => "nothing in it is open, so it lists what was paid; export the open items, with what remains of each".to_owned(),
            });
            return;
        }
        if !self.profile.values.several_currencies {
            mixed::hold(&mut file.documents, self.plan.book, found);
        }
    }
}

fn same_document(a: &StagedDocument, b: &StagedDocument) -> bool {
    a.number == b.number && a.kind == b.kind && a.account == b.account
}

fn exceeds(document: &StagedDocument, found: &mut Findings) {
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

fn owed_by_us(line: u64, word: &str, found: &mut Findings) {
    found.report(Code::PayablesFile, line, "type", word, || {
        "this file lists bills, which is what we owe; export what customers owe us instead (A/R Aging Detail, or the sales invoices)".to_owned()
    });
}
