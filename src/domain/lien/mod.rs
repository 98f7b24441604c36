//! Jobs and lien rights of the construction trade: what is built where, who has a part in it, what was filed (DOMAIN §7).
//!
//! Law: plain data and pure functions; the rules are data (`liens.toml`, read by `config::liens`) and no legal advice: every list that
//! shows them says so (`COUNSEL`). `clock` counts down, `plan` asks for the courtesy calls.

mod clock;
mod plan;

pub use clock::{ClockLine, ClockState, ahead, lien_clock, nearest};
pub use plan::{COURTESY_DAYS, Courtesy, calls, calls_missing, courtesy_day};

use super::ids::{JobId, PartyId, TaskId};
use super::money::Minor;
use super::named::named;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stands over every list of deadlines.
pub const COUNSEL: &str = "deadlines by the desk's own rules, no legal advice: verify with counsel";

/// Whether somebody compared a rule with its source, in words. A rule without a day is shown as what it is: an example.
#[must_use]
pub fn verified(on: Option<NaiveDate>) -> String {
    match on {
        Some(on) => format!("verified {on}"),
        None => "not verified".to_owned(),
    }
}

named! {
    /// Whose project it is.
    pub enum Project {
        /// A private owner's, other than a home.
        Private => "private", "private";
        /// A home.
        Residential => "residential", "residential";
        /// A public owner's: a bond instead of a lien.
        Public => "public", "public";
    }
}

named! {
    /// What we are on the job.
    pub enum Role {
        /// We contract with the owner.
        General => "general", "general contractor";
        /// We contract with the general contractor.
        Subcontractor => "subcontractor", "subcontractor";
        /// We deliver to one of them.
        Supplier => "supplier", "supplier";
    }
}

named! {
    /// Who else has a part in it.
    pub enum PartyKind {
        /// Whose ground it is.
        Owner => "owner", "owner";
        /// Who builds for the owner.
        General => "general", "general contractor";
        /// Who lends for it.
        Lender => "lender", "lender";
        /// Who stands behind a bond.
        Surety => "surety", "surety";
    }
}

named! {
    /// A day from which deadlines run.
    pub enum JobDate {
        /// We delivered or worked for the first time.
        First => "first_furnishing", "first furnishing";
        /// For the last time.
        Last => "last_furnishing", "last furnishing";
        /// The work as a whole was completed.
        Completion => "completion", "completion";
        /// A notice of completion was recorded.
        NoticeOfCompletion => "notice_of_completion", "notice of completion recorded";
    }
}

named! {
    /// What is sent, filed or exchanged.
    pub enum JobStepKind {
        /// The first notice: it keeps the right alive.
        Preliminary => "preliminary_notice", "preliminary notice";
        /// Notice of intent.
        Intent => "notice_of_intent", "notice of intent";
        /// The lien.
        Lien => "lien", "lien";
        /// A claim on the bond.
        Bond => "bond_claim", "bond claim";
        /// The suit that enforces it.
        Suit => "suit", "suit";
        /// The lien is released.
        Release => "release", "release";
        /// Waiver: if this progress payment clears.
        ProgressConditional => "waiver_progress_conditional", "conditional waiver, progress";
        /// Waiver: this progress payment has cleared.
        ProgressUnconditional => "waiver_progress_unconditional", "unconditional waiver, progress";
        /// Waiver: if the final payment clears.
        FinalConditional => "waiver_final_conditional", "conditional waiver, final";
        /// Waiver: the final payment has cleared.
        FinalUnconditional => "waiver_final_unconditional", "unconditional waiver, final";
        /// A check to them and us together was agreed.
        JointCheck => "joint_check", "joint check agreed";
    }
}

impl JobStepKind {
    /// It is filed with an office or a surety: told before, and never under a bankruptcy hold.
    #[must_use]
    pub const fn is_filing(self) -> bool {
        matches!(
            self,
            JobStepKind::Intent | JobStepKind::Lien | JobStepKind::Bond | JobStepKind::Suit
        )
    }
}

/// From which day a deadline is counted.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// One of the job's days.
    Day(JobDate),
    /// Each calendar month in which we furnished.
    Month,
    /// Something of ours that was recorded.
    Step(JobStepKind),
}

/// How far behind it the last day lies. A last day on a weekend is not moved: early is safe.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offset {
    /// So many days after.
    Days(u32),
    /// That day of the n-th month after the month of the trigger.
    DayOfMonth {
        /// 1 to 28.
        day: u32,
        /// 1 = the next month.
        months: u32,
    },
}

/// One rule of a state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LienRule {
    /// Two letters, or whatever the jobs call it.
    pub state: String,
    /// For us in these roles; empty = any.
    pub roles: Vec<Role>,
    /// On these projects; empty = any.
    pub projects: Vec<Project>,
    /// What must be done.
    pub step: JobStepKind,
    /// As that state calls it; none = the step's words.
    pub words: Option<String>,
    /// From when it is counted.
    pub trigger: Trigger,
    /// How far.
    pub offset: Offset,
    /// What must have been done before.
    pub requires: Option<JobStepKind>,
    /// Where it stands.
    pub source: String,
    /// When somebody last compared it; `None` = nobody has.
    pub verified_on: Option<NaiveDate>,
}

impl LienRule {
    /// What must be done, as that state calls it.
    #[must_use]
    pub fn said(&self) -> &str {
        self.words.as_deref().unwrap_or(self.step.words())
    }

    /// It is about that job.
    #[must_use]
    pub fn fits(&self, job: &Job) -> bool {
        self.state.eq_ignore_ascii_case(job.state.trim())
            && (self.roles.is_empty() || self.roles.contains(&job.role))
            && (self.projects.is_empty() || self.projects.contains(&job.project))
    }
}

/// Somebody with a part in a job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Party {
    /// Our identity for it.
    pub id: PartyId,
    /// In which part.
    pub kind: PartyKind,
    /// Who.
    pub name: String,
    /// Where notices go.
    pub address: Option<String>,
    /// Phone as typed.
    pub phone: Option<String>,
}

/// A day of a job as it was written down.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DateSet {
    /// Which.
    pub kind: JobDate,
    /// The day; none = not known after all.
    pub on: Option<NaiveDate>,
    /// Written down on.
    pub set_on: NaiveDate,
}

/// Something sent, filed or exchanged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JobStep {
    /// What.
    pub kind: JobStepKind,
    /// On which day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Option<Minor>,
    /// A waiver covers what was furnished through that day.
    pub through: Option<NaiveDate>,
    /// In words.
    pub note: Option<String>,
}

/// A filing that is planned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What.
    pub kind: JobStepKind,
    /// For which day.
    pub file_on: NaiveDate,
    /// Planned on.
    pub made_on: NaiveDate,
    /// Its courtesy calls: to whom, and which task.
    pub calls: Vec<(PartyId, TaskId)>,
}

/// A job.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// Our identity for it.
    pub id: JobId,
    /// Its name, as on the invoices.
    pub name: String,
    /// Whose rules count.
    pub state: String,
    /// Whose project.
    pub project: Project,
    /// What we are on it.
    pub role: Role,
    /// Where it is.
    pub address: Option<String>,
    /// Written down on.
    pub made_on: NaiveDate,
    /// Its days, oldest entry first.
    pub dates: Vec<DateSet>,
    /// Who has a part in it.
    pub parties: Vec<Party>,
    /// What was done, oldest first.
    pub steps: Vec<JobStep>,
    /// What is planned, oldest first.
    pub plans: Vec<Plan>,
}

impl Job {
    /// A day of the job as it was known.
    #[must_use]
    pub fn date(&self, kind: JobDate, as_of: NaiveDate) -> Option<NaiveDate> {
        self.dates
            .iter()
            .rev()
            .find(|d| d.kind == kind && d.set_on <= as_of)
            .and_then(|d| d.on)
    }

    /// The newest step of a kind.
    #[must_use]
    pub fn done(&self, kind: JobStepKind, as_of: NaiveDate) -> Option<&JobStep> {
        self.steps
            .iter()
            .rev()
            .find(|s| s.kind == kind && s.on <= as_of)
    }

    /// Nothing is left to count down: released, or paid and waived for good.
    #[must_use]
    pub fn is_over(&self, as_of: NaiveDate) -> bool {
        [JobStepKind::Release, JobStepKind::FinalUnconditional]
            .into_iter()
            .any(|kind| self.done(kind, as_of).is_some())
    }

    /// The plan of a kind of filing that has not been carried out.
    #[must_use]
    pub fn planned(&self, kind: JobStepKind, as_of: NaiveDate) -> Option<&Plan> {
        let plan = self
            .plans
            .iter()
            .rev()
            .find(|p| p.kind == kind && p.made_on <= as_of)?;
        let done = self.done(kind, as_of).is_some_and(|s| s.on >= plan.made_on);
        (!done).then_some(plan)
    }
}
