//! What becomes of a promise, case by case, as a credit manager would tell it: `tests/data/verdicts.txt`.
//!
//! Each row is held against the rules and against the naive twin, which works from the history alone.

#[path = "verdicts/mod.rs"]
mod verdicts;

use bywhen::domain::verdict::{explain, judge_all};
use std::collections::BTreeSet;
use verdicts::history::{self, Event, Settings};
use verdicts::naive::Naive;
use verdicts::text::{self, Expected, Scenario};

const TABLE: &str = include_str!("data/verdicts.txt");

/// What the rules say of the promise that a row is about.
fn judged(scenario: &Scenario, row: &Expected) -> Expected {
    let rules = scenario.settings.rules();
    let (book, names) = history::book(&scenario.events, &scenario.settings);
    let all = judge_all(&book, row.as_of, &rules).expect("fits");
    let id = names
        .iter()
        .find(|(n, _)| *n == row.promise)
        .expect("a promise of the case")
        .1;
    let judgement = all.iter().find(|j| j.promise == id).expect("taken by then");
    let promise = book.promises.iter().find(|p| p.id == id).expect("known");
    Expected {
        as_of: row.as_of,
        promise: row.promise.clone(),
        verdict: judgement.verdict.name().to_owned(),
        received: judgement.received.get(),
        short: judgement.short.get(),
        slip: judgement.slip,
        level: judgement.level,
        sentence: explain(judgement, promise, &book, &rules, row.as_of),
    }
}

/// What the twin says; it has no sentences.
fn twin(events: &[Event], settings: &Settings, row: &Expected) -> Expected {
    let all = Naive::new(events, settings).judge(row.as_of);
    let o = all
        .into_iter()
        .find(|o| o.promise == row.promise)
        .expect("taken by then");
    Expected {
        as_of: row.as_of,
        promise: o.promise,
        verdict: o.verdict.to_owned(),
        received: o.received,
        short: o.short,
        slip: o.slip,
        level: o.level,
        sentence: row.sentence.clone(),
    }
}

#[test]
fn every_case_is_judged_and_said_as_the_table_says() {
    let scenarios = text::read(TABLE);
    let mut wrong = String::new();
    for scenario in &scenarios {
        for row in &scenario.expected {
            let got = judged(scenario, row);
            if got != *row {
                wrong.push_str(&format!(
                    "{}\n  want {}\n  got  {}\n",
                    scenario.name,
                    row.row(),
                    got.row()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_naive_twin_agrees_with_every_case() {
    for scenario in text::read(TABLE) {
        for row in &scenario.expected {
            let got = twin(&scenario.events, &scenario.settings, row);
            assert_eq!(got.row(), row.row(), "{}", scenario.name);
        }
    }
}

#[test]
fn there_are_eighty_cases_and_each_says_something_of_its_own() {
    let scenarios = text::read(TABLE);
    assert!(scenarios.len() >= 80, "{}", scenarios.len());
    let names: BTreeSet<&str> = scenarios.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names.len(), scenarios.len(), "two cases of one name");
    for s in &scenarios {
        assert!(!s.expected.is_empty(), "{} expects nothing", s.name);
    }
    let verdicts: BTreeSet<&str> = scenarios
        .iter()
        .flat_map(|s| &s.expected)
        .map(|e| e.verdict.as_str())
        .collect();
    assert_eq!(verdicts.len(), 11, "every verdict comes up: {verdicts:?}");
}
