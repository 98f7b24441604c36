//! Which forms there are, and what their fields are called.
//!
//! Law: names only. `form` holds what was typed, `answers` opens the forms of a call and reads them, `ui::form` draws them.

use super::remedies::{self, RemedyKind};
use crate::domain::ids::DocumentId;
use crate::domain::review::Decision;
use serde::{Deserialize, Serialize};

/// What a form is for.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FormKind {
    /// A promise with a date.
    Promise,
    /// A promise for today.
    Today,
    /// Money said to be under way.
    Claim,
    /// A date to come back.
    FollowUp,
    /// They gave no date: today, else a day, else a day to talk again.
    Vague,
    /// A claim of before has not come: trace it, or have it sent again.
    OldClaim,
    /// They have no invoice: to send it again.
    Send,
    /// They contest invoices.
    Dispute,
    /// A paper that we owe them.
    Paper,
    /// It waits for an approval or a pay run.
    Wait,
    /// A part now, the rest in instalments.
    Plan,
    /// A fee or finance charge given up if they pay by a day.
    Waiver,
    /// Retainage, or paid when they are paid.
    Holdback,
    /// Somebody else pays, or the number is wrong.
    Person,
    /// What stands in the way, and what is done about it.
    Barrier,
    /// A task is done, or no longer needed.
    EndTask,
    /// Nobody was reached: when to try again.
    Retry,
    /// A note.
    Note,
    /// What next step was told to the customer.
    Told,
    /// Why to call in spite of a limit.
    CallAnyway,
    /// The same, where a supervisor must allow it.
    Supervised,
    /// What a supervisor decides about a promise that was not kept.
    Decide(Decision),
    /// A supervisor's yes or no.
    Answer(bool),
    /// A collector asks for a placement or a write-off.
    Ask,
    /// Which accounts of a collector go to whom.
    Assign,
    /// Who covers an absence.
    Away,
    /// A supervisor rules what a promise counts as.
    Rule,
    /// Something of the list of remedies.
    Remedy(RemedyKind),
    /// Into which file a report goes.
    Export,
}

impl FormKind {
    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            FormKind::Promise => "Promise",
            FormKind::Today => "Pays today",
            FormKind::Claim => "Already sent it",
            FormKind::FollowUp => "Follow-up",
            FormKind::Vague => "No date yet",
            FormKind::OldClaim => "Already sent it, and it has not come",
            FormKind::Send => "Send it again",
            FormKind::Dispute => "Disputes it",
            FormKind::Paper => "Paperwork that we owe",
            FormKind::Wait => "It waits on their side",
            FormKind::Plan => "Cash is short: a part now, the rest dated",
            FormKind::Waiver => "Waive it, if paid by a day",
            FormKind::Holdback => "Held back",
            FormKind::Person => "Wrong person",
            FormKind::Barrier => "What stands in the way",
            FormKind::EndTask => "Task done",
            FormKind::Retry => "Try again",
            FormKind::Note => "Note",
            FormKind::Told => "Next step told to them",
            FormKind::CallAnyway => "Call all the same?",
            FormKind::Supervised => "Only with a supervisor",
            FormKind::Decide(Decision::CallBack) => "Call back",
            FormKind::Decide(Decision::SupervisorCalls) => "I call them",
            FormKind::Decide(Decision::NewTerms) => "New terms",
            FormKind::Decide(Decision::CreditHold) => "Credit hold",
            FormKind::Decide(Decision::Notice) => "Notice or lien",
            FormKind::Decide(Decision::Place) => "Place with an agency",
            FormKind::Decide(Decision::OurFault) => "Our fault",
            FormKind::Decide(Decision::Accept) => "Accept",
            FormKind::Answer(true) => "Approve",
            FormKind::Answer(false) => "Decline",
            FormKind::Ask => "Ask the supervisor",
            FormKind::Assign => "Reassign",
            FormKind::Away => "Away",
            FormKind::Rule => "What the promise counts as",
            FormKind::Remedy(kind) => remedies::row(kind).map_or("", |r| r.title),
            FormKind::Export => "Report into a file",
        }
    }
}

/// Which field.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FieldName {
    /// A day by which.
    ByWhen,
    /// Money.
    Amount,
    /// How it is paid.
    Method,
    /// Check or trace number.
    Reference,
    /// The day that it left.
    MailedOn,
    /// A day to come back.
    ComeBack,
    /// Why it is done although a rule warns.
    Anyway,
    /// Why.
    Reason,
    /// They asked for it.
    TheyAsked,
    /// Free text.
    Text,
    /// Why to call all the same.
    WhyCall,
    /// The supervisor who allows it.
    AllowedBy,
    /// How an amount is laid over the invoices.
    Spread,
    /// What of one invoice.
    Part(DocumentId),
    /// The address that it was sent to.
    MailedTo,
    /// What is done next.
    Then,
    /// How it is sent.
    Delivery,
    /// Where to.
    SendTo,
    /// By when a task is due.
    DueOn,
    /// Which of a list.
    Which,
    /// In words.
    Words,
    /// Who answers or does it.
    Owner,
    /// Who of theirs.
    Who,
    /// What can be paid today.
    Now,
    /// In how many parts the rest comes, or the parts themselves.
    Parts,
    /// The day of the first of them.
    FirstOn,
    /// The time between them.
    Every,
    /// What is waived.
    Waive,
    /// Until when it is held back.
    Until,
    /// Who pays them.
    Payer,
    /// A person's name.
    Name,
    /// What they do there.
    Role,
    /// Their number.
    Phone,
    /// Their mail address.
    Mail,
    /// A barrier.
    Barrier,
    /// Whose task it is.
    TaskOf,
    /// What is to be done.
    Task,
    /// What a promise counts as.
    Ruled,
    /// A file.
    File,
}

impl FieldName {
    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            FieldName::ByWhen => "by when",
            FieldName::Amount => "amount",
            FieldName::Method => "how",
            FieldName::Reference => "number",
            FieldName::MailedOn => "sent on",
            FieldName::ComeBack => "on",
            FieldName::Anyway => "if not told",
            FieldName::Reason => "about",
            FieldName::TheyAsked => "who asks",
            FieldName::Text => "text",
            FieldName::WhyCall => "because",
            FieldName::AllowedBy => "allowed by",
            FieldName::Spread => "spread",
            FieldName::Part(_) => "invoice",
            FieldName::MailedTo => "mailed to",
            FieldName::Then => "then",
            FieldName::Delivery => "how",
            FieldName::SendTo => "to",
            FieldName::DueOn => "by",
            FieldName::Which => "which",
            FieldName::Words => "in words",
            FieldName::Owner => "answers",
            FieldName::Who => "who",
            FieldName::Now => "today",
            FieldName::Parts => "rest in",
            FieldName::FirstOn => "from",
            FieldName::Every => "every",
            FieldName::Waive => "waive",
            FieldName::Until => "until",
            FieldName::Payer => "who pays",
            FieldName::Name => "name",
            FieldName::Role => "role",
            FieldName::Phone => "phone",
            FieldName::Mail => "mail",
            FieldName::Barrier => "barrier",
            FieldName::TaskOf => "task of",
            FieldName::Task => "task",
            FieldName::Ruled => "counts as",
            FieldName::File => "file",
        }
    }

    /// True where a day is typed.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(
            self,
            FieldName::ByWhen
                | FieldName::ComeBack
                | FieldName::MailedOn
                | FieldName::DueOn
                | FieldName::FirstOn
                | FieldName::Until
        )
    }

    /// True where money is typed.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            FieldName::Amount | FieldName::Now | FieldName::Waive | FieldName::Part(_)
        )
    }

    /// True where a sentence is typed rather than a day, an amount or a number.
    #[must_use]
    pub const fn is_sentence(self) -> bool {
        matches!(
            self,
            FieldName::Reason
                | FieldName::Anyway
                | FieldName::WhyCall
                | FieldName::MailedTo
                | FieldName::SendTo
                | FieldName::Words
                | FieldName::Task
                | FieldName::Mail
                | FieldName::Payer
                | FieldName::Name
                | FieldName::Who
                | FieldName::Owner
                | FieldName::File
        )
    }
}
