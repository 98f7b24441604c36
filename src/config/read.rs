//! Reading the settings file, and saying where it is wrong: file, line, column, and what to write instead.

use super::{Config, ContactRules, data, fees};
use crate::app::keymap::KeyError;
use crate::domain::money::MoneyError;
use crate::domain::near::nearest;
use std::io;
use std::path::{Path, PathBuf};

/// The settings cannot be used. One line: where, what, what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there and cannot be read.
    #[error("{}: cannot read the settings: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file says something that is not understood.
    #[error("{}:{line}:{column}: {message}", path.display())]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong, and the right form.
        message: String,
    },
}

impl Config {
    /// Reads the files of rules that lie beside the settings, and takes what ships where there are none.
    ///
    /// # Errors
    /// When one is there but cannot be read or understood: file, line, and the right form.
    pub fn load_rules(&mut self, ladder: &Path, liens: &Path) -> Result<(), ConfigError> {
        if let Some(text) = data::beside(ladder)? {
            self.ladder = super::ladder::parse(&text, ladder)?;
        }
        let shipped = super::liens::parse(super::liens::SHIPPED, "liens.toml".as_ref())?;
        self.liens = match data::beside(liens)? {
            Some(text) => super::liens::joined(shipped, super::liens::parse(&text, liens)?),
            None => shipped,
        };
        Ok(())
    }

    /// The settings of that file; the defaults when there is none.
    ///
    /// # Errors
    /// When the file is there but cannot be read or understood.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let read = match std::fs::read_to_string(path) {
            Ok(text) => Config::parse(&text, path)?,
            Err(e) if e.kind() == io::ErrorKind::NotFound => Config::default(),
            Err(source) => {
                return Err(ConfigError::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        Ok(Config {
            contact: ContactRules::load(path)?,
            fees: fees::load(&path.with_file_name(fees::FILE), read.book_currency())?,
            ..read
        })
    }

    /// The settings that `text` gives; `path` is named in errors.
    ///
    /// # Errors
    /// At the first thing that is not understood.
    pub fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
        let source = super::data::File::new(text, path);
        let wrong = |at: usize, message: String| source.wrong(at, message);
        let config: Config = toml::from_str(text)
            .map_err(|e| wrong(e.span().map_or(0, |span| span.start), plain(e.message())))?;
        // What depends on two options at once comes after the parse; the option is found again by its name.
        let at = |option: &str| option_start(text, option);
        config
            .tolerance
            .minor(config.book_currency())
            .map_err(|e: MoneyError| wrong(at("tolerance"), e.to_string()))?;
        config
            .talk
            .waiver_limit
            .minor(config.book_currency())
            .map_err(|e: MoneyError| wrong(at("waiver_limit"), e.to_string()))?;
        if let Err(name) = config.talk.barriers.check() {
            let message =
                format!("the barrier '{name}' needs a name and a task of 1 to 200 characters");
            return Err(wrong(at(&format!("\"{name}\"")), message));
        }
        let (first, last) = config.placement_days;
        if first > last {
            let message = format!("placement_days ends before it begins (write [{last}, {first}])");
            return Err(wrong(at("placement_days"), message));
        }
        if !config.recovery.is_sorted_by(|a, b| a.0 < b.0)
            || config.recovery.iter().any(|(_, percent)| *percent > 100)
        {
            let message = "recovery needs ascending days and percentages up to 100 (write [[0, 94], [90, 74]])";
            return Err(wrong(at("recovery"), message.to_owned()));
        }
        if let Err((option, message)) = config.mail.check() {
            return Err(wrong(at(option), message));
        }
        if let Some(message) = config.calls.fault() {
            return Err(wrong(text.find("[calls").unwrap_or(0), message));
        }
        if let Err(errors) = config.keys.keymap() {
            let first = errors.first();
            let message = first.map_or_else(String::new, ToString::to_string);
            return Err(wrong(first.map_or(0, |e| at(blamed(e))), message));
        }
        Ok(config)
    }
}

/// The entry of `[keys]` that an error is about.
fn blamed(error: &KeyError) -> &str {
    match error {
        KeyError::UnknownAction { name, .. }
        | KeyError::NotAKey { name, .. }
        | KeyError::LetterInText { name, .. } => name,
        KeyError::Conflict { first, .. } => first,
    }
}

/// Line and column (in characters) of a byte offset, both from 1.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |n| n + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// Where an option is set; the start of the file when it is not.
fn option_start(text: &str, option: &str) -> usize {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let name = line.split('=').next().unwrap_or_default();
        if name.trim() == option {
            return offset;
        }
        offset += line.len();
    }
    0
}

/// The parser's message on one line; for an unknown option the nearest known one instead of the whole list.
pub(super) fn plain(message: &str) -> String {
    plain_for(message, "option", "config.example.toml lists them all")
}

/// The same for another file: what an entry is called there, and where all are listed.
pub(super) fn plain_for(message: &str, what_it_is: &str, all: &str) -> String {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((what, known)) = message.split_once(", expected ") else {
        return message;
    };
    let Some(unknown) = what.strip_prefix("unknown field `") else {
        return message;
    };
    let unknown = unknown.trim_end_matches('`');
    match nearest(unknown, known.split('`').skip(1).step_by(2)) {
        Some(name) => format!("there is no {what_it_is} '{unknown}'; did you mean '{name}'?"),
        None => format!("there is no {what_it_is} '{unknown}'; {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        Config::parse(text, "c.toml".as_ref())
            .expect_err("it is wrong")
            .to_string()
    }

    #[test]
    fn an_unknown_option_is_an_error_that_names_the_nearest_one() {
        assert_eq!(
            complaint("company = \"X\"\ngrace_day = 2\n"),
            "c.toml:2:1: there is no option 'grace_day'; did you mean 'grace_days'?"
        );
        assert!(complaint("zzzzzz = 1").contains("config.example.toml lists them all"));
        assert!(complaint("[mail_days]\nchek = 1").contains("did you mean 'check'?"));
    }

    #[test]
    fn a_wrong_value_is_named_with_its_place_and_the_right_form() {
        for (text, place, says) in [
            ("theme = \"neon\"", "c.toml:1:9", "`dark`"),
            (
                "\nweekend = [\"sat\", \"blursday\"]",
                "c.toml:2",
                "write \"sat\"",
            ),
            ("holidays = [\"2026-02-30\"]", "c.toml:1", "not a date"),
            ("currency = \"DOLLARS\"", "c.toml:1:12", "write USD"),
            ("tolerance = \"1,00\"", "c.toml:1:1", "1234.50"),
            ("tolerance = 1.0", "c.toml:1:13", "string"),
            ("grace_days = -1", "c.toml:1:14", ""),
            ("placement_days = [60, 30]", "c.toml:1:1", "[30, 60]"),
            ("recovery = [[90, 74], [0, 94]]", "c.toml:1:1", "ascending"),
            ("company = ", "c.toml:1", ""),
            (
                "\n[calls.commercial]\nfrom = \"8 am\"",
                "c.toml:3:8",
                "write \"08:30\"",
            ),
            (
                "\n[calls.consumer]\nto = \"08:00\"",
                "c.toml:2:1",
                "before they begin",
            ),
            (
                "[keys]\npromisse = \"p\"",
                "c.toml:2:1",
                "did you mean 'promise'",
            ),
            ("[keys]\npromise = 3", "c.toml:2", "list of keys"),
        ] {
            let line = complaint(text);
            assert!(line.starts_with(place), "{text}: {line}");
            assert!(line.contains(says), "{text}: {line}");
            assert_eq!(line.lines().count(), 1, "{text}: {line}");
        }
    }

    #[test]
    fn a_holiday_may_be_written_with_or_without_quotes() {
        let read = Config::parse("holidays = [2026-12-25, \"2027-01-01\"]", "c".as_ref());
        assert_eq!(read.map(|c| c.holidays.len()).ok(), Some(2));
    }

    #[test]
    fn a_missing_file_is_the_defaults_and_an_unreadable_one_is_not() {
        let dir = tempfile::tempdir().expect("a folder");
        let none = dir.path().join("none.toml");
        assert_eq!(Config::load(&none).ok(), Some(Config::default()));
        assert!(matches!(
            Config::load(dir.path()),
            Err(ConfigError::Unreadable { .. })
        ));
    }
}
