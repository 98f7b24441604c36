//! Letters as templates: a subject and a text for each kind, filled from `domain::outbox::LetterFacts`.
//!
//! Law: as for call scripts (`script`): domain and the template engine only, overriding files are tried at start, and from then on a
//! letter always has a text. A text is flowed to 72 columns, because mail programs quote it; a line that begins with `- ` stays a line.

pub(super) mod flow;
mod sample;
#[cfg(test)]
mod tests;

use super::ScriptError;
use super::engine::Limits;
use super::papers::{self, Papers, Tried};
use super::sections::Part;
use crate::domain::outbox::{LetterFacts, LetterKind};
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
static NAMES: [&str; 23] = [
    "about",
    "account",
    "asked",
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
    papers: Papers<Piece>,
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
        let mut papers = Papers::new(Tried {
            limits: LIMITS,
            names: &NAMES,
            trials: sample::all().iter().map(context).collect(),
        });
        for (kind, text) in EMBEDDED {
            papers.add_ours(kind.name(), text)?;
        }
        for (file, text) in files {
            let names = LetterKind::ALL.iter().map(|kind| kind.name());
            let kind = papers::named("letter", &file, LetterKind::from_name, names)?;
            papers.add_theirs(&file, kind.name(), &text)?;
        }
        Ok(Letters { papers })
    }

    /// The letter in words.
    #[must_use]
    pub fn write(&self, kind: LetterKind, facts: &LetterFacts) -> Text {
        let (name, context) = (kind.name(), context(facts));
        Text {
            subject: self.papers.line(name, Piece::Subject, &context, SUBJECT),
            body: flow::flow(&self.papers.filled(name, Piece::Body, &context)),
        }
    }
}

fn context(facts: &LetterFacts) -> Value {
    Value::from(Serde(facts.clone()))
}
