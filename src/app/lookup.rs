//! A line to type in and what was found for it: the find box and the search over notes.
//!
//! Law: pure; what is asked for is the owner's, an empty line finds nothing and awaits no answer.

use super::text::TextField;

/// What was typed, and the hits for it.
#[derive(Clone, PartialEq, Debug)]
pub struct Lookup<H> {
    /// What was typed.
    pub text: TextField,
    /// What was found for it.
    pub hits: Vec<H>,
    /// An answer has come.
    pub answered: bool,
    /// Which hit.
    pub cursor: usize,
}

impl<H> Default for Lookup<H> {
    fn default() -> Lookup<H> {
        Lookup {
            text: TextField::default(),
            hits: Vec::new(),
            answered: false,
            cursor: 0,
        }
    }
}

impl<H> Lookup<H> {
    /// The line changed: what is to be asked for; `None` = nothing, and nothing is shown.
    pub fn typed(&mut self) -> Option<String> {
        self.cursor = 0;
        let text = self.text.trimmed().to_owned();
        if text.is_empty() {
            self.hits.clear();
            self.answered = false;
            return None;
        }
        Some(text)
    }

    /// The answer has come.
    pub fn take(&mut self, found: Vec<H>) {
        self.cursor = self.cursor.min(found.len().saturating_sub(1));
        self.hits = found;
        self.answered = true;
    }

    /// To the next hit, or the one before.
    pub fn step(&mut self, forward: bool) {
        self.cursor = match forward {
            true => (self.cursor + 1).min(self.hits.len().saturating_sub(1)),
            false => self.cursor.saturating_sub(1),
        };
    }

    /// The hit under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&H> {
        self.hits.get(self.cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emptied_line_shows_nothing_and_asks_for_nothing() {
        let mut l: Lookup<u8> = Lookup::default();
        l.text.insert(" ab ");
        assert_eq!(l.typed(), Some("ab".into()));
        l.take(vec![1, 2]);
        l.step(true);
        l.step(true);
        assert_eq!((l.chosen(), l.answered), (Some(&2), true));
        l.text.set("  ");
        assert_eq!(l.typed(), None);
        assert_eq!((l.chosen(), l.answered), (None, false));
    }
}
