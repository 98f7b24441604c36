//! On file: what they contest, and how what they contested ended.

use super::super::{Sight, disputes, settled};
use crate::domain::concession;
use crate::domain::dispute::{CaseKind, DisputeEnd};
use crate::domain::say;
use crate::domain::view::{BriefLine, Tone};

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let mut out: Vec<BriefLine> = disputes(sight)
        .into_iter()
        .map(|d| {
            let what = match d.kind {
                CaseKind::Dispute => "on dispute",
                CaseKind::Deduction => "deducted",
            };
            let again = if d.again { " (again)" } else { "" };
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
                    "{what} since {}{again}: {} of {} ({}), {owner} answers{by}{late}",
                    sight.day(d.opened_on),
                    sight.money(d.amount),
                    d.number,
                    d.reason.trim()
                ),
            }
        })
        .collect();
    let ended = settled(sight).into_iter().map(|d| {
        let how = d.how.map_or("ended", DisputeEnd::words);
        let credit = match d.credited.is_positive() {
            true => format!(", credit of {}", sight.money(d.credited)),
            false => String::new(),
        };
        let again = if d.reopened { ", opened again" } else { "" };
        let days = d.ended_on.signed_duration_since(d.opened_on).num_days();
        BriefLine {
            tone: Tone::Plain,
            text: format!(
                "{}: {} of {} ({}) {how}{credit} after {}{again}",
                sight.day(d.ended_on),
                sight.money(d.amount),
                d.number,
                d.reason.trim(),
                say::plural(days.max(0).unsigned_abs(), "day")
            ),
        }
    });
    let awaited = sight.balances.receivables().filter_map(|row| {
        let left = concession::awaited(sight.book, &sight.balances, row.id).ok()?;
        let number = sight.document(row.id)?.number.as_str();
        left.is_positive().then(|| BriefLine {
            tone: Tone::Warn,
            text: format!(
                "a credit of {} on {number} was agreed and is not in the books yet: it is not asked for",
                sight.money(left)
            ),
        })
    });
    out.extend(awaited);
    out.extend(ended);
    out
}
