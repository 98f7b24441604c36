//! What a collector sees of an account before dialling: derived lines, ready to show. No layout, no colour.

mod lines;
mod talk;

pub use lines::*;
pub use talk::*;

use super::account::{Account, Contact};
use super::aging::Buckets;
use super::clocks::Clocks;
use super::credit::CreditFile;
use super::fee::FeesView;
use super::money::Minor;
use super::outbox::LetterMark;
use super::prep::file::FileSection;
use super::queue::{Gate, ReasonPoints};
use super::retry::Attempt;
use super::script::ScriptFacts;
use super::touch::Hold;
use super::verdict::Credibility;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a line of the brief should be read.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Broken, held.
    Bad,
    /// Due, late.
    Warn,
    /// Kept.
    Good,
    /// Just worth knowing.
    Plain,
}

/// One fact worth knowing before dialling.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BriefLine {
    /// How to read it.
    pub tone: Tone,
    /// The fact, one sentence without a full stop.
    pub text: String,
}

/// The whole prep of an account as of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Prep {
    /// As of.
    pub as_of: NaiveDate,
    /// Who.
    pub account: Account,
    /// Gross open.
    pub open: Minor,
    /// Gross past due.
    pub past_due: Minor,
    /// What may be asked for.
    pub collectible: Minor,
    /// Open credits and unapplied cash, at most zero.
    pub unapplied: Minor,
    /// Gross by age.
    pub buckets: Buckets,
    /// Why it is in the queue, strongest first.
    pub reasons: Vec<ReasonPoints>,
    /// Why it is not.
    pub gate: Option<Gate>,
    /// Three to six facts, most important first.
    pub brief: Vec<BriefLine>,
    /// The letter that was refused or may not have arrived, while none has gone in its place.
    pub undelivered: Option<LetterMark>,
    /// The people.
    pub contacts: Vec<Contact>,
    /// What reports say otherwise than it was typed here, not decided yet; the ledger fills it in.
    pub questions: Vec<QuestionLine>,
    /// Open invoices, oldest due first.
    pub invoices: Vec<InvoiceLine>,
    /// Credits, newest first.
    pub credits: Vec<CreditLine>,
    /// Payments, newest first.
    pub payments: Vec<PaymentLine>,
    /// Promises, newest first.
    pub promises: Vec<PromiseLine>,
    /// Touches and notes, newest first.
    pub notes: Vec<NoteLine>,
    /// Open tasks, ours first.
    pub tasks: Vec<TaskLine>,
    /// Claims that have not come.
    pub claims: Vec<ClaimLine>,
    /// The live follow-up.
    pub follow_up: Option<FollowUpLine>,
    /// Open disputes, oldest first.
    pub disputes: Vec<DisputeLine>,
    /// Disputes that have ended, newest first.
    pub settled: Vec<SettledLine>,
    /// Fees: posted, and what may be.
    pub fees: FeesView,
    /// Plans that are not done, newest first.
    pub plans: Vec<PlanLine>,
    /// Waivers, newest first.
    pub waivers: Vec<WaiverLine>,
    /// What is on file besides, section by section; empty sections are left out.
    pub file: Vec<FileSection>,
    /// What it may owe, what it owes, and on which terms it buys.
    pub credit: CreditFile,
    /// The stop in force with what is known of it.
    pub hold: Option<Hold>,
    /// How far the account's word goes.
    pub word: Credibility,
    /// How far the word of each person goes who gave a promise whose outcome is known.
    pub words: Vec<ContactWord>,
    /// Calls, for proposing another hour after one that reached nobody (`domain::retry`), newest first.
    pub attempts: Vec<Attempt>,
    /// The ladder, what they were told, placement, jobs.
    pub clocks: Clocks,
    /// What the script is filled from.
    pub script: ScriptFacts,
    /// The safety line.
    pub safety: Safety,
    /// The mail address of the salesperson; the ledger fills it in.
    pub sales_mail: Option<String>,
}
