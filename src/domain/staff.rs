//! Whose work is whose: portfolios, balancing, and who covers an absence (issue: People).
//!
//! Law: pure. A balance moves as few accounts as it can and never more than it must; the same input gives the same plan. `store::staff` reads the
//! portfolios and writes what is decided.

use super::account::AccountKind;
use super::ids::AccountId;
use super::money::Minor;
use super::named::named;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

named! {
    /// What a balance evens out.
    pub enum BalanceBy {
        /// Money past due.
        Money => "money", "money past due";
        /// Accounts.
        Count => "count", "accounts";
    }
}

/// Which accounts are meant: all that fit every criterion given.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Criteria {
    /// The name begins with one of these letters, `A` to `F`; digits and other signs count before `A`.
    pub letters: Option<(char, char)>,
    /// At least so much is open.
    pub min: Option<Minor>,
    /// At most so much is open.
    pub max: Option<Minor>,
    /// Only accounts of this kind.
    pub segment: Option<AccountKind>,
}

impl Criteria {
    /// Nothing was asked for: it would mean every account.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Criteria::default()
    }

    /// An account fits.
    #[must_use]
    pub fn fits(&self, name: &str, open: Minor, kind: AccountKind) -> bool {
        let letter = first_letter(name);
        self.letters
            .is_none_or(|(from, to)| (from..=to).contains(&letter))
            && self.min.is_none_or(|min| open >= min)
            && self.max.is_none_or(|max| open <= max)
            && self.segment.is_none_or(|segment| segment == kind)
    }

    /// In words: `A to F, 5,000 open or more`.
    #[must_use]
    pub fn words(&self, show: impl Fn(Minor) -> String) -> String {
        let mut out = Vec::new();
        if let Some((from, to)) = self.letters {
            out.push(format!("{from} to {to}"));
        }
        if let Some(min) = self.min {
            out.push(format!("{} open or more", show(min)));
        }
        if let Some(max) = self.max {
            out.push(format!("{} open or less", show(max)));
        }
        if let Some(kind) = self.segment {
            out.push(kind.name().to_owned());
        }
        out.join(", ")
    }
}

/// `A-F`, `a f`, `A..F`: a range of first letters.
#[must_use]
pub fn letters(text: &str) -> Option<(char, char)> {
    let found: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(upper)
        .collect();
    match found[..] {
        [one] => Some((one, one)),
        [from, to] if from <= to => Some((from, to)),
        _ => None,
    }
}

/// The letter that a name is filed under: accents and case are no matter; what is no letter comes before `A`.
#[must_use]
pub fn first_letter(name: &str) -> char {
    match name.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => upper(plain(c)),
        _ => '#',
    }
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// The letter without its accent, for the letters that names in this trade have.
const fn plain(c: char) -> char {
    match c {
        'À'..='Å' | 'à'..='å' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        'Ý' | 'ý' => 'y',
        c => c,
    }
}

/// An absence: for these days somebody else sees the queue too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Absence {
    /// Its row.
    pub id: i64,
    /// Who is away.
    pub collector: String,
    /// Who covers.
    pub cover: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Back before that.
    pub ended_on: Option<NaiveDate>,
}

impl Absence {
    /// It is on.
    #[must_use]
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to && self.ended_on.is_none_or(|end| day < end)
    }
}

/// Whose accounts somebody works on a day: the own ones, those of whoever is covered, and of whoever that one covers.
#[must_use]
pub fn works_for(me: &str, absences: &[Absence], day: NaiveDate) -> BTreeSet<String> {
    let mut out = BTreeSet::from([me.to_owned()]);
    loop {
        let more: Vec<&Absence> = absences
            .iter()
            .filter(|a| a.is_on(day) && out.contains(&a.cover) && !out.contains(&a.collector))
            .collect();
        if more.is_empty() {
            return out;
        }
        out.extend(more.into_iter().map(|a| a.collector.clone()));
    }
}

/// An account as a balance sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Load {
    /// Which.
    pub account: AccountId,
    /// Whose.
    pub collector: String,
    /// What it weighs.
    pub weight: i64,
}

/// One account that changes hands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Move {
    /// Which.
    pub account: AccountId,
    /// From whom; `None` = nobody's.
    pub from: Option<String>,
    /// To whom; `None` = nobody's.
    pub to: Option<String>,
}

/// Evens out the weights among collectors, moving from the heaviest to the lightest while that makes the two more alike. The account moved is
/// the one that closes the gap best, so that few change hands.
#[must_use]
pub fn balance(loads: &[Load], among: &[String]) -> Vec<Move> {
    let mut sums: BTreeMap<&str, i128> = among.iter().map(|c| (c.as_str(), 0)).collect();
    let mut whose: BTreeMap<AccountId, (&str, i64)> = BTreeMap::new();
    for load in loads {
        if let Some(sum) = sums.get_mut(load.collector.as_str()) {
            *sum += i128::from(load.weight);
            whose.insert(load.account, (load.collector.as_str(), load.weight));
        }
    }
    let before: BTreeMap<AccountId, &str> = whose.iter().map(|(a, (c, _))| (*a, *c)).collect();
    if sums.len() < 2 {
        return Vec::new();
    }
    for _ in 0..loads.len() {
        let heaviest = sums
            .iter()
            .max_by_key(|(name, sum)| (**sum, std::cmp::Reverse(**name)));
        let lightest = sums.iter().min_by_key(|(name, sum)| (**sum, **name));
        let (Some((from, high)), Some((to, low))) = (heaviest, lightest) else {
            break;
        };
        let (from, to, gap) = (*from, *to, high - low);
        // Moving w changes the gap to |gap - 2w|: best where w is half of it.
        let best = whose
            .iter()
            .filter(|(_, (c, w))| *c == from && *w > 0 && i128::from(*w) < gap)
            .min_by_key(|(id, (_, w))| ((gap - 2 * i128::from(*w)).abs(), **id));
        let Some((account, (_, weight))) = best.map(|(a, b)| (*a, *b)) else {
            break;
        };
        if (gap - 2 * i128::from(weight)).abs() >= gap {
            break;
        }
        whose.insert(account, (to, weight));
        for (name, by) in [(from, -i128::from(weight)), (to, i128::from(weight))] {
            if let Some(sum) = sums.get_mut(name) {
                *sum += by;
            }
        }
    }
    whose
        .iter()
        .filter_map(|(account, (now, _))| {
            let was = before.get(account)?;
            (was != now).then(|| Move {
                account: *account,
                from: Some((*was).to_owned()),
                to: Some((*now).to_owned()),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::d;

    fn loads(of: &[(&str, i64)]) -> Vec<Load> {
        (1..)
            .zip(of)
            .map(|(id, (collector, weight))| Load {
                account: AccountId(id),
                collector: (*collector).to_owned(),
                weight: *weight,
            })
            .collect()
    }

    fn names(of: &[&str]) -> Vec<String> {
        of.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn a_balance_moves_what_closes_the_gap_best_and_no_more() {
        let all = loads(&[("Ana", 60), ("Ana", 30), ("Ana", 10), ("Ben", 20)]);
        let moves = balance(&all, &names(&["Ana", "Ben"]));
        // 100 to 20: 30 moved gives 70 to 50, then 10 gives 60 to 60.
        let ids: Vec<i64> = moves.iter().map(|m| m.account.0).collect();
        assert_eq!(ids, [2, 3]);
        assert!(moves.iter().all(|m| m.to.as_deref() == Some("Ben")));
    }

    #[test]
    fn what_is_even_stays_and_one_great_account_is_not_sent_back_and_forth() {
        assert!(balance(&loads(&[("Ana", 5), ("Ben", 5)]), &names(&["Ana", "Ben"])).is_empty());
        assert!(balance(&loads(&[("Ana", 99), ("Ben", 1)]), &names(&["Ana", "Ben"])).is_empty());
        assert!(balance(&loads(&[("Ana", 99)]), &names(&["Ana"])).is_empty());
    }

    #[test]
    fn by_count_everybody_has_as_many_as_the_others_give_or_take_one() {
        let all = loads(&[("Ana", 1); 10]);
        let moves = balance(&all, &names(&["Ana", "Ben", "Cal"]));
        let to = |who: &str| {
            moves
                .iter()
                .filter(|m| m.to.as_deref() == Some(who))
                .count()
        };
        assert_eq!((to("Ben"), to("Cal")), (3, 3));
    }

    #[test]
    fn accounts_of_somebody_who_is_not_named_stay() {
        let all = loads(&[("Ana", 90), ("Dora", 500), ("Ben", 10), ("Ana", 20)]);
        let moves = balance(&all, &names(&["Ana", "Ben"]));
        assert!(moves.iter().all(|m| m.from.as_deref() == Some("Ana")));
    }

    #[test]
    fn whoever_covers_sees_the_queue_for_these_days_and_no_longer() {
        let away = |collector: &str, cover: &str, from: &str, to: &str| Absence {
            id: 1,
            collector: collector.into(),
            cover: cover.into(),
            from: d(from),
            to: d(to),
            ended_on: None,
        };
        let mut all = vec![
            away("Ben", "Ana", "2026-11-23", "2026-11-27"),
            away("Cal", "Ben", "2026-11-24", "2026-11-24"),
            // Two who cover each other are no riddle.
            away("Ana", "Cal", "2026-11-24", "2026-11-24"),
        ];
        let of = |all: &[Absence], day: &str| {
            works_for("Ana", all, d(day))
                .into_iter()
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&all, "2026-11-22"), ["Ana"]);
        assert_eq!(of(&all, "2026-11-23"), ["Ana", "Ben"]);
        assert_eq!(of(&all, "2026-11-24"), ["Ana", "Ben", "Cal"]);
        assert_eq!(of(&all, "2026-11-28"), ["Ana"]);
        all[0].ended_on = Some(d("2026-11-25"));
        assert_eq!(of(&all, "2026-11-25"), ["Ana"]);
    }

    #[test]
    fn letters_are_read_as_people_write_them_and_names_filed_without_accents() {
        assert_eq!(letters("A-F"), Some(('A', 'F')));
        assert_eq!(letters("a..f"), Some(('A', 'F')));
        assert_eq!(letters("m"), Some(('M', 'M')));
        assert_eq!(letters("F-A"), None);
        assert_eq!(letters("1-9"), None);
        assert_eq!(first_letter("Élan Roofing"), 'E');
        assert_eq!(first_letter("  \"Núñez & Sons"), 'N');
        assert_eq!(first_letter("3 Rivers"), '#');
    }

    #[test]
    fn criteria_must_all_fit() {
        let c = Criteria {
            letters: Some(('A', 'F')),
            min: Some(Minor::new(100)),
            max: None,
            segment: Some(AccountKind::Consumer),
        };
        let fits = |name: &str, open: i64, kind| c.fits(name, Minor::new(open), kind);
        assert!(fits("Cedar", 100, AccountKind::Consumer));
        assert!(!fits("Harbor", 100, AccountKind::Consumer));
        assert!(!fits("Cedar", 99, AccountKind::Consumer));
        assert!(!fits("Cedar", 100, AccountKind::Commercial));
        assert!(!c.is_empty() && Criteria::default().is_empty());
    }
}
