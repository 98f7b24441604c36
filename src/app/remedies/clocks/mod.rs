//! Remedies with a clock: what comes next on the ladder, the final notice, placement. Jobs and liens are in `liens`.
//!
//! Law: as `remedies`; the rules are `domain::{ladder, placement}`'s.

mod package;
mod placing;
mod telling;

use super::super::deed::{Deed, Ground, Missing, free_text, some};
use super::super::form::{Field, FieldName as F, Form};
use super::{RemedyKind, Row, as_it_is};
use crate::domain::ladder::{self, LadderStep};
use crate::domain::say;
use crate::store::protocol::{ClockAct, Intent};
use chrono::Days;
use placing::{
    declinable, decline, declined, heard, news, news_shape, out, place, placeable, placed,
    preview_decline, preview_news, preview_place,
};
use telling::{announced, notice, noticeable, noticed, reshape_tell, standing, tell, told};
pub(in crate::app) use telling::{preview_tell, reshape_told, step_of, steps_to_tell};

pub(super) const ROWS: &[Row] = &[
    Row {
        kind: RemedyKind::Tell,
        name: "tell-next-step",
        keys: &["n"],
        title: "tell the next step",
        help: "Write down that they were told of a next step: what, from when, to whom",
        state: standing,
        open: tell,
        reshape: reshape_tell,
        made: told,
        preview: preview_tell,
    },
    Row {
        kind: RemedyKind::FinalNotice,
        name: "final-notice",
        keys: &["F"],
        title: "final notice",
        help: "Write the final notice into the outbox; it tells what comes next, and from when",
        state: noticeable,
        open: notice,
        reshape: as_it_is,
        made: noticed,
        preview: announced,
    },
    Row {
        kind: RemedyKind::Place,
        name: "place-account",
        keys: &["x"],
        title: "place with an agency",
        help: "Hand the account over to an agency: it leaves the queue",
        state: placeable,
        open: place,
        reshape: as_it_is,
        made: placed,
        preview: preview_place,
    },
    Row {
        kind: RemedyKind::DeclinePlacement,
        name: "decline-placement",
        keys: &["D"],
        title: "not placed for now",
        help: "Decline placement until a day: then it is put to the supervisor again",
        state: declinable,
        open: decline,
        reshape: as_it_is,
        made: declined,
        preview: preview_decline,
    },
    Row {
        kind: RemedyKind::Agency,
        name: "agency-news",
        keys: &["y"],
        title: "news of the agency",
        help: "What became of a placed account: acknowledged, money came, called back, closed",
        state: out,
        open: news,
        reshape: news_shape,
        made: heard,
        preview: preview_news,
    },
    Row {
        kind: RemedyKind::Package,
        name: "agency-package",
        keys: &["K"],
        title: "file for the agency",
        help: "Write what the agency gets into a new folder: statement, invoices, promises, touches, people",
        state: package::packable,
        open: package::open,
        reshape: as_it_is,
        made: package::made,
        preview: package::preview,
    },
];

/// A form's intention about the clocks.
pub(super) fn clock(act: ClockAct) -> Result<Deed, Missing> {
    Ok(Deed::Intent(Box::new(Intent::Clock(Box::new(act)))))
}

/// What the honesty rule warns of before a step, as far as the prep knows.
pub(in crate::app) fn warned(g: &Ground<'_>, step: LadderStep) -> Option<String> {
    let clocks = &g.prep?.clocks;
    let since = u64::try_from(clocks.standing.days)
        .ok()
        .filter(|days| *days > 0)
        .and_then(|days| g.today.checked_sub_days(Days::new(days)));
    let known = ladder::telling(step, &clocks.told, &g.rules.ladder, since, g.today);
    ladder::warning(step, known, g.today)
}

/// What stands below a form whose step they were not told of, before anybody has pressed `Enter`.
pub(super) fn not_told(g: &Ground<'_>, step: LadderStep) -> Option<String> {
    warned(g, step).map(|why| format!("{why}: tell them first, or say here why not"))
}

/// The field that a warning asks for, where there is one.
pub(super) fn anyway(g: &Ground<'_>, step: LadderStep) -> Option<Field> {
    warned(g, step).map(|_| Field::text(F::Anyway, ""))
}

/// What was typed there; a warning without it holds the form back.
pub(in crate::app) fn answer(
    form: &Form,
    g: &Ground<'_>,
    step: LadderStep,
) -> Result<Option<String>, Missing> {
    let typed = some(&free_text(form, F::Anyway)?);
    match warned(g, step) {
        Some(warning) if typed.is_none() => Err((
            F::Anyway,
            format!("{warning}: tell them first, or say here why it is done all the same"),
        )),
        _ => Ok(typed),
    }
}

/// Only a supervisor places: the names that the settings have.
fn supervisor_only(g: &Ground<'_>) -> Result<(), String> {
    let known = g.supervisors.iter().any(|s| s.eq_ignore_ascii_case(g.me));
    if g.supervisors.is_empty() || known {
        return Ok(());
    }
    Err(format!(
        "a supervisor decides this: {}",
        say::list(g.supervisors)
    ))
}
