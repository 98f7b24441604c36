//! The groups of a report that are open, from the outermost in: which customer and job a row belongs to, and what it adds up to.
//!
//! A group is closed by its own total. In a report that prints one for every group, a group that is left without its total is
//! said, because the rows that follow could be anybody's. `layout` finds the labels and totals.

use super::labels::{is_bucket, squeeze, without_count};
use super::vocabulary::Level;
use crate::domain::money::Currency;
use std::collections::HashSet;

/// Joins the names of jobs within jobs, as in `Parent:Job:Phase`.
const WITHIN: &str = ":";

/// In which currency a row is, for the totals of its report.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// In the book's, or in that of its section.
    Book,
    /// In another one with as many decimals.
    Other,
    /// In another one with more or fewer decimals.
    Unlike,
}

impl Whose {
    /// How a currency stands to the book's.
    pub(crate) fn of(currency: Currency, book: Currency) -> Whose {
        if currency == book {
            Whose::Book
        } else if currency.exponent() == book.exponent() {
            Whose::Other
        } else {
            Whose::Unlike
        }
    }
}

/// What rows come to, in minor units: open balances and face amounts.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sums {
    /// Those in the book's currency.
    pub(crate) open: i128,
    pub(crate) face: i128,
    /// Those in others. Some systems add numbers up whatever their currency; it proves the rows all the same.
    other_open: i128,
    other_face: i128,
    /// Some of the others count in another coin: then their sum means nothing.
    unlike: bool,
}

impl Sums {
    /// Counts a row in.
    pub(crate) fn add(&mut self, open: i64, face: i64, whose: Whose) {
        let (open, face) = (i128::from(open), i128::from(face));
        match whose {
            Whose::Book => {
                self.open += open;
                self.face += face;
            }
            Whose::Other => {
                self.other_open += open;
                self.other_face += face;
            }
            Whose::Unlike => self.unlike = true,
        }
    }

    /// The open balances of all rows, whatever their currency, where that can be said.
    pub(crate) fn all_open(&self) -> Option<i128> {
        (!self.unlike).then_some(self.open + self.other_open)
    }

    /// The face amounts of all rows likewise.
    pub(crate) fn all_face(&self) -> Option<i128> {
        (!self.unlike).then_some(self.face + self.other_face)
    }
}

/// Where a label stands: its column, then the spaces before it.
pub(crate) type Place = (usize, usize);

#[derive(Debug)]
struct Group {
    label: String,
    level: Level,
    place: Place,
    sums: Sums,
    rows: u64,
}

/// A group that was closed by its total.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) label: String,
    pub(crate) sums: Sums,
}

/// The open groups of a report.
#[derive(Debug)]
pub(crate) struct Groups {
    /// The levels below the ages, the outermost first.
    named: Vec<Level>,
    /// Every group has a total.
    closing: bool,
    /// Labels have a column for each level, or spaces before them: the place says how deep a label is.
    placed: bool,
    /// The column of the first label of a customer or job.
    column: Option<usize>,
    /// Customers of a report without totals: one that stands twice cannot be told from a copy.
    seen: HashSet<String>,
    /// An age that stands where a customer should, and whether any label there is a name.
    age: Option<String>,
    named_one: bool,
    open: Vec<Group>,
}

impl Groups {
    pub(crate) fn new(levels: &[Level], closing: bool) -> Groups {
        let below_ages = |l: &&Level| **l != Level::Bucket;
        Groups {
            named: levels.iter().filter(below_ages).copied().collect(),
            closing,
            placed: false,
            column: None,
            seen: HashSet::new(),
            age: None,
            named_one: false,
            open: Vec::new(),
        }
    }

    /// The customer whose group is open.
    pub(crate) fn customer(&self) -> Option<&str> {
        let group = self.open.iter().find(|g| g.level == Level::Customer)?;
        Some(&group.label)
    }

    /// The job whose group is open, with the jobs around it.
    pub(crate) fn job(&self) -> Option<String> {
        let mut above = self.customer()?;
        let mut path: Vec<&str> = Vec::new();
        for group in self.open.iter().filter(|g| g.level == Level::Job) {
            let label = group.label.as_str();
            // `Parent:Job` within `Parent`: some reports repeat the parent.
            let own = label
                .strip_prefix(above)
                .and_then(|rest| rest.strip_prefix(WITHIN))
                .map_or(label, str::trim);
            // `Parent - Other` holds what is the parent's own.
            let others = label
                .strip_prefix(above)
                .is_some_and(|rest| rest.trim() == "- Other");
            if !others {
                path.push(own);
            }
            above = label;
        }
        (!path.is_empty()).then(|| path.join(WITHIN))
    }

    /// A data row stands in every open group.
    pub(crate) fn row(&mut self) {
        for group in &mut self.open {
            group.rows += 1;
        }
    }

    /// Counts amounts into every open group.
    pub(crate) fn add(&mut self, open: i64, face: i64, whose: Whose) {
        for group in &mut self.open {
            group.sums.add(open, face, whose);
        }
    }

    /// The innermost group that is open.
    pub(crate) fn innermost(&self) -> Option<&str> {
        self.open.last().map(|g| g.label.as_str())
    }

    /// The innermost customer or job whose total is owed.
    pub(crate) fn owing(&self) -> Option<&str> {
        let named = |g: &&Group| g.level != Level::Bucket;
        let group = self
            .open
            .iter()
            .rev()
            .find(named)
            .filter(|_| self.closing)?;
        Some(&group.label)
    }

    /// Closes everything.
    pub(crate) fn clear(&mut self) {
        self.open.clear();
    }

    /// An age begins; the one before it ends, with its total or without.
    pub(crate) fn open_age(&mut self, label: &str) {
        self.open.retain(|g| g.level != Level::Bucket);
        self.push(without_count(label).to_owned(), Level::Bucket, (0, 0));
    }

    /// A customer or job begins.
    pub(crate) fn open_named(&mut self, label: String, place: Place) -> Result<(), &'static str> {
        if self.named.is_empty() {
            return Err("its only cell is neither an age nor a total");
        }
        self.placed |= place.1 > 0 || *self.column.get_or_insert(place.0) != place.0;
        let nests = self.named.len() > 1;
        while let Some(top) = self.open.last().filter(|g| g.level != Level::Bucket) {
            // Without a place to go by, a label within a group that has no total yet is a part of it.
            let within = match place.cmp(&top.place) {
                std::cmp::Ordering::Greater => true,
                std::cmp::Ordering::Equal => nests && self.closing && !self.placed,
                std::cmp::Ordering::Less => false,
            };
            if within {
                break;
            }
            if self.closing {
                return Err("a group begins before the one above it has its total");
            }
            if nests && top.rows == 0 {
                return Err(
                    "the label above it has no rows: nothing tells whether this is a part of it",
                );
            }
            self.open.pop();
        }
        let depth = self
            .open
            .iter()
            .filter(|g| g.level != Level::Bucket)
            .count();
        let level = match self.named.get(depth).or(self.named.last()) {
            Some(Level::Job) => Level::Job,
            Some(level) if depth == 0 => *level,
            _ => return Err("a group stands within the group of a customer"),
        };
        if !self.closing && level == Level::Customer && !self.seen.insert(label.clone()) {
            return Err(
                "this customer stands twice, and the report has no totals that would tell a copy from the rest",
            );
        }
        self.push(label, level, place);
        Ok(())
    }

    /// An age where customers should stand, when no label there is anything else: the report is grouped by age, and its column of
    /// customers is gone.
    pub(crate) fn only_ages(&self) -> Option<&str> {
        self.age.as_deref().filter(|_| !self.named_one)
    }

    fn push(&mut self, label: String, level: Level, place: Place) {
        if level == Level::Customer {
            if is_bucket(&label) {
                self.age.get_or_insert_with(|| label.clone());
            } else {
                self.named_one = true;
            }
        }
        self.open.push(Group {
            label,
            level,
            place,
            sums: Sums::default(),
            rows: 0,
        });
    }

    /// The group that a label is the total of, by the patterns of the profile (`Total for {group}`); it and the groups within it
    /// are closed. `None`: it is the total of no open group.
    pub(crate) fn close(
        &mut self,
        label: &str,
        patterns: &[String],
    ) -> Option<Result<Closed, &'static str>> {
        let fits = |group: &Group| {
            // The count of an age, `CURRENT (12)`, may stand in its total as well.
            let uncounted = match group.level {
                Level::Bucket => without_count(label),
                Level::Customer | Level::Job => label,
            };
            patterns.iter().any(|pattern| {
                let total = pattern.replace("{group}", &group.label);
                same(&total, label) || same(&total, uncounted)
            })
        };
        let depth = self.open.iter().rposition(fits)?;
        let within = self.open[depth + 1..].iter();
        let owing = self.closing && within.clone().any(|g| g.level != Level::Bucket);
        let group = self.open.drain(depth..).next()?;
        Some(if owing {
            Err("a group within it has no total of its own")
        } else {
            Ok(Closed {
                label: group.label,
                sums: group.sums,
            })
        })
    }
}

/// Equal but for case and spaces.
pub(crate) fn same(a: &str, b: &str) -> bool {
    squeeze(a).eq_ignore_ascii_case(&squeeze(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [Level; 2] = [Level::Customer, Level::Job];

    fn total() -> Vec<String> {
        vec!["Total {group}".to_owned()]
    }

    fn at(groups: &Groups) -> String {
        format!(
            "{}/{}",
            groups.customer().unwrap_or("-"),
            groups.job().unwrap_or_default()
        )
    }

    #[test]
    fn a_label_within_a_group_without_total_is_its_job_where_no_place_tells() {
        let mut groups = Groups::new(&LEVELS, true);
        groups.open_named("A".into(), (0, 0)).expect("customer");
        groups.open_named("A:North".into(), (0, 0)).expect("job");
        groups.open_named("Phase 2".into(), (0, 0)).expect("phase");
        assert_eq!(at(&groups), "A/North:Phase 2");
        assert!(matches!(
            groups.close("Total Phase 2", &total()),
            Some(Ok(_))
        ));
        assert!(matches!(
            groups.close("Total A:North", &total()),
            Some(Ok(_))
        ));
        assert_eq!(at(&groups), "A/");
        groups.open_named("A - Other".into(), (0, 0)).expect("own");
        assert_eq!(at(&groups), "A/");
    }

    #[test]
    fn where_the_place_tells_a_second_label_in_it_wants_the_total_of_the_first() {
        let mut groups = Groups::new(&LEVELS, true);
        groups.open_named("A".into(), (1, 0)).expect("customer");
        groups.open_named("North".into(), (2, 0)).expect("job");
        assert!(groups.open_named("South".into(), (2, 0)).is_err());
        assert!(groups.open_named("B".into(), (1, 0)).is_err());
        let mut without_totals = Groups::new(&LEVELS, false);
        without_totals
            .open_named("A".into(), (1, 0))
            .expect("customer");
        without_totals
            .open_named("North".into(), (2, 0))
            .expect("job");
        without_totals.row();
        without_totals.open_named("B".into(), (1, 0)).expect("next");
        assert_eq!(at(&without_totals), "B/");
        assert!(without_totals.open_named("A".into(), (1, 0)).is_err());
    }

    #[test]
    fn the_total_of_a_customer_before_that_of_its_job_is_said() {
        let mut groups = Groups::new(&LEVELS, true);
        groups.open_named("A".into(), (0, 0)).expect("customer");
        groups.open_named("North".into(), (0, 0)).expect("job");
        assert!(matches!(groups.close("Total A", &total()), Some(Err(_))));
    }

    #[test]
    fn a_customer_has_no_parts_where_the_report_knows_none() {
        let mut groups = Groups::new(&[Level::Customer], true);
        groups.open_named("A".into(), (0, 0)).expect("customer");
        assert!(groups.open_named("B".into(), (0, 0)).is_err());
        assert!(groups.open_named("B".into(), (0, 3)).is_err());
    }
}
