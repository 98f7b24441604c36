//! What the history tells up to a day: settlements, what is open, the promises, the cash and the claims.

use super::super::history::{Act, Event};
use super::{Cash, Heap, Naive, Word};
use chrono::NaiveDate;

impl<'a> Naive<'a> {
    /// Everything that happened up to the evening of a day.
    pub(super) fn until(&self, day: NaiveDate) -> impl Iterator<Item = (usize, &'a Event)> {
        let events: &'a [Event] = self.events;
        events.iter().enumerate().filter(move |(_, e)| e.on <= day)
    }

    pub(super) fn is_reversed(&self, name: &str, day: NaiveDate) -> bool {
        self.until(day)
            .any(|(_, e)| matches!(&e.act, Act::Reversed { name: n } if n == name))
    }

    /// The day of a payment, and whether it is money at all.
    pub(super) fn cash_day(&self, name: &str) -> Option<NaiveDate> {
        self.events.iter().find_map(|e| match &e.act {
            Act::Payment { name: n, .. } | Act::Fall { name: n, .. } if n == name => Some(e.on),
            _ => None,
        })
    }

    /// Each settlement of an invoice by something, as of a day: event, source, invoice, cents. What was taken back is not there.
    pub(super) fn settlements(&self, day: NaiveDate) -> Vec<(usize, String, String, i64)> {
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
    pub(super) fn invoices(&self, before: usize) -> Vec<(String, NaiveDate, NaiveDate)> {
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
    pub(super) fn open_after(&self, invoice: &str, n: usize) -> i64 {
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

    pub(super) fn count_until(&self, day: NaiveDate) -> usize {
        self.until(day).count()
    }

    pub(super) fn words(&self, as_of: NaiveDate) -> Vec<Word> {
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
    pub(super) fn scope(&self, w: &Word) -> Vec<String> {
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
    pub(super) fn lowered(&self, w: &Word, invoices: &[String], day: NaiveDate) -> i64 {
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
    pub(super) fn required(&self, w: &Word, day: NaiveDate) -> (i64, i64) {
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

    pub(super) fn disputed(&self, invoice: &str, day: NaiveDate) -> i64 {
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

    pub(super) fn cash(&self, as_of: NaiveDate) -> Vec<Cash> {
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

    pub(super) fn face(&self, invoice: &str, day: NaiveDate) -> i64 {
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
    pub(super) fn claims(&self, day: NaiveDate) -> Vec<Claim> {
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
    pub(super) fn under_way(&self, as_of: NaiveDate) -> Vec<Claim> {
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
pub(super) struct Claim {
    pub(super) name: String,
    pub(super) amount: i64,
    pub(super) made: NaiveDate,
    pub(super) expected: NaiveDate,
    pub(super) check: Option<String>,
    pub(super) on: Vec<String>,
    pub(super) retracted: Option<NaiveDate>,
}

/// The claim speaks of the promise's money.
pub(super) fn speaks_of(c: &Claim, w: &Word) -> bool {
    let numbered = c.check.is_some() && c.check == w.check;
    let overlap = c.on.is_empty() || w.on.is_empty() || w.on.iter().any(|i| c.on.contains(i));
    numbered || (c.made >= w.taken && overlap)
}
