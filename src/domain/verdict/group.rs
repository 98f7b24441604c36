//! What became of promises, as lists group them: in the order in which a person reads them.

use super::Verdict;
use serde::{Deserialize, Serialize};

/// What became of promises, as the list groups them.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Group {
    /// Due today.
    DueToday,
    /// The date has passed, the window has not.
    Late,
    /// Broken or light, not made good.
    Failed,
    /// Ahead.
    Upcoming,
    /// Light or broken, made good after the window: still counts as not kept.
    MadeGood,
    /// Kept, also late.
    Kept,
    /// Ended otherwise.
    Ended,
}

impl Group {
    /// Every group, in the order of the list.
    pub const ALL: [Group; 7] = [
        Group::DueToday,
        Group::Late,
        Group::Failed,
        Group::Upcoming,
        Group::MadeGood,
        Group::Kept,
        Group::Ended,
    ];

    /// Which group a verdict belongs to.
    #[must_use]
    pub const fn of(verdict: Verdict) -> Group {
        match verdict {
            Verdict::DueToday => Group::DueToday,
            Verdict::InGrace => Group::Late,
            Verdict::Light | Verdict::Broken => Group::Failed,
            Verdict::Open => Group::Upcoming,
            Verdict::CuredLate => Group::MadeGood,
            Verdict::Kept | Verdict::KeptLate => Group::Kept,
            Verdict::Superseded | Verdict::Withdrawn | Verdict::Voided => Group::Ended,
        }
    }

    /// A mark beside its colour, where there is no room for a word. Empty = nothing to say yet.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Group::DueToday | Group::Late => "!",
            Group::Failed => "✗",
            Group::MadeGood => "~",
            Group::Kept => "✓",
            Group::Upcoming | Group::Ended => "",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Group::DueToday => "due today",
            Group::Late => "late, still in the window",
            Group::Failed => "broken and light",
            Group::Upcoming => "upcoming",
            Group::MadeGood => "made good late, not kept",
            Group::Kept => "kept",
            Group::Ended => "replaced or taken back",
        }
    }
}
