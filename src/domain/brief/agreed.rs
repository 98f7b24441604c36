//! What was agreed besides single promises and has gone wrong or waits: plans behind, answers to disputes overdue, waivers, tasks.

use super::line;
use crate::domain::money::MoneyError;
use crate::domain::plan::PlanState;
use crate::domain::prep::{self, Sight};
use crate::domain::say;
use crate::domain::touch::{Owner, Task};
use crate::domain::verdict::Verdict;
use crate::domain::view::{BriefLine, Tone};
use crate::domain::waiver::WaiverState;

/// A plan of which an instalment has failed.
pub(super) fn plan(sight: &Sight<'_>) -> Result<Option<BriefLine>, MoneyError> {
    let plans = prep::plans(sight)?;
    let Some(plan) = plans.iter().find(|p| p.state == PlanState::Behind) else {
        return Ok(None);
    };
    let is_behind = |v: &Verdict| v.is_failed() || *v == Verdict::InGrace;
    let behind = plan
        .instalments
        .iter()
        .filter(|(_, v)| is_behind(v))
        .count();
    let next = plan.next.map_or(String::new(), |day| {
        format!("; the next is due {}", sight.day(day))
    });
    Ok(Some(line(
        Tone::Bad,
        format!(
            "plan of {} at risk: {behind} of {} instalments not made, {} received{next}",
            sight.money(plan.amount),
            plan.instalments.len(),
            sight.money(plan.received)
        ),
    )))
}

/// A dispute whose answer is overdue: whoever calls will be asked about it first.
pub(super) fn dispute(sight: &Sight<'_>) -> Option<BriefLine> {
    let disputes = prep::disputes(sight);
    let worst = disputes
        .iter()
        .filter(|d| d.late > 0)
        .min_by_key(|d| (d.due_on, d.id))?;
    let due = worst.due_on?;
    let owner = worst
        .owner
        .as_deref()
        .map_or(String::new(), |who| format!(" by {}", who.trim()));
    Some(line(
        Tone::Bad,
        format!(
            "the dispute on {} was to be answered{owner} by {}: settle it before you ask",
            worst.number,
            sight.day(due)
        ),
    ))
}

/// A waiver that somebody must decide or give.
pub(super) fn waiver(sight: &Sight<'_>) -> Option<BriefLine> {
    let waivers = prep::waivers(sight);
    // One about a fee of ours is `Posted` once it was given. Whether one that names no fee was given is not in the ledger: it is said for as long as
    // its promise is recent.
    let earned = waivers
        .iter()
        .find(|w| w.state == WaiverState::Earned && sight.days_since(w.by_when) <= EARNED_DAYS);
    if let Some(w) = waivers
        .iter()
        .find(|w| w.state == WaiverState::AwaitsApproval)
    {
        return Some(line(
            Tone::Warn,
            format!(
                "waiver of {} awaits approval: nothing is settled until a supervisor decides",
                sight.money(w.amount)
            ),
        ));
    }
    earned.map(|w| {
        line(
            Tone::Good,
            format!(
                "waiver of {} is earned: they kept {}, give the credit",
                sight.money(w.left()),
                sight.day(w.by_when)
            ),
        )
    })
}

/// Nothing ships.
pub(super) fn credit_hold(sight: &Sight<'_>) -> Option<BriefLine> {
    let mut holds = sight.book.credit_holds.iter();
    let hold = holds.rfind(|h| h.holds(sight.as_of))?;
    Some(line(
        Tone::Bad,
        format!(
            "credit hold since {}: nothing ships until it is lifted ({})",
            say::near_day(hold.from, sight.as_of),
            hold.reason.trim()
        ),
    ))
}

/// What a supervisor decided last, while it stands.
pub(super) fn decided(sight: &Sight<'_>) -> Option<BriefLine> {
    let mut reviews = sight.book.reviews.iter();
    let newest = reviews.rfind(|r| r.stands(sight.as_of))?;
    Some(line(
        Tone::Warn,
        format!(
            "{} decided {}: {} ({})",
            newest.by,
            say::near_day(newest.decided_on, sight.as_of),
            newest.words(),
            newest.reason.trim()
        ),
    ))
}

/// An earned waiver older than this is history.
const EARNED_DAYS: i64 = 30;

/// What we set ourselves to look at, and have not.
pub(super) fn homework(sight: &Sight<'_>) -> Option<BriefLine> {
    let task = first_late(sight, |t| t.owner == Owner::Us && !t.kind.is_owed())?;
    Some(line(
        Tone::Warn,
        format!(
            "to do since {}: {}",
            say::near_day(task.due_on, sight.as_of),
            task.what.trim()
        ),
    ))
}

/// What they were to do, and have not.
pub(super) fn owed_by_them(sight: &Sight<'_>) -> Option<BriefLine> {
    let task = first_late(sight, |t| t.owner == Owner::Them)?;
    Some(line(
        Tone::Warn,
        format!(
            "they owe us since {}: {}",
            say::near_day(task.due_on, sight.as_of),
            task.what.trim()
        ),
    ))
}

/// The open task that is late longest.
fn first_late<'a>(sight: &Sight<'a>, fits: impl Fn(&Task) -> bool) -> Option<&'a Task> {
    sight
        .book
        .tasks
        .iter()
        .filter(|t| fits(t) && t.made_on <= sight.as_of && t.due_on < sight.as_of)
        .filter(|t| t.done_on.is_none_or(|done| done > sight.as_of))
        .min_by_key(|t| (t.due_on, t.id))
}
