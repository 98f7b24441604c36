//! Writers of every layout that the import reads: what systems print of a ledger, as data. `props_layouts` reads it back.
//!
//! `model` has the random ledgers, `write` lays one out, `bytes` makes text or a workbook of it; one file for each family of systems
//! holds their columns. They follow the systems' own reports (IMPORT §1), never the profiles: a profile that is wrong must be seen.
#![allow(dead_code)]

pub mod bytes;
pub mod erp;
pub mod model;
pub mod plain;
pub mod quickbooks;
pub mod write;
pub mod xero;

use bywhen::domain::document::DocumentKind;
use model::Kind;

/// What a column shows.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum What {
    Id,
    Name,
    Job,
    Type,
    Number,
    Date,
    Due,
    Amount,
    Open,
    /// Amount less open.
    Paid,
    /// Amount with the sign of the document, beside an open amount without one.
    Signed,
    Currency,
    Status,
    /// The n-th age of four; the open amount stands in one of them.
    Age(u8),
    /// A number of its own for each row.
    Entry,
    /// Days, words and numbers that mean nothing to us.
    Days,
    Words,
    Figures,
    /// A running balance.
    Running,
}

/// A column: its heading, what it shows, and whether users may leave it out.
#[derive(Copy, Clone, Debug)]
pub struct Column {
    pub heading: &'static str,
    pub what: What,
    pub optional: bool,
}

pub const fn col(heading: &'static str, what: What) -> Column {
    Column {
        heading,
        what,
        optional: false,
    }
}

pub const fn opt(heading: &'static str, what: What) -> Column {
    Column {
        heading,
        what,
        optional: true,
    }
}

/// How rows are put together.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    Flat,
    /// One row for each line of an invoice, its totals on all of them.
    Lines,
    /// Under their ages.
    Ages(&'static [&'static str]),
    /// Under their customers.
    Customers,
    /// Under their customers and jobs.
    Jobs,
    /// The customer only in its first row, its total below.
    Carried,
    /// The customer with its total above its rows.
    Headed,
    /// Under their currencies.
    Currencies,
}

/// By what a layout names customers.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Named {
    Number,
    Name,
    Both,
    /// `CUST1001 Acme` where the number looks like a code, else the name alone.
    Coded,
}

/// Where the job stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Job {
    No,
    Column,
    /// Behind the name and this.
    Behind(&'static str),
    /// In a group within the customer's.
    Group,
}

/// How credits are told.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Sign {
    Signed,
    /// Nothing is below zero.
    Unsigned,
}

/// How a system writes numbers.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Money {
    pub thousands: &'static str,
    pub decimal: char,
    pub below: Below,
    pub digits: Digits,
}

/// How a system writes what is below zero.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Below {
    Before,
    After,
    Brackets,
}

/// How many decimals.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Digits {
    Two,
    Four,
    /// As many as it takes.
    Few,
}

const fn money(thousands: &'static str, decimal: char, below: Below, digits: Digits) -> Money {
    Money {
        thousands,
        decimal,
        below,
        digits,
    }
}

pub const ENGLISH: &[Money] = &[
    money(",", '.', Below::Before, Digits::Two),
    money(",", '.', Below::Brackets, Digits::Two),
    money(",", '.', Below::After, Digits::Two),
];
pub const BARE: &[Money] = &[
    money("", '.', Below::Before, Digits::Two),
    money("", '.', Below::Before, Digits::Few),
];
pub const FINE: &[Money] = &[
    money("", '.', Below::Before, Digits::Two),
    money("", '.', Below::Before, Digits::Four),
];
pub const ANY: &[Money] = &[
    money(",", '.', Below::Before, Digits::Two),
    money("", '.', Below::Before, Digits::Two),
    money(".", ',', Below::Before, Digits::Two),
    money("\u{a0}", ',', Below::Before, Digits::Two),
    money(" ", ',', Below::After, Digits::Two),
    money("'", '.', Below::Brackets, Digits::Two),
    money("", ',', Below::Before, Digits::Two),
];

pub const US: &[&str] = &["%m/%d/%Y", "%-m/%-d/%Y"];
pub const US_SHORT: &[&str] = &["%-m/%-d/%y", "%m/%d/%y", "%m/%d/%Y"];
pub const ISO: &[&str] = &["%Y-%m-%d"];
pub const WORLD: &[&str] = &[
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%-d.%-m.%y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%Y%m%d",
];

/// An encoding.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Encoding {
    Utf8,
    Bom,
    Western,
    Wide,
}

/// A report of a system.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The profile that must recognise it.
    pub profile: &'static str,
    /// Lines above the header: `{day}` is the day of the report.
    pub titles: &'static [&'static str],
    /// It may come without its titles.
    pub bare: bool,
    /// Columns without a name before the list.
    pub lead: usize,
    pub columns: &'static [Column],
    /// Columns may be in any order.
    pub shuffled: bool,
    pub shape: Shape,
    pub kinds: &'static [(Kind, &'static str)],
    /// What stands in the status of what is open, and of what is paid.
    pub statuses: &'static [&'static str],
    pub paid: &'static [&'static str],
    pub named: Named,
    pub job: Job,
    pub sign: Sign,
    pub currencies: bool,
    /// An invoice may be due in two parts: a row for each.
    pub splits: bool,
    /// The total of a group, of the whole.
    pub subtotal: Option<&'static str>,
    pub total: Option<&'static str>,
    /// Totals have a currency sign.
    pub dollars: bool,
    pub footers: &'static [&'static str],
    pub dates: &'static [&'static str],
    pub money: &'static [Money],
    pub encodings: &'static [Encoding],
    pub delimiters: &'static [u8],
    /// Comes as a workbook too; with columns between the columns.
    pub workbook: bool,
    pub spacers: bool,
    /// Texts after the heading of the group.
    pub quote_all: bool,
}

pub const INVOICES: &[(Kind, &str)] = &[(DocumentKind::Invoice, "")];

/// A flat list in English that has nothing special.
pub const LIST: Layout = Layout {
    profile: "",
    titles: &[],
    bare: true,
    lead: 0,
    columns: &[],
    shuffled: false,
    shape: Shape::Flat,
    kinds: INVOICES,
    statuses: &[""],
    paid: &[],
    named: Named::Both,
    job: Job::No,
    sign: Sign::Signed,
    currencies: false,
    splits: false,
    subtotal: None,
    total: None,
    dollars: false,
    footers: &[],
    dates: ISO,
    money: BARE,
    encodings: &[Encoding::Utf8, Encoding::Bom],
    delimiters: b",",
    workbook: false,
    spacers: false,
    quote_all: false,
};

/// Every layout.
pub fn all() -> Vec<Layout> {
    [
        quickbooks::layouts(),
        xero::layouts(),
        erp::layouts(),
        plain::layouts(),
    ]
    .concat()
}
