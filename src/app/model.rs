//! Everything that the desk knows at a moment. Screens draw it, `update` changes it, nothing else does.
//!
//! Law: plain data, no I/O.

use super::action::Context;
use super::asked::Asked;
use super::call::{Call, Stage};
use super::draft::Draft;
use super::imports::Imports;
use super::keymap::Keymap;
use super::msg::{Effect, Now, Seen};
use super::outbox::OutboxDesk;
use super::overlay::Overlay;
use super::prep::PrepPanel;
use super::promises::Promises;
use super::queue::Queue;
use super::reports::ReportsDesk;
use super::review::Review;
use super::their_mail::{MailSource, TheirMail};
use super::waiting::Offer;
use super::welcome::Welcome;
use crate::domain::barrier::Barrier;
use crate::domain::by_when::DateOrder;
use crate::domain::ids::AccountId;
use crate::domain::inbound::Sense;
use crate::domain::queue::Reason;
use crate::domain::rules::Rules;
use crate::domain::view::{Prep, Tone};
use crate::script::Scripts;
use crate::script::letters::Letters;
use crate::store::protocol::{FeePreview, Other, Request, Status, Waiting};
use std::sync::Arc;

/// A screen.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Screen {
    /// No ledger yet.
    Welcome,
    /// The queue with the prep.
    Queue,
    /// Promises.
    Promises,
    /// What waits for a supervisor.
    Review,
    /// A call.
    Call,
    /// Reports.
    Reports,
    /// Letters.
    Outbox,
    /// Imports.
    Imports,
}

/// The message line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// How to read it. A bad one stays until a key.
    pub tone: Tone,
    /// One line.
    pub text: String,
    /// What may be tried again while it stands there.
    pub again: Option<Offer>,
}

/// What the desk is started with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The time.
    pub now: Now,
    /// The collector.
    pub me: String,
    /// The keys.
    pub keymap: Keymap,
    /// The rules.
    pub rules: Rules,
    /// The call scripts.
    pub scripts: Arc<Scripts>,
    /// The letters.
    pub letters: Arc<Letters>,
    /// How dates in figures are read.
    pub date_order: DateOrder,
    /// Unique to this run: the start of every idempotency key.
    pub key_seed: String,
    /// The sample desk.
    pub sample: bool,
    /// There is no ledger yet.
    pub no_ledger: bool,
    /// The company's name for a new ledger.
    pub company: String,
    /// Only accounts of this collector (and nobody's).
    pub only_mine: bool,
    /// Who may allow a call beyond the consumer rules; empty = any name.
    pub supervisors: Vec<String>,
    /// Phrases for notes: short name and text.
    pub phrases: Vec<(String, String)>,
    /// The settings name a program to dial with.
    pub can_dial: bool,
    /// What can stand in the way, each with its usual remedy.
    pub barriers: Vec<Barrier>,
}

/// The desk.
#[derive(Clone, Debug)]
pub struct Model {
    /// The time of the last message.
    pub now: Now,
    /// The collector.
    pub me: String,
    /// The keys in force.
    pub keymap: Keymap,
    /// The rules.
    pub rules: Rules,
    /// The call scripts.
    pub scripts: Arc<Scripts>,
    /// The letters.
    pub letters: Arc<Letters>,
    /// How dates in figures are read.
    pub date_order: DateOrder,
    /// The sample desk: nothing is kept.
    pub sample: bool,
    /// Only accounts of this collector.
    pub only_mine: bool,
    /// Who may allow a call beyond the consumer rules; empty = any name.
    pub supervisors: Vec<String>,
    /// Phrases for notes: short name and text.
    pub phrases: Arc<Vec<(String, String)>>,
    /// The settings name a program to dial with.
    pub can_dial: bool,
    /// What can stand in the way, each with its usual remedy.
    pub barriers: Vec<Barrier>,
    /// Which screen.
    pub screen: Screen,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// The message line.
    pub message: Option<Message>,
    /// How many acts of this sitting the key `u` takes back without a question.
    pub undoable: u32,
    /// A write that waits for somebody else's, by its number.
    pub waiting: Option<(u64, Waiting)>,
    /// The line at the top.
    pub status: Option<Status>,
    /// Counts per reason of the whole queue.
    pub reason_counts: Vec<(Reason, usize)>,
    /// The queue.
    pub queue: Queue,
    /// The prep.
    pub prep: PrepPanel,
    /// The prep of an account on another screen, or in a call whose figures have changed: for its remedies.
    pub(crate) looked_at: Option<Box<Prep>>,
    /// What fees may be posted at all accounts, as it was when it was asked.
    pub(crate) fee_previews: Vec<FeePreview>,
    /// Promises.
    pub promises: Promises,
    /// What waits for a supervisor.
    pub review: Review,
    /// Decisions may be made: somebody said so on purpose.
    pub supervising: bool,
    /// Reports.
    pub reports: ReportsDesk,
    /// Letters.
    pub outbox: OutboxDesk,
    /// The mail that the open form comes from.
    pub(crate) mail_source: Option<MailSource>,
    /// The mail below the form that was opened from it, and what it was taken for.
    pub(crate) mail_below: Option<(Sense, Box<TheirMail>)>,
    /// The collectors that reports can be narrowed to.
    pub(crate) report_collectors: Vec<String>,
    /// The call in progress.
    pub call: Option<Call>,
    /// The first run.
    pub welcome: Welcome,
    /// The import.
    pub imports: Imports,
    /// What is unfinished, besides the call in progress.
    pub draft: Draft,
    /// What the last drawing found out.
    pub seen: Seen,
    /// Counts bursts of input.
    pub burst: u64,
    /// Something changed since the last drawing.
    pub dirty: bool,
    /// The call is opened when its prep has come.
    pub(crate) call_when_loaded: Option<AccountId>,
    /// And they called.
    pub(crate) inbound_when_loaded: bool,
    pub(crate) pending: Vec<(u64, Asked)>,
    pub(crate) next: u64,
    pub(crate) key_seed: String,
    pub(crate) keys_made: u64,
    pub(crate) changed_asked: Option<chrono::DateTime<chrono::Utc>>,
    pub(crate) here_said: Option<chrono::DateTime<chrono::Utc>>,
    /// The open account that somebody else has open too, once that was said.
    pub(crate) warned_of: Option<AccountId>,
    /// Who else has this ledger open.
    pub others: Vec<Other>,
}

impl Model {
    /// The desk before anything was read.
    #[must_use]
    pub fn new(start: Start) -> Model {
        let welcome = Welcome {
            no_ledger: start.no_ledger,
            ..Welcome::default()
        };
        let mut imports = Imports::default();
        imports.company.set(&start.company);
        Model {
            now: start.now,
            me: start.me,
            keymap: start.keymap,
            rules: start.rules,
            scripts: start.scripts,
            letters: start.letters,
            date_order: start.date_order,
            sample: start.sample,
            only_mine: start.only_mine,
            supervisors: start.supervisors,
            phrases: Arc::new(start.phrases),
            can_dial: start.can_dial,
            barriers: start.barriers,
            screen: if start.no_ledger {
                Screen::Welcome
            } else {
                Screen::Queue
            },
            overlay: None,
            message: None,
            undoable: 0,
            waiting: None,
            status: None,
            reason_counts: Vec::new(),
            queue: Queue::default(),
            prep: PrepPanel::default(),
            looked_at: None,
            fee_previews: Vec::new(),
            promises: Promises::default(),
            review: Review::default(),
            supervising: false,
            reports: ReportsDesk::default(),
            outbox: OutboxDesk::default(),
            mail_source: None,
            mail_below: None,
            report_collectors: Vec::new(),
            call: None,
            welcome,
            imports,
            draft: Draft::default(),
            seen: Seen::default(),
            burst: 0,
            dirty: true,
            call_when_loaded: None,
            inbound_when_loaded: false,
            pending: Vec::new(),
            next: 1,
            key_seed: start.key_seed,
            keys_made: 0,
            changed_asked: None,
            here_said: None,
            warned_of: None,
            others: Vec::new(),
        }
    }

    /// Where the next key goes.
    #[must_use]
    pub fn context(&self) -> Context {
        if let Some(overlay) = &self.overlay {
            return overlay.context();
        }
        match self.screen {
            Screen::Welcome => Context::Welcome,
            Screen::Imports => self.imports.context(),
            Screen::Queue if self.queue.filtering => Context::Filter,
            Screen::Queue if self.prep.focus => Context::Prep,
            Screen::Queue => Context::Queue,
            Screen::Promises => Context::Promises,
            Screen::Review => self.review.pane.context(),
            Screen::Reports => Context::Reports,
            Screen::Outbox => Context::Outbox,
            Screen::Call => match &self.call {
                Some(call) if call.noting => Context::Note,
                Some(call) => match call.stage {
                    Stage::Talk => Context::Call,
                    Stage::Form(_) => Context::Form,
                    Stage::Wrap => Context::Wrap,
                },
                None => Context::Queue,
            },
        }
    }

    /// An answer is awaited that will change what is on screen.
    #[must_use]
    pub fn awaits(&self) -> bool {
        self.is_asked(|a| {
            !matches!(
                a,
                Asked::Changed
                    | Asked::Turn
                    | Asked::Close(_)
                    | Asked::Write(_)
                    | Asked::Files
                    | Asked::Preview
                    | Asked::Saving
                    | Asked::Rejects
                    | Asked::Here
            )
        })
    }

    /// A key for a form: unique over all runs, because the seed is.
    pub(crate) fn new_key(&mut self) -> String {
        self.keys_made += 1;
        format!("{}-{}", self.key_seed, self.keys_made)
    }

    /// Asks for everything that a write may have changed.
    pub(crate) fn refresh(&mut self) -> Vec<Effect> {
        let as_of = self.now.today;
        self.prep.stale = true;
        self.looked_at = None;
        let mut effects = vec![
            self.ask(Asked::Status, Request::Status { as_of }),
            self.ask_queue(),
        ];
        if let Some(call) = self.call.as_ref().filter(|c| c.prep.is_some()) {
            let account = call.account;
            effects.push(self.ask_looked_at(account));
        }
        if self.screen == Screen::Promises {
            effects.extend([self.ask_promises(), self.ask_our_promises()]);
        }
        if self.screen == Screen::Review {
            effects.extend(self.ask_review_all());
        }
        effects.extend(self.report_is_old());
        if self.screen == Screen::Outbox {
            effects.push(self.ask_outbox());
        }
        if self.screen == Screen::Imports {
            effects.extend(self.ask_batches());
        }
        effects
    }

    /// The first questions to a ledger: bring it to the day, then read.
    pub(crate) fn start_reading(&mut self) -> Vec<Effect> {
        let to = self.now.today;
        let mut effects = vec![self.ask(Asked::Turn, Request::TurnDay { to })];
        effects.extend(self.refresh());
        effects
    }

    /// What is unfinished, as it is kept.
    pub(crate) fn keep_draft(&mut self) -> Vec<Effect> {
        let mut draft = self.draft.clone();
        if let Some(call) = self.call.as_ref().filter(|c| !c.is_untouched()) {
            let mut call = call.clone();
            call.spent = call.seconds(self.now.at);
            call.started = self.now.at;
            draft.keep_call(call);
        }
        if let Some(Overlay::Form(form)) = &self.overlay
            && form.touched
            && !form.is_of_mail()
        {
            draft.keep_form((**form).clone());
        }
        if let Some(Overlay::People(people)) = &self.overlay
            && let Some(card) = people.card.as_ref().filter(|c| c.is_touched())
        {
            draft.keep_card(card.clone());
        }
        draft.letters.clone_from(&self.outbox.drafts);
        if let Some(Overlay::Letter(editor)) = &self.overlay
            && editor.touched
        {
            draft.letters.retain(|e| !e.is_same(editor));
            draft.letters.push((**editor).clone());
        }
        vec![Effect::SaveDraft(Box::new(draft.masked()))]
    }

    pub(crate) fn message(&mut self, tone: Tone, text: &str) {
        self.message = Some(Message {
            tone,
            text: text.to_owned(),
            again: None,
        });
    }

    /// Says something.
    pub(crate) fn say(&mut self, text: &str) {
        self.message(Tone::Plain, text);
    }

    /// Says that something is done.
    pub(crate) fn done(&mut self, text: &str) {
        self.message(Tone::Good, text);
    }

    /// Says why something does not go.
    pub(crate) fn warn(&mut self, text: &str) {
        self.message(Tone::Warn, text);
    }

    /// Says that something failed.
    pub(crate) fn fail(&mut self, text: &str) {
        self.message(Tone::Bad, text);
    }

    pub(crate) fn copy(&mut self, text: String, what: &str) -> Vec<Effect> {
        let said = format!("{what} sent to the terminal's clipboard");
        self.say(&said);
        vec![Effect::Copy(text)]
    }
}
