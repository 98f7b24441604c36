//! `liens.toml`: lien rules of the states as data, each with its source and the day on which somebody compared it.
//!
//! Law: as for the settings. What ships are examples; a file of the desk's own adds states, and replaces those that it names.

use super::ConfigError;
use super::data::{File, Place};
use crate::domain::lien::{JobDate, JobStepKind, LienRule, Offset, Project, Role, Trigger};
use chrono::NaiveDate;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// What ships.
pub const SHIPPED: &str = include_str!("liens.toml");

/// What a rule may be about: what is exchanged has no last day.
const STEPS: [JobStepKind; 5] = [
    JobStepKind::Preliminary,
    JobStepKind::Intent,
    JobStepKind::Lien,
    JobStepKind::Bond,
    JobStepKind::Suit,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    rule: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    state: Spanned<String>,
    #[serde(default)]
    roles: Vec<Spanned<String>>,
    #[serde(default)]
    projects: Vec<Spanned<String>>,
    step: Spanned<String>,
    words: Option<String>,
    from: Spanned<String>,
    days: Option<u32>,
    day: Option<u32>,
    months: Option<u32>,
    requires: Option<Spanned<String>>,
    source: Spanned<String>,
    verified_on: Option<Spanned<toml::value::Datetime>>,
}

/// The rules that `text` gives; `path` is named in errors.
///
/// # Errors
/// At the first thing that is not understood.
pub fn parse(text: &str, path: &Path) -> Result<Vec<LienRule>, ConfigError> {
    let file = File::new(text, path);
    let table: Table = file.read()?;
    table.rule.iter().map(|row| rule(&file, row)).collect()
}

/// The shipped rules, with those of a file of the desk's own: a state that it names is its own.
#[must_use]
pub fn joined(shipped: Vec<LienRule>, own: Vec<LienRule>) -> Vec<LienRule> {
    let mut out: Vec<LienRule> = shipped
        .into_iter()
        .filter(|r| !own.iter().any(|o| o.state.eq_ignore_ascii_case(&r.state)))
        .collect();
    out.extend(own);
    out
}

fn rule(file: &File<'_>, row: &Spanned<Row>) -> Result<LienRule, ConfigError> {
    let (at, row) = (row.place(), row.get_ref());
    let one = |what: &str, name: &Spanned<String>| {
        let names = STEPS.map(JobStepKind::name);
        JobStepKind::from_name(name.get_ref())
            .filter(|kind| STEPS.contains(kind))
            .ok_or_else(|| file.unknown(what, name.get_ref(), &names, name.place()))
    };
    let offset = match (row.days, row.day, row.months) {
        (Some(days), None, None) if days <= 3_650 => Offset::Days(days),
        (None, Some(day @ 1..=28), Some(months @ 1..=120)) => Offset::DayOfMonth { day, months },
        _ => {
            let message =
                "say how far: either days = 90, or day = 15 (1 to 28) and months = 3".to_owned();
            return Err(file.wrong(at, message));
        }
    };
    let state = row.state.get_ref().trim();
    if state.len() < 2 || state.len() > 40 {
        let message = "state is two letters, as the jobs call it".to_owned();
        return Err(file.wrong(row.state.place(), message));
    }
    if row.source.get_ref().trim().is_empty() {
        let message = "say where the rule stands: source = \"Cal. Civ. Code 8204\"".to_owned();
        return Err(file.wrong(row.source.place(), message));
    }
    let verified_on = match &row.verified_on {
        None => None,
        Some(written) => Some(day(written.get_ref()).ok_or_else(|| {
            let message = "verified_on is a day, as 2026-11-22 without quotes".to_owned();
            file.wrong(written.place(), message)
        })?),
    };
    Ok(LienRule {
        state: state.to_owned(),
        roles: names(file, "role", &row.roles, Role::ALL, Role::name)?,
        projects: names(file, "project", &row.projects, Project::ALL, Project::name)?,
        step: one("step", &row.step)?,
        words: row.words.clone(),
        trigger: trigger(file, &row.from)?,
        offset,
        requires: match &row.requires {
            Some(name) => Some(one("step", name)?),
            None => None,
        },
        source: row.source.get_ref().trim().to_owned(),
        verified_on,
    })
}

fn day(written: &toml::value::Datetime) -> Option<NaiveDate> {
    let d = written.date?;
    NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into())
}

fn names<T: Copy>(
    file: &File<'_>,
    what: &str,
    typed: &[Spanned<String>],
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<Vec<T>, ConfigError> {
    typed
        .iter()
        .map(|text| {
            let found = all.iter().copied().find(|t| name(*t) == text.get_ref());
            found.ok_or_else(|| {
                let known: Vec<&str> = all.iter().map(|t| name(*t)).collect();
                file.unknown(what, text.get_ref(), &known, text.place())
            })
        })
        .collect()
}

fn trigger(file: &File<'_>, from: &Spanned<String>) -> Result<Trigger, ConfigError> {
    let name = from.get_ref().as_str();
    if name == "month" {
        return Ok(Trigger::Month);
    }
    let day = JobDate::from_name(name).map(Trigger::Day);
    let step = || {
        let found = JobStepKind::from_name(name).filter(|kind| STEPS.contains(kind));
        found.map(Trigger::Step)
    };
    day.or_else(step).ok_or_else(|| {
        let known: Vec<&str> = JobDate::ALL
            .iter()
            .map(|d| d.name())
            .chain(["month"])
            .chain(STEPS.map(JobStepKind::name))
            .collect();
        file.unknown("day to count from", name, &known, from.place())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Vec<LienRule> {
        parse(SHIPPED, "liens.toml".as_ref()).expect("it parses")
    }

    #[test]
    fn what_ships_is_read_and_every_rule_says_where_it_stands() {
        let rules = shipped();
        let states: std::collections::BTreeSet<&str> =
            rules.iter().map(|r| r.state.as_str()).collect();
        assert_eq!(Vec::from_iter(states), ["CA", "FL", "TX"]);
        assert!(rules.iter().all(|r| r.source.len() > 8));
    }

    #[test]
    fn a_state_of_ones_own_replaces_the_shipped_one_and_leaves_the_others() {
        let own = "[[rule]]\nstate = \"tx\"\nstep = \"lien\"\nfrom = \"completion\"\ndays = 60\nsource = \"our counsel\"\nverified_on = 2026-10-01\n";
        let all = joined(shipped(), parse(own, "l".as_ref()).expect("valid"));
        let texas: Vec<&str> = all
            .iter()
            .filter(|r| r.state.eq_ignore_ascii_case("TX"))
            .map(|r| r.source.as_str())
            .collect();
        assert_eq!(texas, ["our counsel"]);
        assert!(all.iter().any(|r| r.state == "CA"));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_the_right_form() {
        let rule = "[[rule]]\nstate = \"CA\"\nstep = \"lien\"\nfrom = \"completion\"\ndays = 90\nsource = \"s\"\nverified_on = 2026-11-22\n";
        for (from, to, line, says) in [
            ("\"lien\"", "\"liens\"", 3, "did you mean 'lien'"),
            ("\"lien\"", "\"release\"", 3, "no step 'release'"),
            ("\"completion\"", "\"complete\"", 4, "day to count from"),
            ("days = 90", "day = 31\nmonths = 3", 1, "day = 15"),
            ("days = 90", "days = 90\nmonths = 3", 1, "either days"),
            ("\"s\"", "\" \"", 6, "where the rule stands"),
            ("2026-11-22", "\"soon\"", 7, ""),
            ("days = 90", "dayz = 90", 5, "did you mean"),
            ("step =", "roles = [\"boss\"]\nstep =", 3, "no role 'boss'"),
        ] {
            let said = parse(&rule.replace(from, to), "liens.toml".as_ref())
                .expect_err(to)
                .to_string();
            assert!(said.starts_with(&format!("liens.toml:{line}:")), "{said}");
            assert!(said.contains(says), "{said}");
        }
    }
}
