//! The flags of `bywhen outbox`.

use crate::domain::outbox::{Guide, LetterKind};
use crate::domain::request::RequestKind;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// `outbox`
#[derive(Debug, ClapArgs)]
pub struct OutboxArgs {
    /// What of it [default: list]
    #[command(subcommand)]
    pub what: Option<OutboxWhat>,
}

/// `outbox …`
#[derive(Debug, Subcommand)]
pub enum OutboxWhat {
    /// What was asked for, what is to be sent, what may have gone out
    List(OutboxListArgs),
    /// Write down that they want something in writing: copies, a statement, a paper
    Ask(OutboxAskArgs),
    /// A letter as it goes out, and every attempt to send it
    Show(OutboxShowArgs),
    /// Write the letter that answers a request; it is sent by `outbox send`
    Write(OutboxWriteArgs),
    /// Write a letter that nobody asked for: statement, copies, confirmation, paperwork request, courtesy or final notice, heads-up, guide
    Letter(OutboxLetterArgs),
    /// The statement of an account as a PDF
    Statement(OutboxStatementArgs),
    /// A short sheet for customers, as text or as a PDF
    Guide(OutboxGuideArgs),
    /// Mail to this letter's address came back: marked at the person whose it is
    Bounced(OutboxShowArgs),
    /// Send what is due; a letter that may have gone out is never sent again by itself
    Send(OutboxSendArgs),
    /// Say what became of a letter that may have gone out
    Settle(OutboxSettleArgs),
}

/// `outbox list`
#[derive(Debug, Default, ClapArgs)]
pub struct OutboxListArgs {
    /// Only this account's
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Those that are gone too
    #[arg(long)]
    pub all: bool,
}

/// `outbox ask`
#[derive(Debug, ClapArgs)]
pub struct OutboxAskArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What they want
    #[arg(value_parser = PossibleValuesParser::new(RequestKind::ALL.iter().map(|k| k.name())))]
    pub kind: String,
    /// Of this invoice; several times for several [default: every open one, for copies]
    #[arg(long = "invoice", value_name = "NUMBER")]
    pub invoices: Vec<String>,
    /// Where to [default: the mailbox of the person to ask for first]
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
    /// By when it is to go out, as people say it
    #[arg(long, value_name = "BY_WHEN", default_value = "today")]
    pub by: String,
    /// In words, for ourselves
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `outbox show`
#[derive(Debug, ClapArgs)]
pub struct OutboxShowArgs {
    /// The letter's id from `outbox list` (#7 or 7)
    pub letter: String,
}

/// `outbox write`
#[derive(Debug, ClapArgs)]
pub struct OutboxWriteArgs {
    /// The request's id from `outbox list` (#3 or 3)
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub request: Option<String>,
    /// Every request that needs no file of yours
    #[arg(long)]
    pub all: bool,
    /// Another mailbox than the one that was given
    #[arg(long, value_name = "ADDRESS", conflicts_with = "all")]
    pub to: Option<String>,
    /// A sheet that goes with it; several times for several
    #[arg(long = "guide", value_name = "GUIDE", conflicts_with = "all", value_parser = PossibleValuesParser::new(Guide::ALL.iter().map(|g| g.name())))]
    pub guides: Vec<String>,
    /// Another subject
    #[arg(long, value_name = "TEXT", conflicts_with = "all")]
    pub subject: Option<String>,
    /// Another text, from a file (- is standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub body: Option<PathBuf>,
    /// A file that goes with it: a W-9, a lien waiver
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub attach: Vec<PathBuf>,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `outbox letter`
#[derive(Debug, ClapArgs)]
pub struct OutboxLetterArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Which letter
    #[arg(value_parser = PossibleValuesParser::new(LetterKind::ALL.iter().map(|k| k.name())))]
    pub kind: String,
    /// About this invoice; several times for several [default: what is past due]
    #[arg(long = "invoice", value_name = "NUMBER")]
    pub invoices: Vec<String>,
    /// Where to [default: the mailbox of the person to ask for first; for a heads-up, the salesperson's]
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
    /// The paper that is needed, in words
    #[arg(long, value_name = "TEXT")]
    pub paper: Option<String>,
    /// The day that it names, as people say it
    #[arg(long, value_name = "BY_WHEN")]
    pub by: Option<String>,
    /// What it is about, in one sentence: for a heads-up
    #[arg(long, value_name = "TEXT")]
    pub about: Option<String>,
    /// A sheet that goes with it; several times for several
    #[arg(long = "guide", value_name = "GUIDE", value_parser = PossibleValuesParser::new(Guide::ALL.iter().map(|g| g.name())))]
    pub guides: Vec<String>,
    /// Another subject
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    /// Another text, from a file (- is standard input)
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,
    /// A file that goes with it
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
    /// Show what would be written; write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `outbox guide`
#[derive(Debug, ClapArgs)]
pub struct OutboxGuideArgs {
    /// Which sheet
    #[arg(value_parser = PossibleValuesParser::new(Guide::ALL.iter().map(|g| g.name())))]
    pub guide: String,
    /// As a PDF into this new file [default: as text on standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `outbox statement`
#[derive(Debug, ClapArgs)]
pub struct OutboxStatementArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The new file
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// `outbox send`
#[derive(Debug, ClapArgs)]
pub struct OutboxSendArgs {
    /// Only these letters (#7 or 7)
    pub letters: Vec<String>,
    /// Build every message and say where it would go; send nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// `outbox settle`
#[derive(Debug, ClapArgs)]
pub struct OutboxSettleArgs {
    /// The letter's id (#7 or 7)
    pub letter: String,
    /// Did they get it? `lost` lets it be sent again
    #[arg(value_parser = PossibleValuesParser::new(["arrived", "lost"]))]
    pub became: String,
    /// How you know
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}
