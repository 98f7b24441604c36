//! The cases of `tests/data/liens.txt`: the shipped rules over dates.

use super::liens;
use crate::domain::ids::JobId;
use crate::domain::lien::{
    ClockState, DateSet, Job, JobDate, JobStep, JobStepKind, Project, Role, lien_clock,
};
use chrono::NaiveDate;

const CASES: &str = include_str!("../../tests/data/liens.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn job(head: &str) -> Job {
    let parts: Vec<&str> = head.split('|').map(str::trim).collect();
    Job {
        id: JobId(1),
        name: "Pier 9".into(),
        state: parts[1].into(),
        project: Project::from_name(parts[2]).expect("a project"),
        role: Role::from_name(parts[3]).expect("a role"),
        address: None,
        made_on: day("2026-01-01"),
        dates: Vec::new(),
        parties: Vec::new(),
        steps: Vec::new(),
        plans: Vec::new(),
    }
}

fn act(job: &mut Job, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let on = day(words[0]);
    let kind = match words[1] {
        "did" => {
            job.steps.push(JobStep {
                kind: JobStepKind::from_name(words[2]).expect("a step"),
                on,
                amount: None,
                through: None,
                note: None,
            });
            return;
        }
        "first" => JobDate::First,
        "last" => JobDate::Last,
        other => JobDate::from_name(other).expect("a day of a job"),
    };
    job.dates.push(DateSet {
        kind,
        on: Some(day(words[2])),
        set_on: on,
    });
}

fn stands(state: ClockState) -> String {
    match state {
        ClockState::Waits => "waits".into(),
        ClockState::Running { days: 0 } => "today".into(),
        ClockState::Running { days } => format!("{days} left"),
        ClockState::Passed { days } => format!("{days} ago"),
        ClockState::Done { late: 0, .. } => "done".into(),
        ClockState::Done { late, .. } => format!("done {late} late"),
    }
}

#[test]
fn every_deadline_stands_as_it_is_told() {
    let rules = liens::parse(liens::SHIPPED, "liens.toml".as_ref()).expect("it parses");
    let (mut case, mut known, mut checked) = ("", None::<Job>, 0);
    for line in CASES
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        if let Some(head) = line.strip_prefix("== ") {
            (case, known) = (head, Some(job(head)));
            continue;
        }
        let job = known.as_mut().expect("a case");
        let Some(rest) = line.strip_prefix("> ") else {
            act(job, line);
            continue;
        };
        let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
        let clock = lien_clock(job, &rules, day(parts[0]));
        if parts[1] == "-" {
            assert!(clock.is_empty(), "{case}: {line}: {clock:?}");
        } else {
            let found = clock.iter().find(|l| l.said == parts[1]);
            let found = found.unwrap_or_else(|| panic!("{case}: {line}: {clock:?}"));
            let said = [
                found.due_on.map_or("-".into(), |d| d.to_string()),
                stands(found.state),
                found.missing.map_or("-", JobStepKind::name).to_owned(),
            ];
            assert_eq!(said[..], parts[2..], "{case}: {line}");
        }
        checked += 1;
    }
    assert!(checked >= 30, "only {checked} lines were checked");
}
