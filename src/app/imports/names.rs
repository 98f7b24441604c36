//! New names that read like known customers: one key says that they are the same, one that they are not. Before an import it is about the
//! names in the files, in the list of past imports about the customers of the ledger.
//!
//! Law: as `mod`. Each answer is an act of its own, kept whether the files are imported or not, and taken back with one key; then the
//! files are compared again, so that what is shown is what would be imported. Who offers is `store::import::near` and `moved`.

use super::Stage;
use crate::app::action::Action;
use crate::app::asked::Asked;
use crate::app::model::Model;
use crate::app::msg::{Effect, Writing};
use crate::store::protocol::{Done, Intent, NearMatch, Record, Request};

impl Model {
    /// Says what the first new name means.
    pub(super) fn say_name(&mut self, action: Action) -> Vec<Effect> {
        let Some((near, _)) = self.imports.near() else {
            return Vec::new();
        };
        let (account, name) = (near.account, near.name.clone());
        let record = match action {
            Action::SameCustomer => Record::Alias { account, name },
            _ => Record::Apart { account, name },
        };
        self.write_name(Writing::Name, Intent::Record(record))
    }

    /// Takes back what was said last.
    pub(super) fn unsay_name(&mut self) -> Vec<Effect> {
        match self.imports.said.last().copied() {
            Some(seq) => self.write_name(Writing::NoName, Intent::Undo { seq: Some(seq) }),
            None => Vec::new(),
        }
    }

    fn write_name(&mut self, writing: Writing, intent: Intent) -> Vec<Effect> {
        // A second answer would be to the question before.
        if self.is_asked(|a| matches!(a, Asked::Write(Writing::Name | Writing::NoName))) {
            return Vec::new();
        }
        let key = self.new_key();
        vec![self.write(writing, key, intent)]
    }

    /// It is written: compare again.
    pub(crate) fn name_said(&mut self, done: &Done) -> Vec<Effect> {
        self.imports.said.extend(done.event);
        self.compare_names(&done.what)
    }

    /// It is taken back: compare again.
    pub(crate) fn name_unsaid(&mut self, done: &Done) -> Vec<Effect> {
        self.imports.said.pop();
        self.compare_names(&done.what)
    }

    fn compare_names(&mut self, what: &str) -> Vec<Effect> {
        self.done(what);
        if matches!(self.imports.stage, Stage::Review) {
            return vec![self.compare()];
        }
        // Whoever left the files meanwhile compares them anew when they come back to them.
        if self.imports.alike.is_empty() {
            return Vec::new();
        }
        self.ask_alike()
    }

    /// Asks which customers of the ledger read alike: of what an import brought, and nobody has said anything.
    pub(super) fn ask_alike(&mut self) -> Vec<Effect> {
        vec![self.ask(Asked::Alike, Request::Alike)]
    }

    pub(crate) fn take_alike(&mut self, names: Vec<NearMatch>) {
        // An answer says itself what it did; the last of them need not say that none is left.
        if names.is_empty() && self.imports.alike.is_empty() {
            self.done("No two customers read alike of whom nobody has said anything");
        }
        self.imports.alike = names;
    }
}
