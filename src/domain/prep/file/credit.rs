//! On file: the credit limit and what is used of it.

use super::super::Sight;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let account = &sight.book.account;
    let Some(limit) = account.credit_limit else {
        return Vec::new();
    };
    let over = sight.facts.open > limit;
    vec![BriefLine {
        tone: if over { Tone::Warn } else { Tone::Plain },
        text: format!(
            "limit {}, {} open",
            limit.show_whole(account.currency),
            sight.money(sight.facts.open)
        ),
    }]
}
