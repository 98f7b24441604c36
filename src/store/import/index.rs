//! Finds the document rows of the files by account and number, without keeping a map of every number: a sorted list of hashes,
//! each hit compared with the row itself.

use super::plan::{DocumentPlan, SlotNo, Step};
use crate::domain::document::DocumentKind;
use std::hash::{BuildHasher, RandomState};

/// Positions of document rows by hash of account and number.
pub(super) struct NumberIndex {
    state: RandomState,
    /// Sorted by hash, then by position.
    hashes: Vec<(u64, u32)>,
}

impl NumberIndex {
    /// Builds the index; a row that repeats an earlier one (same account, kind, number and due date) is skipped from here on.
    pub fn build(documents: &mut [DocumentPlan<'_>]) -> NumberIndex {
        let state = RandomState::new();
        let mut hashes: Vec<(u64, u32)> = documents
            .iter()
            .enumerate()
            .filter(|(_, d)| !d.row.number.is_empty())
            .map(|(i, d)| (state.hash_one((d.slot, d.row.number.as_str())), i as u32))
            .collect();
        hashes.sort_unstable();
        let mut from = 0;
        while from < hashes.len() {
            let mut to = from + 1;
            while to < hashes.len() && hashes[to].0 == hashes[from].0 {
                to += 1;
            }
            for later in from + 1..to {
                let repeats = (from..later).any(|earlier| {
                    same(
                        &documents[hashes[earlier].1 as usize],
                        &documents[hashes[later].1 as usize],
                    )
                });
                if repeats {
                    documents[hashes[later].1 as usize].step = Step::SKIP;
                }
            }
            from = to;
        }
        NumberIndex { state, hashes }
    }

    /// The rows of an account with that number, in the files' order.
    pub fn find<'i>(
        &'i self,
        documents: &'i [DocumentPlan<'_>],
        slot: SlotNo,
        number: &'i str,
    ) -> impl Iterator<Item = u32> + 'i {
        let hash = self.state.hash_one((slot, number));
        let from = self.hashes.partition_point(|(h, _)| *h < hash);
        self.hashes[from..]
            .iter()
            .take_while(move |(h, _)| *h == hash)
            .map(|(_, i)| *i)
            .filter(move |i| {
                let d = &documents[*i as usize];
                d.slot == slot && d.row.number == number && d.step != Step::SKIP
            })
    }
}

fn same(a: &DocumentPlan<'_>, b: &DocumentPlan<'_>) -> bool {
    a.slot == b.slot
        && a.row.kind == b.row.kind
        && a.row.number == b.row.number
        && a.row.due == b.row.due
}

/// A kind that a source restates (cash is not: another amount is another payment).
pub(super) fn ordinary(kind: DocumentKind) -> bool {
    kind.is_receivable() || kind.is_credit()
}
