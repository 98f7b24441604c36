//! What was given up and is not in the books yet: credits agreed at the end of a dispute, and waivers that were earned. Nobody asks for it.
//!
//! Pure and derived: a credit that arrives, a waiver that is posted, a check that bounces change it by themselves.

use super::balances::Balances;
use super::book::Book;
use super::document::DocumentKind;
use super::ids::{DocumentId, WaiverId};
use super::money::{Minor, MoneyError};
use super::verdict::Judgement;
use super::waiver::{self, WaiverState};

/// All that was given up of a document and is still open on it.
///
/// # Errors
/// When an amount does not fit.
pub(crate) fn on(
    book: &Book,
    balances: &Balances,
    judgements: &[Judgement],
    document: DocumentId,
) -> Result<Minor, MoneyError> {
    let credits = awaited(book, balances, document)?;
    let waivers = earned(book, balances, judgements, document)?;
    Ok(credits.plus(waivers)?.min(balances.open(document)))
}

/// Credits that were agreed for a document when disputes ended and that have not come. What settles it without cash since the first of them
/// was opened is taken to be one; so is a fall of the very amount between two lists.
///
/// # Errors
/// When an amount does not fit.
pub(crate) fn awaited(
    book: &Book,
    balances: &Balances,
    document: DocumentId,
) -> Result<Minor, MoneyError> {
    if book.disputes.is_empty() {
        return Ok(Minor::ZERO);
    }
    let as_of = balances.as_of();
    let agreed = || {
        book.disputes.iter().filter(move |d| {
            d.document == document
                && d.credited.is_positive()
                && d.opened_on <= as_of
                && d.resolved_on.is_some_and(|on| on <= as_of)
                // One that was opened again is contested once more, not agreed.
                && !book.disputes.iter().any(|later| {
                    later.reopens == Some(d.id) && later.opened_on <= as_of
                })
        })
    };
    let Some(since) = agreed().map(|d| d.opened_on).min() else {
        return Ok(Minor::ZERO);
    };
    let promised = Minor::sum(agreed().map(|d| d.credited))?;
    let on_it = || {
        let later = move |a: &&super::balances::Applied| a.to == document && a.on >= since;
        balances.applied().iter().filter(later)
    };
    let credit = |a: &&super::balances::Applied| {
        matches!(
            a.from_kind,
            Some(DocumentKind::CreditMemo | DocumentKind::JournalCredit | DocumentKind::WriteOff)
        )
    };
    let came = Minor::sum(on_it().filter(credit).map(|a| a.amount))?;
    let left = promised.less(came).max(Minor::ZERO);
    let fell = on_it().any(|a| a.from_kind == Some(DocumentKind::PresumedCash) && a.amount == left);
    Ok(if fell { Minor::ZERO } else { left }.min(balances.open(document)))
}

/// Waivers about a document whose promise was kept, less what of them was posted as a credit.
fn earned(
    book: &Book,
    balances: &Balances,
    judgements: &[Judgement],
    document: DocumentId,
) -> Result<Minor, MoneyError> {
    let as_of = balances.as_of();
    let mut all = Minor::ZERO;
    for w in &book.waivers {
        if w.document != Some(document) || w.made_on > as_of {
            continue;
        }
        let Some(judged) = judgements.iter().find(|j| j.promise == w.promise) else {
            continue;
        };
        if waiver::state(w, judged.verdict, as_of) != WaiverState::Earned {
            continue;
        }
        let posted = posted(book, balances, w.id)?;
        all = all.plus(w.amount.less(posted).max(Minor::ZERO))?;
    }
    Ok(all)
}

/// What of a waiver stands in the books as credits of ours.
///
/// # Errors
/// When the sum does not fit.
pub(crate) fn posted(
    book: &Book,
    balances: &Balances,
    waiver: WaiverId,
) -> Result<Minor, MoneyError> {
    let as_of = balances.as_of();
    let of_it =
        book.fees.iter().flat_map(|f| &f.waived).filter(|p| {
            p.waiver == Some(waiver) && p.on <= as_of && !balances.reversed(p.document)
        });
    Minor::sum(of_it.map(|p| p.amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dispute::DisputeEnd;
    use crate::domain::facts;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};
    use crate::domain::waiver::Waiver;

    fn collectible(b: &BookMaker, day: &str) -> i64 {
        let facts = facts::gather(&b.book, d(day), &Rules::default()).expect("fits");
        facts.collectible.get()
    }

    fn settled(credited: i64) -> (BookMaker, DocumentId) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.dispute(i, 34_000, "2026-10-05");
        b.book.disputes[0].resolved_on = Some(d("2026-10-12"));
        b.book.disputes[0].ended = Some(DisputeEnd::Partial);
        b.book.disputes[0].credited = Minor::new(credited);
        (b, i)
    }

    #[test]
    fn what_was_agreed_to_be_credited_is_not_asked_for_until_the_credit_comes() {
        let (mut b, i) = settled(30_000);
        for (day, expect) in [
            ("2026-10-04", 100_000),
            ("2026-10-05", 66_000),
            ("2026-10-12", 70_000),
        ] {
            assert_eq!(collectible(&b, day), expect, "{day}");
        }
        let credit = b.credit("2026-10-20", 30_000);
        b.apply(credit, i, 30_000, "2026-10-20");
        assert_eq!(collectible(&b, "2026-10-20"), 70_000);
        // A part payment between two lists is no credit, a fall of the very amount is.
        let (mut b, i) = settled(30_000);
        let fell = b.document(DocumentKind::PresumedCash, "2026-10-20", 10_000);
        b.apply(fell, i, 10_000, "2026-10-20");
        assert_eq!(collectible(&b, "2026-10-20"), 60_000);
        let fell = b.document(DocumentKind::PresumedCash, "2026-10-22", 30_000);
        b.apply(fell, i, 30_000, "2026-10-22");
        assert_eq!(collectible(&b, "2026-10-22"), 60_000);
    }

    #[test]
    fn a_rejected_dispute_gives_up_nothing() {
        let (b, _) = settled(0);
        assert_eq!(collectible(&b, "2026-10-12"), 100_000);
    }

    #[test]
    fn a_waived_fee_is_asked_for_again_when_its_promise_turns_out_light_or_its_check_bounces() {
        let make = || {
            let mut b = BookMaker::new();
            let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
            let fee = b.document(DocumentKind::DebitNote, "2026-10-10", 5_000);
            let promise = b.promise("2026-10-12", "2026-10-20", 100_000, &[i]);
            b.book.waivers.push(Waiver {
                id: WaiverId(1),
                promise,
                amount: Minor::new(5_000),
                document: Some(fee),
                reason: "late fee".into(),
                made_on: d("2026-10-12"),
                needs_approval: false,
                decided: None,
            });
            (b, i)
        };
        let (mut light, same) = make();
        let (mut b, i) = make();
        let check = b.pay("2026-10-19", 100_000, &[(i, 100_000)]);
        // Kept: neither the invoice nor the fee is asked for.
        assert_eq!(collectible(&b, "2026-10-19"), 0);
        // Light: the fee stands, beside what is short.
        light.pay("2026-10-19", 60_000, &[(same, 60_000)]);
        assert_eq!(collectible(&light, "2026-10-26"), 45_000);
        // The check bounces: everything is back.
        b.reverse(check, "2026-10-28");
        assert_eq!(collectible(&b, "2026-10-27"), 0);
        assert_eq!(collectible(&b, "2026-10-28"), 105_000);
    }
}
