//! The countdown: which deadlines run on a job as of a day.
//!
//! Law: pure, `lien_clock(job, rules, as_of)`. Where several rules give one step a last day, the earliest counts. What nobody knows is said
//! (`Waits`), never guessed.

use super::{Job, JobDate, JobStepKind, LienRule, Offset, Trigger};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A job that nobody ended is counted for so many months: a rule by month must not count for ever.
const MOST_MONTHS: u32 = 60;

/// How a deadline stands.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ClockState {
    /// The day that it is counted from is not known.
    Waits,
    /// It runs.
    Running {
        /// Days left; 0 = today is the last.
        days: i64,
    },
    /// Its last day has passed.
    Passed {
        /// Days ago.
        days: i64,
    },
    /// It was done on that day.
    Done {
        /// When.
        on: NaiveDate,
        /// Days after the last day; 0 = in time.
        late: i64,
    },
}

/// One deadline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockLine {
    /// What must be done.
    pub step: JobStepKind,
    /// As that state calls it.
    pub said: String,
    /// From when it is counted.
    pub trigger: Trigger,
    /// That day; none while it is not known.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub due_on: Option<NaiveDate>,
    /// How it stands.
    pub state: ClockState,
    /// What should have been done before, and was not.
    pub missing: Option<JobStepKind>,
    /// Where the rule stands.
    pub source: String,
    /// When somebody last compared it.
    pub verified_on: Option<NaiveDate>,
}

impl ClockLine {
    /// It runs, and is due within so many days.
    #[must_use]
    pub fn is_near(&self, days: u32) -> bool {
        matches!(self.state, ClockState::Running { days: left } if left <= i64::from(days))
    }

    fn is_running(&self) -> bool {
        matches!(self.state, ClockState::Running { .. })
    }
}

/// Every deadline of a job as of a day, the nearest first; what waits for a day comes last.
#[must_use]
pub fn lien_clock(job: &Job, rules: &[LienRule], as_of: NaiveDate) -> Vec<ClockLine> {
    if job.made_on > as_of || job.is_over(as_of) {
        return Vec::new();
    }
    let mut out: Vec<ClockLine> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.fits(job)) {
        match rule.trigger {
            Trigger::Month => {
                let months = months(job, as_of);
                if months.is_empty() {
                    earliest(&mut out, line(job, rule, None, as_of));
                }
                out.extend(
                    months
                        .into_iter()
                        .map(|month| line(job, rule, Some(month), as_of)),
                );
            }
            Trigger::Day(kind) => {
                earliest(&mut out, line(job, rule, job.date(kind, as_of), as_of));
            }
            Trigger::Step(kind) => {
                // A suit is counted from a lien that was filed; before that nobody has to know of it.
                if let Some(done) = job.done(kind, as_of) {
                    earliest(&mut out, line(job, rule, Some(done.on), as_of));
                }
            }
        }
    }
    out.sort_by_key(|l| (l.due_on.is_none(), l.due_on, l.step));
    out
}

/// Adds a line, unless the same step has an earlier last day already.
fn earliest(out: &mut Vec<ClockLine>, new: ClockLine) {
    let same = |l: &ClockLine| l.step == new.step && l.trigger != Trigger::Month;
    match out.iter_mut().find(|l| same(l)) {
        None => out.push(new),
        Some(known) => {
            let key = |l: &ClockLine| (l.due_on.is_none(), l.due_on);
            if key(&new) < key(known) {
                *known = new;
            }
        }
    }
}

/// The first days of the calendar months in which we furnished, as far as is known.
fn months(job: &Job, as_of: NaiveDate) -> Vec<NaiveDate> {
    let Some(first) = job.date(JobDate::First, as_of) else {
        return Vec::new();
    };
    let last = job.date(JobDate::Last, as_of).unwrap_or(as_of);
    let mut out = Vec::new();
    let mut month = first.with_day(1).unwrap_or(first);
    for _ in 0..MOST_MONTHS {
        if month > last {
            break;
        }
        out.push(month);
        let Some(next) = month.checked_add_months(Months::new(1)) else {
            break;
        };
        month = next;
    }
    out
}

fn line(job: &Job, rule: &LienRule, from: Option<NaiveDate>, as_of: NaiveDate) -> ClockLine {
    let due_on = from.and_then(|day| last_day(day, rule.offset));
    let monthly = rule.trigger == Trigger::Month;
    // A notice covers the months before it: one that was sent in or after a month is about that month.
    let done = job
        .steps
        .iter()
        .filter(|s| s.kind == rule.step && s.on <= as_of)
        .find(|s| !monthly || from.is_some_and(|month| s.on >= month));
    let state = match (done, due_on) {
        (Some(step), due) => ClockState::Done {
            on: step.on,
            late: due.map_or(0, |due| days(due, step.on).max(0)),
        },
        (None, None) => ClockState::Waits,
        (None, Some(due)) if due < as_of => ClockState::Passed {
            days: days(due, as_of),
        },
        (None, Some(due)) => ClockState::Running {
            days: days(as_of, due),
        },
    };
    ClockLine {
        step: rule.step,
        said: match from {
            Some(month) if monthly => format!("{} for {}", rule.said(), month.format("%b %Y")),
            _ => rule.said().to_owned(),
        },
        trigger: rule.trigger,
        from,
        due_on,
        state,
        missing: rule
            .requires
            .filter(|kind| job.done(*kind, as_of).is_none()),
        source: rule.source.clone(),
        verified_on: rule.verified_on,
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The last day, counted from a trigger.
fn last_day(from: NaiveDate, offset: Offset) -> Option<NaiveDate> {
    match offset {
        Offset::Days(n) => from.checked_add_days(Days::new(n.into())),
        Offset::DayOfMonth { day, months } => from
            .with_day(1)?
            .checked_add_months(Months::new(months))?
            .with_day(day),
    }
}

/// The nearest deadline that runs.
#[must_use]
pub fn nearest(lines: &[ClockLine]) -> Option<&ClockLine> {
    lines
        .iter()
        .filter(|l| l.is_running())
        .min_by_key(|l| l.due_on)
}

/// Every later day on which something of a job's clock may turn without a new record: for `facts::turn`.
pub fn ahead(job: &Job, rules: &[LienRule], as_of: NaiveDate, on: &mut impl FnMut(NaiveDate)) {
    on(job.made_on);
    job.dates.iter().for_each(|d| on(d.set_on));
    job.steps.iter().for_each(|s| on(s.on));
    for plan in &job.plans {
        on(plan.made_on);
        for day in [super::courtesy_day(plan.file_on), plan.file_on] {
            on(day.succ_opt().unwrap_or(day));
        }
    }
    for line in lien_clock(job, rules, as_of) {
        if let Some(due) = line.due_on {
            on(due.succ_opt().unwrap_or(due));
        }
    }
    // A further month of furnishing begins another deadline.
    if let Some(next) = as_of
        .with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
    {
        on(next);
    }
}
