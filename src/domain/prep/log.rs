//! The rows without money: people, notes, tasks, claims, the date to come back.

use super::Sight;
use crate::domain::account::Contact;
use crate::domain::claim::ClaimState;
use crate::domain::retry::Attempt;
use crate::domain::rules::Rules;
use crate::domain::task;
use crate::domain::touch::{Channel, Owner, Task};
use crate::domain::view::{ClaimLine, FollowUpLine, NoteLine, TaskLine};
use chrono::NaiveDate;

/// The people: the one to ask for first, then those with a phone number, then as they were entered.
pub(super) fn contacts(sight: &Sight<'_>) -> Vec<Contact> {
    let mut out = sight.book.contacts.clone();
    out.sort_by_key(|c| (!c.preferred, c.phone.is_none(), c.id));
    out
}

/// Touches and notes, newest first.
pub(super) fn notes(sight: &Sight<'_>) -> Vec<NoteLine> {
    sight
        .touches()
        .map(|t| NoteLine {
            id: t.id,
            on: t.on,
            at: t.at,
            channel: t.channel,
            inbound: t.inbound,
            outcome: t.outcome,
            by: t.by.clone(),
            contact: sight.contact_name(t.contact),
            barrier: t.barrier.clone(),
            note: t.note.clone(),
            told: t.told.clone(),
            told_for: t.told_for,
            overstep: t.overstep.clone(),
            answers: t.answers.clone(),
            barriers: t.in_the_way(),
        })
        .collect()
}

/// Calls of ours, newest first.
pub(super) fn attempts(sight: &Sight<'_>) -> Vec<Attempt> {
    sight
        .touches()
        .filter(|t| t.channel == Channel::Call && !t.inbound)
        .map(|t| Attempt {
            at: t.at,
            on: t.on,
            reached: !t.outcome.is_attempt(),
        })
        .collect()
}

/// Open tasks, ours first, the most urgent first.
pub(super) fn tasks(sight: &Sight<'_>) -> Vec<TaskLine> {
    let mut out: Vec<TaskLine> = sight
        .book
        .tasks
        .iter()
        .filter(|t| t.made_on <= sight.as_of && t.done_on.is_none_or(|done| done > sight.as_of))
        .map(|t| task_line(t, sight.as_of, sight.rules))
        .collect();
    out.sort_by_key(|t| (t.owner != Owner::Us, t.due_on, t.id));
    out
}

/// A task as lists show it.
pub(crate) fn task_line(t: &Task, as_of: NaiveDate, rules: &Rules) -> TaskLine {
    TaskLine {
        id: t.id,
        owner: t.owner,
        kind: t.kind,
        what: t.what.clone(),
        person: t.person.clone(),
        made_on: t.made_on,
        due_on: t.due_on,
        verdict: task::verdict(t, as_of, rules),
        ended_on: t.done_on.filter(|day| *day <= as_of),
        late: task::late(t, as_of, rules),
    }
}

/// Claims that have not come, the overdue ones first.
pub(super) fn claims(sight: &Sight<'_>) -> Vec<ClaimLine> {
    [ClaimState::Overdue, ClaimState::InTransit]
        .into_iter()
        .flat_map(|state| {
            sight.claims_in(state).into_iter().map(move |c| ClaimLine {
                id: c.id,
                method: c.method,
                reference: c.reference.clone(),
                amount: c.amount,
                mailed_on: c.mailed_on,
                expected_by: c.expected_by,
                overdue: state == ClaimState::Overdue,
                mailed_to: c.mailed_to.clone(),
                steps: c
                    .steps
                    .iter()
                    .filter(|s| s.on <= sight.as_of)
                    .cloned()
                    .collect(),
            })
        })
        .collect()
}

/// The live date to come back. Which one lives is the facts' decision.
pub(super) fn follow_up(sight: &Sight<'_>) -> Option<FollowUpLine> {
    let due_on = sight.facts.follow_up?;
    sight
        .follow_ups()
        .find(|f| f.due_on == due_on)
        .map(|f| FollowUpLine {
            id: f.id,
            due_on: f.due_on,
            at: f.at,
            reason: f.reason.clone(),
            requested_by_them: f.requested_by_them,
        })
}
