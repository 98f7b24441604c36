//! Late charges: one that is open, and what of it goes if a promise is kept.

use super::line;
use crate::domain::fee;
use crate::domain::prep::{self, Sight};
use crate::domain::view::{BriefLine, Tone};
use crate::domain::waiver::WaiverState;

/// What was offered stands until the day of its promise: it is said again in the call, and it is not given up before.
pub(super) fn offered(sight: &Sight<'_>) -> Option<BriefLine> {
    let waivers = prep::waivers(sight);
    let w = waivers.iter().find(|w| w.state == WaiverState::Offered)?;
    let of = w.document.and_then(|id| sight.document(id));
    let of = of.map_or(String::new(), |d| format!(" of {}", d.number));
    Some(line(
        Tone::Plain,
        format!(
            "offered: {}{of} goes if they pay by {}",
            sight.money(w.amount),
            sight.day(w.by_when)
        ),
    ))
}

/// The newest late charge that is open.
pub(super) fn posted(sight: &Sight<'_>) -> Option<BriefLine> {
    let fees = fee::lines(sight.book, &sight.balances);
    let newest = fees.iter().find(|f| f.open.is_positive())?;
    Some(line(
        Tone::Plain,
        format!(
            "{} {} of {} since {}, {} open",
            newest.kind.words(),
            newest.number,
            sight.money(newest.amount),
            sight.day(newest.on),
            sight.money(newest.open)
        ),
    ))
}
