//! The power fails: what a disk may hold then is a ledger that opens, proves, and has every act that its user was told of (FAULTS S2).
//!
//! A small library (`power/tell.c`, compiled here with the `cc` that SQLite needs anyway) writes down what commands write and when they
//! sync. Then the power is cut at random places: what was synced is there; of the rest nothing, some, all but one, or torn sectors. The
//! same without any sync shows that such a cut does lose acts, so that the test can fail.
#![cfg(target_os = "linux")]

mod cli_support;

use bywhen::domain::rules::Rules;
use bywhen::store::Ledger;
use bywhen::store::protocol::{CheckAsk, Reply, Request};
use cli_support::Desk;
use std::path::Path;

const IMAGES: u64 = 30;

/// What happened to the ledger or its log.
#[derive(Clone, Debug)]
enum Event {
    Write(usize, usize, Vec<u8>),
    Cut(usize, usize),
    Gone(usize),
    Sync(usize),
    /// The user was told that so many acts are saved.
    Said(u64),
}

/// Files by number: the ledger is 1, its log 2.
type Disk = [Vec<u8>; 3];

fn told(log: &Path) -> Vec<Event> {
    let bytes = std::fs::read(log).expect("the log");
    let mut events = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let head = &bytes[at..at + 24];
        let number = |from: usize| {
            let eight: [u8; 8] = head[from..from + 8].try_into().expect("eight bytes");
            usize::try_from(u64::from_ne_bytes(eight)).expect("a size")
        };
        let (file, offset, length) = (usize::from(head[1]), number(8), number(16));
        at += 24;
        match head[0] {
            b'W' => {
                events.push(Event::Write(file, offset, bytes[at..at + length].to_vec()));
                at += length;
            }
            b'T' => events.push(Event::Cut(file, length)),
            b'U' => events.push(Event::Gone(file)),
            b'S' => events.push(Event::Sync(file)),
            b'A' => events.push(Event::Said(0)),
            other => panic!("a record of kind {other}"),
        }
    }
    events
}

/// Carries one event out on a disk.
fn happen(disk: &mut Disk, event: &Event) {
    match event {
        Event::Write(file, offset, bytes) => {
            let file = &mut disk[*file];
            if file.len() < offset + bytes.len() {
                file.resize(offset + bytes.len(), 0);
            }
            file[*offset..offset + bytes.len()].copy_from_slice(bytes);
        }
        Event::Cut(file, length) => disk[*file].resize(*length, 0),
        Event::Gone(file) => disk[*file].clear(),
        Event::Sync(_) | Event::Said(_) => {}
    }
}

fn file_of(event: &Event) -> usize {
    match event {
        Event::Write(file, ..) | Event::Cut(file, _) | Event::Gone(file) | Event::Sync(file) => {
            *file
        }
        Event::Said(_) => 0,
    }
}

/// A few numbers, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// What the disk holds when the power fails after `events`, and how many acts the user was told of by then.
fn after_power_cut(start: &Disk, events: &[Event], dice: &mut Dice, syncs: bool) -> (Disk, u64) {
    let mut disk = start.clone();
    let mut waiting: Vec<&Event> = Vec::new();
    let mut said = 0;
    for event in events {
        match event {
            Event::Sync(file) if syncs => {
                for done in waiting.iter().filter(|e| file_of(e) == *file) {
                    happen(&mut disk, done);
                }
                waiting.retain(|e| file_of(e) != *file);
            }
            Event::Sync(_) => {}
            Event::Said(n) => said = *n,
            other => waiting.push(other),
        }
    }
    let (how, skipped) = (dice.roll(4), dice.roll(waiting.len()));
    for (n, event) in waiting.into_iter().enumerate() {
        match (how, event) {
            (0, _) => {}
            (1, _) if n == skipped => {}
            (2, _) if dice.roll(2) == 0 => {}
            (3, Event::Write(file, offset, bytes)) => {
                for (i, sector) in bytes.chunks(512).enumerate() {
                    if dice.roll(10) < 7 {
                        let part = Event::Write(*file, offset + i * 512, sector.to_vec());
                        happen(&mut disk, &part);
                    }
                }
            }
            _ => happen(&mut disk, event),
        }
    }
    (disk, said)
}

/// How many acts a ledger of such a disk has; `None` when it does not open or does not prove.
fn acts_of(disk: &Disk) -> Option<u64> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ledger.db");
    std::fs::write(&path, &disk[1]).expect("the ledger");
    if !disk[2].is_empty() {
        std::fs::write(folder.path().join("ledger.db-wal"), &disk[2]).expect("its log");
    }
    let mut ledger = Ledger::open(&path, Rules::default()).ok()?;
    let Reply::Checked(checked) = ledger.ask(Request::Check(CheckAsk::default()), &mut |_| ())
    else {
        return None;
    };
    if checked.lines.iter().any(|line| !line.ok) {
        return None;
    }
    match ledger.ask(Request::Events { limit: 1 }, &mut |_| ()) {
        Reply::Events(lines) => Some(lines.first()?.seq.0.unsigned_abs()),
        _ => None,
    }
}

/// Acts on a small book, among them an import, each told of in the log.
fn a_day_of_acts() -> (Disk, Vec<Event>) {
    let desk = Desk::with_book();
    let library = desk.preload("tell");
    let start: Disk = [
        Vec::new(),
        std::fs::read(desk.ledger()).expect("the ledger"),
        Vec::new(),
    ];
    assert!(!desk.path("ledger.db-wal").exists());
    let log = desk.path("power.log");
    let next = desk.book(
        "next.csv",
        &[
            "C1001,Harbor Framing LLC,Pier 9,invoice,A-1,2026-09-03,2026-10-03,Net 30,PO-1,5000.00,2000.00,USD",
            "C1001,Harbor Framing LLC,,invoice,A-2,2026-09-17,2026-10-17,Net 30,,3400.00,3400.00,USD",
            "C1004,Lark Lofts,,invoice,L-1,2026-11-12,2026-12-12,Net 30,,700.00,700.00,USD",
        ],
    );
    let acts: [&[&str]; 6] = [
        &["note", "C1001", "asked for the remittance"],
        &["pay", "C1002", "1000"],
        &["import", &next, "--close-missing"],
        &["note", "C1003", "left a message"],
        &["promise", "C1001", "2000", "fri"],
        &["undo"],
    ];
    for act in acts {
        let run = desk
            .command()
            .env("LD_PRELOAD", &library)
            .env("POWER_LOG", &log)
            .arg("--ledger")
            .arg(desk.ledger())
            .args(["--as-of", "2026-11-20"])
            .args(act)
            .output()
            .expect("it starts");
        assert!(run.status.success(), "{act:?}: {run:?}");
    }
    let mut events = told(&log);
    // The import of the book was the first act; each command said something once at least, and its first word counts.
    let mut acts = 1;
    let mut written = false;
    for event in &mut events {
        match event {
            Event::Said(n) => {
                acts += u64::from(std::mem::take(&mut written));
                *n = acts;
            }
            // The log begins anew with each command, because the one before it put it away.
            Event::Write(2, ..) => written = true,
            _ => {}
        }
    }
    assert_eq!(
        acts, 7,
        "every command wrote to the log, then told its user"
    );
    (start, events)
}

#[test]
fn a_power_cut_loses_nothing_that_was_said_to_be_saved_and_breaks_nothing() {
    let (start, events) = a_day_of_acts();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for image in 0..IMAGES {
        let at = 1 + dice.roll(events.len());
        let (disk, said) = after_power_cut(&start, &events[..at], &mut dice, true);
        let held = acts_of(&disk);
        assert!(
            held.is_some_and(|n| n >= said),
            "image {image}: {said} acts were said to be saved, the ledger has {held:?}"
        );
    }
    // Were nothing synced, acts would be lost: the cuts are sharp enough to see it.
    let lost = (0..IMAGES).any(|_| {
        let at = 1 + dice.roll(events.len());
        let (disk, said) = after_power_cut(&start, &events[..at], &mut dice, false);
        acts_of(&disk).is_none_or(|n| n < said)
    });
    assert!(lost);
}
