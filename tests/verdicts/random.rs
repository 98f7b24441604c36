//! Random histories: few invoices, few days, small round amounts, so that equal amounts, equal days and shared invoices happen all the time.
//!
//! They are possible ones: nothing is settled beyond what is open, nothing ends twice. After a promise nothing but cash is
//! posted to its invoices on that day: the ledger has no hours, so what came first on such a day cannot be told.

use super::history::{Act, Event, Settings};
use bywhen::domain::document::CreditReason;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// A generator of our own: a history is its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        if from.is_empty() {
            return None;
        }
        let n = u64::try_from(from.len()).expect("few");
        from.get(usize::try_from(self.roll(n)).expect("few"))
    }

    fn amount(&mut self) -> i64 {
        const SIZES: [i64; 7] = [30, 50, 50, 80, 100, 100, 130];
        let odd = i64::try_from(self.roll(60)).expect("small") + 1;
        if self.chance(75) {
            *self.pick(&SIZES).expect("some")
        } else {
            odd
        }
    }

    fn up_to(&mut self, most: i64) -> i64 {
        if self.chance(60) {
            return most;
        }
        1 + i64::try_from(self.roll(u64::try_from(most).expect("above zero"))).expect("small")
    }
}

/// What is open while a history is made.
#[derive(Default)]
struct State {
    open: BTreeMap<String, i64>,
    /// Payments that stand, with what is not applied of them, and what they settled.
    cash: BTreeMap<String, (i64, Vec<(String, i64)>)>,
    /// Given back in part: what is refunded does not bounce.
    refunded: Vec<String>,
    live: Vec<String>,
    claims: Vec<String>,
    disputed: Vec<String>,
    /// Invoices of promises taken today; all of them when one was on the account.
    fresh: Vec<String>,
    /// Money came today; and some of it before a promise of today: no more comes then, because which of the two it was cannot be told.
    paid: bool,
    closed: bool,
    names: u32,
}

impl State {
    fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}-{}", self.names)
    }

    fn open_ones(&self) -> Vec<String> {
        self.open
            .iter()
            .filter(|(_, o)| **o > 0)
            .map(|(n, _)| n.clone())
            .collect()
    }
}

/// The history of a seed, with its settings and the days on which it is to be judged.
pub fn history(seed: u64) -> (Vec<Event>, Settings, Vec<NaiveDate>) {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ seed);
    let start = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a date");
    let day = |n: u64| start + Days::new(n);
    let settings = Settings {
        grace: u32::try_from(dice.roll(4)).expect("small"),
        tolerance: [0, 0, 1, 5][usize::try_from(dice.roll(4)).expect("small")],
        percent: [0, 0, 100, 500][usize::try_from(dice.roll(4)).expect("small")],
        holidays: (0..dice.roll(3)).map(|_| day(dice.roll(30))).collect(),
    };
    let mut s = State::default();
    let mut events = Vec::new();
    for n in 0..dice.roll(2) + 2 {
        let name = s.name("SI");
        let amount = dice.amount();
        s.open.insert(name.clone(), amount);
        let due = day(dice.roll(5));
        events.push(Event {
            on: start - Days::new(20 - n),
            act: Act::Invoice { name, amount, due },
        });
    }
    for n in 0..28 {
        s.fresh.clear();
        (s.paid, s.closed) = (false, false);
        let acts = [0, 0, 0, 1, 1, 2, 3][usize::try_from(dice.roll(7)).expect("small")];
        for _ in 0..acts {
            if let Some(more) = act(&mut dice, &mut s, day(n)) {
                events.extend(more.into_iter().map(|act| Event { on: day(n), act }));
            }
        }
    }
    let days = vec![day(4 + dice.roll(22)), day(32)];
    (events, settings, days)
}

fn act(dice: &mut Dice, s: &mut State, on: NaiveDate) -> Option<Vec<Act>> {
    let open = s.open_ones();
    Some(match dice.roll(100) {
        0..=27 => promise(dice, s, on),
        28..=52 if s.closed => return None,
        28..=52 => vec![payment(dice, s)],
        53..=58 => {
            let (from, (left, _)) = s.cash.iter_mut().find(|(_, (left, _))| *left > 0)?;
            let to = dice.pick(&open)?.clone();
            if s.fresh.contains(&to) {
                return None;
            }
            let room = s.open.get_mut(&to)?;
            let amount = dice.up_to((*left).min(*room));
            (*left, *room) = (*left - amount, *room - amount);
            let from = from.clone();
            s.cash.get_mut(&from)?.1.push((to.clone(), amount));
            vec![Act::Apply { from, to, amount }]
        }
        59..=64 => {
            let to = dice.pick(&open)?.clone();
            if s.closed || s.fresh.contains(&to) {
                return None;
            }
            let room = s.open.get_mut(&to)?;
            let amount = dice.up_to(*room);
            *room -= amount;
            let after = on - Days::new(1 + dice.roll(8));
            let name = s.name("F");
            s.paid = true;
            s.cash.insert(name.clone(), (0, vec![(to.clone(), amount)]));
            vec![Act::Fall {
                name,
                amount,
                after,
                to,
            }]
        }
        65..=71 => {
            let to = dice.pick(&open)?.clone();
            if s.fresh.contains(&to) {
                return None;
            }
            let name = s.name(if dice.chance(70) { "CM" } else { "W" });
            let room = s.open.get_mut(&to)?;
            let amount = dice.up_to(*room);
            *room -= amount;
            let made = if name.starts_with('W') {
                Act::WriteOff {
                    name: name.clone(),
                    amount,
                }
            } else {
                Act::Credit {
                    name: name.clone(),
                    amount,
                    reason: CreditReason::Pricing,
                }
            };
            vec![
                made,
                Act::Apply {
                    from: name,
                    to,
                    amount,
                },
            ]
        }
        72..=75 => {
            if !s.fresh.is_empty() {
                return None;
            }
            let names: Vec<String> = s
                .cash
                .keys()
                .filter(|n| !s.refunded.contains(n))
                .cloned()
                .collect();
            let name = dice.pick(&names)?.clone();
            let (_, settled) = s.cash.remove(&name)?;
            for (to, amount) in settled {
                *s.open.get_mut(&to)? += amount;
            }
            vec![Act::Reversed { name }]
        }
        76..=77 => {
            let (from, (left, _)) = s.cash.iter_mut().find(|(_, (left, _))| *left > 0)?;
            let amount = dice.up_to(*left);
            *left -= amount;
            s.refunded.push(from.clone());
            vec![Act::Refund {
                from: from.clone(),
                amount,
            }]
        }
        78..=80 => {
            let name = dice.pick(&open)?.clone();
            if s.fresh.contains(&name) {
                return None;
            }
            let room = s.open.get_mut(&name)?;
            let delta = if dice.chance(70) {
                -dice.up_to(*room)
            } else {
                dice.amount()
            };
            *room += delta;
            vec![Act::Restated { name, delta }]
        }
        81..=86 => {
            let invoice = dice.pick(&open)?.clone();
            let amount = dice.up_to(s.open[&invoice]);
            s.disputed.push(invoice.clone());
            vec![Act::Disputed {
                invoice,
                amount,
                why: "pricing".into(),
            }]
        }
        87..=88 => vec![Act::Settled {
            invoice: s.disputed.pop()?,
        }],
        89..=90 => {
            let i = usize::try_from(dice.roll(u64::try_from(s.live.len()).ok()?.max(1))).ok()?;
            if s.live.is_empty() {
                return None;
            }
            let name = s.live.remove(i);
            vec![if dice.chance(70) {
                Act::Withdrawn { name }
            } else {
                Act::Voided { name }
            }]
        }
        91..=95 => {
            let name = s.name("X");
            s.claims.push(name.clone());
            let expected = on + Days::new(dice.roll(6));
            let for_one = dice.chance(50);
            let invoices = open
                .first()
                .cloned()
                .into_iter()
                .filter(|_| for_one)
                .collect();
            vec![Act::Claim {
                name,
                amount: dice.amount(),
                expected,
                check: check(dice),
                on: invoices,
            }]
        }
        96 => vec![Act::Retracted {
            name: s.claims.pop()?,
        }],
        _ => {
            if !s.fresh.is_empty() {
                return None;
            }
            let name = s.name("SI");
            let amount = dice.amount();
            s.open.insert(name.clone(), amount);
            vec![Act::Invoice {
                name,
                amount,
                due: on + Days::new(dice.roll(9)),
            }]
        }
    })
}

fn check(dice: &mut Dice) -> Option<String> {
    let number = 101 + dice.roll(3);
    dice.chance(40).then(|| number.to_string())
}

fn promise(dice: &mut Dice, s: &mut State, on: NaiveDate) -> Vec<Act> {
    s.closed |= s.paid;
    let open = s.open_ones();
    let mut invoices: Vec<String> = Vec::new();
    for name in &open {
        if dice.chance(55) {
            invoices.push(name.clone());
        }
    }
    if open.is_empty() || dice.chance(20) {
        invoices.clear();
    }
    s.fresh.extend(if invoices.is_empty() {
        s.open.keys().cloned().collect()
    } else {
        invoices.clone()
    });
    let scope: i64 = if invoices.is_empty() {
        s.open.values().sum()
    } else {
        invoices.iter().map(|i| s.open[i]).sum()
    };
    let amount = if dice.chance(50) && scope > 0 {
        scope
    } else {
        dice.amount()
    };
    if dice.chance(12) && amount >= 2 {
        // A plan in two.
        let (first, second) = (s.name("P"), s.name("P"));
        s.live.extend([first.clone(), second.clone()]);
        let half = amount / 2;
        let of = |name, amount, days, n| Act::Promise {
            name,
            amount,
            by: on + Days::new(days),
            on: invoices.clone(),
            check: None,
            plan: Some((n, 2)),
        };
        return vec![
            of(first, half, 2, 1),
            of(second, amount - half, 2 + dice.roll(9), 2),
        ];
    }
    let name = s.name("P");
    let by = on + Days::new(dice.roll(12));
    let taken = Act::Promise {
        name: name.clone(),
        amount,
        by,
        on: invoices,
        check: check(dice),
        plan: None,
    };
    let mut acts = vec![taken];
    if dice.chance(45) && !s.live.is_empty() {
        let old = s.live.remove(0);
        acts.push(Act::Replaced {
            old,
            new: name.clone(),
        });
    }
    s.live.push(name);
    acts
}

fn payment(dice: &mut Dice, s: &mut State) -> Act {
    let name = s.name("C");
    s.paid = true;
    let check = check(dice);
    let mut to: Vec<(String, i64)> = Vec::new();
    if dice.chance(65) {
        for invoice in s.open_ones() {
            if dice.chance(50) {
                let part = dice.up_to(s.open[&invoice]);
                to.push((invoice, part));
            }
        }
    }
    let used: i64 = to.iter().map(|(_, part)| part).sum();
    let extra = if used == 0 || dice.chance(25) {
        dice.amount()
    } else {
        0
    };
    for (invoice, part) in &to {
        if let Some(open) = s.open.get_mut(invoice) {
            *open -= part;
        }
    }
    s.cash.insert(name.clone(), (extra, to.clone()));
    Act::Payment {
        name,
        amount: used + extra,
        check,
        to,
    }
}
