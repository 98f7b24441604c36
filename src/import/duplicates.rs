//! The same document twice in one file: taken once when its rows agree, not at all when they do not.

use super::accounts::identity;
use super::findings::{Code, Fault, Findings};
use super::vocabulary::Values;
use crate::domain::hashed::AsItIs;
use crate::domain::staged::StagedDocument;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

/// Remembers the documents of a file by account, kind and number.
#[derive(Debug)]
pub(crate) struct Duplicates {
    /// The due date is part of the key.
    instalments: bool,
    /// Repeats are lines of one invoice and nothing to speak of; a number belongs to one document of the book, whoever's it is.
    line_level: bool,
    /// Of such a file, one that adds up lines: dates and balance tell two customers' documents of one number apart.
    line_amounts: bool,
    /// Where a document of that key stands; the key's hash, moved on by one where it is taken.
    seen: HashMap<u64, usize, BuildHasherDefault<AsItIs>>,
    /// Places that are taken back for a conflict.
    conflicted: HashSet<usize>,
}

impl Duplicates {
    pub(crate) fn new(values: &Values) -> Duplicates {
        Duplicates {
            instalments: values.instalments,
            line_level: values.line_level || values.line_amounts,
            line_amounts: values.line_amounts,
            seen: HashMap::default(),
            conflicted: HashSet::new(),
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
        let mut key = self.key_of(document);
        let at = loop {
            match self.seen.get(&key) {
                None => {
                    self.seen.insert(key, out.len());
                    return Ok(true);
                }
                Some(&at) if self.same_key(&out[at], document) => break at,
                Some(_) => key = key.wrapping_add(1),
            }
        };
        let first = &out[at];
        let first_line = first.line;
        let number = &document.number;
        if !self.conflicted.contains(&at) && same_values(first, document) {
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
        let mut hash = DefaultHasher::new();
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
