//! Phrases for notes: a short name that was typed becomes its phrase, else one after the other is put in at the cursor.
//!
//! Law: pure. The phrases are the settings' (`[talk.phrases]`); a phrase that was put in stays in reach of the same key, so that the next
//! press changes it for the next one.

use super::action::Context;
use super::form::FormKind;
use super::model::Model;
use super::msg::Effect;
use super::overlay::Overlay;
use super::text::TextField;
use super::update::field_of_note;

/// The phrase before the cursor, or the name that stands for one; which it becomes.
#[must_use]
pub fn next(before: &str, phrases: &[(String, String)]) -> Option<(usize, usize)> {
    if phrases.is_empty() {
        return None;
    }
    for (i, (_, text)) in phrases.iter().enumerate() {
        if before.ends_with(text.as_str()) {
            return Some((text.len(), (i + 1) % phrases.len()));
        }
    }
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let named = phrases
        .iter()
        .position(|(name, _)| name.eq_ignore_ascii_case(word));
    Some(match named {
        Some(i) => (word.len(), i),
        None => (0, 0),
    })
}

/// Puts the next phrase in; says which it is.
fn put(field: &mut TextField, phrases: &[(String, String)]) -> Option<String> {
    let (cut, i) = next(field.before(), phrases)?;
    let (name, text) = phrases.get(i)?;
    field.cut_back(cut);
    let glued = field
        .before()
        .chars()
        .next_back()
        .is_some_and(|c| !c.is_whitespace());
    let text = if glued && cut == 0 {
        format!(" {text}")
    } else {
        text.clone()
    };
    field.insert(&text);
    Some(format!("phrase '{name}', {} of {}", i + 1, phrases.len()))
}

impl Model {
    /// A note is being typed, in a call or outside.
    pub(crate) fn is_note(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Form(form)) => form.kind == FormKind::Note,
            Some(_) => false,
            None => self.context() == Context::Note,
        }
    }

    /// Puts a phrase into the note that is being typed.
    pub(crate) fn phrase(&mut self) -> Vec<Effect> {
        let phrases = std::sync::Arc::clone(&self.phrases);
        let Some(field) = field_of_note(self) else {
            self.warn("phrases are for notes");
            return Vec::new();
        };
        match put(field, &phrases) {
            Some(said) => self.say(&said),
            None => self.warn("no phrases are set: [talk.phrases] in the settings holds them"),
        }
        self.keep_draft()
    }

    /// Begins a new line in the note that is being typed.
    pub(crate) fn new_line(&mut self) -> Vec<Effect> {
        if let Some(field) = field_of_note(self) {
            field.insert("\n");
        }
        self.keep_draft()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases() -> Vec<(String, String)> {
        [("copy", "Copy sent."), ("run", "In the pay run.")]
            .map(|(n, t)| (n.to_owned(), t.to_owned()))
            .to_vec()
    }

    #[test]
    fn a_short_name_becomes_its_phrase_and_the_same_key_turns_to_the_next() {
        let mut note = TextField::note("Dana: RUN");
        put(&mut note, &phrases());
        assert_eq!(note.text(), "Dana: In the pay run.");
        put(&mut note, &phrases());
        assert_eq!(note.text(), "Dana: Copy sent.");
    }

    #[test]
    fn without_a_name_the_first_phrase_comes_in_at_the_cursor() {
        let mut note = TextField::note("She says");
        put(&mut note, &phrases());
        assert_eq!(note.text(), "She says Copy sent.");
        assert_eq!(put(&mut note, &[]), None);
    }
}
