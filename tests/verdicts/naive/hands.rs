//! Cash is handed out: which promise takes which cent.

use super::told::speaks_of;
use super::{Cash, Heap, Naive, Word};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// A promise while cash is handed out.
pub(super) struct Hand<'w> {
    pub(super) w: &'w Word,
    pub(super) required: i64,
    pub(super) disputed: i64,
    pub(super) enough: i64,
    pub(super) received: i64,
    pub(super) numbers: Vec<String>,
    /// Invoices as they stood when it was taken.
    pub(super) sums: Vec<i64>,
    pub(super) old: Vec<String>,
    pub(super) receipts: BTreeMap<(NaiveDate, bool), i64>,
}
impl Hand<'_> {
    pub(super) fn may_count(&self, day: NaiveDate) -> bool {
        self.w.taken <= day
            && match &self.w.end {
                None => true,
                Some((on, how, _)) => *how != "voided" && day < *on,
            }
    }

    /// This heap had settled what the promise is about before it was taken: it is not the promise's money.
    pub(super) fn came_before(&self, heap: &Heap, day: NaiveDate) -> bool {
        let about = |to: &String| {
            if self.w.on.is_empty() {
                self.old.contains(to)
            } else {
                self.w.on.contains(to)
            }
        };
        day == self.w.taken && heap.at < self.w.at && heap.to.as_ref().is_some_and(about)
    }

    pub(super) fn take(&mut self, heap: &mut Heap, cash: (NaiveDate, Option<NaiveDate>)) {
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
    pub(super) fn hand<'w>(&self, w: &'w Word, as_of: NaiveDate) -> Hand<'w> {
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
    pub(super) fn hand_out(&self, hands: &mut [Hand<'_>], as_of: NaiveDate) {
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
    pub(super) fn same_debt(&self, a: &Word, b: &Word) -> bool {
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
