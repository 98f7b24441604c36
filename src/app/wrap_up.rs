//! How a call ends: the wrap-up's keys, what is told to them, the save, and leaving it unfinished.
//!
//! Law: every change keeps the draft. A save is asked for once and repeated under the same key. `call_flow` is the way up to here.

use super::action::Action;
use super::call::Stage;
use super::deed::Deed;
use super::form::{FieldName, Form, FormKind};
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use super::remedies::clocks;
use crate::domain::answer::Said;
use crate::domain::by_when::describe;
use crate::domain::say;
use crate::store::protocol::Intent;
use chrono::NaiveDate;

impl Model {
    /// The wrap-up's action.
    pub(crate) fn wrap_action(&mut self, action: Action) -> Vec<Effect> {
        let key = self.new_key();
        let told = self.told();
        let today = self.now.today;
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        if call.saving {
            return Vec::new();
        }
        let last = call.agreed.len().saturating_sub(1);
        match action {
            Action::Save => return self.save_call(),
            Action::CallNote => call.noting = true,
            Action::Up => call.at = call.at.saturating_sub(1),
            Action::Down => call.at = (call.at + 1).min(last),
            Action::Top => call.at = 0,
            Action::Bottom => call.at = last,
            Action::EditNext => match call.agreed.get(call.at) {
                Some(one) if one.deed == Deed::Heard => {}
                Some(_) => {
                    let one = call.agreed.remove(call.at);
                    call.said = one.said;
                    call.stage = Stage::Form(Box::new(one.form.clone().reopened()));
                    call.editing = Some((call.at, Box::new(one)));
                }
                None => call.stage = Stage::Talk,
            },
            Action::DropNext => {
                if call.at < call.agreed.len() {
                    call.agreed.remove(call.at);
                }
                call.at = call.at.min(call.agreed.len().saturating_sub(1));
            }
            Action::AddAnother | Action::Back => call.stage = Stage::Talk,
            Action::Barrier => return self.open_call_form(None, FormKind::Barrier),
            Action::ConfirmMail => {
                if call.mailbox().is_none() && !call.confirm {
                    self.warn("no good mail address is on file for whoever is on the line");
                    return Vec::new();
                }
                call.confirm = !call.confirm;
            }
            Action::Told => {
                let mut form = Form::new(FormKind::Told, call.account, key, "", "");
                let (text, on) = told.unwrap_or_default();
                form.set(FieldName::Text, &text);
                if let Some(on) = on {
                    form.set(FieldName::DueOn, &describe(on, today));
                }
                if !call.outcome().is_attempt() {
                    let (account, step) = (call.account, call.told_step);
                    let picks = self.on_ground(account, |g| clocks::steps_to_tell(g, step));
                    form.fields.extend(picks);
                }
                let Some(call) = &mut self.call else {
                    return Vec::new();
                };
                call.stage = Stage::Form(Box::new(form.reopened()));
            }
            _ => return Vec::new(),
        }
        self.fill_script();
        self.keep_draft()
    }

    /// What next step is told to them, and for which day: as typed, else as the script says it. Nobody is told who was not reached.
    #[must_use]
    pub fn told(&self) -> Option<(String, Option<NaiveDate>)> {
        let call = self.call.as_ref()?;
        if let Some(told) = &call.told {
            return Some(told.clone());
        }
        if call.outcome().is_attempt() {
            return None;
        }
        let today = self.now.today;
        let mut days: Vec<NaiveDate> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        if let Some((day, amount)) = call.first_money() {
            let currency = call.prep.as_ref()?.account.currency;
            let amount = say::money_signed(amount, currency);
            words.push(format!("we look for {amount} on {}", say::day(day, today)));
            days.push(day);
        } else if call.answers().contains(&Said::AlreadySent) {
            words.push("we watch for the payment and call when it has not come".into());
        }
        if let Some(day) = call.our_day() {
            words.push(format!("they hear from us by {}", say::day(day, today)));
            days.push(day);
        }
        if let Some(f) = call.follow_up() {
            let at =
                f.at.map_or_else(String::new, |at| format!(" at {}", say::time(at)));
            words.push(format!("we call on {}{at}", say::day(f.due_on, today)));
            days.push(f.due_on);
        }
        if words.is_empty() {
            return None;
        }
        let day = days.into_iter().min().or(call.next_day());
        Some((words.join("; "), day))
    }

    /// `Enter` in the wrap-up.
    pub(crate) fn save_call(&mut self) -> Vec<Effect> {
        let (now, today) = (self.now.at, self.now.today);
        let told = self.told();
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        if let Some(why) = call.missing() {
            self.warn(why);
            return Vec::new();
        }
        let told = told.filter(|(text, _)| !text.is_empty());
        if let Some(found) = crate::domain::card::inspect(call.note.text()) {
            let why = found.message();
            call.noting = true;
            self.warn(&why);
            return Vec::new();
        }
        call.saving = true;
        let intent = Intent::FinishCall(Box::new(call.finish(now, today, told)));
        let (key, account) = (call.key.clone(), call.account);
        vec![self.write(Writing::Call(account), key, intent)]
    }

    /// `Esc` in the call: back to the queue; whatever was said or typed is kept.
    pub(crate) fn leave_call(&mut self) -> Vec<Effect> {
        let Some(mut call) = self.call.take() else {
            return Vec::new();
        };
        self.screen = Screen::Queue;
        let here = self.say_here();
        if call.is_untouched() {
            let mut effects = self.keep_draft();
            effects.push(here);
            return effects;
        }
        call.spent = call.seconds(self.now.at);
        call.started = self.now.at;
        self.say("the call is kept unfinished: Enter on the account goes on with it");
        self.draft.keep_call(call);
        let mut effects = self.keep_draft();
        effects.push(here);
        effects
    }

    /// The call was saved: the next account is up.
    pub(crate) fn call_saved(&mut self, what: &str) -> Vec<Effect> {
        self.call = None;
        self.screen = Screen::Queue;
        self.queue.visiting = None;
        self.prep.focus = false;
        self.done(what);
        self.queue.pass_by = true;
        let mut effects = self.keep_draft();
        // Who else is here is asked before the queue: the next account is one that nobody has open.
        effects.push(self.say_here());
        effects.extend(self.refresh());
        effects
    }
}
