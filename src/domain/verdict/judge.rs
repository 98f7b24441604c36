//! The verdict itself: where the money and the day stand against the promise's date and window (DOMAIN §3, the table).

use super::attribution::{Case, hand_out};
use super::required::required;
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
            judgement.short_matches = shortfall::matches(promise, judgement, book, &balances)?;
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
                (end.on, required(promise, book, &then)?)
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
    chain::link(&mut judgements, book, balances);
    Ok(judgements)
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
    let by_date = match satisfied {
        Some(day) if day <= by_when => Verdict::Kept,
        Some(day) if day <= window_ends => Verdict::KeptLate,
        Some(_) => Verdict::CuredLate,
        None if case.until < by_when => Verdict::Open,
        None if case.until == by_when => Verdict::DueToday,
        None if case.until <= window_ends => Verdict::InGrace,
        None if case.received.is_positive() => Verdict::Light,
        None => Verdict::Broken,
    };
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
    }
}

/// The day on which enough had come; the day it was taken when nothing is required.
fn satisfied_on(case: &Case<'_>) -> Option<NaiveDate> {
    if case.required.is_zero() {
        return Some(case.promise.taken_on.min(case.promise.by_when));
    }
    let mut sum = 0_i64;
    for receipt in &case.receipts {
        sum = sum.saturating_add(receipt.amount.get());
        if sum >= case.enough.get() {
            return Some(receipt.on);
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
