//! What is on file about an account besides invoices, promises and notes: sections of plain lines, one file each.
//!
//! Pure. A section that has nothing to say is left out. What only the ledger knows (letters) the store puts in.

mod clocks;
mod contact;
mod credit;
mod disputes;
mod fees;
mod letters;

use super::Sight;
use crate::domain::fee::FeesView;
use crate::domain::named::named;
use crate::domain::view::BriefLine;
use serde::{Deserialize, Serialize};

named! {
    /// A section, in the order in which they stand.
    pub enum FileKind {
        /// Finance charges, late fees, waivers.
        Fees => "fees", "fees";
        /// What they contest or keep back, and how it ended.
        Disputes => "disputes", "disputes and deductions";
        /// Limit, exposure, holds, terms.
        Credit => "credit", "credit";
        /// Notices, liens, placement.
        Clocks => "clocks", "clocks";
        /// What was sent.
        Letters => "letters", "letters";
        /// Stops on contact, and which rules hold.
        Contact => "contact", "contact rules and stops";
        /// What was stopped, warned of, done all the same.
        Audit => "audit", "audit trail";
    }
}

/// A section of lines under its heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileSection {
    /// Which.
    pub kind: FileKind,
    /// One fact each, without a full stop.
    pub lines: Vec<BriefLine>,
}

/// The sections that have something to say.
pub(super) fn sections(sight: &Sight<'_>, view: &FeesView) -> Vec<FileSection> {
    let lines = |kind| match kind {
        FileKind::Fees => fees::lines(sight, view),
        FileKind::Disputes => disputes::lines(sight),
        FileKind::Credit => credit::lines(sight),
        FileKind::Clocks => clocks::lines(sight),
        FileKind::Contact => contact::lines(sight),
        FileKind::Audit => Vec::new(),
        FileKind::Letters => letters::lines(sight),
    };
    let all = FileKind::ALL.iter().copied().map(|kind| FileSection {
        kind,
        lines: lines(kind),
    });
    all.filter(|s| !s.lines.is_empty()).collect()
}

/// Puts a section in its place: for what the store adds.
pub fn put(sections: &mut Vec<FileSection>, kind: FileKind, lines: Vec<BriefLine>) {
    sections.retain(|s| s.kind != kind);
    if lines.is_empty() {
        return;
    }
    let place = |kind: FileKind| FileKind::ALL.iter().position(|k| *k == kind);
    let at = sections
        .iter()
        .position(|s| place(s.kind) > place(kind))
        .unwrap_or(sections.len());
    sections.insert(at, FileSection { kind, lines });
}
