//! The queue in memory: who is in, in what order, for one day. Made from the facts table, or from the books where that is not of the day.
//!
//! Law: gates first, then rank, both by `domain::queue`; nothing is written. An entry is small (the facts of a hundred thousand
//! accounts would not fit the memory that the desk allows itself); the rows of a page are made by `queue`.

use super::facts::{self, PromiseState, Rows};
use super::fault::Res;
use super::meta;
use super::reviews::Waits;
use crate::domain::facts::Facts;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::queue::{self, Reason};
use crate::domain::rules::Rules;
use chrono::{Datelike, Days, NaiveDate};
use rusqlite::Connection;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An account in the queue.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// Which.
    pub account: AccountId,
    /// Its strongest reason.
    pub reason: Option<Reason>,
    score: i64,
    collectible: Minor,
    oldest_due: NaiveDate,
    /// Index into `Board::collectors`.
    collector: Option<u32>,
}

impl Entry {
    /// The order of `domain::queue::order`, over what an entry keeps.
    fn order(&self, other: &Entry) -> Ordering {
        other
            .score
            .cmp(&self.score)
            .then_with(|| other.collectible.cmp(&self.collectible))
            .then_with(|| self.oldest_due.cmp(&other.oldest_due))
            .then_with(|| self.account.cmp(&other.account))
    }
}

/// What all promises come to.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct PromiseTotals {
    /// What live ones bring by Sunday, the book's currency.
    pub this_week: Minor,
    /// Live ones.
    pub live: u64,
    /// Due today, late, light or broken.
    pub alert: u64,
}

/// A promise that was not kept.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Failed {
    /// Which.
    pub promise: PromiseId,
    /// Whose.
    pub account: AccountId,
    /// In which currency.
    pub currency: Currency,
    /// Its date.
    pub by_when: NaiveDate,
    /// What is missing.
    pub short: Minor,
}

/// The queue of a day.
pub(super) struct Board {
    /// The day.
    pub as_of: NaiveDate,
    /// Gross past due, the book's currency.
    pub past_due: Minor,
    /// What all promises come to.
    pub promises: PromiseTotals,
    /// Promises that were not kept and not made good, and whose debt is still open.
    pub failed: Vec<Failed>,
    /// Promises whose date or window has not passed.
    pub live_promises: HashSet<PromiseId>,
    /// What of the failed ones waits for a decision, once it was asked for.
    pub inbox: Option<Vec<Waits>>,
    entries: Vec<Entry>,
    /// So many entries at the front are in their final order.
    sorted: usize,
    collectors: Vec<String>,
    /// Facts that the table does not hold for this day.
    made: HashMap<AccountId, Facts>,
    /// The table holds none for this day: all of them are made.
    from_books: bool,
}

/// Gathers a board.
struct Maker<'a> {
    rules: &'a Rules,
    as_of: NaiveDate,
    currency: Currency,
    sunday: NaiveDate,
    board: Board,
    index: HashMap<String, u32>,
    past_due: i128,
    this_week: i128,
}

impl Board {
    /// Works the queue of a day out.
    pub fn build(conn: &Connection, rules: &Rules, as_of: NaiveDate) -> Res<Board> {
        let rolled = meta::day(conn, meta::ROLLED_TO)?;
        let usable = rolled.is_some_and(|day| day <= as_of) && facts::made_with(conn, rules)?;
        let mut maker = Maker {
            rules,
            as_of,
            currency: meta::currency(conn)?,
            sunday: sunday_of(as_of),
            board: Board {
                as_of,
                past_due: Minor::ZERO,
                promises: PromiseTotals::default(),
                failed: Vec::new(),
                live_promises: HashSet::new(),
                inbox: None,
                entries: Vec::new(),
                sorted: 0,
                collectors: Vec::new(),
                made: HashMap::new(),
                from_books: !usable,
            },
            index: HashMap::new(),
            past_due: 0,
            this_week: 0,
        };
        if usable {
            maker.read_table(conn, rolled == Some(as_of))?;
        } else {
            maker.read_books(conn)?;
        }
        maker.board.past_due = fit(maker.past_due);
        maker.board.promises.this_week = fit(maker.this_week);
        Ok(maker.board)
    }

    /// The facts of an account on the board's day.
    pub fn facts(&self, conn: &Connection, account: AccountId) -> Res<Option<Facts>> {
        match self.made.get(&account) {
            Some(facts) => Ok(Some(facts.clone())),
            None => facts::stored(conn, account),
        }
    }

    /// Facts that the table does not hold for this day, and whether that is all of them.
    pub fn made(&self) -> (bool, impl Iterator<Item = &Facts>) {
        (self.from_books, self.made.values())
    }

    /// Accounts in the queue.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries `offset..offset + limit`, in order.
    pub fn page(&mut self, offset: usize, limit: usize) -> &[Entry] {
        let end = offset.saturating_add(limit).min(self.entries.len());
        if end > self.sorted {
            settle(&mut self.entries[self.sorted..], end - self.sorted);
            self.sorted = end;
        }
        &self.entries[offset.min(end)..end]
    }

    /// The entries that fit, in order, `offset..offset + limit`, and how many fit in all.
    pub fn page_of(
        &self,
        offset: usize,
        limit: usize,
        fits: &mut dyn FnMut(&Entry) -> bool,
    ) -> (Vec<Entry>, usize) {
        let mut found: Vec<Entry> = self.entries.iter().filter(|e| fits(e)).copied().collect();
        let total = found.len();
        let end = offset.saturating_add(limit).min(total);
        settle(&mut found, end);
        found.truncate(end);
        (found.split_off(offset.min(end)), total)
    }

    /// Every entry, in no order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// True when the account belongs to one of these collectors or to everybody.
    pub fn is_for(&self, entry: &Entry, mine: Option<&BTreeSet<String>>) -> bool {
        match (mine, entry.collector) {
            (Some(mine), Some(i)) => self
                .collectors
                .get(i as usize)
                .is_some_and(|c| mine.contains(c)),
            _ => true,
        }
    }

    /// How many of the queue are whose.
    pub fn by_collector(&self) -> Vec<(Option<String>, u64)> {
        let mut counts = vec![0_u64; self.collectors.len()];
        let mut nobodys = 0;
        for entry in &self.entries {
            match entry.collector.and_then(|i| counts.get_mut(i as usize)) {
                Some(n) => *n += 1,
                None => nobodys += 1,
            }
        }
        let named = self.collectors.iter().cloned().map(Some);
        let mut out: Vec<_> = named.zip(counts).collect();
        if nobodys > 0 {
            out.push((None, nobodys));
        }
        out
    }

    /// 1 = next; `None` when the account is not in the queue.
    pub fn rank(&self, account: AccountId) -> Option<u32> {
        let entry = self.entries.iter().find(|e| e.account == account)?;
        let ahead = self
            .entries
            .iter()
            .filter(|e| e.order(entry) == Ordering::Less)
            .count();
        u32::try_from(ahead + 1).ok()
    }
}

/// Brings the best `n` to the front, in order: the rest need not be sorted to show a page.
fn settle(entries: &mut [Entry], n: usize) {
    if n == 0 {
        return;
    }
    if n < entries.len() {
        entries.select_nth_unstable_by(n - 1, Entry::order);
    }
    let n = n.min(entries.len());
    entries[..n].sort_unstable_by(Entry::order);
}

/// The Sunday that ends the week of a day.
fn sunday_of(day: NaiveDate) -> NaiveDate {
    let left = 6 - u64::from(day.weekday().num_days_from_monday());
    day.checked_add_days(Days::new(left)).unwrap_or(day)
}

/// A total that is shown: one beyond the ledger's range shows as its end, and `check` reports it.
fn fit(total: i128) -> Minor {
    Minor::new(i64::try_from(total).unwrap_or(i64::MAX))
}

impl Maker<'_> {
    /// From the stored facts; what has turned since they were made is made anew, in memory.
    fn read_table(&mut self, conn: &Connection, same_day: bool) -> Res<()> {
        let mut turned: BTreeMap<AccountId, (Facts, Vec<PromiseState>)> = BTreeMap::new();
        if !same_day {
            let accounts = facts::turning(conn, self.as_of)?;
            let keep = &mut |made: Facts, states| {
                turned.insert(made.account, (made, states));
                Ok(())
            };
            facts::stream_some(conn, self.rules, self.as_of, &accounts, keep)?;
        }
        let which = if turned.is_empty() {
            Rows::Stirring
        } else {
            // Who turned may have had nothing past due before.
            Rows::All
        };
        facts::each_stored(conn, which, &mut |stored, collector| {
            match turned.get(&stored.account) {
                Some((made, _)) => self.add(made, collector),
                None => self.add(&stored, collector),
            }
            Ok(())
        })?;
        for (account, currency, state) in facts::stored_promises(conn)? {
            if !turned.contains_key(&account) {
                self.add_promise(account, currency, &state);
            }
        }
        for (account, (made, states)) in turned {
            for state in &states {
                self.add_promise(account, made.currency, state);
            }
            self.board.made.insert(account, made);
        }
        Ok(())
    }

    /// From the books: an earlier day than the table's, or other rules.
    fn read_books(&mut self, conn: &Connection) -> Res<()> {
        let mut statement = conn.prepare_cached(
            "SELECT id, collector FROM account WHERE collector IS NOT NULL AND voided_by IS NULL",
        )?;
        let collectors: HashMap<AccountId, String> = statement
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<_, _>>()?;
        facts::stream(
            conn,
            self.rules,
            self.as_of,
            &mut |made, states| {
                self.add(&made, collectors.get(&made.account).map(String::as_str));
                for state in &states {
                    self.add_promise(made.account, made.currency, state);
                }
                self.board.made.insert(made.account, made);
                Ok(())
            },
            &mut |_, _| (),
        )
    }

    fn add(&mut self, facts: &Facts, collector: Option<&str>) {
        if facts.currency == self.currency {
            self.past_due += i128::from(facts.past_due.get());
        }
        // Whose it is filters a page; it must not shape the board, which everybody shares.
        if queue::gate(facts, collector, self.as_of, None, self.rules).is_some() {
            return;
        }
        let collector = collector.map(|name| self.collector(name));
        self.board.entries.push(Entry {
            account: facts.account,
            reason: queue::main_reason(facts, self.as_of, self.rules),
            score: queue::score(facts, self.as_of, self.rules),
            collectible: facts.collectible,
            oldest_due: facts.oldest_due.unwrap_or(NaiveDate::MAX),
            collector,
        });
    }

    fn collector(&mut self, name: &str) -> u32 {
        if let Some(i) = self.index.get(name) {
            return *i;
        }
        let i = self.board.collectors.len() as u32;
        self.board.collectors.push(name.to_owned());
        self.index.insert(name.to_owned(), i);
        i
    }

    fn add_promise(&mut self, account: AccountId, currency: Currency, state: &PromiseState) {
        use crate::domain::verdict::Verdict;
        if state.verdict.is_live() {
            self.board.live_promises.insert(state.promise);
        }
        // What has been settled otherwise (by another promise's money, by a credit, after it was taken back) needs no decision.
        if state.verdict.is_failed() && state.debt.is_positive() {
            self.board.failed.push(Failed {
                promise: state.promise,
                account,
                currency,
                by_when: state.by_when,
                short: state.short,
            });
        }
        let totals = &mut self.board.promises;
        let verdict = state.on(self.as_of);
        if verdict.is_live() {
            totals.live += 1;
            if currency == self.currency && state.by_when <= self.sunday {
                self.this_week += i128::from(state.short.get());
            }
        }
        if verdict.is_failed() || matches!(verdict, Verdict::DueToday | Verdict::InGrace) {
            totals.alert += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_on_its_sunday() {
        let d = |t: &str| t.parse::<NaiveDate>().expect("a day");
        assert_eq!(sunday_of(d("2026-11-20")), d("2026-11-22"));
        assert_eq!(sunday_of(d("2026-11-22")), d("2026-11-22"));
        assert_eq!(sunday_of(d("2026-11-23")), d("2026-11-29"));
    }

    #[test]
    fn a_page_is_in_order_without_sorting_the_rest() {
        let entry = |id: i64, score: i64| Entry {
            account: AccountId(id),
            reason: None,
            score,
            collectible: Minor::new(id),
            oldest_due: NaiveDate::MAX,
            collector: None,
        };
        let mut entries: Vec<Entry> = (0..100).map(|i| entry(i, (i * 37) % 10)).collect();
        settle(&mut entries, 7);
        let best: Vec<(i64, i64)> = entries[..7]
            .iter()
            .map(|e| (e.score, e.account.0))
            .collect();
        let mut all: Vec<(i64, i64)> = (0..100).map(|i| ((i * 37) % 10, i)).collect();
        all.sort_by(|a, b| b.cmp(a));
        assert_eq!(best, all[..7]);
    }
}
