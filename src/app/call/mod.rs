//! A call: the steps of the script, what they say, the invoices in question, the note, and the wrap-up.
//!
//! Law: pure, and nothing typed is ever lost: the whole call is a draft from its first key (FAULTS O5). One `FinishCall`
//! saves it (`record`); what was agreed is in `agreed`. `call_flow` moves it on, `ui::call` and `ui::wrap_up` draw it.

mod agreed;
mod record;

pub use agreed::Agreed;

use super::deed::Deed;
use super::form::Form;
use super::text::TextField;
use crate::domain::answer::Said;
use crate::domain::ids::{AccountId, ContactId, DocumentId};
use crate::domain::ladder::LadderStep;
use crate::domain::money::Minor;
use crate::domain::touch::{Overstep, Owner, TouchOutcome};
use crate::domain::view::{InvoiceLine, Prep};
use crate::store::protocol::{NewBarrier, NewFollowUp, NewPromise, Remedy};
use agreed::{outcome_of, weight};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    pub said: Option<Said>,
    /// Forms that were left half filled in, one of a kind.
    pub aside: Vec<Form>,
    /// What was agreed, in order.
    pub agreed: Vec<Agreed>,
    /// Which of those the cursor is on, in the wrap-up.
    pub at: usize,
    /// The one that is being changed, and its place: `Esc` puts it back as it was.
    #[serde(default)]
    pub editing: Option<(usize, Box<Agreed>)>,
    /// What next step was told, and for which day; `None` = as the script says it, empty = nothing.
    pub told: Option<(String, Option<NaiveDate>)>,
    /// Which step of the ladder that is, where it is one.
    #[serde(default)]
    pub told_step: Option<LadderStep>,
    /// They want it in writing.
    #[serde(default)]
    pub confirm: bool,
    /// They are angry: nothing is asked until they are calmer.
    #[serde(default)]
    pub angry: bool,
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
            said: None,
            aside: Vec::new(),
            agreed: Vec::new(),
            at: 0,
            editing: None,
            told: None,
            told_step: None,
            confirm: false,
            angry: false,
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
            && self.aside.is_empty()
            && matches!(self.stage, Stage::Talk)
            && self.told.is_none()
            && !self.angry
    }

    /// Masks what may become a card number, for a draft on a disk.
    pub fn mask(&mut self) {
        self.note.mask();
        if let Stage::Form(form) = &mut self.stage {
            form.mask();
        }
        let agreed = self.agreed.iter_mut().map(|a| &mut a.form);
        let editing = self.editing.iter_mut().map(|(_, a)| &mut a.form);
        for form in agreed.chain(&mut self.aside).chain(editing) {
            form.mask();
        }
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
        Minor::sum(checked.map(|i| self.due(i))).unwrap_or(Minor::ZERO)
    }

    /// What may still be asked for of an invoice, after what was agreed in this call.
    #[must_use]
    pub fn due(&self, line: &InvoiceLine) -> Minor {
        let taken = self.agreed.iter().filter_map(Agreed::made);
        let taken = Minor::sum(taken.map(|m| m.takes(line.id))).unwrap_or(Minor::ZERO);
        due(line).less(taken).max(Minor::ZERO)
    }

    /// What of a promise of this call is now about money that the same call contests or holds back: the promise came first, and was not changed.
    #[must_use]
    pub fn promised_too_much(&self, promise: &NewPromise) -> Option<Minor> {
        let lines = self.prep.as_ref().map(|p| p.invoices.as_slice());
        let named = lines.unwrap_or_default().iter();
        let named: Vec<&InvoiceLine> = named.filter(|l| promise.invoices.contains(&l.id)).collect();
        let made = self.agreed.iter().filter_map(Agreed::made);
        let taken = made.flat_map(|m| named.iter().map(|l| m.takes(l.id)));
        let taken = Minor::sum(taken).unwrap_or(Minor::ZERO);
        let left = Minor::sum(named.iter().map(|l| self.due(l))).unwrap_or(Minor::ZERO);
        let over = promise.amount.less(left).min(taken);
        over.is_positive().then_some(over)
    }

    /// The invoices that a promise would be about: those in question of which something may be asked for.
    #[must_use]
    pub fn payable(&self) -> Vec<DocumentId> {
        let lines = self.prep.as_ref().map(|p| p.invoices.as_slice());
        let lines = lines.unwrap_or_default().iter();
        let asked = lines.filter(|i| self.checked.contains(&i.id));
        let left = asked.filter(|i| self.due(i).is_positive() || due(i) == self.due(i));
        left.map(|i| i.id).collect()
    }

    /// The invoice under the cursor.
    #[must_use]
    pub fn invoice(&self) -> Option<DocumentId> {
        Some(self.prep.as_ref()?.invoices.get(self.cursor)?.id)
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
        let none = !self.agreed.iter().any(Agreed::has_next_step);
        none.then_some(
            "no next step yet: go back and write down what they say, or a date to talk again",
        )
    }

    /// Money promised in this call so far.
    #[must_use]
    pub fn promised(&self) -> Minor {
        let amounts = self.agreed.iter().map(|a| match &a.deed {
            Deed::Promise(p) => p.amount,
            Deed::Made(made) => made.promised(),
            _ => Minor::ZERO,
        });
        Minor::sum(amounts).unwrap_or(Minor::ZERO)
    }

    /// The day on which the account comes back: the earliest of what was agreed.
    #[must_use]
    pub fn next_day(&self) -> Option<NaiveDate> {
        let days = self.agreed.iter().filter_map(|a| match &a.deed {
            Deed::Promise(p) => Some(p.by_when),
            Deed::FollowUp(f) => Some(f.due_on),
            Deed::Made(made) => made.days().first().copied(),
            _ => None,
        });
        days.min()
    }

    /// The first money that is promised: its day, and how much of it.
    #[must_use]
    pub fn first_money(&self) -> Option<(NaiveDate, Minor)> {
        let mut all: Vec<(NaiveDate, Minor)> = self
            .promises()
            .iter()
            .map(|p| (p.by_when, p.amount))
            .collect();
        let plans = self.agreed.iter().filter_map(|a| a.made()?.plan.as_ref());
        let parts = plans.flat_map(|p| &p.instalments);
        all.extend(parts.map(|i| (i.by_when, i.amount)));
        all.into_iter().min_by_key(|(day, _)| *day)
    }

    /// The first day by which they hear from us: an answer to a dispute, a paper, a copy.
    #[must_use]
    pub fn our_day(&self) -> Option<NaiveDate> {
        let made = self.agreed.iter().filter_map(Agreed::made);
        let tasks = made
            .clone()
            .filter_map(|m| m.barrier.as_ref()?.remedy.as_ref());
        let tasks = tasks.filter(|t| t.owner == Owner::Us).map(|t| t.due_on);
        let remedies = made.flat_map(|m| &m.remedies);
        let days = remedies.filter_map(|r| match r {
            Remedy::Dispute(d) => d.due_on,
            Remedy::Task(t) if t.owner == Owner::Us => Some(t.due_on),
            Remedy::Request(r) => Some(r.due_on),
            _ => None,
        });
        days.chain(tasks).min()
    }

    /// Promises taken in this call, without the instalments of plans.
    #[must_use]
    pub fn promises(&self) -> Vec<NewPromise> {
        let promises = self.agreed.iter().flat_map(|a| match &a.deed {
            Deed::Promise(p) => vec![p.clone()],
            Deed::Made(made) => made.promises.clone(),
            _ => Vec::new(),
        });
        promises.collect()
    }

    /// One date to talk again: the earliest, with every reason for that day.
    #[must_use]
    pub fn follow_up(&self) -> Option<NewFollowUp> {
        let all: Vec<&NewFollowUp> = self
            .agreed
            .iter()
            .filter_map(|a| match &a.deed {
                Deed::FollowUp(f) => Some(f),
                Deed::Made(made) => made.follow_up.as_ref(),
                _ => None,
            })
            .collect();
        let mut first = (*all.iter().min_by_key(|f| f.due_on)?).clone();
        let same = all.iter().filter(|f| f.due_on == first.due_on);
        let mut reasons: Vec<&str> = Vec::new();
        for f in same.clone() {
            if !reasons.contains(&f.reason.as_str()) {
                reasons.push(&f.reason);
            }
        }
        let reason = reasons.join("; ");
        first.requested_by_them = same.clone().any(|f| f.requested_by_them);
        first.at = same.filter_map(|f| f.at).min();
        first.reason = reason;
        Some(first)
    }

    /// What they said, in order; each once.
    #[must_use]
    pub fn answers(&self) -> Vec<Said> {
        let mut out = Vec::new();
        for said in self.agreed.iter().filter_map(|a| a.said) {
            if !out.contains(&said) {
                out.push(said);
            }
        }
        out
    }

    /// Every barrier: those picked from the list first, then those that go without saying.
    #[must_use]
    pub fn barriers(&self) -> Vec<NewBarrier> {
        let made = self.agreed.iter().filter_map(Agreed::made);
        let mut out: Vec<NewBarrier> = made.filter_map(|m| m.barrier.clone()).collect();
        let picked = |a: &Agreed| a.made().is_some_and(|m| m.barrier.is_some());
        for name in self.agreed.iter().filter(|a| !picked(a)) {
            let Some(name) = name.barrier() else { continue };
            if !out.iter().any(|b| b.name == name) {
                out.push(NewBarrier {
                    name: name.to_owned(),
                    remedy: None,
                });
            }
        }
        out
    }

    /// What came of it: the weightiest of what was said.
    #[must_use]
    pub fn outcome(&self) -> TouchOutcome {
        let said = self.answers().into_iter().map(outcome_of);
        let promised = self
            .promised()
            .is_positive()
            .then_some(TouchOutcome::Promise);
        // "Cash is short" and a plan is a promise; without money in it a promise is none.
        let said = said.map(|o| match o {
            TouchOutcome::Promise if promised.is_none() => TouchOutcome::FollowUp,
            other => other,
        });
        said.chain(promised)
            .max_by_key(|o| weight(*o))
            .unwrap_or(TouchOutcome::Information)
    }
}

/// What may be asked for of an invoice.
#[must_use]
pub fn due(line: &InvoiceLine) -> Minor {
    line.open
        .less(line.disputed)
        .less(line.retainage)
        .less(line.promised)
        .less(line.conceded)
}
