//! The same document twice in one file: taken once when its rows agree, not at all when they do not.

use super::accounts::identity;
use super::findings::{Code, Fault, Findings};
use super::profile::Profile;
use crate::domain::document::DocumentKind;
use crate::domain::hashed::AsItIs;
use crate::domain::short_text::ShortText;
use crate::domain::staged::StagedDocument;
use foldhash::quality::RandomState as Seeded;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};

/// Remembers the documents of a file by account, kind and number.
#[derive(Debug)]
pub(crate) struct Duplicates {
    /// The due date is part of the key.
    instalments: bool,
    /// Repeats are lines of one invoice and nothing to speak of; a number belongs to one document of the book, whoever's it is.
    line_level: bool,
    /// Of such a file, one that adds up lines: dates and balance tell two customers' documents of one number apart.
    line_amounts: bool,
    /// The report always shows its total, so every row of it is known to be one of its own.
    proven: bool,
    /// Where a document of that key stands; the key's hash, moved on by one where it is taken.
    seen: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
    state: Seeded,
    /// Places that are taken back for a conflict.
    conflicted: HashSet<usize>,
}

impl Duplicates {
    pub(crate) fn new(profile: &Profile) -> Duplicates {
        let values = &profile.values;
        Duplicates {
            proven: profile.layout.total_required,
            instalments: values.instalments,
            line_level: values.line_level || values.line_amounts,
            line_amounts: values.line_amounts,
            seen: HashMap::default(),
            state: Seeded::default(),
            conflicted: HashSet::new(),
        }
    }

    /// The number by which a payment or journal entry is told from one before it: a check that paid two jobs stands in two rows with its
    /// number, and the report's total counts both. Nothing where its own number is enough, or where no total tells.
    pub(crate) fn told_apart(
        &self,
        out: &[StagedDocument],
        document: &StagedDocument,
    ) -> Option<ShortText> {
        let entries = [
            DocumentKind::Payment,
            DocumentKind::JournalCredit,
            DocumentKind::JournalDebit,
        ];
        if !self.proven || document.number.is_empty() || !entries.contains(&document.kind) {
            return None;
        }
        let free = |document: &StagedDocument| self.find(out, document).is_err();
        if free(document) {
            return None;
        }
        let number = document.number.as_str();
        let ends = [
            document.said.job.as_ref().map(|job| job.to_string()),
            Some(document.issued.to_string()),
        ];
        let counts = (2..).map(|n: u32| n.to_string());
        let mut tried = document.clone();
        ends.into_iter().flatten().chain(counts).find_map(|end| {
            tried.number = format!("{number}#{end}").into();
            free(&tried).then(|| tried.number.clone())
        })
    }

    /// Where a document of that key stands, or the key that it would take.
    fn find(&self, out: &[StagedDocument], document: &StagedDocument) -> Result<usize, u64> {
        let mut key = self.key_of(document);
        loop {
            match self.seen.get(&key) {
                None => return Err(key),
                Some(&at) if self.same_key(&out[at], document) => return Ok(at),
                Some(_) => key = key.wrapping_add(1),
            }
        }
    }

    /// False when it is the same as one before. An error when that one has other values. Without a number rows are never the
    /// same: two payments of one day are two payments.
    pub(crate) fn is_new(
        &mut self,
        out: &[StagedDocument],
        document: &StagedDocument,
        found: &mut Findings,
    ) -> Result<bool, Fault> {
        if document.number.is_empty() {
            return Ok(true);
        }
        let at = match self.find(out, document) {
            Ok(at) => at,
            Err(key) => {
                self.seen.insert(key, out.len());
                return Ok(true);
            }
        };
        let first = &out[at];
        let first_line = first.line;
        let number = &document.number;
        let same = same_values(first, document);
        if same && self.proven {
            // Counting it once would leave the ledger with less than the report's total.
            self.conflicted.insert(at);
            found.hold_silently(first_line, Code::DuplicateConflict);
            return Err(Fault::new(
                Code::DuplicateConflict,
                "number",
                number,
                format!(
                    "'{number}' is there twice with the same values (first in line {first_line}), and the report counts both: neither is taken; give one of them another number, or take it out and export again"
                ),
            ));
        }
        if !self.conflicted.contains(&at) && same {
            if !self.line_level {
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

    /// What is left when every document of a conflict is taken back.
    pub(crate) fn leave_out(self, out: Vec<StagedDocument>) -> Vec<StagedDocument> {
        if self.conflicted.is_empty() {
            return out;
        }
        out.into_iter()
            .enumerate()
            .filter(|(at, _)| !self.conflicted.contains(at))
            .map(|(_, document)| document)
            .collect()
    }

    fn key_of(&self, document: &StagedDocument) -> u64 {
        let mut hash = self.state.build_hasher();
        if !self.line_level {
            identity(&document.account).hash(&mut hash);
        }
        document.kind.hash(&mut hash);
        document.number.hash(&mut hash);
        if self.instalments {
            document.due.hash(&mut hash);
        }
        hash.finish()
    }

    fn same_key(&self, a: &StagedDocument, b: &StagedDocument) -> bool {
        // All lines of one invoice show its dates and its balance: another customer with others has an invoice of its own.
        let a_line =
            !self.line_amounts || a.issued == b.issued && a.due == b.due && a.open == b.open;
        a.kind == b.kind
            && a.number == b.number
            && (self.line_level && a_line || identity(&a.account) == identity(&b.account))
            && (!self.instalments || a.due == b.due)
    }
}

/// Equal in everything but the line.
pub(crate) fn same_values(a: &StagedDocument, b: &StagedDocument) -> bool {
    StagedDocument {
        line: a.line,
        ..b.clone()
    } == *a
}
