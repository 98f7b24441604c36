//! The arguments of the supervisor's commands.

use crate::domain::approval::ApprovalKind;
use crate::domain::review::{Decision, Terms};
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand};

/// `review`
#[derive(Debug, ClapArgs)]
pub struct ReviewArgs {
    /// At most so many rows [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// What to do; without it, what waits is listed
    #[command(subcommand)]
    pub what: Option<ReviewWhat>,
}

/// What is done in review.
#[derive(Debug, Subcommand)]
pub enum ReviewWhat {
    /// Decide what happens about a promise that was not kept
    Decide(DecideArgs),
    /// What was decided in the last 90 days, and what came of it
    Decided(DecidedArgs),
    /// What waits for a yes or no
    Approvals(ApprovalsArgs),
    /// Put a placement or a write-off before a supervisor
    Ask(AskArgs),
    /// Approve what waits
    Approve(ApproveArgs),
    /// Decline what waits
    Decline(DeclineArgs),
}

/// `review decide`
#[derive(Debug, ClapArgs)]
pub struct DecideArgs {
    /// The promise's id, as `bywhen review` shows it
    pub promise: String,
    /// What is decided
    #[arg(value_parser = PossibleValuesParser::new(Decision::ALL.iter().map(|d| d.name())))]
    pub decision: String,
    /// Why; whoever acts on it reads this
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Which terms, for new_terms
    #[arg(long, value_name = "TERMS", value_parser = PossibleValuesParser::new(Terms::ALL.iter().map(|t| t.name())))]
    pub terms: Option<String>,
    /// Who must act [default: the account's collector; for what a supervisor does, you]
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// By when [default: the usual day for this decision]
    #[arg(long, value_name = "WHEN")]
    pub by: Option<String>,
    /// When to look again if it is still not paid, or `never` [default: the usual day for this decision]
    #[arg(long, value_name = "WHEN")]
    pub again: Option<String>,
    /// Why now, although they were not told of a credit hold in time
    #[arg(long, value_name = "REASON")]
    pub anyway: Option<String>,
}

/// `review decided`
#[derive(Debug, ClapArgs)]
pub struct DecidedArgs {
    /// Only what this person must act on and has not done
    #[arg(long, value_name = "NAME")]
    pub who: Option<String>,
    /// Decided on this day or after [default: 90 days ago]
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
}

/// `review approvals`
#[derive(Debug, ClapArgs)]
pub struct ApprovalsArgs {
    /// What was answered too
    #[arg(long)]
    pub all: bool,
}

/// `review ask`
#[derive(Debug, ClapArgs)]
pub struct AskArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What to ask for
    #[arg(value_parser = PossibleValuesParser::new([ApprovalKind::Placement.name(), ApprovalKind::WriteOff.name()]))]
    pub kind: String,
    /// Why
    pub reason: String,
    /// How much; a write-off needs it
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
}

/// `review approve`
#[derive(Debug, ClapArgs)]
pub struct ApproveArgs {
    /// Which, as `bywhen review approvals` shows it: w12, a7
    pub which: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// `review decline`
#[derive(Debug, ClapArgs)]
pub struct DeclineArgs {
    /// Which, as `bywhen review approvals` shows it: w12, a7
    pub which: String,
    /// Why not; the collector finds it in the queue
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// A placement or a write-off: put the question again on this day
    #[arg(long, value_name = "WHEN")]
    pub again: Option<String>,
}
