//! Nobody was reached: the day and the hour to try again, from the log of attempts, on the desk's clock.
//!
//! Law: `domain::retry` proposes; here its hours are fitted to when they may be called, wherever they are.

use super::model::Model;
use crate::domain::answer::Said;
use crate::domain::by_when::{ByWhen, describe_at};
use crate::domain::retry::{Attempt, propose};
use crate::domain::view::Prep;
use chrono::{TimeDelta, Timelike};

impl Model {
    /// Day with hour, and why, as they are proposed in the form.
    pub(crate) fn retry(&self, said: Option<Said>, prep: &Prep) -> (String, String) {
        let ahead = self
            .now
            .local
            .signed_duration_since(self.now.at.naive_utc());
        // Both clocks at one moment: the sample desk's is a morning of its own.
        let moment = self.moment();
        let desk = moment.map_or(self.now.local, |now| now.naive_utc() + ahead);
        let desk = desk.time();
        let mut attempts = prep.attempts.clone();
        attempts.push(Attempt {
            at: self.now.at,
            on: self.now.today,
            reached: false,
        });
        let profile = &prep.safety.profile;
        let (mut from, mut to) = (profile.from, profile.to);
        let clocks = moment.map(|now| prep.safety.place.clocks(now));
        for clock in clocks.unwrap_or_default() {
            // Their clock is so far ahead of ours; whole days apart do not matter.
            let theirs = clock.time().signed_duration_since(desk);
            let hours = (theirs.num_minutes() + 30).div_euclid(60);
            let shift = TimeDelta::hours((hours + 36).rem_euclid(24) - 12);
            from = from.max(profile.from.overflowing_sub_signed(shift).0);
            to = to.min(profile.to.overflowing_sub_signed(shift).0);
        }
        let hours = match from < to {
            true => (from.hour(), to.hour()),
            false => (profile.from.hour(), profile.to.hour()),
        };
        let calendar = &self.rules.calendar;
        let proposal = propose(&attempts, self.now.today, hours, calendar, |at| {
            (at.naive_utc() + ahead).time()
        });
        let what = match said {
            Some(Said::Voicemail) => "left a message",
            _ => "no answer",
        };
        let when = ByWhen {
            date: proposal.day,
            time: Some(proposal.time),
        };
        let day = describe_at(when, self.now.today);
        (day, format!("{what}: {}", proposal.why))
    }
}
