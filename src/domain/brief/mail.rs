//! Letters that did not arrive, and mailboxes that give them back.

use super::line;
use crate::domain::outbox::{LetterKind, LetterMark, LetterState};
use crate::domain::prep::Sight;
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};
use chrono::NaiveDate;

/// What helps a refused letter.
const AGAIN: &str = "; correct the address and send it again";

/// The newest letter that was refused or may not have arrived, where no later one has gone in its place: to the same address, or of the same kind.
pub(in crate::domain) fn undelivered<'a>(sight: &Sight<'a>) -> Option<&'a LetterMark> {
    newest(&sight.book.letters, sight.as_of)
}

fn newest(letters: &[LetterMark], as_of: NaiveDate) -> Option<&LetterMark> {
    let known = || letters.iter().filter(|l| l.made_on <= as_of);
    let letter = known()
        .filter(|l| !l.kind.is_internal())
        .filter(|l| {
            let state = l.state_on(as_of);
            matches!(state, LetterState::Refused | LetterState::Doubt)
        })
        .max_by_key(|l| l.id)?;
    let instead = |l: &&LetterMark| {
        l.id > letter.id
            && (l.to == letter.to && l.state == LetterState::Sent
                || l.kind == letter.kind && l.state != LetterState::Refused)
    };
    known().find(instead).is_none().then_some(letter)
}

/// What did not arrive, why, and what helps.
pub(super) fn refused(sight: &Sight<'_>) -> Option<BriefLine> {
    undelivered_line(&sight.book.letters, sight.as_of)
}

/// Of all letters of an account, what did not arrive, why, and what helps.
#[must_use]
pub fn undelivered_line(letters: &[LetterMark], as_of: NaiveDate) -> Option<BriefLine> {
    let letter = newest(letters, as_of)?;
    let day = say::day(letter.tried_on.unwrap_or(letter.made_on), as_of);
    let refused = letter.state == LetterState::Refused;
    let many = letter.kind == LetterKind::Copies;
    let (tone, became, then) = match (refused, many) {
        (true, true) => (Tone::Bad, "were refused", AGAIN),
        (true, false) => (Tone::Bad, "was refused", AGAIN),
        (false, _) => (
            Tone::Warn,
            "may not have arrived",
            "; ask them, then say so in the outbox",
        ),
    };
    let why = letter.why.as_deref().map(str::trim).unwrap_or_default();
    let why: String = why.chars().take(80).collect();
    let why = match why.is_empty() {
        true => String::new(),
        false => format!(": {why}"),
    };
    let of = match letter.invoices.as_slice() {
        [] => String::new(),
        some @ ([_] | [_, _]) => format!(" of {}", say::list(some)),
        [first, rest @ ..] => format!(" of {first} and {} more", rest.len()),
    };
    let text = format!(
        "the {}{of} to {} {became} on {day}{why}{then}",
        letter.kind.words(),
        letter.to
    );
    Some(line(tone, text))
}

/// Mail to the one to ask for first comes back, and nobody else there has a mailbox that works.
pub(super) fn bounces(sight: &Sight<'_>) -> Option<BriefLine> {
    let people = &sight.book.contacts;
    let since =
        |c: &crate::domain::account::Contact| c.email_bad_on.filter(|on| *on <= sight.as_of);
    let works = people
        .iter()
        .any(|c| c.email.is_some() && since(c).is_none());
    let (name, on) = people
        .iter()
        .filter_map(|c| since(c).map(|on| (&c.name, on)))
        .max_by_key(|(_, on)| *on)?;
    (!works).then(|| {
        line(
            Tone::Warn,
            format!(
                "mail to {name} comes back since {}: ask for another address",
                sight.day(on)
            ),
        )
    })
}
