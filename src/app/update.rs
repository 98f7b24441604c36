//! The one door into the model: a message comes in, effects go out.
//!
//! Law: pure. A key is resolved by the table, checked by `disabled`, and done by the screen that has the keys. Answers of the
//! store are in `reply`.

use super::action::{Action, Context};
use super::asked::Asked;
use super::call::Stage;
use super::disabled::disabled;
use super::draft::{Draft, first_words};
use super::keymap::Key;
use super::model::Model;
use super::msg::{Effect, MouseKind, Msg, Now, Target};
use super::overlay::Overlay;
use crate::domain::say;
use crate::store::protocol::Reply;
use chrono::Datelike;

/// Takes in what happened.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Settle => return model.settle(),
        Msg::Clock(now) => return model.clock(now),
        // Nothing has changed: an idle desk draws nothing, and what a key made dirty stays so.
        Msg::Reply(_, Reply::Changed(false)) => {}
        _ => model.dirty = true,
    }
    match msg {
        Msg::Start(draft) => model.start(draft),
        Msg::Key(key) => model.key(key),
        Msg::Paste(text) => model.paste(&text),
        Msg::Mouse(kind, x, y) => model.mouse(kind, x, y),
        Msg::Reply(seq, reply) => model.reply(seq, reply),
        Msg::FilesRead(seq, read) => match model.take_pending(seq) {
            Some(Asked::Files) => model.take_files(read),
            Some(Asked::Preview) => model.take_preview(read),
            _ => Vec::new(),
        },
        Msg::Recent(paths) => {
            model.imports.recent = paths;
            Vec::new()
        }
        Msg::MappingSaved(seq, saved) => match model.take_pending(seq) {
            Some(_) => model.mapping_saved(saved),
            None => Vec::new(),
        },
        Msg::RejectsKept(seq, kept) => match model.take_pending(seq) {
            Some(_) => model.take_rejects(kept),
            None => Vec::new(),
        },
        Msg::Reading(seq, progress) => {
            model.progress(seq, progress);
            Vec::new()
        }
        Msg::Paths(seq, paths) => {
            if model.take_pending(seq).is_some() {
                model.take_paths(paths);
            }
            Vec::new()
        }
        Msg::Posted(posted) => model.posted(posted),
        Msg::ReportSaved(saved) => model.report_saved(saved),
        Msg::FileFound(found) => model.file_found(found),
        Msg::Opened(opened) => model.take_opened(opened),
        Msg::StoreGone => model.store_gone(),
        Msg::Reopened(opened) => model.reopened(opened),
        Msg::Trouble(text) => {
            model.fail(&text);
            Vec::new()
        }
        Msg::Settle | Msg::Clock(_) => Vec::new(),
    }
}

/// The note that is being typed, wherever it is.
pub(crate) fn field_of_note(model: &mut Model) -> Option<&mut super::text::TextField> {
    if model.context() == Context::Note {
        return model.call.as_mut().map(|call| &mut call.note);
    }
    let form = model.form_on_top()?;
    if form.kind != super::form::FormKind::Note {
        return None;
    }
    form.touched = true;
    match &mut form.fields.first_mut()?.value {
        super::form::Value::Text(text) => Some(text),
        _ => None,
    }
}

impl Model {
    fn start(&mut self, draft: Draft) -> Vec<Effect> {
        self.draft = draft;
        self.outbox.drafts.clone_from(&self.draft.letters);
        if let Some(call) = self.draft.calls.last() {
            let when = say::near_day(call.opened_on, self.now.today);
            self.overlay = Some(Overlay::Resume {
                account: call.account,
                text: format!(
                    "The call with {} ({when}) was left unfinished.{}",
                    call.name,
                    first_words(call.note.trimmed())
                ),
                burst: self.burst,
            });
        }
        if self.welcome.no_ledger {
            return Vec::new();
        }
        // The first account is one that nobody else has open: who is here is asked before the queue.
        self.queue.pass_by = true;
        let mut effects = vec![self.say_here()];
        effects.extend(self.start_reading());
        effects
    }

    /// The burst is drained: what must be known before drawing is asked for.
    fn settle(&mut self) -> Vec<Effect> {
        self.burst += 1;
        if self.welcome.no_ledger {
            return Vec::new();
        }
        let mut effects: Vec<Effect> = self.settle_queue().into_iter().collect();
        effects.extend(self.settle_prep());
        effects.extend(self.settle_review());
        effects.extend(self.settle_promises());
        effects.extend(self.settle_changed());
        effects.extend(self.settle_here());
        effects
    }

    fn clock(&mut self, now: Now) -> Vec<Effect> {
        let minute = |n: &Now| n.local.format("%F %H:%M").to_string();
        self.dirty |= minute(&now) != minute(&self.now);
        let new_day = now.today != self.now.today;
        self.now = now;
        if new_day && !self.welcome.no_ledger {
            let said = say::day(now.today, now.today);
            self.say(&format!("a new day: {said} {}", now.today.year()));
            return self.start_reading();
        }
        Vec::new()
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        if let Some(effects) = self.key_to_wait(key) {
            return effects;
        }
        let context = self.context();
        // A message stays until a key; whatever the key does may say something new.
        self.message = None;
        match self.keymap.resolve(context, key) {
            Some(action) => self.perform(context, action),
            None if context.is_text() => self.typed(context, key),
            None => Vec::new(),
        }
    }

    /// Does an action, wherever it came from.
    pub(crate) fn perform(&mut self, context: Context, action: Action) -> Vec<Effect> {
        if let Some(why) = disabled(self, action) {
            self.warn(&why);
            return self.stopped(action, &why);
        }
        match action {
            Action::Quit => return self.quit(),
            Action::Leave => {
                let mut effects = self.keep_draft();
                effects.push(Effect::Quit);
                return effects;
            }
            Action::Suspend => {
                let mut effects = self.keep_draft();
                effects.push(Effect::Suspend);
                return effects;
            }
            Action::Redraw => return vec![Effect::Redraw],
            Action::Help => {
                self.overlay = Some(Overlay::Help {
                    of: context,
                    scroll: 0,
                });
                return Vec::new();
            }
            Action::Palette => {
                self.overlay = Some(Overlay::Palette {
                    of: context,
                    text: super::text::TextField::default(),
                    cursor: 0,
                });
                return Vec::new();
            }
            _ => {}
        }
        if let Some(effects) = self.go_elsewhere(action) {
            return effects;
        }
        match context {
            Context::Queue
            | Context::Prep
            | Context::Promises
            | Context::Review
            | Context::Approvals
            | Context::Decided
            | Context::Cases
            | Context::Clocks
            | Context::Collectors
            | Context::Trends => self.main_action(context, action),
            Context::Reports => self.reports_action(action),
            Context::Outbox => self.outbox_action(action),
            Context::Call => self.call_action(action),
            Context::Wrap => self.wrap_action(action),
            Context::Note => match action {
                Action::NewLine => self.new_line(),
                Action::Phrase => self.phrase(),
                _ => self.end_note(),
            },
            Context::People => self.people_action(action),
            Context::Remedies => self.remedies_action(action),
            Context::Letter => self.editor_action(action),
            Context::TheirMail => self.their_mail_action(action),
            Context::Card => self.card_action(action),
            Context::Form => self.form_action(action),
            Context::Filter if self.overlay.is_some() => self.remedy_filter(action),
            Context::Filter => self.filter_action(action),
            Context::Welcome => self.welcome_action(action),
            Context::Imports
            | Context::ImportPath
            | Context::ImportWork
            | Context::ImportReview
            | Context::ImportMap
            | Context::ImportAsk
            | Context::ImportType => self.imports_action(context, action),
            Context::Find
            | Context::Notes
            | Context::Palette
            | Context::Help
            | Context::Why
            | Context::Confirm
            | Context::Resume => self.overlay_action(action),
            // Its keys are looked at before any other place's.
            Context::Saving => Vec::new(),
        }
    }

    fn quit(&mut self) -> Vec<Effect> {
        let open = self.draft.calls.len();
        if open > 0 && !self.sample {
            let calls = say::plural(open as u64, "unfinished call");
            self.overlay = Some(Overlay::Confirm {
                question: super::overlay::Question::Quit,
                text: format!(
                    "Leave the desk? {calls} will be kept and offered at the next start."
                ),
                burst: self.burst,
            });
            return Vec::new();
        }
        vec![Effect::Quit]
    }

    fn end_note(&mut self) -> Vec<Effect> {
        if let Some(call) = &mut self.call {
            call.noting = false;
        }
        self.keep_draft()
    }

    /// A key that types.
    fn typed(&mut self, context: Context, key: Key) -> Vec<Effect> {
        match context {
            Context::Filter if self.overlay.is_some() => {
                self.overlay_field(|f| f.key(key));
            }
            Context::Filter if self.queue.filter.key(key) => return self.refilter(),
            Context::Note => {
                if let Some(call) = &mut self.call
                    && call.note.key(key)
                {
                    return self.keep_draft();
                }
            }
            Context::Form => {
                if let Some(form) = self.form_on_top() {
                    form.key(key);
                    self.reshape_form();
                    self.fill_script();
                    return self.keep_draft();
                }
            }
            Context::Letter => return self.editor_typed(key),
            Context::ImportPath => return self.path_key(key),
            Context::ImportType => {
                if let Some(field) = self.imports.asked_field() {
                    field.key(key);
                }
            }
            Context::Find if self.overlay_field(|f| f.key(key)) => return self.find_typed(),
            Context::Notes if self.overlay_field(|f| f.key(key)) => return self.notes_typed(),
            Context::Card if self.overlay_field(|f| f.key(key)) => return self.keep_draft(),
            Context::Palette => {
                if self.overlay_field(|f| f.key(key))
                    && let Some(Overlay::Palette { cursor, .. }) = &mut self.overlay
                {
                    *cursor = 0;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn overlay_field(&mut self, change: impl FnOnce(&mut super::text::TextField) -> bool) -> bool {
        self.overlay
            .as_mut()
            .and_then(Overlay::field)
            .is_some_and(change)
    }

    /// The form that has the keys.
    pub(crate) fn form_on_top(&mut self) -> Option<&mut super::form::Form> {
        if let Some(overlay) = &mut self.overlay {
            return match overlay {
                Overlay::Form(form) => Some(form),
                _ => None,
            };
        }
        match &mut self.call.as_mut()?.stage {
            Stage::Form(form) => Some(form),
            Stage::Talk | Stage::Wrap => None,
        }
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        let context = self.context();
        self.message = None;
        match context {
            Context::Note => {
                if let Some(call) = &mut self.call {
                    call.note.insert(text);
                }
                self.keep_draft()
            }
            Context::Form => {
                if let Some(form) = self.form_on_top() {
                    form.paste(text);
                }
                self.reshape_form();
                self.keep_draft()
            }
            Context::Filter if self.overlay.is_some() => {
                self.overlay_field(|f| {
                    f.insert(text.trim());
                    true
                });
                Vec::new()
            }
            Context::Filter => {
                self.queue.filter.insert(text.trim());
                self.refilter()
            }
            Context::Find => {
                self.overlay_field(|f| {
                    f.insert(text.trim());
                    true
                });
                self.find_typed()
            }
            Context::Notes => {
                self.overlay_field(|f| {
                    f.insert(text.trim());
                    true
                });
                self.notes_typed()
            }
            Context::Palette | Context::Card => {
                self.overlay_field(|f| {
                    f.insert(text.trim());
                    true
                });
                match context {
                    Context::Card => self.keep_draft(),
                    _ => Vec::new(),
                }
            }
            Context::Letter => self.editor_pasted(text),
            Context::TheirMail => self.their_mail_pasted(text),
            // A file dropped on the welcome is a path: the door opens by itself.
            Context::Welcome => {
                let mut effects = self.perform(Context::Welcome, Action::DoorImport);
                effects.extend(self.path_paste(text));
                effects
            }
            Context::ImportPath => self.path_paste(text),
            Context::Imports | Context::ImportReview => {
                self.imports.path.set("");
                self.path_paste(text)
            }
            Context::ImportType => {
                if let Some(field) = self.imports.asked_field() {
                    field.paste(text.trim());
                }
                Vec::new()
            }
            _ => {
                self.say("pasted text ignored: nothing is being typed here");
                Vec::new()
            }
        }
    }

    fn mouse(&mut self, kind: MouseKind, x: u16, y: u16) -> Vec<Effect> {
        let hit = self.seen.hits.iter().rev().find(|(a, _)| a.holds(x, y));
        let Some(target) = hit.map(|(_, t)| *t) else {
            return Vec::new();
        };
        let context = self.context();
        let wheel = |up: bool| if up { Action::Up } else { Action::Down };
        match (kind, target) {
            (MouseKind::Press, Target::Row(i)) => self.row_clicked(i),
            (MouseKind::Press, Target::Do(action)) => {
                self.message = None;
                self.perform(context, action)
            }
            (MouseKind::Press, Target::Pane(pane)) => {
                self.prep.pane = pane;
                self.prep.scroll = 0;
                Vec::new()
            }
            (MouseKind::Press, Target::List | Target::Prep) => Vec::new(),
            (_, Target::Prep) if self.overlay.is_none() => {
                let up = kind == MouseKind::WheelUp;
                for _ in 0..3 {
                    self.scroll_prep(if up { -1 } else { 1 });
                }
                Vec::new()
            }
            _ if context.is_text() => Vec::new(),
            _ => {
                let up = kind == MouseKind::WheelUp;
                let mut effects = Vec::new();
                for _ in 0..3 {
                    effects.extend(self.perform(context, wheel(up)));
                }
                effects
            }
        }
    }
}
