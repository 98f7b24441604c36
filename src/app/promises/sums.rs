//! What the promises come to, by group and by day.
//!
//! Law: every currency by itself, the book's first. An amount of one and an amount of another are never one sum, and never in one order.

use super::{Group, Promises, Range, Side};
use crate::domain::money::{Currency, Minor};
use chrono::NaiveDate;

/// Money of one kind in each of its currencies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Moneys(Vec<(Currency, Minor)>);

/// A group on a day: how many, for how much where it is money, and over how many of them something lies.
type OfDay = (Group, usize, usize, Option<(Currency, Minor)>);

impl Moneys {
    /// These amounts, each added to those of its currency; a sum far beyond any ledger stops growing.
    #[must_use]
    pub fn of<I: IntoIterator<Item = (Currency, Minor)>>(book: Currency, amounts: I) -> Moneys {
        let mut sums: Vec<(Currency, Minor)> = Vec::new();
        for (currency, amount) in amounts {
            match sums.iter_mut().find(|(c, _)| *c == currency) {
                Some((_, sum)) => *sum = Minor::new(sum.get().saturating_add(amount.get())),
                None => sums.push((currency, amount)),
            }
        }
        sums.sort_by_key(|(c, _)| (*c != book, *c));
        Moneys(sums)
    }

    /// Each currency with its sum, the book's first.
    pub fn iter(&self) -> impl Iterator<Item = (Currency, Minor)> {
        self.0.iter().copied()
    }

    /// The only sum there is; none where there are several.
    #[must_use]
    pub fn only(&self) -> Option<(Currency, Minor)> {
        match self.0.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// In whole units, the book's without its name: `12,400`, `12,400 · EUR 900`.
    #[must_use]
    pub fn words(&self, book: Currency) -> String {
        let said = |(currency, sum): &(Currency, Minor)| whole(*sum, *currency, book);
        self.0.iter().map(said).collect::<Vec<_>>().join(" · ")
    }
}

/// An amount in whole units, with its code where it is not of the book's currency.
#[must_use]
pub fn whole(amount: Minor, currency: Currency, book: Currency) -> String {
    match currency == book {
        true => amount.show_whole(currency),
        false => format!("{currency} {}", amount.show_whole(currency)),
    }
}

/// A group of the list: how many, and (for theirs) how much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupSum {
    /// Which.
    pub group: Group,
    /// Its rows.
    pub count: usize,
    /// Their money.
    pub money: Moneys,
}

/// A day of the calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DaySum {
    /// How many promises, in whatever currency.
    pub count: usize,
    /// Their money; of ours there is none.
    pub money: Moneys,
    /// How they stand at worst.
    pub worst: Group,
    /// Over one of them something lies: money said to be under way, a part on dispute.
    pub overlaid: bool,
}

impl Promises {
    /// The groups that the list has, in order.
    #[must_use]
    pub fn groups(&self, book: Currency) -> Vec<GroupSum> {
        let wanted = |g: Group| self.narrowed.group.is_none_or(|only| only == g);
        Group::ALL
            .into_iter()
            .filter(|g| wanted(*g))
            .map(|group| match self.side {
                Side::Theirs => self.sum(group, book),
                Side::Ours => GroupSum {
                    group,
                    count: self.our_count(group),
                    money: Moneys::default(),
                },
            })
            .filter(|sum| sum.count > 0)
            .collect()
    }

    /// There is something of a group, whatever the list is narrowed to.
    pub(super) fn has_group(&self, group: Group) -> bool {
        match self.side {
            Side::Theirs => {
                let mut theirs = self.board.groups.iter();
                theirs.any(|(g, _, s)| *g == group && s.count > 0)
            }
            Side::Ours => {
                let mut ours = self.ours.groups.iter();
                ours.any(|(g, n)| *g == group && *n > 0)
            }
        }
    }

    /// The day that the list is narrowed to.
    fn only_day(&self) -> Option<NaiveDate> {
        match self.narrowed.range {
            Range::Day(day) => Some(day),
            _ => None,
        }
    }

    /// How many of what we promised are of a group, among the days of the list.
    fn our_count(&self, group: Group) -> usize {
        match self.only_day() {
            Some(day) => {
                let those = self.ours.days.iter();
                let those = those.filter(|(d, g, _)| *d == day && *g == group);
                those.map(|(.., n)| n).sum()
            }
            None => {
                let those = self.ours.groups.iter().filter(|(g, _)| *g == group);
                those.map(|(_, n)| n).sum()
            }
        }
    }

    /// What a group comes to among the days of the list.
    fn sum(&self, group: Group, book: Currency) -> GroupSum {
        let sums: Vec<(Currency, usize, Minor)> = match self.only_day() {
            Some(day) => {
                let those = self.board.days.iter();
                let those = those.filter(|(d, g, ..)| *d == day && *g == group);
                those.map(|(.., c, s)| (*c, s.count, s.amount)).collect()
            }
            None => {
                let those = self.board.groups.iter().filter(|(g, ..)| *g == group);
                those.map(|(_, c, s)| (*c, s.count, s.amount)).collect()
            }
        };
        GroupSum {
            group,
            count: sums.iter().map(|(_, n, _)| n).sum(),
            money: Moneys::of(book, sums.into_iter().map(|(c, _, m)| (c, m))),
        }
    }

    /// What a day holds. `None` = nothing.
    #[must_use]
    pub fn on_day(&self, day: NaiveDate, book: Currency) -> Option<DaySum> {
        const WORST: [Group; 6] = [
            Group::Failed,
            Group::Late,
            Group::DueToday,
            Group::Upcoming,
            Group::MadeGood,
            Group::Kept,
        ];
        let mut found: Vec<OfDay> = match self.side {
            Side::Theirs => {
                let from = self.board.days.partition_point(|(d, ..)| *d < day);
                let those = self.board.days[from..].iter();
                let those = those.take_while(|(d, ..)| *d == day);
                those
                    .map(|(_, g, c, s)| (*g, s.count, s.overlaid, Some((*c, s.amount))))
                    .collect()
            }
            Side::Ours => {
                let from = self.ours.days.partition_point(|(d, ..)| *d < day);
                let those = self.ours.days[from..].iter();
                let those = those.take_while(|(d, ..)| *d == day);
                those.map(|(_, g, n)| (*g, *n, 0, None)).collect()
            }
        };
        found.retain(|(g, ..)| *g != Group::Ended);
        Some(DaySum {
            worst: WORST
                .into_iter()
                .find(|w| found.iter().any(|(g, ..)| g == w))?,
            count: found.iter().map(|(_, n, ..)| n).sum(),
            overlaid: found.iter().any(|(_, _, over, _)| *over > 0),
            money: Moneys::of(book, found.iter().filter_map(|(.., money)| *money)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_is_added_up_by_itself_and_the_books_is_said_first() {
        let (usd, eur) = (Currency::USD, Currency::parse("EUR").expect("a code"));
        let of = |c, n| (c, Minor::new(n));
        let both = Moneys::of(usd, [of(eur, 90_000), of(usd, 100), of(usd, 123_900)]);
        assert_eq!(both.words(usd), "1,240 · EUR 900");
        let theirs = Moneys::of(eur, both.iter());
        assert_eq!(theirs.words(eur), "900 · USD 1,240");
        assert_eq!(both.only(), None);
        assert_eq!(Moneys::of(usd, [of(eur, 5)]).only(), Some(of(eur, 5)));
        assert_eq!(Moneys::default().words(usd), "");
    }
}
