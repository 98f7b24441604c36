//! The day so far: calls, talks, promises taken and their money; and whether the clock can be believed.
//!
//! Law: both are the ledger's own words (`store::status`), counted anew with every look at it; nothing here survives a restart.

use super::model::Model;
use crate::domain::say;
use chrono::TimeDelta;

/// A clock this far behind the newest entry was set back.
const BEHIND: TimeDelta = TimeDelta::minutes(5);
/// More business days than this without an entry, not even an import: the clock may have been set forward.
const QUIET_DAYS: i64 = 5;
/// From here on nothing is counted day by day.
const LONG: TimeDelta = TimeDelta::days(45);

impl Model {
    /// `today 3 calls · 2 talks · 2 promises · $5,000`; nothing before the first call.
    #[must_use]
    pub fn pulse(&self) -> Option<String> {
        let status = self.status.as_ref()?;
        let mine = status.pulses.iter().find(|p| p.by == self.me)?;
        if mine.calls + mine.promises == 0 {
            return None;
        }
        let mut parts = vec![
            format!("today {}", say::plural(mine.calls, "call")),
            say::plural(mine.talks, "talk"),
            say::plural(mine.promises, "promise"),
        ];
        if mine.promised.is_positive() {
            parts.push(say::money_signed(mine.promised, status.currency));
        }
        Some(parts.join(" · "))
    }

    /// Why the computer's clock may be wrong (FAULTS D3). What is written meanwhile keeps the order of the log.
    #[must_use]
    pub fn clock_doubt(&self) -> Option<String> {
        // A desk that stands on another day by `--as-of` is where it was told to be.
        if self.sample || self.now.today != self.now.local.date() {
            return None;
        }
        let last = self.status.as_ref()?.last_entry?;
        let off = self.now.at.signed_duration_since(last);
        let ahead_of_utc = self
            .now
            .local
            .signed_duration_since(self.now.at.naive_utc());
        let there = last.naive_utc() + ahead_of_utc;
        let said = format!(
            "{} {}",
            say::near_day(there.date(), self.now.today),
            say::time(there.time())
        );
        if off < -BEHIND {
            return Some(format!(
                "this computer's clock is behind: the last entry is of {said}; set the clock before you date anything"
            ));
        }
        let calendar = &self.rules.calendar;
        let quiet = || calendar.between(there.date(), self.now.today) > QUIET_DAYS;
        (off > LONG || quiet())
            .then(|| format!("the last entry is of {said}: is this computer's clock ahead?"))
    }
}
