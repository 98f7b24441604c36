//! Call scripts: templates filled from `domain::script::ScriptFacts`, plain text out.
//!
//! Law: domain and the template engine only; no I/O (config hands over the texts of overriding files), no clock. What may go
//! wrong with somebody's own template goes wrong in `Scripts::with_overrides`, at start, with file and line; from then
//! on a step always has a text, if need be the embedded one.

mod engine;
pub mod guides;
pub mod letters;
mod papers;
mod sample;
mod sections;
mod step;
#[cfg(test)]
mod tests;
mod words;

pub use step::Step;

use crate::domain::script::{ScriptFacts, Situation};
use engine::Limits;
use minijinja::Environment;
use minijinja::value::Value;
use sections::{PARAGRAPH, Part, Section};

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

/// A step is read aloud: nobody reads out more.
const LIMITS: Limits = Limits {
    fuel: 50_000,
    longest: 4 * 1024,
};

/// The name of the file that says what every situation has in common.
const COMMON: &str = "common";

/// What ships inside the binary: one file per situation, and the common one.
const EMBEDDED: [(&str, &str); 10] = [
    (COMMON, include_str!("templates/common.txt")),
    ("first_call", include_str!("templates/first_call.txt")),
    (
        "newly_past_due",
        include_str!("templates/newly_past_due.txt"),
    ),
    ("slow_payer", include_str!("templates/slow_payer.txt")),
    ("broken", include_str!("templates/broken.txt")),
    ("light", include_str!("templates/light.txt")),
    ("promise_due", include_str!("templates/promise_due.txt")),
    ("claim_overdue", include_str!("templates/claim_overdue.txt")),
    ("lien_courtesy", include_str!("templates/lien_courtesy.txt")),
    ("inbound", include_str!("templates/inbound.txt")),
];

/// Every call script, compiled and checked.
#[derive(Debug)]
pub struct Scripts {
    /// Those of the house.
    ours: Environment<'static>,
    /// Those of the user's folder.
    theirs: Environment<'static>,
}

impl Scripts {
    /// The scripts that ship inside the binary.
    ///
    /// # Errors
    /// Never in a released build: a test renders every one of them.
    pub fn embedded() -> Result<Scripts, ScriptError> {
        Scripts::with_overrides([])
    }

    /// The embedded scripts with pieces replaced: `(file name, text)`. A file is named after its situation (`broken.txt`) or
    /// `common.txt`, and need not hold every step. An empty step is left out of the call. Every template given is
    /// tried with full and with missing values before it is accepted.
    ///
    /// # Errors
    /// When a file's name, a step, a placeholder or the template language in it is wrong: file, line, and what to do.
    pub fn with_overrides(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Scripts, ScriptError> {
        let mut scripts = Scripts {
            ours: engine::environment(LIMITS),
            theirs: engine::environment(LIMITS),
        };
        for (name, text) in EMBEDDED {
            for section in sections::split(name, text)? {
                let key = key(name, section.part);
                engine::add(&mut scripts.ours, name, &key, &section, &words::NAMES)?;
            }
        }
        for (file, text) in files {
            let name = situation_name(&file)?;
            for section in sections::split(&file, &text)? {
                let key = key(name, section.part);
                engine::add(&mut scripts.theirs, &file, &key, &section, &words::NAMES)?;
                try_out(&scripts.theirs, &file, name, &key, &section)?;
            }
        }
        Ok(scripts)
    }

    /// Tries every embedded step with full and with missing values, as overriding ones are tried at start.
    ///
    /// # Errors
    /// The first that fails.
    pub fn check(&self) -> Result<(), ScriptError> {
        for (name, text) in EMBEDDED {
            for section in sections::split(name, text)? {
                try_out(&self.ours, name, name, &key(name, section.part), &section)?;
            }
        }
        Ok(())
    }

    /// The text of one step, filled in: paragraphs with an empty line in between, no blanks at either end.
    #[must_use]
    pub fn step(&self, situation: Situation, step: Step, facts: &ScriptFacts) -> String {
        self.filled(situation, step, &words::context(facts))
    }

    /// Every step of the facts' own situation that has something to say, in the order of a call.
    #[must_use]
    pub fn all(&self, facts: &ScriptFacts) -> Vec<(Step, String)> {
        let context = words::context(facts);
        Step::ALL
            .into_iter()
            .map(|step| (step, self.filled(facts.situation, step, &context)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// Theirs before ours, the situation's own before the common one. A template that fails on some data that no
    /// trial had foreseen gives way to the next.
    fn filled(&self, situation: Situation, step: Step, context: &Value) -> String {
        let own = key(situation.name(), step);
        let common = key(COMMON, step);
        let places = [
            (&self.theirs, &own),
            (&self.ours, &own),
            (&self.theirs, &common),
            (&self.ours, &common),
        ];
        places
            .into_iter()
            .filter_map(|(env, key)| engine::render(env, key, context, LIMITS))
            .find_map(Result::ok)
            .map(|raw| tidy(&raw))
            .unwrap_or_default()
    }
}

impl Part for Step {
    const WHAT: &'static str = "step";

    fn all() -> &'static [Step] {
        &Step::ALL
    }

    fn name(self) -> &'static str {
        Step::name(self)
    }
}

/// Plain paragraphs: single spaces, no blanks at either end, one empty line in between.
fn tidy(raw: &str) -> String {
    let paragraphs: Vec<String> = raw
        .split(PARAGRAPH)
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.is_empty())
        .collect();
    paragraphs.join("\n\n")
}

fn key(situation: &str, step: Step) -> String {
    format!("{situation}/{}", step.name())
}

/// `broken` of `broken.txt`.
fn situation_name(file: &str) -> Result<&'static str, ScriptError> {
    let stem = file.strip_suffix(".txt").unwrap_or(file);
    EMBEDDED
        .into_iter()
        .map(|(name, _)| name)
        .find(|name| *name == stem)
        .ok_or_else(|| {
            let names: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            ScriptError {
                file: file.to_owned(),
                line: 1,
                message: format!(
                    "no script is called so: name the file {} (.txt)",
                    names.join(", ")
                ),
            }
        })
}

/// Renders a step with every sample of its situation (of all, for the common file).
fn try_out(
    env: &Environment<'static>,
    file: &str,
    name: &str,
    key: &str,
    section: &Section<Step>,
) -> Result<(), ScriptError> {
    let situation = Situation::from_name(name).unwrap_or(Situation::SlowPayer);
    for facts in sample::all(situation) {
        if let Some(Err(error)) = engine::render(env, key, &words::context(&facts), LIMITS) {
            return Err(engine::explain(&error, file, section));
        }
    }
    Ok(())
}
