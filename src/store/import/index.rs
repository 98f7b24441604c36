//! Finds the document rows of the files by account and number, without keeping a map of every number: a sorted list of hashes,
//! each hit compared with the row itself.

use super::plan::{DocumentPlan, SlotNo, Step};
use crate::domain::document::DocumentKind;
use foldhash::quality::RandomState as Seeded;
use std::hash::BuildHasher;

/// Positions of document rows by hash of account and number.
pub(super) struct NumberIndex {
    state: Seeded,
    /// Sorted by hash, then by position.
    hashes: Vec<(u64, u32)>,
    starts: Starts,
}

/// Where the hashes with the same first bits begin. A search by halves visits places that lie far apart in memory, and an import searches
/// once for each part of a payment; this leads to the few that come into question.
struct Starts {
    shift: u32,
    from: Vec<u32>,
}

impl Starts {
    /// Of sorted hashes; about four of them share a beginning.
    fn new(hashes: &[(u64, u32)]) -> Starts {
        let bits = (hashes.len() / 4).max(2).ilog2();
        let shift = u64::BITS - bits;
        let mut from = Vec::with_capacity(1 << bits);
        for (at, (hash, _)) in hashes.iter().enumerate() {
            while from.len() as u64 <= hash >> shift {
                from.push(at as u32);
            }
        }
        Starts { shift, from }
    }

    /// No hash before this place is as high.
    fn of(&self, hash: u64) -> usize {
        let known = usize::try_from(hash >> self.shift)
            .ok()
            .and_then(|at| self.from.get(at));
        // Beyond the last beginning there is nothing to find.
        known.map_or(usize::MAX, |at| *at as usize)
    }
}

impl NumberIndex {
    /// Builds the index; a row that repeats an earlier one (same account, kind, number and due date) is skipped from here on.
    pub fn build(documents: &mut [DocumentPlan<'_>]) -> NumberIndex {
        let state = Seeded::default();
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
        let starts = Starts::new(&hashes);
        NumberIndex {
            state,
            hashes,
            starts,
        }
    }

    /// The rows of an account with that number, in the files' order.
    pub fn find<'i>(
        &'i self,
        documents: &'i [DocumentPlan<'_>],
        slot: SlotNo,
        number: &'i str,
    ) -> impl Iterator<Item = u32> + 'i {
        let hash = self.state.hash_one((slot, number));
        self.hashes
            .get(self.starts.of(hash)..)
            .unwrap_or_default()
            .iter()
            .skip_while(move |(h, _)| *h < hash)
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
