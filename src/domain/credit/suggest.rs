//! What a limit could be: worked out from what they buy, how they pay and how long they are known, with a sentence for each step.
//!
//! `limit = purchases a month × (days to pay + 15) / 30`, then by percent for days late, kept promises, bounced payments and how much of the last
//! year is known; rounded down to two figures. The 15 days are the half month in which new invoices come while the old ones are on
//! their way. The percents are a practitioner's, not a law: a supervisor reads the sentences and decides. Pure; whole numbers only.

use super::hold_at;
use crate::domain::balances::Balances;
use crate::domain::book::Book;
use crate::domain::claim;
use crate::domain::document::DocumentKind;
use crate::domain::money::{Currency, Minor, MoneyError};
use crate::domain::prep::median_late;
use crate::domain::rules::Rules;
use crate::domain::say;
use crate::domain::verdict::{self, Judgement};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Months that are looked at.
const WINDOW: u32 = 12;
/// Days to pay where nobody says.
const USUAL_TERMS: u32 = 30;
/// Days of new invoices on top of the terms.
const HEADROOM: u32 = 15;
/// Fewer promises than this say nothing.
const ENOUGH_PROMISES: u32 = 3;

/// What a suggestion is made of.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Signals {
    /// Invoiced in the last twelve months.
    pub bought: Minor,
    /// So many of those months lie between the first known invoice and the day, at most twelve.
    pub months: u32,
    /// Days to pay, where the books say.
    pub terms_days: Option<u32>,
    /// The median of days late over settled invoices; `None` with fewer than three.
    pub days_late: Option<i64>,
    /// Promises kept by their date, and promises whose outcome is known.
    pub kept: (u32, u32),
    /// Payments that came back in the last twelve months.
    pub bounced: u32,
    /// Shipments are stopped.
    pub on_hold: bool,
}

/// A limit with its reasons.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Suggestion {
    /// The limit; `None` when nothing is suggested.
    pub limit: Option<Minor>,
    /// Why, in sentences, in the order of the steps.
    pub reasons: Vec<String>,
}

/// Reads the signals off a book.
///
/// # Errors
/// When an amount does not fit.
pub fn signals(book: &Book, as_of: NaiveDate, rules: &Rules) -> Result<Signals, MoneyError> {
    let balances = Balances::at(book, as_of)?;
    let claims = claim::states(book, &balances);
    let judged = verdict::judge_plain(book, &balances, &claims, rules)?;
    seen(book, &balances, &judged, as_of)
}

/// The same, off balances and verdicts that are known already.
///
/// # Errors
/// When an amount does not fit.
pub(crate) fn seen(
    book: &Book,
    balances: &Balances,
    judged: &[Judgement],
    as_of: NaiveDate,
) -> Result<Signals, MoneyError> {
    let from = as_of
        .checked_sub_months(Months::new(WINDOW))
        .unwrap_or(as_of);
    // Only the last year: a working book holds all of it, and both kinds of book must say the same.
    let bought: Vec<_> = book
        .documents
        .iter()
        .filter(|d| d.kind == DocumentKind::Invoice && d.issued > from && d.issued <= as_of)
        .filter(|d| !balances.reversed(d.id))
        .collect();
    let first = bought.iter().map(|d| d.issued).min();
    let word = verdict::credibility(judged, as_of);
    let bounced = book
        .reversals
        .iter()
        .filter(|r| r.effective_on > from && r.effective_on <= as_of && r.reason != "entry_error")
        .filter(|r| {
            book.documents
                .iter()
                .any(|d| d.id == r.document && d.kind == DocumentKind::Payment)
        })
        .count();
    Ok(Signals {
        bought: Minor::sum(bought.iter().map(|d| balances.face(d.id)))?,
        months: first.map_or(0, |first| months_between(first, as_of)),
        terms_days: book.account.terms_days,
        days_late: median_late(book, balances, from, as_of),
        kept: (word.kept, word.promised),
        bounced: u32::try_from(bounced).unwrap_or(u32::MAX),
        on_hold: hold_at(book, as_of).is_some(),
    })
}

/// Calendar months from the month of a day to that of another, both included, at most twelve.
fn months_between(first: NaiveDate, last: NaiveDate) -> u32 {
    let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = count(last) - count(first) + 1;
    u32::try_from(months).unwrap_or(1).clamp(1, WINDOW)
}

/// What the limit could be.
#[must_use]
pub fn suggest(signals: &Signals, currency: Currency) -> Suggestion {
    let none = |why: &str| Suggestion {
        limit: None,
        reasons: vec![why.to_owned()],
    };
    if signals.on_hold {
        return none(
            "Shipments are stopped: nothing is suggested before the credit hold is lifted.",
        );
    }
    if !signals.bought.is_positive() || signals.months == 0 {
        return none("Nothing was bought in the last twelve months: there is nothing to go by.");
    }
    let money = |amount: i128| {
        let amount = Minor::new(i64::try_from(amount).unwrap_or(i64::MAX));
        say::money(amount, currency)
    };
    let months = i128::from(signals.months);
    let monthly = i128::from(signals.bought.get()) / months;
    let mut reasons = vec![format!(
        "They bought for {} in {}: {} a month.",
        money(i128::from(signals.bought.get())),
        say::plural(u64::from(signals.months), "month"),
        money(monthly)
    )];
    let terms = signals.terms_days.unwrap_or(USUAL_TERMS);
    let mut limit = monthly * i128::from(terms + HEADROOM) / 30;
    let known = if signals.terms_days.is_some() {
        "Net"
    } else {
        "The books name no terms; net"
    };
    reasons.push(format!(
        "{known} {terms} and half a month of new invoices come to {} when they pay on time.",
        money(limit)
    ));
    for (percent, why) in steps(signals) {
        limit = limit * i128::from(percent) / 100;
        let what = match percent {
            100 => "no change".to_owned(),
            percent => format!("{percent} % of it, {}", money(limit)),
        };
        reasons.push(format!("{why}: {what}."));
    }
    let rounded = two_figures(limit);
    reasons.push(format!("Rounded down: {}.", money(rounded)));
    Suggestion {
        limit: Some(Minor::new(i64::try_from(rounded).unwrap_or(i64::MAX))),
        reasons,
    }
}

/// Each step with its percent and its reason.
fn steps(s: &Signals) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    out.push(match s.days_late {
        None => (
            100,
            "Too few settled invoices say how late they pay".to_owned(),
        ),
        Some(days) if days <= 0 => (120, "They pay by the due date".to_owned()),
        Some(days) => {
            let percent = match days {
                ..=5 => 110,
                6..=15 => 100,
                16..=30 => 75,
                _ => 50,
            };
            let days = say::plural(days.unsigned_abs(), "day");
            (percent, format!("They usually pay {days} late"))
        }
    });
    let (kept, promised) = s.kept;
    if promised >= ENOUGH_PROMISES {
        let share = u64::from(kept) * 100 / u64::from(promised);
        let percent = match share {
            90.. => 110,
            70..=89 => 100,
            50..=69 => 80,
            _ => 60,
        };
        out.push((
            percent,
            format!("They kept {kept} of {promised} promises by their date"),
        ));
    }
    if s.bounced > 0 {
        let what = say::plural(u64::from(s.bounced), "payment");
        out.push((50, format!("{what} came back within twelve months")));
    }
    let months = say::plural(u64::from(s.months), "month");
    let percent = match s.months {
        ..=2 => 50,
        3..=5 => 75,
        _ => 100,
    };
    out.push((percent, format!("{months} of the last year are known")));
    out
}

/// Rounded down to its first two figures.
fn two_figures(amount: i128) -> i128 {
    let mut step = 1;
    while amount / step >= 100 {
        step *= 10;
    }
    amount / step * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::CreditHold;
    use crate::domain::testing::{BookMaker, d};

    fn good() -> Signals {
        Signals {
            bought: Minor::new(12_000_000),
            months: 12,
            terms_days: Some(30),
            days_late: Some(0),
            kept: (0, 0),
            bounced: 0,
            on_hold: false,
        }
    }

    fn limit(change: impl Fn(&mut Signals)) -> Option<i64> {
        let mut s = good();
        change(&mut s);
        suggest(&s, Currency::USD).limit.map(|l| l.get() / 100)
    }

    #[test]
    fn each_signal_moves_the_limit_by_its_percent() {
        // 10,000 a month × 45 / 30 = 15,000 for who pays when it is late by 6 to 15 days.
        assert_eq!(limit(|s| s.days_late = Some(6)), Some(15_000));
        assert_eq!(limit(|_| ()), Some(18_000));
        assert_eq!(limit(|s| s.days_late = Some(-3)), Some(18_000));
        assert_eq!(limit(|s| s.days_late = Some(5)), Some(16_000));
        assert_eq!(limit(|s| s.days_late = Some(15)), Some(15_000));
        assert_eq!(limit(|s| s.days_late = Some(16)), Some(11_000));
        assert_eq!(limit(|s| s.days_late = Some(31)), Some(7_500));
        assert_eq!(limit(|s| s.days_late = None), Some(15_000));
        // Terms: 60 + 15 days.
        assert_eq!(limit(|s| s.terms_days = Some(60)), Some(30_000));
        assert_eq!(limit(|s| s.terms_days = None), Some(18_000));
        // Promises: two say nothing.
        assert_eq!(limit(|s| s.kept = (0, 2)), Some(18_000));
        assert_eq!(limit(|s| s.kept = (9, 10)), Some(19_000));
        assert_eq!(limit(|s| s.kept = (7, 10)), Some(18_000));
        assert_eq!(limit(|s| s.kept = (5, 10)), Some(14_000));
        assert_eq!(limit(|s| s.kept = (4, 10)), Some(10_000));
        assert_eq!(limit(|s| s.bounced = 1), Some(9_000));
        // Four months of 30,000 each, three quarters of it.
        assert_eq!(limit(|s| s.months = 4), Some(40_000));
        assert_eq!(limit(|s| s.months = 2), Some(54_000));
    }

    #[test]
    fn nothing_is_suggested_without_purchases_or_on_a_credit_hold() {
        assert_eq!(limit(|s| s.bought = Minor::ZERO), None);
        assert_eq!(limit(|s| s.on_hold = true), None);
        let mut s = good();
        s.on_hold = true;
        assert!(suggest(&s, Currency::USD).reasons[0].contains("credit hold"));
    }

    #[test]
    fn every_step_says_itself_in_a_sentence() {
        let mut s = good();
        s.days_late = Some(20);
        s.kept = (3, 4);
        s.bounced = 2;
        let said = suggest(&s, Currency::USD).reasons;
        assert_eq!(
            said,
            [
                "They bought for 120,000.00 in 12 months: 10,000.00 a month.",
                "Net 30 and half a month of new invoices come to 15,000.00 when they pay on time.",
                "They usually pay 20 days late: 75 % of it, 11,250.00.",
                "They kept 3 of 4 promises by their date: no change.",
                "2 payments came back within twelve months: 50 % of it, 5,625.00.",
                "12 months of the last year are known: no change.",
                "Rounded down: 5,600.00."
            ]
        );
    }

    #[test]
    fn two_figures_are_kept_of_any_amount() {
        for (amount, kept) in [(0, 0), (7, 7), (99, 99), (101, 100), (5_625, 5_600)] {
            assert_eq!(two_figures(amount), kept);
        }
    }

    #[test]
    fn the_signals_of_a_book_are_those_of_its_last_year() {
        let mut b = BookMaker::new();
        b.invoice("2025-10-01", "2025-10-31", 900_000);
        for (issued, due, paid) in [
            ("2026-02-10", "2026-03-12", "2026-03-20"),
            ("2026-04-10", "2026-05-10", "2026-05-22"),
            ("2026-06-10", "2026-07-10", "2026-07-20"),
        ] {
            let invoice = b.invoice(issued, due, 100_000);
            b.pay(paid, 100_000, &[(invoice, 100_000)]);
        }
        let found = signals(&b.book, d("2026-11-23"), &Rules::default()).expect("fits");
        assert_eq!(found.bought, Minor::new(300_000));
        assert_eq!(found.months, 10);
        assert_eq!(found.days_late, Some(10));
        assert_eq!((found.terms_days, found.on_hold), (Some(30), false));
        b.book.credit_holds.push(CreditHold {
            from: d("2026-11-02"),
            until: None,
            reason: "two bounced checks".into(),
        });
        let found = signals(&b.book, d("2026-11-23"), &Rules::default()).expect("fits");
        assert!(found.on_hold);
    }
}
