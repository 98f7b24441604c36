//! The cases of `tests/data/ladder.txt`, told as a credit manager would tell them.

use super::{LadderStep, Told, Walk, standing, telling, warning};
use crate::domain::facts::gather;
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::testing::BookMaker;
use crate::domain::touch::HoldKind;
use chrono::{Datelike, NaiveDate};

const CASES: &str = include_str!("../../../tests/data/ladder.txt");

/// `Mon 1 Jun`, of 2026; the weekday must be the day's.
fn day(text: &str) -> NaiveDate {
    let (weekday, rest) = text.trim().split_once(' ').expect("Mon 1 Jun");
    let (n, month) = rest.split_once(' ').expect("1 Jun");
    let month = say::MONTHS
        .iter()
        .position(|m| *m == month)
        .expect("a month") as u32
        + 1;
    let day = NaiveDate::from_ymd_opt(2026, month, n.parse().expect("a day")).expect("a date");
    assert_eq!(say::weekday(day), weekday, "{text}");
    day
}

fn iso(text: &str) -> String {
    day(text).to_string()
}

fn minor(text: &str) -> i64 {
    text.replace([',', '.'], "").parse().expect("an amount")
}

/// One act: its day, its verb, the rest.
fn act(b: &mut BookMaker, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let on = words[..3].join(" ");
    match words[3] {
        "invoice" => {
            b.invoice(&iso(&on), &iso(&words[7..].join(" ")), minor(words[5]));
        }
        "promise" => {
            b.promise(&iso(&on), &iso(&words[7..].join(" ")), minor(words[5]), &[]);
        }
        "told" => b.book.told.push(Told {
            step: LadderStep::from_name(words[4]).expect("a step"),
            on: day(&on),
            for_on: words.get(5).map(|_| day(&words[6..].join(" "))),
            to: Some("Dana Ruiz".into()),
            by: "Ana".into(),
            by_letter: false,
            note: None,
        }),
        "hold" => b.hold(HoldKind::from_name(words[4]).expect("a hold"), &iso(&on)),
        other => panic!("{other} is no act"),
    }
}

#[test]
fn every_case_of_the_ladder_stands_as_it_is_told() {
    let rules = Rules::default();
    let mut b = BookMaker::new();
    let (mut case, mut checked) = ("", 0);
    for line in CASES
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        if let Some(name) = line.strip_prefix("== ") {
            (case, b) = (name, BookMaker::new());
            continue;
        }
        let (mark, rest) = line.split_at(1);
        let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
        match mark {
            ">" => {
                let on = day(parts[0]);
                let facts = gather(&b.book, on, &rules).expect("fits");
                let found = standing(&facts, &b.book.told, &rules.ladder, on);
                let dash = |text: Option<String>| text.unwrap_or_else(|| "-".into());
                let next = found.next.as_ref();
                let shown = match found.walk {
                    Walk::Clear => "clear".to_owned(),
                    Walk::Stopped { .. } => "stopped".to_owned(),
                    Walk::Placed { .. } => "placed".to_owned(),
                    Walk::Paused => "rests".to_owned(),
                    Walk::On => dash(next.and_then(|n| n.telling.words(on))),
                };
                let clear = found.walk == Walk::Clear;
                let said = [
                    dash(found.present.map(|r| r.step.words().to_owned())),
                    dash(
                        next.filter(|_| !clear)
                            .map(|n| n.rung.step.words().to_owned()),
                    ),
                    dash(next.filter(|_| !clear).map(|n| say::day(n.on, on))),
                    shown,
                ];
                assert_eq!(said[..], parts[1..], "{case}: {line}");
            }
            "?" => {
                let on = day(parts[0]);
                let facts = gather(&b.book, on, &rules).expect("fits");
                let step = LadderStep::from_name(parts[1]).expect("a step");
                let known = telling(step, &b.book.told, &rules.ladder, facts.oldest_due, on);
                let said = warning(step, known, on).unwrap_or_else(|| "ok".into());
                assert_eq!(said, parts[2], "{case}: {line}");
            }
            _ => {
                act(&mut b, line);
                continue;
            }
        }
        checked += 1;
    }
    assert!(checked >= 24, "only {checked} lines were checked");
    assert_eq!(day("Mon 1 Jun").year(), 2026);
}
