//! The loop: wake up, drain the burst, let the model think, carry out what it wants, draw once.
//!
//! Law: no tick. An idle desk wakes when the minute turns, and twice a minute to say that it is still here, and does nothing else. The store never runs on this thread.

use super::clock::{self, Deadline};
use super::drafts::Drafts;
use super::guard::Output;
use super::input::{self, Event};
use super::{
    DeskError, DeskOptions, ImportFiles, LedgerMaker, LedgerSource, Poster, Reopener, ReportFiles,
    SampleMaker, guard, keys, signals,
};
use crate::app::keymap::{Key, KeyCode};
use crate::app::msg::{Msg, OpenedAs};
use crate::app::{Model, Start, update};
use crate::domain::ids::AccountId;
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use crate::store::protocol::{Here, Request};
use crate::store::{Ledger, Stopper, Worker};
use crate::ui;
use crate::ui::theme::Theme;
use chrono::{DateTime, NaiveDate, Utc};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A drawing waits so long for answers that are under way: one drawing instead of two, and no flicker.
const GRACE: Duration = Duration::from_millis(8);

/// The other desks hear of this one at least so often.
const BEAT_SECONDS: i64 = 30;

/// The number of questions whose answer nobody awaits; the model's own count up from 1.
const UNAWAITED: u64 = u64::MAX;

/// No terminal is larger than this, whatever it says (FAULTS T5).
const LARGEST: (u16, u16) = (1_000, 500);

type Screen = Terminal<CrosstermBackend<BufWriter<Output>>>;

/// Everything that the loop holds.
pub struct Desk {
    /// What the terminal is answering, in pieces.
    answer: keys::Answer,
    pub(super) model: Model,
    pub(super) theme: Theme,
    pub(super) screen: Screen,
    pub(super) size: (u16, u16),
    pub(super) worker: Option<Worker>,
    pub(super) events: Sender<Event>,
    pub(super) inbox: Receiver<Event>,
    pub(super) drafts: Drafts,
    pub(super) draft_trouble: bool,
    /// What the ledger lacks, until it was said.
    pub(super) behind: Option<String>,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) missing: Option<PathBuf>,
    /// The ledger that was made here, for a first import.
    pub(super) made: Option<PathBuf>,
    pub(super) rules: Rules,
    pub(super) import_files: Arc<dyn ImportFiles>,
    /// Ends the reading that is under way.
    pub(super) stop_reading: Arc<AtomicBool>,
    /// Ends an import that was ordered, before it writes.
    pub(super) stopper: Option<Stopper>,
    /// Without a ledger: what the one in memory is kept in, with which files are compared.
    pub(super) scratch: Option<Currency>,
    pub(super) dial: Vec<String>,
    pub(super) post: Poster,
    pub(super) reports: Arc<dyn ReportFiles>,
    pub(super) sample: SampleMaker,
    pub(super) create: LedgerMaker,
    pub(super) reopen: Reopener,
    pub(super) leaving: bool,
    /// When the other desks last heard of this one, and whom it was with.
    said_here: Option<(DateTime<Utc>, Option<AccountId>)>,
}

impl Desk {
    /// Sets everything up; the terminal is ours already.
    ///
    /// # Errors
    /// When the terminal cannot be written, or a thread cannot be started.
    pub fn open(options: DeskOptions) -> Result<Desk, DeskError> {
        let (events, inbox) = channel();
        let now = clock::now(options.as_of);
        let (ledger, missing, company, is_sample) = match options.ledger {
            LedgerSource::Open(ledger) => (Some(ledger), None, None, false),
            LedgerSource::Missing { path, company } => (None, Some(path), company, false),
            LedgerSource::Sample(ledger) => (Some(ledger), None, None, true),
        };
        let behind = ledger.as_ref().and_then(|l| l.behind().map(str::to_owned));
        let drafts = Drafts::new(options.drafts);
        signals::watch(drafts.clone(), events.clone())?;
        let size = size_now();
        let screen = Terminal::with_options(
            CrosstermBackend::new(BufWriter::with_capacity(1 << 16, Output)),
            TerminalOptions {
                viewport: Viewport::Fixed(Rect::new(0, 0, size.0, size.1)),
            },
        )?;
        let model = Model::new(Start {
            now,
            me: options.me,
            keymap: options.keymap,
            rules: options.rules.clone(),
            scripts: options.scripts,
            letters: options.letters,
            date_order: options.date_order,
            key_seed: uuid::Uuid::now_v7().to_string(),
            sample: is_sample,
            no_ledger: missing.is_some(),
            company: company.unwrap_or_default(),
            only_mine: options.only_mine,
            supervisors: options.supervisors,
            phrases: options.phrases,
            can_dial: !options.dial.is_empty(),
            barriers: options.barriers,
        });
        let mut desk = Desk {
            answer: keys::Answer::default(),
            model,
            theme: Theme::new(options.theme).in_ascii(options.ascii),
            screen,
            size,
            worker: None,
            events,
            inbox,
            drafts,
            draft_trouble: false,
            behind,
            as_of: options.as_of,
            missing,
            made: None,
            rules: options.rules,
            import_files: options.files,
            stop_reading: Arc::default(),
            stopper: None,
            scratch: None,
            dial: options.dial,
            post: options.post,
            reports: options.reports,
            sample: options.sample,
            create: options.create,
            reopen: options.reopen,
            leaving: false,
            said_here: None,
        };
        if let Some(ledger) = ledger {
            desk.employ(ledger);
        }
        input::start(desk.events.clone())?;
        Ok(desk)
    }

    /// Tells the other desks of this ledger that this one is here and whom it is with: at once when that changes, else twice a minute.
    fn beat(&mut self) {
        let at = clock::now(self.as_of).at;
        let account = self.model.call.as_ref().map(|call| call.account);
        let recent = self.said_here.is_some_and(|(when, whom)| {
            whom == account && at.signed_duration_since(when).num_seconds().abs() < BEAT_SECONDS
        });
        let Some(worker) = self.worker.as_ref().filter(|_| !recent) else {
            return;
        };
        let by = self.model.me.clone();
        // Nobody awaits the answer; a store that is gone is noticed by what somebody does await.
        let _ = worker.ask(UNAWAITED, Request::Here(Here { at, by, account }));
        self.said_here = Some((at, account));
    }

    /// Runs until the user leaves.
    ///
    /// # Errors
    /// When the terminal cannot be written or read any more.
    pub fn run(mut self) -> Result<(), DeskError> {
        let (draft, trouble) = self.drafts.load();
        self.tell(Msg::Start(draft));
        self.tell(Msg::Recent(self.import_files.recent()));
        if let Some(text) = trouble {
            self.tell(Msg::Trouble(text));
        }
        if let Some(text) = self.behind.take() {
            self.tell(Msg::Trouble(text));
        }
        self.settle();
        self.before_drawing()?;
        while !self.leaving {
            self.beat();
            let beat = Duration::from_secs(BEAT_SECONDS.unsigned_abs());
            match self
                .inbox
                .recv_timeout(clock::until_next_minute().min(beat))
            {
                Ok(event) => self.event(event)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Ok(event) = self.inbox.try_recv() {
                self.event(event)?;
            }
            self.tell(Msg::Clock(clock::now(self.as_of)));
            self.settle();
            self.before_drawing()?;
        }
        self.keep_drafts();
        Ok(())
    }

    /// Answers that are all but here are waited for; then everything is drawn once.
    fn before_drawing(&mut self) -> Result<(), DeskError> {
        let grace = Deadline::after(GRACE);
        while self.model.awaits() && !self.leaving {
            match self.inbox.recv_timeout(grace.left()) {
                Ok(event) => {
                    let is_input = matches!(event, Event::Input(_));
                    self.event(event)?;
                    self.settle();
                    if is_input {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        self.keep_drafts();
        if self.model.dirty && !self.leaving {
            self.draw()?;
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<(), DeskError> {
        self.model.dirty = false;
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        let (model, theme) = (&self.model, &self.theme);
        let mut seen = None;
        self.screen.draw(|frame| {
            seen = Some(ui::draw(frame, model, theme));
        })?;
        execute!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        if let Some(seen) = seen {
            self.model.seen = seen;
        }
        Ok(())
    }

    fn settle(&mut self) {
        self.tell(Msg::Settle);
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            self.carry_out(effect);
        }
    }

    fn event(&mut self, event: Event) -> Result<(), DeskError> {
        match event {
            Event::Input(batch) => {
                if batch
                    .iter()
                    .any(|e| matches!(e, crossterm::event::Event::Resize(..)))
                {
                    self.resized()?;
                }
                self.tell(Msg::Clock(clock::now(self.as_of)));
                for msg in keys::messages(batch, &mut self.answer) {
                    #[cfg(debug_assertions)]
                    if self.faults(&msg) {
                        continue;
                    }
                    self.tell(msg);
                }
            }
            Event::InputGone(why) => return Err(io::Error::other(why).into()),
            Event::Store => self.answers(),
            Event::StoreGone => {
                self.answers();
                self.tell(Msg::StoreGone);
            }
            Event::Interrupt => self.tell(Msg::Key(Key {
                code: KeyCode::Char('c'),
                ctrl: true,
            })),
            Event::Suspend => self.suspend()?,
            Event::Files(seq, read) => self.files(seq, read),
            Event::Reading(seq, progress) => self.tell(Msg::Reading(seq, progress)),
            Event::Trouble(why) => self.tell(Msg::Trouble(why)),
            Event::Paths(seq, paths) => self.tell(Msg::Paths(seq, paths)),
            Event::Saved(seq, saved) => self.tell(Msg::MappingSaved(seq, saved)),
            Event::Rejects(seq, kept) => self.tell(Msg::RejectsKept(seq, kept)),
            Event::Posted(posted) => self.tell(Msg::Posted(posted)),
            Event::FileFound(found) => self.tell(Msg::FileFound(found)),
            Event::ReportSaved(saved) => self.tell(Msg::ReportSaved(saved)),
            Event::Recent(paths) => self.tell(Msg::Recent(paths)),
            Event::Reopened(opened) => {
                let opened = opened.map(|ledger| self.employ(ledger));
                self.tell(Msg::Reopened(opened));
            }
            Event::Sample(made) => match *made {
                Ok(ledger) => {
                    self.drafts = Drafts::default();
                    let (make, day) = (self.sample.clone(), self.model.now.today);
                    self.reopen = Arc::new(move || make(day));
                    self.employ(ledger);
                    self.tell(Msg::Opened(Ok(OpenedAs::Sample)));
                }
                Err(why) => self.tell(Msg::Opened(Err(why))),
            },
        }
        Ok(())
    }

    fn answers(&mut self) {
        let mut got = Vec::new();
        if let Some(worker) = &self.worker {
            while let Ok(answer) = worker.replies().try_recv() {
                got.push(answer);
            }
        }
        for (seq, reply) in got {
            self.tell(Msg::Reply(seq, reply));
        }
    }

    /// A store thread for a ledger; the one before finishes what it was asked.
    pub(super) fn employ(&mut self, ledger: Ledger) {
        self.stopper = Some(ledger.stopper());
        let bell = Bell(self.events.clone());
        self.said_here = None;
        self.worker = Some(Worker::start_with(ledger, move || bell.ring()));
    }

    fn keep_drafts(&mut self) {
        match self.drafts.flush() {
            Ok(()) => self.draft_trouble = false,
            Err(e) if !self.draft_trouble => {
                self.draft_trouble = true;
                self.tell(Msg::Trouble(format!("the draft cannot be kept: {e}")));
            }
            Err(_) => {}
        }
    }

    fn resized(&mut self) -> Result<(), DeskError> {
        // Also where the size is what it was: it may have been another in between, and the terminal has laid out anew what stood there.
        self.size = size_now();
        self.screen
            .resize(Rect::new(0, 0, self.size.0, self.size.1))?;
        self.model.dirty = true;
        Ok(())
    }

    pub(super) fn wipe(&mut self) {
        // What cannot be wiped now is drawn over with the next key.
        let _ = self.screen.clear();
        self.model.dirty = true;
    }

    /// Pasted words that make a thread fail: only in builds for tests, to see that the terminal is given back and the desk lives on.
    #[cfg(debug_assertions)]
    fn faults(&self, msg: &Msg) -> bool {
        let Msg::Paste(text) = msg else { return false };
        assert!(text != "bywhen-test: panic", "asked for by a test");
        if text == "bywhen-test: hang" {
            let _ = Output.write_all(b"hanging for a test");
            loop {
                std::thread::park();
            }
        }
        let stop = text == "bywhen-test: stop the store";
        stop && self.worker.as_ref().is_some_and(Worker::fail)
    }

    fn suspend(&mut self) -> Result<(), DeskError> {
        self.keep_drafts();
        self.screen.backend_mut().flush()?;
        guard::restore();
        // The whole job stops, as the shell expects; `fg` goes on behind this line.
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
        guard::take()?;
        self.tell(Msg::Clock(clock::now(self.as_of)));
        self.size = size_now();
        self.screen
            .resize(Rect::new(0, 0, self.size.0, self.size.1))?;
        self.wipe();
        Ok(())
    }
}

/// Wakes the loop after every answer, and once more when the store's thread ends.
struct Bell(Sender<Event>);

impl Bell {
    fn ring(&self) {
        let _ = self.0.send(Event::Store);
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Event::StoreGone);
        }
    }
}

fn size_now() -> (u16, u16) {
    let (w, h) = crossterm::terminal::size().unwrap_or((80, 24));
    (w.min(LARGEST.0), h.min(LARGEST.1))
}
