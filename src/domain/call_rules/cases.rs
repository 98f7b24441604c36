//! The cases of `tests/data/contact_rules.txt`, each through the whole of a prep: the safety line and the hours must say what the table says.

use super::there;
use crate::domain::account::AccountKind;
use crate::domain::prep::prepare;
use crate::domain::rules::Rules;
use crate::domain::testing::BookMaker;
use crate::domain::touch::TouchOutcome;
use chrono::{Days, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

const CASES: &str = include_str!("../../../tests/data/contact_rules.txt");

/// A zone as the table writes it: `New_York`.
fn zone(name: &str) -> Tz {
    format!("America/{name}").parse().expect("a zone")
}

fn answer(line: &str) -> (String, String) {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [account, state, own_zone, when, before, wanted] = cells[..] else {
        panic!("six cells: {line}")
    };
    let some = |cell: &str| (cell != "-").then(|| cell.to_owned());
    let mut b = BookMaker::new();
    let (kind, flag) = account.split_once('+').unwrap_or((account, ""));
    b.book.account.kind = AccountKind::from_name(kind).expect("a kind");
    b.book.account.flags.natural_person = flag == "person";
    b.book.account.flags.guarantor = (flag == "guarantor").then(|| "Al".to_owned());
    b.book.account.state = some(state);
    b.book.account.zone = some(own_zone).map(|z| zone(&z).name().to_owned());
    let (clock, place) = when.rsplit_once(' ').expect("an hour and its zone");
    let clock = NaiveDateTime::parse_from_str(clock, "%Y-%m-%d %H:%M").expect("an hour");
    let at = zone(place)
        .from_local_datetime(&clock)
        .earliest()
        .expect("an hour of that day");
    let today = clock.date();
    for touch in before.split(", ").filter(|t| *t != "-") {
        let (what, days) = touch.split_once(' ').expect("what and when");
        let on = today - Days::new(days.parse().expect("days"));
        b.talk(&on.to_string());
        if what == "call" {
            let last = b.book.touches.last_mut().expect("a touch");
            last.outcome = TouchOutcome::NoAnswer;
            last.right_party = false;
        }
    }
    let rules = Rules::default();
    let prep = prepare(&b.book, today, &rules, Some(today)).expect("fits");
    let safety = &prep.safety;
    let hours = there(&safety.place, &safety.profile, &rules.calendar, at.to_utc());
    let limits: Vec<_> = safety
        .limits
        .iter()
        .cloned()
        .chain(hours.and_then(|t| t.limit))
        .collect();
    let found = match limits.iter().any(|l| l.supervisor) {
        true => "supervisor",
        false if limits.is_empty() => "yes",
        false => "reason",
    };
    (wanted.to_owned(), found.to_owned())
}

#[test]
fn every_case_of_the_table_is_answered_as_the_table_says() {
    let lines = CASES
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in lines {
        count += 1;
        let (wanted, found) = answer(line);
        if wanted != found {
            wrong.push(format!("{line}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 40, "{count} cases");
}
