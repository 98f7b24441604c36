//! What the ladder says before a call: an agency that has it, a step they were told of whose day comes near, the rung they stand on.

use super::line;
use crate::domain::clocks;
use crate::domain::ladder::{self, LadderStep, Telling, Walk};
use crate::domain::money::MoneyError;
use crate::domain::placement;
use crate::domain::prep::Sight;
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};

/// Days around the end of a notice period in which it is worth a line.
const NEAR: i64 = 7;

/// An agency has it.
pub(super) fn placed(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let Some(out) = placement::out(&sight.book.placements, sight.as_of) else {
        return Ok(None);
    };
    let back = out.recovered(sight.as_of)?;
    let came = if back.amount.is_positive() {
        format!(", {} came back", sight.money(back.amount))
    } else {
        String::new()
    };
    Ok(Some(line(
        Tone::Bad,
        format!(
            "with {} since {}: {} placed{came}; they ask, we do not",
            out.agency.trim(),
            sight.day(out.on),
            sight.money(out.amount)
        ),
    )))
}

/// Who is to be called before a filing that is planned, while somebody was not: with the number, so that nobody has to look for it.
pub(super) fn courtesy(sight: &Sight<'_>) -> Option<BriefLine> {
    let ahead = i64::from(sight.rules.lien_days);
    let filing = clocks::filings(sight.book, sight.facts.open, sight.as_of)
        .filter(|f| !f.not_called.is_empty())
        .filter(|f| -sight.days_since(f.due_on(sight.as_of)) <= ahead)
        .min_by_key(|f| (f.call_by, f.job.id))?;
    let who: Vec<String> = filing
        .not_called
        .iter()
        .map(|p| match &p.phone {
            Some(phone) => format!("{} {}", p.name.trim(), phone.trim()),
            None => p.name.trim().to_owned(),
        })
        .collect();
    let who: Vec<&str> = who.iter().map(String::as_str).collect();
    let (tone, by) = match filing.call_by < sight.as_of {
        true => (
            Tone::Bad,
            format!("was due by {}", sight.day(filing.call_by)),
        ),
        false => (Tone::Warn, format!("by {}", sight.day(filing.call_by))),
    };
    Some(line(
        tone,
        format!(
            "courtesy call {by}, before the {} on {} of {}: {}",
            filing.kind.words(),
            filing.job.name.trim(),
            sight.day(filing.file_on),
            say::list(&who)
        ),
    ))
}

/// They were told of a step, and its day is near: the call must not say otherwise.
pub(super) fn told(sight: &Sight<'_>) -> Option<BriefLine> {
    let since = sight.facts.oldest_due?;
    if !sight.facts.collectible.is_positive() {
        return None;
    }
    LadderStep::ALL
        .iter()
        .filter_map(|step| {
            let known = ladder::telling(
                *step,
                &sight.book.told,
                &sight.rules.ladder,
                Some(since),
                sight.as_of,
            );
            match known {
                Telling::TooEarly { told_on, from } | Telling::Ripe { told_on, from } => {
                    Some((from, told_on, *step))
                }
                Telling::NotNeeded | Telling::NotTold { .. } => None,
            }
        })
        .filter(|(from, _, _)| sight.days_since(*from).abs() <= NEAR)
        .min()
        .map(|(from, told_on, step)| {
            line(
                Tone::Warn,
                format!(
                    "told them {} of the {} from {}: {}",
                    say::near_day(told_on, sight.as_of),
                    step.words(),
                    sight.day(from),
                    say::distance(from, sight.as_of)
                ),
            )
        })
}

/// Where they stand on the ladder, from the supervisor's call on.
pub(super) fn ladder(sight: &Sight<'_>) -> Option<BriefLine> {
    let stands = ladder::standing(
        &sight.facts,
        &sight.book.told,
        &sight.rules.ladder,
        sight.as_of,
    );
    let rung = stands.present?;
    let light = matches!(rung.step, LadderStep::Reminder | LadderStep::Call);
    if stands.walk != Walk::On || light {
        return None;
    }
    let words = stands.words(sight.as_of)?;
    Some(line(Tone::Plain, format!("on the ladder: {words}")))
}
