//! On file: what is owed of the credit limit, the hold of shipments, terms, and what was changed about them.

use super::super::Sight;
use crate::domain::credit::{self, Standing};
use crate::domain::money::Minor;
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let (book, day) = (sight.book, sight.as_of);
    let currency = book.account.currency;
    let mut out = Vec::new();
    let mut add = |tone, text| out.push(BriefLine { tone, text });
    if let Some(hold) = credit::hold_at(book, day) {
        let since = sight.day(hold.from);
        add(
            Tone::Bad,
            format!("credit hold since {since}: {}", hold.reason.trim()),
        );
    }
    let owed = credit::exposure(sight.facts.open, sight.facts.unapplied).unwrap_or(Minor::ZERO);
    if let Some(limit) = sight.facts.credit_limit {
        let tone = match credit::standing(owed, Some(limit)) {
            Standing::Over => Tone::Warn,
            Standing::Near | Standing::Within | Standing::NoLimit => Tone::Plain,
        };
        let share = credit::share_words(owed, limit, currency);
        let left = match limit.less(owed) {
            left if left.is_positive() && owed <= limit => {
                format!(", {} left", say::money(left, currency))
            }
            _ => String::new(),
        };
        add(
            tone,
            format!("owed {}: {share}{left}", say::money(owed, currency)),
        );
    }
    let terms = |t: &credit::TermsChange| {
        format!(
            "{} from {} (by {}): {}",
            t.terms.words(),
            sight.day(t.from),
            t.by,
            t.reason.trim()
        )
    };
    let now = credit::terms_at(book, day);
    if let Some(t) = now {
        add(Tone::Warn, terms(t));
    }
    if let Some(t) = credit::terms_ahead(book, day) {
        add(Tone::Warn, terms(t));
    }
    for change in book.limits.iter().rev().filter(|l| l.on <= day).take(5) {
        let of = |limit: Option<Minor>| {
            limit.map_or_else(|| "none".to_owned(), |l| l.show_whole(currency))
        };
        add(
            Tone::Plain,
            format!(
                "limit from {} to {} on {} (by {}): {}",
                of(change.before),
                of(change.after),
                sight.day(change.on),
                change.by,
                change.reason.trim()
            ),
        );
    }
    out
}
