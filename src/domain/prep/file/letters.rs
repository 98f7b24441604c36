//! On file: what was written to them, newest first, and what became of it; mailboxes that give mail back.

use super::super::Sight;
use crate::domain::outbox::LetterState;
use crate::domain::view::{BriefLine, Tone};

/// More letters than these are in the outbox's own list.
const MOST: usize = 12;

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let mut letters: Vec<_> = sight
        .book
        .letters
        .iter()
        .filter(|l| l.made_on <= sight.as_of)
        .collect();
    letters.sort_by_key(|l| std::cmp::Reverse(l.id));
    let more = letters.len().saturating_sub(MOST);
    let mut out: Vec<BriefLine> = sight
        .book
        .contacts
        .iter()
        .filter_map(|c| {
            let on = c.email_bad_on.filter(|on| *on <= sight.as_of)?;
            let mail = c.email.as_deref()?;
            Some(BriefLine {
                tone: Tone::Warn,
                text: format!(
                    "mail to {} ({mail}) comes back since {}",
                    c.name,
                    sight.day(on)
                ),
            })
        })
        .collect();
    out.extend(letters.into_iter().take(MOST).map(|l| {
        let state = l.state_on(sight.as_of);
        let (tone, became) = match state {
            LetterState::Sent => (Tone::Good, "sent"),
            LetterState::Refused => (Tone::Bad, "refused"),
            LetterState::Doubt => (Tone::Warn, "may have gone out"),
            LetterState::Sending => (Tone::Plain, "being sent, or cut off"),
            LetterState::Waiting => (Tone::Warn, "put off, tried again"),
            LetterState::Queued => (Tone::Plain, "to be sent"),
        };
        let day = sight.day(l.tried_on.unwrap_or(l.made_on));
        let why = match state {
            LetterState::Refused | LetterState::Waiting => l.why.as_deref(),
            _ => None,
        };
        let why = why.map_or_else(String::new, |w| format!(": {w}"));
        BriefLine {
            tone,
            text: format!("{day}: {} to {}, {became}{why}", l.kind.words(), l.to),
        }
    }));
    if more > 0 {
        out.push(BriefLine {
            tone: Tone::Plain,
            text: format!("and {more} earlier ones: bywhen outbox list --all"),
        });
    }
    out
}
