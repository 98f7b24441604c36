//! The verdict itself: where the money and the day stand against the promise's date and window (DOMAIN §3, the table).

use super::attribution::hand_out;
use super::case::Case;
use super::required::{Required, required};
use super::{Judgement, Verdict, chain, shortfall};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim::{self, ClaimState};
use crate::domain::ids::ClaimId;
use crate::domain::money::MoneyError;
use crate::domain::promise::{EndKind, Promise};
use crate::domain::rules::Rules;
use chrono::NaiveDate;

/// The verdicts on all promises taken on or before `as_of`, ended ones too, in the promises' order.
///
/// # Errors
/// When an amount does not fit.
pub fn judge_all(
    book: &Book,
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Vec<Judgement>, MoneyError> {
    let balances = Balances::at(book, as_of)?;
    let claims = claim::states(book, &balances);
    let mut judgements = judge_plain(book, &balances, &claims, rules)?;
    for judgement in &mut judgements {
        let promise = book.promises.iter().find(|p| p.id == judgement.promise);
        if let (true, Some(promise)) = (judgement.short.is_positive(), promise) {
            (judgement.short_causes, judgement.short_matches) =
                shortfall::matches(promise, judgement, book, &balances)?
                    .into_iter()
                    .unzip();
        }
    }
    Ok(judgements)
}

/// The same without what explains a shortfall: all that the facts need, at less cost.
pub(crate) fn judge_plain(
    book: &Book,
    balances: &Balances,
    claims: &[(ClaimId, ClaimState)],
    rules: &Rules,
) -> Result<Vec<Judgement>, MoneyError> {
    let as_of = balances.as_of();
    let mut taken: Vec<&Promise> = book
        .promises
        .iter()
        .filter(|p| p.taken_on <= as_of)
        .collect();
    if taken.is_empty() {
        return Ok(Vec::new());
    }
    taken.sort_by_key(|p| p.id);
    let mut cases = Vec::with_capacity(taken.len());
    for promise in taken {
        let end = promise.end.as_ref().filter(|end| end.on <= as_of);
        let (until, needed) = match end {
            // A credit that came after a promise had ended does not make it kept: its requirement stays as it was.
            Some(end) => {
                let then = Balances::at(book, end.on)?;
                let needed = required(promise, book, &then)?;
                // Which cash counts is asked of today's ledger, where it may have been applied since.
                let same_day = required(promise, book, balances)?.same_day;
                (end.on, Required { same_day, ..needed })
            }
            None => (as_of, required(promise, book, balances)?),
        };
        cases.push(Case::new(
            promise,
            needed,
            until,
            end,
            book,
            rules.tolerance,
        ));
    }
    hand_out(&mut cases, book, balances);
    let mut judgements: Vec<Judgement> = cases
        .into_iter()
        .map(|case| judge(case, book, claims, rules))
        .collect();
    for judgement in &mut judgements {
        rule(judgement, book, as_of);
    }
    chain::link(&mut judgements, book, balances);
    Ok(judgements)
}

/// A supervisor's newest ruling counts instead of what the ledger says, once its dates have decided the promise.
fn rule(judgement: &mut Judgement, book: &Book, as_of: NaiveDate) {
    let mut rulings = book.rulings.iter();
    let newest = rulings.rfind(|r| r.promise == judgement.promise && r.on <= as_of);
    if let Some(ruling) = newest
        && let Some(verdict) = ruling.verdict
        && judgement.derived.is_decided()
    {
        judgement.verdict = verdict;
        judgement.ruling = Some(ruling.clone());
    }
}

fn judge(
    case: Case<'_>,
    book: &Book,
    claims: &[(ClaimId, ClaimState)],
    rules: &Rules,
) -> Judgement {
    let by_when = case.promise.by_when;
    let window_ends = rules.calendar.add(by_when, rules.grace_days);
    let satisfied = satisfied_on(&case);
    let by_date = by_date(
        satisfied,
        case.until,
        by_when,
        window_ends,
        case.received.is_positive(),
    );
    // What took its place ends a live promise; once its window had closed (or it was kept) the old verdict stands.
    let verdict = match case.end.map(|end| end.kind) {
        Some(EndKind::Voided) => Verdict::Voided,
        Some(EndKind::Superseded) if by_date.is_live() => Verdict::Superseded,
        Some(EndKind::Withdrawn) if by_date.is_live() => Verdict::Withdrawn,
        Some(EndKind::Superseded | EndKind::Withdrawn) | None => by_date,
    };
    let last = satisfied.unwrap_or(case.until).max(by_when);
    let in_transit_until = (case.end.is_none() && satisfied.is_none())
        .then(|| in_transit(case.promise, book, claims))
        .flatten();
    Judgement {
        promise: case.promise.id,
        verdict,
        derived: verdict,
        ruling: None,
        window_ends,
        required: case.required,
        received: case.received,
        short: case.required.less(case.received),
        slip: rules.calendar.between(by_when, last),
        level: 1,
        chain: vec![case.promise.id],
        receipts: case.receipts,
        in_transit_until,
        disputed: case.disputed,
        short_matches: Vec::new(),
        short_causes: Vec::new(),
    }
}

/// The dates alone: satisfied on a day or not until `until`, promised by `by_when`, late until `window_ends`. Money and tasks are
/// judged by this one table.
pub(crate) fn by_date(
    satisfied: Option<NaiveDate>,
    until: NaiveDate,
    by_when: NaiveDate,
    window_ends: NaiveDate,
    some: bool,
) -> Verdict {
    match satisfied {
        Some(day) if day <= by_when => Verdict::Kept,
        Some(day) if day <= window_ends => Verdict::KeptLate,
        Some(_) => Verdict::CuredLate,
        None if until < by_when => Verdict::Open,
        None if until == by_when => Verdict::DueToday,
        None if until <= window_ends => Verdict::InGrace,
        None if some => Verdict::Light,
        None => Verdict::Broken,
    }
}

/// The day on which enough had come; the day it was taken when nothing is required.
fn satisfied_on(case: &Case<'_>) -> Option<NaiveDate> {
    if case.required.is_zero() {
        return Some(case.promise.taken_on.min(case.promise.by_when));
    }
    let (mut sum, mut newest) = (0_i64, NaiveDate::MIN);
    for receipt in &case.receipts {
        sum = sum.saturating_add(receipt.amount.get());
        // A presumed receipt may count on an earlier day than those before it.
        newest = newest.max(receipt.on);
        if sum >= case.enough.get() {
            return Some(newest);
        }
    }
    None
}

/// Until when a claim that speaks of this promise says that money is under way.
fn in_transit(
    promise: &Promise,
    book: &Book,
    claims: &[(ClaimId, ClaimState)],
) -> Option<NaiveDate> {
    let under_way = |id: ClaimId| {
        claims
            .iter()
            .any(|(claim, state)| *claim == id && *state == ClaimState::InTransit)
    };
    book.claims
        .iter()
        .filter(|c| claim::concerns(c, promise) && under_way(c.id))
        .map(|c| c.expected_by)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::DocumentId;
    use crate::domain::money::Minor;
    use crate::domain::testing::{BookMaker, d};
    use Verdict::{
        Broken, CuredLate, DueToday, InGrace, Kept, KeptLate, Light, Open, Superseded, Voided,
        Withdrawn,
    };

    /// 1,000.00 promised on Thu 18 Jun by Wed 24 Jun 2026; the window ends on Thu 25.
    fn promised() -> (BookMaker, DocumentId) {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-05-01", "2026-06-01", 100_000);
        b.promise("2026-06-18", "2026-06-24", 100_000, &[i]);
        (b, i)
    }

    fn on(b: &BookMaker, day: &str) -> Judgement {
        let all = judge_all(&b.book, d(day), &Rules::default()).expect("fits");
        all.into_iter().next().expect("one promise")
    }

    fn paid(day: &str, cents: i64) -> BookMaker {
        let (mut b, i) = promised();
        b.pay(day, cents, &[(i, cents)]);
        b
    }

    /// What came (day and cents), judged on, verdict, business days of slip.
    type Row<'a> = (&'a [(&'a str, i64)], &'a str, Verdict, i64);

    #[test]
    fn every_row_of_the_verdict_table() {
        let table: &[Row<'_>] = &[
            (&[], "2026-06-18", Open, 0),
            (&[], "2026-06-23", Open, 0),
            (&[], "2026-06-24", DueToday, 0),
            (&[], "2026-06-25", InGrace, 1),
            (&[], "2026-06-26", Broken, 2),
            (&[("2026-06-24", 60_000)], "2026-06-24", DueToday, 0),
            (&[("2026-06-24", 60_000)], "2026-06-25", InGrace, 1),
            (&[("2026-06-24", 60_000)], "2026-06-26", Light, 2),
            (&[("2026-06-19", 100_000)], "2026-06-19", Kept, 0),
            (&[("2026-06-24", 100_000)], "2026-06-24", Kept, 0),
            (&[("2026-06-24", 100_000)], "2026-07-24", Kept, 0),
            (&[("2026-06-25", 100_000)], "2026-06-25", KeptLate, 1),
            (&[("2026-06-25", 100_000)], "2026-07-25", KeptLate, 1),
            (&[("2026-06-26", 100_000)], "2026-06-25", InGrace, 1),
            (&[("2026-06-26", 100_000)], "2026-06-26", CuredLate, 2),
            (
                &[("2026-06-24", 60_000), ("2026-06-25", 40_000)],
                "2026-06-30",
                KeptLate,
                1,
            ),
            (
                &[("2026-06-24", 60_000), ("2026-06-29", 40_000)],
                "2026-06-30",
                CuredLate,
                3,
            ),
        ];
        for (payments, day, verdict, slip) in table {
            let (mut b, i) = promised();
            for (on, cents) in *payments {
                b.pay(on, *cents, &[(i, *cents)]);
            }
            let j = on(&b, day);
            assert_eq!((j.verdict, j.slip), (*verdict, *slip), "{payments:?} {day}");
        }
    }

    #[test]
    fn the_first_day_after_the_window_is_the_first_that_is_light_or_broken() {
        let (b, _) = promised();
        assert_eq!(on(&b, "2026-06-25").window_ends, d("2026-06-25"));
        assert_eq!(on(&b, "2026-06-25").verdict, InGrace);
        assert_eq!(on(&b, "2026-06-26").verdict, Broken);
        let b = paid("2026-06-22", 1);
        assert_eq!(on(&b, "2026-06-25").verdict, InGrace);
        assert_eq!(on(&b, "2026-06-26").verdict, Light);
        assert_eq!(on(&b, "2026-06-26").short, Minor::new(99_999));
    }

    #[test]
    fn a_window_runs_over_the_weekend() {
        let mut b = BookMaker::new();
        let i = b.invoice("2025-09-01", "2025-09-15", 100_000);
        b.promise("2025-09-29", "2025-10-03", 100_000, &[i]);
        assert_eq!(on(&b, "2025-10-06").verdict, InGrace);
        assert_eq!(on(&b, "2025-10-07").verdict, Broken);
    }

    #[test]
    fn the_tolerance_is_kept_and_one_cent_less_is_not() {
        assert_eq!(on(&paid("2026-06-24", 99_900), "2026-06-26").verdict, Kept);
        assert_eq!(on(&paid("2026-06-24", 99_899), "2026-06-26").verdict, Light);
    }

    #[test]
    fn a_bounced_check_reopens_the_verdict_from_its_reversal_on() {
        let (mut b, i) = promised();
        let check = b.pay("2026-06-23", 100_000, &[(i, 100_000)]);
        b.reverse(check, "2026-06-30");
        assert_eq!(on(&b, "2026-06-29").verdict, Kept);
        assert_eq!(on(&b, "2026-06-30").verdict, Broken);
        b.pay("2026-07-02", 100_000, &[(i, 100_000)]);
        assert_eq!(on(&b, "2026-07-02").verdict, CuredLate);
    }

    #[test]
    fn credits_keep_nothing_but_nothing_is_asked_for_what_was_credited() {
        let (mut b, i) = promised();
        let credit = b.credit("2026-06-22", 40_000);
        b.apply(credit, i, 40_000, "2026-06-22");
        let j = on(&b, "2026-06-26");
        assert_eq!((j.verdict, j.required), (Broken, Minor::new(60_000)));
        b.pay("2026-06-24", 60_000, &[(i, 60_000)]);
        assert_eq!(on(&b, "2026-06-26").verdict, Kept);
        let (mut b, i) = promised();
        let credit = b.credit("2026-06-22", 100_000);
        b.apply(credit, i, 100_000, "2026-06-22");
        assert_eq!(on(&b, "2026-06-22").verdict, Kept);
    }

    #[test]
    fn a_dispute_lowers_what_is_required_and_shows() {
        let (mut b, i) = promised();
        b.dispute(i, 25_000, "2026-06-20");
        b.pay("2026-06-24", 75_000, &[(i, 75_000)]);
        let j = on(&b, "2026-06-26");
        assert_eq!((j.verdict, j.disputed), (Kept, Minor::new(25_000)));
    }

    #[test]
    fn a_new_promise_before_the_date_rolls_the_old_one_and_after_the_window_its_verdict_stands() {
        let ended = |kind, day: &str| {
            let (mut b, i) = promised();
            let old = b.book.promises[0].id;
            let new = b.promise(day, "2026-07-10", 100_000, &[i]);
            b.end(old, kind, day, Some(new));
            b.pay("2026-07-06", 100_000, &[(i, 100_000)]);
            let all = judge_all(&b.book, d("2026-07-08"), &Rules::default()).expect("fits");
            (all[0].verdict, all[1].verdict, all[1].level)
        };
        let superseded = EndKind::Superseded;
        assert_eq!(ended(superseded, "2026-06-22"), (Superseded, Kept, 2));
        assert_eq!(ended(superseded, "2026-06-25"), (Superseded, Kept, 2));
        assert_eq!(ended(superseded, "2026-06-26"), (Broken, Kept, 2));
        assert_eq!(
            ended(EndKind::Withdrawn, "2026-06-22"),
            (Withdrawn, Kept, 2)
        );
        assert_eq!(ended(EndKind::Voided, "2026-06-22"), (Voided, Kept, 1));
    }

    #[test]
    fn before_it_ended_a_promise_was_live() {
        let (mut b, i) = promised();
        let old = b.book.promises[0].id;
        let new = b.promise("2026-06-22", "2026-07-10", 100_000, &[i]);
        b.end(old, EndKind::Superseded, "2026-06-22", Some(new));
        assert_eq!(on(&b, "2026-06-21").verdict, Open);
        let then = judge_all(&b.book, d("2026-06-21"), &Rules::default()).expect("fits");
        assert_eq!(then.len(), 1, "the new one was not taken yet");
    }

    #[test]
    fn a_claim_in_its_mail_days_overlays_what_is_not_satisfied() {
        let (mut b, i) = promised();
        b.claim("2026-06-23", "2026-06-26", 100_000);
        assert_eq!(on(&b, "2026-06-22").in_transit_until, None);
        let j = on(&b, "2026-06-26");
        assert_eq!(
            (j.verdict, j.in_transit_until),
            (Broken, Some(d("2026-06-26")))
        );
        assert_eq!(on(&b, "2026-06-27").in_transit_until, None);
        b.pay("2026-06-25", 100_000, &[(i, 100_000)]);
        assert_eq!(on(&b, "2026-06-26").in_transit_until, None);
    }
}
