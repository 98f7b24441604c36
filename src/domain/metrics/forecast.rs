//! What promises should bring, day by day: face and expected apart, each moved by how late its giver usually is (DOMAIN §5).
//!
//! Law: only live promises count, with what is still missing of them. The chance is that of the person's word (else of the account's), leaned on
//! the desk's own kept rate; nothing is expected before the first day of the forecast. What was forecast for a past week is the same
//! function of what was known on the eve of that week.

use crate::domain::book::Book;
use crate::domain::ids::{AccountId, PromiseId};
use crate::domain::money::{Currency, Minor};
use crate::domain::rules::Rules;
use crate::domain::touch::Claim;
use crate::domain::verdict::{Credibility, Judgement, PRIOR, credibility_with, p_keep};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What one promise should bring.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForecastItem {
    /// Which.
    pub promise: PromiseId,
    /// Whose.
    pub account: AccountId,
    /// The account's name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// The day promised.
    pub by_when: NaiveDate,
    /// The day on which it is expected: moved by the median slip, never before the first day.
    pub day: NaiveDate,
    /// What is still missing of it.
    pub face: Minor,
    /// Known promises of the person (else the account) that were kept within their window.
    pub kept: u32,
    /// Of so many; a payment that was said to be under way and never came is one of them.
    pub promised: u32,
    /// Median business days late, by which it was moved.
    pub slip: i64,
}

impl ForecastItem {
    /// The chance that it is kept, in hundredths of a percent.
    #[must_use]
    pub fn chance(&self, prior: u32) -> u32 {
        p_keep(self.kept, self.promised, prior)
    }

    /// Face times chance, rounded half up.
    #[must_use]
    pub fn expected(&self, prior: u32) -> Minor {
        let part = i128::from(self.face.get()) * i128::from(self.chance(prior));
        Minor::new(i64::try_from((part + 5_000) / 10_000).unwrap_or(i64::MAX))
    }
}

/// What a book's live promises should bring from `first` on, by judgements made on or before that day, and by the claims that had not come then
/// (`claim::never_came`).
#[must_use]
pub fn items(
    book: &Book,
    judged: &[Judgement],
    never_came: &[&Claim],
    known: NaiveDate,
    first: NaiveDate,
    rules: &Rules,
) -> Vec<ForecastItem> {
    let mut out = Vec::new();
    for j in judged
        .iter()
        .filter(|j| j.verdict.is_live() && j.short.is_positive())
    {
        let Some(promise) = book.promises.iter().find(|p| p.id == j.promise) else {
            continue;
        };
        let word = word_of(book, judged, never_came, promise.contact, known);
        let slip = word.median_slip.unwrap_or(0).max(0);
        let moved = rules
            .calendar
            .add(promise.by_when, u32::try_from(slip).unwrap_or(0));
        out.push(ForecastItem {
            promise: promise.id,
            account: book.account.id,
            name: book.account.name.clone(),
            currency: book.account.currency,
            by_when: promise.by_when,
            day: moved.max(first),
            face: j.short,
            kept: word.kept + word.kept_late,
            promised: word.given(),
            slip,
        });
    }
    out
}

/// How far the word of a contact goes; of the account where nothing is known of the contact.
fn word_of(
    book: &Book,
    judged: &[Judgement],
    never_came: &[&Claim],
    contact: Option<crate::domain::ids::ContactId>,
    known: NaiveDate,
) -> Credibility {
    let days = |of: Option<crate::domain::ids::ContactId>| {
        let fits = move |c: &&&Claim| of.is_none() || c.contact == of;
        never_came.iter().filter(fits).map(|c| c.expected_by)
    };
    let theirs = contact.map(|contact| {
        let of = judged.iter().filter(|j| {
            book.promises
                .iter()
                .any(|p| p.id == j.promise && p.contact == Some(contact))
        });
        credibility_with(of, days(Some(contact)), known)
    });
    theirs
        .filter(|word| word.given() > 0)
        .unwrap_or_else(|| credibility_with(judged, days(None), known))
}

/// A forecast and the desk's kept rate that it leans on.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Forecast {
    /// What the promises should bring, by day.
    pub items: Vec<ForecastItem>,
    /// Promises of the whole desk that were kept within their window, as of that day.
    pub kept: u64,
    /// Of so many.
    pub promised: u64,
}

impl Forecast {
    /// The desk's kept rate in hundredths of a percent, or what is assumed while nothing is known.
    #[must_use]
    pub fn prior(&self) -> u32 {
        let word = Credibility {
            kept: u32::try_from(self.kept).unwrap_or(u32::MAX),
            promised: u32::try_from(self.promised).unwrap_or(u32::MAX),
            ..Credibility::default()
        };
        word.prior().unwrap_or(PRIOR)
    }

    /// Takes in one account's word.
    pub fn learn(&mut self, word: &Credibility) {
        self.kept += u64::from(word.kept) + u64::from(word.kept_late);
        self.promised += u64::from(word.promised);
    }

    /// Face and expected of some days in a currency, the ends included.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate, currency: Currency) -> (i128, i128) {
        let prior = self.prior();
        let of = self
            .items
            .iter()
            .filter(|i| i.currency == currency && i.day >= from && i.day <= to);
        of.fold((0, 0), |(face, expected), i| {
            (
                face + i128::from(i.face.get()),
                expected + i128::from(i.expected(prior).get()),
            )
        })
    }
}

/// What was forecast for a past week on its eve, and what came of it.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PastWeek {
    /// Its Monday.
    pub monday: NaiveDate,
    /// What the promises came to.
    pub face: i128,
    /// What was expected.
    pub expected: i128,
    /// What came on the promises that were live on the eve, within the week.
    pub came: i128,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};
    use crate::domain::verdict::judge_all;

    fn items_on(b: &BookMaker, day: &str) -> Vec<ForecastItem> {
        let rules = Rules::default();
        let judged = judge_all(&b.book, d(day), &rules).expect("fits");
        items(&b.book, &judged, &[], d(day), d(day), &rules)
    }

    #[test]
    fn a_stranger_is_expected_at_the_prior_on_the_promised_day() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.promise("2026-11-02", "2026-11-06", 40_000, &[i]);
        let got = items_on(&b, "2026-11-03");
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].day, d("2026-11-06"));
        assert_eq!(got[0].face, Minor::new(40_000));
        assert_eq!(got[0].expected(7_000), Minor::new(28_000));
    }

    #[test]
    fn a_known_word_cuts_the_face_and_moves_the_day() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-06-01", "2026-07-01", 500_000);
        // Kept three business days late (beyond the window), then broken: nothing of two was kept in its window.
        b.promise("2026-09-01", "2026-09-04", 10_000, &[i]);
        b.pay("2026-09-10", 10_000, &[(i, 10_000)]);
        b.promise("2026-10-01", "2026-10-02", 20_000, &[i]);
        b.promise("2026-11-02", "2026-11-06", 40_000, &[i]);
        let got = items_on(&b, "2026-11-03");
        let last = got.last().expect("an item");
        assert_eq!((last.kept, last.promised), (0, 2));
        // Fri 4 Sep to Thu 10 Sep, Labor Day is no holiday of the default calendar: 4 business days.
        assert_eq!(last.slip, 4);
        assert_eq!(last.day, d("2026-11-12"));
        // (0 + 3 × 70 %) / 5 = 42 %
        assert_eq!(last.chance(7_000), 4_200);
        assert_eq!(last.expected(7_000), Minor::new(16_800));
    }

    #[test]
    fn what_is_late_already_is_expected_from_the_first_day_on() {
        let mut b = BookMaker::new();
        let i = b.invoice("2026-09-01", "2026-10-01", 100_000);
        b.promise("2026-11-02", "2026-11-06", 40_000, &[i]);
        b.pay("2026-11-06", 15_000, &[(i, 15_000)]);
        let got = items_on(&b, "2026-11-09");
        assert_eq!(
            (got[0].day, got[0].face),
            (d("2026-11-09"), Minor::new(25_000))
        );
        assert!(
            items_on(&b, "2026-11-10").is_empty(),
            "its window has closed"
        );
    }
}
