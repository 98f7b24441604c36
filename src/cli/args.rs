//! Every flag, once: clap's parser, the help, the man pages and the completions all come from these types.
//!
//! The names are a contract with scripts and tests outside (docs/command-line.md); new ones may be added, none changed.

mod clocks;
mod credit;
mod fees;
mod keeping;
mod mail;
mod outbox;
mod remedies;
mod reports;
mod review;
mod staff;

pub use clocks::*;
pub use credit::*;
pub use fees::*;
pub use keeping::*;
pub use mail::*;
pub use outbox::*;
pub use remedies::*;
pub use reports::*;
pub use review::*;
pub use staff::*;

use crate::domain::aging::AgeBy;
use crate::domain::queue::Reason;
use crate::domain::touch::Method;
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "bywhen",
    version,
    about = "A collections desk for the terminal: who to call, why, and by when they will pay",
    after_help = "Without a command the desk opens. A first ledger is made by `bywhen import FILE`; \
                  `bywhen demo` looks around in a sample one.",
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = false
)]
pub struct Args {
    /// The ledger's file [default: the one of the settings, else bywhen/ledger.db in the data folder]
    #[arg(
        long,
        global = true,
        help_heading = "Everywhere",
        env = "BYWHEN_LEDGER",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub ledger: Option<PathBuf>,
    /// What counts as today, YYYY-MM-DD: for what is shown, and for what is recorded
    #[arg(long, global = true, help_heading = "Everywhere", value_name = "DATE")]
    pub as_of: Option<NaiveDate>,
    /// Print one JSON document and nothing else on standard output
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look around in a sample ledger; nothing is kept
    Demo(DemoArgs),
    /// Read receivables files into the ledger: all or nothing, made on first use
    Import(ImportArgs),
    /// Who to call next, and why
    Queue(QueueArgs),
    /// Everything to know about an account before dialing
    Show(ShowArgs),
    /// What is open, by age and currency
    Aging(AgingArgs),
    /// Write accounts, open items, promises or activity as CSV, XLSX or JSON
    Export(ExportArgs),
    /// The supervisor's reports: aging, promises, forecast, metrics and more
    Report(ReportArgs),
    /// The morning's brief: what broke, what is due, what waits, where the money is; to be mailed by cron
    Brief(BriefArgs),
    /// Keep what was open on the evening of a day, for trends that later imports cannot change
    Close(CloseArgs),
    /// Take a promise to pay
    Promise(PromiseArgs),
    /// Promises and what became of them
    Promises(PromisesArgs),
    /// Promises that were not kept, decisions about them, and what waits for a supervisor
    Review(ReviewArgs),
    /// Collectors, whose accounts are whose, and who covers an absence
    Collectors(CollectorsArgs),
    /// A supervisor rules what a promise counts as; the ledger's own verdict stays beside it
    Override(OverrideArgs),
    /// Post a payment
    Pay(PayArgs),
    /// Take a payment back: a bounced check, an entry error
    Reverse(ReverseArgs),
    /// Write something down about an account
    Note(NoteArgs),
    /// Set a date to come back to an account
    FollowUp(FollowUpArgs),
    /// Say that a name in reports means an account that the ledger has
    Alias(AliasArgs),
    /// Where reports differ from what was typed here, and whose value holds
    Questions(QuestionsArgs),
    /// Write down that they contest an invoice; the rest of the debt stays callable
    Dispute(DisputeArgs),
    /// End a dispute
    Resolve(ResolveArgs),
    /// Disputes and deductions as cases: who answers what by when
    Case(CaseArgs),
    /// Finance charges, late fees and NSF fees: what may be posted, posting it, giving it up
    Fee(FeeArgs),
    /// What we owe them and they owe us besides money
    Task(TaskArgs),
    /// The people at an account
    Contact(ContactArgs),
    /// Stop all contact with an account, or lift the stop
    Hold(HoldArgs),
    /// Limits, what is used of them, terms and holds of shipments
    Credit(CreditArgs),
    /// When and how often people may be called, and what holds for an account
    ContactRules(ContactRulesArgs),
    /// What was stopped, warned of and done all the same
    Audit(AuditArgs),
    /// The ladder of remedies, and where an account stands on it
    Ladder(LadderArgs),
    /// Write down that they were told of a next step: what, for when, to whom
    Told(ToldArgs),
    /// Write the final notice into the outbox, and that it tells what comes next
    Notice(NoticeArgs),
    /// Lien dates, filings, notice periods and placement windows, by day
    Clocks(ClocksArgs),
    /// Accounts with an agency: hand over, decline, package, recoveries
    Place(PlaceArgs),
    /// Jobs with their days and parties
    Job(JobArgs),
    /// The countdown of notices and liens; what is planned, filed, released, waived
    Lien(LienArgs),
    /// Accounts by anything that is known of them
    Find(FindArgs),
    /// Notes of all accounts that hold these words, newest first
    Notes(NotesArgs),
    /// Letters to customers: what is asked for, to send, in doubt
    Outbox(OutboxArgs),
    /// Who sells, and what they should know of their customers
    Sales(SalesArgs),
    /// Read a mail of theirs: invoice numbers, amounts, days, payments, and whose they are
    ReadMail(ReadMailArgs),
    /// Prove that the ledger adds up
    Check(CheckArgs),
    /// Copy the ledger into a new file, proven, also while desks are open
    Backup(BackupArgs),
    /// Put a backup in the place of the ledger; what was there is kept
    Restore(RestoreArgs),
    /// Black a text out for good, a card number for instance (supervisor)
    Redact(RedactArgs),
    /// Take the last act back, or the one with that number
    Undo(UndoArgs),
    /// The settings in force, where they lie, whether they can be read
    Config(ConfigArgs),
    /// Completions for your shell, on standard output
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// The manual page, in roff, on standard output
    Man {
        /// The page of this command
        command: Option<String>,
    },
}

/// `demo`
#[derive(Debug, ClapArgs)]
pub struct DemoArgs {
    /// Write the sample ledger to this new file instead, to try the commands on
    #[arg(long, value_name = "FILE")]
    pub keep: Option<PathBuf>,
}

/// `import`. `--as-of` is here the day of a report that does not say its own.
#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// Files, or folders with .csv, .tsv and .txt files; several at once are one set and one transaction
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read with this profile instead of the recognized one
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Compare with the ledger and report; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Import the rest when rows are held back; they go to FILE.rejects.csv
    #[arg(long)]
    pub skip_errors: bool,
    /// Import although the report's own total differs
    #[arg(long)]
    pub accept_mismatch: bool,
    /// Let a report close documents that it does not list, however many
    #[arg(long)]
    pub close_missing: bool,
    /// Print one line, for a log; nothing of the files' own
    #[arg(long, short, conflicts_with = "json")]
    pub quiet: bool,
    /// How the file is encoded, such as windows-1252
    #[arg(long, value_name = "ENCODING")]
    pub encoding: Option<String>,
    /// In which order the file writes dates
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<FileDateOrder>,
    /// Which mark parts the decimals off, where the file can be read both ways
    #[arg(long, value_name = "MARK")]
    pub decimal: Option<FileDecimal>,
}

/// Which mark a file parts decimals off with.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum FileDecimal {
    /// 1,234.50
    Dot,
    /// 1.234,50
    Comma,
}

/// In which order a file writes dates.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum FileDateOrder {
    /// Day first
    Dmy,
    /// Month first
    Mdy,
    /// Year first
    Ymd,
}

/// `queue`
#[derive(Debug, ClapArgs)]
pub struct QueueArgs {
    /// At most so many rows [default: all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Only this collector's accounts, and those of nobody
    #[arg(long, value_name = "NAME")]
    pub collector: Option<String>,
    /// Only accounts with this reason
    #[arg(long, value_name = "REASON", value_parser = PossibleValuesParser::new(Reason::ALL.map(Reason::name)))]
    pub reason: Option<String>,
    /// Say why this account is in the queue, or why it is not
    #[arg(long, value_name = "ACCOUNT")]
    pub why: Option<String>,
}

/// `show`
#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
}

/// `aging`
#[derive(Debug, ClapArgs)]
pub struct AgingArgs {
    /// Age by due date or by invoice date
    #[arg(long, value_name = "DATE", default_value = "due")]
    pub by: AgingBy,
}

/// By which date to age.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum AgingBy {
    /// By due date
    Due,
    /// By invoice date
    Invoice,
}

impl From<AgingBy> for AgeBy {
    fn from(by: AgingBy) -> AgeBy {
        match by {
            AgingBy::Due => AgeBy::Due,
            AgingBy::Invoice => AgeBy::Invoice,
        }
    }
}

/// `export`
#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// Which list
    pub what: ExportWhat,
    /// How it is written down [default: csv]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// Into this new file; an existing one is never overwritten [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Promises due, or activity, from this day on
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Promises due, or activity, up to this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
}

/// What can be exported.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum ExportWhat {
    /// Every account with its contact, terms and balances
    Accounts,
    /// Open invoices, credits and unapplied cash; `bywhen import` reads it back
    OpenItems,
    /// Promises with their verdicts
    Promises,
    /// Calls, mails, letters, visits and notes
    Activity,
}

/// How a list is written down.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated text
    Csv,
    /// A workbook
    Xlsx,
    /// One document, amounts in minor units
    Json,
}

/// `promise`
#[derive(Debug, ClapArgs)]
pub struct PromiseArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// How much, such as 5000 or 5,000.00
    #[arg(allow_negative_numbers = true)]
    pub amount: String,
    /// By when, as people say it: fri, +5d, +3bd, nov 28, eom, 2026-12-01
    #[arg(value_name = "BY_WHEN")]
    pub by_when: String,
    /// An invoice that it is for; may be repeated [default: the account as a whole]
    #[arg(long = "invoice", value_name = "NUMBER")]
    pub invoices: Vec<String>,
    /// Who gave it: a contact's name or part of it
    #[arg(long, value_name = "NAME")]
    pub contact: Option<String>,
    /// How it is to be paid
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(Method::ALL.map(Method::name)))]
    pub method: Option<String>,
    /// The check or trace number announced
    #[arg(long, value_name = "NUMBER")]
    pub reference: Option<String>,
    /// A promise that this one replaces, by its id; may be repeated
    #[arg(long = "supersede", value_name = "ID")]
    pub supersedes: Vec<i64>,
}

/// `promises`
#[derive(Debug, ClapArgs)]
pub struct PromisesArgs {
    /// Only in this state (open, kept, broken, ended) or with this verdict
    #[arg(long, value_name = "STATE", value_parser = PossibleValuesParser::new(super::promises::STATES))]
    pub state: Option<String>,
    /// Promised for this day or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<NaiveDate>,
    /// Promised for this day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<NaiveDate>,
    /// Only this account's
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Only of this collector's accounts
    #[arg(long, value_name = "NAME")]
    pub collector: Option<String>,
    /// Only paid in this way
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(Method::ALL.map(Method::name)))]
    pub method: Option<String>,
    /// What they promised us, what we promised them, or both
    #[arg(long, value_name = "SIDE", default_value = "theirs")]
    pub side: PromisesSide,
    /// Say how each verdict came about, day by day
    #[arg(long)]
    pub history: bool,
}

/// Whose promises.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum PromisesSide {
    /// What they promised us
    Theirs,
    /// What we promised them: copies, credits, call-backs, traces
    Ours,
    /// Both
    Both,
}

/// `override`
#[derive(Debug, ClapArgs)]
pub struct OverrideArgs {
    /// The promise's number, from `promises` (#7 or 7)
    pub promise: String,
    /// What it counts as; excused = in no rate, none = what the ledger says counts again
    #[arg(value_parser = PossibleValuesParser::new(super::promises::RULINGS))]
    pub verdict: String,
    /// Why; saved with the ruling and said beside the verdict
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// The supervisor who rules so [default: whoever acts]
    #[arg(long, value_name = "NAME")]
    pub ruled_by: Option<String>,
}

/// `pay`
#[derive(Debug, ClapArgs)]
pub struct PayArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// How much, such as 5000 or 5,000.00
    #[arg(allow_negative_numbers = true)]
    pub amount: String,
    /// The day that it counts from [default: today, or --as-of]
    #[arg(long, value_name = "DATE")]
    pub date: Option<NaiveDate>,
    /// The date is meant although it is more than a year away
    #[arg(long)]
    pub yes: bool,
    /// How it was paid
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(Method::ALL.map(Method::name)))]
    pub method: Option<String>,
    /// The check or trace number
    #[arg(long, value_name = "NUMBER")]
    pub reference: Option<String>,
    /// An invoice that it pays, with how much of it where not all; may be repeated. The rest stays unapplied
    #[arg(long = "invoice", value_name = "NUMBER[=AMOUNT]")]
    pub invoices: Vec<String>,
}

/// `reverse`
#[derive(Debug, ClapArgs)]
pub struct ReverseArgs {
    /// The payment: its id from `show` (#7 or 7), or its number or check number where only one has it
    pub payment: String,
    /// Why
    #[arg(long, value_name = "REASON", default_value = "nsf")]
    pub reason: String,
}

/// `note`
#[derive(Debug, ClapArgs)]
pub struct NoteArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What to write down
    pub text: String,
}

/// `follow-up`
#[derive(Debug, ClapArgs)]
pub struct FollowUpArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The day to come back, as people say it, with an hour if you like: mon, mon 9am, +5d, dec 3, 2026-12-03
    #[arg(value_name = "DATE")]
    pub date: String,
    /// Why
    pub reason: String,
    /// They asked us to call
    #[arg(long)]
    pub requested: bool,
}

/// `config`
#[derive(Debug, ClapArgs)]
pub struct ConfigArgs {
    /// What of it [default: print the settings in force]
    #[command(subcommand)]
    pub what: Option<ConfigWhat>,
}

/// `config …`
#[derive(Copy, Clone, Debug, Subcommand)]
pub enum ConfigWhat {
    /// Print where the settings file lies
    Path,
    /// Read the settings file and say what is wrong with it
    Check,
}
