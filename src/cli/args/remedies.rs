//! Arguments of what an answer makes outside a call: disputes, tasks, people, holds; and of the searches.
//!
//! Law: as `args`: names are a contract, new ones may be added, none changed.

use crate::domain::dispute::{DisputeCode, DisputeEnd};
use crate::domain::task::TaskKind;
use crate::domain::touch::{HoldKind, Owner};
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};

/// `dispute`
#[derive(Debug, ClapArgs)]
#[command(override_usage = "bywhen dispute [OPTIONS] <ACCOUNT> <INVOICE> [AMOUNT] <REASON>")]
pub struct DisputeArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The invoice that they contest
    pub invoice: String,
    /// How much of it; left out, all that is open and not contested yet
    #[arg(allow_negative_numbers = true, value_name = "AMOUNT")]
    pub first: String,
    /// Why: a code such as pricing, or in words
    #[arg(value_name = "REASON")]
    pub second: Option<String>,
    /// Why, by its code, when REASON is in words [default: other]
    #[arg(long, value_name = "CODE", value_parser = PossibleValuesParser::new(DisputeCode::ALL.iter().map(|c| c.name())))]
    pub code: Option<String>,
    /// Who answers it
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// By when it is to be answered, as people say it: fri, +5d, dec 3
    #[arg(long, value_name = "DATE")]
    pub by: Option<String>,
}

impl DisputeArgs {
    /// The amount, where one was typed: the parser cannot leave out what stands before the last word.
    pub fn amount(&self) -> Option<&str> {
        self.second.as_ref().map(|_| self.first.as_str())
    }

    /// Why.
    pub fn reason(&self) -> &str {
        self.second.as_ref().unwrap_or(&self.first)
    }
}

/// `resolve`
#[derive(Debug, ClapArgs)]
pub struct ResolveArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The dispute: its id from `show` (#7 or 7), or its invoice where only one dispute is open on it
    pub dispute: String,
    /// How it ended
    #[arg(value_parser = PossibleValuesParser::new(DisputeEnd::ALL.iter().map(|e| e.name())))]
    pub how: String,
    /// How much of it they get; a partly granted one needs it
    #[arg(long, value_name = "AMOUNT")]
    pub credit: Option<String>,
    /// The credit memo's number in the books, when it is to be written here now; else a task of ours sees to it
    #[arg(long, value_name = "NUMBER")]
    pub memo: Option<String>,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `task`
#[derive(Debug, ClapArgs)]
pub struct TaskArgs {
    /// What of it
    #[command(subcommand)]
    pub what: TaskWhat,
}

/// `task …`
#[derive(Debug, Subcommand)]
pub enum TaskWhat {
    /// Write down what one side has to do, and by when
    Add(TaskAddArgs),
    /// What is to be done, the most urgent first
    List(TaskListArgs),
    /// It is done
    Done(TaskEndArgs),
    /// It is not needed any more
    Drop(TaskEndArgs),
}

/// `task add`
#[derive(Debug, ClapArgs)]
pub struct TaskAddArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// What is to be done
    pub what: String,
    /// By when, as people say it: fri, +5d, dec 3
    #[arg(value_name = "BY_WHEN")]
    pub by: String,
    /// Whose task it is
    #[arg(long, value_name = "SIDE", default_value = "us")]
    pub owner: Side,
    /// What kind of thing it is
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(TaskKind::ALL.iter().map(|k| k.name())))]
    pub kind: Option<String>,
    /// Who of that side
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
}

/// `task list`
#[derive(Debug, ClapArgs)]
pub struct TaskListArgs {
    /// Only this account's
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// Only ours, or only theirs
    #[arg(long, value_name = "SIDE")]
    pub owner: Option<Side>,
    /// Those that are done or dropped too
    #[arg(long)]
    pub all: bool,
}

/// `task done`, `task drop`
#[derive(Debug, ClapArgs)]
pub struct TaskEndArgs {
    /// The task's id from `task list` (#7 or 7)
    pub task: String,
    /// In words
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Which side.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum Side {
    /// We do it
    Us,
    /// They do it
    Them,
}

impl From<Side> for Owner {
    fn from(side: Side) -> Owner {
        match side {
            Side::Us => Owner::Us,
            Side::Them => Owner::Them,
        }
    }
}

/// `contact`
#[derive(Debug, ClapArgs)]
pub struct ContactArgs {
    /// What of it
    #[command(subcommand)]
    pub what: ContactWhat,
}

/// `contact …`
#[derive(Debug, Subcommand)]
pub enum ContactWhat {
    /// A new person at an account
    Add(ContactAddArgs),
    /// Change what is known of a person; an empty text takes a field away
    Edit(ContactEditArgs),
    /// The phone number turned out wrong
    WrongNumber(ContactArg),
    /// Mail came back
    Bounced(ContactArg),
    /// This is the one to ask for first
    Prefer(ContactArg),
}

/// A person of an account.
#[derive(Debug, ClapArgs)]
pub struct ContactArg {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The person's name, or a part of it that fits only one
    pub name: String,
}

/// `contact add`
#[derive(Debug, ClapArgs)]
pub struct ContactAddArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The person's name
    pub name: String,
    /// What they do there: AP, owner
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Their phone number
    #[arg(long, value_name = "PHONE")]
    pub phone: Option<String>,
    /// Their mail address
    #[arg(long, value_name = "EMAIL")]
    pub email: Option<String>,
    /// Their time zone (a city of it is enough)
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Ask for this one first
    #[arg(long)]
    pub preferred: bool,
    /// They decide about paying, or not
    #[arg(long, value_name = "ANSWER")]
    pub decides: Option<Decides>,
}

/// `contact edit`
#[derive(Debug, ClapArgs)]
pub struct ContactEditArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// The person's name, or a part of it that fits only one
    pub name: String,
    /// Another name
    #[arg(long, value_name = "NAME")]
    pub rename: Option<String>,
    /// What they do there
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// Their phone number; a new one takes a wrong-number mark away
    #[arg(long, value_name = "PHONE")]
    pub phone: Option<String>,
    /// Their mail address; a new one takes a bounce mark away
    #[arg(long, value_name = "EMAIL")]
    pub email: Option<String>,
    /// Their time zone (a city of it is enough); empty takes it away
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// They decide about paying, or not
    #[arg(long, value_name = "ANSWER")]
    pub decides: Option<Decides>,
}

/// Who decides about paying.
#[derive(Copy, Clone, PartialEq, Eq, Debug, ValueEnum)]
pub enum Decides {
    /// They do
    Yes,
    /// They said that they do not
    No,
    /// Nobody asked
    Unknown,
}

impl From<Decides> for Option<bool> {
    fn from(decides: Decides) -> Option<bool> {
        match decides {
            Decides::Yes => Some(true),
            Decides::No => Some(false),
            Decides::Unknown => None,
        }
    }
}

/// A stop on shipments, beside the stops on contact.
pub const CREDIT_HOLD: &str = "credit_hold";

/// `hold`
#[derive(Debug, ClapArgs)]
pub struct HoldArgs {
    /// The account's number, name, or a part of it that fits only one
    pub account: String,
    /// Why all contact stops; or credit_hold: nothing ships, calls go on
    #[arg(value_parser = PossibleValuesParser::new(HoldKind::ALL.map(HoldKind::name).into_iter().chain([CREDIT_HOLD])))]
    pub kind: String,
    /// Lift it; a bankruptcy only with a supervisor's word
    #[arg(long)]
    pub lift: bool,
    /// The supervisor who lifts it
    #[arg(long, value_name = "NAME", requires = "lift")]
    pub allowed_by: Option<String>,
    /// Why; a credit hold needs it
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// The number of the bankruptcy case
    #[arg(long = "case", value_name = "NUMBER")]
    pub case_number: Option<String>,
    /// The court that has it
    #[arg(long, value_name = "NAME")]
    pub court: Option<String>,
    /// The day it was filed
    #[arg(long, value_name = "DATE")]
    pub filed_on: Option<NaiveDate>,
    /// Who asked not to be contacted
    #[arg(long, value_name = "NAME")]
    pub asked_by: Option<String>,
    /// How they asked: by letter, on the phone
    #[arg(long = "how", value_name = "TEXT")]
    pub asked_how: Option<String>,
    /// The lawyer's name
    #[arg(long, value_name = "NAME")]
    pub attorney: Option<String>,
    /// The lawyer's phone: calls go there
    #[arg(long, value_name = "PHONE")]
    pub attorney_phone: Option<String>,
    /// The lawyer's mail address: letters go there
    #[arg(long, value_name = "EMAIL")]
    pub attorney_mail: Option<String>,
    /// Why now, although they were not told of the credit hold in time
    #[arg(long, value_name = "REASON")]
    pub anyway: Option<String>,
}

/// `find`
#[derive(Debug, ClapArgs)]
pub struct FindArgs {
    /// A name, number, phone, invoice, purchase order or amount
    pub text: String,
    /// Which open invoices of this account add up to the amount
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// `notes`
#[derive(Debug, ClapArgs)]
pub struct NotesArgs {
    /// Words that the note holds, or that its words begin with
    pub text: String,
    /// Only this account's
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}
