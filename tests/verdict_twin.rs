//! The rules and a naive twin (`verdicts/naive.rs`, written from the design, day by day and cent by cent) agree on ten thousand random
//! histories: promises, payments, applications, reversals, refunds, credits, write-offs, corrections, disputes, claims, falls between
//! lists, replacements, withdrawals, entry errors, plans.
//!
//! When they do not, the smallest history that still shows it is printed in the words of `tests/data/verdicts.txt`, to be kept there.

#[path = "verdicts/mod.rs"]
mod verdicts;

use bywhen::domain::verdict::judge_all;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use verdicts::history::{self, Act, Event, Settings};
use verdicts::naive::{Naive, Opinion};
use verdicts::{random, text};

const HISTORIES: u64 = 10_000;

/// The rules' judgement in the twin's terms.
fn judged(events: &[Event], settings: &Settings, as_of: NaiveDate) -> Vec<Opinion> {
    let (book, names) = history::book(events, settings);
    let name = |id| {
        names
            .iter()
            .find(|(_, n)| *n == id)
            .map(|(n, _)| n.clone())
            .expect("known")
    };
    let all = judge_all(&book, as_of, &settings.rules()).expect("small amounts fit");
    all.into_iter()
        .map(|j| {
            let mut receipts = BTreeMap::new();
            for r in &j.receipts {
                *receipts.entry((r.on, r.provisional)).or_default() += r.amount.get();
            }
            Opinion {
                promise: name(j.promise),
                verdict: j.verdict.name(),
                required: j.required.get(),
                received: j.received.get(),
                short: j.short.get(),
                slip: j.slip,
                level: j.level,
                disputed: j.disputed.get(),
                in_transit_until: j.in_transit_until,
                receipts,
                chain: j.chain.into_iter().map(name).collect(),
            }
        })
        .collect()
}

fn agree(events: &[Event], settings: &Settings, as_of: NaiveDate) -> Result<(), String> {
    // The rules see all of the history, also what is later than the day.
    let rules = judged(events, settings, as_of);
    let twin = Naive::new(events, settings).judge(as_of);
    if rules == twin {
        return Ok(());
    }
    let differ = rules.iter().zip(&twin).filter(|(a, b)| a != b);
    Err(differ
        .map(|(a, b)| format!("rules {a:?}\ntwin  {b:?}\n"))
        .collect())
}

/// The names that an act needs to be there before it.
fn needs(act: &Act) -> Vec<&str> {
    match act {
        Act::Payment { to, .. } => to.iter().map(|(n, _)| n.as_str()).collect(),
        Act::Fall { to, .. } => vec![to],
        Act::Apply { from, to, .. } => vec![from, to],
        Act::Refund { from, .. } => vec![from],
        Act::Reversed { name } | Act::Restated { name, .. } | Act::Withdrawn { name } => vec![name],
        Act::Voided { name } | Act::Retracted { name } => vec![name],
        Act::HeldBack { invoice, .. }
        | Act::Disputed { invoice, .. }
        | Act::Settled { invoice } => vec![invoice],
        Act::Promise { on, .. } | Act::Claim { on, .. } => on.iter().map(String::as_str).collect(),
        Act::Replaced { old, new } => vec![old, new],
        Act::Invoice { .. } | Act::Charge { .. } | Act::Credit { .. } | Act::WriteOff { .. } => {
            Vec::new()
        }
    }
}

fn makes(act: &Act) -> Option<&str> {
    match act {
        Act::Invoice { name, .. } | Act::Charge { name, .. } | Act::Credit { name, .. } => {
            Some(name)
        }
        Act::WriteOff { name, .. } | Act::Payment { name, .. } | Act::Fall { name, .. } => {
            Some(name)
        }
        Act::Promise { name, .. } | Act::Claim { name, .. } => Some(name),
        _ => None,
    }
}

/// Leaves acts out one by one, as long as the two still differ.
fn smallest(mut events: Vec<Event>, settings: &Settings, as_of: NaiveDate) -> Vec<Event> {
    let mut i = 0;
    while i < events.len() {
        let mut fewer = events.clone();
        fewer.remove(i);
        let whole = fewer.iter().enumerate().all(|(n, e)| {
            needs(&e.act)
                .iter()
                .all(|name| fewer[..n].iter().any(|f| makes(&f.act) == Some(name)))
        });
        if whole && agree(&fewer, settings, as_of).is_err() {
            events = fewer;
            i = 0;
        } else {
            i += 1;
        }
    }
    events
}

#[test]
fn the_rules_and_their_naive_twin_agree_on_ten_thousand_histories() {
    let (mut rows, mut verdicts) = (0_u64, BTreeMap::<&str, u64>::new());
    for seed in 0..HISTORIES {
        let (events, settings, days) = random::history(seed);
        for as_of in days {
            if agree(&events, &settings, as_of).is_err() {
                let events = smallest(events, &settings, as_of);
                let lines: Vec<String> = events.iter().map(text::line).collect();
                panic!(
                    "history {seed} as of {}\n{}\n{}\n\n{}",
                    text::day(as_of),
                    text::settings_line(&settings),
                    lines.join("\n"),
                    agree(&events, &settings, as_of).expect_err("still")
                );
            }
            for o in Naive::new(&events, &settings).judge(as_of) {
                rows += 1;
                *verdicts.entry(o.verdict).or_default() += 1;
            }
        }
    }
    // That they agree says something only where there is much to agree on.
    assert!(rows > 50_000, "{rows}");
    assert_eq!(verdicts.len(), 11, "{verdicts:?}");
    assert!(verdicts.values().all(|n| *n > 200), "{verdicts:?}");
}
