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
use crate::domain::script::{READ_OUT, ScriptFacts, ScriptInvoice, Situation};
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
            FormKind::Plan => Step::CashShort,
            FormKind::Waiver => Step::Waiver,
            FormKind::Holdback => Step::HeldBack,
            FormKind::Person => Step::WrongPerson,
            FormKind::Barrier => Step::Help,
            FormKind::FollowUp => Step::TalkAgain,
            FormKind::Note | FormKind::Told | FormKind::EndTask => Step::Close,
            FormKind::CallAnyway
            | FormKind::Supervised
            | FormKind::Decide(_)
            | FormKind::Answer(_)
            | FormKind::Ask
            | FormKind::Assign
            | FormKind::Away
            | FormKind::Rule
            | FormKind::Export
            | FormKind::Remedy(_) => Step::Open,
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

/// The invoices that are spoken of are those in question, each with what is asked for on it: the sentence and the amount agree.
fn spoken_of(call: &Call, prep: &Prep, facts: &mut ScriptFacts) {
    let asked = prep
        .invoices
        .iter()
        .filter(|i| call.checked.contains(&i.id));
    let asked = asked.filter(|i| call.due(i).is_positive());
    let all: Vec<ScriptInvoice> = asked
        .clone()
        .map(|i| ScriptInvoice {
            number: i.number.clone(),
            amount: say::money_signed(call.due(i), prep.account.currency),
            days_late: i.days_late,
            due: say::short_day(i.due, prep.as_of),
            job: i.job.clone(),
        })
        .collect();
    let is_late = all.iter().all(|i| i.days_late > 0);
    if all.is_empty() || !is_late {
        // What is not due yet is named by its amount alone: the sentences speak of days past due.
        facts.invoices.clear();
        facts.more_invoices = 0;
        return;
    }
    facts.oldest_days = all.iter().map(|i| i.days_late).max().unwrap_or(0);
    facts.more_invoices = all.len().saturating_sub(READ_OUT);
    facts.invoices = all;
    facts.invoices.truncate(READ_OUT);
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
            spoken_of(call, prep, &mut facts);
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
