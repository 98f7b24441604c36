//! A mail about several things: which sentences are about which, so that the amount of one is not taken for that of another.
//!
//! Law: pure. A mail is taken apart only where each part says what it is about and names something; otherwise it is read as a whole.

use super::offer::{Sense, sense};
use super::{Found, Reading};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// With fewer words a line is a row of a table, and about what stands above it.
const ROW: usize = 6;

impl Reading {
    /// What stands in some of its sentences.
    fn only(&self, keep: &dyn Fn(usize) -> bool) -> Reading {
        fn some<T: Clone>(all: &[Found<T>], keep: &dyn Fn(usize) -> bool) -> Vec<Found<T>> {
            let kept = all.iter().filter(|f| keep(f.sentence));
            kept.cloned().collect()
        }
        Reading {
            numbers: some(&self.numbers, keep),
            amounts: some(&self.amounts, keep),
            days: some(&self.days, keep),
            payments: some(&self.payments, keep),
            words: some(&self.words, keep),
            pairs: self
                .pairs
                .iter()
                .filter(|p| keep(p.sentence))
                .cloned()
                .collect(),
            ..Reading::default()
        }
    }

    fn says_something(&self) -> bool {
        !(self.numbers.is_empty()
            && self.amounts.is_empty()
            && self.days.is_empty()
            && self.payments.is_empty())
    }
}

/// What each sentence is about, from the first on: what it says itself, else what was said last.
fn about(reading: &Reading, today: NaiveDate) -> Vec<Option<Sense>> {
    let speak: BTreeSet<usize> = reading
        .words
        .iter()
        .map(|w| w.sentence)
        .chain(reading.payments.iter().map(|p| p.sentence))
        .collect();
    let mut last = None;
    reading
        .sentences
        .iter()
        .enumerate()
        .map(|(at, sentence)| {
            if speak.contains(&(at + 1)) {
                let here = reading.only(&|s| s == at + 1);
                let whole = sentence.words >= ROW || !here.payments.is_empty();
                if let Some(own) = sense(&here, today)
                    && (whole || last.is_none())
                {
                    last = Some(own);
                }
            }
            last
        })
        .collect()
}

/// The things that a mail is about, in the order of the text; one or none where it cannot be taken apart.
#[must_use]
pub fn senses(reading: &Reading, today: NaiveDate) -> Vec<Sense> {
    let about = about(reading, today);
    let mut out: Vec<Sense> = Vec::new();
    for found in about.iter().flatten() {
        if !out.contains(found) {
            out.push(*found);
        }
    }
    out.retain(|sense| of(reading, &about, *sense).says_something());
    out
}

/// The part of a mail that is about one thing; all of it where it is about that one only.
#[must_use]
pub fn portion(reading: &Reading, today: NaiveDate, sense: Sense) -> Option<Reading> {
    let parts = senses(reading, today);
    (parts.len() > 1 && parts.contains(&sense)).then(|| of(reading, &about(reading, today), sense))
}

/// The lines of that part, for a note beside the first that holds all of it.
#[must_use]
pub fn portion_text(reading: &Reading, today: NaiveDate, sense: Sense) -> String {
    let about = about(reading, today);
    let mut lines: Vec<usize> = reading
        .sentences
        .iter()
        .zip(&about)
        .filter(|(_, a)| **a == Some(sense))
        .map(|(s, _)| s.line)
        .collect();
    lines.dedup();
    let text: Vec<&str> = reading.text.lines().collect();
    let kept: Vec<&str> = lines
        .iter()
        .filter_map(|n| text.get(n - 1))
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .collect();
    kept.join("\n")
}

fn of(reading: &Reading, about: &[Option<Sense>], sense: Sense) -> Reading {
    reading.only(&|s| about.get(s.wrapping_sub(1)) == Some(&Some(sense)))
}
