//! Data rows to [`StagedDocument`]: who, what, when due. `sizes` has the signs and kinds, `duplicates` the second rows.
//!
//! A row is held back at the first thing that makes it unsafe to import; what is only odd is imported with a warning.
//! The same document twice is taken once; the same document with two values is taken not at all.

mod end;
mod odd;
mod words;

use super::accounts::{AccountBook, Keys, no_customer};
use super::aside::Aside;
use super::clean::{kept, tidy};
use super::coins::Coins;
use super::duplicates::{Duplicates, same_values};
use super::findings::{Code, Fault, Findings};
use super::flags::Flags;
use super::groups::Whose;
use super::layout::Tracker;
use super::lines::{Lines, is_line_of_unnumbered};
use super::plan::Plan;
use super::profile::Profile;
use super::records::Row;
use super::sizes::{Sizes, Status, settle};
use super::swapped::{Amounts, Dates, Swapped};
use super::terms::Terms;
use super::vocabulary::{Field, SourceType};
use super::{ages, who};
use crate::domain::document::{CreditReason, DocumentKind};
use crate::domain::money::{Currency, Minor};
use crate::domain::short_text::{RareText, ShortText};
use crate::domain::staged::{AccountKey, Covers, FileKind, SharedKey, StagedDocument};
use crate::domain::words::{SameTerms, Words};
use chrono::NaiveDate;
use odd::owed_by_us;

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
    aside: Aside,
    flags: Flags,
    swapped: Swapped,
    coins: Coins,
    /// Terms that its rows share.
    terms: SameTerms,
    derived: u64,
    rows: u64,
    /// Rows of what we owe.
    payables: u64,
}

/// What a row says that its headings can be held against.
pub(super) struct Told<'r> {
    /// Where it stands.
    pub(super) line: u64,
    /// Its number.
    pub(super) number: &'r str,
    /// Whose it is, by name.
    pub(super) name: &'r str,
    /// Its customer's number.
    pub(super) id: &'r str,
    /// That name is the system's word for a kind of document.
    pub(super) called_a_kind: bool,
    /// So is its number.
    pub(super) numbered_by_kind: bool,
    /// Where its status says that it is open, and such documents owe something: whether it does.
    pub(super) open_and_owing: Option<bool>,
    /// Where its status says that it is settled: whether it owes something all the same.
    pub(super) settled_and_owing: Option<bool>,
    /// Its own date and the due date, where both are given.
    pub(super) dates: Dates,
    /// What was billed and what is open of it, where both are given.
    pub(super) sizes: Amounts,
}

/// What makes a document this one.
struct Base {
    account: SharedKey,
    job: Option<String>,
    kind: DocumentKind,
    number: ShortText,
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
            twice: Duplicates::new(plan.header.profile),
            lines: Lines::default(),
            aside: Aside::of(plan),
            flags: Flags::of(plan),
            swapped: Swapped::default(),
            coins: Coins::of(plan),
            terms: SameTerms::default(),
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
        let number = tidy(self.plan.cell(row, Field::Number));
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
        let number = self.own_number(row, &number, kind);
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
        let ((account, known), job) = {
            let (who, job) = who::of_row(self.plan, row, tracker);
            (self.accounts.share(&who, row.line, found), job)
        };
        self.rows += 1;
        let given = self.currency(row, tracker)?;
        let currency = given.or(known.currency).unwrap_or(self.plan.book);
        let status = self.status(row);
        self.see_status(row);
        self.see_currency(row);
        if status == Status::Void {
            self.take_void(row, (account, job), currency, found);
            return Ok(());
        }
        if status == Status::Ignored {
            found.count(Code::StatusSkipped);
            return Ok(());
        }
        let number = tidy(self.plan.cell(row, Field::Number));
        let kind = self.source_type(row, &number, found)?;
        self.is_known(&status)?;
        let named = [Field::Customer, Field::Number, Field::Type].map(|f| self.plan.cell(row, f));
        if let Some(total) = self.flags.is_total(named) {
            return Err(total);
        }
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
        self.coins.see(self.plan, row, currency);
        let mut sizes = Sizes::read(self.plan, row, kind, currency, &status)?;
        self.aside
            .check_balance(self.plan, row, currency, sizes.open)?;
        self.flags.apply(self.plan, row, currency, &mut sizes)?;
        let by_line = self.profile.values.line_level || self.profile.values.line_amounts;
        let repeats = by_line && self.is_repeat(&account, &number);
        {
            let open = if repeats { Minor::ZERO } else { sizes.open };
            let face = match sizes.face {
                Some(face) if !repeats || self.profile.values.line_amounts => face,
                _ => Minor::ZERO,
            };
            let whose = Whose::of(currency, self.plan.book);
            tracker.add(open.get(), face.get(), whose);
        }
        ages::check(self.plan, row, &sizes, currency)?;
        let faceless = sizes.face.is_none_or(Minor::is_zero);
        let snapshot = self.profile.kind == FileKind::Snapshot;
        // In a list a document without anything open says that it is settled; elsewhere it says nothing.
        let settled = self.profile.kind == FileKind::List && !number.is_empty();
        if sizes.open.is_zero() && (snapshot || (faceless && !settled)) {
            found.count(Code::ZeroOpen);
            self.see_open(row, false);
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
        let told = kind.is_some();
        let (mut kind, mut odd) = settle(kind, direction);
        if !told && kind == DocumentKind::CreditMemo && self.profile.covers() == Covers::Receivables
        {
            // The system keeps its credits in another file: what is below zero in this one is an invoice.
            odd = Some(Code::NegativeInvoice);
        }
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
        let number = self.own_number(row, &number, kind);
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
        self.aside.check_currency(self.plan, row, currency)?;
        if document.number.is_empty() && kind.raises() {
            return Err(Fault::new(
                Code::MissingNumber,
                "number",
                "",
                "an invoice without a number cannot be found again in the next report".to_owned(),
            ));
        }
        self.find_due(row, &mut document, known.terms_days, found)?;
        if let Some(number) = self.twice.told_apart(&self.out, &document) {
            document.number = number;
        }
        if self.is_further_line(row, &document, &sizes)?
            || !self.twice.is_new(&self.out, &document, found)?
        {
            return Ok(());
        }
        self.warn(&document, odd, &sizes, &status, found);
        self.weigh(row, &document, &sizes, &status);
        self.see_open(row, true);
        self.out.push(document);
        Ok(())
    }

    /// A payment's document number may stand on several entries; with the number of its entry it is one of them.
    fn own_number(&self, row: &Row<'_>, number: &str, kind: DocumentKind) -> ShortText {
        let entry = self.plan.cell(row, Field::Entry);
        if entry.is_empty() || matches!(kind, DocumentKind::Invoice | DocumentKind::CreditMemo) {
            return number.into();
        }
        format!("{number}#{entry}").into()
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

    /// Lets a row speak for or against the headings. What is worked out says nothing.
    fn weigh(&mut self, row: &Row<'_>, document: &StagedDocument, sizes: &Sizes, status: &Status) {
        if self.profile.is_mapped() {
            return;
        }
        let summed = self.profile.values.line_amounts;
        let sizes = sizes
            .face
            .filter(|_| !summed)
            .map(|face| (face, sizes.open));
        let owed = document.kind.is_receivable();
        // A label above its rows has no heading that could be exchanged.
        let name = self.plan.cell(row, Field::Customer);
        let kind = |word| self.profile.types.of_word(word).is_some();
        let untold = !self.profile.fallback && !kind(self.plan.cell(row, Field::Type));
        // What the status must agree with.
        let stated = self.profile.values.open_owes
            && document.amount_known
            && !self.plan.cell(row, Field::Status).is_empty();
        let owing = !document.open.is_zero();
        self.swapped.see(&Told {
            line: document.line,
            number: if owed { &document.number } else { "" },
            name,
            id: self.plan.cell(row, Field::CustomerId),
            called_a_kind: untold && kind(name),
            numbered_by_kind: untold && owed && kind(&document.number),
            open_and_owing: (stated && *status == Status::Open).then_some(owing),
            settled_and_owing: (stated && *status == Status::Closed).then_some(owing),
            // Of what is credited only the size tells: its due date means nothing.
            dates: (owed && !document.due_derived).then_some((document.issued, document.due)),
            sizes: match owed {
                true => sizes,
                false => sizes.map(|(face, open)| (face.abs(), open.abs())),
            },
        });
    }

    /// The document with everything that needs no judgment; the due date comes after.
    fn stage(&mut self, row: &Row<'_>, base: Base, sizes: &Sizes) -> StagedDocument {
        let plan = self.plan;
        let cell = |field| plan.cell(row, field);
        let face = sizes.face.map(Minor::abs).filter(|f| !f.is_zero());
        let mut po: Option<ShortText> = kept(cell(Field::Po));
        let mut reason_words: Option<RareText> = kept(cell(Field::Reason));
        if !base.kind.raises() {
            // Nobody orders a credit: what stands in that column there is what it was given for.
            reason_words = reason_words.or(po.take().map(|words| words.as_str().into()));
        }
        let reason = match base.kind {
            DocumentKind::CreditMemo => reason_words.as_deref().map(CreditReason::understand),
            _ => None,
        };
        let rest = Words {
            terms: None,
            job: base.job.map(RareText::from),
            memo: kept(cell(Field::Memo)).or(reason_words),
            reference: kept(cell(Field::Reference)),
            applies_to: kept(cell(Field::AppliesTo)),
        };
        let said = self.terms.with(&tidy(cell(Field::Terms)), rest);
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
            po,
            reason,
            said,
        }
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
        let own = document.said.terms.as_deref().map(|t| (t, Terms::read(t)));
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
}

fn same_document(a: &StagedDocument, b: &StagedDocument) -> bool {
    a.number == b.number && a.kind == b.kind && a.account == b.account
}
