//! The desk in a terminal: the clock, the keys, the threads, the loop.
//!
//! Law: decides nothing about receivables. `run` is the only entry; `cli` calls it with everything that config knows.

mod clock;
mod desk;
mod dial;
pub mod drafts;
mod effects;
mod guard;
mod input;
mod keys;
mod paths;
mod signals;

use crate::app::keymap::Keymap;
use crate::domain::barrier::Barrier;
use crate::domain::by_when::DateOrder;
use crate::domain::imports::{Mapping, ReadJob, ReadSet, Saved};
use crate::domain::placement::PackageJob;
use crate::domain::reports::Table;
use crate::domain::rules::Rules;
use crate::domain::staged::StagedFile;
use crate::script::Scripts;
use crate::script::letters::Letters;
use crate::store::Ledger;
use crate::store::protocol::{Exported, Progress};
use crate::ui::theme::ThemeName;
use chrono::NaiveDate;
use desk::Desk;
use guard::Guard;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of the desk's import, wired to `import` by the edge. Every refusal is one line.
pub trait ImportFiles: Send + Sync {
    /// Reads the files of a job whose paths are whole. `progress` says whether to go on.
    ///
    /// # Errors
    /// When a file cannot be opened, or the reading was stopped.
    fn read(
        &self,
        job: &ReadJob,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ReadSet, String>;

    /// Saves a mapping as a profile of the user's; one of the same name is replaced only when told so.
    ///
    /// # Errors
    /// When its name is taken by another format, or the folder cannot be written.
    fn save(&self, mapping: &Mapping, replace: bool) -> Result<Saved, String>;

    /// Writes rows held back beside their files; answers the new files.
    ///
    /// # Errors
    /// When one cannot be written; then none is left behind.
    fn keep_rejects(&self, held: &[(String, StagedFile)]) -> Result<Vec<String>, String>;

    /// Removes what `keep_rejects` wrote.
    fn drop_rejects(&self, made: &[String]);

    /// Files that were imported from before, newest first.
    fn recent(&self) -> Vec<String>;

    /// Keeps these as such; answers them all.
    fn remember(&self, paths: &[String]) -> Vec<String>;
}

/// Makes the sample ledger for a day.
pub type SampleMaker = Arc<dyn Fn(NaiveDate) -> Result<Ledger, String> + Send + Sync>;

/// Makes a new ledger file at a path: company's name and book currency from the first import.
pub type LedgerMaker =
    Arc<dyn Fn(&Path, &crate::store::Identity) -> Result<Ledger, String> + Send + Sync>;

/// Sends what is due in the outbox, on a connection of its own: a line for each letter that was tried.
pub type Poster = Arc<dyn Fn() -> Result<Vec<String>, String> + Send + Sync>;

/// The files that reports are written into.
pub trait ReportFiles: Send + Sync {
    /// Writes a table into a new file, in the way that its ending says; answers what goes into the log.
    ///
    /// # Errors
    /// When the file is there already, its ending says nothing, or it cannot be written.
    fn write(&self, path: &str, table: &Table) -> Result<Exported, String>;

    /// Writes the agency's file into a new folder, or a ZIP when the name says so; answers what goes into the log.
    ///
    /// # Errors
    /// When something of that name is there, or it cannot be written.
    fn package(&self, path: &str, job: &PackageJob) -> Result<Exported, String>;

    /// The whole path of a file that is to go with a letter.
    ///
    /// # Errors
    /// When it is not there, is no file, or is larger than a letter takes.
    fn find(&self, path: &str) -> Result<String, String>;

    /// Takes away what `write` or `package` made.
    fn drop_file(&self, path: &str);
}

/// Opens the ledger again, after its thread has stopped.
pub type Reopener = Arc<dyn Fn() -> Result<Ledger, String> + Send + Sync>;

/// Which ledger the desk works on.
pub enum LedgerSource {
    /// A ledger file, open.
    Open(Ledger),
    /// There is none at that path yet: the desk shows the welcome and makes it with the first import.
    Missing {
        /// Where it will be.
        path: PathBuf,
        /// The company's name, when the config knows it; the welcome asks otherwise.
        company: Option<String>,
    },
    /// The sample ledger, in memory: the header says that nothing is kept.
    Sample(Ledger),
}

/// Everything that the desk needs from the edge.
pub struct DeskOptions {
    /// Which ledger.
    pub ledger: LedgerSource,
    /// A fixed day (`--as-of`); `None` = the local civil date, rolled over at midnight.
    pub as_of: Option<NaiveDate>,
    /// The collector's name.
    pub me: String,
    /// The keys in force.
    pub keymap: Keymap,
    /// The colours; the edge has looked at `NO_COLOR` and `--theme`.
    pub theme: ThemeName,
    /// Only ASCII is drawn: the locale is not UTF-8.
    pub ascii: bool,
    /// The rules, for what is worked out while typing.
    pub rules: Rules,
    /// How dates in figures are read.
    pub date_order: DateOrder,
    /// The call scripts, the user's own pieces laid over those that ship.
    pub scripts: Arc<Scripts>,
    /// The letters, likewise.
    pub letters: Arc<Letters>,
    /// Only accounts of this collector, and those of nobody.
    pub only_mine: bool,
    /// Who may allow a call beyond the consumer rules; empty = any name.
    pub supervisors: Vec<String>,
    /// Phrases for notes: short name and text.
    pub phrases: Vec<(String, String)>,
    /// The program that dials, with its arguments; empty = none.
    pub dial: Vec<String>,
    /// What can stand in the way, each with its usual remedy.
    pub barriers: Vec<Barrier>,
    /// The folder of drafts (0700); `None` = drafts are not kept (the sample desk).
    pub drafts: Option<PathBuf>,
    /// The files of the import.
    pub files: Arc<dyn ImportFiles>,
    /// Sends letters.
    pub post: Poster,
    /// The files of reports.
    pub reports: Arc<dyn ReportFiles>,
    /// Makes the sample ledger.
    pub sample: SampleMaker,
    /// Makes a new ledger file.
    pub create: LedgerMaker,
    /// Opens the ledger again.
    pub reopen: Reopener,
}

/// Why the desk could not start. The text is one line for the user; `cli` gives the exit code.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No terminal to work in: exit 2.
    #[error("the desk needs a terminal: use `bywhen queue` for the same list as text")]
    NoTerminal,
    /// The terminal refused.
    #[error("the terminal could not be used: {0}")]
    Terminal(#[from] std::io::Error),
    /// A fault of the program; the report is on standard error already: exit 70.
    #[error("the desk stopped on a fault of its own; what was typed is kept as a draft")]
    Fault,
}

/// Runs the desk until the user leaves.
///
/// # Errors
/// When there is no terminal, or it cannot be used.
pub fn run(options: DeskOptions) -> Result<(), DeskError> {
    if !has_terminal() {
        return Err(DeskError::NoTerminal);
    }
    let guard = Guard::enter()?;
    // A fault unwinds to here, so that the guard and the store's thread are put down in order.
    let ended = catch_unwind(AssertUnwindSafe(|| Desk::open(options)?.run()));
    if let Ok(Err(DeskError::Terminal(_))) = &ended {
        // The screen's thread may see a terminal that has gone before its watcher does; the watcher ends the process as a hang-up.
        signals::await_hang_up();
    }
    drop(guard);
    ended.unwrap_or(Err(DeskError::Fault))
}

/// True when there is a terminal that understands more than lines.
fn has_terminal() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    let reads = io::stdin().is_terminal() || File::open("/dev/tty").is_ok();
    io::stdout().is_terminal() && reads && !matches!(term.as_str(), "" | "dumb")
}
