//! `[keys]`: which keys an action listens to. Only the text is held here; what an action is called and what a key means is
//! decided where keys are defined, in `app::keymap`, which also says what is wrong with an entry.

use crate::app::keymap::{KeyError, Keymap, remap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Remapped keys: action name to keys, as written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keys(BTreeMap<String, KeyList>);

/// One key, or several for the same action.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "a key (\"p\") or a list of keys ([\"p\", \"f5\"])"
)]
enum KeyList {
    One(String),
    Many(Vec<String>),
}

impl Keys {
    /// Nothing is remapped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The shipped keys with these changes.
    ///
    /// # Errors
    /// Every name that is no action, every text that is no key, every conflict.
    pub fn keymap(&self) -> Result<Keymap, Vec<KeyError>> {
        let changes: Vec<(&str, Vec<String>)> = self
            .0
            .iter()
            .map(|(action, keys)| {
                let keys = match keys {
                    KeyList::One(key) => vec![key.clone()],
                    KeyList::Many(keys) => keys.clone(),
                };
                (action.as_str(), keys)
            })
            .collect();
        remap(&changes)
    }
}
