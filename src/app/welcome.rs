//! The first run and the import: two doors, a path, a report, a yes.
//!
//! Law: nothing is written before the report was seen and `y` pressed; a new ledger file is made only then. `term` reads
//! the files, `ui::welcome` draws.

use super::action::Action;
use super::keymap::Key;
use super::model::{Asked, Model, Screen};
use super::msg::{Effect, OpenedAs, Writing};
use super::text::TextField;
use crate::domain::money::Currency;
use crate::domain::staged::StagedFile;
use crate::store::protocol::{ImportOrder, ImportReport, Intent, Progress};

/// How far the import is.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum ImportStage {
    /// The two doors.
    #[default]
    Doors,
    /// The path is typed.
    Path,
    /// Files are being read, compared or written.
    Working(Progress),
    /// The report waits for a yes.
    Report(Box<ImportReport>),
}

/// The welcome and the import.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Welcome {
    /// How far it is.
    pub stage: ImportStage,
    /// The path being typed.
    pub path: TextField,
    /// The company's name, asked for when nobody knows it.
    pub company: TextField,
    /// The cursor is in the company's name.
    pub on_company: bool,
    /// Ways to go on with the path.
    pub paths: Vec<String>,
    /// What was read.
    pub files: Vec<StagedFile>,
    /// First line of the report.
    pub scroll: usize,
    /// There is no ledger file yet: it is made with the import.
    pub no_ledger: bool,
}

impl Model {
    pub(crate) fn welcome_action(&mut self, action: Action) -> Vec<Effect> {
        let w = &mut self.welcome;
        match (&w.stage, action) {
            (ImportStage::Doors, Action::DoorImport) => {
                w.stage = ImportStage::Path;
                self.message = None;
            }
            (ImportStage::Doors, Action::DoorSample) => {
                w.stage = ImportStage::Working(Progress {
                    stage: "making the sample desk",
                    ..Progress::default()
                });
                return vec![Effect::OpenSample];
            }
            (ImportStage::Path, Action::Back) if w.on_company => w.on_company = false,
            (ImportStage::Path, Action::Back) => {
                w.stage = ImportStage::Doors;
                if !w.no_ledger {
                    self.screen = Screen::Queue;
                }
            }
            (ImportStage::Path, Action::Complete) if !w.on_company => return self.complete(),
            (ImportStage::Path, Action::Submit) => return self.read_files(),
            (ImportStage::Report(_), Action::Back) => w.stage = ImportStage::Path,
            (ImportStage::Report(_), Action::ImportApply) => return self.apply_import(),
            (ImportStage::Report(_), Action::Down) => w.scroll += 1,
            (ImportStage::Report(_), Action::Up) => w.scroll = w.scroll.saturating_sub(1),
            (ImportStage::Report(_), Action::HalfDown | Action::PageDown) => w.scroll += 10,
            (ImportStage::Report(_), Action::HalfUp | Action::PageUp) => {
                w.scroll = w.scroll.saturating_sub(10);
            }
            (ImportStage::Report(_), Action::Top) => w.scroll = 0,
            _ => {}
        }
        Vec::new()
    }

    /// A key in the path or the company's name.
    pub(crate) fn welcome_key(&mut self, key: Key) -> Vec<Effect> {
        let w = &mut self.welcome;
        let field = if w.on_company {
            &mut w.company
        } else {
            &mut w.path
        };
        if field.key(key) {
            w.paths.clear();
        }
        Vec::new()
    }

    fn complete(&mut self) -> Vec<Effect> {
        let typed = self.welcome.path.before().to_owned();
        let last = split_paths(&typed).pop().unwrap_or_default();
        let seq = self.number(Asked::Paths);
        vec![Effect::ListPaths(seq, last)]
    }

    /// Ways to go on with the path have come: one is taken, several are shown.
    pub(crate) fn take_paths(&mut self, paths: Vec<String>) {
        let w = &mut self.welcome;
        let typed = w.path.text().to_owned();
        let mut before = split_paths(&typed);
        let last = before.pop().unwrap_or_default();
        let Some(first) = paths.first() else {
            self.warn("nothing there begins like that");
            return;
        };
        // As far as all of them agree.
        let mut common = first.clone();
        for p in &paths {
            while !p.starts_with(&common) {
                common.pop();
            }
        }
        if common.len() > last.len() {
            before.push(common);
            let quoted: Vec<String> = before.iter().map(|p| p.replace(' ', "\\ ")).collect();
            w.path.set(&quoted.join(" "));
        }
        w.paths = if paths.len() > 1 { paths } else { Vec::new() };
    }

    fn read_files(&mut self) -> Vec<Effect> {
        let w = &mut self.welcome;
        let paths = split_paths(w.path.text());
        if paths.is_empty() {
            self.warn("type or paste the path of the exported file");
            return Vec::new();
        }
        if w.no_ledger && w.company.is_blank() {
            if !w.on_company {
                w.on_company = true;
                return Vec::new();
            }
            self.warn("your company's name is missing: scripts and the header say it");
            return Vec::new();
        }
        w.paths.clear();
        w.stage = ImportStage::Working(Progress {
            stage: "reading",
            ..Progress::default()
        });
        let seq = self.number(Asked::Files);
        vec![Effect::ReadFiles(seq, paths)]
    }

    /// The files were read: compare them with the ledger, write nothing.
    pub(crate) fn take_files(&mut self, read: Result<Vec<StagedFile>, String>) -> Vec<Effect> {
        match read {
            Ok(files) if files.is_empty() => {
                self.welcome.stage = ImportStage::Path;
                self.fail("there was no file in that place");
                Vec::new()
            }
            Ok(files) => {
                self.welcome.files = files;
                vec![self.import_order(true)]
            }
            Err(why) => {
                self.welcome.stage = ImportStage::Path;
                self.fail(&why);
                Vec::new()
            }
        }
    }

    fn import_order(&mut self, dry_run: bool) -> Effect {
        let key = self.new_key();
        let order = ImportOrder {
            files: self.welcome.files.clone(),
            dry_run,
            skip_errors: false,
            accept_mismatch: false,
            close_missing: false,
        };
        self.write(
            Writing::Import(dry_run),
            key,
            Intent::Import(Box::new(order)),
        )
    }

    /// The report has come.
    pub(crate) fn import_reported(
        &mut self,
        report: Option<Box<ImportReport>>,
        what: &str,
    ) -> Vec<Effect> {
        let report = report.unwrap_or_default();
        if report.applied {
            self.welcome = Welcome::default();
            self.screen = Screen::Queue;
            self.done(what);
            return self.refresh();
        }
        self.welcome.scroll = 0;
        self.welcome.stage = ImportStage::Report(report);
        Vec::new()
    }

    fn apply_import(&mut self) -> Vec<Effect> {
        let ImportStage::Report(report) = &self.welcome.stage else {
            return Vec::new();
        };
        if let Some(why) = report.refused.clone() {
            self.fail(&why);
            return Vec::new();
        }
        let currency = report
            .currency
            .or_else(|| self.welcome.files.first().map(|f| f.currency))
            .unwrap_or(Currency::USD);
        self.welcome.stage = ImportStage::Working(Progress {
            stage: "writing",
            ..Progress::default()
        });
        if self.welcome.no_ledger {
            return vec![Effect::CreateLedger {
                company: self.welcome.company.trimmed().to_owned(),
                currency,
            }];
        }
        vec![self.import_order(false)]
    }

    /// Another ledger is open.
    pub(crate) fn take_opened(&mut self, opened: Result<OpenedAs, String>) -> Vec<Effect> {
        match opened {
            Ok(OpenedAs::Sample) => {
                self.sample = true;
                self.welcome = Welcome::default();
                self.screen = Screen::Queue;
                self.start_reading()
            }
            Ok(OpenedAs::Created) => {
                self.welcome.no_ledger = false;
                let mut effects = self.start_reading();
                effects.push(self.import_order(false));
                effects
            }
            Err(why) => {
                self.welcome.stage = if self.welcome.files.is_empty() {
                    ImportStage::Doors
                } else {
                    ImportStage::Path
                };
                self.fail(&why);
                Vec::new()
            }
        }
    }
}

/// The paths in a line: blanks part them, quotes and backslashes keep blanks (as a terminal writes a dropped file).
#[must_use]
pub fn split_paths(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    let mut chars = line.trim_start().chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', None) => word.extend(chars.next()),
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            (c, None) if c.is_whitespace() => {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
            }
            (c, _) => word.push(c),
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    for path in &mut out {
        if let Some(rest) = path.strip_prefix("file://") {
            *path = rest.replace("%20", " ");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_paths_are_read_as_terminals_write_them() {
        assert_eq!(split_paths("/a/b.csv"), ["/a/b.csv"]);
        assert_eq!(
            split_paths("'/a b/c.csv' /d.csv "),
            ["/a b/c.csv", "/d.csv"]
        );
        assert_eq!(split_paths("/a\\ b.csv"), ["/a b.csv"]);
        assert_eq!(split_paths("file:///a%20b.csv"), ["/a b.csv"]);
        assert!(split_paths("  ").is_empty());
    }
}
