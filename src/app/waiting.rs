//! What the ledger keeps from happening at once: a save that waits for somebody else's, one that was not had, a store thread that stopped.
//!
//! Law: nothing that was typed is lost, and nothing is done twice: a save that is tried again goes under the key of its form. The other
//! keys go on meaning what they mean (FAULTS C1); only where text is typed a letter stays a letter.

use super::action::{Action, Context};
use super::asked::Asked;
use super::call::Stage;
use super::key::Key;
use super::model::{Message, Model, Screen};
use super::msg::{Effect, Writing};
use super::overlay::Overlay;
use crate::domain::view::Tone;
use crate::store::protocol::{StoreError, Waiting};

/// What can be tried again, until a key means something else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Offer {
    /// A save for which somebody else was in the way.
    Save(Writing),
    /// Bringing the ledger to the day.
    Turn,
    /// Opening the ledger anew.
    Reopen,
}

impl Model {
    /// A key that is about what waits or may be tried again; `None` = it is about something else.
    pub(crate) fn key_to_wait(&mut self, key: Key) -> Option<Vec<Effect>> {
        let action = self.keymap.resolve(Context::Saving, key)?;
        let letter = key.typed().is_some() && self.context().is_text();
        match action {
            Action::GiveUp => {
                let (seq, _) = self.waiting.take()?;
                self.message = None;
                Some(vec![Effect::GiveUp(seq)])
            }
            Action::Retry if !letter => {
                let offer = self.message.as_mut()?.again.take()?;
                self.message = None;
                Some(self.try_again(&offer))
            }
            _ => None,
        }
    }

    fn try_again(&mut self, offer: &Offer) -> Vec<Effect> {
        match offer {
            Offer::Save(Writing::Call(account)) => match &self.call {
                Some(call) if call.account == *account && matches!(call.stage, Stage::Wrap) => {
                    self.save_call()
                }
                _ => Vec::new(),
            },
            Offer::Save(Writing::Form) => self.submit_form(),
            Offer::Save(Writing::People) => self.save_card(),
            Offer::Save(Writing::Undo) => self.main_action(Context::Queue, Action::Undo),
            // The question still stands on the screen: its key asks again.
            Offer::Save(
                Writing::Compare(_)
                | Writing::Import
                | Writing::Name
                | Writing::NoName
                | Writing::Close
                | Writing::Letter
                | Writing::Audit
                | Writing::Report { .. }
                | Writing::Edited(_),
            ) => Vec::new(),
            Offer::Turn => self.start_reading(),
            Offer::Reopen => {
                self.say("opening the ledger again …");
                vec![Effect::Reopen]
            }
        }
    }

    /// A save waits.
    pub(crate) fn waits(&mut self, seq: u64, waiting: Waiting) {
        // The close of a day is nobody's act: it waits without a word.
        let quiet = self.is_asked_as(seq, |a| matches!(a, Asked::Write(Writing::Close)));
        if self.is_awaited_write(seq) && !quiet {
            self.waiting = Some((seq, waiting));
        }
    }

    /// The line for a save that waits.
    #[must_use]
    pub fn waiting_words(&self) -> Option<String> {
        let (_, waiting) = self.waiting.as_ref()?;
        let since = match waiting.seconds {
            0 => String::new(),
            n => format!(", {n} s"),
        };
        let key = self.keymap.label(Context::Saving, Action::GiveUp);
        Some(format!("{}{since} · {key} gives up", waiting.who))
    }

    /// Says what went wrong, and with which key it is tried again.
    pub(crate) fn fail_with(&mut self, text: &str, offer: Offer) {
        let typing = self.context().is_text();
        let keys = self.keymap.keys_of(Context::Saving, Action::Retry);
        let key = keys.iter().find(|k| !typing || k.typed().is_none());
        let what = match offer {
            Offer::Save(_) | Offer::Turn => "tries again",
            Offer::Reopen => "reopens it",
        };
        let text = match key {
            Some(key) => format!("{text} · {} {what}", key.short()),
            None => text.to_owned(),
        };
        self.message = Some(Message {
            tone: Tone::Bad,
            text,
            again: Some(offer),
        });
    }

    /// What may be tried again after this failure.
    pub(crate) fn offer_after(
        &self,
        writing: Option<&Writing>,
        error: &StoreError,
    ) -> Option<Offer> {
        match (writing, error) {
            (
                Some(
                    Writing::Compare(_) | Writing::Import | Writing::Close | Writing::Report { .. },
                ),
                _,
            ) => None,
            // A mark is one key: it is pressed again by itself.
            (Some(Writing::People), _) if self.context() != Context::Card => None,
            (Some(writing), StoreError::Busy(_) | StoreError::Unknown(_)) => {
                Some(Offer::Save(writing.clone()))
            }
            (None, StoreError::Busy(_)) => Some(Offer::Turn),
            _ => None,
        }
    }

    /// The ledger's thread has stopped: whatever was being saved is kept as it was typed.
    pub(crate) fn store_gone(&mut self) -> Vec<Effect> {
        self.pending.clear();
        self.waiting = None;
        if let Some(call) = &mut self.call {
            call.saving = false;
        }
        if let Some(Overlay::Form(form)) = &mut self.overlay {
            form.saving = false;
            form.touched = true;
        }
        if let Some(Overlay::People(people)) = &mut self.overlay
            && let Some(card) = &mut people.card
        {
            card.saving = false;
        }
        let text = "the ledger's thread stopped on a fault: what was saved is safe, what you typed is kept";
        self.fail_with(text, Offer::Reopen);
        self.keep_draft()
    }

    /// The ledger is open again, or why not.
    pub(crate) fn reopened(&mut self, opened: Result<(), String>) -> Vec<Effect> {
        match opened {
            Ok(()) => {
                self.done("the ledger is open again");
                if self.screen == Screen::Welcome {
                    return Vec::new();
                }
                self.start_reading()
            }
            Err(why) => {
                self.fail_with(&why, Offer::Reopen);
                Vec::new()
            }
        }
    }
}
