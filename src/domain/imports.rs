//! What a person decides about files to import, and what they are shown of them before anything is compared or written.
//!
//! Law: plain data between the desk and `import`; no file is opened here. The other halves: `import::look` makes what is shown,
//! `import::mapping` makes a profile of a mapping, `app::imports` asks.

use super::by_when::DateOrder;
use super::money::{Currency, Minor};
use super::staged::{FileKind, StagedFile};
use chrono::NaiveDate;

/// The decimal mark of a file's amounts.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum DecimalMark {
    /// `1,234.50`
    Dot,
    /// `1.234,50`
    Comma,
}

/// What was decided about the files of one import; `None` = it is found out from the files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choices {
    /// The profile's id.
    pub profile: Option<String>,
    /// The encoding's label.
    pub encoding: Option<String>,
    /// The order of day, month and year in numeric dates.
    pub date_order: Option<DateOrder>,
    /// The decimal mark, where no cell of the file decides it.
    pub decimal: Option<DecimalMark>,
    /// The day of reports that do not say their own.
    pub as_of: Option<NaiveDate>,
}

/// Files to be read, and how.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadJob {
    /// Files and folders, as typed.
    pub paths: Vec<String>,
    /// What was decided.
    pub choices: Choices,
    /// Read by this mapping, which is no profile yet.
    pub mapping: Option<Box<Mapping>>,
    /// The ledger's currency; `None` = there is no ledger yet.
    pub currency: Option<Currency>,
    /// Only the beginning of each file: a preview while a mapping is made.
    pub head: bool,
}

/// What was read of a set of files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReadSet {
    /// File by file, in the order in which they were named.
    pub files: Vec<ReadFile>,
    /// Every format that could have been meant: id and title.
    pub profiles: Vec<(String, String)>,
}

/// One file, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadFile {
    /// Where it lies.
    pub path: String,
    /// What was understood.
    pub staged: StagedFile,
    /// How it was recognised.
    pub sight: Sight,
}

/// How sure it is that a file is what it was read as.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Trust {
    /// A mapping of the user's own, saved for exactly this header.
    Saved,
    /// Every column that this format always has is there.
    Sure,
    /// Its headings are common words, and the rows below fit them.
    Likely,
    /// The user named the profile.
    Told,
    /// Nobody knows this layout.
    #[default]
    Unknown,
}

/// A column of a file as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeenColumn {
    /// Its heading as written.
    pub heading: String,
    /// The first values below it.
    pub samples: Vec<String>,
    /// The field that it was read as, by its name in profiles.
    pub field: Option<&'static str>,
}

/// A date that can be read both ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwoDays {
    /// Its line.
    pub line: u64,
    /// As written.
    pub cell: String,
    /// Day first.
    pub dmy: NaiveDate,
    /// Month first.
    pub mdy: NaiveDate,
}

/// An amount that can be read both ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TwoAmounts {
    /// Its line.
    pub line: u64,
    /// As written.
    pub cell: String,
    /// With a decimal point.
    pub dot: Minor,
    /// With a decimal comma.
    pub comma: Minor,
}

/// How a file was recognised, for the eye.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sight {
    /// The format in words; empty when nobody knows it.
    pub title: String,
    /// How sure.
    pub trust: Trust,
    /// A name of the file with a letter beyond ASCII: it should look right.
    pub odd_name: Option<String>,
    /// Line of the header; 0 = none was found.
    pub header_line: u64,
    /// Its columns.
    pub columns: Vec<SeenColumn>,
    /// The order of its numeric dates and one of them, as written and as read.
    pub dates: Option<(DateOrder, String, NaiveDate)>,
    /// The profile fixes the order of dates.
    pub dates_fixed: bool,
    /// Its decimal mark and an amount, as written and as read.
    pub amounts: Option<(DecimalMark, String, Minor)>,
    /// A title of the file says its day.
    pub own_day: bool,
    /// The first dates that can be read both ways.
    pub two_days: Vec<TwoDays>,
    /// The first amounts that can be read both ways.
    pub two_amounts: Vec<TwoAmounts>,
    /// A mapping to begin with: what is known of the columns already, and the best guesses for the rest.
    pub guess: Option<Box<Mapping>>,
}

macro_rules! meanings {
    ($($name:ident = $field:literal, $label:literal;)*) => {
        /// What a column can be mapped to.
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[allow(missing_docs, reason = "the label of each says it")]
        pub enum Meaning { $($name,)* }

        impl Meaning {
            /// All, those that matter most first.
            pub const ALL: &[Meaning] = &[$(Meaning::$name,)*];

            /// Its name in profiles.
            #[must_use]
            pub const fn field(self) -> &'static str {
                match self { $(Meaning::$name => $field,)* }
            }

            /// In words.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Meaning::$name => $label,)* }
            }
        }
    };
}

meanings! {
    Customer = "customer", "customer's name";
    CustomerId = "customer_id", "customer's number";
    Number = "number", "document number";
    Date = "date", "document date";
    Due = "due", "due date";
    Open = "open", "open balance";
    Amount = "amount", "amount billed or paid";
    Paid = "paid", "paid so far";
    Type = "type", "type of document";
    Terms = "terms", "terms";
    Currency = "currency", "currency";
    Status = "status", "status";
    Job = "job", "job or project";
    Po = "po", "purchase order";
    Memo = "memo", "memo";
    Reference = "reference", "check or reference";
    AppliesTo = "applies_to", "invoice it pays";
    Applied = "applied", "amount applied to it";
    Method = "method", "how it was paid";
    Salesperson = "salesperson", "salesperson";
    Contact = "contact", "contact person";
    Email = "email", "mail address";
    Phone = "phone", "phone";
    TermsDays = "terms_days", "terms in days";
    CreditLimit = "credit_limit", "credit limit";
    State = "state", "state";
}

impl Meaning {
    /// The one of that name in profiles.
    #[must_use]
    pub fn of_field(name: &str) -> Option<Meaning> {
        Meaning::ALL.iter().copied().find(|m| m.field() == name)
    }

    /// True when rows of that kind have such a field.
    #[must_use]
    pub const fn fits(self, kind: FileKind) -> bool {
        use Meaning as M;
        match kind {
            FileKind::Snapshot | FileKind::List => !matches!(
                self,
                M::AppliesTo
                    | M::Applied
                    | M::Method
                    | M::Contact
                    | M::Email
                    | M::Phone
                    | M::TermsDays
                    | M::CreditLimit
                    | M::State
            ),
            FileKind::Payments => matches!(
                self,
                M::Customer
                    | M::CustomerId
                    | M::Number
                    | M::Date
                    | M::Amount
                    | M::Currency
                    | M::Reference
                    | M::AppliesTo
                    | M::Applied
                    | M::Method
            ),
            FileKind::Customers => matches!(
                self,
                M::Customer
                    | M::CustomerId
                    | M::Contact
                    | M::Email
                    | M::Phone
                    | M::TermsDays
                    | M::CreditLimit
                    | M::Salesperson
                    | M::State
                    | M::Currency
            ),
        }
    }
}

/// How a file writes credits (IMPORT §3.4).
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum SignRule {
    /// Below zero.
    #[default]
    Signed,
    /// Above zero: the type's word tells them.
    ByType,
    /// The whole file is credits, written above zero.
    ByFile,
    /// Open is the amount less what is paid.
    Minus,
}

impl SignRule {
    /// All, the commonest first.
    pub const ALL: [SignRule; 4] = [
        SignRule::Signed,
        SignRule::ByType,
        SignRule::ByFile,
        SignRule::Minus,
    ];

    /// Its name in profiles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            SignRule::Signed => "signed",
            SignRule::ByType => "by_type",
            SignRule::ByFile => "by_file",
            SignRule::Minus => "minus",
        }
    }

    /// What it means.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            SignRule::Signed => "credits are below zero",
            SignRule::ByType => "the type's word tells credits; all amounts are above zero",
            SignRule::ByFile => "everything in the file is a credit, written above zero",
            SignRule::Minus => "open is the amount less what is paid",
        }
    }
}

/// What the columns of an unknown layout mean: what the mapping screen makes, and what a profile is written from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapping {
    /// What people will call it; its id is made of this.
    pub title: String,
    /// What absence means.
    pub kind: FileKind,
    /// The headings as written.
    pub headings: Vec<String>,
    /// What each column means; as long as `headings`.
    pub columns: Vec<Option<Meaning>>,
    /// The customer stands alone in a row above its documents.
    pub grouped: bool,
    /// Its rows stand under ages (`1 - 30`), which are not read: ages are worked out from the due dates.
    pub aged: bool,
    /// How credits are written.
    pub sign: SignRule,
    /// The decimal mark; `None` = found out from the file.
    pub decimal: Option<DecimalMark>,
    /// The order of numeric dates; `None` = found out from the file.
    pub date_order: Option<DateOrder>,
}

/// The longest id of a profile.
const LONGEST_ID: usize = 60;

impl Mapping {
    /// The id that its title gives: lower case letters, digits, dashes; empty when the title has none.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = String::new();
        for c in self.title.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            if id.len() >= LONGEST_ID {
                break;
            }
        }
        id.trim_end_matches('-').to_owned()
    }

    /// True when some column means that.
    #[must_use]
    pub fn has(&self, meaning: Meaning) -> bool {
        self.columns.contains(&Some(meaning))
    }

    /// Gives a column a meaning; whichever column had it before has none any more.
    pub fn assign(&mut self, column: usize, meaning: Option<Meaning>) {
        if column >= self.columns.len() {
            return;
        }
        if meaning.is_some() {
            for other in self.columns.iter_mut().filter(|m| **m == meaning) {
                *other = None;
            }
        }
        self.columns[column] = meaning;
    }

    /// What has to be mapped still before a row can be read, in words.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        use Meaning as M;
        let mut out = Vec::new();
        let mut need = |there: bool, what: &'static str| {
            if !there {
                out.push(what);
            }
        };
        let named = self.has(M::Customer) || self.has(M::CustomerId);
        need(
            named || (self.grouped && self.kind != FileKind::Customers),
            "customer's name or number",
        );
        match self.kind {
            FileKind::Snapshot | FileKind::List => {
                need(
                    self.sign == SignRule::ByFile || self.has(M::Number),
                    "document number",
                );
                need(self.has(M::Date), "document date");
                if self.sign == SignRule::Minus {
                    need(self.has(M::Amount), "amount billed");
                    need(self.has(M::Paid), "paid so far");
                } else {
                    let stated =
                        self.kind == FileKind::List && self.has(M::Amount) && self.has(M::Status);
                    need(
                        self.has(M::Open) || stated,
                        match self.kind {
                            FileKind::List => "open balance (or amount and status)",
                            _ => "open balance",
                        },
                    );
                }
                need(
                    self.sign != SignRule::ByType || self.has(M::Type),
                    "type of document (the signs follow it)",
                );
            }
            FileKind::Payments => {
                need(self.has(M::Date), "document date");
                need(self.has(M::Amount), "amount paid");
            }
            FileKind::Customers => {}
        }
        out
    }
}

/// What became of a mapping that was to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Saved {
    /// It is in that file now.
    Written(String),
    /// A mapping of that name is in that file already; nothing was written.
    Exists(String),
}

/// What each kind of file is, in one line.
#[must_use]
pub const fn kind_meaning(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Snapshot => "everything open on one day: what it does not list was settled",
        FileKind::List => "documents with their own balance or status: absence means nothing",
        FileKind::Payments => "payments, with the invoices they went to if it says so",
        FileKind::Customers => "customers with phones, terms, limits: no money",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(columns: &[Option<Meaning>]) -> Mapping {
        Mapping {
            title: "Our ERP: open items (2)".into(),
            kind: FileKind::Snapshot,
            headings: columns.iter().map(|_| "x".to_owned()).collect(),
            columns: columns.to_vec(),
            grouped: false,
            aged: false,
            sign: SignRule::Signed,
            decimal: None,
            date_order: None,
        }
    }

    #[test]
    fn an_id_is_made_of_the_title() {
        let mut m = mapping(&[]);
        assert_eq!(m.id(), "our-erp-open-items-2");
        m.title = " ../Ä/ ".into();
        assert_eq!(m.id(), "");
        m.title = "x".repeat(200);
        assert_eq!(m.id().len(), LONGEST_ID);
    }

    #[test]
    fn a_field_belongs_to_one_column() {
        let mut m = mapping(&[Some(Meaning::Date), None]);
        m.assign(1, Some(Meaning::Date));
        assert_eq!(m.columns, [None, Some(Meaning::Date)]);
        m.assign(7, Some(Meaning::Due));
        assert!(!m.has(Meaning::Due));
    }

    #[test]
    fn what_is_missing_depends_on_the_kind_and_the_sign() {
        use Meaning as M;
        let mut m = mapping(&[Some(M::Customer), Some(M::Number), Some(M::Date)]);
        assert_eq!(m.missing(), ["open balance"]);
        m.assign(0, None);
        assert_eq!(m.missing().len(), 2);
        m.grouped = true;
        assert_eq!(m.missing(), ["open balance"]);
        m.sign = SignRule::Minus;
        assert_eq!(m.missing(), ["amount billed", "paid so far"]);
        m.kind = FileKind::Payments;
        assert_eq!(m.missing(), ["amount paid"]);
        m.kind = FileKind::Customers;
        assert_eq!(m.missing(), ["customer's name or number"]);
    }
}
