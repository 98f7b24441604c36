//! What was read and what it would change: read again after every decision, then written as one batch, or left.
//!
//! Law: as `mod`. A reading is numbered, so that the answer to an older one never shows; writing can be called off until it begins.

use super::{Ask, Consent, Imports, MapEdit, Pane, Picked, Stage, Typed};
use crate::app::action::{Action, Context};
use crate::app::asked::Asked;
use crate::app::model::{Model, Screen};
use crate::app::msg::{Effect, Writing};
use crate::domain::imports::{ReadSet, Trust};
use crate::domain::money::Currency;
use crate::domain::staged::StagedFile;
use crate::store::protocol::{ImportOrder, ImportReport, Intent, Progress};

fn working(stage: &'static str) -> Progress {
    Progress {
        stage,
        ..Progress::default()
    }
}

impl Model {
    /// Reads the files with what is decided now.
    pub(crate) fn read_again(&mut self) -> Vec<Effect> {
        let currency = match self.welcome.no_ledger {
            true => None,
            false => self.status.as_ref().map(|s| s.currency),
        };
        let i = &mut self.imports;
        i.round += 1;
        i.ask = None;
        i.report = None;
        i.rejects.clear();
        i.job.currency = currency;
        i.job.head = false;
        i.job.mapping = None;
        i.stage = Stage::Reading(working("reading"));
        let job = Box::new(i.job.clone());
        let seq = self.number(Asked::Files);
        vec![Effect::ReadFiles(seq, job)]
    }

    /// The files were read: compare them with the ledger, write nothing.
    pub(crate) fn take_files(&mut self, read: Result<ReadSet, String>) -> Vec<Effect> {
        let i = &mut self.imports;
        if !matches!(i.stage, Stage::Reading(_)) {
            return Vec::new();
        }
        match read {
            Ok(set) if set.files.is_empty() => {
                i.stage = Stage::Path;
                self.fail("there was no file in that place");
                Vec::new()
            }
            Ok(set) => {
                i.set = set;
                i.file = i.file.min(i.set.files.len() - 1);
                i.scroll = 0;
                let mut effects = vec![Effect::RememberPaths(i.job.paths.clone())];
                if let Some(edit) = unmapped(i) {
                    i.stage = Stage::Map(Box::new(edit));
                    effects.extend(self.preview_mapping());
                    return effects;
                }
                effects.push(self.compare());
                effects
            }
            Err(why) => {
                i.stage = Stage::Path;
                self.fail(&why);
                Vec::new()
            }
        }
    }

    fn order(&self, dry_run: bool, files: Vec<StagedFile>) -> Box<ImportOrder> {
        let Consent {
            skip_errors,
            accept_mismatch,
            close_missing,
        } = self.imports.consent;
        Box::new(ImportOrder {
            files,
            dry_run,
            skip_errors,
            accept_mismatch,
            close_missing,
        })
    }

    /// Asks the ledger what these files would change.
    pub(super) fn compare(&mut self) -> Effect {
        let key = self.new_key();
        self.imports.stage = Stage::Reading(working("comparing"));
        let files = self.imports.set.files.iter().map(|f| f.staged.clone());
        let order = self.order(true, files.collect());
        let round = self.imports.round;
        self.write(Writing::Compare(round), key, Intent::Import(order))
    }

    /// What the files would change has come.
    pub(crate) fn compared(
        &mut self,
        round: u64,
        report: Option<Box<ImportReport>>,
    ) -> Vec<Effect> {
        let i = &mut self.imports;
        if round != i.round || !matches!(i.stage, Stage::Reading(_)) {
            return Vec::new();
        }
        i.report = Some(report.unwrap_or_default());
        i.stage = Stage::Review;
        i.scroll = 0;
        self.ask_what_is_open();
        Vec::new()
    }

    /// It could not be compared.
    pub(crate) fn not_compared(&mut self, round: u64) {
        let i = &mut self.imports;
        if round == i.round && matches!(i.stage, Stage::Reading(_)) {
            i.stage = Stage::Path;
        }
    }

    /// Reading or writing is under way: `Esc` stops it where nothing is written yet.
    pub(super) fn work_action(&mut self, action: Action) -> Vec<Effect> {
        let (Action::Back, Some(progress)) = (action, self.imports.progress().cloned()) else {
            return Vec::new();
        };
        let i = &mut self.imports;
        if matches!(i.stage, Stage::Reading(_)) {
            i.round += 1;
            i.stage = Stage::Path;
            self.say("stopped: nothing was written");
            return vec![Effect::StopReading];
        }
        if matches!(progress.stage, "writing" | "indexing") {
            self.warn("too late to stop: it is being written, all of it or nothing; when it is done, u takes it back");
            return Vec::new();
        }
        self.say("stopping before anything is written");
        match &self.imports.ordered {
            Some(key) => vec![Effect::StopImport(key.clone())],
            None => Vec::new(),
        }
    }

    pub(super) fn review_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let over = self.seen.over;
        let i = &mut self.imports;
        let pane = Pane::ALL.iter().position(|p| *p == i.pane).unwrap_or(0);
        match action {
            Action::Back => {
                i.stage = Stage::Path;
                return Vec::new();
            }
            Action::ImportApply => return self.apply_import(),
            Action::NextPane => i.turn_to(Pane::ALL[(pane + 1) % Pane::ALL.len()]),
            Action::PrevPane => {
                i.turn_to(Pane::ALL[(pane + Pane::ALL.len() - 1) % Pane::ALL.len()]);
            }
            Action::NextFile | Action::PrevFile => {
                let n = i.set.files.len().max(1);
                let step = if action == Action::NextFile { 1 } else { n - 1 };
                i.file = (i.file + step) % n;
                i.scroll = 0;
            }
            Action::Down => i.scroll += 1,
            Action::Up => i.scroll = i.scroll.saturating_sub(1),
            Action::HalfDown => i.scroll += page / 2,
            Action::HalfUp => i.scroll = i.scroll.saturating_sub(page / 2),
            Action::PageDown => i.scroll += page,
            Action::PageUp => i.scroll = i.scroll.saturating_sub(page),
            Action::Top => i.scroll = 0,
            Action::Bottom => i.scroll = over,
            Action::SkipErrors => {
                i.consent.skip_errors = !i.consent.skip_errors;
                return vec![self.compare()];
            }
            Action::AcceptMismatch => {
                i.consent.accept_mismatch = !i.consent.accept_mismatch;
                return vec![self.compare()];
            }
            Action::CloseMissing => self.ask_count(),
            Action::SameCustomer | Action::OtherCustomer => return self.say_name(action),
            Action::Undo => return self.unsay_name(),
            Action::MapColumns => return self.open_map(),
            Action::ChooseProfile => self.choose_profile(),
            Action::ChooseEncoding => self.choose_encoding(),
            Action::ChooseDates => self.choose_dates(),
            Action::ChooseDecimals => self.choose_decimals(),
            Action::ChooseDay => self.ask_day(),
            _ => {}
        }
        self.imports.scroll = self.imports.scroll.min(over);
        Vec::new()
    }

    /// Takes a decision and reads again.
    pub(super) fn decide(&mut self, picked: Picked) -> Vec<Effect> {
        let choices = &mut self.imports.job.choices;
        match picked {
            Picked::Profile(id) => choices.profile = id,
            Picked::Encoding(label) => choices.encoding = label,
            Picked::Dates(order) => choices.date_order = order,
            Picked::Decimals(mark) => choices.decimal = mark,
            Picked::Meaning(_) => return Vec::new(),
        }
        self.read_again()
    }

    fn apply_import(&mut self) -> Vec<Effect> {
        let i = &mut self.imports;
        let holds =
            i.consent.skip_errors && i.set.files.iter().any(|f| !f.staged.rejects.is_empty());
        i.stage = Stage::Writing(working("preparing"));
        i.ordered = None;
        if holds {
            return self.keep_rejects();
        }
        self.write_import()
    }

    /// Orders the import, into a ledger that is made for it where there is none yet.
    fn write_import(&mut self) -> Vec<Effect> {
        if !self.welcome.no_ledger {
            return vec![self.commit()];
        }
        let i = &self.imports;
        let currency = i.report.as_ref().and_then(|r| r.currency);
        let currency = currency.or_else(|| i.shown().map(|f| f.staged.currency));
        vec![Effect::CreateLedger {
            company: i.company.trimmed().to_owned(),
            currency: currency.unwrap_or(Currency::USD),
        }]
    }

    /// The rows held back are written beside their files before anything else, as the command does.
    fn keep_rejects(&mut self) -> Vec<Effect> {
        let seq = self.number(Asked::Rejects);
        let files = self.imports.set.files.iter();
        let held = files
            .filter(|f| !f.staged.rejects.is_empty())
            .map(|f| {
                let rows = StagedFile {
                    documents: Vec::new(),
                    payments: Vec::new(),
                    accounts: Vec::new(),
                    issues: Vec::new(),
                    ..f.staged.clone()
                };
                (f.path.clone(), rows)
            })
            .collect();
        vec![Effect::KeepRejects(seq, held)]
    }

    /// The rows held back are written, or why not.
    pub(crate) fn take_rejects(&mut self, kept: Result<Vec<String>, String>) -> Vec<Effect> {
        match kept {
            Ok(made) => {
                self.imports.rejects = made;
                self.write_import()
            }
            Err(why) => {
                self.imports.stage = Stage::Review;
                self.fail(&why);
                Vec::new()
            }
        }
    }

    /// The ledger was made for this import, or could not be.
    pub(crate) fn ledger_made(&mut self, made: bool) -> Vec<Effect> {
        if made {
            self.imports.made_ledger = true;
            return vec![self.commit()];
        }
        self.imports.stage = Stage::Review;
        let held = std::mem::take(&mut self.imports.rejects);
        match held.is_empty() {
            true => Vec::new(),
            false => vec![Effect::DropRejects(held)],
        }
    }

    /// Orders the import. The rows go along instead of a copy: a first import holds millions.
    fn commit(&mut self) -> Effect {
        let key = self.new_key();
        let set = std::mem::take(&mut self.imports.set);
        let files = set.files.into_iter().map(|f| f.staged).collect();
        let order = self.order(false, files);
        self.imports.ordered = Some(key.clone());
        self.imports.stage = Stage::Writing(working("preparing"));
        self.write(Writing::Import, key, Intent::Import(order))
    }

    /// The import was written, or its report says why not.
    pub(crate) fn imported(
        &mut self,
        report: Option<Box<ImportReport>>,
        what: &str,
    ) -> Vec<Effect> {
        let report = report.unwrap_or_default();
        if let Some(why) = report.refused {
            return self.not_imported(&why);
        }
        let near: usize = report.files.iter().map(|f| f.near.len()).sum();
        let rejects = std::mem::take(&mut self.imports.rejects);
        let recent = std::mem::take(&mut self.imports.recent);
        let first = self.status.as_ref().is_none_or(|s| s.accounts == 0);
        self.imports = Imports {
            recent,
            round: self.imports.round + 1,
            ..Imports::default()
        };
        let held = match rejects.as_slice() {
            [] => String::new(),
            made => format!("; rows held back are in {}", made.join(" and ")),
        };
        // What was not decided before it can be decided after it.
        let names = match near {
            0 => String::new(),
            n => format!(
                "; {} like a known customer: {} on the import screen shows them",
                if n == 1 {
                    "1 name reads".to_owned()
                } else {
                    format!("{n} names read")
                },
                self.keymap.label(Context::Imports, Action::NamesAlike)
            ),
        };
        self.done(&format!("{what}{held}{names}"));
        // Whoever went elsewhere meanwhile stays there.
        if first && self.screen == Screen::Imports {
            self.screen = Screen::Queue;
        }
        self.refresh()
    }

    /// Nothing was written: everything is read again, so that what is shown is what would be imported.
    pub(crate) fn not_imported(&mut self, why: &str) -> Vec<Effect> {
        let made = std::mem::take(&mut self.imports.rejects);
        let mut effects = if made.is_empty() {
            Vec::new()
        } else {
            vec![Effect::DropRejects(made)]
        };
        // A ledger that was made for this import is as if it had never been.
        if std::mem::take(&mut self.imports.made_ledger) {
            self.welcome.no_ledger = true;
            self.status = None;
            effects.push(Effect::DropLedger);
        }
        effects.extend(self.read_again());
        self.fail(why);
        effects
    }

    /// The questions that nothing but a person answers, the first of them at once.
    fn ask_what_is_open(&mut self) {
        let i = &self.imports;
        if i.has("ambiguous_dates") {
            self.choose_dates();
        } else if i.has("ambiguous_decimals")
            && i.shown().is_some_and(|f| !f.sight.two_amounts.is_empty())
        {
            self.choose_decimals();
        } else if i.has("as_of_missing") {
            self.ask_day();
        }
    }

    /// Takes a typed answer.
    pub(super) fn type_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Back => {
                self.imports.ask = None;
                Vec::new()
            }
            Action::Submit => self.submit_typed(),
            _ => Vec::new(),
        }
    }

    fn submit_typed(&mut self) -> Vec<Effect> {
        let Some(Ask::Type { what, field, .. }) = &self.imports.ask else {
            return Vec::new();
        };
        match *what {
            Typed::Day => match self.day_typed(field.trimmed()) {
                Ok(day) => {
                    self.imports.job.choices.as_of = Some(day);
                    self.read_again()
                }
                Err(why) => {
                    self.warn(&why);
                    Vec::new()
                }
            },
            Typed::Count(count) => {
                if field.trimmed().replace([',', ' '], "") != count.to_string() {
                    self.warn(&format!(
                        "type {count} to close them; Esc leaves everything as it is"
                    ));
                    return Vec::new();
                }
                self.imports.ask = None;
                self.imports.consent.close_missing = true;
                vec![self.compare()]
            }
            Typed::Name => {
                let name = field.trimmed().to_owned();
                self.imports.ask = None;
                self.name_mapping(&name);
                Vec::new()
            }
        }
    }
}

/// The only file is of a layout that nobody knows: its columns can be mapped.
fn unmapped(i: &Imports) -> Option<MapEdit> {
    let [file] = i.set.files.as_slice() else {
        return None;
    };
    let unknown = file.sight.trust == Trust::Unknown && i.job.choices.profile.is_none();
    let about_header = file
        .staged
        .issues
        .iter()
        .any(|issue| matches!(issue.code.as_str(), "no_header" | "missing_column"));
    if !unknown || !about_header {
        return None;
    }
    MapEdit::of(file, 0)
}

impl Imports {
    fn turn_to(&mut self, pane: Pane) {
        self.pane = pane;
        self.scroll = 0;
    }
}
