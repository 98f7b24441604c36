//! How a call moves on: opened, an answer given, its form filled in. Wrapping up and saving are in `wrap_up`.
//!
//! Law: every change keeps the draft. The call itself is in `call`.

use super::action::Action;
use super::answers;
use super::call::{Agreed, Call, Stage};
use super::deed::{Deed, Ground, Judged, judge};
use super::form::{FieldName, Form, FormKind};
use super::model::{Model, Screen};
use super::msg::Effect;
use crate::domain::answer::Said;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::touch::Overstep;
use crate::domain::view::Prep;

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
            let mut effects = vec![self.warned(&prep)];
            effects.extend(self.open_form(kind));
            return effects;
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
        // Who else has it open is said when the ledger has answered: what was heard before may be over.
        self.warned_of = None;
        self.screen = Screen::Call;
        self.fill_script();
        let mut effects = self.keep_draft();
        effects.push(self.say_here());
        effects
    }

    /// Why the selected account must not be called; `None` = it may.
    #[must_use]
    pub fn blocked(&self) -> Option<String> {
        self.shown_prep()?.safety.blocked.clone()
    }

    /// The call's action.
    pub(crate) fn call_action(&mut self, action: Action) -> Vec<Effect> {
        if let Some(said) = said_by(action) {
            return self.answer(said);
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
            Action::Remedies => return self.open_remedies(),
            Action::Barrier => return self.open_call_form(None, FormKind::Barrier),
            Action::TakeBack => {
                call.agreed.pop();
                call.at = call.agreed.len().saturating_sub(1);
            }
            Action::ToWrap => {
                call.at = call.agreed.len().saturating_sub(1);
                call.stage = Stage::Wrap;
            }
            Action::Back => return self.leave_call(),
            _ => return Vec::new(),
        }
        self.fill_script();
        self.keep_draft()
    }

    /// They said something: its form opens, or (nobody was reached) the wrap-up.
    fn answer(&mut self, said: Said) -> Vec<Effect> {
        if said == Said::Angry {
            return self.patience();
        }
        let overdue = |call: &Call| {
            let prep = call.prep.as_deref();
            prep.is_some_and(|p| p.claims.iter().any(|c| c.overdue))
        };
        let kind = match said {
            Said::AlreadySent if self.call.as_ref().is_some_and(overdue) => FormKind::OldClaim,
            Said::AlreadySent => FormKind::Claim,
            Said::Today => FormKind::Today,
            Said::Date => FormKind::Promise,
            Said::Vague => FormKind::Vague,
            Said::TalkAgain | Said::Angry => FormKind::FollowUp,
            Said::NoInvoice => FormKind::Send,
            Said::Disputes => FormKind::Dispute,
            Said::Paperwork => FormKind::Paper,
            Said::Approval | Said::PayRun => FormKind::Wait,
            Said::CashShort => FormKind::Plan,
            Said::WaiverAsked => FormKind::Waiver,
            Said::Retainage | Said::PaidWhenPaid => FormKind::Holdback,
            Said::WrongPerson | Said::WrongNumber => FormKind::Person,
            Said::Voicemail | Said::NoAnswer => FormKind::Retry,
        };
        self.open_call_form(Some(said), kind)
    }

    /// They are angry: the script listens, nothing is asked. The same key again, or any other answer, ends it.
    fn patience(&mut self) -> Vec<Effect> {
        let key = self.new_key();
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        call.angry = !call.angry;
        let noted = call.agreed.iter().any(|a| a.said == Some(Said::Angry));
        if call.angry && !noted {
            call.agreed.push(Agreed {
                form: Form::with(FormKind::FollowUp, call.account, key, Vec::new()),
                deed: Deed::Heard,
                said: Some(Said::Angry),
            });
        }
        self.fill_script();
        self.keep_draft()
    }

    /// Opens a form of the call: as it was left, else with whatever can be known already.
    pub(crate) fn open_call_form(&mut self, said: Option<Said>, kind: FormKind) -> Vec<Effect> {
        let key = self.new_key();
        let Some(call) = &self.call else {
            return Vec::new();
        };
        let Some(prep) = call.prep.as_deref() else {
            return Vec::new();
        };
        let account = call.account;
        let left = call.aside.iter().position(|f| f.kind == kind);
        let mut form = self.on_ground(account, |g| answers::open(kind, account, key, g));
        if kind == FormKind::Retry {
            let (day, why) = self.retry(said, prep);
            form.set(FieldName::ComeBack, &day);
            form.set(FieldName::Reason, &why);
        }
        let Some(call) = &mut self.call else {
            return Vec::new();
        };
        if let Some(at) = left {
            form = call.aside.remove(at);
        }
        call.said = said;
        call.angry = false;
        call.stage = Stage::Form(Box::new(form));
        self.fill_script();
        if kind == FormKind::Retry {
            // A retry is proposed at another hour: `Enter` saves it as it is, `e` changes it.
            return self.submit_call_form();
        }
        self.keep_draft()
    }

    /// The form on top, of the call or beside it, as it stands.
    #[must_use]
    pub fn judged(&self, form: &Form) -> Judged {
        self.on_ground(form.account, |g| judge(form, g))
    }

    /// A form was typed in: other fields may be asked for now.
    pub(crate) fn reshape_form(&mut self) {
        let Some(mut form) = self.form_on_top().cloned() else {
            return;
        };
        self.on_ground(form.account, |g| answers::reshape(&mut form, g));
        if let Some(place) = self.form_on_top() {
            *place = form;
        }
    }

    /// What a form of an account is judged against.
    pub(crate) fn on_ground<T>(&self, account: AccountId, f: impl FnOnce(&Ground<'_>) -> T) -> T {
        let mail = self.mail_of_form();
        let in_call = self.call.as_ref().filter(|c| c.account == account);
        let in_call = in_call.filter(|_| mail.is_none());
        let prep = self.prep_of(account);
        let limits = prep.map(|p| self.limits(p)).unwrap_or_default();
        let invoices = match mail {
            Some(mail) => mail.invoices.clone(),
            None => in_call.map(Call::payable).unwrap_or_default(),
        };
        let asked = in_call.map(|c| c.asked_for().less(c.promised()));
        let moved = in_call.is_none_or(|c| !c.promised().is_positive());
        let outside = || prep.map_or(Minor::ZERO, owed);
        f(&Ground {
            today: self.now.today,
            order: self.date_order,
            rules: &self.rules,
            currency: prep
                .map(|p| p.account.currency)
                .or_else(|| self.status.as_ref().map(|s| s.currency))
                .unwrap_or(Currency::USD),
            prep,
            limits: &limits,
            supervisors: &self.supervisors,
            invoices: &invoices,
            contact: mail
                .and_then(|m| m.contact)
                .or(in_call.and_then(Call::contact))
                .or_else(|| {
                    let people = &prep?.contacts;
                    people
                        .iter()
                        .find(|c| c.preferred)
                        .or(people.first())
                        .map(|c| c.id)
                }),
            rest: match asked {
                Some(rest) if rest.is_positive() || !moved => rest,
                _ => outside(),
            },
            cursor: in_call.and_then(Call::invoice),
            promised_here: in_call.is_some_and(|c| c.promised().is_positive()),
            me: &self.me,
            barriers: &self.barriers,
            fee_previews: &self.fee_previews,
        })
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
            Ok(Deed::Told(text, on, step)) => {
                call.told = Some((text, on));
                call.told_step = step;
                call.stage = Stage::Wrap;
            }
            Ok(deed) => {
                let said = match &deed {
                    Deed::Made(made) => made.said.or(call.said),
                    _ => call.said,
                };
                let form = *form;
                let place = call.editing.take().map(|(at, _)| at);
                let at = place.unwrap_or(call.agreed.len()).min(call.agreed.len());
                call.agreed.insert(at, Agreed { form, deed, said });
                call.at = at;
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
            if let Some((at, one)) = call.editing.take() {
                call.agreed.insert(at.min(call.agreed.len()), *one);
                call.stage = Stage::Wrap;
            } else if matches!(form.kind, FormKind::Told) {
                call.stage = Stage::Wrap;
            } else if form.touched {
                call.aside.retain(|f| f.kind != form.kind);
                call.aside.push(*form);
            }
        }
        self.fill_script();
        self.keep_draft()
    }
}

/// What a promise would be about: what may be asked for; where a promise covers all of that (it is due today, it is being moved), what is
/// past due and not contested.
fn owed(prep: &Prep) -> Minor {
    let rest = prep.past_due.less(prep.safety.disputed);
    let found = [prep.collectible, rest]
        .into_iter()
        .find(|m| m.is_positive());
    found.unwrap_or(Minor::ZERO)
}

/// What a key of the call says for them.
#[must_use]
pub const fn said_by(action: Action) -> Option<Said> {
    Some(match action {
        Action::SayAlreadySent => Said::AlreadySent,
        Action::SayToday => Said::Today,
        Action::SayDate => Said::Date,
        Action::SayVague => Said::Vague,
        Action::SayFollowUp => Said::TalkAgain,
        Action::SayNoInvoice => Said::NoInvoice,
        Action::SayDisputes => Said::Disputes,
        Action::SayPaperwork => Said::Paperwork,
        Action::SayApproval => Said::Approval,
        Action::SayCashShort => Said::CashShort,
        Action::SayWaiver => Said::WaiverAsked,
        Action::SayRetainage => Said::Retainage,
        Action::SayWrongPerson => Said::WrongPerson,
        Action::SayAngry => Said::Angry,
        Action::SayVoicemail => Said::Voicemail,
        Action::SayNoAnswer => Said::NoAnswer,
        _ => return None,
    })
}
