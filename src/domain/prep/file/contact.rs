//! On file: which contact rules hold, where they depart from those of a plain business, and what is known of a stop.

use super::super::Sight;
use crate::domain::account::AccountKind;
use crate::domain::call_rules::Who;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let account = &sight.book.account;
    let mut out = Vec::new();
    for hold in sight.book.holds.iter().filter(|h| h.holds(sight.as_of)) {
        let facts = hold.details.facts();
        let known = match facts.is_empty() {
            true => String::new(),
            false => format!(": {}", facts.join(", ")),
        };
        out.push(BriefLine {
            tone: Tone::Bad,
            text: format!(
                "{} since {}{known}",
                hold.kind.words(),
                sight.day(hold.from)
            ),
        });
    }
    let rules = sight.rules.calls.in_force(&Who::of(account));
    let flags = &account.flags;
    let plain = rules.kind == AccountKind::Commercial && flags.guarantor.is_none();
    if !plain {
        let mut text = rules.words;
        if flags.natural_person {
            text.push_str("; a natural person owes");
        }
        if let Some(who) = &flags.guarantor {
            text.push_str(&format!("; {} guarantees it", who.trim()));
        }
        out.push(BriefLine {
            tone: Tone::Plain,
            text,
        });
    }
    out
}
