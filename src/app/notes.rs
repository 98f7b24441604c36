//! Notes of all accounts, searched by their words as they are typed, newest first; Enter goes to the account.

use super::asked::Asked;
use super::lookup::Lookup;
use super::model::Model;
use super::msg::Effect;
use super::overlay::Overlay;
use super::prep::Pane;
use crate::domain::ids::AccountId;
use crate::store::protocol::Request;

/// Notes asked for.
const NOTES: usize = 60;

impl Model {
    /// Opens the search.
    pub(crate) fn open_notes(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Notes(Lookup::default()));
        Vec::new()
    }

    /// What was typed changed.
    pub(crate) fn notes_typed(&mut self) -> Vec<Effect> {
        let as_of = self.now.today;
        let Some(Overlay::Notes(lookup)) = &mut self.overlay else {
            return Vec::new();
        };
        let Some(text) = lookup.typed() else {
            self.pending.retain(|(_, a)| !matches!(a, Asked::Notes));
            return Vec::new();
        };
        let request = Request::SearchNotes {
            text,
            account: None,
            limit: NOTES,
            as_of,
        };
        vec![self.ask(Asked::Notes, request)]
    }

    /// Goes to the account of a note, its notes open.
    pub(crate) fn go_to_note(&mut self, account: AccountId) -> Vec<Effect> {
        self.prep.pane = Pane::Notes;
        self.land(account, false)
    }
}
