//! What only some documents say: terms, job, memo, reference, the invoice a credit is for. One pointer in the row, and nothing where it says
//! none of it. Rows that say the same terms and nothing else share them: millions of rows know few terms.

use super::short_text::RareText;
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

/// The words of a document row.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// Terms as written (`Net 30`).
    pub terms: Option<RareText>,
    /// Job or project.
    pub job: Option<RareText>,
    /// The book's own words.
    pub memo: Option<RareText>,
    /// Check number of an unapplied payment, or reference of the row.
    pub reference: Option<RareText>,
    /// The invoice that a credit says it is for (applied to it as far as it is open).
    pub applies_to: Option<RareText>,
}

/// A row without any.
static NONE: Words = Words {
    terms: None,
    job: None,
    memo: None,
    reference: None,
    applies_to: None,
};

/// The words of a row, shared with rows that say the same; reads like [`Words`].
// Without any word there is no pointer, so that equal words are equal however they were made.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Words", into = "Words")]
pub struct Said(Option<Arc<Words>>);

impl Deref for Said {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl From<Words> for Said {
    fn from(words: Words) -> Said {
        Said((words != NONE).then(|| Arc::new(words)))
    }
}

impl From<Said> for Words {
    fn from(said: Said) -> Words {
        said.0.map(Arc::unwrap_or_clone).unwrap_or_default()
    }
}

/// So many terms are kept at hand; a file of more shares no others.
const AT_HAND: usize = 32;

/// The terms of a file so far.
#[derive(Debug, Default)]
pub struct SameTerms {
    known: Vec<Said>,
}

impl SameTerms {
    /// The words of a row with these terms; empty terms are none.
    pub fn with(&mut self, terms: &str, rest: Words) -> Said {
        if rest != NONE {
            let terms = (!terms.is_empty()).then(|| terms.into());
            return Said::from(Words { terms, ..rest });
        }
        if terms.is_empty() {
            return Said::default();
        }
        let same = |said: &&Said| said.terms.as_deref() == Some(terms);
        if let Some(said) = self.known.iter().find(same) {
            return said.clone();
        }
        let said = Said::from(Words {
            terms: Some(terms.into()),
            ..rest
        });
        if self.known.len() < AT_HAND {
            self.known.push(said.clone());
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_as_they_were_said_however_many_terms_a_file_has() {
        let mut terms = SameTerms::default();
        for n in 0..100 {
            for memo in [None, Some("freight")] {
                let said = terms.with(
                    &format!("Net {}", n % 50),
                    Words {
                        memo: memo.map(RareText::from),
                        ..Words::default()
                    },
                );
                assert_eq!(said.terms.as_deref(), Some(&*format!("Net {}", n % 50)));
                assert_eq!(said.memo.as_deref(), memo);
                let text = serde_json::to_string(&said).expect("JSON");
                assert_eq!(serde_json::from_str::<Said>(&text).expect("words"), said);
            }
        }
        assert_eq!(terms.with("", Words::default()), Said::default());
        assert_eq!(Said::from(Words::default()), Said::default());
    }

    #[test]
    fn rows_of_the_same_terms_share_them_in_one_pointer() {
        let mut terms = SameTerms::default();
        let pointer = |said: Said| said.0.map(|words| Arc::as_ptr(&words));
        let one = pointer(terms.with("Net 30", Words::default()));
        assert!(one.is_some());
        assert_eq!(one, pointer(terms.with("Net 30", Words::default())));
        assert_eq!(size_of::<Said>(), size_of::<usize>());
    }
}
