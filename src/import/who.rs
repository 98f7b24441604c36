//! Whose a row is: the customer and job that its columns name, else those of the groups that are open.

use super::accounts::part_job;
use super::clean::text;
use super::layout::Tracker;
use super::plan::Plan;
use super::records::Row;
use super::vocabulary::Field;
use crate::domain::staged::AccountKey;

/// The account and the job of a row; `Parent:Job` is parted where the profile has a separator.
pub(crate) fn of_row(
    plan: &Plan<'_>,
    row: &Row<'_>,
    tracker: &Tracker<'_>,
) -> (AccountKey, Option<String>) {
    let cell = |field| plan.cell(row, field);
    let mut name = text(cell(Field::Customer)).or_else(|| tracker.customer().and_then(text));
    let mut job = text(cell(Field::Job)).or_else(|| text(cell(Field::JobId)));
    let within = tracker.job();
    if let (Some(full), Some(separator)) = (&name, &plan.header.profile.values.job_separator)
        && let Some((parent, rest)) = part_job(full, separator)
    {
        let rest = match within {
            Some(deeper) => format!("{rest}{separator}{deeper}"),
            None => rest.to_owned(),
        };
        job = job.or(Some(rest));
        name = Some(parent.to_owned());
    } else {
        job = job.or(within);
    }
    let number = text(cell(Field::CustomerId));
    (AccountKey { number, name }, job)
}
