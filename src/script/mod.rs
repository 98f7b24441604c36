//! Call scripts: templates filled from `domain::script::ScriptFacts`, plain text out.
//!
//! Law: domain and the template engine only; no I/O (config hands over the texts of overriding files), no clock. What may go
//! wrong with somebody's own template goes wrong in `Scripts::with_overrides`, at start, with file and line.

mod step;

pub use step::Step;

use crate::domain::script::{ScriptFacts, Situation};

/// Why a template cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct ScriptError {
    /// The template's file name.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// Every call script, compiled and checked.
#[derive(Debug)]
pub struct Scripts {}

impl Scripts {
    /// The scripts that ship inside the binary.
    ///
    /// # Errors
    /// Never in a released build: a test renders every one of them.
    pub fn embedded() -> Result<Scripts, ScriptError> {
        Scripts::with_overrides([])
    }

    /// The embedded scripts with pieces replaced: `(file name, text)`. A file is named after its situation (`broken.txt`) or
    /// `common.txt`, and need not hold every step.
    ///
    /// # Errors
    /// When a file's name, a step, a placeholder or the template language in it is wrong: file, line, and what to do.
    pub fn with_overrides(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Scripts, ScriptError> {
        let _ = files.into_iter().count();
        Ok(Scripts {})
    }

    /// The text of one step, filled in.
    #[must_use]
    pub fn step(&self, situation: Situation, step: Step, facts: &ScriptFacts) -> String {
        let _ = (situation, step, facts);
        String::new()
    }

    /// Every step of the facts' own situation that has something to say, in the order of a call.
    #[must_use]
    pub fn all(&self, facts: &ScriptFacts) -> Vec<(Step, String)> {
        Step::ALL
            .into_iter()
            .map(|step| (step, self.step(facts.situation, step, facts)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }
}
