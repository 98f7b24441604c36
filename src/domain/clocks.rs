//! The clocks of one account: where it stands on the ladder, what they were told, its placement, its jobs and their deadlines.
//!
//! Pure: `clocks(book, facts, as_of, rules)` for the prep and the command line; `running` is what the queue hears of jobs.

use super::book::Book;
use super::facts::Facts;
use super::ladder::{self, HonestyOverride, Standing, Told};
use super::lien::{self, ClockLine, Job, JobStepKind, Party};
use super::money::Minor;
use super::placement::{Declined, Placement};
use super::rules::Rules;
use super::touch::LienStep;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A courtesy call before a filing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CourtesyLine {
    /// To whom.
    pub party: String,
    /// Their number.
    pub phone: Option<String>,
    /// Made on; none = not yet.
    pub on: Option<NaiveDate>,
}

/// A filing that is planned and not done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanLine {
    /// What.
    pub kind: JobStepKind,
    /// For which day.
    pub file_on: NaiveDate,
    /// The last day for the calls.
    pub call_by: NaiveDate,
    /// Its calls.
    pub calls: Vec<CourtesyLine>,
}

/// A job with its countdown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JobLine {
    /// The job, as it was known.
    pub job: Job,
    /// Its deadlines, the nearest first.
    pub clock: Vec<ClockLine>,
    /// What is planned.
    pub plans: Vec<PlanLine>,
}

/// Everything that runs on an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clocks {
    /// Where it stands on the ladder.
    pub standing: Standing,
    /// It is in the window for placement.
    pub window: bool,
    /// What they were told, newest first.
    pub told: Vec<Told>,
    /// What was done although the honesty rule warned, newest first.
    pub overrides: Vec<HonestyOverride>,
    /// Placements, newest first.
    pub placements: Vec<Placement>,
    /// When placing was declined, newest first.
    pub declined: Vec<Declined>,
    /// Past-due money on dispute: it stands apart from what is proposed for placement.
    pub contested: Minor,
    /// Jobs, the nearest deadline first.
    pub jobs: Vec<JobLine>,
}

/// The clocks of an account as of a day.
#[must_use]
pub fn clocks(book: &Book, facts: &Facts, as_of: NaiveDate, rules: &Rules) -> Clocks {
    let mut jobs: Vec<JobLine> = book
        .jobs
        .iter()
        .filter(|job| job.made_on <= as_of)
        .map(|job| job_line(job, book, as_of, rules))
        .collect();
    jobs.sort_by_key(|line| {
        let due = lien::nearest(&line.clock).and_then(|l| l.due_on);
        (due.is_none(), due, line.job.id)
    });
    Clocks {
        contested: facts.disputed,
        standing: ladder::standing(facts, &book.told, &rules.ladder, as_of),
        window: super::queue::in_placement_window(facts, as_of, rules),
        told: newest(&book.told, |t| t.on <= as_of),
        overrides: newest(&book.overrides, |o| o.on <= as_of),
        placements: newest(&book.placements, |p| p.on <= as_of),
        declined: newest(&book.declined, |d| d.on <= as_of),
        jobs,
    }
}

impl Clocks {
    /// The clocks of an account on which nothing runs.
    #[must_use]
    pub fn quiet() -> Clocks {
        Clocks {
            standing: Standing {
                walk: ladder::Walk::Clear,
                days: 0,
                level: 0,
                present: None,
                present_telling: ladder::Telling::NotNeeded,
                next: None,
            },
            window: false,
            contested: Minor::ZERO,
            told: Vec::new(),
            overrides: Vec::new(),
            placements: Vec::new(),
            declined: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// The placement that is out.
    #[must_use]
    pub fn out(&self, as_of: NaiveDate) -> Option<&Placement> {
        self.placements.iter().find(|p| p.is_out(as_of))
    }

    /// Nothing runs and nothing was ever done.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.standing.walk == ladder::Walk::Clear
            && self.told.is_empty()
            && self.overrides.is_empty()
            && self.placements.is_empty()
            && self.declined.is_empty()
            && self.jobs.is_empty()
    }
}

fn newest<T: Clone>(rows: &[T], known: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter()
        .rev()
        .filter(|row| known(row))
        .cloned()
        .collect()
}

/// A job with its countdown and its plans.
#[must_use]
pub fn job_line(job: &Job, book: &Book, as_of: NaiveDate, rules: &Rules) -> JobLine {
    let plans = job
        .plans
        .iter()
        .map(|plan| plan.kind)
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .filter_map(|kind| job.planned(kind, as_of))
        .map(|plan| PlanLine {
            kind: plan.kind,
            file_on: plan.file_on,
            call_by: lien::courtesy_day(plan.file_on),
            calls: lien::calls(job, plan, &book.tasks, as_of)
                .into_iter()
                .map(|call| CourtesyLine {
                    party: call.party.name.clone(),
                    phone: call.party.phone.clone(),
                    on: call.on,
                })
                .collect(),
        })
        .collect();
    JobLine {
        clock: lien::lien_clock(job, &rules.liens, as_of),
        plans,
        job: job.clone(),
    }
}

/// The deadlines that run on the jobs of a book, as the queue and the brief know lien dates. With nothing open only the notices that keep the
/// right alive are worth a call.
pub fn running<'a>(
    book: &'a Book,
    open: Minor,
    as_of: NaiveDate,
    rules: &'a Rules,
) -> impl Iterator<Item = LienStep> + use<'a> {
    let owed = open.is_positive();
    book.jobs.iter().flat_map(move |job| {
        lien::lien_clock(job, &rules.liens, as_of)
            .into_iter()
            .filter(move |l| owed || l.step == JobStepKind::Preliminary)
            .filter(|l| matches!(l.state, lien::ClockState::Running { .. }))
            .filter_map(|l| {
                Some(LienStep {
                    job: job.name.clone(),
                    step: l.said,
                    due_on: l.due_on?,
                    made_on: job.made_on,
                    done_on: None,
                })
            })
    })
}

/// A filing that is planned and not carried out, with who was not called about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filing<'a> {
    /// On which job.
    pub job: &'a Job,
    /// What.
    pub kind: JobStepKind,
    /// For which day.
    pub file_on: NaiveDate,
    /// The last day for the calls.
    pub call_by: NaiveDate,
    /// Who was not called yet.
    pub not_called: Vec<&'a Party>,
}

impl Filing<'_> {
    /// The day that counts: of the calls while one is missing and their day has not passed, else of the filing.
    #[must_use]
    pub fn due_on(&self, as_of: NaiveDate) -> NaiveDate {
        match self.not_called.is_empty() || self.call_by < as_of {
            true => self.file_on,
            false => self.call_by,
        }
    }
}

/// The filings that are planned on the jobs of a book, as long as their day has not passed and something is open.
pub fn filings<'a>(
    book: &'a Book,
    open: Minor,
    as_of: NaiveDate,
) -> impl Iterator<Item = Filing<'a>> {
    let owed = open.is_positive();
    let jobs = book
        .jobs
        .iter()
        .filter(move |job| owed && !job.is_over(as_of));
    jobs.flat_map(move |job| {
        let plans = JobStepKind::ALL
            .iter()
            .filter_map(move |kind| job.planned(*kind, as_of));
        plans
            .filter(move |plan| plan.file_on >= as_of)
            .map(move |plan| Filing {
                job,
                kind: plan.kind,
                file_on: plan.file_on,
                call_by: lien::courtesy_day(plan.file_on),
                not_called: lien::calls(job, plan, &book.tasks, as_of)
                    .into_iter()
                    .filter(|call| call.on.is_none())
                    .map(|call| call.party)
                    .collect(),
            })
    })
}
