//! What wakes the loop, and the thread that reads the terminal.
//!
//! Law: one reader of the terminal. Whatever is there to be read at once arrives as one batch: a question is never answered by
//! the batch that opened it.

use crate::domain::imports::{ReadSet, Saved};
use crate::store::Ledger;
use crate::store::protocol::{Exported, Progress};
use std::io;
use std::sync::mpsc::Sender;
use std::thread::Builder;
use std::time::Duration;

/// Something that wakes the loop.
pub enum Event {
    /// Input, all that was there.
    Input(Vec<crossterm::event::Event>),
    /// The terminal cannot be read any more.
    InputGone(String),
    /// The store has answered.
    Store,
    /// The store's thread has ended.
    StoreGone,
    /// Ctrl-C was pressed.
    Interrupt,
    /// Somebody wants the desk to stop for a while.
    Suspend,
    /// Files were read.
    Files(u64, Result<ReadSet, String>),
    /// Files are being read.
    Reading(u64, Progress),
    /// Ways to go on with a path.
    Paths(u64, Vec<String>),
    /// A mapping was saved, or why not.
    Saved(u64, Result<Saved, String>),
    /// Rows held back were written, or why not.
    Rejects(u64, Result<Vec<String>, String>),
    /// Files that were imported from before.
    Recent(Vec<String>),
    /// The ledger is open again, or why not.
    Reopened(Box<Result<Ledger, String>>),
    /// Letters were sent, or why none was.
    Posted(Result<Vec<String>, String>),
    /// A report was written into a file, or why not.
    ReportSaved(Result<(String, Exported), String>),
    /// A file that goes with a letter was looked for.
    FileFound(Result<String, String>),
    /// Something outside failed: one line.
    Trouble(String),
    /// The sample ledger is made, or why not.
    Sample(Box<Result<Ledger, String>>),
}

/// Starts the reader.
///
/// # Errors
/// When the thread cannot be started.
pub fn start(events: Sender<Event>) -> io::Result<()> {
    Builder::new().name("input".into()).spawn(move || {
        loop {
            let batch = match read_batch() {
                Ok(batch) => batch,
                Err(e) => {
                    let _ = events.send(Event::InputGone(e.to_string()));
                    return;
                }
            };
            if events.send(Event::Input(batch)).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// How long more input is waited for. Not zero: crossterm's reader by `poll` takes that for no time to look at what it has read already. That reader
/// (`use-dev-tty`) is used because the other, by `epoll` edges, forgets a key that becomes readable together with a change of size.
const MORE: Duration = Duration::from_micros(200);

fn read_batch() -> io::Result<Vec<crossterm::event::Event>> {
    let mut batch = vec![crossterm::event::read()?];
    while crossterm::event::poll(MORE)? {
        batch.push(crossterm::event::read()?);
        // A flood is handed over in pieces, so that the screen lives on.
        if batch.len() >= 4_096 {
            break;
        }
    }
    Ok(batch)
}
