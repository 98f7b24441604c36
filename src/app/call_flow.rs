//! How a call moves on: opened, an answer given, its form filled in, wrapped up, saved.
//!
//! Law: every change keeps the draft. A save is asked for once and repeated under the same key. The call itself is in `call`.

use super::action::Action;
use super::answers;
use super::call::{Agreed, Call, Stage};
use super::deed::{Deed, Ground, Judged, judge};
use super::form::{FieldName, Form, FormKind};
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use crate::domain::answer::Said;
use crate::domain::by_when::describe;
use crate::domain::ids::AccountId;
use crate::domain::money::{Currency, Minor};
use crate::domain::say;
use crate::domain::touch::Overstep;
use crate::domain::view::Prep;
use crate::store::protocol::Intent;
use chrono::NaiveDate;

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
        if let Some(other) = self.others.iter().find(|o| o.account == Some(account)) {
            let text = format!("{} has this account open as well", other.by);
            self.warn(&text);
        }
        self.call = Some(call);
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
    fn open_call_form(&mut self, said: Option<Said>, kind: FormKind) -> Vec<Effect> {
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
        let in_call = self.call.as_ref().filter(|c| c.account == account);
        let prep = in_call
            .and_then(|c| c.prep.as_deref())
            .or_else(|| self.prep.of(Some(account)));
        let limits = prep.map(|p| self.limits(p)).unwrap_or_default();
        let invoices = in_call.map(Call::payable).unwrap_or_default();
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
            contact: in_call.and_then(Call::contact).or_else(|| {
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
            Ok(Deed::Told(text, on)) => {
                call.told = Some((text, on));
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
                call.stage = Stage::Form(Box::new(form));
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
