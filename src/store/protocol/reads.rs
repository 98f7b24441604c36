//! What can be asked, and the shape of the answers: plain data, ready to show.

use crate::domain::account::Account;
use crate::domain::facts::Facts;
use crate::domain::ids::{AccountId, BatchId, DocumentId, EventSeq, TouchId};
use crate::domain::money::{Currency, Minor};
use crate::domain::promise::Promise;
use crate::domain::queue::{Gate, QueueRow, Reason, ReasonPoints};
use crate::domain::task::TaskKind;
use crate::domain::touch::{Channel, Method, Owner};
use crate::domain::verdict::{Credibility, Group, Judgement, Turn, Verdict};
use crate::domain::view::{BriefLine, ContactWord, PromiseRow, TaskLine};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What to show of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueueAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// The first row, from 0.
    pub offset: usize,
    /// At most so many rows; 0 = all.
    pub limit: usize,
    /// Only accounts with this reason.
    pub reason: Option<Reason>,
    /// Only this collector's (accounts without one belong to everybody).
    pub collector: Option<String>,
    /// Only accounts whose name, number, phone or contact holds all these words.
    pub filter: String,
}

/// A page of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueuePage {
    /// Its rows.
    pub rows: Vec<QueueRow>,
    /// All rows that fit the question.
    pub total: usize,
    /// How many there are per reason (strongest reason), for the filter's counts.
    pub by_reason: Vec<(Reason, usize)>,
}

/// Why an account is or is not in the queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Why {
    /// Which account.
    pub account: Account,
    /// What keeps it out, if anything.
    pub gate: Option<Gate>,
    /// What speaks for it, strongest first.
    pub reasons: Vec<ReasonPoints>,
    /// Its rank, when it is in.
    pub rank: Option<u32>,
    /// What the queue knows of it.
    pub facts: Facts,
    /// A letter of ours that did not arrive, or may not have.
    #[serde(default)]
    pub mail: Option<BriefLine>,
}

/// The line at the top of the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Status {
    /// The ledger's name (the company's).
    pub company: String,
    /// The book's currency.
    pub currency: Currency,
    /// Accounts in the ledger; 0 = nothing imported yet.
    pub accounts: u64,
    /// The date of the newest report.
    pub thru: Option<NaiveDate>,
    /// Gross past due in the book's currency.
    pub past_due: Minor,
    /// What live promises bring by the end of this week (Sunday), the book's currency.
    pub promised_this_week: Minor,
    /// Live promises.
    pub promises_live: u64,
    /// Promises that are due today, late, light or broken and not made good.
    pub promises_alert: u64,
    /// Promises that were not kept and wait for a decision, and what waits for an approval.
    pub review: u64,
    /// Calls saved so far in this ledger (the first-use hint goes away after one).
    pub calls_saved: u64,
    /// What each collector did that day, in calls.
    #[serde(default)]
    pub pulses: Vec<Pulse>,
    /// The instant of the newest entry.
    #[serde(default)]
    pub last_entry: Option<DateTime<Utc>>,
}

/// A collector's day so far.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pulse {
    /// Who.
    pub by: String,
    /// Calls, in and out.
    pub calls: u64,
    /// Those in which the right person was reached.
    pub talks: u64,
    /// Promises taken.
    pub promises: u64,
    /// And their money, the book's currency.
    pub promised: Minor,
}

/// Which promises to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// Only with this verdict.
    pub verdict: Option<Verdict>,
    /// By-when date on or after.
    pub from: Option<NaiveDate>,
    /// By-when date on or before.
    pub to: Option<NaiveDate>,
    /// Only this account's.
    pub account: Option<AccountId>,
}

/// Which promises the screen shows, and which page of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseBoardAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// By-when date on or after.
    pub from: Option<NaiveDate>,
    /// By-when date on or before.
    pub to: Option<NaiveDate>,
    /// Only what became of so (the calendar and the counts are over all).
    pub group: Option<Group>,
    /// Only for this day (the calendar and the counts are over all).
    pub day: Option<NaiveDate>,
    /// Only of this collector's accounts.
    pub collector: Option<String>,
    /// Only paid in this way.
    pub method: Option<Method>,
    /// The first row, from 0.
    pub offset: usize,
    /// At most so many rows.
    pub limit: usize,
}

/// A page of the promises, grouped by what became of them; and what they come to by group and by day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseBoard {
    /// The page, in the order of the groups.
    pub rows: Vec<PromiseBrief>,
    /// The index of its first row.
    pub offset: usize,
    /// All rows that fit the question.
    pub total: usize,
    /// What each group comes to, with the filters of collector and method only.
    pub groups: Vec<(Group, Currency, PromiseSum)>,
    /// What each day comes to, likewise, in order.
    pub days: Vec<(NaiveDate, Group, Currency, PromiseSum)>,
    /// Everybody who has accounts.
    pub collectors: Vec<String>,
}

/// Promises added up.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PromiseSum {
    /// How many.
    pub count: usize,
    /// What was promised.
    pub amount: Minor,
    /// What of it is missing.
    pub short: Minor,
    /// How many of them have something over their verdict: money said to be under way, a part on dispute.
    #[serde(default)]
    pub overlaid: usize,
}

/// A promise in the list: judged, without the sentence (`Request::PromiseDetail` has it).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseBrief {
    /// Whose account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// The record.
    pub promise: Promise,
    /// The verdict.
    pub judgement: Judgement,
}

/// One promise with everything that is known of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseDetail {
    /// The promise, judged and explained.
    pub row: PromiseRow,
    /// How its verdict came about, oldest first.
    pub history: Vec<Turn>,
    /// How far the word of whoever gave it goes.
    pub contact_word: Option<ContactWord>,
    /// How far the account's word goes.
    pub account_word: Credibility,
    /// Claims of money under way of the account that never came.
    pub claims_missing: u32,
}

/// Which tasks to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TaskAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// Only ours, or only theirs.
    pub owner: Option<Owner>,
    /// Only this account's.
    pub account: Option<AccountId>,
    /// Those that are done or dropped too.
    pub ended: bool,
}

/// Which of what we promised the screen shows, and which page of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TaskBoardAsk {
    /// The day.
    pub as_of: NaiveDate,
    /// Due on or after.
    pub from: Option<NaiveDate>,
    /// Due on or before.
    pub to: Option<NaiveDate>,
    /// Only what became of so (the calendar and the counts are over all).
    pub group: Option<Group>,
    /// Only for this day (the calendar and the counts are over all).
    pub day: Option<NaiveDate>,
    /// Only of this collector's accounts.
    pub collector: Option<String>,
    /// Only this kind of thing.
    pub kind: Option<TaskKind>,
    /// The first row, from 0.
    pub offset: usize,
    /// At most so many rows.
    pub limit: usize,
}

/// A page of what we promised, grouped by what became of it; and how much there is by group and by day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TaskBoard {
    /// The page, in the order of the groups.
    pub rows: Vec<TaskRow>,
    /// The index of its first row.
    pub offset: usize,
    /// All rows that fit the question.
    pub total: usize,
    /// How many of each group, with the filters of collector, kind and days only.
    pub groups: Vec<(Group, usize)>,
    /// How many of each day, likewise, in order.
    pub days: Vec<(NaiveDate, Group, usize)>,
    /// The kinds of things that were ever promised.
    pub kinds: Vec<TaskKind>,
    /// Everybody who has accounts.
    pub collectors: Vec<String>,
}

/// A task with its account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaskRow {
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// The task, judged.
    pub line: TaskLine,
}

/// A note that a search has found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoteHit {
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// Which touch.
    pub touch: TouchId,
    /// The civil day.
    pub on: NaiveDate,
    /// Whose.
    pub by: String,
    /// How.
    pub channel: Channel,
    /// The text.
    pub note: String,
    /// What next step was told.
    pub told: Option<String>,
}

/// What a search has found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hit {
    /// Which account.
    pub account: AccountId,
    /// Its number or name.
    pub label: String,
    /// Its name.
    pub name: String,
    /// What matched: `invoice SI-10432`, `phone (503) 555-0142`, `9,200.00 open`.
    pub matched: String,
    /// Gross past due.
    pub past_due: Minor,
    /// Its currency.
    pub currency: Currency,
}

/// A payment that a text may mean.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaymentHit {
    /// Which payment.
    pub payment: DocumentId,
    /// From whom.
    pub name: String,
    /// Its number, may be empty.
    pub number: String,
    /// Check or trace number.
    pub reference: Option<String>,
    /// Its effective day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Minor,
    /// Its currency.
    pub currency: Currency,
    /// It was taken back already.
    pub reversed: bool,
}

/// An act that can be undone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EventLine {
    /// Its position in the log.
    pub seq: EventSeq,
    /// When.
    pub at: DateTime<Utc>,
    /// For which day.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// In words: `promise of 5,000.00 by Fri 27 Nov from Harbor Framing LLC`.
    pub what: String,
    /// Undone by that act.
    pub undone_by: Option<EventSeq>,
    /// It is itself an undo.
    pub is_undo: bool,
}

/// A past import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BatchLine {
    /// Which.
    pub id: BatchId,
    /// When.
    pub at: DateTime<Utc>,
    /// Its files.
    pub files: Vec<String>,
    /// The report's day.
    pub as_of: Option<NaiveDate>,
    /// In words: `12 new, 7 changed, 6 closed`.
    pub summary: String,
    /// It was undone.
    pub undone: bool,
    /// Its position in the log: what an undo names.
    pub event: EventSeq,
    /// Who imported it.
    pub by: String,
    /// The profile that read each file.
    pub profiles: Vec<String>,
    /// Documents that it brought.
    pub documents: u64,
    /// The report's own total differed, and it was imported all the same.
    pub mismatch_taken: bool,
    /// Who undid it, and when.
    pub undone_by: Option<(String, DateTime<Utc>)>,
}
