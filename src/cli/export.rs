//! `bywhen export`: accounts, open items, promises and activity, for spreadsheets and other programs.
//!
//! What left the ledger is written into its log: who, what, how many rows, and the fingerprint of the file.

use super::args::{ExportArgs, ExportFormat, ExportWhat};
use super::failure::{Failure, Outcome};
use super::files;
use super::out::Out;
use super::session::{Desk, Session, unexpected};
use crate::domain::listing::AccountItems;
use crate::domain::say;
use crate::export::{self, Format, Sheet};
use crate::store::protocol::{Exported, Intent, PromiseAsk, Reply, Request};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Runs it.
pub fn run(session: &Session, args: &ExportArgs, out: &mut Out) -> Outcome {
    let format = match (args.format, session.json) {
        (None | Some(ExportFormat::Json), true) | (Some(ExportFormat::Json), false) => Format::Json,
        (Some(_), true) => {
            return Err(Failure::Usage(
                "--json and --format contradict each other: give one of them".into(),
            ));
        }
        (Some(ExportFormat::Xlsx), false) => Format::Xlsx,
        (None | Some(ExportFormat::Csv), false) => Format::Csv,
    };
    if format == Format::Xlsx && args.output.is_none() && out.is_terminal() {
        return Err(Failure::Usage(
            "a workbook is no text for a terminal: name its file with -o FILE".into(),
        ));
    }
    if let Some(path) = &args.output {
        files::is_free(path)?;
    }
    let mut desk = session.open()?;
    let sheet = sheet(session, args, &mut desk)?;
    let mut bytes = Vec::new();
    export::write(&sheet, format, &mut bytes).map_err(|e| Failure::Refused(e.to_string()))?;
    let exported = Exported {
        what: sheet.name.to_owned(),
        format: format.name().to_owned(),
        rows: sheet.rows.len() as u64,
        sha256: hex(&Sha256::digest(&bytes)),
    };
    let log = |desk: &mut Desk| {
        desk.write(session.stamp(), Intent::Exported(exported))
            .map(drop)
    };
    let Some(path) = &args.output else {
        log(&mut desk)?;
        return match format {
            // To standard output it goes as every other document does.
            Format::Json => out.json(&sheet),
            Format::Csv | Format::Xlsx => out.raw(&bytes),
        };
    };
    files::write_new(path, &bytes)?;
    if let Err(failure) = log(&mut desk) {
        // What is not in the log must not have left.
        let _ = std::fs::remove_file(path);
        return Err(failure);
    }
    if session.json {
        return Ok(());
    }
    out.line(format!(
        "{}: {} of {}, {}",
        path.display(),
        say::plural(sheet.rows.len() as u64, "row"),
        sheet.name,
        say::day(sheet.as_of, session.as_of)
    ))
}

fn sheet(session: &Session, args: &ExportArgs, desk: &mut Desk) -> Outcome<Sheet> {
    let as_of = session.as_of;
    Ok(match args.what {
        ExportWhat::Accounts => export::accounts(&open_items(session, desk)?, as_of),
        ExportWhat::OpenItems => export::open_items(&open_items(session, desk)?, as_of)
            .map_err(|e| Failure::Refused(format!("the sum of the open items: {e}")))?,
        ExportWhat::Promises => {
            let ask = PromiseAsk {
                as_of,
                verdict: None,
                from: args.from,
                to: args.to,
                account: None,
            };
            match desk.ask(Request::Promises(ask))? {
                Reply::Promises(rows) => export::promises(&rows, as_of),
                other => return Err(unexpected(&other)),
            }
        }
        ExportWhat::Activity => {
            let to = args.to.unwrap_or(as_of);
            let from = args.from;
            match desk.ask(Request::Activity { from, to })? {
                Reply::Activity(rows) => export::activity(&rows, to),
                other => return Err(unexpected(&other)),
            }
        }
    })
}

fn open_items(session: &Session, desk: &mut Desk) -> Outcome<Vec<AccountItems>> {
    let as_of = session.as_of;
    match desk.ask(Request::OpenItems { as_of })? {
        Reply::OpenItems(lines) => Ok(lines),
        other => Err(unexpected(&other)),
    }
}

/// Bytes as text.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
