//! The command line's clock: read once per command, handed down as plain values.

#![allow(
    clippy::disallowed_methods,
    reason = "the edge is where the clock is read; nothing below may"
)]

use chrono::{DateTime, Local, NaiveDate, Utc};

/// Now.
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Today where the desk stands.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}
