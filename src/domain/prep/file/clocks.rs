//! On file: dated construction remedies that are planned and not done.

use super::super::Sight;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let steps =
        sight.book.lien_steps.iter().filter(|s| {
            s.made_on <= sight.as_of && s.done_on.is_none_or(|done| done > sight.as_of)
        });
    let line = |s: &crate::domain::touch::LienStep| BriefLine {
        tone: match sight.days_since(s.due_on) {
            1.. => Tone::Bad,
            n if -n <= i64::from(sight.rules.lien_days) => Tone::Warn,
            _ => Tone::Plain,
        },
        text: format!("{} on {} by {}", s.step, s.job, sight.day(s.due_on)),
    };
    steps.map(line).collect()
}
