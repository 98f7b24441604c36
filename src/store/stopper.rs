//! Calling off a write that was ordered: possible until it begins to write.
//!
//! Law: it names the write by its key, so that it can never stop another one. `import` looks at it between comparing and writing.

use std::sync::{Arc, Mutex, PoisonError};

/// A hand on the writes of a ledger, for another thread.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<Mutex<Option<String>>>);

impl Stopper {
    /// The write with this key is not wanted any more.
    pub fn stop(&self, key: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.to_owned());
    }

    /// It is the one that is not wanted any more.
    pub(super) fn names(&self, key: &str) -> bool {
        let named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        named.as_deref() == Some(key)
    }
}
