//! Letters that did not arrive, and mailboxes that give them back.

use super::line;
use crate::domain::outbox::LetterState;
use crate::domain::prep::Sight;
use crate::domain::view::{BriefLine, Tone};

/// The newest letter was refused or may not have arrived, and nothing has gone to that address since.
pub(super) fn refused(sight: &Sight<'_>) -> Option<BriefLine> {
    let letters = &sight.book.letters;
    let known = || letters.iter().filter(|l| l.made_on <= sight.as_of);
    let letter = known()
        .filter(|l| !l.kind.is_internal())
        .filter(|l| matches!(l.state, LetterState::Refused | LetterState::Doubt))
        .max_by_key(|l| l.id)?;
    let since =
        known().any(|l| l.id > letter.id && l.to == letter.to && l.state == LetterState::Sent);
    if since {
        return None;
    }
    let day = sight.day(letter.tried_on.unwrap_or(letter.made_on));
    let (tone, became) = match letter.state {
        LetterState::Refused => (Tone::Bad, "was refused"),
        _ => (Tone::Warn, "may not have arrived"),
    };
    let why = letter.why.as_deref().map(str::trim).unwrap_or_default();
    let why: String = why.chars().take(80).collect();
    let why = if why.is_empty() {
        String::new()
    } else {
        format!(": {why}")
    };
    let text = format!(
        "the {} to {} {became} on {day}{why}",
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
