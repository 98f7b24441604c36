//! The first run: two doors, one into the import, one into the sample desk.
//!
//! Law: pure; a new ledger file is made only by an import that was seen and agreed to. `imports` is behind the first door, `ui::welcome`
//! draws.

use super::action::Action;
use super::imports::Stage;
use super::model::{Model, Screen};
use super::msg::{Effect, OpenedAs};

/// The first run.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Welcome {
    /// There is no ledger file yet: it is made with the import.
    pub no_ledger: bool,
    /// The sample desk is being made.
    pub making_sample: bool,
}

impl Model {
    pub(crate) fn welcome_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::DoorImport => {
                self.message = None;
                self.imports.stage = Stage::Path;
                self.screen = Screen::Imports;
            }
            Action::DoorSample if !self.welcome.making_sample => {
                self.welcome.making_sample = true;
                return vec![Effect::OpenSample];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Another ledger is open.
    pub(crate) fn take_opened(&mut self, opened: Result<OpenedAs, String>) -> Vec<Effect> {
        self.welcome.making_sample = false;
        match opened {
            Ok(OpenedAs::Sample) => {
                self.sample = true;
                self.welcome.no_ledger = false;
                self.screen = Screen::Queue;
                self.start_reading()
            }
            Ok(OpenedAs::Created) => {
                self.welcome.no_ledger = false;
                let mut effects = self.start_reading();
                effects.extend(self.ledger_made(true));
                effects
            }
            Err(why) => {
                let effects = match self.screen {
                    Screen::Imports => self.ledger_made(false),
                    _ => Vec::new(),
                };
                self.fail(&why);
                effects
            }
        }
    }
}
