//! `[talk]`: what a desk brings to a talk. How much a collector may waive, phrases for notes, and barriers of its own trade with their
//! usual remedy.
//!
//! The default barriers are `domain::barrier`'s; one of the same name replaces the default.

use super::values::TextAmount;
use crate::domain::barrier::{Barrier, Remedy};
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use crate::domain::task::TaskKind;
use crate::domain::touch::Owner;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[talk]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TalkTable {
    /// The most that a collector may waive; above it a supervisor decides.
    pub waiver_limit: TextAmount,
    /// Phrases for notes, by their short name.
    pub phrases: BTreeMap<String, String>,
    /// Further barriers, each with its usual remedy.
    pub barriers: BarrierTable,
}

impl Default for TalkTable {
    fn default() -> Self {
        TalkTable {
            waiver_limit: TextAmount::of(Rules::default().waiver_limit, Currency::USD),
            phrases: phrases(),
            barriers: BarrierTable::default(),
        }
    }
}

/// The phrases that every desk starts with. `[talk.phrases]` in the settings replaces them.
fn phrases() -> BTreeMap<String, String> {
    [
        (
            "asked",
            "Asked for today, else a date, else a date to talk again.",
        ),
        (
            "copy",
            "Copy of the invoice sent again; they confirm that they have it.",
        ),
        (
            "gatekeeper",
            "Reception only; would not put through. Name of the right person asked.",
        ),
        (
            "portal",
            "Invoice must be entered in their portal; confirmed the portal number.",
        ),
        (
            "run",
            "Approved and in the next pay run; confirmed the day.",
        ),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect()
}

/// `[talk.barriers]`: a name, and what is usually done about it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BarrierTable(pub BTreeMap<String, RemedyTable>);

/// `{ owner = "us", what = "…", days = 2 }`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyTable {
    /// Whose task it is.
    pub owner: Owner,
    /// What is to be done.
    pub what: String,
    /// Business days until then.
    pub days: u32,
}

impl BarrierTable {
    /// As the rules have them.
    #[must_use]
    pub fn barriers(&self) -> Vec<Barrier> {
        self.0
            .iter()
            .map(|(name, remedy)| Barrier {
                name: name.trim().to_owned(),
                remedy: Some(Remedy {
                    owner: remedy.owner,
                    kind: TaskKind::Other,
                    what: remedy.what.trim().to_owned(),
                    days: remedy.days,
                }),
            })
            .collect()
    }

    /// Every one can be recorded; else the name of the first that cannot.
    pub(super) fn check(&self) -> Result<(), String> {
        let fits = |text: &str| (1..=200).contains(&text.trim().chars().count());
        match self
            .0
            .iter()
            .find(|(name, r)| !fits(name) || !fits(&r.what))
        {
            Some((name, _)) => Err(name.clone()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn parsed(text: &str) -> Result<Config, String> {
        Config::parse(text, "c.toml".as_ref()).map_err(|e| e.to_string())
    }

    #[test]
    fn a_desk_adds_a_barrier_with_its_remedy() {
        let text = "[talk.barriers]\n\"union strike\" = { owner = \"them\", what = \"say when they work again\", days = 3 }\n";
        let config = parsed(text).expect("understood");
        let list = config.barrier_list();
        assert_eq!(list.len(), 24);
        assert_eq!(list[23].name, "union strike");
    }

    #[test]
    fn a_barrier_without_a_task_or_with_an_unknown_word_is_refused_with_its_place() {
        let text = "[talk.barriers]\n\"x\" = { owner = \"us\", what = \"\", days = 3 }\n";
        assert!(parsed(text).expect_err("refused").starts_with("c.toml:2:"));
        let text = "[talk.barriers]\nx = { owner = \"me\", what = \"y\", days = 3 }\n";
        assert!(parsed(text).expect_err("refused").starts_with("c.toml:2:"));
        assert!(
            parsed("waiver_limit = \"-1\"\n")
                .expect_err("refused")
                .starts_with("c.toml:1:")
        );
    }
}
