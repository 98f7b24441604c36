//! Searching notes: 1,000 accounts with 100,000 notes in a file, questions of one and two words, the p50 and the slowest of 50 each.
//!
//! `cargo bench --bench notes` remakes the figures of `docs/performance.md`. It asserts nothing: machines differ.

#![allow(clippy::disallowed_methods, missing_docs)]

use bywhen::domain::ids::AccountId;
use bywhen::domain::money::Currency;
use bywhen::domain::rules::Rules;
use bywhen::import::{InputFile, Profiles, ReadOptions, read};
use bywhen::store::protocol::{ImportOrder, Intent, Reply, Request, Stamp};
use bywhen::store::{Identity, Ledger};
use chrono::{NaiveDate, Utc};
use std::io::{self, Write};
use std::time::{Duration, Instant};

const ACCOUNTS: i64 = 1_000;
const NOTES: i64 = 100_000;
const ASKED: usize = 50;

fn main() -> io::Result<()> {
    let out = &mut io::stdout().lock();
    let folder = tempfile::tempdir()?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or_else(|| io::Error::other("a day"))?;
    let mut ledger = book(&folder.path().join("notes.db"), today)?;
    let start = Instant::now();
    for n in 0..NOTES {
        let account = AccountId(n % ACCOUNTS + 1);
        let text = note(n);
        write(
            &mut ledger,
            today,
            format!("n{n}"),
            Intent::AddNote { account, text },
        )?;
    }
    let written = start.elapsed();
    let each = written / u32::try_from(NOTES).unwrap_or(u32::MAX);
    writeln!(out, "{NOTES} notes written in {written:?}, {each:?} each")?;
    for asked in ["portal", "po", "portal 4477", "dana approved", "zebra"] {
        let mut times: Vec<Duration> = Vec::new();
        let mut found = 0;
        for _ in 0..ASKED {
            let start = Instant::now();
            let reply = ledger.ask(
                Request::SearchNotes {
                    text: asked.into(),
                    account: None,
                    limit: 60,
                    as_of: today,
                },
                &mut |_| {},
            );
            times.push(start.elapsed());
            found = match reply {
                Reply::Notes(rows) => rows.len(),
                other => return Err(io::Error::other(format!("{other:?}"))),
            };
        }
        times.sort();
        writeln!(
            out,
            "{asked:<14} {found:>3} rows, p50 {:?}, slowest {:?}",
            times[ASKED / 2],
            times[ASKED - 1]
        )?;
    }
    Ok(())
}

/// Notes as collectors write them, a little different each.
fn note(n: i64) -> String {
    let who = ["Dana", "Lee", "Mike", "Rosa", "Sam"][(n % 5) as usize];
    let what = [
        "approved, in the next pay run",
        "asks for a copy of the invoice by mail",
        "portal rejected the PO, entered again",
        "left a message at reception",
        "says the check went out on Friday",
        "disputes the freight on the last delivery",
        "wants a statement before anything is paid",
    ][(n % 7) as usize];
    format!("{who}: {what}; reference {n}")
}

fn book(path: &std::path::Path, today: NaiveDate) -> io::Result<Ledger> {
    let id = Identity {
        company: "Bench".into(),
        currency: Currency::USD,
    };
    let mut ledger = Ledger::create(path, &id, Rules::default()).map_err(io::Error::other)?;
    let mut text = String::from(
        "customer_id,customer_name,job,type,invoice_number,invoice_date,due_date,terms,po_number,amount,open_balance,currency\n",
    );
    for n in 1..=ACCOUNTS {
        text += &format!(
            "C{n},Customer {n},,invoice,I-{n},2026-09-01,2026-10-01,Net 30,,100.00,100.00,USD\n"
        );
    }
    let files = vec![InputFile {
        name: "book.csv".into(),
        bytes: text.into_bytes(),
    }];
    let options = ReadOptions {
        as_of: Some(today),
        ..ReadOptions::new(Currency::USD)
    };
    let files = read(&files, &options, &Profiles::embedded(), &mut |_| {});
    let order = ImportOrder {
        files,
        dry_run: false,
        skip_errors: false,
        accept_mismatch: false,
        close_missing: false,
    };
    write(
        &mut ledger,
        today,
        "import".into(),
        Intent::Import(Box::new(order)),
    )?;
    Ok(ledger)
}

fn write(ledger: &mut Ledger, on: NaiveDate, key: String, intent: Intent) -> io::Result<()> {
    let stamp = Stamp {
        at: Utc::now(),
        on,
        by: "bench".into(),
        key,
    };
    match ledger.ask(Request::Write(stamp, intent), &mut |_| {}) {
        Reply::Done(_) => Ok(()),
        other => Err(io::Error::other(format!("{other:?}"))),
    }
}
