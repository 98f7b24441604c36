//! How far somebody's word goes (DOMAIN §3): kept rate by count and by amount, median slip, money said to be sent that never came, what is recent
//! weighing more.

use super::{Judgement, Verdict};
use crate::domain::money::Minor;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The days in which a promise loses half its weight.
const HALF_LIFE_DAYS: i64 = 180;

/// How far somebody's word goes: over promises whose outcome is known. What was moved, withdrawn or voided, and what came to
/// require nothing, is in no rate.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Credibility {
    /// Promises whose outcome is known.
    pub promised: u32,
    /// Of them kept by the date.
    pub kept: u32,
    /// Of them kept within the window.
    pub kept_late: u32,
    /// Moved before their date.
    pub rolled: u32,
    /// What they required in all.
    pub required: Minor,
    /// What of it came within the windows.
    pub received: Minor,
    /// The median slip in business days of those that were satisfied at all.
    pub median_slip: Option<i64>,
    /// Payments that were said to be under way and have not come.
    #[serde(default)]
    pub never_came: u32,
    /// Kept by the date in percent, a promise counting half as much for every 180 days that its window is past. A payment that was said to be
    /// under way and never came is a word that was not kept: it counts as a promise for the day on which it should have been here.
    pub weighted_percent: Option<u32>,
}

/// What is expected of a promise of somebody of whom nothing is known, in hundredths of a percent: the desk's own kept rate takes its
/// place as soon as there is one.
pub const PRIOR: u32 = 7_000;

/// So many promises kept at the prior rate are added to the known ones, so that one broken promise does not make a liar.
const PRIOR_WEIGHT: u32 = 3;

/// The chance that a promise is kept: `(kept + 3 × prior) / (promised + 3)` (DOMAIN §5, forecast), in hundredths of a percent, rounded half
/// up. `prior` in hundredths of a percent too; more than all is all.
#[must_use]
pub fn p_keep(kept: u32, promised: u32, prior: u32) -> u32 {
    let (kept, promised) = (u64::from(kept.min(promised)), u64::from(promised));
    let weight = u64::from(PRIOR_WEIGHT);
    let part = kept * 10_000 + weight * u64::from(prior.min(10_000));
    let whole = promised + weight;
    // At most 10,000, so it fits.
    u32::try_from((part * 2 + whole) / (whole * 2)).unwrap_or(10_000)
}

impl Credibility {
    /// Kept by the date, by count, in percent; `None` when nothing was promised.
    #[must_use]
    pub fn percent_by_count(&self) -> Option<u32> {
        percent(i128::from(self.kept), i128::from(self.promised))
    }

    /// The chance that their next promise brings its money within its window, in hundredths of a percent. What came a day late came: the
    /// forecast moves it by the median slip instead of leaving it out. What was said to be sent and never came is no better than a promise
    /// that was not kept.
    #[must_use]
    pub fn p_keep(&self, prior: u32) -> u32 {
        p_keep(
            self.kept.saturating_add(self.kept_late),
            self.given(),
            prior,
        )
    }

    /// How often they gave their word: promises whose outcome is known, and payments said to be under way that never came.
    #[must_use]
    pub fn given(&self) -> u32 {
        self.promised.saturating_add(self.never_came)
    }

    /// Kept within the window, by count, in hundredths of a percent; `None` when nothing was promised. Of the whole desk: the prior of
    /// `p_keep`.
    #[must_use]
    pub fn prior(&self) -> Option<u32> {
        let kept = u64::from(self.kept) + u64::from(self.kept_late);
        let all = u64::from(self.promised);
        (all > 0).then(|| u32::try_from((kept * 20_000 + all) / (all * 2)).unwrap_or(10_000))
    }

    /// Received within the windows, by amount, in percent; `None` when nothing was required.
    #[must_use]
    pub fn percent_by_amount(&self) -> Option<u32> {
        percent(
            i128::from(self.received.get()),
            i128::from(self.required.get()),
        )
    }
}

/// Credibility over judgements (of one contact, or of the account) alone.
#[must_use]
pub fn credibility<'a>(
    judgements: impl IntoIterator<Item = &'a Judgement>,
    as_of: NaiveDate,
) -> Credibility {
    credibility_with(judgements, [], as_of)
}

/// Credibility over judgements and over payments that were said to be under way and have not come, each with the day on which it should have.
#[must_use]
pub fn credibility_with<'a>(
    judgements: impl IntoIterator<Item = &'a Judgement>,
    never_came: impl IntoIterator<Item = NaiveDate>,
    as_of: NaiveDate,
) -> Credibility {
    let mut sum = Credibility::default();
    let mut slips: Vec<i64> = Vec::new();
    let (mut weight_kept, mut weight_all) = (0_i128, 0_i128);
    for j in judgements {
        let (kept, satisfied) = match j.verdict {
            Verdict::Kept => (true, true),
            Verdict::KeptLate | Verdict::CuredLate => (false, true),
            Verdict::Light | Verdict::Broken => (false, false),
            Verdict::Superseded => {
                sum.rolled += 1;
                continue;
            }
            Verdict::Open
            | Verdict::DueToday
            | Verdict::InGrace
            | Verdict::Withdrawn
            | Verdict::Voided => continue,
        };
        if j.required.is_zero() {
            continue;
        }
        sum.promised += 1;
        sum.kept += u32::from(kept);
        sum.kept_late += u32::from(j.verdict == Verdict::KeptLate);
        let in_window = j.receipts.iter().filter(|r| r.on <= j.window_ends);
        let came: i64 = in_window.map(|r| r.amount.get()).sum();
        // A rate of sums far beyond any ledger may stop growing; it must not stop the desk.
        let add = |a: Minor, b: i64| Minor::new(a.get().saturating_add(b));
        sum.received = add(sum.received, came.min(j.required.get()));
        sum.required = add(sum.required, j.required.get());
        if satisfied {
            slips.push(j.slip);
        }
        let weight = weight(j.window_ends, as_of);
        weight_all += weight;
        weight_kept += if kept { weight } else { 0 };
    }
    for expected in never_came {
        sum.never_came += 1;
        weight_all += weight(expected, as_of);
    }
    slips.sort_unstable();
    // The lower middle of an even number: a slip that really happened.
    sum.median_slip = slips.get(slips.len().saturating_sub(1) / 2).copied();
    sum.weighted_percent = percent(weight_kept, weight_all);
    sum
}

/// What a word weighs whose day has passed: half as much for every half-life.
fn weight(day: NaiveDate, as_of: NaiveDate) -> i128 {
    let past = as_of.signed_duration_since(day).num_days().max(0);
    1 << (20 - (past / HALF_LIFE_DAYS).min(20))
}

fn percent(part: i128, whole: i128) -> Option<u32> {
    (whole > 0).then(|| u32::try_from((part * 200 + whole) / (whole * 2)).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::judge_all;
    use super::*;
    use crate::domain::rules::Rules;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn kept_rates_by_count_and_amount_and_the_median_slip() {
        let mut b = BookMaker::new();
        for (came, amount) in [
            ("2026-06-05", 1_000),
            ("2026-06-08", 3_000),
            ("2026-06-12", 500),
        ] {
            let i = b.invoice("2026-04-01", "2026-05-01", 4_000);
            b.promise("2026-06-01", "2026-06-05", 4_000, &[i]);
            b.pay(came, amount, &[(i, amount)]);
            if amount == 1_000 {
                b.pay("2026-06-05", 3_000, &[(i, 3_000)]);
            }
        }
        let all = judge_all(&b.book, d("2026-07-01"), &Rules::default()).expect("fits");
        let c = credibility(&all, d("2026-07-01"));
        assert_eq!((c.promised, c.kept, c.kept_late), (3, 1, 0));
        assert_eq!(c.percent_by_count(), Some(33));
        assert_eq!(c.percent_by_amount(), Some(58));
        assert_eq!(c.median_slip, Some(0));
    }

    #[test]
    fn the_chance_of_a_promise_leans_on_the_prior_until_enough_is_known() {
        // (kept + 3 × prior) / (promised + 3)
        assert_eq!(p_keep(0, 0, 7_000), 7_000, "nothing known: the prior");
        assert_eq!(p_keep(1, 1, 7_000), 7_750, "(1 + 2.1) / 4");
        assert_eq!(p_keep(0, 1, 7_000), 5_250, "2.1 / 4");
        assert_eq!(p_keep(9, 10, 6_000), 8_308, "(9 + 1.8) / 13 = 0.83077");
        assert_eq!(p_keep(0, 97, 0), 0);
        assert_eq!(p_keep(5, 3, 20_000), 10_000, "never above all");
        let word = Credibility {
            promised: 7,
            kept: 3,
            kept_late: 2,
            ..Credibility::default()
        };
        assert_eq!(word.p_keep(5_000), 6_500, "(5 + 1.5) / 10");
        assert_eq!(word.prior(), Some(7_143));
        assert_eq!(Credibility::default().prior(), None);
    }

    #[test]
    fn recent_promises_weigh_more() {
        let mut b = BookMaker::new();
        let old = b.invoice("2025-04-01", "2025-05-01", 4_000);
        b.promise("2025-06-01", "2025-06-05", 4_000, &[old]);
        b.pay("2025-06-05", 4_000, &[(old, 4_000)]);
        let new = b.invoice("2026-04-01", "2026-05-01", 4_000);
        b.promise("2026-06-01", "2026-06-05", 4_000, &[new]);
        let all = judge_all(&b.book, d("2026-07-01"), &Rules::default()).expect("fits");
        let c = credibility(&all, d("2026-07-01"));
        assert_eq!(c.percent_by_count(), Some(50));
        assert_eq!(c.weighted_percent, Some(20));
    }

    #[test]
    fn money_said_to_be_sent_that_never_came_is_a_word_that_was_not_kept() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-04-01", "2026-05-01", 4_000);
        b.promise("2026-06-01", "2026-06-05", 4_000, &[i]);
        b.pay("2026-06-05", 4_000, &[(i, 4_000)]);
        let today = d("2026-07-01");
        let all = judge_all(&b.book, today, &Rules::default()).expect("fits");
        let c = credibility_with(&all, [d("2026-06-20"), d("2026-06-25")], today);
        assert_eq!((c.promised, c.kept, c.never_came, c.given()), (1, 1, 2, 3));
        assert_eq!(c.percent_by_count(), Some(100), "of promises alone");
        assert_eq!(c.weighted_percent, Some(33), "one word of three");
        // (1 + 3 × 70 %) / (3 + 3)
        assert_eq!(c.p_keep(7_000), 5_167);
        let old = credibility_with(&all, [d("2025-06-20")], today);
        assert_eq!(
            old.weighted_percent,
            Some(80),
            "two half-lives ago: a quarter"
        );
    }

    #[test]
    fn without_a_finished_promise_there_is_no_rate() {
        let c = credibility(&[], d("2026-07-01"));
        assert_eq!((c.percent_by_count(), c.weighted_percent), (None, None));
        assert_eq!(c.median_slip, None);
    }
}
