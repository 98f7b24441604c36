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

/// Now, when that day is today: another day has no hour.
pub fn instant_on(as_of: NaiveDate) -> Option<DateTime<Utc>> {
    let local = Local::now();
    (local.date_naive() == as_of).then(|| local.with_timezone(&Utc))
}

/// Today where the desk stands.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}
