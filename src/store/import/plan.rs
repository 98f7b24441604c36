//! What an import is going to write, worked out before anything is written: the preview is this plan, the commit carries it out.
//!
//! Law: plain data. Rows of the files are referred to by index, because a first import holds millions of them.

use crate::domain::document::DocumentKind;
use crate::domain::ids::{AccountId, ContactId, DocumentId, QuestionId};
use crate::domain::money::{Currency, Minor};
use crate::domain::staged::{StagedAccount, StagedDocument, StagedFile, StagedPayment};
use crate::store::fields::Field;
use crate::store::protocol::ImportReport;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// An account that the files name.
#[derive(Clone, Debug)]
pub(super) struct Slot<'a> {
    /// The ledger has it.
    pub known: Option<AccountId>,
    /// Its number in the files.
    pub number: Option<&'a str>,
    /// Its name in the files; the number where they give none.
    pub name: &'a str,
    /// The customer has an account in another currency: this one's name says which it is.
    pub second: bool,
    /// Accounts that bear a name which was said to mean this one: what stands there moves here as the files list it.
    pub gives_way: Vec<AccountId>,
    /// What it is billed in.
    pub currency: Currency,
    /// The ledger knows it by name only: give it the number.
    pub attach_number: bool,
}

/// Which account, by position in `Plan::slots`.
pub(super) type SlotNo = u32;

/// One end of an application.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Node {
    /// A document that the ledger has.
    Known(DocumentId),
    /// A document row of the files, by position in `Plan::documents`.
    Row(u32),
    /// A payment of the files, by position in `Plan::payments`.
    Payment(u32),
}

/// A document row of the files.
#[derive(Clone, Debug)]
pub(super) struct DocumentPlan<'a> {
    /// The row.
    pub row: &'a StagedDocument,
    /// In which file.
    pub file: u16,
    /// Whose.
    pub slot: SlotNo,
    /// What is to be done, in one word: `Plan::action` reads it.
    pub step: Step,
    /// What the plan applies to or from it.
    pub applied: Minor,
    /// The newest day on which the plan moves it.
    pub last_move: NaiveDate,
}

/// What is to be done with a document row, in four bytes: a first import holds millions of them, and knows none.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Step(u32);

impl Step {
    /// Not in the ledger yet.
    pub const NEW: Step = Step(0);
    /// Nothing.
    pub const SKIP: Step = Step(1);
    /// The first that names a row of `Plan::known`.
    const KNOWN: u32 = 2;

    /// What it means; `known` is the plan's.
    pub fn action(self, known: &[(DocumentId, Minor)]) -> Action {
        match self {
            Step::NEW => Action::New,
            Step::SKIP => Action::Skip,
            Step(n) => match known.get((n - Step::KNOWN) as usize) {
                Some(&(id, open)) => Action::Known { id, open },
                None => Action::Skip,
            },
        }
    }
}

/// What is to be done with a document row.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) enum Action {
    /// Not in the ledger yet.
    New,
    /// In the ledger, with that much open.
    Known {
        /// Which.
        id: DocumentId,
        /// What is open on it.
        open: Minor,
    },
    /// Nothing: settled before we saw it, or a repetition.
    Skip,
}

/// A payment of the files.
#[derive(Clone, Debug)]
pub(super) struct PaymentPlan<'a> {
    /// The payment.
    pub row: &'a StagedPayment,
    /// In which file.
    pub file: u16,
    /// Whose.
    pub slot: SlotNo,
    /// The ledger has it: nothing is written.
    pub known: bool,
    /// What the plan applies from it.
    pub applied: Minor,
    /// The newest day on which the plan moves it.
    pub last_move: NaiveDate,
}

/// A node in one word: a first import holds millions. Documents of the ledger count from 1, the others take turns below zero.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Packed(i64);

impl From<Node> for Packed {
    fn from(node: Node) -> Packed {
        Packed(match node {
            Node::Known(id) => id.0,
            Node::Row(d) => -1 - 2 * i64::from(d),
            Node::Payment(p) => -2 - 2 * i64::from(p),
        })
    }
}

impl Packed {
    /// The node.
    pub fn node(self) -> Node {
        let at = |n: i64| u32::try_from(n / 2).unwrap_or(u32::MAX);
        match self.0 {
            id @ 0.. => Node::Known(DocumentId(id)),
            row if row % 2 != 0 => Node::Row(at(-1 - row)),
            payment => Node::Payment(at(-2 - payment)),
        }
    }
}

/// Part of a credit-side document that settles part of a debit-side one.
#[derive(Copy, Clone, Debug)]
pub(super) struct ApplicationPlan {
    /// From.
    pub from: Packed,
    /// To.
    pub to: Packed,
    /// How much.
    pub amount: Minor,
    /// From this day on.
    pub on: NaiveDate,
}

/// A row that no file states: what must have happened for the stated balance to be true. Wholly applied to or from its target.
#[derive(Copy, Clone, Debug)]
pub(super) struct Presumed {
    /// `SettledEarlier`, `PresumedCash` or `PresumedUse`.
    pub kind: DocumentKind,
    /// Whose.
    pub account: Whose,
    /// What it settles or uses.
    pub target: Node,
    /// How much.
    pub amount: Minor,
    /// Dated so.
    pub on: NaiveDate,
    /// The earlier end of the span.
    pub from_on: Option<NaiveDate>,
    /// A fall between two reports: a credit that fell at the same account may explain it.
    pub fell: bool,
    /// The invoice that it waits for.
    pub awaited: Option<Awaited>,
}

/// The invoice that a payment or credit names and the ledger does not hold (yet): what is used on it is found again when it comes.
#[derive(Copy, Clone, Debug)]
pub(super) enum Awaited {
    /// Of that part of that payment.
    Part(u32, u32),
    /// Of that credit row.
    Credit(u32),
    /// That document row itself: part of what it was awaited with is left over.
    Row(u32),
}

/// A document that the newest complete list does not hold any more.
#[derive(Clone, Debug)]
pub(super) struct Closed {
    /// Its number.
    pub number: String,
    /// What was open on it.
    pub open: Minor,
    /// Debit side.
    pub raises: bool,
    /// Whose.
    pub account: AccountId,
    /// Its age on the new list's day: 0 not due, then by thirty days, 4 beyond ninety.
    pub age: usize,
}

/// What a complete list could have closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Closable {
    /// Gross open money.
    pub money: i128,
    /// Documents.
    pub count: u64,
    /// Their accounts.
    pub accounts: HashSet<AccountId>,
    /// Receivables by age, as in `Closed::age`.
    pub ages: [u64; 5],
}

/// The age of a receivable on a day, as in `Closed::age`.
pub(super) fn age(due: NaiveDate, day: NaiveDate) -> usize {
    match (day - due).num_days() {
        ..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}

/// An account by slot or id: closed documents may be of accounts that no file names any more.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Whose {
    /// Of the files.
    Slot(SlotNo),
    /// Of the ledger.
    Known(AccountId),
}

/// A document taken back.
#[derive(Clone, Debug)]
pub(super) struct ReversalPlan {
    /// Which.
    pub id: DocumentId,
    /// Whose.
    pub account: AccountId,
    /// From this day on.
    pub on: NaiveDate,
    /// Why.
    pub reason: &'static str,
}

/// A changed amount.
#[derive(Copy, Clone, Debug)]
pub(super) struct RestatementPlan {
    /// Which.
    pub id: DocumentId,
    /// Whose.
    pub account: AccountId,
    /// By how much.
    pub delta: Minor,
    /// From this day on.
    pub on: NaiveDate,
    /// `face` or `balance`.
    pub what: &'static str,
}

/// A field of a known document that takes another value.
#[derive(Clone, Debug)]
pub(super) struct DocumentChange {
    /// Which document.
    pub id: DocumentId,
    /// Whose.
    pub account: AccountId,
    /// Which field.
    pub field: Field,
    /// Its new value.
    pub after: String,
}

/// What a row of a customers file changes.
#[derive(Clone, Debug)]
pub(super) struct CustomerPlan<'a> {
    /// Whose.
    pub slot: SlotNo,
    /// In which file.
    pub file: u16,
    /// Fields with their new values.
    pub fields: Vec<(Field, String)>,
    /// The people named in the row, where new or changed.
    pub contacts: Vec<ContactPlan<'a>>,
    /// What a person typed otherwise.
    pub questions: Vec<QuestionPlan>,
}

/// A person that a row of a customers file names.
#[derive(Clone, Debug)]
pub(super) enum ContactPlan<'a> {
    /// Not in the ledger: the name, phone and mail address.
    New(&'a str, Vec<(Field, &'a str)>),
    /// In the ledger, with other values.
    Known(ContactId, Vec<(Field, &'a str)>),
}

/// A value that differs from what a person typed.
#[derive(Clone, Debug)]
pub(super) struct QuestionPlan {
    /// Which field.
    pub field: Field,
    /// Of which row.
    pub id: i64,
    /// What stands here.
    pub mine: String,
    /// What the file says.
    pub theirs: String,
    /// The question about another value that it takes the place of.
    pub replaces: Option<QuestionId>,
}

/// Everything that an import is going to write.
pub(super) struct Plan<'a> {
    /// The files.
    pub files: &'a [StagedFile],
    /// The accounts that they name.
    pub slots: Vec<Slot<'a>>,
    /// Rows of customers files: file, row, slot.
    pub customers: Vec<(u16, &'a StagedAccount, SlotNo)>,
    /// Document rows.
    pub documents: Vec<DocumentPlan<'a>>,
    /// Documents of the ledger that rows were matched with, with what is open on them: `Step` refers to them by position.
    pub known: Vec<(DocumentId, Minor)>,
    /// Payments.
    pub payments: Vec<PaymentPlan<'a>>,
    /// Applications.
    pub applications: Vec<ApplicationPlan>,
    /// Presumed rows.
    pub presumed: Vec<Presumed>,
    /// Reversals.
    pub reversals: Vec<ReversalPlan>,
    /// Presumptions among them that gave way to what explains them.
    pub gave_way: HashSet<DocumentId>,
    /// What is left of presumptions that gave way: by invoice, the position in `presumed` and the day as of which it was seen.
    pub left_over: HashMap<DocumentId, Vec<(usize, NaiveDate)>>,
    /// Changed amounts.
    pub restatements: Vec<RestatementPlan>,
    /// Rows that the source took back, with the account of the ledger and their file.
    pub voided: Vec<(u16, AccountId, &'a StagedDocument)>,
    /// Changed fields.
    pub changes: Vec<DocumentChange>,
    /// What earlier steps of the plan change about the open amount of known documents: new face, presumptions that gave way.
    pub adjusted: HashMap<DocumentId, Minor>,
    /// What the plan applies to or from known documents that no row states.
    pub used: HashMap<DocumentId, Minor>,
    /// Known documents that have more open than we thought: open again, or raised.
    pub risen: HashSet<DocumentId>,
    /// Rows that a payment typed here is ahead of: position, account, by how much.
    pub ahead: Vec<(usize, AccountId, Minor)>,
    /// What is missing from a complete list.
    pub closed: Vec<Closed>,
    /// What a complete list could have closed, before it.
    pub closable: Closable,
    /// What rows of customers files change.
    pub people: Vec<CustomerPlan<'a>>,
    /// Every file was imported before, byte for byte.
    pub same_files: bool,
    /// The set holds a complete list of open items.
    pub is_snapshot: bool,
    /// The day of the report.
    pub as_of: Option<NaiveDate>,
    /// From which day on changes count: the report's, else the act's.
    pub day: NaiveDate,
    /// The newest complete list before this one.
    pub prior_as_of: Option<NaiveDate>,
    /// The ledger holds no document yet.
    pub first: bool,
    /// What is told to the user.
    pub report: ImportReport,
}

impl Plan<'_> {
    /// What is to be done with a document row.
    pub fn action(&self, document: &DocumentPlan<'_>) -> Action {
        document.step.action(&self.known)
    }

    /// A document row was matched with a document of the ledger.
    pub fn is_known(&mut self, at: usize, id: DocumentId, open: Minor) {
        // Rows have numbers below 2^32, and each is matched once.
        self.documents[at].step = Step(Step::KNOWN + self.known.len() as u32);
        self.known.push((id, open));
    }

    /// Money that nothing here explains is used up: on an invoice that it waits for, or on what no row names.
    pub fn use_up(
        &mut self,
        account: Whose,
        target: Node,
        amount: Minor,
        on: NaiveDate,
        awaited: Option<Awaited>,
    ) {
        if amount.is_positive() {
            self.presumed.push(Presumed {
                kind: DocumentKind::PresumedUse,
                account,
                target,
                amount,
                on,
                from_on: None,
                fell: false,
                awaited,
            });
        }
    }

    /// The number of an awaited invoice.
    pub fn awaited_number(&self, awaited: Awaited) -> Option<&str> {
        match awaited {
            Awaited::Part(payment, part) => {
                let row = self.payments[payment as usize].row;
                row.applications
                    .get(part as usize)
                    .map(|a| a.invoice.as_str())
            }
            Awaited::Credit(d) => self.documents[d as usize].row.said.applies_to.as_deref(),
            Awaited::Row(d) => Some(self.documents[d as usize].row.number.as_str()),
        }
    }

    /// Documents that will be inserted, and the sum of their amounts: the batch's control totals.
    pub fn totals(&self) -> (i64, i128) {
        let (mut count, mut sum) = (0i64, 0i128);
        let mut add = |amount: Minor| {
            count += 1;
            sum += i128::from(amount.get());
        };
        for d in self.documents.iter().filter(|d| d.step == Step::NEW) {
            add(d.amount());
        }
        for p in self.payments.iter().filter(|p| !p.known) {
            add(p.row.amount);
        }
        for p in &self.presumed {
            add(p.amount);
        }
        (count, sum)
    }
}

impl DocumentPlan<'_> {
    /// The amount that a new document is written with: never below what is open.
    pub fn amount(&self) -> Minor {
        self.row.amount.max(self.row.open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_comes_back_out_of_one_word() {
        for n in [0, 1, 2, 3, 1_000_001, u32::MAX] {
            for node in [
                Node::Row(n),
                Node::Payment(n),
                Node::Known(DocumentId(i64::from(n) + 1)),
            ] {
                assert_eq!(Packed::from(node).node(), node);
            }
        }
    }
}
