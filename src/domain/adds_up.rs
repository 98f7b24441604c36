//! "Which invoices add up to 9,000?": subsets of open amounts that sum to an amount, to the cent.
//!
//! Law: deterministic and bounded. Up to `EXACT` invoices every subset is looked at (meet in the middle); beyond that the shapes that
//! payments have: one, two or three invoices, all but up to three, and runs of neighbours by due date. `complete` says which it was.

use super::ids::DocumentId;
use super::money::Minor;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Up to so many invoices every subset is looked at: 2^15 sums on either side.
pub const EXACT: usize = 30;
/// Beyond so many, triples are looked for among the first ones only.
const TRIPLES: usize = 300;
/// So many answers are kept; more would be no answer.
pub const MOST: usize = 12;
/// At most so many sums of one half are compared for one sum of the other: equal amounts make many alike.
const ALIKE: usize = 64;

/// What adds up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sums {
    /// The sets, the fewest invoices first, then the oldest; within a set in the order given.
    pub found: Vec<Vec<DocumentId>>,
    /// Every subset was looked at: what is not here does not add up.
    pub complete: bool,
    /// There were more than are kept.
    pub more: bool,
}

/// Sets of `open` (oldest due first, amounts above zero) that add up to `amount`.
#[must_use]
pub fn search(open: &[(DocumentId, Minor)], amount: Minor) -> Sums {
    let mut found = Found::default();
    let all: Vec<i128> = open.iter().map(|(_, m)| i128::from(m.get())).collect();
    let target = i128::from(amount.get());
    if target <= 0 {
        return Sums {
            complete: true,
            ..Sums::default()
        };
    }
    let complete = all.len() <= EXACT;
    if complete {
        halves(&all, target, &mut found);
    } else {
        shapes(&all, target, &mut found);
    }
    found.sums(open, complete)
}

/// The sets that a payment is likely to be: one to three invoices, or a run of neighbours by due date. For looking through many accounts,
/// where every subset would find accidents.
#[must_use]
pub fn likely(open: &[(DocumentId, Minor)], amount: Minor) -> Option<Vec<DocumentId>> {
    let all: Vec<i128> = open.iter().map(|(_, m)| i128::from(m.get())).collect();
    let target = i128::from(amount.get());
    let mut found = Found::default();
    runs(&all, target, &mut found);
    small(&all, target, &mut found);
    found.sums(open, false).found.into_iter().next()
}

/// Sets of positions, without doubles.
#[derive(Default)]
struct Found {
    sets: Vec<Vec<usize>>,
    more: bool,
}

impl Found {
    fn add(&mut self, mut set: Vec<usize>) {
        set.sort_unstable();
        if set.is_empty() || self.sets.contains(&set) {
            return;
        }
        // Room to choose from: the best `MOST` are taken at the end.
        if self.sets.len() >= MOST * 16 {
            self.more = true;
            return;
        }
        self.sets.push(set);
    }

    fn sums(mut self, open: &[(DocumentId, Minor)], complete: bool) -> Sums {
        self.sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        let more = self.more || self.sets.len() > MOST;
        self.sets.truncate(MOST);
        Sums {
            found: self
                .sets
                .iter()
                .map(|set| set.iter().map(|i| open[*i].0).collect())
                .collect(),
            complete: complete && !self.more,
            more,
        }
    }
}

/// Every subset: all sums of one half are met with all sums of the other.
fn halves(all: &[i128], target: i128, found: &mut Found) {
    let (left, right) = all.split_at(all.len() / 2);
    let sums = |part: &[i128]| -> Vec<i128> {
        let mut out = vec![0_i128];
        for amount in part {
            for i in 0..out.len() {
                out.push(out[i] + amount);
            }
        }
        out
    };
    let (lefts, rights) = (sums(left), sums(right));
    let mut by_sum: HashMap<i128, Vec<u32>> = HashMap::new();
    for (mask, sum) in rights.iter().enumerate() {
        if *sum <= target {
            let masks = by_sum.entry(*sum).or_default();
            if masks.len() < ALIKE {
                masks.push(u32::try_from(mask).unwrap_or(u32::MAX));
            } else {
                found.more = true;
            }
        }
    }
    let members = |mask: usize, from: usize| {
        (0..usize::BITS as usize)
            .filter(move |bit| mask >> bit & 1 == 1)
            .map(move |bit| bit + from)
    };
    for (mask, sum) in lefts.iter().enumerate() {
        for other in by_sum.get(&(target - sum)).into_iter().flatten() {
            let other = usize::try_from(*other).unwrap_or(0);
            found.add(members(mask, 0).chain(members(other, left.len())).collect());
        }
    }
}

fn shapes(all: &[i128], target: i128, found: &mut Found) {
    small(all, target, found);
    runs(all, target, found);
    // All but one, two or three.
    let whole: i128 = all.iter().sum();
    if whole == target {
        found.add((0..all.len()).collect());
    }
    let mut missing = Found::default();
    if whole > target {
        small(all, whole - target, &mut missing);
    }
    found.more |= missing.more;
    for without in missing.sets {
        found.add((0..all.len()).filter(|i| !without.contains(i)).collect());
    }
}

/// One, two or three.
fn small(all: &[i128], target: i128, found: &mut Found) {
    let mut at: HashMap<i128, Vec<usize>> = HashMap::new();
    for (i, amount) in all.iter().enumerate() {
        let same = at.entry(*amount).or_default();
        if same.len() < ALIKE {
            same.push(i);
        }
    }
    let of = |amount: i128| at.get(&amount).into_iter().flatten().copied();
    of(target).for_each(|i| found.add(vec![i]));
    for (i, a) in all.iter().enumerate() {
        of(target - a)
            .filter(|j| *j > i)
            .for_each(|j| found.add(vec![i, j]));
    }
    let some = &all[..all.len().min(TRIPLES)];
    for (i, a) in some.iter().enumerate() {
        for (j, b) in some.iter().enumerate().skip(i + 1) {
            if a + b < target {
                of(target - a - b)
                    .filter(|k| *k > j)
                    .for_each(|k| found.add(vec![i, j, k]));
            }
        }
    }
}

/// Neighbours by due date.
fn runs(all: &[i128], target: i128, found: &mut Found) {
    let (mut from, mut sum) = (0, 0_i128);
    for (to, amount) in all.iter().enumerate() {
        sum += amount;
        while sum > target && from <= to {
            sum -= all[from];
            from += 1;
        }
        if sum == target && from <= to {
            found.add((from..=to).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(amounts: &[i64]) -> Vec<(DocumentId, Minor)> {
        (1..)
            .zip(amounts)
            .map(|(id, m)| (DocumentId(id), Minor::new(*m)))
            .collect()
    }

    fn found(amounts: &[i64], target: i64) -> (Vec<Vec<i64>>, bool) {
        let sums = search(&open(amounts), Minor::new(target));
        let ids = |set: &Vec<DocumentId>| set.iter().map(|d| d.0).collect();
        (sums.found.iter().map(ids).collect(), sums.complete)
    }

    #[test]
    fn the_fewest_invoices_come_first_and_then_the_oldest() {
        let (sets, complete) = found(&[100, 200, 300, 400, 600], 600);
        assert_eq!(sets, [vec![5], vec![2, 4], vec![1, 2, 3]]);
        assert!(complete);
    }

    #[test]
    fn nothing_adds_up_to_a_cent_more() {
        assert_eq!(found(&[100, 200], 301), (vec![], true));
        assert_eq!(found(&[], 5), (vec![], true));
        assert_eq!(found(&[100], 0), (vec![], true));
        assert_eq!(found(&[100], -100), (vec![], true));
    }

    #[test]
    fn every_subset_of_thirty_is_looked_at() {
        let powers: Vec<i64> = (0..30).map(|n| 1 << n).collect();
        let target = 0b10_1010_1010_1010_1010_1010_1010_1010;
        let (sets, complete) = found(&powers, target);
        assert!(complete);
        assert_eq!(sets.len(), 1, "a number has one binary form");
        let sum: i64 = sets[0].iter().map(|id| 1_i64 << (id - 1)).sum();
        assert_eq!(sum, target);
    }

    #[test]
    fn among_hundreds_the_shapes_of_payments_are_found_and_it_says_that_it_did_not_look_at_all() {
        let amounts: Vec<i64> = (0..400).map(|n| 10_007 + n * n * 3).collect();
        let total: i64 = amounts.iter().sum();
        for target in [
            amounts[399],
            amounts[3] + amounts[350],
            amounts[1] + amounts[2] + amounts[250],
            amounts[10..90].iter().sum(),
            total,
            total - amounts[7] - amounts[8],
        ] {
            let (sets, complete) = found(&amounts, target);
            assert!(!complete);
            assert!(!sets.is_empty(), "{target}");
            for set in sets {
                let at = |id: &i64| amounts[usize::try_from(*id).expect("small") - 1];
                assert_eq!(set.iter().map(at).sum::<i64>(), target);
            }
        }
    }

    #[test]
    fn many_equal_amounts_do_not_run_away() {
        let sums = search(&open(&[500; 30]), Minor::new(7_500));
        assert_eq!(sums.found.len(), MOST);
        assert!(sums.more && !sums.complete);
        let sums = search(&open(&[500; 3_000]), Minor::new(1_500));
        assert_eq!(sums.found.len(), MOST);
    }

    #[test]
    fn a_likely_set_is_small_or_a_run() {
        let rows = open(&[100, 230, 305, 407, 650]);
        let set = |target| likely(&rows, Minor::new(target)).map(|s| s.len());
        assert_eq!(set(650 + 230), Some(2));
        assert_eq!(set(100 + 230 + 305 + 407), Some(4));
        assert_eq!(set(100 + 230 + 407 + 650), None);
    }
}
