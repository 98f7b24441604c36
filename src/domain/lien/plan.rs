//! Before a filing everybody who has a part in the job is called, at least ten days ahead (DOMAIN §7): a lien that surprises nobody is
//! mostly paid before it is filed.

use super::{Job, JobStepKind, Party, Plan};
use crate::domain::touch::Task;
use chrono::{Days, NaiveDate};

/// Days between the last courtesy call and the filing, at least.
pub const COURTESY_DAYS: u64 = 10;

/// A courtesy call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Courtesy<'a> {
    /// To whom.
    pub party: &'a Party,
    /// The day on which it was made; none = not yet.
    pub on: Option<NaiveDate>,
}

/// The last day for the calls before a filing.
#[must_use]
pub fn courtesy_day(file_on: NaiveDate) -> NaiveDate {
    file_on
        .checked_sub_days(Days::new(COURTESY_DAYS))
        .unwrap_or(file_on)
}

/// The calls of a plan, with when each was made.
#[must_use]
pub fn calls<'a>(job: &'a Job, plan: &Plan, tasks: &[Task], as_of: NaiveDate) -> Vec<Courtesy<'a>> {
    job.parties
        .iter()
        .map(|party| {
            let task = plan
                .calls
                .iter()
                .find(|(id, _)| *id == party.id)
                .and_then(|(_, id)| tasks.iter().find(|t| t.id == *id));
            Courtesy {
                party,
                on: task
                    .filter(|t| !t.dropped)
                    .and_then(|t| t.done_on)
                    .filter(|day| *day <= as_of),
            }
        })
        .collect()
}

/// What speaks against filing on a day: parties that were not called, or less than ten days before. None when all were.
#[must_use]
pub fn calls_missing(
    job: &Job,
    kind: JobStepKind,
    tasks: &[Task],
    as_of: NaiveDate,
) -> Option<String> {
    if job.parties.is_empty() {
        return Some("the job names no owner, contractor, lender or surety to call".to_owned());
    }
    let Some(plan) = job.planned(kind, as_of) else {
        return Some(format!(
            "the {} was not planned, so nobody was called about it",
            kind.words()
        ));
    };
    let last = courtesy_day(as_of);
    let late: Vec<&str> = calls(job, plan, tasks, as_of)
        .into_iter()
        .filter(|call| call.on.is_none_or(|day| day > last))
        .map(|call| call.party.name.as_str())
        .collect();
    (!late.is_empty()).then(|| {
        format!(
            "not called at least {COURTESY_DAYS} days before: {}",
            crate::domain::say::list(&late)
        )
    })
}
