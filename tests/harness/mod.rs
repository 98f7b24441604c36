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
mod keys;
pub mod reads;
mod screen;
mod world;

use bywhen::app::draft::Draft;
use bywhen::app::keymap::Keymap;
use bywhen::app::msg::{Effect, Msg, Now};
use bywhen::app::{Model, Start};
use bywhen::cli::DeskFiles;
use bywhen::demo;
use bywhen::domain::by_when::DateOrder;
use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::script::Scripts;
use bywhen::script::letters::Letters;
use bywhen::store::{Identity, Ledger};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::VecDeque;
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
