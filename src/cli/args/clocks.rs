//! The flags of the ladder, of placements, jobs and liens.
//!
//! Law: as `args`: names are a contract, new ones may be added, none changed.

use crate::domain::ladder::LadderStep;
use crate::domain::lien::{JobStepKind, PartyKind, Project, Role};
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// `ladder`
#[derive(Debug, ClapArgs)]
pub struct LadderArgs {
    /// Where this account stands on it [default: the ladder itself]
    pub account: Option<String>,
}

/// `told`
#[derive(Debug, ClapArgs)]
pub struct ToldArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Of which step
    #[arg(value_parser = PossibleValuesParser::new(LadderStep::ALL.iter().map(|s| s.name())))]
    pub step: String,
    /// To whom: a contact's name or part of it, or anybody
    #[arg(long, value_name = "NAME")]
    pub to: String,
    /// From which day on, as people say it [default: when the notice period has passed]
    #[arg(long = "for", value_name = "DATE")]
    pub for_on: Option<String>,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `notice`
#[derive(Debug, ClapArgs)]
pub struct NoticeArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What it announces: STEP or STEP=DATE; several times for several [default: the next steps of the ladder]
    #[arg(long = "step", value_name = "STEP")]
    pub steps: Vec<String>,
    /// Where to [default: the mailbox of the person to ask for first]
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `clocks`
#[derive(Debug, ClapArgs)]
pub struct ClocksArgs {
    /// Only up to this day, as people say it
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

/// `place`
#[derive(Debug, ClapArgs)]
pub struct PlaceArgs {
    /// What of it [default: list]
    #[command(subcommand)]
    pub what: Option<PlaceWhat>,
}

/// `place …`
#[derive(Debug, Subcommand)]
pub enum PlaceWhat {
    /// What is with agencies, and what the window for placement holds
    List,
    /// Hand an account over: it leaves the queue
    HandOver(HandOverArgs),
    /// Not now: it is put to the supervisor again on that day
    Decline(DeclinePlaceArgs),
    /// Write the account file for the agency, as a folder or a ZIP
    Package(PackageArgs),
    /// The agency says that it has the account
    Acknowledge(PlaceStepArgs),
    /// Money came through the agency
    Recovered(RecoveredArgs),
    /// Call it back: it is ours to ask again
    Recall(PlaceStepArgs),
    /// The agency is done with it
    Close(PlaceStepArgs),
}

/// `place hand-over`
#[derive(Debug, ClapArgs)]
pub struct HandOverArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// With whom
    #[arg(long, value_name = "NAME")]
    pub agency: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// How much [default: what is past due]
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
    /// Write the account file too: a new folder, or a new file that ends in .zip
    #[arg(long, value_name = "PATH")]
    pub package: Option<PathBuf>,
    /// Why now, although they were not told in time
    #[arg(long, value_name = "REASON")]
    pub anyway: Option<String>,
}

/// `place decline`
#[derive(Debug, ClapArgs)]
pub struct DeclinePlaceArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// When to look again, as people say it
    #[arg(value_name = "DATE")]
    pub again: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `place package`
#[derive(Debug, ClapArgs)]
pub struct PackageArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// A new folder, or a new file that ends in .zip; what is there is never overwritten
    #[arg(short, long, value_name = "PATH")]
    pub output: PathBuf,
}

/// `place acknowledge`, `place recall`, `place close`
#[derive(Debug, ClapArgs)]
pub struct PlaceStepArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// On which day [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `place recovered`
#[derive(Debug, ClapArgs)]
pub struct RecoveredArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// How much came, before the agency's fee
    pub amount: String,
    /// What the agency kept of it
    #[arg(long, value_name = "AMOUNT")]
    pub fee: Option<String>,
    /// On which day [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `job`
#[derive(Debug, ClapArgs)]
pub struct JobArgs {
    /// What of it
    #[command(subcommand)]
    pub what: JobWhat,
}

/// `job …`
#[derive(Debug, Subcommand)]
pub enum JobWhat {
    /// Write a job down, so that its deadlines are counted
    Add(JobAddArgs),
    /// Jobs with their nearest deadline
    List(JobListArgs),
    /// Days from which deadlines run
    Dates(JobDatesArgs),
    /// Who has a part in it; the same name again corrects it
    Party(PartyArgs),
}

/// Days of a job.
#[derive(Debug, Default, ClapArgs)]
pub struct JobDays {
    /// We delivered for the first time
    #[arg(long, value_name = "DATE")]
    pub first: Option<NaiveDate>,
    /// We delivered for the last time
    #[arg(long, value_name = "DATE")]
    pub last: Option<NaiveDate>,
    /// The work as a whole was completed
    #[arg(long, value_name = "DATE")]
    pub completion: Option<NaiveDate>,
    /// A notice of completion was recorded
    #[arg(long, value_name = "DATE")]
    pub notice_of_completion: Option<NaiveDate>,
}

/// `job add`
#[derive(Debug, ClapArgs)]
pub struct JobAddArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Its name, as on the invoices
    pub name: String,
    /// Whose rules count: CA, TX, FL, or a state of your own liens.toml
    #[arg(long, value_name = "STATE")]
    pub state: String,
    /// Whose project
    #[arg(long, value_name = "TYPE", default_value = "private", value_parser = PossibleValuesParser::new(Project::ALL.iter().map(|p| p.name())))]
    pub project: String,
    /// What we are on it
    #[arg(long, value_name = "ROLE", default_value = "supplier", value_parser = PossibleValuesParser::new(Role::ALL.iter().map(|r| r.name())))]
    pub role: String,
    /// Where it is
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    /// Its days
    #[command(flatten)]
    pub days: JobDays,
}

/// `job list`
#[derive(Debug, ClapArgs)]
pub struct JobListArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
}

/// `job dates`
#[derive(Debug, ClapArgs)]
pub struct JobDatesArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The job: its name, or its id (#3)
    pub job: String,
    /// Its days
    #[command(flatten)]
    pub days: JobDays,
}

/// `job party`
#[derive(Debug, ClapArgs)]
pub struct PartyArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The job: its name, or its id (#3)
    pub job: String,
    /// In which part
    #[arg(value_parser = PossibleValuesParser::new(PartyKind::ALL.iter().map(|p| p.name())))]
    pub kind: String,
    /// Who
    pub name: String,
    /// Where notices go
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    /// Their number
    #[arg(long, value_name = "PHONE")]
    pub phone: Option<String>,
}

/// `lien`
#[derive(Debug, ClapArgs)]
pub struct LienArgs {
    /// What of it
    #[command(subcommand)]
    pub what: LienWhat,
}

/// `lien …`
#[derive(Debug, Subcommand)]
pub enum LienWhat {
    /// The countdown of an account's jobs: every deadline, what is planned, what was done
    Clock(LienClockArgs),
    /// The rules in force, with their source and when they were compared
    Rules(LienRulesArgs),
    /// Plan a filing: a courtesy call to every party becomes a task
    Plan(LienPlanArgs),
    /// Write down what was sent, filed, released or exchanged
    Record(LienRecordArgs),
}

/// `lien clock`
#[derive(Debug, ClapArgs)]
pub struct LienClockArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
}

/// `lien rules`
#[derive(Debug, ClapArgs)]
pub struct LienRulesArgs {
    /// Only of this state
    pub state: Option<String>,
}

/// `lien plan`
#[derive(Debug, ClapArgs)]
pub struct LienPlanArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The job: its name, or its id (#3)
    pub job: String,
    /// What is to be filed
    #[arg(value_parser = PossibleValuesParser::new(JobStepKind::ALL.iter().filter(|k| k.is_filing()).map(|k| k.name())))]
    pub step: String,
    /// On which day, as people say it
    #[arg(value_name = "DATE")]
    pub file_on: String,
}

/// `lien record`
#[derive(Debug, ClapArgs)]
pub struct LienRecordArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The job: its name, or its id (#3)
    pub job: String,
    /// What was done
    #[arg(value_parser = PossibleValuesParser::new(JobStepKind::ALL.iter().map(|k| k.name())))]
    pub step: String,
    /// On which day [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// How much
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
    /// A waiver covers what was furnished through this day
    #[arg(long, value_name = "DATE")]
    pub through: Option<NaiveDate>,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Why, although they were not told in time or not everybody was called
    #[arg(long, value_name = "REASON")]
    pub anyway: Option<String>,
}
