//! What brings an account up today, and since when: the reasons that are more than being past due.

use super::Reason;
use crate::domain::facts::Facts;
use crate::domain::rules::Rules;
use crate::domain::verdict::Verdict;
use chrono::{Days, NaiveDate};

/// Something that has turned.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(super) struct Event {
    pub reason: Reason,
    /// The first day on which it was so.
    pub since: NaiveDate,
}

/// At most one of each. Plain values: this is made for every account of a ledger, for every page.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Events {
    pub inbound: Option<Event>,
    pub owed: Option<Event>,
    pub promise: Option<Event>,
    pub follow_up: Option<Event>,
    pub claim: Option<Event>,
    pub lien: Option<Event>,
}

impl Events {
    pub(super) fn of(facts: &Facts, as_of: NaiveDate, rules: &Rules) -> Events {
        let at = |reason, since| Some(Event { reason, since });
        let passed = |day: Option<NaiveDate>| day.filter(|d| *d < as_of).map(after);
        Events {
            inbound: facts.inbound_since.and_then(|d| at(Reason::Inbound, d)),
            owed: passed(facts.owed_by_us).and_then(|d| at(Reason::OwedByUs, d)),
            promise: promise(facts, rules),
            // A call that they asked for is told as such, once.
            follow_up: facts
                .follow_up
                .filter(|d| *d <= as_of)
                .filter(|_| {
                    facts.inbound_since.is_none() || facts.inbound_since != facts.follow_up_made
                })
                .and_then(|d| at(Reason::FollowUpDue, d)),
            claim: passed(facts.claim_due).and_then(|d| at(Reason::ClaimOverdue, d)),
            lien: facts
                .lien_due
                .map(|d| {
                    d.checked_sub_days(Days::new(rules.lien_days.into()))
                        .unwrap_or(d)
                })
                .filter(|d| *d <= as_of)
                .and_then(|d| at(Reason::LienClock, d)),
        }
    }

    /// Those that are about asking for money; the others come up whatever was said last.
    pub(super) fn newest_ask(&self) -> Option<NaiveDate> {
        [self.promise, self.claim, self.lien]
            .into_iter()
            .flatten()
            .map(|e| e.since)
            .max()
    }

    /// In the order of the reasons.
    pub(super) fn each(&self) -> impl Iterator<Item = Event> {
        [
            self.inbound,
            self.owed,
            self.promise,
            self.follow_up,
            self.claim,
            self.lien,
        ]
        .into_iter()
        .flatten()
    }
}

fn promise(facts: &Facts, rules: &Rules) -> Option<Event> {
    let promise = facts.promise.as_ref()?;
    let window_closed = || after(rules.calendar.add(promise.by_when, rules.grace_days));
    let (reason, since) = match promise.verdict {
        Verdict::Broken => (Reason::PromiseBroken, window_closed()),
        Verdict::Light => (Reason::PromiseLight, window_closed()),
        Verdict::InGrace => (Reason::PromiseLate, after(promise.by_when)),
        Verdict::DueToday => (Reason::PromiseDue, promise.by_when),
        Verdict::Open
        | Verdict::Kept
        | Verdict::KeptLate
        | Verdict::CuredLate
        | Verdict::Superseded
        | Verdict::Withdrawn
        | Verdict::Voided => return None,
    };
    Some(Event { reason, since })
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
