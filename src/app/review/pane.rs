//! The parts of the supervisor's screen, in their order.

use crate::app::action::Context;

/// The parts of the screen.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum ReviewPane {
    /// Promises that were not kept.
    #[default]
    Inbox,
    /// What waits for a yes or no.
    Approvals,
    /// What was decided.
    Decided,
    /// Disputes and deductions.
    Cases,
    /// What runs out when.
    Clocks,
    /// Whose accounts are whose.
    Collectors,
    /// The figures of the period, and what came of decisions: they stand beside the other parts where there is room.
    Trends,
}

impl ReviewPane {
    /// Every part, in the order of the screen.
    pub const ALL: [ReviewPane; 7] = [
        ReviewPane::Inbox,
        ReviewPane::Approvals,
        ReviewPane::Decided,
        ReviewPane::Cases,
        ReviewPane::Clocks,
        ReviewPane::Trends,
        ReviewPane::Collectors,
    ];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            ReviewPane::Inbox => "To decide",
            ReviewPane::Approvals => "To approve",
            ReviewPane::Decided => "Decided",
            ReviewPane::Cases => "Cases",
            ReviewPane::Clocks => "Clocks",
            ReviewPane::Collectors => "Collectors",
            ReviewPane::Trends => "Trends",
        }
    }

    /// Where its keys are.
    #[must_use]
    pub const fn context(self) -> Context {
        match self {
            ReviewPane::Inbox => Context::Review,
            ReviewPane::Approvals => Context::Approvals,
            ReviewPane::Decided => Context::Decided,
            ReviewPane::Cases => Context::Cases,
            ReviewPane::Clocks => Context::Clocks,
            ReviewPane::Collectors => Context::Collectors,
            ReviewPane::Trends => Context::Trends,
        }
    }

    pub(super) fn turn(self, forward: bool) -> ReviewPane {
        let n = ReviewPane::ALL.len();
        let at = ReviewPane::ALL.iter().position(|p| *p == self).unwrap_or(0);
        ReviewPane::ALL[(at + if forward { 1 } else { n - 1 }) % n]
    }
}
