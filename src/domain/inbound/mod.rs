//! A mail of theirs, read: numbers, amounts, days, payments and addresses, each with the line in which it stands.
//!
//! Law: pure, and it never invents: whatever is found is a piece of the text, and says where. What a number means in the ledger is the store's to
//! say; what comes of it, a person's. Hostile text is cut to a length, made visible, and card numbers are masked before anything else.

mod offer;
mod portion;
mod scan;
mod sentence;
mod shape;
#[cfg(test)]
mod tests;
mod text;

pub use offer::{Offer, Sense, offer, offer_as};
pub use portion::{portion, portion_text, senses};
pub use scan::{Scan, read};
pub use text::{LONGEST, NOTE, note};

use super::money::Minor;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something that was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found<T> {
    /// What it is.
    pub value: T,
    /// As the mail writes it.
    pub written: String,
    /// The line of the text, from 1.
    pub line: usize,
    /// The sentence of the whole text, from 1.
    pub sentence: usize,
}

/// A sentence, or what stands on a line without one.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The line in which it begins, from 1.
    pub line: usize,
    /// How many words it has: a row of a table has few.
    pub words: usize,
}

/// A payment that they name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payment {
    /// How it travels.
    pub method: super::touch::Method,
    /// Its number.
    pub number: String,
}

/// A number and an amount that stand alone with each other on a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// The number as written.
    pub number: String,
    /// The amount.
    pub amount: Minor,
    /// The line.
    pub line: usize,
    /// The sentence.
    pub sentence: usize,
}

/// A mail, read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The text that was read, safe to show: cut, cleaned, card numbers masked.
    pub text: String,
    /// There was more than was read.
    pub cut: bool,
    /// Card numbers were masked.
    pub masked: bool,
    /// What may be numbers of documents; the ledger knows which are.
    pub numbers: Vec<Found<String>>,
    /// Amounts; below zero where the mail writes a deduction.
    pub amounts: Vec<Found<Minor>>,
    /// Days.
    pub days: Vec<Found<NaiveDate>>,
    /// Checks and transfers with their numbers.
    pub payments: Vec<Found<Payment>>,
    /// Mail addresses.
    pub addresses: Vec<Found<String>>,
    /// Numbers with their amounts, where a line has just one of each.
    pub pairs: Vec<Pair>,
    /// Words that say what it is about, each where it stands.
    pub words: Vec<Found<Sense>>,
    /// Its sentences, in order.
    #[serde(skip)]
    pub sentences: Vec<Sentence>,
}
