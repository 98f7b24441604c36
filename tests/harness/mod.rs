//! A desk for tests: the real model, the real drawing, a real ledger in memory; keys in, screens out. No thread, no terminal, no clock.
//!
//! `Desk::sample(day)` opens the sample desk; `press`, `type_text`, `shows` chain.
#![allow(
    dead_code,
    missing_docs,
    reason = "each test binary uses its own part of the harness"
)]

pub mod book;
pub mod files;

use bywhen::app::draft::Draft;
use bywhen::app::keymap::{Key, Keymap};
use bywhen::app::msg::{Effect, MouseKind, Msg, Now, OpenedAs};
use bywhen::app::{Model, Start, update};
use bywhen::cli::{DeskFiles, DeskReports};
use bywhen::demo;
use bywhen::domain::by_when::DateOrder;
use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::script::Scripts;
use bywhen::script::letters::Letters;
use bywhen::store::protocol::{Intent, Reply, Request, Stamp};
use bywhen::store::{Identity, Ledger};
use bywhen::term::{ImportFiles, ReportFiles};
use bywhen::ui;
use bywhen::ui::theme::{Theme, ThemeName};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// The day that tests take place on unless they say another.
pub const TODAY: &str = "2026-11-23";

static SEEDS: AtomicU64 = AtomicU64::new(1);

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub struct Desk {
    pub model: Model,
    pub ledger: Option<Ledger>,
    /// What would be on disk.
    pub draft: Draft,
    pub copied: Vec<String>,
    pub dialled: Vec<String>,
    /// How often letters were to be sent.
    pub posts: usize,
    pub left: bool,
    pub suspended: bool,
    /// How often the line at the top was asked for.
    pub statuses: usize,
    /// How often the ledger was to be opened again.
    pub reopens: usize,
    /// Writes that were taken back, by their numbers.
    pub given_up: Vec<u64>,
    /// Other desks, as the ledger would tell of them.
    pub others: Vec<bywhen::store::protocol::Other>,
    /// Acts of the user that reached the ledger.
    pub writes: usize,
    /// Keys pressed so far.
    pub keys: usize,
    /// Answers are held back, to see what happens before they come.
    pub held: bool,
    /// The settings folder and the folder of recent files.
    pub home: TempDir,
    /// The files of the import.
    pub files: DeskFiles,
    waiting: VecDeque<Effect>,
    size: (u16, u16),
    at: NaiveDateTime,
}

pub fn rules() -> Rules {
    use bywhen::config::liens;
    Rules {
        // What ships, as a desk of one's own has it.
        liens: liens::parse(liens::SHIPPED, "liens.toml".as_ref()).expect("shipped rules"),
        ..Rules::default()
    }
}

fn identity() -> Identity {
    Identity {
        company: demo::COMPANY.into(),
        currency: demo::CURRENCY,
    }
}

/// The sample ledger of `TODAY` in a file.
pub fn sample_file(path: &Path) -> Ledger {
    let ledger = Ledger::create(path, &identity(), rules()).expect("a ledger");
    filled(ledger, day(TODAY))
}

pub fn sample_ledger(today: NaiveDate) -> Ledger {
    filled(
        Ledger::in_memory(&identity(), rules()).expect("a ledger"),
        today,
    )
}

fn filled(mut ledger: Ledger, today: NaiveDate) -> Ledger {
    demo::build(today, &mut |request| ledger.ask(request, &mut |_| {})).expect("the sample");
    ledger
}

impl Desk {
    /// The sample ledger, as if it were one's own (drafts are kept), 120x36.
    pub fn sample(today: &str) -> Desk {
        Desk::start(
            Some(sample_ledger(day(today))),
            today,
            Draft::default(),
            Keymap::default(),
        )
    }

    pub fn on(ledger: Ledger, today: &str) -> Desk {
        Desk::start(Some(ledger), today, Draft::default(), Keymap::default())
    }

    /// A second desk on the same ledger, as somebody else.
    pub fn of(ledger: Ledger, today: &str, me: &str) -> Desk {
        Desk::begin(Some(ledger), today, Draft::default(), Keymap::default(), me)
    }

    pub fn with_keys(today: &str, keymap: Keymap) -> Desk {
        Desk::start(
            Some(sample_ledger(day(today))),
            today,
            Draft::default(),
            keymap,
        )
    }

    /// A ledger of our own in which nothing stands yet.
    pub fn empty(today: &str) -> Desk {
        Desk::on(empty("Ridgeline Supply", Currency::USD), today)
    }

    /// No ledger yet.
    pub fn first_run(today: &str) -> Desk {
        Desk::start(None, today, Draft::default(), Keymap::default())
    }

    fn start(ledger: Option<Ledger>, today: &str, draft: Draft, keymap: Keymap) -> Desk {
        Desk::begin(ledger, today, draft, keymap, demo::COLLECTOR)
    }

    fn begin(ledger: Option<Ledger>, today: &str, draft: Draft, keymap: Keymap, me: &str) -> Desk {
        let at = day(today).and_hms_opt(9, 12, 0).expect("a time");
        let model = Model::new(Start {
            now: now(at),
            me: me.into(),
            keymap,
            rules: rules(),
            scripts: Arc::new(Scripts::embedded().expect("the scripts")),
            letters: Arc::new(Letters::embedded().expect("the scripts")),
            date_order: DateOrder::Mdy,
            // Two desks of one test are two programs: their keys must differ.
            key_seed: format!("test-{today}-{}", SEEDS.fetch_add(1, Ordering::Relaxed)),
            sample: false,
            no_ledger: ledger.is_none(),
            company: String::new(),
            only_mine: false,
            supervisors: Vec::new(),
            phrases: vec![
                ("copy".into(), "Copy of the invoice sent again.".into()),
                ("run".into(), "Approved and in the next pay run.".into()),
            ],
            can_dial: true,
            barriers: bywhen::domain::barrier::list(&[]),
        });
        let home = tempfile::tempdir().expect("a folder");
        let files = DeskFiles {
            profiles: home.path().join("profiles"),
            recent: Some(home.path().join("recent")),
            currency: Currency::USD,
            currency_is_open: true,
        };
        let mut desk = Desk {
            home,
            files,
            model,
            ledger,
            draft: draft.clone(),
            copied: Vec::new(),
            dialled: Vec::new(),
            posts: 0,
            left: false,
            suspended: false,
            statuses: 0,
            reopens: 0,
            given_up: Vec::new(),
            others: Vec::new(),
            writes: 0,
            keys: 0,
            held: false,
            waiting: VecDeque::new(),
            size: (120, 36),
            at,
        };
        desk.tell(Msg::Start(draft));
        desk.rest();
        desk
    }

    /// As after a crash or a quit: only the ledger and the draft are left.
    pub fn restart(self) -> Desk {
        let today = self.at.date().to_string();
        Desk::start(self.ledger, &today, self.draft, self.model.keymap)
    }

    pub fn sized(mut self, w: u16, h: u16) -> Desk {
        self.size = (w, h);
        self.screen();
        self
    }

    /// Keys by name, each a burst of its own: `press("j j Enter")`.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split_whitespace() {
            self.key(key);
            self.rest();
        }
        self
    }

    /// Keys that arrive in one burst.
    pub fn burst(&mut self, keys: &str) -> &mut Desk {
        for key in keys.split_whitespace() {
            self.key(key);
        }
        self.rest();
        self
    }

    fn key(&mut self, key: &str) {
        let key = Key::parse(key).unwrap_or_else(|| panic!("'{key}' is no key"));
        self.keys += 1;
        self.tell(Msg::Key(key));
    }

    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for c in text.chars() {
            self.keys += 1;
            self.tell(Msg::Key(Key::char(c)));
            self.rest();
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.tell(Msg::Paste(text.into()));
        self.rest();
        self
    }

    /// Clicks on the first cell of a text that is on screen.
    pub fn click(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        let (x, y) = screen
            .lines()
            .enumerate()
            .find_map(|(y, line)| {
                let at = line.find(text)?;
                Some((line[..at].chars().count() as u16, y as u16))
            })
            .unwrap_or_else(|| panic!("'{text}' is not on screen:\n{screen}"));
        self.tell(Msg::Mouse(MouseKind::Press, x, y));
        self.rest();
        self
    }

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

    pub fn screen(&mut self) -> String {
        let (w, h) = self.size;
        let mut terminal = Terminal::new(TestBackend::new(w, h)).expect("a screen");
        let theme = Theme::new(ThemeName::Mono);
        let mut seen = None;
        terminal
            .draw(|frame| seen = Some(ui::draw(frame, &self.model, &theme)))
            .expect("a drawing");
        if let Some(seen) = seen {
            self.model.seen = seen;
        }
        let buffer = terminal.backend().buffer();
        let mut out = String::new();
        for y in 0..h {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..w {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "'{text}' is not on screen:\n{screen}"
        );
        self
    }

    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Desk {
        let screen = self.screen();
        assert!(!screen.contains(text), "'{text}' is on screen:\n{screen}");
        self
    }

    /// Goes to an account by the find box.
    pub fn find(&mut self, text: &str) -> &mut Desk {
        self.press("Ctrl-F").type_text(text).press("Enter")
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

    fn tell(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.waiting.extend(effects);
        self.local();
    }

    /// Effects that need no ledger are carried out at once.
    fn local(&mut self) {
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

    fn answer(&mut self, effect: Effect) -> Option<Msg> {
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

fn now(local: NaiveDateTime) -> Now {
    Now {
        // The desk stands in Oregon, in winter.
        at: local.and_utc() + TimeDelta::hours(8),
        local,
        today: local.date(),
    }
}

fn empty(company: &str, currency: Currency) -> Ledger {
    let identity = Identity {
        company: company.into(),
        currency,
    };
    Ledger::in_memory(&identity, rules()).expect("a ledger")
}
