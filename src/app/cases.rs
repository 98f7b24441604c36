//! Disputes and deductions of all accounts, as a part of the supervisor's screen.
//!
//! Law: the cursor follows the case. What is done about one is a remedy of its account. `ui::cases` draws it.

use super::asked::Asked;
use super::model::Model;
use super::msg::Effect;
use crate::store::protocol::{CaseRow, Request};

/// The cases as the screen has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cases {
    /// All of them, oldest first, when the answer has come.
    pub rows: Option<Vec<CaseRow>>,
    /// The selected row.
    pub cursor: usize,
}

impl Cases {
    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[CaseRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    /// The selected one.
    #[must_use]
    pub fn row(&self) -> Option<&CaseRow> {
        self.rows().get(self.cursor)
    }

    /// Takes the answer; the selected case keeps the cursor.
    pub fn take(&mut self, rows: Vec<CaseRow>) {
        let was = self.row().map(|r| r.line.id);
        let kept = was.and_then(|id| rows.iter().position(|r| r.line.id == id));
        let last = rows.len().saturating_sub(1);
        self.cursor = kept.unwrap_or(self.cursor.min(last));
        self.rows = Some(rows);
    }
}

impl Model {
    pub(crate) fn ask_cases(&mut self) -> Effect {
        let as_of = self.now.today;
        self.ask(Asked::Cases, Request::Cases { as_of })
    }
}
