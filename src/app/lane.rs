//! The clocks of all accounts as a part of the supervisor's screen: lien dates, notice periods, placement windows, by day.
//!
//! Law: the cursor follows the account and its clock. What is done about one is a remedy of its account. `ui::lane` draws it.

use super::asked::Asked;
use super::model::Model;
use super::msg::Effect;
use crate::store::protocol::{ClockRow, Lane, Request};

/// The lane as the screen has it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clocks {
    /// All of it, the nearest day first, when the answer has come.
    pub lane: Option<Lane>,
    /// The selected row.
    pub cursor: usize,
}

impl Clocks {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[ClockRow] {
        self.lane.as_ref().map_or(&[], |l| l.rows.as_slice())
    }

    /// The selected one.
    #[must_use]
    pub fn row(&self) -> Option<&ClockRow> {
        self.rows().get(self.cursor)
    }

    /// Takes the answer; the selected clock keeps the cursor.
    pub fn take(&mut self, lane: Lane) {
        let was = self.row().map(|r| (r.account, r.kind));
        let kept = was.and_then(|key| lane.rows.iter().position(|r| (r.account, r.kind) == key));
        let last = lane.rows.len().saturating_sub(1);
        self.cursor = kept.unwrap_or(self.cursor.min(last));
        self.lane = Some(lane);
    }
}

impl Model {
    pub(crate) fn ask_lane(&mut self) -> Effect {
        let as_of = self.now.today;
        self.ask(Asked::Lane, Request::Lane { as_of })
    }
}
