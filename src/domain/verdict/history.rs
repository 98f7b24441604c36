//! How a verdict came about, day by day: `open → in grace Thu 25 Jun → light Fri 26 Jun → cured late Fri 3 Jul`.
//!
//! Law: worked out from the book like the verdict itself, each day seen with what was effective by then. Nothing of it is stored.

use super::{Judgement, Verdict, judge::judge_plain};
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::ids::PromiseId;
use crate::domain::money::{Minor, MoneyError};
use crate::domain::promise::Promise;
use crate::domain::rules::Rules;
use crate::domain::say;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A day on which something about a promise became different.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Turn {
    /// The day.
    pub on: NaiveDate,
    /// What became of it.
    pub verdict: Verdict,
    /// What it took.
    pub required: Minor,
    /// What had come.
    pub received: Minor,
    /// On dispute.
    pub disputed: Minor,
    /// Money said to be under way until then.
    pub in_transit_until: Option<NaiveDate>,
    /// A supervisor ruled so.
    pub ruled_by: Option<String>,
}

impl Turn {
    fn of(on: NaiveDate, j: &Judgement) -> Turn {
        Turn {
            on,
            verdict: j.verdict,
            required: j.required,
            received: j.received,
            disputed: j.disputed,
            in_transit_until: j.in_transit_until,
            ruled_by: j.ruling.as_ref().map(|r| r.by.clone()),
        }
    }
}

/// Every turn of a promise from the day it was taken up to a day, oldest first. Empty when there is no such promise.
///
/// # Errors
/// When an amount does not fit.
pub fn history(
    promise: PromiseId,
    book: &Book,
    as_of: NaiveDate,
    rules: &Rules,
) -> Result<Vec<Turn>, MoneyError> {
    let Some(found) = book.promises.iter().find(|p| p.id == promise) else {
        return Ok(Vec::new());
    };
    let mut out: Vec<Turn> = Vec::new();
    for day in days(found, book, rules) {
        if day < found.taken_on || day > as_of {
            continue;
        }
        let balances = Balances::at(book, day)?;
        let claims = claim::states(book, &balances);
        let judged = judge_plain(book, &balances, &claims, rules)?;
        if let Some(j) = judged.iter().find(|j| j.promise == promise) {
            let turn = Turn::of(day, j);
            let same = out.last().is_some_and(|last| {
                Turn {
                    on: day,
                    ..last.clone()
                } == turn
            });
            if !same {
                out.push(turn);
            }
        }
    }
    Ok(out)
}

/// Every day on which something about the promise may become different, in order.
fn days(promise: &Promise, book: &Book, rules: &Rules) -> Vec<NaiveDate> {
    let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
    let window_ends = rules.calendar.add(promise.by_when, rules.grace_days);
    let mut out = vec![
        promise.taken_on,
        promise.by_when,
        after(promise.by_when),
        after(window_ends),
    ];
    out.extend(book.documents.iter().map(|d| d.issued));
    out.extend(book.applications.iter().map(|a| a.effective_on));
    out.extend(book.reversals.iter().map(|r| r.effective_on));
    out.extend(book.restatements.iter().map(|r| r.effective_on));
    for p in &book.promises {
        out.push(p.taken_on);
        out.extend(p.end.iter().map(|e| e.on));
    }
    for c in &book.claims {
        out.extend([c.made_on, after(c.expected_by)]);
        out.extend(c.retracted_on);
    }
    for d in &book.disputes {
        out.push(d.opened_on);
        out.extend(d.resolved_on);
    }
    out.extend(book.rulings.iter().map(|r| r.on));
    out.sort_unstable();
    out.dedup();
    out
}

/// The verdicts of a history on one line, each with what lay over it: `open → in grace (under way) Thu 25 Jun → broken Fri 26 Jun`. Empty for an empty history.
#[must_use]
pub fn history_line(turns: &[Turn], as_of: NaiveDate) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut last = None;
    for turn in turns {
        let (sent, contested) = (turn.in_transit_until.is_some(), turn.disputed.is_positive());
        let now = (turn.verdict, turn.ruled_by.is_some(), sent, contested);
        if last == Some(now) {
            continue;
        }
        let mut words = turn.verdict.words(turn.ruled_by.is_some()).to_owned();
        for (over, name) in [(sent, "under way"), (contested, "part disputed")] {
            if over {
                words.push_str(&format!(" ({name})"));
            }
        }
        said.push(match last {
            None => words,
            Some(_) => format!("{words} {}", say::day(turn.on, as_of)),
        });
        last = Some(now);
    }
    said.join(" → ")
}

#[cfg(test)]
mod tests {
    use super::super::judge_all;
    use super::*;
    use crate::domain::promise::Ruling;
    use crate::domain::testing::{BookMaker, d};

    /// 1,000.00 promised on Thu 18 Jun by Wed 24 Jun 2026, 600.00 paid on Mon 22, the rest on Fri 3 Jul.
    fn cured() -> BookMaker {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-05-01", "2026-06-01", 100_000);
        b.promise("2026-06-18", "2026-06-24", 100_000, &[i]);
        b.pay("2026-06-22", 60_000, &[(i, 60_000)]);
        b.pay("2026-07-03", 40_000, &[(i, 40_000)]);
        b
    }

    fn turns(b: &BookMaker, day: &str) -> Vec<Turn> {
        history(b.book.promises[0].id, &b.book, d(day), &Rules::default()).expect("fits")
    }

    #[test]
    fn a_history_says_each_verdict_with_its_day() {
        let b = cured();
        assert_eq!(
            history_line(&turns(&b, "2026-07-10"), d("2026-07-10")),
            "open → due today Wed 24 Jun → in grace Thu 25 Jun → light Fri 26 Jun → cured late Fri 3 Jul"
        );
        assert_eq!(
            history_line(&turns(&b, "2026-06-25"), d("2026-06-25")),
            "open → due today Wed 24 Jun → in grace Thu 25 Jun"
        );
        let money: Vec<(String, i64)> = turns(&b, "2026-06-24")
            .iter()
            .map(|t| (t.on.to_string(), t.received.get()))
            .collect();
        assert_eq!(
            money,
            [
                ("2026-06-18".to_owned(), 0),
                ("2026-06-22".to_owned(), 60_000),
                ("2026-06-24".to_owned(), 60_000)
            ],
            "money that comes is a turn of its own"
        );
    }

    #[test]
    fn every_day_of_a_history_is_what_that_day_was_judged() {
        let b = cured();
        let all = turns(&b, "2026-07-10");
        let rules = Rules::default();
        for day in d("2026-06-18")
            .iter_days()
            .take_while(|day| *day <= d("2026-07-10"))
        {
            let then = all.iter().rfind(|t| t.on <= day).expect("taken by then");
            let judged = judge_all(&b.book, day, &rules).expect("fits").remove(0);
            assert_eq!(*then, Turn::of(then.on, &judged), "{day}");
        }
    }

    #[test]
    fn a_ruling_is_a_turn_from_its_day_on_and_can_be_taken_back() {
        let mut b = cured();
        let promise = b.book.promises[0].id;
        let mut rule = |on: &str, verdict| {
            b.book.rulings.push(Ruling {
                promise,
                verdict,
                on: d(on),
                by: "Maria".into(),
                reason: "their bank failed".into(),
            });
        };
        rule("2026-06-23", Some(Verdict::Kept));
        rule("2026-06-29", Some(Verdict::Voided));
        rule("2026-07-06", None);
        assert_eq!(
            history_line(&turns(&b, "2026-07-10"), d("2026-07-10")),
            "open → due today Wed 24 Jun → in grace Thu 25 Jun → kept Fri 26 Jun → excused Mon 29 Jun → cured late Mon 6 Jul",
            "a ruling counts once the dates have decided the promise"
        );
        let on = |day: &str| {
            judge_all(&b.book, d(day), &Rules::default())
                .expect("fits")
                .remove(0)
        };
        let ruled = on("2026-06-30");
        assert_eq!(
            (ruled.verdict, ruled.derived),
            (Verdict::Voided, Verdict::Light)
        );
        assert!(on("2026-07-06").ruling.is_none());
    }
}
