//! Letters as templates: a subject and a text for each kind, filled from `domain::outbox::LetterFacts`.
//!
//! Law: as for call scripts (`script`): domain and the template engine only, overriding files are tried at start, and from then on a
//! letter always has a text. A text is flowed to 72 columns, because mail programs quote it; a line that begins with `- ` stays a line.

pub(super) mod flow;
mod sample;
#[cfg(test)]
mod tests;

use super::ScriptError;
use super::engine::{self, Limits};
use super::sections::{self, Part, Section};
use crate::domain::outbox::{LetterFacts, LetterKind};
use minijinja::Environment;
use minijinja::value::{Serde, Value};

/// A statement of a thousand invoices fits; nobody reads more.
const LIMITS: Limits = Limits {
    fuel: 500_000,
    longest: 128 * 1024,
};

/// The longest subject line: what mail programs show of one.
const SUBJECT: usize = 150;

/// What ships inside the binary.
const EMBEDDED: [(LetterKind, &str); 10] = [
    (LetterKind::Copies, include_str!("templates/copies.txt")),
    (
        LetterKind::Statement,
        include_str!("templates/statement.txt"),
    ),
    (
        LetterKind::Confirmation,
        include_str!("templates/confirmation.txt"),
    ),
    (LetterKind::Paper, include_str!("templates/paper.txt")),
    (LetterKind::Other, include_str!("templates/other.txt")),
    (
        LetterKind::PaperRequest,
        include_str!("templates/paper_request.txt"),
    ),
    (LetterKind::Courtesy, include_str!("templates/courtesy.txt")),
    (
        LetterKind::FinalNotice,
        include_str!("templates/final_notice.txt"),
    ),
    (LetterKind::HeadsUp, include_str!("templates/heads_up.txt")),
    (LetterKind::Guide, include_str!("templates/guide.txt")),
];

/// Every name that a template may use: the facts' own fields, held by a test.
const NAMES: [&str; 22] = [
    "about",
    "account",
    "brief",
    "by",
    "caller",
    "company",
    "contact",
    "credits",
    "first_name",
    "guides",
    "invoices",
    "jobs",
    "next_steps",
    "note",
    "number",
    "open",
    "paper",
    "past_due",
    "promises",
    "salesperson",
    "today",
    "total",
];

/// A part of a letter's file.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Piece {
    Subject,
    Body,
}

impl Part for Piece {
    const WHAT: &'static str = "part";

    fn all() -> &'static [Piece] {
        &[Piece::Subject, Piece::Body]
    }

    fn name(self) -> &'static str {
        match self {
            Piece::Subject => "subject",
            Piece::Body => "body",
        }
    }
}

/// A letter in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// Lines of at most 72 columns, where words allow.
    pub body: String,
}

/// Every letter's template, compiled and checked.
#[derive(Debug)]
pub struct Letters {
    ours: Environment<'static>,
    theirs: Environment<'static>,
}

impl Letters {
    /// The letters that ship inside the binary.
    ///
    /// # Errors
    /// Never in a released build: a test writes every one of them.
    pub fn embedded() -> Result<Letters, ScriptError> {
        Letters::with_overrides([])
    }

    /// The embedded letters with pieces replaced: `(file name, text)`, a file named after its kind (`statement.txt`). It need not
    /// hold both pieces. Every template given is tried with full and with missing values before it is accepted.
    ///
    /// # Errors
    /// When a file's name, a piece, a placeholder or the template language in it is wrong: file, line, and what to do.
    pub fn with_overrides(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Letters, ScriptError> {
        let mut letters = Letters {
            ours: engine::environment(LIMITS),
            theirs: engine::environment(LIMITS),
        };
        for (kind, text) in EMBEDDED {
            take(&mut letters.ours, kind.name(), kind, text)?;
        }
        for (file, text) in files {
            let kind = kind_of(&file)?;
            take(&mut letters.theirs, &file, kind, &text)?;
        }
        Ok(letters)
    }

    /// The letter in words.
    #[must_use]
    pub fn write(&self, kind: LetterKind, facts: &LetterFacts) -> Text {
        let context = context(facts);
        let subject = self.filled(kind, Piece::Subject, &context);
        let subject = subject.replace(sections::PARAGRAPH, " ");
        let subject: Vec<&str> = subject.split_whitespace().collect();
        Text {
            subject: subject.join(" ").chars().take(SUBJECT).collect(),
            body: flow::flow(&self.filled(kind, Piece::Body, &context)),
        }
    }

    /// Theirs before ours. A template that fails on some data that no trial had foreseen gives way.
    fn filled(&self, kind: LetterKind, piece: Piece, context: &Value) -> String {
        let key = key(kind, piece);
        [&self.theirs, &self.ours]
            .into_iter()
            .filter_map(|env| engine::render(env, &key, context, LIMITS))
            .find_map(Result::ok)
            .unwrap_or_default()
    }
}

fn context(facts: &LetterFacts) -> Value {
    Value::from(Serde(facts.clone()))
}

fn key(kind: LetterKind, piece: Piece) -> String {
    format!("{}/{}", kind.name(), piece.name())
}

/// Compiles a file and tries it.
fn take(
    env: &mut Environment<'static>,
    file: &str,
    kind: LetterKind,
    text: &str,
) -> Result<(), ScriptError> {
    for section in sections::split::<Piece>(file, text)? {
        let key = key(kind, section.part);
        engine::add(env, file, &key, &section, &NAMES)?;
        try_out(env, file, &key, &section)?;
    }
    Ok(())
}

fn try_out(
    env: &Environment<'static>,
    file: &str,
    key: &str,
    section: &Section<Piece>,
) -> Result<(), ScriptError> {
    for facts in sample::all() {
        if let Some(Err(error)) = engine::render(env, key, &context(&facts), LIMITS) {
            return Err(engine::explain(&error, file, section));
        }
    }
    Ok(())
}

/// `statement` of `statement.txt`.
fn kind_of(file: &str) -> Result<LetterKind, ScriptError> {
    let stem = file.strip_suffix(".txt").unwrap_or(file);
    LetterKind::from_name(stem).ok_or_else(|| {
        let names: Vec<&str> = LetterKind::ALL.iter().map(|kind| kind.name()).collect();
        ScriptError {
            file: file.to_owned(),
            line: 1,
            message: format!(
                "no letter is called so: name the file {} (.txt)",
                names.join(", ")
            ),
        }
    })
}
