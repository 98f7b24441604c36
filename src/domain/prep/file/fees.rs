//! On file: waivers with what became of them.

use super::super::{Sight, waivers};
use crate::domain::view::{BriefLine, Tone};
use crate::domain::waiver::WaiverState;

pub(super) fn lines(sight: &Sight<'_>) -> Vec<BriefLine> {
    let line = |w: crate::domain::view::WaiverLine| BriefLine {
        tone: match w.state {
            WaiverState::Earned => Tone::Good,
            WaiverState::AwaitsApproval => Tone::Warn,
            WaiverState::Offered | WaiverState::Refused | WaiverState::Lapsed => Tone::Plain,
        },
        text: format!(
            "{} waived ({}) if paid by {}: {}",
            sight.money(w.amount),
            w.reason.trim(),
            sight.day(w.by_when),
            w.state.words()
        ),
    };
    waivers(sight).into_iter().map(line).collect()
}
