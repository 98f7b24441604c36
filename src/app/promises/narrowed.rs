//! What the list of promises is narrowed to: state, whose accounts, way to pay (of ours: what kind of thing), days.

use super::BACK_DAYS;
use crate::domain::say;
use crate::domain::task::TaskKind;
use crate::domain::touch::Method;
use crate::domain::verdict::Group;
use chrono::{Datelike, Days, Months, NaiveDate};

/// Which days.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Range {
    /// From a quarter back on.
    #[default]
    Recent,
    /// This week, Monday to Sunday.
    Week,
    /// The month that the calendar shows.
    Month,
    /// One day.
    Day(NaiveDate),
    /// Everything.
    All,
}

/// What the list is narrowed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Narrowed {
    /// Only what became of so.
    pub group: Option<Group>,
    /// Only of this collector's accounts.
    pub collector: Option<String>,
    /// Only paid in this way.
    pub method: Option<Method>,
    /// Of ours: only this kind of thing.
    pub kind: Option<TaskKind>,
    /// Only these days.
    pub range: Range,
}

impl Narrowed {
    /// What it is narrowed to, in words; empty = nothing.
    #[must_use]
    pub fn words(&self, today: NaiveDate) -> Vec<String> {
        let range = match self.range {
            Range::Recent => None,
            Range::Week => Some("this week".to_owned()),
            Range::Month => Some("the month shown".to_owned()),
            Range::Day(day) => Some(say::day(day, today)),
            Range::All => Some("of all times".to_owned()),
        };
        let group = self.group.map(|g| g.title().to_owned());
        let method = self.method.map(|m| format!("by {}", m.name()));
        let kind = self.kind.map(|k| k.words().to_owned());
        [group, self.collector.clone(), method, kind, range]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The one day that it is narrowed to.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        match self.range {
            Range::Day(day) => Some(day),
            _ => None,
        }
    }

    /// From which day to which the list goes, when the calendar shows the month that begins with `first`.
    pub(super) fn days(
        &self,
        first: NaiveDate,
        today: NaiveDate,
    ) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self.range {
            // The calendar's month is always among them.
            Range::Recent | Range::Day(_) => (
                today
                    .checked_sub_days(Days::new(BACK_DAYS))
                    .map(|d| d.min(first)),
                None,
            ),
            Range::Week => {
                let since = u64::from(today.weekday().num_days_from_monday());
                let monday = today.checked_sub_days(Days::new(since)).unwrap_or(today);
                (Some(monday), monday.checked_add_days(Days::new(6)))
            }
            Range::Month => {
                let next = first.checked_add_months(Months::new(1));
                (Some(first), next.and_then(|d| d.pred_opt()))
            }
            Range::All => (None, None),
        }
    }
}
