//! The command line's clock: read once per command, handed down as plain values.

#![allow(
    clippy::disallowed_methods,
    reason = "the edge is where the clock is read; nothing below may"
)]

use chrono::{DateTime, Local, NaiveDate, TimeDelta, Utc};

/// Now.
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Now on that day: `--as-of` moves the day, the hour is the clock's.
pub fn instant_on(as_of: NaiveDate) -> DateTime<Utc> {
    let local = Local::now();
    let days = as_of.signed_duration_since(local.date_naive()).num_days();
    let at = local.with_timezone(&Utc);
    let shift = TimeDelta::try_days(days).unwrap_or_default();
    at.checked_add_signed(shift).unwrap_or(at)
}

/// Today where the desk stands.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}
