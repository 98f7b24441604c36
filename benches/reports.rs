//! Reports of a large book: one pass over all accounts, its steps timed one by one, because between two steps a key is answered.
//!
//! `cargo bench --bench reports` makes book M (`-- S`, `-- L` others), imports it, takes a promise of every fifth account (a part of them is
//! paid) and decides about some, and prints the whole pass, the p50 and the slowest step, for the reports, for the rows behind a figure, and
//! for the close of a day; then what the promises screen and each part of the review ask for. CPU is that of this process.
//! `bywhen --as-of 2026-06-30 report metrics` is the same as one process. It asserts nothing: machines differ.

#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "support/book.rs"]
mod book;

use book::Size;
use bywhen::domain::ids::AccountId;
use bywhen::domain::money::Minor;
use bywhen::domain::reports::{Figure, Group, Scope};
use bywhen::domain::review::Decision;
use bywhen::domain::rules::Rules;
use bywhen::domain::split::Split;
use bywhen::store::Ledger;
use bywhen::store::protocol::{
    DecidedAsk, Intent, NewPromise, NewReview, PromiseBoardAsk, Reply, ReportAsk, Reported,
    Request, ReviewAct, ReviewAsk, Stamp,
};
use chrono::{Days, NaiveDate, NaiveTime};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

fn main() -> io::Result<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let sizes = [book::S, book::M, book::L];
    let named = |size: &Size| match wanted.is_empty() {
        true => size.name == "M",
        false => wanted.iter().any(|w| w == size.name),
    };
    for size in sizes.iter().filter(|s| named(s)) {
        measure(*size)?;
    }
    Ok(())
}

fn measure(size: Size) -> io::Result<()> {
    let out = &mut io::stdout().lock();
    let folder = tempfile::tempdir()?;
    let files = folder.path().join("book");
    book::write(&files, size)?;
    let path = folder.path().join("ledger.db");
    import(&files, &path)?;
    writeln!(
        out,
        "{}: {} accounts, {} invoices",
        size.name,
        size.accounts,
        size.open + size.paid
    )?;
    let mut ledger = Ledger::open(&path, Rules::default()).map_err(io::Error::other)?;
    let taken = promises(&mut ledger, size)?;
    let decided = decisions(&mut ledger)?;
    writeln!(out, "  {taken} promises, {decided} decided about")?;
    let today = book::as_of();
    one(
        out,
        &mut ledger,
        "turn the day",
        &Request::TurnDay { to: today },
    )?;
    let scope = Scope::usual(book::as_of());
    let currency = bywhen::domain::money::Currency::USD;
    let report = |figure| {
        Request::Report(Box::new(ReportAsk {
            scope: scope.clone(),
            figure,
        }))
    };
    pass(out, &mut ledger, "reports", &report(None))?;
    pass(
        out,
        &mut ledger,
        "rows of past due",
        &report(Some((Figure::PastDue(Group::All), currency))),
    )?;
    let day = scope.as_of.pred_opt().unwrap_or(scope.as_of);
    pass(
        out,
        &mut ledger,
        "close",
        &Request::CloseOf {
            day,
            derived: false,
        },
    )?;
    screens(out, &mut ledger)
}

/// What the screens ask for: the first time after a save, and once more.
fn screens(out: &mut impl Write, ledger: &mut Ledger) -> io::Result<()> {
    let as_of = book::as_of();
    let board = |from: Option<NaiveDate>, offset| {
        Request::PromiseBoard(PromiseBoardAsk {
            as_of,
            from,
            offset,
            limit: 120,
            ..PromiseBoardAsk::default()
        })
    };
    let inbox = Request::Review(ReviewAsk {
        as_of,
        offset: 0,
        limit: 60,
        promise: None,
    });
    let decided = Request::Decided(DecidedAsk {
        as_of,
        from: Some(as_of - Days::new(90)),
        limit: 60,
        ..DecidedAsk::default()
    });
    let approvals = Request::Approvals {
        as_of,
        ended: false,
    };
    let quarter = Some(as_of - Days::new(90));
    for (what, request) in [
        ("status", Request::Status { as_of }),
        ("promises, a page", board(quarter, 0)),
        ("promises, far down", board(quarter, 1_500)),
        ("promises, all times", board(None, 0)),
        ("inbox, a page", inbox),
        ("approvals", approvals),
        ("decided", decided),
        ("collectors", Request::Collectors { as_of }),
    ] {
        one(out, ledger, what, &request)?;
        one(out, ledger, "  once more", &request)?;
    }
    Ok(())
}

/// One question that is answered at once.
fn one(out: &mut impl Write, ledger: &mut Ledger, what: &str, request: &Request) -> io::Result<()> {
    let (cpu, start) = (cpu(), Instant::now());
    let reply = ledger.ask(request.clone(), &mut |_| {});
    let (took, used) = (start.elapsed(), self::cpu().saturating_sub(cpu));
    if let Reply::Failed(why) = reply {
        return Err(io::Error::other(why.to_string()));
    }
    writeln!(out, "  {what:<20} {took:>10.1?} (CPU {used:.1?})")
}

/// What this thread has used of the processors; the ledger is asked in it.
fn cpu() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split(' ').next().and_then(|n| n.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

fn stamp(on: NaiveDate, key: String) -> Stamp {
    Stamp {
        at: on.and_time(NaiveTime::MIN).and_utc(),
        on,
        by: "Ana".into(),
        key,
    }
}

/// A promise of every fifth account over eight weeks, at most 4,000; the later ones are live.
fn promises(ledger: &mut Ledger, size: Size) -> io::Result<usize> {
    let today = book::as_of();
    let most = size.accounts.min(20_000);
    let mut taken = 0;
    for n in (1..=most).step_by(5) {
        let Ok(id) = i64::try_from(n) else { continue };
        let on = today - Days::new(7 + n % 49);
        let promise = NewPromise {
            account: AccountId(id),
            amount: Minor::new(10_000 + id),
            by_when: on + Days::new(7 + n % 5),
            invoices: Vec::new(),
            contact: None,
            method: None,
            reference: None,
            supersedes: Vec::new(),
            split: Split::OldestFirst,
        };
        let write = Request::Write(stamp(on, format!("p{n}")), Intent::MakePromise(promise));
        // Some accounts owe nothing on that day: no promise of theirs.
        if let Reply::Done(_) = ledger.ask(write, &mut |_| {}) {
            taken += 1;
        }
    }
    Ok(taken)
}

/// Decisions about the first 600 that wait.
fn decisions(ledger: &mut Ledger) -> io::Result<usize> {
    let today = book::as_of();
    let asked = Request::Review(ReviewAsk {
        as_of: today,
        offset: 0,
        limit: 600,
        promise: None,
    });
    let Reply::Review(page) = ledger.ask(asked, &mut |_| {}) else {
        return Err(io::Error::other("no inbox"));
    };
    for row in &page.rows {
        let promise = row.line.promise.id;
        let act = ReviewAct::Decide(NewReview {
            promise,
            after: None,
            decision: Decision::CallBack,
            terms: None,
            reason: "call them again".into(),
            who: None,
            act_on: None,
            again_on: None,
            anyway: None,
        });
        let write = Request::Write(stamp(today, format!("d{promise}")), Intent::Review(act));
        if let Reply::Failed(why) = ledger.ask(write, &mut |_| {}) {
            return Err(io::Error::other(why.to_string()));
        }
    }
    Ok(page.rows.len())
}

fn pass(
    out: &mut impl Write,
    ledger: &mut Ledger,
    what: &str,
    request: &Request,
) -> io::Result<()> {
    let mut steps: Vec<Duration> = Vec::new();
    let cpu = cpu();
    loop {
        let start = Instant::now();
        let reply = ledger.ask(request.clone(), &mut |_| {});
        steps.push(start.elapsed());
        match reply {
            Reply::Reported(Reported::Working(_)) => {}
            Reply::Reported(_) => break,
            other => return Err(io::Error::other(format!("{other:?}"))),
        }
    }
    let all: Duration = steps.iter().sum();
    steps.sort();
    let last = steps.len() - 1;
    writeln!(
        out,
        "  {what:<20} {all:>10.1?} (CPU {:.1?}) in {} steps, p50 {:.1?}, p99 {:.1?}, slowest {:.1?}",
        self::cpu().saturating_sub(cpu),
        steps.len(),
        steps[steps.len() / 2],
        steps[last * 99 / 100],
        steps[last]
    )
}

fn import(files: &Path, ledger: &Path) -> io::Result<()> {
    let names = [
        "accounts.csv",
        "invoices.csv",
        "payments.csv",
        "credits.csv",
    ];
    let done = Command::new(env!("CARGO_BIN_EXE_bywhen"))
        .arg("--ledger")
        .arg(ledger)
        .args(["--as-of", &book::as_of().to_string(), "import", "--quiet"])
        .args(names.map(|n| files.join(n)))
        .output()?;
    match done.status.success() {
        true => Ok(()),
        false => Err(io::Error::other(
            String::from_utf8_lossy(&done.stderr).into_owned(),
        )),
    }
}
