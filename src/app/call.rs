//! A call: the steps of the script, what they say, the invoices in question, the note, and the wrap-up.
//!
//! Law: pure, and nothing typed is ever lost: the whole call is a draft from its first key (FAULTS O5). One `FinishCall`
//! saves it. `call_flow` moves it on, `ui::call` and `ui::wrap` draw it.

use super::deed::Deed;
use super::form::Form;
use super::text::TextField;
use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::money::Minor;
use crate::domain::touch::{Channel, Overstep, TouchOutcome};
use crate::domain::view::{InvoiceLine, Prep};
use crate::store::protocol::{FinishCall, NewClaim, NewFollowUp, NewPromise};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What the customer answered, or that nobody did.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// "We sent it already."
    AlreadySent,
    /// "We pay today."
    Today,
    /// "By Friday."
    Date,
    /// "Soon."
    Vague,
    /// "Call me next week."
    FollowUp,
    /// A message was left.
    Voicemail,
    /// It rang.
    NoAnswer,
}

impl Answer {
    /// Every answer, as listed.
    pub const ALL: [Answer; 7] = [
        Answer::AlreadySent,
        Answer::Today,
        Answer::Date,
        Answer::Vague,
        Answer::FollowUp,
        Answer::Voicemail,
        Answer::NoAnswer,
    ];

    /// As the list says it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Answer::AlreadySent => "already sent it",
            Answer::Today => "will pay today",
            Answer::Date => "names a date",
            Answer::Vague => "vague, no date",
            Answer::FollowUp => "wants to talk again",
            Answer::Voicemail => "voicemail, left a message",
            Answer::NoAnswer => "no answer",
        }
    }

    /// What it is in the ledger.
    #[must_use]
    pub const fn outcome(self) -> TouchOutcome {
        match self {
            Answer::AlreadySent => TouchOutcome::Claim,
            Answer::Today | Answer::Date => TouchOutcome::Promise,
            Answer::Vague | Answer::FollowUp => TouchOutcome::FollowUp,
            Answer::Voicemail => TouchOutcome::Voicemail,
            Answer::NoAnswer => TouchOutcome::NoAnswer,
        }
    }
}

/// What can stand between a customer and the payment (DOMAIN §1).
pub const BARRIERS: [&str; 23] = [
    "invoice not received",
    "wrong address or person",
    "PO or paperwork missing",
    "awaiting internal approval",
    "in a pay run",
    "already sent",
    "pricing",
    "tax",
    "quantity or short shipment",
    "damaged or returned",
    "duplicate",
    "credit expected",
    "freight or other charge",
    "retainage held",
    "waiting on their customer",
    "cash flow or weather",
    "AP contact gone",
    "fee in question",
    "vendor set-up or bank change",
    "portal rejection",
    "refuses, no reason",
    "insolvent",
    "unreachable",
];

/// How far a call is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Stage {
    /// They talk.
    #[default]
    Talk,
    /// An answer is being written down.
    Form(Box<Form>),
    /// Everything is there to be saved.
    Wrap,
}

/// Something that was agreed, with the form it came from (so that it can be changed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agreed {
    /// As typed.
    pub form: Form,
    /// What it means.
    pub deed: Deed,
    /// The answer that it belongs to.
    pub answer: Answer,
}

/// A call in progress.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Call {
    /// Made when the call was opened: saving twice writes once.
    pub key: String,
    /// With whom.
    pub account: AccountId,
    /// The account's name, for offering the call again.
    pub name: String,
    /// When it was opened, or taken up again.
    pub started: DateTime<Utc>,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// Seconds of it before it was taken up again.
    pub spent: u32,
    /// They called.
    pub inbound: bool,
    /// The script's step.
    pub step: usize,
    /// The note.
    pub note: TextField,
    /// The note is being typed.
    pub noting: bool,
    /// The invoices in question.
    pub checked: Vec<DocumentId>,
    /// The invoice under the cursor.
    pub cursor: usize,
    /// How far it is.
    pub stage: Stage,
    /// What they said last.
    pub answer: Option<Answer>,
    /// A form that was left half filled in.
    pub aside: Option<Box<Form>>,
    /// What was agreed, in order.
    pub agreed: Vec<Agreed>,
    /// What stands in the way: its place in `BARRIERS`.
    pub barrier: Option<usize>,
    /// What next step was told.
    pub told: Option<String>,
    /// Why it was begun in spite of a limit on calls.
    #[serde(default)]
    pub overstep: Option<Overstep>,
    /// A save is under way.
    #[serde(skip)]
    pub saving: bool,
    /// The prep that the call was begun with.
    #[serde(skip)]
    pub prep: Option<Box<Prep>>,
    /// The script's text for the step.
    #[serde(skip)]
    pub script: String,
    /// And that of the step after it.
    #[serde(skip)]
    pub script_next: String,
}

impl Call {
    /// A call with an account, begun now.
    #[must_use]
    pub fn new(
        key: String,
        account: AccountId,
        name: String,
        at: DateTime<Utc>,
        on: NaiveDate,
    ) -> Call {
        Call {
            key,
            account,
            name,
            started: at,
            opened_on: on,
            spent: 0,
            inbound: false,
            step: 0,
            note: TextField::note(""),
            noting: false,
            checked: Vec::new(),
            cursor: 0,
            stage: Stage::Talk,
            answer: None,
            aside: None,
            agreed: Vec::new(),
            barrier: None,
            told: None,
            overstep: None,
            saving: false,
            prep: None,
            script: String::new(),
            script_next: String::new(),
        }
    }

    /// The prep has come. A new call asks for whatever may be asked for; one taken up again keeps its choice.
    pub fn begin(&mut self, prep: Box<Prep>) {
        if self.checked.is_empty() && self.is_untouched() {
            self.checked = prep
                .invoices
                .iter()
                .filter(|i| i.days_late > 0 && due(i).is_positive())
                .map(|i| i.id)
                .collect();
        }
        self.name.clone_from(&prep.account.name);
        self.prep = Some(prep);
    }

    /// True while nothing was said, typed or chosen: such a call leaves no draft.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.note.is_blank()
            && self.agreed.is_empty()
            && self.aside.is_none()
            && matches!(self.stage, Stage::Talk)
            && self.barrier.is_none()
            && self.told.is_none()
    }

    /// How long it has taken.
    #[must_use]
    pub fn seconds(&self, now: DateTime<Utc>) -> u32 {
        let on_line = now.signed_duration_since(self.started).num_seconds();
        // A call that was left open overnight did not take the night.
        self.spent
            .saturating_add(on_line.clamp(0, 4 * 3_600) as u32)
    }

    /// What the checked invoices come to, without what is contested, held back or already promised.
    #[must_use]
    pub fn asked_for(&self) -> Minor {
        let Some(prep) = &self.prep else {
            return Minor::ZERO;
        };
        let checked = prep
            .invoices
            .iter()
            .filter(|i| self.checked.contains(&i.id));
        Minor::sum(checked.map(due)).unwrap_or(Minor::ZERO)
    }

    /// Who is spoken with: the preferred contact, else the first.
    #[must_use]
    pub fn contact(&self) -> Option<ContactId> {
        let people = &self.prep.as_ref()?.contacts;
        people
            .iter()
            .find(|c| c.preferred)
            .or_else(|| people.first())
            .map(|c| c.id)
    }

    /// Puts an invoice in or takes it out.
    pub fn toggle(&mut self) {
        let Some(id) = self
            .prep
            .as_ref()
            .and_then(|p| p.invoices.get(self.cursor))
            .map(|i| i.id)
        else {
            return;
        };
        match self.checked.iter().position(|c| *c == id) {
            Some(i) => {
                self.checked.remove(i);
            }
            None => self.checked.push(id),
        }
    }

    /// What a save still needs; `None` = it can be saved.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        self.agreed.is_empty().then_some(
            "no next step yet: go back and write down what they say, or a date to talk again",
        )
    }

    /// Money promised in this call so far.
    #[must_use]
    pub fn promised(&self) -> Minor {
        let amounts = self.promises().into_iter().map(|p| p.amount);
        Minor::sum(amounts).unwrap_or(Minor::ZERO)
    }

    /// Promises taken in this call.
    #[must_use]
    pub fn promises(&self) -> Vec<NewPromise> {
        self.agreed
            .iter()
            .filter_map(|a| match &a.deed {
                Deed::Promise(p) => Some(p.clone()),
                _ => None,
            })
            .collect()
    }

    fn claims(&self) -> Vec<NewClaim> {
        self.agreed
            .iter()
            .filter_map(|a| match &a.deed {
                Deed::Claim(c) => Some(c.clone()),
                _ => None,
            })
            .collect()
    }

    fn follow_up(&self) -> Option<NewFollowUp> {
        self.agreed.iter().rev().find_map(|a| match &a.deed {
            Deed::FollowUp(f) => Some(f.clone()),
            _ => None,
        })
    }

    /// What came of it: a promise outweighs a claim, a claim a date to talk again.
    #[must_use]
    pub fn outcome(&self) -> TouchOutcome {
        let all = || self.agreed.iter().map(|a| a.answer);
        all()
            .find(|a| a.outcome() == TouchOutcome::Promise)
            .or_else(|| all().find(|a| a.outcome() == TouchOutcome::Claim))
            .or_else(|| all().next_back())
            .map_or(TouchOutcome::Information, Answer::outcome)
    }

    /// The record to save.
    #[must_use]
    pub fn finish(&self, now: DateTime<Utc>) -> FinishCall {
        let outcome = self.outcome();
        FinishCall {
            account: self.account,
            contact: self.contact(),
            channel: Channel::Call,
            inbound: self.inbound,
            right_party: !outcome.is_attempt(),
            outcome,
            barrier: self
                .barrier
                .and_then(|i| BARRIERS.get(i))
                .map(|b| (*b).to_owned()),
            note: self.note.trimmed().to_owned(),
            told: self.told.clone(),
            told_for: None,
            seconds: self.seconds(now),
            answers: Vec::new(),
            barriers: Vec::new(),
            remedies: Vec::new(),
            with_new_contact: None,
            promises: self.promises(),
            claims: self.claims(),
            follow_up: self.follow_up(),
            overstep: self.overstep.clone(),
        }
    }
}

/// What may be asked for of an invoice.
#[must_use]
pub fn due(line: &InvoiceLine) -> Minor {
    line.open
        .less(line.disputed)
        .less(line.retainage)
        .less(line.promised)
}
