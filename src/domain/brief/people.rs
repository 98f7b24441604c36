//! Stops, requests, what we owe them, and whether anybody was reached.

use super::line;
use crate::domain::prep::{Sight, hold_text};
use crate::domain::say;
use crate::domain::touch::{Channel, Owner, Touch};
use crate::domain::view::{BriefLine, Tone};

/// A barrier older than this is history.
const BARRIER_DAYS: i64 = 60;
/// So many calls without reaching anybody are worth a word.
const ATTEMPTS: usize = 3;

/// A stop in force.
pub(super) fn hold(sight: &Sight<'_>) -> Option<BriefLine> {
    sight
        .hold()
        .map(|hold| line(Tone::Bad, hold_text(hold, sight)))
}

/// They asked to be called.
pub(super) fn inbound(sight: &Sight<'_>) -> Option<BriefLine> {
    let since = sight.facts.inbound_since?;
    let asked = sight
        .follow_ups()
        .find(|f| f.requested_by_them && f.made_on == since)
        .map(|f| f.reason.as_str());
    let message = sight
        .touches()
        .find(|t| t.inbound && t.on == since)
        .map(|t| t.note.as_str());
    let about = asked
        .or(message)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map_or(String::new(), |text| format!(": {text}"));
    Some(line(
        Tone::Warn,
        format!(
            "waiting for our call since {}{about}",
            say::near_day(since, sight.as_of)
        ),
    ))
}

/// What we promised them and have not done: late first, else what falls due within two days.
pub(super) fn owed_by_us(sight: &Sight<'_>) -> Option<BriefLine> {
    let task = sight
        .book
        .tasks
        .iter()
        .filter(|t| t.owner == Owner::Us && t.kind.is_owed() && t.made_on <= sight.as_of)
        .filter(|t| t.done_on.is_none_or(|done| done > sight.as_of))
        .min_by_key(|t| (t.due_on, t.id))?;
    let what = task.what.trim();
    match sight.days_since(task.due_on) {
        late if late > 0 => Some(line(
            Tone::Bad,
            format!(
                "we owe them since {}: {what}",
                say::near_day(task.due_on, sight.as_of)
            ),
        )),
        0 => Some(line(Tone::Warn, format!("we owe them today: {what}"))),
        -2..0 => Some(line(
            Tone::Plain,
            format!("we owe them by {}: {what}", sight.day(task.due_on)),
        )),
        _ => None,
    }
}

/// A lien or notice date that is near.
pub(super) fn lien(sight: &Sight<'_>) -> Option<BriefLine> {
    let step = sight.lien_step()?;
    let job = match step.job.trim() {
        "" => String::new(),
        job => format!(" for {job}"),
    };
    let left = -sight.days_since(step.due_on);
    let (tone, text) = if left < 0 {
        (
            Tone::Bad,
            format!(
                "{}{job} was to be filed by {}: {} ago",
                step.step,
                sight.day(step.due_on),
                say::plural(left.unsigned_abs(), "day")
            ),
        )
    } else {
        (
            Tone::Warn,
            format!(
                "{}{job} must be filed by {}: {}",
                step.step,
                sight.day(step.due_on),
                match left {
                    0 => "today".to_owned(),
                    n => format!("{} left", say::plural(n.unsigned_abs(), "day")),
                }
            ),
        )
    };
    Some(line(tone, text))
}

/// What stood in the way when somebody last said so.
pub(super) fn barrier(sight: &Sight<'_>) -> Option<BriefLine> {
    let touch = sight
        .touches()
        .take_while(|t| sight.days_since(t.on) <= BARRIER_DAYS)
        .find(|t| !t.in_the_way().is_empty())?;
    let barrier = say::list(&touch.in_the_way());
    let who = sight
        .contact_name(touch.contact)
        .map_or(String::new(), |name| format!(", said {name}"));
    let day = say::near_day(touch.on, sight.as_of);
    let on = match day.as_str() {
        "today" | "yesterday" => "",
        _ => "on ",
    };
    let text = format!("in the way {on}{day}: {barrier}{who}");
    Some(line(Tone::Plain, text))
}

/// Whether anybody there has been spoken with.
pub(super) fn reached(sight: &Sight<'_>) -> Option<BriefLine> {
    let is_attempt =
        |t: &&Touch| t.channel == Channel::Call && !t.inbound && t.outcome.is_attempt();
    match sight.facts.last_talk {
        None => {
            let tries = sight.touches().filter(is_attempt).count();
            let text = match tries {
                0 => "nobody has spoken with them yet".to_owned(),
                n => format!(
                    "nobody has spoken with them yet: {} without an answer",
                    say::plural(n as u64, "call")
                ),
            };
            Some(line(Tone::Plain, text))
        }
        Some(talk) => {
            let tries = sight
                .touches()
                .filter(|t| t.on >= talk)
                .filter(is_attempt)
                .count();
            (tries >= ATTEMPTS).then(|| {
                line(
                    Tone::Warn,
                    format!(
                        "{} without an answer since the talk on {}: try another hour or person",
                        say::plural(tries as u64, "call"),
                        sight.day(talk)
                    ),
                )
            })
        }
    }
}

/// Nobody can be called.
pub(super) fn phone(sight: &Sight<'_>) -> Option<BriefLine> {
    let known = sight
        .book
        .contacts
        .iter()
        .any(|c| c.phone.as_deref().is_some_and(|p| !p.trim().is_empty()));
    (!known).then(|| {
        line(
            Tone::Warn,
            "no phone number on file: ask sales or look at an invoice".to_owned(),
        )
    })
}
