//! The loop: wake up, drain the burst, let the model think, carry out what it wants, draw once.
//!
//! Law: no tick. An idle desk wakes when the minute turns and does nothing else. The store never runs on this thread.

use super::clock::{self, Deadline};
use super::drafts::Drafts;
use super::input::{self, Event};
use super::{
    DeskError, DeskOptions, LedgerMaker, LedgerSource, Reader, SampleMaker, guard, keys, paths,
    signals,
};
use crate::app::msg::{Effect, Msg, OpenedAs};
use crate::app::{Model, Start, update};
use crate::domain::money::Currency;
use crate::domain::rules::Rules;
use crate::store::protocol::{Request, Stamp};
use crate::store::{Identity, Ledger, Worker};
use crate::ui;
use crate::ui::theme::Theme;
use chrono::NaiveDate;
use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::Duration;

/// A drawing waits so long for answers that are under way: one drawing instead of two, and no flicker.
const GRACE: Duration = Duration::from_millis(12);

/// No terminal is larger than this, whatever it says (FAULTS T5).
const LARGEST: (u16, u16) = (1_000, 500);

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Everything that the loop holds.
pub struct Desk {
    model: Model,
    theme: Theme,
    screen: Screen,
    size: (u16, u16),
    worker: Option<Worker>,
    events: Sender<Event>,
    inbox: Receiver<Event>,
    drafts: Drafts,
    draft_trouble: bool,
    as_of: Option<NaiveDate>,
    missing: Option<PathBuf>,
    rules: Rules,
    reader: Reader,
    sample: SampleMaker,
    create: LedgerMaker,
    leaving: bool,
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
        let drafts = Drafts::new(options.drafts);
        signals::watch(drafts.clone(), events.clone())?;
        let size = size_now();
        let screen = Terminal::with_options(
            CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())),
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
            date_order: options.date_order,
            key_seed: uuid::Uuid::now_v7().to_string(),
            sample: is_sample,
            no_ledger: missing.is_some(),
            company: company.unwrap_or_default(),
            only_mine: options.only_mine,
        });
        let mut desk = Desk {
            model,
            theme: Theme::new(options.theme),
            screen,
            size,
            worker: None,
            events,
            inbox,
            drafts,
            draft_trouble: false,
            as_of: options.as_of,
            missing,
            rules: options.rules,
            reader: options.reader,
            sample: options.sample,
            create: options.create,
            leaving: false,
        };
        if let Some(ledger) = ledger {
            desk.employ(ledger);
        }
        input::start(desk.events.clone())?;
        Ok(desk)
    }

    /// Runs until the user leaves.
    ///
    /// # Errors
    /// When the terminal cannot be written or read any more.
    pub fn run(mut self) -> Result<(), DeskError> {
        let (draft, trouble) = self.drafts.load();
        self.tell(Msg::Start(draft));
        if let Some(text) = trouble {
            self.tell(Msg::Trouble(text));
        }
        self.settle();
        self.before_drawing()?;
        while !self.leaving {
            match self.inbox.recv_timeout(clock::until_next_minute()) {
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

    fn tell(&mut self, msg: Msg) {
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
                for msg in keys::messages(batch) {
                    #[cfg(debug_assertions)]
                    faults(&msg);
                    self.tell(msg);
                }
            }
            Event::InputGone(why) => return Err(io::Error::other(why).into()),
            Event::Store => self.answers(),
            Event::StoreGone => {
                self.answers();
                let text = "the ledger's thread stopped on a fault: what was saved is safe; leave with Ctrl-C and start again";
                self.tell(Msg::Trouble(text.into()));
            }
            Event::Suspend => self.suspend()?,
            Event::Files(seq, read) => self.files(seq, read),
            Event::Reading(seq, progress) => self.tell(Msg::Reading(seq, progress)),
            Event::Paths(seq, paths) => self.tell(Msg::Paths(seq, paths)),
            Event::Sample(made) => match *made {
                Ok(ledger) => {
                    self.drafts = Drafts::default();
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
    fn employ(&mut self, ledger: Ledger) {
        let bell = Bell(self.events.clone());
        self.worker = Some(Worker::start_with(ledger, move || bell.ring()));
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Ask(seq, request) => self.ask(seq, request),
            Effect::Write { seq, key, intent } => {
                let stamp = Stamp {
                    at: clock::now(self.as_of).at,
                    on: self.model.now.today,
                    by: self.model.me.clone(),
                    key,
                };
                self.ask(seq, Request::Write(stamp, *intent));
            }
            Effect::SaveDraft(draft) => self.drafts.put(&draft),
            Effect::Copy(text) => {
                let copied = execute!(
                    self.screen.backend_mut(),
                    CopyToClipboard::to_clipboard_from(text)
                );
                if let Err(e) = copied {
                    self.tell(Msg::Trouble(format!("nothing was copied: {e}")));
                }
            }
            Effect::ReadFiles(seq, typed) => self.read_files(seq, &typed),
            Effect::ListPaths(seq, typed) => {
                let events = self.events.clone();
                self.on_thread("paths", move || {
                    let _ = events.send(Event::Paths(seq, paths::complete(&typed)));
                });
            }
            Effect::CreateLedger { company, currency } => self.create_ledger(company, currency),
            Effect::OpenSample => {
                let (events, make, today) = (
                    self.events.clone(),
                    self.sample.clone(),
                    self.model.now.today,
                );
                self.on_thread("sample", move || {
                    let _ = events.send(Event::Sample(Box::new(make(today))));
                });
            }
            Effect::Suspend => {
                let _ = self.events.send(Event::Suspend);
            }
            Effect::Redraw => self.wipe(),
            Effect::Quit => self.leaving = true,
        }
    }

    fn ask(&mut self, seq: u64, request: Request) {
        let gone = match &self.worker {
            Some(worker) => !worker.ask(seq, request),
            None => false,
        };
        if gone {
            let text = "the ledger's thread has stopped: leave with Ctrl-C and start again";
            self.tell(Msg::Trouble(text.into()));
        }
    }

    fn on_thread(&mut self, name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(e) = Builder::new().name(name.into()).spawn(work) {
            self.tell(Msg::Trouble(format!("no thread could be started: {e}")));
        }
    }

    fn read_files(&mut self, seq: u64, typed: &[String]) {
        let files: Vec<PathBuf> = typed.iter().map(|t| paths::expand(t)).collect();
        let (events, reader) = (self.events.clone(), self.reader.clone());
        self.on_thread("reader", move || {
            let telling = events.clone();
            let read = reader(&files, &mut |progress| {
                let _ = telling.send(Event::Reading(seq, progress));
            });
            let _ = events.send(Event::Files(seq, read));
        });
    }

    /// Files are read. Without a ledger they are compared with an empty one in memory, so that nothing exists before the yes.
    fn files(&mut self, seq: u64, read: Result<Vec<crate::domain::staged::StagedFile>, String>) {
        if let (Ok(files), Some(_), None) = (&read, &self.missing, &self.worker) {
            let identity = Identity {
                // Never shown: the scratch ledger is gone when the real one is made.
                company: "first import".into(),
                currency: files.first().map_or(Currency::USD, |f| f.currency),
            };
            match Ledger::in_memory(&identity, self.rules.clone()) {
                Ok(scratch) => self.employ(scratch),
                Err(e) => self.tell(Msg::Trouble(e.to_string())),
            }
        }
        self.tell(Msg::FilesRead(seq, read));
    }

    fn create_ledger(&mut self, company: String, currency: Currency) {
        let Some(path) = self.missing.clone() else {
            return;
        };
        let identity = Identity { company, currency };
        let opened = match (self.create)(&path, &identity) {
            Ok(ledger) => {
                self.missing = None;
                self.employ(ledger);
                Ok(OpenedAs::Created)
            }
            Err(why) => Err(why),
        };
        self.tell(Msg::Opened(opened));
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
        let size = size_now();
        if size != self.size {
            self.size = size;
            self.screen.resize(Rect::new(0, 0, size.0, size.1))?;
        }
        self.model.dirty = true;
        Ok(())
    }

    fn wipe(&mut self) {
        // What cannot be wiped now is drawn over with the next key.
        let _ = self.screen.clear();
        self.model.dirty = true;
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

/// A pasted word that makes the screen's thread fail: only in builds for tests, to see that the terminal is given back.
#[cfg(debug_assertions)]
fn faults(msg: &Msg) {
    assert!(
        *msg != Msg::Paste("bywhen-test: panic".into()),
        "asked for by a test"
    );
}
