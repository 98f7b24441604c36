//! `bywhen backup` and `bywhen restore`: a proven copy of the ledger, and such a copy put back.

use super::args::{BackupArgs, RestoreArgs};
use super::failure::{self, Failure, Outcome};
use super::import::make_folder;
use super::out::Out;
use super::session::{Session, unexpected};
use super::table::{Align, Table};
use crate::domain::clean::clean;
use crate::domain::money::Minor;
use crate::domain::say;
use crate::store::Ledger;
use crate::store::protocol::{CurrencySum, EventLine, Head, Reply, Request};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What `backup` answers.
#[derive(Serialize)]
struct BackupDocument<'a> {
    file: &'a Path,
    events: u64,
    head: &'a Head,
    digest: &'a str,
    sha256: &'a str,
    bytes: u64,
    format: i64,
    counts: BTreeMap<&'a str, u64>,
    sums: &'a [CurrencySum],
}

/// What `restore` answers.
#[derive(Serialize)]
struct RestoreDocument<'a> {
    ledger: &'a Path,
    from: &'a Path,
    /// Where the ledger that was there is now.
    aside: Option<&'a Path>,
    head: &'a Head,
    /// The backup had its manifest, and is what that says.
    manifest: bool,
    /// Recorded after the backup: to be entered again.
    since: &'a [EventLine],
    /// Why those are not known.
    unread: Option<&'a str>,
}

/// `backup`
pub fn backup(session: &Session, args: &BackupArgs, out: &mut Out) -> Outcome {
    let mut desk = session.open()?;
    let request = Request::Backup {
        to: args.file.clone(),
        stamp: session.stamp(),
    };
    let made = match desk.ask(request)? {
        Reply::BackedUp(made) => *made,
        other => return Err(unexpected(&other)),
    };
    if session.json {
        return out.json(&BackupDocument {
            file: &args.file,
            events: made.events,
            head: &made.head,
            digest: &made.digest,
            sha256: &made.sha256,
            bytes: made.bytes,
            format: made.format,
            counts: made
                .counts
                .iter()
                .map(|c| (c.table.as_str(), c.rows))
                .collect(),
            sums: &made.sums,
        });
    }
    let file = args.file.display().to_string();
    out.line(clean(&format!(
        "{} acts are in {file}, proven row by row",
        made.events
    )))?;
    for sum in &made.sums {
        out.line(format!(
            "  {} documents, {} {} open, {} of credits unused",
            sum.documents,
            say::money(Minor::new(sum.open_debits), sum.currency),
            sum.currency.code(),
            say::money(Minor::new(sum.open_credits), sum.currency)
        ))?;
    }
    out.line(format!("  head {} {}", made.head.seq, made.head.hash))
}

/// `restore`
pub fn restore(session: &Session, args: &RestoreArgs, out: &mut Out) -> Outcome {
    make_folder(&session.ledger)?;
    let restored = Ledger::restore(
        &session.ledger,
        &args.file,
        args.other_history,
        &session.stamp(),
        &session.config.rules(),
    )
    .map_err(|e| Failure::Refused(e.to_string()))?;
    failure::saved();
    if session.json {
        return out.json(&RestoreDocument {
            ledger: &session.ledger,
            from: &args.file,
            aside: restored.aside.as_deref(),
            head: &restored.head,
            manifest: restored.manifest,
            since: &restored.since,
            unread: restored.unread.as_deref(),
        });
    }
    out.line(clean(&format!(
        "{} is the ledger of {} acts again",
        session.ledger.display(),
        restored.head.seq
    )))?;
    if !restored.manifest {
        out.line("  the backup had no manifest: it proves by itself, but not that it is the file that was made")?;
    }
    if let Some(aside) = &restored.aside {
        out.line(clean(&format!(
            "  the ledger that was there is kept as {}",
            aside.display()
        )))?;
    }
    if let Some(why) = &restored.unread {
        return out.line(clean(&format!(
            "  what was recorded after the backup is not known: {why}"
        )));
    }
    if restored.since.is_empty() {
        return out.line("  nothing was recorded after the backup");
    }
    out.line(format!(
        "  {} recorded after the backup and not in the ledger any more; enter them again:",
        match restored.since.len() {
            1 => "1 act was".to_owned(),
            n => format!("{n} acts were"),
        }
    ))?;
    let mut table = Table::new(&[
        ("", Align::Right),
        ("for", Align::Left),
        ("by", Align::Left),
        ("what", Align::Shrink),
    ]);
    for event in &restored.since {
        table.row([
            event.seq.to_string(),
            say::day(event.on, session.as_of),
            event.by.clone(),
            event.what.clone(),
        ]);
    }
    table.print(out)
}
