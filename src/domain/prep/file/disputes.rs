//! On file: what they contest, and how what they contested ended.

use super::super::{Sight, disputes};
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let mut out: Vec<BriefLine> = disputes(sight)
        .into_iter()
        .map(|d| {
            let owner = d.owner.as_deref().unwrap_or("nobody");
            let by = d
                .due_on
                .map_or(String::new(), |day| format!(" by {}", sight.day(day)));
            let late = match d.late {
                0 => String::new(),
                n => format!(", {} late", say::plural(n.unsigned_abs(), "business day")),
            };
            BriefLine {
                tone: if d.late > 0 { Tone::Warn } else { Tone::Plain },
                text: format!(
                    "open since {}: {} of {} ({}), {owner} answers{by}{late}",
                    sight.day(d.opened_on),
                    sight.money(d.amount),
                    d.number,
                    d.reason.trim()
                ),
            }
        })
        .collect();
    let ended = sight.book.disputes.iter().rev().filter_map(|d| {
        let on = d.resolved_on.filter(|on| *on <= sight.as_of)?;
        let how = d.ended.map_or("ended", |end| end.words());
        let number = sight.document(d.document).map_or("", |x| x.number.as_str());
        Some(BriefLine {
            tone: Tone::Plain,
            text: format!(
                "{}: {} of {number} ({}) {how}",
                sight.day(on),
                sight.money(d.amount),
                d.reason.trim()
            ),
        })
    });
    out.extend(ended);
    out
}
