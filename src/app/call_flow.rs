//! How a call moves on: opened, an answer given, its form filled in, wrapped up, saved.
//!
//! Law: every change keeps the draft. A save is asked for once and repeated under the same key. The call itself is in `call`.

use super::action::Action;
use super::call::{Agreed, Answer, BARRIERS, Call, Stage};
use super::deed::{Deed, Ground, Judged, judge};
use super::form::{FieldName, Form, FormKind};
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use crate::domain::say;
use crate::domain::touch::Overstep;
use crate::store::protocol::Intent;
use chrono::Timelike;

impl Model {
    /// Opens the call with the selected account, or takes up the one that was left open.
    /// A soft limit asks why first; not when they call, and not when the call was begun already.
    pub(crate) fn open_call(&mut self, inbound: bool) -> Vec<Effect> {
        self.open_call_with(inbound, None)
    }

    /// As `open_call`, in spite of a limit and with the reason for that.
    pub(crate) fn open_call_with(
        &mut self,
        inbound: bool,
        overstep: Option<Overstep>,
    ) -> Vec<Effect> {
        let Some(account) = self.queue.account() else {
            return Vec::new();
        };
        if self.prep.of(Some(account)).is_none() {
            // The prep is on its way; the call opens with it.
            self.call_when_loaded = Some(account);
            return Vec::new();
        }
        if let Some(why) = self.blocked() {
            self.warn(&why);
            return Vec::new();
        }
        let Some(prep) = self.prep.of(Some(account)).cloned() else {
            return Vec::new();
        };
        let begun = self.draft.calls.iter().any(|c| c.account == account);
        if !inbound
            && !begun
            && overstep.is_none()
            && let Some(kind) = self.asks_before_call(&prep)
        {
            return self.open_form(kind);
        }
        let mut call = match self.draft.take_call(account) {
            Some(mut old) => {
                old.started = self.now.at;
                old.saving = false;
                self.say("the call goes on where it was left");
                old
            }
            None => {
                let key = self.new_key();
                let name = prep.account.name.clone();
                let mut new = Call::new(key, account, name, self.now.at, self.now.today);
                new.inbound = inbound;
                new.overstep = overstep;
                new
            }
        };
        call.begin(Box::new(prep));
        self.call = Some(call);
        self.screen = Screen::Call;
        self.fill_script();
        self.keep_draft()
    }

    /// Why the selected account must not be called; `None` = it may.
    #[must_use]
    pub fn blocked(&self) -> Option<String> {
        self.shown_prep()?.safety.blocked.clone()
    }

    /// The call's action.
    pub(crate) fn call_action(&mut self, action: Action) -> Vec<Effect> {
        let answer = match action {
            Action::SayAlreadySent => Some(Answer::AlreadySent),
            Action::SayToday => Some(Answer::Today),
            Action::SayDate => Some(Answer::Date),
            Action::SayVague => Some(Answer::Vague),
            Action::SayFollowUp => Some(Answer::FollowUp),
            Action::SayVoicemail => Some(Answer::Voicemail),
            Action::SayNoAnswer => Some(Answer::NoAnswer),
            _ => None,
        };
        if let Some(answer) = answer {
            return self.answer(answer);
        }
        let steps = self.steps();
        let half = (self.seen.page / 2).max(1);
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        let last = call
            .prep
            .as_ref()
            .map_or(0, |p| p.invoices.len().saturating_sub(1));
        match action {
            Action::Up => call.cursor = call.cursor.saturating_sub(1),
            Action::Down => call.cursor = (call.cursor + 1).min(last),
            Action::Top => call.cursor = 0,
            Action::Bottom => call.cursor = last,
            Action::HalfUp | Action::PageUp => call.cursor = call.cursor.saturating_sub(half),
            Action::HalfDown | Action::PageDown => call.cursor = (call.cursor + half).min(last),
            Action::Toggle => call.toggle(),
            Action::PrevStep => call.step = call.step.saturating_sub(1),
            Action::NextStep => call.step = (call.step + 1).min(steps.saturating_sub(1)),
            Action::CallNote => call.noting = true,
            Action::ToWrap => call.stage = Stage::Wrap,
            Action::Back => return self.leave_call(),
            _ => return Vec::new(),
        }
        self.fill_script();
        self.keep_draft()
    }

    /// They said something: its form opens, or (nobody was reached) the wrap-up.
    fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        let retry = self.retry(answer);
        let key = self.new_key();
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        let Some(currency) = call.prep.as_ref().map(|p| p.account.currency) else {
            return Vec::new();
        };
        call.answer = Some(answer);
        let kind = match answer {
            Answer::AlreadySent => FormKind::Claim,
            Answer::Today => FormKind::Today,
            Answer::Date => FormKind::Promise,
            Answer::Vague => FormKind::Vague,
            Answer::FollowUp => FormKind::FollowUp,
            Answer::Voicemail | Answer::NoAnswer => FormKind::Retry,
        };
        let rest = call.asked_for().less(call.promised());
        let amount = if rest.is_positive() {
            rest.show(currency)
        } else {
            String::new()
        };
        let day = match kind {
            FormKind::Claim => "today",
            _ => "",
        };
        let mut form = Form::new(kind, call.account, key, &amount, day);
        if let Some(aside) = call.aside.take_if(|f| f.kind == kind) {
            form = *aside;
        }
        match kind {
            FormKind::Claim => form.go(FieldName::Reference),
            FormKind::Retry => {
                form.set(FieldName::ComeBack, &retry.0);
                form.set(FieldName::Reason, &retry.1);
            }
            FormKind::FollowUp => form.set(FieldName::Reason, "they asked to talk again"),
            _ => {}
        }
        let attempt = matches!(kind, FormKind::Retry);
        call.stage = Stage::Form(Box::new(form));
        self.fill_script();
        if attempt {
            // A retry is proposed at another hour: `Enter` saves it as it is, `e` changes it.
            return self.submit_call_form();
        }
        self.keep_draft()
    }

    /// The next business day, and at which hour to try there.
    fn retry(&self, answer: Answer) -> (String, String) {
        let next = self.rules.calendar.add(self.now.today, 1);
        let (now, then) = match self.now.local.hour() {
            0..12 => ("morning", "afternoon"),
            _ => ("afternoon", "morning"),
        };
        let what = match answer {
            Answer::Voicemail => "left a message",
            _ => "no answer",
        };
        (
            crate::domain::by_when::describe(next, self.now.today),
            format!("{what} in the {now}: try in the {then}"),
        )
    }

    /// The form on top, of the call or beside it, as it stands.
    #[must_use]
    pub fn judged(&self, form: &Form) -> Judged {
        let in_call = self.call.as_ref().filter(|c| c.account == form.account);
        let prep = in_call
            .and_then(|c| c.prep.as_deref())
            .or_else(|| self.prep.of(Some(form.account)));
        let none: &[_] = &[];
        let limits = prep.map(|p| self.limits(p)).unwrap_or_default();
        judge(
            form,
            &Ground {
                today: self.now.today,
                order: self.date_order,
                rules: &self.rules,
                currency: prep
                    .map(|p| p.account.currency)
                    .or_else(|| self.status.as_ref().map(|s| s.currency))
                    .unwrap_or(crate::domain::money::Currency::USD),
                prep,
                limits: &limits,
                supervisors: &self.supervisors,
                invoices: in_call.map_or(none, |c| c.checked.as_slice()),
                contact: in_call.and_then(Call::contact).or_else(|| {
                    let people = &prep?.contacts;
                    people
                        .iter()
                        .find(|c| c.preferred)
                        .or(people.first())
                        .map(|c| c.id)
                }),
            },
        )
    }

    /// `Enter` in a form of the call.
    pub(crate) fn submit_call_form(&mut self) -> Vec<Effect> {
        let Some(Stage::Form(form)) = self.call.as_ref().map(|c| c.stage.clone()) else {
            return Vec::new();
        };
        let judged = self.judged(&form);
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        match judged.deed {
            Ok(Deed::Told(text)) => {
                call.told = Some(text);
                call.stage = Stage::Wrap;
            }
            Ok(deed) => {
                let answer = call.answer.unwrap_or(Answer::FollowUp);
                let form = *form;
                call.agreed.push(Agreed { form, deed, answer });
                call.stage = Stage::Wrap;
            }
            Err((field, why)) => {
                if let Stage::Form(form) = &mut call.stage {
                    form.go(field);
                    form.insisted = true;
                }
                self.warn(&why);
            }
        }
        self.fill_script();
        self.keep_draft()
    }

    /// `Esc` in a form of the call: back to what they say; what was typed is set aside.
    pub(crate) fn leave_call_form(&mut self) -> Vec<Effect> {
        if let Some(call) = &mut self.call
            && let Stage::Form(form) = std::mem::take(&mut call.stage)
        {
            if matches!(form.kind, FormKind::Told) {
                call.stage = Stage::Wrap;
            } else if form.touched {
                call.aside = Some(form);
            }
        }
        self.fill_script();
        self.keep_draft()
    }

    /// The wrap-up's action.
    pub(crate) fn wrap_action(&mut self, action: Action) -> Vec<Effect> {
        let key = self.new_key();
        let told = self.told_words();
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        if call.saving {
            return Vec::new();
        }
        match action {
            Action::Save => return self.save_call(),
            Action::CallNote => call.noting = true,
            Action::EditNext => match call.agreed.pop() {
                Some(last) => {
                    call.answer = Some(last.answer);
                    call.stage = Stage::Form(Box::new(last.form));
                }
                None => call.stage = Stage::Talk,
            },
            Action::DropNext => {
                call.agreed.pop();
            }
            Action::AddAnother | Action::Back => call.stage = Stage::Talk,
            Action::Barrier => {
                call.barrier = match call.barrier {
                    None => Some(0),
                    Some(i) if i + 1 < BARRIERS.len() => Some(i + 1),
                    Some(_) => None,
                };
            }
            Action::Told => {
                let mut form = Form::new(FormKind::Told, call.account, key, "", "");
                form.set(FieldName::Text, call.told.as_deref().unwrap_or(&told));
                call.stage = Stage::Form(Box::new(form));
            }
            _ => return Vec::new(),
        }
        self.fill_script();
        self.keep_draft()
    }

    /// What a collector would have told them, as a start for typing.
    fn told_words(&self) -> String {
        let today = self.now.today;
        let Some(last) = self.call.as_ref().and_then(|c| c.agreed.last()) else {
            return String::new();
        };
        match &last.deed {
            Deed::Promise(p) => format!("we look for it on {}", say::day(p.by_when, today)),
            Deed::Claim(_) => "we watch the mail and call when it has not come".into(),
            Deed::FollowUp(f) => {
                let at =
                    f.at.map_or_else(String::new, |at| format!(" at {}", say::time(at)));
                format!("we call on {}{at}", say::day(f.due_on, today))
            }
            Deed::Note(_) | Deed::Told(_) | Deed::CallAnyway(_) => String::new(),
        }
    }

    /// `Enter` in the wrap-up.
    pub(crate) fn save_call(&mut self) -> Vec<Effect> {
        let now = self.now.at;
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        if let Some(why) = call.missing() {
            self.warn(why);
            return Vec::new();
        }
        if let Some(found) = crate::domain::card::inspect(call.note.text()) {
            let why = found.message();
            call.noting = true;
            self.warn(&why);
            return Vec::new();
        }
        call.saving = true;
        let intent = Intent::FinishCall(Box::new(call.finish(now)));
        let (key, account) = (call.key.clone(), call.account);
        vec![self.write(Writing::Call(account), key, intent)]
    }

    /// `Esc` in the call: back to the queue; whatever was said or typed is kept.
    pub(crate) fn leave_call(&mut self) -> Vec<Effect> {
        let Some(mut call) = self.call.take() else {
            return Vec::new();
        };
        self.screen = Screen::Queue;
        if call.is_untouched() {
            return self.keep_draft();
        }
        call.spent = call.seconds(self.now.at);
        call.started = self.now.at;
        self.say("the call is kept unfinished: Enter on the account goes on with it");
        self.draft.keep_call(call);
        self.keep_draft()
    }

    /// The call was saved: the next account is up.
    pub(crate) fn call_saved(&mut self, what: &str) -> Vec<Effect> {
        self.call = None;
        self.screen = Screen::Queue;
        self.queue.visiting = None;
        self.prep.focus = false;
        self.done(what);
        let mut effects = self.keep_draft();
        effects.extend(self.refresh());
        effects
    }
}
