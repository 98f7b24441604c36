//! What they promised, and what became of it.

use super::line;
use crate::domain::claim::ClaimState;
use crate::domain::ids::PromiseId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::prep::{Sight, vehicle};
use crate::domain::promise::Promise;
use crate::domain::say;
use crate::domain::verdict::{self, Judgement, Verdict};
use crate::domain::view::{BriefLine, Tone};

/// The promise that the call is about: failed, late, or due today.
pub(super) fn subject(sight: &Sight<'_>) -> Option<BriefLine> {
    let id = sight.facts.promise.as_ref()?.id;
    let judgement = sight.judgement(id)?;
    let promise = sight.promise(id)?;
    let said = format!(
        "promised {} by {}",
        sight.money(promise.amount),
        sight.day(promise.by_when)
    );
    let got = if judgement.received.is_positive() {
        format!("got {}", sight.money(judgement.received))
    } else {
        "nothing came".to_owned()
    };
    let (tone, mut text) = match judgement.verdict {
        Verdict::Light => {
            let mut text = format!(
                "{said}, {got}: light by {}{}",
                sight.money(judgement.short),
                nth(judgement)
            );
            if !judgement.short_matches.is_empty() {
                text.push_str("; ");
                text.push_str(&judgement.short_matches.join(" or "));
            }
            (Tone::Bad, text)
        }
        Verdict::Broken => (
            Tone::Bad,
            format!(
                "{said}, {got}: broken{}{}",
                nth(judgement),
                less(sight, promise, judgement)
            ),
        ),
        Verdict::InGrace => (
            Tone::Warn,
            format!(
                "{said}, {got} so far: late, {} after {}",
                if judgement.received.is_positive() {
                    "light"
                } else {
                    "broken"
                },
                sight.day(judgement.window_ends)
            ),
        ),
        Verdict::DueToday => (
            Tone::Warn,
            format!(
                "promised {} for today: {}",
                sight.money(promise.amount),
                if judgement.received.is_positive() {
                    format!("{} is here", sight.money(judgement.received))
                } else {
                    "not here yet".to_owned()
                }
            ),
        ),
        Verdict::Open
        | Verdict::Kept
        | Verdict::KeptLate
        | Verdict::CuredLate
        | Verdict::Superseded
        | Verdict::Withdrawn
        | Verdict::Voided => return None,
    };
    if let Some(over) = verdict::overlay(judgement, sight.book.account.currency, sight.as_of) {
        text.push_str(&format!("; {over}"));
    }
    Some(line(tone, text))
}

/// `, 2nd time`.
fn nth(judgement: &Judgement) -> String {
    if judgement.level > 1 {
        format!(", {} time", say::ordinal(judgement.level))
    } else {
        String::new()
    }
}

/// Why less than the promised amount was required, where that is so.
fn less(sight: &Sight<'_>, promise: &Promise, judgement: &Judgement) -> String {
    if judgement.required < promise.amount {
        format!(
            "; {} of it was left to pay",
            sight.money(judgement.required)
        )
    } else {
        String::new()
    }
}

/// A debt that has been given date after date.
pub(super) fn chain(sight: &Sight<'_>) -> Option<BriefLine> {
    let newest = sight
        .judgements
        .iter()
        .rev()
        .find(|j| j.verdict.is_live() || j.verdict.is_failed())?;
    if newest.chain.len() < 3 {
        return None;
    }
    let text = verdict::chain_line(newest, &sight.judgements, sight.book, sight.as_of)?;
    Some(line(Tone::Bad, text))
}

/// Money said to be under way that should be here.
pub(super) fn claims_overdue(sight: &Sight<'_>) -> Option<BriefLine> {
    let claims = sight.claims_in(ClaimState::Overdue);
    let first = claims.first()?;
    let more = match claims.len() {
        1 => String::new(),
        n => format!(", nor {} more", n - 1),
    };
    Some(line(
        Tone::Bad,
        format!(
            "{} for {} was due {}: not here{more}",
            vehicle(first.method, first.reference.as_deref()),
            sight.money(first.amount),
            sight.day(first.expected_by)
        ),
    ))
}

/// Money said to be under way, still in its mail days.
pub(super) fn claims_under_way(sight: &Sight<'_>) -> Option<BriefLine> {
    let claims = sight.claims_in(ClaimState::InTransit);
    let first = claims.first()?;
    Some(line(
        Tone::Plain,
        format!(
            "{} for {} is under way since {}: expect it by {}",
            vehicle(first.method, first.reference.as_deref()),
            sight.money(first.amount),
            say::near_day(first.mailed_on, sight.as_of),
            sight.day(first.expected_by)
        ),
    ))
}

/// Promises whose date is ahead.
pub(super) fn live(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let mut ahead: Vec<(&Promise, &Judgement)> = sight
        .judgements
        .iter()
        .filter(|j| j.verdict == Verdict::Open)
        .filter_map(|j| Some((sight.promise(j.promise)?, j)))
        .collect();
    ahead.sort_by_key(|(p, _)| (p.by_when, p.id));
    let Some((next, judgement)) = ahead.first() else {
        return Ok(None);
    };
    let mut text = format!(
        "{} promised by {}",
        sight.money(next.amount),
        sight.day(next.by_when)
    );
    if judgement.received.is_positive() {
        text.push_str(&format!(
            ", {} of it is here",
            sight.money(judgement.received)
        ));
    }
    if let [_, rest @ ..] = ahead.as_slice()
        && !rest.is_empty()
    {
        let sum = Minor::sum(rest.iter().map(|(_, j)| j.short))?;
        text.push_str(&format!("; {} more promised after that", sight.money(sum)));
    }
    Ok(Some(line(Tone::Good, text)))
}

/// How far their word goes.
pub(super) fn word(sight: &Sight<'_>) -> Option<BriefLine> {
    let known = sight.word();
    let kept = known.kept + known.kept_late;
    if known.promised < 2 {
        return None;
    }
    if kept == known.promised {
        let text = if kept == 2 {
            "kept both promises so far".to_owned()
        } else {
            format!("kept all {kept} promises so far")
        };
        return Some(line(Tone::Good, text));
    }
    // One failure among many is no news.
    if kept * 3 > known.promised * 2 {
        return None;
    }
    let slip = match known.median_slip {
        Some(days) if days > 0 => {
            format!(
                ", usually {} late",
                say::plural(days.unsigned_abs(), "business day")
            )
        }
        _ => String::new(),
    };
    let last = last_kept(sight)
        .filter(|_| kept > 0)
        .map_or(String::new(), |p| {
            format!(
                ", the last one for {}",
                say::short_day(p.by_when, sight.as_of)
            )
        });
    Some(line(
        Tone::Warn,
        format!("kept {kept} of {} promises{last}{slip}", known.promised),
    ))
}

fn last_kept<'a>(sight: &Sight<'a>) -> Option<&'a Promise> {
    let kept: Vec<PromiseId> = sight
        .judgements
        .iter()
        .filter(|j| matches!(j.verdict, Verdict::Kept | Verdict::KeptLate))
        .map(|j| j.promise)
        .collect();
    kept.into_iter()
        .filter_map(|id| sight.promise(id))
        .max_by_key(|p| p.by_when)
}
