//! Questions to the store: what each was, so that its answer finds its place; numbered, a newer one makes an older one of its kind void.

use super::Model;
use super::msg::{Effect, Writing};
use crate::domain::ids::{AccountId, RequestId};
use crate::domain::inbound::Sense;
use crate::domain::outbox::LetterKind;
use crate::store::protocol::{Intent, Request};
use chrono::NaiveDate;

/// What a question was, so that its answer finds its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// The line at the top.
    Status,
    /// A page of the queue from this row.
    Queue(usize),
    /// A prep.
    Prep(AccountId),
    /// The prep of an account that is not beside the queue.
    LookedAt,
    /// Why; for the overlay, or to land on the account (and open a call there: they called).
    Why { land: Option<bool> },
    /// Hits.
    Find,
    /// Notes.
    Notes,
    /// A page of the promises.
    Promises,
    /// A page of the supervisor's inbox from this row.
    Review(usize),
    /// What waits for an approval.
    Approvals,
    /// What was decided.
    Decided,
    /// Disputes and deductions.
    Cases,
    /// What runs out when.
    Lane,
    /// Whose accounts are whose.
    Collectors,
    /// What a plan to move accounts comes to.
    Moves,
    /// A step of a report.
    Report,
    /// A step of the close of that day.
    Close(NaiveDate),
    /// What fees may be posted at all accounts; the form opens for this one.
    AllFees(AccountId),
    /// The outbox.
    Outbox,
    /// What the letter of a request is made of.
    LetterOf(RequestId),
    /// What a letter to any account is made of.
    LetterFor(LetterKind),
    /// The letter that is to go again.
    LetterAgain,
    /// Which accounts a mail is about.
    TheirMail,
    /// The account that a mail's form is for.
    MailPrep(Sense),
    /// What we promised.
    OurPromises,
    /// One promise with its sentence.
    PromiseDetail,
    /// Did others write?
    Changed,
    /// The day was turned.
    Turn,
    /// Ways to go on with a path.
    Paths,
    /// Who is here.
    Here,
    /// Files.
    Files,
    /// The beginning of a file, read by a mapping.
    Preview,
    /// A mapping to be saved.
    Saving,
    /// Rows held back.
    Rejects,
    /// Past imports.
    Batches,
    /// Customers who read alike.
    Alike,
    /// What an undo would take back.
    LastAct,
    /// A write.
    Write(Writing),
}

impl Asked {
    /// A newer question of the same kind makes an older one void. Writes never are.
    fn voids(&self, older: &Asked) -> bool {
        !matches!(self, Asked::Write(_))
            && std::mem::discriminant(self) == std::mem::discriminant(older)
    }
}

impl Model {
    pub(crate) fn is_awaited_write(&self, seq: u64) -> bool {
        self.pending
            .iter()
            .any(|(s, a)| *s == seq && matches!(a, Asked::Write(_)))
    }

    pub(crate) fn is_asked_as(&self, seq: u64, what: impl Fn(&Asked) -> bool) -> bool {
        self.pending.iter().any(|(s, a)| *s == seq && what(a))
    }

    pub(crate) fn is_asked(&self, what: impl Fn(&Asked) -> bool) -> bool {
        self.pending.iter().any(|(_, a)| what(a))
    }

    /// Numbers a question.
    pub(crate) fn number(&mut self, asked: Asked) -> u64 {
        let seq = self.next;
        self.next += 1;
        self.pending.retain(|(_, older)| !asked.voids(older));
        self.pending.push((seq, asked));
        seq
    }

    pub(crate) fn ask(&mut self, asked: Asked, request: Request) -> Effect {
        Effect::Ask(self.number(asked), request)
    }

    pub(crate) fn write(&mut self, writing: Writing, key: String, intent: Intent) -> Effect {
        Effect::Write {
            seq: self.number(Asked::Write(writing)),
            key,
            intent: Box::new(intent),
        }
    }
}
