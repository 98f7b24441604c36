//! The arguments of the commands about collectors.

use crate::domain::account::AccountKind;
use crate::domain::staff::BalanceBy;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand};

/// `collectors`
#[derive(Debug, ClapArgs)]
pub struct CollectorsArgs {
    /// What to do; without it, all collectors are listed with what is theirs
    #[command(subcommand)]
    pub what: Option<CollectorsWhat>,
}

/// What is done about collectors.
#[derive(Debug, Subcommand)]
pub enum CollectorsWhat {
    /// Give accounts to a collector: named ones, or all that fit
    Assign(AssignArgs),
    /// Even out the work among collectors
    Balance(BalanceArgs),
    /// Which accounts of nobody are a collector's, by rule
    Rule(RuleArgs),
    /// Give accounts of nobody to those whose rule they fit
    Apply(ApplyArgs),
    /// Somebody is away, and somebody else has that queue too; it ends by itself
    Away(AwayArgs),
    /// Somebody is back before the last day
    Back(BackArgs),
}

/// Which accounts: all that fit everything given.
#[derive(Debug, Default, ClapArgs)]
pub struct Fitting {
    /// Whose name begins with these letters, such as A-F
    #[arg(long, value_name = "RANGE")]
    pub letters: Option<String>,
    /// With at least so much open
    #[arg(long, value_name = "AMOUNT")]
    pub min: Option<String>,
    /// With at most so much open
    #[arg(long, value_name = "AMOUNT")]
    pub max: Option<String>,
    /// Only this kind of account
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new([AccountKind::Commercial.name(), AccountKind::Consumer.name(), AccountKind::Mixed.name()]))]
    pub segment: Option<String>,
}

/// `collectors assign`
#[derive(Debug, ClapArgs)]
pub struct AssignArgs {
    /// To whom; `nobody` takes them from whoever has them
    pub collector: String,
    /// These accounts, by number, name, or a part of it that fits only one
    #[arg(value_name = "ACCOUNT")]
    pub accounts: Vec<String>,
    /// Only those of this collector, or of `nobody`
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// Which, where no account is named
    #[command(flatten)]
    pub fitting: Fitting,
    /// Show what would change hands; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `collectors balance`
#[derive(Debug, ClapArgs)]
pub struct BalanceArgs {
    /// What is evened out
    #[arg(long, value_name = "WHAT", default_value = "money", value_parser = PossibleValuesParser::new(BalanceBy::ALL.iter().map(|b| b.name())))]
    pub by: String,
    /// Among these only, parted by commas [default: all collectors]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub among: Vec<String>,
    /// Show what would change hands; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `collectors rule`
#[derive(Debug, ClapArgs)]
pub struct RuleArgs {
    /// Whose
    pub collector: String,
    /// Which accounts
    #[command(flatten)]
    pub fitting: Fitting,
    /// No rule any more
    #[arg(long, conflicts_with_all = ["letters", "min", "max", "segment"])]
    pub none: bool,
}

/// `collectors apply`
#[derive(Debug, ClapArgs)]
pub struct ApplyArgs {
    /// Show what would change hands; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `collectors away`
#[derive(Debug, ClapArgs)]
pub struct AwayArgs {
    /// Who is away
    pub collector: String,
    /// Who covers
    #[arg(long, value_name = "NAME")]
    pub cover: String,
    /// The first day [default: today]
    #[arg(long, value_name = "WHEN")]
    pub from: Option<String>,
    /// The last day
    #[arg(long, value_name = "WHEN")]
    pub to: String,
}

/// `collectors back`
#[derive(Debug, ClapArgs)]
pub struct BackArgs {
    /// Who is back
    pub collector: String,
}
