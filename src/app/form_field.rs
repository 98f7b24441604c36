//! What a field of a form holds: text, a choice, one of a long list.
//!
//! Law: pure; a field knows what was typed or chosen and nothing of what it means. `form` puts fields together.

use super::form_kind::FieldName;
use super::text::TextField;
use crate::domain::touch::Method;
use serde::{Deserialize, Serialize};

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// Typed text.
    Text(TextField),
    /// One of the methods of payment; `None` = not said.
    Method(Option<Method>),
    /// Yes or no.
    Flag(bool),
    /// One of a list.
    Pick(Pick),
    /// One of a long list, found by typing.
    Search(Search),
}

/// One of a list: each with the number that it is known by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pick {
    /// Number and words.
    pub options: Vec<(i64, String)>,
    /// Which.
    pub at: usize,
}

impl Pick {
    /// The first of these, numbered from 0.
    #[must_use]
    pub fn of(words: &[&str]) -> Pick {
        let options = (0..).zip(words).map(|(n, w)| (n, (*w).to_owned()));
        Pick {
            options: options.collect(),
            at: 0,
        }
    }

    /// The number of the chosen one.
    #[must_use]
    pub fn id(&self) -> Option<i64> {
        self.options.get(self.at).map(|(id, _)| *id)
    }

    pub(super) fn turn(&mut self, forward: bool) {
        let n = self.options.len().max(1);
        self.at = (self.at + if forward { 1 } else { n - 1 }) % n;
    }

    /// The next one that begins with this letter.
    pub(super) fn letter(&mut self, letter: char) -> bool {
        let n = self.options.len();
        let begins = |i: usize| {
            let first = self.options[i].1.chars().next();
            first.is_some_and(|c| c.eq_ignore_ascii_case(&letter))
        };
        match (1..=n)
            .map(|step| (self.at + step) % n)
            .find(|i| begins(*i))
        {
            Some(found) => {
                self.at = found;
                true
            }
            None => false,
        }
    }
}

/// One of a long list, found by typing a part of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Search {
    /// What was typed.
    pub typed: TextField,
    /// All of them.
    pub options: Vec<String>,
    /// Which of those that fit.
    pub at: usize,
}

impl Search {
    /// Those that fit what was typed: every word of it, anywhere. All of them while nothing is typed.
    #[must_use]
    pub fn hits(&self) -> Vec<&str> {
        let typed = self.typed.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fits = |o: &str| {
            let o = o.to_lowercase();
            words.iter().all(|w| o.contains(w))
        };
        let all = self.options.iter().map(String::as_str);
        all.filter(|o| fits(o)).collect()
    }

    /// The one under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&str> {
        let hits = self.hits();
        hits.get(self.at.min(hits.len().saturating_sub(1))).copied()
    }

    pub(super) fn turn(&mut self, forward: bool) {
        let last = self.hits().len().saturating_sub(1);
        let at = self.at.min(last);
        self.at = match forward {
            true => (at + 1).min(last),
            false => at.saturating_sub(1),
        };
    }
}

/// A field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Which.
    pub name: FieldName,
    /// What it holds.
    pub value: Value,
    /// What it is called, where that is not the name's own word.
    #[serde(default)]
    pub label: Option<String>,
    /// Not asked for as the form stands.
    #[serde(default)]
    pub hidden: bool,
}

impl Field {
    /// A field of that name.
    #[must_use]
    pub fn new(name: FieldName, value: Value) -> Field {
        Field {
            name,
            value,
            label: None,
            hidden: false,
        }
    }

    /// A line of text with a proposal in it.
    #[must_use]
    pub fn text(name: FieldName, value: &str) -> Field {
        Field::new(name, Value::Text(TextField::offered(value)))
    }

    /// A choice of these.
    #[must_use]
    pub fn pick(name: FieldName, words: &[&str]) -> Field {
        Field::new(name, Value::Pick(Pick::of(words)))
    }

    /// What it is called on screen.
    #[must_use]
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(self.name.label())
    }

    /// The same under another word.
    #[must_use]
    pub fn called(mut self, label: &str) -> Field {
        self.label = Some(label.to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_made_by_its_first_letter_and_a_long_list_by_typing() {
        let mut pick = Pick::of(&["pricing", "tax", "product"]);
        assert!(pick.letter('P'));
        assert_eq!(pick.id(), Some(2));
        assert!(!pick.letter('z'));
        let mut search = Search {
            typed: TextField::default(),
            options: vec!["pricing".into(), "portal rejection".into()],
            at: 0,
        };
        search.turn(true);
        assert_eq!(search.chosen(), Some("portal rejection"));
        search.typed.insert("pri");
        assert_eq!(search.chosen(), Some("pricing"));
    }
}
