//! The only clock of the desk.
#![allow(
    clippy::disallowed_methods,
    reason = "this is the place where the clock is read"
)]

use crate::app::msg::Now;
use chrono::{Local, NaiveDate, Timelike, Utc};
use std::time::Duration;

/// What time it is; the day is `as_of` when that is fixed.
pub fn now(as_of: Option<NaiveDate>) -> Now {
    let local = Local::now();
    Now {
        at: local.with_timezone(&Utc),
        local: local.naive_local(),
        today: as_of.unwrap_or_else(|| local.date_naive()),
    }
}

/// How long until the minute is over: the desk sleeps until then when nothing happens.
pub fn until_next_minute() -> Duration {
    let local = Local::now();
    let gone = u64::from(local.second()) * 1_000 + u64::from(local.nanosecond() / 1_000_000);
    // A leap second must not make it negative; a moment more makes sure that the minute has turned.
    Duration::from_millis(60_020u64.saturating_sub(gone).max(20))
}

/// A span that ends: for the short wait before a drawing.
pub struct Deadline(std::time::Instant);

impl Deadline {
    /// Ends so much later.
    pub fn after(span: Duration) -> Deadline {
        Deadline(std::time::Instant::now() + span)
    }

    /// What is left of it.
    pub fn left(&self) -> Duration {
        self.0.saturating_duration_since(std::time::Instant::now())
    }
}
