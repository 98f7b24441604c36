//! The script filled in for the account on screen.
//!
//! Law: the templates and their engine are `crate::script`; here is only who calls, for whom, and which step.

use super::call::Stage;
use super::model::Model;
use crate::domain::view::Prep;

/// The steps of a call, as the steps line names them.
pub const STEPS: [&str; 7] = [
    "open", "person", "thanks", "ask", "listen", "help", "by-when",
];

impl Model {
    /// How many steps the script has.
    #[must_use]
    pub fn steps(&self) -> usize {
        STEPS.len()
    }

    /// The whole script for an account, step by step.
    pub(crate) fn script_of(&self, prep: &Prep) -> Vec<(String, String)> {
        let _ = prep;
        Vec::new()
    }

    /// Fills in the script's text for the step that the call is at.
    pub(crate) fn fill_script(&mut self) {
        let Some(call) = &mut self.call else { return };
        let _ = matches!(call.stage, Stage::Talk);
    }
}
