//! The flags of the supervisor's reading: reports, the morning brief, closes of days.

use crate::domain::reports::ReportName;
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// `brief`
#[derive(Debug, ClapArgs)]
pub struct BriefArgs {}

/// `close`
#[derive(Debug, ClapArgs)]
pub struct CloseArgs {
    /// The first day to close [default: the last one]
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// The last day to close [default: the last business day]
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
}

/// `report`
#[derive(Debug, ClapArgs)]
pub struct ReportArgs {
    /// Which report
    #[arg(value_parser = PossibleValuesParser::new(ReportName::ALL.iter().map(|r| r.name())))]
    pub name: String,
    /// The first day measured [default: thirty days up to the last one]
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// The last day measured; of a forecast the last day ahead [default: today, or --as-of]
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// Only this collector's accounts
    #[arg(long, value_name = "NAME")]
    pub collector: Option<String>,
    /// Only accounts of this kind
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(["commercial", "consumer", "mixed"]))]
    pub segment: Option<String>,
    /// In this currency [default: the book's; others are named below the table]
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// The rows behind a line of the table, counted from 1
    #[arg(long, value_name = "LINE")]
    pub rows: Option<usize>,
    /// How it is written down [default: table]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReportFormat>,
    /// Into this new file; an existing one is never overwritten [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// How a report is written down.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum ReportFormat {
    /// Aligned text for people
    Table,
    /// Comma-separated text
    Csv,
    /// One document, amounts in minor units
    Json,
    /// A workbook
    Xlsx,
}
