//! Which money keeps which promise (DOMAIN §3, "which money counts").
//!
//! Law: each cent keeps at most one promise, and what came on one day is never taken away by what comes later. So cash is handed out day
//! by day; within a day first by remittance (it settles a promised invoice), then by reference, then by an equal amount,
//! then to the oldest promise. Rows' ids decide nothing but the order of promises of one date.

use super::case::Case;
use super::cash::{Cash, cash_since};
use crate::domain::balances::Balances;
use crate::domain::book::Book;

/// Hands the cash of the book out to the cases. Their order does not matter: the oldest date comes first, then the promise taken first.
pub(super) fn hand_out(cases: &mut [Case<'_>], book: &Book, balances: &Balances) {
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by_key(|i| (cases[*i].promise.by_when, cases[*i].promise.id));
    let Some(first_day) = cases.iter().map(|c| c.promise.taken_on).min() else {
        return;
    };
    let mut cash = cash_since(first_day, book, balances);
    for day in cash.chunk_by_mut(|a, b| a.document.issued == b.document.issued) {
        hand_out_day(day, cases, &order);
    }
    for case in cases {
        case.receipts
            .sort_by_key(|r| (r.on, r.document, r.provisional));
    }
}

/// By what money is taken for a promise, once it has settled what it names.
#[derive(Copy, Clone)]
enum Sign {
    /// It bears the check number that they gave.
    Number,
    /// It is the very amount.
    Amount,
    /// Nothing: it goes to the oldest promise.
    Age,
}

/// The cash of one day, in the order of the signs.
fn hand_out_day(cash: &mut [Cash<'_>], cases: &mut [Case<'_>], order: &[usize]) {
    let open: Vec<usize> = match cash.first() {
        Some(first) => order
            .iter()
            .copied()
            .filter(|i| cases[*i].accepts(first.document.issued))
            .collect(),
        None => return,
    };
    // First of all remittance: it settles an invoice that the promise names.
    for c in cash.iter_mut() {
        for mut piece in std::mem::take(&mut c.pieces) {
            for i in &open {
                if piece.to.is_some_and(|to| cases[*i].names(to)) {
                    cases[*i].take(&mut piece, c);
                }
            }
            if piece.left.is_positive() {
                c.pieces.push(piece);
            }
        }
    }
    for sign in [Sign::Number, Sign::Amount, Sign::Age] {
        for c in cash.iter_mut() {
            for i in &open {
                let case = &mut cases[*i];
                let fits = !case.satisfied()
                    && match sign {
                        Sign::Number => case.announced(c),
                        Sign::Amount => case.amounts_to(c),
                        Sign::Age => true,
                    };
                if !fits {
                    continue;
                }
                for mut piece in std::mem::take(&mut c.pieces) {
                    // A check that was announced by its number counts even when it was posted elsewhere.
                    if matches!(sign, Sign::Number) || case.may_use(&piece) {
                        case.take(&mut piece, c);
                    }
                    c.pieces.push(piece);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judgement, Verdict, judge_all};
    use crate::domain::document::DocumentKind;
    use crate::domain::ids::DocumentId;
    use crate::domain::money::Minor;
    use crate::domain::promise::EndKind;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};

    const LATER: &str = "2026-11-30";

    fn all(b: &BookMaker) -> Vec<Judgement> {
        judge_all(&b.book, d(LATER), &Rules::default()).expect("fits")
    }

    /// What each promise received.
    fn received(b: &BookMaker) -> Vec<i64> {
        all(b).iter().map(|j| j.received.get()).collect()
    }

    /// Three invoices of 1,000.00.
    fn three() -> (BookMaker, [DocumentId; 3]) {
        let mut b = BookMaker::new();
        let ids = [(); 3].map(|()| b.invoice("2026-09-01", "2026-10-01", 100_000));
        (b, ids)
    }

    #[test]
    fn a_remittance_that_names_the_invoice_comes_before_the_older_promise() {
        let (mut b, [i, j, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 100_000, &[j]);
        b.pay("2026-11-05", 100_000, &[(j, 100_000)]);
        assert_eq!(received(&b), [0, 100_000]);
    }

    #[test]
    fn each_cent_keeps_at_most_one_promise_and_the_rest_rolls_to_the_next() {
        let (mut b, [i, _, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 40_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 50_000, &[i]);
        b.pay("2026-11-05", 70_000, &[(i, 70_000)]);
        assert_eq!(received(&b), [40_000, 30_000]);
    }

    #[test]
    fn cash_remitted_to_other_invoices_keeps_no_invoice_promise_but_one_on_the_account() {
        let (mut b, [i, j, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.pay("2026-11-05", 100_000, &[(j, 100_000)]);
        assert_eq!(received(&b), [0]);
        b.promise("2026-11-02", "2026-11-06", 100_000, &[]);
        assert_eq!(received(&b), [0, 100_000]);
    }

    #[test]
    fn a_check_that_was_announced_by_its_number_counts_wherever_it_was_posted() {
        let (mut b, [i, j, k]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 100_000, &[k]);
        b.book.promises[1].reference = Some("1182".into());
        b.pay("2026-11-05", 90_000, &[]);
        b.last().reference = Some("#001182".into());
        assert_eq!(received(&b), [0, 90_000]);
        let payment = b.last().id;
        b.apply(payment, j, 90_000, "2026-11-05");
        assert_eq!(received(&b), [0, 90_000]);
    }

    #[test]
    fn a_claims_number_stands_for_its_promise() {
        let (mut b, [i, j, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 100_000, &[j]);
        b.claim("2026-11-03", "2026-11-09", 100_000);
        b.book.claims[0].invoices = vec![j];
        b.pay("2026-11-05", 60_000, &[]);
        b.last().reference = Some("1182".into());
        assert_eq!(received(&b), [0, 60_000]);
    }

    #[test]
    fn an_equal_amount_or_the_sum_of_some_invoices_comes_before_the_oldest_promise() {
        let (mut b, [_, j, k]) = three();
        let i = b.invoice("2026-09-01", "2026-10-01", 77_000);
        b.promise("2026-11-02", "2026-11-06", 30_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 180_000, &[j, k]);
        b.pay("2026-11-05", 100_000, &[]);
        assert_eq!(received(&b), [0, 100_000], "one of the two invoices");
        b.pay("2026-11-06", 80_000, &[]);
        assert_eq!(received(&b), [0, 180_000], "all that is missing");
    }

    #[test]
    fn unapplied_cash_goes_to_the_oldest_date_first_and_is_marked() {
        let (mut b, [i, j, _]) = three();
        b.promise("2026-11-02", "2026-11-13", 100_000, &[i]);
        b.promise("2026-11-03", "2026-11-06", 100_000, &[j]);
        b.pay("2026-11-05", 120_000, &[]);
        let judged = all(&b);
        assert_eq!(received(&b), [20_000, 100_000]);
        assert!(
            judged
                .iter()
                .flat_map(|j| &j.receipts)
                .all(|r| r.provisional)
        );
    }

    #[test]
    fn money_from_before_the_promise_does_not_count_and_from_its_day_does() {
        let (mut b, [i, _, _]) = three();
        b.promise("2026-11-05", "2026-11-13", 50_000, &[i]);
        b.pay("2026-11-04", 30_000, &[(i, 30_000)]);
        b.pay("2026-11-05", 20_000, &[(i, 20_000)]);
        assert_eq!(received(&b), [20_000]);
    }

    #[test]
    fn a_part_payment_that_morning_is_not_the_promise_for_the_rest() {
        let (mut b, [i, _, _]) = three();
        b.pay("2026-11-05", 40_000, &[(i, 40_000)]);
        b.promise("2026-11-05", "2026-11-13", 60_000, &[i]);
        assert_eq!(received(&b), [0]);
        b.pay("2026-11-05", 10_000, &[(i, 10_000)]);
        assert_eq!(received(&b), [10_000]);
    }

    #[test]
    fn what_comes_on_the_day_of_a_new_promise_is_the_new_ones() {
        let (mut b, [i, _, _]) = three();
        let old = b.promise("2026-11-02", "2026-11-13", 100_000, &[i]);
        let new = b.promise("2026-11-09", "2026-11-20", 100_000, &[i]);
        b.end(old, EndKind::Superseded, "2026-11-09", Some(new));
        b.pay("2026-11-06", 30_000, &[(i, 30_000)]);
        b.pay("2026-11-09", 40_000, &[(i, 40_000)]);
        assert_eq!(received(&b), [30_000, 40_000]);
    }

    #[test]
    fn what_came_first_is_not_taken_away_by_what_comes_later() {
        let (mut b, [i, j, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        b.promise("2026-11-02", "2026-11-13", 100_000, &[j]);
        b.pay("2026-11-05", 100_000, &[]);
        b.pay("2026-11-12", 100_000, &[(i, 100_000)]);
        let judged = all(&b);
        assert_eq!(judged[0].receipts[0].on, d("2026-11-05"));
    }

    #[test]
    fn refunded_cash_keeps_nothing() {
        let (mut b, [i, _, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        let cash = b.pay("2026-11-05", 100_000, &[]);
        let refund = b.document(DocumentKind::Refund, "2026-11-06", 100_000);
        b.apply(cash, refund, 100_000, "2026-11-06");
        assert_eq!(received(&b), [0]);
    }

    #[test]
    fn cash_of_the_day_counts_the_same_once_it_is_applied() {
        let (mut b, [i, _, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        let cash = b.pay("2026-11-02", 100_000, &[]);
        assert_eq!(received(&b), [100_000], "unapplied, provisionally");
        b.apply(cash, i, 100_000, "2026-11-04");
        assert_eq!(received(&b), [100_000], "applied two days later");
    }

    #[test]
    fn a_fall_between_two_snapshots_counts_and_is_marked() {
        let (mut b, [i, _, _]) = three();
        b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
        let fall = b.document(DocumentKind::PresumedCash, "2026-11-05", 100_000);
        b.apply(fall, i, 100_000, "2026-11-05");
        let judged = all(&b);
        assert_eq!(judged[0].received, Minor::new(100_000));
        assert!(judged[0].receipts[0].provisional);
    }

    #[test]
    fn a_fall_between_two_snapshots_is_late_only_when_every_day_between_them_is() {
        let fall = |after: &str, by: &str| {
            let (mut b, [i, _, _]) = three();
            b.promise("2026-11-02", "2026-11-06", 100_000, &[i]);
            let cash = b.document(DocumentKind::PresumedCash, by, 100_000);
            b.last().presumed_after = Some(d(after));
            b.apply(cash, i, 100_000, by);
            let judged = all(&b).remove(0);
            (judged.verdict, judged.slip)
        };
        // By Fri 6 Nov, counting until Mon 9 Nov.
        assert_eq!(fall("2026-10-30", "2026-11-13"), (Verdict::Kept, 0));
        assert_eq!(fall("2026-11-06", "2026-11-13"), (Verdict::KeptLate, 0));
        assert_eq!(fall("2026-11-08", "2026-11-13"), (Verdict::KeptLate, 1));
        assert_eq!(fall("2026-11-10", "2026-11-13"), (Verdict::CuredLate, 3));
    }
}
