//! Profiles: what a format looks like, as data.

/// The formats that are known: built-in ones and the user's.
#[derive(Clone, Debug, Default)]
pub struct Profiles {}

/// A profile that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("profile {index}: {message}")]
pub struct ProfileError {
    /// Which of the given texts, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Profiles {
    /// The built-in profiles.
    #[must_use]
    pub fn embedded() -> Profiles {
        Profiles {}
    }

    /// The built-in profiles and the user's, which come first and replace built-ins of the same id.
    ///
    /// # Errors
    /// When a text is not a profile; the error names which one and why.
    pub fn with_user<T: AsRef<str>>(
        texts: impl IntoIterator<Item = T>,
    ) -> Result<Profiles, ProfileError> {
        let _ = texts;
        Ok(Profiles {})
    }

    /// The ids, in the order in which they are tried.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }
}
