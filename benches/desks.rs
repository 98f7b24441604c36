//! Fifty collectors on one ledger, each a process with a store thread of its own: first as fast as people work, then as fast as it goes.
//!
//! `cargo bench --bench desks` makes a small book and a ledger of it; `-- 20 10` sets the seconds of the two parts. An act is a note, a
//! follow-up, a payment or a promise; its time is from asking the store thread to the answer, which comes after the sync. It asserts
//! no time, because machines differ, but that every act that was acknowledged is in the ledger, no other one is, and everything proves.

#![allow(clippy::disallowed_methods, missing_docs)]

#[allow(dead_code)]
#[path = "support/book.rs"]
mod book;

use bywhen::domain::ids::AccountId;
use bywhen::domain::money::Minor;
use bywhen::domain::rules::Rules;
use bywhen::domain::split::Split;
use bywhen::store::protocol::{
    CheckAsk, Depth, Intent, NewFollowUp, NewPayment, NewPromise, Reply, Request, Stamp,
};
use bywhen::store::{Ledger, Worker};
use chrono::{Days, Utc};
use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Answer<T> = Result<T, Box<dyn Error>>;

/// So many people.
const COLLECTORS: u64 = 50;
/// So many acts a second they come to together: a call with what comes of it every 1.3 seconds each, far above what people do.
const PER_SECOND: u64 = 38;

fn main() -> Answer<()> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    words.retain(|word| word != "--bench");
    if let [first, ledger, who, seconds, pace] = words.as_slice()
        && first == "--collector"
    {
        return collect(Path::new(ledger), who, seconds.parse()?, pace == "people");
    }
    let seconds = |at: usize, usual: u64| words.get(at).map_or(Ok(usual), |w| w.parse());
    let (calm, full) = (seconds(0, 20)?, seconds(1, 10)?);
    let home = tempfile::tempdir()?;
    let ledger = home.path().join("desks.db");
    made(home.path(), &ledger)?;
    let out = &mut io::stdout().lock();
    writeln!(out, "# {COLLECTORS} collectors on one ledger")?;
    let before = events(&ledger)?;
    let mut acted = part(out, &ledger, "as people work", calm, "people")?;
    acted += part(out, &ledger, "as fast as it goes", full, "machines")?;
    let written = events(&ledger)? - before;
    if written != acted {
        return Err(format!("{acted} acts were acknowledged, {written} are in the ledger").into());
    }
    let mut opened = Ledger::open(&ledger, Rules::default())?;
    let ask = CheckAsk {
        depth: Depth::Strict,
        now: None,
    };
    let Reply::Checked(checked) = opened.ask(Request::Check(ask), &mut |_| ()) else {
        return Err("no check".into());
    };
    if let Some(bad) = checked.lines.iter().find(|line| !line.ok) {
        return Err(format!("{}: {}", bad.name, bad.detail).into());
    }
    writeln!(
        out,
        "{acted} acts acknowledged, {written} in the ledger, every check holds"
    )?;
    Ok(())
}

/// A ledger of the small book.
fn made(home: &Path, ledger: &Path) -> Answer<()> {
    let files = home.join("files");
    book::write(&files, book::S)?;
    let status = Command::new(env!("CARGO_BIN_EXE_bywhen"))
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("BYWHEN_LEDGER", ledger)
        .args(["import", "--as-of", &book::as_of().to_string()])
        .arg(&files)
        .stdout(Stdio::null())
        .status()?;
    if status.success() {
        return Ok(());
    }
    Err(format!("the import ended with {status}").into())
}

/// Acts in the log.
fn events(ledger: &Path) -> Answer<u64> {
    let mut opened = Ledger::open(ledger, Rules::default())?;
    match opened.ask(Request::Events { limit: 1 }, &mut |_| ()) {
        Reply::Events(lines) => Ok(lines.first().map_or(0, |l| l.seq.0.unsigned_abs())),
        other => Err(format!("{other:?}").into()),
    }
}

/// Everybody at once, for so long; answers how many acts were acknowledged.
fn part(out: &mut impl Write, ledger: &Path, what: &str, seconds: u64, pace: &str) -> Answer<u64> {
    let mut people: Vec<Child> = Vec::new();
    for n in 0..COLLECTORS {
        people.push(
            Command::new(std::env::current_exe()?)
                .arg("--collector")
                .arg(ledger)
                .arg(format!("{pace}-{n}"))
                .arg(seconds.to_string())
                .arg(pace)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()?,
        );
    }
    // All have opened the ledger before anybody acts.
    let mut said = Vec::new();
    for person in &mut people {
        let mut lines = BufReader::new(person.stdout.take().ok_or("no answer")?).lines();
        if lines.next().transpose()?.as_deref() != Some("here") {
            return Err("a collector could not open the ledger".into());
        }
        said.push(lines);
    }
    let start = Instant::now();
    for person in &mut people {
        person
            .stdin
            .take()
            .ok_or("nobody listens")?
            .write_all(b"go\n")?;
    }
    let mut times: Vec<Duration> = Vec::new();
    let mut refused = 0_u64;
    let mut errors: Vec<String> = Vec::new();
    for lines in said {
        for line in lines {
            let line = line?;
            match line.split_once(' ') {
                Some(("us", n)) => times.push(Duration::from_micros(n.parse()?)),
                Some(("refused", _)) => refused += 1,
                _ => errors.push(line),
            }
        }
    }
    for person in &mut people {
        person.wait()?;
    }
    let taken = start.elapsed();
    times.sort();
    let ms = |d: Option<&Duration>| d.map_or(0.0, |d| d.as_secs_f64() * 1_000.0);
    let at = |percent: usize| {
        times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)))
    };
    writeln!(
        out,
        "{what:<20} {:>6} acts, {:>7.1} a second, p50 {:>7.2}  p99 {:>7.2}  max {:>8.2} ms, {refused} refused, {} errors",
        times.len(),
        times.len() as f64 / taken.as_secs_f64(),
        ms(at(50)),
        ms(at(99)),
        ms(times.last()),
        errors.len()
    )?;
    for error in errors.iter().take(5) {
        writeln!(out, "  {error}")?;
    }
    Ok(times.len() as u64)
}

/// One collector: a line for each act, with the time that it took or why it was not done.
fn collect(ledger: &Path, who: &str, seconds: u64, as_people: bool) -> Answer<()> {
    let worker = Worker::start(Ledger::open(ledger, Rules::default())?);
    let out = &mut io::stdout().lock();
    writeln!(out, "here")?;
    out.flush()?;
    io::stdin().read_line(&mut String::new())?;
    let n: u64 = who.rsplit('-').next().unwrap_or_default().parse()?;
    let mut dice = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut roll = |below: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % below
    };
    let period = Duration::from_micros(COLLECTORS * 1_000_000 / PER_SECOND);
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let mut next = start + period.mul_f64(roll(1_000) as f64 / 1_000.0);
    for k in 0_u64.. {
        if as_people {
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
            // Half to one and a half periods apart.
            next += period.mul_f64(0.5 + roll(1_000) as f64 / 1_000.0);
        }
        if Instant::now() >= end {
            break;
        }
        let account = AccountId(i64::try_from(roll(1_000))? + 1);
        let stamp = Stamp {
            at: Utc::now(),
            on: book::as_of(),
            by: who.to_owned(),
            key: format!("{who}-{k}"),
        };
        let intent = act(
            account,
            roll(4),
            Minor::new(i64::try_from(roll(50_000))? + 1),
        );
        let asked = Instant::now();
        worker.ask(k, Request::Write(stamp, intent));
        let answer = loop {
            match worker.replies().recv()?.1 {
                Reply::Waiting(_) | Reply::Progress(_) => {}
                other => break other,
            }
        };
        match answer {
            Reply::Done(_) => writeln!(out, "us {}", asked.elapsed().as_micros())?,
            Reply::Failed(bywhen::store::protocol::StoreError::Refused(why)) => {
                writeln!(out, "refused {why}")?;
            }
            other => writeln!(out, "error {other:?}")?,
        }
    }
    Ok(())
}

fn act(account: AccountId, kind: u64, amount: Minor) -> Intent {
    let on = book::as_of();
    match kind {
        0 => Intent::AddNote {
            account,
            text: "asked for the remittance".into(),
        },
        1 => Intent::SetFollowUp {
            account,
            follow_up: NewFollowUp {
                due_on: on + Days::new(3),
                at: None,
                reason: "ask again".into(),
                requested_by_them: false,
            },
        },
        2 => Intent::Pay(NewPayment {
            account,
            amount,
            on,
            method: None,
            reference: None,
            items: Vec::new(),
        }),
        _ => Intent::MakePromise(NewPromise {
            account,
            amount,
            by_when: on + Days::new(5),
            invoices: Vec::new(),
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        }),
    }
}
