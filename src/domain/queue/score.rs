//! What an account weighs: integer points, each with its reason (DOMAIN §4).
//!
//! Size leads: every doubling of the collectible amount adds the same points, so that an event is worth a factor of size. Age is the hazard:
//! what the recovery table says is already lost, scaled by size. Law: `score` allocates nothing, it runs over every account for every page.

use super::event::Events;
use super::words;
use super::{Reason, ReasonPoints};
use crate::domain::account::AccountKind;
use crate::domain::credit::{self, Standing};
use crate::domain::facts::Facts;
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use chrono::{Datelike, NaiveDate, Weekday};

/// A promise's level counts up to this time: who broke two in a row has told all that a third can tell, and size must go on leading.
const LEVEL_CAP: i64 = 2;

/// Doublings of 1.00 at which a debt is of full size for the age hazard (2^20, about a million).
const FULL_SIZE: i64 = 20;

/// Doublings are counted in 256ths.
const STEP: i64 = 256;

/// The points of an account that no gate holds back. Allocates nothing.
#[must_use]
pub fn score(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> i64 {
    let mut sum = 0_i64;
    each(facts, as_of, rules, &mut |_, points| {
        sum = sum.saturating_add(points);
    });
    sum
}

/// Why an account is in the queue, strongest first (events before standing reasons, then size and age); the points add up to `score`.
#[must_use]
pub fn reasons(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> Vec<ReasonPoints> {
    let mut all = Vec::new();
    each(facts, as_of, rules, &mut |reason, points| {
        all.push(ReasonPoints {
            reason,
            points,
            detail: words::detail(reason, facts, as_of),
        });
    });
    all
}

/// The strongest reason without its words: what the filter's counts need. Allocates nothing.
#[must_use]
pub fn main_reason(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> Option<Reason> {
    let mut first = None;
    each(facts, as_of, rules, &mut |reason, _| {
        first = first.or(Some(reason));
    });
    first
}

/// Every reason with its points, in the fixed precedence of `Reason::ALL`: what happened carries the story, size and age come last.
fn each(facts: &Facts, as_of: NaiveDate, rules: &Rules, on: &mut impl FnMut(Reason, i64)) {
    let w = &rules.weights;
    let size = size_points(facts.collectible, facts.currency, w.size);
    for event in Events::of(facts, as_of, rules).each() {
        let points = match event.reason {
            Reason::Inbound => w.inbound,
            Reason::OwedByUs => w.owed_by_us,
            Reason::PromiseBroken => promise_points(facts, w.broken, size, rules),
            Reason::PromiseLight => promise_points(facts, w.light, size, rules),
            Reason::PromiseLate => promise_points(facts, w.late, size, rules),
            // The first promise of its kind is due like the third.
            Reason::PromiseDue => {
                let extra = promise_size(facts, rules).saturating_sub(size).max(0);
                w.promise_due.saturating_add(extra)
            }
            Reason::FollowUpDue => w.follow_up,
            Reason::ClaimOverdue => w.claim,
            Reason::LienClock => w.lien,
            Reason::PlacementWindow
            | Reason::OverLimit
            | Reason::PastDue
            | Reason::NewlyPastDue => 0,
        };
        on(event.reason, points);
    }
    if in_placement_window(facts, as_of, rules) {
        on(Reason::PlacementWindow, w.placement);
    }
    if over_limit(facts) {
        on(Reason::OverLimit, w.over_limit);
    }
    if facts.collectible.is_positive() {
        let points = size
            .saturating_add(age_points(facts, as_of, rules))
            .saturating_add(if suits(facts.kind, as_of) {
                w.weekday
            } else {
                0
            });
        if oldest_days(facts, as_of) <= i64::from(rules.newly_days) {
            on(Reason::NewlyPastDue, points.saturating_add(w.newly));
        } else {
            on(Reason::PastDue, points);
        }
    }
}

/// Days past due of the oldest past-due invoice; 0 when nothing is.
pub(super) fn oldest_days(facts: &Facts, as_of: NaiveDate) -> i64 {
    facts
        .oldest_due
        .map_or(0, |due| as_of.signed_duration_since(due).num_days().max(0))
}

/// Businesses are best called early in the week, when the pay run is made up; consumers late, when wages have come.
pub(super) fn suits(kind: AccountKind, as_of: NaiveDate) -> bool {
    match (kind, as_of.weekday()) {
        (AccountKind::Commercial, Weekday::Mon | Weekday::Tue)
        | (AccountKind::Consumer, Weekday::Thu | Weekday::Fri | Weekday::Sat) => true,
        (AccountKind::Commercial | AccountKind::Consumer | AccountKind::Mixed, _) => false,
    }
}

/// Old enough to ask the supervisor, tried at least once, nobody's word to wait for, and not declined for now.
#[must_use]
pub fn in_placement_window(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> bool {
    let (from, to) = rules.placement_window();
    facts.collectible.is_positive()
        && facts.placed_on.is_none()
        && facts.placement_again.is_none()
        && facts.last_touch.is_some()
        && !facts.pays_or_promises
        && (i64::from(from)..=i64::from(to)).contains(&oldest_days(facts, as_of))
}

fn over_limit(facts: &Facts) -> bool {
    credit::exposure(facts.open, facts.unapplied)
        .is_ok_and(|owed| credit::standing(owed, facts.credit_limit) == Standing::Over)
}

fn promise_points(facts: &Facts, weight: i64, size: i64, rules: &Rules) -> i64 {
    let level = facts.promise.as_ref().map_or(1, |p| i64::from(p.level));
    let extra = promise_size(facts, rules).saturating_sub(size).max(0);
    weight
        .saturating_mul(level.min(LEVEL_CAP))
        .saturating_add(extra)
}

/// A promise whose money is not (or not yet) collectible still has its own size.
fn promise_size(facts: &Facts, rules: &Rules) -> i64 {
    let short = facts.promise.as_ref().map_or(Minor::ZERO, |p| p.short);
    size_points(short, facts.currency, rules.weights.size)
}

fn size_points(amount: Minor, currency: Currency, weight: i64) -> i64 {
    weight.saturating_mul(doublings(amount, currency)) / STEP
}

/// How often 1.00 doubles to reach the amount, in 256ths; 0 up to 1.00. Currencies rank one to one until rates are configured.
fn doublings(amount: Minor, currency: Currency) -> i64 {
    let unit = 10_u64.pow(currency.exponent());
    match u64::try_from(amount.get()) {
        Ok(minor) if minor > unit => log2(minor) - log2(unit),
        Ok(_) | Err(_) => 0,
    }
}

/// The binary logarithm in 256ths, straight between powers of two: whole numbers only, and never out of order.
fn log2(x: u64) -> i64 {
    let whole = i64::from(63 - x.leading_zeros());
    let mantissa = x << x.leading_zeros();
    // The eight bits below the leading one.
    let fraction = (mantissa >> 55) & 0xff;
    whole * STEP + i64::try_from(fraction).unwrap_or(0)
}

/// `age × lost share × size`: what waiting has cost already, by the recovery table at the money's average age.
fn age_points(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> i64 {
    let first = rules.recovery.first().map_or(0, |(_, p)| i64::from(*p));
    if first == 0 {
        return 0;
    }
    let lost = first * 100 - recovery(average_days(facts, as_of), &rules.recovery);
    let size = doublings(facts.collectible, facts.currency).min(FULL_SIZE * STEP);
    let full = i128::from(first) * 100 * i128::from(FULL_SIZE * STEP);
    let points = i128::from(rules.weights.age) * i128::from(lost.max(0)) * i128::from(size) / full;
    i64::try_from(points).unwrap_or(i64::MAX)
}

/// Days past due of the average past-due cent.
fn average_days(facts: &Facts, as_of: NaiveDate) -> i64 {
    let amount = i128::from(facts.past_due.get());
    if amount <= 0 {
        return 0;
    }
    let today = i128::from(
        as_of
            .signed_duration_since(crate::domain::facts::EPOCH)
            .num_days(),
    );
    let days = (amount * today - i128::from(facts.due_weight)) / amount;
    i64::try_from(days).unwrap_or(0).max(0)
}

/// The chance of recovery at that age in hundredths of a percent: straight lines between the table's points, level after its last.
fn recovery(days: i64, table: &[(u32, u32)]) -> i64 {
    let mut before: Option<(i64, i64)> = None;
    for (at, percent) in table {
        let here = (i64::from(*at), i64::from(*percent) * 100);
        if days <= here.0 {
            return match before {
                Some(b) if here.0 > b.0 => b.1 + (here.1 - b.1) * (days - b.0) / (here.0 - b.0),
                Some(_) | None => here.1,
            };
        }
        before = Some(here);
    }
    before.map_or(0, |b| b.1)
}

#[cfg(test)]
mod tests {
    use super::super::order;
    use super::*;
    use crate::domain::facts::gather;
    use crate::domain::testing::{BookMaker, d};

    const TODAY: &str = "2026-11-23";

    fn facts(b: &BookMaker) -> Facts {
        gather(&b.book, d(TODAY), &Rules::default()).expect("fits")
    }

    fn points(f: &Facts) -> i64 {
        score(f, d(TODAY), &Rules::default())
    }

    fn names(f: &Facts) -> Vec<Reason> {
        let all = reasons(f, d(TODAY), &Rules::default());
        let sum: i64 = all.iter().map(|r| r.points).sum();
        assert_eq!(sum, points(f), "the points add up to the score");
        assert_eq!(
            main_reason(f, d(TODAY), &Rules::default()),
            all.first().map(|r| r.reason)
        );
        all.into_iter().map(|r| r.reason).collect()
    }

    fn past_due(amount: i64, due: &str) -> BookMaker {
        let mut b = BookMaker::new();
        b.invoice("2025-01-01", due, amount);
        b
    }

    fn broken(amount: i64, times: usize) -> BookMaker {
        let mut b = past_due(amount, "2026-10-01");
        let i = b.book.documents[0].id;
        for _ in 0..times {
            b.promise("2026-11-02", "2026-11-06", amount, &[i]);
        }
        b
    }

    #[test]
    fn size_leads_a_large_debt_outranks_a_small_broken_promise() {
        let large = facts(&past_due(10_000_000, "2026-11-22"));
        for times in [1, 2, 3, 5] {
            let small = facts(&broken(200_000, times));
            assert!(points(&large) > points(&small), "broken {times} times");
        }
    }

    #[test]
    fn of_equal_size_what_was_broken_comes_first_and_the_second_time_more_so() {
        let plain = facts(&past_due(200_000, "2026-10-01"));
        let once = facts(&broken(200_000, 1));
        let twice = facts(&broken(200_000, 2));
        assert!(points(&once) > points(&plain));
        assert!(points(&twice) > points(&once));
        assert_eq!(names(&twice), [Reason::PromiseBroken, Reason::PastDue]);
    }

    #[test]
    fn age_is_the_hazard_older_money_ranks_higher_and_large_money_more_so() {
        let at = |amount, due| points(&facts(&past_due(amount, due)));
        let gain = |amount| at(amount, "2025-11-23") - at(amount, "2026-10-23");
        assert!(gain(100_000) > 0);
        assert!(gain(10_000_000) > gain(100_000));
    }

    #[test]
    fn a_promise_due_today_ranks_by_its_own_size_although_it_covers_everything() {
        let mut b = past_due(200_000, "2026-10-01");
        let i = b.book.documents[0].id;
        b.promise("2026-11-10", TODAY, 200_000, &[i]);
        let due = facts(&b);
        assert_eq!(due.collectible, Minor::ZERO);
        assert_eq!(names(&due), [Reason::PromiseDue]);
        assert!(points(&due) > points(&facts(&past_due(200_000, "2026-10-01"))));
    }

    #[test]
    fn newly_past_due_replaces_past_due_in_the_first_days() {
        let new = facts(&past_due(200_000, "2026-11-16"));
        assert_eq!(names(&new), [Reason::NewlyPastDue]);
        let old = facts(&past_due(200_000, "2026-11-15"));
        assert_eq!(names(&old), [Reason::PastDue]);
    }

    #[test]
    fn the_placement_window_asks_for_a_touch_first_and_no_promise() {
        let mut b = past_due(200_000, "2026-10-10");
        assert_eq!(names(&facts(&b)), [Reason::PastDue]);
        b.talk("2026-11-01");
        assert_eq!(
            names(&facts(&b)),
            [Reason::PlacementWindow, Reason::PastDue]
        );
        b.promise("2026-11-20", "2026-11-27", 100_000, &[]);
        assert_eq!(names(&facts(&b)), [Reason::PastDue]);
    }

    #[test]
    fn over_the_limit_counts_what_is_owed_net_of_credits() {
        let mut b = past_due(200_000, "2026-10-01");
        b.book.account.credit_limit = Some(Minor::new(150_000));
        assert_eq!(names(&facts(&b)), [Reason::OverLimit, Reason::PastDue]);
        b.credit("2026-10-05", 50_000);
        assert_eq!(names(&facts(&b)), [Reason::PastDue]);
    }

    #[test]
    fn whoever_waits_for_our_call_comes_before_any_debt() {
        let mut b = BookMaker::new();
        b.follow_up("2026-11-20", "2026-11-20", None);
        b.book.follow_ups[0].requested_by_them = true;
        let waiting = facts(&b);
        assert_eq!(names(&waiting), [Reason::Inbound]);
        let huge = facts(&past_due(1_000_000_000, "2025-06-01"));
        assert!(points(&waiting) > points(&huge));
    }

    #[test]
    fn ties_go_to_the_larger_then_the_older_then_the_lower_id() {
        let mut small = facts(&past_due(200_000, "2026-10-01"));
        let large = facts(&past_due(200_001, "2026-10-01"));
        let older = facts(&past_due(200_000, "2026-09-01"));
        assert!(order((5, &large), (5, &small)).is_lt());
        assert!(order((5, &older), (5, &small)).is_lt());
        assert!(order((6, &small), (5, &older)).is_lt());
        let twin = small.clone();
        small.account = crate::domain::ids::AccountId(9);
        assert!(order((5, &twin), (5, &small)).is_lt());
    }

    #[test]
    fn doublings_never_go_backwards_and_count_from_one_unit() {
        let usd = |minor| doublings(Minor::new(minor), Currency::USD);
        assert_eq!(usd(100), 0);
        assert_eq!(usd(-5), 0);
        assert!((usd(200) - STEP).abs() <= 1);
        let mut last = 0;
        for step in 0..4_000_i64 {
            let now = usd(step * step * step);
            assert!(now >= last, "{step}");
            last = now;
        }
    }

    #[test]
    fn businesses_rank_higher_early_in_the_week_and_consumers_late() {
        let rules = Rules::default();
        let at = |kind: AccountKind, day: &str| {
            let mut b = past_due(100_000, "2026-01-01");
            b.book.account.kind = kind;
            let facts = gather(&b.book, d(day), &rules).expect("fits");
            let other = Facts {
                kind: AccountKind::Mixed,
                ..facts.clone()
            };
            score(&facts, d(day), &rules) - score(&other, d(day), &rules)
        };
        let w = rules.weights.weekday;
        // From Monday to Sunday.
        let week = |kind| {
            ["23", "24", "25", "26", "27", "28", "29"].map(|n| at(kind, &format!("2026-11-{n}")))
        };
        assert_eq!(week(AccountKind::Commercial), [w, w, 0, 0, 0, 0, 0]);
        assert_eq!(week(AccountKind::Consumer), [0, 0, 0, w, w, w, 0]);
    }
}
