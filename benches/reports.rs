//! Reports of a large book: one pass over all accounts, its steps timed one by one, because between two steps a key is answered.
//!
//! `cargo bench --bench reports` makes book M (`-- S`, `-- L` others), imports it, and prints the whole pass, the p50 and the slowest step, for the
//! reports, for the rows behind a figure, and for the close of a day. `bywhen --as-of 2026-06-30 report metrics` is the same as one process. It
//! asserts nothing: machines differ.

#![allow(clippy::disallowed_methods, missing_docs)]

#[path = "support/book.rs"]
mod book;

use book::Size;
use bywhen::domain::reports::{Figure, Group, Scope};
use bywhen::domain::rules::Rules;
use bywhen::store::Ledger;
use bywhen::store::protocol::{Reply, ReportAsk, Reported, Request};
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
    )
}

fn pass(
    out: &mut impl Write,
    ledger: &mut Ledger,
    what: &str,
    request: &Request,
) -> io::Result<()> {
    let mut steps: Vec<Duration> = Vec::new();
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
        "  {what:<18} {all:>10.1?} in {} steps, p50 {:.1?}, p99 {:.1?}, slowest {:.1?}",
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
