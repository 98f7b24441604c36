//! When to try again after a call that reached nobody: another day and another hour, from the log of attempts alone.
//!
//! Law: pure; the hours are local ones, worked out by whoever knows the time zone. Only business days, only within calling hours; what was
//! tried in vain counts against an hour, a talk counts for it, and it says why in words.

use super::calendar::Calendar;
use super::say;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

/// A call as the log holds it.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The civil day.
    pub on: NaiveDate,
    /// Somebody talked with us.
    pub reached: bool,
}

/// What is proposed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The day.
    pub day: NaiveDate,
    /// The hour.
    pub time: NaiveTime,
    /// Why: `tried Mon 09:10 and Tue 09:30; Thursdays at 14:00 reached them before`.
    pub why: String,
}

/// The hours at which a day is tried, on the hour: early, before noon, after lunch, late.
const HOURS: [u32; 4] = [8, 10, 14, 16];
/// Business days ahead among which is chosen.
const AHEAD: u32 = 3;
/// Older calls say nothing about the habits of today.
const REMEMBERED_DAYS: i64 = 60;

/// Proposes a day after `as_of` and an hour within `hours` (first and last hour of calling). `local` gives the local time of an instant.
#[must_use]
pub fn propose(
    attempts: &[Attempt],
    as_of: NaiveDate,
    hours: (u32, u32),
    calendar: &Calendar,
    local: impl Fn(DateTime<Utc>) -> NaiveTime,
) -> Proposal {
    let tried: Vec<(Attempt, usize)> = attempts
        .iter()
        .filter(|a| a.on <= as_of)
        .filter(|a| as_of.signed_duration_since(a.on).num_days() <= REMEMBERED_DAYS)
        .map(|a| (*a, slot(local(a.at).hour())))
        .collect();
    let last = tried.iter().max_by_key(|(a, _)| a.at);
    let mut best: Option<(i64, NaiveDate, usize)> = None;
    for ahead in 1..=AHEAD {
        let day = calendar.add(as_of, ahead);
        for (at, hour) in HOURS.iter().enumerate() {
            if !(hours.0..hours.1).contains(hour) {
                continue;
            }
            let mut score = -3 * i64::from(ahead);
            for (attempt, their) in &tried {
                let same_hour = *their == at;
                let same_weekday = attempt.on.weekday() == day.weekday();
                score += match (attempt.reached, same_hour, same_weekday) {
                    (true, true, true) => 9,
                    (true, true, false) => 5,
                    (true, false, true) => 2,
                    (false, true, true) => -6,
                    (false, true, false) => -4,
                    (false, false, true) => -1,
                    (_, false, false) => 0,
                };
            }
            // Never the hour that has just failed, while there is another.
            if last.is_some_and(|(a, their)| !a.reached && *their == at) {
                score -= 20;
            }
            if best.is_none_or(|(most, _, _)| score > most) {
                best = Some((score, day, at));
            }
        }
    }
    let (day, at) = best.map_or((calendar.add(as_of, 1), 1), |(_, day, at)| (day, at));
    let hour = best.map_or(hours.0, |_| HOURS[at]);
    Proposal {
        day,
        time: NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or(NaiveTime::MIN),
        why: why(&tried, day, at, &local),
    }
}

/// The slot of an hour: the one whose start is nearest before it.
fn slot(hour: u32) -> usize {
    match hour {
        0..10 => 0,
        10..13 => 1,
        13..16 => 2,
        _ => 3,
    }
}

fn why(
    tried: &[(Attempt, usize)],
    day: NaiveDate,
    at: usize,
    local: &impl Fn(DateTime<Utc>) -> NaiveTime,
) -> String {
    let mut missed: Vec<&Attempt> = tried
        .iter()
        .filter(|(a, _)| !a.reached)
        .map(|(a, _)| a)
        .collect();
    missed.sort_by_key(|a| std::cmp::Reverse(a.at));
    let said: Vec<String> = missed
        .iter()
        .take(3)
        .rev()
        .map(|a| format!("{} {}", say::weekday(a.on), say::time(local(a.at))))
        .collect();
    let mut parts = Vec::new();
    if !said.is_empty() {
        let more = missed.len().saturating_sub(said.len());
        let before = match more {
            0 => String::new(),
            1 => ", nor once before".to_owned(),
            more => format!(", nor {more} times before"),
        };
        parts.push(format!("nobody at {}{before}", say::list(&said)));
    }
    let reached_then = tried.iter().filter(|(a, s)| a.reached && *s == at);
    let on_weekday = reached_then
        .clone()
        .any(|(a, _)| a.on.weekday() == day.weekday());
    match (reached_then.count(), on_weekday) {
        (0, _) if said.is_empty() => parts.push("no call in the log yet".to_owned()),
        (0, _) => parts.push("another hour".to_owned()),
        (_, true) => parts.push("reached on that weekday at that hour before".to_owned()),
        (_, false) => parts.push("reached at that hour before".to_owned()),
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    /// A call at an hour that is local and UTC at once.
    fn call(on: &str, hour: u32, reached: bool) -> Attempt {
        Attempt {
            at: d(on).and_hms_opt(hour, 10, 0).expect("an hour").and_utc(),
            on: d(on),
            reached,
        }
    }

    fn proposed(attempts: &[Attempt], as_of: &str) -> (String, u32, String) {
        let hours = (8, 18);
        let p = propose(attempts, d(as_of), hours, &Calendar::default(), |at| {
            at.time()
        });
        (p.day.to_string(), p.time.hour(), p.why)
    }

    #[test]
    fn the_next_business_day_at_another_hour() {
        let (day, hour, why) = proposed(&[call("2026-11-27", 9, false)], "2026-11-27");
        assert_eq!((day.as_str(), hour), ("2026-11-30", 10));
        assert_eq!(why, "nobody at Fri 09:10; another hour");
    }

    #[test]
    fn every_hour_is_tried_before_one_comes_again() {
        let mut log = Vec::new();
        let mut hours = Vec::new();
        let mut day = "2026-11-23".to_owned();
        for _ in 0..4 {
            let (next, hour, _) = proposed(&log, &day);
            log.push(call(&next, hour, false));
            hours.push(hour);
            day = next;
        }
        hours.sort_unstable();
        assert_eq!(hours, HOURS);
    }

    #[test]
    fn the_hour_at_which_they_were_reached_is_preferred() {
        let log = [
            call("2026-11-10", 14, true),
            call("2026-11-17", 14, true),
            call("2026-11-23", 9, false),
        ];
        let (day, hour, why) = proposed(&log, "2026-11-23");
        assert_eq!((day.as_str(), hour), ("2026-11-24", 14));
        assert!(
            why.ends_with("reached on that weekday at that hour before"),
            "{why}"
        );
    }

    #[test]
    fn an_hour_that_just_failed_is_not_proposed_although_it_worked_once() {
        let log = [call("2026-11-17", 14, true), call("2026-11-23", 14, false)];
        assert_ne!(proposed(&log, "2026-11-23").1, 14);
    }

    #[test]
    fn calling_hours_and_an_empty_log_are_respected() {
        let p = propose(&[], d("2026-11-23"), (9, 12), &Calendar::default(), |at| {
            at.time()
        });
        assert_eq!((p.day, p.time.hour()), (d("2026-11-24"), 10));
        assert_eq!(
            p.why,
            "no call in the log yet; another hour".replace("; another hour", "")
        );
        let none = propose(&[], d("2026-11-23"), (11, 12), &Calendar::default(), |at| {
            at.time()
        });
        assert_eq!(none.time.hour(), 11);
    }
}
