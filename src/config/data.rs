//! Files of rules beside the settings: read with their places, so that what is wrong is said with its line.

use super::ConfigError;
use super::read::{plain_for, position};
use crate::domain::near::nearest;
use serde::de::DeserializeOwned;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// A file that is being read.
pub(super) struct File<'a> {
    text: &'a str,
    path: &'a Path,
}

/// Where something stands in it.
pub(super) trait Place {
    /// The byte at which it begins.
    fn place(&self) -> usize;
}

impl<T> Place for Spanned<T> {
    fn place(&self) -> usize {
        self.span().start
    }
}

impl<'a> File<'a> {
    pub fn new(text: &'a str, path: &'a Path) -> File<'a> {
        File { text, path }
    }

    /// The table that it holds.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ConfigError> {
        toml::from_str(self.text).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            self.wrong(
                at,
                plain_for(e.message(), "entry", "the shipped file shows them all"),
            )
        })
    }

    /// Something is not understood.
    pub fn wrong(&self, at: usize, message: String) -> ConfigError {
        let (line, column) = position(self.text, at);
        ConfigError::Wrong {
            path: self.path.to_owned(),
            line,
            column,
            message,
        }
    }

    /// A name that is none of those known.
    pub fn unknown(&self, what: &str, name: &str, known: &[&str], at: usize) -> ConfigError {
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("there are {}", known.join(", ")),
        };
        self.wrong(at, format!("there is no {what} '{name}' here; {hint}"))
    }
}

/// The text of a file beside the settings; none when there is no such file.
pub(super) fn beside(path: &Path) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ConfigError::Unreadable {
            path: PathBuf::from(path),
            source,
        }),
    }
}
