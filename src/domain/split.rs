//! A promised amount over its invoices: oldest first, pro rata, or by hand.
//!
//! Law: the parts always add up to the amount, to the cent. What other promises have already claimed of an invoice is given out last,
//! so that the instalments of a plan do not all lie on the same invoice.

use super::ids::DocumentId;
use super::money::{Minor, MoneyError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How an amount is laid over invoices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// The oldest due first, each in full.
    #[default]
    OldestFirst,
    /// In proportion to what is free on each, by the largest remainder.
    ProRata,
    /// As typed; the parts add up to the amount.
    ByHand(Vec<(DocumentId, Minor)>),
}

/// An invoice that an amount may be laid on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Which.
    pub document: DocumentId,
    /// Its due date.
    pub due: NaiveDate,
    /// Its date.
    pub issued: NaiveDate,
    /// What is open on it.
    pub open: Minor,
    /// What of that no other live promise has claimed.
    pub free: Minor,
}

/// Why a split by hand cannot be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SplitError {
    /// The parts do not add up.
    #[error("the parts add up to another amount than the promise: change one of them")]
    Sum,
    /// A part names an invoice that is not among those in question, or names it twice, or is below zero.
    #[error("each part names one of the invoices in question, once, with an amount from zero on")]
    Part,
    /// A part is more than what is open.
    #[error("a part is more than what is open on its invoice: lower it")]
    TooMuch,
    /// An amount does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Lays an amount over the slots; answers one part per slot, in order of due date, date and id. What is beyond all that is open falls
/// on the last one. Empty slots give an empty answer: a promise on the account.
///
/// # Errors
/// When parts typed by hand do not fit.
pub fn lay(
    amount: Minor,
    slots: &[Slot],
    how: &Split,
) -> Result<Vec<(DocumentId, Minor)>, SplitError> {
    let mut order: Vec<Slot> = slots.to_vec();
    order.sort_by_key(|s| (s.due, s.issued, s.document));
    order.dedup_by_key(|s| s.document);
    if order.is_empty() {
        return match how {
            Split::ByHand(parts) if !parts.is_empty() => Err(SplitError::Part),
            Split::ByHand(_) | Split::OldestFirst | Split::ProRata => Ok(Vec::new()),
        };
    }
    let mut parts: Vec<Minor> = match how {
        Split::ByHand(typed) => return by_hand(amount, &order, typed),
        Split::OldestFirst => fill(amount, order.iter().map(|s| s.free)),
        Split::ProRata => pro_rata(amount, &order.iter().map(|s| s.free).collect::<Vec<_>>())?,
    };
    // What is more than free lies on what others have claimed too, and what is more than open on the last.
    let mut left = amount.less(Minor::sum(parts.iter().copied())?);
    for (part, slot) in parts.iter_mut().zip(&order) {
        let more = slot.open.less(*part).min(left);
        *part = part.plus(more)?;
        left = left.less(more);
    }
    if let Some(last) = parts.last_mut() {
        *last = last.plus(left)?;
    }
    Ok(order.iter().map(|s| s.document).zip(parts).collect())
}

/// Gives each in turn as much as it takes.
fn fill(amount: Minor, takes: impl Iterator<Item = Minor>) -> Vec<Minor> {
    let mut left = amount;
    takes
        .map(|most| {
            let part = most.min(left);
            left = left.less(part);
            part
        })
        .collect()
}

/// `amount` in proportion to `weights`, by the largest remainder; never more than a weight. Ties go to the earlier one.
///
/// # Errors
/// When the weights do not add up within an amount's limit.
pub fn pro_rata(amount: Minor, weights: &[Minor]) -> Result<Vec<Minor>, MoneyError> {
    let all = Minor::sum(weights.iter().copied())?;
    if amount >= all {
        return Ok(weights.to_vec());
    }
    let (whole, of) = (i128::from(amount.get()), i128::from(all.get()));
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut given = 0_i64;
    for (i, weight) in weights.iter().enumerate() {
        let exact = whole * i128::from(weight.get());
        // At most the weight, because amount < all.
        let part = i64::try_from(exact / of).unwrap_or(0);
        given = given.saturating_add(part);
        parts.push(part);
        rests.push((exact % of, i));
    }
    rests.sort_by_key(|(rest, i)| (std::cmp::Reverse(*rest), *i));
    let missing = usize::try_from(amount.get().saturating_sub(given)).unwrap_or(0);
    for (_, i) in rests.iter().take(missing) {
        parts[*i] += 1;
    }
    Ok(parts.into_iter().map(Minor::new).collect())
}

fn by_hand(
    amount: Minor,
    order: &[Slot],
    typed: &[(DocumentId, Minor)],
) -> Result<Vec<(DocumentId, Minor)>, SplitError> {
    for (i, (document, part)) in typed.iter().enumerate() {
        let Some(slot) = order.iter().find(|s| s.document == *document) else {
            return Err(SplitError::Part);
        };
        if part.is_negative() || typed[..i].iter().any(|(d, _)| d == document) {
            return Err(SplitError::Part);
        }
        if *part > slot.open {
            return Err(SplitError::TooMuch);
        }
    }
    if Minor::sum(typed.iter().map(|(_, part)| *part))? != amount {
        return Err(SplitError::Sum);
    }
    Ok(order
        .iter()
        .map(|slot| {
            let part = typed.iter().find(|(d, _)| *d == slot.document);
            (slot.document, part.map_or(Minor::ZERO, |(_, p)| *p))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn slot(id: i64, due: &str, open: i64, free: i64) -> Slot {
        Slot {
            document: DocumentId(id),
            due: d(due),
            issued: d(due),
            open: Minor::new(open),
            free: Minor::new(free),
        }
    }

    fn laid(amount: i64, slots: &[Slot], how: &Split) -> Vec<(i64, i64)> {
        lay(Minor::new(amount), slots, how)
            .expect("fits")
            .into_iter()
            .map(|(d, p)| (d.0, p.get()))
            .collect()
    }

    #[test]
    fn the_oldest_due_is_filled_first_and_the_parts_add_up() {
        let slots = [
            slot(1, "2026-09-01", 1_000, 1_000),
            slot(2, "2026-08-01", 600, 600),
        ];
        assert_eq!(laid(900, &slots, &Split::OldestFirst), [(2, 600), (1, 300)]);
        assert_eq!(laid(100, &slots, &Split::OldestFirst), [(2, 100), (1, 0)]);
        assert_eq!(
            laid(2_000, &slots, &Split::OldestFirst),
            [(2, 600), (1, 1_400)]
        );
        assert_eq!(laid(5, &[], &Split::OldestFirst), []);
    }

    #[test]
    fn what_another_promise_claimed_is_given_out_last() {
        let slots = [
            slot(1, "2026-08-01", 600, 0),
            slot(2, "2026-09-01", 600, 600),
        ];
        assert_eq!(laid(500, &slots, &Split::OldestFirst), [(1, 0), (2, 500)]);
        assert_eq!(laid(700, &slots, &Split::OldestFirst), [(1, 100), (2, 600)]);
    }

    #[test]
    fn pro_rata_gives_the_odd_cents_to_the_largest_remainders() {
        let slots = [
            slot(1, "2026-08-01", 100, 100),
            slot(2, "2026-08-02", 100, 100),
            slot(3, "2026-08-03", 100, 100),
        ];
        assert_eq!(
            laid(100, &slots, &Split::ProRata),
            [(1, 34), (2, 33), (3, 33)]
        );
        let slots = [slot(1, "2026-08-01", 1, 1), slot(2, "2026-08-02", 999, 999)];
        assert_eq!(laid(500, &slots, &Split::ProRata), [(1, 1), (2, 499)]);
        assert_eq!(laid(1_200, &slots, &Split::ProRata), [(1, 1), (2, 1_199)]);
    }

    #[test]
    fn a_split_by_hand_must_add_up_and_stay_within_what_is_open() {
        let slots = [
            slot(1, "2026-08-01", 600, 600),
            slot(2, "2026-09-01", 600, 600),
        ];
        let hand = |parts: &[(i64, i64)]| {
            let parts = parts.iter().map(|(d, p)| (DocumentId(*d), Minor::new(*p)));
            lay(Minor::new(500), &slots, &Split::ByHand(parts.collect()))
        };
        assert!(hand(&[(2, 500)]).is_ok());
        assert_eq!(hand(&[(2, 499)]), Err(SplitError::Sum));
        assert_eq!(hand(&[(1, -100), (2, 600)]), Err(SplitError::Part));
        assert_eq!(hand(&[(2, 250), (2, 250)]), Err(SplitError::Part));
        assert_eq!(hand(&[(3, 500)]), Err(SplitError::Part));
        assert_eq!(hand(&[(1, 601)]), Err(SplitError::TooMuch));
    }

    #[test]
    fn amounts_at_the_edge_of_the_ledger_are_split_exactly() {
        let big = 900_000_000_000_000;
        let weights = [Minor::new(big), Minor::new(big - 1), Minor::new(7)];
        let parts = pro_rata(Minor::new(big), &weights).expect("fits");
        let sum: i64 = parts.iter().map(|p| p.get()).sum();
        assert_eq!(sum, big);
        assert!(parts.iter().zip(&weights).all(|(p, w)| p <= w));
    }
}
