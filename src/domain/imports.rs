//! What a person decides about files to import, and what they are shown of them before anything is compared or written.
//!
//! Law: plain data between the desk and `import`; no file is opened here. The other halves: `import::look` makes what is shown,
//! `import::mapping` makes a profile of a mapping, `app::imports` asks.

use super::by_when::DateOrder;
pub use super::mapping::{Mapping, Meaning, SignRule};
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

impl ReadFile {
    /// Nothing in it looks like a table: neither dates nor columns can be told about it.
    #[must_use]
    pub fn is_no_table(&self) -> bool {
        self.sight.trust == Trust::Unknown && self.sight.guess.is_none()
    }
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
        FileKind::Snapshot => "all that is open; the rest closes",
        FileKind::List => "documents with their own balance or status: absence means nothing",
        FileKind::Payments => "payments, with the invoices they went to if it says so",
        FileKind::Customers => "customers with phones, terms, limits: no money",
    }
}
