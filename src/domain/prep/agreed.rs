//! What was agreed besides single promises: disputes, plans, waivers; and how far each person's word goes.

use super::Sight;
use crate::domain::claim::ClaimState;
use crate::domain::concession;
use crate::domain::dispute;
use crate::domain::ids::{ContactId, PlanId};
use crate::domain::money::{Minor, MoneyError};
use crate::domain::plan;
use crate::domain::promise::Promise;
use crate::domain::verdict::{self, Judgement, Verdict};
use crate::domain::view::{ContactWord, DisputeLine, PlanLine, SettledLine, WaiverLine};
use crate::domain::waiver;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Open disputes, oldest first.
pub(crate) fn disputes(sight: &Sight<'_>) -> Vec<DisputeLine> {
    let calendar = &sight.rules.calendar;
    sight
        .disputes()
        .into_iter()
        .map(|(d, part)| DisputeLine {
            id: d.id,
            document: d.document,
            number: sight
                .document(d.document)
                .map_or_else(String::new, |found| found.number.clone()),
            amount: part,
            code: d.code,
            reason: d.reason.clone(),
            owner: d.owner.clone(),
            opened_on: d.opened_on,
            due_on: d.due_on,
            late: d
                .due_on
                .map_or(0, |due| calendar.between(due, sight.as_of).max(0)),
            kind: d.kind,
            again: d.reopens.is_some(),
        })
        .collect()
}

/// Disputes that have ended, newest first. Like an open one, it counts from the day its invoice is issued.
pub(crate) fn settled(sight: &Sight<'_>) -> Vec<SettledLine> {
    let all = &sight.book.disputes;
    let mut out: Vec<SettledLine> = all
        .iter()
        .filter_map(|d| {
            let ended_on = d
                .resolved_on
                .filter(|on| *on <= sight.as_of && d.opened_on <= sight.as_of)?;
            let invoice = sight
                .document(d.document)
                .filter(|x| x.issued <= sight.as_of)?;
            Some(SettledLine {
                id: d.id,
                number: invoice.number.clone(),
                amount: d.amount,
                reason: d.reason.clone(),
                kind: d.kind,
                opened_on: dispute::first_opened(d, all),
                ended_on,
                how: d.ended,
                credited: d.credited,
                reopened: all
                    .iter()
                    .any(|x| x.reopens == Some(d.id) && x.opened_on <= sight.as_of),
            })
        })
        .collect();
    out.sort_by_key(|d| std::cmp::Reverse((d.ended_on, d.id)));
    out
}

/// Plans of which something is still to come or has failed, newest first.
pub(crate) fn plans(sight: &Sight<'_>) -> Result<Vec<PlanLine>, MoneyError> {
    let mut by_plan: BTreeMap<PlanId, Vec<(u32, &Promise, &Judgement)>> = BTreeMap::new();
    for judgement in &sight.judgements {
        if let Some(promise) = sight.promise(judgement.promise)
            && let Some(place) = promise.place
        {
            let rows = by_plan.entry(place.plan).or_default();
            rows.push((place.sequence, promise, judgement));
        }
    }
    let mut out = Vec::new();
    for (id, mut rows) in by_plan.into_iter().rev() {
        rows.sort_by_key(|(sequence, _, _)| *sequence);
        let verdicts: Vec<Verdict> = rows.iter().map(|(_, _, j)| j.verdict).collect();
        let state = plan::state(&verdicts);
        if matches!(state, plan::PlanState::Done | plan::PlanState::Ended) {
            continue;
        }
        out.push(PlanLine {
            id,
            amount: Minor::sum(rows.iter().map(|(_, p, _)| p.amount))?,
            received: Minor::sum(rows.iter().map(|(_, _, j)| j.received))?,
            instalments: rows.iter().map(|(_, p, j)| (p.id, j.verdict)).collect(),
            next: rows
                .iter()
                .filter(|(_, _, j)| j.verdict.is_live())
                .map(|(_, p, _)| p.by_when)
                .min(),
            state,
        });
    }
    Ok(out)
}

/// Waivers, newest first.
pub(crate) fn waivers(sight: &Sight<'_>) -> Vec<WaiverLine> {
    let mut out: Vec<WaiverLine> = sight
        .book
        .waivers
        .iter()
        .filter(|w| w.made_on <= sight.as_of)
        .filter_map(|w| {
            let promise = sight.promise(w.promise)?;
            let judgement = sight.judgement(w.promise)?;
            let posted = concession::posted(sight.book, &sight.balances, w.id).unwrap_or_default();
            Some(WaiverLine {
                id: w.id,
                amount: w.amount,
                reason: w.reason.clone(),
                promise: w.promise,
                by_when: promise.by_when,
                document: w.document,
                state: waiver::became(w, judgement.verdict, posted, sight.as_of),
                posted,
            })
        })
        .collect();
    out.sort_by_key(|w| std::cmp::Reverse(w.id));
    out
}

/// How far the word of each person goes who gave a promise or spoke of money under way, in the order of ids.
pub(crate) fn words(sight: &Sight<'_>) -> Vec<ContactWord> {
    let mut by_contact: BTreeMap<ContactId, (Vec<&Judgement>, Vec<NaiveDate>)> = BTreeMap::new();
    for judgement in &sight.judgements {
        if let Some(contact) = sight.promise(judgement.promise).and_then(|p| p.contact) {
            by_contact.entry(contact).or_default().0.push(judgement);
        }
    }
    for claim in sight.claims_in(ClaimState::Overdue) {
        if let Some(contact) = claim.contact {
            by_contact
                .entry(contact)
                .or_default()
                .1
                .push(claim.expected_by);
        }
    }
    by_contact
        .into_iter()
        .map(|(contact, (judgements, missing))| ContactWord {
            contact,
            claims_missing: u32::try_from(missing.len()).unwrap_or(u32::MAX),
            credibility: verdict::credibility_with(judgements, missing, sight.as_of),
        })
        .collect()
}
