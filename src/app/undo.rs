//! Undo at the desk: what was recorded since the desk was opened goes back with one key; what is older is named and asked about first.
//!
//! Law: a key that is pressed once too often takes back nothing that nobody thought of. The store decides what can be undone
//! (`store/undo.rs`); this file only says whether it is asked about.

use super::asked::Asked;
use super::model::Model;
use super::msg::{Effect, Writing};
use super::overlay::{Overlay, Question};
use crate::domain::ids::EventSeq;
use crate::domain::say;
use crate::store::protocol::{EventLine, Intent, Request};

impl Model {
    /// The key `u`: at once for an act of this sitting, else after a look at what it would take back.
    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        if self.undoable == 0 {
            let by = self.me.clone();
            return vec![self.ask(Asked::LastAct, Request::LastAct { by })];
        }
        vec![self.take_back(None)]
    }

    /// Takes back this act, or the newest one of mine.
    pub(crate) fn take_back(&mut self, seq: Option<EventSeq>) -> Effect {
        let key = self.new_key();
        self.write(Writing::Undo, key, Intent::Undo { seq })
    }

    /// The newest act of mine is older than this sitting, or an import: it is named before it goes.
    pub(crate) fn ask_about_last_act(&mut self, act: Option<EventLine>) {
        let Some(act) = act else {
            self.warn("there is nothing of yours to undo");
            return;
        };
        if self.overlay.is_some() {
            return;
        }
        self.overlay = Some(Overlay::Confirm {
            question: Question::UndoAct(act.seq),
            text: format!(
                "Undo '{}' of {}? It was recorded before this desk was opened, or it is an import.",
                act.what,
                say::day(act.on, self.now.today)
            ),
            burst: self.burst,
        });
    }

    /// Counts what `u` takes back at once.
    pub(crate) fn count_undoable(&mut self, writing: &Writing) {
        self.undoable = match writing {
            Writing::Call(_)
            | Writing::Form
            | Writing::People
            | Writing::Letter
            | Writing::Edited(_)
            | Writing::Name => self.undoable.saturating_add(1),
            Writing::Undo | Writing::NoName => self.undoable.saturating_sub(1),
            Writing::Import => 0,
            Writing::Compare(_) | Writing::Close | Writing::Audit | Writing::Report { .. } => {
                self.undoable
            }
        };
    }
}
