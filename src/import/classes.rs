//! The classes that a row of a report can fall into, and how many fell into each: every physical row is in exactly one.

use super::grid::Kind;
use super::groups::Sums;

/// A class of rows.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Blank,
    Title,
    HeaderRow,
    HeaderRepeat,
    Rule,
    Group,
    Subtotal,
    GrandTotal,
    Footer,
    Data,
    /// A further line of the row above.
    Continuation,
    Unclassified,
}

/// How many rows fell into each class.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Classes([u64; 12]);

impl Classes {
    pub(crate) fn add(&mut self, class: Class, rows: u64) {
        self.0[class as usize] += rows;
    }

    pub(crate) fn of(&self, class: Class) -> u64 {
        self.0[class as usize]
    }

    /// All rows: the physical rows of the file (a record of several lines is one row).
    pub(crate) fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// What a total says, as written: what is open, and the face; both may be empty.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Said<'r> {
    pub(crate) open: &'r str,
    pub(crate) face: &'r str,
    /// What is credited, where that has a column of its own.
    pub(crate) credit: &'r str,
    /// What the cell of the open amount is, in a sheet.
    pub(crate) formula: Kind,
    /// An amount in a column that is not read.
    pub(crate) elsewhere: &'r str,
}

/// A row, classified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Seen<'r> {
    Blank,
    HeaderRepeat,
    Rule,
    Group,
    Footer,
    Data,
    Continuation,
    /// The group's own name, what the report says it comes to, and what its rows sum to.
    Subtotal {
        group: String,
        said: Said<'r>,
        summed: Sums,
    },
    GrandTotal {
        said: Said<'r>,
        summed: Sums,
    },
    /// Nothing that we know; why.
    Unclassified(&'static str),
}

impl Seen<'_> {
    pub(crate) const fn class(&self) -> Class {
        match self {
            Seen::Blank => Class::Blank,
            Seen::HeaderRepeat => Class::HeaderRepeat,
            Seen::Rule => Class::Rule,
            Seen::Group => Class::Group,
            Seen::Footer => Class::Footer,
            Seen::Data => Class::Data,
            Seen::Continuation => Class::Continuation,
            Seen::Subtotal { .. } => Class::Subtotal,
            Seen::GrandTotal { .. } => Class::GrandTotal,
            Seen::Unclassified(_) => Class::Unclassified,
        }
    }
}
