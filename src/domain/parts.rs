//! The parts of a payment. Nearly every payment settles one invoice, and an import holds millions of them: a single part stands in the
//! payment itself, and only several lie beside it.

use super::staged::StagedApplication;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// None, one, or several, in their order; reads like a slice.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<StagedApplication>", into = "Vec<StagedApplication>")]
pub struct Parts(Kept);

/// So many grow one by one.
const FEW: usize = 8;

#[derive(Clone, Default)]
enum Kept {
    #[default]
    None,
    One(StagedApplication),
    Several(Vec<StagedApplication>),
}

impl Parts {
    /// Adds one at the end.
    pub fn push(&mut self, part: StagedApplication) {
        self.0 = match std::mem::take(&mut self.0) {
            Kept::None => Kept::One(part),
            Kept::One(first) => Kept::Several(vec![first, part]),
            Kept::Several(mut all) => {
                // Mostly a few: room for one more, not for twice as many.
                if all.len() == all.capacity() && all.len() < FEW {
                    all.reserve_exact(1);
                }
                all.push(part);
                Kept::Several(all)
            }
        };
    }
}

impl Deref for Parts {
    type Target = [StagedApplication];

    fn deref(&self) -> &[StagedApplication] {
        match &self.0 {
            Kept::None => &[],
            Kept::One(part) => std::slice::from_ref(part),
            Kept::Several(all) => all,
        }
    }
}

impl From<Vec<StagedApplication>> for Parts {
    fn from(all: Vec<StagedApplication>) -> Parts {
        let mut parts = Parts::default();
        all.into_iter().for_each(|part| parts.push(part));
        parts
    }
}

impl From<Parts> for Vec<StagedApplication> {
    fn from(parts: Parts) -> Vec<StagedApplication> {
        match parts.0 {
            Kept::None => Vec::new(),
            Kept::One(part) => vec![part],
            Kept::Several(all) => all,
        }
    }
}

impl<'p> IntoIterator for &'p Parts {
    type Item = &'p StagedApplication;
    type IntoIter = std::slice::Iter<'p, StagedApplication>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Parts) -> bool {
        self[..] == other[..]
    }
}

impl Eq for Parts {}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self[..].fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Minor;

    fn part(n: u64) -> StagedApplication {
        StagedApplication {
            invoice: format!("INV-{n}").into(),
            amount: Minor::new(100),
            line: n,
        }
    }

    #[test]
    fn parts_read_like_a_list_and_one_of_them_takes_no_room_of_its_own() {
        assert_eq!(
            size_of::<Parts>(),
            size_of::<StagedApplication>(),
            "nothing beside the part"
        );
        for count in 0..4 {
            let all: Vec<_> = (0..count).map(part).collect();
            let parts = Parts::from(all.clone());
            assert_eq!(parts[..], all[..]);
            let text = serde_json::to_string(&parts).expect("JSON");
            assert_eq!(text, serde_json::to_string(&all).expect("JSON"));
            assert_eq!(serde_json::from_str::<Parts>(&text).expect("parts"), parts);
            assert_eq!(Vec::from(parts), all);
        }
    }
}
