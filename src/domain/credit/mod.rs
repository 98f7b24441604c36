//! Credit: what an account may owe, what it owes, on which terms it buys, and what a limit should be (DOMAIN §2, §4).
//!
//! **Exposure** is everything that is owed today, due or not: open receivables (retainage, contested amounts, late charges and money said to be
//! under way included, because none of it is here) less open credits and unapplied cash. Orders that are not invoiced yet are not in the
//! ledger, so they are not in it. Law: pure; a limit is a supervisor's word, `suggest` never applies anything.

mod suggest;

pub(crate) use suggest::seen;
pub use suggest::{Signals, Suggestion, signals, suggest};

use super::book::Book;
use super::money::{Currency, Minor, MoneyError};
use super::named::named;
use super::review::CreditHold;
use super::say;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From this share of a limit on it is worth a word, in percent.
pub const NEAR_PERCENT: i64 = 80;

named! {
    /// How somebody buys.
    pub enum TermsKind {
        /// On account, payable in so many days.
        Net => "net", "net";
        /// Paid when it is delivered.
        Cod => "cod", "COD";
        /// Paid before it ships.
        Prepay => "prepay", "prepay";
        /// A card that is charged when it ships.
        CardOnFile => "card_on_file", "card on file";
    }
}

/// Terms: their kind, and the days for `net`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TradeTerms {
    /// How.
    pub kind: TermsKind,
    /// Days to pay, for `net` and for nothing else.
    pub days: Option<u32>,
}

impl TradeTerms {
    /// Payable in so many days.
    #[must_use]
    pub const fn net(days: u32) -> TradeTerms {
        TradeTerms {
            kind: TermsKind::Net,
            days: Some(days),
        }
    }

    /// `net 30`, `COD`.
    #[must_use]
    pub fn words(&self) -> String {
        match self.days {
            Some(days) => format!("{} {days}", self.kind.words()),
            None => self.kind.words().to_owned(),
        }
    }

    /// What a person typed: `net 30`, `30`, `cod`, `prepay`, `card on file`.
    #[must_use]
    pub fn parse(typed: &str) -> Option<TradeTerms> {
        let typed = typed.trim().to_lowercase().replace(['_', '-'], " ");
        let kind = |kind| Some(TradeTerms { kind, days: None });
        match typed.as_str() {
            "cod" | "c.o.d." => kind(TermsKind::Cod),
            "prepay" | "prepaid" | "cash in advance" => kind(TermsKind::Prepay),
            "card" | "card on file" => kind(TermsKind::CardOnFile),
            other => {
                let days = other.strip_prefix("net").unwrap_or(other).trim();
                let days: u32 = days.parse().ok()?;
                (days <= 3650).then_some(TradeTerms::net(days))
            }
        }
    }
}

impl From<super::review::Terms> for TradeTerms {
    fn from(terms: super::review::Terms) -> TradeTerms {
        use super::review::Terms;
        let kind = match terms {
            Terms::Cod => TermsKind::Cod,
            Terms::Prepay => TermsKind::Prepay,
            Terms::CardOnFile => TermsKind::CardOnFile,
        };
        TradeTerms { kind, days: None }
    }
}

/// A supervisor set another limit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LimitChange {
    /// On which day.
    pub on: NaiveDate,
    /// What it was.
    pub before: Option<Minor>,
    /// What it is; `None` = no limit.
    pub after: Option<Minor>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// Other terms, from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TermsChange {
    /// From this day on.
    pub from: NaiveDate,
    /// The day it was decided.
    pub on: NaiveDate,
    /// Which.
    pub terms: TradeTerms,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: String,
}

/// How much of a limit is used.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// There is none.
    NoLimit,
    /// Below four fifths.
    Within,
    /// Four fifths or more, and not over.
    Near,
    /// More is owed than the limit.
    Over,
}

/// The limit as of a day: the account's, unless a supervisor changed it later than that.
#[must_use]
pub fn limit_at(book: &Book, as_of: NaiveDate) -> Option<Minor> {
    match book.limits.iter().find(|change| change.on > as_of) {
        Some(later) => later.before,
        None => book.account.credit_limit,
    }
}

/// The terms that somebody set here and that hold on a day; `None` = those of the books.
#[must_use]
pub fn terms_at(book: &Book, as_of: NaiveDate) -> Option<&TermsChange> {
    book.terms
        .iter()
        .rev()
        .filter(|t| t.on <= as_of)
        .find(|t| t.from <= as_of)
}

/// Terms that were set and whose day is ahead.
#[must_use]
pub fn terms_ahead(book: &Book, as_of: NaiveDate) -> Option<&TermsChange> {
    book.terms
        .iter()
        .filter(|t| t.on <= as_of && t.from > as_of)
        .min_by_key(|t| t.from)
}

/// The stop on shipments in force.
#[must_use]
pub fn hold_at(book: &Book, as_of: NaiveDate) -> Option<&CreditHold> {
    book.credit_holds.iter().rev().find(|h| h.holds(as_of))
}

/// What is owed in all: open receivables less credits and unapplied cash, which are at most zero.
///
/// # Errors
/// When it does not fit.
pub fn exposure(open: Minor, unapplied: Minor) -> Result<Minor, MoneyError> {
    open.plus(unapplied)
}

/// The share of a limit that is used, in tenths of a percent, rounded down; `None` without a limit, or with one of zero.
#[must_use]
pub fn utilisation(exposure: Minor, limit: Option<Minor>) -> Option<i64> {
    let limit = limit.filter(|l| l.is_positive())?;
    let tenths = i128::from(exposure.get()) * 1000 / i128::from(limit.get());
    Some(i64::try_from(tenths).unwrap_or(i64::MAX))
}

/// How an exposure stands to a limit. Nothing owed is within every limit, also within one of zero.
#[must_use]
pub fn standing(exposure: Minor, limit: Option<Minor>) -> Standing {
    let Some(limit) = limit else {
        return Standing::NoLimit;
    };
    if exposure > limit && exposure.is_positive() {
        return Standing::Over;
    }
    let near =
        i128::from(exposure.get()) * 100 >= i128::from(limit.get()) * i128::from(NEAR_PERCENT);
    if near && exposure.is_positive() {
        Standing::Near
    } else {
        Standing::Within
    }
}

/// `112 % of 60,000`: a share in whole percent, rounded down, but never 100 where it is more than all.
#[must_use]
pub fn share_words(exposure: Minor, limit: Minor, currency: Currency) -> String {
    let whole = limit.show_whole(currency);
    match utilisation(exposure, Some(limit)) {
        None => format!("{} on a limit of {whole}", say::money(exposure, currency)),
        Some(tenths) => {
            let percent = tenths / 10;
            let percent = if exposure > limit {
                percent.max(101)
            } else {
                percent
            };
            format!("{percent} % of {whole}")
        }
    }
}

/// An account's credit as of a day: what the file shows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CreditFile {
    /// The limit.
    pub limit: Option<Minor>,
    /// What is owed in all.
    pub exposure: Minor,
    /// The stop on shipments in force.
    pub hold: Option<CreditHold>,
    /// The terms that were set here.
    pub terms: Option<TermsChange>,
    /// Terms whose day is ahead.
    pub terms_ahead: Option<TermsChange>,
    /// Every limit that a supervisor set, newest first.
    pub limits: Vec<LimitChange>,
    /// Every change of terms, newest first.
    pub history: Vec<TermsChange>,
    /// What the limit could be, and why.
    pub suggested: Suggestion,
    /// The group that it belongs to, where it belongs to one; the ledger fills it in.
    pub group: Option<GroupLine>,
}

/// A group of accounts under one parent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GroupLine {
    /// The parent's name.
    pub parent: String,
    /// The parent's number or name.
    pub label: String,
    /// Accounts in it, the parent included.
    pub accounts: u32,
    /// The parent's limit.
    pub limit: Option<Minor>,
    /// What all of them owe, in the parent's currency.
    pub exposure: Minor,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{BookMaker, d};

    #[test]
    fn exposure_counts_what_is_not_here_and_takes_credits_off() {
        let owed =
            |open, unapplied| exposure(Minor::new(open), Minor::new(unapplied)).expect("fits");
        assert_eq!(owed(100_000, -30_000), Minor::new(70_000));
        assert_eq!(owed(0, -30_000), Minor::new(-30_000));
        assert!(exposure(Minor::new(i64::MAX), Minor::new(1)).is_err());
    }

    #[test]
    fn a_share_is_rounded_down_and_more_than_all_is_never_100_percent() {
        for (exposure, limit, tenths, words, stands) in [
            (
                6_720_000,
                Some(6_000_000),
                Some(1_120),
                "112 % of 60,000",
                Standing::Over,
            ),
            (
                6_000_001,
                Some(6_000_000),
                Some(1_000),
                "101 % of 60,000",
                Standing::Over,
            ),
            (
                6_000_000,
                Some(6_000_000),
                Some(1_000),
                "100 % of 60,000",
                Standing::Near,
            ),
            (
                4_800_000,
                Some(6_000_000),
                Some(800),
                "80 % of 60,000",
                Standing::Near,
            ),
            (
                4_799_999,
                Some(6_000_000),
                Some(799),
                "79 % of 60,000",
                Standing::Within,
            ),
            (
                -500,
                Some(6_000_000),
                Some(0),
                "0 % of 60,000",
                Standing::Within,
            ),
            (500, Some(0), None, "5.00 on a limit of 0", Standing::Over),
            (0, Some(0), None, "0.00 on a limit of 0", Standing::Within),
            (500, None, None, "", Standing::NoLimit),
        ] {
            let exposure = Minor::new(exposure);
            let limit = limit.map(Minor::new);
            assert_eq!(utilisation(exposure, limit), tenths, "{exposure:?}");
            assert_eq!(standing(exposure, limit), stands, "{exposure:?} {limit:?}");
            if let Some(limit) = limit {
                assert_eq!(share_words(exposure, limit, Currency::USD), words);
            }
        }
    }

    #[test]
    fn terms_are_read_as_people_write_them() {
        for (typed, words) in [
            ("net 30", Some("net 30")),
            ("30", Some("net 30")),
            ("NET45", Some("net 45")),
            ("COD", Some("COD")),
            ("card-on-file", Some("card on file")),
            ("card_on_file", Some("card on file")),
            ("prepay", Some("prepay")),
            ("net", None),
            ("soon", None),
            ("net 4000", None),
        ] {
            let read = TradeTerms::parse(typed).map(|t| t.words());
            assert_eq!(read.as_deref(), words, "{typed}");
        }
    }

    #[test]
    fn a_past_day_has_the_limit_and_the_terms_of_that_day() {
        let mut b = BookMaker::new();
        b.book.account.credit_limit = Some(Minor::new(9_000));
        let change = |on: &str, before, after| LimitChange {
            on: d(on),
            before,
            after,
            reason: "grew".into(),
            by: "Pat".into(),
        };
        let (five, seven, nine) = (Minor::new(5_000), Minor::new(7_000), Minor::new(9_000));
        b.book.limits = vec![
            change("2026-10-05", Some(five), Some(seven)),
            change("2026-11-10", Some(seven), Some(nine)),
        ];
        let at = |day: &str| limit_at(&b.book, d(day));
        assert_eq!(at("2026-10-04"), Some(five));
        assert_eq!(at("2026-10-05"), Some(seven));
        assert_eq!(at("2026-11-10"), Some(nine));

        let terms = |on: &str, from: &str, terms| TermsChange {
            from: d(from),
            on: d(on),
            terms,
            reason: "two light promises".into(),
            by: "Pat".into(),
        };
        let cod = TradeTerms::parse("cod").expect("terms");
        b.book.terms = vec![
            terms("2026-11-01", "2026-11-01", TradeTerms::net(15)),
            terms("2026-11-10", "2026-12-01", cod),
        ];
        let holds = |day: &str| terms_at(&b.book, d(day)).map(|t| t.terms.words());
        assert_eq!(holds("2026-10-31"), None);
        assert_eq!(holds("2026-11-23").as_deref(), Some("net 15"));
        assert_eq!(holds("2026-12-01").as_deref(), Some("COD"));
        let ahead = |day: &str| terms_ahead(&b.book, d(day)).map(|t| t.terms.words());
        assert_eq!(ahead("2026-11-09"), None);
        assert_eq!(ahead("2026-11-10").as_deref(), Some("COD"));
    }
}
