//! The script filled in for the account on screen.
//!
//! Law: the templates and their engine are `crate::script`; here is only who calls, for whom, and which step.

use super::call::{Call, Stage};
use super::deed::Deed;
use super::form::{FieldName, Form, FormKind};
use super::model::Model;
use crate::domain::answer::Said;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::script::{ScriptFacts, Situation};
use crate::domain::view::Prep;
use crate::script::Step;

/// The step that a call is at: the chosen one, or the one that the answer calls for.
#[must_use]
pub fn step_of(call: &Call) -> Step {
    match &call.stage {
        Stage::Talk if call.angry => Step::Patience,
        Stage::Talk => Step::FLOW.get(call.step).copied().unwrap_or(Step::Open),
        Stage::Form(form) => match form.kind {
            FormKind::Claim | FormKind::OldClaim => Step::Claim,
            FormKind::Vague => Step::NoPromise,
            FormKind::Promise | FormKind::Today => Step::ByWhen,
            FormKind::Retry => Step::Voicemail,
            FormKind::Send => Step::NoInvoice,
            FormKind::Dispute => Step::Dispute,
            FormKind::Paper => Step::Paperwork,
            FormKind::Wait => Step::Approval,
            FormKind::Plan | FormKind::Waiver => Step::CashShort,
            FormKind::Holdback => Step::HeldBack,
            FormKind::Person => Step::WrongPerson,
            FormKind::Barrier => Step::Help,
            FormKind::FollowUp | FormKind::Note | FormKind::Told | FormKind::EndTask => Step::Close,
            FormKind::CallAnyway
            | FormKind::Supervised
            | FormKind::Decide(_)
            | FormKind::Answer(_)
            | FormKind::Assign
            | FormKind::Away => Step::Open,
        },
        Stage::Wrap => match call.agreed.last().and_then(|a| a.said) {
            Some(Said::Voicemail | Said::NoAnswer) => Step::Voicemail,
            _ => Step::Close,
        },
    }
}

/// The amount in a form, as soon as it can be read.
fn typed_amount(form: &Form, currency: Currency) -> Option<Minor> {
    Minor::parse(form.text(FieldName::Amount), currency)
        .ok()
        .filter(|m| m.is_positive())
}

impl Model {
    /// How many steps the script has.
    #[must_use]
    pub fn steps(&self) -> usize {
        Step::FLOW.len()
    }

    fn script_facts(&self, prep: &Prep, inbound: bool) -> ScriptFacts {
        let mut facts = prep.script.clone();
        facts.caller = Some(self.me.clone());
        facts.company = self.status.as_ref().map(|s| s.company.clone());
        if inbound {
            facts.situation = Situation::Inbound;
        }
        facts
    }

    /// The whole script for an account, step by step.
    pub(crate) fn script_of(&self, prep: &Prep) -> Vec<(String, String)> {
        self.scripts
            .all(&self.script_facts(prep, false))
            .into_iter()
            .map(|(step, text)| (step.title().to_owned(), text))
            .collect()
    }

    /// Fills in the script's text for the step that the call is at: the amount asked for is that of the checked invoices, the date
    /// the one that was agreed (or is being typed).
    pub(crate) fn fill_script(&mut self) {
        let Some(call) = &self.call else { return };
        let Some(prep) = &call.prep else { return };
        let mut facts = self.script_facts(prep, call.inbound);
        let currency = prep.account.currency;
        let asked = call.asked_for();
        if asked.is_positive() {
            facts.collectible = say::money_signed(asked, currency);
        }
        let (typed, amount) = match &call.stage {
            Stage::Form(form) => (self.judged(form).deed.ok(), typed_amount(form, currency)),
            Stage::Talk | Stage::Wrap => (None, None),
        };
        if let (Some(amount), Step::ByWhen) = (amount, step_of(call)) {
            // What is asked aloud is what the form will record, also when another amount is typed.
            let said = say::money_signed(amount, currency);
            facts.short = Some(said.clone());
            facts.collectible = said;
            facts.owes = true;
        }
        let agreed = typed
            .into_iter()
            .chain(call.agreed.iter().rev().map(|a| a.deed.clone()));
        let promise = agreed.filter_map(|deed| match deed {
            Deed::Promise(p) => Some((p.amount, p.by_when)),
            Deed::Made(made) => {
                let plan = made.plan.as_ref().and_then(|p| p.instalments.first());
                let plan = plan.map(|i| (i.amount, i.by_when));
                plan.or(made.promises.first().map(|p| (p.amount, p.by_when)))
            }
            _ => None,
        });
        if let Some((amount, by_when)) = promise.into_iter().next() {
            facts.agreed = Some(say::money_signed(amount, currency));
            facts.agreed_by = Some(say::day(by_when, self.now.today));
        }
        let text = self.scripts.step(facts.situation, step_of(call), &facts);
        let next = match call.stage {
            Stage::Talk if !call.angry => Step::FLOW.get(call.step + 1),
            Stage::Talk | Stage::Form(_) | Stage::Wrap => None,
        };
        let next = next.map(|s| self.scripts.step(facts.situation, *s, &facts));
        if let Some(call) = &mut self.call {
            call.script = text;
            call.script_next = next.unwrap_or_default();
        }
    }
}
