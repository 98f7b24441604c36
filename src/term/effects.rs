//! What the model wants done, done: questions to the store, files, the clipboard, another ledger.
//!
//! Law: nothing here decides; whatever may take time goes to a thread and comes back as an event. The loop is in `desk`.

use super::desk::Desk;
use super::input::Event;
use super::{clock, paths};
use crate::app::msg::{Effect, Msg, OpenedAs};
use crate::domain::imports::{ReadJob, ReadSet};
use crate::domain::money::Currency;
use crate::store::protocol::{Request, Stamp};
use crate::store::{Identity, Ledger};
use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;

impl Desk {
    /// Carries an effect out.
    pub(super) fn carry_out(&mut self, effect: Effect) {
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
            Effect::Dial(number) => self.dial(&number),
            Effect::Post => {
                let (events, post) = (self.events.clone(), self.post.clone());
                self.on_thread("post", move || {
                    let _ = events.send(Event::Posted(post()));
                });
            }
            Effect::SaveReport(typed, table) => {
                let (events, reports) = (self.events.clone(), self.reports.clone());
                self.on_thread("report", move || {
                    let path = paths::expand(&typed);
                    let saved = reports.write(&path, &table);
                    let _ = events.send(Event::ReportSaved(saved.map(|e| (path, e))));
                });
            }
            Effect::SavePackage(typed, job) => {
                let (events, reports) = (self.events.clone(), self.reports.clone());
                self.on_thread("package", move || {
                    let path = paths::expand(&typed);
                    let saved = reports.package(&path, &job);
                    let _ = events.send(Event::ReportSaved(saved.map(|e| (path, e))));
                });
            }
            Effect::FindFile(typed) => {
                let (events, reports) = (self.events.clone(), self.reports.clone());
                self.on_thread("file", move || {
                    let found = reports.find(&paths::expand(&typed));
                    let _ = events.send(Event::FileFound(found));
                });
            }
            Effect::DropReport(path) => self.reports.drop_file(&path),
            Effect::ReadFiles(seq, job) => self.read_files(seq, *job),
            Effect::StopReading => self.stop_reading.store(true, Ordering::Relaxed),
            Effect::StopImport(key) => {
                if let Some(stopper) = &self.stopper {
                    stopper.stop(&key);
                }
            }
            Effect::RememberPaths(typed) => {
                let paths: Vec<String> = typed.iter().map(|t| paths::expand(t)).collect();
                let (events, files) = (self.events.clone(), self.import_files.clone());
                let is_sample = self.model.sample;
                self.on_thread("recent", move || {
                    if !is_sample {
                        let _ = events.send(Event::Recent(files.remember(&paths)));
                    }
                });
            }
            Effect::SaveMapping(seq, mapping, replace) => {
                let (events, files) = (self.events.clone(), self.import_files.clone());
                self.on_thread("mapping", move || {
                    let _ = events.send(Event::Saved(seq, files.save(&mapping, replace)));
                });
            }
            Effect::KeepRejects(seq, held) => {
                let (events, files) = (self.events.clone(), self.import_files.clone());
                self.on_thread("rejects", move || {
                    let _ = events.send(Event::Rejects(seq, files.keep_rejects(&held)));
                });
            }
            Effect::DropRejects(made) => self.import_files.drop_rejects(&made),
            Effect::ListPaths(seq, typed) => {
                let events = self.events.clone();
                self.on_thread("paths", move || {
                    let _ = events.send(Event::Paths(seq, paths::complete(&typed)));
                });
            }
            Effect::CreateLedger { company, currency } => self.create_ledger(company, currency),
            Effect::DropLedger => self.drop_ledger(),
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
            Effect::GiveUp(seq) => {
                if let Some(worker) = &self.worker {
                    // A thread that has stopped says so by itself.
                    worker.give_up(seq);
                }
            }
            Effect::Reopen => {
                let (events, reopen) = (self.events.clone(), self.reopen.clone());
                self.on_thread("reopen", move || {
                    let _ = events.send(Event::Reopened(Box::new(reopen())));
                });
            }
            Effect::Quit => self.leaving = true,
        }
    }

    fn ask(&mut self, seq: u64, request: Request) {
        let gone = match &self.worker {
            Some(worker) => !worker.ask(seq, request),
            None => false,
        };
        if gone {
            self.tell(Msg::StoreGone);
        }
    }

    pub(super) fn on_thread(&mut self, name: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(e) = Builder::new().name(name.into()).spawn(work) {
            self.tell(Msg::Trouble(format!("no thread could be started: {e}")));
        }
    }

    fn read_files(&mut self, seq: u64, mut job: ReadJob) {
        job.paths = job.paths.iter().map(|t| paths::expand(t)).collect();
        let (events, files) = (self.events.clone(), self.import_files.clone());
        // A preview is over before anybody could stop it, and must not be stopped in place of the reading.
        let stop = Arc::new(AtomicBool::new(false));
        if !job.head {
            self.stop_reading = Arc::clone(&stop);
        }
        self.on_thread("reader", move || {
            let telling = events.clone();
            let read = files.read(&job, &mut |progress| {
                let _ = telling.send(Event::Reading(seq, progress));
                if stop.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            });
            let _ = events.send(Event::Files(seq, read));
        });
    }

    /// Files are read. Without a ledger they are compared with an empty one in memory, so that nothing exists before the yes.
    pub(super) fn files(&mut self, seq: u64, read: Result<ReadSet, String>) {
        let currency = match &read {
            Ok(set) => set.files.first().map(|f| f.staged.currency),
            Err(_) => None,
        };
        if let Some(currency) = currency
            && self.model.welcome.no_ledger
            && self.scratch != Some(currency)
        {
            let identity = Identity {
                // Never shown: the scratch ledger is gone when the real one is made.
                company: "first import".into(),
                currency,
            };
            match Ledger::in_memory(&identity, self.rules.clone()) {
                Ok(scratch) => {
                    self.scratch = Some(currency);
                    self.employ(scratch);
                }
                Err(e) => self.tell(Msg::Trouble(e.to_string())),
            }
        }
        self.tell(Msg::FilesRead(seq, read));
    }

    /// The ledger that this desk made for its first import, when nothing came of it; one that holds anything stays.
    fn drop_ledger(&mut self) {
        if let Some(path) = self.made.take() {
            self.worker = None;
            self.stopper = None;
            self.scratch = None;
            Ledger::discard(&path);
            self.missing = Some(path);
        }
    }

    fn create_ledger(&mut self, company: String, currency: Currency) {
        let Some(path) = self.missing.clone() else {
            return;
        };
        let identity = Identity { company, currency };
        let opened = match (self.create)(&path, &identity) {
            Ok(ledger) => {
                self.missing = None;
                self.made = Some(path);
                self.employ(ledger);
                Ok(OpenedAs::Created)
            }
            Err(why) => Err(why),
        };
        self.tell(Msg::Opened(opened));
    }
}
