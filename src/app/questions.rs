//! What a report says otherwise than it was typed here: whose it is, and the two keys that decide it in the list of people.
//!
//! Law: nothing is overwritten without a key. The other halves are `store::questions` and `ui::people`.

use super::action::Action;
use super::model::Model;
use super::msg::{Effect, Writing};
use crate::domain::view::QuestionLine;
use crate::store::protocol::{Intent, Record, Take};

impl Model {
    /// What a report says otherwise than it was typed: of the selected person first, then of the account, then of anybody.
    #[must_use]
    pub fn question(&self) -> Option<&QuestionLine> {
        let (_, prep, person) = self.people()?;
        let of = |who: Option<&str>| {
            let mut all = prep.questions.iter();
            all.find(|q| q.contact.as_deref() == who)
        };
        person
            .and_then(|p| of(Some(&p.name)))
            .or_else(|| of(None))
            .or_else(|| prep.questions.first())
    }

    /// Decides it.
    pub(super) fn decide_question(&mut self, action: Action, key: String) -> Vec<Effect> {
        let Some(question) = self.question().map(|q| q.id) else {
            return Vec::new();
        };
        let take = match action {
            Action::TakeTheirs => Take::Theirs,
            _ => Take::Mine,
        };
        let intent = Intent::Record(Record::Answer { question, take });
        vec![self.write(Writing::People, key, intent)]
    }
}
