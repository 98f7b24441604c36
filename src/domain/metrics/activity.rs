//! Calls and what came of them: the right-party rate, the by-when rate, and who did how much on which day.
//!
//! Law: an attempt is an outgoing call. A right-party contact is one in which the right person was reached. A dated commitment is a promise
//! taken in that call, or money said to be under way with its day.

use super::ratio::Ratio;
use crate::domain::book::Book;
use crate::domain::touch::{Channel, Touch, TouchOutcome};
use serde::{Deserialize, Serialize};

/// Touches of a period, counted.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ActivityTally {
    /// Outgoing calls.
    pub attempts: u64,
    /// Of them those in which the right person was reached.
    pub right_party: u64,
    /// Of these, those that ended with a dated commitment.
    pub dated: u64,
    /// They called.
    pub inbound: u64,
    /// Mails, letters and visits, either way.
    pub written: u64,
    /// Notes for ourselves.
    pub notes: u64,
    /// Promises taken.
    pub promises: u64,
    /// What they came to, minor units (of the accounts' currency).
    pub promised: i128,
}

/// An outgoing call.
#[must_use]
pub fn is_attempt(touch: &Touch) -> bool {
    touch.channel == Channel::Call && !touch.inbound
}

/// An outgoing call that reached the right person.
#[must_use]
pub fn is_right_party(touch: &Touch) -> bool {
    is_attempt(touch) && touch.right_party && !touch.outcome.is_attempt()
}

/// A right-party contact that ended with a day by which they pay.
#[must_use]
pub fn is_dated(touch: &Touch, book: &Book) -> bool {
    is_right_party(touch)
        && (matches!(touch.outcome, TouchOutcome::Promise | TouchOutcome::Claim)
            || book.promises.iter().any(|p| p.touch == Some(touch.id)))
}

impl ActivityTally {
    /// Counts a touch.
    pub fn add(&mut self, touch: &Touch, book: &Book) {
        match touch.channel {
            Channel::Note => self.notes += 1,
            Channel::Call if touch.inbound => self.inbound += 1,
            Channel::Call => {
                self.attempts += 1;
                self.right_party += u64::from(is_right_party(touch));
                self.dated += u64::from(is_dated(touch, book));
            }
            Channel::Mail | Channel::Letter | Channel::Visit => self.written += 1,
        }
    }

    /// Adds another's counts.
    pub fn absorb(&mut self, other: &ActivityTally) {
        self.attempts += other.attempts;
        self.right_party += other.right_party;
        self.dated += other.dated;
        self.inbound += other.inbound;
        self.written += other.written;
        self.notes += other.notes;
        self.promises += other.promises;
        self.promised += other.promised;
    }

    /// Right-party contacts / attempts.
    #[must_use]
    pub fn right_party_rate(&self) -> Ratio {
        Ratio::new(self.right_party.into(), self.attempts.into())
    }

    /// Wrap-ups with a dated commitment / right-party contacts.
    #[must_use]
    pub fn by_when_rate(&self) -> Ratio {
        Ratio::new(self.dated.into(), self.right_party.into())
    }

    /// Everything that is not a note for ourselves.
    #[must_use]
    pub fn touches(&self) -> u64 {
        self.attempts + self.inbound + self.written
    }
}
