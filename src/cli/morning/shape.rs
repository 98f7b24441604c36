//! The morning brief as one JSON document.

use super::{Brief, fit};
use crate::domain::metrics::promises::PromiseFact;
use crate::domain::money::{Currency, Minor};
use crate::domain::verdict::Verdict;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

impl Brief {
    /// The same as the text, in figures.
    pub(super) fn document(&self) -> Document<'_> {
        let (as_of, currency) = (self.as_of, self.currency());
        let aging = self.aging();
        let week = as_of + Days::new(6 - u64::from(as_of.weekday().num_days_from_monday()));
        let forecast = &self.reports.forecast;
        let (today_face, today_expected) = forecast.between(as_of, as_of, currency);
        let (week_face, week_expected) = forecast.between(as_of, week, currency);
        Document {
            as_of,
            ledger_thru: self.status.thru,
            company: &self.status.company,
            currency,
            open: fit(aging.open),
            past_due: fit(aging.past_due),
            accounts: aging.accounts,
            forecast: Expected {
                today_face: fit(today_face),
                today_expected: fit(today_expected),
                week_face: fit(week_face),
                week_expected: fit(week_expected),
            },
            since: self.since,
            broke: promises(self.broke()),
            still_broken: promises(self.still_broken()),
            due_today: promises(self.due()),
            late: promises(self.late()),
            approvals: self
                .approvals
                .iter()
                .map(|a| Waits {
                    id: a.id.to_string(),
                    kind: a.kind.name(),
                    account: &a.label,
                    name: &a.name,
                    amount: a.amount,
                    currency: a.currency,
                    reason: &a.reason,
                    asked_by: &a.asked_by,
                    since: a.asked_on,
                    by_when: a.by_when,
                })
                .collect(),
            awaited: self
                .awaited
                .iter()
                .map(|c| Under {
                    account: c.account.0,
                    name: &c.name,
                    amount: c.amount,
                    currency: c.currency,
                    method: c.method.name(),
                    reference: c.reference.as_deref(),
                    expected_by: c.expected_by,
                })
                .collect(),
            to_decide: self.review.total,
            queue: self.queue_total,
            calls: self
                .queue
                .iter()
                .map(|row| Call {
                    account: &row.label,
                    name: &row.name,
                    reason: row.reason.name(),
                    why: &row.why,
                    collectible: row.collectible,
                    currency: row.currency,
                    oldest_days: row.oldest_days,
                })
                .collect(),
        }
    }
}

fn promises(found: Vec<&PromiseFact>) -> Vec<Promised<'_>> {
    found.into_iter().map(Promised::from).collect()
}

/// The contract's document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    as_of: NaiveDate,
    ledger_thru: Option<NaiveDate>,
    company: &'a str,
    currency: Currency,
    open: Minor,
    past_due: Minor,
    accounts: u64,
    forecast: Expected,
    since: NaiveDate,
    broke: Vec<Promised<'a>>,
    still_broken: Vec<Promised<'a>>,
    due_today: Vec<Promised<'a>>,
    late: Vec<Promised<'a>>,
    approvals: Vec<Waits<'a>>,
    awaited: Vec<Under<'a>>,
    to_decide: usize,
    queue: usize,
    calls: Vec<Call<'a>>,
}

#[derive(Serialize)]
struct Expected {
    today_face: Minor,
    today_expected: Minor,
    week_face: Minor,
    week_expected: Minor,
}

#[derive(Serialize)]
struct Promised<'a> {
    id: i64,
    name: &'a str,
    by_when: NaiveDate,
    verdict: Verdict,
    required: Minor,
    received: Minor,
    short: Minor,
    currency: Currency,
    level: u32,
    /// What lies over the verdict, in words.
    overlay: Option<&'a str>,
}

impl<'a> From<&'a PromiseFact> for Promised<'a> {
    fn from(p: &'a PromiseFact) -> Self {
        Promised {
            id: p.id.0,
            name: &p.name,
            by_when: p.by_when,
            verdict: p.verdict,
            required: p.required,
            received: p.received,
            short: p.short,
            currency: p.currency,
            level: p.level,
            overlay: p.overlay.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Waits<'a> {
    id: String,
    kind: &'static str,
    account: &'a str,
    name: &'a str,
    amount: Option<Minor>,
    currency: Currency,
    reason: &'a str,
    asked_by: &'a str,
    since: NaiveDate,
    by_when: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Under<'a> {
    account: i64,
    name: &'a str,
    amount: Minor,
    currency: Currency,
    method: &'a str,
    reference: Option<&'a str>,
    expected_by: NaiveDate,
}

#[derive(Serialize)]
struct Call<'a> {
    account: &'a str,
    name: &'a str,
    reason: &'a str,
    why: &'a str,
    collectible: Minor,
    currency: Currency,
    oldest_days: i64,
}
