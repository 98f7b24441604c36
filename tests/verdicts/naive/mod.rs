//! The naive twin: what DOMAIN §3 says of a promise, worked out the long way, day by day and cent by cent, from the history itself.
//!
//! Law: it knows nothing of `domain::verdict`, `domain::balances` or a book. Where the design leaves something open (the order among
//! payments of one day), `docs/design.md` decides, and both follow it. Slow and plain on purpose.

mod hands;
mod told;

use hands::Hand;
use told::speaks_of;

use super::history::{Event, Settings};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// What the twin thinks of one promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opinion {
    pub promise: String,
    pub verdict: &'static str,
    pub required: i64,
    pub received: i64,
    pub short: i64,
    pub slip: i64,
    pub level: u32,
    pub disputed: i64,
    pub in_transit_until: Option<NaiveDate>,
    /// What counted, by day, and whether it is only provisional.
    pub receipts: BTreeMap<(NaiveDate, bool), i64>,
    /// Names of the promises that took each other's place, itself included, in the order in which they were taken.
    pub chain: Vec<String>,
}

/// A promise as the history tells it.
#[derive(Clone)]
struct Word {
    /// Which event.
    at: usize,
    name: String,
    amount: i64,
    taken: NaiveDate,
    by: NaiveDate,
    on: Vec<String>,
    check: Option<String>,
    end: Option<(NaiveDate, &'static str, Option<String>)>,
}

/// A heap of cents of one payment: what they settle, and since which event.
struct Heap {
    to: Option<String>,
    /// The event that put it there.
    at: usize,
    cents: i64,
}

/// A payment that stands.
struct Cash {
    on: NaiveDate,
    presumed: Option<NaiveDate>,
    amount: i64,
    check: Option<String>,
    name: String,
    heaps: Vec<Heap>,
}

pub struct Naive<'a> {
    events: &'a [Event],
    settings: &'a Settings,
}

impl<'a> Naive<'a> {
    pub fn new(events: &'a [Event], settings: &'a Settings) -> Naive<'a> {
        Naive { events, settings }
    }

    fn is_business(&self, day: NaiveDate) -> bool {
        day.weekday().num_days_from_monday() < 5 && !self.settings.holidays.contains(&day)
    }

    /// The last day of the window.
    fn window(&self, by: NaiveDate) -> NaiveDate {
        let (mut day, mut left) = (by, self.settings.grace);
        while left > 0 {
            day = day + Days::new(1);
            if self.is_business(day) {
                left -= 1;
            }
        }
        day
    }

    fn business_days(&self, after: NaiveDate, until: NaiveDate) -> i64 {
        let (mut day, mut n) = (after, 0);
        while day < until {
            day = day + Days::new(1);
            n += i64::from(self.is_business(day));
        }
        n
    }
}

impl Naive<'_> {
    /// The opinion on every promise that was taken by a day.
    pub fn judge(&self, as_of: NaiveDate) -> Vec<Opinion> {
        let words = self.words(as_of);
        let mut hands: Vec<Hand<'_>> = words.iter().map(|w| self.hand(w, as_of)).collect();
        self.hand_out(&mut hands, as_of);
        let under_way = self.under_way(as_of);
        let mut out: Vec<Opinion> = Vec::new();
        for hand in &hands {
            let until = hand.w.end.as_ref().map_or(as_of, |(on, _, _)| *on);
            let (required, disputed) = (hand.required, hand.disputed);
            let satisfied = satisfied(hand);
            let window = self.window(hand.w.by);
            let by_dates = match satisfied {
                Some(day) if day <= hand.w.by => "kept",
                Some(day) if day <= window => "kept_late",
                Some(_) => "cured_late",
                None if until < hand.w.by => "open",
                None if until == hand.w.by => "due_today",
                None if until <= window => "in_grace",
                None if hand.received > 0 => "light",
                None => "broken",
            };
            let live = matches!(by_dates, "open" | "due_today" | "in_grace");
            let verdict = match &hand.w.end {
                Some((_, "voided", _)) => "voided",
                Some((_, how, _)) if live => *how,
                _ => by_dates,
            };
            let waits = hand.w.end.is_none() && satisfied.is_none();
            let expected = under_way
                .iter()
                .filter(|c| speaks_of(c, hand.w))
                .map(|c| c.expected)
                .max();
            let last = satisfied.unwrap_or(until).max(hand.w.by);
            out.push(Opinion {
                promise: hand.w.name.clone(),
                verdict,
                required,
                received: hand.received,
                short: required - hand.received,
                slip: self.business_days(hand.w.by, last),
                level: 1,
                disputed,
                in_transit_until: expected.filter(|_| waits),
                receipts: hand.receipts.clone(),
                chain: chain(hand.w, &words),
            });
        }
        for i in 0..out.len() {
            let failed =
                |o: &Opinion| matches!(o.verdict, "broken" | "light" | "withdrawn" | "superseded");
            let earlier = (0..i).filter(|j| {
                failed(&out[*j])
                    && (self.same_debt(&words[*j], &words[i])
                        || out[i].chain.contains(&out[*j].promise))
            });
            out[i].level = 1 + u32::try_from(earlier.count()).expect("few");
        }
        out
    }
}

/// The day on which enough had come.
fn satisfied(hand: &Hand<'_>) -> Option<NaiveDate> {
    if hand.required == 0 {
        return Some(hand.w.taken.min(hand.w.by));
    }
    let mut sum = 0;
    for ((day, _), cents) in &hand.receipts {
        sum += cents;
        if sum >= hand.enough {
            return Some(*day);
        }
    }
    None
}

/// Everything linked by taking each other's place.
fn chain(w: &Word, words: &[Word]) -> Vec<String> {
    let mut names = vec![w.name.clone()];
    loop {
        let more: Vec<String> = words
            .iter()
            .flat_map(|a| match &a.end {
                Some((_, _, Some(by))) if names.contains(&a.name) => vec![by.clone()],
                Some((_, _, Some(by))) if names.contains(by) => vec![a.name.clone()],
                _ => Vec::new(),
            })
            .filter(|n| !names.contains(n) && words.iter().any(|w| w.name == *n))
            .collect();
        let Some(first) = more.into_iter().next() else {
            break;
        };
        names.push(first);
    }
    words
        .iter()
        .map(|w| w.name.clone())
        .filter(|n| names.contains(n))
        .collect()
}
