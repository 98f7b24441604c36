//! What happens to the desk, and what it wants done: plain data both.
//!
//! Law: effects are comparable, replies are facts and never further actions. `term` makes messages and carries out effects.

use super::draft::Draft;
use super::keymap::Key;
use super::outbox::Editor;
use crate::domain::ids::AccountId;
use crate::domain::imports::{Mapping, ReadJob, ReadSet, Saved};
use crate::domain::money::Currency;
use crate::domain::placement::PackageJob;
use crate::domain::reports::Table;
use crate::domain::staged::StagedFile;
use crate::store::protocol::{Exported, Intent, Progress, Reply, Request};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// The time, as `term` reads it; nothing else in the desk knows a clock.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Now {
    /// The instant.
    pub at: DateTime<Utc>,
    /// What the wall clock says.
    pub local: NaiveDateTime,
    /// The desk's day: fixed by `--as-of`, else the local civil date.
    pub today: NaiveDate,
}

/// What a mouse does.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The wheel, towards the start.
    WheelUp,
    /// The wheel, towards the end.
    WheelDown,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Msg {
    /// The desk starts: what was left unfinished.
    Start(Draft),
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// The mouse, at a cell.
    Mouse(MouseKind, u16, u16),
    /// The clock moved on.
    Clock(Now),
    /// The store answered.
    Reply(u64, Reply),
    /// The burst of input is drained: what must be asked before drawing?
    Settle,
    /// Files were read for an import.
    FilesRead(u64, Result<ReadSet, String>),
    /// Reading goes on.
    Reading(u64, Progress),
    /// Ways to go on with a path.
    Paths(u64, Vec<String>),
    /// Files that were imported from before, newest first.
    Recent(Vec<String>),
    /// A mapping was saved as a profile, or why not.
    MappingSaved(u64, Result<Saved, String>),
    /// Rows held back were written beside their files (these are the new ones), or why not.
    RejectsKept(u64, Result<Vec<String>, String>),
    /// Another ledger is open now (the sample desk, or a new file), or why not.
    Opened(Result<OpenedAs, String>),
    /// Letters were sent: a line for each that was tried; or why none was.
    Posted(Result<Vec<String>, String>),
    /// A report was written into a file (its path, and what goes into the log), or why not.
    ReportSaved(Result<(String, Exported), String>),
    /// The file that goes with a letter: its whole path, or why it cannot go.
    FileFound(Result<String, String>),
    /// The ledger's thread has stopped: nobody answers any more.
    StoreGone,
    /// The ledger was opened again, or why not.
    Reopened(Result<(), String>),
    /// Something that the terminal or a file refused: shown until a key.
    Trouble(String),
}

/// Which ledger was opened.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum OpenedAs {
    /// The sample desk.
    Sample,
    /// A new ledger file.
    Created,
}

/// Something to be done outside.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// A question to the store; the answer carries the number.
    Ask(u64, Request),
    /// A write: `term` adds the stamp. The key never acts twice.
    Write {
        /// The reply's number.
        seq: u64,
        /// Made once per form.
        key: String,
        /// What.
        intent: Box<Intent>,
    },
    /// Take back a write that waits for somebody else's.
    GiveUp(u64),
    /// Open the ledger again: its thread has stopped.
    Reopen,
    /// Keep what is unfinished (written at the end of the burst).
    SaveDraft(Box<Draft>),
    /// Give text to the terminal's clipboard.
    Copy(String),
    /// Send what is due in the outbox.
    Post,
    /// Write a report into a new file, in the way that its ending says.
    SaveReport(String, Box<Table>),
    /// Write the agency's file into a new folder, or a ZIP when the name says so.
    SavePackage(String, Box<PackageJob>),
    /// Look for a file that goes with a letter; the answer is its whole path.
    FindFile(String),
    /// Take a report's file away again: it could not be written into the log.
    DropReport(String),
    /// Give a number (`+` and digits) to the program that dials.
    Dial(String),
    /// Read files for an import.
    ReadFiles(u64, Box<ReadJob>),
    /// Let the reading that is under way stop.
    StopReading,
    /// Let the import with this key stop, if it has not begun to write.
    StopImport(String),
    /// Keep these as files that were imported from.
    RememberPaths(Vec<String>),
    /// Save a mapping as a profile; one of the same name is replaced only when told so.
    SaveMapping(u64, Box<Mapping>, bool),
    /// Write rows held back beside the files at these paths.
    KeepRejects(u64, Vec<(String, StagedFile)>),
    /// Remove files of rows held back again: their import was refused.
    DropRejects(Vec<String>),
    /// List ways to go on with a path.
    ListPaths(u64, String),
    /// Take the ledger away that was made for an import of which nothing was written.
    DropLedger,
    /// Make the new ledger file.
    CreateLedger {
        /// The company's name.
        company: String,
        /// The book's currency.
        currency: Currency,
    },
    /// Open the sample desk.
    OpenSample,
    /// Stop until the shell says `fg`.
    Suspend,
    /// Forget what is on the screen and draw everything.
    Redraw,
    /// Leave.
    Quit,
}

/// A rectangle of cells.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Area {
    /// Column.
    pub x: u16,
    /// Line.
    pub y: u16,
    /// Columns.
    pub w: u16,
    /// Lines.
    pub h: u16,
}

impl Area {
    /// True when the cell lies in it.
    #[must_use]
    pub const fn holds(&self, x: u16, y: u16) -> bool {
        x >= self.x && y >= self.y && x - self.x < self.w && y - self.y < self.h
    }
}

/// What a click lands on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A row of the list in front.
    Row(usize),
    /// The list itself: for the wheel.
    List,
    /// The prep: for the wheel.
    Prep,
    /// A tab or a hint of the footer.
    Do(super::action::Action),
    /// A pane of the prep.
    Pane(super::prep::Pane),
}

/// What the last drawing found out: page heights, first rows, what lies where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Columns of the screen.
    pub width: u16,
    /// Lines of the screen.
    pub height: u16,
    /// Rows of the list in front.
    pub page: usize,
    /// Its first row.
    pub top: usize,
    /// First row of the list in a box that lies over the screen.
    pub over: usize,
    /// Lines of the prep's pane, and how many it has in all.
    pub pane: (usize, usize),
    /// There was room for list and prep side by side.
    pub wide: bool,
    /// What lies where, later ones on top.
    pub hits: Vec<(Area, Target)>,
}

/// A write that is under way: what its reply means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Writing {
    /// A call, with this key.
    Call(AccountId),
    /// A form outside a call.
    Form,
    /// People or account fields.
    People,
    /// A letter.
    Letter,
    /// A line of the audit trail.
    Audit,
    /// A letter whose words were changed.
    Edited(Box<Editor>),
    /// An undo.
    Undo,
    /// What an import would change, for this reading.
    Compare(u64),
    /// What a new name of an import means.
    Name,
    /// That is taken back.
    NoName,
    /// An import.
    Import,
    /// The close of a day.
    Close,
    /// That a report has left the ledger.
    Report {
        /// Into which file.
        path: String,
        /// How many rows.
        rows: u64,
    },
}
