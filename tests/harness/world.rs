//! The world around the desk of a test: the ledger's answers, files, time, and what goes wrong with them.

use super::{Desk, day, empty, now, sample_ledger};
use bywhen::app::msg::{Effect, Msg, OpenedAs};
use bywhen::app::update;
use bywhen::cli::DeskReports;
use bywhen::domain::money::Currency;
use bywhen::store::protocol::{Intent, Reply, Request, Stamp};
use bywhen::term::{ImportFiles, ReportFiles};
use chrono::TimeDelta;
use std::ops::ControlFlow;

impl Desk {
    /// Time passes.
    pub fn later(&mut self, seconds: i64) -> &mut Desk {
        self.at += TimeDelta::seconds(seconds);
        self.tell(Msg::Clock(now(self.at)));
        self
    }

    /// Another day begins.
    pub fn set_today(&mut self, today: &str) -> &mut Desk {
        self.at = day(today).and_hms_opt(9, 12, 0).expect("a time");
        self.tell(Msg::Clock(now(self.at)));
        self.rest();
        self
    }

    /// The ledger's thread stops on a fault; what was asked is never answered.
    pub fn store_gone(&mut self) -> &mut Desk {
        self.waiting.clear();
        self.tell(Msg::StoreGone);
        self.rest();
        self
    }

    /// The ledger's answer to the write that is under way, whatever the ledger itself would have said.
    pub fn answered(&mut self, reply: Reply) -> &mut Desk {
        let is_write = |e: &Effect| matches!(e, Effect::Write { .. });
        let at = self.waiting.iter().position(is_write);
        let at = at.expect("a write is under way");
        let Effect::Write { seq, .. } = &self.waiting[at] else {
            unreachable!("it was just found")
        };
        let seq = *seq;
        if !matches!(reply, Reply::Waiting(_)) {
            self.waiting.remove(at);
        }
        self.tell(Msg::Reply(seq, reply));
        self
    }

    /// The ledger was opened again.
    pub fn reopened(&mut self, opened: Result<(), String>) -> &mut Desk {
        self.tell(Msg::Reopened(opened));
        self.rest();
        self
    }

    /// The first of the answers that were held back comes in, and no other.
    pub fn step(&mut self) -> &mut Desk {
        if let Some(effect) = self.waiting.pop_front()
            && let Some(msg) = self.answer(effect)
        {
            self.tell(msg);
        }
        self
    }

    /// Letters were sent, or not.
    pub fn posted(&mut self, posted: Result<Vec<String>, String>) -> &mut Desk {
        self.tell(Msg::Posted(posted));
        self.rest();
        self
    }

    /// The answers that were held back come in.
    pub fn release(&mut self) -> &mut Desk {
        self.held = false;
        self.rest();
        self
    }

    pub(super) fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.waiting.extend(effects);
        self.local();
    }

    /// Effects that need no ledger are carried out at once.
    pub(super) fn local(&mut self) {
        let effects: Vec<Effect> = self.waiting.drain(..).collect();
        for effect in effects {
            match effect {
                Effect::SaveDraft(draft) => self.draft = *draft,
                Effect::Copy(text) => self.copied.push(text),
                Effect::Dial(number) => self.dialled.push(number),
                Effect::Post => self.posts += 1,
                Effect::Quit => self.left = true,
                Effect::Suspend => self.suspended = true,
                Effect::Redraw | Effect::StopReading => {}
                Effect::StopImport(key) => {
                    if let Some(ledger) = &self.ledger {
                        ledger.stopper().stop(&key);
                    }
                }
                Effect::DropRejects(made) => self.files.drop_rejects(&made),
                Effect::Reopen => self.reopens += 1,
                Effect::GiveUp(seq) => self.given_up.push(seq),
                other => self.waiting.push_back(other),
            }
        }
    }

    /// The burst is over: everything asked is answered, then the screen is drawn.
    pub fn rest(&mut self) {
        self.tell(Msg::Settle);
        while !self.held
            && let Some(effect) = self.waiting.pop_front()
        {
            if let Some(msg) = self.answer(effect) {
                self.tell(msg);
                self.tell(Msg::Settle);
            }
        }
        self.screen();
    }

    pub(super) fn answer(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Ask(seq, Request::Here(_)) if !self.others.is_empty() => {
                Some(Msg::Reply(seq, Reply::Others(self.others.clone())))
            }
            Effect::Ask(seq, request) => Some(Msg::Reply(seq, self.ask(request)?)),
            Effect::Write { seq, key, intent } => {
                // What the desk notes by itself is no act of whoever sits here.
                let by_itself = matches!(*intent, Intent::CloseDay(_) | Intent::Audit(_));
                self.writes += usize::from(!by_itself);
                let stamp = Stamp {
                    at: now(self.at).at,
                    on: self.at.date(),
                    by: self.model.me.clone(),
                    key,
                };
                Some(Msg::Reply(seq, self.ask(Request::Write(stamp, *intent))?))
            }
            Effect::ReadFiles(seq, job) => {
                let read = self.files.read(&job, &mut |_| ControlFlow::Continue(()));
                if let Ok(set) = &read
                    && self.model.welcome.no_ledger
                {
                    let file = set.files.first();
                    let currency = file.map_or(Currency::USD, |f| f.staged.currency);
                    self.ledger = Some(empty("first import", currency));
                }
                Some(Msg::FilesRead(seq, read))
            }
            Effect::RememberPaths(paths) => Some(Msg::Recent(self.files.remember(&paths))),
            Effect::SaveMapping(seq, mapping, replace) => {
                Some(Msg::MappingSaved(seq, self.files.save(&mapping, replace)))
            }
            Effect::KeepRejects(seq, held) => {
                Some(Msg::RejectsKept(seq, self.files.keep_rejects(&held)))
            }
            Effect::ListPaths(seq, _) => Some(Msg::Paths(seq, Vec::new())),
            Effect::CreateLedger { company, currency } => {
                self.ledger = Some(empty(&company, currency));
                Some(Msg::Opened(Ok(OpenedAs::Created)))
            }
            Effect::SaveReport(path, table) => {
                let saved = DeskReports.write(&path, &table);
                Some(Msg::ReportSaved(saved.map(|e| (path, e))))
            }
            Effect::SavePackage(path, job) => {
                let saved = DeskReports.package(&path, &job);
                Some(Msg::ReportSaved(saved.map(|e| (path, e))))
            }
            Effect::FindFile(path) => Some(Msg::FileFound(DeskReports.find(&path))),
            Effect::DropReport(path) => {
                DeskReports.drop_file(&path);
                None
            }
            Effect::DropLedger => {
                self.ledger = None;
                None
            }
            Effect::OpenSample => {
                self.ledger = Some(sample_ledger(self.at.date()));
                Some(Msg::Opened(Ok(OpenedAs::Sample)))
            }
            _ => None,
        }
    }

    /// The write that turns the day had to wait for somebody else's.
    pub fn the_turn_comes_last(&mut self) -> &mut Desk {
        let turns = |e: &Effect| matches!(e, Effect::Ask(_, Request::TurnDay { .. }));
        self.waiting.make_contiguous().sort_by_key(turns);
        self
    }

    pub fn ask(&mut self, request: Request) -> Option<Reply> {
        self.statuses += usize::from(matches!(request, Request::Status { .. }));
        Some(self.ledger.as_mut()?.ask(request, &mut |_| {}))
    }
}
