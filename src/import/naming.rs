//! One customer's number under several names in a file: told, because one of the names may be another customer; and refused where the
//! column is no customer's number at all.
//!
//! Law: a number is who it is (IMPORT §3.6), so rows of one number make one account; that two names did so is never left unsaid.

use super::findings::{Code, Findings};
use crate::domain::near::customer_key;
use crate::domain::staged::AccountKey;
use foldhash::quality::RandomState as Seeded;
use std::collections::HashMap;

/// So many names under the only number of a file are that many customers.
const CUSTOMERS: usize = 3;

/// Follows the names of each number. It is asked only when a pair of both is new to the file.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// The names of a number in the form in which they are compared, with the first as it was written.
    of: HashMap<String, (String, Vec<String>), Seeded>,
}

impl Naming {
    /// Takes a pair that was not seen before: the first name of that number, when this one is another.
    pub(super) fn see(&mut self, key: &AccountKey) -> Option<&str> {
        let (number, name) = (key.number.as_ref()?, key.name.as_ref()?);
        let words = name.to_lowercase();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = customer_key(&words);
        let (first, known) = self
            .of
            .entry(number.clone())
            .or_insert_with(|| (name.clone(), Vec::new()));
        if known.contains(&plain) {
            return None;
        }
        known.push(plain);
        (known.len() > 1).then_some(first.as_str())
    }

    /// Refuses a file in which all customers have one number: it is the number of something else, such as the account of all receivables.
    pub(super) fn finish(&self, found: &mut Findings) {
        let mut all = self.of.iter();
        let (Some((number, (_, names))), None) = (all.next(), all.next()) else {
            return;
        };
        if names.len() >= CUSTOMERS {
            found.report(Code::SwappedColumns, 0, "customer_id", number, || {
                format!(
                    "'{number}' stands beside {} different customers and is the only number in its column, so it is no customer's number; take that column out, or map the columns by hand without it",
                    names.len()
                )
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: &str, name: &str) -> AccountKey {
        AccountKey {
            number: Some(number.to_owned()),
            name: Some(name.to_owned()),
        }
    }

    #[test]
    fn another_name_is_told_and_another_way_to_write_it_is_not() {
        let mut naming = Naming::default();
        assert_eq!(naming.see(&key("7", "Alder, Inc.")), None);
        assert_eq!(naming.see(&key("7", "ALDER  INC")), None);
        assert_eq!(naming.see(&key("8", "Birch")), None);
        assert_eq!(naming.see(&key("7", "Birch")), Some("Alder, Inc."));
    }
}
