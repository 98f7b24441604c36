//! The mapping screen: what the columns of an unknown layout mean, with the rows as they would be read beside them.
//!
//! Law: as `mod`. Every change is previewed by the real reading of the file's beginning; saved is only what lacks nothing.

use super::Stage;
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::overlay::{Overlay, Question};
use crate::domain::by_when::DateOrder;
use crate::domain::imports::{
    Choices, DecimalMark, Mapping, Meaning, ReadFile, ReadJob, ReadSet, Saved, SeenColumn, SignRule,
};
use crate::domain::staged::{FileKind, StagedFile};

/// A setting below the columns.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Setting {
    /// What absence means.
    Kind,
    /// Where the customer stands.
    Grouped,
    /// How credits are written.
    Sign,
    /// The order of dates.
    Dates,
    /// The decimal mark.
    Decimals,
    /// What the mapping is called.
    Name,
}

/// A mapping being made.
#[derive(Clone, PartialEq, Debug)]
pub struct MapEdit {
    /// The file that it is made of.
    pub path: String,
    /// Its columns.
    pub columns: Vec<SeenColumn>,
    /// What they mean.
    pub mapping: Mapping,
    /// The selected line: columns first, then settings.
    pub cursor: usize,
    /// The file's beginning, read by it.
    pub preview: Option<Box<StagedFile>>,
    /// A save is under way.
    pub saving: bool,
}

impl MapEdit {
    /// A mapping to begin with; `None` when the file has no header to map.
    #[must_use]
    pub fn of(file: &ReadFile, cursor: usize) -> Option<MapEdit> {
        let mapping = file.sight.guess.as_deref()?.clone();
        Some(MapEdit {
            path: file.path.clone(),
            columns: file.sight.columns.clone(),
            mapping,
            cursor,
            preview: None,
            saving: false,
        })
    }

    /// The settings that a file of this kind has.
    #[must_use]
    pub fn settings(&self) -> Vec<Setting> {
        use Setting as S;
        match self.mapping.kind {
            FileKind::Snapshot | FileKind::List => {
                vec![S::Kind, S::Grouped, S::Sign, S::Dates, S::Decimals, S::Name]
            }
            FileKind::Payments => vec![S::Kind, S::Dates, S::Decimals, S::Name],
            FileKind::Customers => vec![S::Kind, S::Decimals, S::Name],
        }
    }

    /// How many lines the cursor can stand on.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.columns.len() + self.settings().len()
    }

    /// The selected setting, when it is one.
    #[must_use]
    pub fn setting(&self) -> Option<Setting> {
        let at = self.cursor.checked_sub(self.columns.len())?;
        self.settings().get(at).copied()
    }

    fn turn(&mut self, forward: bool) {
        let Some(setting) = self.setting() else {
            let at = self.cursor;
            self.mapping.assign(at, self.neighbour(at, forward));
            return;
        };
        let m = &mut self.mapping;
        match setting {
            Setting::Kind => {
                let all = [
                    FileKind::Snapshot,
                    FileKind::List,
                    FileKind::Payments,
                    FileKind::Customers,
                ];
                m.kind = next(&all, m.kind, forward);
                let kind = m.kind;
                for meaning in m.columns.iter_mut() {
                    *meaning = meaning.filter(|m| m.fits(kind));
                }
            }
            Setting::Grouped => {
                // In every row, alone above its rows, only in the first of them.
                let all = [(false, false), (true, false), (false, true)];
                (m.grouped, m.carried) = next(&all, (m.grouped, m.carried), forward);
            }
            Setting::Sign => m.sign = next(&SignRule::ALL, m.sign, forward),
            Setting::Dates => {
                let all = [
                    None,
                    Some(DateOrder::Dmy),
                    Some(DateOrder::Mdy),
                    Some(DateOrder::Ymd),
                ];
                m.date_order = next(&all, m.date_order, forward);
            }
            Setting::Decimals => {
                let all = [None, Some(DecimalMark::Dot), Some(DecimalMark::Comma)];
                m.decimal = next(&all, m.decimal, forward);
            }
            Setting::Name => {}
        }
    }

    /// The next meaning that no other column has; nothing at both ends.
    fn neighbour(&self, column: usize, forward: bool) -> Option<Meaning> {
        let now = self.mapping.columns.get(column).copied().flatten();
        let mut all: Vec<Option<Meaning>> = vec![None];
        let free = Meaning::ALL
            .iter()
            .filter(|m| m.fits(self.mapping.kind))
            .filter(|m| now == Some(**m) || !self.mapping.has(**m));
        all.extend(free.map(|m| Some(*m)));
        next(&all, now, forward)
    }
}

fn next<T: Copy + PartialEq>(all: &[T], now: T, forward: bool) -> T {
    let at = all.iter().position(|x| *x == now).unwrap_or(0);
    let step = if forward { 1 } else { all.len() - 1 };
    all[(at + step) % all.len()]
}

impl Model {
    fn edit(&mut self) -> Option<&mut MapEdit> {
        match &mut self.imports.stage {
            Stage::Map(edit) => Some(edit),
            _ => None,
        }
    }

    /// Maps the columns of the file that is shown, known or not.
    pub(super) fn open_map(&mut self) -> Vec<Effect> {
        let edit = self.imports.shown().and_then(|f| MapEdit::of(f, 0));
        match edit {
            Some(edit) => {
                self.imports.stage = Stage::Map(Box::new(edit));
                self.preview_mapping()
            }
            None => Vec::new(),
        }
    }

    /// Reads the file's beginning by the mapping as it is now.
    pub(super) fn preview_mapping(&mut self) -> Vec<Effect> {
        let choices = Choices {
            profile: None,
            date_order: None,
            decimal: None,
            ..self.imports.job.choices.clone()
        };
        let currency = self.imports.job.currency;
        let Some(edit) = self.edit() else {
            return Vec::new();
        };
        if !edit.mapping.missing().is_empty() {
            edit.preview = None;
            // Whatever is on its way is of an older mapping.
            self.pending
                .retain(|(_, asked)| !matches!(asked, Asked::Preview));
            return Vec::new();
        }
        let job = ReadJob {
            paths: vec![edit.path.clone()],
            choices,
            mapping: Some(Box::new(edit.mapping.clone())),
            currency,
            head: true,
        };
        let seq = self.number(Asked::Preview);
        vec![Effect::ReadFiles(seq, Box::new(job))]
    }

    /// The beginning was read.
    pub(crate) fn take_preview(&mut self, read: Result<ReadSet, String>) -> Vec<Effect> {
        match (read, self.edit()) {
            (Ok(set), Some(edit)) => {
                edit.preview = set.files.into_iter().next().map(|f| Box::new(f.staged));
            }
            (Err(why), Some(edit)) => {
                edit.preview = None;
                self.fail(&why);
            }
            (_, None) => {}
        }
        Vec::new()
    }

    pub(super) fn map_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let Some(edit) = self.edit() else {
            return Vec::new();
        };
        let last = edit.lines().saturating_sub(1);
        match action {
            Action::Up => edit.cursor = edit.cursor.saturating_sub(1),
            Action::Down => edit.cursor = (edit.cursor + 1).min(last),
            Action::Top => edit.cursor = 0,
            Action::Bottom => edit.cursor = last,
            Action::HalfUp | Action::PageUp => edit.cursor = edit.cursor.saturating_sub(page / 2),
            Action::HalfDown | Action::PageDown => {
                edit.cursor = (edit.cursor + page / 2).min(last);
            }
            Action::Back => {
                self.imports.stage = match self.imports.report {
                    Some(_) => Stage::Review,
                    None => Stage::Path,
                };
            }
            Action::PrevChoice | Action::NextChoice => {
                edit.turn(action == Action::NextChoice);
                return self.preview_mapping();
            }
            Action::ClearColumn if edit.setting().is_none() => {
                let at = edit.cursor;
                return self.mean(at, None);
            }
            Action::Pick => match edit.setting() {
                None => {
                    let at = edit.cursor;
                    self.choose_meaning(at);
                }
                Some(Setting::Name) => self.ask_name(),
                Some(_) => {
                    edit.turn(true);
                    return self.preview_mapping();
                }
            },
            Action::MapSave => return self.save_mapping(false),
            _ => {}
        }
        Vec::new()
    }

    /// Gives a column a meaning.
    pub(super) fn mean(&mut self, column: usize, meaning: Option<Meaning>) -> Vec<Effect> {
        if let Some(edit) = self.edit() {
            edit.mapping.assign(column, meaning);
        }
        self.preview_mapping()
    }

    pub(super) fn name_mapping(&mut self, name: &str) {
        if let Some(edit) = self.edit()
            && !name.is_empty()
        {
            name.clone_into(&mut edit.mapping.title);
        }
    }

    pub(crate) fn save_mapping(&mut self, replace: bool) -> Vec<Effect> {
        let Some(edit) = self.edit() else {
            return Vec::new();
        };
        if edit.mapping.id().is_empty() {
            self.warn("its name needs a letter or a digit: Enter on the last line changes it");
            return Vec::new();
        }
        edit.saving = true;
        let mapping = Box::new(edit.mapping.clone());
        let seq = self.number(Asked::Saving);
        vec![Effect::SaveMapping(seq, mapping, replace)]
    }

    /// The mapping is a profile now, or why not.
    pub(crate) fn mapping_saved(&mut self, saved: Result<Saved, String>) -> Vec<Effect> {
        let burst = self.burst;
        let Some(edit) = self.edit() else {
            return Vec::new();
        };
        edit.saving = false;
        match saved {
            Ok(Saved::Exists(path)) => {
                let text = format!(
                    "You have a mapping of this name already ({path}). Put this one in its place? Files that only the old one knew are not known then."
                );
                self.overlay = Some(Overlay::Confirm {
                    question: Question::ReplaceMapping,
                    text,
                    burst,
                });
                Vec::new()
            }
            Ok(Saved::Written(path)) => {
                self.imports.job.choices.profile = None;
                let effects = self.read_again();
                self.done(&format!(
                    "saved as {path}: files with this header are read so from now on"
                ));
                effects
            }
            Err(why) => {
                self.fail(&why);
                Vec::new()
            }
        }
    }
}
