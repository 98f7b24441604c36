//! Arguments of `fee` and `case`.
//!
//! Law: as `args`: names are a contract, new ones may be added, none changed.

use crate::domain::dispute::DisputeCode;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand};

/// `fee`
#[derive(Debug, ClapArgs)]
pub struct FeeArgs {
    /// What of it
    #[command(subcommand)]
    pub what: FeeWhat,
}

/// `fee …`
#[derive(Debug, Subcommand)]
pub enum FeeWhat {
    /// What may be posted by the rules today, to the cent; nothing is written
    Preview(FeePreviewArgs),
    /// Post what the preview shows
    Post(FeePostArgs),
    /// Fees that were posted at an account
    List(FeeListArgs),
    /// Give some of a fee up; above the limit a supervisor says yes or no
    Waive(FeeWaiveArgs),
    /// Give it up if a promise is kept
    Offer(FeeOfferArgs),
    /// What was given up of a fee is owed again
    Reinstate(FeeEndArgs),
    /// Take a fee back that should not have been posted
    Reverse(FeeEndArgs),
    /// The agreement that allows late charges at an account; an empty text ends it
    Agree(FeeAgreeArgs),
}

/// `fee preview`
#[derive(Debug, ClapArgs)]
pub struct FeePreviewArgs {
    /// Only this account; left out, all accounts at which something may be posted
    pub account: Option<String>,
}

/// `fee post`
#[derive(Debug, ClapArgs)]
pub struct FeePostArgs {
    /// The account's number, name, or a part of it that fits only one
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub account: Option<String>,
    /// At every account at which something may be posted
    #[arg(long)]
    pub all: bool,
    /// Only by this rule
    #[arg(long, value_name = "NAME")]
    pub rule: Option<String>,
    /// With --all: how many fees the preview shows; another number by now posts nothing
    #[arg(long, value_name = "N", requires = "all")]
    pub expect: Option<usize>,
}

/// `fee list`
#[derive(Debug, ClapArgs)]
pub struct FeeListArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
}

/// `fee waive`
#[derive(Debug, ClapArgs)]
pub struct FeeWaiveArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The fee's number, as `fee list` shows it
    pub fee: String,
    /// How much of it; left out, all that is open
    pub amount: Option<String>,
    /// Why; it stands with the fee
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `fee offer`
#[derive(Debug, ClapArgs)]
pub struct FeeOfferArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The fee's number, as `fee list` shows it
    pub fee: String,
    /// The promise that it hangs on, by its number in `promises`
    pub promise: String,
    /// How much of it; left out, all that is open
    #[arg(long, value_name = "AMOUNT")]
    pub amount: Option<String>,
    /// Why; it stands with the fee
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `fee reinstate`, `fee reverse`
#[derive(Debug, ClapArgs)]
pub struct FeeEndArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The fee's number, as `fee list` shows it
    pub fee: String,
    /// Why; it stands with the fee
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `fee agree`
#[derive(Debug, ClapArgs)]
pub struct FeeAgreeArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Which agreement, in words
    pub agreement: String,
}

/// `case`
#[derive(Debug, ClapArgs)]
pub struct CaseArgs {
    /// What of it
    #[command(subcommand)]
    pub what: CaseWhat,
}

/// `case …`
#[derive(Debug, Subcommand)]
pub enum CaseWhat {
    /// Disputes and deductions that are open, oldest first
    List,
    /// They kept a part of an invoice back when they paid
    Deduct(CaseDeductArgs),
    /// Somebody else answers it, or by another day
    HandOver(CaseHandOverArgs),
    /// A settled one goes on, for what is still open of it
    Reopen(CaseReopenArgs),
}

/// `case deduct`
#[derive(Debug, ClapArgs)]
pub struct CaseDeductArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The invoice that is short
    pub invoice: String,
    /// How much; left out, all that is open on it and not contested
    pub amount: Option<String>,
    /// Why, by its code
    #[arg(long, value_name = "CODE", value_parser = PossibleValuesParser::new(DisputeCode::ALL.iter().map(|c| c.name())))]
    pub code: String,
    /// Why, in words
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Who answers it
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// By when it is to be answered, as people say it: fri, +5d, dec 3
    #[arg(long, value_name = "DATE")]
    pub by: Option<String>,
}

/// `case hand-over`
#[derive(Debug, ClapArgs)]
pub struct CaseHandOverArgs {
    /// The case's id from `case list` (#7 or 7)
    pub case: String,
    /// Who answers it from now on
    pub owner: String,
    /// By when, as people say it: fri, +5d, dec 3
    #[arg(value_name = "BY_WHEN")]
    pub by: String,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `case reopen`
#[derive(Debug, ClapArgs)]
pub struct CaseReopenArgs {
    /// The settled case's id, as `show` lists it (#7 or 7)
    pub case: String,
    /// Why
    pub reason: String,
    /// By when it is to be answered, as people say it: fri, +5d, dec 3
    #[arg(value_name = "BY_WHEN")]
    pub by: String,
    /// Who answers it; left out, whoever did
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
}
