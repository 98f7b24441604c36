//! The key table in force: which key means what where, after the user's `[keys]`.
//!
//! Law: pure. Wrong settings are loud errors with a suggestion, never silently ignored. The table itself is `table`.

use super::action::{Action, Context};
pub use super::key::{Key, KeyCode};
use super::table::{BINDINGS, Binding};
use crate::domain::near::nearest;
use std::collections::BTreeMap;

/// What is wrong with a line of the user's `[keys]`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyError {
    /// No action has that name.
    #[error("no action is called '{name}'{}", hint(.suggestion))]
    UnknownAction {
        /// What was written.
        name: String,
        /// The nearest name.
        suggestion: Option<String>,
    },
    /// That is not a key.
    #[error("'{key}' for '{name}' is not a key (write j, G, Enter, Ctrl-D, F5, Space)")]
    NotAKey {
        /// The action.
        name: String,
        /// What was written.
        key: String,
    },
    /// A letter cannot mean a command where text is typed.
    #[error(
        "'{name}' acts where text is typed: '{key}' would never reach it (use Ctrl or a named key)"
    )]
    LetterInText {
        /// The action.
        name: String,
        /// The key.
        key: String,
    },
    /// Two actions want the same key in the same place.
    #[error("{key} means both '{first}' and '{second}' in {place}")]
    Conflict {
        /// The key.
        key: String,
        /// One action.
        first: String,
        /// The other.
        second: String,
        /// Where.
        place: &'static str,
    },
}

fn hint(suggestion: &Option<String>) -> String {
    suggestion
        .as_ref()
        .map(|s| format!(": did you mean '{s}'?"))
        .unwrap_or_default()
}

/// A hint of the footer: keys, word, how much it matters, what a click on it does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hint {
    /// The key as written in the footer.
    pub key: String,
    /// The word.
    pub word: &'static str,
    /// 9 = last to go.
    pub priority: u8,
    /// What it does.
    pub action: Action,
}

/// The keys in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keymap {
    keys: Vec<Vec<Key>>,
    by_key: BTreeMap<(Context, Key), usize>,
}

impl Default for Keymap {
    fn default() -> Keymap {
        // A test holds the shipped table free of errors, so nothing is dropped here.
        let keys = shipped();
        let by_key = index(&keys, &mut Vec::new());
        Keymap { keys, by_key }
    }
}

fn shipped() -> Vec<Vec<Key>> {
    BINDINGS
        .iter()
        .map(|b| b.keys.iter().filter_map(|k| Key::parse(k)).collect())
        .collect()
}

fn index(keys: &[Vec<Key>], errors: &mut Vec<KeyError>) -> BTreeMap<(Context, Key), usize> {
    let mut by_key: BTreeMap<(Context, Key), usize> = BTreeMap::new();
    for (i, binding) in BINDINGS.iter().enumerate() {
        for key in &keys[i] {
            for context in binding.contexts {
                if context.is_text() && key.typed().is_some() {
                    errors.push(KeyError::LetterInText {
                        name: binding.name.into(),
                        key: key.to_string(),
                    });
                    break;
                }
                match by_key.insert((*context, *key), i) {
                    Some(other) if other != i => errors.push(KeyError::Conflict {
                        key: key.to_string(),
                        first: BINDINGS[other].name.into(),
                        second: binding.name.into(),
                        place: context.title(),
                    }),
                    _ => {}
                }
            }
        }
    }
    by_key
}

/// The shipped keys with the user's changes: pairs of an action's name and its keys. An empty list unbinds it.
///
/// # Errors
/// Every unknown name (with the nearest one), every key that is none, every conflict.
pub fn remap<S: AsRef<str>>(changes: &[(S, Vec<String>)]) -> Result<Keymap, Vec<KeyError>> {
    let mut keys = shipped();
    let mut errors = Vec::new();
    for (name, wanted) in changes {
        let name = name.as_ref();
        let Some(i) = BINDINGS.iter().position(|b| b.name == name) else {
            errors.push(KeyError::UnknownAction {
                name: name.into(),
                suggestion: nearest(name, BINDINGS.iter().map(|b| b.name)).map(str::to_owned),
            });
            continue;
        };
        keys[i].clear();
        for text in wanted {
            match Key::parse(text) {
                Some(key) => keys[i].push(key),
                None => errors.push(KeyError::NotAKey {
                    name: name.into(),
                    key: text.clone(),
                }),
            }
        }
    }
    let by_key = index(&keys, &mut errors);
    if errors.is_empty() {
        Ok(Keymap { keys, by_key })
    } else {
        errors.dedup();
        Err(errors)
    }
}

impl Keymap {
    /// What the key means there.
    #[must_use]
    pub fn resolve(&self, context: Context, key: Key) -> Option<Action> {
        self.by_key
            .get(&(context, key))
            .map(|i| BINDINGS[*i].action)
    }

    /// The keys of an action in a context, as shipped or remapped.
    #[must_use]
    pub fn keys_of(&self, context: Context, action: Action) -> &[Key] {
        BINDINGS
            .iter()
            .position(|b| b.action == action && b.contexts.contains(&context))
            .map_or(&[], |i| &self.keys[i])
    }

    /// The first key of an action there, as the footer writes it; empty when it has none.
    #[must_use]
    pub fn label(&self, context: Context, action: Action) -> String {
        self.keys_of(context, action)
            .first()
            .map(|k| k.short())
            .unwrap_or_default()
    }

    /// The footer of a context, in the table's order.
    #[must_use]
    pub fn hints(&self, context: Context) -> Vec<Hint> {
        self.rows(context)
            .filter_map(|(b, keys)| {
                let (word, priority) = b.hint?;
                Some(Hint {
                    key: keys.first()?.short(),
                    word,
                    priority,
                    action: b.action,
                })
            })
            .collect()
    }

    /// The rows of a context with their keys in force, in the table's order.
    pub fn rows(&self, context: Context) -> impl Iterator<Item = (&'static Binding, &[Key])> {
        BINDINGS
            .iter()
            .zip(&self.keys)
            .filter(move |(b, _)| b.contexts.contains(&context))
            .map(|(b, keys)| (b, keys.as_slice()))
    }

    /// Keys of a row as help writes them: `j Down`.
    #[must_use]
    pub fn spell(keys: &[Key]) -> String {
        let words: Vec<String> = keys.iter().map(Key::to_string).collect();
        if words.is_empty() {
            "(none)".into()
        } else {
            words.join(" ")
        }
    }
}

/// `docs/keys.md`: every key by screen, as shipped.
#[must_use]
pub fn manual() -> String {
    let map = Keymap::default();
    let mut out = String::from(
        "# Keys\n\nGenerated from the key table (`src/app/table.rs`); a test keeps it current. Every action can be given other \
         keys under\n`[keys]` in the config file by the name in the last column, for example `call = [\"Enter\", \"c\"]`.\n",
    );
    for context in Context::ALL {
        out.push_str(&format!(
            "\n## {}\n\n| keys | does | name |\n|---|---|---|\n",
            context.title()
        ));
        for (binding, keys) in map.rows(context) {
            let keys: Vec<String> = keys
                .iter()
                .map(|k| format!("`{}`", k.to_string().replace('|', "\\|")))
                .collect();
            out.push_str(&format!(
                "| {} | {} | {} |\n",
                keys.join(" "),
                binding.help,
                binding.name
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, keys: &[&str]) -> Result<Keymap, Vec<KeyError>> {
        remap(&[(name, keys.iter().map(|k| (*k).to_owned()).collect())])
    }

    #[test]
    fn the_shipped_table_has_no_error() {
        for b in BINDINGS.iter() {
            for k in b.keys {
                assert!(Key::parse(k).is_some(), "{} has the key {k}", b.name);
            }
        }
        assert_eq!(remap::<&str>(&[]), Ok(Keymap::default()));
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = BINDINGS.iter().map(|b| b.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn every_context_has_a_way_out() {
        for c in Context::ALL {
            let out = Key::plain(KeyCode::Esc);
            assert!(
                Keymap::default().resolve(c, out).is_some(),
                "no Esc in {}",
                c.title()
            );
        }
    }

    #[test]
    fn a_remapped_key_takes_the_place_of_the_shipped_one() {
        let map = one("why", &["z", "F2"]).expect("a good map");
        let z = Key::char('z');
        assert_eq!(map.resolve(Context::Queue, z), Some(Action::Why));
        assert_eq!(map.resolve(Context::Queue, Key::char('x')), None);
        assert_eq!(map.label(Context::Queue, Action::Why), "z");
    }

    #[test]
    fn a_misspelled_action_is_an_error_with_the_nearest_name() {
        let errors = one("folow-up", &["f"]).expect_err("unknown");
        assert_eq!(
            errors[0].to_string(),
            "no action is called 'folow-up': did you mean 'follow-up'?"
        );
    }

    #[test]
    fn two_actions_on_one_key_are_an_error() {
        let errors = one("why", &["p"]).expect_err("taken");
        assert_eq!(
            errors[0].to_string(),
            "p means both 'promise' and 'why' in Queue"
        );
    }

    #[test]
    fn a_letter_cannot_be_bound_where_text_is_typed() {
        let errors = one("next-field", &["z"]).expect_err("a letter");
        assert!(matches!(errors[0], KeyError::LetterInText { .. }));
        assert!(one("why", &["Hyper-Q"]).is_err());
    }
}
