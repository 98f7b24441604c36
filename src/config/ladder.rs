//! `ladder.toml`: the steps of the ladder and the days of the honesty rule, as a file of the desk's own.
//!
//! Law: as for the settings: what is not understood is an error with file, line and the right form; nothing is guessed.

use super::ConfigError;
use super::data::{File, Place};
use crate::domain::ladder::{Ladder, LadderStep, Rung};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// What ships.
pub const SHIPPED: &str = include_str!("ladder.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    step: Vec<Spanned<Step>>,
    #[serde(default)]
    notice_days: BTreeMap<Spanned<String>, u32>,
    placement: Option<Spanned<Window>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    step: Spanned<String>,
    days: u32,
    level: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Window {
    window: (u32, u32),
}

/// The ladder that `text` gives; `path` is named in errors.
///
/// # Errors
/// At the first thing that is not understood.
pub fn parse(text: &str, path: &Path) -> Result<Ladder, ConfigError> {
    let file = File::new(text, path);
    let table: Table = file.read()?;
    let step = |name: &Spanned<String>, what: &[LadderStep]| {
        LadderStep::from_name(name.get_ref())
            .filter(|step| what.contains(step))
            .ok_or_else(|| {
                let names: Vec<&str> = what.iter().map(|s| s.name()).collect();
                file.unknown("step", name.get_ref(), &names, name.place())
            })
    };
    let rungs = [
        LadderStep::Reminder,
        LadderStep::Call,
        LadderStep::SupervisorCall,
        LadderStep::FinalNotice,
        LadderStep::CreditHold,
        LadderStep::Placement,
    ];
    let mut ladder = Ladder {
        rungs: Vec::new(),
        notice: Vec::new(),
        window: None,
    };
    for row in &table.step {
        let new = row.get_ref();
        let known = step(&new.step, &rungs)?;
        if ladder.rungs.iter().any(|r| r.step == known) {
            let message = format!("the step '{}' is named twice", known.name());
            return Err(file.wrong(new.step.place(), message));
        }
        if let Some(before) = ladder.rungs.last().filter(|r| r.days >= new.days) {
            let message = format!(
                "'{}' comes on day {}, not after '{}' on day {}: write the steps in their order",
                known.name(),
                new.days,
                before.step.name(),
                before.days
            );
            return Err(file.wrong(row.place(), message));
        }
        if new.days == 0 || new.level == Some(0) {
            let message = "days and level are 1 or more".to_owned();
            return Err(file.wrong(row.place(), message));
        }
        ladder.rungs.push(Rung {
            step: known,
            days: new.days,
            level: new.level,
        });
    }
    if ladder.rungs.is_empty() {
        let message = "the ladder has no step: write at least one [[step]]".to_owned();
        return Err(file.wrong(0, message));
    }
    for (name, days) in &table.notice_days {
        ladder.notice.push((step(name, LadderStep::ALL)?, *days));
    }
    ladder.notice.sort_unstable();
    if let Some(row) = &table.placement {
        let (first, last) = row.get_ref().window;
        if first > last {
            let message = format!("the window ends before it begins (write [{last}, {first}])");
            return Err(file.wrong(row.place(), message));
        }
        ladder.window = Some((first, last));
    }
    Ok(ladder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(text: &str) -> String {
        parse(text, "ladder.toml".as_ref())
            .expect_err("it is wrong")
            .to_string()
    }

    #[test]
    fn what_ships_is_the_default_of_the_rules() {
        let shipped = parse(SHIPPED, "ladder.toml".as_ref()).expect("it parses");
        assert_eq!(shipped, Ladder::default());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_the_right_form() {
        for (text, line, says) in [
            (
                "[[step]]\nstep = \"remindr\"\ndays = 3\n",
                2,
                "did you mean 'reminder'",
            ),
            ("[[step]]\nstep = \"lien\"\ndays = 3\n", 2, "no step 'lien'"),
            ("[[step]]\nstep = \"call\"\nday = 3\n", 3, "days"),
            (
                "[[step]]\nstep = \"call\"\ndays = 9\n[[step]]\nstep = \"reminder\"\ndays = 3\n",
                4,
                "not after 'call' on day 9",
            ),
            (
                "[[step]]\nstep = \"call\"\ndays = 9\n[[step]]\nstep = \"call\"\ndays = 12\n",
                5,
                "named twice",
            ),
            (
                "[[step]]\nstep = \"call\"\ndays = 9\n[notice_days]\nhold = 3\n",
                5,
                "credit_hold",
            ),
            (
                "[[step]]\nstep = \"call\"\ndays = 9\n[placement]\nwindow = [60, 30]\n",
                4,
                "[30, 60]",
            ),
            ("", 1, "no step"),
        ] {
            let said = complaint(text);
            assert!(said.starts_with(&format!("ladder.toml:{line}:")), "{said}");
            assert!(said.contains(says), "{said}");
        }
    }
}
