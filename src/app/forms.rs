//! Forms that lie over a screen: opened where one was left, moved in, left with what was typed, and turned into one request.
//!
//! Law: as `update`. A form of a call is the call's (`call_flow`); which fields a form has is `answers`'.

use super::about::About;
use super::action::Action;
use super::answers;
use super::deed::Deed;
use super::form::{FieldName, FormKind};
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use crate::domain::ids::AccountId;
use crate::store::protocol::{Intent, Record};

impl Model {
    /// A form outside a call; one that was left with something typed comes back as it was.
    pub(crate) fn open_form(&mut self, kind: FormKind) -> Vec<Effect> {
        match self.acting_on() {
            Some(account) => self.open_form_of(account, kind),
            None => Vec::new(),
        }
    }

    /// The same, about this account.
    pub(crate) fn open_form_of(&mut self, account: AccountId, kind: FormKind) -> Vec<Effect> {
        let key = self.new_key();
        let mut fresh = self.on_ground(account, |g| answers::open(kind, account, key, g));
        if kind == FormKind::FollowUp {
            fresh.set(FieldName::Reason, "");
        }
        if let Some(name) = self.own_approval() {
            fresh.set(FieldName::AllowedBy, name);
        }
        // What a form chooses from is made anew: one of those may be done meanwhile.
        let kept = self
            .draft
            .take_form(&fresh)
            .filter(|_| !matches!(kind, FormKind::EndTask | FormKind::Remedy(_)));
        let form = match kept {
            Some(old) => {
                self.say("what you typed before is still here");
                old
            }
            None => fresh,
        };
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    pub(crate) fn form_action(&mut self, action: Action) -> Vec<Effect> {
        let outside = self.overlay.is_some();
        match action {
            Action::Submit if outside => return self.submit_form(),
            Action::Submit => return self.submit_call_form(),
            Action::Back if outside => return self.leave_form(),
            Action::Back => return self.leave_call_form(),
            Action::NewLine => return self.new_line(),
            Action::Phrase => return self.phrase(),
            _ => {}
        }
        let Some(form) = self.form_on_top() else {
            return Vec::new();
        };
        match action {
            Action::NextField => form.step(true),
            Action::PrevField => form.step(false),
            Action::FieldDown => form.down(true),
            Action::FieldUp => form.down(false),
            Action::PrevChoice => form.turn(false),
            Action::NextChoice => form.turn(true),
            _ => {}
        }
        self.reshape_form();
        self.fill_script();
        self.keep_draft()
    }

    fn leave_form(&mut self) -> Vec<Effect> {
        if matches!(&self.overlay, Some(Overlay::Form(form)) if form.is_of_mail()) {
            self.overlay = None;
            self.back_to_mail(false);
            return self.keep_draft();
        }
        if let Some(Overlay::Form(form)) = self.overlay.take()
            && form.touched
        {
            self.say("what you typed is kept for this account");
            self.draft.keep_form(*form);
        }
        self.keep_draft()
    }

    pub(crate) fn submit_form(&mut self) -> Vec<Effect> {
        let Some(Overlay::Form(form)) = &self.overlay else {
            return Vec::new();
        };
        if form.saving {
            return Vec::new();
        }
        let judged = self.judged(form);
        let (account, key) = (form.account, form.key.clone());
        let source = match &form.about {
            Some(About::Mail(source)) => Some(source.clone()),
            _ => None,
        };
        let intent = match judged.deed {
            Ok(deed) if source.is_some() => {
                let intent = source.and_then(|s| Model::mail_intent(account, &s, deed));
                let Some(intent) = intent else {
                    return Vec::new();
                };
                intent
            }
            Ok(Deed::Promise(p)) => Intent::MakePromise(p),
            Ok(Deed::FollowUp(follow_up)) => Intent::SetFollowUp { account, follow_up },
            Ok(Deed::Note(text) | Deed::Told(text, ..)) => Intent::AddNote { account, text },
            Ok(Deed::CallAnyway(overstep)) => {
                self.overlay = None;
                return self.open_call_with(false, Some(overstep));
            }
            Ok(Deed::Made(made)) => match made.remedies.into_iter().next() {
                Some(remedy) => Intent::Remedy {
                    account,
                    remedy: Box::new(remedy),
                },
                None => return Vec::new(),
            },
            Ok(Deed::Intent(intent)) => self.with_words(*intent),
            Ok(Deed::Review(act)) => Intent::Review(act),
            Ok(Deed::Staff(act)) => Intent::Staff(act),
            Ok(Deed::Plan(plan)) => return self.plan_move(plan),
            Ok(Deed::Package(path)) => return self.save_package(account, path),
            Ok(Deed::Export(path)) => return self.save_report(path),
            Ok(Deed::Rule {
                promise,
                verdict,
                reason,
                ruled_by,
            }) => Intent::Record(Record::Rule {
                promise,
                verdict,
                reason,
                ruled_by,
            }),
            // Only a call hears somebody out.
            Ok(Deed::Heard) => return Vec::new(),
            Err((field, why)) => {
                if let Some(form) = self.form_on_top() {
                    form.go(field);
                    form.insisted = true;
                }
                self.warn(&why);
                return match self.form_on_top().cloned() {
                    Some(form) => self.held_back(&form, field, &why),
                    None => Vec::new(),
                };
            }
        };
        if let Some(form) = self.form_on_top() {
            form.saving = true;
        }
        vec![self.write(Writing::Form, key, intent)]
    }
}
