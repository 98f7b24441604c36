//! The record that a call leaves: everything agreed, numbered as the saved call has it, and what goes out in writing.
//!
//! Law: pure; one `FinishCall` holds all of it, and nothing of it is decided here that the wrap-up has not shown.

use super::super::deed::Deed;
use super::Call;
use crate::domain::answer::{Answer, Said};
use crate::domain::ids::DocumentId;
use crate::domain::money::Minor;
use crate::domain::request::{AddressCheck, Delivery, RequestKind};
use crate::domain::touch::Channel;
use crate::store::protocol::{
    ClaimRef, FinishCall, NewClaim, NewClaimStep, NewRequest, NewTold, NewWaiver, PromiseRef,
    Remedy,
};
use chrono::{DateTime, NaiveDate, Utc};

impl Call {
    /// Everything besides promises, claims, barriers and dates, numbered as the saved call has it.
    fn remedies(&self, promises: usize, today: NaiveDate) -> Vec<Remedy> {
        let mut out = Vec::new();
        let (mut promise, mut instalment, mut claim) = (0, promises, 0);
        let mut last = None;
        for agreed in &self.agreed {
            if matches!(agreed.deed, Deed::Promise(_)) {
                last = Some(promise);
                promise += 1;
            }
            let Some(made) = agreed.made() else { continue };
            if !made.promises.is_empty() {
                promise += made.promises.len();
                last = Some(promise - 1);
            }
            if let Some(plan) = &made.plan {
                instalment += plan.instalments.len();
                last = Some(instalment - 1);
                out.push(Remedy::Plan(plan.clone()));
            }
            if made.claim.is_some() {
                out.extend(made.steps.iter().map(|(step, detail)| {
                    Remedy::Claim(NewClaimStep {
                        claim: ClaimRef::New(claim),
                        step: step.clone(),
                        detail: detail.clone(),
                    })
                }));
                claim += 1;
            }
            if let (Some((amount, reason)), Some(n)) = (&made.waiver, last) {
                out.push(Remedy::Waiver(NewWaiver {
                    promise: PromiseRef::New(n),
                    amount: *amount,
                    document: self.fee_of(*amount),
                    reason: reason.clone(),
                }));
            }
            out.extend(made.remedies.iter().cloned());
        }
        out.extend(self.confirmation(today));
        out
    }

    /// The fee of ours that a waiver of so much is about: the newest of which so much is open.
    fn fee_of(&self, amount: Minor) -> Option<DocumentId> {
        let fees = &self.prep.as_ref()?.fees.posted;
        fees.iter().find(|f| f.open >= amount).map(|f| f.document)
    }

    /// What was agreed in writing, when they want it and have a mailbox.
    fn confirmation(&self, today: NaiveDate) -> Option<Remedy> {
        let to = self.mailbox().filter(|_| self.confirm)?;
        Some(Remedy::Request(NewRequest {
            kind: RequestKind::Confirmation,
            invoices: Vec::new(),
            delivery: Delivery::Mail,
            to,
            address: AddressCheck::Confirmed,
            contact: self.contact(),
            due_on: today,
            note: None,
        }))
    }

    /// Where a mail to the person on the line would go.
    #[must_use]
    pub fn mailbox(&self) -> Option<String> {
        let id = self.contact()?;
        let person = self.prep.as_ref()?.contacts.iter().find(|c| c.id == id)?;
        let bad = person.email_bad_on.is_some();
        person.email.clone().filter(|m| !bad && m.contains('@'))
    }

    /// The step of the ladder that they were told of, as a record of its own: the honesty rule reads those, not the words.
    fn telling(&self, told: Option<&(String, Option<NaiveDate>)>) -> Option<Remedy> {
        let step = self.told_step.filter(|_| !self.outcome().is_attempt())?;
        let (text, on) = told?;
        let prep = self.prep.as_ref()?;
        let on_line = prep.contacts.iter().find(|c| Some(c.id) == self.contact());
        let to = on_line.map_or(prep.account.name.as_str(), |c| c.name.as_str());
        Some(Remedy::Told(NewTold {
            step,
            for_on: *on,
            to: Some(to.to_owned()),
            contact: on_line.map(|c| c.id),
            note: Some(text.clone()),
        }))
    }

    /// The record to save, on that day.
    #[must_use]
    pub fn finish(
        &self,
        now: DateTime<Utc>,
        today: NaiveDate,
        told: Option<(String, Option<NaiveDate>)>,
    ) -> FinishCall {
        let outcome = self.outcome();
        let promises = self.promises();
        let claims: Vec<NewClaim> = self
            .agreed
            .iter()
            .filter_map(|a| a.made()?.claim.clone())
            .collect();
        let told = told.filter(|(text, _)| !text.is_empty());
        let mut remedies = self.remedies(promises.len(), today);
        remedies.extend(self.telling(told.as_ref()));
        let wrong = |s: &Said| matches!(s, Said::WrongPerson | Said::WrongNumber);
        let answers = self.answers();
        FinishCall {
            account: self.account,
            contact: self.contact(),
            channel: Channel::Call,
            inbound: self.inbound,
            right_party: !outcome.is_attempt() && !answers.iter().any(wrong),
            outcome,
            barrier: None,
            note: self.note.trimmed().to_owned(),
            told_for: told.as_ref().and_then(|(_, on)| *on),
            told: told.as_ref().map(|(text, _)| text.clone()),
            seconds: self.seconds(now),
            answers: answers
                .into_iter()
                .map(|said| Answer { said, detail: None })
                .collect(),
            barriers: self.barriers(),
            remedies,
            with_new_contact: None,
            promises,
            claims,
            follow_up: self.follow_up(),
            overstep: self.overstep.clone(),
        }
    }
}
