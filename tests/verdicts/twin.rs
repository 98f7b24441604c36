//! The rules and a naive twin (`verdicts/naive.rs`, written from the design, day by day and cent by cent) agree on ten thousand random
//! histories: promises, payments, applications, reversals, refunds, credits, write-offs, corrections, disputes, claims, falls between
//! lists, replacements, withdrawals, entry errors, plans.
//!
//! When they do not, the smallest history that still shows it is printed in the words of `tests/data/verdicts.txt`, to be kept there.

use super::history::{self, Act, Event, Settings};
use super::naive::{Naive, Opinion};
use super::{random, text};
use bywhen::domain::book::Book;
use bywhen::domain::ids::PromiseId;
use bywhen::domain::verdict::judge_all;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::ops::Range;

const HISTORIES: u64 = 10_000;

/// The rules' judgement in the twin's terms.
fn judged(
    (book, names): &(Book, Vec<(String, PromiseId)>),
    settings: &Settings,
    as_of: NaiveDate,
) -> Vec<Opinion> {
    let name = |id| {
        names
            .iter()
            .find(|(_, n)| *n == id)
            .map(|(n, _)| n.clone())
            .expect("known")
    };
    let all = judge_all(book, as_of, &settings.rules()).expect("small amounts fit");
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

/// Judges a history twice, and says what the two do not agree on.
fn agree(
    events: &[Event],
    settings: &Settings,
    days: &[NaiveDate],
) -> Result<Vec<Opinion>, String> {
    // The rules see all of the history, also what is later than the day.
    let book = history::book(events, settings);
    let mut said = Vec::new();
    for as_of in days {
        let rules = judged(&book, settings, *as_of);
        let twin = Naive::new(events, settings).judge(*as_of);
        if rules != twin {
            let pairs = rules.iter().zip(&twin).filter(|(a, b)| a != b);
            let differ: String = pairs
                .map(|(a, b)| format!("rules {a:?}\ntwin  {b:?}\n"))
                .collect();
            return Err(format!("as of {}\n{differ}", text::day(*as_of)));
        }
        said.extend(twin);
    }
    Ok(said)
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
fn smallest(mut events: Vec<Event>, settings: &Settings, days: &[NaiveDate]) -> Vec<Event> {
    let mut i = 0;
    while i < events.len() {
        let mut fewer = events.clone();
        fewer.remove(i);
        let made = |n: usize, name: &str| fewer[..n].iter().any(|f| makes(&f.act) == Some(name));
        let whole = (0..fewer.len()).all(|n| needs(&fewer[n].act).iter().all(|name| made(n, name)));
        if whole && agree(&fewer, settings, days).is_err() {
            events = fewer;
            i = 0;
        } else {
            i += 1;
        }
    }
    events
}

/// Says how often each verdict came up in some histories; panics with the smallest one on which the two differ.
fn compare(seeds: Range<u64>) -> BTreeMap<&'static str, u64> {
    let mut verdicts = BTreeMap::new();
    for seed in seeds {
        let (events, settings, days) = random::history(seed);
        match agree(&events, &settings, &days) {
            Ok(said) => {
                for opinion in said {
                    *verdicts.entry(opinion.verdict).or_default() += 1;
                }
            }
            Err(_) => {
                let events = smallest(events, &settings, &days);
                let lines: Vec<String> = events.iter().map(text::line).collect();
                panic!(
                    "history {seed}\n{}\n{}\n\n{}",
                    text::settings_line(&settings),
                    lines.join("\n"),
                    agree(&events, &settings, &days).expect_err("still")
                );
            }
        }
    }
    verdicts
}

#[test]
fn the_rules_and_their_naive_twin_agree_on_ten_thousand_histories() {
    let half = HISTORIES / 2;
    let other = std::thread::spawn(move || compare(half..HISTORIES));
    let mut verdicts = compare(0..half);
    for (verdict, n) in other.join().expect("the other half agrees too") {
        *verdicts.entry(verdict).or_default() += n;
    }
    // That they agree says something only where there is much to agree on.
    assert!(verdicts.values().sum::<u64>() > 40_000, "{verdicts:?}");
    assert_eq!(verdicts.len(), 11, "{verdicts:?}");
    assert!(verdicts.values().all(|n| *n > 500), "{verdicts:?}");
}
