//! Papers as templates: files of named pieces, ours and, before them, those of the house that overrides them. Letters and guides are papers.
//!
//! Law: every template is tried with whole and with missing values before it is accepted; values are never taken for templates; one that fails
//! on data that no trial had foreseen gives way to ours.

use super::ScriptError;
use super::engine::{self, Limits};
use super::sections::{self, Part};
use minijinja::Environment;
use minijinja::value::Value;
use std::marker::PhantomData;

/// Papers of pieces `P`, compiled and checked.
#[derive(Debug)]
pub(super) struct Papers<P> {
    ours: Environment<'static>,
    theirs: Environment<'static>,
    tried: Tried,
    pieces: PhantomData<P>,
}

/// How a piece is tried before it is accepted.
#[derive(Debug)]
pub(super) struct Tried {
    /// What it may cost.
    pub limits: Limits,
    /// The values that it may use.
    pub names: &'static [&'static str],
    /// What it is tried with.
    pub trials: Vec<Value>,
}

impl<P: Part> Papers<P> {
    /// None yet.
    pub fn new(tried: Tried) -> Papers<P> {
        Papers {
            ours: engine::environment(tried.limits),
            theirs: engine::environment(tried.limits),
            tried,
            pieces: PhantomData,
        }
    }

    /// Compiles a paper that ships inside the binary.
    pub fn add_ours(&mut self, paper: &str, text: &str) -> Result<(), ScriptError> {
        take::<P>(&mut self.ours, &self.tried, (paper, paper), text)
    }

    /// Compiles a file of theirs for a paper; it need not hold every piece.
    pub fn add_theirs(&mut self, file: &str, paper: &str, text: &str) -> Result<(), ScriptError> {
        take::<P>(&mut self.theirs, &self.tried, (file, paper), text)
    }

    /// A piece, filled: theirs before ours.
    pub fn filled(&self, paper: &str, piece: P, context: &Value) -> String {
        let key = key(paper, piece);
        [&self.theirs, &self.ours]
            .into_iter()
            .filter_map(|env| engine::render(env, &key, context, self.tried.limits))
            .find_map(Result::ok)
            .unwrap_or_default()
    }

    /// A piece as one line of at most so many characters.
    pub fn line(&self, paper: &str, piece: P, context: &Value, longest: usize) -> String {
        let text = self.filled(paper, piece, context);
        let text = text.replace(sections::PARAGRAPH, " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(longest).collect()
    }
}

/// The paper that a file is named after (`liens` of `liens.txt`), or which names there are.
pub(super) fn named<T>(
    what: &str,
    file: &str,
    find: impl Fn(&str) -> Option<T>,
    all: impl Iterator<Item = &'static str>,
) -> Result<T, ScriptError> {
    let stem = file.strip_suffix(".txt").unwrap_or(file);
    find(stem).ok_or_else(|| {
        let names: Vec<&str> = all.collect();
        ScriptError {
            file: file.to_owned(),
            line: 1,
            message: format!(
                "no {what} is called so: name the file {} (.txt)",
                names.join(", ")
            ),
        }
    })
}

fn key<P: Part>(paper: &str, piece: P) -> String {
    format!("{paper}/{}", piece.name())
}

fn take<P: Part>(
    env: &mut Environment<'static>,
    tried: &Tried,
    (file, paper): (&str, &str),
    text: &str,
) -> Result<(), ScriptError> {
    for section in sections::split::<P>(file, text)? {
        let key = key(paper, section.part);
        engine::add(env, file, &key, &section, tried.names)?;
        for trial in &tried.trials {
            if let Some(Err(error)) = engine::render(env, &key, trial, tried.limits) {
                return Err(engine::explain(&error, file, &section));
            }
        }
    }
    Ok(())
}
