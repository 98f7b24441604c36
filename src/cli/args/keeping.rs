//! The flags of what keeps a ledger whole: proving, copying, restoring, names that mean one customer, taking back.

use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// `check`
#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// Storage, money, references and the log only: seconds, however large the book
    #[arg(long, conflicts_with = "strict")]
    pub quick: bool,
    /// Also indexes against tables, card numbers in any text, and the digest of the whole ledger
    #[arg(long)]
    pub strict: bool,
    /// Make anew what is worked out from rows and differs, then check; never money, never the log
    #[arg(long, value_name = "WHAT")]
    pub repair: Option<Repairable>,
}

/// What may be repaired.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum Repairable {
    /// Open amounts, keys of names, facts
    Derived,
}

/// `backup`
#[derive(Debug, ClapArgs)]
pub struct BackupArgs {
    /// The new file; never one that is there. FILE.manifest.json beside it says what it holds
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// `restore`
#[derive(Debug, ClapArgs)]
pub struct RestoreArgs {
    /// A file that `backup` made
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Also over a ledger that this is no earlier state of
    #[arg(long)]
    pub other_history: bool,
}

/// `redact`
#[derive(Debug, ClapArgs)]
pub struct RedactArgs {
    /// Every card number and security code in free text
    #[arg(
        long,
        required_unless_present = "text_from",
        conflicts_with = "text_from"
    )]
    pub card_numbers: bool,
    /// The text that this file holds, exactly; - is standard input
    #[arg(long, value_name = "FILE")]
    pub text_from: Option<PathBuf>,
    /// Why; it stays in the log
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Also look for copies there: a backup, a folder of backups, a file
    #[arg(long, value_name = "PATH")]
    pub look_in: Vec<PathBuf>,
    /// Do it: it cannot be undone. Without this it is only said where the text stands
    #[arg(long)]
    pub yes: bool,
}

/// `alias`
#[derive(Debug, ClapArgs)]
pub struct AliasArgs {
    /// The account that is meant: its number, name, or a part of it that fits only one
    #[arg(required_unless_present_any = ["list", "alike"])]
    pub account: Option<String>,
    /// The other name, as the report writes it
    #[arg(required_unless_present_any = ["list", "alike"])]
    pub name: Option<String>,
    /// The name is another customer: it is not asked about again
    #[arg(long, requires = "name", conflicts_with_all = ["list", "alike"])]
    pub different: bool,
    /// List accounts that read alike, of which nobody has said anything yet
    #[arg(long, conflicts_with_all = ["account", "name", "list"])]
    pub alike: bool,
    /// List the names that were given so
    #[arg(long, conflicts_with = "name")]
    pub list: bool,
}

/// `questions`
#[derive(Debug, ClapArgs)]
pub struct QuestionsArgs {
    /// Decide these, by their numbers in the list [default: list all that are open]
    #[arg(value_name = "NUMBER", requires = "whose")]
    pub numbers: Vec<i64>,
    /// What was typed here holds; the same value in a report is not asked about again
    #[arg(long, group = "whose", requires = "numbers")]
    pub keep: bool,
    /// The report's value holds
    #[arg(long, group = "whose", requires = "numbers")]
    pub take: bool,
}

/// `undo`
#[derive(Debug, ClapArgs)]
pub struct UndoArgs {
    /// The act's number from --list [default: the last one that can be undone]
    #[arg(value_name = "NUMBER", value_parser = act_number)]
    pub seq: Option<i64>,
    /// List what can be undone, newest first
    #[arg(long, conflicts_with = "seq")]
    pub list: bool,
    /// List at most so many
    #[arg(long, value_name = "N", default_value_t = 20, requires = "list")]
    pub limit: usize,
}

/// An act's number, with or without its `#`.
fn act_number(text: &str) -> Result<i64, String> {
    text.trim_start_matches('#').parse().map_err(|_| {
        "it is no act's number; `bywhen undo --list` shows every act with its own".to_owned()
    })
}
