//! What the keys do on the main screens and in whatever lies over them.
//!
//! Law: as `update`; split from it only because one file would be too long.

use super::about::About;
use super::action::{Action, Context};
use super::answers;
use super::asked::Asked;
use super::call::Stage;
use super::deed::Deed;
use super::form::{FieldName, FormKind};
use super::lookup::Lookup;
use super::model::{Model, Screen};
use super::msg::{Effect, Writing};
use super::overlay::{Overlay, Question, commands};
use crate::domain::ids::AccountId;
use crate::store::protocol::{Intent, Record, Request};

impl Model {
    /// The account that an act on this screen is about.
    pub(crate) fn acting_on(&self) -> Option<AccountId> {
        match self.screen {
            Screen::Review => self.review.account(),
            Screen::Promises => self.promises.account(),
            Screen::Welcome | Screen::Queue | Screen::Call => self.queue.account(),
            Screen::Outbox => self.outbox.account(),
            Screen::Reports | Screen::Imports => None,
        }
    }

    /// What means the same on every screen: the tabs, the find box. `None` = it is for the screen itself.
    pub(crate) fn go_elsewhere(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::ScreenQueue => {
                self.screen = Screen::Queue;
                self.prep.focus = false;
                Some(Vec::new())
            }
            Action::ScreenPromises => {
                self.screen = Screen::Promises;
                Some(vec![self.ask_promises(), self.ask_our_promises()])
            }
            Action::ScreenReview => Some(self.open_review()),
            Action::ScreenReports => Some(self.open_reports()),
            Action::ScreenImports => Some(self.open_imports()),
            Action::ScreenOutbox => Some(self.open_outbox()),
            Action::Find => Some(self.open_find(false)),
            Action::Inbound => Some(self.open_find(true)),
            _ => None,
        }
    }

    pub(crate) fn main_action(&mut self, context: Context, action: Action) -> Vec<Effect> {
        match action {
            Action::SearchNotes => return self.open_notes(),
            Action::People => return self.open_people(),
            Action::Dial => return self.dial(),
            Action::Undo => return self.undo(),
            Action::Promise => return self.open_form(FormKind::Promise),
            Action::Note => return self.open_form(FormKind::Note),
            Action::FollowUp => return self.open_form(FormKind::FollowUp),
            Action::EndTask => return self.open_form(FormKind::EndTask),
            Action::Remedies => return self.open_remedies(),
            Action::AskSupervisor => return self.open_form(FormKind::Ask),
            Action::ReadMail => return self.open_their_mail(None),
            Action::Why => return self.open_why(),
            Action::Call => return self.open_call(false),
            _ => {}
        }
        match context {
            Context::Promises => self.promises_action(action),
            Context::Review
            | Context::Approvals
            | Context::Decided
            | Context::Cases
            | Context::Clocks
            | Context::Collectors
            | Context::Trends => self.supervise_action(action),
            Context::Prep => self.prep_action(action),
            _ => self.queue_action(action),
        }
    }

    fn queue_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let q = &mut self.queue;
        match action {
            Action::Up => q.go(q.cursor.saturating_sub(1)),
            Action::Down => q.go(q.cursor + 1),
            Action::Top => q.go(0),
            Action::Bottom => q.go(usize::MAX),
            Action::HalfUp => q.go(q.cursor.saturating_sub(page / 2)),
            Action::HalfDown => q.go(q.cursor + page / 2),
            Action::PageUp => q.go(q.cursor.saturating_sub(page)),
            Action::PageDown => q.go(q.cursor + page),
            Action::In => self.prep.focus = true,
            Action::NextPane | Action::PrevPane if !self.seen.wide => self.prep.focus = true,
            Action::NextPane => self.prep.turn(true),
            Action::PrevPane => self.prep.turn(false),
            Action::Filter => self.queue.filtering = true,
            Action::NextReason => return self.next_reason(),
            Action::Copy => return self.copy_account(),
            Action::Back => return self.queue_back(),
            _ => {}
        }
        Vec::new()
    }

    /// `Esc` in the list: what was narrowed is widened again, one thing at a time.
    fn queue_back(&mut self) -> Vec<Effect> {
        if self.queue.visiting.take().is_some() {
            return Vec::new();
        }
        if self.queue.of.take().is_some() {
            return self.refilter();
        }
        if self.queue.reason.take().is_some() || !self.queue.filter.is_blank() {
            self.queue.filter.set("");
            return vec![self.ask_queue()];
        }
        Vec::new()
    }

    fn prep_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.pane.0.max(2) as isize;
        match action {
            Action::Up => self.scroll_prep(-1),
            Action::Down => self.scroll_prep(1),
            Action::Top => self.prep.scroll = 0,
            Action::Bottom => self.scroll_prep(isize::MAX),
            Action::HalfUp => self.scroll_prep(-page / 2),
            Action::HalfDown => self.scroll_prep(page / 2),
            Action::PageUp => self.scroll_prep(-page),
            Action::PageDown => self.scroll_prep(page),
            Action::NextPane => self.prep.turn(true),
            Action::PrevPane => self.prep.turn(false),
            Action::Copy => return self.copy_account(),
            Action::Back | Action::Out => {
                self.prep.focus = false;
                self.queue.visiting = None;
            }
            _ => {}
        }
        Vec::new()
    }

    /// Scrolls the prep's pane, never past its end.
    pub(crate) fn scroll_prep(&mut self, by: isize) {
        let (page, lines) = self.seen.pane;
        let most = lines.saturating_sub(page);
        self.prep.scroll = self.prep.scroll.saturating_add_signed(by).min(most);
    }

    fn open_why(&mut self) -> Vec<Effect> {
        let Some(account) = self.acting_on() else {
            return Vec::new();
        };
        self.overlay = Some(Overlay::Why {
            account,
            data: None,
            scroll: 0,
        });
        let request = Request::Why {
            account,
            as_of: self.now.today,
        };
        vec![self.ask(Asked::Why { land: None }, request)]
    }

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
        if let Some(Overlay::Form(form)) = self.overlay.take()
            && form.touched
            && !form.is_of_mail()
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

    pub(crate) fn filter_action(&mut self, action: Action) -> Vec<Effect> {
        self.queue.filtering = false;
        if action == Action::Back && !self.queue.filter.is_blank() {
            self.queue.filter.set("");
            return self.refilter();
        }
        Vec::new()
    }

    pub(crate) fn overlay_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let burst = self.burst;
        match (&mut self.overlay, action) {
            (
                Some(Overlay::Confirm {
                    question,
                    burst: opened,
                    ..
                }),
                Action::Confirm,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                match *question {
                    Question::Quit => return vec![Effect::Quit],
                    Question::UndoImport(event) | Question::UndoAct(event) => {
                        self.overlay = None;
                        return vec![self.take_back(Some(event))];
                    }
                    Question::MoveAccounts => return self.move_accounts(),
                    Question::Supervise => {
                        self.now_supervising();
                        return Vec::new();
                    }
                    Question::ReplaceMapping => {
                        self.overlay = None;
                        return self.save_mapping(true);
                    }
                }
            }
            (
                Some(Overlay::Resume {
                    account,
                    burst: opened,
                    ..
                }),
                Action::Resume,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                let account = *account;
                let effects = self.land(account, false);
                self.prep.stale = true;
                self.call_when_loaded = Some(account);
                return effects;
            }
            (
                Some(Overlay::Resume {
                    account,
                    burst: opened,
                    ..
                }),
                Action::Discard,
            ) => {
                if *opened == burst {
                    return Vec::new();
                }
                let account = *account;
                self.draft.take_call(account);
                self.overlay = None;
                self.say("the unfinished call was dropped");
                return self.keep_draft();
            }
            (Some(Overlay::Resume { .. }), Action::Back) => {
                self.overlay = None;
                self.say("kept: Enter on the account goes on with the call");
            }
            (_, Action::Back) => {
                self.overlay = None;
            }
            (Some(Overlay::Help { scroll, .. } | Overlay::Why { scroll, .. }), _) => {
                let last = self.seen.over;
                let to = match action {
                    Action::Down => *scroll + 1,
                    Action::Up => scroll.saturating_sub(1),
                    Action::HalfDown => *scroll + page / 2,
                    Action::HalfUp => scroll.saturating_sub(page / 2),
                    Action::PageDown => *scroll + page,
                    Action::PageUp => scroll.saturating_sub(page),
                    Action::Top => 0,
                    Action::Bottom => last,
                    _ => *scroll,
                };
                *scroll = to.min(last);
            }
            (Some(Overlay::Find { lookup, inbound }), _) => match action {
                Action::NextHit => lookup.step(true),
                Action::PrevHit => lookup.step(false),
                Action::Pick => {
                    let inbound = *inbound;
                    if let Some(account) = lookup.chosen().map(|h| h.account) {
                        return self.land(account, inbound);
                    }
                }
                _ => {}
            },
            (Some(Overlay::Notes(lookup)), _) => match action {
                Action::NextHit => lookup.step(true),
                Action::PrevHit => lookup.step(false),
                Action::Pick => {
                    if let Some(account) = lookup.chosen().map(|h| h.account) {
                        return self.go_to_note(account);
                    }
                }
                _ => {}
            },
            (Some(Overlay::Palette { of, text, cursor }), _) => {
                let found = commands(&self.keymap, *of, text.text());
                match action {
                    Action::NextHit => *cursor = (*cursor + 1).min(found.len().saturating_sub(1)),
                    Action::PrevHit => *cursor = cursor.saturating_sub(1),
                    Action::Pick => {
                        let of = *of;
                        if let Some(action) = found.get(*cursor).map(|c| c.action) {
                            self.overlay = None;
                            return self.perform(of, action);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// A click on a row of the list in front.
    pub(crate) fn row_clicked(&mut self, index: usize) -> Vec<Effect> {
        match &mut self.overlay {
            Some(
                Overlay::Palette { cursor, .. }
                | Overlay::Notes(Lookup { cursor, .. })
                | Overlay::Find {
                    lookup: Lookup { cursor, .. },
                    ..
                },
            ) => {
                *cursor = index;
                return self.overlay_action(Action::Pick);
            }
            Some(Overlay::People(people)) if people.card.is_none() => {
                people.cursor = index;
                return Vec::new();
            }
            Some(Overlay::Remedies(_)) => return self.remedy_clicked(index),
            Some(_) => return Vec::new(),
            None => {}
        }
        match self.screen {
            Screen::Queue => {
                self.queue.go(index);
                self.queue.filtering = false;
            }
            Screen::Promises => {
                self.promises.go(index);
                self.promises.follow(self.now.today);
            }
            Screen::Review => self.review.go(index),
            Screen::Call => {
                if let Some(call) = &mut self.call
                    && matches!(call.stage, Stage::Talk)
                {
                    call.cursor = index;
                    call.toggle();
                    return self.keep_draft();
                }
            }
            Screen::Welcome => {}
            Screen::Reports => return self.report_clicked(index),
            Screen::Outbox => return self.outbox_clicked(index),
            Screen::Imports => return self.imports_clicked(index),
        }
        Vec::new()
    }
}
