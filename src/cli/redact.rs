//! `bywhen redact`: blacks a text out for good. Without `--yes` it only says where the text stands.

use super::args::RedactArgs;
use super::failure::{self, Failure, Outcome};
use super::out::Out;
use super::review::check_supervisor;
use super::session::Session;
use crate::domain::clean::clean;
use crate::domain::ids::EventSeq;
use crate::domain::redaction::Wanted;
use crate::domain::say;
use crate::store::Ledger;
use crate::store::protocol::{RedactAsk, Redacted, StoreError};
use crate::term::drafts;
use serde::Serialize;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A longer text is no secret, but a file that was meant for something else.
const LONGEST: u64 = 4_000;

#[derive(Serialize)]
struct Document<'a> {
    /// It was done: it is in no file of the ledger any more.
    done: bool,
    act: Option<EventSeq>,
    places: &'a [String],
    acts: &'a [EventSeq],
    /// Other files that hold it still.
    copies: &'a [PathBuf],
    /// Files that could not be looked into.
    unread: &'a [PathBuf],
}

/// Runs it.
pub fn run(session: &Session, args: &RedactArgs, out: &mut Out) -> Outcome {
    check_supervisor(session)?;
    let wanted = match &args.text_from {
        Some(path) => Wanted::Text(text_of(path)?),
        None => Wanted::Cards,
    };
    // Brings an older ledger up, and says what is wrong with it.
    drop(session.open()?);
    let own_drafts = drafts::folder_for(&session.paths.state.join("drafts"), &session.ledger);
    let mut look_in = args.look_in.clone();
    look_in.extend(own_drafts.is_dir().then_some(own_drafts));
    let ask = RedactAsk {
        wanted,
        reason: args.reason.trim().to_owned(),
        look_in,
        dry_run: !args.yes,
    };
    let redacted = Ledger::redact(
        &session.ledger,
        &ask,
        &session.stamp(),
        &session.config.rules(),
    )
    .map_err(|e| match e {
        // Something was written: exit 1 would say the opposite.
        StoreError::Unknown(line) => Failure::Fault(line),
        other => session.about_ledger(&other),
    })?;
    if redacted.event.is_some() {
        failure::saved();
    }
    if session.json {
        return out.json(&Document {
            done: redacted.event.is_some(),
            act: redacted.event,
            places: &redacted.places,
            acts: &redacted.acts,
            copies: &redacted.copies,
            unread: &redacted.unread,
        });
    }
    say(&redacted, args.yes, out)
}

fn say(redacted: &Redacted, meant: bool, out: &mut Out) -> Outcome {
    let places = say::plural(redacted.places.len() as u64, "place");
    let acts = say::plural(redacted.acts.len() as u64, "act");
    out.line(match (redacted.places.is_empty(), meant) {
        (true, _) => "it stands nowhere in the ledger".to_owned(),
        (false, true) => format!(
            "blacked out for good in {places} of {acts}: it is in no file of the ledger any more"
        ),
        (false, false) => format!("it stands in {places} of {acts}:"),
    })?;
    for place in &redacted.places {
        out.line(clean(&format!("  {place}")))?;
    }
    list(
        "these files hold it still; delete them, and take a backup anew:",
        &redacted.copies,
        out,
    )?;
    list("these could not be looked into:", &redacted.unread, out)?;
    if redacted.places.is_empty() {
        return Ok(());
    }
    if meant {
        return out
            .line("backups and mails elsewhere are not known here: look for them with --look-in");
    }
    out.line("nothing was changed; with --yes it is blacked out, and no undo and no backup of afterwards brings it back")
}

fn list(heading: &str, files: &[PathBuf], out: &mut Out) -> Outcome {
    if files.is_empty() {
        return Ok(());
    }
    out.line(heading)?;
    for file in files {
        out.line(clean(&format!("  {}", file.display())))?;
    }
    Ok(())
}

/// The text in a file, or on standard input: on the command line everybody on the machine could read it.
fn text_of(path: &Path) -> Outcome<String> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LONGEST + 1)
            .read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text))
    };
    read.map_err(|e| Failure::Refused(format!("{}: {e}: nothing was changed", path.display())))?;
    if text.len() as u64 > LONGEST {
        return Err(Failure::Refused(format!(
            "{} is longer than {LONGEST} bytes: put only the text that is to be blacked out into it",
            path.display()
        )));
    }
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
