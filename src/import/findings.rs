//! What is found in a file: the codes of the import, how grave each is, and the list that a file's reading fills.
//!
//! Long lists help nobody: a code is listed up to a limit and then counted. Rows that are held back are kept by line, so
//! that their cells can be written to the rejects file.

use crate::domain::staged::{FileKind, Issue, Severity};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident;)*) => {
        /// What can be wrong with a file or a row.
        #[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
        pub(crate) enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code in reports and in JSON.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// How grave it is in a file of which absence has a meaning.
            const fn severity_in_snapshot(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// Not text in rows and columns.
    NotATable = "not_a_table", Fatal;
    /// Larger than any report, or made to be.
    TooLarge = "too_large", Fatal;
    /// A report or format that holds no open items.
    WrongReport = "wrong_report", Fatal;
    /// What we owe, not what is owed to us.
    PayablesFile = "payables_file", Fatal;
    /// No row names columns that we know.
    NoHeader = "no_header", Fatal;
    /// The header lacks a column that is needed.
    MissingColumn = "missing_column", Fatal;
    /// Two columns have one name.
    DuplicateHeader = "duplicate_header", Fatal;
    /// Wider than any report.
    TooManyColumns = "too_many_columns", Fatal;
    /// A cell beyond the limit.
    FieldTooLong = "field_too_long", Fatal;
    /// A record beyond the limit.
    RecordTooLong = "record_too_long", Fatal;
    /// A quote that is opened and never closed.
    UnterminatedQuote = "unterminated_quote", Fatal;
    /// `--encoding` names none that exists.
    UnknownEncoding = "unknown_encoding", Fatal;
    /// The bytes are not in the encoding that they claim.
    BadEncoding = "bad_encoding", Fatal;
    /// `--profile` names none that exists.
    UnknownProfile = "unknown_profile", Fatal;
    /// Day and month cannot be told apart.
    AmbiguousDates = "ambiguous_dates", Fatal;
    /// Thousands and decimals cannot be told apart.
    AmbiguousDecimals = "ambiguous_decimals", Fatal;
    /// Some dates are day first, some month first.
    MixedDateOrders = "mixed_date_orders", Fatal;
    /// Headings stand over each other's columns.
    SwappedColumns = "swapped_columns", Fatal;
    /// A list of what is open, without the day for which it is.
    AsOfMissing = "as_of_missing", Fatal;
    /// The end of the file is missing.
    TruncatedFile = "truncated_file", Fatal;
    /// A total of the report is not the sum of its rows.
    TotalMismatch = "total_mismatch", Fatal;
    /// A total of the report is in another currency than the book.
    TotalCurrency = "total_currency", Fatal;
    /// A row that is nothing we know.
    UnclassifiedRow = "unclassified_row", Fatal;
    /// Not a date, or not one that exists.
    BadDate = "bad_date", Error;
    /// Not an amount.
    BadAmount = "bad_amount", Error;
    /// A cell of a sheet without a usable content: an error, a formula without a result, a number that was cut.
    BadCell = "bad_cell", Error;
    /// Neither a customer's number nor a name.
    MissingCustomer = "missing_customer", Error;
    /// A document that cannot be identified again.
    MissingNumber = "missing_number", Error;
    /// Fewer or more cells than the header has.
    RaggedRow = "ragged_row", Error;
    /// Another currency than the book or the account.
    OtherCurrency = "other_currency", Error;
    /// One key, two values.
    DuplicateConflict = "duplicate_conflict", Error;
    /// A credit above zero in a file of which we do not know how it writes credits.
    UnsignedCredit = "unsigned_credit", Error;
    /// A status that a known system writes and that we do not know.
    UnknownStatus = "unknown_status", Error;
    /// More applied than was paid.
    OverApplied = "over_applied", Error;
    /// The same row twice.
    DuplicateIdentical = "duplicate_identical", Warning;
    /// The due date was worked out.
    DueDerived = "due_derived", Warning;
    /// Due before it was issued.
    DueBeforeInvoice = "due_before_invoice", Warning;
    /// More open than was billed.
    OpenExceedsAmount = "open_exceeds_amount", Warning;
    /// An invoice below zero.
    NegativeInvoice = "negative_invoice", Warning;
    /// A credit or payment that raises the balance.
    PositiveCredit = "positive_credit", Warning;
    /// Dated after the day of the report.
    FutureDate = "future_date", Warning;
    /// Cut to the decimals of the currency.
    Rounded = "rounded", Warning;
    /// The report prints no total to check against.
    TotalAbsent = "total_absent", Warning;
    /// Another sheet of the workbook can be read as well, and was not.
    OtherSheet = "other_sheet", Warning;
    /// The encoding was found by elimination.
    EncodingGuessed = "encoding_guessed", Warning;
    /// The order of dates was found by elimination.
    DateOrderInferred = "date_order_inferred", Warning;
    /// A word for the type or status that the profile does not know.
    UnknownType = "unknown_type", Warning;
    /// Status and balance disagree.
    BalanceConflict = "balance_conflict", Warning;
    /// Terms that are not a number of days.
    BadTerms = "bad_terms", Warning;
    /// A card number in a text was masked.
    CardMasked = "card_masked", Warning;
    /// One customer's number under two names.
    TwoNames = "two_names", Warning;
    /// Nothing open.
    ZeroOpen = "zero_open", Info;
    /// A job of a customer, in a list of customers.
    JobSkipped = "job_skipped", Info;
    /// Left out for its status.
    StatusSkipped = "status_skipped", Info;
    /// Control characters were taken out.
    ControlRemoved = "control_removed", Info;
}

impl Code {
    /// The code of a name.
    pub(crate) fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// How grave it is. What makes a *complete list* incomplete is fatal only where absence closes documents.
    pub(crate) fn severity(self, kind: FileKind) -> Severity {
        if kind == FileKind::Snapshot {
            return self.severity_in_snapshot();
        }
        match self {
            Code::TotalMismatch | Code::TruncatedFile | Code::UnclassifiedRow => Severity::Error,
            _ => self.severity_in_snapshot(),
        }
    }

    /// Listed line by line up to here, then counted.
    const fn listed(self) -> usize {
        match self.severity_in_snapshot() {
            Severity::Info => 0,
            Severity::Warning => 100,
            Severity::Error | Severity::Fatal => 1000,
        }
    }
}

/// One finding on the way: what the reader of a row hands back when the row cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// What.
    pub(crate) code: Code,
    /// Which field.
    pub(crate) field: &'static str,
    /// What stood there.
    pub(crate) value: String,
    /// In words.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(code: Code, field: &'static str, value: &str, message: String) -> Fault {
        Fault {
            code,
            field,
            value: value.to_owned(),
            message,
        }
    }
}

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct Findings {
    kind: FileKind,
    issues: Vec<Issue>,
    counts: Vec<u64>,
    held: Vec<(u64, Code)>,
}

impl Findings {
    pub(crate) fn new(kind: FileKind) -> Findings {
        Findings {
            kind,
            issues: Vec::new(),
            counts: vec![0; Code::ALL.len()],
            held: Vec::new(),
        }
    }

    /// Counts without listing.
    pub(crate) fn count(&mut self, code: Code) {
        self.counts[code as usize] += 1;
    }

    /// Reports one finding; the words are made only when it is listed.
    pub(crate) fn report(
        &mut self,
        code: Code,
        line: u64,
        field: &str,
        value: &str,
        message: impl FnOnce() -> String,
    ) {
        self.count(code);
        if self.counts[code as usize] > code.listed() as u64 {
            return;
        }
        let some = |s: &str| (!s.is_empty()).then(|| shorten(s));
        self.issues.push(Issue {
            line,
            severity: code.severity(self.kind),
            code: code.name().to_owned(),
            field: some(field),
            value: some(value),
            message: message(),
        });
    }

    /// True when a row was held back.
    pub(crate) fn holds_any(&self) -> bool {
        !self.held.is_empty()
    }

    /// Reports what is wrong with a row and holds the row back.
    pub(crate) fn hold(&mut self, line: u64, fault: Fault) {
        self.held.push((line, fault.code));
        self.report(fault.code, line, fault.field, &fault.value, || {
            fault.message
        });
    }

    /// Holds a row back that an issue elsewhere speaks of.
    pub(crate) fn hold_silently(&mut self, line: u64, code: Code) {
        self.held.push((line, code));
    }

    /// True when one of these was reported.
    pub(crate) fn any(&self, codes: &[Code]) -> bool {
        codes.iter().any(|&c| self.counts[c as usize] > 0)
    }

    /// The issues by line, with one for each code that was only counted; and the rows held back, by line.
    pub(crate) fn finish(mut self) -> (Vec<Issue>, Vec<(u64, Code)>) {
        for &code in Code::ALL {
            let n = self.counts[code as usize];
            let unlisted = n.saturating_sub(code.listed() as u64);
            if unlisted > 0 {
                self.issues.push(Issue {
                    line: 0,
                    severity: code.severity(self.kind),
                    code: code.name().to_owned(),
                    field: None,
                    value: Some(n.to_string()),
                    message: counted(code, self.kind, n, unlisted),
                });
            }
        }
        self.issues.sort_by_key(|i| i.line);
        self.held.sort_by_key(|h| h.0);
        self.held.dedup_by_key(|h| h.0);
        (self.issues, self.held)
    }
}

/// The sentence for what is counted.
fn counted(code: Code, kind: FileKind, n: u64, unlisted: u64) -> String {
    let rows = if n == 1 { "row" } else { "rows" };
    match code {
        Code::ZeroOpen => format!("{n} {rows} with nothing open left out"),
        Code::StatusSkipped if kind == FileKind::Payments => {
            format!(
                "{n} {rows} left out that are no payments or credits (an invoice, a draft, a void)"
            )
        }
        Code::StatusSkipped => {
            format!("{n} {rows} left out for their status or type (draft, void, a bill)")
        }
        Code::JobSkipped => {
            format!("{n} {rows} for jobs of customers left out: a job is no account of its own")
        }
        Code::ControlRemoved => {
            format!("control characters replaced by spaces in {n} {rows}")
        }
        _ => format!("{unlisted} more of these are not listed, {n} in all"),
    }
}

/// A value as an issue shows it: at most 80 characters.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_one_code_ends_in_a_count() {
        let mut found = Findings::new(FileKind::List);
        for line in 1..=150 {
            found.report(Code::FutureDate, line, "date", "x", || "later".to_owned());
        }
        let (issues, _) = found.finish();
        assert_eq!(issues.len(), 101);
        assert_eq!(issues[0].line, 0, "the count comes first");
        assert!(issues[0].message.contains("50 more"));
    }

    #[test]
    fn what_makes_a_complete_list_incomplete_is_fatal_only_there() {
        assert_eq!(
            Code::TotalMismatch.severity(FileKind::Snapshot),
            Severity::Fatal
        );
        assert_eq!(
            Code::TotalMismatch.severity(FileKind::List),
            Severity::Error
        );
    }

    #[test]
    fn a_row_is_held_back_once() {
        let mut found = Findings::new(FileKind::List);
        found.hold_silently(9, Code::DuplicateConflict);
        found.hold_silently(9, Code::DuplicateConflict);
        assert_eq!(found.finish().1.len(), 1);
    }
}
