//! The import screen: past imports, a file picked, what was understood of it, what it would change, a yes.
//!
//! Law: pure. Nothing is written before the report was seen and `y` pressed. `pick` is the path, `review` what was read and the commit,
//! `ask` whatever only a person can decide, `map` the columns of an unknown layout. `ui::imports` draws, `term` reads the files in a
//! thread of its own, the store's thread compares and writes.

mod ask;
mod history;
mod map;
mod names;
mod paths;
mod pick;
mod review;

pub use ask::{Ask, Choice, Picked, Typed, What};
pub use map::{MapEdit, Setting};
pub use paths::{pasted, split_paths};

use super::action::{Action, Context};
use super::model::{Model, Screen};
use super::msg::Effect;
use super::text::TextField;
use crate::domain::ids::EventSeq;
use crate::domain::imports::{ReadFile, ReadJob, ReadSet};
use crate::domain::staged::Severity;
use crate::store::protocol::{BatchLine, ImportReport, NearMatch, Progress};

/// How far the import is.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Stage {
    /// Past imports.
    #[default]
    Overview,
    /// The path is typed.
    Path,
    /// Files are being read and compared; nothing is written.
    Reading(Progress),
    /// What was read and what it would change waits for a yes.
    Review,
    /// The columns of an unknown layout are being mapped.
    Map(Box<MapEdit>),
    /// The import was ordered.
    Writing(Progress),
}

/// A part of what was read, where there is no room for all of it.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum Pane {
    /// The first rows as they were read.
    #[default]
    Rows,
    /// Does it add up, and what is wrong with it?
    Check,
    /// What it changes in the ledger.
    Changes,
}

impl Pane {
    /// All, in their order.
    pub const ALL: [Pane; 3] = [Pane::Rows, Pane::Check, Pane::Changes];
}

/// What the user said yes to, beyond the files themselves.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Consent {
    /// Rows that cannot be read are left out.
    pub skip_errors: bool,
    /// The report's own total differs.
    pub accept_mismatch: bool,
    /// Much of what is open is not listed any more.
    pub close_missing: bool,
}

/// The import.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Imports {
    /// How far it is.
    pub stage: Stage,
    /// What only a person can decide, on top of it.
    pub ask: Option<Ask>,
    /// The path being typed.
    pub path: TextField,
    /// The company's name, asked for when nobody knows it.
    pub company: TextField,
    /// The cursor is in the company's name.
    pub on_company: bool,
    /// Ways to go on with the path.
    pub paths: Vec<String>,
    /// Files that were imported from before, newest first.
    pub recent: Vec<String>,
    /// Which of `paths` (or of `recent` where there are none) stands in the field.
    pub picked: Option<usize>,
    /// Past imports, newest first.
    pub batches: Vec<BatchLine>,
    /// They have come.
    pub batches_loaded: bool,
    /// The selected one.
    pub cursor: usize,
    /// Customers of the ledger who read alike, where they were asked for.
    pub alike: Vec<NearMatch>,
    /// What is read, and how.
    pub job: ReadJob,
    /// What was read.
    pub set: ReadSet,
    /// What it would change.
    pub report: Option<Box<ImportReport>>,
    /// What the user said yes to.
    pub consent: Consent,
    /// Which of the files is shown.
    pub file: usize,
    /// Which part of it, where there is no room for all.
    pub pane: Pane,
    /// First line of that part.
    pub scroll: usize,
    /// What was said of new names while these files were read: the acts, oldest first.
    pub said: Vec<EventSeq>,
    /// Files with rows held back, written for this import.
    pub rejects: Vec<String>,
    /// The ledger was made for the import that is under way.
    pub(crate) made_ledger: bool,
    /// Counts readings, so that the answer to an older one is dropped.
    pub(crate) round: u64,
    /// The key of the import that was ordered: cancelling names it.
    pub(crate) ordered: Option<String>,
}

impl Imports {
    /// The file that is shown.
    #[must_use]
    pub fn shown(&self) -> Option<&ReadFile> {
        self.set.files.get(self.file)
    }

    /// An issue of that code among the files that were read.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        let mut issues = self.set.files.iter().flat_map(|f| &f.staged.issues);
        issues.any(|i| i.code == code)
    }

    /// Rows are held back.
    #[must_use]
    pub fn holds_rows(&self) -> bool {
        let mut issues = self.set.files.iter().flat_map(|f| &f.staged.issues);
        issues.any(|i| i.severity == Severity::Error)
    }

    /// How many documents are closed because no file lists them any more.
    #[must_use]
    pub fn closes(&self) -> u64 {
        let files = self.report.iter().flat_map(|r| &r.files);
        files.map(|f| f.documents.closed).sum()
    }

    /// It stops because it would close so much: the guard comes after everything was compared, so there is something to close.
    #[must_use]
    pub fn stopped_by_closing(&self) -> bool {
        let refused = self.report.as_ref().is_some_and(|r| r.refused.is_some());
        refused && self.closes() > 0 && !self.consent.close_missing
    }

    /// The first new name that reads like a known customer and that nobody has said anything of, and how many there are; in the list of
    /// past imports of those in the ledger.
    #[must_use]
    pub fn near(&self) -> Option<(&NearMatch, usize)> {
        if self.stage == Stage::Overview {
            return Some((self.alike.first()?, self.alike.len()));
        }
        let all = || {
            self.report
                .iter()
                .flat_map(|r| &r.files)
                .flat_map(|f| &f.near)
        };
        Some((all().next()?, all().count()))
    }

    /// Work is under way.
    #[must_use]
    pub fn progress(&self) -> Option<&Progress> {
        match &self.stage {
            Stage::Reading(p) | Stage::Writing(p) => Some(p),
            Stage::Overview | Stage::Path | Stage::Review | Stage::Map(_) => None,
        }
    }

    /// Where the keys of this screen go.
    #[must_use]
    pub fn context(&self) -> Context {
        match &self.ask {
            Some(Ask::Choose { .. }) => return Context::ImportAsk,
            Some(Ask::Type { .. }) => return Context::ImportType,
            None => {}
        }
        match self.stage {
            Stage::Overview => Context::Imports,
            Stage::Path => Context::ImportPath,
            Stage::Reading(_) | Stage::Writing(_) => Context::ImportWork,
            Stage::Review => Context::ImportReview,
            Stage::Map(_) => Context::ImportMap,
        }
    }
}

impl Model {
    /// Opens the screen where it was left.
    pub(crate) fn open_imports(&mut self) -> Vec<Effect> {
        self.screen = Screen::Imports;
        // Names that were shown before may have been decided elsewhere.
        self.imports.alike.clear();
        self.ask_batches()
    }

    pub(crate) fn imports_action(&mut self, context: Context, action: Action) -> Vec<Effect> {
        match context {
            Context::Imports => self.history_action(action),
            Context::ImportPath => self.path_action(action),
            Context::ImportWork => self.work_action(action),
            Context::ImportReview => self.review_action(action),
            Context::ImportMap => self.map_action(action),
            Context::ImportAsk => self.ask_action(action),
            Context::ImportType => self.type_action(action),
            _ => Vec::new(),
        }
    }

    /// A click on a row of this screen.
    pub(crate) fn imports_clicked(&mut self, index: usize) -> Vec<Effect> {
        if self.imports.ask.is_some() {
            return self.ask_clicked(index);
        }
        match &mut self.imports.stage {
            Stage::Overview if index < self.imports.batches.len() => self.imports.cursor = index,
            Stage::Map(edit) if index < edit.lines() => edit.cursor = index,
            _ => {}
        }
        Vec::new()
    }
}
