//! The flags of `bywhen sales` and `bywhen read-mail`.

use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

/// `sales`
#[derive(Debug, ClapArgs)]
pub struct SalesArgs {
    /// What of it [default: list]
    #[command(subcommand)]
    pub what: Option<SalesWhat>,
}

/// `sales …`
#[derive(Debug, Subcommand)]
pub enum SalesWhat {
    /// Who sells, where mail reaches them, and how many accounts name them
    List,
    /// Where mail reaches a salesperson; an empty address takes it away
    Set {
        /// The name as accounts carry it
        name: String,
        /// The mailbox
        mail: String,
    },
    /// Tell the salesperson of an account what is going on: a mail in the outbox
    HeadsUp {
        /// The account's number, name, or a part of it that fits only one
        account: String,
        /// What it is about, in one sentence [default: the first thing that the brief says]
        #[arg(long, value_name = "TEXT")]
        about: Option<String>,
        /// Show what would be written; write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Note on the account what its salesperson answered
    Answer {
        /// The account's number, name, or a part of it that fits only one
        account: String,
        /// What they said
        text: String,
    },
}

/// `read-mail`
#[derive(Debug, ClapArgs)]
pub struct ReadMailArgs {
    /// The mail's text in a file; - is standard input
    #[arg(default_value = "-", value_name = "FILE")]
    pub file: PathBuf,
    /// Whose it is, where the mail does not say
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Keep its text in the account's log, as a mail from them
    #[arg(long)]
    pub keep: bool,
}
