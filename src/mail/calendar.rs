//! Promised days for a calendar: all-day entries, so that no time zone can move them.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike};

/// A promised day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Unique to the promise: the same day sent again replaces the first.
    pub id: String,
    /// The day.
    pub on: NaiveDate,
    /// `$5,000.00 to Ridgeline Supply`.
    pub title: String,
    /// More about it, may be empty.
    pub about: String,
}

/// The days as an `.ics` file; `at` is when it was made.
#[must_use]
pub fn calendar(days: &[Day], at: DateTime<Utc>) -> String {
    let mut out = Calendar::new();
    for day in days {
        let mut event = Event::new();
        event
            .uid(&day.id)
            .timestamp(at)
            .summary(&day.title)
            .starts(day.on);
        if let Some(next) = day.on.checked_add_days(Days::new(1)) {
            event.ends(next);
        }
        if !day.about.is_empty() {
            event.description(&day.about);
        }
        out.push(event.done());
    }
    out.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_promised_day_is_one_whole_day_with_its_text_escaped() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0);
        let days = [Day {
            id: "promise-7@ridgeline.example".into(),
            on: NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"),
            title: "$5,000.00 to Ridgeline; Supply\nBEGIN:VALARM".into(),
            about: String::new(),
        }];
        let text = calendar(&days, at.single().expect("a time"));
        let lines: Vec<&str> = text.lines().collect();
        for wanted in [
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "UID:promise-7@ridgeline.example",
            "DTSTAMP:20261123T090000Z",
            "SUMMARY:$5\\,000.00 to Ridgeline\\; Supply\\nBEGIN:VALARM",
        ] {
            assert!(lines.contains(&wanted), "{wanted}: {text}");
        }
        assert!(text.contains("\r\n"), "lines end as mail does");
        assert!(!lines.contains(&"BEGIN:VALARM"));
    }
}
