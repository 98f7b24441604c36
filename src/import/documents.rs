//! Data rows to [`StagedDocument`]: signs, kinds, due dates, duplicates.
//!
//! A row is held back at the first thing that makes it unsafe to import; what is only odd is imported with a warning.
//! The same document twice is taken once; the same document with two values is taken not at all.

use super::accounts::{AccountBook, currency_of, identity, no_customer};
use super::clean::text;
use super::dates::terms_days;
use super::findings::{Code, Fault, Findings};
use super::layout::Tracker;
use super::plan::Plan;
use super::profile::Profile;
use super::records::Row;
use super::vocabulary::{Field, Sign, SourceType};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{AccountKey, FileKind, StagedDocument, StagedFile};
use chrono::{Days, NaiveDate};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// Collects the rows.
pub(crate) struct Documents<'p> {
    plan: &'p Plan<'p>,
    profile: &'p Profile,
    accounts: &'p AccountBook,
    out: Vec<StagedDocument>,
    /// Where a document of that key stands in `out`; the key's hash, moved on by one where it is taken.
    seen: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
    /// Places in `out` that are taken back for a conflict.
    conflicted: HashSet<usize>,
    derived: u64,
}

/// What a row says of its size: what is open, and the face where it is given; both with their sign.
struct Sizes {
    open: Minor,
    face: Option<Minor>,
    rounded: bool,
}

impl<'p> Documents<'p> {
    pub(crate) fn new(plan: &'p Plan<'p>, accounts: &'p AccountBook) -> Documents<'p> {
        Documents {
            plan,
            profile: plan.header.profile,
            accounts,
            out: Vec::new(),
            seen: HashMap::default(),
            conflicted: HashSet::new(),
            derived: 0,
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
        let account = self.account(row, tracker);
        let known = self.accounts.of(&account.0);
        let currency = known.currency.unwrap_or(self.plan.book);
        let status = self.status(row);
        if status == Status::Ignored {
            found.count(Code::StatusSkipped);
            return Ok(());
        }
        let number = text(self.plan.cell(row, Field::Number)).unwrap_or_default();
        let kind = self.source_type(row, &number, found);
        let sizes = self.sizes(row, kind, currency, &status)?;
        let lists = self.profile.kind == FileKind::List;
        let repeats = self.profile.values.line_level && self.is_repeat(&account.0, &number);
        if !repeats && currency == self.plan.book {
            tracker.add(sizes.open.get());
        }
        let faceless = sizes.face.is_none_or(Minor::is_zero);
        if sizes.open.is_zero() && (faceless || (!lists && self.profile.kind == FileKind::Snapshot))
        {
            found.count(Code::ZeroOpen);
            return Ok(());
        }
        if account.0 == AccountKey::default() {
            return Err(no_customer());
        }
        let issued = self.plan.date(row, Field::Date)?;
        let direction = if sizes.open.is_zero() {
            sizes.face.unwrap_or(sizes.open)
        } else {
            sizes.open
        };
        let (kind, odd) = settle(kind, direction);
        let mut document = self.stage(row, account, kind, number, issued, &sizes, currency)?;
        self.check_currency(row, currency, known.currency.is_some())?;
        if document.number.is_empty() && kind.raises() {
            return Err(Fault::new(
                Code::MissingNumber,
                "number",
                "",
                "an invoice without a number cannot be found again in the next report".to_owned(),
            ));
        }
        self.find_due(row, &mut document, known.terms_days)?;
        if !self.is_new(&document, found)? {
            return Ok(());
        }
        self.warn(&document, odd, &sizes, &status, found);
        self.out.push(document);
        Ok(())
    }

    /// The account and the job: by columns, else by the open groups; `Parent:Job` is parted.
    fn account(&self, row: &Row<'_>, tracker: &Tracker<'_>) -> (AccountKey, Option<String>) {
        let cell = |field| self.plan.cell(row, field);
        let mut name = text(cell(Field::Customer)).or_else(|| tracker.customer().and_then(text));
        let mut job = text(cell(Field::Job))
            .or_else(|| text(cell(Field::JobId)))
            .or_else(|| tracker.job().and_then(text));
        if let (Some(full), Some(separator)) = (&name, &self.profile.values.job_separator)
            && let Some((parent, rest)) = full.split_once(separator.as_str())
            && let (Some(parent), Some(rest)) = (text(parent), text(rest))
        {
            name = Some(parent);
            job = job.or(Some(rest));
        }
        let number = text(cell(Field::CustomerId));
        (AccountKey { number, name }, job)
    }

    fn status(&self, row: &Row<'_>) -> Status {
        let word = self.plan.cell(row, Field::Status);
        let is = |words: &[String]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
        let status = &self.profile.status;
        if word.is_empty() || is(&status.open) {
            Status::Open
        } else if is(&status.closed) {
            Status::Closed
        } else if is(&status.ignore) {
            Status::Ignored
        } else {
            Status::Unknown(word.to_owned())
        }
    }

    fn source_type(&self, row: &Row<'_>, number: &str, found: &mut Findings) -> Option<SourceType> {
        let word = self.plan.cell(row, Field::Type);
        if word.is_empty() {
            return self.profile.number_prefix.of_prefix(number);
        }
        let known = self.profile.types.of_word(word);
        if known.is_none() {
            found.report(Code::UnknownType, row.line, "type", word, || {
                format!(
                    "the type '{word}' is not known: taken as an invoice or a credit by its sign"
                )
            });
        }
        known
    }

    fn sizes(
        &self,
        row: &Row<'_>,
        kind: Option<SourceType>,
        currency: Currency,
        status: &Status,
    ) -> Result<Sizes, Fault> {
        let values = &self.profile.values;
        let amount_cell = self.plan.cell(row, Field::Amount);
        let open_cell = self.plan.cell(row, Field::Open);
        let has_open = self.plan.header.columns.of(Field::Open).is_some();
        let mut rounded = false;
        let mut read = |cell, field| {
            self.plan.amount(cell, field, currency).map(|(m, r)| {
                rounded |= r;
                m
            })
        };
        let overflow = || {
            Fault::new(
                Code::BadAmount,
                "open",
                open_cell,
                "the amount is too large for the ledger".to_owned(),
            )
        };
        let needs_face = !has_open || !amount_cell.is_empty();
        let open = if has_open && open_cell.is_empty() && values.empty_open_is_zero {
            Some(Minor::ZERO)
        } else if has_open {
            Some(read(open_cell, Field::Open)?)
        } else {
            None
        };
        let face = if needs_face {
            Some(read(amount_cell, Field::Amount)?)
        } else {
            None
        };
        let open = match (open, face) {
            (Some(open), _) => open,
            (None, Some(face)) if values.sign == Sign::Minus => {
                let paid_cell = self.plan.cell(row, Field::Paid);
                let paid = match paid_cell {
                    "" => Minor::ZERO,
                    cell => read(cell, Field::Paid)?,
                };
                face.minus(paid).map_err(|_| overflow())?
            }
            (None, Some(_)) if *status == Status::Closed => Minor::ZERO,
            // A credit that names its invoice was used for it, when the file says no more than that.
            (None, Some(_)) if !self.plan.cell(row, Field::AppliesTo).is_empty() => Minor::ZERO,
            (None, face) => face.unwrap_or(Minor::ZERO),
        };
        let signed = |size: Minor| match values.sign {
            Sign::Signed | Sign::Minus => size,
            Sign::ByType => match kind {
                Some(SourceType::Credit | SourceType::Payment) => size.abs().negated(),
                Some(
                    SourceType::Invoice
                    | SourceType::Debit
                    | SourceType::Journal
                    | SourceType::BySign,
                )
                | None => size,
            },
            Sign::ByFile => size.negated(),
        };
        if values.sign == Sign::ByFile
            && (open.is_negative() || face.is_some_and(Minor::is_negative))
        {
            let (field, cell) = if open.is_negative() {
                ("open", open_cell)
            } else {
                ("amount", amount_cell)
            };
            return Err(Fault::new(
                Code::BadAmount,
                field,
                cell,
                "credits stand above zero in this file; one below zero has no meaning".to_owned(),
            ));
        }
        Ok(Sizes {
            open: signed(open),
            face: face.map(signed),
            rounded,
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one document has that many parts"
    )]
    fn stage(
        &self,
        row: &Row<'_>,
        account: (AccountKey, Option<String>),
        kind: DocumentKind,
        number: String,
        issued: NaiveDate,
        sizes: &Sizes,
        currency: Currency,
    ) -> Result<StagedDocument, Fault> {
        let cell = |field| text(self.plan.cell(row, field));
        let face = sizes.face.map(Minor::abs).filter(|f| !f.is_zero());
        let reason_words = cell(Field::Reason);
        let reason = match kind {
            DocumentKind::CreditMemo => reason_words.as_deref().map(CreditReason::understand),
            _ => None,
        };
        Ok(StagedDocument {
            line: row.line,
            account: account.0,
            kind,
            number,
            issued,
            due: issued,
            due_derived: false,
            amount: face.unwrap_or(sizes.open.abs()),
            amount_known: face.is_some(),
            open: sizes.open.abs(),
            currency,
            terms: cell(Field::Terms),
            po: cell(Field::Po),
            job: account.1,
            reason,
            memo: cell(Field::Memo).or(reason_words),
            reference: cell(Field::Reference),
            applies_to: cell(Field::AppliesTo),
        })
    }

    fn check_currency(
        &self,
        row: &Row<'_>,
        expected: Currency,
        by_account: bool,
    ) -> Result<(), Fault> {
        let cell = self.plan.cell(row, Field::Currency);
        match currency_of(cell)? {
            Some(given) if given != expected => {
                let whose = if by_account {
                    "the account"
                } else {
                    "the book"
                };
                Err(Fault::new(
                    Code::OtherCurrency,
                    "currency",
                    cell,
                    format!("the row is in {given}, {whose} is kept in {expected}"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// The due date of a receivable: as given, else from the row's terms, the customer's, the profile's, else the document's
    /// own date. The credit side is due on its own date.
    fn find_due(
        &mut self,
        row: &Row<'_>,
        document: &mut StagedDocument,
        account_terms: Option<u32>,
    ) -> Result<(), Fault> {
        if !document.kind.is_receivable() {
            return Ok(());
        }
        if !self.plan.cell(row, Field::Due).is_empty() {
            document.due = self.plan.date(row, Field::Due)?;
            return Ok(());
        }
        let days = document
            .terms
            .as_deref()
            .and_then(terms_days)
            .or(account_terms)
            .or(self.profile.values.default_terms_days)
            .unwrap_or(0);
        document.due = document
            .issued
            .checked_add_days(Days::new(u64::from(days)))
            .unwrap_or(document.issued);
        document.due_derived = true;
        Ok(())
    }

    fn key_of(&self, document: &StagedDocument) -> u64 {
        let mut hash = DefaultHasher::new();
        identity(&document.account).hash(&mut hash);
        document.kind.hash(&mut hash);
        document.number.hash(&mut hash);
        if self.profile.values.instalments {
            document.due.hash(&mut hash);
        }
        hash.finish()
    }

    fn same_key(&self, a: &StagedDocument, b: &StagedDocument) -> bool {
        a.kind == b.kind
            && a.number == b.number
            && identity(&a.account) == identity(&b.account)
            && (!self.profile.values.instalments || a.due == b.due)
    }

    /// True when the last document has this number: a further line of the same invoice.
    fn is_repeat(&self, account: &AccountKey, number: &str) -> bool {
        let last = self.out.last();
        last.is_some_and(|d| d.number == number && d.account == *account)
    }

    /// False when it is the same as one before. An error when that one has other values. Without a number rows are never the
    /// same: two payments of one day are two payments.
    fn is_new(&mut self, document: &StagedDocument, found: &mut Findings) -> Result<bool, Fault> {
        if document.number.is_empty() {
            return Ok(true);
        }
        let mut key = self.key_of(document);
        let at = loop {
            match self.seen.get(&key) {
                None => {
                    self.seen.insert(key, self.out.len());
                    return Ok(true);
                }
                Some(&at) if self.same_key(&self.out[at], document) => break at,
                Some(_) => key = key.wrapping_add(1),
            }
        };
        let first = &self.out[at];
        let first_line = first.line;
        let number = &document.number;
        if !self.conflicted.contains(&at) && same_values(first, document) {
            if !self.profile.values.line_level {
                found.report(
                    Code::DuplicateIdentical,
                    document.line,
                    "number",
                    number,
                    || format!("'{number}' is there twice with the same values (first in line {first_line}): counted once"),
                );
            }
            return Ok(false);
        }
        self.conflicted.insert(at);
        found.hold_silently(first_line, Code::DuplicateConflict);
        Err(Fault::new(
            Code::DuplicateConflict,
            "number",
            number,
            format!(
                "'{number}' stands in line {first_line} with other values: neither is taken; correct the one that is wrong"
            ),
        ))
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
        if let Some(code) = odd {
            found.report(code, line, "open", number, || match code {
                Code::NegativeInvoice => "an invoice below zero: taken as a credit".to_owned(),
                _ => "a credit or payment that raises the balance: taken as a charge".to_owned(),
            });
        }
        if document.due_derived {
            self.derived += 1;
            if self.plan.header.columns.of(Field::Due).is_some() {
                found.report(Code::DueDerived, line, "due", number, || {
                    format!("no due date: {} worked out from terms", document.due)
                });
            }
        } else if document.kind.is_receivable() && document.due < document.issued {
            found.report(Code::DueBeforeInvoice, line, "due", number, || {
                "due before it was issued: imported as given".to_owned()
            });
        }
        if document.amount_known && document.open > document.amount {
            found.report(Code::OpenExceedsAmount, line, "open", number, || {
                "more is open than was billed: imported as given".to_owned()
            });
        }
        if let Some(as_of) = self.plan.as_of
            && document.issued > as_of
        {
            found.report(Code::FutureDate, line, "date", number, || {
                format!("dated after the report of {as_of}: imported as given")
            });
        }
        if sizes.rounded {
            found.report(Code::Rounded, line, "open", number, || {
                format!("rounded to the decimals of {}", document.currency)
            });
        }
        match status {
            Status::Closed if !document.open.is_zero() => {
                found.report(Code::BalanceConflict, line, "status", number, || {
                    "the status says settled, the balance is not zero: the balance is taken"
                        .to_owned()
                });
            }
            Status::Unknown(word) => {
                found.report(Code::UnknownType, line, "status", word, || {
                    format!("the status '{word}' is not known: the balance is taken")
                });
            }
            Status::Open | Status::Closed | Status::Ignored => {}
        }
    }

    pub(crate) fn finish(self, file: &mut StagedFile, found: &mut Findings) {
        if self.derived > 0 && self.plan.header.columns.of(Field::Due).is_none() {
            let n = self.derived;
            found.report(Code::DueDerived, 0, "due", "", || {
                format!("the file has no due dates: {n} worked out from terms")
            });
        }
        let conflicted = self.conflicted;
        if conflicted.is_empty() {
            file.documents = self.out;
            return;
        }
        file.documents = self
            .out
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !conflicted.contains(at))
            .map(|(_, document)| document)
            .collect();
    }
}

/// The keys of `seen` are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What a row's status means.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Status {
    Open,
    Closed,
    Ignored,
    Unknown(String),
}

/// The kind from the source's type and the direction of the amount, and what is odd about the pair.
fn settle(kind: Option<SourceType>, direction: Minor) -> (DocumentKind, Option<Code>) {
    use SourceType::{BySign, Credit, Debit, Invoice, Journal, Payment};
    let lowers = direction.is_negative();
    match (kind, lowers) {
        (Some(Invoice | BySign) | None, false) => (DocumentKind::Invoice, None),
        (Some(Debit), false) => (DocumentKind::DebitNote, None),
        (Some(Journal), false) => (DocumentKind::JournalDebit, None),
        (Some(Credit | Payment), false) => (DocumentKind::DebitNote, Some(Code::PositiveCredit)),
        (Some(Invoice | Debit), true) => (DocumentKind::CreditMemo, Some(Code::NegativeInvoice)),
        (Some(Credit | BySign) | None, true) => (DocumentKind::CreditMemo, None),
        (Some(Payment), true) => (DocumentKind::Payment, None),
        (Some(Journal), true) => (DocumentKind::JournalCredit, None),
    }
}

/// Equal in everything but the line.
fn same_values(a: &StagedDocument, b: &StagedDocument) -> bool {
    StagedDocument {
        line: a.line,
        ..b.clone()
    } == *a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_comes_from_the_type_and_the_direction() {
        use SourceType::{Credit, Invoice, Journal, Payment};
        let (up, down) = (Minor::new(1), Minor::new(-1));
        assert_eq!(settle(Some(Invoice), up).0, DocumentKind::Invoice);
        assert_eq!(
            settle(Some(Invoice), down),
            (DocumentKind::CreditMemo, Some(Code::NegativeInvoice))
        );
        assert_eq!(settle(Some(Journal), up).0, DocumentKind::JournalDebit);
        assert_eq!(settle(Some(Journal), down).0, DocumentKind::JournalCredit);
        assert_eq!(settle(Some(Payment), down).0, DocumentKind::Payment);
        assert_eq!(
            settle(Some(Credit), up),
            (DocumentKind::DebitNote, Some(Code::PositiveCredit))
        );
        assert_eq!(settle(None, down), (DocumentKind::CreditMemo, None));
    }
}
