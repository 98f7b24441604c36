//! The flags of credit, of contact rules and of the audit trail.
//!
//! Law: as `args`: names are a contract, new ones may be added, none changed.

use super::ReportFormat;
use crate::domain::account::AccountKind;
use chrono::{DateTime, NaiveDate, Utc};
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

/// `credit`
#[derive(Debug, ClapArgs)]
pub struct CreditArgs {
    /// What of it
    #[command(subcommand)]
    pub what: CreditWhat,
}

/// `credit …`
#[derive(Debug, Subcommand)]
pub enum CreditWhat {
    /// Every limit, what is used of it, holds and terms: for the order desk and for sales
    List(CreditListArgs),
    /// An account's credit with its history, and what its limit could be and why
    Show(CreditAccountArg),
    /// Set another limit; a supervisor's word, with a reason
    Limit(CreditLimitArgs),
    /// Set other terms from a day on; a supervisor's word, with a reason
    Terms(CreditTermsArgs),
    /// Stop shipments; a supervisor's word, with a reason
    Hold(CreditHoldArgs),
    /// Shipments may go on
    Release(CreditReleaseArgs),
    /// Say which account's group it belongs to
    Group(CreditGroupArgs),
}

/// `credit list`
#[derive(Debug, ClapArgs)]
pub struct CreditListArgs {
    /// Only this collector's accounts
    #[arg(long, value_name = "NAME")]
    pub collector: Option<String>,
    /// In this currency [default: the book's; others are named below the table]
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// How it is written down [default: table]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// Into this new file; an existing one is never overwritten [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// An account.
#[derive(Debug, ClapArgs)]
pub struct CreditAccountArg {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
}

/// `credit limit`
#[derive(Debug, ClapArgs)]
pub struct CreditLimitArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The new limit, or none
    #[arg(value_name = "AMOUNT")]
    pub limit: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `credit terms`
#[derive(Debug, ClapArgs)]
pub struct CreditTermsArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The new terms: net 30, COD, prepay, card on file
    pub terms: String,
    /// From which day on, as people say it: today, mon, dec 1
    #[arg(long, value_name = "DATE", default_value = "today")]
    pub from: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// `credit hold`
#[derive(Debug, ClapArgs)]
pub struct CreditHoldArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Why: whoever ships will ask
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Why now, although they were not told of the credit hold in time
    #[arg(long, value_name = "REASON")]
    pub anyway: Option<String>,
}

/// `credit release`
#[derive(Debug, ClapArgs)]
pub struct CreditReleaseArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// `credit group`
#[derive(Debug, ClapArgs)]
pub struct CreditGroupArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The account of the group, or none
    pub parent: String,
}

/// `contact-rules`
#[derive(Debug, ClapArgs)]
pub struct ContactRulesArgs {
    /// What of it
    #[command(subcommand)]
    pub what: ContactRulesWhat,
}

/// `contact-rules …`
#[derive(Debug, Subcommand)]
pub enum ContactRulesWhat {
    /// Where your own rules lie, or would
    Path,
    /// Whether your own rules can be read
    Check,
    /// The rules that ship with the program, as a file to start from
    Default,
    /// Which rules hold for an account, and whether it may be called now
    Show(ContactRulesShowArgs),
    /// Say what an account is and who stands behind it
    Set(ContactRulesSetArgs),
}

/// `contact-rules show`
#[derive(Debug, ClapArgs)]
pub struct ContactRulesShowArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// At this instant, such as 2026-11-23T16:00:00Z [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<DateTime<Utc>>,
}

/// `contact-rules set`
#[derive(Debug, ClapArgs)]
pub struct ContactRulesSetArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What it is
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new([AccountKind::Commercial, AccountKind::Consumer, AccountKind::Mixed].map(AccountKind::name)))]
    pub kind: Option<String>,
    /// A natural person owes: a sole proprietor, a partner
    #[arg(long, value_name = "ANSWER")]
    pub natural_person: Option<YesNo>,
    /// Who guarantees the debt personally; an empty text takes it away
    #[arg(long, value_name = "NAME")]
    pub guarantor: Option<String>,
}

/// Yes or no.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

/// `audit`
#[derive(Debug, ClapArgs)]
pub struct AuditArgs {
    /// Only this account's [default: everybody's]
    pub account: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Up to this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// At most so many, the newest; 0 is all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub limit: usize,
}
