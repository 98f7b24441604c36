//! The naive twin: what DOMAIN §3 says of a promise, worked out the long way, day by day and cent by cent, from the history itself.
//!
//! Law: it knows nothing of `domain::verdict`, `domain::balances` or a book. Where the design leaves something open (the order among
//! payments of one day), `docs/design.md` decides, and both follow it. Slow and plain on purpose.

use super::history::{Act, Event, Settings};
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

    /// Everything that happened up to the evening of a day.
    fn until(&self, day: NaiveDate) -> impl Iterator<Item = (usize, &'a Event)> {
        let events: &'a [Event] = self.events;
        events.iter().enumerate().filter(move |(_, e)| e.on <= day)
    }

    fn is_reversed(&self, name: &str, day: NaiveDate) -> bool {
        self.until(day)
            .any(|(_, e)| matches!(&e.act, Act::Reversed { name: n } if n == name))
    }

    /// The day of a payment, and whether it is money at all.
    fn cash_day(&self, name: &str) -> Option<NaiveDate> {
        self.events.iter().find_map(|e| match &e.act {
            Act::Payment { name: n, .. } | Act::Fall { name: n, .. } if n == name => Some(e.on),
            _ => None,
        })
    }

    /// Each settlement of an invoice by something, as of a day: event, source, invoice, cents. What was taken back is not there.
    fn settlements(&self, day: NaiveDate) -> Vec<(usize, String, String, i64)> {
        let mut out = Vec::new();
        for (at, e) in self.until(day) {
            match &e.act {
                Act::Payment { name, to, .. } => {
                    out.extend(
                        to.iter()
                            .map(|(inv, part)| (at, name.clone(), inv.clone(), *part)),
                    );
                }
                Act::Fall {
                    name, amount, to, ..
                } => out.push((at, name.clone(), to.clone(), *amount)),
                Act::Apply { from, to, amount } => {
                    out.push((at, from.clone(), to.clone(), *amount))
                }
                _ => {}
            }
        }
        out.retain(|(_, from, _, _)| !self.is_reversed(from, day));
        out
    }

    /// Invoices (and charges) made up to an event: name, day, due day.
    fn invoices(&self, before: usize) -> Vec<(String, NaiveDate, NaiveDate)> {
        self.events[..before]
            .iter()
            .filter_map(|e| match &e.act {
                Act::Invoice { name, due, .. } | Act::Charge { name, due, .. } => {
                    Some((name.clone(), e.on, *due))
                }
                _ => None,
            })
            .collect()
    }

    /// What is open on an invoice after the first `n` events.
    fn open_after(&self, invoice: &str, n: usize) -> i64 {
        let mut open = 0;
        let reversed = |from: &str| {
            self.events[..n]
                .iter()
                .any(|e| matches!(&e.act, Act::Reversed { name } if name == from))
        };
        for e in &self.events[..n] {
            match &e.act {
                Act::Invoice { name, amount, .. } | Act::Charge { name, amount, .. }
                    if name == invoice =>
                {
                    open += amount
                }
                Act::Restated { name, delta } if name == invoice => open += delta,
                Act::Payment { name, to, .. } if !reversed(name) => {
                    open -= to
                        .iter()
                        .filter(|(i, _)| i == invoice)
                        .map(|(_, c)| c)
                        .sum::<i64>();
                }
                Act::Fall {
                    name, amount, to, ..
                } if to == invoice && !reversed(name) => open -= amount,
                Act::Apply { from, to, amount } if to == invoice && !reversed(from) => {
                    open -= amount
                }
                _ => {}
            }
        }
        open.max(0)
    }

    fn count_until(&self, day: NaiveDate) -> usize {
        self.until(day).count()
    }

    fn words(&self, as_of: NaiveDate) -> Vec<Word> {
        let mut out: Vec<Word> = Vec::new();
        for (at, e) in self.until(as_of) {
            let mut end = |name: &str, how: &'static str, by: Option<String>| {
                for w in out.iter_mut().filter(|w| w.name == name) {
                    w.end = Some((e.on, how, by.clone()));
                }
            };
            match &e.act {
                Act::Promise {
                    name,
                    amount,
                    by,
                    on,
                    check,
                    ..
                } => {
                    let mut on = on.clone();
                    on.sort();
                    on.dedup();
                    out.push(Word {
                        at,
                        name: name.clone(),
                        amount: *amount,
                        taken: e.on,
                        by: *by,
                        on,
                        check: check.clone(),
                        end: None,
                    });
                }
                Act::Replaced { old, new } => end(old, "superseded", Some(new.clone())),
                Act::Withdrawn { name } => end(name, "withdrawn", None),
                Act::Voided { name } => end(name, "voided", None),
                _ => {}
            }
        }
        out
    }

    /// What the promise can be about: its invoices, or all that were there.
    fn scope(&self, w: &Word) -> Vec<String> {
        if w.on.is_empty() {
            self.invoices(w.at)
                .into_iter()
                .map(|(name, _, _)| name)
                .collect()
        } else {
            w.on.clone()
        }
    }

    /// By how much something other than the promise's own cash lowered an invoice since the promise was taken.
    fn lowered(&self, w: &Word, invoices: &[String], day: NaiveDate) -> i64 {
        let mut lowered = 0;
        let ours = |name: &str| self.cash_day(name).is_some_and(|on| on >= w.taken);
        let mine = |name: &String| invoices.contains(name);
        for (at, e) in self.until(day) {
            match &e.act {
                Act::Restated { name, delta } if at > w.at && mine(name) => lowered -= delta,
                Act::Apply { from, to, amount } if at > w.at && mine(to) && !ours(from) => {
                    lowered += amount
                }
                // What had settled them before and is taken back raises what is open.
                Act::Reversed { name } => {
                    for (then, f) in self.until(day) {
                        let parts: i64 = match &f.act {
                            Act::Payment { name: n, to, .. } if n == name => {
                                to.iter().filter(|(i, _)| mine(i)).map(|(_, c)| c).sum()
                            }
                            Act::Fall {
                                name: n,
                                to,
                                amount,
                                ..
                            } if n == name && mine(to) => *amount,
                            Act::Apply { from, to, amount } if from == name && mine(to) => *amount,
                            _ => 0,
                        };
                        let counted = then > w.at && !ours(name);
                        let before = then < w.at && at > w.at;
                        if counted || before {
                            lowered -= parts;
                        }
                    }
                }
                _ => {}
            }
        }
        lowered
    }

    /// What it takes, and by how much disputes lower it.
    fn required(&self, w: &Word, day: NaiveDate) -> (i64, i64) {
        let scope = self.scope(w);
        let cap: i64 = if w.on.is_empty() {
            let taken: i64 = scope.iter().map(|i| self.open_after(i, w.at)).sum();
            taken.min(taken - self.lowered(w, &scope, day)).max(0)
        } else {
            scope
                .iter()
                .map(|i| {
                    let taken = self.open_after(i, w.at);
                    taken
                        .min(taken - self.lowered(w, std::slice::from_ref(i), day))
                        .max(0)
                })
                .sum()
        };
        let contested: i64 = scope.iter().map(|i| self.disputed(i, day)).sum();
        let before = w.amount.min(cap);
        let required = w.amount.min((cap - contested).max(0));
        (required, before - required)
    }

    fn disputed(&self, invoice: &str, day: NaiveDate) -> i64 {
        let mut sum = 0;
        for (_, e) in self.until(day) {
            match &e.act {
                Act::Disputed {
                    invoice: i, amount, ..
                } if i == invoice => sum += amount,
                Act::Settled { invoice: i } if i == invoice => sum = 0,
                _ => {}
            }
        }
        sum.min(self.open_after(invoice, self.count_until(day)))
    }

    fn cash(&self, as_of: NaiveDate) -> Vec<Cash> {
        let mut out = Vec::new();
        let settlements = self.settlements(as_of);
        let invoices = self.invoices(self.events.len());
        for (_, e) in self.until(as_of) {
            let (name, amount, check, presumed) = match &e.act {
                Act::Payment {
                    name,
                    amount,
                    check,
                    ..
                } => (name, *amount, check.clone(), None),
                Act::Fall {
                    name,
                    amount,
                    after,
                    ..
                } => (name, *amount, None, Some(*after)),
                _ => continue,
            };
            if self.is_reversed(name, as_of) {
                continue;
            }
            let mut heaps: Vec<Heap> = settlements
                .iter()
                .filter(|(_, from, _, _)| from == name)
                .map(|(at, _, to, cents)| Heap {
                    to: Some(to.clone()),
                    at: *at,
                    cents: *cents,
                })
                .collect();
            // What settles the older invoice goes first, what settles nothing last.
            let key = |h: &Heap| {
                let to = h.to.clone().unwrap_or_default();
                let found = invoices.iter().position(|(n, _, _)| *n == to);
                let (_, issued, due) = &invoices[found.expect("known")];
                let face = self.face(&to, as_of);
                (*due, *issued, face, found, h.cents)
            };
            heaps.sort_by_key(key);
            let back: i64 = self
                .until(as_of)
                .map(|(_, e)| match &e.act {
                    Act::Refund { from, amount } if from == name => *amount,
                    _ => 0,
                })
                .sum();
            let used: i64 = heaps.iter().map(|h| h.cents).sum();
            let rest = amount - used - back;
            if rest > 0 {
                heaps.push(Heap {
                    to: None,
                    at: usize::MAX,
                    cents: rest,
                });
            }
            out.push(Cash {
                on: e.on,
                presumed,
                amount,
                check,
                name: name.clone(),
                heaps,
            });
        }
        // Among those of one day: posted money before presumed, the larger first, then by number.
        out.sort_by(|a, b| {
            (a.on, a.presumed.is_some(), -a.amount, &a.check, &a.name).cmp(&(
                b.on,
                b.presumed.is_some(),
                -b.amount,
                &b.check,
                &b.name,
            ))
        });
        out
    }

    fn face(&self, invoice: &str, day: NaiveDate) -> i64 {
        self.until(day)
            .map(|(_, e)| match &e.act {
                Act::Invoice { name, amount, .. } | Act::Charge { name, amount, .. }
                    if name == invoice =>
                {
                    *amount
                }
                Act::Restated { name, delta } if name == invoice => *delta,
                _ => 0,
            })
            .sum()
    }

    /// Claims made up to a day: name, cents, made, expected, number, invoices, retracted on.
    fn claims(&self, day: NaiveDate) -> Vec<Claim> {
        let mut out: Vec<Claim> = Vec::new();
        for (_, e) in self.until(day) {
            match &e.act {
                Act::Claim {
                    name,
                    amount,
                    expected,
                    check,
                    on,
                } => out.push(Claim {
                    name: name.clone(),
                    amount: *amount,
                    made: e.on,
                    expected: *expected,
                    check: check.clone(),
                    on: on.clone(),
                    retracted: None,
                }),
                Act::Retracted { name } => {
                    for c in out.iter_mut().filter(|c| c.name == *name) {
                        c.retracted = Some(e.on);
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// Claims that are neither here, nor taken back, nor overdue.
    fn under_way(&self, as_of: NaiveDate) -> Vec<Claim> {
        let claims = self.claims(as_of);
        if claims.is_empty() {
            return Vec::new();
        }
        let mut cash: Vec<(NaiveDate, Option<String>, i64, String)> = self
            .cash(as_of)
            .into_iter()
            .map(|c| (c.on, c.check, c.amount, c.name))
            .collect();
        cash.sort_by_key(|a| (a.0, a.1.clone()));
        let mut here = vec![false; claims.len()];
        for by_number in [true, false] {
            for (i, c) in claims.iter().enumerate() {
                if here[i] || c.retracted.is_some() {
                    continue;
                }
                let hit = cash.iter().position(|(on, check, amount, name)| {
                    let number = c
                        .check
                        .as_ref()
                        .is_some_and(|n| check.as_ref() == Some(n) || name == n);
                    *on >= c.made
                        && if by_number {
                            number
                        } else {
                            *amount == c.amount
                        }
                });
                if let Some(hit) = hit {
                    here[i] = true;
                    cash.remove(hit);
                }
            }
        }
        claims
            .into_iter()
            .zip(here)
            .filter(|(c, here)| !here && c.retracted.is_none() && as_of <= c.expected)
            .map(|(c, _)| c)
            .collect()
    }
}

#[derive(Clone)]
struct Claim {
    name: String,
    amount: i64,
    made: NaiveDate,
    expected: NaiveDate,
    check: Option<String>,
    on: Vec<String>,
    retracted: Option<NaiveDate>,
}

/// The claim speaks of the promise's money.
fn speaks_of(c: &Claim, w: &Word) -> bool {
    let numbered = c.check.is_some() && c.check == w.check;
    let overlap = c.on.is_empty() || w.on.is_empty() || w.on.iter().any(|i| c.on.contains(i));
    numbered || (c.made >= w.taken && overlap)
}

/// A promise while cash is handed out.
struct Hand<'w> {
    w: &'w Word,
    required: i64,
    disputed: i64,
    enough: i64,
    received: i64,
    numbers: Vec<String>,
    /// Invoices as they stood when it was taken.
    sums: Vec<i64>,
    old: Vec<String>,
    receipts: BTreeMap<(NaiveDate, bool), i64>,
}

impl Hand<'_> {
    fn may_count(&self, day: NaiveDate) -> bool {
        self.w.taken <= day
            && match &self.w.end {
                None => true,
                Some((on, how, _)) => *how != "voided" && day < *on,
            }
    }

    /// This heap had settled what the promise is about before it was taken: it is not the promise's money.
    fn came_before(&self, heap: &Heap, day: NaiveDate) -> bool {
        let about = |to: &String| {
            if self.w.on.is_empty() {
                self.old.contains(to)
            } else {
                self.w.on.contains(to)
            }
        };
        day == self.w.taken && heap.at < self.w.at && heap.to.as_ref().is_some_and(about)
    }

    fn take(&mut self, heap: &mut Heap, cash: (NaiveDate, Option<NaiveDate>)) {
        let (on, presumed) = cash;
        if self.came_before(heap, on) {
            return;
        }
        while heap.cents > 0 && self.received < self.required {
            heap.cents -= 1;
            self.received += 1;
            // A fall came on one of the days between two lists: the one that suits the promise best.
            let day = presumed.map_or(on, |after| on.min(self.w.by.max(after + Days::new(1))));
            *self
                .receipts
                .entry((day, heap.to.is_none() || presumed.is_some()))
                .or_default() += 1;
        }
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

    fn hand<'w>(&self, w: &'w Word, as_of: NaiveDate) -> Hand<'w> {
        let until = w.end.as_ref().map_or(as_of, |(on, _, _)| *on);
        let (required, disputed) = self.required(w, until);
        let slack = self
            .settings
            .tolerance
            .max(required * i64::from(self.settings.percent) / 10_000);
        // Something must come where something is required.
        let enough = if required == 0 {
            0
        } else {
            (required - slack).max(1)
        };
        let claims = self.claims(until);
        let spoken = claims
            .iter()
            .filter(|c| c.retracted.is_none() && speaks_of(c, w));
        let numbers = w
            .check
            .iter()
            .cloned()
            .chain(spoken.filter_map(|c| c.check.clone()))
            .collect();
        let mut sums = vec![0];
        for invoice in &w.on {
            let open = self.open_after(invoice, w.at);
            let more: Vec<i64> = sums.iter().map(|s| s + open).collect();
            sums.extend(more);
        }
        sums.retain(|s| *s > 0);
        let old = self
            .invoices(w.at)
            .into_iter()
            .map(|(name, _, _)| name)
            .collect();
        Hand {
            w,
            required,
            disputed,
            enough,
            received: 0,
            numbers,
            sums,
            old,
            receipts: BTreeMap::new(),
        }
    }

    /// Day after day: remittance, number, amount, age.
    fn hand_out(&self, hands: &mut [Hand<'_>], as_of: NaiveDate) {
        let mut order: Vec<usize> = (0..hands.len()).collect();
        order.sort_by_key(|i| (hands[*i].w.by, hands[*i].w.at));
        let mut all = self.cash(as_of);
        let Some(mut day) = hands.iter().map(|h| h.w.taken).min() else {
            return;
        };
        while day <= as_of {
            let mut today: Vec<&mut Cash> = all.iter_mut().filter(|c| c.on == day).collect();
            let awake: Vec<usize> = order
                .iter()
                .copied()
                .filter(|i| hands[*i].may_count(day))
                .collect();
            for c in &mut today {
                let about = (c.on, c.presumed);
                for heap in &mut c.heaps {
                    for i in &awake {
                        if heap
                            .to
                            .as_ref()
                            .is_some_and(|to| hands[*i].w.on.contains(to))
                        {
                            hands[*i].take(heap, about);
                        }
                    }
                }
            }
            for step in ["number", "amount", "age"] {
                for c in &mut today {
                    let about = (c.on, c.presumed);
                    for i in &awake {
                        let hand = &mut hands[*i];
                        if hand.received >= hand.enough {
                            continue;
                        }
                        let usable = |h: &Heap| h.to.is_none() || hand.w.on.is_empty();
                        let left: i64 = c.heaps.iter().filter(|h| usable(h)).map(|h| h.cents).sum();
                        let numbered = hand
                            .numbers
                            .iter()
                            .any(|n| c.check.as_ref() == Some(n) || c.name == *n);
                        let fits = match step {
                            "number" => numbered,
                            "amount" => {
                                left == hand.w.amount
                                    || left == hand.required - hand.received
                                    || hand.sums.contains(&left)
                            }
                            _ => true,
                        };
                        if !fits {
                            continue;
                        }
                        for heap in &mut c.heaps {
                            if step == "number" || heap.to.is_none() || hand.w.on.is_empty() {
                                hand.take(heap, about);
                            }
                        }
                    }
                }
            }
            day = day + Days::new(1);
        }
    }

    /// They share an invoice; one on the account is about every invoice that was there when it was taken.
    fn same_debt(&self, a: &Word, b: &Word) -> bool {
        match (a.on.is_empty(), b.on.is_empty()) {
            (true, true) => true,
            (true, false) => {
                b.on.iter()
                    .any(|i| self.invoices(a.at).iter().any(|(n, _, _)| n == i))
            }
            (false, true) => self.same_debt(b, a),
            (false, false) => a.on.iter().any(|i| b.on.contains(i)),
        }
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
