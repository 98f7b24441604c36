//! The facts of one day, read from the book.

use super::{Facts, PromiseFact, coverage};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim::{self, ClaimState};
use crate::domain::clocks;
use crate::domain::credit;
use crate::domain::ids::{ClaimId, TouchId};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::placement;
use crate::domain::promise::Promise;
use crate::domain::rules::Rules;
use crate::domain::touch::{Channel, FollowUp, HoldKind, Owner, Touch};
use crate::domain::verdict::{Judgement, Verdict, judge_plain};
use chrono::NaiveDate;

/// The day from which `due_weight` counts.
pub(crate) const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// All facts except the next turn.
pub(super) fn still(book: &Book, as_of: NaiveDate, rules: &Rules) -> Result<Facts, MoneyError> {
    let balances = Balances::at(book, as_of)?;
    let claims = claim::states(book, &balances);
    let judgements = judge_plain(book, &balances, &claims, rules)?;
    let coverage = coverage::of(book, &balances, &claims, &judgements)?;

    let mut past_due = Minor::ZERO;
    let mut weight = 0_i128;
    let (mut open_count, mut past_due_count, mut oldest_due) = (0_u32, 0_u32, None);
    for row in balances.receivables() {
        open_count += 1;
        let part = row.past_due(as_of);
        if part.is_positive() {
            past_due = past_due.plus(part)?;
            past_due_count += 1;
            let day = row.due.signed_duration_since(EPOCH).num_days();
            weight += i128::from(part.get()) * i128::from(day);
            oldest_due = Some(oldest_due.map_or(row.due, |d: NaiveDate| d.min(row.due)));
        }
    }
    let explained = Minor::sum([
        coverage.disputed,
        coverage.covered,
        coverage.in_transit,
        coverage.conceded,
    ])?;
    let follow_up = live_follow_up(book, as_of);
    let touches = || {
        book.touches
            .iter()
            .filter(|t| t.on <= as_of && t.is_contact())
    };
    let live = || judgements.iter().filter(|j| j.verdict.is_live());

    Ok(Facts {
        account: book.account.id,
        kind: book.account.kind,
        currency: book.account.currency,
        open: balances.total_open()?,
        open_count,
        unapplied: balances.unapplied()?,
        past_due,
        past_due_count,
        // It only ranks; an account of trillions may rank as one of fewer trillions, but must still be shown.
        due_weight: i64::try_from(weight).unwrap_or(i64::MAX),
        oldest_due,
        disputed: coverage.disputed,
        covered: coverage.covered,
        in_transit: coverage.in_transit,
        collectible: past_due.less(explained),
        credit_limit: credit::limit_at(book, as_of),
        last_touch: touches().map(|t| t.on).max(),
        last_talk: touches()
            .filter(|t| t.right_party && !t.outcome.is_attempt())
            .map(|t| t.on)
            .max(),
        follow_up: follow_up.map(|f| f.due_on),
        follow_up_at: follow_up.and_then(|f| f.at),
        follow_up_made: follow_up.map(|f| f.made_on),
        inbound_since: inbound_since(book, follow_up, as_of),
        promise: promise_fact(book, &balances, &claims, &judgements, rules),
        next_promise: live().filter_map(|j| by_when(book, j)).min(),
        claim_due: book
            .claims
            .iter()
            .filter(|c| {
                claims.iter().any(|(id, state)| {
                    *id == c.id && matches!(state, ClaimState::InTransit | ClaimState::Overdue)
                })
            })
            .map(|c| c.expected_by)
            .min(),
        owed_by_us: book
            .tasks
            .iter()
            .filter(|t| t.owner == Owner::Us && t.kind.is_owed() && t.made_on <= as_of)
            .filter(|t| t.done_on.is_none_or(|day| day > as_of))
            .map(|t| t.due_on)
            .min(),
        hold: book
            .holds
            .iter()
            .filter(|h| h.from <= as_of && h.until.is_none_or(|day| as_of < day))
            .map(|h| h.kind)
            .min_by_key(|kind| severity(*kind)),
        lien_due: book
            .lien_steps
            .iter()
            // Once the last day has passed there is nothing to call about.
            .filter(|l| l.made_on <= as_of && l.due_on >= as_of)
            .filter(|l| l.done_on.is_none_or(|day| day > as_of))
            .map(|l| l.due_on)
            .chain(clocks::running(book, balances.total_open()?, as_of, rules).map(|l| l.due_on))
            .chain(clocks::filings(book, balances.total_open()?, as_of).map(|f| f.due_on(as_of)))
            .min(),
        placed_on: placement::out(&book.placements, as_of).map(|p| p.on),
        placement_again: placement::again(&book.declined, as_of),
        pays_or_promises: live().next().is_some()
            || judgements.iter().any(|j| {
                j.required.is_positive() && matches!(j.verdict, Verdict::Kept | Verdict::KeptLate)
            }),
        next_turn: None,
    })
}

fn severity(kind: HoldKind) -> u8 {
    match kind {
        HoldKind::Bankruptcy => 0,
        HoldKind::Attorney => 1,
        HoldKind::CeaseContact => 2,
    }
}

fn promise_of<'a>(book: &'a Book, j: &Judgement) -> Option<&'a Promise> {
    book.promises.iter().find(|p| p.id == j.promise)
}

fn by_when(book: &Book, j: &Judgement) -> Option<NaiveDate> {
    promise_of(book, j).map(|p| p.by_when)
}

/// A later touch than the one in which something was agreed, which is more than a note or a letter of ours.
fn touched_after(
    book: &Book,
    after: Option<TouchId>,
    as_of: NaiveDate,
    answers: impl Fn(&Touch) -> bool,
) -> bool {
    book.touches
        .iter()
        .filter(|t| t.on <= as_of && t.is_contact())
        .any(|t| after.is_none_or(|id| t.id > id) && answers(t))
}

/// The newest follow-up, unless a later touch on or after its day has answered it.
fn live_follow_up(book: &Book, as_of: NaiveDate) -> Option<&FollowUp> {
    let newest = book
        .follow_ups
        .iter()
        .filter(|f| f.made_on <= as_of)
        .max_by_key(|f| f.id)?;
    let from = newest.due_on.max(newest.made_on);
    let answered = touched_after(book, newest.touch, as_of, |t| t.on >= from);
    (!answered).then_some(newest)
}

/// Since when they wait for our call: a follow-up that they asked for and whose day has come, or a message of theirs
/// that nobody answered.
fn inbound_since(book: &Book, follow_up: Option<&FollowUp>, as_of: NaiveDate) -> Option<NaiveDate> {
    let asked = follow_up
        .filter(|f| f.requested_by_them && f.due_on <= as_of)
        .map(|f| f.made_on);
    let message = book
        .touches
        .iter()
        .filter(|t| t.on <= as_of && t.inbound && t.channel != Channel::Note)
        .filter(|t| t.outcome.is_attempt())
        .filter(|t| {
            !touched_after(book, Some(t.id), as_of, |later| {
                !later.inbound || !later.outcome.is_attempt()
            })
        })
        .map(|t| t.on)
        .min();
    match (asked, message) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// The promise that brings the account up: the strongest that failed and still stands, else a late one, else one that is due
/// today; else the next live one. What a claim in its mail days covers brings nothing up.
fn promise_fact(
    book: &Book,
    balances: &Balances,
    claims: &[(ClaimId, ClaimState)],
    judgements: &[Judgement],
    rules: &Rules,
) -> Option<PromiseFact> {
    let as_of = balances.as_of();
    let rank = |j: &Judgement, p: &Promise| -> Option<(u8, i64)> {
        let level = i64::from(j.level);
        let covered = under_way(book, claims, p) >= j.short;
        match j.verdict {
            Verdict::Open => Some((3, 0)),
            Verdict::DueToday | Verdict::InGrace | Verdict::Broken | Verdict::Light if covered => {
                None
            }
            Verdict::DueToday => Some((2, 0)),
            Verdict::InGrace => Some((1, -level)),
            Verdict::Broken | Verdict::Light => {
                let stands = p.end.as_ref().is_none_or(|end| end.on > as_of)
                    && debt_of(p, balances).is_positive();
                let points = match j.verdict {
                    Verdict::Broken => rules.weights.broken,
                    _ => rules.weights.light,
                };
                stands.then_some((0, points.saturating_mul(level).saturating_neg()))
            }
            Verdict::Kept
            | Verdict::KeptLate
            | Verdict::CuredLate
            | Verdict::Superseded
            | Verdict::Withdrawn
            | Verdict::Voided => None,
        }
    };
    judgements
        .iter()
        .filter_map(|j| promise_of(book, j).map(|p| (j, p)))
        .filter_map(|(j, p)| {
            rank(j, p).map(|(tier, strength)| {
                // Among the next live ones the nearest date comes first, among the others the larger amount.
                let size = if tier == 3 {
                    Minor::ZERO
                } else {
                    j.short.negated()
                };
                ((tier, strength, size, p.by_when, p.id), j, p)
            })
        })
        .min_by_key(|(key, _, _)| *key)
        .map(|(_, j, p)| PromiseFact {
            id: p.id,
            verdict: j.verdict,
            by_when: p.by_when,
            required: j.required,
            received: j.received,
            short: j.short,
            level: j.level,
        })
}

/// What of the promise's debt is still open: settled invoices need no call, whatever became of the promise.
pub(crate) fn debt_of(promise: &Promise, balances: &Balances) -> Minor {
    let sum = |amounts: &mut dyn Iterator<Item = Minor>| {
        amounts.fold(Minor::ZERO, |a, b| a.plus(b).unwrap_or(a))
    };
    if promise.items.is_empty() {
        sum(&mut balances
            .receivables()
            .filter(|r| r.issued <= promise.taken_on)
            .map(|r| r.open))
    } else {
        sum(&mut promise.items.iter().map(|i| balances.open(i.document)))
    }
}

/// Money said to be under way for a promise, still in its mail days; below zero when there is none.
fn under_way(book: &Book, claims: &[(ClaimId, ClaimState)], promise: &Promise) -> Minor {
    book.claims
        .iter()
        .filter(|c| claims.contains(&(c.id, ClaimState::InTransit)))
        .filter(|c| claim::concerns(c, promise))
        .map(|c| c.amount)
        .reduce(|a, b| a.plus(b).unwrap_or(a))
        .unwrap_or(Minor::new(-1))
}
