//! The rows without money: people, notes, tasks, claims, the date to come back.

use super::Sight;
use crate::domain::account::Contact;
use crate::domain::claim::ClaimState;
use crate::domain::touch::Owner;
use crate::domain::view::{ClaimLine, FollowUpLine, NoteLine, TaskLine};

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
            overstep: t.overstep.clone(),
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
        .map(|t| TaskLine {
            id: t.id,
            owner: t.owner,
            what: t.what.clone(),
            due_on: t.due_on,
            late: sight.rules.calendar.between(t.due_on, sight.as_of).max(0),
        })
        .collect();
    out.sort_by_key(|t| (t.owner != Owner::Us, t.due_on, t.id));
    out
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
