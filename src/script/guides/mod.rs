//! Short sheets for customers as templates: a title and a text for each, filled from `domain::outbox::GuideFacts`.
//!
//! Law: as for letters: overriding files are tried at start, values are never taken for templates, and a sheet always has a text.

use super::ScriptError;
use super::engine::Limits;
use super::letters::flow;
use super::papers::{self, Papers, Tried};
use super::sections::Part;
use crate::domain::outbox::{Guide, GuideFacts};
use minijinja::value::{Serde, Value};

/// A page or two.
const LIMITS: Limits = Limits {
    fuel: 50_000,
    longest: 32 * 1024,
};

const EMBEDDED: [(Guide, &str); 3] = [
    (Guide::Invoicing, include_str!("templates/invoicing.txt")),
    (Guide::Liens, include_str!("templates/liens.txt")),
    (Guide::Standing, include_str!("templates/standing.txt")),
];

/// Every name that a template may use: the facts' own fields.
static NAMES: [&str; 3] = ["caller", "company", "mail"];

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
enum Piece {
    Title,
    Text,
}

impl Part for Piece {
    const WHAT: &'static str = "part";

    fn all() -> &'static [Piece] {
        &[Piece::Title, Piece::Text]
    }

    fn name(self) -> &'static str {
        match self {
            Piece::Title => "title",
            Piece::Text => "text",
        }
    }
}

/// A sheet in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuideText {
    /// One line.
    pub title: String,
    /// Paragraphs apart by an empty line, lines of at most 72 columns.
    pub text: String,
}

/// Every sheet, compiled and checked.
#[derive(Debug)]
pub struct Guides {
    papers: Papers<Piece>,
}

impl Guides {
    /// The sheets that ship inside the binary, with pieces replaced: `(file name, text)`, a file named after its sheet (`liens.txt`).
    ///
    /// # Errors
    /// When a file's name, a piece, a placeholder or the template language in it is wrong: file, line, and what to do.
    pub fn with_overrides(
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Guides, ScriptError> {
        let mut papers = Papers::new(Tried {
            limits: LIMITS,
            names: &NAMES,
            trials: samples().iter().map(context).collect(),
        });
        for (guide, text) in EMBEDDED {
            papers.add_ours(guide.name(), text)?;
        }
        for (file, text) in files {
            let names = Guide::ALL.iter().map(|g| g.name());
            let guide = papers::named("guide", &file, Guide::from_name, names)?;
            papers.add_theirs(&file, guide.name(), &text)?;
        }
        Ok(Guides { papers })
    }

    /// The sheet in words.
    #[must_use]
    pub fn write(&self, guide: Guide, facts: &GuideFacts) -> GuideText {
        let (name, context) = (guide.name(), context(facts));
        GuideText {
            title: self.papers.line(name, Piece::Title, &context, 120),
            text: flow::flow(&self.papers.filled(name, Piece::Text, &context)),
        }
    }
}

fn context(facts: &GuideFacts) -> Value {
    Value::from(Serde(facts.clone()))
}

/// With and without what can be missing.
fn samples() -> [GuideFacts; 2] {
    let facts = |mail: Option<&str>| GuideFacts {
        company: "Ridgeline Supply".to_owned(),
        caller: "Ana".to_owned(),
        mail: mail.map(str::to_owned),
    };
    [facts(Some("ar@ridgeline.example")), facts(None)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_reads_without_a_hole_with_and_without_a_mailbox() {
        let guides = Guides::with_overrides([]).expect("the embedded guides compile");
        for guide in Guide::ALL {
            for facts in samples() {
                let sheet = guides.write(*guide, &facts);
                assert!(
                    !sheet.title.is_empty() && sheet.text.len() > 400,
                    "{sheet:?}"
                );
                assert!(
                    sheet.text.lines().all(|l| l.chars().count() <= 72),
                    "{}",
                    sheet.text
                );
                for bad in ["{{", "  ,", " .", "()", "None", "\n\n\n"] {
                    assert!(!sheet.text.contains(bad), "{bad:?} in {}", sheet.text);
                }
            }
        }
    }

    #[test]
    fn the_sheet_about_liens_says_that_it_is_no_legal_advice() {
        let guides = Guides::with_overrides([]).expect("the embedded guides compile");
        let sheet = guides.write(Guide::Liens, &samples()[1]);
        let words = sheet.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("no legal advice"), "{words}");
    }

    #[test]
    fn a_file_of_ones_own_replaces_a_piece_and_a_wrong_one_is_refused_with_its_line() {
        let own =
            |file: &str, text: &str| Guides::with_overrides([(file.to_owned(), text.to_owned())]);
        let guides = own("liens.txt", "== title ==\nNotices at {{ company }}\n").expect("taken");
        let sheet = guides.write(Guide::Liens, &samples()[0]);
        assert_eq!(sheet.title, "Notices at Ridgeline Supply");
        assert!(
            sheet.text.contains("no legal advice"),
            "the text is still ours"
        );
        for (file, text, line, part) in [
            ("lien.txt", "", 1, "no guide is called so"),
            ("liens.txt", "== body ==\n", 1, "no part 'body'"),
            (
                "liens.txt",
                "== text ==\n\n{{ balance }}\n",
                3,
                "unknown value 'balance'",
            ),
            ("liens.txt", "== text ==\n{{ mail }}\n", 2, "can be missing"),
        ] {
            let error = own(file, text).expect_err(text);
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(part), "{error}");
        }
    }
}
