//! Past imports: what came when, by whom, and taken back as a whole.
//!
//! Law: as `mod`. An undo is asked for first: it cannot be undone itself, only imported again.

use super::Stage;
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::model::{Model, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Overlay, Question};
use crate::store::protocol::{BatchLine, Request};

/// So many past imports are listed.
const LISTED: usize = 200;

impl Model {
    pub(crate) fn ask_batches(&mut self) -> Vec<Effect> {
        if self.welcome.no_ledger {
            return Vec::new();
        }
        vec![self.ask(Asked::Batches, Request::Batches { limit: LISTED })]
    }

    pub(crate) fn take_batches(&mut self, batches: Vec<BatchLine>) {
        let i = &mut self.imports;
        i.cursor = i.cursor.min(batches.len().saturating_sub(1));
        i.batches = batches;
        i.batches_loaded = true;
    }

    pub(super) fn history_action(&mut self, action: Action) -> Vec<Effect> {
        let page = self.seen.page.max(2);
        let i = &mut self.imports;
        let last = i.batches.len().saturating_sub(1);
        match action {
            Action::Up => i.cursor = i.cursor.saturating_sub(1),
            Action::Down => i.cursor = (i.cursor + 1).min(last),
            Action::Top => i.cursor = 0,
            Action::Bottom => i.cursor = last,
            Action::HalfUp => i.cursor = i.cursor.saturating_sub(page / 2),
            Action::HalfDown => i.cursor = (i.cursor + page / 2).min(last),
            Action::PageUp => i.cursor = i.cursor.saturating_sub(page),
            Action::PageDown => i.cursor = (i.cursor + page).min(last),
            Action::ImportFile => {
                self.message = None;
                self.imports.stage = Stage::Path;
            }
            Action::ImportUndo => return self.ask_undo(),
            Action::NamesAlike => return self.ask_alike(),
            Action::SameCustomer | Action::OtherCustomer => return self.say_name(action),
            Action::Back => self.screen = Screen::Queue,
            _ => {}
        }
        Vec::new()
    }

    fn ask_undo(&mut self) -> Vec<Effect> {
        let Some(batch) = self.imports.batches.get(self.imports.cursor) else {
            return Vec::new();
        };
        let text = format!(
            "Undo the whole import of {} ({})? Its rows are taken back and what it closed is open again; the files can be imported anew.",
            batch.files.join(", "),
            batch.summary
        );
        self.overlay = Some(Overlay::Confirm {
            question: Question::UndoImport(batch.event),
            text,
            burst: self.burst,
        });
        Vec::new()
    }
}
