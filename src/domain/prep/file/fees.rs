//! On file: fees that were posted, what may be posted, waivers with what became of them.

use super::super::{Sight, waivers};
use crate::domain::fee::{FeeLine, FeesView};
use crate::domain::view::{BriefLine, Tone};
use crate::domain::waiver::WaiverState;

pub(super) fn lines(sight: &Sight<'_>, fees: &FeesView) -> Vec<BriefLine> {
    let mut out: Vec<BriefLine> = fees.posted.iter().map(|f| posted(sight, f)).collect();
    if let Some(why) = &fees.preview.blocked {
        out.push(BriefLine {
            tone: Tone::Bad,
            text: why.clone(),
        });
    }
    for p in &fees.preview.proposals {
        let allowed = match &p.basis {
            Some(basis) => format!("allowed by {basis}"),
            None => "no agreement allows it".to_owned(),
        };
        out.push(BriefLine {
            tone: Tone::Plain,
            text: format!(
                "may be posted: {} of {} ({}); {allowed}",
                p.kind.words(),
                sight.money(p.amount),
                p.words
            ),
        });
    }
    if let Some(agreed) = &fees.agreement {
        out.push(BriefLine {
            tone: Tone::Plain,
            text: format!("late charges agreed: {agreed}"),
        });
    }
    out.extend(offers(sight));
    out
}

fn posted(sight: &Sight<'_>, f: &FeeLine) -> BriefLine {
    let state = match (f.reversed, f.open.is_positive(), f.waived.is_positive()) {
        (true, _, _) => "taken back".to_owned(),
        (false, true, false) => format!("{} open", sight.money(f.open)),
        (false, true, true) => format!(
            "{} waived, {} open",
            sight.money(f.waived),
            sight.money(f.open)
        ),
        (false, false, true) => format!("{} waived", sight.money(f.waived)),
        (false, false, false) => "settled".to_owned(),
    };
    BriefLine {
        tone: if f.open.is_positive() {
            Tone::Warn
        } else {
            Tone::Plain
        },
        text: format!(
            "{} {} of {}, {}: {state} ({})",
            f.kind.words(),
            f.number,
            sight.money(f.amount),
            sight.day(f.on),
            f.words
        ),
    }
}

fn offers(sight: &Sight<'_>) -> Vec<BriefLine> {
    let line = |w: crate::domain::view::WaiverLine| BriefLine {
        tone: match w.state {
            WaiverState::Earned => Tone::Good,
            WaiverState::AwaitsApproval => Tone::Warn,
            WaiverState::Lapsed | WaiverState::Refused if w.posted.is_positive() => Tone::Warn,
            WaiverState::Offered
            | WaiverState::Posted
            | WaiverState::Refused
            | WaiverState::Lapsed => Tone::Plain,
        },
        text: format!(
            "{} waived ({}) if paid by {}: {}",
            sight.money(w.amount),
            w.reason.trim(),
            sight.day(w.by_when),
            w.words(sight.book.account.currency)
        ),
    };
    waivers(sight).into_iter().map(line).collect()
}
