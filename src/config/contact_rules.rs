//! `contact_rules.toml`: when and how often people may be called, as data beside the settings. Shipped inside the binary, overridable, checked.
//!
//! Law: no rule is applied here; the file fills in `domain::call_rules::CallRules`. What it leaves out stays as the settings' `[calls]` have it.
//! Its `[[state]]` entries replace the shipped ones as a whole, so that one can also be taken away.

use super::ConfigError;
use super::read::plain;
use super::values::{Day, Hour};
use crate::domain::account::AccountKind;
use crate::domain::call_rules::{CallProfile, CallRules, Overlay, Protects};
use crate::domain::local_time::zones_of_state;
use serde::Deserialize;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The rules that ship with the program.
pub const SHIPPED: &str = include_str!("../../assets/contact_rules.toml");

/// The file's name, beside the settings.
pub const FILE: &str = "contact_rules.toml";

/// What a file says, checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ContactRules {
    commercial: ProfileTable,
    consumer: ProfileTable,
    mixed: Option<ProfileTable>,
    natural_person: Option<AccountKind>,
    guarantor: Option<AccountKind>,
    /// `None`: the shipped ones hold.
    states: Option<Vec<Overlay>>,
}

/// What happens when a limit stands against a call.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OnLimit {
    /// A reason is asked for.
    Warn,
    /// A supervisor has to allow it.
    Block,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ProfileTable {
    from: Option<Hour>,
    to: Option<Hour>,
    weekend: Option<bool>,
    talks: Option<u32>,
    calls: Option<u32>,
    letters: Option<u32>,
    act: Option<OnLimit>,
    source: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FlagTable {
    natural_person: Option<Spanned<String>>,
    guarantor: Option<Spanned<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateTable {
    state: Spanned<String>,
    protects: Spanned<String>,
    #[serde(default)]
    from: Option<Hour>,
    #[serde(default)]
    to: Option<Hour>,
    #[serde(default)]
    weekend: Option<bool>,
    #[serde(default)]
    talks: Option<u32>,
    #[serde(default)]
    calls: Option<u32>,
    #[serde(default)]
    letters: Option<u32>,
    source: Spanned<String>,
    #[serde(default)]
    verified_on: Option<Day>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Tables {
    commercial: Option<Spanned<ProfileTable>>,
    consumer: Option<Spanned<ProfileTable>>,
    mixed: Option<Spanned<ProfileTable>>,
    flags: FlagTable,
    state: Option<Vec<StateTable>>,
}

impl ContactRules {
    /// Where the file lies: beside the settings.
    #[must_use]
    pub fn path(config: &Path) -> PathBuf {
        config.with_file_name(FILE)
    }

    /// The rules of the user's own file; none of their own when there is no file.
    ///
    /// # Errors
    /// When the file is there but cannot be read or understood.
    pub fn load(config: &Path) -> Result<ContactRules, ConfigError> {
        let path = ContactRules::path(config);
        match std::fs::read_to_string(&path) {
            Ok(text) => ContactRules::parse(&text, &path),
            Err(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(ContactRules::default())
            }
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }

    /// The rules that `text` gives; `path` is named in errors.
    ///
    /// # Errors
    /// At the first thing that is not understood, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<ContactRules, ConfigError> {
        let source = super::data::File::new(text, path);
        let wrong = |at: usize, message: String| source.wrong(at, message);
        let tables: Tables = toml::from_str(text).map_err(|e| {
            let message = plain(e.message()).replace(
                "config.example.toml lists them all",
                "`bywhen contact-rules default` shows them all",
            );
            wrong(e.span().map_or(0, |span| span.start), message)
        })?;
        let base = CallRules::default();
        let mixed = base.mixed.unwrap_or(base.consumer);
        let profile = |table: Option<Spanned<ProfileTable>>, of: CallProfile| {
            let Some(table) = table else {
                return Ok(None);
            };
            let at = table.span().start;
            let table = table.into_inner();
            let made = table.over(of);
            if made.from >= made.to {
                let why = "calls end before they begin (write from = \"08:00\", to = \"18:00\")";
                return Err(wrong(at, why.to_owned()));
            }
            Ok(Some(table))
        };
        let kind = |typed: Option<Spanned<String>>| match typed {
            None => Ok(None),
            Some(typed) => AccountKind::from_name(typed.get_ref())
                .map(Some)
                .ok_or_else(|| {
                    wrong(
                        typed.span().start,
                        format!(
                            "there is no profile '{}' (write commercial, consumer or mixed)",
                            typed.get_ref()
                        ),
                    )
                }),
        };
        let mut states = None;
        if let Some(all) = tables.state {
            let mut out = Vec::with_capacity(all.len());
            for one in all {
                out.push(overlay(one, &wrong)?);
            }
            states = Some(out);
        }
        Ok(ContactRules {
            commercial: profile(tables.commercial, base.commercial)?.unwrap_or_default(),
            consumer: profile(tables.consumer, base.consumer)?.unwrap_or_default(),
            mixed: profile(tables.mixed, mixed)?,
            natural_person: kind(tables.flags.natural_person)?,
            guarantor: kind(tables.flags.guarantor)?,
            states,
        })
    }

    /// The rules of the settings with what this file says.
    #[must_use]
    pub fn over(&self, mut rules: CallRules) -> CallRules {
        rules.commercial = self.commercial.over(rules.commercial);
        rules.consumer = self.consumer.over(rules.consumer);
        if let Some(source) = &self.consumer.source {
            rules.consumer_source.clone_from(source);
        }
        if let Some(mixed) = &self.mixed {
            rules.mixed = Some(mixed.over(rules.mixed.unwrap_or(rules.consumer)));
        }
        rules.natural_person = self.natural_person.unwrap_or(rules.natural_person);
        rules.guarantor = self.guarantor.unwrap_or(rules.guarantor);
        if let Some(states) = &self.states {
            rules.overlays.clone_from(states);
        }
        rules
    }

    /// Where another rule than the shipped one holds in a state, nothing is said here; the number of states with rules of their own.
    #[must_use]
    pub fn states(&self) -> Option<usize> {
        self.states.as_ref().map(Vec::len)
    }
}

impl ProfileTable {
    fn over(&self, p: CallProfile) -> CallProfile {
        CallProfile {
            from: self.from.map_or(p.from, |h| h.0),
            to: self.to.map_or(p.to, |h| h.0),
            weekend: self.weekend.unwrap_or(p.weekend),
            talks: self.talks.unwrap_or(p.talks),
            calls: self.calls.unwrap_or(p.calls),
            letters: self.letters.or(p.letters),
            supervisor: self.act.map_or(p.supervisor, |act| act == OnLimit::Block),
        }
    }
}

fn overlay(
    one: StateTable,
    wrong: &impl Fn(usize, String) -> ConfigError,
) -> Result<Overlay, ConfigError> {
    let at = one.state.span().start;
    let state = one.state.into_inner().trim().to_ascii_uppercase();
    if zones_of_state(&state).is_empty() {
        let why = format!("'{state}' is no state or province (write two letters, such as \"MA\")");
        return Err(wrong(at, why));
    }
    let protects = Protects::from_name(one.protects.get_ref()).ok_or_else(|| {
        let why = format!(
            "nobody is called '{}' (write consumer, commercial or all)",
            one.protects.get_ref()
        );
        wrong(one.protects.span().start, why)
    })?;
    if let (Some(from), Some(to)) = (one.from, one.to)
        && from.0 >= to.0
    {
        let why = format!("{state}: calls end before they begin");
        return Err(wrong(at, why));
    }
    let source = one.source.get_ref().trim().to_owned();
    if source.is_empty() {
        let why = format!("{state}: say where the rule is written down");
        return Err(wrong(one.source.span().start, why));
    }
    let says_nothing = one.from.is_none()
        && one.to.is_none()
        && one.weekend != Some(false)
        && one.talks.is_none()
        && one.calls.is_none()
        && one.letters.is_none();
    if says_nothing {
        let why = format!(
            "{state}: nothing is narrowed (write calls = 2, or from, to, talks, letters, weekend = false)"
        );
        return Err(wrong(at, why));
    }
    Ok(Overlay {
        state,
        protects,
        from: one.from.map(|h| h.0),
        to: one.to.map(|h| h.0),
        no_weekend: one.weekend == Some(false),
        talks: one.talks,
        calls: one.calls,
        letters: one.letters,
        source,
        verified_on: one.verified_on.map(|d| d.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        ContactRules::parse(text, "r.toml".as_ref())
            .expect_err("it is wrong")
            .to_string()
    }

    #[test]
    fn the_shipped_file_is_the_rules_of_the_house() {
        let read = ContactRules::parse(SHIPPED, FILE.as_ref()).expect("it parses");
        let mut blank = CallRules::default();
        blank.overlays.clear();
        assert_eq!(read.over(blank), CallRules::default());
    }

    #[test]
    fn what_a_file_leaves_out_stays_as_the_settings_have_it() {
        let mut settings = CallRules::default();
        settings.commercial.calls = 9;
        let file = "[commercial]\ntalks = 1\nact = \"block\"\n[mixed]\ncalls = 3\n";
        let rules = ContactRules::parse(file, FILE.as_ref())
            .expect("it parses")
            .over(settings);
        let c = rules.commercial;
        assert_eq!((c.talks, c.calls, c.supervisor), (1, 9, true));
        assert_eq!(rules.mixed.map(|m| (m.calls, m.talks)), Some((3, 1)));
        assert_eq!(rules.overlays, CallRules::default().overlays);
        let none = ContactRules::parse("state = []\n", FILE.as_ref()).expect("it parses");
        assert!(none.over(CallRules::default()).overlays.is_empty());
    }

    #[test]
    fn a_wrong_rule_is_named_with_its_line_and_the_right_form() {
        for (text, place, says) in [
            (
                "[comercial]\ncalls = 1",
                "r.toml:1",
                "did you mean 'commercial'?",
            ),
            (
                "[consumer]\ncall = 1",
                "r.toml:2:1",
                "did you mean 'calls'?",
            ),
            ("[consumer]\nfrom = \"8\"", "r.toml:2:8", "write \"08:30\""),
            (
                "\n[consumer]\nfrom = \"22:00\"",
                "r.toml:2",
                "before they begin",
            ),
            ("[consumer]\nact = \"stop\"", "r.toml:2:7", "`warn`"),
            (
                "[flags]\nguarantor = \"private\"",
                "r.toml:2:13",
                "write commercial",
            ),
            (
                "[[state]]\nstate = \"Mass\"\nprotects = \"all\"\nsource = \"x\"\ncalls = 1",
                "r.toml:2:9",
                "two letters",
            ),
            (
                "[[state]]\nstate = \"MA\"\nprotects = \"me\"\nsource = \"x\"\ncalls = 1",
                "r.toml:3:12",
                "write consumer",
            ),
            (
                "[[state]]\nstate = \"MA\"\nprotects = \"all\"\nsource = \"x\"",
                "r.toml:2",
                "nothing is narrowed",
            ),
            (
                "[[state]]\nstate = \"MA\"\nprotects = \"all\"\ncalls = 1",
                "r.toml:1",
                "source",
            ),
            (
                "[[state]]\nstate = \"MA\"\nprotects = \"all\"\nsource = \" \"\ncalls = 1",
                "r.toml:4:10",
                "written down",
            ),
        ] {
            let line = complaint(text);
            assert!(line.starts_with(place), "{text}: {line}");
            assert!(line.contains(says), "{text}: {line}");
            assert_eq!(line.lines().count(), 1, "{text}: {line}");
        }
    }
}
